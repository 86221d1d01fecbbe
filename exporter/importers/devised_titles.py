"""Titles that a cataloguer has devised, as the sources mark them: with brackets, or with a note."""

from __future__ import annotations

import re
from typing import Any

_DEVISED = re.compile(r"title devised by catalogu?er\.?", re.IGNORECASE)
"""The note by which a catalogue says that no source has the title (RDA 2.17.2.3)."""
_BRACKETED = re.compile(r"\[([^\[\]]+)\]")


def devise_title(data: dict[str, Any], *, brackets: bool) -> None:
    """Let a title of which a note says it, or with `brackets` one in brackets, be devised by the cataloguer.

    Source: ISBD 0.6.4; RDA 2.2.4, 2.17.2.3.
    """
    title = data.get("title")
    if title is None or "devised_title" in data:
        return
    forms = title if isinstance(title, dict) else {"": title}
    bare = {tag: found[1] for tag, form in forms.items() if (found := _BRACKETED.fullmatch(form))}
    is_noted = _take_note(data)
    if is_noted or (brackets and len(bare) == len(forms)):
        devised = forms | bare
        data["devised_title"] = devised if isinstance(title, dict) else devised[""]
        del data["title"]
        for each in data.get("variant_titles", ()):
            found = _BRACKETED.fullmatch(str(each["title"]))
            each["title"] = found[1] if found else each["title"]


def _take_note(data: dict[str, Any]) -> bool:
    """Return whether a note says that the title is devised, and take the note away."""
    if _says_devised(data.get("abstract", "")):
        del data["abstract"]
        return True
    notes = data.get("notes", {})
    others = {
        type: [each for each in texts if not _says_devised(each)] for type, texts in notes.items()
    }
    if others == notes:
        return False
    data["notes"] = {type: texts for type, texts in others.items() if texts}
    if not data["notes"]:
        del data["notes"]
    return True


def _says_devised(text: Any) -> bool:
    forms = text.values() if isinstance(text, dict) else [text]
    return any(_DEVISED.fullmatch(str(form)) for form in forms)
