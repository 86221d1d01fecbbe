"""Names in MARC headings as agents: 1XX, 6XX and 7XX.

Source: MARC 21, X00, X10, X11; the dates of life are in $d, identifiers in $0 and $1.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from exporter.importers.entry import NamedAgent, NameForm
from exporter.importers.marc.field import SourceField
from exporter.importers.text import edtf, line
from exporter.model.identifier import fault

_LIFE = re.compile(r"(?:b\.\s*|geb\.\s*)?(.*?)\s*-\s*(.*)")
_ACTIVE = re.compile(r"(?:fl\.|active|flourished)\s*(.+)")
_CENTURY = re.compile(r"(?:active )?([0-9]{1,2})(?:st|nd|rd|th) cent(?:ury|\.)?")
_OTHER_YEAR = re.compile(r"([0-9]{4}) or ([0-9]{1,3})")
_BEFORE_CHRIST = re.compile(r"([0-9]{1,4}) B\.? ?C\.?")
_EARLY = re.compile(r"([0-9]{1,3})(\??)")
_NUMBERS = (
    (re.compile(r"(?:\(DE-588a?\)|d-nb\.info/gnd/)([0-9]+-?[0-9X])"), "gnd"),
    (re.compile(r"(?:\(viaf\)|viaf\.org/viaf/)([0-9]+)", re.IGNORECASE), "viaf"),
    (re.compile(r"(?:\(isni\)|isni\.org/(?:isni/)?)([0-9]{15}[0-9X])", re.IGNORECASE), "isni"),
    (re.compile(r"(?:\(orcid\)|orcid\.org/)([0-9-]{18}[0-9X])", re.IGNORECASE), "orcid"),
    (re.compile(r"(?:\(DLC\)|id\.loc\.gov/authorities/names/)\s*(n[a-z]?[0-9]+)"), "lcnaf"),
    (re.compile(r"wikidata\.org/(?:entity|wiki)/(Q[0-9]+)"), "wikidata"),
    (re.compile(r"(?:\(idref\)|idref\.fr/)([0-9]{8}[0-9X])", re.IGNORECASE), "idref"),
)
Clean = Callable[[str], str]


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
    name = clean(field.first("a"))
    if not name:
        return ""
    numeration, titles = clean(field.first("b")), [clean(each) for each in field.take("c")]
    fuller = clean(field.first("q")).strip("()")
    form: dict[str, str] = {}
    family, comma, given = name.partition(",")
    if field.indicators[0] == "1" and comma and given.strip():
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
    written = clean(field.peek("d")).strip(" .,")
    if not written:
        return
    active = _ACTIVE.match(written)
    century = _CENTURY.fullmatch(written)
    if active or century:
        dates = {"active": _date(active[1] if active else written)}
    else:
        match = _LIFE.fullmatch(written)
        born, died = match.groups() if match else (_after(written, "b."), _after(written, "d."))
        dates = {word: _date(text) for word, text in (("born", born), ("died", died)) if text}
    if dates and all(dates.values()):
        field.take("d")
        active_date = dates.pop("active", "")
        found.facts.update({word: {"date": date} for word, date in dates.items()})
        if active_date:
            found.facts["active"] = active_date


def _after(written: str, word: str) -> str:
    return written[len(word) :].strip() if written.startswith(word) else ""


def _date(written: str) -> str:
    """Return a date of a heading in EDTF: also `1701 or 2`, `18th cent.`, `106 B.C.`.

    Source: MARC 21, X00 $d; RDA 9.3.
    """
    short = _OTHER_YEAR.fullmatch(written)
    if short:
        first, ending = short.groups()
        return edtf(f"[{first},{first[: -len(ending)]}{ending}]")
    before_christ = _BEFORE_CHRIST.fullmatch(written)
    if before_christ:
        return edtf(f"-{int(before_christ[1]) - 1:04}")
    century = _CENTURY.fullmatch(written)
    if century:
        return edtf(f"{int(century[1]) - 1:02}XX")
    early = _EARLY.fullmatch(written)
    return edtf(f"{early[1]:0>4}{early[2]}" if early else written)


def _identifiers(found: NamedAgent, field: SourceField) -> None:
    for place, (code, value) in enumerate(field.subfields):
        if code not in "01":
            continue
        number = number_of(value)
        if number:
            found.identifiers.setdefault(*number)
            field.taken.add(place)


def number_of(text: str) -> tuple[str, str] | None:
    """Return the scheme and the number of an agent that $0, $1, 024 or 035 states."""
    for pattern, scheme in _NUMBERS:
        match = pattern.search(text)
        if match and not (scheme in {"isni", "orcid"} and fault(scheme, match[1])):
            return scheme, match[1]
    return None
