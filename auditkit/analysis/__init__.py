"""Pure questions to a record: every figure on a screen or in a document is computed here, once."""
