"""The options that choose records, which list, export, cite and validate share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from exporter.cli.kind_option import require_kind
from exporter.errors import UsageError

if TYPE_CHECKING:
    from exporter.query.filter import Filter
    from exporter.records.schema import Schemas

Command = TypeVar("Command", bound=Callable[..., Any])


class FilterOptions(NamedTuple):
    """The options as they were given: those that were not are empty."""

    kinds: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    since: str = ""
    conditions: tuple[str, ...] = ()

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> FilterOptions:
        """Return those of the options of a command that `filter_options` added, and `kind`."""
        kind = options.get("kind")
        return cls(
            (kind,) if kind else (),
            options["types"],
            options["in_languages"],
            options["subjects"],
            options.get("changed_since") or "",
            options["conditions"],
        )

    def __bool__(self) -> bool:
        return any(self._asdict().values())

    def filter(self, root: Path, schemas: Schemas) -> Filter:
        """Return the filter.

        Raises UsageError for an unknown kind, type, language, field or git revision.
        """
        from exporter.model.vocabularies.languages import require_language
        from exporter.query.condition import parse_condition
        from exporter.query.filter import Filter

        for kind in self.kinds:
            require_kind(kind, schemas)
        for type in self.types:
            _require_type(type, schemas)
        for tag in self.languages:
            require_language(tag, f"“{tag}” is not a language tag")
        return Filter(
            self.kinds,
            self.types,
            self.languages,
            self.subjects,
            [parse_condition(each, schemas) for each in self.conditions],
            _changed_since(root, self.since) if self.since else None,
        )


def _require_type(type: str, schemas: Schemas) -> None:
    """Raise UsageError, with the type that is meant, for one that no kind of work has."""
    from exporter.suggest import did_you_mean
    from exporter.validate.synonyms import TYPES, synonym

    types = {schemas.catalogued(kind).get("type", "") for kind in schemas.kinds} - {""}
    for kind in schemas.kinds:
        field = schemas.field(kind, ("type",))
        types.update(field.keyword("enum", ()) if field else ())
    if type not in types:
        meant = synonym(type, types, TYPES)
        hint = did_you_mean(meant or type, [meant] if meant else sorted(types))
        every = "“exporter explain type” lists the types"
        raise UsageError(f"there is no type of work “{type}”", hint or every)


def filter_options(
    *, language_flag: bool = False, since: bool = True
) -> Callable[[Command], Command]:
    """Add the options `--type`, `--in-language`, `--subject`, `--where` and `--since`.

    With `language_flag`, `--language` means `--in-language`: where it does not already mean the
    language of the output. Commands that have a `--since` of their own leave ours out.
    """
    language = ["--in-language", *(["--language"] if language_flag else [])]
    options: list[Callable[[Command], Command]] = [
        click.option(
            "--type",
            "types",
            multiple=True,
            metavar="TYPE",
            help="Only works of this CSL type (article-journal, thesis). Can be repeated.",
        ),
        click.option(
            *language,
            "in_languages",
            multiple=True,
            metavar="TAG",
            help="Only records in this language (ja, zh-Hant). Can be repeated.",
        ),
        click.option(
            "--subject",
            "subjects",
            multiple=True,
            metavar="WORDS",
            help="Only works with these words in a subject or keyword, or about the record with "
            "id. Can be repeated.",
        ),
        click.option(
            "--where",
            "conditions",
            multiple=True,
            metavar="CONDITION",
            help="Only records for which this holds: 'issued>=2020', 'title~war', "
            "'contributors.agent=homare-endo', 'identifiers.doi' (filled), '!abstract' (not "
            "filled). Repeat it for several conditions, which must all hold.",
        ),
    ]
    if since:
        options.append(
            click.option(
                "--since",
                "changed_since",
                metavar="REV",
                help="Only records that have changed since a git revision.",
            )
        )

    return all_of(options)


def all_of(options: Sequence[Callable[[Command], Command]]) -> Callable[[Command], Command]:
    """Return what adds several options to a command, in their order."""

    def decorated(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorated


def _changed_since(root: Path, revision: str) -> frozenset[str]:
    """Return the files whose content differs from that at a revision, or that were not there."""
    from exporter.records.git import blobs_at_revision
    from exporter.records.loader import read_settings
    from exporter.validate.source import changed_files, records_in_git, records_on_disk

    limits = read_settings(root).limits
    after = records_on_disk(root, limits)
    before = records_in_git(root, blobs_at_revision(root, revision), limits)
    return frozenset(changed_files(before, after).intersection(after.files))
