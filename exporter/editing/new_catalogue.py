"""Starts a catalogue: folders, settings, schemas, and files for editors, git and CI servers."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from string import Template
from typing import NamedTuple

from exporter.errors import UsageError, cannot_read, hint_to_open
from exporter.records.atomic_write import write_file, write_files
from exporter.records.loader import packaged_schemas, read_packaged_schemas

_TEMPLATES = Path(__file__).parents[1] / "templates"
FILES = {
    "README.md": "README.md",
    "exporter.toml": "exporter.toml",
    ".editorconfig": "editorconfig",
    ".gitattributes": "gitattributes",
    ".gitignore": "gitignore",
    ".pre-commit-config.yaml": "pre-commit-config.yaml",
    ".vscode/extensions.json": "vscode/extensions.json",
    ".github/workflows/catalogue.yaml": "workflows/github.yaml",
    ".gitlab-ci.yml": "workflows/gitlab.yml",
}
"""The files of a new catalogue, each with its template."""
SITE_FILES = {
    ".github/workflows/site.yaml": "workflows/github-site.yaml",
    ".gitlab-ci.yml": "workflows/gitlab-site.yml",
}
"""The files of one that is published as a web site on every merge."""
_PACKAGE = "catalogue-exporter"
_SITE_EXTRAS = "[cite,site]"
_REPOSITORY = re.compile(r"https?://[\w./~%+-]+", re.ASCII)
"""The address of a repository that anyone may read: without a user's name or a password."""
_REVISION = re.compile(r"[\w./-]*", re.ASCII)
MANIFEST = "schemas/installed.json"
"""The schemas as they were installed: a digest by file name.

One that differs was changed by its owner.
"""


class NewCatalogue(NamedTuple):
    """What a catalogue says of itself: title, institution, and the language of its cataloguers."""

    title: str
    institution: str
    language: str


class Written(NamedTuple):
    """Files, by their paths in the catalogue: those that were written, and those that were kept."""

    created: list[str]
    kept: list[str]


def init(root: Path, said: NewCatalogue, *, site: bool = False) -> Written:
    """Write all files of a new catalogue into `root` that are not there yet.

    With `site`, CI servers publish it as a web site, too.

    Raises UsageError if a file stands where a folder has to be, or if a file cannot be written.
    """
    templates = FILES | SITE_FILES if site else FILES
    files = {name: _filled(template, name, said) for name, template in templates.items()}
    files |= _schema_files()
    files[".vscode/settings.json"] = _editor_settings()
    if not any((root / "records").glob("*")):
        files["records/.gitkeep"] = b""  # git keeps no empty folders
    _require_folders(root, files)
    created = [name for name in files if not os.path.lexists(root / name)]
    if (root / "schemas").is_dir():  # whoever has schemas of their own decides about them
        created = [name for name in created if not name.startswith("schemas/")]
    write_files(((name, [files[name]]) for name in created), root)
    return Written(created, [name for name in files if name not in created])


def _filled(template: str, name: str, said: NewCatalogue) -> bytes:
    text = (_TEMPLATES / template).read_text("utf-8")
    values = said._asdict()
    values |= {"requirement": requirement(), "site_requirement": requirement(_SITE_EXTRAS)}
    if name.endswith(".toml"):  # the strings of JSON are strings of TOML
        values = {word: json.dumps(value, ensure_ascii=False) for word, value in values.items()}
    return Template(text).safe_substitute(values).encode()


def requirement(extras: str = "") -> str:
    """Return the requirement by which another machine gets this exporter.

    It is the repository, if this one was installed from there, else the name in the package index.
    Source: PyPA specifications, Dependency specifiers; Recording the Direct URL Origin of installed
    distributions (`direct_url.json`).
    """
    with suppress(PackageNotFoundError, ValueError, TypeError, KeyError):
        origin = json.loads(distribution(_PACKAGE).read_text("direct_url.json") or "")
        vcs, address = origin["vcs_info"], origin["url"]
        revision = vcs.get("requested_revision", "")
        if vcs["vcs"] == "git" and _REPOSITORY.fullmatch(address) and _REVISION.fullmatch(revision):
            return f"{_PACKAGE}{extras} @ git+{address}{'@' if revision else ''}{revision}"
    return f"{_PACKAGE}{extras}"


def _schema_files() -> dict[str, bytes]:
    files = {f"schemas/{file.name}": file.read_bytes() for file in packaged_schemas()}
    digests = {Path(name).name: sha256(content).hexdigest() for name, content in files.items()}
    files[MANIFEST] = _as_json(digests)
    return files


def _as_json(value: object) -> bytes:
    return (json.dumps(value, indent=2) + "\n").encode()


def _editor_settings() -> bytes:
    """Return settings for VS Code: which schema checks the files of which folder."""
    schemas = read_packaged_schemas()
    by_file = {}
    for folder, kind in sorted(schemas.by_folder.items()):
        by_file[f"./schemas/{kind}.schema.json"] = f"records/{folder}/**/*.yaml"
    return _as_json({"yaml.schemas": by_file, "yaml.format.enable": False})


def _require_folders(root: Path, names: Iterable[str]) -> None:
    """Raise UsageError if a file or a broken link stands where a folder has to be."""
    for name in [*names, "x"]:
        for folder in reversed((root / name).parents):
            if os.path.lexists(folder) and not folder.is_dir():
                raise UsageError(f"{folder} is in the way: it is not a folder", "move it away")


def update_schemas(root: Path) -> Written:
    """Replace the schemas that came with an older exporter.

    Those that their owner changed are kept. Raises UsageError if the catalogue has no schemas.
    """
    folder = root / "schemas"
    if not folder.is_dir():
        raise UsageError(
            f"{root} has no folder schemas: it uses those that come with exporter",
            "for schemas that editors can use, run: exporter init",
        )
    installed = _installed(root)
    created, kept = [], []
    for name, content in _schema_files().items():
        path = root / name
        if name == MANIFEST or (path.exists() and path.read_bytes() == content):
            continue
        digest = sha256(path.read_bytes()).hexdigest() if path.exists() else None
        if digest is None or installed.get(path.name) == digest:
            write_file([content], path)
            installed[path.name] = sha256(content).hexdigest()
            created.append(name)
        else:
            kept.append(name)
    write_file([_as_json(installed)], root / MANIFEST)
    return Written(created, kept)


def _installed(root: Path) -> dict[str, str]:
    try:
        digests: dict[str, str] = json.loads((root / MANIFEST).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        hint = hint_to_open(error, "delete it")
        raise UsageError(cannot_read(root / MANIFEST, error), hint) from None
    if not isinstance(digests, dict):
        raise UsageError(f"{root / MANIFEST} is not what exporter has written", "delete it")
    return digests
