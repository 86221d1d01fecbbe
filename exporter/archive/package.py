"""Puts a package together: catalogue, deliveries, documentation, metadata, manifests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple

from exporter import __version__
from exporter.archive.bag import BagFile, BagWriter
from exporter.archive.contents import (
    EVIDENCE,
    FOLDERS,
    SETTINGS,
    TARGET,
    CatalogueFile,
    catalogue_files,
)
from exporter.archive.premis import Packaging, premis
from exporter.archive.readme import Counts, Example, readme
from exporter.archive.ro_crate import (
    METADATA_FILE,
    DescribedFile,
    DescribedFolder,
    Description,
    ro_crate,
)
from exporter.export.context import ExportContext
from exporter.export.delivery_time import DaysOfEntry
from exporter.export.registry import Format, crosswalk, format_named, names, tables
from exporter.export.render import missing_requirements, render
from exporter.model.records import Records
from exporter.plural import counted
from exporter.query.names import RecordLabels
from exporter.records.git import committed_files, object_id
from exporter.records.loader import packaged_schemas
from exporter.records.revisions import Revision
from exporter.records.schema import Schemas
from exporter.records.settings import Settings

_PROFILE = (
    "https://github.com/dpscollaborative/btr_bagit_profile/releases/download/1.0/"
    "btr-bagit-profile.json"
)
"""The BagIt profile that preservation services agreed on (“Beyond the Repository”), version 1.0."""
_PROGRAM = "exporter"
_MEDIA_TYPES = {
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
    ".json": "application/json",
    ".toml": "application/toml",
    ".tsv": "text/tab-separated-values",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".xml": "application/xml",
    ".html": "text/html",
    ".csv": "text/csv",
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
}
"""Media types by suffix. Those of `mimetypes` differ between systems, and a package must not."""
_UNKNOWN_TYPE = "application/octet-stream"
_WHOLE_FOLDERS = tuple(f"{name}/" for name in FOLDERS)
_EXAMPLE_SIZE = 1_500
"""About how many characters the record in the README has."""
_DESCRIPTIONS = {
    "records": "A file among the records",
    "schemas": "Which fields a record can have, as JSON Schema",
    SETTINGS: "What the catalogue says of itself, and how it is checked",
    TARGET: "What a place of delivery demands of records",
    EVIDENCE: "A file that a record names",
}
_FOLDERS = {
    "catalogue/": ("The catalogue", "Everything from which the catalogue can be restored."),
    "catalogue/records/": ("Records", "One file for each record, in YAML."),
    "catalogue/schemas/": ("Schemas", "Which fields a record can have, as JSON Schema."),
    "deliveries/": ("Deliveries", "The works in the formats of other programs."),
    "documentation/": ("Documentation", "By which rules records and deliveries were written."),
    "documentation/schemas/": ("Schemas", "Which fields a record can have, as JSON Schema."),
    "documentation/crosswalks/": ("Crosswalks", "Where each field goes in each format."),
}


class ArchivedState(NamedTuple):
    """Which state of a catalogue is packaged: its time, and its commit if it is in git.

    `history` has the revisions of the record files.
    """

    time: datetime
    commit: str = ""
    history: Mapping[Path, Sequence[Revision]] = {}


@dataclass(frozen=True)
class ArchivedCatalogue:
    """A catalogue to package: its folder, what was read from it, and the works that have no errors.

    `context` is that of an export in any format.
    """

    root: Path
    settings: Settings
    schemas: Schemas
    records: Records
    context: ExportContext
    ids: Sequence[str]
    state: ArchivedState


@dataclass
class Package:
    """A package in the making. `omitted` says which works a format left out, and why."""

    catalogue: ArchivedCatalogue
    bag: BagWriter
    described: list[DescribedFile] = field(default_factory=list)
    media_types: dict[str, str] = field(default_factory=dict)
    history: dict[str, Sequence[Revision]] = field(default_factory=dict)
    omitted: list[tuple[str, str, str]] = field(default_factory=list)
    uncommitted: list[str] = field(default_factory=list)

    def add(
        self,
        name: str,
        pieces: Iterable[bytes],
        description: str,
        title: str = "",
        media_type: str = "",
    ) -> BagFile:
        """Write a file of the payload, and keep what the metadata say of it.

        `title` is the name of the file unless it has another one, and `media_type` is needed if its
        suffix does not tell it.
        """
        path = PurePosixPath(name)
        found = media_type or _MEDIA_TYPES.get(path.suffix.lower(), _UNKNOWN_TYPE)
        added = self.bag.add_payload(name, pieces)
        digest = added.digests["sha256"]
        self.described.append(
            DescribedFile(name, title or path.name, description, found, added.size, digest)
        )
        self.media_types[added.name] = found
        return added


class Summary(NamedTuple):
    """What a package holds: the number of files, works left out of formats, uncommitted files."""

    files: int
    omitted: Sequence[tuple[str, str, str]]
    uncommitted: Sequence[str]


def write_package(
    catalogue: ArchivedCatalogue, file: BinaryIO, on_progress: Callable[[int, int], None]
) -> Summary:
    """Write the package of a catalogue into a file that can be searched.

    `on_progress` is called with the number of deliveries that are written, and of all. Raises
    UsageError if a file of the catalogue cannot be read, or cannot be archived.
    """
    with BagWriter(file) as bag:
        return _write_package(Package(catalogue, bag), on_progress)


def _write_package(package: Package, on_progress: Callable[[int, int], None]) -> Summary:
    catalogue = package.catalogue
    example = _add_catalogue(package)
    formats = _add_deliveries(package, on_progress)
    _add_documentation(package)
    whole = _description(package)
    settings = catalogue.settings.catalogue
    package.add("premis.xml", _premis(package, whole), "What happened to each file (PREMIS 3.0)")
    folders = [
        DescribedFolder(name, *words)
        for name, words in _FOLDERS.items()
        if any(each.name.startswith(name) for each in package.described)
    ]
    metadata = ro_crate(whole, settings, folders, package.described)
    package.bag.add_payload(METADATA_FILE, [metadata])
    omitted = Counter(name for name, _ in {row[:2] for row in package.omitted})
    counts = Counts(_kinds(catalogue.records), omitted)
    text = readme(whole, settings, formats, counts, example)
    package.bag.finish(text, _bag_info(package, whole))
    return Summary(len(package.bag.payload), package.omitted, package.uncommitted)


def _add_catalogue(package: Package) -> Example | None:
    """Write the files of the catalogue, and return a record for the README."""
    catalogue = package.catalogue
    labels = RecordLabels(catalogue.records, catalogue.schemas)
    ids = {catalogue.records.path(id): id for id in catalogue.records}
    files = catalogue_files(catalogue.root, catalogue.settings, catalogue.records)
    committed = _committed(package, files)
    example: Example | None = None
    for each in files:
        content = each.read(catalogue.root)
        id = ids.get(each.path, "")
        what = f"A record of kind {catalogue.records.kind(id)}" if id else _DESCRIPTIONS[each.role]
        added = package.add(f"catalogue/{each.name}", [content], what, labels[id])
        if history := catalogue.state.history.get(each.path):
            package.history[added.name] = history
        blob = committed.pop(each.name, "")
        if catalogue.state.commit and object_id(content, len(blob)) != blob:
            package.uncommitted.append(each.name)
        if id in catalogue.context.catalogue.works:
            example = _better_example(example, Example(added.name, content.decode("utf-8-sig")))
    package.uncommitted += [f"{name} (deleted)" for name in committed]
    return example


def _committed(package: Package, files: Sequence[CatalogueFile]) -> dict[str, str]:
    """Return the blob ids of what the last commit has of the files of the catalogue, by name.

    Those are these files, and what was in the folders of the records and schemas.
    """
    catalogue = package.catalogue
    if not catalogue.state.commit:
        return {}
    names = {each.name for each in files}
    found = {}
    tops = sorted({name.partition("/")[0] for name in names} | set(FOLDERS))
    for name, blob in committed_files(catalogue.root, tops).items():
        is_hidden = name.startswith(".") or "/." in name
        if name in names or (name.startswith(_WHOLE_FOLDERS) and not is_hidden):
            found[name] = blob
    return found


def _better_example(one: Example | None, other: Example) -> Example:
    """Return the record that is nearer to the size that a reader takes in."""
    if one is None:
        return other
    distances = [abs(len(each.text) - _EXAMPLE_SIZE) for each in (one, other)]
    return one if distances[0] <= distances[1] else other


def _add_deliveries(
    package: Package, on_progress: Callable[[int, int], None]
) -> list[tuple[str, str]]:
    """Write the works in all formats. Return the name of each file and what it is."""
    written = []
    catalogue = package.catalogue
    context = catalogue.context.afresh(
        collect_losses=False, authorities="no", days_of_entry=DaysOfEntry(_days_of_entry(catalogue))
    )
    every = list(names())
    for done, name in enumerate(every):
        on_progress(done, len(every))
        format = format_named(name)
        file = f"{name}{format.SUFFIX}"
        what = format.__doc__.split("\n", 1)[0].replace("`", "")
        pieces = _delivery(package, format, context.afresh(crosswalk=crosswalk(name)), file)
        package.add(f"deliveries/{file}", pieces, what, media_type=format.MEDIA_TYPE)
        written.append((file, what))
    if package.omitted:
        lines = ["file\twork\treason\n"]
        lines += ["\t".join(row) + "\n" for row in package.omitted]
        title = "Works that a format cannot hold, and why"
        package.add("deliveries/omitted.tsv", [line.encode() for line in lines], title)
    return written


def _days_of_entry(catalogue: ArchivedCatalogue) -> dict[str, str]:
    """Return the day on which each record was made: the same for every package of one state."""
    state, records = catalogue.state, catalogue.records
    made = {id: history[-1].day for id, history in records.keyed_by_id(state.history).items()}
    return dict.fromkeys(records, f"{state.time:%Y-%m-%d}") | made


def _delivery(
    package: Package, format: Format, context: ExportContext, file: str
) -> Iterator[bytes]:
    """Yield the document of all works that a format can hold; note those that it cannot."""
    catalogue = package.catalogue
    if getattr(format, "AUTHORITIES", False):
        context = context.afresh(authorities="with")
    missing = missing_requirements(format, catalogue.ids, context)
    incomplete = {each.record for each in missing}
    yield from render(format, [id for id in catalogue.ids if id not in incomplete], context)
    for each in (*missing, *context.undeliverable):
        package.omitted.append((file, each.record, " ".join(each.message.split())))


def _add_documentation(package: Package) -> None:
    if not any(each.name.startswith("catalogue/schemas/") for each in package.described):
        for path in packaged_schemas():
            file = f"documentation/schemas/{path.name}"
            package.add(file, [path.read_bytes()], _DESCRIPTIONS["schemas"])
    for name in names():
        for path in tables(name):
            file = f"documentation/crosswalks/{name}/{path.name}"
            package.add(file, [path.read_bytes()], f"Where each field goes in {name}")


def _description(package: Package) -> Description:
    catalogue = package.catalogue
    settings = catalogue.settings.catalogue
    title = settings.title or "A library catalogue"
    description = settings.description or f"{title}: {counted(len(catalogue.records), 'record')}."
    time = catalogue.state.time.strftime("%Y-%m-%dT%H:%M:%SZ")
    return Description(title, description, time, catalogue.state.commit)


def _premis(package: Package, whole: Description) -> Iterator[bytes]:
    detail = f"The catalogue was packaged for preservation as of {whole.time}"
    if whole.commit:
        detail += f", commit {whole.commit}"
    if package.uncommitted:
        detail += f"; changed since that commit: {', '.join(package.uncommitted)}"
    packaging = Packaging(whole.time, _PROGRAM, __version__, detail)
    return premis(package.bag.payload, package.media_types, package.history, packaging)


def _bag_info(package: Package, whole: Description) -> dict[str, str]:
    settings = package.catalogue.settings.catalogue
    state = f"The state of commit {whole.commit}" if whole.commit else ""
    if package.uncommitted:
        state += f", but for what has changed since in {counted(len(package.uncommitted), 'file')}"
    elements = {
        "Source-Organization": settings.institution or whole.title,
        "External-Description": whole.description,
        "External-Identifier": settings.base_uri,
        "Internal-Sender-Identifier": whole.commit,
        "Internal-Sender-Description": state,
        "Bagging-Date": whole.time[:10],
        "Bag-Software-Agent": f"{_PROGRAM} {__version__}",
        "BagIt-Profile-Identifier": _PROFILE,
    }
    return {label: value for label, value in elements.items() if value}


def _kinds(records: Records) -> dict[str, int]:
    counts = Counter(records.kind(id) for id in records)
    return dict(sorted(counts.items()))
