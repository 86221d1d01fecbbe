"""`exporter cite`: set references and citations of the works in a style of CSL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from exporter.cite.forms import FORMS
from exporter.cli.work_selection import choose, options_of_choice

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
    help="apa, chicago-author-date, mla, sist02 or any other style of the CSL project; or a file.",
)
@click.option(
    "--locale",
    metavar="TAG",
    help="The language of “edited by”, months …: en-US, ja-JP. Default: the style's.",
)
@click.option(
    "--as",
    "form",
    type=click.Choice(list(FORMS)),
    default="text",
    show_default=True,
    help="What to write.",
)
@click.option(
    "--citation", is_flag=True, help="Write how each work is cited in a text or note, a line each."
)
@click.option("--together", is_flag=True, help="Write one citation of all these works.")
@options_of_choice(output="FILE")
def command(
    ids: tuple[str, ...],
    style: str,
    locale: str | None,
    form: str,
    output: Path | None,
    **options: Any,
) -> None:
    """Set references and citations of the works in a style of CSL.

    Writes the bibliography of all works, or of those with the given IDs, in the order of the style. HTML is a fragment
    for a page of yours; RTF and Markdown are whole documents. The styles need more packages: pip install
    'catalogue-exporter[cite]'.

    \b
    Exit code: 0 written, 1 errors in the catalogue, 2 wrong use, or the output cannot be written.
    \b
    Examples:
      exporter cite --style apa
      exporter cite --style sist02 --locale ja-JP --as html -o books.html --kind book
      exporter cite --style mla --citation mao-zedong
      exporter cite --style our-journal.csl --as rtf -o references.rtf
    """  # noqa: D301 - \b is the character by which click keeps the lines apart
    from exporter.cite.styles import style_file

    path = style_file(
        style
    )  # which says so where the packages are not installed that the rest needs

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
        raise UsageError(
            f"the style “{style}” lists no references, it only cites", "add --citation"
        )
    chosen = choose(
        "csl-json", ids, options["kind"], options["languages"], keep_going=options["keep_going"]
    )
    works = LazySequence(chosen.context.catalogue.works, chosen.ids)
    made = Bibliography(
        read, list(map_in_order(lambda work: reference(item(work, chosen.context)), works))
    )
    if options["together"]:
        entries = [("", "", made.together(made.references))] if chosen.ids else []
    else:
        entries = _entries(made, cited=cited, wishes=bool(options["languages"]))
    pieces = (piece.encode() for piece in FORMS[form].document(entries, read.quotes))
    if output is not None:
        write_file(pieces, output)
    else:
        write_stdout(pieces)


def _entries(made: Bibliography, *, cited: bool, wishes: bool) -> list[Entry]:
    """Give what the style makes of each work, and say which works it makes nothing of.

    Where the reader prefers other languages than the works' own, an entry says none.
    """
    entries = [
        (reference.key, "" if wishes else reference.language, text)
        for reference, text in (made.cited() if cited else made.listed())
    ]
    if silent := [id for id, _, text in entries if not text]:
        click.echo(
            f"The style prints nothing of these works: {', '.join(sorted(silent))}", err=True
        )
    return [entry for entry in entries if entry[2]]
