"""`exporter site`: a web site of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from exporter.cli.current_catalogue import catalogue_root
from exporter.cli.database_option import database_options, database_validation
from exporter.cli.extras import require_page_packages
from exporter.cli.filter_options import FilterOptions
from exporter.cli.history import record_history
from exporter.cli.rights_gate import works_by_rights
from exporter.cli.work_selection import select_works
from exporter.plural import counted
from exporter.terminal import escape_control_chars

if TYPE_CHECKING:
    from exporter.cache import Cache
    from exporter.cli.work_selection import Selection
    from exporter.export.kept import KeptResults
    from exporter.records.revisions import Revision
    from exporter.site.output import Written
    from exporter.site.site import Site


@click.command()
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write the site into this folder, which is made if necessary. It must be empty, or have "
    "an earlier site in it.",
)
@click.option(
    "--base-url",
    metavar="URL",
    help="The web address of the site, which canonical links, the site map and the feed need. "
    "Default: “base_uri” under [catalogue] in exporter.toml.",
)
@click.option(
    "--check-links",
    is_flag=True,
    help="When the site is written, check that its links lead to its pages. Needs no network.",
)
@click.option(
    "--keep-going",
    is_flag=True,
    help="Leave out records with errors, and works whose rights are not met, and name them. "
    "Default: write nothing if there are any.",
)
@click.option(
    "--ignore-rights",
    is_flag=True,
    help="Show works also if a permission has ended, or a credit line, a holder or something else "
    "that their rights demand is missing.",
)
@click.option(
    "--translate",
    metavar="LANGUAGE",
    help="Print the words of the pages as a PO file, with those that the language (a BCP 47 tag) "
    "has already, and write no site.",
)
@database_options
def command(folder: Path | None, base_url: str | None, check_links: bool, **options: Any) -> None:
    """Make a web site of the catalogue: static pages to be read, searched and cited.

    There is a page for each work, person, organisation, place, subject and series, lists by title,
    name, date, subject and kind, a search that needs no server, and each work in the formats of
    “exporter export”. Only what has changed is written. [site] in exporter.toml sets the languages
    of the pages, the formats and the templates. Needs: pip install 'catalogue-exporter[site]'.

    \b
    Exit code: 0 written, 1 errors in the catalogue or broken links, 2 wrong use, or the folder
    cannot be written.
    \b
    Examples:
      exporter site -o public
      exporter site -o public --check-links
      exporter site -o public --base-url https://library.example.org/catalogue/
      exporter site -o public --database library.sqlite --table books --table people
      exporter site --translate nl > site/nl.po
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.cli.catalogue_cache import catalogue_cache
    from exporter.cli.progress import progress

    require_page_packages("a site", "site")
    if options["translate"]:
        _print_words(options["translate"])
        return
    if folder is None:
        raise click.UsageError("Missing option '-o' / '--output': the folder of the site.")
    from exporter.site.output import require_own_folder, write_site
    from exporter.site.pages import SitePages

    require_own_folder(folder)
    keep_going, ignore_rights = options["keep_going"], options["ignore_rights"]
    validate = database_validation(options["database"], options["tables"], for_export=True)
    selection = select_works(
        "html", (), FilterOptions(), (), keep_going=keep_going, validate=validate
    )
    allowed = works_by_rights(selection, keep_going=keep_going, ignore_rights=ignore_rights)
    selection = selection._replace(ids=allowed)
    history = {} if options["database"] is not None else record_history(selection.records, "site")
    selection = _with_days(selection, history)
    with progress() as tick, catalogue_cache(catalogue_root()) as cache:
        results = _kept_results(cache, selection)
        site = replace(_site(selection, base_url, results), history=history)
        made = SitePages(site).documents(lambda done, total: tick(done, total, "pages made"))
        written = write_site(made, folder)
    _report(written, site)
    if check_links:
        _check_links(folder)


def _print_words(language: str) -> None:
    """Print the PO file that a translator starts from."""
    from exporter.model.vocabularies.languages import require_language
    from exporter.records.loader import read_settings
    from exporter.site.translation import translation
    from exporter.site.word_tables import read_words, words_to_translate

    require_language(language, f"--translate {language}")
    root = catalogue_root()
    table = read_words(root, read_settings(root).site.words)
    click.echo(translation(language, words_to_translate(language, table)), nl=False)


def _with_days(selection: Selection, history: Mapping[str, Sequence[Revision]]) -> Selection:
    """Return the selection with the days on which the records were made.

    With them, the MARC records of the site are the same every day.
    """
    from exporter.export.delivery_time import DaysOfEntry

    days = DaysOfEntry({id: revisions[-1].day for id, revisions in history.items()})
    return selection._replace(context=replace(selection.context, days_of_entry=days))


def _kept_results(cache: Cache | None, selection: Selection) -> KeptResults | None:
    """Return the results of earlier runs, if they can be used for this site."""
    from exporter.cli.kept_results import kept_results
    from exporter.export.registry import format_named
    from exporter.site.own_files import style_contents
    from exporter.site.site import NEEDED_FORMATS

    settings = selection.result.settings.site
    formats = [*settings.formats, *NEEDED_FORMATS]
    if not all(format_named(name).__name__.startswith("exporter.") for name in formats):
        return None  # a plugin may depend on anything
    styles = style_contents(catalogue_root(), settings.styles)
    return kept_results(cache, selection, styles)


def _site(selection: Selection, base_url: str | None, results: KeptResults | None) -> Site:
    """Return the catalogue with all that its pages need, but for the history."""
    from exporter.site.assembly import assemble_site

    result = selection.result
    address = base_url or result.settings.catalogue.base_uri
    root, context = catalogue_root(), selection.context
    return assemble_site(root, result, context, selection.ids, address, results)


def _report(written: Written, site: Site) -> None:
    message = f"{counted(written.files, 'file')}, {written.changed:,} of them new or changed"
    if written.removed:
        message += f"; {written.removed:,} removed"
    click.echo(f"{message}.", err=True)
    if not site.addresses.base:
        click.echo(
            "Without the address of the site there are no canonical links, no site map and no "
            "feed: set base_uri under [catalogue] in exporter.toml, or add --base-url.",
            err=True,
        )


def _check_links(folder: Path) -> None:
    """Name the links that lead nowhere; they end the command with 1."""
    from exporter.site.link_check import broken_links

    broken = list(broken_links(folder))
    for each in broken:
        line = f"{folder / each.file}:{each.line}: the link “{each.address}” leads nowhere"
        click.echo(escape_control_chars(line), err=True)
    if broken:
        raise click.exceptions.Exit(1)
    click.echo("All links lead to a page.", err=True)
