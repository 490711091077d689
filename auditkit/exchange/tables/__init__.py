"""The audit as tables: one workbook, CSV files, or one page for a browser."""
