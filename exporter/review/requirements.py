"""Targets: what each of them demands or recommends of a work, as tables.

A target is one table, `targets/NAME.tsv` beside this file, or a file that `[ready] targets` of a
catalogue names. Its first lines begin with `#`: the first says in one sentence what the target is,
the others where its demands are stated. Then follows a header and one row for each rule:

- `rule`: the name of the rule, by which `[ready] off` disables it (`datacite.title`);
- `element`: the element of the target;
- `level`: `mandatory` or `recommended`;
- `when`: conditions as `--where` takes them, joined by ` and `, alternatives by ` or `;
  `type=book|chapter` is short for `type=book or type=chapter`;
- `of`: the things that the rule is about, if not the work: `contributors[role=author]`;
- `field`: what must be filled, as alternatives joined by ` | `, each of one field or several joined
  by ` + `; conditions in brackets choose among the items of a list: `contributors[role=editor]`;
  `[catalogue] NAME` is a setting of the catalogue;
- `test`: empty; `some REGEX` if one value must match; `each REGEX` if all values must;
  `first REGEX` if the first alternative that is filled must have a value that matches;
- `message`: what is demanded, as a sentence without its full stop;
- `source`: document and section.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from exporter.errors import UsageError
from exporter.query.condition import Condition, read_condition, require_field
from exporter.records.schema import Schemas
from exporter.records.settings import CatalogueSettings
from exporter.suggest import did_you_mean

MANDATORY, RECOMMENDED = "mandatory", "recommended"
COLUMNS = ("rule", "element", "level", "when", "of", "field", "test", "message", "source")
FOLDER = Path(__file__).parent / "targets"
"""The tables of the targets that come with exporter."""

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SETTING = re.compile(r"\[catalogue\] (?P<setting>\w+)")
_SELECTOR = re.compile(r"(?P<path>[\w-]+(?:\.[\w-]+)*)(?:\[(?P<condition>[^\]]+)\])?")
_TEST = re.compile(r"(?P<how>some|each|first) (?P<pattern>.+)")

_MOST_NAMED = 3
"""How many of several values a hint names."""

Terms = tuple[tuple[tuple[Condition, ...], ...], ...]
"""Terms that must all hold: each has alternatives, whose conditions must all hold."""


class Test(NamedTuple):
    """A pattern that values must match as a whole; `how` is `some`, `each` or `first`."""

    how: str
    pattern: re.Pattern[str]


class Selector(NamedTuple):
    """Chooses values in a record: those at a path, if they are groups that meet conditions.

    If `setting` is not empty, it is the name of a setting of the catalogue, which has no path.
    """

    path: tuple[str, ...]
    which: Terms = ()
    setting: str = ""

    def __str__(self) -> str:
        if self.setting:
            return f"{self.setting} under [catalogue]"
        wanted = " and ".join(_in_words(each) for each in self.which)
        return ".".join(self.path) + (f" with {wanted}" if wanted else "")


def _in_words(alternatives: Sequence[Sequence[Condition]]) -> str:
    """Return a term in words, with the first of several values."""
    conditions = [each for alternative in alternatives for each in alternative]
    first = conditions[0]
    others = [each.value for each in conditions[1:_MOST_NAMED]]
    words = ", ".join([f"{'.'.join(first.path)} {first.operator} {first.value}".strip(), *others])
    return words + (", …" if len(conditions) > _MOST_NAMED else "")


Alternatives = tuple[tuple[Selector, ...], ...]
"""What must be filled: one of the alternatives, with all that belongs to it."""


class Rule(NamedTuple):
    """One row of the table of a target. `of` is None for a rule about the work itself."""

    name: str
    element: str
    level: str
    when: Terms
    of: Selector | None
    fields: Alternatives
    test: Test | None
    message: str
    source: str

    @property
    def is_mandatory(self) -> bool:
        """Whether a work that breaks the rule is refused."""
        return self.level == MANDATORY


class Target(NamedTuple):
    """Where a catalogue is delivered. `sources` are the documents that state its demands."""

    name: str
    description: str
    sources: tuple[str, ...]
    rules: tuple[Rule, ...]


def packaged_targets() -> list[str]:
    """Return the names of the targets that come with exporter, sorted."""
    return sorted(file.stem for file in FOLDER.glob("*.tsv"))


def packaged_target(name: str) -> Target:
    """Return a target that comes with exporter."""
    file = FOLDER / f"{name}.tsv"
    return parse_target(name, file.read_text("utf-8"), file.name)


def parse_target(name: str, text: str, source: str, schemas: Schemas | None = None) -> Target:
    """Return the target in a table.

    `source` names the file in messages. With `schemas`, each field must be one of theirs. Raises
    UsageError, with the file and the line, for what is not as this module describes it.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"{source}: “{name}” cannot be the name of a target",
            "name the file in small letters, digits and hyphens: our-portal.tsv",
        )
    comments = []
    rules: dict[str, Rule] = {}
    header: list[str] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("#") and header is None:
            comments.append(line.lstrip("# ").strip())
        elif line.strip():
            with _located(source, number):
                if header is None:
                    header = _header(line)
                    continue
                rule = _rule(name, _cells(line, header), schemas)
                if rule.name in rules:
                    raise UsageError(f"there are two rules “{rule.name}”", "rename one")
                rules[rule.name] = rule
    if not rules:
        raise UsageError(f"{source}: the table has no rules", f"columns: {', '.join(COLUMNS)}")
    description, *sources = comments or [f"as {source} describes it"]
    return Target(name, description, tuple(sources), tuple(rules.values()))


@contextmanager
def _located(source: str, line: int) -> Iterator[None]:
    """Put the file and the line before the message of a UsageError."""
    try:
        yield
    except UsageError as error:
        raise UsageError(f"{source}:{line}: {error.message}", error.hint) from None


def _header(line: str) -> list[str]:
    """Return the names of the columns. Raises UsageError if they are not those of a target."""
    header = line.split("\t")
    if sorted(header) != sorted(COLUMNS):
        hint = f"the first line names them, with tabs between: {' '.join(COLUMNS)}"
        missing = [name for name in COLUMNS if name not in header]
        others = [name for name in header if name not in COLUMNS]
        problem = f"has no column “{missing[0]}”" if missing else "has a column twice"
        if others:
            problem = f"has an unknown column “{others[0]}”"
        raise UsageError(f"the table {problem}", hint)
    return header


def _cells(line: str, header: Sequence[str]) -> Mapping[str, str]:
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) != len(header):
        problem = f"the row has {len(cells)} cells, the header {len(header)}"
        raise UsageError(problem, "separate cells by one tab, empty ones too")
    return dict(zip(header, cells, strict=True))


def _rule(target: str, row: Mapping[str, str], schemas: Schemas | None) -> Rule:
    """Return the rule in a row. Raises UsageError for what is not as this module describes it."""
    for column in ("rule", "element", "field", "message", "source"):
        if not row[column]:
            raise UsageError(f"{column} is empty", "only when, of and test may be empty")
    if not _NAME.fullmatch(row["rule"]):
        raise UsageError(
            f"“{row['rule']}” cannot be the name of a rule",
            "write small letters, digits and hyphens: publication-year",
        )
    if row["level"] not in {MANDATORY, RECOMMENDED}:
        hint = f"write {MANDATORY} or {RECOMMENDED}"
        raise UsageError(f"there is no level “{row['level']}”", hint)
    of = _selector(row["of"], schemas) if row["of"] else None
    return Rule(
        f"{target}.{row['rule']}",
        row["element"],
        row["level"],
        _terms(row["when"], schemas),
        of,
        _fields(row["field"], None if of else schemas),
        _test(row["test"]),
        row["message"],
        row["source"],
    )


def _terms(text: str, schemas: Schemas | None) -> Terms:
    terms: list[tuple[tuple[Condition, ...], ...]] = []
    for term in text.split(" and ") if text else ():
        alternatives: list[tuple[Condition, ...]] = []
        for written in term.split(" or "):
            conditions = _conditions(written, schemas)
            if conditions[0].operator == "!=":  # none of the values: all must hold
                alternatives.append(tuple(conditions))
            else:
                alternatives.extend((each,) for each in conditions)
        terms.append(tuple(alternatives))
    return tuple(terms)


def _conditions(text: str, schemas: Schemas | None) -> list[Condition]:
    """Return one condition for each of the values in `type=book|chapter`."""
    first, *others = text.split("|")
    condition = read_condition(first)
    if schemas:
        require_field(condition.path, schemas)
    return [condition, *(condition._replace(value=each.strip()) for each in others)]


def _fields(text: str, schemas: Schemas | None) -> Alternatives:
    alternatives = []
    for alternative in text.split(" | "):
        parts = alternative.split(" + ")
        alternatives.append(tuple(_selector(part.strip(), schemas) for part in parts))
    return tuple(alternatives)


def _selector(text: str, schemas: Schemas | None) -> Selector:
    """Return a selector; with `schemas`, its field must be one of theirs."""
    if match := _SETTING.fullmatch(text):
        setting, known = match["setting"], CatalogueSettings._fields
        if setting not in known:
            hint = did_you_mean(setting, known) or f"there is {', '.join(known)}"
            raise UsageError(f"[catalogue] has no setting “{setting}”", hint)
        return Selector((), (), setting)
    match = _SELECTOR.fullmatch(text)
    if not match:
        raise UsageError(
            f"“{text}” is not a field",
            "write names with dots between, and conditions in brackets: contributors[role=author]",
        )
    path = tuple(match["path"].split("."))
    if schemas:
        require_field(path, schemas)
    return Selector(path, _terms(match["condition"] or "", None))


def _test(text: str) -> Test | None:
    if not text:
        return None
    match = _TEST.fullmatch(text)
    if not match:
        hint = "write some, each or first, then a regular expression"
        raise UsageError(f"“{text}” is not a test", hint)
    try:
        with warnings.catch_warnings():
            # of a pattern that may change its meaning
            warnings.simplefilter("error", FutureWarning)
            return Test(match["how"], re.compile(match["pattern"]))
    except (re.error, FutureWarning) as error:
        problem = f"“{match['pattern']}” is not a regular expression: {error}"
        raise UsageError(problem, "a backslash makes a character plain") from None
