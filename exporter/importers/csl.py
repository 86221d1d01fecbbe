"""CSL-JSON and CSL-YAML, as citation processors and reference managers write them.

Source: CSL 1.0.2 specification, appendices III and IV; CSL-JSON schema 1.0.2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from exporter.importers.builder import EntryBuilder
from exporter.importers.encoding import decoded
from exporter.importers.entry import Broken, Entry, Imported, NamedAgent, NameForm
from exporter.importers.field_table import field_table
from exporter.importers.json_source import items
from exporter.importers.readings import put_read
from exporter.importers.registry import ImportContext
from exporter.importers.text import edtf, line, without_html
from exporter.importers.title_parts import cut_part_from_title
from exporter.importers.yaml_source import read_yaml
from exporter.model.vocabularies import vocabulary

TABLE = field_table(Path(__file__).with_name("csl.tsv"))
_PARTS = {
    "family": "family",
    "given": "given",
    "dropping-particle": "dropping_particle",
    "non-dropping-particle": "non_dropping_particle",
    "suffix": "suffix",
}
_NAME_SETTINGS = frozenset({"comma-suffix", "static-ordering", "parse-names", "isInstitution"})
_EXTRA = re.compile(r"^\{?:?([A-Za-z][A-Za-z -]*)[:=]\s*(\S.*?)\}?$", re.MULTILINE)
_DATES = frozenset(
    {"issued", "accessed", "available-date", "submitted", "event-date", "original-date"}
)
_ESCAPE = re.compile(r"(\$(?!\s)[^$]+(?<!\s)\$(?![0-9]))|\\([!-/:-@\[-`{-~])")
"""Mathematics, which stays as it is, or a sign that a backslash makes plain."""
_OPENALEX = (
    "this comes from OpenAlex, whose works are no CSL-JSON; what Crossref or DataCite say of the "
    "same DOIs can be imported"
)
_ALWAYS = frozenset({"kind", "type", "language", "devised_title"})
"""The fields that every record has."""
LineOf = Callable[[str], int]


def read(content: bytes, context: ImportContext) -> Iterator[Imported]:
    """Yield the items of a JSON or YAML document."""
    text, remarks = decoded(content, context.encoding)
    yield from remarks
    if text.lstrip()[:1] in {"[", "{"}:
        for item in items(text, ("items", "references")):
            if isinstance(item, Broken):
                yield item
            elif _is_of_openalex(item.data):
                yield Broken(item.line, _OPENALEX)
            else:
                entry = read_item(item.data, item.line, item.line_of, context)
                yield entry if _says_anything(entry) else _not_csl(item.data, item.line)
        return
    tree = read_yaml(text)
    if isinstance(tree, Broken):
        yield tree
        return
    path: tuple[str | int, ...] = ()
    data = tree.data
    if isinstance(data, dict) and "references" in data:
        path, data = ("references",), data["references"]
    for number, entry in enumerate(data if isinstance(data, list) else [data]):
        where = (*path, number)
        if not isinstance(entry, dict):
            yield Broken(tree.line(*where), "this is not an item: it has no fields")
            continue
        plain = {name: _plain(value) if name != "type" else value for name, value in entry.items()}
        yield read_item(plain, tree.line(*where), partial(tree.line, *where), context)


def _says_anything(entry: Entry) -> bool:
    """Return whether an item says anything of a work; an object of other data has a title or an id, too."""
    return not entry.leftovers or bool(entry.data.keys() - _ALWAYS)


def _not_csl(data: Mapping[str, Any], at: int) -> Broken:
    names = ", ".join(list(data)[:5])
    return Broken(at, f"this object is no item of CSL, which knows none of its fields: {names}")


def _is_of_openalex(data: Mapping[str, Any]) -> bool:
    """Return whether an object is a work of OpenAlex, or an answer with several of them."""
    results = data.get("results")
    if isinstance(results, list) and results and isinstance(results[0], dict):
        return _is_of_openalex(results[0])
    return "authorships" in data or str(data.get("id")).startswith("https://openalex.org/")


def _plain(value: Any) -> Any:
    r"""Return a value without the backslashes of Markdown, as which pandoc reads CSL-YAML: `St\.` is `St.`.

    Source: Pandoc User's Guide, Backslash escapes.
    """
    match value:
        case dict():
            return {name: _plain(inner) for name, inner in value.items()}
        case list():
            return [_plain(inner) for inner in value]
        case str():
            return _ESCAPE.sub(lambda match: match[1] or match[2], value)
        case _:
            return value


def read_item(data: Mapping[str, Any], at: int, line_of: LineOf, context: ImportContext) -> Entry:
    """Return one item as an entry."""
    key = data.get("citation-key") or data.get("id", "")
    builder = EntryBuilder(context.schemas, at, str(key))
    type = str(data.get("type", "")).strip()
    known = vocabulary("types")
    if type and type not in known:
        builder.leave("type", type, "this type is not known", line_of("type"))
    builder.kind(type if type in known else "document")
    for name, value in data.items():
        if name in {"id", "type", "citation-key"} or value in (None, "", [], {}):
            continue
        builder.seen += 1
        _field(builder, name, value, line_of(name))
    cut_part_from_title(builder.data)
    return builder.finish()


def _field(builder: EntryBuilder, name: str, value: Any, at: int) -> None:
    role = TABLE.word("role", name)
    other = TABLE.word("hostrole", name) or TABLE.word("otherrole", name)
    if role or other:
        for each in value if isinstance(value, list) else [value]:
            agent = _agent(builder, name, each, at)
            if agent and role:
                builder.contribute(role, agent)
            elif agent:
                _contribute_elsewhere(builder, name, other, agent)
    elif name in _DATES:
        _date(builder, name, value, at)
    else:
        for each in value if isinstance(value, list) else [value]:
            _text(builder, name, each, at)


def _contribute_elsewhere(builder: EntryBuilder, name: str, role: str, agent: NamedAgent) -> None:
    if name == "container-author":
        builder.describe_host(role, agent)
        return
    relation = "review_of" if name == "reviewed-author" else "translation_of"
    group = builder.data.setdefault(relation, {})
    group.setdefault("contributors", []).append({"agent": agent, "role": role})


def _agent(builder: EntryBuilder, field: str, value: Any, at: int) -> NamedAgent | None:
    """Return a name; what is not a part of a name is reported."""
    if isinstance(value, str):
        return NamedAgent("person", [("", line(value))]) if line(value) else None
    if not isinstance(value, Mapping):
        builder.leave(field, str(value), "this is not a name", at)
        return None
    literal = value.get("literal") or value.get("name")
    form: dict[str, str] = {}
    identifiers: dict[str, Any] = {}
    for part, words in value.items():
        text = line(str(words)) if words is not None else ""
        if part in _PARTS and text:
            form[_PARTS[part]] = text
        elif part.lower() == "orcid" and text:
            identifiers["orcid"] = text.rpartition("/")[2]
        elif part not in {"literal", "name", *_PARTS, *_NAME_SETTINGS} and text:
            builder.leave(f"{field}.{part}", text, "a name has no place for this", at)
    if literal and not form:
        return NamedAgent("organization", [("", line(str(literal)))], identifiers)
    if "family" not in form and "given" not in form:
        builder.leave(field, ", ".join(map(str, value.values())), "this is not a name", at)
        return None
    whole: NameForm = form
    if len(form) == 1:
        whole = next(iter(form.values()))
    return NamedAgent("person", [("", whole)], identifiers)


def _date(builder: EntryBuilder, name: str, value: Any, at: int) -> None:
    target = TABLE.field(name)
    if target is None:
        return
    written = date_of(value)
    if not written:
        shown = value.get("raw") or value.get("literal") if isinstance(value, Mapping) else value
        builder.leave(name, line(str(shown or value)), "this date is not understood", at)
    elif name == "issued" and builder.data["kind"] == "manuscript":
        builder.data["created"] = written
    else:
        builder.put(target.field, written, name, at)


def date_of(value: Any) -> str:
    """Return a CSL date, a list of two of them, or a date in EDTF or in words, as EDTF."""
    if isinstance(value, (str, int)):
        return edtf(str(value))
    if isinstance(value, list):  # CSL-YAML of old: a list of dates with year, month, day
        return "/".join(filter(None, map(date_of, value[:2])))
    if not isinstance(value, Mapping):
        return ""
    parts = value.get("date-parts")
    if parts is None and "year" in value:
        parts = [[value[word] for word in ("year", "month", "day") if value.get(word)]]
    dates = [_from_parts(each) for each in parts] if isinstance(parts, list) else []
    written = "/".join(dates) if dates and all(dates) else ""
    season = str(value.get("season") or "")
    if season in {"1", "2", "3", "4"} and len(written) == 4:
        written += f"-2{season}"
    elif season and len(written) == 4:
        written = edtf(f"{season} {written}") or written
    if not written:
        written = edtf(str(value.get("raw") or value.get("literal") or value.get("edtf") or ""))
    circa = str(value.get("circa") or "").lower() in {"1", "true"}
    return edtf(f"{written}~" if circa and written else written)


def _from_parts(parts: Any) -> str:
    if not isinstance(parts, list) or not parts:
        return ""
    numbers = [str(part).strip() for part in parts if part not in (None, "")]
    if not numbers or not all(re.fullmatch("-?[0-9]{1,18}", number) for number in numbers):
        return ""
    year = int(numbers[0])
    if year == 0:
        return ".."  # an open end, as citation processors write it
    first = f"{year:04d}"
    if year < 0:  # 51 B.C. is -51 in CSL, which has no year 0, and -0050 in EDTF
        first = f"-{-year - 1:04d}" if year < -1 else "0000"
    return "-".join([first, *(number.zfill(2) for number in numbers[1:3] if number != "0")])


def _text(builder: EntryBuilder, name: str, value: Any, at: int) -> None:
    target = TABLE.field(name)
    if isinstance(value, dict) and set(value) == {"name"}:
        value = value["name"]  # DataCite's CSL-JSON names a publisher so
    if isinstance(value, (dict, list)):
        shown = _shown(value)
        if target and target.is_left:
            builder.leave_by(target, name, shown, at)
        else:
            builder.leave(name, shown, "this is not text", at)
        return
    text = without_html(str(value))
    if target is None:
        builder.leave_unknown(name, text, at)
    elif target.is_left:
        builder.leave_by(target, name, text, at)
    elif target.reading == "note":
        _note(builder, str(value), at)
    else:
        put_read(builder, target, text, name, at)


def _note(builder: EntryBuilder, text: str, at: int) -> None:
    """Read the lines of a note that name a variable (`PMID: 123`), and keep the others as a note.

    Reference managers without a field for a variable write it so. Source: Zotero, citing fields from
    the field Extra.
    """
    rest = []
    for written in text.split("\n"):
        match = _EXTRA.fullmatch(written.strip())
        name = match[1].strip() if match else ""
        found = next(
            (word for word in (name, name.lower().replace(" ", "-")) if TABLE.field(word)), ""
        )
        target = TABLE.field(found) if found else None
        if match and found in _DATES and date_of(match[2]):
            _date(builder, found, match[2], at)
        elif match and target and found not in {"note", *_DATES} and not target.is_left:
            put_read(builder, target, match[2], found, at)
        else:
            rest.append(written)
    if "".join(rest).strip():
        builder.note("general", "\n".join(rest))


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_shown(each)}" for name, each in value.items())
    if isinstance(value, list):
        return "; ".join(map(_shown, value))
    return str(value)
