"""Files of CSL-JSON and of citations, read and checked for their form."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from exporter.errors import UsageError

_ITEMS_HINT = 'CSL-JSON is a list of objects, as Zotero exports it: [{"id": …, "type": …}]'
_CLUSTERS_HINT = 'a citation is a list of cites: [[{"id": …, "locator": …}], …]'

Data = Mapping[str, Any]


def read_items(text: str, name: str) -> list[Data]:
    """Return the items of a text of CSL-JSON; `name` is that of the file, for messages.

    An item without an id gets one: its citation key, or its place. Raises UsageError where the text
    is no CSL-JSON, or where two items have the same id.
    """
    content = _parsed(text, name)
    if isinstance(content, dict) and isinstance(content.get("items"), list):
        content = content["items"]
    if not isinstance(content, list):
        raise UsageError(f"{name}: this is no list of items", _ITEMS_HINT)
    items: dict[str, Data] = {}
    for place, item in enumerate(content, 1):
        if not isinstance(item, dict):
            raise UsageError(f"{name}: item {place} is not an object", _ITEMS_HINT)
        id = item.get("id") or item.get("citation-key") or f"item-{place}"
        if isinstance(id, dict | list):
            raise UsageError(
                f"{name}: the id of item {place} must be text or a number", _ITEMS_HINT
            )
        if str(id) in items:
            raise UsageError(f"{name}: two items have the id “{id}”", "give each item its own id")
        items[str(id)] = {**item, "id": str(id)}
    return list(items.values())


def read_clusters(text: str, name: str) -> list[Any]:
    """Return the citations of a JSON file.

    Each is a list of cites; or an object with `citationItems`; or, for a document that changes, a
    list of such an object and the citations before and behind it, as citeproc-js's
    processCitationCluster takes them. Raises UsageError where the file has another form.
    """
    content = _parsed(text, name)
    if not isinstance(content, list):
        raise UsageError(f"{name}: this is no list of citations", _CLUSTERS_HINT)
    for place, cluster in enumerate(content, 1):
        if not _is_cluster(cluster):
            raise UsageError(f"{name}: citation {place} has another form", _CLUSTERS_HINT)
    return content


def _is_cluster(cluster: Any) -> bool:
    if isinstance(cluster, list) and is_change(cluster):
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


def _parsed(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise UsageError(
            f"{name}:{error.lineno}:{error.colno}: this is no JSON: {error.msg}", _ITEMS_HINT
        ) from None
    except RecursionError:
        raise UsageError(f"{name}: this JSON is nested too deep", _ITEMS_HINT) from None
