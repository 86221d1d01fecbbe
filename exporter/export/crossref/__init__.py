"""Crossref Metadata Deposit Schema 5.3.1."""

from __future__ import annotations

from collections.abc import Mapping

FORMATS: Mapping[str, str] = {"crossref": "crossref"}
