"""One slip at a time, at every key and every value of the real records: found where it was made,
and once.

Only the record with the slip is read again; the findings that the records have anyway are taken
off.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from exporter.records.document import Document, Pointer
from exporter.records.files import find_records
from exporter.records.finding import Finding, Severity
from exporter.records.loader import parse_document, read_schemas
from exporter.records.positions import add_positions
from exporter.records.schema import SUFFIX
from exporter.records.settings import Limits
from exporter.validate.record import RecordResult, RecordValidator, severity
from tests.conftest import ROOT
from tests.support.findings import findings_in

pytestmark = pytest.mark.long

SCHEMAS = read_schemas(ROOT)


class Remembering(RecordValidator):
    """Judges each record once."""

    def __init__(self) -> None:
        super().__init__(SCHEMAS)
        self.known: dict[int, RecordResult] = {}

    def validate(self, document: Document) -> RecordResult:
        if id(document) in self.known:
            return self.known[id(document)]
        return super().validate(document)


JUDGE = Remembering()


def findings(document: Document | Finding) -> set[tuple[str, int, int, str, str]]:
    """Check all real records, with this one in the place of its original: path, line, column,
    weight and name.
    """
    documents = {each.path: each for each in records()} | {document.path: document}
    readable = [each for each in documents.values() if isinstance(each, Document)]
    found = [document] if isinstance(document, Finding) else []
    found += findings_in(readable, SCHEMAS, [each.path for each in found], JUDGE)
    placed = add_positions(found, {each.path: each for each in readable}.get)
    return {
        (each.path.stem, each.position.line, each.position.column, str(severity(each)), each.name)
        for each in placed
        if each.position
    }


@cache
def records() -> list[Document]:
    read = [parse_document(path.read_bytes(), path, Limits()) for path in find_records(ROOT)]
    documents = [each for each in read if isinstance(each, Document)]
    assert len(documents) == len(read) > 50
    JUDGE.known.update({id(each): JUDGE.validate(each) for each in documents})
    return documents


@cache
def before() -> set[tuple[str, int, int, str, str]]:
    return findings(records()[0])


@dataclass(frozen=True)
class Spot:
    """A key with its value, or an entry of a list, and where both stand in the text."""

    document: Document
    pointer: Pointer
    value: Any
    key: yaml.Node | None
    node: yaml.Node

    @property
    def name(self) -> str:
        """The name under which it stands."""
        return next((step for step in reversed(self.pointer) if isinstance(step, str)), "")

    @property
    def place(self) -> tuple[str, int, int]:
        mark = self.node.start_mark
        return (self.document.path.stem, mark.line + 1, mark.column + 1)

    @property
    def key_place(self) -> tuple[str, int, int]:
        assert self.key is not None
        return (
            self.document.path.stem,
            self.key.start_mark.line + 1,
            self.key.start_mark.column + 1,
        )

    def replaced(self, node: yaml.Node, text: str) -> Document | Finding:
        """Return the record with other words in the place of a node."""
        old = self.document.text
        start, end = node.start_mark.index, node.end_mark.index
        blank = old[start:end][
            len(old[start:end].rstrip()) :
        ]  # a block ends where the next one begins
        return parse_document(
            (old[:start] + text + blank + old[end:]).encode(), self.document.path, Limits()
        )


@cache
def spots() -> list[Spot]:
    found: list[Spot] = []

    def walk(document: Document, node: yaml.Node, value: Any, pointer: Pointer) -> None:
        if isinstance(node, yaml.MappingNode):
            for key, inner in node.value:
                way = (*pointer, key.value)
                found.append(Spot(document, way, value[key.value], key, inner))
                walk(document, inner, value[key.value], way)
        elif isinstance(node, yaml.SequenceNode):
            for place, inner in enumerate(node.value):
                found.append(Spot(document, (*pointer, place), value[place], None, inner))
                walk(document, inner, value[place], (*pointer, place))

    for document in records():
        walk(document, yaml.compose(document.text, Loader=yaml.SafeLoader), document.data, ())
    return found


def rule(spot: Spot, word: str) -> Any:
    field = SCHEMAS.field(spot.document.kind, spot.pointer)
    assert field is not None, spot.pointer
    return field.keyword(word)


def free(spot: Spot) -> bool:
    """Whether the key is one of the writer's own: a language tag, or the name of a field of which a
    reason is given.
    """
    inner = SCHEMAS.field(spot.document.kind, spot.pointer)
    return inner is None or inner.path[-1] == "*"


def misspelt(word: str, chance: random.Random) -> str:
    """Make a slip of the fingers: two letters change places, one is lost, doubled or another."""
    at = chance.randrange(len(word))
    slips = [
        word[:at] + word[at + 1 :],
        word[:at] + word[at] * 2 + word[at + 1 :],
        word[:at] + ("q" if word[at] != "q" else "x") + word[at + 1 :],
        word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
    ]
    return next(slip for slip in chance.sample(slips, 4) if slip and slip != word)


def chance(spot: Spot) -> random.Random:
    return random.Random(f"{spot.document.id} {spot.pointer}")


Found = set[tuple[str, int, int, str, str]]


def errors(found: Found) -> list[tuple[str, int, int, str]]:
    return sorted(
        (stem, line, column, name)
        for stem, line, column, weight, name in found
        if weight == Severity.ERROR
    )


def judge(slips: Iterator[tuple[Spot, Document | Finding, Callable[[Found], bool]]]) -> None:
    """Check each slip, and say of all those that were not met as they ought to be."""
    count, failures = 0, []
    for spot, document, met in slips:
        count += 1
        new = findings(document) - before()
        if not met(new):
            failures.append(f"{spot.document.path.stem} {spot.pointer}: {sorted(new)}")
    assert count > 30
    assert not failures, f"{len(failures)} of {count}:\n" + "\n".join(failures[:20])


CONSEQUENCES = {
    "orphaned-record",
    "unexplained-conflict",
    "conflicting-statements",
    "contradicting-script",
}
"""What is not an error, and rightly found while a slip hides a reference, a language or the place
of a mention."""


def alone(new: Found, place: tuple[str, int, int], *names: str) -> bool:
    """Whether one thing is found in all records, at this place, with one of these names."""
    told = [each for each in new if each[4] not in CONSEQUENCES]
    return [each[:3] for each in told] == [place] and (not names or told[0][4] in names)


def test_nothing_is_wrong_with_the_records() -> None:
    assert not errors(before())


def test_a_misspelt_key() -> None:
    def slips() -> Iterator[tuple[Spot, Document | Finding, Callable[[Found], bool]]]:
        for spot in spots():
            if spot.key is not None and not free(spot):
                wrong = misspelt(spot.name, chance(spot))
                if wrong not in SCHEMAS.within(spot.document.kind, spot.pointer[:-1]):
                    document = spot.replaced(spot.key, wrong)
                    yield (
                        spot,
                        document,
                        lambda new, spot=spot: alone(new, spot.key_place, "unknown-field"),
                    )

    judge(slips())


def test_a_misspelt_key_of_the_writers_own() -> None:
    """A language tag can become another one, and a field another field: then nothing is wrong with
    it but its sense.
    """

    def slips() -> Iterator[tuple[Spot, Document | Finding, Callable[[Found], bool]]]:
        for spot in spots():
            if spot.key is not None and free(spot):
                document = spot.replaced(spot.key, misspelt(spot.name, chance(spot)))

                def met(new: Found, spot: Spot = spot) -> bool:
                    first = spot.key_place[:2]
                    told = errors(new)
                    return (
                        len(told) <= 1
                        and all(each[:2] == first for each in told)
                        and not_far(new, spot)
                    )

                yield spot, document, met

    judge(slips())


def not_far(new: Found, spot: Spot) -> bool:
    """Whether all that is found stands between the key and the end of its value."""
    assert spot.key is not None
    lines = range(spot.key.start_mark.line + 1, spot.node.end_mark.line + 2)
    told = [each for each in new if each[4] not in CONSEQUENCES]
    return all(stem == spot.document.path.stem and line in lines for stem, line, *_ in told)


def test_a_deleted_key() -> None:
    """One that the schema demands is missed once, in its record.

    Of any other nothing is said but what names it.
    """

    def slips() -> Iterator[tuple[Spot, Document | Finding, Callable[[Found], bool]]]:
        for spot in spots():
            field = SCHEMAS.field(spot.document.kind, spot.pointer)
            if spot.key is None or field is None or free(spot):
                continue
            stem, pointer = spot.document.path.stem, spot.pointer
            missing = "unknown-kind" if pointer == ("kind",) else "missing-field"
            demanded = (
                [(stem, missing)]
                if field.required
                or pointer in {("title",), ("devised_title",)}
                or (pointer[0] == "contributors" and pointer[-1] in {"agent", "role"})
                else []
            )
            if pointer[:-1] and len(inside(spot.document.data, pointer[:-1])) == 1:
                demanded = [(stem, "empty-value")]

            def met(new: Found, demanded: list[tuple[str, str]] = demanded) -> bool:
                told = [each for each in errors(new) if each[3] != "dangling-conclusion"]
                return [(each[0], each[3]) for each in told] == demanded

            yield spot, parse_document(without(spot).encode(), spot.document.path, Limits()), met

    judge(slips())


def inside(data: Any, pointer: Pointer) -> Any:
    for step in pointer:
        data = data[step]
    return data


def without(spot: Spot) -> str:
    """Write the record anew, without the key."""

    def copy(value: Any, pointer: Pointer) -> Any:
        if isinstance(value, dict):
            return {
                key: copy(inner, (*pointer, key))
                for key, inner in value.items()
                if (*pointer, key) != spot.pointer
            }
        if isinstance(value, list):
            return [copy(inner, (*pointer, place)) for place, inner in enumerate(value)]
        return value

    return yaml.safe_dump(copy(spot.document.data, ()), allow_unicode=True, sort_keys=False)


@cache
def plain_validator(kind: str) -> Any:
    """The validator of the standard library of JSON Schema, which knows nothing of this program."""
    resources = [
        (name, DRAFT202012.create_resource(dict(file))) for name, file in SCHEMAS.files.items()
    ]
    return Draft202012Validator(
        {"$ref": kind + SUFFIX}, registry=Registry().with_resources(resources)
    )


def test_a_value_of_another_sort() -> None:
    """Text, a number, a truth value, nothing, a list, a group: where the schema refuses it, it is
    found, only there.
    """
    others = [
        "5",
        "5.5",
        "true",
        "null",
        "[]",
        "{}",
        "[5]",
        "[a, b]",
        "{qq: 5}",
        "{Qq qq: x}",
        '" "',
        "word",
    ]

    def slips() -> Iterator[tuple[Spot, Document | Finding, Callable[[Found], bool]]]:
        for spot in spots():
            for other in chance(spot).sample(others, 2):
                document = spot.replaced(spot.node, other)
                assert isinstance(document, Document), (spot.pointer, other)
                if spot.pointer != ("kind",) and plain_validator(spot.document.kind).is_valid(
                    document.data
                ):
                    continue

                def met(new: Found, spot: Spot = spot) -> bool:
                    told = {each[:2] for each in errors(new) if each[3] != "dangling-conclusion"}
                    return told == {(spot.document.path.stem, spot.node.start_mark.line + 1)}

                yield spot, document, met

    judge(slips())


def test_a_misspelt_term() -> None:
    def slips() -> Iterator[tuple[Spot, Document | Finding, Callable[[Found], bool]]]:
        for spot in spots():
            if not free(spot) and rule(spot, "enum"):
                document = spot.replaced(spot.node, misspelt(spot.value, chance(spot)))
                yield spot, document, lambda new, spot=spot: alone(new, spot.place, "unknown-term")

    judge(slips())


def test_a_misspelt_kind() -> None:
    def slips() -> Iterator[tuple[Spot, Document | Finding, Callable[[Found], bool]]]:
        for spot in spots():
            if spot.pointer == ("kind",):
                document = spot.replaced(spot.node, misspelt(spot.value, chance(spot)))
                yield spot, document, lambda new, spot=spot: alone(new, spot.place, "unknown-kind")

    judge(slips())


def test_another_kind() -> None:
    """The folder says that it is wrong.

    And nothing is said of fields that the other kind does not have.
    """

    def slips() -> Iterator[tuple[Spot, Document | Finding, Callable[[Found], bool]]]:
        for spot in spots():
            if spot.pointer == ("kind",):
                other = chance(spot).choice([kind for kind in SCHEMAS.kinds if kind != spot.value])
                yield (
                    spot,
                    spot.replaced(spot.node, other),
                    lambda new, spot=spot: alone(new, spot.place, "misplaced-record"),
                )

    judge(slips())


def test_a_misspelt_reference() -> None:
    def slips() -> Iterator[tuple[Spot, Document | Finding, Callable[[Found], bool]]]:
        for spot in spots():
            field = SCHEMAS.field(spot.document.kind, spot.pointer)
            if field and field.refers_to and isinstance(spot.value, str):
                document = spot.replaced(spot.node, misspelt(spot.value, chance(spot)))
                yield (
                    spot,
                    document,
                    lambda new, spot=spot: alone(new, spot.place, "dangling-reference"),
                )

    judge(slips())


def test_a_reference_in_capitals() -> None:
    def slips() -> Iterator[tuple[Spot, Document | Finding, Callable[[Found], bool]]]:
        for spot in spots():
            field = SCHEMAS.field(spot.document.kind, spot.pointer)
            if field and field.refers_to and isinstance(spot.value, str):
                document = spot.replaced(spot.node, spot.value.title())
                yield (
                    spot,
                    document,
                    lambda new, spot=spot: alone(new, spot.place, "malformed-value"),
                )

    judge(slips())


def test_a_misspelt_id() -> None:
    """Those that name the record mean its file, so they are not blamed."""

    def slips() -> Iterator[tuple[Spot, Document | Finding, Callable[[Found], bool]]]:
        for spot in spots():
            if spot.pointer == ("id",):
                document = spot.replaced(spot.node, misspelt(spot.value, chance(spot)))
                yield (
                    spot,
                    document,
                    lambda new, spot=spot: alone(
                        new, spot.place, "misnamed-file", "malformed-value"
                    ),
                )

    judge(slips())


def test_the_id_of_another_record() -> None:
    def slips() -> Iterator[tuple[Spot, Document | Finding, Callable[[Found], bool]]]:
        for spot in spots():
            if spot.pointer == ("id",):
                taken = chance(spot).choice(
                    [each.id for each in records() if each is not spot.document]
                )
                document = spot.replaced(spot.node, taken)
                yield spot, document, lambda new, spot=spot: alone(new, spot.place, "duplicate-id")

    judge(slips())


def test_a_misspelt_date() -> None:
    """A letter among the digits, or a month that there is not."""

    def slips() -> Iterator[tuple[Spot, Document | Finding, Callable[[Found], bool]]]:
        for spot in spots():
            if not free(spot) and rule(spot, "format") == "edtf":
                for wrong in (
                    f"{spot.value}-",
                    f"O{spot.value}",
                    "2021-13",
                    "2021-02-30",
                    "2021/2020",
                ):
                    document = spot.replaced(spot.node, wrong)
                    yield (
                        spot,
                        document,
                        lambda new, spot=spot: alone(new, spot.place, "invalid-date"),
                    )

    judge(slips())


def test_a_misspelt_language() -> None:
    """What is no language tag, in the record and in each of its versions."""

    def slips() -> Iterator[tuple[Spot, Document | Finding, Callable[[Found], bool]]]:
        for spot in spots():
            if spot.name == "language":
                for wrong in (f"{spot.value}0", "qq", "zzz9", f"{spot.value}_X", "Japanese"):
                    document = spot.replaced(spot.node, wrong)

                    def met(new: Found, spot: Spot = spot) -> bool:
                        told = errors(new)
                        return [each[:3] for each in told] == [spot.place] and told[0][
                            3
                        ] == "unknown-language"

                    yield spot, document, met

    judge(slips())


def test_other_words() -> None:
    """Another title, note, claim or reason is as right as the first."""

    def slips() -> Iterator[tuple[Spot, Document | Finding, Callable[[Found], bool]]]:
        for spot in spots():
            field = SCHEMAS.field(spot.document.kind, spot.pointer)
            tagged = isinstance(spot.value, str) and spot.name in {"en", "ja-Latn"}
            if tagged or (
                field and field.keyword("title") in {"Note", "Claim", "Abstract", "Edition", "Text"}
            ):
                document = spot.replaced(spot.node, '"Other words"')
                yield spot, document, lambda new: not errors(new)

    judge(slips())


def test_a_deleted_record() -> None:
    """Those that name it are blamed where they do so, and no others."""
    assert records()
    for gone in records():
        left = [each for each in records() if each is not gone]
        named = {
            (str(each.path), pointer)
            for each in left
            for pointer, target, _ in SCHEMAS.references(each.kind, each.data)
            if target == gone.id
        }
        found = [
            each
            for each in findings_in(left, SCHEMAS, (), JUDGE)
            if severity(each) is Severity.ERROR
        ]
        assert {(str(each.path), each.pointer) for each in found} == named
        assert {each.name for each in found} <= {"dangling-reference"}
