"""Languages of a work and of its parts: 041."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from exporter.export.marc.draft import MarcDraft
from exporter.export.marc.material import RECORDED
from exporter.model.vocabularies import languages
from exporter.model.vocabularies.languages import library_code


def put_languages(draft: MarcDraft) -> None:
    """Add 041 where 008 does not say it all: languages, a translation, tags that say more than codes.

    The rows `language of` of the table have the subfield of each part: $b summary, $j subtitles, $h
    original.
    """
    work = draft.work
    own = [each for each in work.languages if each not in {"und", "mul"}]
    main = "d" if draft.material.type_of_record in RECORDED else "a"
    spoken: dict[str, list[str]] = {main: own}
    for field in work.node.value.get("other_languages", {}):
        part = draft.target("language of", field)
        spoken.setdefault(part, []).extend(work.node.lines("other_languages", field))
    originals = spoken.setdefault("h", [])
    originals[:0] = [each for each in _originals(draft) if each not in originals]
    translated = bool(work.related("translation_of") or originals or spoken.get("k"))
    first = "1" if translated else " "
    several = len(own) > 1 or any(tags for part, tags in spoken.items() if part != main)
    about = ("language", "other_languages", "translation_of.language")
    if several:
        parts = _coded(spoken, main, library_code)
        draft.fields.put("041", f"{first} ", *parts, about=about)
    if not all(is_plain(tag) for tags in spoken.values() for tag in tags):
        parts = _coded(spoken, main, str)
        draft.fields.put("041", f"{first}7", *parts, "2", "rfc5646", about=about)


def _coded(
    spoken: Mapping[str, Sequence[str]], main: str, coded: Callable[[str], str]
) -> list[str]:
    """Return the subfields of 041: the language of the work first, the others in alphabetical order."""
    parts: list[str] = []
    for part in sorted(spoken, key=lambda each: (each != main, each)):
        for code in dict.fromkeys(filter(None, map(coded, spoken[part]))):
            parts += [part, code]
    return parts


def _originals(draft: MarcDraft) -> list[str]:
    """Return the languages of what the work translates."""
    found: list[str] = []
    for relation in draft.work.related("translation_of"):
        stated = relation.language or (relation.target.language if relation.target else "")
        if stated and stated != "und":
            found.append(stated)
    return found


def is_plain(tag: str) -> bool:
    """Return whether MARC's code says all that a tag says (`ja`, but not `zh-Hant`)."""
    return tag in {"und", "zxx", "mul"} or (bool(languages.code(tag)) and "-" not in tag)
