"""Finds and loads formats and checks that other packages provide as entry points.

A package declares them in its metadata, by the name that users will type:

    [project.entry-points."exporter.formats"]
    title-list = "our_package.title_list"

    [project.entry-points."exporter.checks"]
    house-rule = "our_package.house_rule"

What such a module defines is described in exporter/export/registry.py and
exporter/validate/checks/__init__.py; our own formats and checks are loaded the same way.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from exporter.errors import UsageError


def plugin_modules(group: str) -> dict[str, str]:
    """Return the modules of an entry point group by name, with underscores (`title_list`)."""
    if not _any_installed():
        return {}
    # imported here: it takes longer than most commands, and hardly anybody has a plugin
    from importlib.metadata import entry_points

    return {point.name.replace("-", "_"): point.value for point in entry_points(group=group)}


def plugins() -> dict[str, dict[str, str]]:
    """Return the modules of all plugins, as `plugin_modules` does, by their groups."""
    return {group: plugin_modules(group) for group in ("exporter.formats", "exporter.checks")}


def plugin_files() -> list[Path]:
    """Return the files of the packages of all plugins, or those beside a module that is alone.

    None of them is imported.
    """
    modules = {module for named in plugins().values() for module in named.values()}
    files: list[Path] = []
    for package in sorted({module.partition(".")[0] for module in modules}):
        with suppress(ImportError, ValueError):
            spec = find_spec(package)
            folders = (spec and spec.submodule_search_locations) or ()
            found = [each for folder in folders for each in Path(folder).rglob("*")]
            if spec and spec.origin and not folders:
                found.extend(Path(spec.origin).parent.glob(f"{package}.*"))
            # other processes write compiled modules, under other names at first
            own = [each for each in found if "__pycache__" not in each.parts]
            files.extend(each for each in own if each.is_file() and each.suffix != ".pyc")
    return files


def installed_versions() -> list[str]:
    """Return the names of the metadata folders of all installed packages (`click-8.1.7.dist-info`)."""
    names: set[str] = set()
    for place in sys.path:
        with suppress(OSError):
            names.update(each for each in os.listdir(place or ".") if each.endswith("-info"))  # noqa: PTH208 - on each start
    return sorted(names)


@cache
def _any_installed() -> bool:
    """Return whether an installed package may declare an entry point of ours.

    It is enough to look for the group names in the metadata folders. An entry of `sys.path` that is
    a file (a zip archive) may contain packages too. Source: Core metadata specifications,
    `.dist-info` (formerly `.egg-info`) folders with an `entry_points.txt`.
    """
    for place in map(Path, sys.path):
        if place.is_file():
            return True
        for kind in ("dist", "egg"):
            for file in place.glob(f"*.{kind}-info/entry_points.txt"):
                if b"[exporter." in file.read_bytes():
                    return True
    return False


def load_plugin(description: str, module: str, required: Sequence[str]) -> ModuleType:
    """Import the module of a format or check, which must have a docstring and the `required` names.

    `description` names it in messages: “the check “house-rule””. Raises UsageError if the module
    cannot be imported or lacks something.
    """
    try:
        loaded = import_module(module)
    except Exception as error:  # the code of another package may do anything
        raise UsageError(
            f"{description} cannot be used: {type(error).__name__}: {error}",
            f"fix or uninstall the package that provides {module}",
        ) from error
    missing = [name for name in required if not hasattr(loaded, name)]
    if not module_docstring(loaded):
        missing.insert(0, "a docstring")
    if missing:
        raise UsageError(
            f"{description} cannot be used: {module} lacks {', '.join(missing)}",
            "CONTRIBUTING.md describes what it needs",
        )
    return loaded


@cache
def module_docstring(module: ModuleType, function: str = "") -> str:
    """Return the docstring of a module, or of a function in it; empty if there is none.

    A module's docstring is the page of a check or the description of a format. `python -OO` drops
    docstrings, so there they are read from the source.
    """
    documented = getattr(module, function) if function else module
    if documented.__doc__ or not sys.flags.optimize:
        return documented.__doc__ or ""
    import ast

    file = Path(module.__file__ or "")
    if file.suffix != ".py" or not file.is_file():
        return ""
    tree = ast.parse(file.read_text("utf-8"))
    nodes: list[ast.Module | ast.FunctionDef] = [tree]
    if function:
        nodes = [
            node
            for node in tree.body
            if isinstance(node, ast.FunctionDef) and node.name == function
        ]
    return "".join(ast.get_docstring(node, clean=False) or "" for node in nodes)
