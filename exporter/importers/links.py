"""Works that an entry describes as related, and that are entries of the same file: they become links.

A link whose note says only in which sense the work is cited, as MARC and MODS of this program say it,
becomes a citation.

MARC and MODS describe a related work and give the number of its record (MARC 21, 76X-78X $w; MODS
3.8, relatedItem/recordInfo/recordIdentifier). What the description says is in that record anyway.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from exporter.model.identifiers import stated_number
from exporter.model.vocabularies import vocabulary
from exporter.records.one_or_more import one_or_more

_SAID_BY_RECORD = frozenset(
    {"title", "contributors", "language", "publisher", "place", "issued", "edition", "series"}
    | {"series_number", "volumes", "extent", "type", "genre", "identifiers", "url"}
)
_MARKS = re.compile(r"[\W_]+")
_CITING = re.compile(
    r"(?P<intent>[a-z ]+?):?(?:; (?:at|place in the citing work): (?P<at>[^;]+))?(?:; claim: (?P<claim>[^;]+))?",
    re.IGNORECASE,
)
"""In which sense a work is cited, where, and for which claim."""
Find = Callable[[str], Mapping[str, Any] | None]
"""Returns the record of the entry with a number."""


def linked(data: Mapping[str, Any], find: Find) -> dict[str, Any]:
    """Return the data of a record in which a link, or a citation, stands for a description."""
    found = dict(data)
    for field in vocabulary("relations").keys() & data.keys():
        value = data[field]
        every = one_or_more(value)
        links = [_link(each, str(data["id"]), find) for each in every]
        links = list({repr(link): link for link in links}.values())  # each once
        if links == every:
            continue
        citations = []
        others = []
        for link in links:
            if citation := _citation(link):
                citations.append(citation)
            else:
                others.append(link)
        if citations:
            found["citations"] = [*found.get("citations", ()), *citations]
        found[field] = others if len(others) > 1 else next(iter(others), None)
    return {name: value for name, value in found.items() if value is not None}


def _citation(link: Any) -> dict[str, Any]:
    """Return the citation that a link is by its note; empty if it is none."""
    if not isinstance(link, Mapping) or set(link) != {"work", "note"}:
        return {}
    match = _CITING.fullmatch(str(link["note"]))
    intent = match["intent"].lower() if match else ""
    if match is None or intent not in vocabulary("intents"):
        return {}
    citation = {"source": link["work"], "intent": intent}
    if match["at"]:
        citation["at"] = match["at"]
    if match["claim"]:
        citation["claims"] = [match["claim"]]
    return citation


def _link(group: Any, own: str, find: Find) -> Any:
    """Return the id of the record that a group describes, with what only the group says; or the group."""
    if not isinstance(group, Mapping) or "work" in group:
        return group
    for number in _numbers(group):
        record = find(number)
        if record and record["id"] != own and _is_titled(record, group):
            rest = {name: value for name, value in group.items() if name not in _SAID_BY_RECORD}
            return {"work": record["id"], **rest} if rest else record["id"]
    return group


def _numbers(group: Mapping[str, Any]) -> Iterator[str]:
    """Yield the local numbers of a work, without the code of who gave them: `(DLC)123`."""
    for each in one_or_more(group.get("identifiers", {}).get("local")):
        yield stated_number(each).rpartition(")")[2]


def _is_titled(record: Mapping[str, Any], group: Mapping[str, Any]) -> bool:
    """Return whether a record has the title of a group, perhaps with its subtitle."""
    names = ("title", "devised_title", "parallel_title", "key_title", "abbreviated_title")
    values = [record.get(name) for name in names]
    values += [each.get("title") for each in record.get("variant_titles", ())]
    known = [text for value in values for text in _texts(value)]
    stated = list(_texts(group.get("title")))
    return not stated or any(
        own.startswith(text) or text.startswith(own) for text in stated for own in known
    )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        value = list(value.values())
    for each in one_or_more(value):
        folded = _MARKS.sub("", each).casefold() if isinstance(each, str) else ""
        if folded:
            yield folded
