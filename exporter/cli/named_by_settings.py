"""What the settings name for other commands: formats, styles, templates, words and targets."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from exporter.errors import UsageError
from exporter.records.settings import ReadySettings, SiteSettings

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.records.schema import Schemas
    from exporter.records.settings import Settings


def require_named(root: Path, schemas: Schemas, settings: Settings) -> None:
    """Raise UsageError if the settings name what `exporter site` or `exporter ready` would not find.

    So it is reported before a site is published. What needs packages that are not installed is not read.
    """
    if settings.site != SiteSettings():
        _require_for_site(root, settings.site)
    if settings.ready != ReadySettings():
        _require_for_ready(root, schemas, settings.ready)


def _require_for_site(root: Path, site: SiteSettings) -> None:
    from exporter.export.registry import require_format
    from exporter.site.own_files import style_contents, template_folder

    usual = SiteSettings().formats  # to look for them takes time
    try:
        for name in site.formats if site.formats != usual else ():
            require_format(name)
        style_contents(root, site.styles)
    except UsageError as error:
        raise UsageError(f"the settings, [site]: {error.message}", error.hint) from None
    template_folder(root, site)
    if site.words and find_spec("babel"):
        from exporter.site.word_tables import read_words

        read_words(root, site.words)


def _require_for_ready(root: Path, schemas: Schemas, ready: ReadySettings) -> None:
    from exporter.review.target_registry import Targets

    targets = Targets(root, ready, schemas)
    for name in sorted({*targets.own, *(rule.partition(".")[0] for rule in ready.off)}):
        targets.named(name)
