"""The names that the entries of a document print, from which follows which forms of names are lost."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from exporter.export.loss import Loss
from exporter.model.agent import Agent


@dataclass(slots=True)
class PrintedNames:
    """What the entries so far leave out of the names in them, each of which they print in one form.

    `unprinted` has, by the ids of agents and by language, the forms of names that no entry prints,
    and `parts` the parts of names that none can print. `without_record` are the forms that are lost
    of names in the works themselves, and `disputed` those of publishers on whom mentions disagree.
    """

    unprinted: dict[str, dict[str, Loss]] = field(default_factory=dict)
    parts: dict[str, list[Loss]] = field(default_factory=dict)
    without_record: list[Loss] = field(default_factory=list)
    disputed: list[Loss] = field(default_factory=list)

    def add(self, agent: Agent, tags: Iterable[str], reason: str) -> None:
        """Note that an entry prints the name of an agent in these languages, if in any."""
        forms = self.unprinted.get(agent.id)
        if forms is None:
            forms = self.unprinted[agent.id] = {
                tag: Loss(agent.id, agent.names.pointer_of(tag), str(form), reason)
                for tag, form in agent.names
            }
        for tag in tags:
            forms.pop(tag, None)

    def extend(self, other: PrintedNames) -> None:
        """Add the names in further entries."""
        for id, forms in other.unprinted.items():
            mine = self.unprinted.get(id, forms)
            self.unprinted[id] = {tag: loss for tag, loss in mine.items() if tag in forms}
        self.parts |= other.parts
        self.without_record += other.without_record
        self.disputed += other.disputed

    def losses(self, reported_ids: Collection[str]) -> Iterator[Loss]:
        """Yield what no entry prints, the names of agents in the order in which entries have them.

        Forms are passed over whose places (`mao/name/en`) are in `reported_ids`.
        """
        yield from self.without_record
        for id, forms in self.unprinted.items():
            for loss in forms.values():
                if "/".join((id, *map(str, loss.pointer))) not in reported_ids:
                    yield loss
            yield from self.parts.get(id, ())
        yield from self.disputed
