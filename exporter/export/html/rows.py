"""The statements of a record as rows of a list for readers: what all sorts of records share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any, NamedTuple

from exporter.export.context import ExportContext
from exporter.export.field_words import SELF_EVIDENT, PathStep, field_texts, label, path_label
from exporter.export.html.elements import cell, forms, linked, marked, said
from exporter.export.html.wording import Wording
from exporter.model.agent import Agent
from exporter.model.authority import Authority
from exporter.model.date import Date
from exporter.model.identifiers import Identifier
from exporter.model.node import Node
from exporter.model.text import Text, text_of
from exporter.model.work import Work
from exporter.records.schema import Field


class Row(NamedTuple):
    """A row: the field of the record, its label as HTML, and its values as elements `dd`.

    One field can have several rows: the contributors have one for each role.
    """

    field: str
    label: str
    cells: tuple[str, ...]

    def __str__(self) -> str:
        """Return the row as HTML."""
        return f"<div><dt>{self.label}</dt>{''.join(self.cells)}</div>\n"


_SELF_EVIDENT = SELF_EVIDENT | {"name"}


def is_group(node: Node) -> bool:
    """Return whether a value has fields of its own, and is not a text in several languages."""
    if not isinstance(node.value, dict) or node.field is None:
        return False
    return bool(set(node.field.children) & set(node.value))


class RecordRows:
    """The rows of one record; those of a work or of an agent are added by a subclass."""

    def __init__(
        self, record: Work | Agent | Authority, context: ExportContext, wording: Wording
    ) -> None:
        self.node: Node = record.node
        self.context = context
        self.wording = wording
        self.rows: list[Row] = []

    def add(self, field: str, label: str, *cells: str) -> None:
        """Add a row with the cells that there are; without any there is none."""
        if any(cells):
            self.rows.append(Row(field, self.wording.term(label), tuple(filter(None, cells))))

    def add_texts(self, field: str, label: str, texts: Iterable[Text]) -> None:
        """Add a row with all forms of texts."""
        self.add(field, label, *(cell(text, self.context) for text in texts))

    def name_tag(self, agent: Agent) -> str:
        """Return the tag of the form of a name that is shown first."""
        return agent.names.preferred_tag(self.context.languages)

    def names(self, agents: Iterable[Agent]) -> Iterator[str]:
        """Yield each agent with all forms of its name, the one that fits first."""
        for agent in agents:
            yield f"<dd>{self.name(agent)}</dd>"

    def name(self, agent: Agent) -> str:
        """Return an agent with all forms of its name, the one that fits first and with a link."""
        fitting = self.name_tag(agent)
        others = [tag for tag, _ in agent.names if tag != fitting]
        first = self.wording.link(agent, said(agent.names[fitting].complete, fitting))
        return " = ".join([first, *(said(agent.names[tag].complete, tag) for tag in others)])

    def mentioned(self, id: str) -> str:
        """Return any other record as HTML; empty if there is none."""
        record = self.context.catalogue.record(id)
        if isinstance(record, Work):
            return self.related(id)
        if isinstance(record, Agent):
            return self.name(record)
        return self.authority(record, record.name) if record else ""

    def authority(self, record: Authority, text: Text) -> str:
        """Return a place or a concept in words that name it, with a link."""
        return self.wording.link(record, forms(text, self.context))

    def related(self, id: str) -> str:
        """Return another work by its title, with a link to it."""
        work = self.context.catalogue.works[id]
        title = said(self.context.text(work.title), self.context.tag(work.title))
        return self.wording.link(work, title)

    def add_identifiers(self, identifiers: Sequence[Identifier]) -> None:
        """Add a row for each number."""
        for each in identifiers:
            words = linked(each.uri, each.number)
            invalid = self.wording.term("invalid") if each.invalid else ""
            after = "; ".join(filter(None, (escape(each.qualifier), invalid)))
            cell_words = f"<dd>{words}{f' ({after})' if after else ''}</dd>"
            self.add("identifiers", each.label, cell_words)

    def dated(self, date: Date) -> str:
        """Return a date in words; programs read it as HTML has it, or else in EDTF."""
        words = escape(self.wording.date(date))
        printed = [marked(form) for _, form in date.printed or ()]
        printed += [self.wording.term(f"{date.calendar} calendar")] if date.calendar else []
        after = f" ({'; '.join(printed)})" if printed else ""
        if date.exact and str(date)[:4] != "0000":
            return f'<time datetime="{date}">{words}</time>{after}'
        return f'<data value="{escape(str(date))}">{words}</data>{after}'

    def words(self, node: Node) -> str:
        """Return a value in words: a record with a link, a group with its parts, or a text."""
        field, value = node.field, node.value
        if field and field.refers_to and isinstance(value, str):
            return self.mentioned(value)
        if is_group(node):
            return self.group(node)
        texts = (forms(text, self.context) for text in field_texts(node, self.context))
        return self.coded(node) or ", ".join(texts)

    def group(self, node: Node, without: frozenset[str] = frozenset()) -> str:
        """Return the parts of a group, each with its label where that is not evident."""
        found = []
        for name, value in node.value.items():
            inner = node.get(name)
            if inner is None or value is False or name in without:
                continue
            title = self.wording.term(label(inner))
            date = inner.date() if inner.field and inner.field.keyword("format") == "edtf" else None
            if value is True:
                found.append(title)
                continue
            words = self.dated(date) if date else ", ".join(map(self.words, inner.all()))
            is_plain = name in _SELF_EVIDENT or bool(inner.field and inner.field.refers_to)
            found.append(words if is_plain else f"{title}: {words}")
        return "; ".join(found)

    def coded(self, node: Node) -> str:
        """Return the code of a country or a language in words; empty if the value is no such code."""
        if not isinstance(node.value, str):
            return ""
        if node.pointer[-1:] == ("country",):
            return self.wording.country(node.value)
        is_tag = node.field is not None and node.field.keyword("format") == "language-tag"
        return self.language(node.value) if is_tag else ""

    def language(self, tag: str) -> str:
        """Return what a language is called."""
        return escape(self.wording.language(tag))

    def add_evidence(self, labels: Mapping[str, str]) -> None:
        """Add what sources print, what was concluded, and from what the record differs.

        `labels` has the label of each of the three fields.
        """
        data = self.node.value
        self.add("found", labels["found"], *map(self._mention, data.get("found", ())))
        reasons = [
            f"<dd>{self._path(self.node.field, path)}: {self._any(reason)}</dd>"
            for path, reason in data.get("inferred", {}).items()
        ]
        self.add("inferred", labels["inferred"], *reasons)
        others = (self._cell(self.mentioned(id)) for id in data.get("distinct_from", ()))
        self.add("distinct_from", labels["distinct_from"], *others)

    def _cell(self, words: str) -> str:
        return f"<dd>{words}</dd>" if words else ""

    def _path(self, root: Field | None, path: str) -> str:
        """Return the name of a field, or of one inside another: `Translation of, Date`."""
        return path_label(root, path, self._step)

    def _step(self, step: PathStep) -> str:
        if step.language:
            return self.wording.form(step.language)
        return self.wording.term(step.label)

    def _mention(self, mention: Mapping[str, Any]) -> str:
        """Return one mention: the work and the place, then each field as it is printed there."""
        # in which language the place is named, and what looks odd there, no record says
        where = f", {said(mention['at'], 'und')}" if "at" in mention else ""
        printed = ""
        for field, value in mention.items():
            if field == "sic":
                words = "; ".join(said(each, "und") for each in value)
                printed += f"<li>{self.wording.term('Sic')}: {words}</li>"
            elif field not in {"in", "at"}:
                printed += f"<li>{self._path(self._field_of_mention(field), field)}: {self._any(value)}</li>"
        lines = f"<ul>{printed}</ul>" if printed else ""
        return f"<dd><p>{self.related(mention['in'])}{where}</p>{lines}</dd>"

    def _field_of_mention(self, name: str) -> Field | None:
        """Return the group to which a field of a mention belongs: the record, whose names are shorter."""
        root = self.node.field
        if root is None or name in root.children:
            return root
        mentions = root.child("found")
        return mentions.child(0) if mentions else None

    def _any(self, value: Any) -> str:
        return forms(text_of(value, self.node.languages.work), self.context)
