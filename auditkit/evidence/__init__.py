"""Evidence files: scanning, finding, reading, fingerprinting, verifying and suggesting them.

Knows nothing of the record. Import the module that does what you need; this package loads none.
"""
