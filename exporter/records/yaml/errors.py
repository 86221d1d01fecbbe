"""What is wrong with a text that is no YAML: PyYAML's words put into a cataloguer's, and the place of the slip."""

from __future__ import annotations

import contextlib
import re
from typing import Any, Literal, NamedTuple

from exporter.records.finding import Position
from exporter.records.yaml.lookalikes import find_lookalike

_LINES = re.compile("\r\n?|\n")
_CONFLICT = re.compile("^(<{7}|={7}|>{7})( |$)", re.MULTILINE)


class _Slip(NamedTuple):
    """What PyYAML says (`theirs`), in a cataloguer's words.

    Several slips make it say the same: then `before` and `after` tell them apart by what stands on the line before
    and after the place where it gave up. The finding stands there (`problem`), where the value began that it could
    not finish (`context`), at the beginning of the line, or at the backslash before it (`escape`).
    """

    theirs: str
    message: str
    hint: str
    at: Literal["problem", "context", "line", "escape"] = "problem"
    before: str = ".*"
    after: str = ".*"


_SLIPS = (
    _Slip(
        "tab",
        "a tab stands where only spaces can stand",
        "indent with spaces, two for each level",
    ),
    _Slip(
        "cannot start any token",
        "a tab stands where only spaces can stand",
        "indent with spaces, two for each level",
        after="\t.*",
    ),
    _Slip(
        "cannot start any token",
        "no text can begin with this character",
        "put the text into quotation marks",
    ),
    _Slip(
        "mapping values are not allowed",
        "this line is indented as if it went on with the line before",
        "begin it in the same column as the other fields; put a text of several lines with a colon in it into "
        "quotation marks",
        "line",
        before="((?!: ).)*",
    ),
    _Slip(
        "mapping values are not allowed",
        "a second colon with a space after it stands in this line",
        "put the text into quotation marks if the colon belongs to it",
    ),
    _Slip(
        "found unexpected ':'",
        "a colon stands here before a comma or a bracket",
        "write the value after it, or put the text into quotation marks if the colon belongs to it",
    ),
    _Slip(
        "could not find expected ':'",
        "here is neither a field nor the rest of the line before",
        "write a colon and a space after a field's name; indent what belongs to the line before",
        "context",
    ),
    _Slip(
        "did not find expected key",
        "this line is not indented like the fields of its group",
        "begin all fields of a group in the same column",
        before=" *",
    ),
    _Slip(
        "did not find expected key",
        "something follows here, though the value has already ended",
        "put a text wholly into quotation marks or not at all; inside '…' write '' for an apostrophe",
    ),
    _Slip(
        "did not find expected '-' indicator",
        "this line is not indented like the rest of the list",
        "begin every “- ” of a list in the same column, and its fields two columns further right",
        before=" *",
    ),
    _Slip(
        "did not find expected '-' indicator",
        "something follows here, though the value has already ended",
        "put a text wholly into quotation marks or not at all; inside '…' write '' for an apostrophe",
    ),
    _Slip(
        "did not find expected ',' or ']'",
        "a comma is missing before this, or the list ought to have ended with ]",
        "write a comma between the values and ] at the end; put a value with a comma, [ or ] into quotation marks",
    ),
    _Slip(
        "did not find expected ',' or '}'",
        "a comma is missing before this, or the group ought to have ended with }",
        "write a comma between the fields and } at the end; put a value with a comma, { or } into quotation marks",
    ),
    _Slip(
        "end of stream",
        "this quotation mark is never closed",
        "write another one at the end of the text",
        "context",
    ),
    _Slip(
        "unexpected document indicator",
        "this quotation mark is never closed",
        "write another one at the end of the text",
        "context",
    ),
    _Slip(
        "found unknown escape character",
        "this backslash and what follows mean nothing",
        "write \\\\ for a backslash, or ' instead of \" around the text",
    ),
    _Slip(
        "hexdecimal",
        "this backslash and what follows mean nothing",
        "write \\\\ for a backslash, or ' instead of \" around the text",
        "escape",
    ),
    _Slip(
        "invalid Unicode character escape",
        "this backslash and what follows are half a character, or none",
        "write the character itself",
        "escape",
    ),
    _Slip(
        "block sequence entries are not allowed",
        "a list cannot begin in this place",
        "begin it on a line of its own; put a text that begins with “- ” into quotation marks",
    ),
    _Slip(
        "mapping keys are not allowed",
        "no text can begin with a question mark and a space",
        "put the text into quotation marks",
    ),
    _Slip(
        "did not find expected alphabetic or numeric character",
        "no text can begin with this character",
        "put the text into quotation marks",
        "context",
    ),
    _Slip(
        "did not find expected node content",
        "a value is missing here, or begins with a character with which none can begin",
        "write no comma without a value; put a text that begins with , ] or } into quotation marks",
    ),
    _Slip(
        "while scanning a block scalar",
        "this text does not begin on a line of its own",
        "write only | or >- after the colon, and the text in the lines below",
        "context",
    ),
    _Slip(
        "tag handle",
        "a word that begins with ! stands before the value",
        "put the text into quotation marks",
    ),
    _Slip(
        "scanning a tag",
        "a word that begins with ! stands before the value",
        "put the text into quotation marks",
        "context",
    ),
    _Slip(
        "parsing a tag",
        "a word that begins with ! stands before the value",
        "put the text into quotation marks",
        "context",
    ),
    _Slip(
        "incompatible YAML document",
        "this line asks for another version of YAML than 1.2",
        "delete it",
    ),
    _Slip(
        "directive",
        "a line that begins with % is no part of a record",
        "delete it; put a text that begins with % into quotation marks",
        "line",
    ),
    _Slip(
        "document start",
        "something follows here, though the record has ended, or has not begun",
        "delete the lines that begin with % or consist of --- or ...",
    ),
    _Slip("", "this is not YAML", "compare it with another record"),
)


def explain_yaml_error(error: Any, text: str) -> tuple[str, str, Position]:
    """Give the message, the hint and the place for an error of PyYAML (a `yaml.MarkedYAMLError`)."""
    if match := _CONFLICT.search(text):
        return (
            "two versions of the record stand here side by side, as git left them",
            "keep what is right of each, and delete the lines <<<<<<<, ======= and >>>>>>>",
            position_at(text, match.start()),
        )
    problem = position_at(text, _reached(error.problem_mark or error.context_mark, text))
    context = position_at(text, _reached(error.context_mark or error.problem_mark, text))
    said = f"{error.problem or ''} {error.context or ''}"
    flow = "while parsing a flow" in said
    lines = _LINES.split(text)
    for number in dict.fromkeys((problem.line, context.line)):
        if found := find_lookalike(lines, number, inside=flow):
            return found[0], found[1], Position(*found[2:])
    if flow and _never_closed(error, text):
        return "this bracket is never closed", "write ] or } after the last value", context
    if "did not find expected key" in said and (
        quoted := _quoted_lines(text, error.problem_mark.index)
    ):
        message = f"the quotation marks that begin here end only in line {problem.line}, and something follows there"
        return message, "close them where the text ends", position_at(text, quoted)
    if (
        "document start" in said
        and not lines[problem.line - 1][:1].isspace()
        and _first(lines)[:1] == " "
    ):
        message = "this line is not indented like the first field of the record"
        return message, "begin all fields of a group in the same column", Position(problem.line, 1)
    line = lines[problem.line - 1]
    before, after = line[: problem.column - 1], line[problem.column - 1 :]
    fitting = next(
        each
        for each in _SLIPS
        if each.theirs in said
        and re.fullmatch(each.before, before)
        and re.fullmatch(each.after, after)
    )
    places = {
        "problem": problem,
        "context": context,
        "line": Position(problem.line, len(line) - len(line.lstrip()) + 1),
        "escape": Position(problem.line, before.rfind("\\") + 1),
    }
    return fitting.message, fitting.hint, places[fitting.at]


def _reached(mark: Any, text: str) -> int:
    """Give the offset of a mark; one past the end of the text leads to the last thing written."""
    return min(mark.index, max(0, len(text.rstrip()) - 1)) if mark else 0


def _first(lines: list[str]) -> str:
    """Give the first line that says something."""
    return next((line for line in lines if line.strip() and not line.lstrip().startswith("#")), "")


def _never_closed(error: Any, text: str) -> bool:
    """Say whether the text went on outside a bracket, to its end or in a line indented no more than the bracket's."""
    opened, problem = error.context_mark, error.problem_mark
    if problem.index >= len(text.rstrip()):
        return True
    lines = _LINES.split(text)
    depths = [
        len(lines[mark.line]) - len(lines[mark.line].lstrip(" ")) for mark in (opened, problem)
    ]
    return opened.column > 0 and problem.line > opened.line and depths[1] <= depths[0]


def _quoted_lines(text: str, end: int) -> int:
    """Give the offset at which a text in quotation marks began that went over several lines up to `end`, or 0."""
    import yaml  # here, since it takes long, and many a run has only the place to ask for

    started = 0
    with contextlib.suppress(yaml.YAMLError):
        for token in yaml.scan(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if token.start_mark.index >= end:
                break
            lines = token.end_mark.line - token.start_mark.line
            started = (
                token.start_mark.index
                if lines and getattr(token, "style", None) in {'"', "'"}
                else 0
            )
    return started


def position_at(text: str, offset: int) -> Position:
    """Give the line and column of an offset in a text."""
    before = _LINES.split(text[:offset])
    return Position(len(before), len(before[-1]) + 1)
