"""Elements of MODS: how they are built, their languages, and the paths that the table has for plain fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import count

from exporter.export.context import ExportContext
from exporter.export.field_words import field_texts, label, plain_text
from exporter.export.xml import Element, Repeated, built
from exporter.model.markup import strip
from exporter.model.node import Node
from exporter.model.text import Text, by_language
from exporter.model.vocabularies.languages import code, script

MODS = "http://www.loc.gov/mods/v3"
HREF = "xlink:href"

TRANSLITERATIONS = frozenset(
    {"alalc97", "hepburn", "heploc", "jyutping", "pinyin", "tongyong", "wadegile"}
)
"""Variants of the IANA Language Subtag Registry that are ways to write in Latin letters."""

ORDER = (
    *("titleInfo", "name", "typeOfResource", "genre", "originInfo", "language"),
    *(
        "physicalDescription",
        "abstract",
        "tableOfContents",
        "targetAudience",
        "note",
        "subject",
        "classification",
    ),
    *("relatedItem", "identifier", "location", "accessCondition", "part", "recordInfo"),
)
"""The top-level elements in the order of the MODS User Guidelines."""
_SHARED = frozenset({"originInfo", "physicalDescription", "part", "recordInfo"})
"""Elements that several fields share, if their attributes are the same."""
_STEP = re.compile(r"([A-Za-z]+)((?:\[@[^=\]]+=[^\]]*\])*)(?:/|$)")
_PATH = re.compile(f"(?:{_STEP.pattern})+")
_ATTRIBUTE = re.compile(r"\[@([^=\]]+)=([^\]]*)\]")


def mods(tag: str, *children: Element | str | None, **attributes: str | None) -> Element:
    """Build an element of MODS; text in it has no markup."""
    plain = [strip(child) if isinstance(child, str) else child for child in children]
    return built(tag, plain, attributes)


def some(tag: str, *children: Element | None, **attributes: str | None) -> Element | None:
    """Build an element that has others inside; None if there are none."""
    if all(child is None for child in children):
        return None
    return mods(tag, *children, **attributes)


def noted_fields(node: Node, written: frozenset[str], context: ExportContext) -> list[Element]:
    """Return the fields of a group but those that are `written`, as notes with a label."""
    found = []
    for name in node.value:
        inner = node.get(name)
        if inner is None or name in written:
            continue
        shown = "" if name == "note" else label(inner)
        for text in field_texts(inner, context):
            found += [mods("note", form, displayLabel=shown, **language(tag)) for tag, form in text]
    return found


@lru_cache(1_000)
def language(tag: str) -> Mapping[str, str]:
    """Return the attributes for the language of a text: `lang`, `script`, `transliteration`, `xml:lang`."""
    if tag in {"und", ""}:
        return {}
    variants = [part for part in tag.lower().split("-") if part in TRANSLITERATIONS]
    written = {"lang": code(tag), "script": script(tag)[0], "transliteration": "-".join(variants)}
    return {**written, "xml_lang": tag}


class ModsDraft:
    """The top-level elements of one `mods`, in any order until they are taken out."""

    def __init__(self, context: ExportContext) -> None:
        self.context = context
        self._found: list[Element] = []
        self._shared: dict[tuple[str, str], Element] = {}
        self._groups = count(1)

    def put(self, *elements: Element | None) -> None:
        """Add top-level elements."""
        self._found += [each for each in elements if each is not None]

    def shared(self, tag: str, **attributes: str) -> Element:
        """Return the element with these attributes in which several fields stand.

        It is made when first wanted.
        """
        key = (tag, str(sorted(attributes.items())))
        if key not in self._shared:
            self._shared[key] = mods(tag, **attributes)
            self._found.append(self._shared[key])
        return self._shared[key]

    def elements(self) -> list[Element]:
        """Return all elements in the order of the guidelines."""
        return sorted(self._found, key=lambda each: ORDER.index(each.tag))

    def group(self, forms: Sequence[object]) -> str:
        """Return the number by which the forms of one thing are tied; empty for a single form."""
        return f"{next(self._groups):02d}" if len(forms) > 1 else ""

    def texts(self, tag: str, text: Text, **attributes: str) -> Iterator[Element]:
        """Yield an element for each form of a text, those in one language tied."""
        for forms in by_language(plain_text(text), self.context.tag(text)):
            group = self.group(forms)
            for form_tag, form in forms:
                yield mods(tag, form, altRepGroup=group, **attributes, **language(form_tag))

    def put_at(self, path: str, name: str, text: Text) -> None:
        """Add each form of a text where a path of the table leads: `physicalDescription/note[@type=medium]`.

        `{label}` in a path is the name of the field.
        """
        steps = _steps(path, name)
        if len(steps) == 1:
            tag, attributes = steps[0]
            self.put(*self.texts(tag, text, **attributes))
            return
        for form_tag, form in plain_text(text):
            inner = _nested(steps[1:], form, form_tag)
            tag, attributes = steps[0]
            if tag in _SHARED:
                self.shared(tag, **attributes).append(inner)
            else:
                self.put(mods(tag, inner, **attributes))


def _steps(path: str, name: str) -> list[tuple[str, dict[str, str]]]:
    """Return the elements of a path with their attributes; a note for a path that is none."""
    found = []
    if not _PATH.fullmatch(path):
        return [("note", {"displayLabel": name})]
    for match in _STEP.finditer(path):
        pairs = _ATTRIBUTE.findall(match[2])
        attributes = {key: value.replace("{label}", name) for key, value in pairs}
        found.append((match[1], attributes))
    return found


def _nested(steps: Sequence[tuple[str, dict[str, str]]], form: str, tag: str) -> Element:
    name, attributes = steps[0]
    if len(steps) > 1:
        return mods(name, _nested(steps[1:], form, tag), **attributes)
    if name in {"number", "displayDate", "total", "internetMediaType"}:
        return mods(name, form, **attributes)
    return mods(name, form, **attributes, **language(tag))


@lru_cache(1_000)
def language_element(tag: str, **attributes: str) -> Repeated | None:
    """Return a language: by ISO 639-2, by BCP 47 where that says more, and its script if the tag names one."""
    if tag == "und":
        return None
    return Repeated(mods("language", *_language_terms(tag), **attributes))


@lru_cache(1_000)
def language_of_cataloguing(tag: str) -> Repeated:
    """Return the language in which a record is written."""
    return Repeated(mods("languageOfCataloging", *_language_terms(tag)))


def _language_terms(tag: str) -> list[Element]:
    short, (written, stated) = code(tag), script(tag)
    terms = []
    if short:
        terms.append(mods("languageTerm", short, type="code", authority="iso639-2b"))
    if "-" in tag or not short:
        terms.append(mods("languageTerm", tag, type="code", authority="rfc5646"))
    if stated:
        terms.append(mods("scriptTerm", written, type="code", authority="iso15924"))
    return terms
