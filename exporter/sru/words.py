"""Words as searches compare them, and the phrases that terms of queries are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from exporter.model.east_asian import HAN, HANGUL, KANA
from exporter.model.folding import folded
from exporter.sru.diagnostic import Diagnostic

_MANY, _ONE, _ANCHOR = "\ue000", "\ue001", "\ue002"
"""Stand for * and ? and ^ in a term; private use characters are in no name."""
_SPECIAL = {"*": _MANY, "?": _ONE, "^": _ANCHOR}
_MASKS = f"{_MANY}{_ONE}"
_MOST_MASKS = 5
_MOST_WORDS = 200
_UNSPACED = f"\u0e00-\u109f\u1780-\u17ff\u19e0-\u19ff{HAN}{KANA}{HANGUL}"
"""Letters of scripts that put no spaces between words, such as Chinese, Japanese and Thai.

Korean has spaces, but adds particles to its words.
"""
_PARTS = re.compile(f"[{_UNSPACED}]|[^{_UNSPACED}]+")


def words(text: str) -> list[str]:
    """Return the words of a text, folded: `Sōseki’s cats` is `soseki`, `s`, `cats`.

    Each letter of a script without spaces is a word, so that a search finds any part of a text.
    """
    found = []
    for run in _separated(unicodedata.normalize("NFKC", text), ""):
        found += [folded(part) for part in _PARTS.findall(run)]
    return [word for word in found if word]


def _separated(text: str, special: str) -> list[str]:
    """Return what stands between spaces and punctuation. `special` is kept, too."""
    kept = []
    for each in text:
        is_in_word = each.isalnum() or unicodedata.category(each)[0] == "M" or each in special
        kept.append(each if is_in_word else " ")
    return "".join(kept).split()


class Word(NamedTuple):
    """A word of a term. With masks, `pattern` matches the words that are meant.

    A word with a pattern but without `text` stands for any single word. A gap has neither: it
    stands for any number of words.
    """

    text: str
    pattern: re.Pattern[str] | None = None

    @property
    def is_gap(self) -> bool:
        """Whether this stands for any number of words."""
        return not self.text and self.pattern is None

    @property
    def source(self) -> str:
        """The regular expression for the word."""
        return self.pattern.pattern if self.pattern else re.escape(self.text)


class Phrase(NamedTuple):
    """Words that follow each other, perhaps from the start of a text or to its end."""

    words: tuple[Word, ...]
    at_start: bool = False
    at_end: bool = False

    def patterns(self) -> list[re.Pattern[str]]:
        """Return the patterns to find in a text one after the other; gaps are between them.

        The text has a space before, between and after its words, and so does each pattern. Gaps are
        no part of a pattern, since several in one would take very long to match.
        """
        sources = [" "]
        for word in self.words:
            if word.is_gap:
                sources.append(" ")
            else:
                sources[-1] += f"{word.source} "
        if self.at_start:
            sources[0] = rf"\A{sources[0]}"
        if self.at_end:
            sources[-1] += r"\Z"
        return [re.compile(each) for each in sources]


def phrase_of(term: str) -> Phrase:
    """Return a whole term of CQL as one phrase, which is empty if it has no words.

    Raises Diagnostic, also for an anchor (^) inside the term.
    """
    phrases = phrases_of(term)
    if any(each.at_start for each in phrases[1:]) or any(each.at_end for each in phrases[:-1]):
        raise Diagnostic(32, "", "^ can be at the start and at the end of the term")
    found = [word for each in phrases for word in each.words]
    return Phrase(
        tuple(found),
        at_start=bool(phrases) and phrases[0].at_start,
        at_end=bool(phrases) and phrases[-1].at_end,
    )


def phrases_of(term: str) -> list[Phrase]:
    """Return what stands between the spaces of a term of CQL. Raises Diagnostic."""
    if not term:
        raise Diagnostic(27)
    found = [_phrase(each) for each in _unescaped(term).split()]
    if sum(len(each.words) for each in found) > _MOST_WORDS:
        raise Diagnostic(23, "", f"at most {_MOST_WORDS} words, or letters of Chinese and the like")
    return [each for each in found if each.words]


def masked_word(term: str) -> Word:
    """Return a term of CQL as a single word, with its masks. Raises Diagnostic."""
    written = _unescaped(term)
    if _ANCHOR in written:
        raise Diagnostic(32, "", "^ can be in titles, names and other texts only")
    return _word("".join(_separated(written, _MASKS)))


def _unescaped(term: str) -> str:
    """Return a term with stand-ins for what is special in it, and without backslashes.

    Raises Diagnostic.
    """
    found = []
    characters = iter(unicodedata.normalize("NFKC", term))
    for each in characters:
        if each == "\\":
            escaped = next(characters, "")
            if escaped not in {"*", "?", "^", '"', "\\"}:
                raise Diagnostic(26, escaped)
            found.append("-")  # none of them is in a word
        elif each in (_MANY, _ONE, _ANCHOR):
            found.append("-")
        else:
            found.append(_SPECIAL.get(each, each))
    return "".join(found)


def _phrase(written: str) -> Phrase:
    """Return the phrase of what has no spaces: `jean-paul` is two words, 茶の本 is three."""
    inner = written.removeprefix(_ANCHOR)
    at_start = inner != written
    at_end = inner.endswith(_ANCHOR)
    inner = inner.removesuffix(_ANCHOR)
    if _ANCHOR in inner:
        raise Diagnostic(32, "", "^ can be at the start and at the end of a word")
    found: list[Word] = []
    for run in _separated(inner, _MASKS):
        if not run.strip(_MASKS):
            raise Diagnostic(29, "1", "a word cannot be masking characters only")
        parts = _PARTS.findall(run)
        for place, part in enumerate(parts):
            if not part.strip(_MASKS):
                found += _gaps(part)
                continue
            if place and part.startswith(_MANY):
                found.append(Word(""))
            word = _word(part)
            if word.text:
                found.append(word)
            if place < len(parts) - 1 and part.endswith(_MANY):
                found.append(Word(""))
    return Phrase(tuple(found), at_start, at_end)


def _gaps(masks: str) -> Sequence[Word]:
    """Return what masks beside letters of a script without spaces stand for."""
    anything = Word("", re.compile("[^ ]+"))
    found = [anything] * masks.count(_ONE)
    return [*found, Word("")] if _MANY in masks else found


def _word(written: str) -> Word:
    parts = re.split(f"([{_MASKS}]+)", written)
    text = "".join(folded(part) for part in parts[::2])
    masks = "".join(parts[1::2])
    if not masks:
        return Word(text)
    if not text:
        raise Diagnostic(29, "1", "a word cannot be masking characters only")
    if len(masks) > _MOST_MASKS:
        raise Diagnostic(30, str(_MOST_MASKS), f"at most {_MOST_MASKS} in a word")
    return Word(text, re.compile(_masked_pattern(parts)))


def _masked_pattern(parts: Sequence[str]) -> str:
    """Return the pattern of a word, whose parts are texts and masks in turn.

    `**?` is any characters, of which there is one. What stands between two masks for many characters
    is taken where it comes first, which leaves the most for the others: if all places were tried, a
    word of thousands of letters would take hours.
    """
    pieces = [""]
    for place, part in enumerate(parts):
        pieces[-1] += "[^ ]" * part.count(_ONE) if place % 2 else re.escape(folded(part))
        if place % 2 and _MANY in part:
            pieces.append("")
    first, *rest = pieces
    if not rest:
        return first
    *inner, last = rest
    return first + "".join(f"(?>[^ ]*?{each})" for each in inner) + f"[^ ]*{last}"
