"""YAML 1.2 (core schema): reading with positions and readable errors, editing, writing."""

from exporter.records.yaml.composer import Composed, compose, load
from exporter.records.yaml.errors import YamlError
from exporter.records.yaml.source_map import BLOCK_STYLES, ScalarSpan, SourceMap, source_map_of

__all__ = [
    "BLOCK_STYLES",
    "Composed",
    "ScalarSpan",
    "SourceMap",
    "YamlError",
    "compose",
    "load",
    "source_map_of",
]
