"""Holding a document against the record that it was made from."""
