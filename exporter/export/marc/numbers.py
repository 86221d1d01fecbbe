"""Standard numbers in the fields that the table names: 015, 020, 022, 024, 035."""

from __future__ import annotations

from exporter.export.marc.fields import Fields

UNSPACED = frozenset({"isbn", "isni"})
"""Numbers that MARC writes as bare digits; the display puts hyphens and blanks between them (020, 024)."""


def put_number(
    fields: Fields, rule: str, scheme: str, written: str, *, of_agent: bool = False
) -> None:
    """Add a number. `rule` is the field with its $2 (`024 $2 doi`) or what stands before the number (`035 (JTNDL)`).

    Of two rules that are joined by ` | ` the second is for agents.
    """
    tag, _, source = rule.split(" | ")[-1 if of_agent else 0].partition(" ")
    number = written.replace("-", "").replace(" ", "") if scheme in UNSPACED else written
    about = (f"identifiers.{scheme}",)
    if source.startswith("$2 "):
        fields.put(
            tag,
            "7 " if tag == "024" else "  ",
            "a",
            number,
            "2",
            source.removeprefix("$2 "),
            about=about,
        )
    else:
        fields.put(tag, "  ", "a", source + number, about=about)
