"""Handing an audit over and taking one in: packs, and the copy to read without auditkit."""
