"""A work as `biblStruct` (TEI P5 3.12.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from exporter.export.context import ExportContext
from exporter.export.reference import host, is_undescribed_part, own_contributions, own_identifiers
from exporter.export.tei.arrangement import NO_DATE, arrange, complete, has_date
from exporter.export.tei.contributors import Contributors
from exporter.export.tei.encoder import Encoder, Special
from exporter.export.tei.host import HostWriter
from exporter.export.tei.languages import write_languages
from exporter.export.tei.marks import Mark, add_mark, set_sort_key, token
from exporter.export.tei.mentions import write_reasons
from exporter.export.tei.paths import Path, Step
from exporter.export.tei.record_fields import special_fields
from exporter.export.tei.relations import Relations
from exporter.export.tei.scope import record_scope
from exporter.export.tei.text import set_language
from exporter.export.tei.titles import mark_main_title
from exporter.export.tei.unmapped import write_unmapped
from exporter.export.xml import XML_LANG, Element, element
from exporter.model.filing import filed_title
from exporter.model.markup import strip
from exporter.model.node import Node
from exporter.model.vocabularies import vocabulary
from exporter.model.work import Work

ITEM = ("analytic", "monogr")
"""The steps of the table for the work itself: `analytic` if it is part of another one, else
`monogr`.
"""
_ISSN = frozenset({"issn", "issn_l"})
_STATUS = {
    "open": "free",
    "restricted": "restricted",
    "embargoed": "restricted",
    "closed": "restricted",
}
"""TEI's words for the access to a work (TEI P5, availability/@status)."""
_RANGE = re.compile(r"(\w+)[-\u2013](\w+)")
_MANY = 100
"""How many others a statement names that it excludes, or they would fill gigabytes where there are
thousands.
"""


class Levels:
    """The word for a type of work, and the levels of the titles of it and of its host.

    The table has them as `graphic m/a m`: a picture is of the level m, and of the level a as part
    of another work.
    """

    def __init__(self, work: Work, context: ExportContext) -> None:
        row = context.crosswalk.row("type", work.type)
        known = row.target.split() if row.term == work.type else []
        self.word, own, self.host = known or (token(work.type), "m", "m")
        self.alone, _, hosted = own.partition("/")
        self.within = hosted or self.alone
        found = host(work)
        is_part = self.within == "a" and found is not None
        self.is_part = is_part or "container_title" in work.data
        if found and found.type:
            self.host = context.crosswalk.target("type", found.type).split()[1][0]

    @property
    def own(self) -> str:
        """The level of the title of the work itself."""
        return "a" if self.is_part else self.alone


def bibl_struct(work: Work, context: ExportContext, node: Node | None = None) -> list[Element]:
    """Return a work as `biblStruct`, and the relations that stand beside it.

    With `node`, which has some of its fields, the work is only described in short.
    """
    levels = Levels(work, context)
    root = element("biblStruct", xml_id=work.id, type=levels.word, subtype=work.kind)
    whole = node is None
    encoder = Encoder(
        work,
        work.node if node is None else node,
        root,
        record_scope(context.crosswalk, "work", "biblStruct"),
        context,
    )
    if whole:
        _set_sort_key(root, work, context)
    writer = _WorkWriter(work, encoder, levels)
    writer.write(whole=whole)
    return [root, *writer.encoder.siblings]


def _set_sort_key(root: Element, work: Work, context: ExportContext) -> None:
    """Say what the title is filed by, unless it is filed as it is printed."""
    printed = context.tag(work.title)
    filed = filed_title(work, printed, context.catalogue.settings.language)
    if filed != strip(work.title[printed]):
        set_sort_key(root, filed)


class _WorkWriter:
    """Writes a work with an encoder, and what a row of the table is not enough for."""

    def __init__(self, work: Work, encoder: Encoder, levels: Levels) -> None:
        self.work, self.root, self.levels = work, encoder.root, levels
        self.encoder, self.context = encoder, encoder.context
        self.contributors = Contributors(self.encoder)
        self.relations = Relations(self.encoder)
        self.item, self.monogr = self._skeleton()

    def _skeleton(self) -> tuple[Element, Element]:
        """Return the elements of the work and of its host, in the language of the work."""
        encoder = self.encoder
        encoder.choices = {ITEM: "analytic" if self.levels.is_part else "monogr"}
        if "cataloguing_language" in self.work.data:
            self.root.set(XML_LANG, self.work.plain("cataloguing_language"))
        monogr = self._level("monogr")
        if not self.levels.is_part:
            encoder.share(self.root, Step(ITEM), monogr)
            return monogr, monogr
        item = self._level("analytic")
        encoder.share(self.root, Step(ITEM), item)
        return item, monogr

    def _level(self, tag: str) -> Element:
        made = element(tag)
        self.root.append(made)
        set_language(made, self.work.node.languages.work, self.encoder.language)
        self.encoder.share(self.root, Step((tag,)), made)
        return made

    def write(self, *, whole: bool) -> None:
        """Write the fields of the work; `whole` also repeats what its hosts say."""
        encoder = self.encoder
        node = encoder.node
        writer = HostWriter(self.work, encoder, self.monogr, is_part=self.levels.is_part)
        encoder.special = {**self._special(), **self._relations(writer)}
        encoder.group(node, self.root, encoder.scope)
        if whole:
            writer.write_copies()
        if whole or "publisher" in node.value:
            self._disputed()
        write_unmapped(encoder, self.root)
        write_reasons(encoder, self.root)
        self._finish()
        encoder.special = {}  # or the encoder and this writer would refer to each other

    def _relations(self, writer: HostWriter) -> dict[str, Special]:
        special: dict[str, Special] = {}
        for name in vocabulary("relations").keys() & self.encoder.node.value.keys():
            special[name] = self.relations.write
            special[f"{name}/contributors"] = self._other_contributors
            special[f"{name}/language"] = self._other_language
        special["part_of"] = writer.write_part_of
        return special

    def _special(self) -> Mapping[str, Special]:
        return {
            **special_fields(self.encoder),
            "type": self._type,
            "status": self._status,
            "language": self._language,
            "contributors": self._contributors,
            "title": self._title,
            "container_title": self._title,
            "nonfiling": self._nonfiling,
            "identifiers": self._identifiers,
            "access": self._access,
            "created": self._date,
            "copyright_date": self._date,
            "pages": self._pages,
            "pagination": self._pagination,
            "imprints/publisher": self._imprint_publisher,
            "series": self._series,
            "series/contributors": self._other_contributors,
            "citations": self._citations,
        }

    # ---- attributes of the work

    def _type(self, node: Node, holder: Element) -> None:
        """Mark a type that the record states though its kind has it anyway."""
        catalogued = self.work.node.field.keyword("catalogued", {}) if self.work.node.field else {}
        if node.value == catalogued.get("type"):
            add_mark(holder, Mark.STATED)

    def _status(self, node: Node, holder: Element) -> None:
        self.encoder.set_attribute(node, holder, Path((), "status"))

    def _language(self, node: Node, _: Element) -> None:
        write_languages(self.encoder, node, self.item)

    def _other_language(self, node: Node, holder: Element) -> None:
        write_languages(self.encoder, node, holder)

    # ---- who made it, and its titles

    def _contributors(self, node: Node, _: Element) -> None:
        """Write the contributors of the work, or of the book of which it is a part."""
        nodes = node.all()
        if not is_undescribed_part(self.work):
            self.contributors.write(nodes, self.item, numbered=False)
            return
        own = [each.node.pointer for each in own_contributions(self.work)]
        first = [each for each in nodes if each.pointer in own]
        others = [each for each in nodes if each.pointer not in own]
        split = bool(first and others)
        self.contributors.write(first, self.item, numbered=split)
        self.contributors.write(others, self.monogr, numbered=split)

    def _other_contributors(self, node: Node, holder: Element) -> None:
        self.contributors.write(node.all(), holder, numbered=False)

    def _title(self, node: Node, holder: Element) -> None:
        path = self.encoder.scope.paths[str(node.pointer[0])][0]
        self.encoder.write(node, holder, self.encoder.scope, path)
        parent = self.encoder.parent(holder, path.steps[:-1])
        mark_main_title(node, parent, self.context)

    def _nonfiling(self, node: Node, holder: Element) -> None:
        title = next(
            (each for each in self.item.named("title") if each.get("type") == "main"), None
        )
        if title is None:
            self.encoder.leave(node, holder)
        else:
            title.set("n", str(node.value))
            self.encoder.register(node, [title])

    # ---- numbers

    def _identifiers(self, node: Node, holder: Element) -> None:
        """Write each number where it belongs: with the work, its host, or its series."""
        own = {each.scheme for each in own_identifiers(self.work)}
        path = self.encoder.scope.paths["identifiers"][0]
        with_work, with_host, with_series = {}, {}, {}
        series = self.work.data.get("series")
        for scheme, value in node.value.items():
            if scheme in own:
                with_work[scheme] = value
            elif self.levels.is_part or scheme not in _ISSN or isinstance(series, list | None):
                with_host[scheme] = value
            else:
                with_series[scheme] = value
        levels = ((with_work, self.item), (with_host, self.monogr))
        for numbers, parent in levels:
            self._numbers(node, numbers, parent, path)
        if with_series:
            self._numbers(node, with_series, self._series_element(holder), path)

    def _numbers(
        self, node: Node, numbers: Mapping[str, object], parent: Element, path: Path
    ) -> None:
        some = Node(numbers, node.field, node.languages, node.pointer)
        self.encoder.write(some, parent, self.encoder.scope, path._replace(steps=path.steps[-1:]))

    def _series_element(self, holder: Element) -> Element:
        made = self.encoder.parent(holder, (Step(("series",)),))
        set_language(made, self.work.node.languages.work, self.encoder.language)
        return made

    # ---- imprint

    def _access(self, node: Node, holder: Element) -> None:
        path = self.encoder.scope.paths["access"][0]
        self.encoder.write(node, holder, self.encoder.scope, path)
        availability = self.encoder.parent(holder, path.steps[:2])
        availability.set("status", _STATUS.get(str(node.value), "unknown"))

    def _date(self, node: Node, holder: Element) -> None:
        """Write a date into the imprint if that has none yet, else into a note."""
        in_imprint, in_note = self.encoder.scope.paths[str(node.pointer[0])]
        path = in_note if has_date(self.root) else in_imprint
        self.encoder.write(node, holder, self.encoder.scope, path)

    def _pages(self, node: Node, holder: Element) -> None:
        path = self.encoder.scope.paths["pages"][0]
        self.encoder.write(node, holder, self.encoder.scope, path)
        made = self.encoder.places["pages"][0]
        unit = self.work.plain("pagination")
        if unit:
            made.set("unit", unit)
        found = _RANGE.fullmatch(str(node.value))
        if found:
            made.set("from", found[1])
            made.set("to", found[2])

    def _pagination(self, node: Node, holder: Element) -> None:
        """Mark the unit `page` if the record states it; any other unit shows with the pages."""
        if "pages" not in self.encoder.places:
            self.encoder.leave(node, holder)
        elif node.value == "page":
            add_mark(self.encoder.places["pages"][0], Mark.STATED)

    def _disputed(self) -> None:
        """Write what mentions print of the publisher of a work whose record names none.

        The statements exclude each other: each names the others, of thousands the first.
        """
        statements = self.work.disputed
        if not statements:
            return
        imprint = self.encoder.parent(self.root, (Step(("monogr",)), Step(("imprint",))))
        ids = [f"{self.work.id}.publisher.{number}" for number in range(1, len(statements) + 1)]
        for own, statement in zip(ids, statements, strict=True):
            tag = self.context.tag(statement.value)
            mentions = [f"#{self.encoder.mention(int(way[1]) + 1)}" for way in statement.pointers]
            made = element(
                "publisher",
                statement.value[tag],
                xml_id=own,
                ref=f"#{statement.agent.id}" if statement.agent else None,
                exclude=" ".join(f"#{other}" for other in ids[:_MANY] if other != own),
                corresp=mentions[0],
                source=" ".join(mentions),
            )
            imprint.append(made)
            set_language(made, tag, self.encoder.language)

    def _imprint_publisher(self, node: Node, holder: Element) -> None:
        """Write who distributed a work as `distributor`, anyone else as `publisher`."""
        function = self.work.node.get(*node.pointer[:-1], "function")
        tag = "distributor" if function and function.value == "distribution" else "publisher"
        path = Path((Step((tag,)),))
        self.encoder.write(node, holder, self.encoder.scope.inner("imprints"), path)

    def _series(self, node: Node, holder: Element) -> None:
        """Write one series, or each of a list with its own element."""
        plain, grouped = self.encoder.scope.paths["series"]
        if isinstance(node.value, list):
            self.encoder.write(node, holder, self.encoder.scope, grouped)
        else:
            self._series_element(holder)
            self.encoder.write(node, holder, self.encoder.scope, plain)

    # ---- what is around

    def _citations(self, node: Node, _: Element) -> None:
        self.relations.write_beside(node, "citations")

    # ---- the whole

    def _finish(self) -> None:
        """Set the levels of the titles, and give the element what the content models want."""
        levels = {"analytic": "a", "monogr": self.levels.own, "series": "s"}
        if self.levels.is_part:
            levels["monogr"] = self.levels.host
        for tag, level in levels.items():
            for parent in self.root.named(tag):
                if tag == "monogr" and parent is not self.monogr:
                    level = self.levels.host
                for title in parent.named("title"):
                    title.set("level", level)
        words = self.work.plain("status") or NO_DATE
        institution = self.context.catalogue.settings.institution or "[holder not stated]"
        complete(self.root, words, institution)
        arrange(self.root)
