"""MARC 21, in ISO 2709, in MARCXML and in JSON."""

from __future__ import annotations

from collections.abc import Mapping

FORMATS: Mapping[str, str] = {"marc": "marc", "marc-json": "marc_json", "marcxml": "marcxml"}
