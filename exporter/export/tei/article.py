"""A work whose contents are described has a TEI of its own: what it says, of what, and what it cites for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from exporter.export.context import ExportContext
from exporter.export.tei.record import Record
from exporter.export.tei.work import bibl_struct
from exporter.export.xml import Element, element
from exporter.model.vocabularies import vocabulary
from exporter.model.work import Work

_CONTENTS = ("abstract", "keywords", "contents", "citations")


def is_article(work: Work) -> bool:
    """Whether the record describes the contents of the work, for which `biblStruct` has no place."""
    return any(field in work.data for field in _CONTENTS)


class Article(NamedTuple):
    """What an article's TEI holds of its own; all plain text in it is in the language of the record."""

    source: Element
    abstract: Element | None
    keywords: Element | None
    relations: list[Element]
    text: Element

    def parts(self) -> list[Element]:
        """Give all of it."""
        parts = (self.source, self.abstract, self.keywords, *self.relations, self.text)
        return [part for part in parts if part is not None]


def article(work: Work, context: ExportContext) -> Article:
    """Give what an article's TEI holds of its own."""
    record = Record(work, context)
    abstract, keywords = record.text("abstract"), record.texts("keywords")
    relations, text = _relations(record), _text(record)
    return Article(
        bibl_struct(
            record, work
        ),  # last, because the reasons in it point to all that was built before
        element("abstract", *abstract) if abstract else None,
        element("textClass", element("keywords", *keywords)) if keywords else None,
        relations,
        text,
    )


def _relations(record: Record) -> list[Element]:
    """Give the citations, and the notes on them: `desc` has no place for a note, so it points to its relation."""
    citations = record.data.get("citations", ())
    if not citations:
        return []
    relations, notes = [], []
    for number, citation in enumerate(citations, start=1):
        path = f"citations.{number}"
        relations.append(_relation(record, citation, path))
        if "note" in citation:
            target = f"#{record.id}.{path}"
            notes += record.forms("citations/note", citation["note"], f"{path}.note", target=target)
    return [element("listRelation", *relations, type="citations"), *notes]


def _relation(record: Record, citation: Mapping[str, Any], path: str) -> Element:
    """Give one citation (TEI P5 14.3.2.3); `ref` is its sense as a property of CiTO."""
    claims = [
        form
        for number, claim in enumerate(citation.get("claims", ()), start=1)
        for form in record.forms(
            "citations/claims", claim, f"{path}.claims.{number}", n=str(number)
        )
    ]
    parts = record.forms("citations/at", citation["at"], f"{path}.at") if "at" in citation else []
    if "through" in citation:
        parts.append(
            record.make(
                "citations/through", target=f"#{citation['through']}", path=f"{path}.through"
            )
        )
    if claims:
        parts.append(element("list", *claims))
    made = element(
        "relation",
        element("desc", *parts) if parts else None,
        xml_id=f"{record.id}.{path}",
        ref=f"cito:{vocabulary('intents')[citation['intent']]['property']}",
        active=f"#{record.id}",
        passive=f"#{citation['source']}",
    )
    return record.placed(path, made)


def _text(record: Record) -> Element:
    """Give the headings, each in a division of its own. Of the text itself nothing is here: `gap`."""
    divisions = []
    for number, entry in enumerate(record.data.get("contents", ()), start=1):
        heading = entry["title"] if isinstance(entry, dict) else entry
        divisions.append(element("div", *record.forms("contents", heading, f"contents.{number}")))
    return element(
        "text", element("body", *(divisions or [element("div", element("gap", reason="sampling"))]))
    )
