"""Subjects, classification and places in MODS."""

from __future__ import annotations

from exporter.export.field_words import date_text, label, record_text
from exporter.export.mods.elements import ModsDraft, language, mods
from exporter.export.mods.names import TYPES, ModsNames
from exporter.export.mods.origin import date_elements
from exporter.export.titles import full_title
from exporter.export.xml import Element
from exporter.model.agent import Agent
from exporter.model.authority import Authority
from exporter.model.node import Node
from exporter.model.text import Text, by_language
from exporter.model.work import Subject, Work

SUBJECT = "subject/name"
"""Where the table puts the role of somebody whom a work shows."""
_ELEMENTS = {
    "topic": "topic",
    "place": "geographic",
    "period": "temporal",
    "genre": "genre",
    "occupation": "occupation",
}
_NAMES = {**TYPES}
_CLASS_SCHEMES = {
    *("ddc", "lcc", "ndc", "ndlc", "udc", "nlm", "rvk", "bbk", "clc", "sudoc", "msc", "jel")
}


def put_subjects(work: Work, draft: ModsDraft, names: ModsNames) -> None:
    """Add what a work is about or shows: records, headings, keywords, places, periods, class numbers."""
    for subject in work.subjects:
        _put_subject(subject, draft, names)
    for each in work.contributions:
        if any(draft.context.crosswalk.target("role", role) == SUBJECT for role in each.roles):
            _put_agent(each.agent, each.roles, draft, names)
    for text in work.texts("keywords"):
        _put_term("topic", text, draft)
    location = work.text("location")
    if location:
        _put_term("geographic", location, draft)
    for code in work.node.lines("geographic_area"):
        draft.put(mods("subject", mods("geographicCode", code, authority="marcgac")))
    period = work.date("temporal_coverage")
    if period:
        terms = date_elements("temporal", period)
        terms = [each for each in terms if each.get("encoding")]
        words = date_text(period)
        terms += [mods("temporal", form, **language(tag)) for tag, form in words]
        for term in terms:
            draft.put(mods("subject", term))
    _put_cartographics(work, draft)
    _put_classification(work, draft)


def _put_term(tag: str, text: Text, draft: ModsDraft) -> None:
    for forms in by_language(text, draft.context.tag(text)):
        group = draft.group(forms)
        for form_tag, form in forms:
            attributes = {"altRepGroup": group, **language(form_tag)}
            draft.put(mods("subject", mods(tag, form), **attributes))


def _put_subject(subject: Subject, draft: ModsDraft, names: ModsNames) -> None:
    usage = "primary" if subject.primary else ""
    record = subject.record
    authority = {"authority": subject.scheme, "valueURI": subject.uri, "usage": usage}
    if subject.text is None:
        if isinstance(record, Agent):
            _put_agent(record, (), draft, names, **authority)
        elif isinstance(record, Work):
            title = full_title(record)
            info = [mods("titleInfo", mods("title", form), **language(tag)) for tag, form in title]
            for each in info:
                draft.put(mods("subject", each, **authority))
        elif isinstance(record, Authority):
            authority["authority"] = subject.scheme or record.node.line("scheme")
            uri = next((each.uri for each in record.identifiers if each.uri), "")
            authority["valueURI"] = subject.uri or uri
            _put_heading(subject.type, record_text(record), subject, draft, authority)
        return
    _put_heading(subject.type, subject.text, subject, draft, authority)


def _put_heading(
    sort: str, text: Text, subject: Subject, draft: ModsDraft, attributes: dict[str, str]
) -> None:
    """Add a heading in each of its forms; the subdivisions stand in the form that has them."""
    group = draft.group(list(text))
    for place, (tag, form) in enumerate(text):
        parts = [_part(sort, form)]
        for inner, words in subject.subdivisions:
            if tag in words.forms:
                parts.append(_part(inner, words[tag]))
            elif place == 0:
                parts += [_part(inner, each) for _, each in words]
        said = {**attributes, "altRepGroup": group, **language(tag)}
        draft.put(mods("subject", *parts, **said))


def _part(sort: str, words: str) -> Element:
    if sort == "work":
        return mods("titleInfo", mods("title", words))
    if sort in _NAMES:
        return mods("name", mods("namePart", words), type=_NAMES[sort])
    return mods(_ELEMENTS.get(sort, "topic"), words)


def _put_agent(
    agent: Agent, roles: tuple[str, ...], draft: ModsDraft, names: ModsNames, **attributes: str
) -> None:
    """Add a name as a subject; here it is the subject that is tied."""
    for made in names.of_agent("name", agent, roles, subject=True):
        group = str(made.attrib.pop("altRepGroup", ""))
        draft.put(mods("subject", made, altRepGroup=group, **attributes))


def _put_cartographics(work: Work, draft: ModsDraft) -> None:
    """Add scale, projection and coordinates of a map, in the order of the schema."""
    parts = [mods("scale", form, **language(tag)) for tag, form in work.text("scale") or ()]
    parts += [
        mods("projection", form, **language(tag)) for tag, form in work.text("projection") or ()
    ]
    node = work.node.get("coordinates")
    if node:
        sides = [f"{side} {node.line(side)}" for side in ("west", "east", "north", "south")]
        known = [words for words in sides if not words.endswith(" ")]
        parts.append(mods("coordinates", "; ".join(known)))
    for tag in ("scale", "projection"):
        same = [each for each in parts if each.tag.endswith(tag)]
        for other in same[1:]:
            parts.remove(other)
            draft.put(mods("subject", mods("cartographics", other)))
    if parts:
        draft.put(mods("subject", mods("cartographics", *parts)))


def _put_classification(work: Work, draft: ModsDraft) -> None:
    group = work.node.get("classification")
    for scheme in group.value if group else ():
        for node in work.node.all("classification", scheme):
            draft.put(_class_number(scheme, node))


def _class_number(scheme: str, node: Node) -> Element:
    known = scheme in _CLASS_SCHEMES
    attributes = {
        "authority": scheme if known else "",
        "displayLabel": "" if known else label(node),
    }
    if not isinstance(node.value, dict):
        return mods("classification", str(node.value), **attributes)
    number = " ".join(filter(None, (node.line("number"), node.line("item"))))
    attributes["edition"] = node.line("edition")
    attributes["generator"] = node.line("assigner")
    return mods("classification", number, **attributes)
