"""`exporter cite`: print references and citations in a CSL style."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from exporter.cite.forms import FORMS
from exporter.cli.work_selection import select_works, selection_options

if TYPE_CHECKING:
    from exporter.cite.bibliography import Bibliography
    from exporter.cite.forms import Entry


def _complete_style(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    from exporter.cite.styles import names

    return list(names(incomplete))


@click.command()
@click.option(
    "-s",
    "--style",
    required=True,
    metavar="NAME|FILE.csl",
    shell_complete=_complete_style,
    help="The style: apa, chicago-author-date, mla, sist02, any other style of the CSL project, or a "
    "file.",
)
@click.option(
    "--locale",
    metavar="TAG",
    help="The language of terms such as “edited by” and of months: en-US, ja-JP. Default: the "
    "language of the style.",
)
@click.option(
    "--as",
    "form",
    type=click.Choice(list(FORMS)),
    default="text",
    show_default=True,
    help="The form of the output.",
)
@click.option(
    "--citation",
    is_flag=True,
    help="Print how each work is cited in the text or in a note, one on a line.",
)
@click.option("--together", is_flag=True, help="Print a single citation of all these works.")
@selection_options(output="FILE")
def command(
    ids: tuple[str, ...],
    style: str,
    locale: str | None,
    form: str,
    output: Path | None,
    **options: Any,
) -> None:
    """Print references and citations in any CSL style.

    Prints the bibliography of all works, or of those with the given IDs, in the order of the style.
    HTML is a fragment for a page of your own; RTF and Markdown are complete documents. The styles
    are a separate download: pip install 'catalogue-exporter[cite]'.

    \b
    Exit code: 0 written, 1 errors in the catalogue,
    2 wrong use, or the output cannot be written.
    \b
    Examples:
      exporter cite --style apa
      exporter cite --style sist02 --locale ja-JP --as html -o books.html --kind book
      exporter cite --style mla --citation mao-zedong
      exporter cite --style our-journal.csl --as rtf -o references.rtf
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.cite.styles import style_file

    # before the other imports, since it reports packages that are not installed
    path = style_file(style)

    from exporter.cite.bibliography import Bibliography
    from exporter.cite.reference import reference
    from exporter.cite.style import read_style
    from exporter.cli.output import write_stdout
    from exporter.errors import UsageError
    from exporter.export.csl.items import item
    from exporter.model.catalogue import LazySequence
    from exporter.parallel import map_in_order
    from exporter.records.atomic_write import write_file

    read = read_style(path, locale)
    cited = options["citation"] or options["together"]
    if not cited and read.area("bibliography") is None:
        raise UsageError(f"the style “{style}” has citations but no bibliography", "add --citation")
    chosen = select_works(
        "csl-json", ids, options["kind"], options["languages"], keep_going=options["keep_going"]
    )
    works = LazySequence(chosen.context.catalogue.works, chosen.ids)
    made = Bibliography(
        read, list(map_in_order(lambda work: reference(item(work, chosen.context)), works))
    )
    if options["together"]:
        entries = [("", "", made.together(made.references))] if chosen.ids else []
    else:
        entries = _entries(made, cited=cited, wishes=bool(chosen.context.languages))
    pieces = (piece.encode() for piece in FORMS[form].document(entries, read.quotes))
    if output is not None:
        write_file(pieces, output)
    else:
        write_stdout(pieces)


def _entries(made: Bibliography, *, cited: bool, wishes: bool) -> list[Entry]:
    """Return the entries in the order of the style, and name the works that it prints nothing of.

    An entry has no language if the reader asked for other languages than the works' own.
    """
    entries = [
        (reference.key, "" if wishes else reference.language, text)
        for reference, text in (made.cited() if cited else made.listed())
    ]
    if silent := [id for id, _, text in entries if not text]:
        click.echo(
            f"The style prints nothing for these works: {', '.join(sorted(silent))}", err=True
        )
    return [entry for entry in entries if entry[2]]
