"""The words of DataCite that other schemas take over."""

from __future__ import annotations

DATE_TYPES = frozenset(
    {
        *("Accepted", "Available", "Collected", "Copyrighted", "Created", "Issued", "Submitted"),
        *("Updated", "Valid"),
    }
)
"""The dateType of OpenAIRE (guidelines 4, 10 and 11 Date) and of JPCOAR (datacite:date)."""
