"""What a format needs beside the work: catalogue, table, preferred languages, and the losses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol

from exporter.export.crosswalk import Crosswalk
from exporter.export.delivery_time import DaysOfEntry
from exporter.export.loss import Loss
from exporter.export.missing_requirement import MissingRequirement
from exporter.export.printed_names import PrintedNames
from exporter.model.agent import Agent, Name
from exporter.model.authority import Authority
from exporter.model.catalogue import Catalogue, LazySequence
from exporter.model.text import Text, script_of
from exporter.model.work import Work
from exporter.parallel import map_in_order
from exporter.records.document import Pointer, leaves
from exporter.records.revisions import Revision

AuthorityRecords = Literal["no", "only", "with"]
"""Whether a document holds works only, authority records only, or works followed by them."""


Step = Callable[[Any, "ExportContext"], Any]
"""Returns JSON for a record. It depends on nothing but the record and the context."""


class Results(Protocol):
    """Where the results of steps come from: an earlier export (`exporter.export.kept`), a cluster."""

    def each(
        self, name: str, step: Step, records: LazySequence[Any], context: ExportContext
    ) -> Iterator[Any]:
        """Yield what a step returns for each record, in order."""


@dataclass(frozen=True)
class ExportContext:
    """The state of an export.

    `languages` are those that users prefer, the best first; often there are none. `reported_ids`
    are the ids of the records whose lost fields are already in `losses`; without `collect_losses`
    nothing is. `names` are those that the entries so far print. `undeliverable` are the records
    that the format cannot hold; they are not in the document. `history` has the revisions of
    records by id, the newest first, if they are exported. `days_of_entry` are for formats that must
    state the day on which a record was made. `results` are those of an earlier export, or of a
    cluster.
    """

    catalogue: Catalogue
    crosswalk: Crosswalk
    languages: Sequence[str] = ()
    losses: list[Loss] = field(default_factory=list)
    reported_ids: set[str] = field(default_factory=set)
    collect_losses: bool = True
    names: PrintedNames = field(default_factory=PrintedNames)
    authorities: AuthorityRecords = "no"
    undeliverable: list[MissingRequirement] = field(default_factory=list)
    history: Mapping[str, Sequence[Revision]] = field(default_factory=dict)
    days_of_entry: Mapping[str, str] = field(default_factory=DaysOfEntry)
    results: Results | None = None

    def afresh(self, **changes: Any) -> ExportContext:
        """Return this context with some fields changed, in which nothing is reported yet."""
        fresh: dict[str, Any] = {"losses": [], "reported_ids": set(), "undeliverable": []}
        return replace(self, **(fresh | {"names": PrintedNames()} | changes))

    def each(self, name: str, step: Step, records: Sequence[Any]) -> Iterator[Any]:
        """Yield what a step returns for each record and this context, in order.

        It runs on all cores, on a cluster, or not at all for a record whose result is known from an
        earlier export. So it must return JSON, depend on nothing but the record and the context, and
        report no losses. `name` names it, and is unique: `tei languages`.
        """
        context = replace(self, collect_losses=False)
        if self.results and not self.history and isinstance(records, LazySequence):
            return self.results.each(name, step, records, context)
        return map_in_order(lambda record: step(record, context), records)

    def tag(self, text: Text) -> str:
        """Return the language tag of the form of a text to print."""
        return text.preferred_tag(self.languages)

    def text(self, text: Text) -> str:
        """Return the form of a text to print."""
        return text[self.tag(text)]

    def name(self, agent: Agent, work: Work) -> Name:
        """Return the form of a name to print with a work.

        It is in a preferred language, else in the language of the work, else in the script of its
        title.
        """
        return fitting_name(agent, work, self.languages)

    def lose_fields(self, record: Work | Agent | Authority, noun: str) -> None:
        """Report, once for each record, the statements that the table calls lost or weakened.

        `noun` is the vocabulary of the table that has the fields of the record. An agent that is
        only named in a work has no record: its name is a statement of the work.
        """
        if not self.collect_losses or not record.id or record.id in self.reported_ids:
            return
        self.reported_ids.add(record.id)
        settled = isinstance(record, Work) and not record.disputed
        for name, inner in record.node.value.items():
            if self.crosswalk.keeps(noun, name):
                continue
            # the publisher in a mention is that of the work only if the record itself names none
            evidence = settled and name == "found"
            whole = self.crosswalk.field(noun, (name,), record.node.field) if evidence else None
            for pointer, value in leaves(inner, (name,)):
                row = whole or self.crosswalk.field(noun, pointer, record.node.field)
                if row.match == "none":
                    self.lose(record, pointer, value, row.target or "there is no place for it")
                elif row.match == "broad":
                    self.weaken(record, pointer, value, f"only as {row.target}")

    def lose(
        self, record: Work | Agent | Authority, pointer: Pointer, value: object, reason: str
    ) -> None:
        """Report that the output does not carry what `record` states at `pointer`."""
        self.losses.append(Loss(record.id, pointer, _as_text(value), reason))

    def weaken(
        self, record: Work | Agent | Authority, pointer: Pointer, value: object, reason: str
    ) -> None:
        """Report that the output carries it less exactly, or only in words."""
        self.losses.append(Loss(record.id, pointer, _as_text(value), reason, weakened=True))


def fitting_name(agent: Agent, work: Work, languages: Sequence[str]) -> Name:
    """Return the form of a name to print with a work for a reader of some languages."""
    names = agent.names
    if len(names.forms) == 1:  # as most have
        return next(iter(names.forms.values()))
    title = work.title[work.title.preferred_tag(languages)]
    return names[names.preferred_tag((*languages, work.language), script_of(title))]


def _as_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
