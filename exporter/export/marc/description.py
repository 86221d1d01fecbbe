"""The physical description, and what else stands in the fields 3XX, 034, 255 and 306."""

from __future__ import annotations

import re
from collections.abc import Mapping

from exporter.export.marc.draft import MarcDraft
from exporter.export.marc.fields import Value
from exporter.export.marc.material import RECORDED
from exporter.export.marc.periods import playing_time
from exporter.model.markup import strip
from exporter.model.text import Parallel, Text

_SCALE = re.compile(r"1\s?:\s?(\d{1,3}(?:[ ,.\u00a0\u202f]\d{3})+|\d+)", re.ASCII)
_PAGES = re.compile(r"[0-9]+|[ivxlcdm]+(, ?[0-9]+)?", re.IGNORECASE)
_SOUND_CONTENT = re.compile(r"silent|sound|stumm|無声", re.IGNORECASE)
"""Words that say whether there is sound (RDA 7.18; MARC 21, 344 $i)."""
_CHANNELS = re.compile(r"stereo|mono|quadraphonic|surround|dolby", re.IGNORECASE)
_RECORDED = re.compile(r"digital|analog(ue)?", re.IGNORECASE)
_SPEED = re.compile(r"rpm|ips|per second|cm/s", re.IGNORECASE)
_BROADCAST_STANDARD = re.compile(r"PAL|NTSC|SECAM|HDTV|ATSC|DVB", re.IGNORECASE)
_FILE_TYPE = re.compile(r".*\bfile", re.IGNORECASE)
_FILE_SIZE = re.compile(r"[\d.,]+ ?([KMGT]i?)?B(ytes)?", re.IGNORECASE)
_RESOLUTION = re.compile(r"\d+ ?(dpi|ppi|px|pixels)|.*\bpixels", re.IGNORECASE)
_NUMBERING = re.compile(r"\[?(?:[^\W\d_]+[.,]* )*\d.*-")
"""Where a serial begins, and perhaps ends: `Vol. 1, no. 1 (Apr. 1981)-` (MARC 21, 362)."""
_DATES_AT_END = re.compile(r"(.+), ([^,]*\d{4}[^,]*)")


def put_description(draft: MarcDraft) -> None:
    """Add what the work is physically, its content, media and carrier types."""
    _extent(draft)
    _playing_time(draft)
    _content_and_carrier(draft)
    _material(draft)
    _sound_and_video(draft)
    _digital_file(draft)
    _music(draft)
    _serial(draft)
    _map(draft)


def _extent(draft: MarcDraft) -> None:
    """Add 300: extent, other details, dimensions, accompanying material."""
    work = draft.work
    details = [work.text("illustrative_content")]
    if draft.material.type_of_record in RECORDED:
        details += [*work.texts("sound"), work.text("colour")]
    elif draft.material.type_of_record == "k":
        details += [work.text("medium"), *work.texts("technique"), work.text("colour")]
    else:
        details += [work.text("colour")]
    parts: list[Value] = []
    for extent in work.texts("extent") or _extent_in_words(draft):
        parts += ["a", extent]
    parts += ["b", _joined([each for each in details if each])]
    for dimensions in work.texts("dimensions"):
        parts += ["c", dimensions]
    for other in work.texts("accompanying_material"):
        parts += ["e", other]
    about = ("extent", "volumes", "pages", "illustrative_content", "dimensions", "colour")
    draft.fields.put("300", "  ", *parts, about=about)


def _extent_in_words(draft: MarcDraft) -> list[Value]:
    """Return the extent that follows from the number of volumes or from the pages."""
    work = draft.work
    volumes, pages = work.plain("volumes"), work.plain("pages")
    if volumes:
        return [f"{volumes} volumes" if volumes != "1" else "1 volume"]
    if not pages or draft.material.is_hosted:
        return []
    return [f"{pages} pages" if _PAGES.fullmatch(pages) else f"pages {pages}"]


def _joined(texts: list[Text]) -> Text | None:
    """Return several texts as one, in each language and script that the first of them has."""
    if not texts:
        return None
    first, *others = texts
    forms = {}
    for tag, form in first:
        beside = [strip(each[tag]) for each in others if tag in each.forms]
        forms[tag] = ", ".join([strip(form), *beside])
    return Parallel(first.language, forms, first.pointer)


def _playing_time(draft: MarcDraft) -> None:
    duration = draft.work.plain("duration")
    if not duration:
        return
    coded = playing_time(duration)
    draft.fields.put("306", "  ", "a", coded, about=("duration",))
    if not coded:
        draft.fields.put("500", "  ", "a", f"Duration: {duration}", about=("duration",))


def _content_and_carrier(draft: MarcDraft) -> None:
    """Add content, media and carrier types (336 to 338); RDA calls unspecified what is not known."""
    put = draft.fields.put
    for term, code in draft.material.contents:
        about = ("type", "content_type")
        put("336", "  ", "a", term, "b", code, "2", "rdacontent", about=about)
    known = draft.material.carriers
    media = dict.fromkeys((each.media, each.media_code) for each in known)
    for term, code in media or {("unspecified", "z"): None}:
        put("337", "  ", "a", term, "b", code, "2", "rdamedia", about=("media_type",))
    carriers = dict.fromkeys((each.term, each.code) for each in known)
    for term, code in carriers or {("unspecified", "zu"): None}:
        put("338", "  ", "a", term, "b", code, "2", "rdacarrier", about=("carrier_type",))


def _material(draft: MarcDraft) -> None:
    """Add base material, technique and colour (340)."""
    work, put = draft.work, draft.fields.put
    for field, code in (("medium", "a"), ("material", "a"), ("technique", "d"), ("colour", "g")):
        for text in work.texts(field):
            put("340", "  ", code, text, about=(field,))


def _sound_and_video(draft: MarcDraft) -> None:
    """Add 344 to 346: each statement in the subfield to which its words belong."""
    sound = {"i": _SOUND_CONTENT, "g": _CHANNELS, "a": _RECORDED, "c": _SPEED}
    video = {"b": _BROADCAST_STANDARD}
    _sorted_texts(draft, "sound", "344", sound, "h")
    _sorted_texts(draft, "projection_characteristics", "345", {}, "a")
    _sorted_texts(draft, "video", "346", video, "a")


def _sorted_texts(
    draft: MarcDraft, field: str, tag: str, codes: Mapping[str, re.Pattern[str]], default: str
) -> None:
    for text in draft.work.texts(field):
        words = strip(draft.context.text(text))
        code = next((code for code, known in codes.items() if known.search(words)), default)
        draft.fields.put(tag, "  ", code, text, about=(field,))


def _digital_file(draft: MarcDraft) -> None:
    """Add 347: file type, encoding, size and resolution, which the record may say in one text.

    A text of which no part is a type, a size or a resolution is an encoding as a whole.
    """
    work, put = draft.work, draft.fields.put
    for text in work.texts("digital"):
        words = strip(draft.context.text(text)).split(", ")
        codes = [_file_code(each) for each in words]
        parts: list[Value] = ["b", text]
        if set(codes) != {"b"}:
            parts = [each for pair in zip(codes, words, strict=True) for each in pair]
        put("347", "  ", *parts, about=("digital",))
    for media_type in work.node.lines("file_formats"):
        put("347", "  ", "b", media_type, about=("file_formats",))


def _file_code(words: str) -> str:
    for code, known in (("c", _FILE_SIZE), ("d", _RESOLUTION), ("a", _FILE_TYPE)):
        if known.fullmatch(words):
            return code
    return "b"


def _number_of_music(words: str) -> str:
    """Return the subfield of a number: a for a serial one, b for an opus, c for a thematic index."""
    if words.startswith("op"):
        return "b"
    return "a" if words.startswith(("no", "nr")) else "c"


def _music(draft: MarcDraft) -> None:
    """Add medium of performance (382), numbers (383), key (384) and format of notation (348)."""
    work, put = draft.work, draft.fields.put
    put("348", "  ", "a", work.text("music_format"), about=("music_format",))
    parts: list[Value] = []
    for text in work.texts("medium_of_performance"):
        parts += ["a", text]
    put("382", "0 ", *parts, about=("medium_of_performance",))
    for text in work.texts("opus"):
        words = strip(draft.context.text(text)).lower()
        put("383", "  ", _number_of_music(words), text, about=("opus",))
    put("384", "0 ", "a", work.text("music_key"), about=("music_key",))


def _serial(draft: MarcDraft) -> None:
    """Add frequency (310, 321), numbering (362) and archival arrangement and level (351)."""
    work, put = draft.work, draft.fields.put
    put("310", "  ", "a", work.text("frequency"), about=("frequency",))
    for text in work.texts("former_frequencies"):
        match = _DATES_AT_END.fullmatch(strip(draft.context.text(text)))
        parts: tuple[Value, ...] = ("a", match[1], "b", match[2]) if match else ("a", text)
        put("321", "  ", *parts, about=("former_frequencies",))
    for text in work.texts("numbering"):
        words = strip(draft.context.text(text))
        unformatted = words.startswith(("Began", "Ceased", "Ended"))
        formatted = _NUMBERING.match(words) and not unformatted
        put("362", "0 " if formatted else "1 ", "a", text, about=("numbering",))
    arrangement: list[Value] = [note.text for note in work.notes if note.type == "arrangement"]
    level = work.plain("level")
    for value in arrangement or ([""] if level else []):
        put("351", "  ", "b", value, "c", level, about=("notes.arrangement", "level"))


# -- maps


def _map(draft: MarcDraft) -> None:
    """Add scale, projection and area in codes (034) and in words (255)."""
    work = draft.work
    scale, projection = work.text("scale"), work.text("projection")
    box = work.node.get("coordinates")
    sides = _sides(box.value) if box and isinstance(box.value, Mapping) else {}
    if not (scale or projection or sides):
        return
    number = _scale_number(strip(draft.context.text(scale))) if scale else ""
    coded = tuple(part for code in "defg" if code in sides for part in (code, sides[code]))
    if number or coded:
        indicators = "1 " if number else "0 "
        about = ("scale", "coordinates")
        draft.fields.put("034", indicators, "a", "a", "b", number, *coded, about=about)
    area = _area_in_words(box.value) if box and sides else ""
    all_of_them = ("scale", "projection", "coordinates")
    draft.fields.put("255", "  ", "a", scale, "b", projection, "c", area, about=all_of_them)


def _scale_number(words: str) -> str:
    match = _SCALE.search(words)
    return re.sub(r"\D", "", match[1]) if match else ""


def _sides(box: Mapping[str, float]) -> dict[str, str]:
    """Return the sides of an area as 034 has them: hemisphere, degrees with six decimals."""
    letters = {"west": ("d", "EW"), "east": ("e", "EW"), "north": ("f", "NS"), "south": ("g", "NS")}
    found = {}
    for side, (code, hemispheres) in letters.items():
        if side in box:
            degrees = float(box[side])
            hemisphere = hemispheres[0 if degrees >= 0 else 1]
            found[code] = f"{hemisphere}{abs(degrees):010.6f}"
    return dict(sorted(found.items()))


def _area_in_words(box: Mapping[str, float]) -> str:
    """Return an area as 255 $c has it: `(W 0°18′--E 0°19′12″/N 52°24′--S 52°01′48″)`."""
    halves = []
    for first, second, hemispheres in (("west", "east", "EW"), ("north", "south", "NS")):
        ends = [
            _in_degrees(float(box[each]), hemispheres) for each in (first, second) if each in box
        ]
        if ends:
            halves.append("--".join(ends))
    return f"({'/'.join(halves)})"


def _in_degrees(degrees: float, hemispheres: str) -> str:
    seconds = round(abs(degrees) * 3600)
    whole, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    words = f"{hemispheres[0 if degrees >= 0 else 1]} {whole}°"
    if minutes or rest:
        words += f"{minutes:02d}′"
    return words + (f"{rest:02d}″" if rest else "")
