"""MARC 21, in ISO 2709 and in MARCXML."""

from __future__ import annotations

from collections.abc import Mapping

FORMATS: Mapping[str, str] = {"marc": "marc", "marcxml": "marcxml"}
