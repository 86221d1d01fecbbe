"""The fields of one record as they are gathered: in several scripts, and with the conclusions about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from exporter.export.context import ExportContext
from exporter.export.marc.iso2709 import Field, Subfields, subfields
from exporter.model.text import Text, by_language, ordered
from exporter.model.vocabularies.languages import script

Version = tuple[str, Subfields]
"""A language tag, and the subfields of a field in that language."""

RIGHT_TO_LEFT = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"})
PAIRS = 99
"""An occurrence number has two digits (Appendix A, $6)."""


class _Gathered(NamedTuple):
    """A field in each of its scripts, the regular one first; `about` names the fields of our record in it."""

    tag: str
    indicators: str
    versions: Sequence[Version]
    about: tuple[str, ...]


class Fields:
    """The data fields of one record."""

    def __init__(self, context: ExportContext) -> None:
        self.context = context
        self._gathered: list[_Gathered] = []

    def put(
        self, tag: str, indicators: str, *codes_and_texts: str, about: Sequence[str] = ()
    ) -> None:
        """Add a field in one script; one without any text is none."""
        self.put_versions(tag, indicators, [("", subfields(*codes_and_texts))], about=about)

    def put_versions(
        self, tag: str, indicators: str, versions: Sequence[Version], about: Sequence[str] = ()
    ) -> None:
        """Add a field, and what it is in other scripts."""
        if versions and versions[0][1]:
            self._gathered.append(_Gathered(tag, indicators, versions, tuple(about)))

    def put_text(
        self,
        tag: str,
        indicators: str,
        code: str,
        text: Text | None,
        before: str = "",
        about: Sequence[str] = (),
    ) -> None:
        """Add one field for each language of a text, in each of its scripts; `before` says what the text is.

        A field 880 is another script of the same words, and a translation is no such thing (Appendix D).
        """
        for forms in by_language(text, self.context.tag(text)) if text else ():
            versions = [(form_tag, subfields(code, before + form)) for form_tag, form in forms]
            self.put_versions(tag, indicators, versions, in_languages(about, versions))

    def put_name(
        self,
        tag: str,
        indicators: str,
        text: Text,
        written: Callable[[str], Subfields],
        about: Sequence[str] = (),
    ) -> None:
        """Add one field for a name of something in all its forms; `written` gives the subfields of a form."""
        versions = [
            (form_tag, written(form)) for form_tag, form in ordered(text, self.context.tag(text))
        ]
        self.put_versions(tag, indicators, versions, in_languages(about, versions))

    def finished(self, inferred: Mapping[str, Text]) -> tuple[Field, ...]:
        """Give all fields in order, the pairs tied by $6, the reasons of conclusions tied by $8 (Appendix A)."""
        regular: list[Field] = []
        others: list[Field] = []
        reasons: list[Field] = []
        tied: set[str] = set()
        occurrences = count(1)
        for tag, indicators, versions, about in sorted(self._gathered, key=_place):
            links = {
                name: ("8", _link(number))
                for number, name in enumerate(inferred, 1)
                if _concerns(name, about)
            }
            tied |= links.keys()
            number = next(occurrences) if len(versions) > 1 else 0
            number = number if number <= PAIRS else 0
            linkage = subfields("6", f"880-{number:02d}") if number else ()
            regular.append(Field(tag, "", indicators, (*linkage, *links.values(), *versions[0][1])))
            for form_tag, inner in versions[1:]:
                linkage = subfields("6", _linkage(tag, number, script(form_tag)[0]))
                others.append(Field("880", "", indicators, (*linkage, *inner)))
        for number, (name, reason) in enumerate(inferred.items(), 1):
            for _, form in ordered(reason, self.context.tag(reason)):
                inner = subfields(
                    "8", _link(number) if name in tied else "", "a", f"{name}: {form}"
                )
                reasons.append(Field("883", "", "2 ", inner))
        return (*regular, *others, *reasons)


def in_languages(about: Sequence[str], versions: Sequence[Version]) -> list[str]:
    """Name the fields of our record that a field has in these languages: `title.ja`, `title.ja-Latn`."""
    return [f"{name}.{tag}" for name in about for tag, _ in versions]


def _place(field: _Gathered) -> str:
    """Sort by tag, but leave notes, subjects and added entries as they come, since their order may say something."""
    return field.tag[0] if field.tag[0] in "5678" and field.tag < "760" else field.tag


def _link(number: int) -> str:
    """Give the $8 of the fields that a conclusion is about: its number, and the type of link, metadata provenance."""
    return f"{number}\\p"


def _linkage(tag: str, number: int, written: str) -> str:
    """Give the $6 of a field 880: `245-01/Jpan`, `245-02/Arab/r`; the occurrence number 00 ties it to no field.

    Source: Appendix A, $6; MARC Proposal 2018-05 (scripts by ISO 15924).
    """
    parts = (f"{tag}-{number:02d}", written, "r" if written in RIGHT_TO_LEFT else "")
    return "/".join(parts).rstrip("/")


def _concerns(name: str, about: Sequence[str]) -> bool:
    return any(
        f"{each}.".startswith(f"{name}.") or f"{name}.".startswith(f"{each}.") for each in about
    )
