"""Makes a record of what a cataloguer types: its title, its makers, and other fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from exporter.errors import UsageError
from exporter.importers.agents import Agents, Doubt
from exporter.importers.duplicates import Duplicates
from exporter.importers.entry import Entry, Leftover, NamedAgent, NameForm, display_name
from exporter.importers.gate import Gate
from exporter.importers.ids import Ids
from exporter.importers.languages import name_tag
from exporter.importers.named import with_names
from exporter.importers.plan import Existing, as_document, with_plain_years
from exporter.importers.source_traces import keep_keys, keep_other_keys
from exporter.records.document import Document, current_id, former_ids, is_id
from exporter.records.loader import parse_document
from exporter.records.schema import Field, Schemas
from exporter.records.settings import Settings
from exporter.suggest import did_you_mean, unknown_record
from exporter.validate.checked_record import CheckedRecord
from exporter.validate.fixer import fix_document
from exporter.validate.name_lookup import names_and_titles, unordered
from exporter.validate.record import RecordValidator

_WHOLE_NUMBER = re.compile("[0-9]{1,18}")
_MOST_NAMED = 4
"""How many fields of a group a hint names."""
_NOT_COPIED = (
    *("id", "identifiers", "former_ids", "distinct_from"),
    *("found", "inferred", "holdings", "url", "accessed"),
)
"""Fields that are about one work alone, which `--like` leaves out."""


@dataclass(frozen=True)
class Typed:
    """What was typed.

    `contributors` are pairs of a role and a name or an id, `fields` pairs of a path and a value; a
    field that is a list can have several. `like` is the id of a record and `entry` an entry of a
    file: what the record begins with.
    """

    kind: str
    id: str = ""
    title: str = ""
    contributors: Sequence[tuple[str, str]] = ()
    fields: Sequence[tuple[str, str]] = ()
    like: str = ""
    entry: Entry | None = None


class NewRecord(NamedTuple):
    """A new record, and those of the agents that it needs.

    `known` are the agents found, by the name typed. `left_out` are the values of an imported entry
    that the record cannot have, `doubts` the names of agents who may be others with a record.
    """

    document: Document
    agents: Sequence[Document]
    known: Mapping[str, str]
    left_out: Sequence[Leftover] = ()
    doubts: Sequence[Doubt] = ()


class RecordMaker:
    """Makes new records for the catalogue at `root`."""

    def __init__(
        self, root: Path, schemas: Schemas, settings: Settings, existing: Existing
    ) -> None:
        self.root, self.schemas, self.settings = root, schemas, settings
        self._existing, self._readable = existing
        taken = set(self._existing)
        for each in self._existing.values():
            taken.update(former_ids(each.data))
        self._taken = taken
        self._ids = Ids(taken, settings.importing.id)
        self._language = settings.catalogue.language

    def missing(self, typed: Typed) -> list[str]:
        """Return the fields that a record of this kind must have, and that were not typed."""
        root = self.schemas.root(typed.kind)
        label = "title" if self.schemas.noun(typed.kind) == "work" else "name"
        given = {"id", "kind", *(path.partition(".")[0] for path, _ in typed.fields)}
        if typed.title:
            given.add(label)
        if typed.like:
            given.update(self._like(typed.like, typed.kind))
        if typed.entry:
            given.update(self._imported(typed.entry, typed.kind))
        required = [name for name, each in root.children.items() if each.required]
        return [name for name in dict.fromkeys([label, *required]) if name not in given]

    def choices(self, kind: str, name: str) -> Sequence[str]:
        """Return the terms that a field can hold; none if it can hold any text."""
        found = self.schemas.field(kind, (name,))
        terms: Sequence[str] = found.keyword("enum", ()) if found else ()
        return terms

    def make(self, typed: Typed) -> NewRecord:
        """Make a record. Raises UsageError for a field that is not there, and a name that several bear."""
        data: dict[str, Any] = {"kind": typed.kind}
        if typed.like:
            data |= self._like(typed.like, typed.kind)
        if typed.entry:
            data |= self._imported(typed.entry, typed.kind)
        # no record but that of a work has a language: it is that of the name
        is_own = "language" in self.schemas.root(typed.kind).children
        name_language = "" if is_own else dict(typed.fields).get("language", "")
        label = "title" if self.schemas.noun(typed.kind) == "work" else "name"
        given: dict[str, Any] = {}
        for path, value in typed.fields:
            if is_own or path != "language":
                self._require_only_way(path, label if typed.title else "")
                language = given.get("language") or data.get("language", self._language)
                self._put(given, path, value, typed.kind, language)
        _put_into(data, given)
        if self.schemas.noun(typed.kind) == "work":
            return self._work(typed, data)
        return self._agent(typed, data, name_language)

    def _like(self, id: str, kind: str) -> dict[str, Any]:
        if id not in self._existing:
            raise unknown_record(id, self._existing, current_id(id, self._existing))
        document = self._existing[id]
        if document.kind != kind:
            raise UsageError(
                f"“{id}” is of kind {document.kind}, not {kind}", "name another record"
            )
        if id not in self._readable:
            raise UsageError(f"“{id}” has values of a wrong type", "exporter validate shows them")
        return {name: value for name, value in document.data.items() if name not in _NOT_COPIED}

    def _imported(self, entry: Entry, kind: str) -> dict[str, Any]:
        """Return the data of an entry for a record of a kind, which may not have its type.

        Raises UsageError for an agent that is to become a work, and the other way round.
        """
        noun, own = self.schemas.noun(kind), str(entry.data["kind"])
        if self.schemas.noun(own) != noun or (noun != "work" and own != kind):
            raise UsageError(
                f"what the file describes is a record of kind {own}, not {kind}",
                f"write: exporter new {own} --from …",
            )
        found = {**entry.data, "kind": kind}
        if noun != "work":
            return with_names(found, Agents([], self._ids, self._language).record_name)
        type = found.get("type") or self.schemas.catalogued(own).get("type")
        allowed = self.choices(kind, "type")
        found.pop("type", None)
        if type in allowed and type != self.schemas.catalogued(kind).get("type"):
            found["type"] = type
        return found

    def _require_only_way(self, path: str, label: str) -> None:
        """Raise UsageError for a field that is typed in another way, or was; `label` is typed."""
        name = path.partition(".")[0]
        if name == "contributors":
            raise UsageError(
                "--set does not take contributors",
                "name them with --author, --editor, --translator or --contributor ROLE=NAME",
            )
        if name == label:
            raise UsageError(
                f"--{label} and --set {path} cannot be used together",
                f"write each form with --set: --set {label}.en=…",
            )

    def _put(
        self, given: dict[str, Any], path: str, value: str, kind: str, language: object
    ) -> None:
        """Put a value at a path into what is given.

        In a list, it comes after what is there; a field of the groups in a list, into the first one.
        """
        group, (step, *further) = given, path.split(".")
        field = self._inside(self.schemas.root(kind), step, path, kind)
        for following in further:
            entry = field.child(0)
            if entry and following in entry.children and following not in field.children:
                inner = group.setdefault(step, [{}])
                group, field = inner[0] if isinstance(inner, list) else inner, entry
            else:
                group = group.setdefault(step, {})
            if not isinstance(group, dict):
                raise _no_group(path, step)
            field = self._inside(field, following, path, kind)
            step = following
        self._put_last(group, step, self._value(field, path, value, language), field, path)

    def _inside(self, outer: Field, step: str, path: str, kind: str) -> Field:
        """Return the field of a group. Raises UsageError if there is none."""
        found = outer.child(step)
        if found is None:
            entry = outer.child(0)
            names = {*outer.children, *(entry.children if entry else ())} - {"*"}
            page = next((each for each in outer.path if each != "*"), kind)
            hint = did_you_mean(step, sorted(names)) or f"see: exporter explain {page}"
            raise UsageError(f"there is no field “{path}” in a record of kind {kind}", hint)
        return found

    def _put_last(
        self, group: dict[str, Any], name: str, value: Any, field: Field, path: str
    ) -> None:
        """Put a value into the group that has the field."""
        types = field.types
        if name not in group:
            is_list = "array" in types and "string" not in types
            group[name] = [value] if is_list else value
        elif "array" in types:
            before = group[name]
            group[name] = [*(before if isinstance(before, list) else [before]), value]
        else:
            raise UsageError(f"“{path}” is given twice", "a record has only one: name it once")

    def _value(self, field: Field, path: str, value: str, language: object) -> Any:
        """Return a value as a record has it: a number, the id or the name of an agent, or text."""
        group = field
        if "string" not in field.types and (entry := field.child(0)):
            group = entry
        if group.types == {"object"}:
            inner_paths = [f"{path}.{name}" for name in group.children if name != "*"]
            more = " …" if len(inner_paths) > _MOST_NAMED else ""
            hint = f"set {' or '.join(inner_paths[:_MOST_NAMED])}{more}"
            raise UsageError(f"“{path}” is a group of fields", hint)
        if field.refers_to and "name" in field.children and not is_id(value):
            return self._known(value) or _Whole(name=self._tagged(value, language))
        is_number = field.types == {"integer"} and _WHOLE_NUMBER.fullmatch(value)
        return int(value) if is_number else value

    def _tagged(self, name: str, language: object) -> str | dict[str, str]:
        """Return a name, with its language if that is not the language of the catalogue."""
        tag = name_tag(name, language if isinstance(language, str) else "", self._language)
        return name if tag in {"", self._language} else {tag: name}

    def _work(self, typed: Typed, data: dict[str, Any]) -> NewRecord:
        """Return the record of a work that was typed, and those of its makers who have none."""
        if typed.title:
            data["title"] = typed.title
            data.pop("devised_title", None)
        known: dict[str, str] = {}
        contributors: list[dict[str, Any]] = []
        for role, text in typed.contributors:
            agent: str | NamedAgent = self._known(text)
            if agent and agent != text:
                known[text] = str(agent)
            contributors.append(
                {"agent": agent or NamedAgent("person", [("", _name(text))]), "role": role}
            )
        if contributors:
            data["contributors"] = contributors
        entry = typed.entry or Entry(1, "", data, [], len(data))
        if typed.entry:
            self._require_new(data)
        id = typed.id or propose_work_id(data, self._ids, self._readable, entry.key)
        self._require_free(id)
        agents = self._agents()
        entry = replace(entry, data=data)
        if typed.entry:
            keep_keys(entry, id, self._taken)
            keep_other_keys(entry)
        resolved = {"id": id, **agents.resolve(entry)}
        left_out: list[Leftover] = []
        if typed.entry:
            left_out = self._take_out_faults(resolved, entry.line)
        made = [self._document(each) for each in agents.made.values()]
        doubts = [doubt for _, doubt in agents.doubts]
        return NewRecord(self._document(resolved), made, known, left_out, doubts)

    def _require_new(self, data: Mapping[str, Any]) -> None:
        records = [each.data for each in self._readable.values()]
        duplicate = Duplicates(records).find(data)
        if duplicate:
            raise UsageError(
                f"this work is already in the catalogue as “{duplicate.id}”: {duplicate.reason}",
                f"edit that record, or look at it with: exporter show {duplicate.id}",
            )

    def _take_out_faults(self, data: dict[str, Any], at: int) -> list[Leftover]:
        """Take out of an imported record what would be an error; return it with the reasons."""
        found: list[Leftover] = []

        def report(name: str, value: str, reason: str) -> None:
            found.append(Leftover(at, name, value, reason))

        path = self.root / "records" / f"{data.get('id', 'new')}.yaml"
        Gate(self.schemas, self._language).cleaned(path, data, report)
        return found

    def _agent(self, typed: Typed, data: dict[str, Any], language: str) -> NewRecord:
        if typed.title:
            name = _name(typed.title) if typed.kind == "person" else typed.title
            tag = language or name_tag(display_name(name), self._language, self._language)
            is_plain = isinstance(name, str) and tag == self._language
            data["name"] = name if is_plain else {tag: name}
        name = data.get("name", "")
        forms: list[tuple[str, NameForm]] = [(self._language, name)]
        if isinstance(name, dict):
            forms = list(name.items())
        id = typed.id or self._ids.for_agent(NamedAgent(typed.kind, forms), self._language)
        self._require_free(id)
        doubts = self._namesakes(typed, NamedAgent(typed.kind, forms), id)
        if not typed.entry:
            return NewRecord(self._document({"id": id, **data}), [], {}, doubts=doubts)
        entry = replace(typed.entry, data=data)
        keep_keys(entry, id, self._taken)
        keep_other_keys(entry)
        left_out = self._take_out_faults(data, entry.line)
        return NewRecord(self._document({"id": id, **data}), [], {}, left_out, doubts)

    def _namesakes(self, typed: Typed, agent: NamedAgent, id: str) -> list[Doubt]:
        """Return the doubt whether the agent has a record already, under the name that was typed."""
        wanted = unordered(typed.title)
        others = tuple(each for each, names in self._agent_names().items() if wanted in names)
        others = others or self._agents().with_initials(agent)
        return [Doubt(0, typed.title, id, others)] if typed.title and others else []

    def _document(self, data: Mapping[str, Any]) -> Document:
        """Return a record in the standard layout, with what has one right answer fixed (the hyphens of an ISBN)."""
        document = as_document(with_plain_years(data, self.schemas), self.root, self.schemas)
        validator = RecordValidator(self.schemas, self._language)
        parsed = parse_document(document.text.encode(), document.path, self.settings.limits)
        if not isinstance(parsed, Document):
            return document
        fixed = fix_document(parsed, validator.validate(parsed).findings)
        return document._replace(text=fixed.text)

    def _require_free(self, id: str) -> None:
        if id in self._taken:
            raise UsageError(f"there is already a record “{id}”", "choose another --id")

    def _known(self, text: str) -> str:
        """Return the id of the agent that a text names, by its id or a name; empty if there is none."""
        if text in self._existing:
            return text
        found = []
        wanted = unordered(text)
        for id, names in self._agent_names().items():
            if wanted in names:
                found.append(id)
        if len(found) > 1:
            raise UsageError(
                f"“{text}” can be {' or '.join(found)}", "name the one that you mean by its id"
            )
        return found[0] if found else ""

    def _agents(self) -> Agents:
        return Agents([each.data for each in self._readable.values()], self._ids, self._language)

    def _agent_names(self) -> dict[str, set[str]]:
        found = {}
        for document in self._readable.values():
            if self.schemas.noun(document.kind) == "agent":
                names: Iterable[str] = names_and_titles(CheckedRecord(document, self.schemas))
                found[document.id] = {unordered(name) for name in names}
        return found


class _Whole(dict[str, Any]):
    """A group that takes the place of another one as a whole."""


def _put_into(data: dict[str, Any], given: Mapping[str, Any], path: str = "") -> None:
    """Put what is given into the data that a record begins with.

    A group keeps its other fields; any other value gives way.
    """
    for name, value in given.items():
        if isinstance(value, dict) and name in data and not isinstance(value, _Whole):
            if not isinstance(data[name], dict):
                raise _no_group(f"{path}{name}.{next(iter(value))}", name)
            _put_into(data[name], value, f"{path}{name}.")
        else:
            data[name] = value


def _no_group(path: str, step: str) -> UsageError:
    return UsageError(f"“{path}”: {step} is not a group of fields", "edit the record instead")


def propose_work_id(
    data: Mapping[str, Any], ids: Ids, known: Mapping[str, Document], key: str = ""
) -> str:
    """Return a new id for a work, made of its first maker, its year and its title.

    `known` are the records by id to which the contributors of the work refer; a contributor can
    also be a NamedAgent. `key` is that of the work in the source that it comes from.
    """
    named = []
    for each in data.get("contributors", ()):
        named.append({**each, "agent": _named(each, known)})
    return ids.for_work({**data, "contributors": named}, key)


def propose_agent_id(data: Mapping[str, Any], ids: Ids, language: str) -> str:
    """Return a new id for an agent, made of its name; `language` is that of the catalogue."""
    name = data.get("name", "")
    forms = list(name.items()) if isinstance(name, dict) else [(language, name)]
    return ids.for_agent(NamedAgent(str(data["kind"]), forms), language)


def _named(contributor: Mapping[str, Any], known: Mapping[str, Document]) -> NamedAgent:
    """Return a contributor by name, which an id is made of."""
    agent = contributor.get("agent", "")
    if isinstance(agent, NamedAgent):
        return agent
    document = known.get(agent)
    name = document.data.get("name", agent) if document else str(contributor.get("name", ""))
    forms = list(name.items()) if isinstance(name, dict) else [("", name)]
    return NamedAgent("person", forms)


def _name(text: str) -> NameForm:
    """Return a name in parts if it was typed so: `Family, Given`."""
    family, comma, given = (part.strip() for part in text.partition(","))
    return {"family": family, "given": given} if comma and family and given else text
