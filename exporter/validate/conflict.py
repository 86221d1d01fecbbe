"""Where what sources print of one thing does not agree: with each other, or with what the record says itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from exporter.model.date import parse_date
from exporter.model.printed_date import known_date, printed_date
from exporter.records.document import Pointer
from exporter.validate.index import Entry, Index

_COMPARED = frozenset(("issued", "created", "born", "series"))
_SIGNS = re.compile(r"[\W_]+")
_MOST = 20
"""How many statements on one field are compared with each other."""
_AT_HAND = 10_000
"""How many names, and agents, are kept once they were looked up."""


class Meaning(Protocol):
    """What is said, in a form that can be compared with what is said elsewhere."""

    def contradicts(self, other: Any) -> bool:
        """Tell whether both cannot be right."""


class Statement(NamedTuple):
    """What is said at one place, `words` as they stand there; `unplaced` by a mention that does not say where it is."""

    pointer: Pointer
    words: str
    meaning: Meaning
    unplaced: bool = False


class Conflict(NamedTuple):
    """Statements on one `field`; each of `others` contradicts one before it, the first of all or another."""

    field: str
    first: Statement
    others: tuple[Statement, ...]

    @property
    def unplaced(self) -> tuple[Statement, ...]:
        """Those that do not say where they stand, so that nobody can look the matter up."""
        return tuple(each for each in (self.first, *self.others) if each.unplaced)


class Words(NamedTuple):
    """Texts by language, as they are compared, and the agents whom they may name."""

    forms: Mapping[str, set[str]]
    agents: frozenset[str] = frozenset()

    def contradicts(self, other: Words) -> bool:
        """Tell whether they name different agents, or differ in each language that they share.

        A text that holds the other says the same.
        """
        if self.agents and other.agents:
            return not self.agents & other.agents
        shared = [
            (a, b)
            for tag in self.forms
            if tag in other.forms
            for a in self.forms[tag]
            for b in other.forms[tag]
        ]
        return bool(shared) and not any(a in b or b in a for a, b in shared)


def conflicts(data: Mapping[str, Any]) -> Iterator[Conflict]:
    """Give the conflicts that one record shows by itself: on dates and on the series."""
    mentions = data.get("found")
    if not isinstance(mentions, list) or not any(
        isinstance(each, dict) and _COMPARED & each.keys() for each in mentions
    ):
        return
    for field, way in (
        ("issued", ("issued",)),
        ("created", ("created",)),
        ("born", ("born", "date")),
    ):
        dates = []
        for place, texts, unplaced in _printed(data, field):
            words = next(iter(texts.values()))
            if date := printed_date(words):
                dates.append(Statement(place, words, date, unplaced))
        written = _inside(data, way)
        own = known_date(parse_date(written)) if dates and isinstance(written, str | int) else None
        yield from _conflict(field, [Statement(way, str(written), own), *dates] if own else dates)
    series = _texts(data.get("series"), data)
    said = (
        [(("series",), series, False), *_printed(data, "series")]
        if series
        else _printed(data, "series")
    )
    yield from _conflict("series", [_statement(*each) for each in said])


PUBLISHERS = "conflicting-statements"
"""The check whose keys are the names of agents, and an empty one for works that a mention names their publisher."""


def keys_of_publishers(entry: Entry) -> Iterator[tuple[str]]:
    """Give each name of an agent; of a work that a mention prints a publisher, that this is so."""
    if entry.noun == "agent":
        yield from (
            (name,) for name in sorted(set().union(*_compared(_names(entry.fields)).values()))
        )
    elif "found" in entry.fields:
        yield ("",)


def conflicts_on_publishers(index: Index) -> Sequence[tuple[Entry, Conflict]]:
    """Give the conflicts on publishers: whether two names are those of one is for the records of the agents to say."""
    return index.once(_conflicts_on_publishers)


def _conflicts_on_publishers(index: Index) -> list[tuple[Entry, Conflict]]:
    @lru_cache(_AT_HAND)
    def bearers(name: str) -> list[str]:
        return [each.id for each in index.bearers(PUBLISHERS, name)]

    @lru_cache(_AT_HAND)
    def agent(id: str) -> Mapping[str, set[str]] | None:
        entry = index.named(id)
        return _compared(_names(entry.fields)) if entry and entry.noun == "agent" else None

    found: list[tuple[Entry, Conflict]] = []
    for entry in index.bearers(PUBLISHERS, ""):
        written = entry.fields.get("publisher")
        ids = [
            id
            for id in (written if isinstance(written, list) else [written])
            if isinstance(id, str)
        ]
        names = {id: known for id in ids if (known := agent(id)) is not None}
        forms = {
            tag: set().union(*(each.get(tag, ()) for each in names.values()))
            for each in names.values()
            for tag in each
        }
        said = (
            [Statement(("publisher",), ", ".join(names), Words(forms, frozenset(names)))]
            if names
            else []
        )
        said += [_statement(*each, bearers) for each in _printed(entry.fields, "publisher")]
        found.extend((entry, conflict) for conflict in _conflict("publisher", said))
    return found


def _conflict(field: str, said: Sequence[Statement]) -> Iterator[Conflict]:
    first, others = None, []
    for place, each in enumerate(said[:_MOST]):
        against = next(
            (earlier for earlier in said[:place] if earlier.meaning.contradicts(each.meaning)), None
        )
        if against:
            first = first or against
            others.append(each)
    if first:
        yield Conflict(field, first, tuple(others))


def _statement(
    pointer: Pointer,
    texts: Mapping[str, str],
    unplaced: bool,
    bearers: Callable[[str], Iterable[str]] = lambda _: (),
) -> Statement:
    forms = _compared(texts.items())
    agents = frozenset(id for names in forms.values() for name in names for id in bearers(name))
    return Statement(pointer, next(iter(texts.values())), Words(forms, agents), unplaced)


def _printed(data: Mapping[str, Any], field: str) -> Iterator[tuple[Pointer, dict[str, str], bool]]:
    """Give what each mention prints of a field, by language: the way to it, the texts, whether it lacks its place."""
    mentions = data.get("found")
    for number, mention in enumerate(mentions if isinstance(mentions, list) else ()):
        if isinstance(mention, Mapping) and (texts := _texts(mention.get(field), data)):
            yield ("found", number, field), texts, "at" not in mention


def _texts(written: Any, data: Mapping[str, Any]) -> dict[str, str]:
    """Give a text by language; of a record that breaks its schema, what can be one."""
    by_tag = written if isinstance(written, Mapping) else {str(data.get("language")): written}
    return {str(tag): form for tag, form in by_tag.items() if isinstance(form, str)}


def _names(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give every name of an agent with its language; one in parts in both orders."""
    others = data.get("other_names")
    for written in (
        data.get("name"),
        data.get("short_name"),
        *(others if isinstance(others, list) else ()),
    ):
        yield from _texts(written, data).items()
        for tag, form in written.items() if isinstance(written, Mapping) else ():
            if isinstance(form, Mapping):
                family, given = str(form.get("family", "")), str(form.get("given", ""))
                yield from ((str(tag), family + given), (str(tag), given + family))


def _compared(texts: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Gather texts by language, without what is only writing: width, case, spaces, punctuation."""
    forms: dict[str, set[str]] = {}
    for tag, text in texts:
        if plain := _SIGNS.sub("", unicodedata.normalize("NFKC", text).casefold()):
            forms.setdefault(tag, set()).add(plain)
    return forms


def _inside(value: Any, pointer: tuple[str, ...]) -> Any:
    for step in pointer:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value
