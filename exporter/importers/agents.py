"""Finds the agents that entries name among the records there are, or makes new ones.

Two names are one agent if an identifier says so, or if the names are alike and a second fact
agrees: the dates of life, a work with the same fellow contributor, or the same journal, book or
series. A publisher is found by its name and the place of a work that it published. Within one
import, the same full name is the same agent, as the makers of lists and catalogues mean it; a name
with initials only is not, without a second fact.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from exporter.importers.duplicates import (
    agent_keys,
    compared_names,
    compared_numbers,
    folded,
    recorded_forms,
)
from exporter.importers.entry import Entry, NamedAgent, display_name, family_and_given
from exporter.importers.ids import Ids
from exporter.importers.languages import name_tag
from exporter.importers.text import year_of
from exporter.records.one_or_more import one_or_more

_INITIAL = re.compile(r"(?:\b\w\.?[\s-]*)+")
_GIVEN_NAMES = 20
"""With how many of its given names a name is looked for; more are no name, but a text in its place."""
_LARGE = 50
"""From how many contributors on a work is a large company, which is kept once for all of them."""


class Doubt(NamedTuple):
    """A name that may be an agent there is: the line, the name, its new id, and the candidates."""

    line: int
    name: str
    id: str
    candidates: tuple[str, ...]

    @property
    def message(self) -> str:
        """The doubt in words."""
        ids = " or ".join(f"“{each}”" for each in self.candidates)
        return f"{self.name} may be {ids}; no second fact says so, so “{self.id}” is new"


@dataclass(slots=True)
class KnownAgent:
    """An agent with a record: what others can be compared with."""

    id: str
    kind: str
    names: frozenset[str]
    short_names: frozenset[str] = frozenset()
    """The names with initials for the given names."""
    identifiers: frozenset[tuple[str, str]] = frozenset()
    born: str = ""
    died: str = ""
    fellows: set[str] = field(default_factory=set)
    """The names of those who contributed to the same works, but for those in `companies`."""
    companies: list[Counter[str]] = field(default_factory=list)
    """How many contributors have each name, for each work with very many contributors."""
    places: set[str] = field(default_factory=set)
    """Where works of the agent appeared: the keys of journals, books and series; of a publisher, the
    places of publication."""
    new: bool = False


class Agents:
    """All agents of a catalogue, with the works they contributed to, and those that an import adds."""

    def __init__(self, records: Iterable[Mapping[str, Any]], ids: Ids, language: str) -> None:
        self._ids = ids
        self._language = language
        self._by_id: dict[str, KnownAgent] = {}
        self._by_name: dict[str, list[KnownAgent]] = defaultdict(list)
        self._by_short_name: dict[str, list[KnownAgent]] = defaultdict(list)
        self._by_identifier: dict[tuple[str, str], KnownAgent] = {}
        self.made: dict[str, dict[str, Any]] = {}
        self.doubts: list[tuple[str, Doubt]] = []
        """Each with the name of its file."""
        self._newest: list[str] = []
        works = []
        for data in records:
            if data.get("kind") in {"person", "organization", "family", "event"}:
                self._add(_known(data))
            else:
                works.append(data)
        for data in works:
            self._note_company(data)

    def _add(self, agent: KnownAgent) -> None:
        self._by_id[agent.id] = agent
        for name in agent.names:
            self._by_name[name].append(agent)
        for name in agent.short_names:
            self._by_short_name[name].append(agent)
        for identifier in agent.identifiers:
            self._by_identifier.setdefault(identifier, agent)

    def _note_company(self, data: Mapping[str, Any]) -> None:
        """Note who contributed to a work together, and where it appeared.

        Papers of physicists have thousands of authors: their names are not copied for each of them.
        """
        found: dict[str, KnownAgent] = {}
        for each in data.get("contributors") or ():
            agent = each.get("agent") if isinstance(each, Mapping) else None
            if agent in self._by_id:
                found[agent] = self._by_id[agent]
        for body in one_or_more(data.get("publisher")):
            if isinstance(body, str) and body in self._by_id:
                self._by_id[body].places |= _places(data)
        contexts = _contexts(data)
        company = Counter(name for agent in found.values() for name in agent.names)
        for agent in found.values():
            agent.places |= contexts
            if len(found) >= _LARGE:
                agent.companies.append(company)
                continue
            for other in found.values():
                if other is not agent:
                    agent.fellows |= other.names

    def new_names(self) -> dict[str, set[str]]:
        """Return the keys of the agents that were made since the last call, by id."""
        made = [self._by_id[id] for id in self._newest if id in self._by_id]
        found = {each.id: agent_keys(each.names, each.identifiers) for each in made}
        self._newest.clear()
        return found

    def resolve(
        self, entry: Entry, file: str = "", within: frozenset[str] = frozenset()
    ) -> dict[str, Any]:
        """Return the data of an entry with an id, or a name, in the place of each NamedAgent.

        `within` are the agents of the record that the entry replaces: there, a name is enough.
        """
        contexts = _contexts(entry.data)
        fellows = {
            name
            for each in entry.data.get("contributors", ())
            if isinstance(each["agent"], NamedAgent)
            for name in compared_names(each["agent"].forms)
        }
        language = entry.data.get("language", "und")
        language = language[0] if isinstance(language, list) else language
        places = _places(entry.data)
        scope = _Scope(file, entry.line, language, contexts, fellows, places, within)
        data = {name: self._replaced(value, scope) for name, value in entry.data.items()}
        self._note_company(data)
        return data

    def _replaced(self, value: Any, scope: _Scope) -> Any:
        if isinstance(value, NamedAgent):
            return self._body(value, scope)
        if isinstance(value, list):
            return [self._replaced(each, scope) for each in value]
        if not isinstance(value, dict):
            return value
        found = {}
        for name, inner in value.items():
            if name == "agent" and isinstance(inner, NamedAgent):
                found["agent"] = self._find_or_make(inner, scope)
            else:
                found[name] = self._replaced(inner, scope)
        return found

    def _body(self, agent: NamedAgent, scope: _Scope) -> Any:
        """Return the id of a body that has a record, or its name: a publisher needs no record.

        One with an identifier gets a record, where the identifier has a place.
        """
        if agent.identifiers:
            return self._find_or_make(agent, scope)
        alike = [each for each in self._alike(agent) if each.places & scope.places]
        if len(alike) == 1:
            return alike[0].id
        return {"name": _record_name(agent, scope.language, self._language), "kind": agent.kind}

    def _find_or_make(self, agent: NamedAgent, scope: _Scope) -> str:
        """Return the id of the record of an agent: one that is known, or one that is made.

        An agent who may be a known one, but not for certain, is a doubt.
        """
        known = self._by_stated_identifier(agent)
        alike = [] if known else self._alike(agent)
        if known is None:
            sure = [each for each in alike if self._agrees(each, agent, scope)]
            if sure and (len(sure) == 1 or _may_be_one(sure)):
                known = sure[0]
        if known:
            self._complete(known, agent, scope)
            return known.id
        id = self._ids.for_agent(agent, scope.language)
        candidates = tuple(each.id for each in alike) or self.with_initials(agent)
        if candidates:
            doubt = Doubt(scope.line, agent.display, id, candidates)
            self.doubts.append((scope.file, doubt))
        data = {
            "id": id,
            "kind": agent.kind,
            "name": _record_name(agent, scope.language, self._language),
            **agent.facts,
        }
        if agent.identifiers:
            data["identifiers"] = dict(agent.identifiers)
        self.made[id] = data
        new = _known(data)
        new.new = True
        self._add(new)
        self._newest.append(id)
        return id

    def adopt(self, agent: NamedAgent, line: int, file: str) -> str:
        """Return the id of the agent that an entry for a whole agent completes, or of a new one.

        What works of the same import name is that agent, if the name is the same and no fact
        contradicts; its record is no longer in `made`.
        """
        alike = [each for each in self._alike(agent) if each.new]
        if len(alike) == 1 and alike[0].id in self.made:
            del self.made[alike[0].id]
            return alike[0].id
        id = self._ids.for_agent(agent, self._language)
        others = tuple(each.id for each in self._alike(agent)) or self.with_initials(agent)
        if others:
            self.doubts.append((file, Doubt(line, agent.display, id, others)))
        return id

    def learn(self, data: Mapping[str, Any]) -> None:
        """Add the record of an agent that this import brings."""
        agent = _known(data)
        agent.new = True
        self._by_id.pop(agent.id, None)
        self._add(agent)

    def record_name(self, agent: NamedAgent) -> Any:
        """Return the name of an agent as its record has it."""
        return _record_name(agent, "und", self._language)

    def _by_stated_identifier(self, agent: NamedAgent) -> KnownAgent | None:
        for identifier in _identifiers(agent.identifiers):
            if identifier in self._by_identifier:
                return self._by_identifier[identifier]
        return None

    def _alike(self, agent: NamedAgent) -> list[KnownAgent]:
        """Return the agents of the same kind that have one of the names, and do not contradict."""
        found: dict[str, KnownAgent] = {}
        for name in compared_names(agent.forms):
            for each in self._by_name.get(name, ()):
                if each.kind == agent.kind and not _contradicts(each, agent):
                    found[each.id] = each
        return list(found.values())

    def with_initials(self, agent: NamedAgent) -> tuple[str, ...]:
        """Return the ids of the persons in the catalogue who may be meant, where one name has initials.

        `V. Woolf` may be Virginia Woolf, and the other way round. Those whom this import adds are
        left out: a source that abbreviates names does so for many.
        """
        names, short_names = compared_names(agent.forms), _short_names(agent.forms)
        if names & short_names:  # it has initials, of which another name may have fewer
            names |= short_names
        found = [each for name in names for each in self._by_short_name.get(name, ())]
        found += [each for name in short_names for each in self._by_name.get(name, ())]
        persons = [each for each in found if each.kind == agent.kind == "person" and not each.new]
        return tuple(sorted({each.id for each in persons if not _contradicts(each, agent)}))

    def _agrees(self, known: KnownAgent, agent: NamedAgent, scope: _Scope) -> bool:
        """Return whether a second fact, besides the name, says that two agents are one."""
        if known.id in scope.within:
            return True
        born, died = _year(agent.facts, "born"), _year(agent.facts, "died")
        if (born and born == known.born) or (died and died == known.died):
            return True
        if known.places & scope.contexts or _have_worked_together(known, agent, scope.fellows):
            return True
        return known.new and not any(_has_initials_only(form) for _, form in agent.forms)

    def _complete(self, known: KnownAgent, agent: NamedAgent, scope: _Scope) -> None:
        """Add to a record of this import what another entry states of the same agent."""
        data = self.made.get(known.id)
        if data is None:
            return
        if len(agent.forms) > 1:
            self._add_forms(known, agent, data, scope)
        for name, value in agent.facts.items():
            data.setdefault(name, value)
        for scheme, number in agent.identifiers.items():
            identifiers = data.setdefault("identifiers", {})
            identifiers.setdefault(scheme, number)
        for identifier in _identifiers(agent.identifiers):
            self._by_identifier.setdefault(identifier, known)
        known.identifiers |= _identifiers(agent.identifiers)

    def _add_forms(
        self, known: KnownAgent, agent: NamedAgent, data: dict[str, Any], scope: _Scope
    ) -> None:
        """Add the forms of a name in languages and scripts in which the record has none."""
        there = data["name"] if isinstance(data["name"], dict) else {}
        stated = _record_name(agent, scope.language, self._language)
        if not there and data["name"] not in stated.values():
            return
        data["name"] = {**there, **{tag: form for tag, form in stated.items() if tag not in there}}
        names = compared_names(agent.forms) - known.names
        known.names |= names
        for name in names:
            self._by_name[name].append(known)


class _Scope(NamedTuple):
    """What an entry says around a name."""

    file: str
    line: int
    language: str
    contexts: frozenset[str]
    fellows: set[str]
    places: frozenset[str]
    within: frozenset[str]


def _record_name(agent: NamedAgent, language: str, catalogue_language: str) -> Any:
    """Return the name as the record model has it: plain text, or forms by language tag."""
    if len(agent.forms) == 1 and isinstance(agent.forms[0][1], str) and not agent.forms[0][0]:
        tag = name_tag(agent.forms[0][1], language, catalogue_language)
        return agent.forms[0][1] if tag == catalogue_language else {tag: agent.forms[0][1]}
    found: dict[str, Any] = {}
    for tag, form in agent.forms:
        found.setdefault(tag or name_tag(display_name(form), language, catalogue_language), form)
    return found


def _known(data: Mapping[str, Any]) -> KnownAgent:
    names = recorded_forms(data.get("name"))
    for other in data.get("other_names") or ():
        is_group = isinstance(other, Mapping) and "name" in other
        names += recorded_forms(other["name"] if is_group else other)
    forms = [("", form) for form in names]
    return KnownAgent(
        str(data["id"]),
        str(data["kind"]),
        frozenset(compared_names(forms)),
        frozenset(_short_names(forms)),
        _identifiers(data.get("identifiers") or {}),
        _year(data, "born"),
        _year(data, "died"),
    )


def _short_names(forms: Iterable[tuple[str, Any]]) -> set[str]:
    """Return the names, as they are compared, with initials for some or all of the given names.

    Of a name that is not in parts, the last word counts as the family name. What grows with the
    square of the length of a name has to have a bound.
    """
    found = set()
    for _, form in forms:
        if isinstance(form, str):
            *given, family = folded(form).split() or [""]
        else:
            given = folded(form.get("given", "")).split()
            family = folded(family_and_given(form)[0])
        initials = [each[0] for each in given[:_GIVEN_NAMES]]
        found |= {" ".join([*initials[:end], family]) for end in range(1, len(initials) + 1)}
    return found


def _have_worked_together(known: KnownAgent, agent: NamedAgent, fellows: set[str]) -> bool:
    """Return whether somebody else among the contributors of an entry is a fellow of an agent there is."""
    others = fellows - compared_names(agent.forms)
    if others & known.fellows:
        return True
    for company in known.companies:
        for name in others:
            of_the_agent = 1 if name in known.names else 0
            if company[name] > of_the_agent:
                return True
    return False


def _has_initials_only(form: Any) -> bool:
    """Return whether a name has no given name but letters for one; a Han character is a whole one."""
    given = form.get("given", "") if isinstance(form, dict) else ""
    is_initial = _INITIAL.fullmatch(given) and given.lower() != given.upper()
    return (not given and isinstance(form, dict)) or bool(given and is_initial)


def _identifiers(identifiers: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    return frozenset(each for each in compared_numbers(identifiers) if each[0] != "local")


def _contradicts(known: KnownAgent, agent: NamedAgent) -> bool:
    """Return whether dates or identifiers say that two agents of one name are not the same."""
    for word in ("born", "died"):
        year = _year(agent.facts, word)
        if year and getattr(known, word) and getattr(known, word) != year:
            return True
    own = dict(_identifiers(agent.identifiers))
    theirs = dict(known.identifiers)
    return any(own[scheme] != theirs[scheme] for scheme in own.keys() & theirs.keys())


def _may_be_one(agents: Sequence[KnownAgent]) -> bool:
    """Return whether agents of this import may be one, whose name another entry has in all its forms."""
    facts = [
        {("born", each.born), ("died", each.died), *each.identifiers} for each in agents if each.new
    ]
    stated = {fact for each in facts for fact in each if fact[1]}
    return len(facts) == len(agents) and len(dict(stated)) == len(stated)


def _year(data: Mapping[str, Any], word: str) -> str:
    value = data.get(word)
    return year_of(value.get("date", "")) if isinstance(value, Mapping) else ""


def _contexts(data: Mapping[str, Any]) -> frozenset[str]:
    """Return the keys of where a work appeared: its journal, its book, its series."""
    found: list[Any] = [data.get("container_title")]
    for each in one_or_more(data.get("part_of")) + one_or_more(data.get("series")):
        found.append(each.get("title") if isinstance(each, Mapping) else each)
    return frozenset(folded(each) for each in found if isinstance(each, str))


def _places(data: Mapping[str, Any]) -> frozenset[str]:
    """Return the keys of the places of publication."""
    return frozenset(
        folded(each) for each in one_or_more(data.get("place")) if isinstance(each, str)
    )
