"""A MARC 21 bibliographic record as a work. Source: MARC 21 Format for Bibliographic Data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from exporter.importers.builder import EntryBuilder
from exporter.importers.entry import Entry, NamedAgent
from exporter.importers.field_table import field_table
from exporter.importers.languages import script_of, tag_of
from exporter.importers.marc.coded import Coded, country_of
from exporter.importers.marc.field import SourceField, SourceRecord, pair_scripts
from exporter.importers.marc.linking import put_link
from exporter.importers.marc.names import agent
from exporter.importers.marc.punctuation import without_punctuation
from exporter.importers.marc.subjects import put_chain_link, put_genre, put_subject
from exporter.importers.readings import ADDRESS
from exporter.importers.registry import ImportContext
from exporter.importers.text import clock_time, edtf, line
from exporter.model.vocabularies import vocabulary
from exporter.model.vocabularies.languages import script
from exporter.validate.synonyms import ROLES, synonym

TABLE = field_table(Path(__file__).with_name("marc.tsv"))
_NAMES = ("100", "110", "111", "700", "710", "711")
_IN_PARENTHESES = re.compile(r"^([0-9Xx -]+?)\s*\((.*?)\)?\s*:?$")
_NOT_STATED = frozenset(
    {
        *("s.l", "s.l.", "s. l", "place of publication not identified"),
        *("s.n", "s.n.", "s. n", "publisher not identified"),
    }
)
"""What stands for a place or a publisher that is not known. Source: AACR2 1.4C6, 1.4D6; RDA 2.8."""
_LOCAL = re.compile(r"9..|.9.|..9|[0-9]*[A-Za-z].*")
"""Tags that MARC 21 leaves to each library, and those that are no numbers."""
_CODED_DATE = re.compile(r"d([0-9]{4})([0-9]{2})?([0-9]{2})?")
"""A date in 045 $b: years B.C. begin with c, and are rare."""
_ACCESS = {"0": "open", "1": "restricted"}
"""Access to a resource (MARC 21, 856 $7, first position)."""
_BRACKETS = str.maketrans("", "", "[]")


def read_bibliographic(record: SourceRecord, context: ImportContext) -> Entry:
    """Return the work that a record describes."""
    return _MarcReader(record, context).read()


class _MarcReader:
    """Reads one record."""

    def __init__(self, record: SourceRecord, context: ImportContext) -> None:
        pair_scripts(record)
        self.record = record
        self.coded = Coded(record)
        self.builder = EntryBuilder(context.schemas, record.line, line(record.control("001")))
        self.language = self.coded.language or "und"
        for each in record.fields:
            whole = [*each.subfields, *(each.other_script.subfields if each.other_script else ())]
            self.builder.seen += sum(code != "6" and bool(value.strip()) for code, value in whole)

    def read(self) -> Entry:
        """Return the entry."""
        builder = self.builder
        builder.kind(self._type())
        self._languages()
        country = self.coded.country
        if country:
            builder.data["country"] = country
        for field in self.record.fields:
            if not field.text:
                self._field(field)
        self._control_number()
        self._date_from_coded_data()
        self._keep_other_scripts()
        for field in self.record.fields:
            self._leave_rest(field)
            if field.other_script:
                self._leave_rest(field.other_script, field.subfields)
        return builder.finish()

    def _type(self) -> str:
        kind, level = self.record.leader[6:7], self.record.leader[7:8]
        if self.record.named("502"):
            return "thesis"
        if TABLE.word("leader", kind):
            return TABLE.word("leader", kind)
        if level in {"s", "i"}:
            return "periodical" if level == "s" else "webpage"
        if level in {"a", "b"}:
            host = self.record.named("773")
            return "article-journal" if any(each.peek("x") for each in host) else "chapter"
        return "book"

    def _clean(self, text: str) -> str:
        return without_punctuation(line(text), self.record.leader[18:19])

    def _joined(self, values: list[str]) -> str:
        return self._clean(" ".join(line(each) for each in values))

    def _tags(self, field: SourceField) -> tuple[str, str]:
        """Return the tags of a field and of its other script, such as `ja-Latn` and `ja`."""
        other = field.other_script
        text = " ".join(value for code, value in other.subfields if code != "6") if other else ""
        found = script_of(text)
        base = self.language.split("-")[0]
        expected = script(base)[0] if base != "und" else ""
        alike = found == expected or (found == "Hani" and expected in {"Jpan", "Hans", "Hant"})
        own = f"{base}-Latn" if expected != "Latn" else base
        if alike or (found in {"Hani", "Kore", "Jpan"} and base in {"ja", "zh", "ko"}):
            return own, base
        return own, f"{base}-{found}" if found and found != "Latn" else f"{base}-x-880"

    def _text(self, field: SourceField, codes: str) -> Any:
        """Return the subfields as a text, with a form for each script if there are two."""
        own = self._joined(field.take(codes))
        other = self._joined(field.other_script.take(codes)) if field.other_script else ""
        if not other or not own:
            return own or other
        first, second = self._tags(field)
        return {first: own, second: other}

    def _field(self, field: SourceField) -> None:
        tag = field.tag
        if TABLE.word("frame", tag):
            return
        special = getattr(self, f"_field_{tag}", None)
        if special:
            special(field)
        elif tag in _NAMES:
            self._name(field)
        elif TABLE.word("subject", tag):
            put_subject(self.builder, field, self._clean, TABLE)
        elif TABLE.word("link", tag):
            put_link(self.builder, field, self._clean, TABLE)
        elif TABLE.word("class", tag):
            self._class(field, TABLE.word("class", tag))
        elif TABLE.word("plain", tag):
            self._plain(field, TABLE.word("plain", tag))

    def _leave_rest(self, field: SourceField, said: Sequence[tuple[str, str]] = ()) -> None:
        """Report what nobody has read, but for what `said`, the same field in another script, says too."""
        frames = TABLE.terms("frame")
        is_local = field.tag != "490" and _LOCAL.fullmatch(field.tag) is not None
        for code, value in field.rest():
            if code == "6" or (code, value) in said:
                continue
            frame = frames.get(field.tag) or frames.get(f"{field.tag} ${code}")
            frame = frame or frames.get(f"${code}")
            name = field.name_of(code, value)
            if frame:
                self.builder.leave_by(frame, name, value, field.line)
            else:
                self.builder.leave_unknown(name, value, field.line, frame=is_local)

    def _keep_other_scripts(self) -> None:
        """Keep what the other script of a field says beyond the fields that have two forms."""
        for field in self.record.fields:
            other = field.other_script
            if other is None:
                continue
            kept = []
            for place, (code, value) in enumerate(other.subfields):
                is_new = place not in other.taken and (code, value) not in field.subfields
                if is_new and code not in "0126789w":
                    other.taken.add(place)
                    kept.append(value)
            text = self._joined(kept)
            if text:
                self.builder.note("general", text)

    def _plain(self, field: SourceField, target: str) -> None:
        """Put all subfields of a field into one field of the record."""
        codes = "".join(code for code, _ in field.subfields if code not in "02345678uw")
        if target == "note":
            target = f"notes.{_note_types()[field.tag]}"
        if field.tag in {"653", "043"}:
            for each in field.take("a"):
                self.builder.put(target, self._clean(each), field.tag, field.line)
            return
        value = self._text(field, codes)
        name, _, rest = target.partition(".")
        if name == "notes":
            self._note(rest or "general", value)
        elif isinstance(value, str):
            self.builder.put(target, value, field.tag, field.line)
        elif name not in self.builder.data:
            self.builder.data[name] = value
        else:
            self.builder.note(rest or "general", " = ".join(value.values()))

    def _note(self, type: str, value: Any) -> None:
        """Add a note; one in the script of the work, and not of the catalogue, says so."""
        for each in value.values() if isinstance(value, dict) else [value]:
            base = self.language.split("-")[0]
            found = script_of(each)
            is_alike = found in {"Hani", "Kore", "Jpan"} and base in {"ja", "zh", "ko"}
            if found and found != "Latn" and (is_alike or found == script(base)[0]):
                self.builder.note(type, each, base)
            else:
                self.builder.note(type, each)

    def _languages(self) -> None:
        found = [self.language] if self.language != "und" else []
        others: dict[str, list[str]] = {}
        for field in self.record.named("041"):
            for place, (code, value) in enumerate(field.subfields):
                tags = [tag_of(value[at : at + 3]) for at in range(0, len(value.strip()), 3)]
                if field.indicators[1] == "7" or not tags or not all(tags):
                    continue
                name = TABLE.word("languages", code)
                if code == "a" or name:
                    field.taken.add(place)
                if code == "a":
                    found += [tag for tag in tags if tag not in found]
                elif name:
                    others.setdefault(name, []).extend(
                        tag for tag in tags if tag not in others[name]
                    )
        if found:
            self.builder.data["language"] = found if len(found) > 1 else found[0]
        for name, tags in others.items():
            tag = tags if len(tags) > 1 else tags[0]
            self.builder.data.setdefault("other_languages", {})[name] = tag

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

    def _field_306(self, field: SourceField) -> None:
        for each in field.take("a"):
            self.builder.put("duration", clock_time(each), "306", field.line)

    def _control_number(self) -> None:
        """Keep the control number (001), with the code of the library that gave it (003)."""
        number, library = line(self.record.control("001")), line(self.record.control("003"))
        if library:
            self.builder.identify("local", f"({library}){number}", "001")
        else:
            self.builder.identify("local", number, "001", 0, "control number")

    def _date_from_coded_data(self) -> None:
        data = self.builder.data
        written = self.coded.date
        target = "created" if data["kind"] == "manuscript" else "issued"
        if written and target not in data and "copyright_date" not in data:
            data[target] = written

    # Titles

    def _field_245(self, field: SourceField) -> None:
        data = self.builder.data
        for codes, name in (("a", "title"), ("b", "subtitle"), ("n", "part_number")):
            value = self._text(field, codes)
            if value:
                data[name] = value
        for codes, name in (("p", "part_name"), ("c", "statement_of_responsibility")):
            value = self._text(field, codes)
            if value:
                data[name] = value
        more = self._text(field, "fgkhs")
        if more:
            text = " = ".join(more.values()) if isinstance(more, dict) else more
            self.builder.note("general", text)
        if "title" not in data:
            subtitle = data.pop("subtitle", "")
            if subtitle:
                data["title"] = subtitle
        elif "subtitle" in data:
            self._part_parallel_title(field)

    def _part_parallel_title(self, field: SourceField) -> None:
        """Take the title in another language, behind an equals sign, off the rest of the title.

        In which language it is, the record does not say. Source: MARC 21, 245 $b; ISBD 1.3.
        """
        data = self.builder.data
        is_whole = field.peek("a").rstrip().endswith("=")
        written = data["subtitle"]
        texts = written if isinstance(written, dict) else {"": written}
        parted = {
            tag: ("", "=", text) if is_whole else text.partition(" = ")
            for tag, text in texts.items()
        }
        if not all(equals for _, equals, _ in parted.values()):
            return
        title = next(iter(parted.values()))[2].strip()
        data["parallel_title"] = {"und": title}
        subtitles = {tag: before.strip() for tag, (before, _, _) in parted.items()}
        if not all(subtitles.values()):
            del data["subtitle"]
        else:
            data["subtitle"] = subtitles if isinstance(written, dict) else subtitles[""]

    def _field_246(self, field: SourceField) -> None:
        title = self._text(field, "abnp")
        if not title:
            return
        variant: dict[str, Any] = {"title": title}
        kind = TABLE.word("variant", field.indicators[1])
        known = self.builder.data.get("parallel_title")
        if field.indicators[1] == "1" and isinstance(title, str):
            parallel = {"und": title}  # in which language it is, the record does not say
            self.builder.data.setdefault("parallel_title", parallel)
            if known in (None, parallel):
                return
        if kind:
            variant["type"] = kind
        label = self._joined(field.take("ig"))
        if label:
            variant["note"] = label
        self.builder.add_variant_title(variant)

    def _field_247(self, field: SourceField) -> None:
        title = self._text(field, "abnp")
        if title:
            variant = {"title": title, "type": "former"}
            self.builder.add_variant_title(variant)

    _field_740 = _field_246

    # Numbers

    def _field_010(self, field: SourceField) -> None:
        for each in field.take("a"):
            self.builder.identify("lccn", each.strip().split(" //")[0], "010", field.line)
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
            if "country" not in self.builder.data and code in vocabulary("countries"):
                self.builder.data["country"] = code
            elif code != self.builder.data.get("country"):
                self.builder.note("general", f"Country of publication: {line(each)}")

    def _field_022(self, field: SourceField) -> None:
        for each in field.take("a"):
            self.builder.identify("issn", each, "022", field.line)
        for each in field.take("l"):
            self.builder.identify("issn_l", each, "022", field.line)
        self._invalid(field, "yz", "issn")

    def _invalid(self, field: SourceField, codes: str, scheme: str) -> None:
        for each in field.take(codes):
            identifiers = self.builder.data.setdefault("identifiers", {})
            there = identifiers.get(scheme, [])
            every = there if isinstance(there, list) else [there]
            identifiers[scheme] = [*every, {"invalid": line(each)}]

    def _field_024(self, field: SourceField) -> None:
        source = field.first("2") if field.indicators[0] == "7" else ""
        by_indicator = {"0": "isrc", "2": "ismn", "3": "gtin"}.get(field.indicators[0], "")
        scheme = TABLE.word("scheme", source) or by_indicator or "local"
        for each in field.take("a"):
            label = source if scheme == "local" else ""
            self.builder.identify(scheme, each, "024", field.line, label)

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
            if text.startswith(("(OCoLC)", "ocm", "ocn")):
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
            groups = self.builder.data.setdefault("classification", {})
            there = groups.get(scheme)
            if there is None:
                groups[scheme] = value
            elif value != there and (not isinstance(there, list) or value not in there):
                groups[scheme] = [*(there if isinstance(there, list) else [there]), value]

    def _field_084(self, field: SourceField) -> None:
        self._class(field, TABLE.word("classsource", field.peek("2")) or "local")

    # Publication and description

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
            self._publication(field)

    def _field_260(self, field: SourceField) -> None:
        self._publication(field)
        if any(code in "efg" for code, _ in field.subfields):
            group = self._imprint_group(field, "efg")
            if group:
                group["function"] = "manufacture"
                self.builder.data.setdefault("imprints", []).append(group)

    def _publication(self, field: SourceField) -> None:
        data = self.builder.data
        for place in self._stated(field, "a"):
            self._append("place", place)
        for name in self._stated(field, "b"):
            forms = list(name.items()) if isinstance(name, dict) else [("", name)]
            self.builder.name_body("publisher", forms[0][1])
            self._last_publisher().forms = forms
        written = field.first("c")
        if not written:
            return
        target = "created" if data["kind"] == "manuscript" else "issued"
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
        return [
            {first: own, second: name} if own and name and own != name else own or name
            for own, name in pairs
            if own or name
        ]

    def _names_of_imprint(self, field: SourceField, code: str) -> list[str]:
        """Return the values of a subfield without brackets; empty what says that nothing is known."""
        found = [self._clean(each).translate(_BRACKETS).strip(" :;,") for each in field.take(code)]
        return ["" if each.lower() in _NOT_STATED else each for each in found]

    def _last_publisher(self) -> NamedAgent:
        publishers = self.builder.data["publisher"]
        found = publishers[-1] if isinstance(publishers, list) else publishers
        assert isinstance(found, NamedAgent)  # noqa: S101 - nothing else is put there
        return found

    def _append(self, name: str, value: Any) -> None:
        """Add a value to a field that holds one or a list."""
        data = self.builder.data
        there = data.get(name, [])
        every = there if isinstance(there, list) else [there]
        if value not in every:
            every = [*every, value]
        data[name] = every if len(every) > 1 else every[0]

    def _imprint(self, field: SourceField, function: str) -> None:
        group = self._imprint_group(field, "abc")
        if group:
            group["function"] = function
            self.builder.data.setdefault("imprints", []).append(group)

    def _imprint_group(self, field: SourceField, codes: str) -> dict[str, Any]:
        place, name, written = (self._joined(field.take(code)) for code in codes)
        group: dict[str, Any] = {}
        if place:
            group["place"] = place.strip("()[] ")
        if name:
            group["publisher"] = NamedAgent("organization", [("", name.strip("()[] "))])
        date = edtf(written.strip("()[] "))
        if date:
            group["date"] = date
        elif written:
            self.builder.note("general", f"Date: {written}")
        return group

    def _field_300(self, field: SourceField) -> None:
        field.subfields = _with_units(field.subfields)
        targets = {"a": "extent", "b": "illustrative_content", "c": "dimensions"}
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
        there += [each for each in dict.fromkeys(terms) if each not in there]
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
        issn = re.search(r"[0-9]{4}-?[0-9]{3}[0-9Xx]", field.peek("x"))
        if issn:
            field.take("x")
            group["issn"] = issn[0]
        volumes = line(field.first("3")).rstrip(": ")
        if volumes:
            group["applies_to"] = volumes
        self.builder.data.setdefault("series", []).append(group)

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
        title = " ".join(value for code, value in field.subfields if code in "anp")
        there = self.builder.data.get("series", [])
        plain = re.sub(r"\W+", "", title).lower()
        for each in there:
            known = each["title"]
            known = next(iter(known.values())) if isinstance(known, dict) else known
            if plain and plain in re.sub(r"\W+", "", known).lower():
                field.take("anpv")
                if field.other_script:
                    field.other_script.take("anpv")
                return
        self._field_490(field)

    # Notes, links and names

    def _field_500(self, field: SourceField) -> None:
        self._plain(field, "notes.general")

    def _field_502(self, field: SourceField) -> None:
        degree, school = self._joined(field.take("b")), self._joined(field.take("c"))
        if degree:
            self.builder.put("degree", degree, "502", field.line)
        if school:
            self.builder.name_body("granting_institution", school)
        rest = self._joined(field.take("adgo"))
        if rest:
            self.builder.note("thesis", rest)

    def _field_505(self, field: SourceField) -> None:
        """Part a contents note at its dashes into titles."""
        text = " ".join(line(each) for each in field.take("agrtu"))
        for each in re.split(r"\s+--\s*|\s*—\s*", text):
            title = each.strip(" .-")
            if title:
                self.builder.data.setdefault("contents", []).append(title)

    def _field_689(self, field: SourceField) -> None:
        put_chain_link(self.builder, field, self._clean, TABLE)

    def _field_655(self, field: SourceField) -> None:
        put_genre(self.builder, field, self._clean, TABLE)

    def _field_856(self, field: SourceField) -> None:
        label = self._joined([*field.take("3"), *field.take("y"), *field.take("z")])
        for each in field.take("x"):
            self.builder.note("staff", line(each))
        for each in field.take("q"):
            self.builder.put_format(line(each), "medium", field.line)
        for each in field.take("u"):
            found = ADDRESS.search(each)
            if not found:
                self.builder.leave("856 $u", each, "this is no web address", field.line)
                continue
            access = _ACCESS.get(field.peek("7")[:1], "")
            if access:
                field.take("7")
            self.builder.add_address(found[0], "856 $u", field.line, label=label, access=access)

    def _field_852(self, field: SourceField) -> None:
        shelfmark = self._joined(field.take("khijlm"))
        copy: dict[str, Any] = {}
        repository = self._joined(field.take("a"))
        if repository:
            copy["repository"] = NamedAgent("organization", [("", repository)])
        for code, name in (("b", "sublocation"), ("e", "place"), ("p", "barcode"), ("t", "copy")):
            text = self._joined(field.take(code))
            if text:
                copy[name] = text
        note = self._joined(field.take("z"))
        if shelfmark:
            copy["shelfmark"] = shelfmark
        if note:
            copy["note"] = note
        if copy:
            self.builder.data.setdefault("holdings", []).append(copy)

    def _field_850(self, field: SourceField) -> None:
        for each in field.take("a"):
            self.builder.put("holdings.repository", each, "850", field.line)

    def _name(self, field: SourceField) -> None:
        if field.tag[0] == "7" and field.peek("t"):
            self._analytical(field)
            return
        roles = self._roles(field)
        named = agent(field, self._clean, self._tags(field))
        if named is None:
            return
        for role in roles:
            self.builder.contribute(role, named)
        for each in field.take("u"):
            body = NamedAgent("organization", [("", line(each))])
            self.builder.contributors[-1].setdefault("affiliation", []).append(body)

    def _roles(self, field: SourceField) -> list[str]:
        codes = {row["code"]: term for term, row in vocabulary("roles").items() if row["code"]}
        found = []
        letter = "j" if field.tag.endswith("11") else "e"
        for place, (code, value) in enumerate(field.subfields):
            term = ""
            if code == "4":
                term = codes.get(value.strip().rpartition("/")[2], "")
            elif code == letter:
                word = line(value).strip(" .,").lower()
                known = vocabulary("roles")
                term = word if word in known else codes.get(word, "")
                term = term or synonym(word, known, ROLES)
            if term:
                field.taken.add(place)
                if term not in found:
                    found.append(term)
        return found or [self._usual_role(field)]

    def _usual_role(self, field: SourceField) -> str:
        if field.tag[0] == "7":
            return "contributor"
        return "composer" if self.record.leader[6:7] in {"c", "d", "j"} else "author"

    def _analytical(self, field: SourceField) -> None:
        """Read a heading of a name and a title: a work inside this one, or one that belongs to it."""
        roles = self._roles(field)
        title = self._joined(field.take("tnpk"))
        named = agent(field, self._clean, self._tags(field))
        work: dict[str, Any] = {"title": title}
        if named:
            work["contributors"] = [
                {"agent": named, "role": "author" if roles == ["contributor"] else roles[0]}
            ]
        self.builder.relate("has_part" if field.indicators[1] == "2" else "related_works", work)

    def _field_730(self, field: SourceField) -> None:
        title = self._joined(field.take("anpkl"))
        if title:
            relation = "has_part" if field.indicators[1] == "2" else "related_works"
            self.builder.relate(relation, {"title": title})


def _with_units(subfields: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the subfields of an extent with each unit (`$f`, `$g`) behind its number."""
    found: list[tuple[str, str]] = []
    for code, value in subfields:
        if code in "fg" and found and found[-1][0] == "a":
            found[-1] = ("a", f"{found[-1][1]} {value}")
        else:
            found.append((code, value))
    return found


def _note_types() -> dict[str, str]:
    """Return the type of note for each field; of several, the first."""
    found: dict[str, str] = {}
    for term, row in vocabulary("note_types").items():
        for tag in row["marc"].split():
            found.setdefault(tag, term)
    return found
