"""What is catalogued: an article, a book, a photo, a source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from exporter.model.agent import Agent
from exporter.model.date import Date, parse_date
from exporter.model.text import Text, text_of
from exporter.records.document import Pointer


class Contribution(NamedTuple):
    """A person or organisation with the role it had, a MARC relator term."""

    agent: Agent
    role: str


class Statement(NamedTuple):
    """What is said of one field, and where: several of them for one field disagree with each other.

    `value` is what is printed; `agent` the record that bears exactly this name, if there is one. `pointers`
    lead to each place in the record that says it.
    """

    value: Text
    pointers: tuple[Pointer, ...]
    agent: Agent | None = None


class Citation(NamedTuple):
    """What a work takes from a source: `source` and `through` are ids, `intent` is a term of CiTO."""

    source: str
    intent: str
    through: str = ""
    at: str = ""
    claims: tuple[Text, ...] = ()
    note: Text | None = None


class Version(NamedTuple):
    """The work in another language; `work` is the id of its record, if it has one."""

    work: str = ""
    language: str = ""
    title: Text | None = None
    issued: Date | None = None


class Work(NamedTuple):
    """One work. Fields that only one text or number fills stand in `data`, as the record writes them.

    `type` is a CSL type. `title` is the title, or the cataloguer's own where none is printed (`devised`).
    `publishers` published it together; `disputed` are the statements of sources that disagree on the publisher,
    where the record names none.
    """

    id: str
    kind: str
    type: str
    language: str
    title: Text
    devised: bool
    contributions: tuple[Contribution, ...]
    publishers: tuple[Agent, ...]
    disputed: tuple[Statement, ...]
    issued: Date | None
    about: tuple[Agent, ...]
    citations: tuple[Citation, ...]
    translation_of: Version | None
    language_editions: tuple[Version, ...]
    data: Mapping[str, Any]

    def by_role(self, *roles: str) -> tuple[Agent, ...]:
        """Give those who had one of these roles, in the order of the record."""
        return tuple(each.agent for each in self.contributions if each.role in roles)

    def text(self, field: str) -> Text | None:
        """Give a field that holds text in one or several languages; None where the record has none."""
        written = self.data.get(field)
        return None if written is None else text_of(written, self.language)

    def texts(self, field: str) -> tuple[Text, ...]:
        """Give a field that holds a list of texts (keywords, notes, section headings); empty where there is none."""
        return tuple(text_of(written, self.language) for written in self.data.get(field, ()))

    def plain(self, field: str) -> str:
        """Give a field that holds one plain text; empty where the record has none."""
        return str(self.data.get(field, ""))

    def date(self, field: str) -> Date | None:
        """Give a field that holds a date; None where the record has none."""
        return parse_date(self.data[field]) if field in self.data else None

    @property
    def identifiers(self) -> Mapping[str, str]:
        """The work's numbers by scheme (`isbn`, `doi`), in the order of the record."""
        numbers: Mapping[str, str] = self.data.get("identifiers", {})
        return numbers
