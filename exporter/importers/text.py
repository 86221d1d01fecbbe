"""Text of a source as a record can hold it, and the few writings that all formats share."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

from exporter.validate.checks.invalid_date import on_value
from exporter.validate.date_suggestions import copyright_year, suggested_date

ISSN = re.compile(r"[0-9]{4}-?[0-9]{3}[0-9Xx]")
_BREAK = re.compile(r"\n[ \t]*\n\s*")
_LINE_SEPARATORS = str.maketrans({"\r": "\n", "\u0085": "\n", "\u2028": "\n", "\u2029": "\n"})
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad\ufffe\uffff]")
_DATE_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9:.]+(?:Z|[+-][0-9:]+)?")
_ZOTERO_TIME = re.compile(r"([0-9]{4}/[0-9]{2}/[0-9]{2})/[0-9]{2}:[0-9]{2}(?::[0-9]{2})?")
"""A date with a time as Zotero writes it in RIS."""
_DRAFT = re.compile(r"-?[0-9][0-9u]{3}(?:-[0-9u]{2}){0,2}(?:\?~)?")
_UNKNOWN_END = re.compile(r"^unknown(?=/)|(?<=/)unknown$")
"""Dates in the draft of EDTF of 2012, with `u` for X, `?~` for %, `open` and `unknown` for ends."""
RESTATED_YEAR = re.compile(r"([0-9]{4})年? ?[(（][\u3400-\u9fff〇零]+(?:[0-9]*年|[0-9]+)[)）]")
"""A year with that of an era in parentheses: `1881(清光绪七年)`. Source: GB/T 7714-2015, 8.8.3.1."""
_ENTITY = re.compile(
    r"&(?:#[0-9]{2,7}|#x[0-9A-F]{2,6}|amp|lt|gt|quot|apos|nbsp|[mn]dash|[lr][sd]quo);", re.I
)
"""Characters as HTML writes them, which publishers leave in texts of any format."""
_MARKUP = re.compile(r"<(/?)(?:[a-z]+:)?([A-Za-z]+)(?:\s[^<>]*)?/?>")
_KEPT_TAGS = {
    "i": "i",
    "em": "i",
    "italic": "i",
    "b": "b",
    "strong": "b",
    "bold": "b",
    "sup": "sup",
    "sub": "sub",
    "sc": "sc",
    "scp": "sc",
}
"""Tags of HTML, JATS and CSL for the styles that a record can mark."""


def clean(text: str) -> str:
    """Return a text in normal form C, without characters that no record can hold.

    Line breaks and runs of blanks become one blank; an empty line still parts two paragraphs.
    """
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    text = unicodedata.normalize("NFC", text.translate(_LINE_SEPARATORS))
    text = _INVISIBLE.sub("", text)
    if not text.isprintable():  # most texts are, and are not looked through sign by sign
        text = "".join(
            each
            for each in text
            if each in "\n\t" or unicodedata.category(each) not in {"Cc", "Cs", "Co"}
        )
    paragraphs = [" ".join(part.split()) for part in _BREAK.split(text)]
    return "\n\n".join(part for part in paragraphs if part)


def line(text: str) -> str:
    """Return a clean text on one line."""
    return " ".join(clean(text).split())


_UNCLOSED = frozenset({"br", "dd", "dt", "hr", "img", "li", "p", "td", "th", "tr", "wbr"})
"""The elements of HTML that need no end tag (HTML, 13.1.2)."""


def without_html(text: str) -> str:
    """Return a text in which only the tags are left that a record can hold; entities are resolved.

    The tags of HTML and of JATS for italics, bold, subscripts, superscripts and small capitals are
    kept in their short form; `<p>` and `<br>` part paragraphs, all others go.
    """

    def tag(match: re.Match[str]) -> str:
        name = _KEPT_TAGS.get(match[2].lower())
        if name:
            return f"<{match[1]}{name}>"
        is_tag = match[0].endswith("/>") or match[2].lower() in _UNCLOSED
        if not is_tag and not re.search(rf"</(?:[a-z]+:)?{match[2]}\s*>", text):
            return match[0]  # words between angle brackets, such as the open dates of a library
        return "\n\n" if match[2].lower() in {"p", "br", "title", "sec", "div", "li"} else ""

    return clean(html.unescape(_MARKUP.sub(tag, text)) if "<" in text else html.unescape(text))


def edtf(written: str) -> str:
    """Return the EDTF date that a text states; empty if it states none, or not for certain.

    Read are EDTF, a date with a time, a date with slashes (RIS, MEDLINE), a date in words, and the
    writings of library rules: `[1985?]`, `c1990`, `ca. 1606`.
    """
    text = line(written)
    whole = text  # a stop may belong to it: 44 B.C.
    if not text.endswith(".."):  # an open end in EDTF
        text = text.rstrip(".;,").strip()
    if ("[" in text) != ("]" in text):  # brackets around more than the date (ISBD, A.8.3)
        text = text.strip("[] ")
    moment = _DATE_TIME.fullmatch(text) or _ZOTERO_TIME.fullmatch(text)
    if moment:
        text = moment[1]
    if _DRAFT.fullmatch(text):
        text = text.replace("u", "X").replace("?~", "%")
    elif "/" in text:
        text = _UNKNOWN_END.sub("", text).replace("/open", "/..")
    restated = RESTATED_YEAR.fullmatch(text)
    if restated:
        text = restated[1]
    for read in (str, _from_slashes, copyright_year, suggested_date):
        candidate = read(text)
        if candidate and _is_date(candidate):
            return candidate
    if whole != text and (candidate := suggested_date(whole)) and _is_date(candidate):
        return candidate
    return ""


def date_of_parts(*parts: str) -> str:
    """Return the EDTF date of year, month and day, of which the last ones may be empty."""
    return edtf("-".join(part.zfill(2) for part in parts if part))


def page_range(first: str, last: str) -> str:
    """Return the pages from the first to the last, of which one may be empty."""
    return "-".join(filter(None, (line(first), line(last))))


def _from_slashes(text: str) -> str:
    """Return a date of RIS: year, month and day between slashes, any of which may be missing.

    A hyphen at the end is an open end (`2009-`), and none of its marks.
    """
    if text.endswith("-"):
        return ""
    parts = [part.strip() for part in text.replace("-", "/").split("/")]
    while parts and parts[-1].strip("0") == "":
        parts.pop()
    if not parts or len(parts) > 3 or not all(part.isdigit() for part in parts):
        return ""
    if len(parts[0]) != 4 or any(len(part) > 2 for part in parts[1:]):
        return ""
    return "-".join([parts[0], *(part.zfill(2) for part in parts[1:])])


@lru_cache(maxsize=20_000)
def _is_date(text: str) -> bool:
    return on_value(text) is None


def year_of(date: object) -> str:
    """Return the first year of four digits in a date of a record; empty if there is none."""
    if isinstance(date, dict):
        date = date.get("date", "")
    match = re.search(r"[0-9]{4}", str(date))
    return match[0] if match else ""


def clock_time(text: str) -> str:
    """Return a time of hours, minutes and seconds as a duration of ISO 8601: `013000`, `01:30:00`.

    What is no such time stays as it is.
    """
    match = re.fullmatch(r"([0-9]{2,3}):?([0-9]{2}):?([0-9]{2})", text.strip())
    if not match:
        return text
    parts = zip(map(int, match.groups()), "HMS", strict=True)
    return "PT" + "".join(f"{number}{unit}" for number, unit in parts if number)


_SERVER_AND_REST = re.compile(r"(https?://[^/?#\s]*)(\S*)")
_UNSAFE = re.compile(r"[\[\]{}|\\^`]")


def web_address(text: str) -> str:
    """Return an address of the web in full, with %XX for signs that have no meaning in its path.

    A server that begins with `www.` needs no http:// in a browser, and a path may have brackets there.
    Source: RFC 3986, 2.1, 3.3.
    """
    full = f"http://{text}" if re.match(r"www\.\S+\.\S+$", text) else text
    match = _SERVER_AND_REST.fullmatch(full)
    if not match:
        return text
    return match[1] + _UNSAFE.sub(lambda sign: f"%{ord(sign[0]):02X}", match[2])


def is_web_address(text: str) -> bool:
    """Return whether a text begins as an address of the web does."""
    return text.startswith(("http://", "https://"))
