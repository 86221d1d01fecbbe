"""One file a rendering of findings. Each defines `render(report)`, which gives the text piece by piece."""

from __future__ import annotations

import os
import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from exporter.records.document import Pointer
from exporter.records.finding import Position, Severity
from exporter.terminal import escape_control_chars


class RenderedFinding(NamedTuple):
    """One finding as it is shown: its place known, the path as one would type it, its notes placed too.

    No character in its path and its words is one that a terminal would act on.
    """

    name: str
    severity: Severity
    path: str
    position: Position
    pointer: Pointer
    message: str
    hint: str
    notes: tuple[tuple[str, Position, str], ...]


class FindingGroup(NamedTuple):
    """What one mend would do away with, or one decision: a fault with its first place, and the same elsewhere."""

    first: RenderedFinding
    others: Sequence[RenderedFinding]

    @property
    def elsewhere(self) -> str:
        """Say in how many places more the same is wrong; nothing where there is none."""
        number = len(self.others)
        return f"the same at {number:,} more place{'' if number == 1 else 's'}" if number else ""


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of a run in their order; `texts` has what stands in each file, by the path shown."""

    shown: Sequence[RenderedFinding]
    texts: Mapping[str, str]
    records: int
    colour: bool = False

    def count(self, severity: Severity) -> int:
        """Give the number of findings of one severity."""
        return sum(each.severity is severity for each in self.shown)

    @property
    def causes(self) -> list[FindingGroup]:
        """Give the findings by what is behind them, what matters most first: errors, then warnings; of these, what
        comes most often; of that, what stands first.

        The same is wrong where the words are the same, those of the notes included: one person's record that is gone
        and hundreds of works that name her, or one field that a whole folder misspells.
        """  # noqa: D205
        same: dict[tuple[object, ...], list[RenderedFinding]] = {}
        for each in self.shown:
            same.setdefault((each.name, each.message, each.hint, each.notes), []).append(each)
        causes = [FindingGroup(first, others) for first, *others in same.values()]
        weight = list(Severity)
        return sorted(
            causes, key=lambda cause: (weight.index(cause.first.severity), -len(cause.others))
        )

    @property
    def summary(self) -> str:
        """Give the closing line: what was checked and what was found."""
        records = f"{self.records:,} record{'' if self.records == 1 else 's'}"
        counts = [
            f"{number:,} {severity}{'' if number == 1 or severity is Severity.INFORMATION else 's'}"
            for severity in Severity
            if (number := self.count(severity))
        ]
        if not counts:
            return f"{records} checked, nothing found."
        files = len({each.path for each in self.shown})
        return (
            f"{records} checked: {', '.join(counts)} in {files:,} file{'' if files == 1 else 's'}."
        )


def names() -> list[str]:
    """List the renderings."""
    return [info.name for info in pkgutil.iter_modules(__path__)]


def rendering(name: str) -> ModuleType:
    """Give the module of a rendering. Raises ModuleNotFoundError where there is none."""
    return import_module(f"{__name__}.{name}")


def display_path(path: Path) -> str:
    """Print a path as one would type it from the folder in which one is; one that is far away in full.

    A name that begins like an option or a workflow command (`::error::`, also behind blanks) is shown as `./::error::`.
    What cannot be printed is made visible, also a byte that is no UTF-8.
    """
    try:
        relative = Path(os.path.relpath(path)).as_posix()
    except ValueError:  # another drive
        relative = "../../.."
    if relative.startswith("../../.."):
        relative = path.as_posix()
    return escape_control_chars(
        f"./{relative}" if relative.lstrip().startswith((":", "#", "-")) else relative
    )
