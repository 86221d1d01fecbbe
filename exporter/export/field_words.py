"""Fields in words: what a format writes of a field for which it has a note and no place of its own.

Any field of a record can be said so, also one that the schema of a catalogue adds: the title of the field in its schema
is the label, and the value is said in plain text, each language of a text by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping
from typing import NamedTuple

from exporter.export.context import ExportContext
from exporter.export.date_words import in_words, years
from exporter.model.agent import Agent, Name, join_particle, names_of
from exporter.model.authority import Authority
from exporter.model.date import Date
from exporter.model.markup import strip
from exporter.model.node import Node
from exporter.model.text import Parallel, Text, text_of
from exporter.model.vocabularies import vocabulary
from exporter.model.vocabularies.languages import meaning
from exporter.model.work import Work
from exporter.records.one_or_more import one_or_more
from exporter.records.schema import Field

LABEL_LANGUAGE = "en"
"""The language of the titles in the schemas, and of dates in words."""
NO_LANGUAGE = "und"
"""The tag of a code, a number, or words in several languages."""
_NUMBER = re.compile(r"\W*[0-9][0-9a-zA-ZªºÀ-ÿ.:/]*\W*")
"""A number, cardinal or ordinal: `1`, `2nd`, `1:25000`."""
_BRACKETED = re.compile(r"\[(.*?)\]")
SELF_EVIDENT = frozenset(
    {"agent", "date", "position", "role", "roles", "text", "term", "title", "type", "work"}
)
"""Fields inside a group whose value needs no name in front of it."""


def label(node: Node) -> str:
    """Return what a field is called: its title in the schema, else its name in words."""
    if node.field and node.field.title:
        return node.field.title
    return capital(str(node.pointer[-1])) if node.pointer else ""


class PathStep(NamedTuple):
    """A step of a path to a field: its label, or else the language of a form of a text.

    `number` is the place in the list that the field is, `2`; empty if it is none.
    """

    label: str
    language: str = ""
    number: str = ""


def _steps(root: Field | None, path: str) -> list[PathStep]:
    """Return the steps of a path with full stops, as the schema calls them."""
    field = root
    steps: list[PathStep] = []
    for name in path.split("."):
        if name.isdigit():
            field = field.child(int(name) - 1) if field else None
            last = steps.pop() if steps else PathStep("")
            steps.append(last._replace(number=name))
            continue
        is_language = field is not None and field.keyword("textual") and name not in field.children
        field = field.child(name) if field else None
        title = field.title if field and field.title else capital(name)
        steps.append(PathStep("", name) if is_language else PathStep(title))
    return steps


def _in_english(step: PathStep) -> str:
    return meaning(step.language) if step.language else step.label


def path_label(root: Field | None, path: str, said: Callable[[PathStep], str] = _in_english) -> str:
    """Return the name of a field that a path with full stops leads to, as the schema calls it.

    `contributors.2.role` is `Contributors 2, Role`; `title.ja`, one form of a text, is `Title,
    Japanese`. `root` is the field of the record, `said` returns the words of a step without its
    number.
    """
    return ", ".join(f"{said(step)} {step.number}".strip() for step in _steps(root, path))


def capital(term: str) -> str:
    """Return a term as it stands at the beginning of a sentence: `is_part` is `Is part`."""
    return (term[:1].upper() + term[1:]).replace("_", " ")


def field_texts(node: Node, context: ExportContext) -> list[Text]:
    """Return what a field says as plain text: one text, or one for each item of a list, in their order."""
    return [text for item in node.all() for text in _texts_of_item(item, context)]


def labelled(node: Node, context: ExportContext) -> list[Text]:
    """Return the same, each form of each text with the label before it: `Scale: 1:25,000`."""
    before = f"{label(node)}: "
    return [with_words(text, before) for text in field_texts(node, context)]


def with_words(text: Text, before: str = "", after: str = "") -> Text:
    """Return a text with words before and after each of its forms."""
    forms = {tag: f"{before}{form}{after}" for tag, form in text}
    return Parallel(text.language, forms, text.pointer, text.plain)


def in_template(text: Text, template: str, label: str) -> Text:
    """Return a text in the words of a template: `{label}: …` has it behind the label of its field.

    Words in brackets, `[{label}: ]…`, stand only with a mere number, which does not tell what it is: `1`, `2nd`.
    """
    bare, worded = (_BRACKETED.sub(by, template).replace("{label}", label) for by in ("", r"\1"))
    forms = {}
    for tag, form in text:
        before, _, after = (worded if _NUMBER.fullmatch(form) else bare).partition("…")
        forms[tag] = f"{before}{form}{after}"
    return Parallel(text.language, forms, text.pointer, text.plain)


def plain_fields(
    record: Node, noun: str, written: Container[str], context: ExportContext
) -> Iterator[tuple[str, Text]]:
    """Yield the texts of each field that nothing else has `written`, each with the place that its row names.

    `noun` is the vocabulary of the table with the fields of the record. The row is that of the
    table or of the catalogue's schema; the words of its target stand around the value:
    `skos:note {label}: …`.
    """
    for name in record.value:
        node = record.get(name)
        row = context.crosswalk.field(noun, (name,), record.field)
        if node is None or name in written or row.match == "none":
            continue
        place, _, template = row.target.partition(" ")
        for text in field_texts(node, context):
            yield place, in_template(text, template, label(node))


def sentence(*words: str) -> str:
    """Return words joined by commas, with a full stop unless they end a sentence already."""
    text = ", ".join(filter(None, words))
    return text if text.endswith((".", "?", "!", "。", "！", "？")) else f"{text}."


def plain_text(text: Text) -> Text:
    """Return a text without markup."""
    if not any("<" in form for _, form in text):
        return text
    forms = {tag: strip(form) for tag, form in text}
    return Parallel(text.language, forms, text.pointer, text.plain)


def full_name(name: Name) -> str:
    """Return a name as it is filed, with all that belongs to it: `John Paul II, Pope (Karol Józef Wojtyła)`."""
    particles = join_particle(name.dropping_particle, name.non_dropping_particle)
    given = " ".join(filter(None, (name.given, particles)))
    family = name.literal or name.family
    if given and family:
        given = " ".join(filter(None, (given, name.numeration)))
    else:
        family = " ".join(filter(None, (family or given, name.numeration)))
        given = ""
    filed = ", ".join(filter(None, (family, given, name.title, name.suffix)))
    return f"{filed} ({name.fuller_form})" if name.fuller_form else filed


def type_words(work: Work) -> str:
    """Return what a work is, in English."""
    return sort_words(work.kind, work.type)


def sort_words(kind: str, type: str) -> str:
    """Return what a work of a kind and a type is: the name of the type. A photo has its own."""
    return "Photograph" if (kind, type) == ("photo", "graphic") else type_label(type)


def type_label(type: str) -> str:
    """Return the English name of a CSL type."""
    row = vocabulary("types").get(type)
    return row["label"] if row else capital(type)


def record_text(record: Work | Agent | Authority) -> Text:
    """Return the title of a work, or the name of any other record.

    That of an event has its number, years and place behind it (RDA 11.13.1.8).
    """
    if isinstance(record, Work):
        return plain_text(record.title)
    if isinstance(record, Authority):
        return plain_text(record.name)
    forms = {}
    for tag, name in record.names:
        after = event_qualifier(record, tag) if record.kind == "event" else ""
        forms[tag] = f"{name}{after}"
    return Parallel(record.names.language, forms, record.names.pointer)


def event_qualifier(event: Agent, tag: str) -> str:
    """Return what stands behind the name of an event: ` (31 : 2017 : Long Beach)`, or nothing.

    The place is in the language of `tag`, if the record has it in that language.
    """
    place = event.node.text("place")
    where = ""
    if place:
        where = place[tag] if tag in place.forms else next(form for _, form in place)
    parts = (event.node.line("number"), years(event.node.date("date")), strip(where))
    words = " : ".join(filter(None, parts))
    return f" ({words})" if words and words not in str(event.names[tag]) else ""


def date_text(date: Date) -> Text:
    """Return a date in words, with the words of the work behind it: `1941 (昭和16年)`."""
    words = in_words(date)
    notes = [strip(form) for _, form in date.printed or ()]
    if date.calendar:
        notes.append(f"{date.calendar} calendar")
    if notes:
        words = f"{words} ({'; '.join(notes)})"
    is_number = words.isdigit()
    return text_of(words, NO_LANGUAGE if is_number else LABEL_LANGUAGE)


_NAMED_AGENT = frozenset({"name", "kind"})
"""The fields of a person or a body without a record, of whom readers see the name."""


def _texts_of_item(node: Node, context: ExportContext) -> Iterator[Text]:
    value = node.value
    if isinstance(value, list):
        yield from field_texts(node, context)
    elif isinstance(value, bool):
        yield text_of("yes" if value else "no", LABEL_LANGUAGE)
    elif _is_date(node):
        date = node.date()
        if date:
            yield date_text(date)
    elif isinstance(value, Mapping):
        yield from _texts_of_mapping(node, context)
    else:
        yield _text_of_scalar(node, context)


def _is_date(node: Node) -> bool:
    if node.field is None or node.field.keyword("format") != "edtf":
        return False
    return not isinstance(node.value, Mapping) or "date" in node.value


def _texts_of_mapping(node: Node, context: ExportContext) -> Iterator[Text]:
    """Yield the text of a group of fields, or of the forms of a text or name in several languages."""
    names = set(node.field.children) - {"*"} if node.field else set()
    if names == _NAMED_AGENT:
        name = node.get("name")
        yield from field_texts(name, context) if name else ()
        return
    is_group = bool(names & set(node.value)) or node.field is None
    if is_group or not all(_is_form(form) for form in node.value.values()):
        # the record of an agent has the name
        known = frozenset({"name", "kind"}) if "agent" in node.value else frozenset()
        yield text_of(group_details(node, known, context), NO_LANGUAGE)
        return
    if any(isinstance(form, list) for form in node.value.values()):
        for tag, forms in node.value.items():
            for form in one_or_more(forms):
                yield text_of({tag: strip(str(form))}, tag, node.pointer)
        return
    if any(isinstance(form, Mapping) for form in node.value.values()):
        forms = {tag: full_name(name) for tag, name in names_of(node)}
        yield Parallel(next(iter(forms)), forms, node.pointer)
        return
    yield plain_text(node.as_text())


def _is_form(form: object) -> bool:
    if isinstance(form, Mapping):
        return "family" in form or "given" in form
    return isinstance(form, str | list)


def group_details(node: Node, without: frozenset[str], context: ExportContext) -> str:
    """Return the fields of a group in words: `Number: 7; Date: 1941`; the forms of a text stand beside each other."""
    found = []
    for name in node.value:
        inner = node.get(name)
        if inner is None or name in without:
            continue
        texts = field_texts(inner, context)
        words = ", ".join(" = ".join(form for _, form in text) for text in texts)
        found.append(f"{label(inner)}: {words}")
    return "; ".join(found)


def _text_of_scalar(node: Node, context: ExportContext) -> Text:
    field = node.field
    if field and field.refers_to:
        record = context.catalogue.record(str(node.value))
        if record is not None:
            return record_text(record)
    if field and field.keyword("textual"):
        return plain_text(node.as_text())
    words = str(node.value)
    country = vocabulary("countries").get(words) if node.pointer[-1:] == ("country",) else None
    if country:
        return text_of(country["label"], LABEL_LANGUAGE)
    if field and field.keyword("format") == "language-tag":
        return text_of(f"{meaning(words)} ({words})", LABEL_LANGUAGE)
    if field and field.keyword("enum"):
        return text_of(words.replace("_", " "), LABEL_LANGUAGE)
    return text_of(words, NO_LANGUAGE)
