"""Who made a work, and who published it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from exporter.export.citation.statements import NOTES, Statements, listed
from exporter.export.field_words import capital
from exporter.export.reference import PARTS_OF_SERIALS, own_contributions, publication, role_pointer
from exporter.model.agent import Agent
from exporter.model.work import Contribution


class PlacedName(NamedTuple):
    """A name in a role, and the field of names to which the role leads."""

    field: str
    role: str
    contribution: Contribution


class NameStatements(Statements):
    """The statements that name persons and bodies."""

    def contributors(self) -> None:
        """Put each name into the field of its role, or into a note with its role."""
        unplaced: dict[str, list[str]] = {}
        for placed in self.placed_names():
            agent = placed.contribution.agent
            if placed.field in NOTES:
                unplaced.setdefault(placed.role, []).append(self.words.name(agent))
            elif placed.field == self.place_of("publisher"):
                self.put_publisher(agent)
            elif placed.field:
                self.put_name(placed.field, agent)
        for role, names in unplaced.items():
            self.note(f"{self.encode(capital(role))}: {listed(names)}")
        self.circumstances(self.work.contributions)
        if self.host and self.host.node:
            self.circumstances(self.host.contributions)

    def placed_names(self) -> list[PlacedName]:
        """Return the names of the work and of its host, in their order."""
        found = []
        own = own_contributions(self.work)
        for contribution in own:
            for number, role in enumerate(contribution.roles):
                self.report_role(contribution, number)
                target = self.table.target("role", role)
                found.append(PlacedName(self.field_of_role(target, role), role, contribution))
        for contribution in self.host_contributions():
            for number, role in enumerate(contribution.roles):
                if self.host and not self.host.work:
                    self.report_role(contribution, number)
                field = self.field_of_role(self.table.target("host role", role), role)
                # a book that has a record says there who illustrated it and who printed it
                if self.host and (field not in NOTES or not self.host.work):
                    found.append(PlacedName(field, role, contribution))
        return found

    def report_role(self, contribution: Contribution, number: int) -> None:
        """Report a role for which the format has a broader word only."""
        role = contribution.roles[number]
        row = self.table.row("role", role)
        if row.match == "broad":
            pointer = role_pointer(contribution, number)
            self.context.weaken(self.work, pointer, role, f"only as {row.target}")

    def host_contributions(self) -> tuple[Contribution, ...]:
        """Return those who made the book of a chapter; a reference to an article names no editor of the journal."""
        if self.host is None:
            return ()
        if self.host.work and (
            self.host.type == "periodical" or self.work.type in PARTS_OF_SERIALS
        ):
            return ()
        return self.host.contributions

    def field_of_role(self, target: str, role: str) -> str:
        """Return the field of a role in this entry.

        `target` is what the row of the role says. An entry type may have another field for one role
        (`role/addressee=A2`), or for all that have this target (`A2=A3`).
        """
        own = self.places.get(f"role/{role.replace(' ', '_')}")
        return own or self.places.get(target, target)

    def circumstances(self, contributions: Iterable[Contribution]) -> None:
        """Say how certain a contribution is, how the work prints the name, and for whom somebody worked."""
        for each in contributions:
            self.words.report_unread(each)
            if each.certainty:
                label = self.encode(f"{capital(each.certainty)} {each.roles[0]}")
                self.state("contributors/certainty", self.words.name(each.agent), label)
            if each.printed and self.place_of("contributors/printed"):
                label = self.encode("Name as printed")
                printed = self.words.text(each.printed, label)
                words = f"{printed} ({self.words.name(each.agent)})"
                self.state("contributors/printed", words, label)
            if each.affiliations and self.place_of("contributors/affiliation"):
                bodies = listed(self.words.name(agent) for agent in each.affiliations)
                words = f"{self.words.name(each.agent)}, {bodies}"
                self.state("contributors/affiliation", words, self.encode("Affiliation"))

    def publishers(self) -> None:
        """Put those who published it together into their field; of publishers who disagree, the first alone."""
        published = publication(self.work)
        for agent in published.publishers:
            self.put_publisher(agent)
        is_stated = bool(published.publishers)
        ids = {agent.id for agent in published.publishers}
        for statement in self.work.disputed:
            if statement.agent and statement.agent.id in ids:
                continue
            if statement.agent:
                name = self.words.name(statement.agent)
            else:
                name = self.encode(self.context.text(statement.value))
            if not is_stated:
                self.state("publisher", name)
                is_stated = True
                continue
            self.note(f"Publisher also printed as {name}")
            for pointer in statement.pointers:
                reason = "in the note: a reference has one publisher"
                self.context.weaken(self.work, pointer, name, reason)
        for text in published.places:
            self.state_text("place", text)
        self.publishers_of_host()

    def put_publisher(self, agent: Agent) -> None:
        """Add one of those who published the work together, once: a body may be stated in two roles."""
        name = self.words.name(agent)
        if name not in self.published_by:
            self.published_by.add(name)
            self.state("publisher", name)

    def publishers_of_host(self) -> None:
        """Say who published the whole, where the part has a publisher or a place of its own."""
        if self.host is None or self.host.node is None:
            return
        if self.work.publishers or self.work.texts("place"):
            for name in ("publisher", "place"):
                self.state_node(f"part_of/{name}", self.host.node.get(name))
