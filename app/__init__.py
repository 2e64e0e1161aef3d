"""The office's work: no Qt, no SQL strings."""

VERSION = "0.1.0"
