"""The README of a package, for somebody who has neither this program nor anyone to ask."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from exporter.archive.ro_crate import Description
from exporter.plural import counted
from exporter.records.settings import CatalogueSettings

_WIDTH = 78


class Example(NamedTuple):
    """A record that the README shows: its path in the bag, and its text."""

    name: str
    text: str


class Counts(NamedTuple):
    """How many records there are of each kind, and how many works were left out of a format."""

    kinds: Mapping[str, int]
    omitted: Mapping[str, int]


def readme(
    whole: Description,
    settings: CatalogueSettings,
    formats: Sequence[tuple[str, str]],
    counts: Counts,
    example: Example | None,
) -> bytes:
    """Return the README. `formats` are the file names of the deliveries and what they are."""
    parts = [
        _title(whole.title),
        *_what(whole, settings),
        _heading("What is in it"),
        *_contents(counts),
        _heading("How to read a record"),
        *_how_to_read(example),
        _heading("The deliveries"),
        *_deliveries(formats, counts),
        _heading("Is it undamaged?"),
        *_fixity(),
        _heading("Where it comes from"),
        *_origin(whole),
    ]
    return ("\n\n".join(parts) + "\n").encode()


def _title(text: str) -> str:
    line = " ".join(text.split())
    return f"{line}\n{'=' * min(len(line), _WIDTH)}"


def _heading(text: str) -> str:
    return f"{text}\n{'-' * len(text)}"


def _filled(text: str, first: str = "", others: str = "") -> str:
    """Return a text in lines, of which the first and the others begin so."""
    return textwrap.fill(
        " ".join(text.split()),
        _WIDTH,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _item(text: str) -> str:
    return _filled(text, "- ", "  ")


def _what(whole: Description, settings: CatalogueSettings) -> list[str]:
    parts = [
        _filled(
            "This package is a library catalogue, kept for the future. It needs no special "
            "program: all of its texts are plain text in the encoding UTF-8."
        )
    ]
    if whole.description:
        parts.append(_filled(whole.description))
    rows = [
        ("Made by", settings.institution),
        ("Address of the catalogue", settings.base_uri),
        ("Licence of the catalogue", settings.licence),
        ("Language of the cataloguers", settings.language),
        ("Cataloguing rules", settings.rules),
        ("Library identifier (ISIL)", settings.isil),
        ("As of", whole.time),
    ]
    shown = [f"{name}: {value}" for name, value in rows if value]
    return [*parts, "\n".join(shown)]


def _contents(counts: Counts) -> list[str]:
    kinds = ", ".join(f"{number} of kind {kind}" for kind, number in counts.kinds.items())
    total = sum(counts.kinds.values())
    items = [
        f"data/catalogue/records: the catalogue itself. Each of the {total} files is one record: "
        f"a work, or somebody or something that works refer to ({kinds}). Everything else in this "
        "package can be lost, and nothing is lost.",
        "data/catalogue/schemas or data/documentation/schemas: which fields a record of each kind "
        "can have, and what each of them means (JSON Schema).",
        "data/catalogue/exporter.toml, if there is one: what the catalogue says of itself.",
        "Other files in data/catalogue: files that records name, such as scans.",
        "data/deliveries: the same works in the formats of other programs, as of the same day.",
        "data/documentation/crosswalks: for each of these formats, which field of a record went "
        "where. They are tables with tabs between the columns.",
        "data/ro-crate-metadata.json: what each file is, for programs (RO-Crate 1.2).",
        "data/premis.xml: who made and changed each file, and when (PREMIS 3.0).",
        "bagit.txt, bag-info.txt and the manifests: the frame of a “bag” (RFC 8493, BagIt 1.0).",
    ]
    return ["\n".join(_item(each) for each in items)]


def _how_to_read(example: Example | None) -> list[str]:
    parts = [
        _filled(
            "A record is a text in YAML: lines with the name of a field, a colon and its value. "
            "Indented lines belong to the line above them; lines with a hyphen are a list; what "
            "follows a # is a comment. Every record has an “id”, which is also the name of its "
            "file, and a “kind”, which is the name of its schema."
        ),
        _filled(
            "Where a record names another record (the author of a book, the journal of an "
            "article), it has the other's id. Look for the file of that name. Languages are "
            "written as tags (“ja” is Japanese, “ja-Latn” is Japanese in Latin letters: BCP 47). "
            "Dates are written as 1949, 1949-05 or 1949-05-01; an X stands for a digit, a ? for "
            "doubt, a ~ for “about” (EDTF, ISO 8601-2)."
        ),
        _filled(
            "Under “found” a record transcribes what a source prints, and where; under "
            "“inferred” it gives the reason for what no source prints."
        ),
    ]
    if example:
        parts.append(f"For example, {example.name}:")
        parts.append(textwrap.indent(example.text.rstrip("\n"), "    "))
    return parts


def _deliveries(formats: Sequence[tuple[str, str]], counts: Counts) -> list[str]:
    lines = []
    for file, what in formats:
        omitted = counts.omitted.get(file, 0)
        works = counted(omitted, "work")
        left_out = f" (Without {works}: see data/deliveries/omitted.tsv.)"
        lines.append(_item(f"{file}: {what}{left_out if omitted else ''}"))
    return [
        _filled(
            "The files in data/deliveries were written from the records. No format holds "
            "everything that a record says; where they differ, the record is right. They contain "
            "all works, also those whose rights do not allow publication: read “rights” in a "
            "record before you publish it."
        ),
        "\n".join(lines),
    ]


def _fixity() -> list[str]:
    return [
        _filled(
            "The manifests list two checksums for each file (SHA-256 and SHA-512). In this folder "
            "many systems check them with:"
        ),
        "    sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt",
        _filled(
            "Any program for BagIt checks that nothing is missing or added as well. With the "
            "program that made the package: exporter archive verify FILE, and to get the "
            "catalogue back: exporter archive restore FILE -o FOLDER. Without it, copy the "
            "folder data/catalogue."
        ),
    ]


def _origin(whole: Description) -> list[str]:
    if not whole.commit:
        return [_filled("The catalogue was not under version control with git.")]
    return [
        _filled(
            f"The catalogue was under version control with git. This is the state of the commit "
            f"{whole.commit}. Its history is in data/premis.xml; e-mail addresses are left out."
        )
    ]
