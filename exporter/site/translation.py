"""The words of the pages as a PO file of gettext, which Poedit, Weblate and other tools edit."""

from __future__ import annotations

import io
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from exporter.errors import UsageError


def read_translation(path: Path) -> tuple[str, dict[str, str]]:
    """Return the language of a PO file (a BCP 47 tag), and its words by their English words.

    Left out are words without a translation, and those marked as fuzzy: a translator has to look
    at them again. Raises OSError if the file cannot be read, and UsageError for what is not a PO file
    or names no language.
    """
    try:
        catalog = read_po(io.BytesIO(path.read_bytes()), abort_invalid=True)
    except PoFileError as error:
        raise UsageError(f"{path}:{error.lineno + 1}: {error}", "open it with Poedit") from None
    except UnicodeDecodeError:
        reason = "is not a PO file in UTF-8, nor in the encoding that it names"
        raise UsageError(f"{path} {reason}", "save it in UTF-8") from None
    except (LookupError, ValueError) as error:
        raise UsageError(f"{path} is not a PO file: {error}", "save it in UTF-8") from None
    if not catalog.locale_identifier:
        raise UsageError(
            f"{path} does not say its language", 'add the line "Language: nl\\n" to its header'
        )
    words = {}
    for message in catalog:
        english, word = message.id, message.string
        if isinstance(english, str) and isinstance(word, str) and english and not message.fuzzy:
            words[english] = word
    return catalog.locale_identifier.replace("_", "-"), words


def translation(language: str, words: Mapping[str, str]) -> str:
    """Return a PO file with words by their English words; a word to be translated is empty.

    `language` is a BCP 47 tag.
    """
    catalog = Catalog(
        locale=language.replace("-", "_"),
        project="catalogue-exporter",
        version=version("catalogue-exporter"),
        header_comment="# Words of a site. Keep each {}: a number or a name takes its place.",
        fuzzy=False,
    )
    for english, word in sorted(words.items()):
        catalog.add(english, word)
    written = io.BytesIO()
    write_po(written, catalog, width=0)
    return written.getvalue().decode()
