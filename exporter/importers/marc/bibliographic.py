"""A MARC 21 bibliographic record as a work. Source: MARC 21 Format for Bibliographic Data."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, Literal
from urllib.parse import unquote

from exporter.importers.entry import Entry, NamedAgent, NameForm
from exporter.importers.languages import script_of
from exporter.importers.marc.coded import language_of_work
from exporter.importers.marc.field import SourceField, SourceRecord
from exporter.importers.marc.linking import put_link, stated_relation
from exporter.importers.marc.material import says_type, type_of
from exporter.importers.marc.names import agent
from exporter.importers.marc.number_fields import NumberFields
from exporter.importers.marc.publication_fields import PublicationFields
from exporter.importers.marc.punctuation import with_stops
from exporter.importers.marc.reader import TABLE
from exporter.importers.marc.subjects import put_chain_link, put_genre, put_subject
from exporter.importers.marc.title_fields import TitleFields
from exporter.importers.names import body_named
from exporter.importers.readings import ADDRESS
from exporter.importers.registry import ImportContext
from exporter.importers.relators import role_of, role_of_code
from exporter.importers.text import edtf, line
from exporter.model.vocabularies import vocabulary
from exporter.model.vocabularies.languages import script
from exporter.records.one_or_more import one_or_more
from exporter.validate.synonyms import ROLES, synonym

_NAMES = ("100", "110", "111", "700", "710", "711")
_LOCAL = re.compile(r"9..|.9.|..9|[0-9]*[A-Za-z].*")
"""Tags that MARC 21 leaves to each library, and those that are not numbers."""
_THESIS = re.compile(
    r"originally|(?:slightly |thoroughly )?(?:rev|abridge|enlarge|condense)|based on|zugl",
    re.IGNORECASE,
)
"""How a note begins of a book that was a thesis before. Source: AACR2 2.7B13; RDA 7.9."""
_THESIS = re.compile(
    r"(?:Thesis|Dissertation) ?\(([^()]+)\) ?(?:--|—|–) ?(.+?), \[?([0-9]{4})\]?\.?"
)
"""A thesis in one text: “Thesis (Ph. D.)--Example University, 2005.” Source: AACR2 2.7B13."""
_TITLE_OF_WORK = "tnpkmrosfl"
"""The subfields of a title under a name (MARC 21, X00 $f to $t)."""
_PRIVATE = "0"
"""The first indicator of notes that the public may not see (MARC 21, 541, 542, 561, 583)."""
_VIEWED = re.compile(r"(?:viewed|accessed)(?: on)? (.+)", re.IGNORECASE)
_MUSIC, _MUSIC_RECORDING = frozenset("cdj"), "j"
_ACCESS = {"0": "open", "1": "restricted"}
"""Access to a resource (MARC 21, 856 $7, first position)."""


def read_bibliographic(record: SourceRecord, context: ImportContext) -> Entry:
    """Return the work that a record describes."""
    return _MarcReader(record, context).read()


class _MarcReader(TitleFields, NumberFields, PublicationFields):
    """Reads one record."""

    def read(self) -> Entry:
        """Return the entry."""
        builder = self.builder
        self.type = type_of(self.record)
        medium = self.record.leader[6:7]
        builder.kind(self.type, heard=medium in "ij", read=medium == "a")
        if self.record.leader[7:8] == "c":
            builder.data["level"] = "collection"
        self._languages()
        country = self.coded.country
        if country:
            builder.data["country"] = country
        for place, code, reason in self.coded.unknown:
            builder.seen += 1
            builder.leave(place, code, reason, self.record.line)
        for field in self.record.fields:
            if not field.text:
                self._field(field)
        self._control_number()
        self._date_from_coded_data()
        self._keep_other_scripts()
        for field in self.record.fields:
            self._leave_rest(field)
            for other in field.other_scripts:
                self._leave_rest(other, field.subfields)
        return builder.finish()

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
            put_subject(self.builder, field, self._clean)
        elif TABLE.word("link", tag):
            put_link(self.builder, field, self._clean, self._tags(field), self.coded.date)
        elif TABLE.word("class", tag):
            self._class(field, TABLE.word("class", tag))
        elif TABLE.word("plain", tag):
            self._plain(field, TABLE.word("plain", tag))

    def _named(self, field: SourceField) -> NamedAgent | None:
        """Return whom a heading names, in all its scripts."""
        named = agent(field, self._clean, self._tags(field))
        for tag, each in self._more_scripts(field):
            other = agent(each, self._clean, ("", ""))
            each.take("d0126e4")
            if named and other:
                named.forms += [(tag, form) for _, form in other.forms]
        return named

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
        pairs = [(field, other) for field in self.record.fields for other in field.other_scripts]
        for field, other in pairs:
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
        codes = "".join(code for code, _ in field.subfields if code not in "023456789uw")
        if target == "note":
            target = f"notes.{_note_types()[field.tag]}"
        if field.tag in {"653", "043"}:
            for each in field.take("a"):
                self.builder.put(target, self._clean(each), field.tag, field.line)
            return
        if field.tag in {"130", "240"}:
            for version in filter(None, (field, field.other_script)):
                version.subfields = with_stops(version.subfields)
        is_abbreviated = field.tag == "210" and re.search(r"\w\.$", line(field.peek("a")))
        value = self._text(field, codes)
        if is_abbreviated and isinstance(value, str):
            value = f"{value.rstrip('.')}."  # the stop of its last word (ISO 4), not of the field
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
        found = [self.coded.language] if self.coded.language else []
        others: defaultdict[str, list[str]] = defaultdict(list)
        for field in self.record.named("041"):
            for place, (code, value) in enumerate(field.subfields):
                tags = [
                    language_of_work(value[at : at + 3]) for at in range(0, len(value.strip()), 3)
                ]
                if field.indicators[1] == "7" or not tags or not all(tags):
                    continue
                name = TABLE.word("languages", code)
                if code == "a":
                    there = found
                elif name:
                    there = others[name]
                else:
                    continue
                field.taken.add(place)
                there += [tag for tag in tags if tag not in (*there, "und")]
        if found:
            self.builder.data["language"] = found if len(found) > 1 else found[0]
        for name, tags in others.items():
            if tags:
                tag = tags if len(tags) > 1 else tags[0]
                self.builder.data.setdefault("other_languages", {})[name] = tag

    def _field_502(self, field: SourceField) -> None:
        degree, school = self._joined(field.take("b")), self._joined(field.take("c"))
        if degree:
            self.builder.put("degree", degree, "502", field.line)
        if school:
            self.builder.name_body("granting_institution", school)
        if not degree and not school:
            self._thesis_in_words(field)
        rest = self._joined(field.take("adgo"))
        if rest:
            self.builder.note("thesis", rest)

    def _thesis_in_words(self, field: SourceField) -> None:
        """Read degree and school from $a, and take it if it says no more."""
        match = _THESIS.fullmatch(line(field.peek("a")))
        if not match or self.builder.data["kind"] != "thesis":
            return
        self.builder.put("degree", match[1], "502", field.line)
        self.builder.name_body("granting_institution", match[2])
        if match[3] == self.coded.date:
            field.first("a")

    def _field_505(self, field: SourceField) -> None:
        """Part a contents note at its dashes into titles."""
        text = " ".join(line(each) for each in field.take("agrtu"))
        for each in re.split(r"(?:\s+|(?<=[.)]))--\s*|\s*—\s*", text):
            title = each.strip(" .-")
            if title:
                self.builder.data.setdefault("contents", []).append(title)

    def _field_520(self, field: SourceField) -> None:
        """Read a summary; a second one is another paragraph, since a record has one abstract."""
        text = self._text(
            field, "".join(code for code, _ in field.subfields if code not in "2368u")
        )
        before = self.builder.data.get("abstract")
        if before is None and isinstance(text, dict):
            self.builder.data["abstract"] = text
        elif before is None:
            self.builder.put("abstract", text, "520", field.line)
        else:
            self.builder.data["abstract"] = _paragraphs(before, text)

    def _field_541(self, field: SourceField) -> None:
        """Read a note that can be private (first indicator 0): then it is one for the staff."""
        if field.indicators[0] != _PRIVATE:
            self._plain(field, "note")
            return
        codes = "".join(code for code, _ in field.subfields if code not in "2345678")
        self.builder.note("staff", self._joined(field.take(codes)))

    _field_542 = _field_561 = _field_583 = _field_541

    def _field_351(self, field: SourceField) -> None:
        """Read how a collection is arranged, and the level of description in $c."""
        for place, (code, value) in enumerate(field.subfields):
            level = self._clean(value).lower()
            if code == "c" and level in self._levels() and place not in field.taken:
                field.taken.add(place)
                self.builder.data.setdefault("level", level)
        self._plain(field, "note")

    def _levels(self) -> Collection[str]:
        level = self.builder.schemas.field(self.builder.judged_by, ("level",))
        return level.keyword("enum", ()) if level else ()

    def _field_540(self, field: SourceField) -> None:
        """Read the terms of use, with the address of a licence."""
        for each in field.take("u"):
            self.builder.add_licence(line(each), "540 $u", field.line)
        self._plain(field, "note")

    def _field_689(self, field: SourceField) -> None:
        put_chain_link(self.builder, field, self._clean)

    def _field_655(self, field: SourceField) -> None:
        if says_type(field, self.type):
            field.take("a2")
            return
        put_genre(self.builder, field, self._clean)

    def _field_856(self, field: SourceField) -> None:
        self._take_viewed(field)
        label = self._joined([*field.take("3"), *field.take("y"), *field.take("z")])
        for each in field.take("x"):
            self.builder.note("staff", line(each))
        for each in field.take("q"):
            self.builder.put_format(line(each), "medium", field.line)
        for each in field.take("u"):
            found = ADDRESS.search(each)
            if not found:
                self.builder.leave("856 $u", each, "this is not a web address", field.line)
                continue
            doi = self.builder.data.get("identifiers", {}).get("doi")
            if unquote(found[0]) == f"https://doi.org/{doi}" and not label:
                self.builder.leave_doi("856 $u", each, field.line)
                continue
            access = _ACCESS.get(field.peek("7")[:1], "")
            if access:
                field.take("7")
            related = "related" if field.indicators[1] == "2" else ""
            described = {"label": label, "access": access, "relation": related}
            self.builder.add_address(found[0], "856 $u", field.line, **described)

    def _take_viewed(self, field: SourceField) -> None:
        """Take the day on which an address was looked at from a note: `Viewed on 2022-08-01`."""
        for place, (code, value) in enumerate(field.subfields):
            match = _VIEWED.fullmatch(self._clean(value)) if code == "z" else None
            date = edtf(match[1]) if match else ""
            if date and "accessed" not in self.builder.data:
                field.taken.add(place)
                self.builder.data["accessed"] = date

    def _field_852(self, field: SourceField) -> None:
        """Add a copy with its holder, place and shelfmark (MARC 21, 852)."""
        shelfmark = self._joined(field.take("khijlm"))
        copy: dict[str, Any] = {}
        repository = self._joined(field.take("a"))
        if repository:
            copy["repository"] = body_named(repository)
        rooms = dict.fromkeys(self._clean(each) for each in field.take("bc"))
        if rooms:
            copy["sublocation"] = ", ".join(rooms)
        for code, name in (
            ("e", "place"),
            ("p", "barcode"),
            ("q", "condition"),
            ("t", "copy"),
        ):
            text = self._joined(field.take(code))
            if text:
                copy[name] = text
        for each in field.take("x"):
            self.builder.note("staff", line(each))
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
        named = self._named(field)
        if named is None or (roles == ["publisher"] and self._is_publisher(named)):
            return
        known = self.builder.contributor(named) if roles == ["contributor"] else None
        contributor = known or {}
        for role in roles if not contributor else ():  # a role more exact is there already
            contributor = self.builder.contribute(role, named)
        for each in field.take("u"):
            contributor.setdefault("affiliation", []).append(body_named(line(each)))

    def _is_publisher(self, named: NamedAgent) -> bool:
        """Return whether a heading (7XX) names who published the work by the imprint, too."""
        for each in one_or_more(self.builder.data.get("publisher")):
            if any(form in [form for _, form in each.forms] for _, form in named.forms):
                each.identifiers |= named.identifiers
                return True
        return False

    def _roles(self, field: SourceField) -> list[str]:
        found = []
        letter = "j" if field.tag.endswith("11") else "e"
        for place, (code, value) in enumerate(field.subfields):
            term = ""
            if code == "4":
                term = role_of_code(value.rpartition("/")[2].strip(" .,"))
            elif code == letter:
                word = line(value).strip(" .,").lower()
                term = role_of(word) or synonym(word, vocabulary("roles"), ROLES)
            if term:
                field.taken.add(place)
                if term not in found:
                    found.append(term)
        return found or [self._usual_role(field)]

    def _usual_role(self, field: SourceField) -> str:
        """Return the role of a heading that states none.

        The heading of a recording of music is its composer, or its performer if the work is known by
        that one: a body, or whom the note on performers names. Source: AACR2 21.23, 21.25.
        """
        if field.tag[0] == "7":
            return "contributor"
        kind = self.record.leader[6:7]
        if kind == _MUSIC_RECORDING:
            played = " ".join(each.peek("a") for each in self.record.named("511"))
            surname = self._clean(field.peek("a")).partition(",")[0]
            if field.tag != "100" or re.search(rf"\b{re.escape(surname)}\b", played):
                return "performer"
            if self.record.named("240"):
                return "composer"
        return TABLE.word("maker", kind) or "author"

    def _analytical(self, field: SourceField) -> None:
        """Read a heading of a name and a title: a work inside this one, or one that belongs to it."""
        roles = self._roles(field)
        is_part = field.indicators[1] == "2"
        relation = "has_part" if is_part else "related_works"
        relation, others = stated_relation(field, self._clean, relation)
        for version in filter(None, (field, field.other_script)):
            version.subfields = with_stops(version.subfields)
        work: dict[str, Any] = {"title": self._title_after_name(field)}
        if others:
            work["note"] = "; ".join(others)
        named = self._named(field)
        if named:
            maker = "composer" if is_part and self.record.leader[6:7] in _MUSIC else "author"
            role = maker if roles == ["contributor"] else roles[0]
            work["contributors"] = [{"agent": named, "role": role}]
        self.builder.relate(relation, work)

    def _title_after_name(self, field: SourceField) -> Any:
        """Return the title in a heading; what stands before it is of the name, such as a session in $n."""
        withheld = []
        for version in filter(None, (field, field.other_script)):
            codes = [code for code, _ in version.subfields]
            places = set(range(codes.index("t") if "t" in codes else 0)) - version.taken
            version.taken |= places
            withheld.append((version, places))
        title = self._text(field, _TITLE_OF_WORK)
        for version, places in withheld:
            version.taken -= places
        return title

    def _field_720(self, field: SourceField) -> None:
        """Read a name that no authority file controls. Source: MARC 21, 720."""
        name = self._clean(field.first("a"))
        is_body = field.indicators[0] == "2" or "organi" in field.peek("7").lower()
        kind: Literal["person", "organization"] = "organization" if is_body else "person"
        form: NameForm = name
        family, comma, given = name.partition(", ")
        if comma and kind == "person":
            form = {"family": family, "given": given}
        if name:
            for role in self._roles(field):
                self.builder.contribute(role, NamedAgent(kind, [("", form)]))

    def _field_730(self, field: SourceField) -> None:
        relation = "has_part" if field.indicators[1] == "2" else "related_works"
        relation, others = stated_relation(field, self._clean, relation)
        title = self._text(field, f"a{_TITLE_OF_WORK}")
        if title:
            note = {"note": "; ".join(others)} if others else {}
            self.builder.relate(relation, {"title": title, **note})


def _paragraphs(before: Any, text: Any) -> Any:
    """Return two texts as one with two paragraphs, in each script that either has."""
    if not text or text == before:
        return before
    if not isinstance(before, dict) and not isinstance(text, dict):
        return f"{before}\n\n{text}"
    forms = dict(before) if isinstance(before, dict) else {"": before}
    for tag, form in (text if isinstance(text, dict) else {next(iter(forms)): text}).items():
        forms[tag] = f"{forms[tag]}\n\n{form}" if tag in forms else form
    return forms


def _note_types() -> dict[str, str]:
    """Return the type of note for each field; of several, the first."""
    found: dict[str, str] = {}
    for term, row in vocabulary("note_types").items():
        for tag in row["marc"].split():
            found.setdefault(tag, term)
    return found
