"""Files that go into every pack as they are; nothing here imports auditkit."""
