"""The styles and templates that the settings of a site name, and where they are.

Nothing here needs the packages of the extra `site`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from exporter.cite.csl_data import locale_folder, style_folder
from exporter.cite.style_files import style_file
from exporter.errors import UsageError
from exporter.records.settings import SiteSettings


def has_styles() -> bool:
    """Return whether the packages with the styles are installed (extra `cite`)."""
    return style_folder() is not None and locale_folder() is not None


def style_contents(root: Path, styles: Iterable[str]) -> Sequence[tuple[str | None, str]]:
    """Return the locales of styles, and what their files have; nothing if no citation is made.

    `root` is the folder of the catalogue. Raises UsageError for a style that there is not.
    """
    if not has_styles():
        return []
    files = [style_file(style_in_catalogue(root, name)) for name in styles]
    # as Latin-1, which every byte is: only whether they are the same as before matters
    return [(file.locale, file.path.read_text("latin-1")) for file in files]


def style_in_catalogue(root: Path, name: str) -> str:
    """Return the name of a style, or the path of its file, which is relative to the catalogue."""
    return str(root / name) if name.endswith(".csl") else name


def template_folder(root: Path, settings: SiteSettings) -> Path | None:
    """Return the folder with the catalogue's own templates, or None. Raises UsageError if it is not there."""
    if not settings.templates:
        return None
    folder = root / settings.templates
    if not folder.is_dir():
        message = f"[site] templates: there is no folder {settings.templates}"
        raise UsageError(message, "correct it in exporter.toml, or make the folder")
    return folder
