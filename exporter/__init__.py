"""Keeps a library catalogue as YAML records, checks it, and delivers it to every library catalogue."""

__version__ = "0.1.0"
