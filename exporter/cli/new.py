"""`exporter new`: make a record with everything that its kind requires."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from exporter.cli.completion import complete_id, completing
from exporter.cli.kind_option import kinds_here, require_kind
from exporter.errors import UsageError
from exporter.terminal import escape_control_chars, is_coloured, printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exporter.importers.entry import Leftover
    from exporter.importers.typed import NewRecord, RecordMaker, Typed
    from exporter.records.finding import Finding

_ROLES = ("author", "editor", "translator")
_FIELDS = {
    "type": "type",
    "language": "language",
    "issued": "issued",
    "publisher": "publisher",
    "isbn": "identifiers.isbn",
    "doi": "identifiers.doi",
    "url": "url",
}
"""The field that each option fills."""


@click.command()
@click.option("--title", "--name", "title", default="", help="The title, or the name of an agent.")
@click.option(
    "--author",
    multiple=True,
    metavar="NAME",
    help="“Family, Given”, or an id. Whoever has no record gets one, as a person. Can be repeated.",
)
@click.option("--editor", multiple=True, metavar="NAME", help="As --author.")
@click.option("--translator", multiple=True, metavar="NAME", help="As --author.")
@click.option(
    "--contributor",
    multiple=True,
    metavar="ROLE=NAME",
    help="As --author, in any other role: 'composer=Bach, Anna'. “exporter explain role” lists them.",
)
@click.option("--type", metavar="TYPE", help="What sort of work it is: article-journal, chapter …")
@click.option(
    "--language",
    metavar="TAG",
    help="The language of the work, or of the name of an agent (en, ja).",
)
@click.option("--issued", metavar="DATE", help="When it was published: 1949, 1949-05, 194X, 1949?")
@click.option("--publisher", metavar="NAME", help="A name, or the id of an organisation.")
@click.option("--isbn", metavar="NUMBER", help="The ISBN.")
@click.option("--doi", metavar="NUMBER", help="The DOI.")
@click.option("--url", metavar="ADDRESS", help="Where it is on the web.")
@click.option(
    "--set",
    "others",
    multiple=True,
    metavar="FIELD=VALUE",
    help="Any other field: pages=12-15, holdings.shelfmark=B 12. Can be repeated, also for each entry "
    "of a list: keywords=tea.",
)
@click.option(
    "--id",
    "id",
    default="",
    help="The id. Default: made of name, year and title, as far as they are in Latin letters.",
)
@click.option(
    "--like",
    default="",
    metavar="ID",
    help="Begin with what this record says.",
    shell_complete=complete_id,
)
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Begin with what a file says in a format that can be imported; - is stdin.",
)
@click.option("--entry", default="", metavar="KEY", help="Of the file, the entry with this key.")
@click.option("--edit", is_flag=True, help="Open the new record in $EDITOR.")
@click.option("--diff", is_flag=True, help="Write nothing; show the new records.")
@click.argument(
    "kind", metavar="KIND", required=False, default="", shell_complete=completing(kinds_here)
)
def command(kind: str, **options: Any) -> None:
    """Make a record with everything that its kind requires, and records of its makers.

    KIND is book, article, part, thesis, person … (“exporter explain KIND” lists the fields). On a
    terminal, what is required and not given is asked. Persons are found by name, in any script;
    those who have no record get one. The file is named on stdout.

    --from takes a reference in BibTeX, RIS, MARC, CSL-JSON or another format of “exporter import”;
    what is also given as an option counts instead. What the record cannot carry is reported with
    its line.

    \b
    Exit code: 0 made, 1 the record would have errors, 2 wrong use.
    \b
    Examples:
      exporter new book --title Kokoro --author 'Natsume, Sōseki' --language ja --issued 1914
      exporter new article --type article-journal --title 'On Kokoro' --doi 10.1000/182 --edit
      exporter new person --name 'Natsume, Sōseki'
      exporter new person --name '森, 鷗外' --language ja --id mori-ogai
      exporter new article --from refs.bib --entry smith2020
      exporter new book --like kokoro --title Sanshirō --issued 1908
      exporter new film --title Metropolis --contributor 'film director=Lang, Fritz'
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.cli.catalogue_cache import catalogue_cache
    from exporter.cli.progress import progress
    from exporter.importers.plan import existing_records
    from exporter.importers.typed import RecordMaker
    from exporter.records.files import find_catalogue
    from exporter.records.loader import read_schemas, read_settings

    root = find_catalogue(Path.cwd())
    schemas = read_schemas(root)
    require_kind(kind, schemas)
    with progress() as tick, catalogue_cache(root) as cache:
        existing = existing_records(root, cache, tick)
    maker = RecordMaker(root, schemas, read_settings(root), existing)
    typed = _typed(kind, options)
    if options["source"]:
        typed = _with_entry(typed, options, maker)
    typed = _ask(typed, maker)
    missing = maker.missing(typed)
    if missing:
        raise UsageError(
            f"a record of kind {kind} needs a {missing[0]}", _hint(missing[0], kind, maker)
        )
    made = maker.make(typed)
    if options["source"]:
        leftovers = typed.entry.leftovers if typed.entry else []
        file = "stdin" if str(options["source"]) == "-" else str(options["source"])
        _print_leftovers(file, [*leftovers, *made.left_out])
    else:
        _report_undivided_names(made)
    _write(made, maker, diff=options["diff"])
    if options["edit"] and not options["diff"]:
        click.edit(filename=str(made.document.path))


def _typed(kind: str, options: Mapping[str, Any]) -> Typed:
    from exporter.importers.typed import Typed

    if options["entry"] and not options["source"]:
        raise UsageError("--entry needs --from", "name the file that has the entry")
    fields = [(path, options[name]) for name, path in _FIELDS.items() if options[name]]
    fields += [_pair(each, "--set FIELD=VALUE") for each in options["others"]]
    contributors = [(role, name) for role in _ROLES for name in options[role]]
    contributors += [_pair(each, "--contributor ROLE=NAME") for each in options["contributor"]]
    return Typed(kind, options["id"], options["title"], contributors, fields, options["like"])


def _pair(text: str, form: str) -> tuple[str, str]:
    """Return what stands before and after the equals sign. Raises UsageError if that is not both."""
    before, _, after = (part.strip() for part in text.partition("="))
    if not before or not after:
        raise UsageError(f"{form.partition(' ')[0]} cannot be “{text}”", f"write {form}")
    return before, after


def _with_entry(typed: Typed, options: Mapping[str, Any], maker: RecordMaker) -> Typed:
    """Return what was typed with the entry of a file."""
    from dataclasses import replace

    from exporter.importers.one_entry import read_one
    from exporter.importers.registry import ImportContext
    from exporter.importers.source_traces import keep_unknown_fields

    if typed.like:
        raise UsageError("--from and --like cannot be used together", "use one of them")
    context = ImportContext(maker.schemas, maker.settings.catalogue.language)
    entry = read_one(options["source"], options["entry"], context)
    keep_unknown_fields(entry)
    return replace(typed, entry=entry)


def _print_leftovers(file: str, leftovers: Sequence[Leftover]) -> None:
    from exporter.cli.import_ import SORTS

    for each in leftovers:
        message = f"{SORTS[each.sort]}: {printable(each.message)}"
        click.echo(f"{file}:{each.line}: {message}", err=True)


def _ask(typed: Typed, maker: RecordMaker) -> Typed:
    """Ask for what is missing, if there is somebody to ask."""
    from dataclasses import replace

    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return typed
    for name in maker.missing(typed):
        choices = maker.choices(typed.kind, name)
        answer = click.prompt(
            name.capitalize(), type=click.Choice(choices) if choices else str, err=True
        )
        if name in {"title", "name"}:
            typed = replace(typed, title=answer)
        else:
            typed = replace(typed, fields=[*typed.fields, (name, answer)])
    return typed


def _hint(name: str, kind: str, maker: RecordMaker) -> str:
    choices: Sequence[str] = maker.choices(kind, name)
    if choices:
        return f"add --{name} with one of {', '.join(choices)}"
    return f"add --{name}" if name in {"title", "name", *_FIELDS} else f"add --set {name}=…"


def _write(made: NewRecord, maker: RecordMaker, *, diff: bool) -> None:
    """Write a new record with those of its makers, or show them, unless they would have errors."""
    from exporter.cli.catalogue_cache import catalogue_cache
    from exporter.cli.file_update import print_diff, write_and_list
    from exporter.cli.work_selection import print_report
    from exporter.validate.planned import validate_planned
    from exporter.validate.record import errors

    documents = [made.document, *made.agents]
    changes = {each.path: each.text.encode() for each in documents}
    with catalogue_cache(maker.root) as cache:
        before, after = validate_planned(maker.root, changes, cache)
    result = after.since(before, set(changes))
    if errors(result.findings):
        print_report(result.report(colour=is_coloured(sys.stderr)))
        click.echo("Nothing was written, because the record would have these errors.", err=True)
        raise click.exceptions.Exit(1)
    _report(made, result.findings, diff=diff)
    if diff:
        for each in documents:
            print_diff(each.path, "", each.text)
        return
    write_and_list(maker.root, {each.path: each.text for each in documents})
    for each in documents:
        if each.id.rstrip("-0123456789") == each.kind:  # no Latin form of the name is known
            message = f"choose an id that says more: exporter rename {each.id} NEW"
            message += " (the next time: --id NEW)" if each is made.document else ""
            click.echo(message, err=True)


def _report(made: NewRecord, findings: Sequence[Finding], *, diff: bool) -> None:
    """Say which agents have records, and what the user should look at."""
    from exporter.records.finding import Severity
    from exporter.validate.record import severity

    for name, id in made.known.items():
        click.echo(f"{name}: {id}, who has a record", err=True)
    for doubt in made.doubts:
        click.echo(f"doubtful: {doubt.message}", err=True)
        if len(doubt.candidates) == 1 and not diff:
            message = f"if they are one: exporter merge {doubt.id} into {doubt.candidates[0]}"
            click.echo(message, err=True)
    for finding in findings:  # such as a work that has a record already
        if severity(finding) is Severity.WARNING and not made.doubts:
            click.echo(f"{finding.name}: {escape_control_chars(finding.message)}", err=True)


def _report_undivided_names(made: NewRecord) -> None:
    """Say what follows from a name that was typed in one piece, which may be meant so."""
    for each in [made.document, *made.agents]:
        name = each.data.get("name")
        forms = list(name.values()) if isinstance(name, dict) else [name]
        for form in forms if each.kind == "person" else ():
            if isinstance(form, str) and " " in form:
                message = (
                    f"“{form}” is not divided, so references cannot begin with the family name"
                )
                click.echo(f"{message}; type 'Family, Given' to divide it", err=True)
