"""RDF, in Turtle and in JSON-LD."""

from __future__ import annotations

from collections.abc import Mapping

FORMATS: Mapping[str, str] = {"json-ld": "json_ld", "turtle": "turtle"}
