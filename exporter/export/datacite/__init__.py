"""DataCite Metadata Schema 4, in XML and in JSON."""

from __future__ import annotations

from collections.abc import Mapping

FORMATS: Mapping[str, str] = {"datacite": "datacite", "datacite-json": "datacite_json"}
