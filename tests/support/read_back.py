"""Catalogues that nobody wrote, exported, and what a reader of the document must find in it.

What must be found is worked out from the YAML and the schemas. How it is written is not looked at
here: white space, the kind of quotation marks and dashes, decomposed letters, marked-up words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import normalize

from hypothesis import given, settings
from hypothesis import strategies as st

from exporter.export.context import ExportContext
from exporter.export.registry import crosswalk, format_named
from exporter.export.render import render
from exporter.model.linker import link
from exporter.model.records import Records
from exporter.records.document import Document, Pointer
from exporter.records.schema import Field
from tests.readers.test_generated import fixed
from tests.support.facts import Record, known, spoken, texts
from tests.support.generated_catalogues import Data, Drawing, catalogues, schemas
from tests.support.generated_catalogues import texts as words

PARTS = ("given", "dropping_particle", "non_dropping_particle", "suffix", "numeration")
NAMES = st.one_of(
    words(), st.fixed_dictionaries({"family": words()}, optional=dict.fromkeys(PARTS, words()))
)
CORE = (
    *("language", "issued", "accessed", "publisher", "place", "container_title", "series"),
    *("volume", "issue", "pages", "edition", "identifiers", "url", "abstract", "keywords", "notes"),
)
"""The fields of a reference that matter most, which are drawn more often."""
FORMATTED = {"edtf", "language-tag"}
"""Formats of values that are printed in words: `1906~` as `about 1906`, `ja` as `Japanese`."""


@st.composite
def with_makers(draw: st.DrawFn) -> list[Data]:
    """Draw a catalogue in which every work has core fields, and makers with all parts of a name."""
    records = draw(catalogues())
    ids = [f"maker-number-{place}" for place in range(4)]  # longer than any id that is drawn
    names = [{"en": draw(NAMES), "ja": draw(NAMES)} for _ in ids[:-1]]
    makers = [
        {"id": id, "kind": "person", "name": name} for id, name in zip(ids, names, strict=False)
    ]
    makers.append({"id": ids[-1], "kind": "organization", "name": draw(words())})
    roles = schemas().fields("book")["contributors", "*", "role"].keyword("enum")
    some = st.lists(
        st.sampled_from([*roles, *["author", "editor", "translator"] * 40]), min_size=1, max_size=5
    )
    kinds = {data["id"]: data["kind"] for data in records}
    core = st.lists(st.sampled_from(CORE), min_size=3, max_size=8, unique=True)
    for data in records:
        if is_work(data):
            Drawing(draw, schemas(), kinds, data["id"]).add(data, draw(core))
            own = [{"agent": draw(st.sampled_from(ids)), "role": role} for role in draw(some)]
            data["contributors"] = [*data.get("contributors", ()), *own]
    return [*records, *makers]


@cache
def drawn(count: int) -> list[dict[str, Data]]:
    """Return this many catalogues: their records by id. Whoever reads them changes nothing in them."""
    found: list[dict[str, Data]] = []

    @settings(fixed, max_examples=count)
    @given(with_makers())
    def draw(records: list[Data]) -> None:
        found.append({data["id"]: data for data in records})

    draw()
    return found


@dataclass(frozen=True)
class Exported:
    """A catalogue, its document in a format, and the places of what was reported as lost."""

    records: dict[str, Data]
    document: str
    lost: frozenset[tuple[str, Pointer]]

    @property
    def works(self) -> dict[str, Data]:
        """The works by id."""
        return {id: data for id, data in self.records.items() if is_work(data)}

    def missing(self, work: Record, found: str) -> Iterator[str]:
        """Name each text of a work that is neither in what a reader found nor listed as lost.

        The same holds of each record that the work refers to: its name or its title is found.
        """
        for pointer, text, field in stated(work):
            if any((work["id"], pointer[:end]) in self.lost for end in range(1, len(pointer) + 1)):
                continue
            if field.refers_to:
                record = self.records[text]
                facts = spoken(record)
                facts |= {"".join(name) for name in turned(record)} if "name" in record else set()
            else:
                facts = {text, text.translate(PERCENT_ENCODED)}
            if not contains_one(found, facts):
                yield f"{work['id']}/{'/'.join(map(str, pointer))}: {text!r}"


PERCENT_ENCODED = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
"""How an address or a DOI stands in a field that TeX does not read."""


def is_work(data: Record) -> bool:
    return schemas().noun(data["kind"]) == "work"


def exported(name: str, count: int) -> Iterator[Exported]:
    """Yield this many catalogues in a format."""
    for records in drawn(count):
        documents = (Document(Path(f"{id}.yaml"), data) for id, data in records.items())
        catalogue, _ = link(Records(documents), schemas())
        context = ExportContext(catalogue, crosswalk(name))
        pieces = render(format_named(name), list(catalogue.works), context)
        document = b"".join(pieces).decode()
        lost = {(each.record, each.pointer) for each in context.losses if not each.weakened}
        yield Exported(records, document, frozenset(lost))


def stated(record: Record) -> Iterator[tuple[Pointer, str, Field]]:
    """Yield each text and each reference of a record, with its pointer and its field in the schema.

    Terms, dates and language tags are left out, since formats have words of their own for them.
    """
    for pointer, text in leaves(record, ()):
        field = schemas().field(record["kind"], pointer)
        assert field is not None, pointer
        is_term = field.keyword("enum") or field.keyword("vocabulary") or field.keyword("const")
        is_formatted = field.keyword("format") in FORMATTED or pointer[-1] == "duration"
        if not is_term and not is_formatted and pointer != ("id",):
            yield pointer, text, field


def leaves(value: Any, pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    """Yield every text in a value, however deep, with its pointer."""
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, dict | list):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*pointer, step))


def bare(text: object) -> str:
    """Return a text without what readers and typesetting change."""
    text = re.sub(r"[\s\u2060*]+", "", str(text))
    text = re.sub(r"</?(?:i|b|sc|sub|sup|span)\b[^>]*>|\\text(?:bf|sc)", "", text)
    return normalize("NFC", re.sub("[‘’“”\"'`]", "'", re.sub("[-–—]+", "-", text)))


def contains_one(place: object, facts: Iterable[object]) -> bool:
    """Return whether one of some texts is found in a place."""
    return any(bare(fact) in bare(place) for fact in facts)


def forms_of(value: Any) -> list[list[str]]:
    """Return the forms of each text of a field: one text or several, plain or by language."""
    texts = value if isinstance(value, list) else [value]
    return [[text for _, text in leaves(each, ())] for each in texts]


def printed_first(work: Record, field: str) -> list[str]:
    """Return the texts of which a reference has one in its field: of several, the first by its forms.

    Of several web addresses it has that of the work itself, which may be any of them.
    """
    forms = forms_of(work[field])
    return [text for each in forms for text in each] if field == "url" else forms[0]


def numbers_of(work: Record, scheme: str) -> list[str]:
    """Return the numbers of a scheme that are right."""
    value = work.get("identifiers", {}).get(scheme, [])
    groups = value if isinstance(value, list) else [value]
    numbers = [each.get("number") if isinstance(each, dict) else each for each in groups]
    return [number for number in numbers if number]


# ---- names ----


def makers(exported: Exported, work: Record) -> Iterator[tuple[str, Record]]:
    """Yield the role and the agent of each contribution; an agent without a record has its name here."""
    for each in work.get("contributors", ()):
        default = {"kind": "person", **each}
        agent = exported.records[each["agent"]] if "agent" in each else default
        for role in each.get("roles", [each.get("role")]):
            yield role, agent


def in_parts(agent: Record) -> list[dict[str, str]]:
    """Return each form of a name in the parts of CSL; `literal` if it is not taken apart."""
    if agent["kind"] != "person":
        return [{"literal": bare(text)} for text in texts(agent)]
    found = []
    for form in known(agent):
        parts = {name: text for name, text in form.items() if name in NAME_PARTS}
        suffix = form.get("numeration", "") + form.get("suffix", "")
        parts |= {"suffix": suffix} if suffix else {}
        found.append({name.replace("_", "-"): bare(text) for name, text in parts.items()})
    return found


def turned(agent: Record) -> list[tuple[str, str, str, str]]:
    """Return the forms of a name as BibTeX takes it apart: particle, family name, suffix, given names.

    A particle may stand with the family name, and the whole name may be one piece.
    """
    found = [("", bare(text), "", "") for text in texts(agent)]
    for form in in_parts(agent) if agent["kind"] == "person" else ():
        particle = form.get("dropping-particle", "") + form.get("non-dropping-particle", "")
        family = form.get("literal", form.get("family", ""))
        suffix, given = form.get("suffix", ""), form.get("given", "")
        found += [(particle, family, suffix, given), ("", particle + family, suffix, given)]
    return found


NAME_PARTS = {"literal", "family", "given", "dropping_particle", "non_dropping_particle"}


def is_in_order(expected: Iterable[list[Any]], found: Iterable[Any]) -> bool:
    """Return whether for each of `expected` one of its forms is found, in the same order."""
    rest = iter(found)
    return all(any(each in forms for each in rest) for forms in expected)


# ---- dates ----

PLAIN_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?")


def exact_date(work: Record, field: str) -> list[int]:
    """Return year, month and day of a plain date after the year 0; empty for any other."""
    value = work.get(field, "")
    written = value.get("date") if isinstance(value, dict) else value
    plain = PLAIN_DATE.fullmatch(f"{written:04d}" if isinstance(written, int) else str(written))
    numbers = [int(part) for part in plain.groups() if part] if plain else []
    return numbers if numbers and numbers[0] > 0 else []
