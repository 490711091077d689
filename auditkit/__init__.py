"""auditkit: internal audits and certification readiness in a terminal, first of all ISO/IEC 42001.

Importing this package imports nothing else: every part is loaded where it is used.
"""

__version__ = "0.1.0"
