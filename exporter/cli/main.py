"""The command line: lists the commands, and imports one when it is called."""

from __future__ import annotations

import errno
import gc
import os
import signal
import sys
from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING, NoReturn

import click

from exporter import __version__
from exporter.errors import UsageError
from exporter.terminal import escape_control_chars

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS = {
    "validate": "Check the records and say what is wrong, where, and how to mend it.",
    "fmt": "Put records into the layout that all have.",
    "export": "Write the works in a format that library catalogues read.",
    "cite": "Set references and citations of the works in a style of CSL.",
    "shard": "Put the records of a catalogue into a few large files, for many machines to read.",
    "import": "Make records of a TEI document that export has written.",
    "formats": "List the formats, and what each cannot carry.",
    "crosswalk": "Say where every field goes in each format, or that it is lost.",
    "lsp": "Tell an editor what is wrong while records are being written in it.",
    "explain": "Print the page of a finding: what it means and how to mend it.",
}

_HELP = """Keep a library catalogue as YAML records, check it, and deliver it to every library catalogue.

\b
The three commands that you need first:
  exporter validate                       is anything wrong with the records?
  exporter export --format tei -o FILE    deliver them, here as TEI
  exporter explain NAME                   what does this finding mean?

The catalogue is the folder that holds records/; it is found from any folder inside it.
"""


_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF}
_STOPPING = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]


class _Stopped(BaseException):
    """A signal has told this run to stop. A BaseException: nothing between here and the command may hold it back."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class _ReaderGone(Exception):
    """The reader of stdout has seen enough (`| head`)."""


class _Lazy(click.Group):
    """A group that knows the commands by name and imports only the one that runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = (
            f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        )  # Python has no module named import
        command: click.Command = import_module(f"exporter.cli.{module}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            from exporter.suggest import did_you_mean

            ctx.fail(
                f"there is no command “{escape_control_chars(args[0])}”. {did_you_mean(args[0], COMMANDS)}".strip()
            )

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:  # from which click would make exit code 1
            raise _ReaderGone from error

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        found = [
            CompletionItem(name, help=line)
            for name, line in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return found or super().shell_complete(ctx, incomplete)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=_Lazy,
    help=_HELP,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "-C",
    "folder",
    metavar="DIR",
    type=click.Path(),
    help="Work as if started in DIR, as git and make do.",
)
@click.version_option(__version__, message="exporter %(version)s")
@click.pass_context
def group(context: click.Context, folder: str | None) -> None:
    """Hold the options that all commands share."""
    if folder:
        try:
            os.chdir(folder)
        except OSError as error:
            raise UsageError(
                f"the folder {folder} cannot be used: {error.strerror}",
                "check how the name is written",
            ) from None
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def main() -> NoReturn:
    """Run `exporter`; exits with 0 (fine), 1 (findings) or 2 (wrong use or surroundings)."""
    _run(group, sys.argv[1:])


def export() -> NoReturn:
    """Run `export`, which is `exporter export`."""
    _run(group, ["export", *sys.argv[1:]])


def _stop(number: int, frame: object) -> NoReturn:  # noqa: ARG001
    for each in _STOPPING:
        signal.signal(
            each, signal.SIG_IGN
        )  # what is tidied at the end is not to be stopped once more
    raise _Stopped(number)


def _run(command: click.Command, arguments: list[str]) -> NoReturn:
    for number in _STOPPING:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup wants it
            signal.signal(number, _stop)
    _occupy()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # records are UTF-8, whatever the terminal's locale says
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = _code(command, arguments)
    finally:
        gc.freeze()  # or Python would look through all that is there, at its end, for what goes round in circles
    if code not in {
        0,
        1,
    }:  # what stdout still holds can go nowhere, and Python would complain of that at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.exit(code)


def _occupy() -> None:
    """Open what was closed before the start (`>&-`), or the next file would get its number, and what is meant for it.

    What is written to such a stdout cannot be written, which is said; there is nobody to say anything on stderr.
    """
    for number, name, access in (
        (0, "stdin", os.O_RDONLY),
        (1, "stdout", os.O_RDONLY),
        (2, "stderr", os.O_WRONLY),
    ):
        if getattr(sys, name) is None:
            os.dup2(os.open(os.devnull, access), number)
            setattr(sys, name, open(number, "w" if number else "r", closefd=False))  # noqa: SIM115


def _code(command: click.Command, arguments: list[str]) -> int:
    """Run a command, say on stderr what kept it from its work, and give the exit code."""
    try:
        code = command.main(arguments, prog_name="exporter", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
    except UsageError as error:
        click.echo(f"exporter: {escape_control_chars(error.message)}", err=True)
        if error.hint:
            click.echo(f"          {escape_control_chars(error.hint)}", err=True)
    except _Stopped as stopped:
        click.echo("exporter: stopped; no file is left half written", err=True)
        return 128 + stopped.number  # as for any program that a signal ends
    except (_ReaderGone, BrokenPipeError):
        return 141  # as for any program that a closed pipe ends
    except Exception as error:  # noqa: BLE001 - the one handler: whatever comes here is our fault
        _confess(error)
    else:
        return code if isinstance(code, int) else 0
    return 2


def _confess(error: Exception) -> None:
    from pathlib import (
        Path,
    )  # here, since the start of every command waits for what this module imports

    if (
        isinstance(error, OSError) and error.errno in _FULL
    ):  # at stdout; a file has its own words (write.py)
        click.echo(f"exporter: the output cannot be written: {error.strerror}", err=True)
        return
    where = error.__traceback__
    while where and where.tb_next:
        where = where.tb_next
    at = f"{Path(where.tb_frame.f_code.co_filename).name}:{where.tb_lineno}" if where else "?"
    click.echo(
        f"exporter: this is a bug in exporter ({type(error).__name__} at {at}: {escape_control_chars(str(error))})",
        err=True,
    )
    click.echo(
        "          nothing was written; please report it with this line and the command", err=True
    )
