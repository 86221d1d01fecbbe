"""The order of the children of an element, and the children that it must have, in TEI."""

from __future__ import annotations

from functools import cache

from exporter.export.xml import Element, element

_RESPONSIBLE = ("author", "editor", "meeting", "respStmt")
_IMPRINT = ("biblScope", "date", "distributor", "pubPlace", "publisher")
_ORDER: dict[str, tuple[tuple[str, ...], ...]] = {
    "biblStruct": (("analytic",), ("monogr", "series")),
    "analytic": (_RESPONSIBLE, ("title",), ("idno", "ptr", "ref"), ("textLang",)),
    "monogr": (
        _RESPONSIBLE,
        ("title",),
        ("idno", "ptr", "ref"),
        ("textLang",),
        ("availability",),
        ("note",),
        ("edition",),
        ("imprint",),
    ),
    "imprint": (("classCode",), _IMPRINT),
    "org": (("orgName",), ("idno", "placeName", "desc", "event")),
    "event": (("idno",), ("eventName", "label", "desc")),
    "place": (("placeName", "desc", "location"), ("idno", "note")),
    "msDesc": (("msIdentifier",), ("physDesc",), ("history",), ("additional",)),
    "msIdentifier": (
        ("settlement",),
        ("institution",),
        ("repository",),
        ("collection",),
        ("idno",),
    ),
    "supportDesc": (("extent",), ("condition",)),
}
"""The children that come first, in groups: those of one group stay as they are. All others follow.

Sources: the content models of these elements in TEI P5.
"""
NO_DATE = "n.d."
NO_PLACE = "n.p."
"""What stands in an imprint of which nothing is known: it may not be empty (TEI P5, imprint)."""
NO_TITLE = "[no title]"
"""What stands in a `monogr` that has an editor or a meeting, but no title (TEI P5, monogr)."""
PLACEHOLDER = "placeholder"
"""The type of a title, and the role of a place, that only the content model wants."""


@cache
def _ranks(parent: str) -> dict[str, int]:
    """Return the ranks of the children that come first."""
    return {tag: rank for rank, tags in enumerate(_ORDER[parent]) for tag in tags}


def arrange(root: Element) -> None:
    """Put the children of all elements into the order of the content models."""
    for node in root.iter():
        if node.tag in _ORDER and len(node) > 1:
            ranks = _ranks(node.tag)
            node.children.sort(key=lambda child: ranks.get(child.tag, len(ranks)))


def complete(root: Element, date: str, institution: str) -> None:
    """Add what the content models want at least: a date, a title, and the holder of a manuscript.

    `date` are the words for an unknown date, `institution` is the holder where a record names none.
    """
    for node in root.iter():
        if node.tag == "msDesc":
            _complete_identifier(node, institution)
        if node.tag != "monogr":
            continue
        if not node.named("imprint"):
            node.append(element("imprint"))
        for imprint in node.named("imprint"):
            if all(child.tag not in _IMPRINT for child in imprint):
                imprint.append(_nothing_known(root, date))
        tags = {child.tag for child in node}
        if not tags.isdisjoint(_RESPONSIBLE) and "title" not in tags:
            node.append(element("title", NO_TITLE, type=PLACEHOLDER))


def has_date(root: Element) -> bool:
    """Return whether an imprint of a work has a date.

    There should be one at most: the Stylesheets of the TEI Consortium sort works by it, and stop at
    a second one.
    """
    return any(
        imprint.named("date")
        for monogr in root.named("monogr")
        for imprint in monogr.named("imprint")
    )


def _nothing_known(root: Element, date: str) -> Element:
    """Return what stands in an imprint of which nothing is known."""
    return (
        element("pubPlace", NO_PLACE, role=PLACEHOLDER) if has_date(root) else element("date", date)
    )


def _complete_identifier(node: Element, institution: str) -> None:
    """Let an identifier begin with the place or holder (TEI P5, msIdentifier)."""
    identifier = next(iter(node.named("msIdentifier")), None)
    if identifier is None:
        identifier = element("msIdentifier")
        node.insert(0, identifier)
    if not any(map(identifier.named, ("settlement", "repository", "collection"))):
        identifier.append(element("institution", institution))
