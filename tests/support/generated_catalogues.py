"""Whole catalogues without an error, for Hypothesis: drawn from the schemas, whatever fields these have.

A catalogue is a list of records as plain data, one record for each id. References lead to records of the right kind;
dates, numbers and addresses are what the checks of their formats take for right; all else is as odd as a record may be.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import strategies as st

from exporter.model.date import parse_date
from exporter.records.document import leaves
from exporter.records.schema import SUFFIX, Field, Schemas
from exporter.validate.checks import checks_with
from tests.support.every_field import Data, schemas

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
"""Words of many scripts, what has a meaning in some format, and what programs take for something else."""
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
    """Give texts with at least one character to be seen: mostly words of some scripts, sometimes anything at all."""
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
    """Give numbers with their check digit, with a hyphen or a blank somewhere."""
    middle = st.text("0123456789", min_size=length, max_size=length)
    whole = middle.map(lambda digits: with_check_digit(scheme, start + digits)).filter(bool)
    cut = st.tuples(whole, st.integers(1, length), st.sampled_from(["", "-", " ", "-"]))
    return cut.map(lambda drawn: drawn[0][: drawn[1]] + drawn[2] + drawn[0][drawn[1] :])


def with_check_digit(scheme: str, digits: str) -> str:
    """Add the digit that makes it a number of the scheme; empty where none does."""
    return next((digits + last for last in "0123456789X" if right(scheme, digits + last)), "")


@functools.cache
def dates() -> st.SearchStrategy[str]:
    """Give dates of all levels of EDTF."""
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
    "isni": lambda: numbers("isni", "0000", 11),
    "orcid": lambda: numbers("orcid", "0000", 11).filter(lambda number: " " not in number),
    "doi": lambda: st.text("abcXYZ019.-_;()/<>&#%{}\\茶", min_size=1, max_size=12).map(
        "10.1000/".__add__
    ),
}
"""What to draw for each word that the schemas have under `format`; only what the checks take for right is kept."""

PATTERNS = {r"\S": texts}
"""What to draw for a pattern where its own characters would be too plain."""


@functools.cache
def checks_of(word: str) -> tuple[Any, ...]:
    return tuple(module for module in checks_with("on_value").values() if word == module.FORMAT)


def right(word: str, value: str) -> bool:
    return not any(module.on_value(value) for module in checks_of(word))


@functools.cache
def strings(word: str, pattern: str, longest: int) -> st.SearchStrategy[str]:
    if word:
        found = FORMATS[word]().filter(lambda value: right(word, value))
        return found.filter(lambda value: bool(matching(pattern)(value)))
    if pattern in PATTERNS:
        return PATTERNS[pattern]()
    short = st.from_regex(
        pattern.replace("$", r"\Z"), fullmatch=True, alphabet=st.characters(codec="ascii")
    )
    return short.filter(lambda value: len(value) <= longest)


@functools.cache
def matching(pattern: str) -> Any:
    return re.compile(pattern.replace("$", r"\Z")).search


# ---- records ----

NEW_TO_ITSELF = {("distinct_from", "*"), ("language_editions", "*", "work")}
"""References that cannot lead to the record itself."""
CHAINS = {("translation_of", "work"), ("part_of",)}
"""References that lead back to no record, even by way of others: they lead to records that come before."""
ORDERED = (
    (("born", "date"), ("died", "date")),
    (("founded",), ("dissolved",)),
    (("since",), ("until",)),
)
"""Dates of which the second does not precede the first."""
DEVICES = {"con", "prn", "aux", "nul"}
"""What is no name for a file on Windows."""


class Drawing:
    """One record on its way: which other records it can name."""

    def __init__(
        self, draw: st.DrawFn, schemas: Schemas, kinds: Mapping[str, str], id: str
    ) -> None:
        self.draw, self.schemas, self.kinds, self.id, self.kind = (
            draw,
            schemas,
            kinds,
            id,
            kinds[id],
        )
        self.fields = schemas.fields(self.kind)

    def record(self) -> Data:
        choices = [each for file in self._files() for each in file.get("anyOf", ())]
        wanted = set(self.draw(st.sampled_from(choices))["required"]) if choices else set()
        data = self._group((), wanted | {"id", "kind"})
        data |= {"id": self.id, "kind": self.kind}
        for file in self._files():
            together = file.get("not", {}).get("required", ())
            if together and data.keys() >= set(together):
                del data[self.draw(st.sampled_from(together))]
        for group in (data, *data.get("positions", ())):
            for first, last in ORDERED:
                put_in_order(group, first, last)
        for citation in data.get("citations", ()):
            if citation["source"] == citation.get("through"):
                del citation["through"]  # nothing is cited through itself
        if "inferred" in data:
            reasons = list(data["inferred"].values())
            paths = sorted(
                {".".join(way) for way in ways({**data, "inferred": {}}, data["language"]) if way}
            )
            chosen = self.draw(
                st.lists(st.sampled_from(paths), min_size=1, max_size=len(reasons), unique=True)
            )
            data["inferred"] = dict(zip(chosen, reasons, strict=False))
        return data

    def _files(self) -> Iterator[Mapping[str, Any]]:
        name = self.kind + SUFFIX
        while name:
            yield self.schemas.files[name]
            name = self.schemas.files[name].get("$ref", "")

    def _value(self, path: Path, field: Field) -> Any:
        if field.refers_to and not isinstance(field.keyword("type"), list):
            return self.draw(st.sampled_from(self._there(path, field)))
        if field.keyword("const") is not None:
            return field.keyword("const")
        if field.keyword("enum"):
            return self.draw(st.sampled_from(field.keyword("enum")))
        sorts = field.keyword("type")
        sort = self.draw(st.sampled_from(sorts)) if isinstance(sorts, list) else sorts
        if sort == "object":
            return self._group(path, set())
        if sort == "array":
            return self._list(path, field)
        if sort == "integer":
            return self.draw(st.integers(field.keyword("minimum"), field.keyword("maximum")))
        if sort == "boolean":
            return self.draw(st.booleans())
        if field.refers_to:
            return self.draw(st.sampled_from(self._there(path, field)))
        word, pattern = field.keyword("format", ""), field.keyword("pattern", r"\S")
        return self.draw(strings(word, pattern, field.keyword("maxLength", 100)))

    def _group(self, path: Path, wanted: set[str]) -> Data:
        inside = {each[-1]: field for each, field in self.fields.items() if each[:-1] == path}
        if set(inside) == {"*"}:
            tags = self.draw(
                st.lists(strings("language-tag", "", 0), min_size=1, max_size=3, unique=True)
            )
            return {tag: self._value((*path, "*"), inside["*"]) for tag in tags}
        inside = {
            name: field
            for name, field in inside.items()
            if name != "*" and self._can((*path, name), field)
        }
        wanted |= {name for name, field in inside.items() if field.required}
        free = sorted(inside.keys() - wanted)
        least = min(self.draw(st.sampled_from([0, 2, 6])), len(free)) if wanted else 1
        some = (
            self.draw(st.lists(st.sampled_from(free), unique=True, min_size=least)) if free else []
        )
        names = self.draw(st.permutations([*sorted(wanted), *some]))
        return {name: self._value((*path, name), inside[name]) for name in names}

    def _list(self, path: Path, field: Field) -> list[Any]:
        inner = (*path, "*")
        once = bool(field.keyword("uniqueItems"))
        size = self.draw(st.integers(1, 3))
        found = [self._value(inner, self.fields[inner]) for _ in range(size)]
        return list(dict.fromkeys(found)) if once else found

    def _can(self, path: Path, field: Field) -> bool:
        """Tell whether there is anything that this field could hold; a group or list needs what is required inside."""
        if field.refers_to and not self._there(path, field):
            return False
        needed = [
            each
            for each in self.fields
            if each[:-1] == path and (self.fields[each].required or each[-1] == "*")
        ]
        return all(self._can(each, self.fields[each]) for each in needed)

    def _there(self, path: Path, field: Field) -> list[str]:
        before = list(self.kinds)[: list(self.kinds).index(self.id)]
        ids = (
            before
            if path in CHAINS
            else [id for id in self.kinds if id != self.id or path not in NEW_TO_ITSELF]
        )
        wanted = set(field.refers_to)
        return [id for id in ids if wanted & {self.kinds[id], self.schemas.noun(self.kinds[id])}]


def put_in_order(group: Data, first: Path, last: Path) -> None:
    """Take the later of two dates out where it precedes the earlier."""
    dates = [dict(leaves(group)).get(way) for way in (first, last)]
    if None not in dates and parse_date(dates[1]).precedes(parse_date(dates[0])):  # type: ignore[arg-type]
        del group[last[0]]


def ways(value: Any, language: str, way: Path = ()) -> Iterator[Path]:
    """Give the way to each value as `inferred` writes it; plain text may be named by the language that it is in."""
    yield way
    if isinstance(value, Mapping):
        language = value.get("language", language)
        for key, inner in value.items():
            if way or key != "inferred":
                yield from ways(inner, language, (*way, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value, start=1):
            yield from ways(inner, language, (*way, str(number)))
    elif isinstance(value, str) and way[0] in {"title", "name", "place", "genre"}:
        yield (*way, language)


@st.composite
def catalogues(draw: st.DrawFn, size: int = 6) -> list[Data]:
    """Draw the records of a catalogue, at most `size` of them, all linked with each other at random."""
    names = st.from_regex(r"[a-z][a-z0-9-]{0,9}", fullmatch=True).filter(
        lambda id: id not in DEVICES
    )
    ids = draw(st.lists(names, min_size=1, max_size=size, unique=True))
    kinds = {id: draw(st.sampled_from(schemas().kinds)) for id in ids}
    return [Drawing(draw, schemas(), kinds, id).record() for id in ids]
