"""RIS, as Reference Manager defined it and as everyone writes it.

Sources: RIS Format Specifications of 2001 and 2012.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from exporter.importers.builder import EntryBuilder
from exporter.importers.encoding import decoded
from exporter.importers.entry import Broken, Entry, Imported, NamedAgent
from exporter.importers.field_table import FieldTarget, field_table
from exporter.importers.names import person_name
from exporter.importers.numbers import is_doi
from exporter.importers.readings import (
    ADDRESS,
    STANDARD_NUMBER,
    page_total,
    put_read,
    put_standard_numbers,
)
from exporter.importers.registry import ImportContext
from exporter.importers.tagged_lines import TaggedRecord, TaggedValue, records
from exporter.importers.text import edtf, line

TABLE = field_table(Path(__file__).with_name("ris.tsv"))
_TAG = re.compile(r"[\s\ufeff]{0,3}([A-Z][A-Z0-9])[ \t]{0,4}-(?:[ \t]+(.*)|()$)")
_BETWEEN_NUMBERS = re.compile(r"(?<![\s;,])[\s;,]+(?=[0-9]{4})|;")
_RANGE = re.compile(r"\s*[0-9]+\s*[-–]\s*[0-9]+\s*")
_JOURNALS = ("T2", "JF", "BT", "C3", "JO", "JA", "J1", "J2", "JI", "J9")
"""The tags of the work in which another appeared, full titles before abbreviations."""
_ABBREVIATED = frozenset({"JO", "JA", "J1", "J2", "JI", "J9"})
_BOOKS = frozenset({"BOOK", "EBOOK", "EDBOOK", "WHOLE"})
_WHOLE = _BOOKS | {"ART", "CLSWK", "COMP", "MAP", "THES"}
"""The types of which SP is the extent, and not where they stand in something else."""
_CONFERENCES = frozenset({"CONF", "CPAPER"})


def read(content: bytes, context: ImportContext) -> Iterator[Imported]:
    """Yield the works of a file."""
    text, remarks = decoded(content, context.encoding)
    yield from remarks
    for record in records(text, _TAG, "TY", "ER"):
        if isinstance(record, Broken):
            yield record
        else:
            yield read_record(record, context)


def read_record(record: TaggedRecord, context: ImportContext) -> Entry:
    """Return the work of one record, the first value of which is its type."""
    return _RisReader(record, context).read()


class _RisReader:
    """Reads one record."""

    def __init__(self, record: TaggedRecord, context: ImportContext) -> None:
        self.values = record.values
        key = next((each.value for each in record.values if each.tag in {"ID", "LB"}), "")
        self.builder = EntryBuilder(context.schemas, record.line, line(key))
        self.type = record.values[0].value.strip().upper()

    def read(self) -> Entry:
        """Return the entry."""
        type = TABLE.word("type", self.type)
        if not type:
            self.builder.leave("TY", self.type, "this type is not known")
        self.builder.kind(type or "document")
        if self.type in _CONFERENCES:
            self._conference()
        self._journal()
        self._date()
        self._pages()
        self._publishers()
        for each in self.values:
            if each.value and each.tag not in {"TY", "ID", "LB"}:
                self.builder.seen += 1
                self._value(each)
        return self.builder.finish()

    def _take(self, *tags: str) -> list[TaggedValue]:
        found = [each for each in self.values if each.tag in tags and each.value]
        self.values = [each for each in self.values if each.tag not in tags or not each.value]
        self.builder.seen += len(found)
        return found

    def _conference(self) -> None:
        """Take name and place of the conference, where others are those of the proceedings (C3, C1)."""
        for other, tag, target in (("C3", "T2", "event.name"), ("C1", "CY", "event.place")):
            if any(each.tag == other and each.value for each in self.values):
                for each in self._take(tag):
                    self.builder.put(target, each.value, each.tag, each.line)

    def _journal(self) -> None:
        """Set the container from the first of the tags for it; keep abbreviations in notes."""
        own: list[TaggedValue] = []
        for tag in _JOURNALS:
            target = TABLE.field(tag, self.type)
            if target and target.reading == "journal":
                own += self._take(tag)
        if self.builder.data["kind"] == "serial" or (self.type in _BOOKS and not self._has_title()):
            for each in own[:1]:
                self.builder.put("title", each.value, each.tag, each.line)
            own = own[1:]
        seen: set[str] = set()
        for number, each in enumerate(own):
            title = line(each.value)
            if title in seen:
                continue
            if number == 0:
                self.builder.put("container_title", title, each.tag, each.line)
            elif each.tag in _ABBREVIATED:
                self.builder.note("general", f"Abbreviated title of the journal: {title}")
            else:
                self.builder.note("general", f"In: {title}")
            seen.add(title)

    def _has_title(self) -> bool:
        return any(each.tag in {"TI", "T1", "CT"} and each.value for each in self.values)

    def _date(self) -> None:
        """Set the date: the day of DA, if it is in the year of PY or Y1."""
        target = self.builder.date_field
        years, days = self._take("PY", "Y1"), self._take("DA")
        chosen = [(edtf(each.value), each) for each in years]
        year = next((date[:4] for date, _ in chosen if date), "")
        dates = [(edtf(each.value) or edtf(f"{year} {each.value}"), each) for each in days]
        written = next((date for date, _ in chosen if date), "")
        exact = next((date for date, _ in dates if date and date.startswith(written[:4])), "")
        best = max((written, exact), key=len)
        if best:
            self.builder.data[target] = best
        for date, each in [*chosen, *dates]:
            if not date:
                self.builder.leave(each.tag, each.value, "this date is not understood", each.line)
            elif not best.startswith(date[:4]):
                self.builder.leave_second(
                    each.tag, each.value, "the record has another date", each.line
                )

    def _pages(self) -> None:
        first, last = self._take("SP"), self._take("EP")
        if [each.value for each in (*first, *last)] == ["No", "Specified"]:
            return  # Ovid, “No Pagination Specified”
        begin = first[0].value if first else ""
        end = last[0].value if last else ""
        if self.type in _WHOLE and begin and not end and not _RANGE.fullmatch(begin):
            page_total(self.builder, "extent", begin, "SP", first[0].line)
        elif begin or end:
            whole = begin or end
            if end and end != begin and begin and "-" not in begin:
                whole = end if end.startswith(f"{begin}-") else f"{begin}-{end}"
            put_read(
                self.builder,
                FieldTarget("pages", "pages", ""),
                whole,
                "SP",
                (first or last)[0].line,
            )
        for each in (*first[1:], *last[1:]):
            self.builder.leave_second(each.tag, each.value, "the record has other pages", each.line)

    def _publishers(self) -> None:
        """Leave out a publisher that is the place again: Ovid has the country in CY and in PB."""
        places = {each.value for each in self.values if each.tag == "CY"}
        names = [each.value for each in self.values if each.tag == "PB"]
        again = places.intersection(names)
        if len(names) > len(again):
            self.values = [
                each for each in self.values if each.tag != "PB" or each.value not in again
            ]

    def _value(self, each: TaggedValue) -> None:
        target = TABLE.field(each.tag, self.type)
        role = TABLE.word("role", f"{each.tag}@{self.type}")
        role = role or ("" if target else TABLE.word("role", each.tag))
        if role:
            kind = "organization" if each.tag == "PB" else "person"
            self.builder.contribute(role, NamedAgent(kind, [("", person_name(each.value))]))
        elif target is None:
            self.builder.leave_unknown(each.tag, each.value, each.line)
        else:
            self._placed(each, target)

    def _placed(self, each: TaggedValue, target: FieldTarget) -> None:
        """Put a value where the table says."""
        if target.is_left:
            self.builder.leave_by(target, each.tag, each.value, each.line)
        elif target.reading == "lines":
            for word in each.value.split("\n"):
                if word.strip():
                    self.builder.put(target.field, word, each.tag, each.line)
        elif target.reading in {"addresses", "file"}:
            self._addresses(target, each)
        elif target.reading == "number":
            self._standard_number(each, target.field)
        elif target.reading == "epub":
            field = target.field if edtf(each.value) else "edition"
            self.builder.put(field, each.value, each.tag, each.line)
        elif target.reading == "pmcid_or_note":
            self._pmcid(each)
        else:
            put_read(self.builder, target, each.value, each.tag, each.line)

    def _addresses(self, target: FieldTarget, each: TaggedValue) -> None:
        found = ADDRESS.findall(each.value) or re.findall(r"^www\.\S+$", each.value.strip())
        for address in found:
            self.builder.put(target.field, address.rstrip(";,"), each.tag, each.line)
        if not found and is_doi(each.value):  # EBSCO has it in L3
            self.builder.identify("doi", each.value.strip(), each.tag, each.line)
        elif not found:
            reason = "it is a file on another computer"
            if target.reading == "addresses":
                reason = "this is not a web address (http:// or https://)"
            self.builder.leave(each.tag, each.value, reason, each.line)

    def _standard_number(self, each: TaggedValue, target: str) -> None:
        """Read ISBNs and ISSNs. A report has a number of another form, too, which is its own."""
        if target == "number" and not STANDARD_NUMBER.search(each.value):
            self.builder.put("number", each.value, each.tag, each.line)
            return
        numbers = _BETWEEN_NUMBERS.split(each.value)
        put_standard_numbers(self.builder, numbers, each.tag, each.line)

    def _pmcid(self, each: TaggedValue) -> None:
        if re.fullmatch(r"PMC[0-9]+", each.value):
            self.builder.identify("pmcid", each.value, each.tag, each.line)
        else:
            self.builder.note("general", f"{each.tag}: {each.value}")
