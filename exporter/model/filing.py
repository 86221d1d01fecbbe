"""The form of a title or a name by which a catalogue files it: often a reading."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from exporter.model.agent import Name
from exporter.model.markup import strip
from exporter.model.text import Parallel, is_reading, primary_language, script_of
from exporter.model.vocabularies.languages import initial_article, script
from exporter.model.work import Work

T = TypeVar("T")

_HAN_READINGS = ("kana", "HANGUL", "LATIN")
"""The scripts in which the reading of a form in Han characters is looked for, the best first."""
_OF_LANGUAGES = {"Jpan": "kana", "Kore": "HANGUL", "Latn": "LATIN", "Cyrl": "CYRILLIC"}
_OF_LANGUAGES |= {"Arab": "ARABIC", "Grek": "GREEK", "Hebr": "HEBREW"}
"""The scripts, by their codes in ISO 15924, into which names in other scripts are transcribed."""


def reading_tag(text: Parallel[T], printed: str) -> str:
    """Return the tag of the reading of a form in Han characters; empty if there is none.

    `printed` is the tag of that form. A reading is the same words in the same language in kana
    (`ja-Hira`), else in Hangul, else in Latin letters (`ja-Latn`; `zh-Latn-pinyin` before any other
    romanisation). Japanese in kana alone can have a reading in kana, too, which says where words
    end; a form in any other script is its own reading.
    """
    if script_of(str(text[printed])) != "CJK":
        return ""
    found = _by_script(text, printed)
    for name in _HAN_READINGS:
        if name in found and found[name] != printed:
            return found[name]
    return ""


def reading_of(text: Parallel[T], printed: str) -> T | None:
    """Return the reading of the form with the tag `printed`; None if there is none."""
    tag = reading_tag(text, printed)
    return text[tag] if tag else None


def filing_tag(text: Parallel[T], printed: str, language: str) -> str:
    """Return the tag of the form by which a text is filed in a catalogue.

    `printed` is the tag of the form that is shown, `language` the language of the catalogue. Filed
    is the form in the script of the catalogue, so that it stands among the others (`ar-Latn` in an
    English catalogue, `ar` in an Arabic one), else the reading, else the printed form.
    """
    if len(text.forms) == 1:
        return printed
    wanted = _OF_LANGUAGES.get(script(language)[0], "")
    found = _by_script(text, printed)
    return found.get(wanted) or reading_tag(text, printed) or printed


def _by_script(text: Parallel[T], printed: str) -> Mapping[str, str]:
    """Return the tags of the forms in the language of the printed one by their scripts."""
    language = primary_language(printed)
    tags = [tag for tag, _ in text if primary_language(tag) == language]
    tags.sort(key=lambda tag: (tag != printed, not tag.lower().endswith("-pinyin")))
    found: dict[str, str] = {}
    for tag in tags:
        name = "kana" if is_reading(tag) else script_of(str(text[tag]))
        found.setdefault(name, tag)
    return found


def filed(text: Parallel[T], printed: str, language: str) -> str:
    """Return the words by which a catalogue in `language` files a text or a name.

    `printed` is the tag of the form that is shown. A name begins with the family name, a title
    behind its initial article.
    """
    return _filed_as(text, filing_tag(text, printed, language))


def _filed_as(text: Parallel[T], tag: str) -> str:
    """Return the words by which a form is filed."""
    form = text[tag]
    if isinstance(form, Name):
        return form.heading
    words = strip(str(form))
    return words[len(initial_article(words, tag)) :]


def filed_title(work: Work, printed: str, language: str) -> str:
    """Return the words by which a catalogue in `language` files the title of a work.

    The record can say where they begin (`nonfiling`). Source: MARC 21, field 245, second indicator.
    """
    skipped = work.plain("nonfiling")
    tag = filing_tag(work.title, printed, language)
    if skipped and tag == work.title.preferred_tag():
        return strip(work.title[tag])[int(skipped) :]
    return _filed_as(work.title, tag)
