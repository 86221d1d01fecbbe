"""Keeps a library catalogue as YAML records, checks it, and exports it in many formats."""

__version__ = "0.1.0"
