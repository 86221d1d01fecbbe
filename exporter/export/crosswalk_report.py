"""What becomes of every field in every format, told by the formats' tables: the rows of `exporter crosswalk`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, astuple, dataclass, fields

from exporter.export.crosswalk import Match
from exporter.export.registry import crosswalk
from exporter.records.schema import Schemas

FATES: dict[Match, str] = {
    "exact": "carried",
    "close": "carried",
    "narrow": "carried",
    "broad": "weakened",
    "none": "lost",
}
"""What the words of the tables mean for a cataloguer."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one field of a kind, or of one term in it (`contributors/role` = `editor`), in one format."""

    noun: str
    kind: str
    field: str
    term: str
    format: str
    fate: str
    goes_to: str
    match: Match
    source: str


TERMS = {
    "type": "type",
    "role": "contributors/role",
    "intent": "citations/intent",
    "status": "status",
}
"""The fields whose terms have rows of their own in a table, by the name of their rows."""


def fates(schemas: Schemas, formats: Sequence[str], kinds: Sequence[str]) -> list[Fate]:
    """Give the fates of all fields of these kinds in these formats, in the order of the schemas."""
    return [each for kind in kinds for each in _of_kind(schemas, kind, formats)]


def _of_kind(schemas: Schemas, kind: str, formats: Sequence[str]) -> Iterator[Fate]:
    noun, told = schemas.noun(kind), set()
    vocabularies = {field: vocabulary for vocabulary, field in TERMS.items()}
    for path, field in schemas.fields(kind).items():
        name = "/".join(step for step in path if step != "*")
        terms = [("", "")]
        if name in vocabularies:
            terms += [(vocabularies[name], term) for term in field.keyword("enum") or ()]
        elif path[0] == "identifiers" and path[1:]:
            terms += [("scheme", path[1])]
        for vocabulary, term in terms if name not in told else ():
            for format in formats:
                table = crosswalk(format)
                if not vocabulary:
                    row = table.field(noun, path)
                elif any(row.vocabulary == vocabulary for row in table):
                    row = table.row(vocabulary, term)
                else:
                    continue
                # what a type says less exactly, stands beside it in words: the proof of the tables sees to that
                fate = (
                    "less exact"
                    if vocabulary == "type" and row.match == "broad"
                    else FATES[row.match]
                )
                yield Fate(noun, kind, name, term, format, fate, row.target, row.match, row.source)
        told.add(name)


def telling(found: Iterable[Fate]) -> list[Fate]:
    """Leave out what people need not read: what an outer field or another kind has said already, and the terms."""
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
    for format, noun in dict.fromkeys((each.format, each.noun) for each in found):
        yield f"{format}: fields of {noun}s\n"
        for each in telling(found):
            if (each.format, each.noun) == (format, noun):
                yield f"  {each.field:<22} {each.fate:<9} {each.goes_to}".rstrip() + "\n"
        terms = {
            (each.field, each.term): each
            for each in found
            if (each.format, each.noun) == (format, noun)
        }
        for (field, term), each in terms.items():
            if not term or field.startswith("identifiers/"):
                continue
            if each.fate in {"weakened", "lost"}:
                yield f"  {field} “{term}”: {each.fate}{f': only as {each.goes_to}' if each.goes_to else ''}\n"


def _markdown(found: list[Fate]) -> Iterator[str]:
    formats = list(dict.fromkeys(each.format for each in found))
    shown = telling(found)
    for noun in dict.fromkeys(each.noun for each in found):
        yield f"\n## What becomes of {noun}s\n\n| field | {' | '.join(formats)} |\n|{' --- |' * (len(formats) + 1)}\n"
        of = {
            (each.field, each.format): each for each in found if each.noun == noun and not each.term
        }
        for field in dict.fromkeys(each.field for each in shown if each.noun == noun):
            marks = (MARKS[of[field, format].fate] for format in formats)
            yield f"| `{field}` | {' | '.join(marks)} |\n"
    for format in formats:
        yield f"\n## {format}\n"
        yield from _summary(format, found, shown)
        yield "\n| | field | | goes to | source |\n| --- | --- | --- | --- | --- |\n"
        for each in shown:
            if each.format == format:
                cells = (each.noun, f"`{each.field}`", each.fate, each.goes_to or "–", each.source)
                yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


MARKS = {"carried": "✓", "weakened": "~", "lost": "✗"}


def _summary(format: str, found: list[Fate], shown: list[Fate]) -> Iterator[str]:
    """Say what a format loses and weakens, in a few lines."""
    lines = []
    for fate in ("lost", "weakened"):
        for noun in ("work", "agent"):
            of = [
                f"`{each.field}`"
                for each in shown
                if (each.format, each.noun, each.fate) == (format, noun, fate)
            ]
            lines += [f"- {fate.capitalize()}, of {noun}s: {', '.join(of)}."] if of else []
        roles = {
            each.term: each.goes_to
            for each in found
            if each.term and (each.field, each.format, each.fate) == (TERMS["role"], format, fate)
        }
        said = [
            f"`{role}` (only as {target})" if target else f"`{role}`"
            for role, target in roles.items()
        ]
        lines += [f"- {fate.capitalize()}, of roles: {', '.join(said)}."] if said else []
    yield "\n" + "\n".join(lines or ["Every field is carried."]) + "\n"


def _csv(found: list[Fate]) -> Iterator[str]:
    """Write a table as RFC 4180 has it; an apostrophe keeps spreadsheets from taking a cell for a formula."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(field.name for field in fields(Fate))
    for each in found:
        writer.writerow(f"'{cell}" if cell.startswith(FORMULA) else cell for cell in astuple(each))
    yield file.getvalue()


FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a formula begins with (OWASP, CSV Injection)."""


def _json(found: list[Fate]) -> Iterator[str]:
    yield json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=1) + "\n"


RENDERINGS = {"table": _table, "markdown": _markdown, "csv": _csv, "json": _json}
"""The ways in which fates are written."""
