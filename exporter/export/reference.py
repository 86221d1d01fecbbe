"""What a reference to a work says, resolved once for all formats: host, publishers, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from exporter.model.agent import Agent
from exporter.model.date import Date
from exporter.model.identifiers import Identifier, identifiers_of
from exporter.model.node import Node
from exporter.model.text import Text
from exporter.model.work import Contribution, Relation, Series, Statement, Work
from exporter.records.document import Pointer

PAGE_RANGE = re.compile(r"(\w+)[-–](\w+)")
"""The first and the last page of a part."""
PARTS_OF_BOOKS = frozenset(
    {"chapter", "paper-conference", "entry", "entry-dictionary", "entry-encyclopedia"}
)
"""CSL types of works that are parts of a book, or of something that is catalogued like one."""
PARTS_OF_SERIALS = frozenset(
    {
        *("article-journal", "article-magazine", "article-newspaper"),
        *("review", "review-book", "post-weblog"),
    }
)
"""CSL types of works that appear in a serial."""
UNPUBLISHED = frozenset({"manuscript", "personal_communication", "collection"})
"""CSL types of works that are made but not published (RDA 2.7: production of an unpublished
resource)."""
_EDITING = frozenset(
    {"editor", "editor of compilation", "series editor", "compiler", "editorial director"}
)
_OF_BOOKS = frozenset({"isbn", "ismn"})
_OF_SERIALS = frozenset({"issn", "issn_l", "coden"})


class Host(NamedTuple):
    """The work in which another one appeared: a journal, a book, a set of volumes, a site.

    `work` is its record; `node` is what the record of the part says of it, if it has none.
    `contributions`, `identifiers`, `publishers`, `places`, `series` and `edition` are those of the
    host and not of the part. `type` is a CSL type, empty if it is not known.
    """

    title: Text | None
    type: str = ""
    work: Work | None = None
    node: Node | None = None
    contributions: tuple[Contribution, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    publishers: tuple[Agent, ...] = ()
    places: tuple[Text, ...] = ()
    issued: Date | None = None
    edition: Text | None = None
    series: tuple[Series, ...] = ()
    volumes: str = ""


@lru_cache(16)  # each format asks several times for each work
def host(work: Work) -> Host | None:
    """Return the work in which a work appeared; None if it stands for itself.

    It is the first work under `part_of`, or the title under `container_title`. What a part of a
    book says of editors, ISBN, edition, publisher and series is said of the book, since a part has
    none of its own; what an article says of an ISSN is said of the serial.
    """
    relation = host_relation(work)
    if relation and relation.target:
        recorded = _recorded_host(relation.target, work.text("container_title") or relation.title)
        return _as_stated(recorded, work, relation) if relation.is_group else recorded
    if relation and relation.node:
        return _described_host(work, relation.node)
    title = work.text("container_title")
    if title is None:
        return None
    if work.type in PARTS_OF_BOOKS:
        return Host(
            title,
            type="book",
            contributions=tuple(each for each in work.contributions if _edits(each)),
            identifiers=_of_schemes(work, _OF_BOOKS | _OF_SERIALS),
            publishers=work.publishers,
            places=work.texts("place"),
            edition=work.text("edition"),
            series=work.series,
            volumes=work.plain("volumes"),
        )
    serial = work.type in PARTS_OF_SERIALS
    return Host(
        title, type="periodical" if serial else "", identifiers=_of_schemes(work, _OF_SERIALS)
    )


def host_relation(work: Work) -> Relation | None:
    """Return the relation to the work of which a work is a part; None if it states none."""
    for relation in work.related("part_of"):
        if relation.public and not relation.inferred:
            return relation
    return None


def _recorded_host(target: Work, printed: Text | None) -> Host:
    return Host(
        printed or target.title,
        type=target.type,
        work=target,
        contributions=target.contributions,
        identifiers=target.identifiers,
        publishers=target.publishers,
        places=target.texts("place"),
        issued=target.issued,
        edition=target.text("edition"),
        series=target.series,
        volumes=target.plain("volumes"),
    )


def _as_stated(recorded: Host, work: Work, relation: Relation) -> Host:
    """Return a host that has a record, with what the part itself says of it instead."""
    if relation.node is None:
        return recorded
    stated = _described_host(work, relation.node)
    own = {name: value for name, value in stated._asdict().items() if value}
    return recorded._replace(**own)


def _described_host(work: Work, node: Node) -> Host:
    title = node.text("series")
    series = (Series(title, node.line("series_number")),) if title else ()
    return Host(
        node.text("title") or work.text("container_title"),
        type=node.line("type"),
        node=node,
        contributions=work.contributions_at(node),
        identifiers=identifiers_of(node.get("identifiers")),
        publishers=work.agents_at(node.all("publisher")),
        places=node.texts("place"),
        issued=node.date("issued"),
        edition=node.text("edition"),
        series=series,
        volumes=node.line("volumes"),
    )


def _of_schemes(work: Work, schemes: frozenset[str]) -> tuple[Identifier, ...]:
    return tuple(each for each in work.identifiers if each.scheme in schemes)


def _edits(contribution: Contribution) -> bool:
    return all(role in _EDITING for role in contribution.roles)


def is_undescribed_part(work: Work) -> bool:
    """Return whether a part of a book says in its own fields what belongs to the book."""
    has_title = work.text("container_title") is not None
    return work.type in PARTS_OF_BOOKS and has_title and host_relation(work) is None


def own_contributions(work: Work) -> tuple[Contribution, ...]:
    """Return those who made the work itself, without those of its host."""
    if not is_undescribed_part(work):
        return work.contributions
    return tuple(each for each in work.contributions if not _edits(each))


@lru_cache(16)
def own_identifiers(work: Work) -> tuple[Identifier, ...]:
    """Return the numbers of the work itself, without those of its host or its series."""
    if work.type == "periodical":
        return work.identifiers
    left = set(_OF_SERIALS) if host(work) or work.series else set()
    if is_undescribed_part(work):
        left |= _OF_BOOKS
    return tuple(each for each in work.identifiers if each.scheme not in left)


def own_series(work: Work) -> tuple[Series, ...]:
    """Return the series of the work itself; the ISSN of a book is that of its series."""
    if is_undescribed_part(work):
        return ()
    found = list(work.series)
    if host(work) is None and work.type != "periodical" and found and not found[0].issn:
        found[0] = found[0]._replace(issn=work.first_number("issn"))
    return tuple(found)


class Publication(NamedTuple):
    """Who published a work, where and when.

    `publishers` are empty if sources disagree; `disputed` then has what each of them prints.
    `unpublished` says that it was made and not published: `date` is then that of its creation.
    """

    publishers: tuple[Agent, ...]
    disputed: tuple[Statement, ...]
    places: tuple[Text, ...]
    date: Date | None
    unpublished: bool


def publication(work: Work) -> Publication:
    """Return who published a work, where and when; where a part does not say it, its host does."""
    publishers, places = work.publishers, work.texts("place")
    found = host(work)
    if found and not publishers and not places:
        publishers, places = found.publishers, found.places
    date, unpublished = main_date(work)
    disputed = work.disputed if len(work.disputed) > 1 else ()
    if not publishers and len(work.disputed) == 1 and work.disputed[0].agent:
        publishers = (work.disputed[0].agent,)
    return Publication(publishers, disputed, places, date, unpublished)


def main_date(work: Work) -> tuple[Date | None, bool]:
    """Return the date by which a work is cited, and whether it is one of creation, not publication.

    A manuscript has the date of its creation, under whichever field the record says it, unless it
    is printed in a book; a photo or
    a map that states no publication has its date of creation as well.
    """
    created = work.date("created")
    is_printed = host(work) is not None and (created is None or work.issued is not None)
    if work.type in UNPUBLISHED and not is_printed:
        return created or work.issued, True
    if work.issued:
        return work.issued, False
    if created:
        return created, work.type in {"graphic", "figure", "map", "musical_score"}
    copyright_date = work.date("copyright_date")
    if copyright_date:
        return copyright_date, False
    found = host(work)
    return (found.issued if found else None), False


def hosts(work: Work) -> Sequence[Host]:
    """Return the host of a work, the host of that one, and so on: the issue, then the journal."""
    found: list[Host] = []
    seen = {work.id}
    here = host(work)
    while here:
        found.append(here)
        if here.work is None or here.work.id in seen:
            break
        seen.add(here.work.id)
        here = host(here.work)
    return found


def role_pointer(contribution: Contribution, number: int) -> Pointer:
    """Return the pointer to one of the roles of a contribution."""
    pointer = contribution.node.pointer
    in_role = len(contribution.node.lines("role"))
    if number < in_role:
        return (*pointer, "role")
    return (*pointer, "roles", number - in_role)


def contents_in_words(work: Work) -> Iterator[tuple[str, str]]:
    """Yield the table of contents in each language that some headings have, as a contents note (MARC 21, 505)."""
    for tag in dict.fromkeys(tag for each in work.contents for tag, _ in each.title):
        headings = []
        for each in work.contents:
            if tag in each.title.forms:
                by = " = ".join(form for _, form in each.responsibility or ())
                parts = [f"{each.number} " if each.number else "", each.title[tag]]
                parts += [f" / {by}" if by else "", f" ({each.pages})" if each.pages else ""]
                headings.append("".join(parts))
        yield tag, " -- ".join(headings)
