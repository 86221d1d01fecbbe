"""Titles in a `.bib` file, with braces around the capitals that a style must not make small."""

from __future__ import annotations

import re

from exporter.export.bibtex.latex import balanced, escape, latex, marked
from exporter.export.bibtex.names import braced
from exporter.model.agent import Agent
from exporter.model.markup import spans, strip
from exporter.model.work import Work

_WORD = re.compile(r"([^\W_](?:[\w.’'-]*\w)?)")
_TITLE_CASE = 3
"""How many words with a capital, and none without, show that all words of a title have one."""

_SMALL_WORDS = frozenset(
    {
        *("a", "about", "above", "across", "after", "against", "along", "among", "and"),
        *("around", "as", "at", "before", "behind", "below", "beneath", "beside", "between"),
        *("beyond", "but", "by", "concerning", "despite", "down", "during", "et", "except"),
        *("for", "from", "in", "inside", "into", "its", "like", "near", "nor", "of", "off"),
        *("on", "onto", "or", "out", "over", "past", "per", "since", "than", "that", "the"),
        *("their", "through", "throughout", "till", "to", "toward", "towards", "under"),
        *("underneath", "until", "up", "upon", "via", "versus", "vs", "with", "within"),
        *("without", "yet"),
    }
)
"""Articles, conjunctions and prepositions, which are small in any English title (Chicago 8.159)."""


def protected(title: str, tag: str, names: frozenset[str]) -> str:
    """Return a title with braces around the capitals that a style must not make small.

    Cataloguers write titles in sentence case (ISBD A.7, RDA A.4), in which any capital is that of a name. So is a
    capital in doubt; only if three words or more have a capital, and none but small words has none, the capitals are
    those of title case. `names` are words whose capital is known to be that of a name.
    Source: BibTeXing, section 4, on `change.case$`; it leaves alone only the very first character, and the first
    after a colon.
    """
    plain = strip(title)
    if not is_english(tag):
        return braced(latex(title), any(each.isupper() for each in plain))
    title_case = _is_title_case(plain)
    written = ""
    for place, span in enumerate(spans(balanced(title))):
        words = _protected_words(span.text, names, is_first=place == 0, title_case=title_case)
        written += marked(words, span.styles)
    return written


def needs_names(title: str, tag: str) -> bool:
    """Return whether only the names that are known tell which capitals are those of names."""
    return is_english(tag) and _is_title_case(strip(title))


def _is_title_case(title: str) -> bool:
    words = _words_and_gaps(title)[1::2][1:]
    capitals = [word for word in words if word[:1].isupper() and word[1:].islower()]
    small = [word for word in words if word.islower() and word not in _SMALL_WORDS]
    return not small and len(capitals) >= _TITLE_CASE


def _words_and_gaps(text: str) -> list[str]:
    """Return the words of a text at the odd places, and at the even ones what is between them.

    The last full stop of an abbreviation is a part of it: `U.S.`.
    """
    pieces = _WORD.split(text)
    for place in range(1, len(pieces), 2):
        if pieces[place][-2:-1] == "." and pieces[place + 1].startswith("."):
            pieces[place] += "."
            pieces[place + 1] = pieces[place + 1][1:]
    return pieces


def _protected_words(text: str, names: frozenset[str], *, is_first: bool, title_case: bool) -> str:
    pieces = _words_and_gaps(text)
    first = text[:1] if is_first else ""
    for place in range(1, len(pieces), 2):
        word = pieces[place]
        opens_title = place == 1 and first == word[:1]
        initial = word[:1].isupper() and not opens_title
        is_name = not title_case or place == 1 or _stem(word) in names
        inner = any(each.isupper() for each in word[1:])
        lone = len(word) == 1 and word.isupper() and word != "A"
        pieces[place] = braced(escape(word), inner or lone or (initial and is_name))
        pieces[place - 1] = escape(pieces[place - 1])
    return "".join(pieces[:-1]) + escape(pieces[-1])


def _stem(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s")


def with_capitals(text: str) -> str:
    """Return words of which a style makes all capitals small but the first: `{PhD} thesis`."""
    return _protected_words(strip(text), frozenset(), is_first=True, title_case=False)


def known_names(work: Work) -> frozenset[str]:
    """Return words that this record writes with a capital because they are names, as its English texts show."""
    agents = [each.agent for each in work.contributions] + list(work.publishers)
    agents += [each.record for each in work.subjects if isinstance(each.record, Agent)]
    names = set()
    for agent in agents:
        for _, form in agent.names:
            names.update(_words_and_gaps(str(form))[1::2])
    texts = [work.text("abstract"), work.text("caption"), *work.texts("keywords")]
    texts += [note.text for note in work.notes]
    for text in filter(None, texts):
        for tag, words in text:
            if is_english(tag):
                names.update(re.findall(r"[a-z,;] ([A-Z]\w+)", words))
    return frozenset(names)


def is_english(tag: str) -> bool:
    """Return whether a text is in English, the one language whose capitals styles change."""
    return tag.lower().split("-")[0] == "en"
