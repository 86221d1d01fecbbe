"""Edition, publication, production and dates: 250, 263, 264, 046, 534 of the first issue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exporter.export.marc.dates import coded_dates, is_exact, span, statement, with_printed
from exporter.export.marc.draft import MarcDraft
from exporter.export.marc.fields import Value
from exporter.export.marc.headings import established
from exporter.export.reference import host_relation, publication
from exporter.model.agent import Agent
from exporter.model.date import Date, Point
from exporter.model.markup import strip
from exporter.model.node import Node
from exporter.model.text import Parallel, Text, primary_language
from exporter.model.work import Work

_FUNCTIONS = {"production": "0", "publication": "1", "distribution": "2", "manufacture": "3"}
_TYPES_OF_DATE = frozenset("ikmpqrstx")
"""Codes of 008/06 that 046 $a has, too, for dates that are known."""
_CODED_DATES = (
    ("k", "l", "created"),
    ("m", "n", "valid"),
    ("o", "p", "collected"),
    ("j", "", "updated"),
)
"""Dates that are not of publication: the subfields of 046 for their beginning and end."""
_PLACE_OF_PUBLICATION = ("e", "publication place", "4", "pup")


def put_imprint(draft: MarcDraft) -> None:
    """Add edition, projected date, and the statements of production, publication and so on."""
    work, fields = draft.work, draft.fields
    _edition(draft)
    if work.plain("status"):
        projected = _projected(work.issued) if work.issued else ""
        fields.put("263", "  ", "a", projected, about=("issued", "status"))
    _published(draft)
    for place, node in enumerate(work.node.all("imprints"), 1):
        _further_statement(draft, node, f"imprints.{place}")
    printed = work.date("printed")
    if printed:
        fields.put("264", " 3", "c", said(printed), about=("printed",))
    copyright_date = work.date("copyright_date")
    if copyright_date:
        fields.put("264", " 4", "c", _copyright(copyright_date), about=("copyright_date",))
    original = work.date("original_date")
    if original:
        issued = ("p", "Originally published:", "c", said(original))
        fields.put("534", "  ", *issued, about=("original_date",))


def said(date: Date, *, serial: bool = False) -> Value:
    """Return a date as the work prints it where the record says so, else in words."""
    return with_printed(date, statement(date, serial=serial))


def _edition(draft: MarcDraft) -> None:
    """Add the edition; the same in another language is a parallel statement ($b)."""
    text = draft.work.text("edition")
    if text is None or is_imprint_of_host(draft):
        return
    draft.fields.put_transcribed(
        "250", "  ", "a", text, "b", _in_other_languages(text, draft), about=("edition",)
    )


def _in_other_languages(text: Text, draft: MarcDraft) -> str:
    own = primary_language(draft.context.tag(text))
    others = [strip(form) for tag, form in text if primary_language(tag) != own]
    return " = ".join(others)


def is_imprint_of_host(draft: MarcDraft) -> bool:
    """Return whether publisher, place and edition are those of the host, which has no record."""
    hosted = draft.material.is_part and draft.material.is_hosted
    return hosted and host_relation(draft.work) is None


def _published(draft: MarcDraft) -> None:
    """Add the statement of publication; of what is not published, that of production (indicator 0)."""
    work = draft.work
    found = publication(work)
    of_host = is_imprint_of_host(draft)
    part = draft.material.is_part
    places = work.texts("place") if part else found.places
    publishers = work.publishers if part else found.publishers
    if of_host:
        places, publishers = (), ()
    date = work.issued if part else found.date
    words = said(date, serial=draft.material.is_serial) if date else ""
    made_only = found.unpublished
    _statement(draft, "0" if made_only else "1", places, publishers, words)
    for text in places:
        _place_in_other_languages(draft, text)


def _statement(
    draft: MarcDraft,
    function: str,
    places: Sequence[Text],
    publishers: Sequence[Agent],
    date: Value,
) -> None:
    """Add a field 264."""
    parts: list[Value] = []
    for text in places:
        parts += ["a", text]
    for agent in publishers:
        parts += ["b", name_as_text(agent, draft)]
    about = ("place", "publisher", "issued")
    draft.fields.put_transcribed("264", f" {function}", *parts, "c", date, about=about)


def name_as_text(agent: Agent, draft: MarcDraft, work: Work | None = None) -> Text:
    """Return a name as a statement about a work, that of the record or a related one, has it.

    It is not inverted; the form that fits the language of the work comes first.
    """
    forms = {tag: str(name) for tag, name in agent.names}
    first = draft.context.name(agent, work or draft.work).tag
    return Parallel(first, forms, agent.names.pointer, agent.names.plain)


def _place_in_other_languages(draft: MarcDraft, text: Text) -> None:
    """Add a place of publication in languages in which the work does not print it (751)."""
    own = primary_language(draft.context.tag(text))
    names = {strip(form) for tag, form in text if primary_language(tag) == own}
    for tag, form in text:
        if primary_language(tag) != own and strip(form) not in names:
            names.add(strip(form))
            draft.fields.put(
                "751", "  ", "a", strip(form), *_PLACE_OF_PUBLICATION, about=("place",)
            )


def _further_statement(draft: MarcDraft, node: Node, about: str) -> None:
    """Add a statement of another publisher, a distributor, a printer.

    The dates of a later publisher of a serial are those of the issues that it published ($3).
    """
    function = _FUNCTIONS.get(node.line("function"), "1")
    date = node.date("date")
    words = said(date, serial=draft.material.is_serial) if date else ""
    of_issues = draft.material.is_serial and function == "1"
    parts: list[Value] = ["3", words if of_issues else ""]
    for text in node.texts("place"):
        parts += ["a", text]
    for agent in draft.work.agents_at(node.all("publisher")):
        parts += ["b", name_as_text(agent, draft)]
    sequence = "3" if node.get("current") else " "
    draft.fields.put_transcribed(
        "264", sequence + function, *parts, "c", "" if of_issues else words, about=(about,)
    )


def _copyright(date: Date) -> Value:
    """Return a copyright date with its sign, if the work does not print it in words (RDA 2.11)."""
    words = statement(date)
    return with_printed(date, f"©{words}" if words else "")


def _projected(date: Date) -> str:
    """Return a projected date as 263 has it, yyyymm, with hyphens for what is not known."""
    point = date.start
    year = f"{point.year:04d}" if point and point.calendar else "----"
    month = f"{point.month:02d}" if point and point.month and not point.season else "--"
    return "" if f"{year}{month}" == "------" else f"{year}{month}"


# -- 046


def put_coded_dates(draft: MarcDraft) -> None:
    """Add 046 for dates that 008 cannot say, and for those that are not of publication, in EDTF."""
    work = draft.work
    issued = work.issued
    for code, last, field in _CODED_DATES:
        date = work.date(field)
        if date:
            first, end = span(date) if last else (date.written, "")
            ends = (code, first, last or code, end)
            draft.fields.put("046", "  ", *ends, "2", "edtf", about=(field,))
            if field != "created":
                _note_of_printed_date(draft, date, field)
    if issued and not _is_plain(issued):
        coded = coded_dates(work, draft.material)[0]
        kind = "m" if issued.interval else "s"
        if coded in _TYPES_OF_DATE:
            kind = coded
        for parts in _coded_issue(issued, kind):
            draft.fields.put("046", "  ", *parts, about=("issued",))


def _note_of_printed_date(draft: MarcDraft, date: Date, field: str) -> None:
    """Add a date in the words of the work (500), where only codes say it."""
    node = draft.work.node.get(field)
    label = node.field.title if node and node.field else field
    for tag, form in date.printed or ():
        words = Parallel(tag, {tag: f"{label}: {strip(form)}"})
        draft.fields.put("500", "  ", "a", words, about=(field,))


def _is_plain(date: Date) -> bool:
    """Return whether 008 says all of a date: a calendar date, or an interval of plain years."""
    of_years = not date.interval or "-" not in date.written
    return is_exact(date) and of_years and _is_of_our_era(date)


def _is_of_our_era(date: Date) -> bool:
    return all(point.year is None or point.year > 0 for point in _ends(date))


def _ends(date: Date) -> list[Point]:
    return [point for point in (date.start, date.end) if point]


def _coded_issue(date: Date, kind: str) -> Iterator[tuple[str, ...]]:
    """Yield the subfields of 046 for a date of publication.

    Years before Christ have $b and $d without a sign; EDTF, which has signs, is in $k.
    """
    first, last = span(date)
    if _is_of_our_era(date):
        yield ("a", kind, "c", first, "e", last, "2", "edtf")
        return
    codes = []
    for place, point in enumerate(_ends(date)[: 2 if date.interval else 1]):
        if point.year is not None:
            before, since = ("b", "c") if place == 0 else ("d", "e")
            is_before = point.year <= 0
            codes += [before, str(1 - point.year)] if is_before else [since, str(point.year)]
    yield ("a", kind, *codes)
    yield ("k", first, "l", last, "2", "edtf")


def disputed_names(draft: MarcDraft) -> list[str]:
    """Return the publishers that sources print, if they disagree and the record prefers none."""
    names = []
    for each in publication(draft.work).disputed:
        bearer = each.agent
        name = str(established(bearer, draft.context)) if bearer else ""
        names.append(name or strip(draft.context.text(each.value)))
    return list(dict.fromkeys(names))
