"""The table the other way round: the field to which an element or attribute belongs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from exporter.export.tei.paths import Path, Step
from exporter.export.tei.scope import Scope
from exporter.importers.xml import Element
from exporter.records.schema import Field


class Leaf(NamedTuple):
    """A field, and the path by which it was found."""

    name: str
    path: Path


class Branch:
    """The steps that lead on from an element, and the fields whose values it holds itself.

    `fields` are those of its content, `attributes` those of its attributes.
    """

    def __init__(self) -> None:
        self.steps: dict[Step, Branch] = {}
        self.fields: list[Leaf] = []
        self.attributes: list[Leaf] = []

    def add(self, name: str, path: Path) -> None:
        """Add the path of a field."""
        here = self
        for step in path.steps:
            here = here.steps.setdefault(step, Branch())
        (here.attributes if path.attribute else here.fields).append(Leaf(name, path))

    @property
    def labelled(self) -> bool:
        """Whether there are labels and strokes between the elements."""
        return any(step.labelled for step in self.steps)

    def match(self, node: Element) -> tuple[Step, Branch] | None:
        """Return the step that fits an element best; of several, the first one in the table."""
        best: tuple[Step, Branch] | None = None
        most = -1
        for step, branch in self.steps.items():
            score = step.specificity(str(node.tag), node.get)
            if score > most:
                best, most = (step, branch), score
        return best


@lru_cache(1_000)
def branch_of(scope: Scope, part: str = "", whole: str = "") -> Branch:
    """Return the branch of all fields of a group that the table knows.

    Of a step that allows the elements `part` and `whole`, only the first one counts.
    """
    branch = Branch()
    for name, paths in scope.paths.items():
        for path in paths:
            steps = (_chosen(step, part, whole) for step in path.steps)
            branch.add(name, path._replace(steps=tuple(steps)))
    return branch


def _chosen(step: Step, part: str, whole: str) -> Step:
    return step._replace(tags=(part,)) if {part, whole} == set(step.tags) else step


def with_own_fields(branch: Branch, scope: Scope, fields: Mapping[str, Field]) -> Branch:
    """Return a branch with the fields of a catalogue's own whose schema says where they go."""
    own = [
        (name, path)
        for name, field in fields.items()
        if name not in scope.paths
        for path in scope.paths_of(name, field)
    ]
    if not own:
        return branch
    found = Branch()
    _copy(branch, found)
    for name, path in own:
        found.add(name, path)
    return found


def _copy(source: Branch, target: Branch) -> None:
    target.fields.extend(source.fields)
    target.attributes.extend(source.attributes)
    for step, inner in source.steps.items():
        _copy(inner, target.steps.setdefault(step, Branch()))


def without(branch: Branch, names: Iterable[str]) -> Branch:
    """Return a branch without the paths of some fields."""
    left = set(names)
    found = Branch()
    _copy(branch, found)
    _drop(found, left)
    return found


def _drop(branch: Branch, names: set[str]) -> None:
    branch.fields = [leaf for leaf in branch.fields if leaf.name not in names]
    branch.attributes = [leaf for leaf in branch.attributes if leaf.name not in names]
    for inner in branch.steps.values():
        _drop(inner, names)
