"""Texts that a reader could take for markup, and a work of which nearly every text is one."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import yaml

ATTACKS = (
    *("<u>&amp;</u>", "]]>", "a ]]> b", "'\"", "<!--", "<?pi?>", "&#65;", "<br/>"),
    *("{}%s", "\\", "  two  spaces ", "é𠮷\u200f"),
)
"""Texts that a reader of XML could take for markup, or change."""


def write_attacked(catalogue: Path, attack: str, **more: Any) -> None:
    """Write the photo `attacked`, in which a text stands in many places, and its maker of that name.

    A text in brackets or the like would be the same in two fields: `!`, `.` and `?` tell them apart.
    """
    photo = {
        "id": "attacked",
        "kind": "photo",
        "language": "en",
        "title": {"en": attack, "ja": attack + "!"},
        "keywords": [attack],
        "notes": [attack + "?"],
        "credit": attack,
        "genre": attack,
        **dict.fromkeys(("abstract", "location", "rights"), attack + "."),
        "contributors": [{"agent": "attacker", "role": "photographer"}],
        **more,
    }
    name = {"en": {"family": attack, "given": attack}}
    attacker = {"id": "attacker", "kind": "person", "name": name}
    for folder, record in (("photos", photo), ("people", attacker)):
        path = catalogue / "records" / folder / f"{record['id']}.yaml"
        path.write_text(yaml.safe_dump(record), "utf-8")


class _Scripts(HTMLParser):
    """Gathers what stands in the script elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002 (HTMLParser)
        if tag == "script":
            self.found.append("")

    def handle_data(self, data: str) -> None:
        if self.found:
            self.found[-1] += data


def in_a_web_page(script: str) -> str:
    """Return what a browser finds in the first script element of a page with this script."""
    page = _Scripts()
    page.feed(f'<html><script type="application/ld+json">{script}</script></html>')
    return page.found[0]
