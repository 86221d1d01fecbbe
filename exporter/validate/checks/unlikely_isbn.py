"""An ISBN from an area of which neither the language nor the country fits the record.

The group of digits after 978 or 979 names the area in which the number was assigned (ISO 2108; the
list is that of the International ISBN Agency): 4 is Japan, 7 is China, 3 are the countries of
German. A number copied from another edition, or a wrong language, shows by it. Publishers do
publish in other languages, above all in English, so only those numbers are reported whose area has
neither the language nor the country of publication, and never those of works in English or in
ancient or several languages.

```yaml wrong
id: kokoro
kind: book
language: ja
title: こゝろ
country: JP
identifiers: {isbn: 978-3-16-148410-0}
```

```yaml right
id: kokoro
kind: book
language: ja
title: こゝろ
country: JP
identifiers: {isbn: 978-4-00-310101-8}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from exporter.model.identifiers import identifiers_of
from exporter.model.text import primary_language
from exporter.records.finding import Finding, Severity
from exporter.validate.checked_record import CheckedRecord, needs

SEVERITY = Severity.INFORMATION

_AREAS = {
    "978-2": ("French", "fr", "FR BE CH CA LU MC"),
    "978-3": ("German", "de", "DE AT CH"),
    "978-4": ("Japan", "ja", "JP"),
    "978-5": (
        "the former Soviet Union",
        "ru uk be kk uz ka hy az ky tg tk ro et lv lt tt",
        "RU UA BY KZ UZ GE AM AZ KG TJ TM MD EE LV LT SU",
    ),
    "978-7": ("China", "zh bo ug mn ko kk", "CN"),
    "978-80": ("Czechia and Slovakia", "cs sk", "CZ SK CS"),
    "978-82": ("Norway", "no nb nn se", "NO"),
    "978-83": ("Poland", "pl", "PL"),
    "978-84": ("Spain", "es ca gl eu ast", "ES"),
    "978-85": ("Brazil", "pt", "BR"),
    "978-87": ("Denmark", "da fo kl", "DK FO GL"),
    "978-88": ("Italy", "it", "IT CH SM VA"),
    "978-89": ("Korea", "ko", "KR"),
    "978-90": ("the Netherlands", "nl fy", "NL BE"),
    "978-91": ("Sweden", "sv se", "SE"),
    "978-94": ("the Netherlands", "nl fy", "NL BE"),
    "978-957": ("Taiwan", "zh nan", "TW"),
    "978-986": ("Taiwan", "zh nan", "TW"),
    "979-10": ("France", "fr", "FR BE CH CA LU MC"),
    "979-11": ("Korea", "ko", "KR"),
    "979-12": ("Italy", "it", "IT CH SM VA"),
}
"""Areas by prefix and group: what they are called, their languages, their countries (ISO 3166).

Those of 0 and 1, English, publish in every language.
"""
_EVERYWHERE = frozenset({"en", "la", "grc", "sa", "he", "ar", "mul", "und", "zxx", "eo"})
"""Languages in which books are published in many countries, and codes that name none."""


@needs("country")
def on_record(record: CheckedRecord) -> Iterator[Finding]:
    """Compare the area of each ISBN with the languages and the country of the work."""
    country = str(record.data.get("country", ""))[:2]
    if not country or "identifiers" not in record.data:
        return
    languages = {primary_language(tag) for tag in record.root.lines("language")}
    if not languages or languages & _EVERYWHERE:
        return
    for each in identifiers_of(record.root.get("identifiers")):
        if each.scheme != "isbn" or each.invalid:
            continue
        area = _AREAS.get(_group(each.number))
        if area is None:
            continue
        name, its_languages, countries = area
        if languages & set(its_languages.split()) or country in countries.split():
            continue
        yield Finding(
            "unlikely-isbn",
            record.path,
            f"{each.number} was assigned in the area {name}, but the work is in "
            f"{', '.join(sorted(languages))} and was published in {country}",
            "compare the number, the language and the country with the work",
            each.pointer,
        )


def _group(number: str) -> str:
    """Return the prefix and the group of an ISBN: `978-4`. Empty if it is not valid."""
    from stdnum import isbn  # here, since it is needed only where there is an ISBN

    if not isbn.is_valid(number):
        return ""
    return "-".join(isbn.split(isbn.to_isbn13(isbn.compact(number)))[:2])
