"""schema.org in JSON-LD."""

from __future__ import annotations

from collections.abc import Mapping

FORMATS: Mapping[str, str] = {"schema-org": "schema_org"}
