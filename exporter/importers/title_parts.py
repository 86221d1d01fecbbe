"""The part of a work, which a source may state in fields of its own and in the title as well.

Most styles print a part only where it stands in the title, so the title often repeats it: `Tea. 2, Leaves`.
"""

from __future__ import annotations

import re
from typing import Any

_WORDS = "part|pt|book|vol|volume|teil|tl|band|bd|buch|partie|tome|livre|parte|deel|del|часть|ч"
"""What may stand before the number of a part."""


def cut_part_from_title(data: dict[str, Any]) -> None:
    """Cut from the title the number and the name of the part that stand in their fields as well.

    The word before the number (`Tea. Part 2`) belongs to the number, as in MARC 21, 245 $n.
    """
    title, number, name = (data.get(field) for field in ("title", "part_number", "part_name"))
    if not isinstance(title, str):
        return
    parts = [re.escape(name)] if isinstance(name, str) else []
    if isinstance(number, str):
        parts.insert(0, rf"(?P<number>(?:(?:{_WORDS})\.? )?{re.escape(number)})")
    found = re.fullmatch(
        rf"(?P<title>.+?)(?:(?<=[?!…])|[.,:;]) {', '.join(parts)}", title, re.IGNORECASE
    )
    if parts and found:
        data["title"] = found["title"]
        if isinstance(number, str):
            data["part_number"] = found["number"]
