"""A catalogue with a finding of each check of the whole catalogue, and edits of its records."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

from exporter.validate.checks import checks_with
from tests.support.small_catalogues import write_records

_WORDS = ("1857", "atget", "shop", "withdrawn", "nobody", "10.5555/12345678")


def write_related(folder: Path) -> Path:
    """Write the catalogue, with the samples of all these checks, into a folder, and return it."""
    for name, check in checks_with("on_catalogue").items():
        for sample in re.findall(r"^```yaml wrong\n(.*?)^```$", check.__doc__ or "", re.M | re.S):
            for record in sample.split("# another file\n"):
                named = re.search(r"^id: (\S+)$", record, re.MULTILINE)
                write_records(folder, {f"{name}/{named[1] if named else name}.yaml": record})
    twin = "kind: book\nlanguage: en\ntitle: A title that tells enough\nedition: '1'\n"
    write_records(
        folder,
        {
            "more/twin.yaml": f"id: twin\n{twin}",
            "more/brother.yaml": f"id: brother\n{twin}",
            "more/withdrawn.yaml": "id: withdrawn\nkind: article\nlanguage: en\ntitle: A cure\n"
            "identifiers: {doi: 10.5555/12345678}\n",
            "more/otherwise.yaml": "id: misnamed\nkind: person\nname: {en: A. Nobody}\n",
            "more/two.yaml": "id: atget\nkind: person\nname: {fr: E. Atget}\n",
            "more/early.yaml": "id: early\nkind: book\nlanguage: fr\ntitle: Paris\nissued: 1850\n"
            "contributors: [{agent: atget, role: author}, {name: A. Nobody, role: editor}]\n",
        },
    )
    table = "doi,date,nature,notice\n10.5555/12345678,2024-05-31,Retraction,10.5555/12345679\n"
    (folder / "retractions.csv").write_text(table)
    return folder


def changed(text: str, random: Random) -> str:
    """Return a record with another line before it, without one, or with other letters in one."""
    lines = text.split("\n")
    line = random.randrange(len(lines))
    what = random.choice(("more", "less", "other", "other"))
    if what == "more":
        return "# a comment\n" + text
    if what == "less" and line:
        return "\n".join([*lines[:line], *lines[line + 1 :]])
    lines[line] = re.sub(r"[a-z0-9]+(?=\W*$)", random.choice(_WORDS), lines[line])
    return "\n".join(lines)
