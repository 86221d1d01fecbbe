"""The title of a work with its subtitle and its part, in each language and script.

Order and punctuation are those of ISBD (2.1.2 and 1.4: `Title: subtitle. Part, name of the part`), without the spaces
before a colon that styles of citation do not have.
"""

from __future__ import annotations

from typing import NamedTuple

from exporter.export.context import ExportContext
from exporter.model.text import Text, is_reading, primary_language
from exporter.model.work import Work

_ENDS = (":", "?", "!", ".", ";", "–", "—", "-", "…", "：", "？", "！", "。")
_STOPS = (".", "?", "!", "。", "？", "！")


class TitleForm(NamedTuple):
    """A title in one language and script. `tag` is its BCP 47 tag."""

    tag: str
    words: str


class Titles(NamedTuple):
    """The forms of a title: the one that is printed, the others, and readings in kana, by which it is sorted."""

    printed: TitleForm
    others: tuple[TitleForm, ...]
    readings: tuple[TitleForm, ...]

    @property
    def own_reading(self) -> str:
        """The reading of the printed form; empty if there is none."""
        for reading in self.readings:
            if primary_language(reading.tag) == primary_language(self.printed.tag):
                return reading.words
        return ""


def titles(work: Work, context: ExportContext, *, subtitle: bool = True) -> Titles:
    """Return the titles of a work; a devised title is in square brackets (ISBD 0.6.4).

    `subtitle` says whether the printed form includes it; all other forms do.
    """
    title = work.title
    proper = context.tag(title)
    others = [TitleForm(tag, whole_title(work, tag)) for tag, _ in title if tag != proper]
    printed = whole_title(work, proper, subtitle=subtitle)
    return Titles(
        TitleForm(proper, printed),
        tuple(each for each in others if not is_reading(each.tag)),
        tuple(each for each in others if is_reading(each.tag)),
    )


def whole_title(work: Work, tag: str, *, subtitle: bool = True) -> str:
    """Return the title in one language, with its subtitle and its part."""
    words = work.title[tag]
    if subtitle:
        words = with_subtitle(words, subtitle_of(work, tag))
    belonging = part_of_title(work, tag)
    if belonging:
        words = f"{words} {belonging}" if words.endswith(_STOPS) else f"{words}. {belonging}"
    return f"[{words}]" if work.devised else words


def with_subtitle(title: str, subtitle: str) -> str:
    """Return a title with its subtitle behind a colon, or behind the sign with which the title ends."""
    if not subtitle:
        return title
    return f"{title} {subtitle}" if title.endswith(_ENDS) else f"{title}: {subtitle}"


def part_of_title(work: Work, tag: str) -> str:
    """Return the number and the name of the part that belong to a title in one language: `Part 2, Coffee`."""
    parts = (_in_language(work.text(field), work, tag) for field in ("part_number", "part_name"))
    return ", ".join(filter(None, parts))


def subtitle_of(work: Work, tag: str) -> str:
    """Return the subtitle that goes with a title in one language; empty if there is none."""
    return _in_language(work.text("subtitle"), work, tag)


def _in_language(text: Text | None, work: Work, tag: str) -> str:
    """Return the form of a text with this tag; the only form goes with the title of the work's own language."""
    if text is None:
        return ""
    for form_tag, form in text:
        if form_tag == tag:
            return form
    if text.plain or len(text.forms) == 1:
        first = next(iter(text.forms.values()))
        return first if tag == work.title.preferred_tag() else ""
    return ""


def unattached(text: Text, work: Work) -> tuple[str, ...]:
    """Return the tags of a subtitle or a part for which there is no title in the same language."""
    if text.plain or len(text.forms) == 1:
        return ()
    return tuple(tag for tag, _ in text if tag not in work.title.forms)
