"""Titles in MODS (titleInfo)."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.export.mods.elements import ModsDraft, language, mods
from exporter.export.titles import loose_parts
from exporter.export.xml import Element
from exporter.model.node import Node
from exporter.model.text import Text, by_language, ordered
from exporter.model.vocabularies.languages import initial_article
from exporter.model.work import Work

_PARTS = (("subtitle", "subTitle"), ("part_number", "partNumber"), ("part_name", "partName"))
_OTHERS = (
    ("uniform_title", {"type": "uniform"}),
    ("parallel_title", {"type": "translated"}),
    ("short_title", {"type": "abbreviated"}),
    ("abbreviated_title", {"type": "abbreviated"}),
    ("key_title", {"type": "alternative", "displayLabel": "Key title"}),
)
"""The fields of other titles with their type. Source: LoC, MARC to MODS mapping 3.8, 130, 210, 222,
246."""
_SORTS = {"translated": "translated", "abbreviated": "abbreviated"}


def put_titles(work: Work, draft: ModsDraft) -> None:
    """Add the title with its parts, in each language and script, then all other titles."""
    _put_main_title(work, draft)
    for field, tag, form in loose_parts(work):
        name = dict(_PARTS)[field]
        draft.put(mods("titleInfo", mods(name, form), type="alternative", **language(tag)))
    devised = work.text("devised_title")
    if devised and not work.devised:
        draft.put(*title_forms(devised, draft, supplied="yes", type="alternative"))
    for field, attributes in _OTHERS:
        for text in work.texts(field):
            draft.put(*title_forms(text, draft, **attributes))
    for node in work.node.all("variant_titles"):
        _put_variant(node, draft)


def _put_main_title(work: Work, draft: ModsDraft) -> None:
    for place, forms in enumerate(by_language(work.title, draft.context.tag(work.title))):
        own = forms[0][0].split("-")[0] == work.language.split("-")[0]
        sort = ""
        if place:
            sort = "alternative" if own and work.languages else "translated"
        group = draft.group(forms)
        for number, (tag, form) in enumerate(forms):
            attributes = {"type": sort, "altRepGroup": group}
            if place == number == 0:
                attributes["usage"] = "primary"
            if work.devised:
                attributes["supplied"] = "yes"
            parts = _parts(work.node, tag)
            draft.put(title(tag, form, *parts, nonfiling=_nonfiling(work, tag), **attributes))


def _parts(node: Node, tag: str) -> list[Element]:
    found = []
    for field, name in _PARTS:
        text = node.text(field)
        if text and tag in text.forms:
            found.append(mods(name, text[tag]))
    return found


def _nonfiling(work: Work, tag: str) -> int | None:
    """Return how many characters of the main title are not filed, if the record says it."""
    if tag != work.title.language or "nonfiling" not in work.data:
        return None
    return int(work.plain("nonfiling"))


def _put_variant(node: Node, draft: ModsDraft) -> None:
    text, sort = node.text("title"), node.line("type")
    if text is None:
        return
    label = f"{sort[:1].upper()}{sort[1:]} title" if sort else ""
    notes = " = ".join(form for _, form in node.text("note") or ())
    shown = ": ".join(filter(None, (label, notes)))
    kind = _SORTS.get(sort, "alternative")
    draft.put(*title_forms(text, draft, type=kind, displayLabel=shown))


def title_forms(
    text: Text, draft: ModsDraft, *inside: Element | None, **attributes: str
) -> Iterator[Element]:
    """Yield a title in all its forms, tied as one: that of a host or a series is a name."""
    forms = ordered(text, draft.context.tag(text))
    group = draft.group(forms)
    for place, (tag, form) in enumerate(forms):
        parts = inside if place == 0 else ()
        yield title(tag, form, *parts, nonfiling=None, altRepGroup=group, **attributes)


def title(
    tag: str, form: str, *inside: Element | None, nonfiling: int | None = None, **attributes: str
) -> Element:
    """Build a title, with the article apart by which it is not filed (nonSort)."""
    article = form[:nonfiling] if nonfiling is not None else initial_article(form, tag)
    if attributes.get("supplied") and nonfiling is None:
        article = ""
    before = mods("nonSort", article, xml_space="preserve") if article else None
    words = mods("title", form.removeprefix(article))
    return mods("titleInfo", before, words, *inside, **attributes, **language(tag))
