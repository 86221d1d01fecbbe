"""Files of CSL-JSON and of citations, read and checked for their form."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from exporter.cite.item import DATE_VARIABLES, NAME_VARIABLES, STATED_VARIABLES
from exporter.cite.locators import LABELS
from exporter.errors import UsageError, json_fault
from exporter.suggest import did_you_mean

_ITEMS_HINT = 'CSL-JSON is a list of objects, as Zotero exports it: [{"id": …, "type": …}]'
_CLUSTERS_HINT = 'a citation is a list of cites: [[{"id": …, "locator": …}], …]'

_NAMES_HINT = 'write names as objects: [{"family": "Doe", "given": "Jane"}, {"literal": "UNESCO"}]'
_DATE_HINT = 'write a date as an object: {"date-parts": [[2001, 5, 17]]}, or {"raw": "May 2001"}'
_TEXT_HINT = "write the value in quotation marks"
_CITE_TEXTS = (
    *("locator", "label", "prefix", "suffix"),
    *("position", "first-reference-note-number"),
)
"""Members of a cite that are text or a number."""
_CITE_KEYS = (*_CITE_TEXTS, "id", "suppress-author", "author-only", "near-note")
_CLUSTER_KEYS = ("citationID", "citationItems", "properties")
_NUMBER = re.compile(r"\s*(?:-?\d+(?:\.0)?)?\s*")
"""A part of a date, which may be empty."""
_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")
"""An escape for one of the two units of UTF-16 that a character beyond U+FFFF has."""

Data = Mapping[str, Any]


def read_items(text: str, name: str) -> list[Data]:
    """Return the items of a text of CSL-JSON; `name` is that of the file, for messages.

    An item without an id gets one: its citation key, or its place. Raises UsageError, with the
    line, where the text is not CSL-JSON, or where two items have the same id.
    """
    content = _parsed(text, name)
    if isinstance(content, dict) and isinstance(content.get("items"), list):
        content = content["items"]
    if not isinstance(content, list):
        raise UsageError(f"{name}: this is not a list of items", _ITEMS_HINT)
    items: dict[str, Data] = {}
    for place, item in enumerate(content, 1):
        try:
            _check_item(item)
            id = str(item.get("id") or item.get("citation-key") or f"item-{place}")
            if id in items:
                raise UsageError(f"two items have the id “{id}”", "give each item an id of its own")
        except UsageError as error:
            position = _position(text, place)
            raise UsageError(f"{name}:{position}: {error.message}", error.hint) from None
        items[id] = {**item, "id": id}
    return list(items.values())


def _check_item(item: Any) -> None:
    """Raise UsageError where a value of an item has another form than csl-data.json says."""
    if not isinstance(item, dict):
        raise UsageError("an item must be an object", _ITEMS_HINT)
    id = item.get("id", "")
    if not isinstance(id, str | int | float):
        raise UsageError("the id of an item must be text or a number", _TEXT_HINT)
    for variable, value in item.items():
        if value is None:
            continue
        if variable in NAME_VARIABLES:
            if not isinstance(value, list) or not all(_is_name(each) for each in value):
                raise UsageError(f"{variable} of “{id}” must be a list of names", _NAMES_HINT)
        elif variable in DATE_VARIABLES:
            if not _is_date(value):
                raise UsageError(f"{variable} of “{id}” must be a date", _DATE_HINT)
        elif variable in STATED_VARIABLES and isinstance(value, dict):
            raise UsageError(f"{variable} of “{id}” must be text or a number", _TEXT_HINT)


def _is_name(value: Any) -> bool:
    if isinstance(value, str):
        return bool(value)
    parts = ("family", "given", "literal")
    return isinstance(value, dict) and any(value.get(part) for part in parts)


def _is_date(value: Any) -> bool:
    """Return whether a value is a date, or the text of one."""
    if isinstance(value, str):
        return True
    if not isinstance(value, dict):
        return False
    points = value.get("date-parts") or []
    return isinstance(points, list) and all(map(_is_point, points))


def _is_point(value: Any) -> bool:
    """Return whether a value is a year, month and day, or as many of them as are known."""
    return isinstance(value, list) and all(_NUMBER.fullmatch(str(part or "")) for part in value)


def _position(text: str, place: int) -> str:
    """Return the line and the column at which an item of a list begins, the first being 1."""
    decoder = json.JSONDecoder()
    start = text.index("[", text.find('"items"') if text.lstrip().startswith("{") else 0)
    for _ in range(place):
        start += 1
        while text[start] in " \t\r\n,":
            start += 1
        end = decoder.raw_decode(text, start)[1]
        item, start = start, end - 1
    return f"{text.count(chr(10), 0, item) + 1}:{item - text.rfind(chr(10), 0, item)}"


def read_clusters(text: str, name: str) -> list[Any]:
    """Return the citations of a JSON file.

    Each is a list of cites; or an object with `citationItems`; or, for a document that changes, a
    list of such an object and the citations before and behind it, as citeproc-js's
    processCitationCluster takes them. Raises UsageError where the file has another form.
    """
    content = _parsed(text, name, _CLUSTERS_HINT)
    if not isinstance(content, list):
        raise UsageError(f"{name}: this is not a list of citations", _CLUSTERS_HINT)
    for place, cluster in enumerate(content, 1):
        if not _is_cluster(cluster):
            raise UsageError(f"{name}: citation {place} has another form", _CLUSTERS_HINT)
        _check_cites(cluster, f"{name}: citation {place}")
        if _form(cluster) != _form(content[0]):
            raise UsageError(
                f"{name}: citation {place} has another form than the first",
                "write all citations of a file in the same form",
            )
    return content


def _check_cites(cluster: Any, place: str) -> None:
    """Raise UsageError where a value of a cite has another form than citeproc-js takes."""
    citation = cluster[0] if is_change(cluster) else cluster
    cites = citation["citationItems"] if isinstance(citation, dict) else citation
    if isinstance(citation, dict):
        _check_keys(citation, _CLUSTER_KEYS, place)
        properties = citation.get("properties")
        _check_keys(
            properties if isinstance(properties, dict) else {},
            ("noteIndex", "mode", "infix"),
            place,
        )
    for cite in cites:
        _check_keys(cite, _CITE_KEYS, place)
        for key in _CITE_TEXTS:
            if not isinstance(cite.get(key), str | int | float | None):
                raise UsageError(
                    f"{place}: {key} of “{cite['id']}” must be text or a number", _TEXT_HINT
                )
        label = str(cite.get("label") or "page").replace("sub verbo", "sub-verbo")
        if label not in LABELS and f"{label}-locator" not in LABELS:
            hint = did_you_mean(label, LABELS) or f"there are {', '.join(LABELS)}"
            raise UsageError(f"{place}: there is no label “{label}” of locators", hint)


def _check_keys(data: Mapping[str, Any], known: Sequence[str], place: str) -> None:
    """Raise UsageError for a member that is a misspelled one; programs add others of their own."""
    for key in data:
        hint = "" if key in known else did_you_mean(key, known)
        if hint:
            raise UsageError(f"{place}: there is no “{key}”", hint)


def _form(cluster: Any) -> str:
    if is_change(cluster):
        return "change"
    return "citation of a document" if isinstance(cluster, dict) else "list of cites"


def _is_cluster(cluster: Any) -> bool:
    if is_change(cluster):
        return _is_cluster(cluster[0])
    cites = cluster.get("citationItems") if isinstance(cluster, dict) else cluster
    return isinstance(cites, list) and all(_is_cite(cite) for cite in cites)


def _is_cite(cite: Any) -> bool:
    return isinstance(cite, dict) and isinstance(cite.get("id"), str | int | float)


def is_change(cluster: Any) -> bool:
    """Return whether a citation comes with those before and behind it."""
    return (
        isinstance(cluster, list)
        and len(cluster) == 3
        and isinstance(cluster[0], dict)
        and isinstance(cluster[0].get("citationItems"), list)
        and all(_are_places(each) for each in cluster[1:])
    )


def _are_places(value: Any) -> bool:
    """Return whether a value is a list of ids of citations with the numbers of their notes."""
    return isinstance(value, list) and all(
        isinstance(each, Sequence) and len(each) == 2 and isinstance(each[1], int) for each in value
    )


def _parsed(text: str, name: str, hint: str = _ITEMS_HINT) -> Any:
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        place = f"{name}:{error.lineno}:{error.colno}"
        raise UsageError(f"{place}: this is not JSON: {json_fault(error)}", hint) from None
    except RecursionError as error:
        raise UsageError(f"{name}: this is not JSON: {json_fault(error)}", hint) from None
    except ValueError as error:
        raise UsageError(f"{name}: this is not JSON: {json_fault(error)}", _TEXT_HINT) from None
    if _HALF_CHARACTER.search(text):
        try:
            json.dumps(content, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            half = ascii(error.object[error.start]).strip("'")
            raise UsageError(
                f"{name}: {half} is half of a character, without the other half",
                "write the character itself, in UTF-8",
            ) from None
    return content
