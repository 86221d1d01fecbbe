"""Validation: from documents to findings."""
