"""What a format needs beside the work itself: the catalogue, the table, the reader's languages, the losses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from exporter.export.crosswalk import Crosswalk
from exporter.export.loss import Loss
from exporter.model.agent import Agent, Name
from exporter.model.catalogue import Catalogue
from exporter.model.text import Text, script_of
from exporter.model.work import Work
from exporter.records.document import Pointer


@dataclass(frozen=True)
class ExportContext:
    """One export under way.

    `languages` is the cataloguer's order of preference, often empty; `told` are the records whose lost fields are
    reported already. Where nobody asks for the losses, they are not `reckoned`.
    """

    catalogue: Catalogue
    crosswalk: Crosswalk
    languages: Sequence[str] = ()
    losses: list[Loss] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    reckoned: bool = True

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

    def lose(self, record: Work | Agent, pointer: Pointer, value: object, reason: str) -> None:
        """Say that the output does not carry what `record` states at `pointer`."""
        self.losses.append(Loss(record.id, pointer, _written(value), reason))

    def weaken(self, record: Work | Agent, pointer: Pointer, value: object, reason: str) -> None:
        """Say that the output carries what `record` states at `pointer`, but less exactly, or only in words."""
        self.losses.append(Loss(record.id, pointer, _written(value), reason, weakened=True))


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
