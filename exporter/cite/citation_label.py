"""Citation labels: short names of items that are made of authors and year (`Doe65`, `RoNo78`).

The specification leaves their form to the processor; this is that of citeproc-js, known as
trigraphs. A work of nobody is named by its title (`Tea11`).
"""

from __future__ import annotations

from exporter.cite.item import Item
from exporter.cite.markup import strip_marks

_LETTERS = {1: (4,), 2: (2, 2), 3: (2, 1, 1)}
"""How many letters of each family name there are in a label, by the number of authors."""
_MANY = (1, 1, 1, 1)
_ROLES = (
    "author",
    "editor",
    "translator",
    "recipient",
    "interviewer",
    "composer",
    "director",
    "performer",
    "host",
)


def citation_label(item: Item) -> str:
    """Return the label of an item: its own, or one made of authors and the year in two digits.

    Where there is no author, the title stands for one.
    """
    if item.texts.get("citation-label"):
        return item.texts["citation-label"]
    persons = next((item.names[role] for role in _ROLES if role in item.names), ())
    families = [strip_marks(person.family or person.literal) for person in persons]
    families = families or [strip_marks(item.texts.get("title", ""))]
    lengths = _LETTERS.get(len(families), _MANY)
    label = ""
    for family, length in zip(families, lengths, strict=False):
        letters = "".join(letter for letter in family if letter.isalnum())
        label += letters[:1].upper() + letters[1:length]
    date = item.dates.get("issued")
    if date is not None and date.start:
        label += f"{abs(date.start[0]) % 100:02}"
    return label
