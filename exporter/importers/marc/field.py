"""MARC records and fields as both of their formats give them, with a mark on each value that is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from exporter.importers.languages import script_of


@dataclass(slots=True)
class SourceField:
    """One field: its tag, indicators and subfields, or the text of a control field.

    `other_script` is the 880 that says the same in another script (MARC 21, appendix A), in Latin
    letters if there are several; `more_scripts` are the others.
    """

    tag: str
    line: int
    text: str = ""
    indicators: str = "  "
    subfields: list[tuple[str, str]] = field(default_factory=list)
    other_script: SourceField | None = None
    more_scripts: list[SourceField] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    names: list[str] = field(default_factory=list)
    """For a field made from one of another format: what each subfield is called there."""

    def take(self, codes: str) -> list[str]:
        """Return the values of the subfields with one of the codes, in order, and mark them read."""
        found = []
        for place, (code, value) in enumerate(self.subfields):
            if code in codes and place not in self.taken:
                self.taken.add(place)
                found.append(value)
        return [value for value in found if value.strip()]

    def first(self, codes: str) -> str:
        """Return the first value of the subfields with one of the codes, and mark it read."""
        for place, (code, value) in enumerate(self.subfields):
            if code in codes and place not in self.taken and value.strip():
                self.taken.add(place)
                return value
        return ""

    def peek(self, code: str) -> str:
        """Return the first value of a subfield without marking it."""
        return next((value for each, value in self.subfields if each == code), "")

    @property
    def other_scripts(self) -> list[SourceField]:
        """All fields that say the same in other scripts."""
        return [*([self.other_script] if self.other_script else []), *self.more_scripts]

    def values(self, code: str) -> list[str]:
        """Return the values of a subfield without marking them."""
        return [value for each, value in self.subfields if each == code and value.strip()]

    def name_of(self, code: str, value: str) -> str:
        """Return what a subfield is called in the source: `245 $a`."""
        if len(self.names) == len(self.subfields) and (code, value) in self.subfields:
            return self.names[self.subfields.index((code, value))]
        return f"{self.tag} ${code}"

    def rest(self) -> Iterator[tuple[str, str]]:
        """Yield the codes and values of the subfields that nobody has read."""
        for place, (code, value) in enumerate(self.subfields):
            if place not in self.taken and value.strip():
                yield code, value


@dataclass(slots=True)
class SourceRecord:
    """One record."""

    line: int
    leader: str
    fields: list[SourceField]

    def named(self, *tags: str) -> list[SourceField]:
        """Return the fields with one of the tags, in order."""
        return [each for each in self.fields if each.tag in tags]

    def control(self, tag: str) -> str:
        """Return the text of a control field; empty if there is none."""
        return next((each.text for each in self.fields if each.tag == tag), "")


_SAID_ONCE = frozenset({"100", "110", "111", "130", "240", "245"})
_IN_BOTH = _SAID_ONCE | {
    "250",
    "260",
    "264",
    "300",
    "362",
    "440",
    "490",
    "500",
    "505",
    "520",
    "700",
    "710",
}
"""Fields of which a record has one only, and those that are written in two scripts beside them."""


def script_code(field: SourceField) -> str:
    """Return the script that the $6 of an 880 states by ISO 15924, as in `245-01/Latn`; or nothing."""
    code = field.peek("6")[7:11]
    return code if len(code) == 4 and code.isalpha() else ""


def words_script(field: SourceField | None) -> str:
    """Return the script of the words of a field; empty for none."""
    if field is None:
        return ""
    return script_of(" ".join(value for code, value in field.subfields if code != "6"))


def _pair_repeated(record: SourceRecord) -> None:
    """Pair the fields of a record that writes them twice, in Latin letters and in others, without 880.

    Such a record shows by its titles: it would have one only (MARC 21, 245).
    """
    if {words_script(each) == "Latn" for each in record.named("245")} != {True, False}:
        return
    kept: list[SourceField] = []
    for each in record.fields:
        last = kept[-1] if kept else None
        is_pair = (
            last is not None
            and last.tag == each.tag in _IN_BOTH
            and last.other_script is None
            and (words_script(last) == "Latn") != (words_script(each) == "Latn")
        )
        if is_pair and last is not None:
            last.other_script = each
        else:
            kept.append(each)
    record.fields = kept


def pair_scripts(record: SourceRecord, *, several: bool = False) -> None:
    """Put each 880 beside the field whose content it has in another script.

    One that names no field (occurrence 00), or a field that is not there, becomes a field of its
    own; so does a second one for the same field, unless there may be `several`. Source: MARC 21,
    appendix A; 880; $6.
    """
    _pair_repeated(record)
    waiting = {}
    for each in record.fields:
        linked = each.peek("6")
        if each.tag != "880" and linked.startswith("880-"):
            waiting[each.tag, linked[4:6]] = each
    kept = []
    for each in record.fields:
        if each.tag != "880":
            kept.append(each)
            continue
        tag, occurrence = each.peek("6")[:3], each.peek("6")[4:6]
        partner = waiting.get((tag, occurrence)) if occurrence != "00" else None
        if partner is not None and partner.other_script is None:
            partner.other_script = each
        elif partner is not None and partner.other_script is not None and several:
            first = partner.other_script
            if script_code(each) == "Latn" and script_code(first) != "Latn":
                first, each = each, first
            partner.other_script = first
            partner.more_scripts.append(each)
        elif tag.isdigit():
            each.tag = tag
            kept.append(each)
        else:
            kept.append(each)
    record.fields = kept
