"""Publication, dates, description and series in MARC: fields 044 to 046 and 260 to 490."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from exporter.importers.countries import country_of
from exporter.importers.entry import NamedAgent
from exporter.importers.marc.field import SourceField, SourceRecord
from exporter.importers.marc.punctuation import without_brackets
from exporter.importers.marc.reader import TABLE, FieldReader
from exporter.importers.names import body_named
from exporter.importers.registry import ImportContext
from exporter.importers.text import ISSN, clock_time, edtf, line
from exporter.model.vocabularies import vocabulary
from exporter.records.one_or_more import add_one

_NOT_STATED = re.compile(
    r"s\. ?l\.?|s\. ?n\.?|(?:(?:place|date) of )?[a-z]+ not identified", re.IGNORECASE
)
"""What stands for a place, a name or a date that is not known. Source: AACR2 1.4C6, 1.4D6; RDA 2.7-2.10."""
_CODED_DATE = re.compile(r"d([0-9]{4})([0-9]{2})?([0-9]{2})?")
"""A date in 045 $b: years B.C. begin with c, and are rare."""
_NO_COUNTRY = frozenset({"XX", "ZZ", "||"})
"""Codes for a country that is not known, or for several (UNIMARC Manual, 102; BnF)."""
_BRACKETS = str.maketrans("", "", "[]")


class PublicationFields(FieldReader):
    """Reads where, when and by whom a work was published, what it is made of, and its series."""

    def __init__(self, record: SourceRecord, context: ImportContext) -> None:
        super().__init__(record, context)
        self._plain_series: list[str] = []

    def _field_044(self, field: SourceField) -> None:
        """Read the countries; what 008 has said already is there."""
        for each in field.take("a"):
            found = country_of(each)
            if found and "country" not in self.builder.data:
                self.builder.data["country"] = found
            elif found != self.builder.data.get("country"):
                self.builder.note("general", f"Country of publication: {found or line(each)}")
        for each in field.take("c"):
            code = line(each).removeprefix("XA-").partition("-")[0].upper()
            if code in _NO_COUNTRY:
                continue
            if "country" not in self.builder.data and code in vocabulary("countries"):
                self.builder.data["country"] = code
            elif code != self.builder.data.get("country"):
                self.builder.note("general", f"Country of publication: {line(each)}")

    def _field_045(self, field: SourceField) -> None:
        """Read the time that a work covers: `d1941`, or two such subfields for its ends."""
        dates = [self._coded_date(each) for each in field.values("b")]
        if dates and all(dates) and field.indicators[0] != "1":
            field.take("b")
            self.builder.put("temporal_coverage", "/".join(dates), "045 $b", field.line)

    def _coded_date(self, text: str) -> str:
        match = _CODED_DATE.fullmatch(text.strip())
        return edtf("-".join(filter(None, match.groups()))) if match else ""

    def _field_046(self, field: SourceField) -> None:
        """Read the dates that no other field has; those of publication are in 264 and 008."""
        for codes, name in (
            ("j", "updated"),
            ("kl", "created"),
            ("mn", "valid"),
            ("op", "collected"),
        ):
            ends = [edtf(field.peek(code)) for code in codes if field.peek(code)]
            if ends and all(ends):
                field.take(f"{codes}2")
                self.builder.data.setdefault(name, "/".join(ends))

    def _field_263(self, field: SourceField) -> None:
        """Keep when a work was to be published, which a record that is newer than it still says."""
        for each in field.take("a"):
            self.builder.note("general", f"Projected publication date: {line(each)}")

    def _field_306(self, field: SourceField) -> None:
        for each in field.take("a"):
            self.builder.put("duration", clock_time(each), "306", field.line)

    def _date_from_coded_data(self) -> None:
        data = self.builder.data
        written = self.coded.date
        target = self._target_of_date()
        if written and target not in data and "copyright_date" not in data:
            data[target] = written

    def _target_of_date(self) -> str:
        """Return the field of the main date: what a collection holds was made then, not published."""
        is_collection = self.record.leader[7:8] == "c" or self.coded.kind in {"i", "k"}
        is_made = self.builder.data["kind"] == "manuscript" or is_collection
        return "created" if is_made else "issued"

    def _field_264(self, field: SourceField) -> None:
        if field.indicators[1] == "4":
            date = edtf(field.peek("c").strip(" .©c"))
            if date:
                field.take("c")
                self.builder.data["copyright_date"] = date
            return
        function = TABLE.word("imprint", field.indicators[1])
        if function:
            self._imprint(field, function)
        else:
            self._published(field)

    def _published(self, field: SourceField) -> None:
        """Read a statement of publication; a later one of a serial (indicator 2 or 3) is another imprint."""
        is_later = field.indicators[0] in {"2", "3"} and "publisher" in self.builder.data
        group = self._imprint_group(field, "abc") if is_later else {}
        if not group:
            self._publication(field)
            return
        if "date" not in group and edtf(line(field.peek("3")).rstrip(": <>")):
            group["date"] = edtf(line(field.first("3")).rstrip(": <>"))
        if field.indicators[0] == "3":
            group["current"] = True
        self.builder.data.setdefault("imprints", []).append({"function": "publication", **group})

    def _field_260(self, field: SourceField) -> None:
        self._published(field)
        if any(code in "efg" for code, _ in field.subfields):
            group = self._imprint_group(field, "efg")
            if group:
                group["function"] = "manufacture"
                self.builder.data.setdefault("imprints", []).append(group)

    def _publication(self, field: SourceField) -> None:
        data = self.builder.data
        for place in self._stated(field, "a"):
            add_one(self.builder.data, "place", self._with_script(place))
        for name in self._stated(field, "b"):
            forms = list(name.items()) if isinstance(name, dict) else [("", name)]
            self.builder.name_body("publisher", forms[0][1])
            self._last_publisher().forms = forms
        written = field.first("c")
        if not written:
            return
        target = self._target_of_date()
        text = line(written).rstrip(" .,")
        date = edtf(text) or edtf(text.translate(_BRACKETS)) or self.coded.date
        if date and target not in data:
            shown = text.translate(_BRACKETS)
            data[target] = date if edtf(shown) == date else {"date": date, "printed": text}
        else:
            self.builder.note("general", f"Date: {text}")

    def _stated(self, field: SourceField, code: str) -> list[Any]:
        """Return places or publishers, without what only says that they are not known.

        One that the field has in another script too is a text with both forms.
        """
        found = self._names_of_imprint(field, code)
        other = field.other_script
        if not other or len(other.values(code)) != len(found):
            return [each for each in found if each]
        first, second = self._tags(field)
        pairs = zip(found, self._names_of_imprint(other, code), strict=True)
        stated = [
            {first: own, second: name} if own and name and own != name else own or name
            for own, name in pairs
            if own or name
        ]
        for tag, each in self._more_scripts(field):
            if len(each.values(code)) != len(stated):
                continue  # nothing says which is which
            for forms, name in zip(stated, self._names_of_imprint(each, code), strict=True):
                if isinstance(forms, dict) and name:
                    forms.setdefault(tag, name)
        return stated

    def _names_of_imprint(self, field: SourceField, code: str) -> list[str]:
        """Return the values of a subfield without brackets; empty what says that nothing is known."""
        taken = [self._clean(each) for each in field.take(code)]
        found = [without_brackets(each).strip(" :;,") for each in taken]
        return ["" if _NOT_STATED.fullmatch(each) else each for each in found]

    def _last_publisher(self) -> NamedAgent:
        publishers = self.builder.data["publisher"]
        found = publishers[-1] if isinstance(publishers, list) else publishers
        assert isinstance(found, NamedAgent)  # noqa: S101 - nothing else is put there
        return found

    def _imprint(self, field: SourceField, function: str) -> None:
        group = self._imprint_group(field, "abc")
        if group:
            group["function"] = function
            self.builder.data.setdefault("imprints", []).append(group)

    def _imprint_group(self, field: SourceField, codes: str) -> dict[str, Any]:
        place, name, written = (
            "" if _NOT_STATED.fullmatch(text) else text
            for text in (self._joined(field.take(code)).strip("()[] ") for code in codes)
        )
        group: dict[str, Any] = {}
        if place:
            group["place"] = place
        if name:
            group["publisher"] = body_named(name)
        date = edtf(written)
        if date:
            group["date"] = date
        elif written:
            self.builder.note("general", f"Date: {written}")
        return group

    def _field_752(self, field: SourceField) -> None:
        """Keep a hierarchical place in a note: places are records, which an import does not make."""
        names = [self._clean(each) for each in field.take("abcdfgh")]
        field.take("2")
        self.builder.note("general", f"Place: {', '.join(filter(None, names))}")

    def _field_300(self, field: SourceField) -> None:
        field.subfields = _with_units(field.subfields)
        is_heard = self.builder.data["kind"] == "recording"
        details = "sound" if is_heard else "illustrative_content"  # other physical details
        targets = {"a": "extent", "b": details, "c": "dimensions"}
        for code, target in (*targets.items(), ("e", "accompanying_material")):
            for each in field.take(code):
                text = self._clean(each)
                if target == "illustrative_content" and target in self.builder.data:
                    self.builder.note("general", text)
                elif text:
                    self.builder.put(target, text, "300", field.line)

    def _field_336(self, field: SourceField) -> None:
        name = {"336": "content", "337": "media", "338": "carrier"}[field.tag]
        table = vocabulary(f"{name}_types")
        codes = {row["code"]: term for term, row in table.items()}
        terms = [each for each in map(self._clean, field.take("a")) if each in table]
        terms += [codes[each] for each in field.take("b") if each in codes]
        there = self.builder.data.setdefault(f"{name}_type", [])
        there += [each for each in dict.fromkeys(terms) if each not in {*there, "unspecified"}]
        if not there:
            del self.builder.data[f"{name}_type"]
        if terms:
            field.take("201")  # the vocabulary, and the address of the term in it

    _field_337 = _field_336
    _field_338 = _field_336

    def _field_490(self, field: SourceField) -> None:
        title = self._text(field, "a")
        if not title:
            return
        group: dict[str, Any] = {"title": title}
        number = self._joined(field.take("v"))
        if number:
            group["number"] = number
        issn = ISSN.search(field.peek("x"))
        if issn:
            field.take("x")
            group["issn"] = issn[0]
        volumes = line(field.first("3")).rstrip(": ")
        if volumes:
            group["applies_to"] = volumes
        self.builder.add_item("series", group)

    _field_440 = _field_490

    def _field_810(self, field: SourceField) -> None:
        """Read a series that is entered under a name; its title is in $t."""
        field.take("a4bcdeq")
        for place, (code, value) in enumerate(field.subfields):
            if code in "tp":
                field.subfields[place] = ("a", value)
                field.taken.discard(place)
        self._field_830(field)

    _field_800 = _field_811 = _field_810

    def _field_830(self, field: SourceField) -> None:
        """Pass over the traced form of a series that 490 has already, and add any other."""
        title = " ".join(
            line(value)
            for place, (code, value) in enumerate(field.subfields)
            if code in "anp" and place not in field.taken
        )
        plain = _plain(title)
        if plain and plain in self._known_series():
            field.take("anpv")
            if field.other_script:
                field.other_script.take("anpv")
            return
        self._field_490(field)

    def _known_series(self) -> str:
        """Return the titles of the series as they are compared, which are searched all at once."""
        known = self._plain_series
        for each in self.builder.data.get("series", [])[len(known) :]:
            title = each["title"]
            known.append(_plain(next(iter(title.values())) if isinstance(title, dict) else title))
        return "\0".join(known)


def _plain(title: str) -> str:
    """Return the letters and digits of a title, in small letters."""
    return re.sub(r"\W+", "", title).lower()


def _with_units(subfields: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the subfields of an extent with each unit (`$f`, `$g`) behind its number."""
    found: list[tuple[str, str]] = []
    for code, value in subfields:
        if code in "fg" and found and found[-1][0] == "a":
            found[-1] = ("a", f"{found[-1][1]} {value}")
        else:
            found.append((code, value))
    return found
