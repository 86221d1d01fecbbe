"""Subjects, genres and classification: 6XX, and 043 to 086."""

from __future__ import annotations

import re
from typing import NamedTuple

from exporter.export.date_words import in_words
from exporter.export.marc.control_numbers import links
from exporter.export.marc.dates import is_exact, with_printed
from exporter.export.marc.draft import MarcDraft
from exporter.export.marc.fields import Version
from exporter.export.marc.headings import (
    agent_heading,
    agent_links,
    authority_heading,
    lose_variants,
    text_versions,
)
from exporter.export.marc.iso2709 import Subfields, subfields
from exporter.export.marc.roles import block
from exporter.export.marc.titles import nonfiling
from exporter.model.agent import Agent
from exporter.model.authority import Authority
from exporter.model.date import Date, Point
from exporter.model.markup import strip
from exporter.model.node import Node
from exporter.model.text import Text
from exporter.model.vocabularies import vocabulary
from exporter.model.vocabularies.countries import has_own_code
from exporter.model.work import Subject, Work

_TAGS = {
    "topic": "650",
    "place": "651",
    "period": "648",
    "genre": "655",
    "occupation": "656",
    "person": "600",
    "family": "600",
    "organization": "610",
    "event": "611",
    "work": "630",
}
_SUBDIVISIONS = {"topic": "x", "place": "z", "period": "y", "genre": "v"}
_NAMES = frozenset({"person", "family", "organization", "event", "work"})
_DATES = re.compile(r"(.+?),? ((?:approximately |active |born |died )?-?\d[^,()]*)")
_CONFERENCE = re.compile(r"(.+?) \((?:([^:()]*\d(?:st|nd|rd|th)?) : )?(\d{4}[^:()]*)(?: : (.+))?\)")
_PARTS_OF_BIBLE = re.compile(r"([^.]{4,})\. (.+)")
_LC, _ELSEWHERE = "0", "4"
_MOST_YEARS = 9999
_LOCAL = "local"
"""The source of a term of which none is stated (Subject Heading and Term Source Codes)."""


def put_subjects(draft: MarcDraft) -> None:
    """Add the subject headings, the keywords and the genres of a work."""
    for each in draft.work.subjects:
        _subject(draft, each)
    for place, keyword in enumerate(draft.work.texts("keywords"), 1):
        draft.fields.put("653", "  ", "a", keyword, about=(f"keywords.{place}",))
    _genres(draft)


def _subject(draft: MarcDraft, subject: Subject) -> None:
    about = (".".join(map(str, subject.node.pointer)),)
    scheme = subject.scheme
    if not scheme and isinstance(subject.record, Authority):
        scheme = subject.record.node.line("scheme")
    thesaurus = _thesaurus(draft, scheme)
    if subject.type == "occupation":
        thesaurus = _Thesaurus("7", scheme or _LOCAL)  # 656 has no other second indicator
    after = _after(draft, subject, thesaurus)
    record = subject.record
    if subject.primary and isinstance(record, Agent | Work):
        _lose_primary(draft, subject)
    if isinstance(record, Agent):
        heading = agent_heading(record, draft.context)
        versions = heading.followed_by(then=after)
        indicators = heading.indicator + thesaurus.indicator
        draft.fields.put_versions(f"6{heading.block}", indicators, versions, about)
    elif isinstance(record, Work):
        _work(draft, record, after, thesaurus, about)
    else:
        text = subject.text or (record.name if record else None)
        if text:
            _term(draft, subject, text, after, thesaurus, about)


class _Thesaurus(NamedTuple):
    """The second indicator of a subject heading, and its $2 where the indicator is 7."""

    indicator: str
    source: str


def _thesaurus(draft: MarcDraft, scheme: str) -> _Thesaurus:
    """Return from which vocabulary a heading is.

    The rows `thesaurus` of the table have those with an indicator.
    """
    if not scheme:
        return _Thesaurus("4", "")
    indicator = draft.target("thesaurus", scheme)
    return _Thesaurus(indicator, "") if indicator else _Thesaurus("7", scheme)


def _after(draft: MarcDraft, subject: Subject, thesaurus: _Thesaurus) -> Subfields:
    """Return what follows a heading: subdivisions, links, the vocabulary."""
    found: list[tuple[str, str]] = []
    for type, text in subject.subdivisions:
        words = strip(draft.context.text(text))
        found += subfields(_SUBDIVISIONS.get(type, "x"), words)
    if isinstance(subject.record, Agent):
        found += agent_links(subject.record, draft.context)
    elif isinstance(subject.record, Authority):
        found += links(subject.record.id, subject.record.identifiers, draft.context)
    elif isinstance(subject.record, Work):
        found += links(subject.record.id, (), draft.context)
    found += subfields("0", subject.uri, "2", thesaurus.source)
    return tuple(found)


def _term(
    draft: MarcDraft,
    subject: Subject,
    text: Text,
    after: Subfields,
    thesaurus: _Thesaurus,
    about: tuple[str, ...],
) -> None:
    """Add a heading in words."""
    tag = _TAGS[subject.type]
    if isinstance(subject.record, Authority):
        tag = f"6{authority_heading(subject.record, draft.context).block}"
    versions = []
    for each in text_versions(text, draft.context):
        inner = _in_parts(subject.type, each.subfields[0][1])
        versions.append(Version(each.tag, (*inner, *after)))
    first = " "
    if subject.type in _NAMES:
        first = _name_indicator(subject.type, versions[0].subfields[0][1])
    elif subject.primary and tag == "650":
        first = "1"
    if subject.primary and tag != "650":
        _lose_primary(draft, subject)
    draft.fields.put_versions(tag, first + thesaurus.indicator, versions, about)


def _lose_primary(draft: MarcDraft, subject: Subject) -> None:
    """Report that a heading is the main one: only a topical term has an indicator for it."""
    pointer = (*subject.node.pointer, "primary")
    draft.context.lose(draft.work, pointer, "true", "only a topic can be the main subject")


def _name_indicator(type: str, name: str) -> str:
    """Return the first indicator of a name that has no record.

    How it is written tells how it is built.
    """
    if type == "work":
        return nonfiling(name, "en")
    if type == "family":
        return "3"
    if type == "person":
        return "1" if "," in name else "0"
    return "2"


def _in_parts(type: str, words: str) -> Subfields:
    """Return a heading that a record has as one text in its subfields: dates, number, place, part."""
    if type == "person" and (match := _DATES.fullmatch(words)):
        return subfields("a", match[1], "d", match[2])
    if type == "event" and (match := _CONFERENCE.fullmatch(words)):
        name, number, year, place = match.groups()
        return subfields("a", name, "n", number or "", "d", year, "c", place or "")
    if type == "work" and (match := _PARTS_OF_BIBLE.fullmatch(words)):
        return subfields("a", match[1], "p", match[2])
    return subfields("a", words)


def _work(
    draft: MarcDraft, record: Work, after: Subfields, thesaurus: _Thesaurus, about: tuple[str, ...]
) -> None:
    """Add a work as a subject: by its title (630), or below its creator ($t)."""
    context = draft.context
    title = record.text("uniform_title") or record.title
    creators = [each for each in record.contributions if block(each.roles[0], draft) == "1"]
    if creators:
        heading = agent_heading(creators[0].agent, context)
        versions = heading.followed_by("t", strip(context.text(title)), then=after)[:1]
        indicators = heading.indicator + thesaurus.indicator
        draft.fields.put_versions(f"6{heading.block}", indicators, versions, about)
        return
    skipped = nonfiling(context.text(title), context.tag(title))
    in_scripts = text_versions(title, context, after)
    draft.fields.put_versions("630", skipped + thesaurus.indicator, in_scripts, about)


# -- genres


def _genres(draft: MarcDraft) -> None:
    """Add genre and form (655).

    Terms of vocabularies, the type where it has one, and the record's own words.
    """
    work, put = draft.work, draft.fields.put
    for place, node in enumerate(work.node.all("genre_terms"), 1):
        _genre_term(draft, node, (f"genre_terms.{place}",))
    perceived = f"{work.type} {draft.material.perceived}"
    said = {draft.target("form", each) for each in (work.kind, work.type, perceived)} - {""}
    said = _forms_in_words(draft) or said
    for form in sorted(said):
        put("655", " 7", "a", form, "2", "lcgft", about=("type",))
    row = draft.context.crosswalk.row("type", work.type)
    if work.type == "document" and "type" in work.data:
        draft.context.weaken(work, ("type",), work.type, "as any text")
    elif _is_told_apart(draft) or (not (said or draft.material.perceived) and row.match == "broad"):
        label = vocabulary("types").get(work.type, {}).get("label", work.type)
        put("655", " 4", "a", label, about=("type",))
    put("655", " 4", "a", work.text("genre"), about=("genre",))


def _is_told_apart(draft: MarcDraft) -> bool:
    """Return whether a work needs a word beside the term for its type.

    A text with the term Interviews or Speeches may also be a whole book of them.
    """
    material = draft.material
    return (
        draft.work.type in {"interview", "speech"}
        and material.codes["LDR/06-07"] == "am"
        and not material.is_part
    )


def _forms_in_words(draft: MarcDraft) -> set[str]:
    """Return the terms for words of the genre that say more than the type: `podcast episode`."""
    genre = draft.work.text("genre")
    words = " ".join(strip(form) for _, form in genre or ()).lower()
    rows = draft.context.crosswalk.rows_of("form in words")
    return {row.target for row in rows if row.term in words}


def _genre_term(draft: MarcDraft, node: Node, about: tuple[str, ...]) -> None:
    record = draft.context.catalogue.authorities.get(node.line("record"))
    text = node.text("term") or (record.name if record else None)
    if text is None:
        return
    scheme = node.line("scheme") or (record.node.line("scheme") if record else "")
    after: Subfields = links(record.id, record.identifiers, draft.context) if record else ()
    thesaurus = _thesaurus(draft, scheme)
    after += subfields("0", node.line("uri"), "2", thesaurus.source)
    versions = text_versions(text, draft.context, after)
    if record:
        lose_variants(record, versions, draft.context)
    draft.fields.put_versions("655", " " + thesaurus.indicator, versions, about)


# -- classification and codes of the subject


def put_classification(draft: MarcDraft) -> None:
    """Add class numbers, each scheme in the field that the table names."""
    group = draft.work.node.get("classification")
    if group is None:
        return
    for scheme in group.value:
        for node in group.all(scheme):
            _class_number(draft, scheme, node)


def _class_number(draft: MarcDraft, scheme: str, node: Node) -> None:
    """Add a class number.

    The rows `classification` of the table have field, indicators and source: `084 ## $2 njb`.

    Source: MARC 21 Bibliographic, 050, 060, 080, 082, 084, 086; Classification Scheme Source Codes.
    """
    grouped = isinstance(node.value, dict)
    number = node.line("number") if grouped else str(node.value)
    item = node.line("item") if grouped else ""
    edition = node.line("edition") if grouped else ""
    assigner = node.line("assigner") if grouped else ""
    tag, indicators, *rest = draft.target("classification", scheme).split()
    source = rest[1] if rest else ""
    if source == "*":
        source = scheme
    if tag == "084" and source and edition:
        edition = f"{source}/{edition}"
    by_congress = _LC if assigner == "DLC" else _ELSEWHERE
    draft.fields.put(
        tag,
        indicators.replace("n", by_congress).replace("#", " "),
        *("a", number),
        *("b", item if tag != "082" else ""),
        *("q", assigner if tag in {"082", "084"} and assigner != "DLC" else ""),
        *("2", edition or source),
        about=(f"classification.{scheme}",),
    )
    if tag == "082" and item:
        draft.fields.put("092", "  ", "a", number, "b", item, about=("classification.ddc",))


def put_coverage(draft: MarcDraft) -> None:
    """Add the area (043), a country that 008 has no code for (044), and the period (045)."""
    work, put = draft.work, draft.fields.put
    parts: list[str] = []
    for code in work.node.lines("geographic_area"):
        parts += ["a", f"{code:-<7}"]
    put("043", "  ", *parts, about=("geographic_area",))
    country = work.plain("country")
    if country and not has_own_code(country):
        put("044", "  ", "c", country.lower(), about=("country",))
    period = work.date("temporal_coverage")
    if period:
        _period(draft, period)


def _period(draft: MarcDraft, period: Date) -> None:
    """Add the period that a work is about: `045 2# $b d1941 $b d1945` (c is B.C., d is C.E.)."""
    ends = [_in_era(period.start, last=False), _in_era(period.end, last=True)]
    known = [each for each in dict.fromkeys(ends) if each]
    if len(known) == 1:
        draft.fields.put("045", "0 ", "b", known[0], about=("temporal_coverage",))
    elif known:
        draft.fields.put("045", "2 ", "b", known[0], "b", known[1], about=("temporal_coverage",))
    if not (all(ends) and is_exact(period)) or period.printed:
        said = with_printed(period, in_words(period))
        for form in [said] if isinstance(said, str) else [form for _, form in said]:
            words = f"Period covered: {form}"
            draft.fields.put("500", "  ", "a", words, about=("temporal_coverage",))


def _in_era(point: Point | None, *, last: bool) -> str:
    """Return one end of a period: `d1941`, before Christ `c0221`; empty without a year of four digits."""
    if point is None or point.year is None:
        return ""
    year = point.last_year if last and point.last_year is not None else point.year
    if not -_MOST_YEARS < year <= _MOST_YEARS:
        return ""
    if year <= 0:
        return f"c{1 - year:04d}"
    return f"d{year:04d}" + "".join(f"{part:02d}" for part in point.calendar[1:])
