"""`exporter merge`: make one record of two that describe the same thing."""

from __future__ import annotations

from pathlib import Path

import click

from exporter.cli.completion import complete_id
from exporter.errors import UsageError


@click.command()
@click.option("--diff", is_flag=True, help="Write nothing; show the changes.")
@click.option(
    "--prefer",
    metavar="ID",
    default="",
    help="Where the records contradict each other, keep what this one says.",
)
@click.argument(
    "ids", nargs=-1, required=True, metavar="OLD [into] NEW", shell_complete=complete_id
)
def command(ids: tuple[str, ...], prefer: str, *, diff: bool) -> None:
    """Merge the record OLD into NEW: add what it says, redirect references, delete it.

    Lists are united, and what only OLD says is added. If the records contradict each other, the
    contradictions are listed and nothing is changed. The old id stays in NEW as a former id.

    \b
    Exit code: 0 done, 1 the change would bring errors,
    2 wrong use, or the records contradict each other.
    \b
    Examples:
      exporter merge endo-homare into homare-endo
      exporter merge --diff --prefer homare-endo endo-homare into homare-endo
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.cli.edit_plan import carry_out
    from exporter.editing.merge import merge
    from exporter.editing.plan import Collection
    from exporter.records.files import find_catalogue

    old, *between, new = ids if len(ids) > 1 else ("", "")
    if not old or [word.lower() for word in between] not in ([], ["into"]):
        raise UsageError("name two records", "exporter merge OLD into NEW")
    collection = Collection.read(find_catalogue(Path.cwd()), old, new)
    plan = merge(old, new, collection, prefer)
    carry_out(plan, collection, diff=diff, done=f"merged {old} into {new}")
