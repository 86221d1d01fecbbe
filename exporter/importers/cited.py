"""Works that a work cites, as the reference lists of Crossref and PubMed have them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exporter.importers.builder import EntryBuilder
from exporter.importers.text import edtf, line, without_html
from exporter.model.identifier import fault

_TITLES = ("article-title", "volume-title", "journal-title", "series-title")
_WHERE = ("journal-title", "series-title", "volume", "issue", "first-page", "edition")
_LABELS = {"volume": "vol.", "issue": "no.", "first-page": "p.", "edition": "ed."}


def add_cited_work(builder: EntryBuilder, said: Mapping[str, str]) -> None:
    """Add a work to those that are cited.

    `said` are the values of Crossref's schema by name: `article-title`, `volume-title`, `author`,
    `year`, `DOI` and so on; `unstructured` is the citation as text. What has no field of its own in
    a work that is only described stands in its note.
    """
    values = {name: line(without_html(text)) for name, text in said.items()}
    work: dict[str, Any] = {}
    used = next((name for name in _TITLES if values.get(name)), "")
    if used:
        work["title"] = values[used]
    note = [values.get("author", "")] if used else []
    for name in _WHERE:
        if name != used and values.get(name):
            note.append(" ".join(filter(None, (_LABELS.get(name, ""), values[name]))))
    if used == "article-title" and values.get("volume-title"):
        note.append(f"In: {values['volume-title']}")
    year = edtf(values.get("year", ""))
    if year:
        work["issued"] = year
    else:
        note.append(values.get("year", ""))
    _identify(work, values, note)
    note += [text for name, text in values.items() if name not in _KNOWN]
    written = ", ".join(each for each in (*note, values.get("unstructured", "")) if each)
    if not used and values.get("author"):
        written = ", ".join(filter(None, (values["author"], written)))
    if written:
        work["note"] = written
    builder.relate("references", work)


def _identify(work: dict[str, Any], values: Mapping[str, str], note: list[str]) -> None:
    """Add the numbers of a work; one with a wrong check digit goes into the note."""
    for name, scheme in _SCHEMES.items():
        number = values.get(name, "")
        if number and (scheme not in _CHECKED or fault(scheme, number) is None):
            work.setdefault("identifiers", {})[scheme] = number
        elif number:
            note.append(number)


_SCHEMES = {"DOI": "doi", "ISBN": "isbn", "ISSN": "issn", "PMID": "pmid", "PMCID": "pmcid"}
_CHECKED = frozenset({"doi", "isbn", "issn"})
_KNOWN = frozenset({*_TITLES, *_WHERE, *_SCHEMES, "author", "year", "unstructured"})
