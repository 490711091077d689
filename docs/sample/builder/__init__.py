"""Writers for the documents of the sample organization."""
