"""What is suggested for a wrong word: what is meant, and never something else."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from exporter.model import vocabularies
from exporter.model.vocabularies import vocabulary
from exporter.records.document import Document
from exporter.records.loader import read_schemas
from exporter.suggest import nearest
from exporter.tables import read_table
from exporter.validate.checks.invalid_date import on_value
from exporter.validate.date_suggestions import suggested_date
from exporter.validate.record import RecordValidator
from exporter.validate.synonyms import FIELDS, KINDS, ROLES, TYPES, synonym
from exporter.validate.value_suggestions import suggested_value
from tests.conftest import ROOT, exporter

NEAR = {
    ("titel", ("type", "title")): "title",
    ("bok", ("photo", "book")): "book",
    ("tie", ("ris", "tei")): "tei",
    ("containerTitle", ("container_title",)): "container_title",
    ("invalid-dat", ("invalid-date", "mojibake")): "invalid-date",
    ("publihser", ("publisher", "place")): "publisher",
    ("organistaion", ("organization",)): "organization",
    ("dissertation", ("legislation", "thesis")): "",
    ("cartographer", ("photographer",)): "",
    ("creator", ("curator", "author")): "",
    ("preprint", ("report",)): "",
    ("atlas", ("dataset",)): "",
    ("recording", ("hearing",)): "",
    ("editors", ("edition",)): "",
    ("price", ("place",)): "",
    ("court", ("about",)): "",
    ("gnd", ("ndl",)): "",
    ("hobson", ("moon",)): "",
    ("di", ("id", "kind")): "id",
    ("qd", ("id", "title")): "id",
    ("i", ("id", "in")): "",
    ("xy", ("x", "a")): "",
}


@pytest.mark.parametrize(("asked", "meant"), NEAR.items(), ids=[word for word, _ in NEAR])
def test_only_a_misspelled_word_has_a_nearest_one(
    asked: tuple[str, tuple[str, ...]], meant: str
) -> None:
    assert nearest(*asked) == meant


SYNONYMS = {
    "journal-article": "article-journal",
    "journalArticle": "article-journal",
    "journal article": "article-journal",
    "JOUR": "article-journal",
    "Zeitschriftenartikel": "article-journal",
    "article de revue": "article-journal",
    "論文": "article-journal",
    "newspaper": "article-newspaper",
    "preprint": "article",
    "dissertation": "thesis",
    "phdthesis": "thesis",
    "学位論文": "thesis",
    "film": "motion_picture",
    "movie": "motion_picture",
    "video": "motion_picture",
    "映画": "motion_picture",
    "television": "broadcast",
    "podcast": "broadcast",
    "radio": "broadcast",
    "audio": "song",
    "atlas": "map",
    "score": "musical_score",
    "recording": "song",
    "letter": "personal_communication",
    "email": "personal_communication",
    "case": "legal_case",
    "law": "legislation",
    "photograph": "graphic",
    "image": "graphic",
    "painting": "graphic",
    "blog": "post-weblog",
    "website": "webpage",
    "computer program": "software",
    "working paper": "report",
    "incollection": "chapter",
    "Monographie": "book",
}


@pytest.mark.parametrize("word", SYNONYMS)
def test_another_word_for_a_type(word: str) -> None:
    assert synonym(word, vocabulary("types"), TYPES) == SYNONYMS[word]


def test_the_first_synonym_that_is_allowed() -> None:
    assert synonym("supervisor", {"thesis advisor"}, ROLES) == "thesis advisor"
    assert synonym("aut", {"author", "editor"}, ROLES) == "author"
    assert synonym("Hrsg.", {"author", "editor"}, ROLES) == "editor"
    assert synonym("creator", {"author"}, ROLES) == "author"
    assert synonym("Inschrift", {"manuscript"}, TYPES) == "manuscript"
    assert synonym("composer", {"person"}, KINDS) == "person"
    assert synonym("団体", {"organization"}, KINDS) == "organization"
    assert synonym("author", {"editor"}, ROLES, TYPES) == ""
    assert synonym("encyclopedia", {"book", "entry-encyclopedia"}, TYPES) == "book"
    assert synonym("encyclopedia", {"chapter", "entry-encyclopedia"}, TYPES) == "entry-encyclopedia"


def test_the_table_of_synonyms() -> None:
    """Its terms are those of the vocabularies, and no word stands twice for one term."""
    rows = read_table(Path(vocabularies.__file__).with_name("synonyms.tsv"))
    assert len(rows) > 2_000
    assert len({tuple(row.values()) for row in rows}) == len(rows)
    for row in rows:
        assert row["word"] == row["word"].strip() != ""
        if row["vocabulary"] == TYPES:
            assert row["term"] in vocabulary("types"), row


DATES = {
    "before 1949": "../1949",
    "vor 1949": "../1949",
    "1949年以前": "../1949",
    "after 1949": "1949/..",
    "1949/50": "1949/1950",
    "1914–18": "1914/1918",
    "ca. 1900–05?": "1900~/1905?",
    "[1949/50]": "1949/1950",
    "1899-03-12 bis 1899-04-01": "1899-03-12/1899-04-01",
    "vom 3. Mai 1899 bis 4. Juni 1899": "1899-05-03/1899-06-04",
    "zw. 1900 u. 1905": "[1900..1905]",
    "1900 bzw. 1901": "[1900,1901]",
    "ante 1914": "../1914",
    "1900 (ca.)": "1900~",
    "verm. 1900": "1900?",
    "1901 [?]": "1901?",
    "1890-е гг.": "189X",
    "Mittwoch, den 12ten März 1899": "1899-03-12",
    "12. März [1899]": "1899-03-12",
    "3/1899": "1899-03",
    "03.1899": "1899-03",
    "1998-99": "1998/1999",
    "probably 1850": "1850?",
    "vermutlich 1850": "1850?",
    "1954-": "1954/..",
    "1869–": "1869/..",
    "1954-present": "1954/..",
    "between 975 and 1025": "[0975..1025]",
    "[between 1949 and 1951]": "[1949..1951]",
    "between 50 BC and 20 BC": "[-0049..-0019]",
    "1999 or 2000": "[1999,2000]",
    "1999 and 2000": "{1999,2000}",
    "1999-2001": "1999/2001",
    "1906–1908": "1906/1908",
    "13/06/1949": "1949-06-13",
    "06/13/1949": "1949-06-13",
    "05/05/1949": "1949-05-05",
    "27.08.2021": "2021-08-27",
    "1.11.1889": "1889-11-01",
    "03. 04. 1949": "1949-04-03",
    "12.IX.1889": "1889-09-12",
    "1. X. 1889": "1889-10-01",
    "2/xii/1925": "1925-12-02",
    "3 IV 1949": "1949-04-03",
    "VIII.1949": "1949-08",
    "2021/08/27": "2021-08-27",
    "2021-8-27": "2021-08-27",
    "2021-26-08": "2021-08-26",
    "19490613": "1949-06-13",
    "2021-09-01 12:00": "2021-09-01",
    "25 April 1953": "1953-04-25",
    "July 21, 1969": "1969-07-21",
    "Thursday, Aug. 26, 2021": "2021-08-26",
    "13. Juni 1949": "1949-06-13",
    "1er juin 1949": "1949-06-01",
    "2021年8月27日": "2021-08-27",
    "13 de abril de 1999": "1999-04-13",
    "marzo 2001": "2001-03",
    "3 мая 1888 г.": "1888-05-03",
    "verano de 2001": "2001-22",
    "Nov./Dec. 2003": "2003-11/2003-12",
    "maio/ago. 2001": "2001-05/2001-08",
    "Spring-Summer 2001": "2001-21/2001-22",
    "4-8 Aug. 2020": "2020-08-04/2020-08-08",
    "March 3–5, 2001": "2001-03-03/2001-03-05",
    "2001 Mar 3-5": "2001-03-03/2001-03-05",
    "30. Sept.-2. Okt. 2019": "2019-09-30/2019-10-02",
    "1902.03.15/1902.03.22": "1902-03-15/1902-03-22",
    "Spring 1949": "1949-21",
    "Herbst 1949": "1949-23",
    "1949年春": "1949-21",
    "Q1 1949": "1949-33",
    "[1970?]": "1970?",
    "[2016?]": "2016?",
    "1970 (?)": "1970?",
    "[1970]": "1970",
    "ca. 1606": "1606~",
    "c. 1801": "1801~",
    "[ca. 1606?]": "1606%",
    "194-": "194X",
    "[194-?]": "194X?",
    "1940s": "194X",
    "1940年代": "194X",
    "19--": "19XX",
    "18th century": "17XX",
    "18. Jahrhundert": "17XX",
    "XVIIIe siècle": "17XX",
    "18世紀": "17XX",
    "5th century BC": "-04XX",
    "5. Jh. v. Chr.": "-04XX",
    "Ve siècle av. J.-C.": "-04XX",
    "紀元前5世紀": "-04XX",
    "50 BC": "-0049",
    "1 BC": "0000",
    "AD 500": "0500",
    "平成5年": "1993",
    "昭和24年6月13日": "1949-06-13",
    "令和元年": "2019",
    "MDCCXCII": "1792",
    "２０２１": "2021",
}


@pytest.mark.parametrize("written", DATES)
def test_a_date_that_is_meant(written: str) -> None:
    assert suggested_date(written) == DATES[written]
    assert on_value(DATES[written]) is None
    fault = on_value(written)
    assert fault
    assert fault.replacement == DATES[written]


@pytest.mark.parametrize(
    "written",
    [
        "03/04/1949",
        "1.XIII.1949",
        "v.1949",
        "30.2.1949",
        "mid-1949",
        "early 18th century",
        "1949 or so",
        "†2001",
        "n.d.",
        "1953, 1954",
        "199?",
        "1914-18",
        "2001-13",
        "2001-13-45",
        "1949/31",
        "ca. 1900-05",
        "13/1899",
        "0.1899",
        "1899–02-03",
        "1949-06/07",
        "Winter 1999/2000",
        "Dec.-Jan. 2004",
        "1-2 1949",
        "c1970",
        "©1906",
        "in press",
    ],
)
def test_a_date_that_may_mean_something_else_is_not_suggested(written: str) -> None:
    fault = on_value(written)
    assert fault
    assert fault.replacement is None
    assert fault.hint


def test_the_hint_for_what_is_no_date_of_publication() -> None:
    for written in ("s. d.", "o. D.", "undatiert", "日付なし", "[n.d.]"):
        fault = on_value(written)
        assert fault
        assert fault.hint == "delete the field: what is not known is left out"
    for written in ("c1970", "©1970", "[c1970]", "cop. 1970"):
        fault = on_value(written)
        assert fault
        assert "copyright_date: 1970" in fault.hint
    fault = on_value("03/04/1949")
    assert fault
    assert "1949-03-04 or 1949-04-03" in fault.hint


def test_a_number_that_is_no_year(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    file = tmp_path / "records" / "a.yaml"
    for written, hint in {
        "-50": 'write "-0050" in quotation marks for 51 BC',
        "0": 'write "0000" in quotation marks for 1 BC',
        "19490613": "did you mean “1949-06-13”?",
    }.items():
        file.write_text(f"id: a\nkind: book\nlanguage: en\ntitle: A\nissued: {written}\n")
        out = exporter("-C", tmp_path, "validate").out
        assert "a.yaml:5:9: error: invalid-date: " in out
        assert hint in out
        assert out.count("error:") == 1


def test_the_hint_for_a_work_that_is_not_yet_published() -> None:
    for written, status in {"in press": "in press", "近刊": "forthcoming"}.items():
        fault = on_value(written)
        assert fault
        assert fault.hint == f"delete the field, and write status: {status}"


OTHER_WORDS = {
    "address": "did you mean “place”?",
    "page": "did you mean “pages”?",
    "ed": "did you mean “edition”?",
    "IS": "did you mean “issue”?",
    "PY": "did you mean “issued”?",
    "original-title": 'it belongs inside “translation_of”, as “title”, as in: translation_of: {title: "x"}',
    "event-place": 'it belongs inside “event”, as “place”, as in: event: {place: "x"}',
    "Tagungsort": 'it belongs inside “event”, as “place”, as in: event: {place: "x"}',
    "conference date": 'it belongs inside “event”, as “date”, as in: event: {date: "x"}',
    "isbn13": 'it belongs inside “identifiers”, as “isbn”, as in: identifiers: {isbn: "x"}',
    "callNumber": 'it belongs inside “holdings”, as “shelfmark”, as in: - {shelfmark: "x"}',
    "shelfmark": 'it belongs inside “holdings”, as in: - {shelfmark: "x"}',
    "library": 'it belongs inside “holdings”, as “repository”, as in: - {repository: "x"}',
    "repository": 'it belongs inside “holdings”, as in: - {repository: "x"}',
    "part": "did you mean “part_number”?",
    "in": "did you mean “part_of”?",
    "decided": "did you mean “issued”?",
    "size": "did you mean “dimensions” or “extent”?",
    "Ausgabe": "did you mean “issue” or “edition”?",
    "spine title": "did you mean “variant_titles”?",
    "last_accessed": "did you mean “accessed”?",
    "podcast": "did you mean “container_title”?",
    "rating": "“exporter explain book” lists all fields",
    "price": "“exporter explain book” lists all fields",
    "read": "“exporter explain book” lists all fields",
    "publication-title": "did you mean “container_title”?",
    "crossref": "did you mean “part_of”?",
    "dc:creator": "did you mean “contributors”?",
    "fundingReferences": "did you mean “funding”?",
    "geoLocations": "did you mean “coordinates”?",
    "artworkSize": "did you mean “dimensions”?",
    "numPages": "did you mean “extent”?",
    "DOI": 'it belongs inside “identifiers”, as “doi”, as in: identifiers: {doi: "x"}',
    "ISBN": 'it belongs inside “identifiers”, as “isbn”, as in: identifiers: {isbn: "x"}',
    "accession number": 'it belongs inside “identifiers”, as “local”, as in: identifiers: {local: "x"}',
    "Signatur": 'it belongs inside “holdings”, as “shelfmark”, as in: - {shelfmark: "x"}',
    "cote": 'it belongs inside “holdings”, as “shelfmark”, as in: - {shelfmark: "x"}',
    "請求記号": 'it belongs inside “holdings”, as “shelfmark”, as in: - {shelfmark: "x"}',
    "editor": "it is a term of “role”: write role: editor, inside “contributors”, as in: "
    "- {agent: x, role: editor}",
    "editors": "write role: editor, inside “contributors”, as in: - {agent: x, role: editor}",
    "Übersetzer": "write role: translator, inside “contributors”, as in: "
    "- {agent: x, role: translator}",
}
"""Words of BibTeX, CSL, RIS, Zotero, DataCite, Dublin Core and of languages, and their hints."""


@pytest.mark.parametrize("word", OTHER_WORDS)
def test_another_word_for_a_field(word: str) -> None:
    text = f"id: a\nkind: book\ntitle: A\n{word}: x\n"
    data = {"id": "a", "kind": "book", "title": "A", word: "x"}
    validator = RecordValidator(read_schemas(ROOT))
    (finding,) = validator.validate(Document(Path("a.yaml"), data, text)).findings
    assert (finding.name, finding.hint) == ("unknown-field", OTHER_WORDS[word])


def test_every_synonym_of_a_field_leads_to_a_field() -> None:
    schemas = read_schemas(ROOT)
    known = set()
    for kind in schemas.kinds:
        for name, field in schemas.root(kind).children.items():
            known.add(name)
            known.update(field.children)
            known.update(field.children["*"].children if "*" in field.children else ())
    rows = read_table(Path(vocabularies.__file__).with_name("synonyms.tsv"))
    words = {row["term"] for row in rows if row["vocabulary"] == FIELDS}
    unknown = {name for term in words for name in term.split("/")} - known
    assert unknown == set()


WORDS_OF_ARCHIVES = {
    "date": "did you mean “created”?",
    "Datum": "did you mean “created”?",
    "Laufzeit": "did you mean “duration” or “created”?",
    "Erscheinungsjahr": "did you mean “issued”?",
    "Provenienz": 'it belongs inside “holdings”, as “provenance”, as in: - {provenance: "x"}',
    "Karton": 'it belongs inside “holdings”, as “box”, as in: - {box: "x"}',
    "collection": 'it belongs inside “holdings”, as in: - {collection: "x"}',
    "scope_and_content": "did you mean “abstract”?",
    "finding_aids": 'it belongs inside “notes”, as “finding_aid”, as in: notes: {finding_aid: "x"}',
    "access_conditions": 'it belongs inside “notes”, as “access”, as in: notes: {access: "x"}',
    "sender": "write role: author, inside “contributors”, as in: - {agent: x, role: author}",
    "from": "write role: author, inside “contributors”, as in: - {agent: x, role: author}",
    "Bestandsbildner": "write role: creator, inside “contributors”, as in: "
    "- {agent: x, role: creator}",
    "Bildnachweis": "did you mean “credit”?",
    "title_de": "put the language below “title”: title: {de: …}",
}
"""Words of ISAD(G) 2 and of finding aids, and their hints in a letter, which is made and not
published."""


@pytest.mark.parametrize("word", WORDS_OF_ARCHIVES)
def test_another_word_for_a_field_of_archival_material(word: str) -> None:
    data = {"id": "a", "kind": "manuscript", "title": "A", word: "x"}
    (finding,) = (
        RecordValidator(read_schemas(ROOT)).validate(Document(Path("a.yaml"), data)).findings
    )
    assert (finding.name, finding.hint) == ("unknown-field", WORDS_OF_ARCHIVES[word])


ROLE_HINTS = {
    "supposed author": "write role: author, and certainty: supposed beside it",
    "attributed artist": "write role: artist, and certainty: attributed beside it",
    "collection-editor": "did you mean “series editor”?",
    "監修": "did you mean “editorial director”?",
    "co-author": "did you mean “author”?",
    "corporate author": "did you mean “author”?",
}


@pytest.mark.parametrize("role", ROLE_HINTS)
def test_another_word_for_a_role(role: str) -> None:
    data = {"id": "a", "kind": "book", "title": "A", "contributors": [{"name": "X", "role": role}]}
    validator = RecordValidator(read_schemas(ROOT))
    (finding,) = validator.validate(Document(Path("a.yaml"), data)).findings
    assert (finding.name, finding.hint) == ("unknown-term", ROLE_HINTS[role])


VALUES = {
    ("duration", "53:27"): "PT53M27S",
    ("duration", "1:02:03"): "PT1H2M3S",
    ("duration", "0:19"): "PT19S",
    ("duration", "53 min"): "PT53M",
    ("duration", "2 hours 5 minutes"): "PT2H5M",
    ("duration", "1時間30分"): "PT1H30M",
    ("duration", "long"): "",
    ("duration", ""): "",
    ("country", "Germany"): "DE",
    ("country", "Deutschland"): "DE",
    ("country", "アメリカ"): "US",
    ("country", "Ruritania"): "",
    ("url", "www.example.org/a"): "https://www.example.org/a",
    ("url", "https://example.org/a^b|c{d}?q=%20"): "https://example.org/a%5Eb%7Cc%7Bd%7D?q=%20",
    ("url", "see the library"): "",
    ("url", "reuters"): "",
    ("licence", "CC BY 4.0"): "https://creativecommons.org/licenses/by/4.0/",
    ("licence", "cc-by-nc-sa-3.0"): "https://creativecommons.org/licenses/by-nc-sa/3.0/",
    ("licence", "CC BY"): "",
    ("licence", "CC0"): "https://creativecommons.org/publicdomain/zero/1.0/",
    ("licence", "all rights reserved"): "",
    ("title", "53:27"): "",
}
"""Values in everyday words, by their field, and how a record writes them."""


@pytest.mark.parametrize(("asked", "meant"), VALUES.items())
def test_a_value_in_everyday_words(asked: tuple[str, str], meant: str) -> None:
    assert suggested_value(*asked) == meant


INSTEAD_OF_IDS = {
    "translation_of: ノルウェイの森": 'write the id of a record or {title: "ノルウェイの森"} if none is wanted',
    "part_of: The Book of Tea": 'such as the-book-of-tea, or container_title: "The Book of Tea" if',
    "publisher: CUP": 'such as cup, or {name: "CUP"} if none is wanted',
    "publisher: Cotta": 'such as cotta, or {name: "Cotta"} if none is wanted',
    "contributors: {name: Anna, role: author}": "write “- ” before its first field, and indent the others",
    "contributors: [agent:anna]": "write a space after the colon: agent: anna",
    "holdings: [shelfmark： B 12]": "write an ordinary colon and a space: shelfmark: B 12",
    "title: {de：Tee}": "write an ordinary colon and a space: de: Tee",
    "publisher:: Cotta": "write one colon: publisher: …",
    "keywords: • eins • zwei": "write a hyphen and a space before each entry, in place of “•”",
    "id: Brief Nr. 3 an Müller": "did you mean “brief-nr-3-an-muller”?",
    "id: 拝啓": "write small letters from a to z, digits and hyphens",
    "language: Französisch": "did you mean “fr”?",
    "language: 日本語": "did you mean “ja”?",
    "language: Yiddish": "did you mean “yi”?",
    "language: Deutsch und Latein": "write them as a list: [de, la]",
    "language: fre/eng": "write them as a list: [fr, en]",
    'contributors: [{name: "Иванов, Пётр", role: author}]': "write {ru: {family: Иванов, given: Пётр}}",
    'contributors: [{name: "夏目, 漱石", role: author}]': "write {…: {family: 夏目, given: 漱石}}",
    "about: [Jane Austen]": "write the id of a record, such as jane-austen",
    "url: https://example.org/a^b": "did you mean “https://example.org/a%5Eb”?",
    "subjects: [Tea]": 'write it like this: {topic: "Tea"}',
    "contributors: Jane Austen": "write it like this, with “- ” before each entry: "
    '- {name: "Jane Austen", role: author}',
}
"""Lines as a newcomer writes them, and a part of their hints."""


@pytest.mark.parametrize("line", INSTEAD_OF_IDS)
def test_the_hint_for_a_name_in_place_of_an_id(line: str) -> None:
    given = {"language": "en", "title": "A"} | yaml.safe_load(line)
    text = yaml.safe_dump({"id": "a", "kind": "book"} | given, allow_unicode=True)
    validator = RecordValidator(read_schemas(ROOT))
    document = Document(Path("a.yaml"), yaml.safe_load(text), text)
    hints = [finding.hint for finding in validator.validate(document).findings]
    assert any(INSTEAD_OF_IDS[line] in hint for hint in hints), hints


RECORDS = {
    "titel: x": "did you mean “title”?",
    "Verlag: x": "did you mean “publisher”?",
    "出版社: x": "did you mean “publisher”?",
    "illustrator: x": "it is a term of “role”: write role: illustrator, inside “contributors”, "
    "as in: - {agent: x, role: illustrator}",
    "birthday: x": "“exporter explain book” lists all fields",
    "URL: x": "did you mean “url”?",
    "Publisher: x": "did you mean “publisher”?",
    "Subjects: x": "did you mean “subjects”?",
    "Edition: x": "did you mean “edition”?",
    "Author: x": "write role: author, inside “contributors”, as in: - {agent: x, role: author}",
    "Editors: x": "write role: editor, inside “contributors”, as in: - {agent: x, role: editor}",
    "author_name: x": "a similar name is part_name; “exporter explain book” lists all fields",
}


@pytest.mark.parametrize("line", RECORDS)
def test_the_hint_for_an_unknown_field(line: str, tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    text = f"id: a\nkind: book\nlanguage: en\ntitle: A\n{line}\n".replace(
        "title: A\ntitel", "titel"
    )
    (tmp_path / "records" / "a.yaml").write_text(text, "utf-8")
    ran = exporter("-C", tmp_path, "validate")
    assert RECORDS[line] in ran.out
    assert max(map(len, ran.out.splitlines())) < 160


def test_a_reference_is_corrected_only_to_a_record_that_may_stand_there(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    record = "id: {}\nkind: {}\n{}: {}\n"
    for id, kind, field in (("moons", "book", "title"), ("moona", "person", "name")):
        text = record.format(id, kind, field, id)
        (tmp_path / "records" / f"{id}.yaml").write_text(text)
    for written, hint in {"moon": "did you mean “moona”?", "mons": "add the record"}.items():
        contributor = f"contributors: [{{agent: {written}, role: author}}]\n"
        text = record.format("a", "book", "title", "A") + contributor
        (tmp_path / "records" / "a.yaml").write_text(text)
        assert hint in exporter("-C", tmp_path, "validate").out


@pytest.mark.parametrize(
    ("fields", "hint"),
    {
        "isbn13: 0123456789": 'identifiers: {isbn: "0123456789"}',  # YAML reads it without 0
        "isbn13: x\nidentifiers: {doi: 10.5555/1}": 'isbn: "x"',
        "conference date: 1931": "event: {date: 1931}",
        "shelfmark: B 12\nholdings: [{box: x}]": 'shelfmark: "B 12"',
        "callNumber: 7.10": '- {shelfmark: "7.10"}',
        "DOI: [a, b]": "identifiers: {doi: …}",
        "author: {family: Sato}": "- {agent: …, role: author}",
    }.items(),
)
def test_the_hint_to_move_a_field_has_a_line_to_copy(
    fields: str, hint: str, tmp_path: Path
) -> None:
    (tmp_path / "records").mkdir()
    text = f"id: a\nkind: book\nlanguage: en\ntitle: A\n{fields}\n"
    (tmp_path / "records" / "a.yaml").write_text(text, "utf-8")
    assert f", as in: {hint}\n" in exporter("-C", tmp_path, "validate").out


def test_an_id_in_place_of_a_group_is_told_from_a_word(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    for text in (
        "id: tea\nkind: concept\nname: Tea\n",
        "id: fund\nkind: organization\nname: Fund\n",
        "id: a\nkind: book\nlanguage: en\ntitle: A\nissued: 1931\nsubjects: [tea, coffee]\n"
        "genre_terms: tea\nfunding: [fund]\nholdings:\n  - fund\n",
    ):
        (tmp_path / "records" / f"{text.split()[1]}.yaml").write_text(text, "utf-8")
    out = exporter("-C", tmp_path, "validate").out
    hints = [line.partition("like this")[2] for line in out.splitlines() if "like this" in line]
    assert hints == [
        ": {record: tea}",
        ': {topic: "coffee"}',
        ", with “- ” before each entry: - {record: tea}",
        ": {funder: fund}",
        ": {repository: fund}",
    ]
