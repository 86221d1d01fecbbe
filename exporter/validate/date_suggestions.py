"""The EDTF date that a writer means by a date in words, or as library rules or a calendar write it.

Nothing is dropped that says how certain a date is: what is not understood as a whole has no
suggestion. Sources: EDTF (ISO 8601-2:2019, levels 0 to 2); AACR2 1.4F and RDA 1.9.2 (`[1970?]`,
`ca. 1606`, `194-`, `[between 975 and 1025]`).
"""

from __future__ import annotations

import re
import unicodedata

from exporter.suggest import unquoted

_MONTHS = (
    "jan january januar januari janvier janv januari ene enero gen gennaio janeiro"
    " янв январь января 1月",
    "feb february februar februari févr fév février febrero febbraio fev fevereiro"
    " фев февр февраль февраля 2月",
    "mar march mär märz mars marts mrt maart marzo março мар март марта 3月",
    "apr april avr avril abr abril aprile апр апрель апреля 4月",
    "may mai mei maj mayo mag maggio maio май мая 5月",
    "jun june juni juin junio giu giugno junho июн июнь июня 6月",
    "jul july juli juil juillet julio lug luglio julho июл июль июля 7月",
    "aug august août augustus augusti ago agosto авг август августа 8月",
    "sep sept september septembre septiembre setiembre set sett settembre setembro"
    " сен сент сентябрь сентября 9月",
    "oct october okt oktober octobre octubre ott ottobre out outubro окт октябрь октября 10月",
    "nov november novembre noviembre novembro ноя нояб ноябрь ноября 11月",
    "dec december dez dezember déc décembre desember dic diciembre dicembre dezembro"
    " дек декабрь декабря 12月",
)
"""The names of the months in English, German, French, Dutch, Spanish, Italian, Portuguese, Russian, the
Scandinavian languages and Japanese, without the full stop of an abbreviation."""
_SEASONS = (
    "spring frühling frühjahr printemps lente primavera весна 春",
    "summer sommer été zomer verano estate verão лето 夏",
    "autumn fall herbst automne herfst otoño autunno outono осень 秋",
    "winter hiver invierno inverno зима 冬",
)
"""The seasons, which EDTF numbers from 21 on."""
_LONGEST = 200
"""How many characters a date may have, so that no pattern has to try all the ways to divide a long text."""
_YEARS_IN_SHORT = re.compile(r"(?<![\d.-])(\d{2})(\d{2}) ?([/–—-]) ?(\d{2})(?![\d.-])", re.ASCII)
_ERAS = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019}
"""The first year of each Japanese era since the calendar is the Gregorian one (from Meiji 6)."""
_ROMAN = {"m": 1000, "d": 500, "c": 100, "l": 50, "x": 10, "v": 5, "i": 1}


def _number_by_name(rows: tuple[str, ...], first: int) -> dict[str, int]:
    return {name: first + number for number, row in enumerate(rows) for name in row.split()}


_MONTH_NUMBER = _number_by_name(_MONTHS, 1)
_SEASON_NUMBER = _number_by_name(_SEASONS, 21)
_MONTH = rf"(?P<name>{'|'.join(sorted(_MONTH_NUMBER, key=len, reverse=True))})\.?"
_SEASON = rf"(?P<season>{'|'.join(_SEASON_NUMBER)})"
_YEAR = r"(?P<year>[0-9]{4})(?: ?г\.?)?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|er|ter|ten|\.|日)?"
_OF = r"(?: de| del)?"
"""What joins a month with its day and its year in Spanish and Portuguese."""
_BEFORE_CHRIST = r"(?:b\. ?c\.(?: ?e\.)?|bce?|v\. ?chr\.|av\. ?j\. ?-?c\.)"
_AFTER_CHRIST = r"(?:a\. ?d\.|c\. ?e\.|ad|ce|n\. ?chr\.|apr\. ?j\. ?-?c\.)"
_ABOUT = re.compile(
    r"(?:c\.|c(?= )|ca\b\.?|circa|about|approx\b\.?|approximately|around|um|vers|env\.|environ"
    r"|約)\s*"
)
_ABOUT_AFTER = re.compile(r" \(?(?:ca?\.|ca|circa|approx\.?)\)?$")
_PERHAPS = re.compile(
    r"(?:possibly|probably|perhaps|wohl|verm\.|vermutlich|wahrscheinlich|vielleicht|peut-être"
    r"|probablement|sans doute)\s+"
)
_COPYRIGHT = re.compile(r"(?:c|©|\(c\)|cop\b\.?|copyright|℗|p(?=[0-9]))\s*([0-9]{4})")
_PHRASES = (
    (
        r"(?:before|prior to|not after|no later than|until|till|up to|vor|bis|spätestens|avant|ante) (.+)",
        "../{}",
    ),
    (r"(.+?) ?(?:以前|より前|まで)", "../{}"),
    (r"[-–—] ?(.+)", "../{}"),
    (r"(?:after|not before|since|from|nach|ab|seit|frühestens|après|depuis|post) (.+)", "{}/.."),
    (r"(.+?) ?(?:以後|以降|から)", "{}/.."),
    (r"(.+?) ?(?:[-–—]|to|bis|à) ?(?:present|today|now|date|heute|aujourd'hui|現在)", "{}/.."),
    (r"(.+?) ?[-–—]", "{}/.."),
    (r"between (.+) and (.+)", "[{}..{}]"),
    (r"(?:zwischen|zw\.) (.+) (?:und|u\.) (.+)", "[{}..{}]"),
    (r"entre (.+) et (.+)", "[{}..{}]"),
    (r"(.+) (?:or|oder|bzw\.|ou) (.+)", "[{},{}]"),
    (r"(.+?) ?(?:または|か) ?(.+)", "[{},{}]"),
    (r"(.+) (?:and|und|u\.|et|&) (.+)", "{{{},{}}}"),
    (r"(?:from |von |vom |de )?(.+?)(?: to | bis | à | ?から ?)(.+)", "{}/{}"),
    (r"(.+?) ?[-–—~] ?(.+)", "{}/{}"),
    (r"(.+[0-9]{4}|[0-9]{4}[.-].+) ?/ ?(.+[0-9]{4}|[0-9]{4}[.-].+)", "{}/{}"),
)
"""What is said of one or two dates, and how EDTF writes it.

The first phrase counts that fits as a whole.
"""


def suggested_date(written: str) -> str:
    """Return the EDTF date that is meant, or an empty text if that is not certain.

    It is still to be validated.
    """
    text = _plain(written)
    if len(text) > _LONGEST:
        return ""
    text = _YEARS_IN_SHORT.sub(_years_in_full, text)
    date = _doubtful_date(text) or _within_a_year(text)
    if date:
        return date
    inner = _without_brackets(text)
    for phrase, form in _PHRASES:
        match = re.fullmatch(phrase, inner)
        dates = [_doubtful_date(part) for part in match.groups()] if match else []
        if dates and all(dates):
            return form.format(*dates)
    return ""


def copyright_year(written: str) -> str:
    """Return the year of a copyright date (`c1970`, `©1970`), or an empty text."""
    match = _COPYRIGHT.fullmatch(_without_brackets(_plain(written)))
    return match[1] if match else ""


def possible_days(written: str) -> tuple[str, ...]:
    """Return the two dates that `03/04/1949` can mean; nothing for any other text."""
    match = re.fullmatch(rf"([0-9]{{1,2}})[/-]([0-9]{{1,2}})[/-]{_YEAR}", _plain(written))
    if not match:
        return ()
    one, other = int(match[1]), int(match[2])
    if one == other or not 1 <= one <= 12 or not 1 <= other <= 12:
        return ()
    return _joined(match["year"], one, other), _joined(match["year"], other, one)


def _plain(written: str) -> str:
    text = unicodedata.normalize("NFKC", unquoted(written)).casefold()
    return " ".join(text.replace("〜", "~").replace("’", "'").split())


def _without_brackets(text: str) -> str:
    for first, last in ("[]", "()"):
        if text.startswith(first) and text.endswith(last):
            return text[1:-1].strip()
    return text


def _doubtful_date(text: str) -> str:
    """Return a single date, with the marks for what is uncertain or approximate.

    The result is empty if it is not understood.
    """
    text = _without_brackets(text)
    if re.fullmatch(r"[0-9]{3}\?", text):
        return ""  # a year of three digits, or ten years of four
    perhaps = _PERHAPS.match(text)
    text = text[perhaps.end() :] if perhaps else text
    uncertain = perhaps is not None or text.endswith(("?", "(?)", "[?]"))
    text = re.sub(r" ?(?:\?|\(\?\)|\[\?\])$", "", text)
    about = _ABOUT.match(text)
    text = text[about.end() :] if about else text
    about = about or _ABOUT_AFTER.search(text)
    if about and re.fullmatch(r"[0-9]{4}[/-][0-9]{2}", text):
        return ""  # a month, or two years
    text = _without_brackets(_ABOUT_AFTER.sub("", text))
    date = _single_date(text)
    if not date:
        return ""
    if uncertain and about:
        return f"{date}%"
    if uncertain:
        return f"{date}?"
    return f"{date}~" if about else date


def _years_in_full(match: re.Match[str]) -> str:
    """Return two years of which the second lacks its first two digits: `1949/50`, `1914–18`.

    After a hyphen or a stroke, a number up to 31 may be a month, or a mistyped one.
    """
    if match[4] <= match[2] or (match[3] in "/-" and match[4] <= "31"):
        return match[0]
    return f"{match[1]}{match[2]}–{match[1]}{match[4]}"


def _within_a_year(text: str) -> str:
    """Return an interval whose ends share the year: `Nov/Dec 2003`, `3-5 May 2001`, `2001 May 3-5`.

    If it would run backwards, as from December to January, it is not certain of which years it is.
    """
    text = _without_brackets(text)
    year_first = re.fullmatch(rf"{_YEAR},? ([^0-9].*)", text)
    if year_first:
        text = f"{year_first[2]} {year_first['year']}"
    match = re.fullmatch(rf"(.+?) ?(?:[-–—/]| to | bis ) ?([^-–—/]+?)(?:,|{_OF}) {_YEAR}", text)
    if not match:
        return ""
    first, last, year = match[1], match[2], match["year"]
    ends_with_day = re.fullmatch(_DAY, last)
    month = re.search(rf"(?<!\w){_MONTH}(?!\w)", first if ends_with_day else last)
    if ends_with_day and month:
        last = f"{last} {month['name']}"
    elif re.fullmatch(_DAY, first) and month:
        first = f"{first} {month['name']}"
    begin, end = (_single_date(f"{each} {year}") for each in (first, last))
    return f"{begin}/{end}" if begin and len(begin) == len(end) and begin < end else ""


def _single_date(text: str) -> str:
    for pattern, read in _READERS:
        match = re.fullmatch(pattern, text)
        if match:
            return read(match)
    return ""


def _joined(year: str | int, month: int, day: int = 0) -> str:
    return f"{int(year):04d}-{month:02d}" + (f"-{day:02d}" if day else "")


def _year(match: re.Match[str]) -> str:
    return f"{int(match['year']):04d}"


def _year_before_christ(match: re.Match[str]) -> str:
    year = 1 - int(match["year"])  # the year 1 BC is the year 0
    return f"-{-year:04d}" if year else "0000"


def _decade(match: re.Match[str]) -> str:
    return f"{match['decade']}X"


def _hundred_years(match: re.Match[str]) -> str:
    return f"{match['hundred']}XX"


def _century(match: re.Match[str]) -> str:
    number = match["century"]
    century = int(number) if number.isdigit() else _roman_number(number)
    if not century:
        return ""
    sign = "-" if match.groupdict().get("bc") else ""
    return f"{sign}{century - 1:02d}XX"


def _season(match: re.Match[str]) -> str:
    return _joined(match["year"], _SEASON_NUMBER[match["season"]])


def _quarter(match: re.Match[str]) -> str:
    return _joined(match["year"], 32 + int(match["quarter"]))


def _in_words(match: re.Match[str]) -> str:
    return _joined(match["year"], _MONTH_NUMBER[match["name"]], int(match["day"] or 0))


def _in_digits(match: re.Match[str]) -> str:
    """Read a date in digits with the year first or last, unless its day may be its month.

    Between full stops with the year last, the day is first: so in all languages of the Unicode CLDR
    that write dates with full stops.
    """
    one, other = int(match["one"]), int(match["other"] or 0)
    if match.re.pattern.startswith("(?P<year>") or one > 12:
        day_first = match.re.pattern.startswith("(?P<one>")
        month, day = (other, one) if day_first else (one, other)
        if month > 12 >= day > 0:
            month, day = day, month
        if month > 12 and not day:
            return ""
        return _joined(match["year"], month, day)
    if other > 12 or one == other:
        return _joined(match["year"], one, other)
    return _joined(match["year"], other, one) if match["sign"] == "." else ""


def _month_in_digits(match: re.Match[str]) -> str:
    month = int(match["month"])
    return _joined(match["year"], month) if 1 <= month <= 12 else ""


def _with_roman_month(match: re.Match[str]) -> str:
    month = _roman_number(match["month"])
    return _joined(match["year"], month, int(match["day"] or 0)) if month <= 12 else ""


def _japanese_era(match: re.Match[str]) -> str:
    number = 1 if match["number"] == "元" else int(match["number"])
    year = _ERAS[match["era"]] + number - 1
    if not match["month"]:
        return f"{year:04d}"
    return _joined(year, int(match["month"]), int(match["day"] or 0))


def _roman_year(match: re.Match[str]) -> str:
    year = _roman_number(match["roman"])
    return f"{year:04d}" if 1400 <= year <= 2100 else ""


def _roman_number(text: str) -> int:
    total = 0
    values = [_ROMAN[letter] for letter in text]
    for value, following in zip(values, [*values[1:], 0], strict=True):
        total += -value if value < following else value
    return total


_TIME = r"(?:[t ][0-9]{1,2}:[0-9]{2}.*)?"
_READERS = (
    (rf"(?P<year>[0-9]{{3,4}})(?: ?年| ?г\.?)?(?: ?{_AFTER_CHRIST})?", _year),
    (rf"(?P<year>[0-9]{{1,4}}) ?{_AFTER_CHRIST}", _year),
    (rf"{_AFTER_CHRIST} ?(?P<year>[0-9]{{1,4}})", _year),
    (rf"(?P<year>[0-9]{{1,4}}) ?{_BEFORE_CHRIST}", _year_before_christ),
    (r"(?:紀元前|前) ?(?P<year>[0-9]{1,4}) ?年?", _year_before_christ),
    (r"(?P<decade>[0-9]{3})[-x_]", _decade),
    (r"(?:années |the )?(?P<decade>[0-9]{3})0(?: ?年代|'?s|er(?: ?jahre)?)", _decade),
    (r"années (?P<decade>[0-9]{3})0", _decade),
    (r"(?P<decade>[0-9]{3})0-?[ех](?: ?(?:гг|годы|годов)\.?)?", _decade),
    (r"(?P<hundred>[0-9]{2})(?:--|xx|__|\?)", _hundred_years),
    (
        rf"(?P<century>[0-9]{{1,2}})(?:st|nd|rd|th) (?:century|c\.)(?P<bc> {_BEFORE_CHRIST})?",
        _century,
    ),
    (
        rf"(?P<century>[0-9]{{1,2}})\. ?(?:jahrhundert|jahrh\.|jh\.?|jhdt\.?)(?P<bc> {_BEFORE_CHRIST})?",
        _century,
    ),
    (
        rf"(?P<century>[0-9]{{1,2}}|[ivx]+)(?:e|er|ème)? siècle(?P<bc> {_BEFORE_CHRIST})?",
        _century,
    ),
    (r"(?P<bc>紀元前|前)?(?P<century>[0-9]{1,2}) ?世紀", _century),
    (rf"{_SEASON},?{_OF} {_YEAR}", _season),
    (rf"{_YEAR} ?年? ?の?{_SEASON}", _season),
    (rf"q(?P<quarter>[1-4]) ?{_YEAR}", _quarter),
    (rf"{_YEAR} ?q(?P<quarter>[1-4])", _quarter),
    (rf"(?P<quarter>[1-4])(?:st|nd|rd|th) quarter,? {_YEAR}", _quarter),
    (
        rf"(?:\w+, )?(?:(?:den|am|le|on|the|el) )?(?:{_DAY}{_OF} )?{_MONTH},?{_OF} \[?{_YEAR}\]?",
        _in_words,
    ),
    (rf"(?:[a-z]+, )?{_MONTH} ?{_DAY},? {_YEAR}", _in_words),
    (rf"{_YEAR},? {_MONTH}(?: {_DAY})?", _in_words),
    (rf"{_YEAR} ?年 ?(?P<name>[0-9]{{1,2}}月)(?: ?{_DAY})?", _in_words),
    (
        rf"{_YEAR}(?P<sign>[./-])(?P<one>[0-9]{{1,2}})(?:(?P=sign)(?P<other>[0-9]{{1,2}}))?"
        rf"\.?{_TIME}",
        _in_digits,
    ),
    (r"(?P<year>[0-9]{4})(?P<one>[0-9]{2})(?P<other>[0-9]{2})", _in_digits),
    (rf"(?P<month>[0-9]{{1,2}})[./] ?{_YEAR}", _month_in_digits),
    (
        rf"(?P<one>[0-9]{{1,2}})(?P<sign>[./-]) ?(?P<other>[0-9]{{1,2}})(?P=sign) ?{_YEAR}",
        _in_digits,
    ),
    (
        rf"(?P<era>{'|'.join(_ERAS)}) ?(?P<number>元|[0-9]{{1,2}}) ?年?"
        r"(?:(?P<month>[0-9]{1,2})月(?:(?P<day>[0-9]{1,2})日)?)?",
        _japanese_era,
    ),
    (
        rf"(?:(?P<day>[0-9]{{1,2}})(?P<sign>[./-]| |\. )|(?=[ivx]{{2}}))(?P<month>x?(?:i{{1,3}}|i?[vx]|vi{{1,3}}))"
        rf"(?(sign)(?P=sign)|[./-]) ?{_YEAR}",
        _with_roman_month,
    ),
    (r"(?P<roman>[mdclxvi]{4,})\.?", _roman_year),
)
"""The ways to write a single date, and what reads each.

The text is narrow, in small letters, with single blanks.
"""
