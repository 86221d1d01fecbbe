"""The names that the entries of a document print, from which follows which forms of names are lost."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from exporter.export.loss import Loss
from exporter.records.document import Pointer


class NameForm(NamedTuple):
    """One form of the name of a record, and where the record has it."""

    tag: str
    pointer: Pointer
    text: str


@dataclass(slots=True)
class PrintedNames:
    """The names that the entries so far print, each of them in one form.

    `printed` has, by the ids of agents, places and concepts, the languages in which entries print
    their names, if in any, and `parts` the parts of names that none can print. `reason` says why
    the other forms are lost.
    `without_record` are the forms that are lost of names in the works themselves, and `disputed`
    those of publishers on whom mentions disagree.
    """

    printed: dict[str, set[str]] = field(default_factory=dict)
    reason: str = ""
    parts: dict[str, list[Loss]] = field(default_factory=dict)
    without_record: list[Loss] = field(default_factory=list)
    disputed: list[Loss] = field(default_factory=list)

    def add(self, id: str, tags: Iterable[str], reason: str) -> None:
        """Note that an entry prints the name of a record in these languages, if in any."""
        self.printed.setdefault(id, set()).update(tags)
        self.reason = reason

    def extend(self, other: PrintedNames) -> None:
        """Add the names in further entries."""
        for id, tags in other.printed.items():
            self.add(id, tags, other.reason)
        self.parts |= other.parts
        self.without_record += other.without_record
        self.disputed += other.disputed

    def as_json(self) -> Any:
        """Return all this as JSON."""
        printed = [(id, sorted(tags)) for id, tags in self.printed.items()]
        parts = {id: losses for id, losses in self.parts.items() if losses}
        return printed, self.reason, parts, self.without_record, self.disputed

    @classmethod
    def from_json(cls, value: Any) -> PrintedNames:
        """Return the names of what `as_json` has returned."""
        printed, reason, parts, without_record, disputed = value
        return cls(
            {id: set(tags) for id, tags in printed},
            reason,
            {id: list(map(Loss.from_json, losses)) for id, losses in parts.items()},
            list(map(Loss.from_json, without_record)),
            list(map(Loss.from_json, disputed)),
        )

    def losses(
        self, forms: Mapping[str, Iterable[NameForm]], reported_ids: Collection[str]
    ) -> Iterator[Loss]:
        """Yield what no entry prints, the names in the order in which entries have them.

        `forms` are those of the names of records, by id. Those are passed over whose places
        (`mao/name/en`) are in `reported_ids`.
        """
        yield from self.without_record
        for id, printed in self.printed.items():
            for tag, pointer, text in forms[id]:
                place = "/".join((id, *map(str, pointer)))
                if tag not in printed and place not in reported_ids:
                    yield Loss(id, tuple(pointer), text, self.reason)
            yield from self.parts.get(id, ())
        yield from self.disputed
