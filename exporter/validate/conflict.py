"""Statements that contradict each other: of several sources, or of a source and the record."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from exporter.model.node import Node
from exporter.model.printed_date import known_date, printed_date
from exporter.records.document import Pointer
from exporter.validate.checked_record import (
    CheckedRecord,
    NameForm,
    agent_names,
    forms_of,
    name_forms,
    needs,
)
from exporter.validate.index import Index, IndexEntry

_DATES: Mapping[str, tuple[str, ...]] = {
    "issued": ("issued",),
    "created": ("created",),
    "born": ("born", "date"),
    "died": ("died", "date"),
    "date": ("date",),
}
"""The dates that a mention can print, by its field, and where the record itself has that date."""
_COMPARED = frozenset((*_DATES, "series"))
_SIGNS = re.compile(r"[\W_]+")
_MOST = 20
"""How many statements on one field are compared with each other."""


Texts = list[tuple[str, str]]
"""Texts with their language tags."""


class Meaning(Protocol):
    """A statement in a form that can be compared with other statements."""

    def contradicts(self, other: Any) -> bool:
        """Return whether both cannot be right."""


class PlacedStatement(NamedTuple):
    """A statement at one place, `words` as they are written.

    `unplaced` if a mention does not say where it stands.
    """

    pointer: Pointer
    words: str
    meaning: Meaning
    unplaced: bool = False


class StatementConflict(NamedTuple):
    """Statements on one `field`; each of `others` contradicts one before it."""

    field: str
    first: PlacedStatement
    others: tuple[PlacedStatement, ...]

    @property
    def unplaced(self) -> tuple[PlacedStatement, ...]:
        """The statements that do not say where they stand, so that nobody can look them up."""
        return tuple(each for each in (self.first, *self.others) if each.unplaced)


class ComparableTexts(NamedTuple):
    """Texts by language, normalised for comparison, and the ids of the agents they may name."""

    forms: Mapping[str, set[str]]
    agents: frozenset[str] = frozenset()

    def contradicts(self, other: ComparableTexts) -> bool:
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


def conflicts(record: CheckedRecord) -> list[StatementConflict]:
    """Return the conflicts on dates and on the series that one record shows by itself."""
    printed: set[str] = set()
    for mention in record.nodes("found"):
        if isinstance(mention.value, dict):
            printed.update(_COMPARED.intersection(mention.value))
    found: list[StatementConflict] = []
    for field, way in _DATES.items():
        if field in printed:
            found.extend(_conflict(field, _dates(record, field, way)))
    if "series" in printed:
        statements = [_statement(*each) for each in _printed(record, "series")]
        own = _series_titles(record.root)
        if own:
            statements.insert(0, _statement(("series",), own, False))
        found.extend(_conflict("series", statements))
    return found


def _dates(record: CheckedRecord, field: str, way: tuple[str, ...]) -> list[PlacedStatement]:
    """Return what the record itself, if it is certain, and its mentions say of one date."""
    dates = []
    for pointer, texts, unplaced in _printed(record, field):
        words = texts[0][1]
        date = printed_date(words)
        if date:
            dates.append(PlacedStatement(pointer, words, date, unplaced))
    written = record.date(*way)
    own = known_date(written) if written and dates else None
    if own:
        dates.insert(0, PlacedStatement(way, str(written), own))
    return dates


def _series_titles(root: Node) -> Texts:
    titles: Texts = []
    for each in root.all("series"):
        is_group = isinstance(root.value["series"], list)
        titles += forms_of(each.get("title") if is_group else each)
    return titles


def normalised_names(record: CheckedRecord) -> dict[str, list[str]] | None:
    """Return the names of an agent as they are compared, by language; None for a work."""
    if record.noun != "agent":
        return None
    forms = _normalised(_spoken(record.cached(agent_names)))
    return {tag: sorted(names) for tag, names in forms.items()}


@needs("found")
def publishers(record: CheckedRecord) -> tuple[list[str], Texts, list[Any]] | None:
    """Return what a record and its mentions say of its publishers.

    The result is None if no mention says anything. First the ids in the record and the names of
    those that have no record, then for each mention its number, the texts with their languages, and
    whether it is not said where they stand.
    """
    printed = []
    for pointer, texts, unplaced in _printed(record, "publisher"):
        printed.append((pointer[1], texts, unplaced))
    if not printed:
        return None
    ids: list[str] = []
    names: Texts = []
    for each in record.root.all("publisher"):
        if isinstance(each.value, str):
            ids.append(each.value)
        else:
            names += _spoken(name_forms(each.get("name")))
    return ids, names, printed


def conflicts_on_publishers(index: Index) -> Sequence[tuple[IndexEntry, StatementConflict]]:
    """Return the conflicts on publishers: the record of an agent says which names are its own."""
    return index.cached(_conflicts_on_publishers)


def _agents_by_name(index: Index) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for entry, by_language in index.extracts(normalised_names):
        for names in by_language.values():
            for name in names:
                found.setdefault(name, set()).add(entry.id)
    return found


def _conflicts_on_publishers(index: Index) -> list[tuple[IndexEntry, StatementConflict]]:
    """Return the conflicts of all works: what the record says and what each mention prints."""
    said = list(index.extracts(publishers))
    if not said:
        return []
    by_name = _agents_by_name(index)

    def agents_named(name: str) -> Iterable[str]:
        return by_name.get(name, ())

    found: list[tuple[IndexEntry, StatementConflict]] = []
    for entry, (ids, named, printed) in said:
        statements = list(_own_publishers(ids, named, index))
        for number, texts, unplaced in printed:
            pointer = ("found", number, "publisher")
            statements.append(_statement(pointer, texts, unplaced, agents_named))
        found.extend((entry, conflict) for conflict in _conflict("publisher", statements))
    return found


def _own_publishers(ids: Iterable[str], named: Texts, index: Index) -> Iterator[PlacedStatement]:
    """Yield what a record itself says of its publishers, by their ids and by names, if it does."""
    forms = _normalised(named)
    known = []
    for id in dict.fromkeys(ids):
        entry = index.find(id)
        names = index.extract(entry, normalised_names) if entry else None
        if names is not None:
            known.append(id)
            for tag, those in names.items():
                forms.setdefault(tag, set()).update(those)
    if known or named:
        words = ", ".join([*known, *(name for _, name in named[:1])])
        yield PlacedStatement(("publisher",), words, ComparableTexts(forms, frozenset(known)))


def _conflict(field: str, statements: Sequence[PlacedStatement]) -> Iterator[StatementConflict]:
    first: PlacedStatement | None = None
    others = []
    for place, each in enumerate(statements[:_MOST]):
        for earlier in statements[:place]:
            if earlier.meaning.contradicts(each.meaning):
                first = first or earlier
                others.append(each)
                break
    if first:
        yield StatementConflict(field, first, tuple(others))


def _statement(
    pointer: Pointer,
    texts: Texts,
    unplaced: bool,
    agents_named: Callable[[str], Iterable[str]] = lambda _: (),
) -> PlacedStatement:
    forms = _normalised(texts)
    agents = {id for names in forms.values() for name in names for id in agents_named(name)}
    return PlacedStatement(
        pointer, texts[0][1], ComparableTexts(forms, frozenset(agents)), unplaced
    )


def _printed(record: CheckedRecord, field: str) -> Iterator[tuple[Pointer, Texts, bool]]:
    """Yield what each mention prints of a field: pointer, texts, whether it lacks its place."""
    for mention in record.nodes("found"):
        texts = forms_of(mention.get(field))
        if texts:
            yield (*mention.pointer, field), texts, mention.get("at") is None


def _spoken(names: Iterable[NameForm]) -> Iterator[tuple[str, str]]:
    """Yield each name with its language tag; one in parts in both orders."""
    for tag, form in names:
        if isinstance(form, str):
            yield tag, form
        else:
            family, given = form.get("family", ""), form.get("given", "")
            yield tag, family + given
            yield tag, given + family


def _normalised(texts: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Return texts by language, without differences of width, case, spaces and punctuation."""
    forms: dict[str, set[str]] = {}
    for tag, text in texts:
        plain = _SIGNS.sub("", unicodedata.normalize("NFKC", text).casefold())
        if plain:
            forms.setdefault(tag, set()).add(plain)
    return forms
