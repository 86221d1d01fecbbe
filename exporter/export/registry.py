"""The registry of export formats.

A format is a module with a table (`.tsv`) beside it. A module directly in this folder whose table
has the same stem is a format (`ris.py` and `ris.tsv`); a folder for a standard with several formats
lists them in its `__init__.py`: `FORMATS = {"csl-json": "csl_json", "csl-yaml": "csl_yaml"}`.

A format defines

- a docstring, whose first line is its line in `exporter formats`;
- `SUFFIX` (`.bib`) and `MEDIA_TYPE`;
- `TABLES`, only if its table is not the file with its own stem: the names of the tables, of which a
  later one overrides the rows of an earlier one;
- `render_work(work, context)`, which returns one work in the format's syntax;
- `render_document(works, entries, context)`, which yields a complete document around the entries,
  piece by piece;
- `MULTISCRIPT`, only if another format has a field for each script: the name of that format, which
  `--multiscript` selects instead;
- `document_works(works, context)`, only if a document holds more than the selected works, or has
  them in another order than by id: returns all of them in order;
- `AUTHORITIES = True`, only if a document can hold records of persons, bodies, places and concepts
  beside those of works: `context.authorities` says whether it holds the works alone (`no`), those
  records alone (`only`), or the works and behind them those records (`with`);
- `missing_requirements(work, context)`, only if the format demands statements that a record may
  lack: yields each one as a MissingRequirement. A work that has one is not written;
- `missing_settings(settings)`, only if the format demands settings of the catalogue: yields a
  message and a hint for each one that is missing.

Formats from other packages are found by the entry point group `exporter.formats`; each brings its
own table.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

import exporter.export
from exporter.errors import UsageError
from exporter.plugins import load_plugin, plugin_modules
from exporter.suggest import did_you_mean, simplified, suggestion

if TYPE_CHECKING:
    from exporter.export.context import ExportContext
    from exporter.export.crosswalk import Crosswalk
    from exporter.model.work import Work


_ALSO_CALLED = {
    **dict.fromkeys(("endnote", "mendeley", "refman", "zotero"), "ris"),
    **dict.fromkeys(("latex", "tex", "bib"), "bibtex"),
    **dict.fromkeys(("marc21", "mrc", "iso2709"), "marc"),
    **dict.fromkeys(("folio", "koha", "marcinjson", "mij", "sierra"), "marc-json"),
    **dict.fromkeys(("dublincore", "oaidc"), "dc"),
    "json": "csl-json",
    "rdf": "turtle",
    "typst": "hayagriva",
}
"""Other names of formats, and programs with the format that they read best."""


class Format(Protocol):
    """The interface of a format's module."""

    __doc__: str
    __name__: str
    SUFFIX: str
    MEDIA_TYPE: str

    def render_work(self, work: Work, context: ExportContext) -> str:
        """Return one work in the format's syntax."""

    def render_document(
        self, works: Sequence[Work], entries: Iterable[str], context: ExportContext
    ) -> Iterator[str]:
        """Yield the pieces of a complete document.

        `entries` are those of `works`, in the same order.
        """


@cache
def names() -> dict[str, str]:
    """Return the module path of each format by its name (`csl-json`), sorted, without importing any."""
    plugins = {
        stem.replace("_", "-"): module
        for stem, module in plugin_modules("exporter.formats").items()
    }
    return dict(sorted((plugins | _own()).items()))


def _own() -> dict[str, str]:
    found: dict[str, str] = {}
    folder = Path(exporter.export.__path__[0])
    for info in pkgutil.iter_modules([str(folder)]):
        path = f"exporter.export.{info.name}"
        if info.ispkg:
            formats: Mapping[str, str] = getattr(import_module(path), "FORMATS", {})
            found.update({name: f"{path}.{module}" for name, module in formats.items()})
        elif (folder / f"{info.name}.tsv").is_file():
            found[info.name.replace("_", "-")] = path
    return found


def format_named(name: str) -> Format:
    """Return the format with this name.

    Raises UsageError, with the most similar name, if there is none, or if its module cannot be
    used.
    """
    offers = ("SUFFIX", "MEDIA_TYPE", "render_work", "render_document")
    return cast("Format", load_plugin(f"the format “{name}”", _module_of(name), offers))


def require_format(name: str) -> None:
    """Raise UsageError as `format_named` does. A format of our own can be used, and is not imported."""
    if not _module_of(name).startswith("exporter."):
        format_named(name)


def _module_of(name: str) -> str:
    if name not in names():
        meant = _ALSO_CALLED.get(simplified(name), "")
        every = f"the formats are {', '.join(names())}"
        hint = suggestion(meant).hint or did_you_mean(name, names()) or every
        raise UsageError(f"there is no format “{name}”", hint)
    return names()[name]


def multiscript(name: str) -> str:
    """Return the name of the format that writes the same with a field for each script.

    Raises UsageError if there is none.
    """
    if other := getattr(format_named(name), "MULTISCRIPT", ""):
        return str(other)
    having = [each for each in names() if hasattr(format_named(each), "MULTISCRIPT")]
    raise UsageError(
        f"{name} has no fields for several scripts", f"--multiscript goes with {', '.join(having)}"
    )


def require_authorities(name: str) -> None:
    """Raise UsageError if a format has no records of persons, bodies, places and concepts."""
    if not getattr(format_named(name), "AUTHORITIES", False):
        having = [each for each in names() if getattr(format_named(each), "AUTHORITIES", False)]
        raise UsageError(
            f"{name} has no authority records", f"--authorities goes with {', '.join(having)}"
        )


def tables(name: str) -> list[Path]:
    """Return the files of a format's table in the order in which their rows override each other."""
    module = names()[name]
    stem = module.rpartition(".")[2]
    files = getattr(format_named(name), "TABLES", (f"{stem}.tsv",))
    return [file for each in files if (file := _folder(module) / each).is_file()]


def _folder(module: str) -> Path:
    """Return the folder of a module.

    A module of another package may be a single file without a package.
    """
    package = import_module(module.rpartition(".")[0] or module)
    return Path(package.__file__).parent if package.__file__ else Path(next(iter(package.__path__)))


def _names_in_schemas(name: str) -> tuple[str, ...]:
    """Return the words by which a schema can name a format: its name and that of its standard."""
    module = names()[name]
    in_folder = module.startswith("exporter.export.") and module.count(".") > 2
    standard = module.split(".")[-2].replace("_", "-") if in_folder else name
    return tuple(dict.fromkeys((name, standard)))


@cache
def crosswalk(name: str) -> Crosswalk:
    """Return the table of a format. Raises UsageError if it has none."""
    from exporter.export.crosswalk import (
        read_crosswalk,
    )  # imported late: shell completion needs the names alone

    if not tables(name):
        table = f"{names()[name].rpartition('.')[2]}.tsv"
        raise UsageError(
            f"the format “{name}” cannot be used: it has no table", f"put {table} beside its module"
        )
    try:
        return read_crosswalk(*tables(name), names=_names_in_schemas(name))
    except ValueError as error:
        raise UsageError(
            f"the format “{name}” cannot be used: {error}", "correct its table"
        ) from error
