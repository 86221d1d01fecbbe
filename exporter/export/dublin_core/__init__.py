"""Dublin Core: the fifteen elements (oai_dc) and the DCMI terms."""

from __future__ import annotations

from collections.abc import Mapping

FORMATS: Mapping[str, str] = {"dc": "dc", "dcterms": "dcterms"}
