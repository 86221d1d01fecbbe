"""PubMed's MEDLINE format (nbib). Source: MEDLINE/PubMed Data Element (Field) Descriptions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from exporter.importers.builder import EntryBuilder
from exporter.importers.encoding import decoded
from exporter.importers.entry import Broken, Entry, Imported, NamedAgent
from exporter.importers.field_table import field_table
from exporter.importers.names import body_named, person_name
from exporter.importers.readings import ADDRESS, put_pii, put_read
from exporter.importers.registry import ImportContext
from exporter.importers.tagged_lines import TaggedRecord, TaggedValue, records
from exporter.importers.text import line

TABLE = field_table(Path(__file__).with_name("nbib.tsv"))
_TAG = re.compile(r"([A-Z]{2,4}) {0,2}-(?: (.*)|()$)")
_PMID = re.compile("^PMID", re.MULTILINE)
_ORCID = re.compile(r"([0-9]{4}-?[0-9]{4}-?[0-9]{4}-?[0-9]{3}[0-9X])")


def read(content: bytes, context: ImportContext) -> Iterator[Imported]:
    """Yield the works of a file."""
    text, remarks = decoded(content, context.encoding)
    yield from remarks
    first = "PMID" if _PMID.search(text) else "OWN"  # ERIC has the format, and no numbers of PubMed
    for record in records(text, _TAG, first):
        if isinstance(record, Broken):
            yield record
        else:
            yield _NbibReader(record, context).read()


class _NbibReader:
    """Reads one record."""

    def __init__(self, record: TaggedRecord, context: ImportContext) -> None:
        self.values = record.values
        self.builder = EntryBuilder(context.schemas, record.line)
        self.tags = {each.tag for each in record.values}
        self._readings: dict[str, Callable[[TaggedValue], None]] = {
            "abbreviated": self._abbreviated,
            "abstract": self._abstract,
            "article": self._article_number,
            "mesh": self._heading,
            "type": self._type,
            "variant": self._variant,
        }

    def read(self) -> Entry:
        """Return the entry."""
        types = [TABLE.word("type", each.value) for each in self.values if each.tag == "PT"]
        own = next((type for type in types if type and type != "article-journal"), "")
        self.builder.kind(
            own or ("book" if "JT" not in self.tags and "BTI" in self.tags else "article-journal")
        )
        for each in self.values:
            if each.value:
                self.builder.seen += 1
                self._value(each._replace(value=each.value.replace("\n", " ")))
        return self.builder.finish()

    def _value(self, each: TaggedValue) -> None:
        builder, tag, value = self.builder, each.tag, each.value
        role, target = TABLE.word("role", tag), TABLE.field(tag)
        if role:
            self._name(role, each)
        elif tag in {"AD", "AUID"}:
            self._about_author(each)
        elif target is None:
            builder.leave_unknown(tag, value, each.line)
        elif target.is_left:
            builder.leave_by(target, tag, value, each.line)
        elif target.reading in self._readings:
            self._readings[target.reading](each)
        else:
            value = value.rstrip(".") if tag == "TI" else value
            put_read(builder, target, value, tag, each.line)

    def _type(self, each: TaggedValue) -> None:
        """Set the genre from the first publication type that is none of our types."""
        if not TABLE.word("type", each.value):
            self.builder.add_genre(each.value, "Publication type", each.tag, each.line)

    def _abstract(self, each: TaggedValue) -> None:
        self.builder.add_abstract(each.value, each.tag, each.line)

    def _variant(self, each: TaggedValue) -> None:
        self.builder.add_variant_title({"title": line(each.value)})

    def _name(self, role: str, each: TaggedValue) -> None:
        """Add a contributor; the short form of a name that has a full one says nothing new."""
        if each.tag in {"AU", "ED", "IR"} and f"F{each.tag}" in self.tags:
            return
        if each.tag == "CN":
            agent = body_named(line(each.value))
        else:
            form = person_name(each.value)
            if isinstance(form, str) and each.tag in {"AU", "ED", "IR"}:
                form = _from_short(form)
            agent = NamedAgent("person", [("", form)])
        self.builder.contribute(role, agent)

    def _about_author(self, each: TaggedValue) -> None:
        if not self.builder.contributors:
            self.builder.leave(each.tag, each.value, "it stands before the first author", each.line)
            return
        last = self.builder.contributors[-1]
        if each.tag == "AD":
            last.setdefault("affiliation", []).append(body_named(line(each.value)))
            return
        orcid = _ORCID.search(each.value)
        if orcid:
            number = orcid[1].replace("-", "")
            parts = [number[place : place + 4] for place in range(0, 16, 4)]
            last["agent"].identifiers["orcid"] = "-".join(parts)
        else:
            self.builder.leave(each.tag, each.value, "this is not an ORCID iD", each.line)

    def _abbreviated(self, each: TaggedValue) -> None:
        if "JT" in self.tags:
            self.builder.note("general", f"Abbreviated title of the journal: {each.value}")
        else:
            self.builder.put("container_title", each.value, each.tag, each.line)

    def _heading(self, each: TaggedValue) -> None:
        """Add a MeSH heading with its subheadings; a star marks a main topic."""
        topic, *rest = each.value.split("/")
        heading: dict[str, object] = {"topic": topic.lstrip("*").strip(), "scheme": "mesh"}
        if rest:
            heading["subdivisions"] = [{"topic": each.lstrip("*").strip()} for each in rest]
        if "*" in each.value:
            heading["primary"] = True
        self.builder.add_item("subjects", heading)

    def _article_number(self, each: TaggedValue) -> None:
        number, _, kind = each.value.rpartition(" [")
        if ADDRESS.fullmatch(each.value):
            self.builder.put("url", each.value, each.tag, each.line)
            return
        if kind == "doi]":
            self.builder.identify("doi", number, each.tag, each.line)
        elif kind == "pii]":
            put_pii(self.builder, number, each.tag, each.line)
        elif number:
            self.builder.identify("local", number, each.tag, each.line, kind.rstrip("]"))
        else:
            self.builder.leave(
                each.tag, each.value, "this is not a DOI or publisher's number", each.line
            )


def _from_short(name: str) -> str | dict[str, str]:
    """Return “Smith JA” in its parts: the last word is the initials."""
    family, _, initials = name.rpartition(" ")
    if family and initials.isupper() and len(initials) < 4:
        return {"family": family, "given": initials}
    return name
