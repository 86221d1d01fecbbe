"""Words as searches compare them, and the patterns that terms of queries are."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from exporter.model.folding import folded
from exporter.sru.diagnostic import Diagnostic

_MANY, _ONE = "\ue000", "\ue001"
"""Stand for the masking characters * and ? in a term; private use characters are in no name."""
_MASKS = {"*": _MANY, "?": _ONE}
_MOST_MASKS = 5
_MOST_WORDS = 50
_UNSPACED = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Letters of scripts that put no spaces between words, so that a word can be any part of a text."""


def words(text: str) -> list[str]:
    """Return the words of a text, folded: `Sōseki’s cats` is `soseki`, `s`, `cats`."""
    spaced = "".join(
        each if _is_in_word(each) else " " for each in unicodedata.normalize("NFKC", text)
    )
    return list(filter(None, map(folded, spaced.split())))


def is_unspaced(word: str) -> bool:
    """Return whether a word is in a script without spaces, such as Chinese or Japanese."""
    return _UNSPACED.search(word) is not None


def _is_in_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character)[0] == "M"


class Word(NamedTuple):
    """A word of a term. With masks, `pattern` matches the words that are meant."""

    text: str
    pattern: re.Pattern[str] | None

    @property
    def source(self) -> str:
        """The regular expression for the word."""
        return self.pattern.pattern if self.pattern else re.escape(self.text)


def term_words(term: str) -> list[Word]:
    """Return the words of a term of CQL. Raises Diagnostic.

    Words of scripts without spaces that follow each other are one.
    """
    if not term:
        raise Diagnostic(27, "")
    spaced = "".join(each if _is_in_term(each) else " " for each in _unescaped(term))
    found = [_word(each) for each in spaced.split()]
    found = [each for each in found if each.text or each.pattern]
    if len(found) > _MOST_WORDS:
        raise Diagnostic(23, f"at most {_MOST_WORDS} words")
    if len(found) > 1 and all(is_unspaced(each.text) and not each.pattern for each in found):
        return [Word("".join(each.text for each in found), None)]
    return found


def _is_in_term(character: str) -> bool:
    return character in (_MANY, _ONE) or _is_in_word(character)


def _unescaped(term: str) -> str:
    """Return a term with stand-ins for its masks, and without backslashes. Raises Diagnostic."""
    term = "".join(" " if each in (_MANY, _ONE) else each for each in term)
    found = []
    characters = iter(unicodedata.normalize("NFKC", term))
    for each in characters:
        if each == "\\":
            escaped = next(characters, "")
            if escaped not in {"*", "?", "^", '"', "\\"}:
                raise Diagnostic(26, escaped)
            found.append(" ")  # none of them is in a word
        elif each == "^":
            raise Diagnostic(31, term)
        else:
            found.append(_MASKS.get(each, each))
    return "".join(found)


def _word(written: str) -> Word:
    parts = re.split(f"([{_MANY}{_ONE}]+)", written)
    text = "".join(folded(part) for part in parts[::2])
    masks = "".join(parts[1::2])
    if not masks:
        return Word(text, None)
    if not text:
        raise Diagnostic(29, written.replace(_MANY, "*").replace(_ONE, "?"))
    if len(masks) > _MOST_MASKS:
        raise Diagnostic(30, f"at most {_MOST_MASKS} in a word")
    pieces = []
    for place, part in enumerate(parts):
        if place % 2:
            pieces.append(_mask_pattern(part))
        else:
            pieces.append(re.escape(folded(part)))
    return Word(text, re.compile("".join(pieces)))


def _mask_pattern(masks: str) -> str:
    """Return the pattern of masks in a row: `**?` is any characters, of which there is one."""
    least = "[^ ]" * masks.count(_ONE)
    return f"{least}[^ ]*" if _MANY in masks else least
