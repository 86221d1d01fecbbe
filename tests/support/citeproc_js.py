"""citeproc-js as a referee: what it makes of works in a style, and how that is compared with ours."""

from __future__ import annotations

import html
import json
import re
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from exporter.cite.csl_data import locale_folder
from exporter.cite.output.html import HtmlWriter
from exporter.cite.processor import Processor
from exporter.cite.style import read_style
from tests.support.inputs import ROOT, missing, program

_SCRIPT = ROOT / "tests" / "citations" / "citeproc.js"
_ERROR = "[CSL STYLE ERROR: reference with no printed form.]"
"""What citeproc-js prints in the place of a cite or an entry that prints nothing."""


class Job(NamedTuple):
    """Works that are rendered in a style: the file of the style, that of the items, and a locale or
    None.
    """

    style: Path
    items: Path
    locale: str | None = None


class Rendered(NamedTuple):
    """What a processor makes of works: entries in order and a citation of each work, by their ids."""

    entries: dict[str, str]
    citations: dict[str, str]


def by_citeproc_js(jobs: Iterable[Job]) -> list[Rendered | None]:
    """Return what citeproc-js makes of works, as plain text; None where it fails on a style."""
    node = program("node", "nodejs")
    asked = subprocess.run([node, "-e", "require('citeproc')"], capture_output=True, check=False)
    if asked.returncode:
        missing("citeproc-js", "npm install citeproc, and name its node_modules in NODE_PATH")
    lines = [
        json.dumps(
            {
                "style": str(job.style),
                "items": str(job.items),
                "locale": job.locale,
                "locales": str(locale_folder()),
            }
        )
        for job in jobs
    ]
    done = subprocess.run(
        [node, _SCRIPT], input="\n".join(lines), capture_output=True, check=True, text=True
    )
    results = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"')]
    return [
        None if "error" in result else _rendered(job, result)
        for job, result in zip(jobs, results, strict=True)
    ]


def _rendered(job: Job, result: Mapping[str, Any]) -> Rendered:
    items = json.loads(job.items.read_text("utf-8"))
    entries = dict(_paired(result["ids"], [plain(text) for text in result["entries"]], job))
    # the affixes of the layout alone are no citation
    citations = ["" if _ERROR in text else plain(text) for text in result["citations"]]
    return Rendered(entries, dict(zip([item["id"] for item in items], citations, strict=True)))


def _paired(ids: list[str], entries: list[str], job: Job) -> Iterable[tuple[str, str]]:
    """Return entries with their ids.

    Citeproc-js leaves out some entries without anything, not their ids.
    """
    if len(entries) < len(ids):
        ours = by_us(job).entries
        ids = [id for id in ids if ours.get(id)]
    return zip(ids, entries, strict=False)


def by_us(job: Job) -> Rendered:
    """Return what we make of works, as plain text."""
    style = read_style(job.style, job.locale)
    processor = Processor(style, json.loads(job.items.read_text("utf-8")))
    writer = HtmlWriter(style.quotes, links=False)
    entries = {}
    if style.bibliography is not None:
        for entry in processor.bibliography():
            entries[entry.item.id] = plain(writer.write(entry.text))
    citations = {
        item.id: plain(writer.write(processor.citation([item.id]))) for item in processor.items
    }
    return Rendered(entries, citations)


def plain(text: str) -> str:
    """Return the text of HTML, without spaces that do not count and without invisible signs."""
    text = re.sub(r"</?div[^>]*>", " ", text.replace(_ERROR, "").replace("\u2060", ""))
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", text))).strip()


def agreement(ours: Mapping[str, str], theirs: Mapping[str, str]) -> tuple[int, int]:
    """Return how many texts are the same in both, and how many there are."""
    return sum(ours.get(id, "") == text for id, text in theirs.items()), len(theirs)
