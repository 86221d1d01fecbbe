"""Contributors: `author`, `editor` or, for any other role, `respStmt` (TEI P5 3.12.2.2)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from exporter.export.tei.encoder import Encoder, TeiPlace
from exporter.export.tei.marks import Mark, add_mark
from exporter.export.tei.paths import Path, Step, parse_paths
from exporter.export.tei.text import set_language
from exporter.export.tei.words import LANGUAGE
from exporter.export.xml import Element, element
from exporter.model.node import Node
from exporter.model.vocabularies import vocabulary

_WRITTEN = frozenset(
    {
        *("agent", "name", "kind", "role", "roles", "printed", "certainty", "affiliation"),
        *("corresponding", "equal"),
    }
)
_RESPONSIBILITY = "respStmt"
_NOT_IN_SERIES = "author"


class Contributors:
    """Writes contributors with an encoder."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def write(self, nodes: Sequence[Node], holder: Element, *, numbered: bool) -> None:
        """Append contributors to an element.

        A contributor with roles of several sorts needs several elements. Elements of one contributor
        have the same `n`; all have one if they are `numbered`.
        """
        for node in nodes:
            elements = self._contributor(node, holder)
            if numbered or len(elements) > 1:
                for made in elements:
                    made.set("n", str(int(node.pointer[-1]) + 1))
            self._encoder.register(node, elements)

    def _contributor(self, node: Node, holder: Element) -> list[Element]:
        roles = node.lines("role") or node.lines("roles")
        steps = [(self._step(role, holder), role) for role in roles]
        found: list[Element] = []
        for step, group in groupby(steps, key=lambda each: each[0]):
            own = [role for _, role in group]
            found.append(self._element(node, holder, step, own, first=not found))
        self._finish(node, found[0])
        return found

    def _step(self, role: str, holder: Element) -> Step:
        """Return the element for a role: that of its row in the table."""
        row = self._encoder.context.crosswalk.row("role", role)
        step = parse_paths(row.target)[0].steps[-1]
        if holder.tag == "series" and step.tags[0] == _NOT_IN_SERIES:
            return Step((_RESPONSIBILITY,))
        return step

    def _element(
        self, node: Node, holder: Element, step: Step, roles: list[str], *, first: bool
    ) -> Element:
        place = TeiPlace(holder, Path((step,)), self._encoder.no_rows, "")
        made = self._encoder.new(place)
        if step.tags[0] == _RESPONSIBILITY:
            for role in roles:
                made.append(self._responsibility(role))
                set_language(made[-1], LANGUAGE, self._encoder.language)
        if first:
            self._name(node, made)
        else:
            self._repeat_name(node, made)
        return made

    def _responsibility(self, role: str) -> Element:
        code = vocabulary("roles").get(role, {}).get("code", "")
        return element("resp", role, ref=f"marcrel:{code}" if code else None)

    def _name(self, node: Node, made: Element) -> None:
        """Write the name: that of the record or of this statement, and the name as printed."""
        agent, encoder = node.get("agent"), self._encoder
        printed = node.get("printed")
        if agent is None:
            encoder.named_agent(node, made, default_kind="person")
        else:
            for name in ("name", "kind"):
                inner = node.get(name)
                if inner is not None:
                    encoder.leave(inner, made)
        if printed is not None:
            step = Step(("name",), (("type", "printed"),))
            forms = encoder.text(printed, TeiPlace(made, Path((step,)), encoder.no_rows, ""))
            encoder.register(printed, forms)
        if agent is not None:
            self._point(str(agent.value), made, words=printed is None)

    def _repeat_name(self, node: Node, made: Element) -> None:
        agent = node.get("agent")
        if agent is not None:
            self._point(str(agent.value), made, words=True)
            return
        with self._encoder.corresponding("", copies=True):
            self._encoder.named_agent(node, made, default_kind="person")

    def _point(self, id: str, made: Element, *, words: bool) -> None:
        """Point to the record of a contributor. `respStmt` has its pointer at the name."""
        encoder = self._encoder
        if words:
            encoder.words.name_of(encoder.context.catalogue.agents[id], made)
        holder = made
        if made.tag == _RESPONSIBILITY:
            holder = next(each for each in made if each.tag != "resp")
        holder.set("ref", f"#{id}")

    def _finish(self, node: Node, made: Element) -> None:
        """Write what else is said of a contributor."""
        encoder = self._encoder
        roles = node.get("roles")
        if roles is not None and "role" in node.value:
            encoder.leave(roles, made)
        elif roles is not None and len(roles.value) == 1:
            add_mark(made, Mark.LIST)
        certainty = node.get("certainty")
        if certainty is not None:
            encoder.set_attribute(certainty, made, Path((), "cert"))
        for name, token in (("corresponding", Mark.CORRESPONDING), ("equal", Mark.EQUAL)):
            if node.get(name) is not None:
                add_mark(made, token)
        affiliation = node.get("affiliation")
        if affiliation is not None:
            self._affiliation(affiliation, made)
        for name in node.value:
            inner = node.get(name)
            if name not in _WRITTEN and inner is not None:
                encoder.leave(inner, made)

    def _affiliation(self, node: Node, made: Element) -> None:
        holder = made
        if made.tag == _RESPONSIBILITY:
            holder = element("note", type="affiliation")
            made.append(holder)
        place = TeiPlace(holder, Path((Step(("affiliation",)),)), self._encoder.no_rows, "")
        self._encoder.items(node, place)
