"""A rule of a schema that a record breaks, as the checks see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from exporter.records.document import Document, Pointer, value_at
from exporter.records.finding import Finding
from exporter.records.schema import Field, Schemas
from exporter.validate.field_suggestions import at_colon

_LONG = 60


def said(value: object) -> str:
    """Return a value as it is shown in a message: in quotation marks and truncated, or “a list”."""
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a group of fields"
    text = (str(value).lower() if isinstance(value, bool) else str(value)).replace("\n", "↵")
    return f"“{text[:_LONG]}…”" if len(text) > _LONG else f"“{text}”"


class Violation(NamedTuple):
    """The value at `pointer` breaks the rule `keyword: expected` of the schema of its kind.

    `schema` is the subschema with the rule. `part` is "key" if the rule is about the name of a
    field.
    """

    document: Document
    schemas: Schemas
    keyword: str
    expected: Any
    value: Any
    pointer: Pointer
    schema: Mapping[str, Any]
    part: Literal["key", "value"] = "value"

    @property
    def field(self) -> Field | None:
        """The field of the value; None for the record itself."""
        return self.schemas.field(self.document.kind, self.pointer) if self.pointer else None

    @property
    def label(self) -> str:
        """The name of the field for a message, in quotation marks."""
        names = [step for step in self.pointer if isinstance(step, str)]
        if not names:
            return "the record"
        return f"“{names[-1]}”" if self.pointer[-1] == names[-1] else f"an entry of “{names[-1]}”"

    @property
    def example(self) -> str:
        """A hint with examples of the field; empty if the schema has no short ones."""
        examples = self.field.keyword("examples", []) if self.field and self.part == "value" else ()
        examples = examples or self.schema.get("examples", ())
        shown = [str(each) for each in examples if isinstance(each, str | int)]
        return f"write it like this: {' or '.join(shown[:3])}" if shown else ""

    @property
    def untagged(self) -> tuple[str, ...]:
        """The fields in the place of language tags: the parts of a name without its language."""
        if self.part != "key":
            return ()
        group = value_at(self.document.data, self.pointer[:-1])
        return tuple(
            name for name in self.schemas.within(self.document.kind, self.pointer) if name in group
        )

    @property
    def is_lone_group(self) -> bool:
        """Whether the name is one of a group that the field takes in a list, and that stands alone."""
        if self.part != "key":
            return False
        group = value_at(self.document.data, self.pointer[:-1])
        listed = self.schemas.within(self.document.kind, (*self.pointer[:-1], 0))
        return isinstance(group, dict) and bool(listed) and set(group) <= set(listed)

    @property
    def meant(self) -> str:
        """A hint at what a wrong name most likely is; empty if it is none of the usual mistakes."""
        name, hint = at_colon(str(self.value))
        if name in self.untagged:
            fields = ", ".join(f"{each}: …" for each in self.untagged)
            return f"put it below a language tag, as in: en: {{{fields}}}"
        if self.is_lone_group:
            group = value_at(self.document.data, self.pointer[:-1])
            fields = ", ".join(f"{each}: …" for each in group)
            return f"begin a list with a hyphen, as in: - {{{fields}}}"
        if self.part == "key" and " " in name:
            return "put the text in quotation marks if the colon is part of it"
        return hint if self.part == "key" else ""

    def finding(
        self,
        name: str,
        message: str,
        hint: str = "",
        replacement: str | None = None,
        *,
        certain: bool = False,
    ) -> Finding:
        """Return the finding for this violation. The parameters are fields of Finding."""
        return Finding(
            name,
            self.document.path,
            message,
            hint,
            self.pointer,
            self.part,
            replacement=replacement,
            certain=certain,
        )
