"""Titles in a `.bib` file, with braces around the capitals that a style must not make small."""

from __future__ import annotations

import re

from exporter.export.bibtex.latex import escape
from exporter.export.bibtex.names import braced
from exporter.model.work import Work

_WORD = re.compile(r"([^\W_](?:[\w.’'-]*\w)?(?:(?<=\.\w)\.)?)")
_LONG = 4
"""From how many letters on a word shows whether a title is in small letters: shorter ones are mostly particles."""


def protected(title: str, tag: str, names: frozenset[str]) -> str:
    """Give a title with braces around the capitals that a style must not make small.

    `names` are words whose capital is known to be that of a name. Source: BibTeXing, section 4, on `change.case$`; it
    leaves alone only the very first character, and the first after a colon.
    """
    if not is_english(tag):
        return braced(escape(title), any(each.isupper() for each in title))
    pieces = _WORD.split(title)  # words stand at odd places
    words = pieces[1::2]
    long = [word for word in words[1:] if len(word) >= _LONG and word[1:].islower()]
    small = sum(word.islower() for word in long) * 2 > len(long)
    first = title[:1]
    for place in range(1, len(pieces), 2):
        word = pieces[place]
        initial = word[:1].isupper() and not (place == 1 and first == word[:1])
        name = small or place == 1 or word.removesuffix("'s").removesuffix("’s") in names
        always = (len(word) == 1 and word.isupper() and word != "A") or any(
            each.isupper() for each in word[1:]
        )
        pieces[place] = braced(escape(word), always or (initial and name))
        pieces[place - 1] = escape(pieces[place - 1])
    return "".join(pieces[:-1]) + escape(pieces[-1])


def known_names(work: Work) -> frozenset[str]:
    """Give words that this record writes with a capital because they are names, as its English texts show."""
    agents = (*(each.agent for each in work.contributions), *work.publishers, *work.about)
    names = {
        word for agent in agents for _, form in agent.names for word in _WORD.findall(str(form))
    }
    texts = [
        work.text("abstract"),
        work.text("caption"),
        *work.texts("keywords"),
        *work.texts("notes"),
    ]
    for text in filter(None, texts):
        for tag, form in text:
            if is_english(tag):
                names.update(re.findall(r"(?<=[a-z,;] )[A-Z]\w+", form))
    return frozenset(names)


def is_english(tag: str) -> bool:
    """Tell whether a text is in English, the one language whose capitals styles change."""
    return tag.lower().split("-")[0] == "en"
