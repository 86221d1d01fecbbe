"""A work that was retracted or corrected, by the table of the catalogue, and does not say so.

The table is `retractions.csv` beside `records/`, with the columns `doi`, `date`, `nature` and
`notice`; the file of Retraction Watch can be used as it is. It is looked up only on your disk, so
renew it now and then. The record says so with `retracted_by` or `corrected_by`, the notice's
record, or with `withdrawn`, the day. The finding names the works that cite the retracted one.
A work that was reinstated since is not reported.

This catalogue has the table

    doi,date,nature,notice
    10.5555/12345678,2024-05-31,Retraction,10.5555/12345679

and the record of that work needs `withdrawn: 2024-05-31`, or `retracted_by` with a record.
"""

from __future__ import annotations

from collections.abc import Iterator

from exporter.model.identifiers import identifiers_of
from exporter.records.finding import Finding, RelatedPlace, Severity
from exporter.records.retractions import Retraction, plain_doi
from exporter.validate.checked_record import CheckedRecord, needs
from exporter.validate.index import Index, IndexEntry

SEVERITY = Severity.WARNING

_SAID = ("retracted_by", "corrected_by", "withdrawn", "superseded_by")
_REINSTATED = "was reinstated"
_CITING = frozenset({"citations", "references", "based_on", "data_source"})


@needs("identifiers")
def dois(record: CheckedRecord) -> list[str] | None:
    """Return the DOIs of a work that does not say that it was retracted or corrected."""
    if any(field in record.data for field in _SAID):
        return None
    identifiers = identifiers_of(record.root.get("identifiers"))
    return [plain_doi(each.number) for each in identifiers if each.scheme == "doi"] or None


EXTRACTS = (dois,)


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Look the works up in the table."""
    if not index.retractions:
        return
    stated = {target for field in ("retracts", "corrects") for target in _targets(index, field)}
    for entry, numbers in index.extracts(dois):
        notices = [each for doi in numbers for each in index.retractions.get(doi, ())]
        if notices and notices[-1].words != _REINSTATED and entry.id not in stated:
            yield _finding(index, entry, notices[-1])


def _targets(index: Index, field: str) -> Iterator[str]:
    return (target for _, (_, target, _) in index.relations(field))


def _finding(index: Index, entry: IndexEntry, retraction: Retraction) -> Finding:
    notice = f" ({retraction.notice})" if retraction.notice else ""
    notes = []
    for citing in index.entries:
        for pointer, target, _ in citing.references:
            if target == entry.id and pointer[0] in _CITING:
                notes.append(RelatedPlace(citing.path, pointer, f"“{citing.id}” cites it"))
                break
    return Finding(
        "retracted-work",
        entry.path,
        f"the work {retraction.words} on {retraction.day}{notice}",
        "add retracted_by or corrected_by, or withdrawn: the day; look at the works that cite it",
        ("identifiers",),
        notes=tuple(notes),
    )
