"""What every Word document is made of: base document, styles, blocks, tables, fields, saving."""
