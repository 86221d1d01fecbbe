"""What the script searches: all names of each record, folded as `exporter.model.folding` does.

The file is a script that sets a variable, since a browser does not let a page that is opened from a
disk read other files. A record is found by any part of any of its names, in every language, script
and reading that it states: 石 finds 夏目漱石, and soseki finds Sōseki.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from exporter.model.folding import folded
from exporter.site.site import Site


def search_data(site: Site) -> Iterator[str]:
    """Yield the script, a line for each record: its title, its makers, its date, its kind, its names.

    The records are in the order of their titles and names in the main language of the site.
    """
    entries = site.index.entries
    kinds = sorted({entry.kind for entry in entries.values()})
    yield f"const KINDS = {json.dumps(kinds)};\nconst RECORDS = [\n"
    for id in site.index.filed(entries, site.languages[0]):
        entry = entries[id]
        label = entry.labels[0]
        makers = ", ".join(name for name, _ in entry.makers)
        names = [*entry.forms, *(folded(name) for name, _ in entry.makers), folded(id)]
        for use in entry.uses:
            if entry.noun == "work" and use.target in entries:
                names += entries[use.target].forms if _is_maker(site, use.target) else ()
        words = "|".join(dict.fromkeys(filter(None, names)))
        row = [id, label.text, label.tag, makers, entry.date, kinds.index(entry.kind), words]
        yield json.dumps(row, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
        yield ",\n"
    yield "];\n"


def _is_maker(site: Site, id: str) -> bool:
    return site.index.entries[id].noun == "agent"
