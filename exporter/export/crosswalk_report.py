"""Where each field of a record goes in each format: the rows of `exporter crosswalk`."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from exporter.export.crosswalk import Match, Row
from exporter.export.registry import crosswalk
from exporter.records.schema import Field, Schemas

FATES: dict[Match, str] = {
    "exact": "carried",
    "close": "carried",
    "narrow": "carried",
    "broad": "weakened",
    "none": "lost",
}
"""The words for cataloguers of the kinds of match in the tables."""

SYMBOLS = {"carried": "✓", "weakened": "~", "lost": "✗"}

TERMS = {
    "type": "type",
    "role": "contributors/role",
    "intent": "citations/intent",
    "status": "status",
}
"""The fields whose terms have rows of their own in a table, by the vocabulary of these rows."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""The first characters of formulas in spreadsheets (OWASP, CSV Injection)."""


class Fate(NamedTuple):
    """Where a field of a kind goes in a format, or a term in it (`contributors/role`: `editor`)."""

    noun: str
    kind: str
    field: str
    term: str
    format: str
    fate: str
    goes_to: str
    match: Match
    source: str


def fates(schemas: Schemas, formats: Sequence[str], kinds: Sequence[str]) -> list[Fate]:
    """Return where all fields of these kinds go in these formats, in the order of the schemas."""
    found: list[Fate] = []
    for kind in kinds:
        found.extend(_of_kind(schemas, kind, formats))
    return found


def _of_kind(schemas: Schemas, kind: str, formats: Sequence[str]) -> Iterator[Fate]:
    noun = schemas.noun(kind)
    seen = set()
    for path, field in schemas.fields(kind).items():
        name = "/".join(step for step in path if step != "*")
        if name in seen:
            continue
        seen.add(name)
        for vocabulary, term in [("", ""), *_terms_of(path, name, field)]:
            for format in formats:
                row = _row(format, noun, path, vocabulary, term)
                if row:
                    fate = _fate(row, vocabulary)
                    match, source = row.match, row.source
                    yield Fate(noun, kind, name, term, format, fate, row.target, match, source)


def _terms_of(path: Sequence[str], name: str, field: Field) -> Iterator[tuple[str, str]]:
    """Yield the terms of a field that may have rows of their own, each with its vocabulary."""
    for vocabulary, with_terms in TERMS.items():
        if name == with_terms:
            for term in field.keyword("enum") or ():
                yield vocabulary, term
    if path[0] == "identifiers" and len(path) > 1:
        yield "scheme", path[1]


def _row(format: str, noun: str, path: Sequence[str], vocabulary: str, term: str) -> Row | None:
    """Return the row of a field, or of a term in it; None if the table has no such terms."""
    table = crosswalk(format)
    if not vocabulary:
        return table.field(noun, tuple(path))
    return table.row(vocabulary, term) if table.rows_of(vocabulary) else None


def _fate(row: Row, vocabulary: str) -> str:
    if vocabulary == "type" and row.match == "broad":
        return "less exact"  # every format adds what a type says less exactly in words
    return FATES[row.match]


def essential(found: Iterable[Fate]) -> list[Fate]:
    """Leave out terms, and fields of which an outer field or another kind says the same."""
    shown: dict[tuple[str, str, str], Fate] = {}
    for each in found:
        outer = each.field.rpartition("/")[0]
        while outer and (each.format, each.noun, outer) not in shown:
            outer = outer.rpartition("/")[0]
        around = shown.get((each.format, each.noun, outer))
        same = around and (around.goes_to, around.match) == (each.goes_to, each.match)
        if not each.term and not same:
            shown.setdefault((each.format, each.noun, each.field), each)
    return list(shown.values())


def _table(found: list[Fate]) -> Iterator[str]:
    tables: defaultdict[tuple[str, str], list[Fate]] = defaultdict(list)
    for each in found:
        tables[each.format, each.noun].append(each)
    for (format, noun), of_noun in tables.items():
        yield f"{format}: fields of {noun}s\n"
        for each in essential(of_noun):
            yield f"  {each.field:<22} {each.fate:<9} {each.goes_to}".rstrip() + "\n"
        terms = {(each.field, each.term): each for each in of_noun if each.term}
        for each in terms.values():
            is_scheme = each.field.startswith("identifiers/")
            if each.fate in {"weakened", "lost"} and not is_scheme:
                target = f": only as {each.goes_to}" if each.goes_to else ""
                yield f"  {each.field} “{each.term}”: {each.fate}{target}\n"


def _markdown(found: list[Fate]) -> Iterator[str]:
    formats = list(dict.fromkeys(each.format for each in found))
    shown = essential(found)
    roles = [each for each in found if each.term and each.field == TERMS["role"]]
    for noun in dict.fromkeys(each.noun for each in found):
        yield from _markdown_overview(noun, formats, found, shown)
    for format in formats:
        yield f"\n## {format}\n"
        yield from _markdown_summary(format, shown, roles)
        yield "\n| | field | | goes to | source |\n| --- | --- | --- | --- | --- |\n"
        for each in shown:
            if each.format == format:
                cells = (each.noun, f"`{each.field}`", each.fate, each.goes_to or "–", each.source)
                yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def _markdown_overview(
    noun: str, formats: list[str], found: list[Fate], shown: list[Fate]
) -> Iterator[str]:
    """Yield a table with a row for each field and a column for each format."""
    yield f"\n## What becomes of {noun}s\n\n"
    yield f"| field | {' | '.join(formats)} |\n|{' --- |' * (len(formats) + 1)}\n"
    of_noun = [each for each in found if each.noun == noun and not each.term]
    symbols = {(each.field, each.format): SYMBOLS[each.fate] for each in of_noun}
    for field in dict.fromkeys(each.field for each in shown if each.noun == noun):
        yield f"| `{field}` | {' | '.join(symbols[field, format] for format in formats)} |\n"


def _markdown_summary(format: str, shown: list[Fate], roles: list[Fate]) -> Iterator[str]:
    """Yield a list of what a format loses and weakens."""
    lines = []
    for fate in ("lost", "weakened"):
        for noun in ("work", "agent"):
            names = [
                f"`{each.field}`"
                for each in shown
                if (each.format, each.noun, each.fate) == (format, noun, fate)
            ]
            if names:
                lines.append(f"- {fate.capitalize()}, of {noun}s: {', '.join(names)}.")
        of_roles = _roles(format, fate, roles)
        if of_roles:
            lines.append(f"- {fate.capitalize()}, of roles: {', '.join(of_roles)}.")
    yield "\n" + "\n".join(lines or ["Every field is carried."]) + "\n"


def _roles(format: str, fate: str, roles: list[Fate]) -> list[str]:
    targets = {
        each.term: each.goes_to for each in roles if (each.format, each.fate) == (format, fate)
    }
    return [
        f"`{role}` (only as {target})" if target else f"`{role}`"
        for role, target in targets.items()
    ]


def _csv(found: list[Fate]) -> Iterator[str]:
    """Yield a table by RFC 4180.

    An apostrophe keeps spreadsheets from reading a cell as a formula.
    """
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(Fate._fields)
    for each in found:
        writer.writerow(f"'{cell}" if cell.startswith(FORMULA) else cell for cell in each)
    yield file.getvalue()


def _json(found: list[Fate]) -> Iterator[str]:
    """Yield a list with an object in each line."""
    yield "[\n"
    for number, each in enumerate(found):
        before = ",\n" if number else ""
        yield before + json.dumps(each._asdict(), ensure_ascii=False)
    yield "\n]\n"


RENDERINGS = {"table": _table, "markdown": _markdown, "csv": _csv, "json": _json}
"""The functions that write fates, by the values of `exporter crosswalk --as`."""
