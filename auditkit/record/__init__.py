"""The audit record: typed data, the append-only journal below it, the class that changes it."""
