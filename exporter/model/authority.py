"""Places and concepts: records that works and agents refer to."""

from __future__ import annotations

from functools import cached_property

from exporter.model.identifiers import Identifier, identifiers_of
from exporter.model.node import Node
from exporter.model.text import Text, text_of


class Authority:
    """A place or a concept. `kind` is the kind of its record."""

    def __init__(self, id: str, kind: str, node: Node) -> None:
        self.id = id
        self.kind = kind
        self.node = node

    @cached_property
    def name(self) -> Text:
        """The name in each language."""
        return self.node.text("name") or text_of(self.id, "und")

    @cached_property
    def identifiers(self) -> tuple[Identifier, ...]:
        """Its numbers, in the order of the record."""
        return identifiers_of(self.node.get("identifiers"))
