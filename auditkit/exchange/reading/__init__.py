"""The copy of an audit to read in a browser: one HTML page, without script and without anything
from outside."""
