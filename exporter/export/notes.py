"""What a list of references says in the words of a note, because it has no field for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from exporter.export.context import ExportContext
from exporter.model.agent import Agent
from exporter.model.date import Date, parse_date
from exporter.model.text import Text
from exporter.model.work import Citation, Relation, Work
from exporter.records.document import leaves, value_at

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SEASONS = ("spring", "summer", "autumn", "winter")


def label(term: str) -> str:
    """Return the name of a field or a role as it stands before a value: `Number in series`."""
    return (term[0].upper() + term[1:]).replace("_", " ")


def sentence(*words: str) -> str:
    """Join words by commas and end them with a full stop, unless they end a sentence already."""
    text = ", ".join(filter(None, words))
    return text if text.endswith((".", "?", "!", "。", "！", "？")) else f"{text}."


def edtf(name: str, date: Date) -> str:
    """Return a date that no field can say as the record writes it: `Date: 1906~ (EDTF)`."""
    return f"{name}: {date} (EDTF)"


def said(date: Date) -> str:
    """Return a date for readers: `28 August 2021`, `ca. 1906`.

    What has no plain words stays EDTF (`199X`). An interval without an end is `1995–`, one whose
    end is unknown `1995–?`.
    """
    return "–".join(_said(part) if part else "?" for part in date.written.split("/"))


def _said(part: str) -> str:
    point = parse_date(part).start
    words = part.strip("?~%").removeprefix("..")
    if point and point.season and point.year is not None:
        words = f"{SEASONS[point.season - 1]} {point.year}"
    elif (
        point
        and point.month
        and point.month <= len(MONTHS)
        and not (point.unspecified and point.year is not None)
    ):
        words = " ".join(
            str(each)
            for each in (point.day, MONTHS[point.month - 1], point.year)
            if each is not None
        )
    before = "ca. " if {"~", "%"} & set(part) else ""
    return before + words + ("?" if {"?", "%"} & set(part) else "")


def other_forms(name: str, text: Text, context: ExportContext) -> str:
    """Return the forms of a text that are not printed: `Title in other forms: 茶の本; Cha no hon`.

    The result is empty if there is none.
    """
    printed = context.tag(text)
    others = [form for tag, form in text if tag != printed]
    return f"{name} in other forms: {'; '.join(others)}" if others else ""


def related(id: str, context: ExportContext) -> str:
    """Name another work of the catalogue by its title and its id."""
    return f"{context.text(context.catalogue.works[id].title)} ({id})"


def versions(work: Work, context: ExportContext) -> Iterator[str]:
    """Yield the original of a translation, and the editions in other languages."""
    if work.translation_of:
        yield f"Translation of {_version(work.translation_of, context)}"
    for version in work.language_editions:
        yield f"Edition in another language: {_version(version, context)}"


def _version(version: Relation, context: ExportContext) -> str:
    titles = [form for _, form in version.title or ()]
    if version.work:
        titles.append(related(version.work, context))
    known = (" = ".join(titles), version.language, str(version.issued or ""))
    return ", ".join(filter(None, known))


def contents(work: Work, context: ExportContext) -> Iterator[str]:
    """Yield the headings of a work's sections in all their forms, and what it cites."""
    headings = work.headings
    if headings:
        yield f"Sections: {'; '.join(map(context.text, headings))}"
    for heading in headings:
        yield other_forms("Section", heading, context)
    yield from citations(work, context)


def citations(work: Work, context: ExportContext) -> Iterator[str]:
    """Yield what a work cites, in what sense, where and for which claims, and its illustrations."""
    for each in work.citations:
        yield _citation(each, context)
    for id in work.data.get("illustrations", ()):
        yield f"Illustration: {related(id, context)}"


def _citation(citation: Citation, context: ExportContext) -> str:
    through = f", through {related(citation.through, context)}" if citation.through else ""
    where = f", at “{citation.at}”" if citation.at else ""
    source = f"{label(citation.intent)}: {related(citation.source, context)}{through}{where}"
    said = [
        form for text in (*citation.claims, *filter(None, (citation.note,))) for _, form in text
    ]
    return f"{source}: {'; '.join(said)}" if said else source


def lose_names(
    works: Sequence[Work], context: ExportContext, reason: str, *, about: bool = True
) -> None:
    """Report the forms of names that none of these works' entries has: each prints one form.

    A publisher on whom mentions disagree is printed in one form as well.

    `about` says whether an entry names those whom its work is about.
    """
    if not context.collect_losses:
        return
    printed: dict[str, tuple[Agent, set[str]]] = {}
    for work in works:
        disputed = (statement.agent for statement in work.disputed if statement.agent)
        for agent in chain((each.agent for each in work.contributions), work.publishers, disputed):
            printed.setdefault(agent.id, (agent, set()))[1].add(context.name(agent, work).tag)
        for agent in work.about:
            printed.setdefault(agent.id, (agent, set()))[1].update(
                [context.name(agent, work).tag] if about else ()
            )
    for agent, tags in printed.values():
        for tag, form in agent.names:
            if tag not in tags and f"{agent.id}/name/{tag}" not in context.reported_ids:
                context.reported_ids.add(f"{agent.id}/name/{tag}")
                written = ("name", tag) if isinstance(agent.data["name"], Mapping) else ("name",)
                context.lose(agent, written, form, reason)
    for work in works:
        _lose_statements(work, context, reason)


def _lose_statements(work: Work, context: ExportContext, reason: str) -> None:
    """Report the forms of a disputed publisher's name, except the one that the entry prints."""
    for statement in work.disputed:
        bearer = statement.agent
        printed = str(context.name(bearer, work)) if bearer else context.text(statement.value)
        for way in statement.pointers:
            for deeper, form in leaves(value_at(work.data, way)):
                if form != printed:
                    context.lose(work, (*way, *deeper), form, reason)
