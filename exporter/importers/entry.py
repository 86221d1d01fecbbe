"""What an importer yields: the entries of a file, in the terms of the record model."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

DEEPEST = 60
"""How many levels of groups a document may have, so that its readers never run out of stack."""
NameForm = str | dict[str, str]
"""A name as the record model has it: plain text, or the parts `family`, `given` and so on."""


class Leftover(NamedTuple):
    """A value of the source that the record does not carry, or carries only in a note.

    `unknown` is true if the format's table has no row for the field. `kept` is true once the value
    stands in a note. `frame` is true if the value says nothing of the work: it is record keeping of
    the source, or repeats another one.
    """

    line: int
    field: str
    value: str
    reason: str
    unknown: bool = False
    kept: bool = False
    frame: bool = False

    @property
    def sort(self) -> str:
        """What became of the value, in the words of a Remark: `noted`, `frame` or `lost`."""
        if self.kept:
            return "noted"
        return "frame" if self.frame else "lost"

    @property
    def message(self) -> str:
        """The value and the reason, for people."""
        return f"{self.field} = {self.value}: {self.reason}"


class Reference(NamedTuple):
    """In the data of an entry: another entry of the same file, by its keys and its name."""

    keys: tuple[str, ...]


@dataclass(slots=True)
class NamedAgent:
    """A person or body as an entry names it. Whether it gets a record is decided later.

    `forms` are pairs of a language tag and a form; the tag is empty if the source does not state
    one. `facts` are fields of the agent's record, such as `born` and `died`.
    """

    kind: str
    forms: list[tuple[str, NameForm]]
    identifiers: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def display(self) -> str:
        """The first form of the name in one line, family name first."""
        return display_name(self.forms[0][1]) if self.forms else ""


def family_and_given(form: dict[str, str]) -> tuple[str, str]:
    """Return the family and the given name, each with the particle that is sorted with it."""
    family = " ".join(filter(None, (form.get("non_dropping_particle"), form.get("family"))))
    given = " ".join(filter(None, (form.get("given"), form.get("dropping_particle"))))
    return family, given


def display_name(form: NameForm) -> str:
    """Return a form of a name in one line, family name first."""
    if isinstance(form, str):
        return form
    family, given = family_and_given(form)
    parts = (family, given, form.get("numeration"), form.get("title"), form.get("suffix"))
    return ", ".join(part for part in parts if part)


@dataclass(slots=True)
class Entry:
    """One work of a file.

    `key` is the name that the source gives it, perhaps empty. `data` are the fields of its record
    without `id`; a NamedAgent stands where the record will name an agent. `part_of` is the key of
    an entry of the same file of which this one is a part. `aliases` are other names that the
    source gives it. `seen` is the number of values in the source, and `leftovers` are those of them
    that `data` does not carry as they were. `place` is where it stands among the entries of its file,
    for a format in which parts find the whole by that: it is used as a key, and not kept.
    """

    line: int
    key: str
    data: dict[str, Any]
    leftovers: list[Leftover]
    seen: int
    part_of: str = ""
    aliases: list[str] = field(default_factory=list)
    place: str = ""


class Broken(NamedTuple):
    """A part of a file that cannot be read as an entry: where it is, and why.

    If `whole` is false, the entry is there, and only something in it could not be read. If it is
    `harmless`, nothing is left out, but the user should know of it.
    """

    line: int
    message: str
    whole: bool = True
    harmless: bool = False


Imported = Entry | Broken
