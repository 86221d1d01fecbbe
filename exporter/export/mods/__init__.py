"""MODS 3.8."""

from __future__ import annotations

from collections.abc import Mapping

FORMATS: Mapping[str, str] = {"mods": "mods"}
