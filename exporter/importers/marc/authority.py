"""A MARC 21 authority record as a person, body, family, event, place or concept.

Source: MARC 21 Format for Authority Data; for the codes in $4 of records of the GND, its
Entitätencodierung and Codierungen für Beziehungen.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from exporter.importers.authority_numbers import number_of
from exporter.importers.entry import Broken, Entry, NameForm, Reference, display_name
from exporter.importers.field_table import field_table
from exporter.importers.languages import name_tag, script_of, tag_of
from exporter.importers.marc.field import SourceField, SourceRecord, pair_scripts
from exporter.importers.marc.names import agent
from exporter.importers.named import NamedBuilder
from exporter.importers.readings import ADDRESS
from exporter.importers.registry import ImportContext
from exporter.importers.text import edtf, line
from exporter.records.one_or_more import add_one

TABLE = field_table(Path(__file__).with_name("authority.tsv"))
_KINDS = {"110": "organization", "111": "event", "151": "place", "150": "concept"}
_CONCEPTS = {"148": "period", "150": "topic", "155": "genre"}
_HEADINGS = ("100", "110", "111", "148", "150", "151", "155")
_SUBDIVISIONS = "vxyz"
_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})?([0-9]{2})?")
_DEGREES = re.compile(r"([NSEW+-]?)([0-9]{3})([0-9]{2})([0-9]{2})")
_DECIMAL = re.compile(r"([NSEW+-]?)([0-9]{1,3}(?:\.[0-9]+)?)")


def read_authority(record: SourceRecord, context: ImportContext) -> Entry | Broken:
    """Return what a record describes; one for the title of a work, or a subdivision, is not read."""
    heading = next(iter(record.named(*_HEADINGS)), None)
    if heading is None or heading.peek("t"):
        message = (
            "this is an authority record for a title or a subdivision, which is not a record here"
        )
        return Broken(record.line, message)
    return _AuthorityReader(record, heading, context).read()


class _AuthorityReader:
    def __init__(self, record: SourceRecord, heading: SourceField, context: ImportContext) -> None:
        pair_scripts(record)
        self.record, self.heading, self.context = record, heading, context
        self.kind = _kind(heading)
        key = line(record.control("001"))
        self.builder = NamedBuilder(context.schemas, self.kind, record.line, key)
        self.builder.seen += 1 if key else 0
        self.identifiers: dict[str, Any] = {}
        self.languages: list[str] = []
        for field in record.fields:
            other = field.other_script.subfields if field.other_script else ()
            for code, value in (*field.subfields, *other):
                self.builder.seen += 1 if code != "6" and value.strip() else 0

    def read(self) -> Entry:
        """Return the entry."""
        self._read_languages()
        self._read_heading()
        for field in self.record.fields:
            if not field.text and field is not self.heading:
                self._read_field(field)
        if self.identifiers:
            self.builder.data["identifiers"] = self.identifiers
        for field in self.record.fields:
            self._leave_rest(field)
            if field.other_script:
                self._leave_rest(field.other_script)
        return self.builder.finish()

    def _read_field(self, field: SourceField) -> None:
        special = getattr(self, f"_field_{field.tag}", None)
        if special:
            special(field)
        elif TABLE.word("frame", field.tag):
            return  # reported with the rest
        elif field.tag[0] == "4":
            self._variant(field)
        elif field.tag[0] == "5":
            self._relation(field)
        elif TABLE.word("plain", field.tag):
            self._plain(field, TABLE.word("plain", field.tag))

    def _leave_rest(self, field: SourceField) -> None:
        frame = TABLE.terms("frame").get(field.tag)
        for code, value in field.rest():
            if code in "68":
                continue
            name = f"{field.tag} ${code}"
            if frame:
                self.builder.leave_by(frame, name, value, field.line)
            else:
                self.builder.leave_unknown(name, value, field.line)

    # ---- names

    def _read_languages(self) -> None:
        for field in self.record.named("377"):
            for value in field.take("al"):
                tag = tag_of(line(value))
                if tag and tag != "und" and tag not in self.languages:
                    self.languages.append(tag)
            field.take("2")
        if self.languages and self.builder.schemas.field(self.kind, ("languages",)):
            self.builder.data["languages"] = self.languages

    def _read_heading(self) -> None:
        if any(each.peek("f") or each.peek("g") for each in self.record.named("046")):
            self.heading.take("d")
        form, facts = self._name(self.heading)
        self.builder.name(form or self.builder.key or "Unnamed")
        if self.heading.other_script is not None:
            other, _ = self._name(self.heading.other_script)
            if other:
                self.builder.name(other, self._tag(other))
        for field, value in facts.items():
            self.builder.data.setdefault(field, value)
        if self.kind == "concept":
            self.builder.data["type"] = _CONCEPTS[self.heading.tag]

    def _name(self, field: SourceField) -> tuple[NameForm, dict[str, Any]]:
        """Return the name in a heading, and the facts about its bearer that stand there."""
        tag = field.peek("6")[:3] if field.tag == "880" else field.tag
        if tag[1:] in {"00", "10", "11"}:
            other, field.other_script = field.other_script, None
            found = agent(field, _plain_text, ("", ""))
            field.other_script = other
            field.take("d" if tag[1:] == "00" and "4" in tag[:1] else "")
            if found is None:
                return "", {}
            for scheme, number in found.identifiers.items():
                self._identify(scheme, number)
            return found.forms[0][1], found.facts
        parts = [_plain_text(each) for each in field.take("a")]
        subdivisions = [_plain_text(each) for each in field.take(_SUBDIVISIONS)]
        return "--".join([" ".join(parts), *subdivisions]), {}

    def _tag(self, form: NameForm) -> str:
        language = self.languages[0] if self.languages else "und"
        return name_tag(display_name(form), language, self.context.language)

    def _variant(self, field: SourceField) -> None:
        """Add another name. One in another script is the same name in that script."""
        code, words = field.first("w")[:1], line(field.first("i")).rstrip(":").lower()
        field.take("4e")
        form, _ = self._name(field)
        type = TABLE.word("variant", words) or TABLE.word("variant code", code)
        if words and not type:
            self.builder.weaken(f"{field.tag} $i", words, "this sort of name is not known")
        if not form:
            return
        script = script_of(display_name(form))
        known = {script_of(display_name(each)) for _, each in self.builder.data["name"]}
        if not type and script not in known:
            self._tag_first()
            self.builder.name(form, self._tag(form))
        else:
            self.builder.name(form, "", type or "other")
        if field.other_script is not None:
            other, _ = self._name(field.other_script)
            self.builder.name(other, self._tag(other), type or "other")

    def _tag_first(self) -> None:
        """Tag the form of the heading, so that forms in other scripts can stand beside it."""
        (tag, form), *rest = self.builder.data["name"]
        self.builder.data["name"] = [(tag or self._tag(form), form), *rest]

    # ---- numbers

    def _identify(
        self, scheme: str, number: str, qualifier: str = "", *, invalid: bool = False
    ) -> None:
        """Add an identifier; one of a scheme that this kind does not have is a local one."""
        if not number:
            return
        if not self.builder.schemas.field(self.kind, ("identifiers", scheme)):
            scheme, qualifier = "local", qualifier or scheme
        value: Any = number
        if invalid or qualifier:
            value = {"invalid" if invalid else "number": number}
            if qualifier:
                value["qualifier"] = qualifier
        add_one(self.identifiers, scheme, value)

    def _field_010(self, field: SourceField) -> None:
        for code in "az":
            for each in field.take(code):
                number = re.sub(r"\s", "", each)
                scheme = "lcsh" if number.startswith("s") else "lcnaf"
                self._identify(scheme, number, invalid=code == "z")

    def _field_024(self, field: SourceField) -> None:
        source, qualifier = field.first("2"), line(field.first("q"))
        for code in "az":
            for each in field.take(code):
                number = number_of(each)
                scheme = TABLE.word("scheme", source.lower())
                if number and scheme != number[0]:
                    scheme = number[0]
                text = number[1] if number else line(each)
                self._identify(scheme or source or "024", text, qualifier, invalid=code == "z")
        field.take("01")

    def _field_035(self, field: SourceField) -> None:
        """Read numbers in other systems; a cancelled one is a former key of this record."""
        for each in field.take("a"):
            number = number_of(each)
            if number:
                self._identify(*number)
            else:
                self._identify("other system", line(each))
        for each in field.take("z"):
            self.builder.aliases.append(re.sub(r"^\([^)]*\)", "", line(each)))

    def _field_034(self, field: SourceField) -> None:
        west, east, north, south = (field.peek(code) for code in "defg")
        if self.kind != "place" or (west, north) != (east, south):
            return
        longitude, latitude = _degrees(west), _degrees(north)
        if longitude is not None and latitude is not None:
            field.take("defg2")
            group = {"latitude": latitude, "longitude": longitude}
            self.builder.data["coordinates"] = group

    def _field_040(self, field: SourceField) -> None:
        tag = tag_of(field.first("b"))
        if tag and tag != "und":
            self.builder.data["cataloguing_language"] = tag
        scheme = line(field.first("f")) if self.kind == "concept" else ""
        if scheme:
            self.builder.data["scheme"] = scheme

    def _field_043(self, field: SourceField) -> None:
        for each in field.take("c") if self.kind == "place" else ():
            self._identify("iso3166", line(each))

    def _field_065(self, field: SourceField) -> None:
        if self.kind == "concept" and "notation" not in self.builder.data:
            self.builder.data["notation"] = line(field.first("a"))

    # ---- facts

    def _field_046(self, field: SourceField) -> None:
        field.take("2")
        found = {code: _date(field.peek(code)) for code in "fgqrstkl"}
        pairs = (("f", "born"), ("g", "died"), ("q", "founded"), ("r", "dissolved"))
        for code, name in pairs:
            self._date(field, code, name, found[code])
        first, last = found["s"], found["t"]
        if first or last:
            whole = edtf(f"{first}/{last}") if first and last else first or f"../{last}"
            name = "date" if self.kind == "event" else "active"
            if whole and self.builder.schemas.field(self.kind, (name,)):
                field.take("st")
                self.builder.data[name] = whole

    def _date(self, field: SourceField, code: str, name: str, date: str) -> None:
        if not date or not self.builder.schemas.field(self.kind, (name,)):
            return
        field.take(code)
        if name in {"born", "died"}:
            self.builder.data.setdefault(name, {})["date"] = date
        else:
            self.builder.data[name] = date

    def _field_370(self, field: SourceField) -> None:
        field.take("02i4u1v")
        since, until = _date(field.first("s")), _date(field.first("t"))
        for code, name in (("a", "born"), ("b", "died")):
            for each in field.take(code) if self.kind == "person" else ():
                self.builder.data.setdefault(name, {}).setdefault("place", line(each))
        for each in field.take("c"):
            self.builder.put("country", each, "370 $c", field.line)
        for code in "ef":
            for each in field.take(code):
                self._place(code, line(each), since, until)

    def _place(self, code: str, text: str, since: str, until: str) -> None:
        data = self.builder.data
        own = "f" if self.kind == "event" else "e"
        has_place = self.builder.schemas.field(self.kind, ("place",))
        if code == own and has_place and "place" not in data and not since and not until:
            data["place"] = text
            return
        term = "associated"
        if code == "e":
            term = "residence" if self.kind in {"person", "family"} else "headquarters"
        place = {"place": text, "as": term, "since": since, "until": until}
        places = data.setdefault("places", [])
        places.append({name: value for name, value in place.items() if value})

    def _field_368(self, field: SourceField) -> None:
        for each in field.take("ab"):
            if self.builder.schemas.field(self.kind, ("type",)) and self.kind != "concept":
                self.builder.put("type", each, "368", field.line)
            else:
                self.builder.note("general", f"Type: {line(each)}")
        for each in field.take("d"):
            if self.kind == "person":
                self.builder.put("degrees", each, "368 $d", field.line)
            else:
                self.builder.note("general", line(each))
        for each in field.take("c"):
            self.builder.note("general", line(each))
        field.take("02")

    def _field_374(self, field: SourceField) -> None:
        since, until = _date(field.first("s")), _date(field.first("t"))
        for each in field.take("a"):
            if self.kind != "person":
                self.builder.note("general", f"Occupation: {line(each)}")
            elif since or until:
                position = {"position": line(each), "since": since, "until": until}
                found = {name: value for name, value in position.items() if value}
                self.builder.data.setdefault("positions", []).append(found)
            else:
                self.builder.put("occupations", line(each), "374", field.line)
        field.take("02")

    def _field_373(self, field: SourceField) -> None:
        since, until = line(field.first("s")), line(field.first("t"))
        dates = f" ({since}–{until})" if since or until else ""
        for each in field.take("a"):
            self.builder.note("general", f"Associated group: {line(each)}{dates}")
        field.take("02u")

    def _field_375(self, field: SourceField) -> None:
        for each in field.take("a"):
            if self.kind == "person":
                self.builder.put("gender", each, "375", field.line)
        field.take("2")

    def _field_376(self, field: SourceField) -> None:
        for code, name in (("a", "type"), ("c", "title")):
            for each in field.take(code) if self.kind == "family" else ():
                self.builder.put(name, each, "376", field.line)
        progenitor = line(field.first("b")) if self.kind == "family" else ""
        if progenitor:
            self.builder.data["progenitor"] = {"name": progenitor, "kind": "person"}

    def _field_378(self, field: SourceField) -> None:
        fuller = line(field.first("q"))
        tag, form = self.builder.data["name"][0]
        if fuller and isinstance(form, dict):
            self.builder.data["name"][0] = (tag, {**form, "fuller_form": fuller})
        elif fuller:
            self.builder.name(fuller, "", "other")

    # ---- relations

    def _relation(self, field: SourceField) -> None:
        """Read a reference to another heading (5XX)."""
        code, words = field.first("w")[:1], line(field.first("i")).rstrip(":").lower()
        link = line(field.first("4")).lower()
        fact = TABLE.word("gnd", link)
        if fact:
            self._linked_fact(field, fact)
            return
        numbers = [re.sub(r"^\([^)]*\)", "", line(each)) for each in field.take("0")]
        field.take("1259")
        name = display_name(self._name(field)[0])
        reference = Reference((*numbers, name))
        if self.kind in {"concept", "place"}:
            self._relate_term(field, code, reference)
        elif field.tag in {"500", "510", "511"}:
            relation = TABLE.word("relation", words) or TABLE.word("relation code", code)
            if words and not relation:
                reason = "this relation is not known; it is read as “associated”"
                self.builder.weaken(f"{field.tag} $i", words, reason, field.line)
            is_above = relation == "superior body" and self.kind == "organization"
            if is_above and "part_of" not in self.builder.data and field.tag == "510":
                self.builder.data["part_of"] = reference
                return
            found = self.builder.data.setdefault("related", [])
            found.append({"agent": reference, "as": relation or "associated"})
        elif name:
            self.builder.note("general", f"See also: {name}")

    def _relate_term(self, field: SourceField, code: str, reference: Reference) -> None:
        if self.kind == "place":
            if field.tag == "551" and code == "g":
                self.builder.data.setdefault("part_of", reference)
            else:
                self.builder.note("general", f"See also: {reference.keys[-1]}")
            return
        name = {"g": "broader", "h": "narrower"}.get(code, "related")
        if field.tag in {"548", "550", "555"}:
            self.builder.data.setdefault(name, []).append(reference)
        else:
            self.builder.note("general", f"See also: {reference.keys[-1]}")

    def _linked_fact(self, field: SourceField, target: str) -> None:
        """Read a fact that the GND states as a heading: an occupation, a place, a date of life."""
        text = line(" ".join(field.take("a")))
        field.take("0129wi4")
        group, _, inner = target.partition(".")
        if target == "dates":
            born, _, died = text.partition("-")
            for name, value in (("born", _date(born)), ("died", _date(died))):
                known = self.builder.data.get(name, {}).get("date", "")
                if value and len(value) > len(known) and self.kind == "person":
                    self.builder.data.setdefault(name, {})["date"] = value
        elif inner and self.kind == "person":
            self.builder.data.setdefault(group, {}).setdefault(inner, text)
        elif target == "places":
            self.builder.data.setdefault("places", []).append({"place": text, "as": "activity"})
        elif target == "occupations" and self.kind == "person":
            self.builder.put(target, text, field.tag, field.line)
        elif text:
            self.builder.note("general", text)

    # ---- notes

    def _plain(self, field: SourceField, target: str) -> None:
        codes = "".join(code for code, _ in field.subfields if code not in "0256uw")
        text = " ".join(line(each) for each in field.take(codes))
        if text:
            self.builder.put(target, text, field.tag, field.line)
        if field.other_script is not None:
            other = " ".join(line(each) for each in field.other_script.take(codes))
            self.builder.put(target, other, field.tag, field.line)
        for each in field.take("u"):
            self._address(each, field.line)

    def _field_677(self, field: SourceField) -> None:
        target = "definition" if self.kind == "concept" else "notes.general"
        self._plain(field, target)

    def _field_856(self, field: SourceField) -> None:
        for each in field.take("y3z"):
            self.builder.leave("856", each, "an address has no label here", field.line)
        for each in field.take("u"):
            self._address(each, field.line)

    def _address(self, text: str, at: int) -> None:
        found = ADDRESS.search(text)
        if found:
            self.builder.put("url", found[0], "$u", at)
        else:
            self.builder.leave("$u", text, "this is not a web address", at)


def _kind(heading: SourceField) -> str:
    if heading.tag == "100":
        return "family" if heading.indicators[0] == "3" else "person"
    return _KINDS.get(heading.tag, "concept")


def _plain_text(text: str) -> str:
    return line(text).rstrip(" ,:;")


def _date(text: str) -> str:
    """Return the EDTF date in 046 or 370, which may also be written without hyphens."""
    text = line(text)
    match = _DIGITS.fullmatch(text)
    return edtf("-".join(part for part in match.groups() if part)) if match else edtf(text)


def _degrees(text: str) -> float | None:
    """Return decimal degrees from `N035.680000` or `N0354048`."""
    text = line(text)
    match = _DEGREES.fullmatch(text)
    if match:
        sign, degrees, minutes, seconds = match.groups()
        value = int(degrees) + int(minutes) / 60 + int(seconds) / 3600
    else:
        match = _DECIMAL.fullmatch(text)
        if match is None:
            return None
        sign, value = match[1], float(match[2])
    return round(-value if sign in {"S", "W", "-"} else value, 6)
