"""What sort of material a work is for MARC 21: the codes of its type, its content and its carriers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from exporter.export.broadcast import perceived
from exporter.export.carriers import Carrier, carriers
from exporter.export.context import ExportContext
from exporter.export.reference import host
from exporter.model.vocabularies import vocabulary
from exporter.model.work import Work

SERIAL = frozenset("bis")
"""Bibliographic levels of what goes on appearing."""
RECORDED = frozenset("gij")
"""Types of record (leader/06) of what moves or sounds: films, recorded words, recorded music."""
_MANUSCRIPT = {"a": "t", "c": "d", "e": "f"}
"""Types of record (leader/06) of printed material, and of the same in manuscript."""
_UNITS = frozenset({"subgroup", "series", "subseries", "file", "otherlevel"})
"""Levels of archival description that are part of a collection, and have parts."""


@dataclass(frozen=True)
class Material:
    """The codes that follow from the type of a work.

    `codes` are those of the table: `LDR/06-07=aa 008/24-27=o### 336=txt 773=nnas`.
    """

    work: Work
    context: ExportContext

    @cached_property
    def perceived(self) -> str:
        """How the work was perceived, if its type leaves that open: `seen`, `heard` or `read`."""
        name = perceived(self.work)
        return name if self.context.crosswalk.has_row(name, self.work.type) else ""

    @cached_property
    def codes(self) -> Mapping[str, str]:
        """What the table says of the type."""
        return _parsed(self.context.crosswalk.target(self.perceived or "type", self.work.type))

    @cached_property
    def type_of_record(self) -> str:
        """Leader/06: of the type of the work, unless the record states another content."""
        own = self.codes["LDR/06-07"][0]
        stated = self.work.node.lines("content_type")
        if not stated or self.codes.get("336") in self._content_codes:
            return own
        other = self.context.crosswalk.target("content", stated[0])
        if not other:
            return own
        return _MANUSCRIPT.get(other, other) if own in _MANUSCRIPT.values() else other

    @cached_property
    def level(self) -> str:
        """Leader/07, the bibliographic level: `a` for a part, `m` for a monograph, and so on."""
        archival = self.work.plain("level")
        if archival in _UNITS:
            return "d" if self.is_hosted else "c"
        if archival:
            return "m" if archival == "item" else "c"
        coded = self.codes["LDR/06-07"][1]
        return "a" if self.is_hosted and "hosted" in self.codes else coded

    @cached_property
    def is_hosted(self) -> bool:
        """Whether the work appeared in another one."""
        return host(self.work) is not None

    @property
    def is_serial(self) -> bool:
        """Whether the record is for a serial or an integrating resource."""
        return self.level in SERIAL

    @property
    def is_part(self) -> bool:
        """Whether the record is for a component part."""
        return self.level in "ab"

    @property
    def is_collection(self) -> bool:
        """Whether the record is for archival material."""
        return self.level in "cd"

    @property
    def has_title_entry(self) -> bool:
        """Whether the main entry is the title, as for films and serials (RDA 6.27.1.3)."""
        return self.codes.get("entry") == "title"

    @cached_property
    def contents(self) -> tuple[tuple[str, str], ...]:
        """The content types, their terms and codes: as stated, else that of the type."""
        known = vocabulary("content_types")
        stated = self.work.node.lines("content_type")
        if stated:
            return tuple((term, known[term]["code"]) for term in stated if term in known)
        code = self.codes.get("336", "zzz")
        return tuple((term, code) for term, row in known.items() if row["code"] == code)

    @property
    def _content_codes(self) -> set[str]:
        return {code for _, code in self.contents}

    @cached_property
    def carriers(self) -> tuple[Carrier, ...]:
        """The carriers; empty if nothing tells them."""
        return carriers(self.work)

    @property
    def is_online(self) -> bool:
        """Whether it is an online resource."""
        return any(each.code == "cr" for each in self.carriers)


def _parsed(coded: str) -> dict[str, str]:
    """Return the codes of a row; `#` stands for a blank."""
    parts = (part.partition("=") for part in coded.split())
    return {key: value.replace("#", " ") for key, _, value in parts}
