"""What a work appeared in, its series, its event, and where it is kept."""

from __future__ import annotations

from exporter.export.citation.names import NameStatements
from exporter.export.citation.statements import NOTES
from exporter.export.citation.titles import unattached, whole_title
from exporter.export.citation.wording import Unprinted
from exporter.export.field_words import capital, type_label
from exporter.export.reference import host_relation, own_series
from exporter.model.node import Node
from exporter.model.work import Relation, Series, Work
from exporter.records.document import Pointer

STATED_OF_HOST = frozenset(
    {"work", "title", "type", "contributors", "publisher", "place", "issued", "edition"}
    | {"series", "series_number", "volumes", "identifiers", "public"}
)
"""Fields of a host without a record for which a reference has fields or steps of its own."""


class PartStatements(NameStatements):
    """The statements on a work as a part of something."""

    def title_parts(self) -> None:
        """Keep what the title itself does not say: forms of a subtitle without a title, and variant titles."""
        for field in ("subtitle", "part_number", "part_name"):
            text = self.work.text(field)
            loose = unattached(text, self.work) if text else ()
            if text and loose:
                forms = tuple((text.pointer_of(tag), self.encode(text[tag])) for tag in loose)
                self.words.unprinted.append(Unprinted(self.label(field), forms))
        if self.place_of("variant_titles"):
            for node in self.work.node.all("variant_titles"):
                self.variant_title(node)

    def variant_title(self, node: Node) -> None:
        """Say another title of the work, and what it is or where it stands."""
        title, note = node.text("title"), node.text("note")
        sort = node.line("type")
        label = self.encode(f"{capital(sort)} title" if sort else "Variant title")
        words = self.words.text(title, label) if title else ""
        if note:
            words = f"{words} ({self.words.text(note, label)})"
        self.state("variant_titles", words, label)

    def container(self) -> None:
        """Say in what the work appeared."""
        found = self.host
        if found is None:
            return
        if found.title:
            self.put_host_title()
        if found.work or found.node:
            if found.edition and not self.work.text("edition"):
                self.state_text("edition", found.edition)
            if found.volumes and not self.work.plain("volumes"):
                self.state("volumes", self.encode(found.volumes))
        relation = host_relation(self.work)
        if found.work and not self.work.plain("volume"):
            self.volume_of_host(found.work, relation.node if relation else None)
        if relation and relation.is_group:
            self.described_host(relation)

    def volume_of_host(self, record: Work, node: Node | None) -> None:
        """Say which volume the work appeared in, where that has a record of its own.

        What the relation says of the volume is said with the rest of the relation.
        """
        if node is None or not node.get("volume"):
            self.put_volume(record.plain("volume"))
        if self.has_field("volume_title") and not self.work.text("volume_title"):
            self.state_text("volume_title", record.text("volume_title"))

    def put_volume(self, volume: str) -> None:
        """Add the volume."""
        self.state("volume", self.encode(volume))

    def put_host_title(self) -> None:
        """Add the title of that in which the work appeared."""
        title, record = (self.host.title, self.host.work) if self.host else (None, None)
        if title is None or not self.place_of("container_title"):
            return
        if record and title is record.title:
            words = self.encode(whole_title(record, self.context.tag(title)))
        else:
            words = self.words.text(title, self.label("container_title"))
        self.state("container_title", words, self.encode("In"))

    def described_host(self, relation: Relation) -> None:
        """Say what the record says of its host beyond the title, where the host has no record or says it otherwise."""
        node, printed = relation.node, self.work.text("container_title")
        if node is None:
            return
        in_label = self.encode("In")
        if relation.target:
            self.words_of_host(node, in_label)
            if not _says_more_than_title(relation.target):
                self.report_record_behind_title(relation)
            return
        if printed and node.text("title"):
            self.state_text("part_of/title", printed, in_label)
        if node.line("type") and self.place_of("part_of/type"):
            words = self.encode(type_label(node.line("type")))
            self.state("part_of/type", words, self.encode("Part of"))
        if self.work.text("edition"):
            self.state_node("part_of/edition", node.get("edition"))
        if self.work.plain("volumes"):
            self.state_node("part_of/volumes", node.get("volumes"))
        for name in node.value:
            is_lone = name == "series_number" and "series" not in node.value
            if is_lone or name not in STATED_OF_HOST:
                self.state_node(f"part_of/{name}", node.get(name))

    def words_of_host(self, node: Node, in_label: str) -> None:
        """Say what a relation says beyond the record of the host: its volume is that of the work."""
        has_volume = node.get("volume") and not self.work.plain("volume")
        if has_volume:
            self.state_node("part_of/volume", node.get("volume"))
        left_out = frozenset({"volume"}) if has_volume else frozenset()
        self.state("part_of", self.words.group(node, left_out), in_label)

    def report_record_behind_title(self, relation: Relation) -> None:
        """Report the record of another work that has a title here as well: the title is printed."""
        if relation.title and relation.target and relation.node:
            pointer = (*relation.node.pointer, "work")
            reason = "the title stands for the record"
            self.context.lose(self.work, pointer, relation.work, reason)

    # -- series

    def series(self) -> None:
        """Put the first series into its fields, and all others into the note."""
        hosts = self.host.series if self.host else ()
        everything = (*own_series(self.work), *hosts)
        for place, each in enumerate(everything):
            name, number = self.series_name(each), self.encode(each.number)
            if place == 0:
                self.put_series(name, number)
            else:
                numbered = self.encode("no. ") + number if number else ""
                words = ", ".join(filter(None, (name, numbered)))
                self.note(f"{self.label('series')}: {words}")
            if each.issn:
                label = self.encode("ISSN of the series")
                self.state("series/issn", self.encode(each.issn), label)
            if each.node:
                self.state_node("series/applies_to", each.node.get("applies_to"))
            self.makers_of_series(each)
        number = self.work.plain("series_number")
        if number and not everything:
            self.put_series("", self.encode(number))
        elif number and all(each.number != number for each in everything):
            self.note(f"{self.label('series_number')}: {self.encode(number)}")

    def series_name(self, series: Series) -> str:
        """Return the title of a series with its part."""
        title, label = series.title, self.label("series")
        if title and series.work and series.node:
            pointer = (*series.node.pointer, "work")
            reason = "the title stands for the record"
            self.context.lose(self.work, pointer, series.work.id, reason)
        if title:
            name = self.words.text(title, label)
        elif series.work:
            words = self.words.text(series.work.title, label)
            name = f"[{words}]" if series.work.devised else words
        else:
            name = ""
        part = self.words.text(series.part, label) if series.part else ""
        return ". ".join(filter(None, (name, part)))

    def put_series(self, name: str, number: str) -> None:
        """Put the name of the series and the number in it into their fields."""
        self.state("series/title", name, self.label("series"))
        self.state("series/number", number, self.label("series_number"))

    def makers_of_series(self, series: Series) -> None:
        """Name those who edit a series."""
        for contribution in series.contributions:
            self.words.report_details(contribution, ("corresponding", "equal"))
            for role in contribution.roles:
                target = self.table.target("series role", role)
                field = self.places.get(target, target)
                if field and field not in NOTES:
                    self.put_name(field, contribution.agent)
                else:
                    label = self.encode(f"{capital(role)} of the series")
                    self.note(f"{label}: {self.words.name(contribution.agent)}")
        self.circumstances(series.contributions)

    # -- event

    def event(self) -> None:
        """Say at what event the work was presented, when and where."""
        node = self.work.node.get("event")
        if node is None:
            return
        date_pointer: Pointer = ("event", "date")
        if isinstance(node.value, str):
            event = self.context.catalogue.agents[node.value]
            self.state("event/name", self.words.name(event), self.label("event"))
            node, date_pointer = event.node, ("event",)
        else:
            self.state_text("event/name", node.text("name"), self.label("event"))
        number, date = node.line("number"), node.date("date")
        self.state("event/number", self.encode(number), self.encode("Number of the event"))
        self.state_text("event/place", node.text("place"), self.encode("Place of the event"))
        if date:
            label = self.encode("Date of the event")
            self.state_date("event/date", date, date_pointer, label)

    # -- archives

    def holdings(self) -> None:
        """Say where the work is kept: the first holding in its fields, the others in words."""
        if not self.place_of("holdings"):
            return
        for place, node in enumerate(self.work.node.all("holdings")):
            if place == 0:
                self.first_holding(node)
            else:
                self.state("holdings", self.words.group(node, self.without_place("holdings", node)))

    def first_holding(self, node: Node) -> None:
        """Say where the work is kept, in the fields that the format has for it, and the rest in words."""
        left_out = set(self.without_place("holdings", node))
        for name in node.value:
            if self.has_field(f"holdings/{name}"):
                self.state(f"holdings/{name}", self.words.field_of_group(node, name))
                left_out.add(name)
        self.state("holdings", self.words.group(node, frozenset(left_out)))


def _says_more_than_title(work: Work) -> bool:
    """Return whether the record of a host says anything else that a reference to its part has."""
    facts = (
        work.contributions,
        work.identifiers,
        work.publishers,
        work.texts("place"),
        work.issued,
    )
    return any((*facts, work.text("edition"), work.series, work.plain("volumes")))
