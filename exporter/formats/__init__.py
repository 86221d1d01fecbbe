"""One module a format, with its table of the same stem: `bibtex.py` and `bibtex.tsv`.

A format defines

- a docstring, whose first line is its line in `exporter formats`;
- `SUFFIX` (`.bib`) and `MEDIA_TYPE`;
- `MAPPING`, only where it shares its table with other formats: the name of the module beside which the table lies; its
  own table then has the rows in which it differs, if any;
- `entry(work, delivery)`, which gives one work in the format's own characters;
- `frame(works, entries, delivery)`, which puts their entries into one complete document, piece by piece;
- `MULTISCRIPT`, only where another format writes the same with a field for each script: the name of that format, which
  `--multiscript` takes instead;
- `scope(works, delivery)`, only where a document holds more than the works asked for: gives all of them;
- `lacks(work, delivery)`, only where the format demands what a record may not say: gives each Lack. A work that has
  one is not written.

Formats from outside the package are found by the entry point group `exporter.formats`; each brings its table.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from exporter.model.nearest import did_you_mean
from exporter.model.outsider import outsiders, usable
from exporter.model.unusable import Unusable

if TYPE_CHECKING:
    from exporter.model.crosswalk import Crosswalk
    from exporter.model.delivery import Delivery
    from exporter.model.work import Work


class Format(Protocol):
    """What every module in this folder offers."""

    __doc__: str
    __name__: str
    SUFFIX: str
    MEDIA_TYPE: str

    def entry(self, work: Work, delivery: Delivery) -> str:
        """Give one work."""

    def frame(self, works: Sequence[Work], entries: Iterable[str], delivery: Delivery) -> Iterator[str]:
        """Give one document that holds the entries, which are those of `works`, in order."""


@cache
def names() -> dict[str, str]:
    """Give the module of each format by the format's name (`csl-json`), in alphabetical order; imports none."""
    own = {info.name: f"{__name__}.{info.name}" for info in pkgutil.iter_modules(__path__)}
    return {stem.replace("_", "-"): module for stem, module in sorted((outsiders("exporter.formats") | own).items())}


def format_named(name: str) -> Format:
    """Give a format. Raises Unusable, with the nearest name, where there is none, or where it cannot be used."""
    if name not in names():
        hint = did_you_mean(name, names()) or f"the formats are {', '.join(names())}"
        raise Unusable(f"there is no format “{name}”", hint)
    offers = ("SUFFIX", "MEDIA_TYPE", "entry", "frame")
    return cast("Format", usable(f"the format “{name}”", names()[name], offers))


def multiscript(name: str) -> str:
    """Give the name of the format that writes what this one does, with a field for each script.

    Raises Unusable where there is none.
    """
    if other := getattr(format_named(name), "MULTISCRIPT", ""):
        return str(other)
    having = [each for each in names() if hasattr(format_named(each), "MULTISCRIPT")]
    raise Unusable(f"{name} has no fields for several scripts", f"--multiscript goes with {', '.join(having)}")


def tables(name: str) -> list[Path]:
    """Give the files of a format's table: that of the mapping that it shares, then its own, whose rows prevail."""
    modules = (getattr(format_named(name), "MAPPING", ""), names()[name])
    found = [_beside(module).joinpath(f"{module.rpartition('.')[2]}.tsv") for module in modules if module]
    return [each for each in found if each.is_file()]


def _beside(module: str) -> Path:
    """Give the folder in which a module lies; one of another package may lie in none."""
    place = import_module(module.rpartition(".")[0] or module)
    return Path(place.__file__).parent if place.__file__ else Path(next(iter(place.__path__)))


@cache
def crosswalk(name: str) -> Crosswalk:
    """Give the table of a format. Raises Unusable where it brings none."""
    from exporter.model.crosswalk import read_crosswalk  # here, since a shell that completes waits for the names alone

    if not tables(name):
        table = f"{names()[name].rpartition('.')[2]}.tsv"
        raise Unusable(f"the format “{name}” cannot be used: it has no table", f"put {table} beside its module")
    return read_crosswalk(*tables(name))
