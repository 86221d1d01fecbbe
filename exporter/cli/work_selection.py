"""The works that a command is to deliver, chosen from a catalogue that is right; or what is wrong with it, shown."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

if TYPE_CHECKING:
    from exporter.export.context import ExportContext
    from exporter.model.catalogue import Catalogue
    from exporter.model.packed_records import Records
    from exporter.records.packed_list import Roll
    from exporter.records.schema import Schemas
    from exporter.validate.pipeline import Examined, ValidationResult
    from exporter.validate.reporters import Report


def _unless_stdout(ctx: click.Context, param: click.Parameter, value: Path | None) -> Path | None:  # noqa: ARG001
    return None if value == Path("-") else value


def options_of_choice(*, output: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options that say which works are to be delivered, how, and where; `output` is what `-o` names.

    They arrive as `kind`, `languages`, `output`, `keep_going` and `ids`.
    """
    options = (
        click.option(
            "--kind", metavar="K", help="Only the works of this kind: article, book, photo, source."
        ),
        click.option(
            "--language",
            "languages",
            multiple=True,
            metavar="TAG",
            help="Prefer titles and names in this language (ja, ja-Latn, en); may be given several times, the first "
            "wish first. Default: as printed, in the work's own language.",
        ),
        click.option(
            "-o",
            "--output",
            type=click.Path(path_type=Path, allow_dash=True),
            callback=_unless_stdout,
            metavar=output,
            help="Write there instead of to stdout (-). A file that is there is replaced only when the new one is "
            "complete.",
        ),
        click.option(
            "--keep-going",
            is_flag=True,
            help="Leave out records with errors, and works that lack what the output demands, and say which, instead "
            "of writing nothing.",
        ),
        click.argument("ids", nargs=-1, metavar="[ID]..."),
    )

    def decorated(command: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(options):
            command = option(command)
        return command

    return decorated


class Choice(NamedTuple):
    """What is delivered: the ids of the works, their delivery, and the records of which they are made."""

    format_name: str
    verdict: ValidationResult
    context: ExportContext
    ids: Sequence[str]
    records: Records


def choose(
    format_name: str,
    ids: Sequence[str],
    kind: str | None,
    languages: Sequence[str],
    *,
    keep_going: bool,
    examined: Examined | None = None,
) -> Choice:
    """Give the works asked for, to be written in a format. Errors of the catalogue are shown, and end the command.

    Records with errors are left out instead, and named, where `keep_going` is set. The catalogue is that in which one
    is, unless `examined` has another. Raises UsageError for an id or a kind that is none.
    """
    from exporter.cli.progress import progress
    from exporter.export.context import ExportContext
    from exporter.export.registry import crosswalk
    from exporter.model.linker import link
    from exporter.records.loader import find_catalogue
    from exporter.validate.pipeline import validate_catalogue

    with progress() as tick:
        if examined:
            verdict = examined(tick)
        else:
            root, say = find_catalogue(Path.cwd()), partial(click.echo, err=True)
            verdict = validate_catalogue(root, (), tick, keep=True, errors_only=True, say=say)
    if verdict.wrong:
        show(verdict.report(colour=sys.stderr.isatty()))
        if not keep_going:
            click.echo(
                "Nothing was exported. Mend the errors, or leave these records out with --keep-going.",
                err=True,
            )
            raise click.exceptions.Exit(1)
    right = verdict.said.without(verdict.wrong)
    catalogue, left_out = link(right, verdict.schemas, complete=not verdict.wrong)
    for path in sorted(verdict.wrong):
        click.echo(f"left out: {verdict.called(Path(path))}", err=True)
    for id, missing in sorted(left_out.records.items()):
        click.echo(f"left out: {id}, because {missing} made it, which is left out", err=True)
    for missing, speakers in sorted(left_out.places.items()):
        click.echo(f"left out: what {', '.join(sorted(speakers))} say of {missing}", err=True)
    context = ExportContext(catalogue, crosswalk(format_name), languages)
    asked = _asked(catalogue, right, ids, kind, verdict.schemas)
    if not asked:
        click.echo("There is no such work: the output has none.", err=True)
    return Choice(format_name, verdict, context, asked, right)


def show(report: Report) -> None:
    """Print findings for people, on stderr."""
    from exporter.validate.reporters import text

    for piece in text.render(report):
        click.echo(piece, err=True, nl=False)
    click.echo(report.summary, err=True)


def _asked(
    catalogue: Catalogue, records: Records, ids: Sequence[str], kind: str | None, schemas: Schemas
) -> Roll:
    """Give the ids of the works asked for. Raises UsageError for an id or a kind that is none."""
    from exporter.errors import UsageError
    from exporter.records.packed_list import Roll
    from exporter.suggest import did_you_mean

    works = catalogue.works
    kinds = [kind for kind in schemas.kinds if schemas.noun(kind) == "work"]
    if kind is not None and kind not in kinds:
        raise UsageError(
            f"there is no kind of work “{kind}”",
            did_you_mean(kind, kinds) or f"the kinds are {', '.join(kinds)}",
        )
    for id in ids:
        if id in catalogue.agents:
            raise UsageError(
                f"“{id}” is a person or organisation, not a work",
                "name works; they bring their persons and organisations along",
            )
        if id not in works:
            raise UsageError(
                f"there is no work “{id}”",
                did_you_mean(id, works) or "see the file names under records/",
            )
    wanted = set(ids)
    return Roll(
        id
        for id in works
        if (not wanted or id in wanted) and (kind is None or records.kind(id) == kind)
    )
