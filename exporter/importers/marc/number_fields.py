"""Numbers and classes in MARC: fields 001 to 088."""

from __future__ import annotations

import re
from typing import Any

from exporter.importers.marc.field import SourceField
from exporter.importers.marc.reader import TABLE, FieldReader
from exporter.importers.numbers import lccn
from exporter.importers.text import line
from exporter.records.one_or_more import add_one, one_or_more

_OCLC = re.compile(r"((?:oc[mn]|on)*)\s*0*([0-9]+)")
"""A number of OCLC, with the letters that once stood before those of 8, of 9 and of more digits."""
_UPC = 12
"""The digits of a UPC (MARC 21, 024, first indicator 1), which is a GTIN then."""
_IN_PARENTHESES = re.compile(r"^([0-9Xx -]+?)\s*\((.*?)\)?\s*:?$")


class NumberFields(FieldReader):
    """Reads the numbers of a work, and its class numbers."""

    def _control_number(self) -> None:
        """Keep the control number (001), with the code of the library that gave it (003)."""
        number, library = line(self.record.control("001")), line(self.record.control("003"))
        by_oclc = _OCLC.fullmatch(number)
        if by_oclc and (library == "OCoLC" or by_oclc[1]):
            self.builder.identify("oclc", number, "001")
        elif library == "DLC" and self._is_lccn(number):
            return
        elif library and number:
            self.builder.identify("local", f"({library}){number}", "001")
        elif number:
            self.builder.identify("local", number, "001", 0, "control number")

    def _is_lccn(self, number: str) -> bool:
        """Return whether a control number is the LCCN of the record once more."""
        known = one_or_more(self.builder.data.get("identifiers", {}).get("lccn"))
        return lccn(number).replace(" ", "") in {str(each).replace(" ", "") for each in known}

    def _field_010(self, field: SourceField) -> None:
        for each in field.take("a"):
            self.builder.identify("lccn", each, "010", field.line)
        self._invalid(field, "z", "lccn")

    def _field_020(self, field: SourceField) -> None:
        qualifier = ", ".join(self._clean(each).strip("()") for each in field.take("q"))
        for each in field.take("a"):
            text = line(each)
            match = _IN_PARENTHESES.match(text)
            number = match[1] if match else text.split(" ")[0].rstrip(":;")
            if match and not qualifier:
                qualifier = match[2]
            self.builder.identify("isbn", number, "020", field.line, qualifier)
        self._invalid(field, "z", "isbn")
        for each in field.take("c"):
            self.builder.note("general", f"Terms of availability: {line(each)}")

    def _field_037(self, field: SourceField) -> None:
        text = self._joined(field.take("abcfgn"))
        if text:
            self.builder.note("acquisition", text)

    def _field_022(self, field: SourceField) -> None:
        for each in field.take("a"):
            self.builder.identify("issn", each, "022", field.line)
        for each in field.take("l"):
            self.builder.identify("issn_l", each, "022", field.line)
        self._invalid(field, "yz", "issn")

    def _invalid(self, field: SourceField, codes: str, scheme: str) -> None:
        for each in field.take(codes):
            identifiers = self.builder.data.setdefault("identifiers", {})
            invalid = {"invalid": line(each)}
            identifiers[scheme] = [*one_or_more(identifiers.get(scheme)), invalid]

    def _field_024(self, field: SourceField) -> None:
        source = field.first("2") if field.indicators[0] == "7" else ""
        by_indicator = {"0": "isrc", "2": "ismn", "3": "gtin"}.get(field.indicators[0], "")
        if field.indicators[0] == "1" and len(re.sub(r"[ -]", "", field.peek("a"))) == _UPC:
            by_indicator = "gtin"
        scheme = TABLE.word("scheme", source) or by_indicator or "local"
        labels = [self._clean(each).strip("()") for each in field.take("q")]
        if scheme == "local" and source not in {"", "local"}:
            labels = [source, *labels]
        for each in field.take("a"):
            self.builder.identify(scheme, each, "024", field.line, ", ".join(labels))
        self._invalid(field, "z", scheme)

    def _field_015(self, field: SourceField) -> None:
        source = field.first("2")
        for each in field.take("a"):
            scheme = TABLE.word("scheme", source) or "local"
            label = source if scheme == "local" else ""
            self.builder.identify(scheme, each.split(" ")[0], field.tag, field.line, label)
        self._invalid(field, "z", TABLE.word("scheme", source) or "local")

    _field_016 = _field_015

    def _field_027(self, field: SourceField) -> None:
        for each in field.take("a"):
            self.builder.identify("strn", each, "027", field.line)

    def _field_028(self, field: SourceField) -> None:
        number = self._joined([*field.take("b"), *field.take("a")])
        if number:
            self.builder.identify("publisher_number", number, "028", field.line)

    def _field_030(self, field: SourceField) -> None:
        for each in field.take("a"):
            self.builder.identify("coden", each, "030", field.line)

    def _field_035(self, field: SourceField) -> None:
        for each in field.take("a"):
            text = line(each)
            if text.startswith("(OCoLC)") or re.match(r"oc[mn]|on[0-9]", text):
                self.builder.identify("oclc", text, "035", field.line)
            else:
                self.builder.identify("local", text, "035", field.line)
        for each in field.take("z"):
            self.builder.identify("local", each, "035", field.line, "cancelled")

    def _field_088(self, field: SourceField) -> None:
        self.builder.put("number", self._joined(field.take("a")), "088", field.line)

    def _class(self, field: SourceField, scheme: str) -> None:
        item, edition, assigner = field.first("b"), "", field.first("q")
        if field.tag in {"082", "084", "080"}:
            edition = field.first("2")
        for each in field.take("a"):
            number: Any = line(each)
            parts = {"number": number, "item": line(item), "edition": line(edition)}
            parts["assigner"] = line(assigner)
            filled = {name: text for name, text in parts.items() if text}
            value = filled if len(filled) > 1 else number
            add_one(self.builder.data.setdefault("classification", {}), scheme, value)

    def _local_class(self, field: SourceField, scheme: str, form: str) -> None:
        """Read a class that a library gave itself; other systems have other things in 09X.

        Source: OCLC, Bibliographic Formats and Standards, 090, 092.
        """
        if re.match(form, line(field.peek("a"))):
            self._class(field, scheme)

    def _field_090(self, field: SourceField) -> None:
        self._local_class(field, "lcc", r"[A-Z]{1,3}[0-9]{1,4}(?:[ .]|$)")

    def _field_092(self, field: SourceField) -> None:
        self._local_class(field, "ddc", r"[0-9]{3}(?:\.[0-9]|$)")

    def _field_084(self, field: SourceField) -> None:
        """Read a class of any scheme; the edition can stand behind the scheme in $2: `njb/10`."""
        name, _, edition = field.peek("2").partition("/")
        scheme = TABLE.word("classsource", name)
        if scheme:
            edition = "" if edition == name else edition
            field.subfields = [
                (code, edition if code == "2" else value) for code, value in field.subfields
            ]
        self._class(field, scheme or "local")
