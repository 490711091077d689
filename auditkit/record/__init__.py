"""The audit record: typed data, the append-only journal it stands on, and the class that changes it."""
