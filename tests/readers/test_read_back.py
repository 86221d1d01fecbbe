"""Catalogues that nobody wrote, delivered and read by others: all that their records say is found again, in its place.

Where a fact stands is what the format's table says. How it is written is not looked at here: blanks, the marks that
keep a text from being taken for markup, the kind of quotation marks, and letters that are taken apart.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string
from pybtex.errors import set_strict_mode

from exporter.export.context import ExportContext
from exporter.export.crosswalk import Crosswalk
from exporter.export.registry import crosswalk, format_named
from exporter.export.render import render
from exporter.model.linker import link
from exporter.model.records import Records
from exporter.records.document import Document
from tests.readers.test_generated import fixed
from tests.support.facts import (
    Record,
    forms,
    known,
    languages_of,
    printed,
    publishers,
    spoken,
    texts,
    title,
)
from tests.support.generated_catalogues import Data, catalogues, schemas
from tests.support.generated_catalogues import texts as words
from tests.unit.export.test_biblatex import read_by_biber
from tests.unit.export.test_bibtex import MONTHS, decoded, parts, persons_of
from tests.unit.export.test_csl_json import VARIABLE_OF_FIELD
from tests.unit.export.test_csl_yaml import unescaped

PARTS = ("given", "dropping_particle", "non_dropping_particle", "suffix")
NAMES = st.one_of(
    words(), st.fixed_dictionaries({"family": words()}, optional=dict.fromkeys(PARTS, words()))
)


@st.composite
def much_made(draw: st.DrawFn) -> list[Data]:
    """Draw a catalogue in which every work has makers with all parts of a name, in any roles."""
    records = draw(catalogues())
    ids = [f"maker-number-{place}" for place in range(4)]  # longer than any id that is drawn
    names = [{"en": draw(NAMES), "ja": draw(NAMES)} for _ in ids[:-1]]
    makers = [
        {"id": id, "kind": "person", "name": name} for id, name in zip(ids, names, strict=False)
    ]
    makers.append({"id": ids[-1], "kind": "organization", "name": draw(words())})
    roles = schemas().fields("book")["contributors", "*", "role"].keyword("enum")
    some = st.lists(
        st.sampled_from([*roles, "author", "editor", "translator"]), min_size=1, max_size=5
    )
    for data in records:
        if schemas().noun(data["kind"]) == "work":
            more = [{"agent": draw(st.sampled_from(ids)), "role": role} for role in draw(some)]
            known = [each for each in data.get("contributors", ()) if {"agent", "role"} <= {*each}]
            data["contributors"] = [*known, *more]
    return [*records, *makers]


@cache
def generated() -> list[list[Data]]:
    """Draw the catalogues. Who reads them changes nothing in them."""
    drawn: list[list[Data]] = []

    @fixed
    @given(much_made())
    def draw(records: list[Data]) -> None:
        drawn.append(records)

    draw()
    return drawn


def works_of(records: list[Data]) -> dict[str, Data]:
    return {data["id"]: data for data in records if schemas().noun(data["kind"]) == "work"}


def delivered(name: str, records: list[Data]) -> str:
    catalogue, _ = link(
        Records(Document(Path(f"{data['id']}.yaml"), data) for data in records), schemas()
    )
    pieces = render(
        format_named(name), list(catalogue.works), ExportContext(catalogue, crosswalk(name))
    )
    return b"".join(pieces).decode()


def bare(text: object) -> str:
    return normalize("NFC", re.sub("[‘’“”\"']", "'", re.sub(r"[\s\u2060]+", "", str(text))))


def found_in(place: object, facts: Iterable[object]) -> bool:
    return all(bare(fact) in bare(place) for fact in facts)


def one_of(facts: Iterable[str]) -> set[str]:
    return {bare(fact) for fact in facts}


def placed(work: Record, table: Crosswalk, subjects: str) -> dict[str, list[str]]:
    """Return the ids of those whom each field has to name, in the order of the record."""
    found: dict[str, list[str]] = {"publisher": [], subjects: []}
    for each in work.get("contributors", ()):
        found.setdefault(table.target("role", each["role"]), []).append(each["agent"])
    found["publisher"] += publishers(work)
    found[subjects] += work.get("about", ())
    return found


# ---- CSL ----

DATES = {"issued": "issued", "created": "event-date", "accessed": "accessed"}
IN_ONE_TEXT = {"publisher", "keyword", "note"}


@pytest.mark.parametrize("name", ["csl-json", "csl-yaml"])
def test_csl_reads_back_to_the_same_facts(name: str) -> None:
    table, wrong = crosswalk(name), list[str]()
    for records in generated():
        document = delivered(name, records)
        items = (
            json.loads(document)
            if name == "csl-json"
            else unescaped(yaml.safe_load(document))["references"]
        )
        there, works = {data["id"]: data for data in records}, works_of(records)
        assert [item["id"] for item in items] == sorted(works)
        for item in items:
            work = works[item["id"]]
            faults = [*csl_faults(work, item), *csl_names(work, item, there, table)]
            wrong.extend(f"{work['id']}: {fault}" for fault in faults)
    assert wrong == [], "\n".join(wrong)


def csl_faults(work: Record, item: Record) -> Iterator[str]:
    """Name each field of a work that is not in the item."""
    kinds = {"book": "book", "photo": "graphic"}
    variables = {
        field: variable for field, variable in VARIABLE_OF_FIELD.items() if variable != "abstract"
    }
    expected = {
        variable: printed(work[field], work)
        for field, variable in variables.items()
        if field in work
    }
    expected["abstract"] = "".join(
        printed(work[field], work) for field in ("abstract", "caption") if field in work
    )
    expected |= {"title": title(work), "type": work.get("type", kinds.get(work["kind"], ""))}
    expected |= {
        scheme.upper(): number
        for scheme, number in identifiers(work).items()
        if scheme in IN_FIELDS
    }
    for variable, fact in expected.items():
        if bare(item.get(variable, "")) != bare(fact):
            yield f"{variable}: {fact}"
    if item.get("language", "und") != next(iter(languages_of(work)), "und"):
        yield "language"
    if not found_in(item.get("note", ""), said_in_words(work)):
        yield "note"
    if not found_in(item.get("annote", ""), annotated(work)):
        yield "annote"
    if not found_in(
        item.get("keyword", ""), (printed(each, work) for each in work.get("keywords", ()))
    ):
        yield "keywords"
    for field, variable in DATES.items():
        date = edtf(work.get(field, ""))
        if date and not is_dated(date, item.get(variable, {}), item.get("note", "")):
            yield f"{field}: {date}: {item.get(variable)}"


IN_FIELDS = {"isbn", "issn", "doi"}


def identifiers(work: Record) -> Mapping[str, str]:
    return work.get("identifiers", {})


def said_in_words(work: Record) -> Iterator[str]:
    """Yield what these formats have no field for and say in the note."""
    for field in ("credit", "rights"):
        if field in work:
            yield printed(work[field], work)
    yield from (printed(each, work) for each in work.get("notes", ()))
    yield from (number for scheme, number in identifiers(work).items() if scheme not in IN_FIELDS)


def annotated(work: Record) -> Iterator[str]:
    for each in work.get("citations", ()):
        yield from (f"({each['source']})", str(each.get("at", "")))
        yield from (
            form for claim in each.get("claims", ()) for form in forms(claim, work).values()
        )
        yield from forms(each["note"], work).values() if "note" in each else ()
    yield from (printed(heading, work) for heading in work.get("sections", ()))
    yield from (f"({photo})" for photo in work.get("illustrations", ()))


PLAIN = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?P<mark>[?~%]?)")


def edtf(written: str | int) -> str:
    """Return a date as text; a year may be a number."""
    return f"{written:04d}" if isinstance(written, int) else written


def numbers(plain: re.Match[str]) -> list[int]:
    return [int(part) for part in plain.groups()[:3] if part]


def is_of_calendar(plain: re.Match[str]) -> bool:
    """Tell whether it is a year after 0 and, if any, a month: not a season."""
    return int(plain[1]) > 0 and int(plain[2] or 1) < len(MONTHS)


def is_exact(written: str) -> bool:
    plain = PLAIN.fullmatch(written)
    return bool(plain and not plain["mark"] and is_of_calendar(plain))


def is_dated(written: str, made: Record, note: str) -> bool:
    """Tell whether a date is what is written; of a rare kind, whether there is a date at all."""
    ends = [PLAIN.fullmatch(end) for end in written.split("/")]
    if all(end and is_of_calendar(end) for end in ends):
        dates = [numbers(end) for end in ends if end]
        dates = [
            date[: min(map(len, dates))] for date in dates
        ]  # citeproc-js sets no other interval
        circa = {"circa": True} if any(end["mark"] for end in ends if end) else {}
        return made == {"date-parts": dates[:1] if dates[:1] == dates[1:] else dates, **circa}
    return bool(made) or f"Date {written} (EDTF)" in note


def csl_names(work: Record, item: Record, there: Record, table: Crosswalk) -> Iterator[str]:
    """Name each name that is not in its variable, in its parts and in the order of the record."""
    expected = placed(work, table, "keyword")
    lists = {variable for variable, value in item.items() if isinstance(value, list)}
    if lists != expected.keys() - IN_ONE_TEXT:
        yield f"{lists}"
    for variable, ids in expected.items():
        if variable in IN_ONE_TEXT:
            for id in ids:
                if not any(found_in(item.get(variable, ""), [text]) for text in spoken(there[id])):
                    yield f"{variable}: {id}"
        elif len(item[variable]) != len(ids):
            yield f"{variable}: {len(ids)} names"
        else:
            for id, found in zip(ids, item[variable], strict=True):
                if bare_parts(found) not in [bare_parts(each) for each in parted(there[id])]:
                    yield f"{variable}: {id}: {found}"


def parted(agent: Record) -> list[dict[str, str]]:
    whole = [{"literal": text} for text in texts(agent)]
    return known(agent) if agent["kind"] == "person" else whole


def bare_parts(name: Record) -> dict[str, str]:
    return {part.replace("_", "-"): bare(text) for part, text in name.items()}


# ---- BibTeX and BibLaTeX ----

PLACES = {
    "short_title": ("shorttitle", "note"),
    "container_title": (
        "journal",
        "journaltitle",
        "booktitle",
        "howpublished",
        "titleaddon",
        "note",
    ),
    "series": ("series", "note"),
    "series_number": ("number", "series", "note"),
    "place": ("address", "location", "note"),
    "edition": ("edition", "note"),
    "volume": ("volume", "note"),
    "issue": ("number", "note"),
    "pages": ("pages", "note"),
    "genre": ("type", "note"),
    "location": ("venue", "note"),
    "credit": ("addendum", "note"),
    "rights": ("note",),
    "url": ("url",),
    "abstract": ("abstract",),
    "caption": ("abstract",),
}
"""The fields in which a statement may stand, as the format and the type of the entry allow."""
PUBLISHED_IN = ("publisher", "institution", "organization", "school", "howpublished", "note")
TITLED_IN = ("title", "titleaddon", "sorttitle", "note", "annote", "annotation")
EDITORS = ("editor", "editora", "editorb", "editorc")
Names = Mapping[str, list[str]]
"""The names in each field of names, each in one piece: particle, family name, suffix, given names."""


def test_bibtex_reads_back_to_the_same_facts() -> None:
    set_strict_mode(True)
    wrong: list[str] = []
    for records in generated():
        entries = parse_string(delivered("bibtex", records), "bibtex").entries
        there, works = {data["id"]: data for data in records}, works_of(records)
        assert list(entries) == sorted(works)
        for id, entry in entries.items():
            verbatim = {
                name: bare(value) for name, value in entry.fields.items() if name in {"url", "doi"}
            }
            fields = {name: bare(decoded(value)) for name, value in entry.fields.items()} | verbatim
            names = {
                field: [bare("".join(parts(each))) for each in all]
                for field, all in persons_of(entry).items()
            }
            faults = [
                *bib_faults("bibtex", works[id], fields, names, there),
                *bibtex_date(dated(works[id]), fields),
            ]
            wrong.extend(f"{id}: {fault}" for fault in faults)
    assert wrong == [], "\n".join(wrong)


def test_biblatex_reads_back_to_the_same_facts(tmp_path: Path) -> None:
    """All catalogues are one document to biber, which takes long to begin; so each key has a number before it.

    As a tool it leaves out keywords and dates without a beginning, takes pages apart at any dash, and writes a year
    without its zeros, and zeros for an unknown month.
    """
    documents = [delivered("biblatex", records) for records in generated()]
    keyed = (
        re.sub(r"^(@\w+\{)", rf"\g<1>{number}-", text, flags=re.M)
        for number, text in enumerate(documents)
    )
    text = "\n".join(keyed)
    (tmp_path / "all.bib").write_text(text, "utf-8")
    entries, wrong = read_by_biber(tmp_path / "all.bib"), list[str]()
    for key, lines in re.findall(r"^@\w+\{(.+),\n((?:  .+\n)+)", text, flags=re.M):
        entries[key] |= {
            field: decoded(value)
            for field, value in re.findall(r"  (keywords|pages) = (.+),", lines)
        }
    for number, records in enumerate(generated()):
        there = {data["id"]: data for data in records}
        for id, work in works_of(records).items():
            entry = entries.pop(f"{number}-{id}")
            names = {
                field: list(map(in_order, value))
                for field, value in entry.items()
                if is_of_names(value)
            }
            fields = {
                field: bare("".join(value)) for field, value in entry.items() if field not in names
            }
            fields |= {
                field: biber_date(value)
                for field, value in fields.items()
                if field.endswith("date")
            }
            faults = [
                *bib_faults("biblatex", work, fields, names, there),
                *biblatex_date(dated(work), fields),
            ]
            wrong.extend(f"{number}-{id}: {fault}" for fault in faults)
    assert entries == {}
    assert wrong == [], "\n".join(wrong)


def biber_date(written: str) -> str:
    return re.sub(r"^\d{1,3}(?!\d)", lambda year: year[0].zfill(4), written).replace("-00", "-XX")


def in_order(name: Mapping[str, str]) -> str:
    return bare("".join(name.get(part, "") for part in ("prefix", "family", "suffix", "given")))


def is_of_names(value: Any) -> bool:
    return isinstance(value, list) and isinstance(value[0], dict)


def encoded(text: str) -> str:
    """Return an address as a field that TeX does not read has it."""
    return text.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def bib_faults(
    name: str, work: Record, fields: Mapping[str, str], names: Names, there: Record
) -> Iterator[str]:
    """Name each statement of a work that is not in the entry."""
    for statement, places, facts in bib_statements(work):
        if not any(found_in(fields.get(place, ""), facts) for place in places):
            yield f"{statement}: {facts}"
    if fields["title"] != bare(title(work)):
        yield f"title: {title(work)}"
    accessed, found = edtf(work.get("accessed", "")), fields.get("urldate", "")
    if (
        not (found == accessed if is_exact(accessed) else found)
        and accessed[:1] not in {"", ".", "/"}
        and "Accessed:" not in fields.get("note", "")
    ):
        yield f"accessed: {accessed}: {found}"
    for field, ids in placed(work, crosswalk(name), "keywords").items():
        yield from bib_names(field, ids, fields, names, there)


def bib_statements(work: Record) -> Iterator[tuple[str, tuple[str, ...], list[str]]]:
    """Yield each statement of a work, the fields of which one has to hold it, and its texts."""
    yield "annotation", ("annote", "annotation"), list(annotated(work))
    for field, place in (("notes", "note"), ("keywords", "keywords")):
        yield from ((field, (place,), [printed(each, work)]) for each in work.get(field, ()))
    yield from (
        (field, places, [in_bib(field, work)]) for field, places in PLACES.items() if field in work
    )
    for form in forms(work.get("title") or work["devised_title"], work).values():
        yield "title", TITLED_IN, [form]
    for scheme, number in identifiers(work).items():
        yield scheme, (scheme, "eprint", "note"), [encoded(number) if scheme == "doi" else number]


def in_bib(field: str, work: Record) -> str:
    """Return the text of a field as it is printed: a range of pages has a dash."""
    fact = printed(work[field], work)
    if field == "pages":
        return re.sub(r"^(\w+)[-–](\w+)$", r"\1–\2", fact)
    return encoded(fact) if field == "url" else fact


def dated(work: Record) -> str:
    return edtf(work.get("issued", work.get("created", "")))


def bibtex_date(date: str, fields: Mapping[str, str]) -> Iterator[str]:
    plain = PLAIN.fullmatch(date)
    found = [
        fields.get("year", ""),
        MONTHS[fields.get("month", "")].lstrip("0"),
        fields.get("day", ""),
    ]
    if plain and is_of_calendar(plain):
        if found != [*map(str, numbers(plain)), "", "", ""][:3]:
            yield f"date: {date}: {found}"
    elif date and not re.search("(Date|Created):", fields.get("note", "")):
        yield f"date: {date}"


def biblatex_date(date: str, fields: Mapping[str, str]) -> Iterator[str]:
    """Name a date that is not the one of the entry; of a rare kind, one that is not even in the note."""
    found = fields.get("date", "")
    if is_exact(date):
        if found != date:
            yield f"date: {date}: {found}"
    elif (
        date[:1] not in {"", ".", "/"}
        and not found
        and not re.search("(Date|Created):", fields.get("note", ""))
    ):
        yield f"date: {date}"


def bib_names(
    field: str, ids: Iterable[str], fields: Mapping[str, str], names: Names, there: Record
) -> Iterator[str]:
    """Name each name that is not in its field, in its parts and in the order of the record, nor said in the note."""
    lists = [
        names[each]
        for each in (EDITORS if field.startswith("editor") else (field,))
        if each in names
    ]
    expected = [one_of(turned(there[id])) for id in ids]
    if any(
        len(names) == len(expected) and all(map(set.__contains__, expected, names))
        for names in lists
    ):
        return
    places = PUBLISHED_IN if field == "publisher" else (field, "note")
    for id in ids:
        if not any(
            bare(text) in fields.get(place, "") for text in texts(there[id]) for place in places
        ):
            yield f"{field}: {id}: {lists}"


def turned(agent: Record) -> Iterator[str]:
    """Yield a name in one piece and in the order of BibTeX: particle, family, suffix, given."""
    order = ("dropping_particle", "non_dropping_particle", "family", "suffix", "given")
    yield from texts(agent)
    for form in known(agent):
        yield "".join(form.get(part, "") for part in order)
