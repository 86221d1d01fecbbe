"""What sort of work a MARC record describes, as a CSL type. Source: MARC 21, leader 06-07, 008, 336, 502, 655."""

from __future__ import annotations

import re
from collections.abc import Sequence

from exporter.importers.marc.field import SourceField, SourceRecord
from exporter.importers.marc.reader import TABLE
from exporter.importers.text import line

_PUBLISHED_THESIS = re.compile(
    r"originally|(?:slightly |thoroughly )?(?:rev|abridge|enlarge|condense)|based on|zugl",
    re.IGNORECASE,
)
"""How a note begins of a book that was a thesis before. Source: AACR2 2.7B13; RDA 7.9."""
_COMPONENTS, _CONTINUING = frozenset("ab"), {"s": "periodical", "i": "webpage"}
"""Bibliographic levels (leader/07) of parts, and of what goes on appearing."""


def type_of(record: SourceRecord) -> str:
    """Return the type of a work: by its thesis note, its genre, the codes of its leader, its host."""
    kind, level = record.leader[6:7], record.leader[7:8]
    if any(not _PUBLISHED_THESIS.match(each.peek("a")) for each in record.named("502")):
        return "thesis"
    is_part = level in _COMPONENTS
    by_genre = {
        "genretype": not record.named("502"),
        "typeword": True,
        f"genretype {kind}": level not in _CONTINUING and level != "c",
        "parttype": is_part,
    }
    for vocabulary in (name for name, applies in by_genre.items() if applies):
        for field in record.named("655"):
            if vocabulary != "typeword" or _is_local(field):
                stated = TABLE.word(vocabulary, _term(field))
                if stated:
                    return stated
    coded = TABLE.word("leader", kind) or _CONTINUING.get(level, "")
    if coded == "software" and _is_data(record):
        return "dataset"
    if coded:
        return coded
    nature = TABLE.word("nature", record.control("008")[24:28].strip())
    return nature or (_part_of(record.named("773")) if is_part else "book")


def says_type(field: SourceField, type: str) -> bool:
    """Return whether a 655 says nothing but the type of the work, in our word for it."""
    return _is_local(field) and TABLE.word("typeword", _term(field)) == type


def _term(field: SourceField) -> str:
    return line(field.peek("a")).rstrip(" .").lower()


def _is_local(field: SourceField) -> bool:
    """Return whether a term is of no vocabulary (MARC 21, 655 second indicator; Genre/Form Source Codes)."""
    return field.indicators[1] == "4" or field.peek("2") == "local"


def _is_data(record: SourceRecord) -> bool:
    """Return whether the content of a computer file is a data set, and no program (RDA 6.9)."""
    codes = {code for each in record.named("336") for code in (each.peek("b"), each.peek("a"))}
    return bool(codes & {"cod", "computer dataset"}) and not codes & {"cop", "computer program"}


def _part_of(hosts: Sequence[SourceField]) -> str:
    """Return the type of a text by what it is part of: an ISSN, or the level in $7 (MARC 21, 773, position 3)."""
    levels = {each.peek("7")[3:4] for each in hosts}
    if "s" in levels or any(each.peek("x") for each in hosts):
        return "article-journal"
    return "webpage" if "i" in levels else "chapter"
