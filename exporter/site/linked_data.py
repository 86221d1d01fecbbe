"""What search engines read in the page of a record: schema.org, as Google's Rich Results want it.

The file of a work in schema.org states the language of each text and says all names of a person. On
a page the same nodes are a list with plain texts and one name each, which every reader of JSON-LD
takes. Source: Google Search Central, structured data: general guidelines, Article, Book, Dataset.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from exporter.export.script_json import dumps
from exporter.records.one_or_more import one_or_more

_CONTEXT = "https://schema.org"
_SHORTEST, _LONGEST = 50, 5000
"""How long Google wants the description of a dataset, in characters."""


def page_linked_data(document: str, address: str, citation: str) -> str:
    """Return the nodes of a document in schema.org for a page, as a script has them.

    The first one is the record. `address` is the canonical address of its page, if the site has
    one; `citation` describes a dataset that says little of itself.
    """
    nodes = [{"@context": _CONTEXT, **_plain_node(node)} for node in json.loads(document)["@graph"]]
    for node in nodes[:1]:
        if address:
            node["mainEntityOfPage"] = address
            node.setdefault("url", address)
        if node.get("@type") == "Dataset":
            node["description"] = _described(node, citation)
    return dumps(nodes) + "\n"


def _plain_node(node: Mapping[str, Any]) -> dict[str, Any]:
    """Return a node with plain texts, and one name; its other names are alternate names."""
    made = {key: _plain(value) for key, value in node.items()}
    names = made.get("name")
    if isinstance(names, list):
        others = one_or_more(made.get("alternateName"))
        made["name"] = names[0]
        made["alternateName"] = [*names[1:], *others]
    return made


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return value["@value"] if "@value" in value else _plain_node(value)
    return value


def _described(node: Mapping[str, Any], citation: str) -> str:
    """Return the description of a dataset: its own, with its citation if that is too short."""
    parts = one_or_more(node.get("description", ""))
    text = str(parts[0])
    for more in (*parts[1:], citation, node["name"]):
        if len(text) >= _SHORTEST:
            break
        text = f"{text}\n{more}".strip()
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
