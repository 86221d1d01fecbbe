"""Statements that contradict each other: those of several sources, or of a source and the record itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from exporter.model.date import parse_date
from exporter.model.node import Node
from exporter.model.printed_date import known_date, printed_date
from exporter.records.document import Pointer
from exporter.validate.index import Index, IndexEntry, extract
from exporter.validate.values import date_at, names_of_agent, texts_at

_DATES: Mapping[str, tuple[str, ...]] = {
    "issued": ("issued",),
    "created": ("created",),
    "born": ("born", "date"),
}
"""The dates that a mention can print, by its field, and where the record itself has that date."""
_COMPARED = (*_DATES, "series")
_SIGNS = re.compile(r"[\W_]+")
_MOST = 20
"""How many statements on one field are compared with each other."""


class Meaning(Protocol):
    """A statement in a form that can be compared with other statements."""

    def contradicts(self, other: Any) -> bool:
        """Return whether both cannot be right."""


class Statement(NamedTuple):
    """A statement at one place, `words` as they are written; `unplaced` if a mention does not say where it stands."""

    pointer: Pointer
    words: str
    meaning: Meaning
    unplaced: bool = False


class Conflict(NamedTuple):
    """Statements on one `field`; each of `others` contradicts one before it."""

    field: str
    first: Statement
    others: tuple[Statement, ...]

    @property
    def unplaced(self) -> tuple[Statement, ...]:
        """The statements that do not say where they stand, so that nobody can look them up."""
        return tuple(each for each in (self.first, *self.others) if each.unplaced)


class Words(NamedTuple):
    """Texts by language, normalised for comparison, and the ids of the agents whom they may name."""

    forms: Mapping[str, set[str]]
    agents: frozenset[str] = frozenset()

    def contradicts(self, other: Words) -> bool:
        """Return whether they name different agents, or differ in each language that they share.

        A text that contains the other says the same.
        """
        if self.agents and other.agents:
            return not self.agents & other.agents
        compared = False
        for tag in self.forms.keys() & other.forms.keys():
            for one in self.forms[tag]:
                for another in other.forms[tag]:
                    if one in another or another in one:
                        return False
                    compared = True
        return compared


def conflicts(record: Node) -> Iterator[Conflict]:
    """Yield the conflicts on dates and on the series that one record shows by itself."""
    if not any(mention.get(field) for mention in record.all("found") for field in _COMPARED):
        return
    for field, way in _DATES.items():
        dates = []
        for pointer, texts, unplaced in _printed(record, field):
            date = printed_date(texts[0][1])
            if date:
                dates.append(Statement(pointer, texts[0][1], date, unplaced))
        written = date_at(record, *way)
        own = known_date(parse_date(written)) if dates and written is not None else None
        if own:
            dates.insert(0, Statement(way, str(written), own))
        yield from _conflict(field, dates)
    statements = [_statement(*each) for each in _printed(record, "series")]
    series = _series(record)
    if series:
        statements.insert(0, _statement(("series",), series, False))
    yield from _conflict("series", statements)


def _series(record: Node) -> list[tuple[str, str]]:
    """Return the titles of the series by language: one series, or groups with a title each."""
    found = []
    for each in record.all("series"):
        found.extend(texts_at(each.get("title") or each))
    return found


def agent_names(record: Node, noun: str) -> dict[str, list[str]] | None:
    """Return the names of an agent as they are compared, by language; None for a work."""
    if noun != "agent":
        return None
    forms = _normalised(_names(record))
    return {tag: sorted(names) for tag, names in forms.items()}


def publishers(record: Node, noun: str) -> tuple[list[str], list[Any], list[Any]] | None:  # noqa: ARG001
    """Return what a record and its mentions say of its publishers; None if no mention says anything.

    First the ids in the record and the names there, by language, of those without a record; then for each mention its
    number, the texts by language, and whether it is not said where they stand.
    """
    printed = []
    for pointer, texts, unplaced in _printed(record, "publisher"):
        printed.append((pointer[1], texts, unplaced))
    if not printed:
        return None
    ids, names = [], []
    for each in record.all("publisher"):
        if isinstance(each.value, str):
            ids.append(each.value)
        else:
            names.extend(texts_at(each.get("name")))
    return ids, names, printed


def conflicts_on_publishers(index: Index) -> Sequence[tuple[IndexEntry, Conflict]]:
    """Return the conflicts on publishers. Whether two names are those of one agent, its record says."""
    return index.cached(_conflicts_on_publishers)


def _agents_by_name(index: Index) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for entry, by_language in index.extracts(agent_names):
        for names in by_language.values():
            for name in names:
                found.setdefault(name, set()).add(entry.id)
    return found


def _conflicts_on_publishers(index: Index) -> list[tuple[IndexEntry, Conflict]]:
    by_name = _agents_by_name(index)

    def agents_named(name: str) -> Iterable[str]:
        return by_name.get(name, ())

    def names_of(id: str) -> Mapping[str, list[str]] | None:
        entry = index.find(id)
        return extract(entry, agent_names) if entry else None

    found: list[tuple[IndexEntry, Conflict]] = []
    for entry, (ids, own_names, printed) in index.extracts(publishers):
        known = [id for id in ids if names_of(id) is not None]
        statements = []
        if known or own_names:
            forms = _normalised(own_names)
            for id in known:
                for tag, those in (names_of(id) or {}).items():
                    forms.setdefault(tag, set()).update(those)
            meaning = Words(forms, frozenset(known))
            words = ", ".join([*known, *(name for _, name in own_names[:1])])
            statements.append(Statement(("publisher",), words, meaning))
        for number, texts, unplaced in printed:
            pointer = ("found", number, "publisher")
            statements.append(_statement(pointer, texts, unplaced, agents_named))
        found.extend((entry, conflict) for conflict in _conflict("publisher", statements))
    return found


def _conflict(field: str, statements: Sequence[Statement]) -> Iterator[Conflict]:
    first: Statement | None = None
    others = []
    for place, each in enumerate(statements[:_MOST]):
        for earlier in statements[:place]:
            if earlier.meaning.contradicts(each.meaning):
                first = first or earlier
                others.append(each)
                break
    if first:
        yield Conflict(field, first, tuple(others))


def _statement(
    pointer: Pointer,
    texts: Sequence[tuple[str, str]],
    unplaced: bool,
    agents_named: Callable[[str], Iterable[str]] = lambda _: (),
) -> Statement:
    forms = _normalised(texts)
    agents = {id for names in forms.values() for name in names for id in agents_named(name)}
    return Statement(pointer, texts[0][1], Words(forms, frozenset(agents)), unplaced)


def _printed(record: Node, field: str) -> Iterator[tuple[Pointer, Sequence[tuple[str, str]], bool]]:
    """Yield what each mention prints of a field: the pointer, the texts by language, whether it lacks its place."""
    for mention in record.all("found"):
        texts = texts_at(mention.get(field))
        if texts:
            yield (*mention.pointer, field), texts, mention.get("at") is None


def _names(record: Node) -> Iterator[tuple[str, str]]:
    """Yield every name of an agent with its language; one in parts in both orders."""
    for tag, form in names_of_agent(record):
        if isinstance(form, str):
            yield tag, form
        else:
            family, given = form.get("family", ""), form.get("given", "")
            yield tag, family + given
            yield tag, given + family


def _normalised(texts: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Return texts by language, without what is only a matter of writing: width, case, spaces, punctuation."""
    forms: dict[str, set[str]] = {}
    for tag, text in texts:
        plain = _SIGNS.sub("", unicodedata.normalize("NFKC", text).casefold())
        if plain:
            forms.setdefault(tag, set()).add(plain)
    return forms
