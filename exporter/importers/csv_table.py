"""Tables in CSV or TSV with a header line, as spreadsheets, Zotero and Scopus write them.

A column goes to the field that the table of this module gives its header, or that the user's mapping
names: `contributors.author` for people, else a field of a record such as `title` or
`identifiers.isbn`. Source: RFC 4180.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from exporter.errors import UsageError, csv_fault
from exporter.importers.builder import EntryBuilder
from exporter.importers.encoding import decoded
from exporter.importers.entry import Broken, Entry, Imported, NamedAgent, NameForm
from exporter.importers.field_table import FieldTarget, field_table
from exporter.importers.names import person_name
from exporter.importers.readings import put_read
from exporter.importers.registry import ImportContext
from exporter.importers.text import edtf, line
from exporter.model.vocabularies import vocabulary

TABLE = field_table(Path(__file__).with_name("csv_table.tsv"))
_SHORT = re.compile(r"([^,;]+) ([A-Z]{1,3}|(?:[A-Z][a-z]?\.-?){1,4})")
"""A surname and initials, as PubMed has them, and Embase with stops."""
_CITATION = re.compile(
    r"(.+?) \(([0-9]{4})\) ([^\s:()]+)(?::([^\s()]+))?(?: \(([^()]+)\))?\.?(?: Date of Publication: (.+))?"
)
"""What Embase says of the journal of an article: title, year, volume, issue, pages, date."""
_RUN_TOGETHER = re.compile(r"(?<=[a-z.)])(?<!\bMc)(?<!\bMac)(?<!\b(?:De|Di|Du|La|Le))(?=[A-Z])")
"""Where a name begins that SpringerLink joins to the one before."""
_DELIMITERS = ",;\t|"


def read(content: bytes, context: ImportContext) -> Iterator[Imported]:
    """Yield the works of the rows. Raises UsageError for a mapping to a field that does not exist."""
    text, remarks = decoded(content, context.encoding)
    yield from remarks
    first = text.lstrip("\n").split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    columns: list[str] = []
    is_springer = False
    begin = 1
    while True:
        begin = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Broken(begin, f"this row cannot be read: {csv_fault(error)}")
            continue
        if not any(cell.strip() for cell in row):
            continue
        if not columns:
            columns = [line(cell) for cell in row]
            is_springer = "Item DOI" in columns
            _check_mapping(columns, context)
        elif len(row) > len(columns):
            yield Broken(begin, f"the row has {len(row)} cells, the header {len(columns)}")
        else:
            cells = dict(zip(columns, row, strict=False))
            if is_springer and cells.get("Authors"):
                cells["Authors"] = _RUN_TOGETHER.sub("; ", cells["Authors"])
            yield _entry(cells, begin, context)


def _check_mapping(columns: list[str], context: ImportContext) -> None:
    for column, field in (context.mapping or {}).items():
        if column not in columns:
            raise UsageError(f"the table has no column “{column}”", f"it has {', '.join(columns)}")
        name, _, role = field.partition(".")
        if name == "contributors":
            known = role in vocabulary("roles")
        else:
            path = tuple(field.split("."))
            known = (
                field in {"key", "type"}
                or name == "holdings"
                or (context.schemas.field("book", path) is not None)
            )
        if not known:
            raise UsageError(f"there is no field “{field}”", f"the mapping of “{column}” is wrong")


def _entry(row: dict[str, str], begin: int, context: ImportContext) -> Entry:
    mapping = context.mapping or {}
    fields = {column: mapping.get(column, "") for column in row}
    key = _special(row, fields, "key")
    builder = EntryBuilder(context.schemas, begin, key)
    stated = _special(row, fields, "type_column")
    type = TABLE.word("type", stated.lower())
    if not type and stated in vocabulary("types"):
        type = stated
    builder.kind(type or ("document" if stated else "book"))
    builder.seen += bool(stated)
    if stated and not type:
        builder.put("genre", stated, "type", begin)
    pages = _pages(builder, row, fields)
    for column, value in row.items():
        if value.strip() and column not in pages and not _is_special(column, fields[column]):
            builder.seen += 1
            _cell(builder, column, value, fields[column])
    if not stated and "container_title" in builder.data:  # as in PubMed's, which states no type
        is_in_book = "isbn" in builder.data.get("identifiers", {})
        builder.kind("chapter" if is_in_book else "article-journal")
    return builder.finish()


def _pages(builder: EntryBuilder, row: dict[str, str], fields: dict[str, str]) -> list[str]:
    """Set the pages from columns for the first and the last one; return these columns."""
    found = {
        word: column
        for word in ("first_page", "last_page")
        for column, value in row.items()
        if value.strip() and not fields[column] and TABLE.word(word, _header(column, word))
    }
    if "first_page" not in found:
        return []
    columns = list(found.values())
    builder.seen += len(columns)
    builder.put("pages", "-".join(line(row[column]) for column in columns), columns[0])
    return columns


def _is_special(column: str, mapped: str) -> bool:
    if mapped:
        return mapped in {"key", "type"}
    return any(TABLE.word(word, _header(column, word)) for word in ("key", "type_column"))


def _header(column: str, vocabulary_name: str) -> str:
    """Return a header as the table has it: in small letters, and with blanks for low lines."""
    name = column.lower()
    return (
        name if name in TABLE.terms(vocabulary_name) else " ".join(name.replace("_", " ").split())
    )


def _special(row: dict[str, str], fields: dict[str, str], vocabulary_name: str) -> str:
    wanted = "key" if vocabulary_name == "key" else "type"
    for column, value in row.items():
        by_name = not fields[column] and TABLE.word(
            vocabulary_name, _header(column, vocabulary_name)
        )
        if (fields[column] == wanted or by_name) and value.strip():
            return line(value)
    return ""


def _cell(builder: EntryBuilder, column: str, value: str, mapped: str) -> None:
    target = TABLE.field(_header(column, "field"))
    if mapped.startswith("contributors."):
        target = FieldTarget("names", mapped.removeprefix("contributors."), "")
    elif mapped:
        known = next((each for each in TABLE.terms("field").values() if each.field == mapped), None)
        target = FieldTarget(known.reading if known else "", mapped, "")
    if target is None:
        builder.leave_unknown(column, value)
    elif target.is_left:
        builder.leave_by(target, column, value)
    elif target.reading == "names":
        for each in _names(value):
            builder.contribute(target.field, NamedAgent("person", [("", each)]))
    elif target.reading == "citation":
        _citation(builder, column, value)
    elif target.reading == "date":
        _date(builder, target.field, column, value)
    else:
        put_read(builder, target, value, column)


def _names(value: str) -> list[NameForm]:
    """Return the names in a cell; in PubMed's, a comma parts them: `Smith JA, Roe B.`."""
    text = line(value)
    if not re.search(r"\.,", text):
        text = text.rstrip(".")
    short = [_SHORT.fullmatch(each) for each in text.split(", ")]
    if all(short) and len(short) > 1:
        return [{"family": each[1], "given": each[2]} for each in short if each]
    return [person_name(each) for each in map(line, re.split("[;\n]", value)) if each]


def _citation(builder: EntryBuilder, column: str, value: str) -> None:
    """Set the title of the journal, and what Embase writes behind it."""
    match = _CITATION.fullmatch(line(value))
    if match is None:
        builder.put("container_title", value, column)
        return
    title, year, volume, issue, pages, date = match.groups()
    builder.put("container_title", title, column)
    _date(builder, "issued", column, date if date and edtf(date) else year)
    for target, text in (("volume", volume), ("issue", issue), ("pages", pages)):
        if text:
            builder.put(target, text, column)


def _date(builder: EntryBuilder, target: str, column: str, value: str) -> None:
    """Set the date; of a year and a date in two columns, the more exact one counts."""
    date = edtf(value)
    if not date:
        builder.leave(column, value, "this date is not understood")
    elif not builder.refine_date(target, date):
        builder.leave_second(column, value, "the record has another date")
