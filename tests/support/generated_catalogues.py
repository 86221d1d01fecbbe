"""Whole catalogues without an error, for Hypothesis: drawn from the schemas, whatever fields these
have.

A catalogue is a list of records as plain data, one record for each id. References lead to records
of the right kind; dates, numbers and addresses are what the checks of their formats take for right;
all else is as odd as a record may be.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import strategies as st

from exporter.model.date import parse_date
from exporter.model.vocabularies import vocabulary
from exporter.records.schema import Field, Schemas
from exporter.validate.record import format_fault
from tests.support.every_field import (
    Data,
    alternative_names,
    excluded_together,
    names_inside,
    schemas,
    types_of,
)

Path = tuple[str, ...]

WORDS = (
    *(
        "Tea",
        "of",
        "遠藤",
        "誉",
        "えんどう",
        "茶の本",
        "Émile",
        "e\u0301",
        "か\u3099",
        "שלום",
        "Привет",
        "한국어",
        "𠮷",
        "😀",
    ),
    *(
        "&amp;",
        "<b>",
        "</b>",
        "]]>",
        "<!--",
        "&",
        "\\input{x}",
        "{",
        "}",
        "%",
        "$",
        "#",
        "_",
        "^",
        "~",
        "@",
        "\\",
        '"',
        "'",
    ),
    *(
        "—",
        "“",
        "”",
        "\u200d",
        "\u200e",
        "\u00ad",
        "\ufb01",
        "\U0010fffd",
        "no",
        "1941",
        "null",
        "TY  - BOOK",
        "-",
        "?",
    ),
)
"""Words of many scripts, what has a meaning in some format, and what programs take for something
else."""
GAPS = ("", " ", " ", "  ", "\n", "\t", "\n\n  ", "\u3000", "\xa0", ", ", ". ", ": ")
TAGS = (
    *(
        "en",
        "ja",
        "ja-Latn",
        "ja-Hira",
        "zh",
        "zh-Hant",
        "zh-Latn-pinyin",
        "en-GB",
        "de",
        "de-CH-1996",
        "he",
        "ar",
        "ru",
    ),
    *(
        "hu",
        "nl",
        "sr-Latn",
        "ko",
        "EN-us",
        "und",
        "mul",
        "zxx",
        "iw",
        "i-klingon",
        "es-419",
        "en-x-our",
    ),
)
ALPHABET = st.characters(
    codec="utf-8",
    exclude_categories=["Cc"],
    exclude_characters=["\u2028", "\u2029", "\ufeff", "\ufffe", "\uffff"],
    include_characters=["\n", "\t"],
)
"""What a record may hold; no YAML can hold the others."""


@functools.cache
def texts() -> st.SearchStrategy[str]:
    """Return texts with at least one character to be seen: mostly words of some scripts, sometimes
    anything at all.
    """
    pairs = st.lists(
        st.tuples(st.sampled_from(GAPS), st.sampled_from(WORDS)), min_size=1, max_size=5
    )
    some_words = st.tuples(pairs, st.sampled_from(GAPS)).map(
        lambda drawn: "".join(map("".join, drawn[0])) + drawn[1]
    )
    anything = st.text(ALPHABET, min_size=1, max_size=12)
    return st.one_of(some_words, some_words, anything).filter(lambda text: bool(text.strip()))


# ---- values that a format of the schema describes ----


def numbers(scheme: str, start: str, length: int) -> st.SearchStrategy[str]:
    """Return numbers with their check digit, with a hyphen or a blank somewhere."""
    middle = st.text("0123456789", min_size=length, max_size=length)
    whole = middle.map(lambda digits: with_check_digit(scheme, start + digits)).filter(bool)
    cut = st.tuples(whole, st.integers(1, length), st.sampled_from(["", "-", " ", "-"]))
    return cut.map(lambda drawn: drawn[0][: drawn[1]] + drawn[2] + drawn[0][drawn[1] :])


def with_check_digit(scheme: str, digits: str) -> str:
    """Add the digit that makes it a number of the scheme; empty where none does."""
    return next((digits + last for last in "0123456789X" if right(scheme, digits + last)), "")


@functools.cache
def dates() -> st.SearchStrategy[str]:
    """Return dates of all levels of EDTF."""
    year = st.integers(0, 9999).map("{:04d}".format)
    rough = st.sampled_from(
        ["199X", "19XX", "1XXX", "XXXX", "Y17000000002", "-0044", "-1000", "0000"]
    )
    month, day = (st.integers(1, last).map("{:02d}".format) for last in (12, 31))
    season = st.integers(21, 41).map(str)
    unknown = st.just("XX")
    point = st.one_of(
        year,
        rough,
        st.tuples(st.one_of(year, rough), st.one_of(month, season, unknown)).map("-".join),
        st.tuples(
            st.one_of(year, year, rough), st.one_of(month, unknown), st.one_of(day, unknown)
        ).map("-".join),
    )
    end = st.tuples(point, st.sampled_from(["", "", "?", "~", "%"])).map("".join)
    span = st.tuples(
        st.one_of(end, st.sampled_from(["", ".."])), st.one_of(end, st.sampled_from(["", ".."]))
    ).map("/".join)
    rare = st.sampled_from(
        [
            "[1667,1668,1670..1672]",
            "{1960,1961-12}",
            "[..1760-12-03]",
            "2021-08-27T10:00:00Z",
            "Y-17E7",
            "1950S2",
            "2004-06~-11",
            "?2004-06",
            "2004?-~06-11",
            "1XXX-12",
        ]
    )
    return st.one_of(end, end, span, rare).filter(lambda written: right("edtf", written))


@functools.cache
def addresses() -> st.SearchStrategy[str]:
    server = st.sampled_from(
        [
            "example.org",
            "www.example.com:8080",
            "münchen.example",
            "例え.jp",
            "192.0.2.1",
            "a-b.example",
        ]
    )
    way = st.text("abcÄ茶😀019-._~%20?&=+#/@:;!$'()*,[]", max_size=12)
    return st.tuples(st.sampled_from(["http", "https"]), server, way).map(
        lambda drawn: f"{drawn[0]}://{drawn[1]}/{drawn[2]}"
    )


FORMATS: Mapping[str, Any] = {
    "edtf": dates,
    "language-tag": lambda: st.sampled_from(TAGS),
    "web-address": addresses,
    "isbn": lambda: st.one_of(
        numbers("isbn", "978", 9), numbers("isbn", "", 9), numbers("isbn", "979", 9)
    ),
    "issn": lambda: numbers("issn", "", 7),
    "ismn": lambda: numbers("ismn", "9790", 8),
    "isni": lambda: numbers("isni", "0000", 11),
    "gtin": lambda: numbers("gtin", "", 12),
    "iswc": lambda: st.sampled_from(["T-034.524.680-1", "T-000.000.001-0"]),
    "isan": lambda: st.sampled_from(["0000-0000-3A8D-0000-Z-0000-0000-6"]),
    "ror": lambda: st.sampled_from(["03yrm5c26", "02mhbdp94", "04ttjf776"]),
    "orcid": lambda: numbers("orcid", "0000", 11).filter(lambda number: " " not in number),
    "doi": lambda: st.text("abcXYZ019.-_;()/<>&#%{}\\茶", min_size=1, max_size=12).map(
        "10.1000/".__add__
    ),
}
"""What to draw for each word that the schemas have under `format`; only what the checks take for
right is kept."""

PATTERNS = {r"\S": texts}
"""What to draw for a pattern where its own characters would be too plain."""


def right(word: str, value: str) -> bool:
    """Return whether a value is one that the checks of a format of the schemas take for right."""
    return format_fault(word, value) is None


@functools.cache
def strings(word: str, pattern: str, longest: int) -> st.SearchStrategy[str]:
    if word in FORMATS:
        found = FORMATS[word]().filter(lambda value: right(word, value))
        return found.filter(lambda value: bool(matching(pattern)(value)))
    if pattern in PATTERNS:
        return PATTERNS[pattern]()
    alphabet = st.characters(min_codepoint=32, max_codepoint=126)
    drawn = st.from_regex(pattern.replace("$", r"\Z"), fullmatch=True, alphabet=alphabet)
    return drawn.filter(lambda value: len(value) <= longest and right(word, value))


@functools.cache
def matching(pattern: str) -> Any:
    return re.compile(pattern.replace("$", r"\Z")).search


# ---- records ----

ORDERED = (
    *(("born", "died"), ("founded", "dissolved"), ("since", "until")),
    *(("submitted", "accepted"), ("issued", "withdrawn")),
)
"""Fields with a date, of which the second must not precede the first."""
UPWARD = {"part_of", "distinct_from", "broader"}
INVERSE = {"narrower"} | {
    row["inverse"] for row in vocabulary("relations").values() if row["acyclic"] and row["inverse"]
}
"""Fields that state from the other side what no chain of records may state in a circle."""
DEVICES = {"con", "prn", "aux", "nul"}
"""Names that no file on Windows can have."""


class Drawing:
    """Draws one record of a catalogue; `kinds` has the kind of each record by its id."""

    def __init__(
        self, draw: st.DrawFn, schemas: Schemas, kinds: Mapping[str, str], id: str
    ) -> None:
        self.draw, self.schemas, self.kinds = draw, schemas, kinds
        self.id, self.kind = id, kinds[id]

    def record(self) -> Data:
        root = self.schemas.root(self.kind)
        data = self._group(root)
        data |= {"id": self.id, "kind": self.kind}
        for group in groups_in(data):
            put_in_order(group)
        for citation in data.get("citations", ()):
            if citation["source"] == citation.get("through"):
                del citation["through"]  # no source is cited through itself
        if "inferred" in data:
            data["inferred"] = self._conclusions(data)
        return data

    def add(self, data: Data, names: list[str]) -> None:
        """Add a value of each of some fields that the record does not have yet."""
        fields = self.schemas.root(self.kind).children
        for name in names:
            if name not in data and self._can_hold(fields[name]):
                data[name] = self._value(fields[name])

    def _conclusions(self, data: Data) -> Data:
        """Let the reasons that were drawn speak of values that the record has."""
        reasons = list(data["inferred"].values())
        paths = sorted({".".join(way) for way in ways({**data, "inferred": {}}, "") if way})
        several = st.lists(st.sampled_from(paths), min_size=1, max_size=len(reasons), unique=True)
        return dict(zip(self.draw(several), reasons, strict=False))

    def _value(self, field: Field) -> Any:
        if field.keyword("const") is not None:
            return field.keyword("const")
        if field.keyword("enum"):
            return self.draw(st.sampled_from(field.keyword("enum")))
        types = [each for each in types_of(field) if self._can_be(each, field)]
        match self.draw(st.sampled_from(types)):
            case "object":
                return self._group(field)
            case "array":
                return self._list(field)
            case "integer" | "number":
                limits = (field.keyword("minimum", 1), field.keyword("maximum", 9999))
                return self.draw(st.integers(*limits))
            case "boolean":
                return self.draw(st.booleans())
            case _:
                return self._line(field)

    def _line(self, field: Field) -> str:
        if field.refers_to:
            return self.draw(st.sampled_from(self._targets(field)))
        word, pattern = field.keyword("format", ""), field.keyword("pattern", r"\S")
        return self.draw(strings(word, pattern, field.keyword("maxLength", 100)))

    def _group(self, field: Field) -> Data:
        """Draw the fields of a group, or a text for each of some languages."""
        if not names_inside(field):
            inner = field.child("ja")
            assert inner is not None, field.path
            tags = st.lists(strings("language-tag", "", 0), min_size=1, max_size=3, unique=True)
            return {tag: self._value(inner) for tag in self.draw(tags)}
        inside = {
            name: field.children[name]
            for name in names_inside(field)
            if self._can_hold(field.children[name])
        }
        wanted = {name for name, inner in inside.items() if inner.required}
        for alternatives in alternative_names(field):
            possible = [names for names in alternatives if inside.keys() >= set(names)]
            wanted |= set(self.draw(st.sampled_from(possible)))
        free = sorted(inside.keys() - wanted - self._excluded(field, wanted))
        sizes = [1, 3] if field.path else [2, 10, 40]
        least = min(self.draw(st.sampled_from(sizes)), len(free))
        some = st.lists(st.sampled_from(free), unique=True, min_size=least, max_size=least + 2)
        names = [*sorted(wanted), *(self.draw(some) if free else [])]
        return {name: self._value(inside[name]) for name in self.draw(st.permutations(names))}

    def _excluded(self, field: Field, wanted: set[str]) -> set[str]:
        """Return the names that exclude one that the group has."""
        groups = [set(names) for names in excluded_together(field)]
        return {name for names in groups if names & wanted for name in names - wanted}

    def _list(self, field: Field) -> list[Any]:
        item = field.child(0)
        assert item is not None, field.path
        found: list[Any] = []
        for _ in range(self.draw(st.integers(1, 3))):
            value = self._value(item)
            if value not in found or not field.keyword("uniqueItems"):
                found.append(value)
        return found

    def _can_hold(self, field: Field) -> bool:
        """Whether there is any value for a field: a reference needs a record that it can name."""
        return any(self._can_be(each, field) for each in types_of(field))

    def _can_be(self, type: str, field: Field) -> bool:
        if type == "array":
            item = field.child(0)
            return item is not None and self._can_hold(item)
        if type == "object":
            inner = field.children
            needed = [each for name, each in inner.items() if name != "*" and each.required]
            possible = all(self._can_hold(each) for each in needed)
            return possible and all(
                any(all(self._can_hold(inner[name]) for name in names) for names in alternatives)
                for alternatives in alternative_names(field)
            )
        return not field.refers_to or bool(self._targets(field))

    def _targets(self, field: Field) -> list[str]:
        """Return the records that a field can name: never the record itself.

        Related works and what a record is a part of come before it, and what states the same from
        the other side after it, so that no chain of them leads back to it.
        """
        ids = list(self.kinds)
        own, name = ids.index(self.id), field.path[0]
        if name in INVERSE:
            ids = ids[own:]
        elif self.schemas.root(self.kind).children[name].keyword("relation") or name in UPWARD:
            ids = ids[:own]
        wanted = set(field.refers_to)
        return [
            id
            for id in ids
            if id != self.id and wanted & {self.kinds[id], self.schemas.noun(self.kinds[id])}
        ]


def groups_in(value: Any) -> Iterator[Data]:
    """Yield all groups in a value, however deep, and the value if it is one."""
    if isinstance(value, dict):
        yield value
    for inner in list(value.values()) if isinstance(value, dict) else value:
        if isinstance(inner, dict | list):
            yield from groups_in(inner)


def put_in_order(group: Data) -> None:
    """Delete the later of two dates if it precedes the earlier one."""
    for first, last in ORDERED:
        dates = [date_in(group.get(name)) for name in (first, last)]
        if None not in dates and parse_date(dates[1]).precedes(parse_date(dates[0])):  # type: ignore[arg-type]
            del group[last]


def date_in(value: Any) -> str | int | None:
    """Return the date that a field says, alone or in a group."""
    while isinstance(value, dict):
        value = value.get("date")
    return value if isinstance(value, str | int) else None


def ways(value: Any, language: str, way: Path = ()) -> Iterator[Path]:
    """Yield the way to each value as `inferred` writes it.

    Plain text may be named by the language that it is in.
    """
    yield way
    if isinstance(value, Mapping):
        own = value.get("language", language)
        language = own[0] if isinstance(own, list) else own
        for key, inner in value.items():
            if way or key != "inferred":
                yield from ways(inner, language, (*way, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value, start=1):
            yield from ways(inner, language, (*way, str(number)))
    elif language and isinstance(value, str) and way[0] in {"title", "name", "place", "genre"}:
        yield (*way, language)


@functools.cache
def kinds_of_records() -> st.SearchStrategy[str]:
    """Return kinds, mostly works, and each other noun as often as any other."""
    nouns: dict[str, list[str]] = {}
    for kind in schemas().kinds:
        nouns.setdefault(schemas().noun(kind), []).append(kind)
    return st.one_of(*(st.sampled_from(kinds) for kinds in (*nouns.values(), nouns["work"])))


@st.composite
def catalogues(draw: st.DrawFn, size: int = 6) -> list[Data]:
    """Draw the records of a catalogue, at most `size` of them, all linked with each other at
    random.
    """
    names = st.from_regex(r"[a-z][a-z0-9-]{0,9}", fullmatch=True).filter(
        lambda id: id not in DEVICES
    )
    ids = draw(st.lists(names, min_size=1, max_size=size, unique=True))
    kinds = {id: draw(kinds_of_records()) for id in ids}
    return [Drawing(draw, schemas(), kinds, id).record() for id in ids]
