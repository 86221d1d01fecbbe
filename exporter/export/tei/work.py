"""A work as `biblStruct` (TEI P5 3.12.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from exporter.export.tei.date import stated
from exporter.export.tei.element_path import last_step
from exporter.export.tei.name import name_element
from exporter.export.tei.record import Record
from exporter.export.xml import Element, element
from exporter.model.agent import Agent
from exporter.model.vocabularies import vocabulary
from exporter.model.work import Contribution, Work

_OF_THE_HOST = ("isbn", "issn")
"""Numbers of what is published as a whole: of a part, those of the book or periodical in which it appeared."""

_UNKNOWN = "und"
"""The tag for a language that is not known (BCP 47, 4.1; ISO 639-2)."""

_MANY = 100
"""How many others a statement names that it excludes, or they would fill gigabytes where there are thousands."""


def bibl_struct(record: Record, work: Work) -> Element:
    """Give what a record says of a work, but for what its own TEI has a place for.

    In short it is the description alone, without what the work has to do with others.
    """
    sort, own, host = record.table.target("type", work.type).split()
    part = own == "a" or "container_title" in work.data
    numbers = record.numbers()
    of_host = [numbers.pop(scheme) for scheme in _OF_THE_HOST if part and scheme in numbers]
    rights = record.text("rights")
    item = [
        *(
            _contributor(record, work, each, number)
            for number, each in enumerate(work.contributions, start=1)
        ),
        *_titles(record, "a" if part else own),
        *numbers.values(),
        *record.text("url"),
        *_language(work.language),
        *([element("availability", *rights)] if rights else []),
    ]
    monogr = [*record.text("container_title", level=host), *of_host] if part else item
    series = [*record.text("series"), *record.text("series_number")]
    return element(
        "biblStruct",
        element("analytic", *item) if part else None,
        element("monogr", *monogr, *record.text("edition"), _imprint(record, work)),
        element("series", *series) if series else None,
        *(_around(record, work) if record.whole else ()),
        xml_id=work.id,
        xml_lang=work.language,
        type=sort,
        subtype=work.kind,
        status=record.table.target("status", work.data["status"])
        if "status" in work.data
        else None,
    )


def _around(record: Record, work: Work) -> Iterator[Element]:
    yield from _related(record, work)
    yield from _notes(record)
    yield from record.mentions()
    yield from record.reasons()


def _contributor(record: Record, work: Work, contribution: Contribution, number: int) -> Element:
    own = last_step(record.table.target("role", contribution.role))
    name = _name(record, work, contribution.agent)
    if own.tag == "respStmt":
        name.set("ref", f"#{contribution.agent.id}")
        code = vocabulary("roles")[contribution.role]["code"]
        role = element("resp", contribution.role, ref=f"marcrel:{code}", xml_lang="en")
        made = element(own.tag, role, name)
    else:
        made = element(own.tag, "", name, ref=f"#{contribution.agent.id}", **own.attributes)
    return record.placed(f"contributors.{number}", made)


def _name(record: Record, work: Work, agent: Agent) -> Element:
    """Give an agent's name for a reader who does not follow `ref` to its record."""
    name = record.context.name(agent, work)
    return name_element(agent, name, record.table, xml_lang=name.tag)


def _titles(record: Record, level: str) -> list[Element]:
    proper = record.text("title", level=level)
    for other in proper[1:]:
        other.set("type", "alt")
    return [
        *proper,
        *record.text("devised_title", level=level),
        *record.text("short_title", level=level),
    ]


def _language(tag: str) -> list[Element]:
    return [element("textLang", mainLang=tag)] if tag != _UNKNOWN else []


def _imprint(record: Record, work: Work) -> Element:
    """Give the imprint. TEI wants at least one element in it: an empty date, where nothing is known."""
    parts = [
        *_publishers(record, work),
        *_disputed(record, work),
        *(form for field in ("place", "volume", "issue", "pages") for form in record.text(field)),
        *record.date("issued"),
        *record.date("created"),
    ]
    return element("imprint", *(parts or [element("date")]))


def _publishers(record: Record, work: Work) -> Iterator[Element]:
    several = not isinstance(work.data.get("publisher"), str)
    for number, agent in enumerate(work.publishers, start=1):
        sources = [record.source("publisher", str(name)) or "" for _, name in agent.names]
        yield record.make(
            "publisher",
            "",
            _name(record, work, agent),
            path=f"publisher.{number}" if several else "publisher",
            n=str(number) if several else None,
            ref=f"#{agent.id}",
            source=" ".join(dict.fromkeys(" ".join(sources).split())),
        )


def _disputed(record: Record, work: Work) -> Iterator[Element]:
    """Give what mentions say of the publisher of a work whose record names none; statements exclude each other.

    Each names the others, of thousands the first.
    """
    ids = [f"{work.id}.publisher.{number}" for number in range(1, len(work.disputed) + 1)]
    for own, statement in zip(ids, work.disputed, strict=True):
        tag = record.context.tag(statement.value)
        yield record.make(
            "publisher",
            statement.value[tag],
            xml_id=own,
            xml_lang=tag if tag != work.language else None,
            ref=f"#{statement.agent.id}" if statement.agent else None,
            exclude=" ".join(f"#{other}" for other in ids[:_MANY] if other != own),
            source=" ".join(
                f"#{record.mention(int(way[1]) + 1)}" for way in statement.pointers if record.whole
            ),
        )


def _related(record: Record, work: Work) -> Iterator[Element]:
    if "translation_of" in work.data:
        yield _version(record, work.data["translation_of"], "translation_of", "translation_of")
    for number, version in enumerate(work.data.get("language_editions", ()), start=1):
        yield _version(record, version, "language_editions", f"language_editions.{number}")
    for number, id in enumerate(work.data.get("illustrations", ()), start=1):
        yield record.make("illustrations", target=f"#{id}", path=f"illustrations.{number}")
    yield from record.pointer("about")
    yield from record.pointer("distinct_from")


def _version(record: Record, version: Mapping[str, Any], field: str, path: str) -> Element:
    """Give what is known of a work in another language; its plain text is in that language."""
    language = version.get("language", "")
    parts = [element("ptr", target=f"#{version['work']}")] if "work" in version else []
    if "title" in version:
        parts += record.forms(f"{field}/title", version["title"], f"{path}.title")
    parts += _language(language) if language else []
    if "issued" in version:
        date = stated(version["issued"])
        parts.append(
            record.make(
                f"{field}/issued", *date.elements(), path=f"{path}.issued", **date.attributes
            )
        )
    return record.make(field, element("bibl", *parts, xml_lang=language), path=path)


def _notes(record: Record) -> Iterator[Element]:
    yield from record.text("genre")
    yield from record.nested("location", record.text("location"))
    yield from record.nested("caption", record.text("caption"))
    yield from record.text("credit")
    yield from record.nested("accessed", record.date("accessed"))
    yield from record.texts("notes")
    yield from record.others()
