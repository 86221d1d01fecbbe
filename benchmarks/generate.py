"""Makes a catalogue of N records for the benchmarks, and the same works as CSL-JSON and BibTeX for the peers.

    python benchmarks/generate.py 10000 FOLDER

Every kind occurs, in Japanese and English, each record in a file of its own of about half a kilobyte, with links
between them: of ten records one is a person, one an organisation, one a photo, two are sources, two articles and
three books. The same N gives the same files.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

SYLLABLES = "a ka sa ta na ha ma ya ra wa i ki shi chi ni hi mi ri u ku su tsu nu fu mu yu ru e ke se te ne o ko so to no".split()
HAN = "山川田中木林森大小高石井上下村本水火土金月日天地人東西南北春夏秋冬白黒青赤花鳥風雪海空星光"
WORDS = "history garden river winter letters archive mountain silence machine border market island paper voyage".split()


def word(chance: random.Random, length: int = 3) -> str:
    """Make a Japanese-looking word in Latin letters."""
    return "".join(chance.choices(SYLLABLES, k=length)).capitalize()


def han(chance: random.Random, length: int) -> str:
    """Make some Han characters."""
    return "".join(chance.choices(HAN, k=length))


def record(number: int, total: int) -> tuple[str, str, dict[str, object]]:
    """Make one record: its folder, its YAML, and what CSL-JSON says of it (empty for persons and organisations)."""
    chance = random.Random(number)  # noqa: S311 - not for secrets
    tens, ones = divmod(number, 10)
    last = max(0, (total - 1) // 10)
    person, organization = f"person-{tens}", f"organization-{tens}"
    other = chance.randint(0, last)
    head = f"# yaml-language-server: $schema=../../schemas/{{}}.schema.json\nid: {{}}-{tens}\nkind: {{}}\n"
    year = 1900 + chance.randrange(120)
    english = " ".join(chance.choices(WORDS, k=4)).capitalize() + f" {number}"
    japanese = f"{han(chance, 8)}{number}"
    if ones == 0:
        family, given = word(chance), word(chance, 2)
        return (
            "people",
            head.format("person", "person", "person")
            + (
                f"language: ja\nname:\n  ja: {{family: {han(chance, 2)}{tens}, given: {han(chance, 2)}}}\n"
                f"  en: {{family: {family}{tens}, given: {given}}}\nborn:\n  date: {year}\n  place: {{ja: {han(chance, 2)}, en: {word(chance)}}}\n"
                f"positions:\n  - position: {{ja: 会員, en: Member}}\n    organization: {organization}\n"
                f"found:\n  - in: article-{tens}\n    at: biography\n    name: {{en: {given} {family}{tens}}}\n"
            ),
            {},
        )
    if ones == 1:
        return (
            "organizations",
            head.format("organization", "organization", "organization")
            + (
                f"language: ja\nname: {{ja: {han(chance, 4)}社{tens}, en: {word(chance)} Press {tens}}}\nplace: {{ja: 東京, en: Tokyo}}\n"
                f"founded: {year}\nfound:\n  - in: article-{tens}\n    at: biography\n    name: {{en: {word(chance)} Press {tens}}}\n"
            ),
            {},
        )
    names = [{"family": f"F{tens}", "given": "G"}]
    if ones == 2:
        return (
            "photos",
            head.format("photo", "photo", "photo")
            + (
                f"language: en\ndevised_title: {english}\ncontributors:\n  - {{agent: {person}, role: photographer}}\n"
                f"created: {year}-08-{1 + tens % 28:02}\nlocation: {{en: {word(chance)}, ja: {han(chance, 2)}}}\ncaption: {english} in the evening.\n"
                f"credit: Photo {word(chance)}\nfound:\n  - in: article-{tens}\n    at: photo credit\n    credit: Photo\n"
            ),
            {"id": f"photo-{tens}", "type": "graphic", "title": english, "author": names},
        )
    if ones in {3, 4}:
        name = f"source-{tens}-{ones}"
        text = head.replace(f"{{}}-{tens}", name).format("source", "source") + (
            f"type: {'report' if ones == 3 else 'broadcast'}\nlanguage: en\ntitle: {english}\npublisher: {organization}\nissued: {year}-{1 + tens % 12:02}\n"
            f"contributors:\n  - {{agent: person-{other}, role: {'author' if ones == 3 else 'speaker'}}}\n"
            f"url: https://example.org/{name}\nfound:\n  - in: article-{tens}\n    at: first heading\n    title: {english}\n    publisher: Press\n"
        )
        return (
            "sources",
            text,
            {
                "id": name,
                "type": "report",
                "title": english,
                "author": names,
                "issued": {"date-parts": [[year]]},
            },
        )
    if ones in {5, 6}:
        name = f"article-{tens}" if ones == 5 else f"article-{tens}-b"
        text = head.replace(f"{{}}-{tens}", name).format("article", "article") + (
            f"type: webpage\nlanguage: en\ntitle: {english}\ncontributors:\n  - {{agent: {person}, role: author}}\nissued: {year}-01-{1 + tens % 28:02}\n"
            f"translation_of: {{language: ja, issued: {year}}}\nillustrations: [photo-{tens}]\nabout: [person-{other}]\nkeywords: [{', '.join(chance.sample(WORDS, 2))}]\n"
            f"citations:\n  - source: source-{tens}-{ones - 2}\n    intent: cites as evidence\n    at: first heading\n    claims: [{english}]\n"
        )
        return (
            "articles",
            text,
            {
                "id": name,
                "type": "webpage",
                "title": english,
                "author": names,
                "issued": {"date-parts": [[year]]},
            },
        )
    name = f"book-{tens}-{ones}"
    text = head.replace(f"{{}}-{tens}", name).format("book", "book") + (
        f"language: ja\ntitle:\n  ja: {japanese}\n  ja-Latn: {word(chance)} {word(chance)} {number}\n  en: {english}\n"
        f"contributors:\n  - {{agent: {person}, role: author}}\n  - {{agent: person-{other}, role: translator}}\npublisher: organization-{other}\n"
        f"issued: {year}\nseries: {han(chance, 2)}新書\nfound:\n  - in: article-{tens}\n    at: list of covers\n    title: {japanese}\n    contributors: {han(chance, 2)} (著)\n"
    )
    return (
        "books",
        text,
        {
            "id": name,
            "type": "book",
            "title": japanese,
            "author": names,
            "issued": {"date-parts": [[year]]},
            "language": "ja",
        },
    )


def catalogue(total: int) -> Iterator[tuple[str, str, str, dict[str, object]]]:
    """Give each of `total` records: folder, file name, YAML, CSL-JSON."""
    for number in range(total // 10 * 10):
        folder, text, item = record(number, total // 10 * 10)
        yield folder, text.split("id: ", 1)[1].split("\n", 1)[0] + ".yaml", text, item


def write(total: int, folder: Path) -> None:
    """Write the catalogue, `peers.json` and `peers.bib` into a folder."""
    items = []
    for kind in ("people", "organizations", "photos", "sources", "articles", "books"):
        (folder / "records" / kind).mkdir(parents=True, exist_ok=True)
    for kind, name, text, item in catalogue(total):
        (folder / "records" / kind / name).write_text(text, "utf-8")
        if item:
            items.append(item)
    (folder / "peers.json").write_text(json.dumps(items, ensure_ascii=False), "utf-8")
    with (folder / "peers.bib").open("w", encoding="utf-8") as bib:
        for item in items:
            year = item.get("issued", {"date-parts": [[2000]]})["date-parts"][0][0]  # type: ignore[index]
            bib.write(
                f"@misc{{{item['id']},\n  author = {{F, G}},\n  title = {{{item['title']}}},\n  year = {{{year}}}\n}}\n\n"
            )


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
