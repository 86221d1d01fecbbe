"""One description of a finding aid, of the whole or of a component, as an entry.

Source: EAD Tag Library 2002; EAD3 Tag Library 1.1.1; ISAD(G), 3.1-3.6.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from exporter.export.tei.dates import CALENDARS
from exporter.importers.builder import MEDIA_TYPE, EntryBuilder
from exporter.importers.ead.dates import date_of, is_unknown, structured, with_words
from exporter.importers.ead.names import NameReader
from exporter.importers.ead.nodes import ACCESS_POINTS, PROSE, TABLE
from exporter.importers.entry import Entry, Leftover
from exporter.importers.languages import tag_of, work_language
from exporter.importers.marc.punctuation import without_punctuation
from exporter.importers.names import body_named
from exporter.importers.registry import ImportContext
from exporter.importers.text import is_web_address, line, without_html
from exporter.importers.tree import Handler, SourceNode, TreeReader
from exporter.model.text import primary_language
from exporter.records.one_or_more import one_or_more

_WORDS_OF_LANGUAGES = re.compile(r"\s*(?:[,;/.&]|\b(?:and|und|et|y|e)\b)\s*")
_ADDRESS_BEHIND = re.compile(r" \(https?://[^\s()]+\)")
_BARCODE = re.compile(r"\[([0-9]{6,})\]")
"""A barcode as ArchivesSpace writes it into the label of a container."""
_ITEM = "item"
"""The level of which a genre says what the work is; at others, it says what is among the material."""


def header_language(node: SourceNode) -> str:
    """Return the language in which a finding aid is written, if its header states one."""
    stated = {
        tag_of(each.peek("@langcode") or line(each.text))
        for name in ("langusage", "languagedeclaration")
        for group in node.descendants(name)
        for each in group.descendants("language")
    }
    return stated.pop() if len(stated) == 1 else ""


class ComponentReader:
    """Reads one description; `has_parts` says whether there are others inside it."""

    def __init__(self, node: SourceNode, context: ImportContext, has_parts: bool) -> None:
        self.node, self.has_parts = node, has_parts
        self.language = context.language
        key = node.peek("eadheader", "eadid") or node.peek("control", "recordid")
        key = line(key).removesuffix(".xml") or node.peek("@id")
        self.builder = EntryBuilder(context.schemas, node.line, key)
        self.names = NameReader(self.builder)
        self.dates: list[str] = []
        """The dates in words, for a description that has no title."""

    def read(self, part_of: str, language: str) -> Entry:
        """Return the entry, which is part of the one at a place in the file.

        `language` is that of the finding aid, if it states one.
        """
        if language and language != self.language:
            self.builder.data["cataloguing_language"] = language
        self._level()
        self._tell_hidden()
        inside_did: dict[str, Handler] = {
            "unittitle": self._title,
            "unitdate": self._date,
            "unitdatestructured": self._date,
            "unitid": self._number,
            "origination": self._origination,
            "physdesc": self._extent,
            "physdescstructured": self._extent,
            "physdescset/physdescstructured": self._extent,
            "langmaterial": self._language,
            "repository": self._repository,
            "container": self._container,
            "physloc": self._location,
            "abstract": self._abstract,
            "controlaccess": self._access_points,
            "index": self._access_points,
            **dict.fromkeys(("dao", "daogrp", "daoset"), partial(self._digital_object, label="")),
            **dict.fromkeys(PROSE, self._prose),
        }
        handlers: dict[str, Handler] = {"eadheader/eadid": self._eadid}
        for name, handler in inside_did.items():  # many finding aids have them outside of it, too
            handlers |= {f"did/{name}": handler, name: handler}
        TreeReader(self.builder, TABLE, handlers).read(self.node)
        self._devise_title()
        self._tag_title(language or self.language)
        return self.builder.finish(part_of)

    def _level(self) -> None:
        level = self.node.take("@level")
        other = self.node.take("@otherlevel")
        ours = TABLE.word("level", level)
        type = "manuscript"
        if ours == _ITEM:
            type = self._type_of_genre() or type
        elif ours in {"", "otherlevel"}:
            type = "collection" if self.has_parts else type
        elif ours != "file":
            type = "collection"
        self.builder.kind(type)
        if ours:
            self.builder.data["level"] = ours
        if level and not ours:
            self.builder.leave_unknown("@level", level, self.node.line)
        elif level and ours != level.replace("grp", "group").replace("subfonds", "subgroup"):
            self.builder.note("general", f"Level: {level}")
        if other:
            self.builder.note("general", f"Level: {other}")
        if self.node.peek("@audience") == "internal":
            reason = "the finding aid hides this description from the public; the record says it"
            self.builder.weaken("@audience", self.node.take("@audience"), reason, self.node.line)

    def _tell_hidden(self) -> None:
        """Tell of a location, a box or a name that the finding aid hides from the public.

        Prose for the staff is a note for them; the number of a record in a system needs no word.
        """
        for group in [self.node, *self.node.all("did")]:
            for each in group.children:
                is_told = each.name in PROSE or each.name in {"did", "unitid", "eadheader"}
                if not is_told and each.peek("@audience") == "internal":
                    reason = "the finding aid hides it from the public; the record says it"
                    self.builder.weaken(f"{each.name}/@audience", "internal", reason, each.line)

    def _type_of_genre(self) -> str:
        """Return the CSL type of an item by its genre; empty if its genres are those of several."""
        genres = [
            part.text or each.text
            for each in self.node.descendants("genreform")
            for part in [each, *each.children]
        ]
        words = {without_punctuation(line(without_html(each)), "").lower() for each in genres}
        types = {TABLE.word("genretype", each) for each in words} - {""}
        return types.pop() if len(types) == 1 else ""

    def _title(self, node: SourceNode) -> None:
        text = line(without_html(node.read()))
        kind = node.take("@type") or node.take("@localtype")
        for each in node.all("unitdate"):
            self._date(each)
        for each in node.all(*ACCESS_POINTS):
            self.names.access_point(each)
        if (
            text
            and kind.lower() in {"supplied", "devised"}
            and "devised_title" not in self.builder.data
        ):
            self.builder.data["devised_title"] = text
        else:
            self.builder.add_title(text)

    def _devise_title(self) -> None:
        """Give a description without a title that of the finding aid, or its date, number or box."""
        data = self.builder.data
        if "title" in data or "devised_title" in data:
            return
        copy: dict[str, Any] = next(iter(data.get("holdings", ())), {})
        boxes = [f"{word} {copy[word]}" for word in ("box", "folder", "item") if word in copy]
        found = [
            self._title_of_finding_aid(),
            *self.dates,
            copy.get("shelfmark", ""),
            ", ".join(boxes).capitalize(),
        ]
        if any(found):
            data["devised_title"] = next(filter(None, found))

    def _tag_title(self, language: str) -> None:
        """Give the title the language of the finding aid, if the material is in another one.

        An archivist supplies most titles (ISAD(G) 3.1.2), and plain text is in the language of the work.
        """
        data = self.builder.data
        material = one_or_more(data.get("language"))
        if (
            "title" in data
            and material
            and primary_language(material[0]) != primary_language(language)
        ):
            data["title"] = {language: data["title"]}

    def _title_of_finding_aid(self) -> str:
        """Return the title of the finding aid, which its header has, for the description of the whole."""
        for header in self.node.all("eadheader", "control"):
            for title in header.descendants("titleproper"):
                return line(without_html(title.text))
        return ""

    def _eadid(self, node: SourceNode) -> None:
        """Read where the finding aid itself can be read; its number is the key of the entry."""
        node.read()
        address = node.take("@url")
        if is_web_address(address):
            self.builder.add_address(
                address, "eadid", node.line, label="Finding aid", relation="related"
            )

    def _date(self, node: SourceNode) -> None:
        """Read a date: an inclusive one is that of the material, one of the bulk of it a note."""
        text = line(without_html(node.read()))
        kind = node.take("@type") or node.take("@unitdatetype")
        act = node.take("@datechar") or node.take("@label").strip(" :")
        date = date_of(text, node.take("@normal"), node.take("@certainty"))
        if node.name == "unitdatestructured":
            date, text = structured(node)
        self.dates += [text or date] if text or date else []
        if not date and is_unknown(text):
            self._leave_frame(node.name, text, node.line, "it says that nothing is known")
            return
        target = TABLE.word("date", act.lower()) or "created"
        calendar = node.take("@calendar").lower()
        calendar = calendar if calendar in CALENDARS and calendar != "gregorian" else ""
        there = self.builder.data.get(target)
        if not date and text:
            self.builder.note("general", f"Date: {text}")
            reason = "this date is not understood; it is kept in a note"
            self.builder.weaken(node.name, text, reason, node.line)
        elif kind == "bulk":
            self.builder.note("general", f"Bulk dates: {text.removeprefix('bulk ') or date}")
        elif date and there is None and target != "note":
            self.builder.data[target] = with_words(date, text, calendar)
        elif date and date != (there["date"] if isinstance(there, dict) else there):
            label = act.capitalize() if target == "note" else "Date"
            self.builder.note("general", f"{label}: {text or date}")

    def _number(self, node: SourceNode) -> None:
        """Read a reference code, which is the shelf mark; another one is a local number."""
        text = line(node.read())
        said = [node.take(f"@{name}") for name in ("type", "localtype", "label")]
        kind = next(filter(None, said), "").strip(" :")
        known = TABLE.terms("unitid").get(kind.lower())
        target = known.field if known else ""
        address = node.take("@identifier")
        if address and not text:
            reason = "it is the number of a record in another system"
            self._leave_frame("unitid/@identifier", address, node.line, reason)
        if not text:
            return
        copy = self._first_copy()
        persistent = re.search(r"\bark:/?[0-9]{5}/\S+", text)
        if known and known.is_left:
            self.builder.leave_by(known, "unitid", text, node.line)
        elif persistent and target != "shelfmark":
            self.builder.identify("ark", persistent[0], "unitid", node.line)
        elif target == "former_shelfmark" and target not in copy:
            copy[target] = text
        elif target not in {"former_shelfmark", "local"} and "shelfmark" not in copy:
            copy["shelfmark"] = text
        elif text != copy.get("shelfmark"):
            self.builder.identify("local", text, "unitid", node.line, kind)
        if not copy:
            self._drop_empty_copy()

    def _leave_frame(self, field: str, value: str, at: int, reason: str) -> None:
        left = Leftover(at, field, line(value), reason, frame=True)
        self.builder.leftovers.append(left)

    def _first_copy(self) -> dict[str, Any]:
        first: dict[str, Any] = self.builder.data.setdefault("holdings", [{}])[0]
        return first

    def _drop_empty_copy(self) -> None:
        copies = [each for each in self.builder.data.pop("holdings", []) if each]
        if copies:
            self.builder.data["holdings"] = copies

    def _extent(self, node: SourceNode) -> None:
        """Read an extent: as words, in elements of EAD 2002, or counted as EAD3 has it."""
        for words in self._extents(node):
            if re.search(r"[0-9]", words):
                self.builder.put("extent", words, node.name, node.line)
            elif words:
                self.builder.note("physical", words)
        for each in node.all("dimensions"):
            size = line(f"{_all_text(each)} {each.take('@unit')}")
            if size:
                self.builder.put("dimensions", size, "dimensions", each.line)
        for each in node.all("physfacet"):
            self._facet(each)
        for each in node.all(*ACCESS_POINTS):
            self.names.access_point(each)
        for each in node.all("descriptivenote"):
            self.builder.note("physical", without_html(_all_text(each)))

    def _extents(self, node: SourceNode) -> list[str]:
        """Return the extents in a `physdesc`; one of carriers in brackets belongs to that before it."""
        found = [line(without_html(node.read()))]
        if found[0]:  # the words stand around the elements, and say what these say
            node.read_all()
        found.append(line(f"{node.take('quantity')} {node.take('unittype')}"))
        for each in node.all("extent"):
            words = line(f"{without_html(each.read())} {each.take('@unit')}")
            if words.startswith("(") and found[-1]:
                found[-1] += f" {words}"  # the carriers of the same material (DACS 2.5.7)
            else:
                found.append(words)
        return [each for each in found if each]

    def _facet(self, node: SourceNode) -> None:
        """Read an aspect of how the material looks (EAD 2002, physfacet/@type)."""
        text = line(without_html(_all_text(node)))
        kind = line(node.take("@type") or node.take("@localtype"))
        target = TABLE.word("facet", kind.lower())
        if target and not (target == "colour" and target in self.builder.data):
            self.builder.put(target, text, "physfacet", node.line)
        elif text:
            self.builder.note("physical", f"{kind.capitalize()}: {text}" if kind else text)

    def _origination(self, node: SourceNode) -> None:
        label = node.take("@label") or node.take("@localtype")
        named = node.all(*ACCESS_POINTS)
        for each in named:
            self.names.contributor(each, label)
        if not named:
            self.names.contributor(node, label)
        node.taken = True

    def _language(self, node: SourceNode) -> None:
        stated = list(node.descendants("language"))
        others = [each for each in node.all("emph", "p") if not stated]
        text = line(without_html(node.read() or " ".join(map(_all_text, others))))
        told = []
        for each in stated:
            name, code = line(each.read()), each.take("@langcode")
            tag = work_language(code) or work_language(name)
            if tag:
                self.builder.put("language", tag, "language", each.line)
                told.append(name)
            elif name or code:
                text = text or name or code
        words = [each for each in _WORDS_OF_LANGUAGES.split(text) if each]
        tags = [work_language(each) for each in words]
        if not stated and tags and all(tags):
            for tag in tags:
                self.builder.put("language", tag, "langmaterial", node.line)
        elif set(words) - set(told):
            self.builder.note("language", text)
        for each in node.all("script"):
            each.read_all()
        for each in node.descendants("descriptivenote"):
            self.builder.note("language", without_html(_all_text(each)))

    def _repository(self, node: SourceNode) -> None:
        named = [
            self.names.agent(each) for each in node.all("corpname", "name", "persname", "famname")
        ]
        bodies = [each for each in named if each]
        words = line(_ADDRESS_BEHIND.sub("", without_html(node.read())))
        if not bodies and words:
            bodies = [body_named(words)]
            for each in node.all("extref", "extptr", "address", "subarea"):
                each.read_all()
        for each in node.all("subarea"):
            bodies.append(body_named(line(each.read())))
        if bodies:
            copy = self._first_copy()
            bodies[0].kind = "organization"
            copy["repository"] = bodies[0]
        if len(bodies) > 1:
            copy["sublocation"] = ", ".join(each.display for each in bodies[1:])

    def _container(self, node: SourceNode) -> None:
        """Read a box, a folder or another container; one that is repeated begins another copy."""
        kind = line(node.take("@type") or node.take("@localtype")).lower()
        label = node.take("@label")
        kind = kind or re.sub(r"\[.*", "", label).strip(" :").lower()
        text = line(without_html(node.read()))
        text = re.sub(rf"^{re.escape(kind)}s? +", "", text, flags=re.IGNORECASE) if kind else text
        if not text:
            return
        copies = self.builder.data.setdefault("holdings", [{}])
        sort = TABLE.word("container", kind)
        if not sort:
            sort, text = "note", f"{kind.capitalize()} {text}".strip()
        if sort in copies[-1]:
            box = copies[-1].get("box")
            copies.append({"box": box} if box and sort not in {"box", "note"} else {})
        copies[-1][sort] = text
        barcode = _BARCODE.search(label)
        if barcode and "barcode" not in copies[-1]:
            copies[-1]["barcode"] = barcode[1]

    def _location(self, node: SourceNode) -> None:
        text = line(without_html(node.read()))
        copy = self._first_copy()
        if text and "sublocation" not in copy:
            copy["sublocation"] = text
        elif text:
            self.builder.note("general", f"Location: {text}")
        if not copy:
            self._drop_empty_copy()

    def _abstract(self, node: SourceNode) -> None:
        self.builder.add_abstract(without_html(node.read()), "abstract", node.line)

    def _prose(self, node: SourceNode) -> None:
        """Read paragraphs about the material; what is for the staff alone is a note for them."""
        head = line(without_html(node.take("head"))).rstrip(" :.")
        kind = node.take("@type") or node.take("@localtype")
        head = head or node.take("@label").strip(" :")
        for each in node.all(*PROSE):
            self._prose(each)
        text = without_html(node.read())
        target = TABLE.word("prose", node.name)
        if not text:
            return
        frame = TABLE.terms("prose_type").get(kind)
        if frame:
            self.builder.leave_by(frame, node.name, text, node.line)
        elif node.take("@audience") == "internal":
            self.builder.note("staff", f"{head}: {text}" if head else text)
        elif target == "abstract" and target not in self.builder.data:
            self.builder.put("abstract", text, node.name, node.line)
        elif target in {"abstract", "general"}:
            head = head or ("Scope and content" if target == "abstract" else "")
            self.builder.note("general", f"{head}: {text}" if head else text)
        else:
            self.builder.note(target, text)

    def _access_points(self, node: SourceNode) -> None:
        for each in node.all("controlaccess", "list", "item", "indexentry", "namegrp"):
            self._access_points(each)
        for each in node.all(*ACCESS_POINTS):
            self.names.access_point(each)
        for each in node.all("p") if node.name == "index" else ():
            self.builder.note("general", without_html(each.read()))

    def _digital_object(self, node: SourceNode, label: str) -> None:
        """Read the address of a digital object, or those in a group (EAD 2002, daogrp; EAD3, daoset)."""
        about = [_all_text(each) for each in node.all("daodesc", "descriptivenote")]
        label = line(
            node.take("@title") or node.take("@linktitle") or next(iter(about), "") or label
        )
        for each in node.all("dao", "daoloc"):
            self._digital_object(each, label)
        address, format = node.take("@href"), node.take("@role")
        if is_web_address(address):
            format = format if MEDIA_TYPE.fullmatch(format) else ""
            self.builder.add_address(address, node.name, node.line, label=label, format=format)
        elif address:
            self.builder.leave_unknown(f"{node.name}/@href", address, node.line)


def _all_text(node: SourceNode) -> str:
    """Return all text inside a node, its paragraphs parted by empty lines, and mark it read."""
    found = [node.read()] if node.text.strip() else []
    for each in node.children:
        if not each.name.startswith("@") and each.name != "head":
            found.append(_all_text(each))
    return "\n\n".join(filter(None, found))
