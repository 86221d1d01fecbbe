"""What each file of a package is, as RO-Crate 1.2 metadata (JSON-LD, schema.org).

The root of the crate is the payload of the bag, as the specification's appendix on BagIt has it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from exporter.records.settings import CatalogueSettings

METADATA_FILE = "ro-crate-metadata.json"
_VERSION = "https://w3id.org/ro/crate/1.2"
_NO_LICENCE = "#licence"
_LICENCE = "The licence of the catalogue, as its settings state it."
_UNSTATED_LICENCE = (
    "The settings of the catalogue state none. The rights of a work are in its record."
)


class DescribedFile(NamedTuple):
    """A file of the payload.

    `name` is its path below `data/`, `title` what it is called, `description` what it is, and
    `size` its number of bytes.
    """

    name: str
    title: str
    description: str
    media_type: str
    size: int
    sha256: str


class DescribedFolder(NamedTuple):
    """A folder of the payload: its path below `data/` with a slash at its end, and what it is."""

    name: str
    title: str
    description: str


class Description(NamedTuple):
    """What a crate says as a whole. `time` is in ISO 8601; `commit` is empty without git."""

    title: str
    description: str
    time: str
    commit: str


def ro_crate(
    whole: Description,
    settings: CatalogueSettings,
    folders: Iterable[DescribedFolder],
    files: Iterable[DescribedFile],
) -> bytes:
    """Return the metadata of a crate."""
    folders, files = list(folders), list(files)
    graph: list[dict[str, Any]] = [
        {
            "@id": METADATA_FILE,
            "@type": "CreativeWork",
            "conformsTo": {"@id": _VERSION},
            "about": {"@id": "./"},
        },
        _root(whole, settings, folders, files),
    ]
    graph += _context_entities(settings)
    for folder in folders:
        graph.append(
            {
                "@id": folder.name,
                "@type": "Dataset",
                "name": folder.title,
                "description": folder.description,
                "hasPart": _references(_directly_in(folder.name, folders, files)),
            }
        )
    graph += [_file(each) for each in files]
    document = {"@context": f"{_VERSION}/context", "@graph": graph}
    return f"{json.dumps(document, ensure_ascii=False, indent=1)}\n".encode()


def _root(
    whole: Description,
    settings: CatalogueSettings,
    folders: list[DescribedFolder],
    files: list[DescribedFile],
) -> dict[str, Any]:
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": whole.title,
        "description": whole.description,
        "datePublished": whole.time,
        "license": {"@id": settings.licence or _NO_LICENCE},
        "inLanguage": settings.language,
        "hasPart": _references(_directly_in("", folders, files)),
    }
    if whole.commit:
        root["version"] = whole.commit
    if settings.institution:
        root["publisher"] = {"@id": "#institution"}
    if settings.base_uri:
        root["identifier"] = settings.base_uri
    return root


def _context_entities(settings: CatalogueSettings) -> Iterable[dict[str, Any]]:
    if settings.institution:
        entity = {"@id": "#institution", "@type": "Organization", "name": settings.institution}
        if settings.isil:
            entity["identifier"] = f"ISIL {settings.isil}"
        yield entity
    yield {
        "@id": settings.licence or _NO_LICENCE,
        "@type": "CreativeWork",
        "name": settings.licence or "No licence is stated",
        "description": _LICENCE if settings.licence else _UNSTATED_LICENCE,
    }


def _directly_in(
    folder: str, folders: list[DescribedFolder], files: list[DescribedFile]
) -> Iterable[str]:
    """Yield what is in a described folder, but not in a described folder within it."""
    inner = [each.name for each in folders if each.name != folder and each.name.startswith(folder)]
    for name in inner:
        if not any(name != other and name.startswith(other) for other in inner):
            yield name
    for file in files:
        if file.name.startswith(folder) and not any(file.name.startswith(each) for each in inner):
            yield file.name


def _references(names: Iterable[str]) -> list[dict[str, str]] | dict[str, str]:
    """Return references; a single one is not a list (RO-Crate 1.2, compacted JSON-LD)."""
    found = [{"@id": _address(name)} for name in names]
    return found[0] if len(found) == 1 else found


def _address(name: str) -> str:
    """Return a path as a URI reference (RFC 3986); letters of all scripts stay (RFC 3987)."""
    for character, code in (("%", "%25"), (" ", "%20"), ("#", "%23"), ("?", "%3F")):
        name = name.replace(character, code)
    return name


def _file(file: DescribedFile) -> dict[str, Any]:
    return {
        "@id": _address(file.name),
        "@type": "File",
        "name": file.title,
        "description": file.description,
        "encodingFormat": file.media_type,
        "contentSize": str(file.size),
        "sha256": file.sha256,
    }
