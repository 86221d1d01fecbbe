"""Names in MARC headings as agents: 1XX, 6XX and 7XX.

Source: MARC 21, X00, X10, X11; the dates of life are in $d, identifiers in $0 and $1.
"""

from __future__ import annotations

from collections.abc import Callable

from exporter.importers.authority_numbers import number_of
from exporter.importers.entry import NamedAgent, NameForm
from exporter.importers.headings import dates_of_life
from exporter.importers.marc.field import SourceField
from exporter.importers.marc.punctuation import without_brackets
from exporter.importers.text import edtf, line

Clean = Callable[[str], str]
_UNDIVIDED = frozenset({"0", "3"})
"""A forename and the name of a family (MARC 21, X00, first indicator); all else begins with a surname."""


def agent(field: SourceField, clean: Clean, tags: tuple[str, str]) -> NamedAgent | None:
    """Return the agent that a heading names, in both scripts if it has two.

    `clean` takes the punctuation off. `tags` are the language tags of the form in this field and of
    that in the other script; they are empty if the record has no language.
    """
    form = _form(field, clean)
    if not form:
        return None
    kind = _kind(field)
    found = NamedAgent(kind, [(tags[0] if field.other_script else "", form)])
    other = field.other_script
    if other is not None:
        form = _form(other, clean)
        other.take("d0126")
        if form:
            found.forms.append((tags[1], form))
    _dates(found, field, clean)
    _identifiers(found, field)
    return found


def _kind(field: SourceField) -> str:
    second = field.tag[1:]
    if second == "00":
        return "family" if field.indicators[0] == "3" else "person"
    return "organization" if second == "10" else "event"


def _form(field: SourceField, clean: Clean) -> NameForm:
    """Return the name of a person, body or meeting in the parts that its subfields show (X00, X10, X11)."""
    second = field.tag[1:]
    if field.tag == "880":
        second = field.peek("6")[1:3]
    if second != "00":
        parts = field.take("ab") if second == "10" else field.take("ae")
        return ". ".join(
            filter(
                None, (clean(each).rstrip(".") if len(parts) > 1 else clean(each) for each in parts)
            )
        )
    name = without_brackets(clean(field.first("a")))
    if not name:
        return ""
    numeration = clean(field.first("b"))
    titles = [without_brackets(clean(each)) for each in field.take("c")]
    fuller = clean(field.first("q")).strip("()")
    form: dict[str, str] = {}
    family, comma, given = name.partition(",")
    if field.indicators[0] not in _UNDIVIDED and comma and given.strip():
        form = {"family": line(family), "given": line(given)}
    elif numeration or titles or fuller:
        form = {"given" if field.indicators[0] == "0" else "family": line(name)}
    else:
        return line(name.rstrip(","))
    if numeration:
        form["numeration"] = numeration
    if titles:
        form["title"] = ", ".join(each.strip(",") for each in titles)
    if fuller:
        form["fuller_form"] = fuller
    return form


def _dates(found: NamedAgent, field: SourceField, clean: Clean) -> None:
    if found.kind == "event":
        for code, name in (("n", "number"), ("d", "date"), ("c", "place")):
            text = ", ".join(clean(each).strip("():; ") for each in field.take(code))
            value = edtf(text) if name == "date" else text
            if value:
                found.facts[name] = value
        return
    if found.kind != "person":
        return
    dates = dates_of_life(without_brackets(clean(field.peek("d"))))
    if dates:
        field.take("d")
        found.facts.update(dates)


def _identifiers(found: NamedAgent, field: SourceField) -> None:
    for place, (code, value) in enumerate(field.subfields):
        if code not in "01":
            continue
        number = number_of(value)
        if number:
            found.identifiers.setdefault(*number)
            field.taken.add(place)
