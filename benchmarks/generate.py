"""Makes a catalogue of N records for the benchmarks, and the same works as CSL-JSON and BibTeX.

    python benchmarks/generate.py 10000 FOLDER

The records are in Japanese and English, about half a kilobyte each, and refer to each other: of ten
records, one is a person, one an organisation, one a photo, two are sources, two articles and three
books. The same N makes the same files.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

_SYLLABLES = (
    "a ka sa ta na ha ma ya ra wa i ki shi chi ni hi mi ri u ku su tsu nu fu mu yu ru e ke se te ne "
    "o ko so to no"
).split()
_HAN = "山川田中木林森大小高石井上下村本水火土金月日天地人東西南北春夏秋冬白黒青赤花鳥風雪海空星光"
_WORDS = (
    "history garden river winter letters archive mountain silence machine border market island paper "
    "voyage"
).split()


class Generated(NamedTuple):
    """A record: its folder, the name of its file, its YAML, and its work in CSL-JSON, if it is one."""

    folder: str
    file: str
    text: str
    item: dict[str, object]


class _Words:
    """Random words. `total` is the number of records, `number` that of the record they are for."""

    def __init__(self, number: int, total: int) -> None:
        self._random = random.Random(number)  # noqa: S311 - not for secrets
        self.group = number // 10
        self.other_group = self._random.randint(0, max(0, (total - 1) // 10))
        self.year = 1950 + self._random.randrange(70)
        self.birth = 1850 + self._random.randrange(70)
        self.english = f"{' '.join(self._random.choices(_WORDS, k=4)).capitalize()} {number}"
        self.japanese = f"{self.han(8)}{number}"

    def word(self, length: int = 3) -> str:
        """Return a word that looks like Japanese in Latin letters."""
        return "".join(self._random.choices(_SYLLABLES, k=length)).capitalize()

    def han(self, length: int) -> str:
        """Return some Han characters."""
        return "".join(self._random.choices(_HAN, k=length))

    def keywords(self) -> str:
        """Return two keywords, as in a list of YAML."""
        return ", ".join(self._random.sample(_WORDS, 2))


def _person(words: _Words, _number: int) -> Generated:
    name = f"{words.word()}{words.group}"
    given = words.word(2)
    fields = f"""\
name:
  ja: {{family: {words.han(2)}{words.group}, given: {words.han(2)}}}
  en: {{family: {name}, given: {given}}}
born:
  date: {words.birth}
  place: {{ja: {words.han(2)}, en: {words.word()}}}
positions:
  - position: {{ja: 会員, en: Member}}
    organization: organization-{words.group}
found:
  - in: article-{words.group}
    at: biography
    name: {{en: {given} {name}}}
"""
    return _record("people", "person", f"person-{words.group}", fields)


def _organization(words: _Words, _number: int) -> Generated:
    fields = f"""\
name: {{ja: {words.han(4)}社{words.group}, en: {words.word()} Press {words.group}}}
place: {{ja: 東京, en: Tokyo}}
founded: {words.birth}
found:
  - in: article-{words.group}
    at: biography
    name: {{en: {words.word()} Press {words.group}}}
"""
    return _record("organizations", "organization", f"organization-{words.group}", fields)


def _photo(words: _Words, _number: int) -> Generated:
    fields = f"""\
language: en
devised_title: {words.english}
contributors:
  - {{agent: person-{words.group}, role: photographer}}
created: {words.year}-08-{1 + words.group % 28:02}
location: {{en: {words.word()}, ja: {words.han(2)}}}
caption: {words.english} in the evening.
credit: Photo {words.word()}
found:
  - in: article-{words.group}
    at: photo credit
    credit: Photo
"""
    item = _item(words.english, words, type="graphic", dated=False)
    return _record("photos", "photo", f"photo-{words.group}", fields, item)


def _source(words: _Words, number: int) -> Generated:
    is_report = number % 10 == 3
    id = f"source-{words.group}-{number % 10}"
    fields = f"""\
type: {"report" if is_report else "broadcast"}
language: en
title: {words.english}
publisher: organization-{words.group}
issued: {words.year}-{1 + words.group % 12:02}
contributors:
  - {{agent: person-{words.other_group}, role: {"author" if is_report else "speaker"}}}
url: https://example.org/{id}
found:
  - in: article-{words.group}
    at: first heading
    title: {words.english}
    publisher: Press
"""
    return _record("sources", "source", id, fields, _item(words.english, words, type="report"))


def _article(words: _Words, number: int) -> Generated:
    is_first = number % 10 == 5
    fields = f"""\
type: webpage
language: en
title: {words.english}
contributors:
  - {{agent: person-{words.group}, role: author}}
issued: {words.year}-01-{1 + words.group % 28:02}
translation_of: {{language: ja, issued: {words.year}}}
illustrations: [photo-{words.group}]
about: [person-{words.other_group}]
keywords: [{words.keywords()}]
citations:
  - source: source-{words.group}-{number % 10 - 2}
    intent: cites as evidence
    at: first heading
    claims: [{words.english}]
"""
    id = f"article-{words.group}" if is_first else f"article-{words.group}-b"
    return _record("articles", "article", id, fields, _item(words.english, words, type="webpage"))


def _book(words: _Words, number: int) -> Generated:
    fields = f"""\
language: ja
title:
  ja: {words.japanese}
  ja-Latn: {words.word()} {words.word()} {number}
  en: {words.english}
contributors:
  - {{agent: person-{words.group}, role: author}}
  - {{agent: person-{words.other_group}, role: translator}}
publisher: organization-{words.other_group}
issued: {words.year}
series: {words.han(2)}新書
found:
  - in: article-{words.group}
    at: list of covers
    title: {words.japanese}
    contributors: {words.han(2)} (著)
"""
    item = _item(words.japanese, words, type="book") | {"language": "ja"}
    return _record("books", "book", f"book-{words.group}-{number % 10}", fields, item)


def _item(title: str, words: _Words, *, type: str, dated: bool = True) -> dict[str, object]:
    authors = [{"family": f"F{words.group}", "given": "G"}]
    item: dict[str, object] = {"type": type, "title": title, "author": authors}
    if dated:
        item["issued"] = {"date-parts": [[words.year]]}
    return item


def _record(
    folder: str, kind: str, id: str, fields: str, item: dict[str, object] | None = None
) -> Generated:
    schema = f"# yaml-language-server: $schema=../../schemas/{kind}.schema.json\n"
    text = f"{schema}id: {id}\nkind: {kind}\n{fields}"
    return Generated(folder, f"{id}.yaml", text, {"id": id, **item} if item else {})


_MAKERS: tuple[Callable[[_Words, int], Generated], ...] = (
    *(_person, _organization, _photo, _source, _source),
    *(_article, _article, _book, _book, _book),
)
"""What makes each of ten records."""


def catalogue(total: int) -> Iterator[Generated]:
    """Yield `total` records, rounded down to tens."""
    total = total // 10 * 10
    for number in range(total):
        yield _MAKERS[number % 10](_Words(number, total), number)


def write(total: int, folder: Path) -> None:
    """Write the catalogue, `peers.json` and `peers.bib` into a folder."""
    items = []
    for record in catalogue(total):
        path = folder / "records" / record.folder / record.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(record.text, "utf-8")
        if record.item:
            items.append(record.item)
    (folder / "peers.json").write_text(json.dumps(items, ensure_ascii=False), "utf-8")
    with (folder / "peers.bib").open("w", encoding="utf-8") as bib:
        for item in items:
            issued = item.get("issued", {"date-parts": [[2000]]})
            year = issued["date-parts"][0][0]  # type: ignore[index]
            fields = f"author = {{F, G}},\n  title = {{{item['title']}}},\n  year = {{{year}}}"
            bib.write(f"@misc{{{item['id']},\n  {fields}\n}}\n\n")


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
