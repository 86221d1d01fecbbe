"""What programs read in a page of HTML: COinS, and the tags of Highwire Press and Dublin Core.

Which keys and tags a type of work has is in the table (rows `coins`, `highwire`, `dc`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from urllib.parse import quote, urlencode

from exporter.export.context import ExportContext
from exporter.export.reference import PAGE_RANGE, own_contributions
from exporter.model.agent import Agent, Name, join_particle
from exporter.model.identifiers import addresses_of, valid
from exporter.model.markup import strip
from exporter.model.text import Text
from exporter.model.work import Work


def coins(work: Work, context: ExportContext) -> str:
    """Return the context object of a work as key-encoded values: `ctx_ver=Z39.88-2004&rft_val_fmt=…`.

    The DOI stands in its `info` URI as it is, as Zotero writes and reads it. A space is %20, since Zotero decodes a
    `+` last. Source: ANSI/NISO Z39.88-2004, 12 to 15; Zotero, utilities/openurl.js.
    """
    kind = context.crosswalk.target("type", work.type)
    name, _, genre = kind.partition(":")
    facts = _facts(work, context)
    pairs = [("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{name}")]
    pairs += [("rft_id", f"info:doi/{doi}") for doi in facts["doi"]]
    pairs += [("rft_id", f"urn:ISBN:{isbn}") for isbn in facts["isbn"]]
    pairs += [("rft_id", url) for url in facts["url"]]
    if genre:
        pairs.append(("rft.type" if name == "dc" else "rft.genre", genre))
    for term, target in _keys("coins", name if name == "dc" else kind, context):
        pairs += [(f"rft.{target}", value) for value in facts[term]]
    return urlencode(pairs, quote_via=quote, safe="")


def metadata(work: Work, context: ExportContext) -> Iterator[str]:
    """Yield the tags of Highwire Press and Dublin Core that describe the page of one work.

    The type is in the words of Zotero, which has one for nearly each type of CSL. Source: Google
    Scholar, Inclusion Guidelines for Webmasters; DCMI, Expressing Dublin Core in HTML (DC-HTML).
    """
    kind = context.crosswalk.target("type", work.type)
    facts = _facts(work, context)
    # without it, Zotero takes every work that has no ISBN and no host for an article of a journal
    item_type = context.crosswalk.target("zotero", work.type)
    yield f'<meta name="DC.type" content="{escape(item_type)}">\n'
    for vocabulary_name in ("highwire", "dc"):
        for term, target in _keys(vocabulary_name, kind, context):
            values = facts[term]
            if target == "citation_publication_date":
                values = [value.replace("-", "/") for value in values]
            yield from (f'<meta name="{target}" content="{escape(value)}">\n' for value in values)
    for tag, form in sorted(work.title, key=lambda each: each[0] != context.tag(work.title)):
        lang = f' lang="{escape(tag)}"' if tag != "und" else ""
        yield f'<meta name="DC.title"{lang} content="{escape(form)}">\n'


def _keys(name: str, kind: str, context: ExportContext) -> Iterator[tuple[str, str]]:
    """Yield each fact with its name in a vocabulary for a type of work; rows `*` are for all types."""
    words = " ".join(dict.fromkeys(context.crosswalk.target(name, each) for each in ("*", kind)))
    for word in words.split():
        term, _, target = word.partition("=")
        yield term, target


def _facts(work: Work, context: ExportContext) -> Mapping[str, Sequence[str]]:
    """Return the facts for programs by their names, each in its printed form."""
    found: dict[str, Sequence[str]] = {
        "title": [strip(context.text(work.title))],
        "language": [work.language] if work.language != "und" else [],
    }
    for term in ("container_title", "series", "place", "abstract", "rights", "edition"):
        text = _first_text(work, term)
        found[term] = [strip(context.text(text))] if text else []
    for term in ("volume", "issue", "pages"):
        found[term] = [work.plain(term)] if work.plain(term) else []
    between = PAGE_RANGE.fullmatch(work.plain("pages"))
    found["first_page"] = [between[1]] if between else found["pages"]
    found["last_page"] = [between[2]] if between else []
    found["keywords"] = [context.text(text) for text in work.texts("keywords")]
    for scheme in ("doi", "isbn", "issn"):
        found[scheme] = [each.number for each in valid(work.identifiers, scheme)][:1]
    found["url"] = addresses_of(work.node)[:1]
    dated = work.issued or work.date("created")
    known = dated.start.w3c() if dated and dated.start and not dated.members else ""
    found["date"] = [known] if known else []
    agents = [*_in_role("publisher", work, context), *work.publishers]
    names = [str(context.name(agent, work)) for agent in agents]
    names += [
        str(context.name(each.agent, work)) if each.agent else context.text(each.value)
        for each in work.disputed[:1]
    ]
    found["publisher"] = ["; ".join(names)] if names else []
    return {**found, **_authors(work, context)}


def _first_text(work: Work, term: str) -> Text | None:
    """Return a text of a work, of its series the title of the first one."""
    if term != "series":
        return work.text(term)
    first = next(iter(work.series), None)
    if first is None:
        return None
    return first.title or (first.work.title if first.work else None)


def _in_role(word: str, work: Work, context: ExportContext) -> list[Agent]:
    """Return the makers of a work for whose first role the table has a word."""
    return [
        each.agent
        for each in own_contributions(work)
        if context.crosswalk.target("role", each.roles[0]) == word
    ]


def _authors(work: Work, context: ExportContext) -> Mapping[str, Sequence[str]]:
    """Return the authors, the first by the parts of the name, and all of them as `Family, Given`.

    An organisation is an `aucorp`, not an `au`: its name is not taken apart (matrix of mtx:journal, aucorp).
    """
    authors = _in_role("author", work, context)
    names = [(context.name(agent, work), agent.is_person) for agent in authors]
    persons = [name for name, is_person in names if is_person]
    corporate = [str(name) for name, is_person in names if not is_person]
    first = persons[0] if persons else Name("")
    return {
        "author": [_turned(name) for name, _ in names],
        "person": [_turned(name) for name in persons],
        "corporate": corporate,
        "last_name": [name for name in (_family(first),) if name and first.given],
        "first_name": [first.given] if first.given else [],
        "suffix": [first.suffix] if first.given and first.suffix else [],
    }


def _family(name: Name) -> str:
    return join_particle(name.dropping_particle, name.family_with_particle)


def _turned(name: Name) -> str:
    return name.literal or ", ".join(filter(None, (_family(name), name.given, name.suffix)))
