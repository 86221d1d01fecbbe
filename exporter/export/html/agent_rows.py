"""The statements of a person, an organisation, a place or a concept as rows for readers."""

from __future__ import annotations

from exporter.export.context import ExportContext
from exporter.export.field_words import label
from exporter.export.html.elements import forms, linked, said
from exporter.export.html.rows import RecordRows
from exporter.export.html.wording import Wording
from exporter.model.agent import Agent
from exporter.model.authority import Authority
from exporter.model.identifiers import address_of
from exporter.model.node import Node
from exporter.model.notes import notes_of

_EVIDENCE = {"found": "Mentioned in", "inferred": "Conclusions", "distinct_from": "Not the same as"}
_WRITTEN = frozenset(
    {
        *("id", "kind", "name", "other_names", "identifiers", "url", "notes", "former_ids"),
        *("cataloguing_language", *_EVIDENCE),
    }
)
"""The fields that have rows of their own, or that readers need not see."""
_LIFE = frozenset({"born", "died", "founded", "dissolved", "date"})


class AgentRows(RecordRows):
    """`rows` has the statements of a record other than a work, in the order of the record."""

    def __init__(
        self, record: Agent | Authority, context: ExportContext, wording: Wording, shown: str
    ) -> None:
        """`shown` is the tag of the name in the heading of the page."""
        super().__init__(record, context, wording)
        self._names(record, shown)
        for name in self.node.value:
            node = self.node.get(name)
            if node is not None and name not in _WRITTEN:
                self._field(name, node)
        self.add_identifiers(record.identifiers)
        for node in self.node.all("url"):
            is_group = isinstance(node.value, dict)
            url = address_of(node)
            details = self.group(node, frozenset({"url"})) if is_group else ""
            after = f" ({details})" if details else ""
            self.add("url", "Web address", f"<dd>{linked(url, url)}{after}</dd>")
        for note in notes_of(self.node.get("notes")):
            if note.public:
                self.add_texts("notes", "Notes", [note.text])
        self.add_evidence(_EVIDENCE)

    def _names(self, record: Agent | Authority, shown: str) -> None:
        if isinstance(record, Agent):
            names = [(tag, name.complete) for tag, name in record.names]
            others = [
                " = ".join(said(name.complete, tag) for tag, name in other.names)
                for other in record.other_names
            ]
        else:
            names = list(record.name)
            others = [
                forms((each.get("name") or each).as_text(), self.context)
                for each in self.node.all("other_names")
            ]
        cells = [f"<dd>{said(form, tag)}</dd>" for tag, form in names if tag != shown]
        self.add("name", "Name in other languages", *cells)
        cells = [
            f"<dd>{self._with_details(form, node)}</dd>"
            for form, node in zip(others, self.node.all("other_names"), strict=True)
        ]
        self.add("other_names", "Other names", *cells)

    def _with_details(self, form: str, node: Node) -> str:
        """Return another name with what is said of it: since when, of what sort."""
        has_details = isinstance(node.value, dict) and "name" in node.value
        details = self.group(node, frozenset({"name"})) if has_details else ""
        return f"{form} ({details})" if details else form

    def _field(self, name: str, node: Node) -> None:
        """Add a row with a field, a value for each item of a list."""
        if name in _LIFE:
            self.add(name, label(node), self._life(node))
            return
        words = [self.words(each) for each in node.all()]
        self.add(name, label(node), *(f"<dd>{each}</dd>" for each in words if each))

    def _life(self, node: Node) -> str:
        """Return a date of a life with its place."""
        is_date = node.field is not None and node.field.keyword("format") == "edtf"
        date = node.date() if is_date or not isinstance(node.value, dict) else node.date("date")
        words = [self.dated(date)] if date else []
        place = node.get("place") if isinstance(node.value, dict) else None
        if place is not None:
            record = self.context.catalogue.record(str(place.value))
            if isinstance(record, Authority):
                words.append(self.authority(record, record.name))
            else:
                words.append(forms(place.as_text(), self.context))
        if not words:
            return ""
        return f"<dd>{', '.join(words)}</dd>"
