"""Names and terms of finding aids. Source: EAD Tag Library 2002, m.access; EAD3, part, @identifier."""

from __future__ import annotations

import re
from typing import Any

from exporter.importers.authority_numbers import number_of
from exporter.importers.builder import EntryBuilder
from exporter.importers.ead.nodes import TABLE
from exporter.importers.entry import Leftover, NamedAgent
from exporter.importers.headings import dates_of_life, without_dates
from exporter.importers.marc.punctuation import without_punctuation
from exporter.importers.marc.unimarc import TABLE as UNIMARC
from exporter.importers.names import agent, inverted
from exporter.importers.readings import of_vocabulary
from exporter.importers.relators import role_of
from exporter.importers.text import line, without_html
from exporter.importers.tree import SourceNode
from exporter.model.vocabularies import vocabulary
from exporter.validate.synonyms import ROLES, synonym

_KINDS = {"persname": "person", "corpname": "organization", "famname": "family"}
_WITH_CODE = re.compile(r"(?P<term>.*?) ?\((?P<code>[a-z]{3})\)")
"""A role as ArchivesSpace writes it: `Collector (col)`."""
_DATES_IN_BRACKETS = re.compile(r"(?P<name>.*\S) ?\((?P<dates>[^()]*[0-9.]{4}[^()]*)\)")
"""A name as French libraries write it: `Hugo, Victor (1802-1885)` (AFNOR Z 44-061)."""
_NO_ROLES = frozenset({"", "subject", "sbj"})
"""Words for what a name has to do with the material that are no role in its making."""
_UNIMARC_CODE = re.compile(r"0?([0-9]{3})")
"""A role as the Bibliothèque nationale de France and Calames write it: `0070` for 070, author."""
_CODE = 3
"""The letters of a relator code: in a label they are an abbreviation of another sort."""
_NUMBER = re.compile(r"(?:\([^()]*\))? ?(?P<number>[\w-]+)")


class NameReader:
    """Reads the names and terms of one record."""

    def __init__(self, builder: EntryBuilder) -> None:
        self.builder = builder

    def contributor(self, node: SourceNode, label: str = "") -> None:
        """Read a maker of the material, whose role the element, or else a label, states."""
        said = node.take("@role") or node.take("@relator")
        role = role_in(said) or (role_in(label) if len(label) > _CODE else "") or "creator"
        named = self.agent(node)
        if named is None:
            return
        if said and not role_in(said):
            self.builder.weaken(
                "role", said, f"this role is not known; it is kept as {role}", node.line
            )
        self.builder.contribute(role, named)

    def access_point(self, node: SourceNode) -> None:
        """Read a name or a term by which the material is found; a name with a role is a contributor's."""
        sort = TABLE.word("subject", node.name)
        said = node.peek("@role") or node.peek("@relator")
        if node.name in _KINDS and role_in(said):
            self.contributor(node)
            return
        if sort == "place" and TABLE.word("placerole", said.lower()):
            self.builder.put(
                "place", without_punctuation(line(node.read()), ""), node.name, node.line
            )
            return
        if said.lower() not in _NO_ROLES | {node.name}:
            reason = "this role is not known; it is kept as a subject"
            self.builder.weaken(f"{node.name}/@role", said, reason, node.line)
        normal = line(node.take("@normal"))
        parts = self._parts(node)
        words = line(without_html(node.read()))
        text = words or normal or "--".join(words for _, words in parts)
        text = without_punctuation(text, "")
        if not text:
            return
        known = self._in_vocabulary(node)
        if sort == "genre":
            self.builder.add_item("genre_terms", {"term": text} | known)
            return
        self.builder.add_item("subjects", _heading(sort, text, parts) | known)

    def agent(self, node: SourceNode) -> NamedAgent | None:
        """Return whom an element names, with dates and numbers; None if it has no name."""
        kind = _KINDS.get(node.name, "")
        parts = self._parts(node)
        text = line(node.read())
        normal = line(node.take("@normal"))
        by_sort = {sort: words for sort, words in parts if sort}
        dates = by_sort.get("dates", "").rstrip(" .,")
        family, given = by_sort.get("family", ""), by_sort.get("given", "")
        glue = ". " if kind == "organization" else ", "
        whole = normal or text or glue.join(words for sort, words in parts if sort != "dates")
        whole = without_punctuation(whole, "")
        if kind == "person" or not kind:
            whole, dates = _without_dates(whole, dates)
            if not family:
                family, given = inverted(whole)
        if not kind:
            kind = "person" if family else "organization"
            reason = f"whether it is a person or a body is not stated; it is kept as {kind}"
            self.builder.weaken(node.name, whole, reason, node.line)
        named = agent(kind, whole, family, given) if kind == "person" else agent(kind, whole)
        if named is None:
            return None
        facts = dates_of_life(dates) if dates and kind == "person" else {}
        named.facts |= facts
        if dates and not facts:
            reason = "this date is not understood"
            self.builder.leave_second(f"{node.name}/date", dates, reason, node.line)
        number = self._number(node)
        if number:
            named.identifiers.setdefault(*number)
        return named

    def _parts(self, node: SourceNode) -> list[tuple[str, str]]:
        """Return the parts of a name or a term in EAD3, each with the sort that we know."""
        found = []
        for each in node.all("part"):
            sort = TABLE.word("part", each.peek("@localtype").lower())
            date = each.first("date")
            words = line(each.read()) or (date.read() or date.take("@normal") if date else "")
            if words:
                found.append((sort, words.replace("/", "-") if date else words))
        return found

    def _stated_number(self, node: SourceNode) -> str:
        """Return the number in an authority file, which EAD3 can have at the only part of a name."""
        own = node.take("@authfilenumber", "@identifier")
        of_parts = [each.take("@identifier") for each in node.children if each.name == "part"]
        return own or next(filter(None, of_parts), "")

    def _number(self, node: SourceNode) -> tuple[str, str] | None:
        """Return the scheme and the number in an authority file; one that is not known is told."""
        said = self._stated_number(node)
        prefix = TABLE.word("agentid", line(node.peek("@source")).lower())
        bare = _NUMBER.fullmatch(said.strip().replace(" ", ""))
        found = number_of(said) or (number_of(prefix + bare["number"]) if prefix and bare else None)
        if said and not found:
            self._leave_number(node, said)
        return found

    def _leave_number(self, node: SourceNode, number: str) -> None:
        reason = "it is the number of a record in another system"
        left = Leftover(node.line, f"{node.name}/@authfilenumber", number, reason, frame=True)
        self.builder.leftovers.append(left)

    def _in_vocabulary(self, node: SourceNode) -> dict[str, str]:
        """Return the vocabulary of a term, and its address there."""
        number = self._stated_number(node)
        said = line(node.take("@source"))
        source = TABLE.word("source", said.lower()) or said.lower()
        address = number
        bare = _NUMBER.fullmatch(number.replace(" ", ""))
        if bare and TABLE.word("address", source):
            address = TABLE.word("address", source) + bare["number"]
        known = of_vocabulary("" if source == "none" else source, address)
        if number and "uri" not in known:
            self._leave_number(node, number)
        if said and "scheme" not in known and source != "none":
            self.builder.leave_unknown(f"{node.name}/@source", said, node.line)
        return known


def role_in(written: str) -> str:
    """Return the role that an attribute or a label states: a relator term, its code or its address."""
    text = line(written).lower().strip(" .:").rpartition("/")[2]
    if text in _NO_ROLES:
        return ""
    number = _UNIMARC_CODE.fullmatch(text)
    if number:
        text = UNIMARC.word("relator", number[1])
    match = _WITH_CODE.fullmatch(text)
    for word in (match["code"], match["term"]) if match else (text,):
        role = role_of(word) or synonym(word, vocabulary("roles"), ROLES)
        if role:
            return role
    return ""


def _without_dates(name: str, dates: str) -> tuple[str, str]:
    """Return a name and the dates of life behind it, unless a part of its own has them."""
    match = _DATES_IN_BRACKETS.fullmatch(name)
    if match and dates_of_life(match["dates"]):
        return match["name"], dates or match["dates"]
    if dates:
        return name, dates
    return without_dates(name)


def _heading(sort: str, text: str, parts: list[tuple[str, str]]) -> dict[str, Any]:
    """Return a subject heading, with the subdivisions that EAD3 marks with the sort of each part."""
    sorts = {"topic", "place", "period", "genre"}
    if sort != "topic" or not parts or any(part not in sorts for part, _ in parts):
        return {sort: text}
    heading: dict[str, Any] = {parts[0][0]: parts[0][1]}
    if len(parts) > 1:
        heading["subdivisions"] = [{part: words} for part, words in parts[1:]]
    return heading
