"""Proposes the ids of new records: by a pattern, in Latin letters, different from all that exist."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from exporter.importers.entry import NamedAgent, NameForm, display_name
from exporter.importers.kana import kana_in_latin
from exporter.importers.languages import script_of
from exporter.importers.text import year_of
from exporter.model.markup import strip
from exporter.model.vocabularies.languages import initial_article

DEFAULT_PATTERN = "{family}-{year}-{word}"
_LONGEST = 60
"""The most characters of a proposed id; a record may have 100."""
_FEW = 4
"""How many words of the title are in the id of a work that has neither a maker nor a year."""
_ARTICLES_OF = ("en", "fr", "de", "it", "es")
"""The languages whose articles are passed over in a title of which nobody says the language."""
_RESERVED = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")
_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "Æ": "ae",
        "œ": "oe",
        "Œ": "oe",
        "ø": "o",
        "Ø": "o",
        "đ": "d",
        "Đ": "d",
        "ð": "d",
        "Ð": "d",
        "þ": "th",
        "Þ": "th",
        "ł": "l",
        "Ł": "l",
        "ı": "i",
        "'": "",
        "’": "",
        "ʼ": "",
        "ʻ": "",
        "‘": "",
        "`": "",
    }
)
"""Latin letters that Unicode does not take apart, and apostrophes inside words."""
_HAN = frozenset({"Hani", "Jpan"})
"""Scripts with Han characters, whose reading is never guessed."""


class Ids:
    """The ids of a catalogue, with the former ones; hands out new ones that are like none of them."""

    def __init__(self, taken: Iterable[str], pattern: str = DEFAULT_PATTERN) -> None:
        self._taken = {each.lower() for each in taken}
        self._pattern = pattern
        self._next: dict[str, int] = {}

    def for_work(self, data: Mapping[str, Any], key: str) -> str:
        """Return an id for a work, by the pattern; by its key in the source if nothing fits it."""
        title = data.get("title") or data.get("devised_title") or ""
        language = data.get("language", "und")
        language = language[0] if isinstance(language, list) else language
        if isinstance(title, dict):
            tag, title = _romanised(title)
            language = tag or language
        family, year = _first_name(data, language), _year(data)
        parts = {
            "family": family,
            "year": year,
            "word": "-".join(_words(str(title), language)[: 1 if family or year else _FEW]),
            "title": latin(strip(str(title)), language),
            "key": latin(key, ""),
            "kind": str(data.get("kind", "")),
        }
        proposed = _filled(self._pattern, parts)
        if not re.search("[a-z]", proposed):
            proposed = parts["key"] or _filled("{kind}-{year}", parts)
        return self.take(proposed)

    def for_agent(self, agent: NamedAgent, language: str) -> str:
        """Return an id for an agent: given and family name in Latin letters, as people say them."""
        for tag, form in sorted(
            agent.forms, key=lambda pair: script_of(display_name(pair[1])) != "Latn"
        ):
            proposed = latin(_spoken(form), tag or language)
            if re.search("[a-z]", proposed):
                return self.take(proposed)
        return self.take(agent.kind)

    def reserve(self, id: str) -> None:
        """Keep an id from being proposed."""
        self._taken.add(id)

    def take(self, proposed: str) -> str:
        """Return an id like the proposed one that no record has, and keep it for that record."""
        proposed = re.sub(r"^([0-9]+)-(.*[a-z].*)$", r"\2-\1", proposed)  # a letter comes first
        base = re.sub(r"^[^a-z]+", "", proposed)[:_LONGEST].strip("-") or "record"
        if not re.match(r"[a-z]", proposed) and re.search("[0-9]", proposed[:1]):
            base = f"n{proposed}"[:_LONGEST].strip("-")
        number = self._next.get(base, 1)
        id = base if number == 1 else f"{base}-{number}"
        while id in self._taken or _RESERVED.fullmatch(id):
            number += 1
            id = f"{base}-{number}"
        self._next[base] = number
        self._taken.add(id)
        return id


def latin(text: str, language: str) -> str:
    """Return the words of a text in small letters a–z and digits, joined by hyphens.

    Letters of another script are romanised only if the text's language is known, and Han characters
    never, for their reading depends on the language and on the name. What is not romanised is left
    out.
    """
    text = text.translate(_LETTERS)
    is_known = bool(language) and language != "und"
    if not text.isascii():
        text = kana_in_latin(text) if is_known else text
        text = unicodedata.normalize("NFKD", text)
        text = "".join(each for each in text if not unicodedata.combining(each))
    if not text.isascii() and is_known:
        text = "".join(_romanise(each) for each in text)
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _romanise(character: str) -> str:
    if character.isascii() or script_of(character) in _HAN:
        return character
    try:
        from anyascii import anyascii
    except ImportError:
        return character
    return anyascii(character)


def _filled(pattern: str, parts: Mapping[str, str]) -> str:
    filled = re.sub(r"\{([a-z]+)\}", lambda match: parts.get(match[1], ""), pattern)
    return re.sub(r"-{2,}", "-", filled).strip("-")


def _first_name(data: Mapping[str, Any], language: str) -> str:
    for each in data.get("contributors", ()):
        agent = each.get("agent")
        if isinstance(agent, NamedAgent):
            return _family_of(agent, language)
    return ""


def _family_of(agent: NamedAgent, language: str) -> str:
    for tag, form in sorted(
        agent.forms, key=lambda pair: script_of(display_name(pair[1])) != "Latn"
    ):
        text = form if isinstance(form, str) else form.get("family") or form.get("given", "")
        found = latin(text, tag or language)
        if found:
            return "-".join(found.split("-")[:3])
    return ""


def _spoken(form: NameForm) -> str:
    if isinstance(form, str):
        return form
    parts = ("given", "dropping_particle", "non_dropping_particle", "family", "numeration")
    return " ".join(form[part] for part in parts if part in form)


def _year(data: Mapping[str, Any]) -> str:
    for field in ("issued", "copyright_date", "created", "available", "submitted"):
        if field in data:
            return year_of(data[field])
    return ""


def _words(title: str, language: str) -> list[str]:
    """Return the words of a title in Latin letters, without its article."""
    text = strip(title)
    tags = (language,) if language != "und" else _ARTICLES_OF
    article = next(filter(None, (initial_article(text, tag) for tag in tags)), "")
    return latin(text[len(article) :], language).split("-")


def _romanised(title: Mapping[str, str]) -> tuple[str, str]:
    """Return the tag and the form of a title in Latin letters, or else its first form."""
    for tag, text in title.items():
        if script_of(text) == "Latn":
            return tag, text
    return next(iter(title.items()))
