"""One mention of a work while it is rendered, in a bibliography or in a citation.

It stands for citeproc-py's `CitationItem`, which finds its work and its number by searching a list of all of them, and
so makes a bibliography quadratic.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from exporter.cite.reference import Reference


@dataclass(slots=True, eq=False)
class Cite:
    """A mention. `area` is the element `citation` or `bibliography`; what follows is noted on the way.

    `sorting` holds the options of a key while one is made. `filled` says whether a variable has printed something
    since the innermost group began (CSL 1.0.2, Group); `suppressed` are the variables that stand in for another and
    are not printed again (Substitute); `printed` are those printed so far. `authors` are the names printed first.
    """

    reference: Reference
    area: Any
    sorting: Mapping[str, str] | None = None
    filled: bool = False
    suppressed: set[str] = field(default_factory=set)
    printed: list[str] = field(default_factory=list)
    authors: str = ""
    year: str = ""
    suffixed: bool = False
