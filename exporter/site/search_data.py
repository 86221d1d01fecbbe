"""What the script searches: all names of each record, folded as `exporter.model.folding` does.

The file is a script that sets a variable, since a browser does not let a page that is opened from a
disk read other files. A record is found by any part of any of its names, in every language, script
and reading that it states: 石 finds 夏目漱石, and soseki finds Sōseki.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from exporter.model.date import parse_date
from exporter.model.folding import folded
from exporter.site.site import Site

_PLAIN_DATE = re.compile(r"[1-9][0-9]{3}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?", re.ASCII)
"""A date that browsers can put into words themselves."""


def search_data(site: Site) -> Iterator[str]:
    """Yield the script, a line for each record: its title, its makers, its date, its kind, its names.

    The records are in the order of their titles and names in the main language of the site.
    """
    entries = site.index.entries
    kinds = sorted({entry.kind for entry in entries.values()})
    yield f"const KINDS = {json.dumps(kinds)};\n"
    yield f"const DATES = {_script(_dates(site))};\nconst RECORDS = [\n"
    for id in site.index.filed(entries, site.languages[0]):
        entry = entries[id]
        label = entry.labels[0]
        makers = ", ".join(name for name, _ in entry.makers)
        names = [*entry.forms, *(folded(name) for name, _ in entry.makers), folded(id)]
        for use in entry.uses if entry.noun == "work" else ():
            target = entries.get(use.target)
            if target and target.noun == "agent":
                names += target.forms
        words = "|".join(dict.fromkeys(filter(None, names)))
        row = [id, label.text, label.tag, makers, entry.date, kinds.index(entry.kind), words]
        yield f"{_script(row)},\n"
    yield "];\n"


def _dates(site: Site) -> Mapping[str, Mapping[str, str]]:
    """Return the words for each date that a browser has none for, by the languages of the site."""
    dates = sorted({entry.date for entry in site.index.entries.values() if entry.date})
    return {
        date: {language: words.date(parse_date(date)) for language, words in site.words.items()}
        for date in dates
        if not _PLAIN_DATE.fullmatch(date)
    }


def _script(value: object) -> str:
    """Return a value as a literal of a script that can stand in a page, too."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("</", "<\\/")
