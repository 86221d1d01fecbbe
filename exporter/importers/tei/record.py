"""What the records of works, persons and organisations have in common, read from TEI."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Any

from exporter.export.registry import crosswalk
from exporter.export.xml import XML_ID, XML_LANG, Element
from exporter.importers.tei.source import Source
from exporter.importers.tei.value import date, forms, kept, numbered, some
from exporter.records.schema import Schemas

_ID = re.compile(r"[a-z][a-z0-9-]*", re.ASCII)


class Record:
    """One record on its way out of TEI. Fields are named as the format's table names them (`found/title`)."""

    def __init__(self, source: Source, node: Element, kind: str, schemas: Schemas) -> None:
        self.source, self.node, self.kind, self.schemas = source, node, kind, schemas
        self.noun = schemas.noun(kind)

    def shared(self) -> dict[str, Any]:
        """Read the fields that all records may have."""
        return {
            "id": identifier(self.source, self.node),
            "kind": self.kind,
            "language": self.source.needed(self.node, XML_LANG),
            "identifiers": self._identifiers(),
            "url": self.some("url"),
            "distinct_from": self.ids("distinct_from"),
            "notes": self.numbered("notes", "[not(@type)]"),
            "found": [self._mention(each) for each in self.all("found", "/bibl")],
            "inferred": self._inferred(),
            **self._unknown(),
        }

    # ---- fields that are alike ----

    def path(self, field: str) -> str:
        """Give the way from the record to what the table has for a field, as XPath."""
        return _path(self.noun, field)

    def all(self, field: str, more: str = "") -> list[Element]:
        """Give the elements of a field."""
        return self.source.all(
            self.node, " | ".join(each + more for each in self.path(field).split(" | "))
        )

    def some(self, field: str, more: str = "") -> Any:
        """Read a text in its forms."""
        return forms(self.source, self.all(field, more))

    def numbered(self, field: str, more: str = "") -> list[Any]:
        """Read a list of texts."""
        return numbered(self.source, self.all(field, more))

    def date(self, field: str, more: str = "") -> Any:
        """Read a date."""
        return next((date(self.source, each) for each in self.all(field, more)), None)

    def ids(self, field: str) -> list[str]:
        """Read the ids that one pointer or several name."""
        return [id for each in self.all(field) for id in self.source.pointers(each)]

    # ---- fields that are not ----

    def _identifiers(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for each in self.all("identifiers", "[not(@type='URI')]"):
            scheme = term("scheme", each.get("type", ""))
            if not scheme or scheme in found:
                self.source.misread(
                    each,
                    f"this idno is of the type “{each.get('type', '')}”, which has no place here",
                )
            found[scheme] = self.source.text(each)
        return found

    def _mention(self, bibl: Element) -> dict[str, Any]:
        fields = {
            path[2]: field
            for path, field in self.schemas.fields(self.kind).items()
            if _of_mention(path)
        }
        found: dict[str, Any] = {}
        for name, field in fields.items():
            path = _inside(self.noun, f"found/{name}")
            if name == "in":
                target = self.source.first(bibl, "ptr")
                found[name] = "" if target is None else self.source.pointer(target)
            elif field.keyword("type") == "array":
                found[name] = [self.source.text(each) for each in self.source.all(bibl, path)]
            else:
                found[name] = some(self.source, bibl, path)
        if not found.get("in"):
            self.source.misread(
                bibl, "this mention does not point to the work in which it is printed"
            )
        return kept(found)

    def _inferred(self) -> dict[str, Any]:
        reasons: dict[str, list[Element]] = {}
        for note in self.all("inferred"):
            self.source.attribute(note, "target")
            reasons.setdefault(self.source.needed(note, "subtype"), []).append(note)
        return {path: forms(self.source, notes) for path, notes in reasons.items()}

    def _unknown(self) -> dict[str, Any]:
        """Read the notes whose type is the name of a field that the table does not know, as the schema wants it."""
        found: dict[str, Any] = {}
        for name in self.schemas.within(self.kind, ()):
            if crosswalk("tei").row(self.noun, name).term == "*":
                for note in self.source.all(self.node, f"note[@type='{name}']"):
                    way = self.source.attribute(note, "subtype")
                    steps = [
                        int(step) if step.isdigit() else step for step in way.split(".") if step
                    ]
                    self._put(found, [name, *steps], self.source.text(note))
        return found

    def _put(self, found: dict[str, Any], way: list[str | int], text: str) -> None:
        field = self.schemas.field(self.kind, tuple(way))
        sort = field.keyword("type") if field else "string"
        value: Any = text
        if sort == "integer" and re.fullmatch("-?[0-9]{1,18}", text, re.ASCII):
            value = int(text)
        elif sort == "boolean":
            value = {"True": True, "False": False}.get(text, text)
        inner: Any = found
        for step, following in pairwise(way):
            fresh: Any = [] if isinstance(following, int) else {}
            if isinstance(inner, list):
                if step == len(inner):
                    inner.append(fresh)
                inner = inner[int(step)]
            else:
                inner = inner.setdefault(step, fresh)
        if isinstance(inner, list):
            inner.append(value)
        else:
            inner[way[-1]] = value


def identifier(source: Source, node: Element) -> str:
    """Read the id of a record, which is going to be the name of a file."""
    id = source.needed(node, XML_ID)
    if id and not _ID.fullmatch(id):
        source.misread(
            node, f"“{id}” cannot be the id of a record: small letters a–z, digits and hyphens"
        )
    return id


def term(vocabulary: str, target: str) -> str:
    """Give our term for one of TEI; empty where the table has none."""
    return _terms(vocabulary).get(target, "")


@cache
def _terms(vocabulary: str) -> Mapping[str, str]:
    return {
        row.target.split()[0]: row.term for row in crosswalk("tei") if row.vocabulary == vocabulary
    }


@cache
def _path(noun: str, field: str) -> str:
    """Make an XPath, from the record's element, of the paths of the table: `idno[@type=URI]` wants quotation marks."""
    paths = []
    for path in crosswalk("tei").target(noun, field).split(", "):
        inside = path.partition("/")[2]
        inside = re.sub(
            r"\(([\w|]+)\)", lambda tags: f"*[self::{tags[1].replace('|', ' or self::')}]", inside
        )
        paths.append(re.sub(r"=([\w-]+)\]", r"='\1']", inside))
    return " | ".join(paths)


@cache
def _inside(noun: str, field: str) -> str:
    """Give the last step of a path, for what stands inside a `bibl`; without conditions it wants none there."""
    step = _path(noun, field).partition("/bibl/")[2]
    return step if "[@" in step else f"{step}[not(@type) and not(@level)]"


def _of_mention(path: tuple[str, ...]) -> bool:
    return path[:2] == ("found", "*") and len(path) == 3
