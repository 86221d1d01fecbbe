"""Names in MODS. Source: MODS 3.8, name, originInfo/agent, altRepGroup."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from exporter.importers.authority_numbers import number_of
from exporter.importers.builder import EntryBuilder
from exporter.importers.entry import Leftover, NamedAgent
from exporter.importers.headings import dates_of_life, without_dates
from exporter.importers.languages import script_of
from exporter.importers.mods.elements import TABLE, tag_of_element
from exporter.importers.names import agent, bodies, inverted
from exporter.importers.relators import role_of
from exporter.importers.text import edtf, line
from exporter.importers.tree import SourceNode
from exporter.model.vocabularies import vocabulary
from exporter.records.one_or_more import one_or_more
from exporter.validate.synonyms import ROLES, synonym

_OF_A_HOST = 3
"""The slashes in an address that names an authority file and nothing in it."""
_KINDS = {
    "personal": "person",
    "corporate": "organization",
    "family": "family",
    "conference": "event",
}


class _Read(NamedTuple):
    """A name that was read: whom it names, its language, the roles it states, its numbers in authority files."""

    named: NamedAgent
    tag: str
    roles: frozenset[str]
    numbers: frozenset[tuple[str, Any]]

    def continues(self, before: _Read) -> bool:
        """Return whether it is the name before it in another script, although no altRepGroup says so.

        That is so if one number in an authority file stands with both, in the same roles.
        """
        scripts = {script_of(form.display) for form in (self.named, before.named)}
        return (
            bool(self.numbers & before.numbers)
            and (self.named.kind, self.roles) == (before.named.kind, before.roles)
            and len(scripts - {""}) == 2
        )


class NameReader:
    """Reads the names of one record."""

    def __init__(self, builder: EntryBuilder) -> None:
        self.builder = builder
        self.groups: dict[str, tuple[NamedAgent, str]] = {}
        """By altRepGroup, whom the elements name of which each has the name in one script."""
        self.before: _Read | None = None

    def name(self, node: SourceNode) -> None:
        """Read a contributor, or the name of one in another script."""
        if self._is_other_form(node):
            return
        named = self.agent(node)
        if named is None:
            return
        stated = node.first("role") is not None
        roles = self.roles(node)
        before, self.before = self.before, _read(node, named, roles if stated else ())
        if before and self.before.continues(before):
            _add_form(before.named, before.tag, node, named)
            self.before = before
            return
        self._begin_group(node, named)
        printed = line(node.peek("displayForm"))
        printed = "" if printed == named.display else printed
        for role in roles:
            contributor = self.builder.contribute(role, named, printed=printed)
        affiliation = bodies(each.read() for each in node.all("affiliation"))
        if affiliation:
            contributor.setdefault("affiliation", []).extend(affiliation)

    def origin_agent(self, node: SourceNode) -> None:
        """Read who published the work, whose name stands in `publisher`, too."""
        if self._is_other_form(node):
            return
        named = self.agent(node)
        roles = self.roles(node)
        if named is None:
            return
        if "publisher" not in roles and node.first("role"):
            for role in roles:
                self.builder.contribute(role, named)
        else:
            self.builder.name_body("publisher", named.display)
            every = one_or_more(self.builder.data["publisher"])
            own = next((each for each in every if each.display == named.display), named)
            own.identifiers |= named.identifiers
            own.facts |= named.facts
            named = own
        self._begin_group(node, named)

    def agent(self, node: SourceNode) -> NamedAgent | None:
        """Return whom an element names, with dates and numbers; None if it has no name."""
        kind = _KINDS.get(node.take("@type"), "person")
        parts: dict[str, str] = {}
        whole = []
        date = ""
        for each in node.all("namePart"):
            sort, text = each.peek("@type"), line(each.text).rstrip(", ")
            if sort == "date":
                date = text
            elif sort in {"family", "given", "termsOfAddress"} and text:
                parts[sort] = f"{parts[sort]} {text}" if sort in parts else text
            elif text and not sort:
                whole.append(text)
            else:
                continue
            each.read()
        display = line(node.take("displayForm"))
        joined = ", ".join(whole) or display
        if kind == "person" and not date:
            joined, date = without_dates(joined)
        family, given = parts.get("family", ""), parts.get("given", "")
        if kind == "person" and not family:
            family, given = inverted(joined)
        named = agent(kind, joined, family, given, title=parts.get("termsOfAddress", ""))
        if named is None:
            return None
        self._life(named, date, node)
        self._numbers(named, node)
        self._other_names(named, node)
        return named

    def roles(self, node: SourceNode) -> list[str]:
        """Return the roles that are stated, or the one that a name without a role has."""
        found = []
        for each in node.all("role"):
            for term in each.all("roleTerm"):
                word = line(term.text).lower().strip(".")
                role = role_of(word) or synonym(word, vocabulary("roles"), ROLES)
                if role:
                    term.read()
                    found.append(role)
        return list(dict.fromkeys(found)) or [
            "contributor" if self.builder.contributors else "creator"
        ]

    def _begin_group(self, node: SourceNode, named: NamedAgent) -> None:
        group = node.peek("@altRepGroup")
        if group:
            self.groups[group] = (named, tag_of_element(node))

    def _is_other_form(self, node: SourceNode) -> bool:
        """Add a name in another script to the one with which it is tied."""
        named, first_tag = self.groups.get(node.peek("@altRepGroup"), (None, ""))
        other = self.agent(node) if named else None
        if named is None or other is None:
            return False
        _add_form(named, first_tag, node, other)
        self.roles(node)
        return True

    def _other_names(self, named: NamedAgent, node: SourceNode) -> None:
        """Add the forms of the name in other languages, and the short name (MODS 3.8, alternativeName)."""
        for each in node.all("alternativeName"):
            inner, tag, kind = self.agent(each), tag_of_element(each), each.take("@altType")
            if inner is None or kind not in {"", "short name"}:
                continue
            if kind:
                named.facts.setdefault("short_name", {tag: inner.display} if tag else inner.display)
            elif tag:
                named.forms[0] = (named.forms[0][0] or tag_of_element(node), named.forms[0][1])
                named.forms += [(tag, form) for _, form in inner.forms]

    def _numbers(self, named: NamedAgent, node: SourceNode) -> None:
        """Add the numbers in `nameIdentifier` and in the address of an authority file."""
        for each in node.all("nameIdentifier"):
            scheme, number = TABLE.word("agentid", each.peek("@type").lower()), line(each.text)
            found = number_of(number) or (scheme, number.rpartition("/")[2])
            if found[0]:
                each.read()
                named.identifiers.setdefault(*found)
            elif each.peek("@type").lower() == "local":
                reason = "it is the number of a record in another system"
                left = Leftover(each.line, "name/nameIdentifier", each.read(), reason, frame=True)
                self.builder.leftovers.append(left)
        for name in ("@valueURI", "@href", "@authorityURI"):
            address = node.peek(name)
            number_at = number_of(address)
            if number_at:
                named.identifiers.setdefault(*number_at)
            elif name == "@valueURI" and address.rstrip("/").count("/") > _OF_A_HOST:
                self.builder.leave("name/@valueURI", address, "its scheme is not known", node.line)

    def _life(self, named: NamedAgent, date: str, node: SourceNode) -> None:
        if not date:
            return
        facts = dates_of_life(date) if named.kind == "person" else {}
        if named.kind == "event" and edtf(date):
            facts = {"date": edtf(date)}
        if facts:
            named.facts.update(facts)
        else:
            self.builder.leave("name/namePart", date, "this date is not understood", node.line)


def _add_form(named: NamedAgent, tag: str, node: SourceNode, other: NamedAgent) -> None:
    """Add the name of an element to one in another script, whose language is `tag`."""
    for each in node.all("affiliation"):
        each.read()
    named.forms[0] = (named.forms[0][0] or tag, named.forms[0][1])
    named.forms += [(tag_of_element(node), form) for _, form in other.forms]


def _read(node: SourceNode, named: NamedAgent, roles: Iterable[str]) -> _Read:
    numbers = set(named.identifiers.items())
    address = node.peek("@valueURI").rstrip("/")
    if address.count("/") > _OF_A_HOST:
        numbers.add(("", address))
    return _Read(named, tag_of_element(node), frozenset(roles), frozenset(numbers))
