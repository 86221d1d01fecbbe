"""The command line: the list of commands, each of which is imported only when it runs."""

from __future__ import annotations

import errno
import gc
import os
import signal
import sys
from collections.abc import Iterable
from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING, NoReturn

import click

from exporter import __version__
from exporter.errors import UsageError, place_of
from exporter.parallel import collect_rarely
from exporter.terminal import escape_control_chars, escape_lines

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS = {
    "init": "Start a catalogue: folders, settings, schemas, and files for editors, git and CI.",
    "new": "Make a record with everything that its kind requires, and records of its makers.",
    "validate": "Check the records and show what is wrong, where, and how to fix it.",
    "fmt": "Rewrite records in the standard layout.",
    "export": "Write works in a bibliographic format: BibTeX, TEI, MARC, Dublin Core and more.",
    "ready": "Show what a target demands or recommends and the works lack, before anything is "
    "delivered.",
    "cite": "Print references and citations in any CSL style.",
    "site": "Make a web site of the catalogue: static pages to be read, searched and cited.",
    "serve": "Preview the site as you edit, and edit records in a form.",
    "list": "List the records that meet some conditions.",
    "find": "Find records by title, name, id or number, the best match first.",
    "show": "Show records as cards: what they say, in words, and which records refer to them.",
    "stats": "Count the records by kind, the works by language and decade, and the use of fields.",
    "history": "Show by which commits records were made, changed and renamed, and by whom.",
    "credits": "List the credit lines of works, in the form that each holder asks for.",
    "diff": "Show what a change of the catalogue means: statements, not lines.",
    "evidence": "Show what each statement rests on: several sources, one, a conclusion, or nothing.",
    "trace": "Show which record said a line of a delivery, or which lines a record leads to.",
    "rename": "Change the id of a record: its file, and every reference to it, follow.",
    "merge": "Merge the record OLD into NEW: add what it says, redirect references, delete it.",
    "delete": "Delete a record, unless other records refer to it.",
    "merge-driver": "Merge a record that two branches have changed, field by field, for git.",
    "oai": "Offer the works to harvesters by OAI-PMH 2.0 and to searches by SRU, on this machine.",
    "archive": "Pack the catalogue into one file for preservation, check such a file, or restore it.",
    "shard": "Pack the records into a few large files for a Dask cluster.",
    "import": "Make records of works and agents from what other programs have.",
    "upgrade": "Carry the records of an older exporter over to the shape of today.",
    "schemas": "Update the schemas of a catalogue when exporter is newer.",
    "formats": "List the export formats and the fields that each cannot carry.",
    "crosswalk": "Show where each field goes in each format, or that it is lost.",
    "lsp": "Run the language server, which checks records in your editor.",
    "explain": "Explain a check (what it finds, how to fix it), a kind of record, or a field.",
}
"""The commands in the order of the help, each with its one-line description."""

_HELP = """Keep a library catalogue as YAML records, check it, and export it in many formats.

\b
The three commands to start with:
  exporter validate                       is anything wrong with the records?
  exporter export --format tei -o FILE    write the works, here as TEI
  exporter explain NAME                   what does this finding mean?

A catalogue is a folder that contains records/. Commands find it from any folder inside it.
"""

_UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF}
"""Errors of stdout itself. Files are written elsewhere and have their own messages."""
_REFUSED = _UNWRITABLE | {
    *(errno.EACCES, errno.EPERM, errno.EROFS, errno.ENAMETOOLONG, errno.ELOOP, errno.ENOTDIR),
    *(errno.EMFILE, errno.ENFILE, errno.ENOMEM),
}
"""What a system refuses for reasons of its own, wherever that happens."""
_LONGEST_NAME = 200
"""How much of the name of a file is shown in such a message."""
_STOP_SIGNALS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]
_WIDTH = 80
"""The width of help where the terminal is wider, or none."""
_EXIT_USAGE = 2
_EXIT_BROKEN_PIPE = 128 + 13
"""As the shell reports a program that SIGPIPE ended."""


class _Stopped(BaseException):
    """A signal asked this run to stop. A BaseException, so that no `except Exception` holds it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class _BrokenPipe(Exception):
    """The reader of stdout has closed it, as in `exporter … | head`."""


_OTHER_WORDS = {
    "add": "new",
    "build": "site",
    "check": "validate",
    "cp": "new --like",
    "create": "new",
    "format": "fmt",
    "help": "--help",
    "lint": "validate",
    "log": "history",
    "ls": "list",
    "mv": "rename",
    "rm": "delete",
    "remove": "delete",
    "search": "find",
    "start": "init",
    "test": "validate",
    "web": "site",
}
"""What commands are called in git, in shells and in everyday words."""


class _LazyGroup(click.Group):
    """A command group that imports only the command that runs: every command starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        # a module cannot have the name of a keyword: the command `import` is in import_.py
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name.replace("-", "_")
        imported = import_module(f"exporter.cli.{module}")
        command: click.Command = imported.command
        if command.help is None:  # under python -OO
            from exporter.plugins import module_docstring

            command.help = module_docstring(imported, "command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            from exporter.suggest import did_you_mean

            message = f"There is no command “{escape_control_chars(args[0])}”."
            begun = [each for each in COMMANDS if args[0] and each.startswith(args[0])]
            meant = _OTHER_WORDS.get(args[0].lower()) or (begun[0] if len(begun) == 1 else "")
            hint = did_you_mean(meant or args[0], [meant] if meant else COMMANDS)
            ctx.fail(f"{message} {hint[:1].upper()}{hint[1:]}".strip())

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:  # click would exit with 1, which means findings
            raise _BrokenPipe from error

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        found = [
            CompletionItem(name, help=description)
            for name, description in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return found or super().shell_complete(ctx, incomplete)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _help_width() -> int:
    """Return the width of help in characters, as click has it, which imports much to find out."""
    try:
        columns = int(os.environ.get("COLUMNS") or os.get_terminal_size().columns)
    except (ValueError, OSError):  # COLUMNS is not a number, or stdout is not a terminal
        columns = _WIDTH
    return max(min(columns or _WIDTH, _WIDTH) - 2, 50)


@click.group(
    cls=_LazyGroup,
    help=_HELP,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "terminal_width": _help_width()},
)
@click.option(
    "-C",
    "folder",
    metavar="DIR",
    type=click.Path(),
    help="Run as if started in DIR, like git and make.",
)
@click.version_option(__version__, message="exporter %(version)s")
@click.pass_context
def group(context: click.Context, folder: str | None) -> None:
    """Handle the options that all commands share."""
    if folder:
        try:
            os.chdir(folder)
        except OSError as error:
            raise UsageError(
                f"cannot use the folder {folder}: {error.strerror}",
                "check the spelling of its name",
            ) from None
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def main() -> NoReturn:
    """Run `exporter` and exit: 0 fine, 1 findings, 2 wrong use or environment."""
    _run(group, sys.argv[1:])


def export() -> NoReturn:
    """Run `export`, which is short for `exporter export`."""
    _run(group, ["export", *sys.argv[1:]])


def _raise_stopped(number: int, frame: object) -> NoReturn:  # noqa: ARG001
    for each in _STOP_SIGNALS:
        signal.signal(each, signal.SIG_IGN)  # let the clean-up finish
    raise _Stopped(number)


def _run(command: click.Command, arguments: list[str]) -> NoReturn:
    for number in _STOP_SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup has set it to be ignored
            signal.signal(number, _raise_stopped)
    _reopen_closed_std_streams()
    collect_rarely()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # records are UTF-8, whatever the locale
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = _exit_code(command, arguments)
    except BrokenPipeError:
        code = _EXIT_BROKEN_PIPE
    except OSError:  # stderr cannot be written either, so that only the exit code is left to say so
        code = _EXIT_USAGE
    if code not in {0, 1}:
        # what is still buffered for stdout cannot be written; without this Python would complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    gc.freeze()  # the memory is returned as a whole: the garbage collector need not look at it
    sys.exit(code)


def _reopen_closed_std_streams() -> None:
    """Reserve the numbers of standard streams that the caller has closed (`>&-`).

    Otherwise the next file that is opened would get such a number, and with it the output that
    belongs to the stream. Writing to a closed stdout fails and is reported (it is reopened
    read-only); messages for a closed stderr are dropped.
    """
    for number, name, access in (
        (0, "stdin", os.O_RDONLY),
        (1, "stdout", os.O_RDONLY),
        (2, "stderr", os.O_WRONLY),
    ):
        if getattr(sys, name) is None:
            os.dup2(os.open(os.devnull, access), number)
            setattr(sys, name, open(number, "w" if number else "r", closefd=False))  # noqa: SIM115


def _exit_code(command: click.Command, arguments: list[str]) -> int:
    """Run a command, report on stderr what stopped it, and return the exit code."""
    try:
        code = command.main(arguments, prog_name="exporter", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        parameter = error.param if isinstance(error, click.MissingParameter) else None
        if isinstance(parameter, click.Option) and parameter.help:
            click.echo(f"       {parameter.help}", err=True)
    except UsageError as error:
        click.echo(f"exporter: {escape_lines(error.message)}", err=True)
        if error.hint:
            click.echo(f"          {escape_control_chars(error.hint)}", err=True)
    except _Stopped as stopped:
        click.echo("exporter: stopped; no file is left half written", err=True)
        return 128 + stopped.number  # as the shell reports a program that a signal ended
    except (_BrokenPipe, BrokenPipeError):
        return _EXIT_BROKEN_PIPE
    except Exception as error:  # noqa: BLE001 - the last resort: no traceback for users
        fault = _fault_of_environment(error) or _fault_of_words(error, arguments)
        if fault:
            click.echo(f"exporter: {fault}", err=True)
        else:
            _report_internal_error(error)
    else:
        return code if isinstance(code, int) else 0
    return _EXIT_USAGE


def _fault_of_environment(error: Exception) -> str:
    """Return what the system refused; empty for any other error."""
    if isinstance(error, MemoryError):
        return "there is not enough memory"
    if not isinstance(error, OSError):
        return ""
    if "temporary directory" in (error.strerror or ""):  # tempfile names all that it has tried
        return "no folder for temporary files can be written: name one in TMPDIR"
    if error.errno in _UNWRITABLE and error.filename is None:
        return f"the output cannot be written: {error.strerror}"
    if error.errno == errno.ENOENT and error.filename is None:  # as os.getcwd() says
        return "the current folder has been deleted: change to another one with cd"
    if error.errno not in _REFUSED or error.filename is None:
        return ""
    name = os.fsdecode(error.filename)
    shown = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
    return f"{escape_control_chars(shown)}: {error.strerror}"


def _fault_of_words(error: Exception, arguments: Iterable[str]) -> str:
    """Return which argument is not text, if an error is about that; empty for any other error.

    Names of files may have bytes that are not text (PEP 383); what is written may not.
    """
    if not isinstance(error, UnicodeEncodeError):
        return ""
    for each in arguments:
        try:
            each.encode()
        except UnicodeEncodeError:
            return f"“{escape_control_chars(each)}” is not in UTF-8"
    return ""


def _report_internal_error(error: Exception) -> None:
    """Report a bug in exporter with the file and line where it happened.

    What is said about files holds for every command: files are replaced only when they are
    complete, and stdout is written to only when the whole output is there (see cli/output.py).
    """
    what = escape_control_chars(f"{type(error).__name__} at {place_of(error)}: {error}")
    click.echo(f"exporter: this is a bug in exporter ({what})", err=True)
    click.echo("          no file is left half written", err=True)
    click.echo("          please report it with these lines and the command", err=True)
