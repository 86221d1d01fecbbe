"""TEI P5."""

from __future__ import annotations

from collections.abc import Mapping

FORMATS: Mapping[str, str] = {"tei": "tei"}
