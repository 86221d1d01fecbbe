"""Errors in YAML text, explained to cataloguers: PyYAML's messages in plain words."""

from __future__ import annotations

import re
from typing import Any, Literal, NamedTuple

import yaml

from exporter.records.finding import Position
from exporter.records.yaml.lookalikes import find_lookalike

_LINE_BREAKS = re.compile("\r\n?|\n")
_CONFLICT = re.compile("^(<{7}|\\|{7}|={7}|>{7})( |\r?$)", re.MULTILINE)
"""The lines by which git marks a merge conflict; `|||||||` with the conflict style diff3."""


class YamlError(Exception):
    """Text that cannot be read as a record.

    `name` is the name of the check that reports it; `message` and `hint` are those of the finding.
    """

    def __init__(self, name: str, message: str, hint: str, position: Position) -> None:
        super().__init__(message)
        self.name = name
        self.message = message
        self.hint = hint
        self.position = position


class _Explanation(NamedTuple):
    """What an error of PyYAML means to a cataloguer.

    It applies if PyYAML's message contains `problem`. As several mistakes lead to the same message,
    `before` and `after` are patterns for the text before and after the reported position in its
    line. The finding is put there (`problem`), where the unfinished value begins (`context`), at
    the beginning of the line (`line`), or at the backslash before the position (`escape`).
    """

    problem: str
    message: str
    hint: str
    at: Literal["problem", "context", "line", "escape"] = "problem"
    before: str = ".*"
    after: str = ".*"


_QUOTE_ALL = (
    "put all of the text into quotation marks or none of it; inside '…' write '' for an apostrophe"
)
_QUOTE_BRACKETS = (
    "put text that begins with [ or { into quotation marks; a list or a group ends with its bracket"
)
_AFTER_BRACKETS = r"[^'\"]*[\]}] *"
"""What stands before the position of an error after a list or a group in brackets."""
_EXPLANATIONS = (
    _Explanation(
        "tab",
        "there is a tab where only spaces are allowed",
        "indent with spaces, two for each level",
    ),
    _Explanation(
        "cannot start any token",
        "there is a tab where only spaces are allowed",
        "indent with spaces, two for each level",
        after="\t.*",
    ),
    _Explanation(
        "cannot start any token",
        "text without quotation marks cannot begin with this character",
        "put the text into quotation marks",
    ),
    _Explanation(
        "mapping values are not allowed",
        "this line is indented as if it continued the line before",
        "begin it in the same column as the other fields; put text of several lines that contains "
        "a colon into quotation marks",
        "line",
        before="((?!: ).)*",
    ),
    _Explanation(
        "mapping values are not allowed",
        "there is a second colon followed by a space in this line",
        "put the text into quotation marks if the colon belongs to it; a field inside another one "
        "goes on the next line, indented",
    ),
    _Explanation(
        "found unexpected ':'",
        "there is a colon directly before a comma or a bracket",
        "write the value after it, or put the text into quotation marks if the colon belongs to it",
    ),
    _Explanation(
        "could not find expected ':'",
        "this is neither a field nor a continuation of the line before",
        "write a colon and a space after a field's name; indent what continues the line before",
        "context",
    ),
    _Explanation(
        "did not find expected key",
        "this line is not indented like the other fields of its group",
        "begin all fields of a group in the same column",
        before=" *",
    ),
    _Explanation(
        "did not find expected key",
        "there is something here after the end of the value",
        _QUOTE_BRACKETS,
        before=_AFTER_BRACKETS,
    ),
    _Explanation(
        "did not find expected key",
        "there is something here after the end of the value",
        _QUOTE_ALL,
    ),
    _Explanation(
        "did not find expected '-' indicator",
        "this line is not indented like the rest of the list",
        "begin every “- ” of a list in the same column, and its fields two columns further right",
        before=" *",
    ),
    _Explanation(
        "did not find expected '-' indicator",
        "there is something here after the end of the value",
        _QUOTE_BRACKETS,
        before=_AFTER_BRACKETS,
    ),
    _Explanation(
        "did not find expected '-' indicator",
        "there is something here after the end of the value",
        _QUOTE_ALL,
    ),
    _Explanation(
        "did not find expected ',' or ']'",
        "there is no comma before this, or the list should have ended with ]",
        "write a comma between the values and ] at the end; put a value that contains a comma, [ "
        "or ] into quotation marks",
    ),
    _Explanation(
        "did not find expected ',' or '}'",
        "there is no comma before this, or the group should have ended with }",
        "write a comma between the fields and } at the end; put a value that contains a comma, { "
        "or } into quotation marks",
    ),
    _Explanation(
        "end of stream",
        "this quotation mark is never closed",
        "write a closing quotation mark at the end of the text; put a text that begins with an "
        "apostrophe into double ones",
        "context",
    ),
    _Explanation(
        "unexpected document indicator",
        "this quotation mark is never closed",
        "write a closing quotation mark at the end of the text; put a text that begins with an "
        "apostrophe into double ones",
        "context",
    ),
    _Explanation(
        "found unknown escape character",
        "this backslash does not begin a known escape sequence",
        "write \\\\ for a backslash, or put the text into '…' instead of \"…\"",
    ),
    _Explanation(
        "hexdecimal",
        "this backslash does not begin a known escape sequence",
        "write \\\\ for a backslash, or put the text into '…' instead of \"…\"",
        "escape",
    ),
    _Explanation(
        "invalid Unicode character escape",
        "this escape sequence stands for half a character or for none",
        "write the character itself",
        "escape",
    ),
    _Explanation(
        "block sequence entries are not allowed",
        "a list cannot begin here",
        "begin it on a line of its own; put text that begins with “- ” into quotation marks",
    ),
    _Explanation(
        "mapping keys are not allowed",
        "text cannot begin with a question mark and a space",
        "put the text into quotation marks",
    ),
    _Explanation(
        "did not find expected alphabetic or numeric character",
        "text without quotation marks cannot begin with this character",
        "put the text into quotation marks",
        "context",
    ),
    _Explanation(
        "did not find expected node content",
        "a value is missing here, or it begins with a character that cannot begin one",
        "do not write a comma without a value; put text that begins with , ] or } into quotation "
        "marks",
    ),
    _Explanation(
        "while scanning a block scalar",
        "text after | or > must begin on a new line",
        "write only | or >- after the colon, and the text in the lines below",
        "context",
    ),
    _Explanation(
        "tag handle",
        "there is a word that begins with ! before the value",
        "put the text into quotation marks",
    ),
    _Explanation(
        "scanning a tag",
        "there is a word that begins with ! before the value",
        "put the text into quotation marks",
        "context",
    ),
    _Explanation(
        "parsing a tag",
        "there is a word that begins with ! before the value",
        "put the text into quotation marks",
        "context",
    ),
    _Explanation(
        "incompatible YAML document",
        "this line asks for a version of YAML other than 1.2",
        "delete it",
    ),
    _Explanation(
        "directive",
        "a line that begins with % is not part of a record",
        "delete it; put text that begins with % into quotation marks",
        "line",
    ),
    _Explanation(
        "document start",
        "this is after the end of the record or before its beginning",
        "delete the lines that begin with % or consist of --- or ...",
    ),
    _Explanation("", "this is not YAML", "compare it with another record"),
)


def explain_yaml_error(error: yaml.MarkedYAMLError, text: str) -> YamlError:
    """Return the error that explains `error`, which PyYAML raised for `text`."""
    if conflict := _CONFLICT.search(text):
        message = "git has left two versions of the record here: this is a merge conflict"
        hint = (
            "keep what is right in each, and delete the lines <<<<<<<, |||||||, ======= and "
            ">>>>>>>; “git status” says how to go on"
        )
        return _not_yaml(message, hint, position_at(text, conflict.start()))
    where = _Where(error, text)
    return (
        _explain_lookalike(where)
        or _explain_open_bracket(where)
        or _explain_long_quotation(where)
        or _explain_indented_field(where)
        or _explain_by_table(where)
    )


def _not_yaml(message: str, hint: str, position: Position) -> YamlError:
    return YamlError("not-yaml", message, hint, position)


class _Where:
    """An error of PyYAML and the text around it."""

    def __init__(self, error: yaml.MarkedYAMLError, text: str) -> None:
        self.text = text
        self.lines = _LINE_BREAKS.split(text)
        self.said = f"{error.problem or ''} {error.context or ''}"
        self.problem_mark: Any = error.problem_mark or error.context_mark
        self.context_mark: Any = error.context_mark or error.problem_mark
        self.problem = self._position(self.problem_mark)
        self.context = self._position(self.context_mark)
        self.in_brackets = "while parsing a flow" in self.said

    def _position(self, mark: Any) -> Position:
        """Return the position of a mark; one after the end moves to the last visible character."""
        last = max(0, len(self.text.rstrip()) - 1)
        return position_at(self.text, min(mark.index, last) if mark else 0)

    def indent(self, mark: Any) -> int:
        """Return the indentation of the line in which a mark is."""
        line = self.lines[mark.line]
        return len(line) - len(line.lstrip(" "))


def _explain_lookalike(where: _Where) -> YamlError | None:
    for number in dict.fromkeys((where.problem.line, where.context.line)):
        found = find_lookalike(where.lines, number, in_brackets=where.in_brackets)
        if found:
            return _not_yaml(found.message, found.hint, found.position)
    return None


def _explain_open_bracket(where: _Where) -> YamlError | None:
    """Explain text that goes on outside a bracket, to its end or in a line indented no deeper."""
    if not where.in_brackets:
        return None
    opened, problem = where.context_mark, where.problem_mark
    if problem.index < len(where.text.rstrip()):
        is_later_line = opened.column > 0 and problem.line > opened.line
        if not is_later_line or where.indent(problem) > where.indent(opened):
            return None
    message, hint = "this bracket is never closed", "write ] or } after the last value"
    return _not_yaml(message, hint, where.context)


def _explain_long_quotation(where: _Where) -> YamlError | None:
    """Explain a quotation mark that was closed only by the opening one of a later text."""
    if "did not find expected key" not in where.said:
        return None
    start = _quotation_before(where.text, where.problem_mark.index)
    if start is None:
        return None
    line = where.problem.line
    message = f"the quotation mark here is closed only in line {line}, with more text after it"
    return _not_yaml(message, "close it where the text ends", position_at(where.text, start))


def _quotation_before(text: str, end: int) -> int | None:
    """Return where the last token before `end` begins, if it is a quotation over several lines."""
    last = None
    try:
        for token in yaml.scan(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if token.start_mark.index >= end:
                break
            last = token
    except yaml.YAMLError:
        pass
    if last is None or getattr(last, "style", None) not in {'"', "'"}:
        return None
    several_lines = last.end_mark.line > last.start_mark.line
    return int(last.start_mark.index) if several_lines else None


def _explain_indented_field(where: _Where) -> YamlError | None:
    """Explain a field in the first column after an indented first field."""
    if "document start" not in where.said or where.lines[where.problem.line - 1][:1].isspace():
        return None
    first = next((line for line in where.lines if not _is_blank_or_comment(line)), "")
    if not first.startswith(" "):
        return None
    message = "this line is not indented like the first field of the record"
    hint = "begin all fields of a group in the same column"
    return _not_yaml(message, hint, Position(where.problem.line, 1))


def _is_blank_or_comment(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _explain_by_table(where: _Where) -> YamlError:
    line = where.lines[where.problem.line - 1]
    before, after = line[: where.problem.column - 1], line[where.problem.column - 1 :]
    found = _EXPLANATIONS[-1]
    for each in _EXPLANATIONS:
        around = re.fullmatch(each.before, before) and re.fullmatch(each.after, after)
        if each.problem in where.said and around:
            found = each
            break
    positions = {
        "problem": where.problem,
        "context": where.context,
        "line": Position(where.problem.line, len(line) - len(line.lstrip()) + 1),
        "escape": Position(where.problem.line, before.rfind("\\") + 1),
    }
    return _not_yaml(found.message, found.hint, positions[found.at])


def position_at(text: str, offset: int) -> Position:
    """Return the line and column of an offset in a text."""
    before = _LINE_BREAKS.split(text[:offset])
    return Position(len(before), len(before[-1]) + 1)
