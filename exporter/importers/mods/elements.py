"""What all modules of MODS share: the table of the format, and what attributes say of an element."""

from __future__ import annotations

import re
from pathlib import Path

from exporter.importers.field_table import field_table
from exporter.importers.languages import tag_of
from exporter.importers.tree import SourceNode
from exporter.model.vocabularies.languages import script

TABLE = field_table(Path(__file__).with_name("mods.tsv"))


def tag_of_element(node: SourceNode) -> str:
    """Return the language tag of an element, of `xml:lang` or of the codes in `lang` and `script`."""
    languages = [each.text for each in node.children if each.name == "@lang"]
    tag = tag_of(languages[-1]) if languages else ""
    is_romanised = node.peek("@script") == "Latn" and script(tag)[0] not in {"Latn", ""}
    return f"{tag}-Latn" if is_romanised else tag


def without_mark(text: str) -> str:
    """Return a text without the mark of ISBD behind it, which MODS made of MARC often keeps."""
    return re.sub(r"\s*[/:;,=]$", "", text)
