"""MARC 21 as cataloguing practice has it: small records, and what is in the fields that matter."""

from __future__ import annotations

import pytest

from tests.support.coverage import completed, exported, parsed
from tests.support.elements import marc

SERIAL = "{id: nature, kind: serial, title: Nature, issued: 1869-11-04/.., place: London, publisher: {name: Springer}}"
JAPANESE_BOOK = """{id: mori, language: ja, title: {ja: ノルウェイの森, ja-Latn: Noruwei no mori}, issued: 1987,
    place: {ja: 東京, ja-Latn: Tōkyō}, publisher: {name: {ja: 講談社, ja-Latn: Kōdansha}}}"""

CASES = [
    ("who is a maker is no event again", "111 $a", ["Tea Conference"],
     "[{contributors: [{agent: tea-conference, role: author}], event: tea-conference},"
     " {id: tea-conference, kind: event, name: Tea Conference}]"),
    ("a part has no publisher of its own", "264 $b", [],
     f"[{{kind: article, type: article-journal, part_of: nature, issued: 1953}}, {SERIAL}]"),
    ("the publisher stands with the host", "773 $d", ["London: Springer, 1869-"],
     f"[{{kind: article, type: article-journal, part_of: nature, issued: 1953}}, {SERIAL}]"),
    ("what a part says of a publisher is the host's", "773 $d", ["Oxford: Tea Press"],
     "{kind: article, type: article-journal, container_title: Tea, place: Oxford, publisher: {name: Tea Press}}"),
    ("without a host it is the part's", "264 $b", ["Tea Press"],
     "{kind: article, type: article-journal, publisher: {name: Tea Press}}"),
    ("an editor of the book is none of the chapter", "700", [],
     "{kind: part, type: chapter, container_title: Teas, contributors: [{name: Ann Lee, role: editor}]}"),
    ("an ISBN of the book is none of the chapter", "020 $a", [],
     "{kind: part, type: chapter, container_title: Teas, identifiers: {isbn: 978-0-306-40615-7}}"),
    ("it is that of the host", "773 $z", ["9780306406157"],
     "{kind: part, type: chapter, container_title: Teas, identifiers: {isbn: 978-0-306-40615-7}}"),
    ("a linking entry in another script is all in it", "880 $d", ["Tōkyō: Kōdansha, 1987"],
     f"[{{language: zh, translation_of: mori}}, {JAPANESE_BOOK}]"),
    ("the publisher of a linked work is in the language of that work", "765 $d", ["東京: 講談社, 1987"],
     f"[{{language: en, translation_of: mori}}, {JAPANESE_BOOK}]"),
    ("Han characters and simplified ones are one field", "880 $b", ["Renmin"],
     "{language: zh, title: 红楼梦, place: 北京, publisher: {name: {zh-Hans: 人民, zh-Latn: Renmin}}}"),
    ("a conference that made the host has its qualifiers in parentheses", "773 $a",
     ["Tea Days (12 : 2019 : Kyoto)"],
     "[{kind: part, type: chapter, part_of: teas}, {id: teas, contributors: [{agent: days, role: author}]},"
     " {id: days, kind: event, name: Tea Days, number: '12', date: 2019-09, place: Kyoto}]"),
    ("a parallel title stands behind the title", "245 $b", ["= Tea"],
     "{language: de, title: Tee, parallel_title: {en: Tea}}"),
    ("and behind the subtitle", "245 $b", ["ein Buch = Tea"],
     "{language: de, title: Tee, subtitle: ein Buch, parallel_title: {en: Tea}}"),
    ("a parallel title has one field 246", "246 $a", ["Tea"],
     "{language: de, title: {de: Tee, en: Tea}, parallel_title: {en: Tea}}"),
    ("a film on a videodisc is a videorecording", "008/33", ["v"],
     "{kind: film, carrier_type: [videodisc]}"),
    ("a publisher number has one field", "028 $b", ["Schott"],
     "{kind: score, publisher: {name: Schott}, identifiers: {publisher_number: ED 1}}"),
    ("a silent film has no sound", "344 $i", ["silent"], "{kind: film, sound: silent}"),
    ("the day of entry is that of the delivery", "008/00-05", ["260101"], "{title: Tea}"),
    ("an attributed author is no author", "100 $4", ["att"],
     "{contributors: [{name: Ann Lee, role: author, certainty: attributed}]}"),
    ("an attributed painter is a painter", "100 $4", ["art", "att"],
     "{contributors: [{name: Ann Lee, role: artist, certainty: attributed}]}"),
    ("a supposed author is no main entry", "100", [],
     "{contributors: [{name: Ann Lee, role: author, certainty: supposed}]}"),
    ("one person with two roles is one heading", "100 $4", ["aut", "ill"],
     "{contributors: [{name: Ann Lee, roles: [author, illustrator]}]}"),
    ("a serial has one ISSN", "022 $a", ["0028-0836"],
     "{kind: serial, identifiers: {issn: [{number: 0028-0836, qualifier: print},"
     " {number: 1476-4687, qualifier: online}]}}"),
    ("the ISSN of another medium stands with it", "776 $x", ["1476-4687"],
     "{kind: serial, identifiers: {issn: [{number: 0028-0836, qualifier: print},"
     " {number: 1476-4687, qualifier: online}]}}"),
    ("a podcast is no radio programme", "655 $a", ["Podcasts", "podcast episode"],
     "{kind: recording, type: broadcast, genre: podcast episode, url: 'https://example.org/1'}"),
    ("a translated title that the item has is no 242", "246 $i", ["On the spine:"],
     "{language: yi, title: טיי, variant_titles: [{type: translated, title: {en: Tea}, note: On the spine}]}"),
    ("an address leads to a version of a printed book", "856 4# $u", [],
     "{extent: 92 pages, url: 'https://example.org/1'}"),
    ("with the second indicator 1", "856 41 $u", ["https://example.org/1"],
     "{extent: 92 pages, url: 'https://example.org/1'}"),
    ("and does not make it an online resource", "338 $b", ["nc"],
     "{extent: 92 pages, url: 'https://example.org/1'}"),
    ("a photo is called a photograph", "655 $a", ["Photographs"], "{kind: photo}"),
    ("a work known by its language alone is a note", "580 $a", ["Edition in another language: Chinese"],
     "{language_editions: [{language: zh}]}"),
    ("a date between two years", "008/06-14", ["q09751025"], "{issued: '[0975..1025]'}"),
    ("and in words", "264 $c", ["[between 975 and 1025]"], "{issued: '[0975..1025]'}"),
    ("also one that is part of a collection", "264 #0 $c", ["1844"],
     "{kind: manuscript, created: 1844, part_of: {title: Papers}}"),
    ("a letter that is printed in a book is published", "264 #0 $c", [],
     "{kind: manuscript, type: personal_communication, issued: 1844, container_title: Letters}"),
    ("a parallel title stands in the title statement", "245 $b", ["= The heart"],
     "{language: ja, title: こゝろ, parallel_title: {en: The heart}}"),
    ("behind the subtitle", "245 $b", ["a novel = Herz"],
     "{title: The heart, subtitle: a novel, parallel_title: {de: Herz}}"),
    ("and is traced", "246 31 $a", ["The heart"],
     "{language: ja, title: こゝろ, parallel_title: {en: The heart}}"),
    ("what a printed date means is in one pair of brackets", "264 $c",
     ["19 - [between 1900 and 1999-]"], "{issued: {date: 19XX/.., printed: '19 -'}}"),
    ("a printed decade is clear", "264 $c", ["[200-], c1932"],
     "{issued: {date: 200X, printed: '[200-], c1932'}}"),
    ("of centuries", "264 $c", ["[between 7th century and 19th century]"], "{issued: 06XX/18XX}"),
    ("a group of languages has a code", "008/35-37", ["myn"], "{language: myn}"),
    ("a recording is not always of songs", "655 $a", ["Sound recordings"],
     "{kind: recording, type: song}"),
    ("a manuscript is produced", "264 #0 $c", ["1844-01-11"], "{kind: manuscript, created: 1844-01-11}"),
    ("a note for the staff is not public", "583 0# $x", ["Ask Ann"], "{notes: {staff: Ask Ann}}"),
    ("a hidden relation is not displayed", "787 1_ $t", ["Tea"],
     "[{related_works: [{work: tea, public: false}]}, {id: tea, title: Tea}]"),
    ("a volume without a host is a note", "500 $a", ["Volume: 2"], "{volume: '2'}"),
    ("pages beside an extent are a note", "500 $a", ["Pages: 1-99"], "{extent: 1 volume, pages: 1-99}"),
    ("a number of volumes that the extent says is none", "500 $a", [], "{extent: 28 v., volumes: 28}"),
    ("a translation is no reissue of the original", "008/06-14", ["s2008    "],
     "{kind: book, issued: 2008, original_date: 1865, other_languages: {original: ru}}"),
    ("a span within a year has one date", "008/06-14", ["s1980    "],
     "{kind: recording, type: interview, created: 1980-07-28/1980-08-20}"),
    ("a case in a reporter is a component part", "LDR/06-07", ["aa"],
     "{kind: legal, type: legal_case, part_of: {title: Reports}}"),
    ("an interview that is heard as well", "LDR/06-07", ["ia"],
     "{kind: recording, type: interview, container_title: Talks}"),
    ("an interview alone is none", "LDR/06-07", ["am"], "{kind: source, type: interview}"),
    ("and is told from a book of interviews", "655 $a", ["Interviews", "Interview"],
     "{kind: source, type: interview}"),
    ("a copy has a number", "852 $t", ["2"], "{holdings: [{shelfmark: A 1, copy: Copy 2}]}"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("element", "expected", "example"),
    [each[1:] for each in CASES],
    ids=[each[0] for each in CASES],
)
def test_practice(element: str, expected: list[str], example: str) -> None:
    assert marc(exported("marc", parsed(example)), element) == expected


def test_a_family_is_called_one_once() -> None:
    for name, heading in (("Medici", "Medici (Family)"), ("Medici family", "Medici family")):
        record = completed({"kind": "family", "name": name})
        assert marc(exported("marc", [record]), "100 3# $a") == [heading]
