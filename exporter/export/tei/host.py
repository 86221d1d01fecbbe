"""What a work is part of: its book, its journal, its set of volumes (TEI P5 3.12.2.1).

What another record says of it is repeated, so that the description can be read by itself; these
elements have a `corresp` that points to that record. What the record of the part says of it stands
there once; these elements have a `corresp` that points to the `monogr`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exporter.export.context import ExportContext
from exporter.export.reference import Host, host_relation, hosts
from exporter.export.tei.arrangement import has_date
from exporter.export.tei.contributors import Contributors
from exporter.export.tei.encoder import Encoder
from exporter.export.tei.paths import Path, Step
from exporter.export.tei.relations import WORK, Relations
from exporter.export.tei.scope import Scope, scope_of
from exporter.export.tei.text import content, set_language
from exporter.export.tei.titles import mark_main_title
from exporter.export.xml import XML_ID, Element, element
from exporter.model.node import Node
from exporter.model.work import Work

_COPIED = ("contributors", "title", "devised_title", "identifiers", "edition")
_DATE = "issued"
_COPIED_IMPRINT = ("publisher", "place", _DATE)
"""What is repeated of a host: of its imprint only what the work does not state itself."""


def host_id(id: str) -> str:
    """Return the xml:id of the `monogr` for the host of the work `id`, if the host has no record."""
    return f"{id}.host"


class HostWriter:
    """Writes what a work is part of, with an encoder."""

    def __init__(self, work: Work, encoder: Encoder, monogr: Element, *, is_part: bool) -> None:
        self._work = work
        self._encoder = encoder
        self._relations = Relations(encoder)
        self._monogr = monogr
        self._is_part = is_part
        self._scope = scope_of(encoder.context.crosswalk, "host")
        self._contributors = Contributors(encoder)

    def write_part_of(self, node: Node, holder: Element) -> None:
        """Write the works of which a work is part; the first one is its host, in a `monogr`."""
        relation = host_relation(self._work)
        host = relation.node.pointer if relation and relation.node else ()
        for place, each in enumerate(node.all(), start=1):
            n = str(place) if isinstance(node.value, list) else ""
            item = self._relations.related_item(node, holder, n)
            if each.pointer == host:
                self._write_host(each, item)
            else:
                self._relations.write_one(each, item)

    def _write_host(self, node: Node, item: Element) -> None:
        if isinstance(node.value, str):
            item.set("target", f"#{node.value}")
            self._encoder.register(node, [item])
        elif WORK in node.value:
            self._relations.write_one(node, item)
        else:
            self._describe(node, item)

    def _describe(self, node: Node, item: Element) -> None:
        """Write a host without a record: in `monogr` what that can hold, else in `relatedItem`."""
        encoder, id = self._encoder, host_id(self._work.id)
        monogr = self._host_monogr()
        monogr.set(XML_ID, id)
        here = {name: value for name, value in node.value.items() if name in self._scope.paths}
        rest = {name: value for name, value in node.value.items() if name not in here}
        with encoder.corresponding(f"#{id}"):
            part = Node(here, node.field, node.languages, node.pointer)
            self._into(part, monogr, self._scope)
        encoder.register(node, [item])
        if not rest:
            item.set("target", f"#{id}")
            return
        part = Node(rest, node.field, node.languages, node.pointer)
        self._relations.write_one(part, item)
        item[0].set("corresp", f"#{id}")

    def _host_monogr(self) -> Element:
        """Return the `monogr` of the host: that beside `analytic`, or one more."""
        if self._is_part:
            return self._monogr
        made = element("monogr")
        self._encoder.root.append(made)
        return made

    def _into(self, node: Node, monogr: Element, scope: Scope) -> None:
        """Write fields of a host below a `monogr`, and its series beside it."""
        encoder = self._encoder
        root = encoder.root
        step = Step(("monogr",))
        before = encoder.parent(root, (step,))
        encoder.share(root, step, monogr)
        for name in scope.paths:
            inner = node.get(name)
            if inner is None:
                continue
            if name == "contributors":
                self._contributors.write(inner.all(), monogr, numbered=False)
            else:
                self._write_field(inner, scope.paths[name])
            if name == "title":
                mark_main_title(inner, monogr, encoder.context)
        encoder.share(root, step, before)

    def _write_field(self, node: Node, paths: Sequence[Path]) -> None:
        """Write a field of a host; its date only if no other one is there, or else in a note."""
        encoder = self._encoder
        is_second_date = node.pointer[-1] == _DATE and has_date(encoder.root)
        encoder.write(node, encoder.root, self._scope, paths[1 if is_second_date else 0])

    # ---- what other records say

    def write_copies(self) -> None:
        """Repeat what the records of the hosts say, the nearest one first."""
        for place, found in enumerate(hosts(self._work)):
            if found.work is None:
                if place:
                    self._title_alone(found)
                continue
            monogr = self._host_monogr() if not place else self._further_monogr(found.work)
            if not self._is_part or place:
                monogr.set("corresp", f"#{found.work.id}")
            with self._encoder.corresponding(f"#{found.work.id}", copies=True):
                self._copy(found.work, monogr, set(self._names(place)))
            self._write_series(found, monogr)

    def _names(self, place: int) -> Iterator[str]:
        """Yield the fields of a host that are repeated; `place` is 0 for the nearest one."""
        for name in _COPIED:
            own = name in {"title", "devised_title"} and "container_title" in self._work.data
            if place or not own:
                yield name
        for name in _COPIED_IMPRINT:
            own = self._is_part and not place and name in self._work.data
            if not own and not (name == _DATE and has_date(self._encoder.root)):
                yield name

    def _further_monogr(self, target: Work) -> Element:
        made = element("monogr", corresp=f"#{target.id}")
        self._encoder.root.append(made)
        return made

    def _copy(self, target: Work, monogr: Element, names: set[str]) -> None:
        languages = target.node.languages
        some = {name: value for name, value in target.data.items() if name in names}
        if "devised_title" in some:
            some["title"] = some.pop("devised_title")
        if len(monogr) == 0:
            set_language(monogr, languages.work, self._encoder.language)
        if "title" in some and target.devised:
            languages = languages._replace(work=languages.catalogue)
        self._into(Node(some, target.node.field, languages), monogr, self._scope)

    def _write_series(self, found: Host, monogr: Element) -> None:
        """Append the series of a host, with title and number."""
        for each in found.series:
            title = each.title or (each.work.title if each.work else None)
            if title is None or found.work is None:
                continue
            tag = self._encoder.context.tag(title)
            name = element("title", *content(title[tag]), level="s")
            number = element("biblScope", each.number, unit="volume") if each.number else None
            monogr.addnext(element("series", name, number, corresp=f"#{found.work.id}"))
            set_language(name, tag, self._encoder.language)

    def _title_alone(self, found: Host) -> None:
        """Append a `monogr` with the title of a host of a host that has no record."""
        if found.title is None:
            return
        context: ExportContext = self._encoder.context
        tag = context.tag(found.title)
        title = element("title", *content(found.title[tag]), type="main")
        monogr = element("monogr", title, corresp=f"#{self._encoder.id}")
        self._encoder.root.append(monogr)
        set_language(title, tag, self._encoder.language)
