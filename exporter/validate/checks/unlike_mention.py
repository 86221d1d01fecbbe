"""A mention that prints quite another title or number than the record has.

It may belong to another record: an entry under `found` is easily copied into the wrong file. Titles
are compared in the same language and script, with all titles of the record, and reported only if
they have hardly a word or a letter in common; an ISBN is compared if the mention prints a valid
one. If the source is wrong, say so with `sic`; if the work is known by that title, add it to
`variant_titles`.

```yaml wrong
id: tea
kind: book
language: en
title: The Book of Tea
found:
  - {in: tea, at: spine, title: Siege of Changchun}
```

```yaml right
id: tea
kind: book
language: en
title: The Book of Tea
found:
  - {in: tea, at: spine, title: "OKAKURA: The Book of Tea"}
```
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from exporter.model.identifiers import identifiers_of
from exporter.model.node import Node
from exporter.model.text import primary_language, script_of
from exporter.model.vocabularies.languages import script
from exporter.records.finding import Finding, Severity
from exporter.validate.checked_record import CheckedRecord, forms_of, needs

SEVERITY = Severity.INFORMATION

_TITLES = (
    *("title", "subtitle", "short_title", "abbreviated_title", "key_title", "uniform_title"),
    *("parallel_title", "part_name", "volume_title", "container_title"),
)
_LIKE = 0.4
"""The least similarity of two forms of one title; those of two titles seldom reach it."""
_LEAST = 6
_MOST = 300
"""How many letters of a title are compared."""
_MOST_TITLES = 30
_MOST_MENTIONS = 100
"""How many titles and mentions of one record are compared: one record can have many thousands."""
_ISBN = r"(?:97[89][- ]?)?[0-9](?:[- ]?[0-9]){8}[- ]?[0-9Xx](?![0-9])"


@needs("found")
def on_record(record: CheckedRecord) -> Iterator[Finding]:
    """Compare each mention of a work with the record."""
    if record.noun != "work" or "title" not in record.data:
        return
    own = set(forms_of(record.root.get("title")))
    titles: list[tuple[str, str]] | None = None
    for mention in record.nodes("found")[:_MOST_MENTIONS]:
        if mention.get("sic"):
            continue
        printed = mention.get("title")
        if printed and not own.issuperset(forms_of(printed)):
            titles = _titles(record) if titles is None else titles
            yield from _unlike_title(record, printed, titles)
        if mention.get("identifiers"):
            yield from _unlike_number(record, mention)


def _titles(record: CheckedRecord) -> list[tuple[str, str]]:
    """Return all titles of a record, with their tags, as they are compared."""
    found = []
    nodes = [record.root.get(field) for field in _TITLES]
    nodes += [each.get("title") for each in record.root.all("variant_titles")[:_MOST_TITLES]]
    for node in nodes:
        found += [(tag, _letters(form)) for tag, form in islice(forms_of(node), _MOST_TITLES)]
    return found


def _unlike_title(
    record: CheckedRecord, printed: Node, titles: list[tuple[str, str]]
) -> Iterator[Finding]:
    for tag, form in islice(forms_of(printed), _MOST_TITLES):
        letters = _letters(form)
        same = [title for other, title in titles if _comparable(tag, other)]
        if len(letters) < _LEAST or any(_alike(letters, each) for each in same):
            continue
        own = _main_script(letters)
        if not any(_main_script(each) == own for each in same):
            continue  # one of them has a wrong tag, which contradicting-script reports
        pointer = printed.pointer if isinstance(printed.value, str) else (*printed.pointer, tag)
        yield Finding(
            "unlike-mention",
            record.path,
            f"“{form[:60]}” is not like any title of this record",
            "move the mention to the record that it is about, or add the title to variant_titles",
            pointer,
        )


def _unlike_number(record: CheckedRecord, mention: Node) -> Iterator[Finding]:
    from stdnum import isbn  # here, since few mentions print a number

    identifiers = identifiers_of(record.root.get("identifiers"))
    own = {
        isbn.to_isbn13(each.number).replace("-", "")
        for each in identifiers
        if each.scheme == "isbn" and isbn.is_valid(each.number)
    }
    printed = mention.get("identifiers")
    for _, form in forms_of(printed) if own else ():
        numbers = [each for each in re.findall(_ISBN, form) if isbn.is_valid(each)]
        other = [each for each in numbers if isbn.to_isbn13(isbn.compact(each)) not in own]
        if printed and other and len(other) == len(numbers):
            yield Finding(
                "unlike-mention",
                record.path,
                f"the mention prints the ISBN {other[0]}, which the record does not have",
                "move the mention to the record that it is about, or add the number",
                printed.pointer,
            )


def _comparable(tag: str, other: str) -> bool:
    return primary_language(tag) == primary_language(other) and script(tag) == script(other)


def _main_script(text: str) -> str:
    """Return the script of most letters of a text; empty if it has none."""
    scripts = Counter(script_of(letter) for letter in text if letter.isalpha())
    return max(scripts, key=scripts.__getitem__, default="")


def _letters(text: str) -> str:
    """Return the letters and digits of a title, without the differences of width and case."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum())[:_MOST]


def _alike(one: str, other: str) -> bool:
    from difflib import SequenceMatcher

    if len(other) < _LEAST or one in other or other in one:
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _LIKE
