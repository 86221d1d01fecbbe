"""The data fields of one record as they are gathered: in several scripts, with what was concluded.

A field has one script. The same words in another script are a field 880, tied to it by subfield 6
(MARC 21, Appendix D, Model A). The same in another language is not: it is a field of its own, or
has a field for translations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from exporter.export.context import ExportContext
from exporter.export.marc.iso2709 import MarcField, Subfields, subfields, with_text
from exporter.model.agent import Agent
from exporter.model.authority import Authority
from exporter.model.markup import strip
from exporter.model.text import Parallel, Text, is_reading, ordered, primary_language, script_of
from exporter.model.vocabularies.languages import script
from exporter.model.work import Work


class Established(NamedTuple):
    """One text, such as a heading, that has one form in each script.

    `form` is that of the regular field, whatever its script; `in_scripts` are those of fields 880,
    and `elsewhere` is that of a field 880 in any other script.
    """

    form: str
    in_scripts: Mapping[str, str]
    elsewhere: str = ""


Value = Text | Established | str | None
"""What a subfield says: words in some languages and scripts, or something that is the same in all.
"""

RIGHT_TO_LEFT = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"})
_SCRIPTS = {
    "ARABIC": "Arab",
    "ARMENIAN": "Armn",
    "BENGALI": "Beng",
    "CJK": "Hani",
    "CYRILLIC": "Cyrl",
    "DEVANAGARI": "Deva",
    "ETHIOPIC": "Ethi",
    "GEORGIAN": "Geor",
    "GREEK": "Grek",
    "HANGUL": "Hang",
    "HEBREW": "Hebr",
    "LATIN": "Latn",
    "TAMIL": "Taml",
    "THAI": "Thai",
}
"""Scripts of ISO 15924 by the first word of the Unicode names of their letters."""
_LABELS = "i24"
"""Subfields that say what the others are: without those there is no field."""
_EXPLANATIONS = frozenset({"344", "680", "681"})
"""Fields whose $i says something of its own: the sound content, the text of a note."""
_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]+)*", re.ASCII | re.IGNORECASE)
_PAIRS = 99
"""An occurrence number has two digits (Appendix A, $6)."""


class Version(NamedTuple):
    """A field in one script.

    `tag` is the language tag of its words, empty if it has none of any language.
    """

    tag: str
    subfields: Subfields


class _Gathered(NamedTuple):
    """A field in each of its scripts, the regular one first.

    `about` names the fields of the record in it.
    """

    tag: str
    indicators: str
    versions: Sequence[Version]
    about: tuple[str, ...]


class Fields:
    """The data fields of one record."""

    def __init__(self, record: Work | Agent | Authority, context: ExportContext) -> None:
        self.record = record
        self.context = context
        self._gathered: list[_Gathered] = []

    def put(
        self, tag: str, indicators: str, *codes_and_values: Value, about: Sequence[str] = ()
    ) -> None:
        """Add a field for each language in which its texts are, each in all its scripts.

        `codes_and_values` are subfield codes, each followed by what it says. A field without a
        value is not added.
        """
        parts = _with_values(codes_and_values)
        for language in self._languages(parts):
            versions = self._versions(parts, language, about, complete=False)
            self.put_versions(tag, indicators, versions, about)

    def put_transcribed(
        self, tag: str, indicators: str, *codes_and_values: Value, about: Sequence[str] = ()
    ) -> None:
        """Add one field, in the language of its first text and in all scripts of that language.

        A part that has no form in this language stands in its own language. Its forms in other
        languages are left out: they are translations, which the field cannot say.
        """
        parts = _with_values(codes_and_values)
        for language in self._languages(parts)[:1]:
            versions = self._versions(parts, language, about, complete=True)
            self.put_versions(tag, indicators, versions, about)

    def put_versions(
        self, tag: str, indicators: str, versions: Sequence[Version], about: Sequence[str] = ()
    ) -> None:
        """Add a field in scripts that are worked out already."""
        labels = "" if tag in _EXPLANATIONS else _LABELS
        if versions and any(code not in labels for code, _ in versions[0].subfields):
            self._gathered.append(_Gathered(tag, indicators, versions, tuple(about)))

    def _languages(self, parts: Sequence[tuple[str, Value]]) -> list[str]:
        """Return the languages of texts, that of the first text's preferred form first.

        `[""]` without any text, nothing without any value.
        """
        if not parts:
            return []
        found: dict[str, None] = {}
        for _, value in parts:
            if isinstance(value, Parallel):
                for tag, _ in ordered(value, self.context.tag(value)):
                    found.setdefault(primary_language(tag))
        return list(found) or [""]

    def _versions(
        self,
        parts: Sequence[tuple[str, Value]],
        language: str,
        about: Sequence[str],
        *,
        complete: bool,
    ) -> list[Version]:
        """Return a field in one language: in the script of the preferred forms, then in each other script.

        A text that has no form in a script is left out of the field in that script, so that each
        has one script. The regular field is `complete` if it has such texts in the language and
        script in which they are.
        """
        if not language:  # there is no text: codes and numbers are the same in all scripts
            said = [(code, self._outside(value, "", True, complete)) for code, value in parts]
            return [Version("", with_text(said))]
        forms = [self._forms(value, language, about) for _, value in parts]
        scripts = list(dict.fromkeys(each for known in forms for each in known)) or [""]
        versions = []
        for each in scripts:
            regular = each == scripts[0]
            said = []
            tags = []
            for (code, value), known in zip(parts, forms, strict=True):
                if each in known:
                    tag, text = known[each]
                    tags.append(tag)
                else:
                    text = self._outside(value, each, regular, complete)
                said.append((code, text))
            versions.append(Version(tags[0] if tags else "", with_text(said)))
        in_regular = set(versions[0].subfields) if versions else set()
        # Han characters of one text and simplified ones of another are in the regular field alike
        return versions[:1] + [each for each in versions[1:] if set(each.subfields) - in_regular]

    def _beside(self, value: Text, script: str) -> str:
        """Return the form of a text that stands beside others in a script: also in Han characters."""
        if script in _HAN:
            for tag, form in value:
                if written_script(tag, form) in _HAN:
                    return strip(form)
        return strip(self.context.text(value))

    def _outside(self, value: Value, script: str, regular: bool, complete: bool) -> str:
        """Return what a field says of a value that has no form in its language and script."""
        if isinstance(value, Established):
            return value.form if regular else value.in_scripts.get(script, value.elsewhere)
        if not isinstance(value, Parallel):
            return value or ""
        if regular:
            return self._beside(value, script) if complete else ""
        others = self._forms(value, "", ()) if complete else {}
        return others[script][1] if script in others else ""

    def _forms(
        self, value: Value, language: str, about: Sequence[str]
    ) -> dict[str, tuple[str, str]]:
        """Return the first form of a text in each script of a language, with its tag.

        The preferred one comes first. Without a language they are those of all languages.
        """
        found: dict[str, tuple[str, str]] = {}
        if isinstance(value, Parallel):
            for tag, form in ordered(value, self.context.tag(value)):
                if not language or primary_language(tag) == language:
                    kept = found.setdefault(written_script(tag, form), (tag, strip(form)))
                    if kept[0] != tag and kept[1] != strip(form):
                        self._lose(value, tag, form, about)
        return found

    def _lose(self, text: Text, tag: str, form: str, about: Sequence[str]) -> None:
        """Report a form in a script that a field has already, if it is one of the record."""
        if text.pointer and str(text.pointer[0]) in {each.partition(".")[0] for each in about}:
            reason = "a field has one form in each script"
            self.context.lose(self.record, text.pointer_of(tag), form, reason)

    def finished(self, reasons: Mapping[str, tuple[str, Text]]) -> tuple[MarcField, ...]:
        """Return all fields in order: pairs tied by $6, conclusions to what they are about by $8.

        `reasons` has, by the field of the record (`contributors.1`), its name in words and why it
        was concluded.
        Source: MARC 21, Appendix A, $6 and $8; field 883.
        """
        regular: list[MarcField] = []
        others: list[MarcField] = []
        tied: set[str] = set()
        occurrences = count(1)
        for tag, indicators, versions, about in sorted(self._gathered, key=_place):
            links: Mapping[str, tuple[str, str]] = {}
            if reasons:
                links = _links(reasons, about, {version.tag for version in versions})
                tied |= links.keys()
            number = next(occurrences) if len(versions) > 1 else 0
            number = number if number <= _PAIRS else 0
            linkage = subfields("6", f"880-{number:02d}") if number else ()
            inner = (*linkage, *links.values(), *versions[0].subfields)
            regular.append(MarcField(tag, "", indicators, inner, about))
            for version in versions[1:]:
                linkage = subfields("6", _linkage(tag, number, version))
                others.append(
                    MarcField("880", "", indicators, (*linkage, *version.subfields), about)
                )
        return (*regular, *others, *self._conclusions(reasons, tied))

    def _conclusions(
        self, reasons: Mapping[str, tuple[str, Text]], tied: set[str]
    ) -> Iterator[MarcField]:
        for number, (name, (words, reason)) in enumerate(reasons.items(), 1):
            link = _link(number) if name in tied else ""
            for _, form in ordered(reason, self.context.tag(reason)):
                inner = subfields("8", link, "a", f"{words}: {strip(form)}")
                yield MarcField("883", "", "2 ", inner, (f"inferred.{name}",))


_HAN = frozenset({"Hani", "Hans", "Hant", "Jpan"})
"""Scripts that a text of Han characters may be in, whatever its tag says."""


def written_script(tag: str, form: str) -> str:
    """Return the script of a form (ISO 15924): that of a reading, of its tag, or else of its letters."""
    if is_reading(tag):
        return "Hira" if "hira" in tag.lower() else "Kana"
    return script(tag)[0] or _SCRIPTS.get(script_of(form), "")


def _with_values(codes_and_values: Sequence[Value]) -> list[tuple[str, Value]]:
    """Return the codes of subfields with what they say; most have nothing to say."""
    pairs = zip(codes_and_values[::2], codes_and_values[1::2], strict=True)
    return [(str(code), value) for code, value in pairs if value]


def _place(field: _Gathered) -> str:
    """Sort by tag, but leave notes, subjects and added entries in their order."""
    return field.tag[0] if field.tag[0] in "567" and field.tag < "760" else field.tag


def _links(
    reasons: Mapping[str, tuple[str, Text]], about: Sequence[str], tags: set[str]
) -> dict[str, tuple[str, str]]:
    """Return the $8 of a field for each conclusion that is about it."""
    return {
        name: ("8", _link(number))
        for number, name in enumerate(reasons, 1)
        if any(_concerns(name, each, tags) for each in about)
    }


def _link(number: int) -> str:
    """Return the number of a conclusion, with the type of link `p`, metadata provenance."""
    return f"{number}\\p"


def _linkage(tag: str, number: int, version: Version) -> str:
    """Return the $6 of a field 880: `245-01/Jpan`, `245-02/Arab/r`.

    The occurrence number 00 ties it to no field. Source: Appendix A, $6; MARC Proposal 2018-05 (scripts by ISO 15924).
    """
    form = version.subfields[0][1] if version.subfields else ""
    written = written_script(version.tag, form)
    parts = (f"{tag}-{number:02d}", written, "r" if written in RIGHT_TO_LEFT else "")
    return "/".join(parts).rstrip("/")


def _concerns(name: str, about: str, tags: set[str]) -> bool:
    """Return whether a conclusion on the field `name` is about a MARC field on `about`.

    One on `title.en` is not about the title in Japanese.
    """
    if f"{about}.".startswith(f"{name}."):
        return True
    if not name.startswith(f"{about}."):
        return False
    step = name.removeprefix(f"{about}.").partition(".")[0]
    return step in tags or not _TAG.fullmatch(step)
