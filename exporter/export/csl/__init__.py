"""CSL 1.0.2 items, in JSON and in YAML."""

from __future__ import annotations

from collections.abc import Mapping

FORMATS: Mapping[str, str] = {"csl-json": "csl_json", "csl-yaml": "csl_yaml"}
