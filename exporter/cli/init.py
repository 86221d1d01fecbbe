"""`exporter init`: start a catalogue."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from exporter.errors import UsageError
from exporter.terminal import display_path, escape_control_chars


@click.command()
@click.option("--title", help="The title of the catalogue.")
@click.option("--institution", help="Who keeps it.")
@click.option(
    "--language",
    metavar="TAG",
    help="The language in which you write notes, as a language tag (en, ja). Default: en.",
)
@click.option(
    "--site",
    is_flag=True,
    help="Let GitHub Pages or GitLab Pages publish the catalogue as a web site on every merge.",
)
@click.argument("directory", required=False, default=".", metavar="[DIR]", type=click.Path())
def command(
    directory: str, title: str | None, institution: str | None, language: str | None, *, site: bool
) -> None:
    """Start a catalogue: folders, settings, schemas, and files for editors, git and CI.

    Works in a new folder, in one that has only .git, and in one that has files: what is there is
    kept as it is, and named. On a terminal, what the options do not say is asked.

    \b
    Exit code: 0 done, 2 wrong use, or a file is in the way.
    \b
    Examples:
      exporter init my-catalogue
      exporter init --title 'Books on Changchun' --institution 'City Library' --language en
      exporter init --site my-catalogue
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.editing.new_catalogue import NewCatalogue, init

    root = Path.cwd() / directory
    said = NewCatalogue(
        _answer(title, "Title of the catalogue", root.resolve().name or "Catalogue"),
        _answer(institution, "Who keeps it", "our library"),
        _language(language),
    )
    _require_valid(said)
    written = init(root, said, site=site)
    schemas = [name for name in written.created if name.startswith("schemas/")]
    for name in written.created:
        if name not in schemas:
            click.echo(f"created  {display_path(root / name)}", err=True)
    if schemas:
        click.echo(f"created  {display_path(root / 'schemas')}/ ({len(schemas)} files)", err=True)
    for name in written.kept:
        if not name.startswith("schemas/"):
            click.echo(f"kept     {display_path(root / name)}", err=True)
    _register_merge_driver(root)
    _say_what_is_next(root)


def _register_merge_driver(root: Path) -> None:
    from exporter.records import git

    try:
        git.register_merge_driver(root)
    except UsageError:  # there is no repository yet
        return
    click.echo("registered: git merges records field by field in this clone", err=True)


def _answer(
    given: str | None, question: str, default: str, check: Callable[[str], str] | None = None
) -> str:
    """Return what the user says; without a terminal, the default."""
    if given is not None:
        return given
    if sys.stdin.isatty() and sys.stderr.isatty():
        answer: str = click.prompt(question, default=default, err=True, value_proc=check)
        return answer
    return default


def _language(given: str | None) -> str:
    """Return the language tag that the user says; a wrong answer is asked for again."""
    from exporter.model.vocabularies.languages import require_language

    def check(tag: str) -> str:
        require_language(tag, f"“{tag}” is not a language tag")
        return tag

    def check_answer(tag: str) -> str:
        try:
            return check(tag)
        except UsageError as error:
            raise click.BadParameter(f"{error.message}; {error.hint}") from None

    if given is not None:
        return check(given)
    return _answer(None, "Language of your notes (a tag: en, ja)", "en", check_answer)


def _require_valid(said: tuple[str, str, str]) -> None:
    from exporter.records.settings import parse_settings

    title, institution, language = said
    catalogue = {"title": title, "institution": institution, "language": language}
    parse_settings({"catalogue": catalogue}, "exporter.toml")


def _say_what_is_next(root: Path) -> None:
    """Print the commands that somebody with a new catalogue needs next."""
    from shlex import quote

    from exporter.records.files import repository_of

    steps = [
        "exporter new book --title … --author …   add a record",
        "exporter import FILE                     bring in what you have",
        "exporter validate                        check the records",
    ]
    if root.resolve() != Path.cwd().resolve():
        steps.insert(0, f"cd {display_path(root)}")
    here = root.resolve()
    top = repository_of(here)
    if top is None:
        steps.append("git init && git add . && git commit -m 'Start the catalogue'")
        steps.append("exporter merge-driver --install")
    click.echo("\nNext:", err=True)
    for step in steps:
        click.echo(f"  {step}", err=True)
    if top is not None and top != here:
        folder = escape_control_chars(quote(here.relative_to(top).as_posix()))
        click.echo(
            "\nThe catalogue is a folder of a larger repository. GitHub, GitLab and "
            "pre-commit look for their files only at its top:\nmove .github, .gitlab-ci.yml and "
            f".pre-commit-config.yaml there, and write exporter -C {folder} for exporter in them.",
            err=True,
        )
