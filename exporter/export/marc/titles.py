"""Titles: 130, 210, 222, 240 to 247."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.export.marc.draft import MarcDraft
from exporter.export.marc.fields import Version, written_script
from exporter.export.marc.iso2709 import subfields
from exporter.model.markup import strip
from exporter.model.node import Node
from exporter.model.text import Text, by_language, primary_language
from exporter.model.vocabularies import vocabulary
from exporter.model.vocabularies.languages import initial_article, library_code
from exporter.model.work import Work

_MOST_NONFILING = 9
"""The second indicator has one digit."""
_KEY_TITLE = re.compile(r"(.+?) (\(.+\))")
_LANGUAGES_OF_TITLE = re.compile(
    r"(?P<title>.+?)(?:\. (?P<selections>Selections))?\. (?P<language>[^.]+)\.?"
)


def put_titles(draft: MarcDraft, *, has_creator: bool) -> None:
    """Add the titles of a work.

    `has_creator` says whether there is a main entry besides the title.
    """
    _uniform_title(draft, has_creator=has_creator)
    _titles_of_serials(draft)
    _title_statement(draft, has_creator=has_creator)
    _short_title(draft)
    for place, variant in enumerate(draft.work.node.all("variant_titles"), 1):
        _variant(draft, variant, f"variant_titles.{place}")


def nonfiling(title: str, tag: str) -> str:
    """Return how many characters of a title are passed over in filing, as an indicator."""
    length = len(initial_article(title, tag))
    return str(length) if length <= _MOST_NONFILING else "0"


def in_brackets(title: str, draft: MarcDraft) -> str:
    """Return a devised title in brackets, unless the material does not usually have a title.

    Source: RDA 2.2.4 (archival resources and collections are described without brackets).
    """
    bracketed = draft.work.devised and not draft.material.is_collection
    return f"[{title}]" if bracketed else title


def _title_statement(draft: MarcDraft, *, has_creator: bool) -> None:
    """Add the title statement (245), and the title in other languages (246).

    A form in another language that the record does not call a parallel title may stand anywhere.
    """
    work = draft.work
    field = "devised_title" if work.devised else "title"
    groups = by_language(work.title, draft.context.tag(work.title))
    for place, forms in enumerate(groups):
        versions = list(_versions(draft, forms, whole=place == 0))
        first_tag, first = forms[0]
        title = in_brackets(strip(first), draft)
        skipped = nonfiling(title, first_tag)
        if place == 0 and "nonfiling" in work.data:
            skipped = min(work.plain("nonfiling"), str(_MOST_NONFILING), key=int)
        about = (field, "subtitle", "part_number", "part_name", "statement_of_responsibility")
        if place == 0:
            entry = "1" if has_creator else "0"
            draft.fields.put_versions("245", entry + skipped, versions, about)
        elif strip(first) not in _parallel_forms(work):
            draft.fields.put_versions("246", "3 ", versions, (field, "subtitle"))
        for tag, form in _spelt_differently(forms):
            other = Version(tag, subfields("a", in_brackets(strip(form), draft)))
            draft.fields.put_versions("246", "3 ", [other], (field,))


def _parallel_forms(work: Work) -> set[str]:
    """Return the parallel titles, which have a field of their own (246 31)."""
    return {strip(form) for _, form in work.text("parallel_title") or ()}


def _versions(draft: MarcDraft, forms: list[tuple[str, str]], *, whole: bool) -> Iterator[Version]:
    """Yield a title with what belongs to it in each script: part, subtitle, responsibility."""
    for tag, form in _one_per_script(forms):
        title = in_brackets(strip(form), draft)
        parts = [*("a", title), *("n", _beside(draft, "part_number", tag, whole=whole))]
        parts += ["p", _beside(draft, "part_name", tag, whole=whole)]
        subtitle = _beside(draft, "subtitle", tag, whole=whole)
        if whole:
            parallel = _parallel_titles(draft, tag, regular=form == forms[0][1])
            subtitle = " ".join(filter(None, (subtitle, parallel)))
        parts += ["b", subtitle]
        if whole:
            parts += ["c", _beside(draft, "statement_of_responsibility", tag, whole=True)]
        yield Version(tag, subfields(*parts))


def _parallel_titles(draft: MarcDraft, tag: str, *, regular: bool) -> str:
    """Return the parallel titles as the title statement has them, each behind an equals sign.

    A field in another script has those in this script. Source: MARC 21, 245 $b; ISBD 1.3, 1.4.
    """
    text = draft.work.text("parallel_title")
    found = []
    for other, form in text or ():
        same_language = primary_language(other) == primary_language(tag)
        fits = regular or written_script(other, form) == written_script(tag, "")
        if fits and not same_language:
            found.append(f"= {strip(form)}")
    return " ".join(found)


def _beside(draft: MarcDraft, field: str, tag: str, *, whole: bool) -> str:
    """Return the form of a field that goes with a title in a language and a script, if there is one.

    The title statement takes a form in another language rather than none (`whole`), if it is in
    this script.
    """
    text = draft.work.text(field)
    if text is None:
        return ""
    if tag in text.forms:
        return strip(text[tag])
    script = written_script(tag, "")
    in_script = [each for each, form in text if written_script(each, form) == script]
    same = [each for each in in_script if primary_language(each) == primary_language(tag)]
    if not same and whole and in_script and not _languages(text) & {primary_language(tag)}:
        same = in_script
    return strip(text[same[0]]) if same else ""


def _languages(text: Text) -> set[str]:
    return {primary_language(tag) for tag, _ in text}


def _one_per_script(forms: list[tuple[str, str]]) -> list[tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for tag, form in forms:
        found.setdefault(written_script(tag, form), (tag, form))
    return list(found.values())


def _spelt_differently(forms: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the forms in a script in which the title has another one already."""
    kept = _one_per_script(forms)
    return [each for each in forms if each not in kept]


def _short_title(draft: MarcDraft) -> None:
    draft.fields.put(
        "246",
        "1 ",
        "i",
        "Short title:",
        "a",
        draft.work.text("short_title"),
        about=("short_title",),
    )


def _variant(draft: MarcDraft, variant: Node, about: str) -> None:
    """Add another title: 246 with an indicator or words that say what it is, 242, 247.

    The rows `variant` of the table say which: `246 14`, or `246 1# Half title:` with words to
    display.
    """
    sort = variant.line("type") or "other"
    target = draft.target("variant", sort)
    if draft.material.is_serial:
        target = draft.target("variant of serials", sort) or target
    tag, indicators, *words = target.split(" ", 2)
    title = variant.text("title")
    if title is None:
        return
    display = words[0] if words else ""
    note = variant.text("note")
    said = strip(draft.context.text(note)) if note else ""
    if tag == "242" and said:  # the item has it, so that it is not the cataloguer's translation
        tag, indicators, display, said = "246", "1#", f"{said}:", ""
    language = library_code(draft.context.tag(title)) if tag == "242" else ""
    if tag in {"242", "247"}:
        indicators = indicators.replace("n", nonfiling(draft.context.text(title), title.language))
    draft.fields.put(
        tag,
        indicators.replace("#", " "),
        *("i", display),
        *("a", title),
        *("g", said),
        *("y", language),
        about=(about,),
    )


def _titles_of_serials(draft: MarcDraft) -> None:
    """Add the abbreviated title (210) and the key title (222), its qualifier apart."""
    work = draft.work
    title, about = work.text("abbreviated_title"), ("abbreviated_title",)
    if draft.material.is_serial:
        draft.fields.put("210", "0 ", "a", title, about=about)
    else:
        draft.fields.put("246", "1 ", "i", "Abbreviated title:", "a", title, about=about)
    for forms in _groups(draft, work.text("key_title")):
        versions = []
        for tag, form in forms:
            match = _KEY_TITLE.fullmatch(strip(form))
            parts = ("a", match[1], "b", match[2]) if match else ("a", strip(form))
            versions.append(Version(tag, subfields(*parts)))
        indicators = " " + nonfiling(forms[0][1], forms[0][0])
        draft.fields.put_versions("222", indicators, versions, ("key_title",))


def _groups(draft: MarcDraft, text: Text | None) -> list[list[tuple[str, str]]]:
    return by_language(text, draft.context.tag(text)) if text else []


# -- preferred titles


def _uniform_title(draft: MarcDraft, *, has_creator: bool) -> None:
    """Add the preferred title: 240 below a main entry, else 130.

    A translation has that of its original.

    Source: RDA 6.2.2, 6.11 (language of expression); MARC 21, X30, 240 $l, $k.
    """
    text = draft.work.text("uniform_title")
    about = ("uniform_title",)
    language = ""
    if text is None:
        text, language = _title_of_original(draft)
        about = ("translation_of",)
    for forms in _groups(draft, text)[:1]:
        versions = []
        for tag, form in _one_per_script(forms):
            parts = ("a", form, "l", language) if language else _title_and_language(strip(form))
            versions.append(Version(tag, subfields(*parts)))
        skipped = nonfiling(forms[0][1], forms[0][0])
        tag, indicators = ("240", f"1{skipped}") if has_creator else ("130", f"{skipped} ")
        draft.fields.put_versions(tag, indicators, versions, about)
    if draft.work.text("uniform_title"):
        for forms in _groups(draft, text)[1:]:
            versions = [Version(tag, subfields("a", strip(form))) for tag, form in forms]
            draft.fields.put_versions("246", "3 ", versions, about)


def _title_and_language(form: str) -> tuple[str, ...]:
    """Return `Kokoro. English` as `$a Kokoro $l English`, if it ends with a language."""
    match = _LANGUAGES_OF_TITLE.fullmatch(form)
    if not match or not set(match["language"].split(" & ")) <= _language_names():
        return ("a", form)
    return ("a", match["title"], "k", match["selections"] or "", "l", match["language"])


def _language_names() -> set[str]:
    return {row["label"] for row in vocabulary("languages").values()}


def _title_of_original(draft: MarcDraft) -> tuple[Text | None, str]:
    """Return the title of the original of a translation, and the translation's language."""
    row = vocabulary("languages").get(draft.work.language.split("-")[0].lower())
    if row is None or not draft.in_english:
        return None, ""
    for relation in draft.work.related("translation_of"):
        target = relation.target
        title = (target.text("uniform_title") or target.title) if target else relation.title
        if title and not (target and target.devised):
            return title, row["label"]
    return None, ""
