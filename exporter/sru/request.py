"""What a request asks for: its parameters, checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from exporter.sru.diagnostic import Diagnostic

MOST_RECORDS = 100
"""How many records an answer has at most, however many a request wants."""
_USUAL_RECORDS = 10
_LARGEST_NUMBER = 2_000_000_000
_VERSIONS = ("1.1", "1.2", "2.0")
_NEWEST_1 = "1.2"
_IGNORED = frozenset(
    ("resultsetttl", "httpaccept", "responsetype", "renderedby", "x-username", "x-password")
)
"""Parameters that a server may ignore."""
_KNOWN = frozenset(
    (
        *("operation", "version", "query", "querytype", "startrecord", "maximumrecords"),
        *("recordpacking", "recordxmlescaping", "recordschema", "recordxpath", "sortkeys"),
        *("stylesheet", "scanclause"),
    )
)


class Request(NamedTuple):
    """A request. Without a `query` it asks what the server can do (explain).

    `start` counts records from 1. `escaped` asks for records as text instead of XML.
    """

    version: str
    query: str | None = None
    schema: str = ""
    start: int = 1
    maximum: int = _USUAL_RECORDS
    escaped: bool = False


def version_of(pairs: Iterable[tuple[str, str]]) -> str:
    """Return the version in which to answer: the one that is asked for, or else the newest.

    A client of SRU 1 understands 1.2 at most, and one that names an operation is of SRU 1, since
    SRU 2.0 has none.
    """
    given = {name.lower(): value for name, value in pairs if value}
    version = given.get("version", "")
    if version in _VERSIONS:
        return version
    is_old = version.startswith("1") if version else "operation" in given
    return _NEWEST_1 if is_old else _VERSIONS[-1]


def read_request(pairs: Iterable[tuple[str, str]]) -> Request:
    """Return the request that the parameters make. Raises Diagnostic for wrong ones.

    SRU 2.0 has no operation: a query is a search, and nothing at all is explain (3.2 of part 3).
    """
    pairs = list(pairs)
    given = _parameters(pairs)
    version = version_of(pairs)
    if given.get("version", version) != version:
        raise Diagnostic(5, _VERSIONS[-1])
    usual = "searchRetrieve" if "query" in given else "explain"
    operation = given.get("operation", "scan" if "scanclause" in given else usual)
    if operation not in {"searchRetrieve", "explain"}:
        raise Diagnostic(4, operation)
    escaped = _is_escaped(given, version)
    if operation == "explain":
        return Request(version, escaped=escaped)
    if not given.get("query", "").strip():
        raise Diagnostic(7, "query")
    _refuse_unsupported(given)
    return Request(
        version,
        given["query"],
        given.get("recordschema", ""),
        _number(given, "startRecord", 1, 1),
        min(_number(given, "maximumRecords", 0, _USUAL_RECORDS), MOST_RECORDS),
        escaped,
    )


def _parameters(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the parameters by their names in lower case. Raises Diagnostic for unknown ones.

    Forms send fields without a value, too: such a parameter is as if it were not there, but a query.
    """
    found: dict[str, str] = {}
    for name, value in pairs:
        key = name.lower()
        if key in _IGNORED or key.startswith("x-"):
            continue
        if key not in _KNOWN:
            raise Diagnostic(8, name)
        if not value and key != "query":
            continue
        if found.setdefault(key, value) != value:
            raise Diagnostic(6, name, "it is there twice, with different values")
    return found


def _is_escaped(given: Mapping[str, str], version: str) -> bool:
    """Return whether records are asked for as text. SRU 2.0 has given the parameter a new name."""
    name = "recordxmlescaping" if version == "2.0" else "recordpacking"
    value = given.get(name, "xml")
    if value not in {"xml", "string"}:
        raise Diagnostic(71, value)
    if version == "2.0" and given.get("recordpacking", "packed") != "packed":
        raise Diagnostic(71, given["recordpacking"])
    return value == "string"


def _refuse_unsupported(given: Mapping[str, str]) -> None:
    if given.get("querytype", "cql") != "cql":
        raise Diagnostic(6, "queryType")
    for name, number in {"sortkeys": 80, "recordxpath": 72, "stylesheet": 110}.items():
        if given.get(name):
            raise Diagnostic(number, given[name])


def _number(given: Mapping[str, str], name: str, least: int, usual: int) -> int:
    written = given.get(name.lower(), "")
    if not written:
        return usual
    is_number = (
        written.isascii() and written.isdigit() and len(written) <= len(str(_LARGEST_NUMBER))
    )
    if not is_number or not least <= int(written) <= _LARGEST_NUMBER:
        raise Diagnostic(6, name)
    return int(written)
