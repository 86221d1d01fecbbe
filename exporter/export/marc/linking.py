"""Other works to which a work is related: 760 to 787; 533, 534 for originals and copies without a record."""

from __future__ import annotations

from collections.abc import Sequence

from exporter.export.date_words import in_words
from exporter.export.marc.control_numbers import control_number
from exporter.export.marc.dates import statement
from exporter.export.marc.draft import MarcDraft
from exporter.export.marc.fields import Established, Value, written_script
from exporter.export.marc.headings import agent_heading, established
from exporter.export.marc.imprint import is_imprint_of_host, name_as_text
from exporter.export.marc.material import Material
from exporter.export.marc.numbers import issns_of_other_media
from exporter.export.marc.roles import block
from exporter.export.marc.titles import in_brackets
from exporter.export.reference import PARTS_OF_SERIALS, Host, host, host_relation, main_date
from exporter.export.relation_words import CITO
from exporter.model.agent import Agent
from exporter.model.date import Date
from exporter.model.identifiers import Identifier, identifiers_of, valid, with_capital_x
from exporter.model.markup import strip
from exporter.model.node import Node
from exporter.model.text import Text, primary_language
from exporter.model.vocabularies import vocabulary
from exporter.model.vocabularies.languages import library_code, meaning
from exporter.model.work import Citation, Contribution, Relation, Work
from exporter.records.document import leaves

_UNBOUNDED = frozenset({"has_part", "referenced_by", "source_of", "required_by"})
"""Relations that thousands of other records may state to one work; only those have them."""
_NAMING = frozenset("atwxzoruy")
"""Subfields that name a work: its maker, its title, its numbers."""
_SERIAL_PARTS = {"part_of": "760", "has_part": "762"}
"""Fields of subseries: both the part and the whole are serials."""


def put_relations(draft: MarcDraft) -> None:
    """Add the work's host, then its relations in the order of the record, then what it cites."""
    _host(draft)
    for relation in _own_relations(draft.work):
        _relation(draft, relation)
    for place, citation in enumerate(draft.work.citations, 1):
        _citation(draft, citation, f"citations.{place}")
    _issns_of_other_media(draft)


def _own_relations(work: Work) -> list[Relation]:
    """Return the relations of a work without its host and what is said elsewhere."""
    of_host = host_relation(work)
    translations = {
        each.work for each in work.related("translation_of", "translations") if each.work
    }
    found = []
    for relation in work.relations:
        unbounded = relation.inferred and relation.type in _UNBOUNDED
        doubled = relation.type == "language_editions" and relation.work in translations
        if relation is not of_host and not unbounded and not doubled:
            found.append(relation)
    return found


def _relation(draft: MarcDraft, relation: Relation) -> None:
    """Add a relation in the field of the row `relation`: `780 00`, or `787 08 Based on:` with words."""
    about = _about(relation)
    note_tag = draft.target("note of related work", relation.type)
    if note_tag and relation.target is None and relation.node is not None and relation.is_group:
        _in_a_note(draft, relation, note_tag, about)
        return
    target = draft.target("relation", relation.type)
    if relation.type in _SERIAL_PARTS and draft.material.is_serial and _is_serial(relation):
        target = f"{_SERIAL_PARTS[relation.type]} 0#"
    tag, indicators, *words = target.split(" ", 2)
    if not relation.public:
        indicators = "1" + indicators[1]
    entry = _linked_work(draft, relation, tag)
    if not any(_NAMING & {code} and value for code, value in _pairs(entry)):
        _unnamed(draft, relation, about)
        return
    parts = ["i", words[0] if words else "", *entry]
    draft.fields.put_transcribed(tag, indicators.replace("#", " "), *parts, about=about)


def _pairs(entry: list[Value]) -> list[tuple[Value, Value]]:
    return list(zip(entry[::2], entry[1::2], strict=True))


def _unnamed(draft: MarcDraft, relation: Relation, about: tuple[str, ...]) -> None:
    """Add a note (580) on a work with neither title nor number, which a linking entry cannot name."""
    words = [
        meaning(relation.language) if relation.language else "",
        in_words(relation.issued) if relation.issued else "",
    ]
    said = ", ".join(filter(None, words))
    if said and relation.public:
        label = vocabulary("relations").get(relation.type, {}).get("label", "Related work")
        draft.fields.put("580", "  ", "a", f"{label}: {said}", about=about)


def _about(relation: Relation) -> tuple[str, ...]:
    if relation.node is None:
        return ()
    steps = relation.node.pointer
    numbered = [str(each + 1) if isinstance(each, int) else each for each in steps]
    return (".".join(numbered),)


def _is_serial(relation: Relation) -> bool:
    type = relation.target.type if relation.target else ""
    if relation.node and relation.is_group and not type:
        type = relation.node.line("type")
    return type == "periodical"


def _linked_work(draft: MarcDraft, relation: Relation, tag: str) -> list[Value]:
    """Return the subfields of a linking entry in their usual order."""
    record, node = relation.target, relation.node if relation.is_group else None
    contributions = record.contributions if record else ()
    if node:
        contributions = draft.work.contributions_at(node) or contributions
    title = (node.text("title") if node else None) or (_title(record, draft) if record else None)
    edition = node.text("edition") if node else None
    numbers = record.identifiers if record else ()
    if node and node.get("identifiers"):
        numbers = identifiers_of(node.get("identifiers"))
    language = relation.language or (record.language if record else "")
    issued = relation.issued or (main_date(record)[0] if record else None)
    places = node.texts("place") if node else ()
    publishers = draft.work.agents_at(node.all("publisher")) if node else ()
    if record and not (places or publishers):
        places, publishers = record.texts("place"), record.publishers
    found: list[Value] = ["a", _main_entry(draft, contributions), "t", title, "b", edition]
    found += ["d", _imprint(draft, places, publishers, issued, record)]
    if node:
        found += ["g", _volume(node.line("volume")), "k", _series(draft, node)]
        for text in node.texts("extent"):
            found += ["h", text]
        found += ["n", _other_contributors(draft, draft.work.contributions_at(node))]
        found += _notes(relation, language, tag)
        _lose_details(draft, node)
    elif tag in {"765", "767"}:
        found += _notes(relation, language, tag)
    found += _identifiers(draft, numbers, record)
    if tag == "775":
        found += ["e", library_code(language)]
    return found


def _other_contributors(draft: MarcDraft, contributions: Sequence[Contribution]) -> str:
    """Return who made another work, but for its main entry, and for which bodies they worked.

    For example `Editor: Lee, Ann; Translator: Sato, Yoko; Affiliation of Lee, Ann: Example Institute`.
    """
    creators = [each for each in contributions if block(each.roles[0], draft) == "1"][:1]
    said = []
    for each in contributions:
        if each not in creators:
            words = f"{each.certainty} {', '.join(each.roles)}".strip()
            name = str(established(each.agent, draft.context))
            said.append(f"{words[0].upper()}{words[1:]}: {name}")
    for each in contributions:
        name = str(established(each.agent, draft.context))
        for body in each.affiliations:
            said.append(f"Affiliation of {name}: {established(body, draft.context).complete}")
    return "; ".join(said)


def _lose_details(draft: MarcDraft, node: Node) -> None:
    """Report what a linking entry has no place for: details of names, languages, wrong numbers."""
    lose, work = draft.context.lose, draft.work
    for each in node.all("contributors"):
        for name in ("printed", "corresponding", "equal"):
            inner = each.get(name)
            for pointer, value in leaves(inner.value, inner.pointer) if inner else ():
                lose(work, pointer, value, "a linking entry has names and roles alone")
    for each in node.all("language")[1:]:
        lose(work, each.pointer, each.value, "a linking entry has one language")
    for number in identifiers_of(node.get("identifiers")):
        if number.invalid:
            lose(work, number.pointer, number.number, "a linking entry has no wrong number")


def _title(record: Work, draft: MarcDraft) -> Text | str:
    title = record.title
    if record.devised:
        return f"[{strip(draft.context.text(title))}]"
    return title


def _notes(relation: Relation, language: str, tag: str) -> list[Value]:
    """Return the notes of a linking entry: language, genre, volumes, and the cataloguer's own words."""
    found: list[Value] = []
    if language and not (tag == "775" and library_code(language)):
        found += ["n", f"Language: {meaning(language)}"]
    node = relation.node if relation.is_group else None
    if node:
        volumes = node.line("volumes")
        found += ["n", f"{volumes} volumes" if volumes else "", "n", node.text("genre")]
        found += ["n", node.text("note")]
        url = node.line("url")
        found += ["n", url]
    return found


def _volume(volume: str) -> str:
    return f"Vol. {volume}" if volume else ""


def _series(draft: MarcDraft, node: Node) -> str:
    series = node.text("series")
    number = node.line("series_number")
    title = strip(draft.context.text(series)) if series else ""
    return " ; ".join(filter(None, (title, number)))


def _main_entry(draft: MarcDraft, contributions: Sequence[Contribution]) -> Value:
    for each in contributions:
        if block(each.roles[0], draft) == "1":
            return agent_heading(each.agent, draft.context).value
    return ""


def _imprint(
    draft: MarcDraft,
    places: Sequence[Text],
    publishers: Sequence[Agent],
    date: Date | None,
    of: Work | None = None,
) -> Value:
    """Return place, publisher and date in each script: `Oxford: Example University, 2011`.

    Names are in the language of the work that was published (`of`), if that has a record. Of dates
    on which a serial or a set began or ended, it has the years.
    """
    names = [name_as_text(each, draft, of) for each in publishers]
    when = _years_of(date) if date else ""
    written = _place_publisher_date(
        [strip(draft.context.text(each)) for each in places],
        [strip(draft.context.text(each)) for each in names],
        when,
    )
    if not written:
        return ""
    scripts = {written_script(tag, form): None for text in (*places, *names) for tag, form in text}
    others = {}
    for script in scripts:
        places_there, names_there = _in_script(places, script), _in_script(names, script)
        others[script] = _place_publisher_date(places_there, names_there, when)
    return Established(written, others, when)


def _years_of(date: Date) -> str:
    if date.interval and "-" in date.written.replace("/", ""):
        ends = [
            str(point.year) if point and point.calendar else "" for point in (date.start, date.end)
        ]
        return "-".join(ends)
    return statement(date)


def _in_script(texts: Sequence[Text], script: str) -> list[str]:
    """Return the first form of each text that is in a script."""
    found = []
    for text in texts:
        forms = [strip(form) for tag, form in text if written_script(tag, form) == script]
        found += forms[:1]
    return found


def _place_publisher_date(places: Sequence[str], names: Sequence[str], when: str) -> str:
    where = ": ".join(filter(None, (", ".join(places), ", ".join(names))))
    return ", ".join(filter(None, (where, when)))


def _identifiers(
    draft: MarcDraft, numbers: Sequence[Identifier], record: Work | None
) -> list[Value]:
    """Return the numbers of another work in their subfields: $x, $z, $y, $r, $u, $o, and $w last."""
    found: list[Value] = []
    control: list[Value] = []
    issns = [each.number for each in valid(numbers, "issn")]
    for each in numbers:
        if each.invalid:
            continue
        code = draft.target("scheme of related work", each.scheme)
        number = each.number
        if each.scheme == "issn" and number in issns[1:]:
            medium = f" ({each.qualifier})" if each.qualifier else ""
            found += ["o", f"{each.label}{medium}: {with_capital_x(number)}"]
            continue
        if each.scheme == "isbn":
            number = number.replace("-", "").replace(" ", "")
        if code.startswith("w "):
            control += ["w", code[2:] + number]
        elif each.scheme in {"issn", "isbn"}:
            found += [code, with_capital_x(number)]
        else:
            found += [code or "o", number if code else f"{each.label}: {number}"]
    if record:
        control.append("w")
        control.append(control_number(record.id, draft.context))
    return found + control


def _in_a_note(draft: MarcDraft, relation: Relation, target: str, about: tuple[str, ...]) -> None:
    """Add an original or a copy that has no record as a note: 534, 533.

    Source: MARC 21 Bibliographic, 533 (reproduction), 534 (original version).
    """
    node = relation.node
    if node is None:
        return
    tag, words = target.split(" ", 1)
    places, publishers = node.texts("place"), draft.work.agents_at(node.all("publisher"))
    date = relation.issued
    extent: list[Value] = [part for text in node.texts("extent") for part in ("e", text)]
    series: list[Value] = ["f", _series(draft, node)]
    if tag == "533":
        names = ", ".join(str(draft.context.name(each, draft.work)) for each in publishers)
        parts: list[Value] = ["a", node.text("genre") or words]
        for text in places:
            parts += ["b", text]
        parts += ["c", names, "d", statement(date) if date else "", *extent, *series]
        parts += ["n", node.text("title"), "n", node.text("note"), "n", node.line("url")]
    else:
        contributions = draft.work.contributions_at(node)
        parts = ["p", words, "a", _main_entry(draft, contributions), "t", node.text("title")]
        parts += ["b", node.text("edition"), "c", _imprint(draft, places, publishers, date)]
        parts += [*extent, *series, "n", node.text("genre"), "n", node.text("note")]
        parts += ["n", node.line("url")]
        parts += _identifiers(draft, identifiers_of(node.get("identifiers")), None)
    draft.fields.put_transcribed(tag, "  ", *parts, about=about)


# -- host


def _host(draft: MarcDraft) -> None:
    """Add what the work appeared in (773), with its place there in $g."""
    found = host(draft.work)
    if found is None:
        return
    is_subseries = draft.material.is_serial and found.type == "periodical"
    tag = "760" if is_subseries else "773"
    relation = next(iter(draft.work.related("part_of")), None)
    node = found.node
    parts: list[Value] = ["7", _control(draft, found) if tag == "773" else ""]
    parts += ["a", _main_entry(draft, found.contributions), "t", found.title]
    parts += _edition_and_imprint(draft, found)
    parts += ["g", _place_in_host(draft.work, found)]
    if node:
        _lose_details(draft, node)
        for text in node.texts("extent"):
            parts += ["h", text]
    parts += ["k", _series_of_host(draft, found), "n", _editors(draft, found)]
    parts += ["n", f"{found.volumes} volumes" if found.volumes else ""]
    if node:
        parts += ["n", node.text("genre"), "n", node.text("note"), "n", node.line("url")]
    parts += _identifiers(draft, found.identifiers, found.work)
    hidden = relation is not None and not relation.public
    fields = ("container_title", "part_of", "volume", "issue", "pages", "publisher", "place")
    about = (*fields, *(f"identifiers.{each.scheme}" for each in found.identifiers))
    draft.fields.put_transcribed(tag, "1 " if hidden else "0 ", *parts, about=about)
    _other_titles_of_host(draft, found)


def _edition_and_imprint(draft: MarcDraft, found: Host) -> list[Value]:
    """Return edition, place, publisher and date of a host, of which a part may say them."""
    edition, places, publishers = found.edition, found.places, found.publishers
    if is_imprint_of_host(draft):
        edition = edition or draft.work.text("edition")
        places = places or draft.work.texts("place")
        publishers = publishers or draft.work.publishers
    if found.work and not draft.material.is_part:
        return ["b", edition]
    return ["b", edition, "d", _imprint(draft, places, publishers, found.issued, found.work)]


def _other_titles_of_host(draft: MarcDraft, found: Host) -> None:
    """Add the title of the host in other languages as a note (580)."""
    if found.title is None or found.work is not None:
        return
    own = primary_language(draft.context.tag(found.title))
    printed = strip(draft.context.text(found.title))
    for tag, form in found.title:
        if primary_language(tag) != own and strip(form) != printed:
            words = f"Title of the host in another language: {strip(form)}"
            draft.fields.put("580", "  ", "a", words, about=(f"container_title.{tag}",))


def _control(draft: MarcDraft, found: Host) -> str:
    """Return $7 of 773: type and form of main entry, type and level of the host.

    The table has the last two for a host that has no record. Source: MARC 21, Linking Entry Fields, $7.
    """
    if found.work is None:
        return draft.material.codes.get("773", "")
    material = Material(found.work, draft.context)
    codes = material.type_of_record + material.level
    for each in found.contributions:
        if block(each.roles[0], draft) == "1":
            return f"{_entry_codes(each.agent, draft)}{codes}"
    return f"nn{codes}"


def _entry_codes(agent: Agent, draft: MarcDraft) -> str:
    if agent.kind == "event":
        return "m2"
    if agent.is_person:
        return "p1" if established(agent, draft.context).family else "p0"
    return "p3" if agent.kind == "family" else "c2"


def _editors(draft: MarcDraft, found: Host) -> str:
    """Return the editors and other makers of a book of which the work is a part."""
    is_described = found.work is None or found.node is not None
    return _other_contributors(draft, found.contributions) if is_described else ""


def _series_of_host(draft: MarcDraft, found: Host) -> str:
    if found.work is not None and found.node is None:
        return ""
    said = []
    for series in found.series:
        title = strip(draft.context.text(series.title)) if series.title else ""
        said.append(" ; ".join(filter(None, (title, series.number))))
    return ". ".join(said)


def _place_in_host(work: Work, found: Host) -> str:
    """Return where in its host a work is: `Vol. 12, no. 3 (2021-08-28), p. 12-15`.

    The date is that of an issue; a book as the host has its date in $d.
    """
    numbering = [
        *_labelled(work, ("season", "Season {}"), ("volume", "Vol. {}")),
        *_in_own_words(work, "volume_title"),
        *_labelled(work, ("issue", "no. {}"), ("supplement_number", "suppl. {}")),
        *_in_own_words(work, "issue_title"),
    ]
    where = [
        *_in_own_words(work, "section"),
        *_labelled(work, ("chapter_number", "chapter {}"), ("article_number", "article {}")),
        *_pages(work),
    ]
    issued = work.issued
    serial = found.type == "periodical" or work.type in PARTS_OF_SERIALS
    dated = serial and issued is not None and issued.exact and bool(numbering or where)
    date = f"({issued})" if dated else ""
    numbered = " ".join(filter(None, (", ".join(numbering), date)))
    return ", ".join(filter(None, (numbered, *where)))


def _labelled(work: Work, *fields: tuple[str, str]) -> list[str]:
    return [words.format(work.plain(name)) for name, words in fields if work.plain(name)]


def _in_own_words(work: Work, field: str) -> list[str]:
    text = work.text(field)
    return [strip(text[text.preferred_tag()])] if text else []


def _pages(work: Work) -> list[str]:
    pages = work.plain("pages")
    unit = work.plain("pagination")
    if not pages:
        return []
    return [f"p. {pages}" if unit in {"", "page"} else f"{unit} {pages}"]


# -- citations, other media


def _citation(draft: MarcDraft, citation: Citation, about: str) -> None:
    """Add a citation (787): in what sense ($i, $4), of what, for which claims and where here ($n)."""
    record = draft.context.catalogue.works[citation.source]
    parts: list[Value] = ["i", f"{citation.intent.capitalize()}:"]
    parts += ["a", _main_entry(draft, record.contributions), "t", _title(record, draft)]
    parts += ["n", f"At: {citation.at}" if citation.at else ""]
    for label, text in (*(("Claim", claim) for claim in citation.claims), ("Note", citation.note)):
        for _, form in text or ():
            parts += ["n", f"{label}: {strip(form)}"]
    if citation.through:
        through = draft.context.catalogue.works[citation.through]
        parts += ["n", f"Reached through: {_name_of(through, draft)}"]
    parts += ["w", control_number(record.id, draft.context)]
    known = vocabulary("intents").get(citation.intent, {})
    parts += ["4", CITO + known["property"] if known else ""]
    draft.fields.put_transcribed("787", "08", *parts, about=(about,))


def _name_of(record: Work, draft: MarcDraft) -> str:
    title = strip(draft.context.text(record.title))
    return f"{in_brackets(title, draft) if record is draft.work else title} ({record.id})"


def _issns_of_other_media(draft: MarcDraft) -> None:
    """Add the ISSNs of a serial in other media (776)."""
    for each in issns_of_other_media(draft.work):
        words = f"{each.qualifier[0].upper()}{each.qualifier[1:]} version:"
        parts: list[Value] = ["i", words, "t", draft.work.title, "x", with_capital_x(each.number)]
        draft.fields.put_transcribed("776", "08", *parts, about=("identifiers.issn",))
