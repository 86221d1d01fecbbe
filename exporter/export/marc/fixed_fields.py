"""What MARC 21 codes by position: the leader and the fields 005 to 008.

What is not known is the fill character, what is not defined a blank. Neither may be in the day of
entry (008/00-05).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from exporter.export.context import ExportContext
from exporter.export.marc.dates import coded_dates
from exporter.export.marc.material import Material
from exporter.export.marc.periods import minutes
from exporter.model.markup import strip
from exporter.model.text import script_of
from exporter.model.vocabularies.countries import country_code
from exporter.model.vocabularies.languages import library_code
from exporter.model.work import Work

_BOOKS, _MUSIC = "|||||||||||||| ||", "|||||||||||||| | "
_MAPS, _VISUAL = "|||||| |  || | ||", "||| |     ||   ||"
_COMPUTER_FILES, _MIXED = "    ||  | |      ", "     |           "
_CONTINUING = "|| |||||||||   |0"
"""008/18-34 of each form of material (Books … Mixed materials) where nothing is known."""
_FORMS = {
    **dict.fromkeys("at", _BOOKS),
    **dict.fromkeys("cdij", _MUSIC),
    **dict.fromkeys("ef", _MAPS),
    **dict.fromkeys("gkor", _VISUAL),
    "m": _COMPUTER_FILES,
    "p": _MIXED,
}
"""The form of material by leader/06."""
_FORM_OF_ITEM = {_MAPS: 29, _VISUAL: 29}
"""Where the form of item is coded, if not in 23."""
_SCRIPTS = {
    "LATIN": "a",
    "CYRILLIC": "c",
    "ARABIC": "f",
    "GREEK": "g",
    "HEBREW": "h",
    "THAI": "i",
    "DEVANAGARI": "j",
    "HANGUL": "k",
    "TAMIL": "l",
}
"""008/33 of serials: the script of the title. Latin letters with marks are b, Han is Japanese or Chinese.
"""
_LONGEST_RUNNING_TIME = 999
_FILE_TYPES = {"txt": "d", "sti": "c", "cri": "c", "spw": "h", "prm": "h", "snd": "h"}
"""006/09 of what is online: the type of file by the type of content."""


def leader(type_and_level: str, encoding: str, control: str = " ") -> str:
    """Return a leader: new, Unicode, without ISBD punctuation (05, 09, 18); lengths are zeros.

    `control` is `a` for archival control (08).
    """
    return f"00000n{type_and_level}{control}a2200000{encoding}c 4500"


def additional_form(material: Material) -> str:
    """Return 006 of an online resource whose leader does not make it a computer file; else empty.

    Source: MARC 21 Bibliographic, 006, Computer files.
    """
    if not material.is_online or material.type_of_record == "m":
        return ""
    code = material.contents[0][1] if material.contents else ""
    return f"m    |o  {_FILE_TYPES.get(code, '|')} |      "


def physical_description(material: Material) -> Iterator[str]:
    """Yield a 007 for each carrier that the table has one for."""
    for carrier in material.carriers:
        for sort in (f"{carrier.term} {material.type_of_record}", carrier.term):
            coded = material.context.crosswalk.row("carrier", sort)
            if coded.match != "none":
                yield _parts(coded.target)["007"]
                break


def _parts(target: str) -> dict[str, str]:
    pairs = (part.split("=") for part in target.split())
    return {name: value.replace("#", " ") for name, value in pairs}


def bibliographic_008(work: Work, material: Material, day: str) -> str:
    """Return 008 of a bibliographic record. `day` is its day of entry, `yymmdd`.

    Source: MARC 21 Bibliographic, 008: day of entry, dates, country, form of material, language,
    other source (39 d).
    """
    form = _CONTINUING if material.is_serial else _FORMS[material.type_of_record]
    country = country_code(work.plain("country")) or "xx"
    language = _language(work)
    dates = coded_dates(work, material)
    coded = list(f"{day}{dates}{country:<3}{form}{language} d")
    for place, value in _positions(work, material, form):
        coded[place : place + len(value)] = value
    return "".join(coded)


def _language(work: Work) -> str:
    """Return 008/35-37: a code, also `zxx` and `mul`, or fill characters for a language without one."""
    if work.language in {"zxx", "mul", "und"}:
        return "|||" if work.language == "und" else work.language
    return library_code(work.language) or "|||"


def _positions(work: Work, material: Material, form: str) -> Iterator[tuple[int, str]]:
    """Yield what is known of 008/18-34: values by the place where they begin."""
    for key, value in material.codes.items():
        sort, _, place = key.partition("/")
        if sort == "008" or (sort == "continuing" and form == _CONTINUING):
            yield int(place[:2]), value
    item = _form_of_item(material)
    if item:
        yield _FORM_OF_ITEM.get(form, 23), item
    own: dict[str, Callable[[Work, Material], Iterator[tuple[int, str]]]] = {
        _BOOKS: _of_books,
        _CONTINUING: _of_continuing_resources,
        _VISUAL: _of_visual_material,
        _MAPS: _of_maps,
        _MUSIC: _of_music,
    }
    if form in own:
        yield from own[form](work, material)


def _form_of_item(material: Material) -> str:
    """Return the form of item; a blank for what is not on film, not online and not for touch."""
    for carrier in material.carriers:
        coded = material.context.crosswalk.row("carrier", carrier.term)
        parts = _parts(coded.target) if coded.match != "none" else {}
        return parts.get("008", "" if carrier.code == "zu" else " ")
    return ""


def _of_books(work: Work, material: Material) -> Iterator[tuple[int, str]]:
    """Yield illustrations (18-21), bibliography (24-27), conference (29), index (31)."""
    illustrations = _coded_words(work, "illustrative_content", "illustration", material.context)
    if illustrations:
        yield 18, f"{illustrations[:4]:<4}"
    notes = " ".join(_words_of_notes(work, "bibliography")).lower()
    contents = material.codes.get("008/24-27", "").strip()
    if "bibliograph" in notes or "references" in notes:
        contents += "b"
    if contents:
        yield 24, f"{contents[:4]:<4}"
    if work.node.get("event") and work.type != "thesis":
        yield 29, "1"
    if re.search(r"\bindex", notes):
        yield 31, "1"


def _of_continuing_resources(work: Work, material: Material) -> Iterator[tuple[int, str]]:
    """Yield frequency, regularity (18, 19), type (21), script (33), entry convention (34)."""
    frequency = _coded_words(work, "frequency", "frequency", material.context)
    if frequency:
        yield 18, frequency[:2]
    if _calls_itself_newspaper(work):
        yield 21, "n"
    title = strip(material.context.text(work.title))
    script = _SCRIPTS.get(script_of(title), "")
    if script == "a" and any(each.isalpha() and not each.isascii() for each in title):
        script = "b"
    if script_of(title) == "CJK":
        script = {"ja": "d", "zh": "e"}.get(work.language.split("-")[0], "|")
    yield 33, script or "z"
    if material.level == "i":
        yield 34, "2"


def _calls_itself_newspaper(work: Work) -> bool:
    genre = work.text("genre")
    return any("newspaper" in form.lower() or "新聞" in form for _, form in genre or ())


def _of_visual_material(work: Work, material: Material) -> Iterator[tuple[int, str]]:
    """Yield the running time in minutes (18-20) and film or video (33); `n` for what does not move."""
    if material.type_of_record == "g":
        if any(each.media == "video" for each in material.carriers):
            yield 33, "v"
        elif any(each.term.startswith("film ") for each in material.carriers):
            yield 33, "m"
        time = minutes(work.plain("duration"))
        if time:
            yield 18, "000" if time > _LONGEST_RUNNING_TIME else f"{time:03d}"
    else:
        yield 18, "nnn"
        yield 34, "n"


def _of_maps(work: Work, material: Material) -> Iterator[tuple[int, str]]:
    """Yield the projection (22-23) and the type of map (25): a single map, an atlas, a globe."""
    projection = _coded_words(work, "projection", "projection", material.context)
    if projection:
        yield 22, projection[:2]
    extent = _coded_words(work, "extent", "sort of map", material.context)
    if extent:
        yield 25, extent[0]


def _of_music(work: Work, material: Material) -> Iterator[tuple[int, str]]:
    """Yield the format of music (20); recordings have none."""
    if material.type_of_record in "ij":
        yield 20, "n"
    else:
        format_of_music = _coded_words(work, "music_format", "format of music", material.context)
        if format_of_music:
            yield 20, format_of_music[0]


def _coded_words(work: Work, field: str, vocabulary: str, context: ExportContext) -> str:
    """Return the codes of the words of a field that the table knows, in the order of the table."""
    forms = [form for text in work.texts(field) for _, form in text]
    if not forms:
        return ""
    said = strip(" ; ".join(forms)).lower()
    found = ""
    for row in context.crosswalk.rows_of(vocabulary):
        is_said = re.search(rf"(^|\W){re.escape(row.term)}(\W|$)", said)
        if is_said and row.target not in found:
            found += row.target
    return found


def _words_of_notes(work: Work, type: str) -> list[str]:
    return [form for note in work.notes if note.type == type for _, form in note.text]


def authority_008(
    kind: str, day: str, *, traced: bool, differentiated: bool, subject_system: str
) -> str:
    """Return 008 of an authority record: an established heading.

    `kind` is `name` or `subject`; `day` is the day of entry, `yymmdd`; `subject_system` is 008/11
    (`a` LCSH, `z` another one, `n` none). Source: MARC 21 Authority, 008: kind of record (09) a,
    rules (10) z (see 040 $e), no series (12, 13, 16), use as main or added entry (14) and as
    subject (15), references (29), a person who is told from others (32), fully established (33),
    another source (39).
    """
    system = subject_system or "n"
    main = "a" if kind == "name" else "b"
    undefined, references = " " * 10, "a" if traced else "n"
    person = "a" if differentiated else "n"
    return f"{day}n||az{system}nn{main}abn{undefined}|{references} a{person}a     d"
