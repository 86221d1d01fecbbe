"""The settings of a catalogue: which checks are off, and how large a record may be."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from typing import Any, NamedTuple

from exporter.errors import UsageError
from exporter.suggest import did_you_mean


class Limits(NamedTuple):
    """How large a record may be.

    `size` is in bytes, `depth` in levels of nesting, and `values` counts keys and values, including
    those that an alias repeats.
    """

    size: int = 1_000_000
    depth: int = 50
    values: int = 100_000


MAX_LIMITS = Limits(100_000_000, 200, 10_000_000)
"""What a catalogue can allow: more would exceed the stack of Python, or the memory."""
UNLIMITED = Limits(sys.maxsize, sys.maxsize, sys.maxsize)
"""For text that was already read within the catalogue's limits."""


CREDIT_FIELDS = ("creator", "holder", "title", "year")
"""What a form in `[credits]` can have in braces."""
DEFAULT_LANGUAGE = "en"
"""The language in which cataloguers write if the settings do not say it."""


DATACITE_UNKNOWN = (":unac", ":unal", ":unap", ":unas", ":unav", ":unkn", ":none", ":null", ":tba")
"""The values for what is not known (DataCite Metadata Schema 4.6, Appendix 3)."""


class CatalogueSettings(NamedTuple):
    """What a catalogue says of itself, from the group `[catalogue]`.

    `language` is the language in which the cataloguers write, `rules` the code of their rules in
    the MARC list of description conventions (rda, ncr, dacs). `organization_code` is the MARC code
    of the library, `isil` its ISIL. `base_uri` is the address below which the records have their
    URIs. `datacite_unknown` is the value of `DATACITE_UNKNOWN` that stands for a creator or publisher
    whom a record does not name; without it such works are not delivered. `languages` are the
    reader's languages of an export in the order of preference, unless the command says otherwise.
    `email` is the address of those who deposit metadata at Crossref.
    """

    title: str = ""
    description: str = ""
    institution: str = ""
    organization_code: str = ""
    isil: str = ""
    base_uri: str = ""
    licence: str = ""
    language: str = DEFAULT_LANGUAGE
    rules: str = ""
    datacite_unknown: str = ""
    languages: tuple[str, ...] = ()
    email: str = ""

    @property
    def name(self) -> str:
        """What pages call the catalogue: its title, or else who keeps it."""
        return self.title or self.institution or "Catalogue"


class ImportSettings(NamedTuple):
    """How records are imported, from the group `[import]`.

    `id` is the pattern of the ids of new works: words in braces for `family` (of the first
    contributor), `year`, `word` (the first of the title after its article), `title`, `key` (in the
    source) and `kind`, with letters, digits and hyphens between them.
    """

    id: str = "{family}-{year}-{word}"


class ReadySettings(NamedTuple):
    """What `exporter ready` compares with, from the group `[ready]`.

    `off` are the names of the rules that do not count (`datacite.subject`), `targets` the files
    with the tables of the catalogue's own targets, relative to its folder.
    """

    off: frozenset[str] = frozenset()
    targets: tuple[str, ...] = ()


class SiteSettings(NamedTuple):
    """How `exporter site` makes pages, from the group `[site]`.

    `languages` are those of the pages, the main one first; without any it is the language of the
    catalogue. `formats` are the formats of `exporter export` in which each work can be downloaded,
    `styles` the CSL styles in which it is cited. `templates` is a folder with templates that take
    the place of those of the package, `words` are tables with more words and languages. Both are
    relative to the folder of the catalogue.
    """

    languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = (
        *("bibtex", "ris", "csl-json", "marcxml", "mods", "dcterms", "schema-org"),
    )
    styles: tuple[str, ...] = ("apa", "chicago-author-date")
    templates: str = ""
    words: tuple[str, ...] = ()


class TableSettings(NamedTuple):
    """How the rows of a table of a database become records, from a group `[database.TABLE]`.

    `record` is the column that holds a whole record as JSON. Otherwise `fields` are the columns by
    the fields that they hold (`title.ja`); without any, each column has the name of its field.
    `kind` is the kind of the records if the rows do not state it.
    """

    record: str = ""
    kind: str = ""
    fields: Mapping[str, str] = {}


class Settings(NamedTuple):
    """`off` are the names of the checks whose findings are not reported.

    `credits` are the credit lines that the holders of rights ask for, by the id of the holder.
    `database` says how the tables of a database are read, by their names.
    """

    off: frozenset[str] = frozenset()
    limits: Limits = Limits()
    catalogue: CatalogueSettings = CatalogueSettings()
    importing: ImportSettings = ImportSettings()
    credits: Mapping[str, str] = {}
    ready: ReadySettings = ReadySettings()
    site: SiteSettings = SiteSettings()
    database: Mapping[str, TableSettings] = {}


_GROUPS = ("catalogue", "checks", "credits", "database", "import", "limits", "ready", "site")
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", re.ASCII)
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.ASCII)
_SERVER = re.compile(r"https?://[^/?#]+", re.ASCII)
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]{2,}")
_LONGEST_EMAIL = 200
_ID_PATTERN = re.compile(r"[a-z0-9-]*(?:\{(?:family|year|word|title|key|kind)\}[a-z0-9-]*)+")
_CODE = re.compile(r"[A-Za-z0-9:/-]+", re.ASCII)


def parse_settings(written: Mapping[str, Any], source: str) -> Settings:
    """Return the settings in a TOML file, whose groups are those of `_GROUPS`.

    Raises UsageError, naming `source`, for an unknown word or a wrong value.
    """
    _require_known(written, _GROUPS, source)
    catalogue, checks, credit_lines, database, importing, limits, ready, site = (
        written.get(part, {}) for part in _GROUPS
    )
    _require_known(catalogue, CatalogueSettings._fields, f"{source}, [catalogue]")
    _require_known(checks, ("off",), f"{source}, [checks]")
    _require_known(importing, ImportSettings._fields, f"{source}, [import]")
    _require_known(limits, Limits._fields, f"{source}, [limits]")
    _require_known(ready, ReadySettings._fields, f"{source}, [ready]")
    _require_known(site, SiteSettings._fields, f"{source}, [site]")
    off = _names(checks, "off", source, "orphaned-record")
    rules = _names(ready, "off", f"{source}, [ready]", "datacite.subject")
    targets = _names(ready, "targets", f"{source}, [ready]", "targets/our-portal.tsv")
    for word, number in limits.items():
        most: int = getattr(MAX_LIMITS, word)
        if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= most:
            raise UsageError(
                f"{source}: {word} must be a whole number from 1 to {most:,}",
                f"write {word} = {getattr(Limits(), word)}",
            )
    return Settings(
        frozenset(off),
        Limits(**limits),
        _catalogue(catalogue, source),
        _importing(importing, source),
        _credits(credit_lines, source),
        ReadySettings(frozenset(rules), tuple(targets)),
        _site(site, f"{source}, [site]"),
        _database(database, f"{source}, [database"),
    )


def _names(group: Mapping[str, Any], word: str, where: str, example: str) -> list[str]:
    names = group.get(word, [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise UsageError(
            f"{where}: {word} must be a list of names", f'write {word} = ["{example}"]'
        )
    return names


def _catalogue(written: Mapping[str, Any], source: str) -> CatalogueSettings:
    """Return the settings of the group `[catalogue]`."""
    values = dict(written)
    for word, value in values.items():
        where = f"{source}: {word} in [catalogue]"
        if word == "languages":
            if not isinstance(value, list) or not all(map(_is_tag, value)):
                raise UsageError(f"{where} must be a list of language tags", 'write ["en", "ja"]')
            values[word] = tuple(value)
        elif not isinstance(value, str) or not value.strip():
            raise UsageError(f"{where} must be text", f'write {word} = "…"')
        elif word == "language" and not _is_tag(value):
            raise UsageError(
                f"{where} must be a language tag, not “{value}”", 'write language = "en"'
            )
        elif word in {"base_uri", "licence"}:
            values[word] = _web_address(value, where)
        elif word == "email" and (not _EMAIL.fullmatch(value) or len(value) > _LONGEST_EMAIL):
            raise UsageError(
                f"{where} must be an e-mail address, not “{value}”", 'write "library@example.org"'
            )
        elif word == "datacite_unknown" and value not in DATACITE_UNKNOWN:
            raise UsageError(
                f"{where} must be one of DataCite's values for what is not known, not “{value}”",
                f"these are {', '.join(DATACITE_UNKNOWN)}",
            )
        elif word in {"organization_code", "isil", "rules"} and not _CODE.fullmatch(value):
            raise UsageError(f"{where} must be a code, not “{value}”", 'for example "JP-1000001"')
    return CatalogueSettings(**values)


_SITE_EXAMPLES = {
    "languages": "ja",
    "formats": "bibtex",
    "styles": "apa",
    "words": "site/words.tsv",
}
"""For each list in `[site]`, what may stand in it."""


def _site(written: Mapping[str, Any], where: str) -> SiteSettings:
    values: dict[str, Any] = dict(written)
    for word, example in _SITE_EXAMPLES.items():
        if word in written:
            values[word] = tuple(_names(written, word, where, example))
    for tag in values.get("languages", ()):
        if not _is_tag(tag):
            raise UsageError(
                f"{where}: languages must be language tags, not “{tag}”", 'write ["en", "ja"]'
            )
    folder = written.get("templates", "")
    if not isinstance(folder, str):
        raise UsageError(f"{where}: templates must be text", 'write templates = "site/templates"')
    return SiteSettings(**values)


def _database(written: object, where: str) -> Mapping[str, TableSettings]:
    if not isinstance(written, Mapping):
        raise UsageError(f"{where}] must be a table", "write [database.NAME] for a table NAME")
    return {name: _table(group, f"{where}.{name}]") for name, group in written.items()}


def _table(written: object, where: str) -> TableSettings:
    _require_known(written, TableSettings._fields, where)
    assert isinstance(written, Mapping)  # noqa: S101 - as `_require_known` says
    for word in ("record", "kind"):
        if not isinstance(written.get(word, ""), str):
            raise UsageError(f"{where}: {word} must be text", f'write {word} = "…"')
    fields: dict[str, str] = {}
    _add_fields(written.get("fields", {}), "", fields, f"{where}: fields")
    if fields and written.get("record"):
        raise UsageError(
            f"{where} has both record and fields",
            "keep record if one column holds whole records, otherwise fields",
        )
    return TableSettings(written.get("record", ""), written.get("kind", ""), fields)


def _add_fields(written: object, prefix: str, fields: dict[str, str], where: str) -> None:
    """Add the columns by their fields; `title.ja = …` is a table in a table to TOML."""
    if not isinstance(written, Mapping):
        raise UsageError(f"{where} must be a table", 'write fields = {title = "COLUMN"}')
    for name, column in written.items():
        if isinstance(column, Mapping):
            _add_fields(column, f"{prefix}{name}.", fields, where)
        elif isinstance(column, str) and column:
            fields[f"{prefix}{name}"] = column
        else:
            raise UsageError(
                f"{where}: {prefix}{name} must name a column", f'write {prefix}{name} = "COLUMN"'
            )


def _importing(written: Mapping[str, Any], source: str) -> ImportSettings:
    pattern = written.get("id", ImportSettings().id)
    if not isinstance(pattern, str) or not _ID_PATTERN.fullmatch(pattern):
        raise UsageError(
            f"{source}: id in [import] must be a pattern for ids",
            'write words in braces with hyphens between them: id = "{family}-{year}-{word}"',
        )
    return ImportSettings(pattern)


def _credits(written: object, source: str) -> Mapping[str, str]:
    if not isinstance(written, Mapping):
        raise UsageError(f"{source}, [credits] must be a table", 'write ap = "AP Photo/{creator}"')
    for holder, form in written.items():
        where = f"{source}: {holder} in [credits]"
        if not isinstance(form, str) or not form.strip():
            raise UsageError(f"{where} must be text", f'write {holder} = "Photo: {{creator}}"')
        rest = re.sub(rf"\{{(?:{'|'.join(CREDIT_FIELDS)})\}}", "", form)
        if "{" in rest or "}" in rest:
            names = ", ".join(f"{{{each}}}" for each in CREDIT_FIELDS)
            raise UsageError(f"{where} has braces around something else", f"there is {names}")
    return dict(written)


def _web_address(value: str, where: str) -> str:
    if not _ADDRESS.fullmatch(value):
        raise UsageError(
            f"{where} must be a web address, not “{value}”", 'write "https://example.org/…"'
        )
    return with_path(value)


def with_path(address: str) -> str:
    """Return a web address; that of a server alone gets the slash that it stands for.

    Source: RFC 3986, 6.2.3.
    """
    return f"{address}/" if _SERVER.fullmatch(address) else address


def _is_tag(value: object) -> bool:
    return isinstance(value, str) and _TAG.fullmatch(value) is not None


def _require_known(written: object, names: tuple[str, ...], where: str) -> None:
    if not isinstance(written, Mapping):
        raise UsageError(f"{where} must be a table", "write its name in brackets: [checks]")
    for name in written:
        if name not in names:
            hint = did_you_mean(name, names) or f"there is {', '.join(names)}"
            raise UsageError(f"{where}: there is no setting “{name}”", hint)
