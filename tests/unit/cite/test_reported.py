"""Faults that users of this and of other citation processors reported, with the right values.

The values are those of CSL 1.0.2 where it says anything, and otherwise those on which citeproc-js
2.4.63 and pandoc 3.9 agree.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import pytest

from exporter.cite.clusters import render_clusters
from exporter.cite.document import CitingDocument
from exporter.cite.markup import END, LINK
from exporter.cite.output.html import HtmlWriter
from exporter.cite.output.rtf import RtfWriter
from exporter.cite.output.text import TextWriter
from exporter.cite.processor import Processor
from exporter.cite.style import Style, load_style, parse_style
from exporter.cite.text_case import change_case

Item = dict[str, Any]


class Set(NamedTuple):
    """What a style prints of some works: entries in order, a citation of each, and one of all."""

    entries: list[str]
    citations: list[str]
    together: str


def set_in(style: Style | str, *items: Item, locale: str | None = None) -> Set:
    """Return what a style prints; the items get ids, a type and a title if they have none."""
    read = load_style(style, locale) if isinstance(style, str) else style
    works = [{"id": str(n), "type": "book", "title": "T", **item} for n, item in enumerate(items)]
    processor = Processor(read, works)
    writer = TextWriter(read.quotes)
    entries = []
    if read.bibliography is not None:
        entries = [writer.line(entry.text) for entry in processor.bibliography()]
    citations = [writer.line(processor.citation([work["id"]])) for work in works]
    together = writer.line(processor.citation([work["id"] for work in works]))
    return Set(entries, citations, together)


def by(*names: str, year: int = 0) -> Item:
    """Return an item with authors, each `Family, Given`, and perhaps a year."""
    authors = []
    for name in names:
        family, _, given = name.partition(", ")
        authors.append({"family": family, "given": given})
    return {"author": authors} | ({"issued": {"date-parts": [[year]]}} if year else {})


def citing(layout: str, options: str = "", bibliography: str = "", macros: str = "") -> Style:
    """Return a style with a citation layout, and perhaps a whole bibliography and macros."""
    return parse_style(
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">'
        "<info><title>T</title><id>t</id><updated>2020-01-01T00:00:00Z</updated></info>"
        f"{macros}<citation {options}>{layout}</citation>{bibliography}</style>"
    )


def test_given_names_are_added_before_names() -> None:
    """Source: CSL 1.0.2, Disambiguation: "1. Expand names 2. Show more names"."""
    made = set_in("mla", by("Roe, Ivo", "Xu, B", "Li, C"), by("Roe, Otto", "Poe, B", "Ho, C"))
    assert made.citations == ["(I. Roe et al.)", "(O. Roe et al.)"]


def test_names_are_added_until_all_works_are_told_apart() -> None:
    made = set_in(
        "apa",
        by("Doe, A", "Roe, B", "Lee, C", year=2005),
        by("Doe, A", "Roe, B", "Smith, C", year=2005),
        by("Doe, A", "Lee, B", "Roe, C", year=2005),
    )
    assert made.citations == [
        "(Doe, Roe, & Lee, 2005)",
        "(Doe, Roe, & Smith, 2005)",
        "(Doe, Lee, et al., 2005)",
    ]


@pytest.mark.parametrize("style", ["harvard-cite-them-right", "elsevier-harvard"])
def test_persons_are_told_apart_by_initials_where_the_names_have_them(style: str) -> None:
    made = set_in(style, by("Müller, Hans", year=1990), by("Müller, Karl", year=1990))
    assert made.citations == ["(H. Müller, 1990)", "(K. Müller, 1990)"]


def test_a_small_word_behind_a_full_stop_stays_small() -> None:
    roe = [{"family": "Roe", "given": "A"}]
    made = set_in("american-chemical-society", by("Doe, J") | {"editor": roe, "translator": roe})
    assert made.entries[0].endswith("Roe, A., Ed. and Translator.")


@pytest.mark.parametrize(
    ("locale", "edition", "expected"),
    [("fr-FR", "1", "1ʳᵉ éd."), ("ru-RU", "2", "2-е изд."), ("en-US", "3", "3rd ed.")],
)
def test_ordinals_agree_in_gender(locale: str, edition: str, expected: str) -> None:
    """Source: CSL 1.0.2, Gender-specific Ordinals."""
    assert expected in set_in("apa", {"edition": edition}, locale=locale).entries[0]


def test_what_stands_in_for_names_is_not_printed_again() -> None:
    """Source: CSL 1.0.2, Substitute."""
    entry = {"type": "entry-dictionary", "title": "citation", "edition": "2"}
    made = set_in(
        "chicago-notes-bibliography", entry | {"container-title": "Oxford English Dictionary"}
    )
    assert made.citations[0].count("Oxford English Dictionary") == 1


@pytest.mark.parametrize(
    ("style", "expected"), [("mla", "pp. iv–xii"), ("ieee", "pp. iv–xii"), ("apa", "pp. iv–xii")]
)
def test_ranges_of_roman_pages_are_ranges(style: str, expected: str) -> None:
    chapter = {"type": "chapter", "container-title": "C", "page": "iv-xii"}
    assert expected in set_in(style, chapter).entries[0]


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ("xi-xx", "xi–xx"),
        ("i-xii, 1-20", "i–xii, 1–20"),
        ("162a-165d", "162a–165d"),
        ("A231-A232", "A231–A232"),
        ("96-117", "96–117"),
        ("987-1002", "987–1002"),
        ("۹۶-۱۱۷", "۹۶–۱۱۷"),
    ],
)
def test_pages_with_letters_and_other_digits(pages: str, expected: str) -> None:
    article = {"type": "article-journal", "container-title": "C", "page": pages}
    assert set_in("apa", article).entries[0] == f"T. (n.d.). C, {expected}."


def test_a_number_with_a_comma_is_one_number() -> None:
    patent = {"type": "patent", "number": "US 123,456"}
    assert set_in("apa", patent).entries == ["T (Patent No. US 123,456). (n.d.)."]


def test_a_dependent_style_has_a_locale_of_its_own() -> None:
    """Source: CSL 1.0.2, Dependent Styles."""
    roe = [{"family": "Roe", "given": "A"}]
    made = set_in("standort", {"type": "chapter", "container-title": "C", "editor": roe})
    assert "Roe A (Hrsg)" in made.entries[0]


@pytest.mark.parametrize(
    ("locale", "families"),
    [
        ("sv-SE", ["Olsson", "Zorn", "Östlund"]),
        ("de-DE", ["Olsson", "Östlund", "Zorn"]),
        ("ru-RU", ["Иванов", "Smith"]),
        ("en-US", ["Smith", "Иванов"]),
        ("cs-CZ", ["Cach", "Hora", "Chytil"]),
    ],
)
def test_works_are_in_the_order_of_the_language(locale: str, families: list[str]) -> None:
    pytest.importorskip("icu")
    made = set_in("apa", *(by(f"{family}, A") for family in reversed(families)), locale=locale)
    assert [entry.partition(",")[0] for entry in made.entries] == families


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("complete-all", "———"),
        ("complete-each", "———, ———"),
        ("partial-each", "———, ———"),
        ("partial-first", "———, B Roe"),
    ],
)
def test_the_same_authors_are_replaced_by_the_rule(rule: str, expected: str) -> None:
    """Source: CSL 1.0.2, subsequent-author-substitute-rule."""
    names = '<layout><names variable="author"/></layout>'
    area = (
        f'<bibliography subsequent-author-substitute="———" subsequent-author-substitute-rule="{rule}">'
        f"{names}</bibliography>"
    )
    style = citing(names, bibliography=area)
    made = set_in(style, by("Doe, A", "Roe, B"), by("Doe, A", "Roe, B"), by("Poe, C"))
    assert made.entries == ["A Doe, B Roe", expected, "C Poe"]


def test_part_of_the_same_authors_is_replaced() -> None:
    names = '<layout><names variable="author"/></layout>'
    area = (
        '<bibliography subsequent-author-substitute="———" '
        f'subsequent-author-substitute-rule="partial-each">{names}</bibliography>'
    )
    made = set_in(citing(names, bibliography=area), by("Doe, A", "Roe, B"), by("Doe, A", "Poe, C"))
    assert made.entries == ["A Doe, B Roe", "———, C Poe"]


def test_the_same_title_may_be_replaced_by_nothing() -> None:
    substitute = '<substitute><text variable="title"/></substitute>'
    names = f'<layout><names variable="author">{substitute}</names></layout>'
    area = f'<bibliography subsequent-author-substitute="">{names}</bibliography>'
    assert set_in(citing(names, bibliography=area), {}, {}).entries == ["T", ""]


def test_names_that_are_replaced_by_nothing_have_no_substitute() -> None:
    """Source: CSL 1.0.2, Substitute: only if the variables of the names are empty."""
    anonymous = '<substitute><text term="anonymous"/></substitute>'
    names = f'<layout><names variable="author">{anonymous}</names></layout>'
    area = f'<bibliography subsequent-author-substitute="">{names}</bibliography>'
    made = set_in(citing(names, bibliography=area), by("Doe, A"), by("Doe, A"), by("Doe, A"))
    assert made.entries == ["A Doe", "", ""]


def test_a_title_in_the_place_of_the_author_is_not_replaced_in_mla() -> None:
    """MLA replaces names only; there a macro puts the title in their place."""
    made = set_in("mla", {"volume": "1"}, {"volume": "2"})
    assert made.entries == ["T. Vol. 1.", "T. Vol. 2."]


def test_a_season_that_is_none_is_left_out() -> None:
    issued = {"date-parts": [[2001]], "season": "midsummer"}
    assert set_in("apa", {"issued": issued}).entries == ["T. (2001)."]


def test_there_are_no_spaces_around_words_of_japanese() -> None:
    made = set_in("apa", by("遠藤, 誉", "白井, 一", "夏目, 漱"), locale="ja-JP")
    assert made.citations == ["(遠藤ほか, 日付なし)"]


def test_hebrew_has_a_space_before_et_al_and_none_behind_and() -> None:
    made = set_in("apa", by("Roe, A", "Poe, B", "Li, C"), locale="he-IL")
    assert "Roe ואחר" in made.citations[0]


def test_curly_quotation_marks_of_a_title_are_kept() -> None:
    assert "Un “mot” ici" in set_in("apa", {"title": "Un “mot” ici"}, locale="de-DE").entries[0]


def test_straight_quotation_marks_and_apostrophes_become_curly() -> None:
    made = set_in("apa", {"title": "It's 'one' of the class of '09, \"two\""})
    assert made.entries == ["It’s “one” of the class of ’09, “two.” (n.d.)."]


def test_terms_of_a_locale_have_curly_apostrophes() -> None:
    page = {"type": "webpage", "URL": "https://example.org"}
    assert "l’adresse" in set_in("iso690-author-date-fr", page).entries[0]


def test_a_letter_behind_no_date_has_a_hyphen() -> None:
    made = set_in("apa", by("Doe, J"), by("Doe, J"))
    assert made.citations == ["(Doe, n.d.-a)", "(Doe, n.d.-b)"]


_AUTHOR_YEAR = (
    '<layout delimiter="; "><group delimiter=" "><names variable="author"><name form="short"/>'
    '</names><date variable="issued"><date-part name="year"/></date></group></layout>'
)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ('collapse="year"', "Roe 2000a, 2000b, 2000c; Doe 2000"),
        ('collapse="year-suffix" year-suffix-delimiter=","', "Roe 2000a,b,c; Doe 2000"),
        ('collapse="year-suffix-ranged"', "Roe 2000a–c; Doe 2000"),
        ('cite-group-delimiter=" / "', "Roe 2000a / Roe 2000b / Roe 2000c; Doe 2000"),
        (
            'collapse="year-suffix-ranged" after-collapse-delimiter=" // "',
            "Roe 2000a–c // Doe 2000",
        ),
    ],
)
def test_cites_of_the_same_authors_collapse(options: str, expected: str) -> None:
    """Source: CSL 1.0.2, Cite Grouping, Cite Collapsing."""
    style = citing(_AUTHOR_YEAR, f'disambiguate-add-year-suffix="true" {options}')
    roe = by("Roe, A", year=2000)
    assert set_in(style, roe, roe, roe, by("Doe, B", year=2000)).together == expected


@pytest.mark.parametrize(
    ("authors", "label"),
    [
        (["Asimov, I"], "Asim65"),
        (["Roe, A", "North, B"], "RoNo65"),
        (["Roe, A", "North, B", "Vance, C"], "RoNV65"),
        (["Roe, A", "North, B", "Vance, C", "Xu, D", "Li, E"], "RNVX65"),
    ],
)
def test_labels_are_made_of_authors_and_year(authors: list[str], label: str) -> None:
    style = citing('<layout><text variable="citation-label"/></layout>')
    assert set_in(style, by(*authors, year=1965)).citations == [label]


@pytest.mark.parametrize(
    ("particle", "family", "expected"),
    [
        ("d’", "Alembert", "(d’Alembert, n.d.)"),
        ("’s-", "Gravesande", "(’s-Gravesande, n.d.)"),
        ("al-", "Ghazālī", "(al-Ghazālī, n.d.)"),
        ("de’", "Medici", "(de’ Medici, n.d.)"),
        ("van", "Gogh", "(van Gogh, n.d.)"),
    ],
)
def test_particles_join_as_they_are_written(particle: str, family: str, expected: str) -> None:
    name = {"family": family, "given": "A", "non-dropping-particle": particle}
    assert set_in("apa", {"author": [name]}).citations == [expected]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("A history of de Bruijn graphs", "A History of de Bruijn Graphs"),
        ("Van Gogh and von Neumann", "Van Gogh and von Neumann"),
        ("The use of p values", "The Use of p Values"),
        ("H₂O in π-systems", "H₂O in π-Systems"),
        ("One — a short history", "One — a Short History"),
        ("Smith vs. the centre", "Smith vs. the Centre"),
        ("Encoding/decoding", "Encoding/Decoding"),
        ("FRBR", "FRBR"),
    ],
)
def test_the_capitals_of_english_titles(title: str, expected: str) -> None:
    assert set_in("chicago-author-date", {"title": title}).entries == [f"{expected}. n.d."]


def test_capitals_of_turkish_names() -> None:
    name = {"family": "Çiğdem", "given": "Ali İhsan"}
    style = "china-national-standard-gb-t-7714-2015-numeric"
    assert "ÇİĞDEM A İ" in set_in(style, {"author": [name], "language": "tr"}).entries[0]
    kim = {"author": [{"family": "Kim", "given": "A"}], "language": "en"}
    assert "KIM A" in set_in(style, kim, locale="tr-TR").entries[0]


def test_years_before_christ() -> None:
    assert set_in("apa", {"issued": {"date-parts": [[-380]]}}).entries == ["T. (380 B.C.E.)."]


def test_a_number_of_three_digits_begins_a_quotation_and_is_no_year() -> None:
    made = set_in("apa", {"title": "From '138 gates' to '68"})
    assert made.entries == ["From “138 gates” to ’68. (n.d.)."]


def test_no_full_stop_follows_a_question_within_quotation_marks() -> None:
    article = by("Doe, A") | {"type": "article-journal", "title": "Why?", "container-title": "C"}
    assert set_in("new-testament-studies", article).entries == ["Doe, A. ‘Why?’ C (n.d.)."]


def test_punctuation_does_not_begin_a_block() -> None:
    group = '<group display="block" prefix=". "><text variable="publisher"/></group>'
    area = f'<bibliography><layout><text variable="title"/>{group}</layout></bibliography>'
    style = citing('<layout><text variable="title"/></layout>', bibliography=area)
    processor = Processor(style, [{"id": "a", "type": "book", "title": "T", "publisher": "P"}])
    (entry,) = processor.bibliography()
    written = HtmlWriter(style.quotes).write(entry.text)
    assert written.partition("<")[0].strip() == "T."


@pytest.mark.parametrize(
    ("text", "language", "printed"),
    [
        ("Παπαδόπουλος", "el", "ΠΑΠΑΔΟΠΟΥΛΟΣ"),
        ("Μάιος", "el", "ΜΑΪΟΣ"),
        ("Καΐρης, Ωραΐων ή ὁ", "el-GR", "ΚΑΪΡΗΣ, ΩΡΑΪΩΝ Η Ο"),
        ("Émile", "fr", "ÉMILE"),
    ],
)
def test_greek_has_no_accents_in_capitals(text: str, language: str, printed: str) -> None:
    """Source: Unicode CLDR, el-Upper."""
    assert change_case(text, "uppercase", language) == printed


def test_a_greek_word_keeps_its_accent_behind_a_first_capital() -> None:
    assert change_case("άλλο έργο", "capitalize-first", "el") == "Άλλο έργο"


@pytest.mark.parametrize(
    ("item", "label"),
    [
        ({"title": "The Queen Is Crowned", "issued": {"date-parts": [[1953]]}}, "[TheQ53]"),
        ({"title": "こころ"}, "[こころ]"),
        ({"director": [{"family": "Kurosawa", "given": "A"}]}, "[Kuro]"),
        ({"author": [{"literal": "Plato"}], "issued": {"date-parts": [[-380]]}}, "[Plat80]"),
    ],
)
def test_each_work_has_a_label(item: Item, label: str) -> None:
    assert set_in("din-1505-2-alphanumeric", item).citations == [label]


def test_a_span_has_a_dash_where_the_style_has_an_empty_delimiter() -> None:
    """So have 17 styles of the CSL project; `18681869` would be another number."""
    span = {"issued": {"date-parts": [[1868], [1869]]}}
    date = '<date variable="issued"><date-part name="year" range-delimiter=""/></date>'
    style = citing(f"<layout>{date}</layout>")
    assert set_in(style, span).citations == ["1868–1869"]


def test_works_without_printed_numbers_make_no_range_of_numbers() -> None:
    """Source: CSL 1.0.2, Cite Collapsing: “rendered through the citation-number variable”."""
    layout = '<layout delimiter="; "><names variable="author"><name form="short"/></names></layout>'
    style = citing(layout, 'collapse="citation-number"')
    assert set_in(style, by("A"), by("B"), by("C")).together == "A; B; C"
    layout = '<layout delimiter=","><text variable="citation-number" suffix=")"/></layout>'
    style = citing(layout, 'collapse="citation-number"')
    assert set_in(style, by("A"), by("B"), by("C")).together == "1)–3)"


def test_a_locator_of_nothing_and_affixes_around_nothing_are_no_citation() -> None:
    names = '<names variable="author"/>'
    style = citing(f'<layout prefix="(" suffix=")" delimiter="; ">{names}</layout>')
    processor = Processor(style, [{"id": "a", "type": "book"}, {"id": "b"} | by("Roe")])
    nothing = {"id": "a", "locator": "7"}
    assert processor.citation([nothing]) == ""
    assert processor.citation([nothing, "b"]) == "(Roe)"
    assert processor.citation([nothing | {"prefix": "see"}]) == "(see )"


def test_an_ellipsis_of_the_style_is_kept() -> None:
    text = '<text variable="title" suffix="..."/><text value=", op. cit."/>'
    style = citing(f"<layout>{text}</layout>")
    assert set_in(style, {"title": "Kokoro"}).citations == ["Kokoro..., op. cit."]


def test_a_macro_without_periods_has_none_in_its_labels() -> None:
    editor = {"editor": [{"family": "Doe", "given": "A"}], "volume": "2"}
    style = citing(
        '<layout><text macro="m" strip-periods="true"/></layout>',
        macros='<macro name="m"><names variable="editor"><label form="short" prefix=", "/></names>'
        '<label variable="volume" form="short" prefix=" "/></macro>',
    )
    assert set_in(style, editor).citations == ["A Doe, ed vol"]


def test_a_term_behind_the_dash_of_the_same_author_is_not_the_first() -> None:
    works = [by("Smith, John", year=2001), by("Smith, John")]
    made = set_in("society-of-biblical-literature-author-date", *works)
    assert made.entries[1].startswith("———. n.d.")


def test_a_later_cite_that_prints_nothing_is_tried_as_if_it_were_ambiguous() -> None:
    style = citing(
        '<layout><choose><if position="subsequent"><choose>'
        '<if disambiguate="true"><text variable="title"/></if>'
        '<else><names variable="author"/></else></choose></if>'
        '<else><text value="first"/></else></choose></layout>'
    )
    case = {"id": "a", "type": "legal_case", "title": "Donoghue v Stevenson"}
    cites: list[dict[str, Any]] = [{"id": "a", "position": "subsequent"}]
    assert Processor(style, [case]).citation(cites) == "Donoghue v Stevenson"
    assert Processor(style, [case | by("Roe")]).citation(cites) == "Roe"


@pytest.mark.parametrize(
    ("title", "printed"),
    [
        ("« Le thé » et l'« eau »", "«\u00a0“Le thé” et l’“eau”\u00a0»"),
        ("«\u00a0Le thé\u00a0»", "«\u00a0“Le thé”\u00a0»"),
        ("«Le thé»", "«\u00a0“Le thé”\u00a0»"),
        ("« Le thé", "«\u00a0«\u202fLe thé\u00a0»"),
    ],
)
def test_guillemets_within_guillemets_are_inner_quotation_marks(title: str, printed: str) -> None:
    """The French ones have spaces of their own."""
    article = {"type": "article-journal", "title": title, "language": "fr"}
    article["container-title"] = "Annales"
    made = set_in("chicago-notes-bibliography", article, locale="fr-FR")
    assert made.entries[0].startswith(f"{printed}.")


@pytest.mark.parametrize("sign", ["?", "!"])
def test_a_question_about_a_quotation_keeps_its_sign_behind_it(sign: str) -> None:
    """Source: CSL 1.0.2, punctuation-in-quote, which is about full stops and commas."""
    title = f"Is That “Tea”{sign}"
    assert set_in("chicago-notes-bibliography", {"title": title}).entries[0].startswith(title)


@pytest.mark.parametrize(
    "value",
    [
        {"issued": {"literal": "{}"}},
        {"issued": {"raw": "{}"}},
        {"author": [{"family": "{}", "given": "{}"}, {"literal": "{}"}]},
        {"author": [{"family": "x", "dropping-particle": "{}", "suffix": "{}"}]},
        {"title": "{}"},
        {"page": "{}"},
        {"edition": "{}"},
        {"URL": "{}"},
        {"citation-label": "{}"},
    ],
    ids=str,
)
def test_no_value_brings_marks_of_its_own(value: Item) -> None:
    """Marked text has control characters where it is formatted: one of a value would be a link."""
    printed = "".join(
        f"<text variable='{name}'/>"
        for name in ("title", "page", "edition", "URL", "citation-label")
    )
    style = citing(
        "<layout><names variable='author'><name name-as-sort-order='all'/></names>"
        f"<date variable='issued' form='text'/>{printed}</layout>"
    )
    attack = "".join(chr(code) for code in (*range(1, 9), *range(14, 32), *range(127, 160)))
    item = json.loads(json.dumps(value).replace("{}", json.dumps(f"{attack}y")[1:-1]))
    processor = Processor(style, [{"id": "a", "type": "book", **item}])
    cite = {"id": "a", "prefix": f"{attack}z ", "suffix": f" {attack}z", "locator": f"{attack}1"}
    text = processor.citation([cite])
    assert not set(text.replace(LINK, "").replace(END, "").replace("\u0085", "")) & set(attack)
    assert text.count(LINK) == ("URL" in value)


@pytest.mark.parametrize("raw", ["²", "²² May", "①②③", "5² May 2001", "May ③"])
def test_digits_that_count_nothing_make_no_date(raw: str) -> None:
    """Python takes superscripts and circled numbers for digits, and reads no number from them."""
    style = citing('<layout><date variable="issued" form="text"/></layout>')
    assert raw in set_in(style, {"issued": {"raw": raw}}).citations[0]


def cited_in_notes(*citations: list[Item]) -> list[str]:
    """Return what a note style prints for citations of works A and B by Poe and Roe."""
    style = parse_style(
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="note"'
        ' page-range-format="minimal"><info><title>T</title><id>t</id>'
        "<updated>2020-01-01T00:00:00Z</updated></info><citation><sort><key "
        'variable="author"/></sort><layout delimiter="; "><choose><if position="ibid">'
        '<text term="ibid"/></if><else><names variable="author"/></else></choose>'
        '<group prefix=" " delimiter=" "><label variable="locator" form="short"/>'
        '<text variable="locator"/></group></layout></citation></style>'
    )
    works = [{"id": "a", "type": "book", **by("Poe, A")}, {"id": "b", "type": "book", **by("Roe")}]
    document = CitingDocument(style, works)
    for note, cites in enumerate(citations, start=1):
        given = {"citationID": str(note), "citationItems": cites, "properties": {"noteIndex": note}}
        before = [(str(number), number) for number in range(1, note)]
        document.process(given, before)
    return [TextWriter(style.quotes).line(text) for text in document.texts()]


@pytest.mark.parametrize(
    ("label", "printed"),
    [("page", "A Poe pp. 12–5"), ("volume", "A Poe vols. 12–15"), ("section", "A Poe secs. 12–15")],
)
def test_only_a_range_of_pages_is_shortened(label: str, printed: str) -> None:
    """Source: CSL 1.0.2, page-range-format: "expansion or collapsing of page ranges"."""
    assert cited_in_notes([{"id": "a", "locator": "12-15", "label": label}]) == [printed]


def test_ibid_stands_behind_the_same_work_after_sorting() -> None:
    """The cite that is printed first follows the note before (CSL 1.0.2, Choose, position)."""
    printed = cited_in_notes([{"id": "b"}], [{"id": "b"}, {"id": "a"}], [{"id": "b"}])
    assert printed == ["Roe", "A Poe; Roe", "Roe"]


@pytest.mark.parametrize(
    ("prefix", "printed"),
    [("cf. ", "cf. ibid."), ("So he said. ", "So he said. Ibid."), ("", "Ibid.")],
)
def test_ibid_is_small_behind_an_abbreviation(prefix: str, printed: str) -> None:
    cites = {"id": "a", "prefix": prefix}
    assert cited_in_notes([{"id": "a"}], [cites])[1] == printed


def test_an_author_alone_keeps_what_stands_around() -> None:
    cites = {"id": "a", "prefix": "as ", "suffix": " says", "author-only": True}
    assert cited_in_notes([cites]) == ["as Poe says"]


@pytest.mark.parametrize("title", ["’t Hooge nood-alarm", "[’s-Gravenhage]", "’n Boer"])
def test_a_letter_behind_an_apostrophe_stays_small(title: str) -> None:
    assert change_case(title, "capitalize-first", "nl") == title


def test_a_word_behind_an_apostrophe_gets_a_capital() -> None:
    assert change_case("’twas the night", "capitalize-first", "en") == "’Twas the night"


def test_numbers_make_a_range_where_the_style_prints_no_locator() -> None:
    """Source: CSL 1.0.2, Cite Collapsing."""
    style = citing(
        '<layout delimiter=","><text variable="citation-number"/></layout>',
        'collapse="citation-number"',
    )
    works = [{"id": id, "type": "book"} for id in "abc"]
    cites = [{"id": "a"}, {"id": "b", "locator": "3"}, {"id": "c"}]
    assert Processor(style, works).citation(cites).count("–") == 1


def test_a_locator_is_printed_once() -> None:
    """A style has the locator in two macros, of which citeproc-js prints the first."""
    style = citing(
        '<layout><group delimiter=", "><text variable="title"/><group delimiter=" ">'
        '<label variable="locator" form="short"/><text variable="locator"/></group>'
        '<group delimiter=" "><label variable="locator"/><number variable="locator"/></group>'
        "</group></layout>"
    )
    processor = Processor(style, [{"id": "a", "type": "book", "title": "T"}])
    printed = processor.citation([{"id": "a", "locator": "12"}])
    assert TextWriter(style.quotes).line(printed) == "T, p. 12"


def test_a_semicolon_follows_a_locator_where_the_style_has_one_behind_ranges() -> None:
    """So `[2 p. 3, 7; 3]` is no list of four numbers, as in citeproc-js."""
    style = citing(
        '<layout delimiter=", "><text variable="citation-number"/>'
        '<text variable="locator" prefix=" p. "/></layout>',
        'collapse="citation-number" after-collapse-delimiter="; "',
    )
    works = [{"id": id, "type": "book"} for id in "abc"]
    cites = [{"id": "a"}, {"id": "b", "locator": "3, 7"}, {"id": "c"}]
    printed = Processor(style, works).citation(cites)
    assert TextWriter(style.quotes).line(printed) == "1, 2 p. 3, 7; 3"


@pytest.mark.parametrize(
    ("doi", "address"),
    [
        ("10.1002/(SICI)1097<1661::A>3.0.CO;2-2", "10.1002/(SICI)1097%3C1661::A%3E3.0.CO;2-2"),
        ("10.1002/(SICI)99:1<1::A>3.0.CO;2-#", "10.1002/(SICI)99:1%3C1::A%3E3.0.CO;2-%23"),
        ("10.1000/a_b%c", "10.1000/a_b%25c"),
        ("10.1000/a%2Fb", "10.1000/a%2Fb"),
    ],
)
def test_a_doi_with_signs_that_an_address_has_not_is_a_link(doi: str, address: str) -> None:
    style = load_style("apa")
    processor = Processor(style, [{"id": "a", "type": "book", "title": "T", "DOI": doi}])
    (entry,) = processor.bibliography()
    printed = HtmlWriter(style.quotes, links=True).write(entry.text)
    shown = doi.replace("<", "&#60;").replace(">", "&#62;")
    assert f'<a href="https://doi.org/{address}">https://doi.org/{shown}</a>' in printed


def test_a_line_break_in_a_value_is_a_space_in_rtf() -> None:
    assert RtfWriter(load_style("apa").quotes).write("a\nb\tc") == "a b c"


@pytest.mark.parametrize(
    "value",
    [
        {"DOI": "10.1002/(SICI)1097<1661::AID-ADV>3.0.CO;2-2"},
        {"URL": "https://example.org/a::b?c=..d"},
    ],
)
def test_an_address_keeps_its_punctuation(value: Item) -> None:
    assert next(iter(value.values())) in set_in("apa", value).entries[0]


def test_a_date_in_words_keeps_its_punctuation() -> None:
    assert "([19..?])" in set_in("apa", {"issued": {"literal": "[19..?]"}}).entries[0]


def dated(*parts: str, form: str = "") -> Style:
    """Return a style whose citations are an issue date of these parts."""
    names = [f'<date-part name="{part}"{form if part == "month" else ""}/>' for part in parts]
    date = f'<date variable="issued" delimiter=" ">{"".join(names)}</date>'
    return citing(f"<layout>{date}</layout>", 'disambiguate-add-year-suffix="true"')


def test_a_date_in_words_is_printed_where_the_year_stands() -> None:
    """Many styles have the year in one place, and the month and the day in another."""
    date: Item = {"issued": {"literal": "ca. 1910?"}}
    assert set_in(dated("year"), date).citations == ["ca. 1910?"]
    assert set_in(dated("month", "day"), date).citations == [""]


def test_a_span_within_a_year_keeps_the_letter_of_the_year() -> None:
    date: Item = {"issued": {"date-parts": [[2021, 10, 31], [2021, 11, 12]]}}
    printed = set_in(dated("day", "month", "year"), date, date).citations
    assert printed == ["31 October–12 November 2021a", "31 October–12 November 2021b"]


@pytest.mark.parametrize(
    "issued", [{"date-parts": [[1956, 23]]}, {"date-parts": [[1956]], "season": 3}]
)
def test_a_season_is_no_month_in_digits(issued: Item) -> None:
    """Source: CSL 1.0.2, Seasons: a season term takes the place of the month term."""
    item: Item = {"issued": issued}
    assert set_in(dated("month", "year"), item).citations == ["Autumn 1956"]
    for form in ("numeric", "numeric-leading-zeros"):
        style = dated("month", "year", form=f' form="{form}"')
        assert set_in(style, item).citations == ["1956"]


def test_spring_is_before_summer_among_months() -> None:
    style = citing(
        '<sort><key variable="issued"/></sort><layout delimiter=" "><text variable="title"/></layout>'
    )
    dates = {"July": [2023, 7], "Autumn": [2023, 23], "Spring": [2023, 21], "January": [2023, 1]}
    items = [{"title": title, "issued": {"date-parts": [date]}} for title, date in dates.items()]
    assert set_in(style, *items).together == "January Spring July Autumn"


def test_a_term_with_an_entity_that_was_written_twice() -> None:
    style = parse_style(
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">'
        "<info><title>T</title><id>t</id><updated>2020-01-01T00:00:00Z</updated></info>"
        '<locale><terms><term name="issue" form="short">n&amp;#7506;</term></terms></locale>'
        '<citation><layout><label variable="issue" form="short"/></layout></citation></style>'
    )
    assert set_in(style, {"issue": "4"}).citations == ["nᵒ"]


QUOTED = '<layout suffix="."><text variable="title"{}/></layout>'


@pytest.mark.parametrize(
    ("title", "attribute", "locale", "printed"),
    [
        ("“Not ‘the voice’ of it”", ' quotes="true"', "en-GB", "‘“Not ‘the voice’ of it”’."),
        ("Texts and ‘The “Sermons”’ too", "", "en-US", "Texts and ‘The “Sermons”’ too."),
        ("Texts and “The ‘Sermons’” too", ' quotes="true"', "en-US", "“Texts and ‘The “Sermons”’ too.”"),
        ("iOS: “Who’s on first?”", "", "en-GB", "iOS: “Who’s on first?”"),
        ("iOS: “Who’s on first?”", ' quotes="true"', "en-GB", "‘iOS: “Who’s on first?”’"),
        ("“Who?”. And why", "", "en-GB", "“Who?”. And why."),
    ],
)  # fmt: skip
def test_quotation_marks_within_quotation_marks(
    title: str, attribute: str, locale: str, printed: str
) -> None:
    style = parse_style(
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">'
        "<info><title>T</title><id>t</id><updated>2020-01-01T00:00:00Z</updated></info>"
        f"<citation>{QUOTED.format(attribute)}</citation></style>",
        locale,
    )
    assert set_in(style, {"title": title}).citations == [printed]


COLLAPSED = (
    '<layout prefix="(" suffix=")" delimiter="; "><group delimiter="{}"><group delimiter=" ">'
    '<names variable="author"/>{}<date variable="issued"><date-part name="year"/></date></group>'
    '<text variable="locator"/></group></layout>'
)


@pytest.mark.parametrize(
    ("collapse", "delimiter", "printed"),
    [
        ("year-suffix", ": ", "(Poe 1989: 4, 5)"),
        ("year", ": ", "(Poe 1989: 4, 1989: 5)"),
    ],
)
def test_a_work_that_is_cited_again_has_its_year_once(
    collapse: str, delimiter: str, printed: str
) -> None:
    style = citing(COLLAPSED.format(delimiter, ""), f'collapse="{collapse}"')
    processor = Processor(style, [{"id": "a", "type": "book", **by("Poe", year=1989)}])
    writer = TextWriter(style.quotes)
    cites = [{"id": "a", "locator": "4"}, {"id": "a", "locator": "5"}]
    assert writer.line(processor.citation(cites)) == printed
    assert writer.line(processor.citation(["a", "a"])) == "(Poe 1989)"


def test_a_word_that_stands_for_names_is_not_followed_by_a_letter_alone() -> None:
    style = citing(
        COLLAPSED.format(": ", '<text value="anon."/>'),
        'collapse="year-suffix" disambiguate-add-year-suffix="true"',
    )
    date: Item = {"issued": {"date-parts": [[2021]]}}
    assert set_in(style, date, date).together == "(anon. 2021a, anon. 2021b)"


@pytest.mark.parametrize(
    ("locator", "printed"),
    [
        ("fig. 4", "A Poe fig. 4"),
        ("chap. 3", "A Poe chap. 3"),
        ("p. 12", "A Poe p. 12"),
        ("12, fig. 4", "A Poe p. 12, fig. 4"),
        ("A12", "A Poe p. A12"),
        ("xii", "A Poe p. xii"),
    ],
)
def test_a_locator_that_says_what_it_is(locator: str, printed: str) -> None:
    """Word processors call it a page where their user has chosen nothing else."""
    assert cited_in_notes([{"id": "a", "locator": locator, "label": "page"}]) == [printed]


@pytest.mark.parametrize(
    ("properties", "printed"),
    [
        ({"mode": "composite"}, "Poe (1989: 4; Roe 1990)"),
        ({"mode": "composite", "infix": "says"}, "Poe says (1989: 4; Roe 1990)"),
        ({"mode": "suppress-author"}, "(1989: 4; Roe 1990)"),
        ({"mode": "author-only"}, "Poe"),
        ({}, "(Poe 1989: 4; Roe 1990)"),
    ],
)
def test_the_mode_of_a_citation(properties: Item, printed: str) -> None:
    """Source: citeproc-js manual, processCitationCluster."""
    style = citing(COLLAPSED.format(": ", ""))
    works = [{"id": "a", **by("Poe", year=1989)}, {"id": "b", **by("Roe", year=1990)}]
    works = [{"type": "book", **work} for work in works]
    document = CitingDocument(style, works)
    cites = [{"id": "a", "locator": "4"}, {"id": "b"}]
    citation = {"citationID": "1", "citationItems": cites, "properties": properties}
    document.process(citation)
    assert [TextWriter(style.quotes).line(text) for text in document.texts()] == [printed]
    in_order = render_clusters(json.dumps([citation]), "c.json", style, works)
    assert [TextWriter(style.quotes).line(entry.text) for entry in in_order] == [printed]
