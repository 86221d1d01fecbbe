"""Dates of archival material. Source: EAD Tag Library 2002, unitdate; EAD3, unitdatestructured."""

from __future__ import annotations

import re
from typing import Any

from exporter.importers.ead.nodes import TABLE
from exporter.importers.text import edtf, line
from exporter.importers.tree import SourceNode

_UNKNOWN = re.compile(
    r"[\[(]?(?:undated|not dated|dates? not (?:examined|determined|known)"
    r"|n\.? ?d\.?|no date|date unknown|unknown|s\.? ?d\.?|sans date|non daté"
    r"|o\.? ?[dj]\.?|ohne datum|undatiert|sin fecha|s\.? ?f\.?|senza data)[\])]?\.?",
    re.IGNORECASE,
)
"""Words that only say that nobody knows the date."""
_AND_UNKNOWN = re.compile(
    r"(?:[,;]? (?:and |& |und |et )?|^)\(?(?:undated|n\.d\.|s\.d\.|o\.d\.)\)?(?:[,;] |$)",
    re.IGNORECASE,
)
"""That some of the material has no date, beside the date of the rest: `1950, undated`."""
_YEARS = re.compile(
    r"(?:(?:circa|c\.|ca\.) ?)?[0-9]{4}(?: ?[-–] ?[0-9]{4})?"
    r"(?:(?:, | and |, and )(?:(?:circa|c\.|ca\.) ?)?[0-9]{4}(?: ?[-–] ?[0-9]{4})?)+\.?"
)
"""Several years and spans of years: `1951, 1957-1961` (DACS 2.4.10)."""
_ABOUT = re.compile(
    r"[\[(]?(?:circa|ca?\.? ?(?=[0-9])|approximately|about|environ|vers|um|etwa|c\.)", re.IGNORECASE
)
_MARKS = str.maketrans("", "", "?~%")
_OPEN = frozenset({"9999", "open", "unknown", "0000", ""})
"""What stands for an end that is not known: EAD programs write years that nobody means."""


def is_unknown(text: str) -> bool:
    """Return whether words only say that the date is not known, such as `undated`."""
    return _UNKNOWN.fullmatch(line(text).strip(" ,;")) is not None


def date_of(text: str, normal: str, certainty: str) -> str:
    """Return the EDTF date of `unitdate`: of `@normal`, with the doubt that the words or `@certainty` say.

    `@normal` is of ISO 8601, and has no place for a doubt (EAD 2002, unitdate).
    """
    words = _AND_UNKNOWN.sub("", line(text)).replace("--", "-")
    said, stated = edtf(words) or _several(words), _interval(normal)
    mark = TABLE.word("certainty", line(certainty).lower().rstrip("."))
    if not stated or (not mark and said.translate(_MARKS) == stated):
        stated = said or stated
    elif not mark and _ABOUT.match(words):
        mark = "~"
    if mark and not re.search(r"[?~%\[{]", stated):
        stated = "/".join(f"{end}{mark}" if end[:1].isdigit() else end for end in stated.split("/"))
    return edtf(stated) if stated else ""


def _several(words: str) -> str:
    """Return the EDTF date for several years, or nothing for other words."""
    if not _YEARS.fullmatch(words):
        return ""
    found = [edtf(each) for each in re.split(r", and |, | and ", words)]
    return edtf("{" + ",".join(found).replace("/", "..") + "}") if all(found) else ""


def _interval(normal: str) -> str:
    """Return the EDTF date for a date or an interval of ISO 8601, such as `19001225/1950`."""
    ends = [line(each) for each in normal.split("/")]
    if len(ends) == 1:
        return edtf(ends[0])
    if len(ends) != 2:
        return ""
    found = [".." if each.lower() in _OPEN else edtf(each) for each in ends]
    if found == ["..", ".."] or not all(found):
        return ""
    return edtf("/".join(found)) if found[0] != found[1] else found[0]


def with_words(date: str, text: str, calendar: str) -> Any:
    """Return a date as a record has it: with its words where they say more than the EDTF date.

    `calendar` is ours, and empty for the Gregorian one.
    """
    said = edtf(text)
    is_same = said.translate(_MARKS) == date.translate(_MARKS)
    if calendar:
        return {"date": date, "printed": line(text), "calendar": calendar}
    if is_same or not line(text) or not re.search(r"[^\W\d_]|\?", text):
        return date
    return {"date": date, "printed": line(text)}


def structured(node: SourceNode) -> tuple[str, str]:
    """Return the EDTF date of `unitdatestructured`, or else its words if not all of it is understood."""
    words = ", ".join(leaf.text.strip() for path, leaf in node.leaves() if "@" not in path)
    found = _dates_in(node)
    date = found[0] if len(found) == 1 else ""
    if len(found) > 1 and all(found):
        date = edtf("{" + ",".join(found).replace("/", "..") + "}")
    return date, "" if date else words


def _dates_in(node: SourceNode) -> list[str]:
    """Return the dates in `unitdatestructured` or `dateset`; one that is not understood is empty."""
    found = []
    for each in node.children:
        if each.name == "datesingle":
            limits = (each.take("@notbefore"), each.take("@notafter"))
            found.append(
                _single(each) or (edtf(f"[{limits[0]}..{limits[1]}]") if any(limits) else "")
            )
        elif each.name == "daterange":
            ends = [
                _single(end, limit) if end else ""
                for end, limit in (
                    (each.first("fromdate"), "@notbefore"),
                    (each.first("todate"), "@notafter"),
                )
            ]
            found.append(_interval("/".join(ends)))
        elif each.name == "dateset":
            found += _dates_in(each)
    return found


def _single(node: SourceNode, limit: str = "") -> str:
    """Return the date of one point; the end of a range may have a limit in place of a date."""
    text, normal = node.read(), node.take("@standarddate")
    date = date_of(text, normal, node.take("@approximate").replace("true", "approximate"))
    return date or (edtf(node.take(limit)) if limit else "")
