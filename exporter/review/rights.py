"""What the rights of a work demand of a delivery, and the credit line that its holder asks for.

The sources of the rules: Creative Commons licences 4.0, section 3(a)(1), which all licences with BY
share in substance (name the creator or who else is to be attributed); the twelve statements of
RightsStatements.org 1.0, of which InC, InC-EDU and InC-NC send the user to the holder, and NoC-CR
and NoC-OKLR are conclusive only if the restriction is described.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from exporter.export.missing_requirement import MissingRequirement
from exporter.model.agent import Agent
from exporter.model.records import Records
from exporter.model.text import script_of
from exporter.model.work import Work
from exporter.records.document import leaves

_STATEMENTS = frozenset(
    {"InC", "InC-OW-EU", "InC-EDU", "InC-NC", "InC-RUU", "NoC-CR", "NoC-NC", "NoC-OKLR"}
    | {"NoC-US", "NKC", "CNE", "UND"}
)
_NAMES_A_HOLDER = frozenset({"InC", "InC-EDU", "InC-NC"})
_DESCRIBES_A_RESTRICTION = frozenset({"NoC-CR", "NoC-OKLR"})
_RIGHTS_STATEMENT = re.compile(r"https?://rightsstatements\.org/(?:vocab|page)/([^/?#]*)", re.ASCII)
_ATTRIBUTION = re.compile(r"https?://creativecommons\.org/licenses/(by[a-z-]*)/([0-9.]+)", re.ASCII)
_NO_CREATOR = frozenset({"distributor", "film distributor", "publisher", "copyright holder"})
_HOLDERS = ("copyright holder", "distributor", "film distributor")
_FIELD = re.compile(r"\{([a-z]+)\}")


class Credit(NamedTuple):
    """What a delivery of a work has to print, and under which rights.

    `line` is in the form that the holder asks for, else as the record has it, else made of creator,
    holder and licence. `until` is the last day of the permission, empty if it has no end.
    """

    work: str
    line: str
    holder: str
    licence: str
    until: str


def may_demand(id: str, records: Records, forms: Mapping[str, str]) -> bool:
    """Return whether the rights of a record may demand something: a quick look at it."""
    if records.may_have(id, "permission") or records.may_have(id, "licence"):
        return True
    return any(f'"{holder}"' in records.json(id) for holder in forms)


def unmet_rights(work: Work, forms: Mapping[str, str], day: date) -> Iterator[MissingRequirement]:
    """Yield what the rights of a work demand and its record does not have on a day.

    `forms` are the credit lines that holders ask for, by the id of the holder.
    """
    yield from _permission(work, day)
    yield from _licence(work)
    yield from _form(work, forms)


def credit(work: Work, forms: Mapping[str, str]) -> Credit | None:
    """Return the credit of a work; None if its record says nothing of rights."""
    holder = _holder_with_form(work, forms)
    line = (_filled(forms[holder.id], work, holder)[0] if holder else "") or work.plain("credit")
    licences = _addresses(work)
    named = ", ".join(_name(each, work) for each in _holders(work))
    until = work.node.line("permission", "until")
    if not line and (licences or named or work.node.get("permission")):
        licence = next((_licence_name(each) for each in licences if _licence_name(each)), "")
        parts = [_creators(work), f"© {named}" if named else "", licence]
        line = ", ".join(part for part in parts if part)
    if not (line or licences or until):
        return None
    return Credit(work.id, line, named, ", ".join(licences), until)


def _permission(work: Work, day: date) -> Iterator[MissingRequirement]:
    if not work.node.get("permission"):
        return
    until = work.node.line("permission", "until")
    if until and until < day.isoformat():
        yield MissingRequirement(
            work.id,
            f"the permission ended on {until}",
            "renew it and change “until”, or leave the work out",
            ("permission", "until"),
        )
    if not _has(work, "credit", "rights_holder"):
        yield MissingRequirement(
            work.id,
            "the work is delivered by permission, but has no credit line and no rights holder",
            "add credit, the line that the holder asks for, or rights_holder",
            ("permission",),
        )


def _licence(work: Work) -> Iterator[MissingRequirement]:
    for address in _addresses(work):
        attribution = _ATTRIBUTION.match(address)
        statement = _RIGHTS_STATEMENT.match(address)
        code = statement[1] if statement else ""
        message = hint = ""
        names_somebody = _has(
            work, "credit", "rights_holder", "contributors", "publisher", "rights"
        )
        if attribution and not names_somebody:
            message = f"{_licence_name(address)} demands that the creator is named"
            hint = "add credit, rights_holder or contributors"
        elif statement and code not in _STATEMENTS:
            message = f"“{code}” is not a statement of RightsStatements.org"
            hint = f"use one of {', '.join(sorted(_STATEMENTS))}"
        elif code in _NAMES_A_HOLDER and not names_somebody:
            message = f"{code} says that the work is in copyright, but no holder is named"
            hint = "add rights_holder, credit or rights; InC-RUU if no holder can be found"
        elif code in _DESCRIBES_A_RESTRICTION and not _has(work, "rights", "permission", "access"):
            message = f"{code} says that the use is restricted, but not how"
            hint = "describe the restriction under rights"
        if message:
            yield MissingRequirement(work.id, message, hint, ("licence",))


def _form(work: Work, forms: Mapping[str, str]) -> Iterator[MissingRequirement]:
    """Yield what keeps a work from the credit line that its holder asks for."""
    holder = _holder_with_form(work, forms)
    if holder is None:
        return
    wanted, missing = _filled(forms[holder.id], work, holder)
    if missing:
        yield MissingRequirement(
            work.id,
            f"{holder.id} asks for a credit line with the {missing}, which the record lacks",
            f"the form in exporter.toml is “{forms[holder.id]}”",
        )
        return
    written = _normalised(work.plain("credit"))
    for tag in ("", *_tags(work)):
        if _normalised(_filled(forms[holder.id], work, holder, tag)[0]) in written:
            return
    yield MissingRequirement(
        work.id,
        f"the credit line is not in the form that {holder.id} asks for",
        f"write credit: {wanted}",
        next(
            (field,) for field in ("credit", "rights_holder", "contributors") if _has(work, field)
        ),
    )


def _filled(form: str, work: Work, holder: Agent, tag: str = "") -> tuple[str, str]:
    """Return a form with its fields filled, and the first field for which there is nothing."""
    values = {
        "creator": _creators(work, tag),
        "holder": _name(holder, work, tag),
        "title": work.title[work.title.preferred_tag([tag] if tag else [])],
        "year": _year(work),
    }
    missing = [name for name in _FIELD.findall(form) if not values[name]]
    filled = _FIELD.sub(lambda match: values[match[1]], form)
    return ("", missing[0]) if missing else (filled, "")


def _creators(work: Work, tag: str = "") -> str:
    """Return the names of those who made the work, not of those who own or distribute it."""
    makers = [each.agent for each in work.contributions if not _NO_CREATOR & set(each.roles)]
    return ", ".join(_name(each, work, tag) for each in makers)


def _holders(work: Work) -> list[Agent]:
    """Return the holders of the rights: those whom the record names so, else the distributors."""
    named = work.agents_at(work.node.all("rights_holder"))
    for role in _HOLDERS:
        if not named:
            named = work.by_role(role)
    return list(named)


def _holder_with_form(work: Work, forms: Mapping[str, str]) -> Agent | None:
    """Return the first holder that asks for a credit line of a certain form."""
    return next((each for each in _holders(work) if each.id in forms), None)


def _name(agent: Agent, work: Work, tag: str = "") -> str:
    languages = [tag] if tag else [work.language]
    script = script_of(work.title[work.title.preferred_tag()])
    preferred = agent.names.preferred_tag(languages, script)
    return str(agent.names[preferred])


def _tags(work: Work) -> Iterable[str]:
    """Return the language tags in which a creator or a holder of a work has a name."""
    agents = [*_holders(work), *(each.agent for each in work.contributions)]
    return dict.fromkeys(tag for agent in agents for tag, _ in agent.names)


def _year(work: Work) -> str:
    for field in ("copyright_date", "created", "issued"):
        found = work.date(field)
        if found and found.start and found.start.year is not None:
            return str(found.start.year)
    return ""


def _addresses(work: Work) -> list[str]:
    return [str(address) for _, address in leaves(work.data.get("licence", []))]


def _licence_name(address: str) -> str:
    """Return the short name of a Creative Commons licence: `CC BY-SA 4.0`."""
    match = _ATTRIBUTION.match(address)
    return f"CC {match[1].upper()} {match[2]}" if match else ""


def _has(work: Work, *fields: str) -> bool:
    return any(work.data.get(field) for field in fields)


def _normalised(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
