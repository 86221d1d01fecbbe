"""What the TEI of all records shares: texts by language, printed mentions, and the reasons for conclusions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from exporter.export.context import ExportContext
from exporter.export.tei.date import stated
from exporter.export.tei.element_path import Step, last_step
from exporter.export.xml import XML_ID, Element, element
from exporter.model.agent import Agent
from exporter.model.text import Parallel
from exporter.model.work import Work
from exporter.records.document import leaves


class Record:
    """One record on its way into TEI.

    A field is named as the table names it (`citations/claims`); a path is the way to one value as `inferred` writes
    it (`citations.2.claims.1.en`), and with the record's id before it an xml:id. A record that is not `whole` comes
    without its mentions, so nothing points to them.
    """

    def __init__(self, record: Work | Agent, context: ExportContext, *, whole: bool = True) -> None:
        self.id = record.id
        self.data = record.data
        self.language = record.language
        self.context = context
        self.table = context.crosswalk
        self.noun = "work" if isinstance(record, Work) else "agent"
        self._is_person = isinstance(record, Agent) and record.is_person
        self._places: dict[str, Element] = {}
        self.whole = whole
        self._printed = self._mentioned() if whole else {}

    # ---- values ----

    def make(
        self, field: str, *children: Element | str | None, path: str = "", **attributes: Any
    ) -> Element:
        """Build the element that the table has for a field; `path` makes it a place that reasons can point to."""
        own = self.step(field)
        made = element(own.tag, *children, **{**own.attributes, **attributes})
        if path:
            self._places[path] = made
        return made

    def step(self, field: str) -> Step:
        """Give the element that the table has for a field."""
        return last_step(self.table.target(self.noun, field), person=self._is_person)

    def forms(self, field: str, value: Any, path: str, **attributes: Any) -> list[Element]:
        """Give a text as one element for each form, the one to print first.

        Text in the record's own language that the record writes without a tag has no xml:lang; it inherits it.
        """
        if not isinstance(value, dict):
            text = str(value)
            return [
                self.make(field, text, path=path, **attributes, source=self.source(field, text))
            ]
        return [
            self.make(
                field,
                text,
                path=f"{path}.{tag}",
                xml_lang=tag,
                **attributes,
                source=self.source(field, text),
            )
            for tag, text in self.ordered(value)
        ]

    def ordered(self, forms: Mapping[str, Any]) -> list[tuple[str, Any]]:
        """Give the forms of a text or name by tag, the one to print first, the others as the record has them."""
        if len(forms) == 1:
            return list(forms.items())
        proper = self.context.tag(Parallel(self.language, forms))
        return sorted(forms.items(), key=lambda form: form[0] != proper)

    def text(self, field: str, **attributes: Any) -> list[Element]:
        """Give a text that stands directly in the record; nothing where it has none."""
        return (
            self.forms(field, self.data[field], field, **attributes) if field in self.data else []
        )

    def texts(self, field: str) -> list[Element]:
        """Give a list of texts that stands directly in the record; `n` numbers them, equal for the forms of one."""
        return [
            form
            for number, value in enumerate(self.data.get(field, ()), start=1)
            for form in self.forms(field, value, f"{field}.{number}", n=str(number))
        ]

    def date(self, field: str) -> list[Element]:
        """Give a date that stands directly in the record; nothing where it has none."""
        if field not in self.data:
            return []
        date = stated(self.data[field])
        return [
            self.make(
                field, *date.elements(), path=field, **date.attributes, source=self.source(field)
            )
        ]

    def pointer(self, field: str) -> list[Element]:
        """Give the records that a field names, in its order; nothing where it names none."""
        if field not in self.data:
            return []
        ids = [self.data[field]] if isinstance(self.data[field], str) else self.data[field]
        return [self.make(field, target=" ".join(f"#{id}" for id in ids), path=field)]

    def numbers(self) -> dict[str, Element]:
        """Give the identifiers by scheme, each with the name that the table has for it."""
        return {
            scheme: self.placed(
                f"identifiers.{scheme}",
                element("idno", number, type=self.table.target("scheme", scheme)),
            )
            for scheme, number in self.data.get("identifiers", {}).items()
        }

    def nested(self, field: str, inner: list[Element]) -> list[Element]:
        """Put elements into those that the table has around them: those of `biblStruct/note/placeName` into a note."""
        steps = self.table.target(self.noun, field).split("/")[1:-1] if inner else []
        for around in map(last_step, reversed(steps)):
            inner = [element(around.tag, *inner, **around.attributes)]
        return inner

    def others(self) -> Iterator[Element]:
        """Give the fields that the table does not know: a note for each value, with the field's name as its type."""
        for field in self.data:
            if self.table.row(self.noun, field).term == "*":
                for way, value in leaves(self.data[field]):
                    yield element("note", str(value), type=field, subtype=".".join(map(str, way)))

    def placed(self, path: str, made: Element) -> Element:
        """Make an element a place that reasons can point to."""
        self._places[path] = made
        return made

    # ---- mentions ----

    def source(self, field: str, text: str | None = None) -> str | None:
        """Point to the mentions that print this very text in this field; of a date, to all that print one."""
        return self._printed.get((field, text))

    def mention(self, number: int) -> str:
        """Give the xml:id of a mention, counted from 1."""
        return f"{self.id}.found.{number}"

    def _mentioned(self) -> dict[tuple[str, str | None], str]:
        found: dict[tuple[str, str | None], str] = {}
        for number, mention in enumerate(self.data.get("found", ()), start=1):
            way = f"#{self.mention(number)}"
            for field, value in mention.items():
                texts = (
                    value.values()
                    if isinstance(value, dict)
                    else [value]
                    if isinstance(value, str)
                    else []
                )
                for text in {*texts, None}:
                    ways = found.get((field, text))
                    found[field, text] = f"{ways} {way}" if ways else way
        return found

    def mentions(self) -> Iterator[Element]:
        """Give what is printed of this record elsewhere, one `bibl` for each mention, everything as printed."""
        if "found" in self.data:
            mentions = enumerate(self.data["found"], start=1)
            yield self.make(
                "found", *(self._mention(number, mention) for number, mention in mentions)
            )

    def _mention(self, number: int, mention: Mapping[str, Any]) -> Element:
        children = []
        for field, value in mention.items():
            path = f"found.{number}.{field}"
            if field == "in":
                children.append(element("ptr", target=f"#{value}"))
            elif isinstance(value, list):
                children += [self.make(f"found/{field}", text) for text in value]
            else:
                children += self.forms(f"found/{field}", value, path)
        return self.placed(
            f"found.{number}", element("bibl", *children, xml_id=self.mention(number))
        )

    # ---- reasons ----

    def reasons(self) -> list[Element]:
        """Give the reasons for conclusions, each a note that points to the elements that it speaks of.

        To be asked for when everything else is built: those elements get their xml:id here.
        """
        return [
            note
            for path, reason in self.data.get("inferred", {}).items()
            for note in self.forms(
                "inferred", reason, f"inferred.{path}", subtype=path, target=self._target(path)
            )
        ]

    def _target(self, path: str) -> str:
        """Point to what stands at a path, else to all that stands inside it, else to what it stands in."""
        ways = (
            [path]
            if path in self._places
            else [each for each in self._places if each.startswith(f"{path}.")]
        )
        ways = [way for way in ways if not any(way.startswith(f"{other}.") for other in ways)]
        while not ways and "." in path:
            path = path.rpartition(".")[0]
            ways = [path] if path in self._places else []
        return " ".join(f"#{self._identified(way)}" for way in ways) or f"#{self.id}"

    def _identified(self, path: str) -> str:
        """Give the xml:id of what stands at a path; one element may stand at two."""
        place = self._places[path]
        given = place.get(XML_ID)
        if given:
            return given
        place.set(XML_ID, f"{self.id}.{path}")
        return f"{self.id}.{path}"
