"""Word documents made from the record: reports, forms and working papers."""
