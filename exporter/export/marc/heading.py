"""A person or organisation as an access point: X00, X10 of both formats."""

from __future__ import annotations

from exporter.export.context import ExportContext
from exporter.export.marc.fields import Version
from exporter.export.marc.iso2709 import Subfields, subfields
from exporter.model.agent import Agent, Name
from exporter.model.date import parse_date
from exporter.model.vocabularies.languages import script


def established(agent: Agent, context: ExportContext) -> Name:
    """Give the one form of a name that stands in all headings: as the reader wishes, else the agent's own language."""
    return agent.names[agent.names.preferred_tag(context.languages)]


def block(agent: Agent) -> str:
    """Give the last two digits of the tag: 00 for a person, 10 for an organisation."""
    return "00" if agent.is_person else "10"


def indicator(agent: Agent, name: Name) -> str:
    """Give the first indicator: a name in direct order (0, 2), or one that is filed by the family name (1)."""
    return ("1" if name.family else "0") if agent.is_person else "2"


def parts(agent: Agent, name: Name) -> Subfields:
    """Give a form of a name: `$a Gogh, Vincent van $c Jr. $d 1853-1890`.

    The suffix is a subfield of its own, as are the years, which tell persons of one name apart.
    """
    if not agent.is_person:
        return subfields("a", str(name))
    return subfields("a", name._replace(suffix="").heading, "c", name.suffix, "d", _years(agent))


def _years(agent: Agent) -> str:
    """Give the years of a person's life: `1853-1890`, `approximately 1941-` (RDA 9.19.1.3)."""
    born, died = (_year(agent.data.get(event, {}).get("date", "")) for event in ("born", "died"))
    return f"{born}-{died}" if born or died else ""


def _year(written: str | int) -> str:
    """Give a year as RDA has it: `approximately 1941`, `1863?`, `428 B.C.` (9.3.1.3, H.1); EDTF counts a year 0."""
    date = parse_date(written)
    if date.interval or date.start is None or not date.start.calendar:
        return ""
    year = date.start.calendar[0]
    era = str(year) if year > 0 else f"{1 - year} B.C."
    return f"{'approximately ' if date.approximate else ''}{era}{'?' if date.uncertain else ''}"


def access_point(agent: Agent, context: ExportContext, *after: str) -> tuple[str, list[Version]]:
    """Give the indicator of a heading, and the heading in each script: the established form first.

    `after` are the subfields that follow the name. A second form in the same script stands in the authority record
    alone.
    """
    name = established(agent, context)
    own = script(name.tag)[0]
    others = [form for tag, form in agent.names if tag != name.tag and script(tag)[0] != own]
    versions = [(form.tag, (*parts(agent, form), *subfields(*after))) for form in (name, *others)]
    return indicator(agent, name), versions


def in_text(agent: Agent, context: ExportContext) -> str:
    """Give a heading as one text: `Gogh, Vincent van, Jr., 1853-1890` (76X–78X, $a)."""
    return ", ".join(text for _, text in parts(agent, established(agent, context)))
