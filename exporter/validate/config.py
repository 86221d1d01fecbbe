"""What decides whether the records of a catalogue are right: its schemas and its settings."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from exporter.errors import UsageError
from exporter.model.vocabularies.languages import require_language
from exporter.records.loader import read_schemas, read_settings
from exporter.records.retractions import FILE, Retractions, read_retractions
from exporter.records.schema import Schemas
from exporter.records.settings import Settings
from exporter.suggest import did_you_mean
from exporter.validate.checks import can_be_disabled, check_modules


class Config(NamedTuple):
    """The schemas and the settings of one catalogue, and its table of retracted works."""

    schemas: Schemas
    settings: Settings
    retractions: Retractions = MappingProxyType({})


def read_config(root: Path) -> Config:
    """Read the schemas, the settings and the table of retracted works of a catalogue.

    Raises UsageError if they cannot be used.
    """
    return Config(read_schemas(root), usable_settings(root), read_retractions(root))


def config_files(root: Path) -> list[Path]:
    """Return the files that `read_config` reads, whether or not they are there."""
    schemas = sorted((root / "schemas").glob("*.json"))
    return [*schemas, *(root / name for name in ("exporter.toml", "pyproject.toml", FILE))]


def usable_settings(root: Path) -> Settings:
    """Read the settings of a catalogue.

    Raises UsageError if they disable a check that does not exist or is needed, or name a language
    that does not exist.
    """
    settings = read_settings(root)
    for name in sorted(settings.off):
        if name not in check_modules():
            hint = did_you_mean(name, check_modules()) or "exporter explain lists all checks"
            raise UsageError(f"the settings disable the check “{name}”, which does not exist", hint)
        if not can_be_disabled(name):
            hint = "a record with this error cannot be exported; fix it, or use --keep-going"
            raise UsageError(f"the check “{name}” cannot be disabled", hint)
    catalogue = settings.catalogue
    for tag in (catalogue.language, *catalogue.languages, *settings.site.languages):
        require_language(tag, f"the settings name the language “{tag}”")
    return settings
