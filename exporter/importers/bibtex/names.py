"""Names in a database: BibTeX's four writings, and biblatex's extended format.

Source: BibTeXing, section 4; Tame the BeaST, 11 (names); biblatex manual 3.4 (extended names).
"""

from __future__ import annotations

import re

from exporter.importers.bibtex.latex import decode
from exporter.importers.entry import NamedAgent, NameForm
from exporter.importers.text import line
from exporter.model.markup import strip

_AND = re.compile(r" and(?= )", re.IGNORECASE)
_EXTENDED = re.compile(r"\s*\"?([A-Za-z][A-Za-z-]*)\s*=\s*")
_PARTS = {
    "family": "family",
    "given": "given",
    "prefix": "non_dropping_particle",
    "suffix": "suffix",
}


def names(value: str) -> tuple[list[NamedAgent], bool]:
    """Return the names in a field, and whether it says that there are others."""
    found = []
    others = False
    for written in split(value):
        if written.lower() in {"others", "et al", "et al."}:
            others = True
            continue
        agent = name(written)
        if agent:
            found.append(agent)
    return found, others


def split(value: str) -> list[str]:
    """Return the parts of a value between the words “and” that stand outside braces."""
    value = re.sub(r"\s+", " ", value)
    parts = []
    begin = counted = depth = 0
    for match in _AND.finditer(value):
        depth += _depth(value[counted : match.start()])
        counted = match.start()
        if depth == 0:
            parts.append(value[begin : match.start()])
            begin = match.end()
    parts.append(value[begin:])
    return [part.strip() for part in parts if part.strip(" ,")]


def name(written: str) -> NamedAgent | None:
    """Return one name; None if there is no letter in it."""
    extended = _extended(written)
    if extended:
        only = extended["family"] if set(extended) == {"family"} else extended
        return NamedAgent("person", [("", only)])
    written = written.strip().strip(",").strip()
    if _is_braced(written):
        text = _plain(written)
        return NamedAgent("organization", [("", text)]) if text else None
    parts = at_top(written, ",")
    form = _direct(parts[0]) if len(parts) == 1 else _inverted(parts)
    if not form:
        return None
    return NamedAgent("person", [("", form)])


def _direct(written: str) -> NameForm | None:
    """Read “First von Last”: the last word is the family name, with what follows a particle."""
    words = _words(written)
    if not words:
        return None
    if len(words) == 1:
        return _plain(words[0])
    particles = [place for place, word in enumerate(words[:-1]) if _is_particle(word)]
    if particles:
        first, last = particles[0], particles[-1]
        # a particle runs on to its last word in small letters
        return _form(words[:first], words[first : last + 1], words[last + 1 :])
    return _form(words[:-1], [], words[-1:])


def _inverted(parts: list[str]) -> NameForm | None:
    """Read “von Last, First” or “von Last, Jr, First”."""
    words = _words(parts[0])
    last = max((place for place, word in enumerate(words[:-1]) if _is_particle(word)), default=-1)
    if last >= 0 and not _is_particle(words[0]):
        last = -1  # “Vargas de la Llosa”: the particle belongs to the family name
    given = parts[1] if len(parts) == 2 else ",".join(parts[2:])
    suffix = parts[1] if len(parts) > 2 else ""
    return _form(_words(given), words[: last + 1], words[last + 1 :], suffix)


def _form(
    given: list[str], particle: list[str], family: list[str], suffix: str = ""
) -> NameForm | None:
    form = {
        "family": _plain(" ".join(family)),
        "given": _plain(" ".join(given)),
        "non_dropping_particle": _plain(" ".join(particle)),
        "suffix": _plain(suffix),
    }
    form = {part: text for part, text in form.items() if text}
    if "family" not in form and "given" not in form:
        return None
    if set(form) == {"family"} and not given:
        return form["family"]
    return form


def _extended(written: str) -> dict[str, str]:
    """Return the parts of `family=Soulié, given=Jean, given-i=J`; nothing for another name."""
    form: dict[str, str] = {}
    drop = False
    for part in _quoted_together(at_top(written, ",")):
        match = _EXTENDED.match(part)
        if match is None:
            return {}
        word, value = match[1].lower(), _plain(part[match.end() :].strip().strip('"'))
        if word == "useprefix":
            drop = value.lower() == "false"
        elif word in _PARTS and value:
            form[_PARTS[word]] = value
        elif word not in _PARTS and not word.endswith("-i") and word != "id":
            return {}
    if drop and "non_dropping_particle" in form:
        form["dropping_particle"] = form.pop("non_dropping_particle")
    return form if "family" in form or "given" in form else {}


def _quoted_together(parts: list[str]) -> list[str]:
    """Put together what commas part inside quotation marks: `"family=Ford, Jr."` (biblatex manual 3.4)."""
    together: list[str] = []
    for part in parts:
        if together and together[-1].count('"') == 1:
            together[-1] += f",{part}"
        else:
            together.append(part)
    return together


def _plain(written: str) -> str:
    return strip(line(decode(written)[0])).strip(" ,")


def _is_braced(written: str) -> bool:
    """Return whether one pair of braces is around the whole name, and more than one letter in it."""
    if not written.startswith("{") or not written.endswith("}") or written.startswith("{\\"):
        return False
    depth = 0
    for place, character in enumerate(written):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth == 0:
            return place == len(written) - 1
    return False


def _is_particle(word: str) -> bool:
    """Return whether a word begins with a small letter outside braces.

    A group that begins with a backslash counts as the letter that it prints.
    """
    if word.startswith("{") and not word.startswith("{\\"):
        return False
    for character in _plain(word):
        if character.isalpha():
            return character.islower()
    return False


def _words(written: str) -> list[str]:
    words, depth, word = [], 0, ""
    for character in written:
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth <= 0 and (character.isspace() or character == "~") and not word.endswith("\\"):
            words.append(word)
            word = ""
        else:
            word += character
    words.append(word)
    return [each for each in words if each]


def at_top(written: str, separator: str) -> list[str]:
    """Return the parts of a value between the separators that stand outside braces."""
    parts, depth, part = [], 0, ""
    for character in written:
        depth += {"{": 1, "}": -1}.get(character, 0)
        if character == separator and depth <= 0:
            parts.append(part)
            part = ""
        else:
            part += character
    parts.append(part)
    return parts


def _depth(text: str) -> int:
    return text.count("{") - text.count("}")
