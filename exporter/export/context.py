"""What a format needs beside the work itself: the catalogue, the table, the reader's languages, the losses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from exporter.export.crosswalk import Crosswalk
from exporter.export.loss import Loss
from exporter.export.missing_requirement import MissingRequirement
from exporter.model.agent import Agent, Name
from exporter.model.authority import Authority
from exporter.model.catalogue import Catalogue
from exporter.model.text import Text, script_of
from exporter.model.work import Work
from exporter.records.document import Pointer, leaves

AuthorityRecords = Literal["no", "only", "with"]
"""Whether a document holds works alone, authority records alone, or works and behind them authority records."""


@dataclass(frozen=True)
class ExportContext:
    """One export under way.

    `languages` is the cataloguer's order of preference, often empty; `told` are the records whose lost fields are
    reported already. Where nobody asks for the losses, they are not `reckoned`. `undeliverable` are the records that
    the format could not hold; they are not in the document.
    """

    catalogue: Catalogue
    crosswalk: Crosswalk
    languages: Sequence[str] = ()
    losses: list[Loss] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    reckoned: bool = True
    authorities: AuthorityRecords = "no"
    undeliverable: list[MissingRequirement] = field(default_factory=list)

    def tag(self, text: Text) -> str:
        """Give the tag of the form that is printed of a text."""
        return text.preferred_tag(self.languages)

    def text(self, text: Text) -> str:
        """Give the form that is printed of a text."""
        return text[self.tag(text)]

    def name(self, agent: Agent, work: Work) -> Name:
        """Give the form of a name that fits a work: its language, else its script, unless the reader wishes another."""
        wishes = (*self.languages, work.language)
        title = self.text(work.title)
        return agent.names[agent.names.preferred_tag(wishes, script_of(title))]

    def lose_fields(self, record: Work | Agent | Authority, noun: str) -> None:
        """Report, once for each record, every statement whose field the format's table calls lost or weakened.

        `noun` is the vocabulary of the table that has the fields of the record. Agents that a work only names have no
        record: what they say is a statement of the work.
        """
        if not self.reckoned or not record.id or record.id in self.told:
            return
        self.told.add(record.id)
        settled = isinstance(record, Work) and not record.disputed
        for pointer, value in leaves(record.node.value):
            # a mention's publisher counts as the work's only if the record itself names none
            evidence = settled and pointer[0] == "found"
            where = pointer[:1] if evidence else pointer
            row = self.crosswalk.field(noun, where, record.node.field)
            if row.match == "none":
                self.lose(record, pointer, value, row.target or "there is no place for it")
            elif row.match == "broad":
                self.weaken(record, pointer, value, f"only as {row.target}")

    def lose(
        self, record: Work | Agent | Authority, pointer: Pointer, value: object, reason: str
    ) -> None:
        """Say that the output does not carry what `record` states at `pointer`."""
        self.losses.append(Loss(record.id, pointer, _written(value), reason))

    def weaken(
        self, record: Work | Agent | Authority, pointer: Pointer, value: object, reason: str
    ) -> None:
        """Say that the output carries what `record` states at `pointer`, but less exactly, or only in words."""
        self.losses.append(Loss(record.id, pointer, _written(value), reason, weakened=True))


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
