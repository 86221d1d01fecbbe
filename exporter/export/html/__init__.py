"""HTML for readers."""

from __future__ import annotations

from collections.abc import Mapping

FORMATS: Mapping[str, str] = {"html": "html"}
