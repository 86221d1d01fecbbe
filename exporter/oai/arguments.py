"""What a request asks for: its verb and arguments, checked as OAI-PMH 3.1 and 3.6 demand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Literal, NamedTuple
from urllib.parse import parse_qsl

from exporter.oai.index import Selection

ErrorCode = Literal[
    "badArgument",
    "badResumptionToken",
    "badVerb",
    "cannotDisseminateFormat",
    "idDoesNotExist",
    "noMetadataFormats",
    "noRecordsMatch",
    "noSetHierarchy",
]


class OaiError(Exception):
    """An error that the answer states (OAI-PMH 3.6)."""

    def __init__(self, code: ErrorCode, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class _Verb(NamedTuple):
    """The arguments of a verb; `has_token` says whether a resumption token can replace them."""

    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    has_token: bool = False


_SELECTIVE = frozenset({"from", "until", "set"})
_PREFIX = frozenset({"metadataPrefix"})
VERBS: Mapping[str, _Verb] = {
    "GetRecord": _Verb(_PREFIX | {"identifier"}),
    "Identify": _Verb(),
    "ListIdentifiers": _Verb(_PREFIX, _SELECTIVE, has_token=True),
    "ListMetadataFormats": _Verb(optional=frozenset({"identifier"})),
    "ListRecords": _Verb(_PREFIX, _SELECTIVE, has_token=True),
    "ListSets": _Verb(has_token=True),
}
TOKEN = "resumptionToken"  # noqa: S105 - the name of an argument
_WORD = r"[A-Za-z0-9\-_.!~*'()]+"
_SYNTAX: Mapping[str, re.Pattern[str]] = {
    "metadataPrefix": re.compile(_WORD),
    "set": re.compile(rf"{_WORD}(?::{_WORD})*"),
}
"""What an argument has to look like by OAI-PMH.xsd; dates are looked at as dates."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SECOND = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)
_MOST_ARGUMENTS = 100
_LONGEST = 100
"""How many characters of an argument an error message repeats."""


def pairs_in(query: str) -> list[tuple[str, str]]:
    """Return the arguments in a query or a form; more than a request can have are cut off.

    A request of OAI-PMH with as many arguments as are kept is illegal without the others, too.
    """
    found = []
    for part in query.split("&", _MOST_ARGUMENTS)[:_MOST_ARGUMENTS]:
        found += parse_qsl(part, keep_blank_values=True, errors="replace")
    return found


def checked(pairs: Iterable[tuple[str, str]]) -> tuple[str, dict[str, str]]:
    """Return the verb of a request and its other arguments.

    Raises OaiError for an illegal or repeated verb, and for illegal, repeated or missing arguments.
    """
    pairs = list(pairs)
    verbs = [value for name, value in pairs if name == "verb"]
    if len(verbs) != 1:
        raise OaiError("badVerb", "a request has one verb; this one has " + str(len(verbs)))
    verb = verbs[0]
    if verb not in VERBS:
        raise OaiError("badVerb", f"there is no verb “{quoted(verb)}”; there is {', '.join(VERBS)}")
    arguments: dict[str, str] = {}
    for name, value in pairs:
        if name == "verb":
            continue
        if name in arguments:
            raise OaiError("badArgument", f"the argument {quoted(name)} is repeated")
        arguments[name] = value
    _require_legal(verb, arguments)
    return verb, arguments


def _require_legal(verb: str, arguments: Mapping[str, str]) -> None:
    """Raise OaiError unless these are the arguments of the verb, in the right syntax."""
    legal = VERBS[verb]
    if legal.has_token and TOKEN in arguments:
        if len(arguments) > 1:
            raise OaiError("badArgument", f"{TOKEN} cannot be together with other arguments")
        return
    for name in arguments:
        if name not in legal.required | legal.optional:
            raise OaiError("badArgument", f"{verb} has no argument {quoted(name)}")
    for name in sorted(legal.required - arguments.keys()):
        raise OaiError("badArgument", f"{verb} needs the argument {name}")
    for name, pattern in _SYNTAX.items():
        if name in arguments and not pattern.fullmatch(arguments[name]):
            raise OaiError("badArgument", f"{name} cannot be “{quoted(arguments[name])}”")
    selection(arguments)  # any other error repeats the arguments, so the dates must be legal, too


def selection(arguments: Mapping[str, str]) -> Selection:
    """Return which items the arguments of a list request select.

    Raises OaiError for what is not a date, for dates of different granularity, and if `from` is later
    than `until` (OAI-PMH 2.7.1, 3.3).
    """
    start, end = arguments.get("from"), arguments.get("until")
    if start is not None and end is not None and len(start) != len(end):
        raise OaiError("badArgument", "from and until must have the same granularity")
    first = _time("from", start) if start is not None else None
    last = _time("until", end) if end is not None else None
    if first is not None and last is not None and first > last:
        raise OaiError("badArgument", "from is later than until")
    return Selection(first, last, arguments.get("set", ""))


def _time(name: str, written: str) -> int:
    """Return a date or time in seconds since 1970; of a day, `until` means its last second."""
    if _DAY.fullmatch(written):
        written += "T23:59:59Z" if name == "until" else "T00:00:00Z"
    try:
        if not _SECOND.fullmatch(written):
            raise ValueError
        return int(datetime.strptime(written, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp())
    except ValueError:
        message = f"{name} must be like 2026-03-01 or 2026-03-01T12:00:00Z, not “{quoted(written)}”"
        raise OaiError("badArgument", message) from None


def quoted(text: str) -> str:
    """Return the beginning of what a request says, without what no XML document can contain."""
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in cut
    )
