"""The `text-case` attribute. Source: CSL 1.0.2, Text-case."""

from __future__ import annotations

import re
from unicodedata import normalize

from exporter.cite.markup import CITATION_NUMBER, END, FIRST_TERM, MARKS, NO_CASE, OPENING

_STOP_WORDS = frozenset(
    """
    a about above across afore after against al along alongside amid amidst among amongst an and
    anenst apropos apud around as aside astride at athwart atop barring before behind below beneath
    beside besides between beyond but by c ca circa d de despite down during e et except for
    forenenst from given i in inside into l lest like modulo near next nor notwithstanding of off on
    onto or out over per plus pro qua sans since so than the through throughout thruout till to
    toward towards under underneath until unto up upon v van versus via vis-à-vis von vs with within
    without y yet
    """.split()  # noqa: SIM905 - a list of words is easier to read
)
"""Words that stay small inside an English title: those of citeproc-js, and `vis-à-vis`."""

_PLACEHOLDER = "\x84"
"""Stands for a no-case span while the case of the text around it changes; it counts as a word."""
_PROTECTED = re.compile(rf"{NO_CASE}[^{END}]*{END}")
_WORD = re.compile(rf"[^\W_](?:[\w’'.{OPENING}{END}]*[\w’'])?|{_PLACEHOLDER}")
_FIRST_WORD = re.compile(rf"[^\W_][\w’'{OPENING}{END}]*|{_PLACEHOLDER}")
_BEFORE_SUBTITLE = re.compile(rf"(?:^|[:?!])[\s(\[“‘{MARKS}]*\Z")
_FIRST_TERM = re.compile(
    rf"\A((?:{CITATION_NUMBER}\d+|(?!—|--|––)[^\w{FIRST_TERM}])*{FIRST_TERM}[\W\d_]*)([^\W\d_])"
)
"""A term before which no word stands, nor dashes, which stand for the names of the entry before."""
_SIGNS_OF_NAMES = tuple("#@<>&%$")
"""Signs behind which a word is part of a name or a formula (`#facts`), and stays as it is."""
_WINDOW = 16
"""How many characters before a word are looked at, so that a very long title takes linear time."""

_TURKIC = frozenset({"tr", "az"})
_TURKIC_UPPER = str.maketrans({"i": "İ", "ı": "I"})
_TURKIC_LOWER = str.maketrans({"I": "ı", "İ": "i"})


_GREEK = frozenset({"el", "grc"})
_ACCENTS = "\u0300\u0301\u0313\u0314\u0342"
_ACCENTED_BEFORE_VOWEL = re.compile(rf"([αεο][{_ACCENTS}]+[ιυ])(?![{_ACCENTS}\u0308])")
_GREEK_ACCENTS = re.compile(rf"([\u0370-\u03ff]\u0308?)[{_ACCENTS}]+")


def change_case(text: str, case: str, language: str) -> str:
    """Return a marked text in the letter case that a style asks for.

    `language` is the BCP 47 tag of the text. Title and sentence case are for English only; capitals
    are those of the language (Turkish `i` becomes `İ`). A no-case span keeps its letters.
    """
    if NO_CASE in text:
        return _around_protected(text, case, language)
    return _changed(text, case, language)


def capitalize_first_term(text: str) -> str:
    """Return a text with a capital for its first term if no letter stands before it.

    So a term begins an entry, and a note (`Ibid.`), where the style does not say how. Source: the
    practice of citeproc-js.
    """
    return _FIRST_TERM.sub(lambda match: match[1] + match[2].upper(), text, count=1)


def _changed(text: str, case: str, language: str) -> str:
    if case == "lowercase":
        return _lower(text, language)
    if case == "uppercase":
        return _upper(text, language)
    if case == "capitalize-first":
        return _FIRST_WORD.sub(lambda match: _first_capital(match, language), text, count=1)
    if case == "capitalize-all":
        return _WORD.sub(lambda match: _first_capital(match, language), text)
    if language.lower().split("-")[0] != "en":
        return text
    if case == "sentence":
        return _sentence(text, language)
    if case == "title":
        return _title(text)
    return text


def _around_protected(text: str, case: str, language: str) -> str:
    changed = _changed(_PROTECTED.sub(_PLACEHOLDER, text), case, language)
    for protected in _PROTECTED.findall(text):
        changed = changed.replace(_PLACEHOLDER, protected, 1)
    return changed


def _upper(text: str, language: str) -> str:
    if language.split("-")[0] in _TURKIC:
        text = text.translate(_TURKIC_UPPER)
    elif language.split("-")[0] in _GREEK:
        text = _without_greek_accents(text)
    return text.upper()


def _without_greek_accents(text: str) -> str:
    """Return a text without the accents that Greek drops in capitals; only a diaeresis stays.

    A vowel that an accent kept apart from the one before gets a diaeresis (`Μάιος`, `ΜΑΪΟΣ`).
    Source: Unicode Common Locale Data Repository, transform el-Upper.
    """
    text = _ACCENTED_BEFORE_VOWEL.sub("\\1\u0308", normalize("NFD", text))
    return normalize("NFC", _GREEK_ACCENTS.sub(r"\1", text))


def _lower(text: str, language: str) -> str:
    if language.split("-")[0] in _TURKIC:
        text = text.translate(_TURKIC_LOWER)
    return text.lower()


def _first_capital(match: re.Match[str], language: str) -> str:
    """Return a word with a capital, but for a letter behind an apostrophe, as in `’t` and `’s-`.

    So a Dutch or Afrikaans title begins (`’t Hooge nood-alarm`, `’s-Gravenhage`).
    """
    word = match[0]
    if len(word) == 1 and match.string[: match.start()].endswith("’"):
        return word
    return _capitalized(word, language)


def _capitalized(word: str, language: str) -> str:
    """Return a word with a capital if all its letters are small; `iPod` stays as it is."""
    if not word.islower():
        return word
    first = word[0].translate(_TURKIC_UPPER) if language.split("-")[0] in _TURKIC else word[0]
    return first.upper() + word[1:]


def _sentence(text: str, language: str) -> str:
    """Return a text in sentence case.

    Words with one capital at their beginning lose it. Words in capitals and of mixed case are names
    and abbreviations (NASA, iPod) and stay, as in pandoc; the specification leaves all of them,
    citeproc-js none.
    """
    whole_in_capitals = text.isupper()
    first = True

    def one(match: re.Match[str]) -> str:
        nonlocal first
        word = match[0]
        if first:
            first = False
            return word if not word.islower() else _capitalized(word, language)
        if whole_in_capitals or word.istitle():
            return _lower(word, language)
        return word

    return _WORD.sub(one, text)


def _title(text: str) -> str:
    words = list(_WORD.finditer(text))
    parts = []
    position = 0
    for index, match in enumerate(words):
        start, end = match.span()
        before = text[max(0, start - _WINDOW) : start]
        compound = text[end : end + 1] == "-" and before[-1:] != "-"
        last = index == len(words) - 1
        parts.append(text[position:start])
        parts.append(_title_word(match[0], before, full=last or compound))
        position = end
    return "".join(parts) + text[position:]


def _title_word(word: str, before: str, *, full: bool) -> str:
    """Return a word of a title as it is written behind the text `before`.

    `full` says that it is the last word, or the first of a compound, where a stop word has a
    capital too. A letter alone is a symbol (`p values`) or the article, and stays small inside a
    title.
    """
    if not word.islower() or before.endswith(_SIGNS_OF_NAMES):
        return word
    if _BEFORE_SUBTITLE.search(before):
        return _capitalized(word, "en")
    letter_alone = len(word) == 1 or word[1] in "’'."
    if letter_alone or before.endswith("’") or (word in _STOP_WORDS and not full):
        return word
    return _capitalized(word, "en")
