"""Linking entries to related works. Source: MARC 21, 76X-78X."""

from __future__ import annotations

import re
from typing import Any

from exporter.export.relation_words import CITO
from exporter.importers.builder import EntryBuilder
from exporter.importers.entry import NamedAgent
from exporter.importers.languages import tag_of
from exporter.importers.marc.field import SourceField
from exporter.importers.marc.names import Clean
from exporter.importers.marc.reader import TABLE
from exporter.importers.text import edtf, line
from exporter.model.vocabularies import vocabulary
from exporter.records.one_or_more import add_one

_VOLUME = re.compile(r"\b(?:vol|v|bd|band|jg)\.?\s*([0-9A-Za-z]+)", re.IGNORECASE)
_ISSUE = re.compile(r"\b(?:no|nr|issue|heft|h|iss)\.?\s*([0-9][0-9A-Za-z/-]*)", re.IGNORECASE)
_PAGES = re.compile(r"\b(?:p|pp|pages|s)\.?\s*([0-9]+(?:\s*[-–]\s*[0-9]+)?)", re.IGNORECASE)
_CONTROL_NUMBERS = (
    ("oclc", re.compile(r"\(OCoLC\)\s*(?:oc[mn]|on)?0*([0-9]+)")),
    ("lccn", re.compile(r"\(DLC\)\s*([a-z]{0,3} {0,3}[0-9]{8}(?:[0-9]{2})?)")),
    ("local", re.compile(r"(.*)")),
)
"""The numbers of related records ($w) by the agency before them (MARC 21, 76X-78X; CONSER)."""
_LEVEL = re.compile(
    r" \((?:work|expression|manifestation|item|werk|verk|uttryck|teos|ekspressio)\)$"
)
"""What the designators of RDA add to say what is related (RDA, appendix J; also in Nordic languages)."""


def put_link(
    builder: EntryBuilder, field: SourceField, clean: Clean, tags: tuple[str, str], coded: str
) -> None:
    """Add the related work that a field describes, under the relation of its tag.

    `tags` are the languages of the field and of its other script, `coded` is the date in 008.
    """
    relation, note = _relation(field, clean)
    work: dict[str, Any] = {}
    title = _title(field, clean)
    other = _title(field.other_script, clean) if field.other_script else ""
    if title:
        work["title"] = {tags[0]: title, tags[1]: other} if other else title
    name = clean(field.first("a"))
    if name and title:
        agent = NamedAgent("organization" if "," not in name else "person", [("", name)])
        work["contributors"] = [{"name": agent.forms[0][1], "kind": agent.kind, "role": "creator"}]
    elif name:
        work["title"] = name
    _numbers(builder, work, field)
    edition = clean(field.first("b"))
    note += _notes(work, field, clean)
    if edition:
        work["edition"] = edition
    _imprint(work, field, clean)
    note += [clean(each) for each in field.take("d")]  # what states no date that is understood
    if relation == "part_of":
        note = [each for each in note if not _place_in_host(builder, each, coded)]
    text = "; ".join(each for each in note if each)
    if text:
        work["note"] = text
    if not work:
        return
    if relation == "part_of" and "part_of" not in builder.data:
        builder.data["part_of"] = work
    else:
        builder.relate(relation if relation != "part_of" else "related_works", work)


def _title(field: SourceField, clean: Clean) -> str:
    return clean(field.first("t")) or clean(field.first("s")) or clean(field.first("p"))


def _relation(field: SourceField, clean: Clean) -> tuple[str, list[str]]:
    """Return the relation that the words in $i state, or else the tag; and the words that state none."""
    relation = TABLE.word("link", f"{field.tag}-{field.indicators[1]}")
    return stated_relation(field, clean, relation or TABLE.word("link", field.tag))


def stated_relation(field: SourceField, clean: Clean, relation: str) -> tuple[str, list[str]]:
    """Return the relation that the words in $i state, or else `relation`; and the words that state none."""
    others = []
    for each in map(clean, field.take("i")):
        stated = TABLE.word("link words", _LEVEL.sub("", each.lower().rstrip(" :.")))
        relation = stated or relation
        others += [] if stated else [each]
        if each.lower().rstrip(" :.") in vocabulary("intents"):
            _take_intent(field)
    return relation, others


def _take_intent(field: SourceField) -> None:
    """Take the sense of a citation in $4, which $i has said in words."""
    for place, (code, value) in enumerate(field.subfields):
        if code == "4" and value.startswith(CITO):
            field.taken.add(place)


def _notes(work: dict[str, Any], field: SourceField, clean: Clean) -> list[str]:
    """Return the notes of a work, but for the one that names its language."""
    others = []
    for each in map(clean, field.take("ng")):
        mark, _, name = each.partition("Language: ")
        tag = "" if mark else tag_of(name)
        if tag:
            work["language"] = tag
        else:
            others.append(each)
    return others


def _numbers(builder: EntryBuilder, work: dict[str, Any], field: SourceField) -> None:
    helper = EntryBuilder(builder.schemas, builder.line)
    for code, scheme in (("x", "issn"), ("z", "isbn"), ("y", "coden")):
        for each in field.take(code):
            helper.identify(scheme, each, f"{field.tag} ${code}", field.line)
    builder.leftovers += helper.leftovers
    identifiers: dict[str, Any] = helper.data.get("identifiers", {})
    for each in field.take("w"):
        text = line(each)
        by_agency = next(
            (scheme, match[1])
            for scheme, pattern in _CONTROL_NUMBERS
            if (match := pattern.fullmatch(text))
        )
        add_one(identifiers, *by_agency)
    if identifiers:
        work["identifiers"] = identifiers


def _imprint(work: dict[str, Any], field: SourceField, clean: Clean) -> None:
    """Read “London : Press, 1999” in $d."""
    text = clean(field.peek("d"))
    match = re.fullmatch(r"(?:(.*?)\s*:\s*)?(?:(.*?),\s*)?(\S*[0-9]{4}\S*)", text)
    if not match:
        return
    date = edtf(match[3].strip("[]. "))
    if not date:
        return
    field.take("d")
    work["issued"] = date
    if match[1]:
        work["place"] = match[1]
    if match[2]:
        work["publisher"] = {"name": match[2], "kind": "organization"}


def _place_in_host(builder: EntryBuilder, text: str, coded: str) -> bool:
    """Set volume, issue and pages from “Vol. 3, no. 2 (2001), p. 1-20”.

    Return whether that is all that it says: a size beside it, or another date, is left for a note.
    """
    found = {}
    rest = text
    for name, pattern in (("volume", _VOLUME), ("issue", _ISSUE), ("pages", _PAGES)):
        match = pattern.search(rest)
        if match:
            found[name] = re.sub(r"\s*[-–]\s*", "-", match[1])
            rest = rest[: match.start()] + rest[match.end() :]
    other = re.sub(r"\(?[^()]*[0-9]{4}[^()]*\)?", "", rest).strip(" ,.;:()")
    if not found or other:
        return False
    for name, value in found.items():
        builder.data.setdefault(name, value)
    rest = re.sub(r"[\s,.;:()\[\]]+", " ", rest).strip()
    return not rest or _is_date_of(builder, edtf(rest), coded)


def _is_date_of(builder: EntryBuilder, date: str, coded: str) -> bool:
    """Return whether the date of an issue is that of its article, which it may state more exactly.

    An article without a date of its own has that of its issue, unless 008 states another one.
    """
    if not date:
        return False
    stated = builder.data.get("issued", "")
    if isinstance(stated, dict):
        return str(stated.get("date", "")).startswith(date)
    if not stated and coded.startswith(date):
        return True  # the date in 008 is read after all fields
    return (bool(stated) or date.startswith(coded)) and builder.refine_date("issued", date)
