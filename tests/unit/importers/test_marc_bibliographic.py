"""Bibliographic records in MARC 21 as libraries write them, in two scripts and with their headings."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

import pytest

from exporter.importers.entry import Entry
from exporter.importers.registry import ImportContext, importer
from exporter.records.loader import read_schemas
from tests.conftest import ROOT
from tests.support.imported import shown
from tests.unit.importers.test_marc_authorities import field

CONTEXT = ImportContext(read_schemas(ROOT))


def read(
    *fields: str,
    country: str = "xx",
    language: str = "eng",
    library: str = "",
    leader: str = "am",
    dates: str = "s2016",
    number: str = "123",
) -> Entry:
    # seven parameters: what stands in the leader and in the control fields
    code = f'<controlfield tag="003">{library}</controlfield>' if library else ""
    record = (
        f'<record xmlns="http://www.loc.gov/MARC21/slim"><leader>00000n{leader} a2200000 i 4500</leader>'
        f'<controlfield tag="001">{number}</controlfield>{code}'
        f'<controlfield tag="008">{"160320" + dates:15}{country:3}{"":17}{language} d</controlfield>'
        f"{''.join(fields)}</record>"
    )
    [entry] = importer("marcxml").read(record.encode(), CONTEXT)
    assert isinstance(entry, Entry)
    return entry


def unread(entry: Entry) -> list[tuple[str, str]]:
    return [(each.field, each.value) for each in entry.leftovers if not each.kept]


TITLE = field("245", "00", "aCha no hon /")


@pytest.mark.parametrize(
    ("code", "country"),
    [("kzr", "KZ"), ("uk", "GB"), ("us", "US"), ("ge", "DE"), ("gsr", "GE"), ("hk", "HK")],
)
def test_codes_of_older_records_are_read(code: str, country: str) -> None:
    assert read(TITLE, country=code).data["country"] == country


def test_a_state_that_no_longer_exists_is_told() -> None:
    entry = read(TITLE, country="ur")
    assert "country" not in entry.data
    [left] = entry.leftovers
    assert left.reason.startswith("the Soviet Union no longer exists")


@pytest.mark.parametrize(
    ("code", "country"), [("cc", "CN"), ("fi", "FI"), ("sp", "ES"), ("gu", "GU"), ("uik", None)]
)
def test_a_code_of_several_countries_is_that_of_the_largest(code: str, country: str | None) -> None:
    assert read(TITLE, country=code).data.get("country") == country


@pytest.mark.parametrize(
    ("link", "number"),
    [
        ("1https://ror.org/02956yf07", ("ror", "02956yf07")),
        ("1http://vocab.getty.edu/ulan/500115588", ("ulan", "500115588")),
        ("0https://catalogue.bnf.fr/ark:/12148/cb118905823", ("bnf", "cb118905823")),
        ("0http://id.ndl.go.jp/auth/ndlna/00054222", ("ndl", "00054222")),
        ("0(DE-588)118540238", ("gnd", "118540238")),
    ],
)
def test_the_link_of_a_heading_is_a_number_in_an_authority_file(
    link: str, number: tuple[str, str]
) -> None:
    entry = read(TITLE, field("710", "2 ", "aTea Board", link))
    assert entry.data["contributors"][0]["agent"].identifiers == dict([number])


def test_the_affiliation_of_someone_named_before_is_not_that_of_the_last_one() -> None:
    entry = read(
        TITLE,
        field("100", "1 ", "aLeaf, Ann."),
        field("700", "1 ", "aTea, Bob."),
        field("700", "1 ", "aLeaf, Ann,", "eeditor.", "uTea Board"),
    )
    assert [
        [body.display for body in each.get("affiliation", ())]
        for each in entry.data["contributors"]
    ] == [["Tea Board"], []]


def test_what_is_said_in_two_scripts_is_one_value_with_two_forms() -> None:
    entry = read(
        field("245", "00", "6880-01", "aCha no hon"),
        field("264", " 1", "6880-02", "aTōkyō :", "bChaya,", "c2016."),
        field("490", "0 ", "6880-03", "32016:", "aCha sōsho ;", "v3"),
        field("880", "00", "6245-01/$1", "a茶の本"),
        field("880", " 1", "6264-02/$1", "a東京 :", "b茶屋,", "c2016."),
        field("880", "0 ", "6490-03/$1", "32016:", "a茶叢書 ;", "v3"),
        language="jpn",
    )
    assert entry.data["title"] == {"ja-Latn": "Cha no hon", "ja": "茶の本"}
    assert entry.data["place"] == {"ja-Latn": "Tōkyō", "ja": "東京"}
    assert entry.data["publisher"].forms == [("ja-Latn", "Chaya"), ("ja", "茶屋")]
    assert entry.data["series"] == [
        {"title": {"ja-Latn": "Cha sōsho", "ja": "茶叢書"}, "number": "3", "applies_to": "2016"}
    ]
    assert unread(entry) == []


@pytest.mark.parametrize(
    ("subfields", "expected"),
    [
        (("aCha no hon =", "bThe book of tea"), ("Cha no hon", None, "The book of tea")),
        (("aCha no hon :", "btōyō = The book of tea"), ("Cha no hon", "tōyō", "The book of tea")),
        (("aCha no hon", "b= The book of tea"), ("Cha no hon", None, "The book of tea")),
        (("aCha no hon :", "btōyō"), ("Cha no hon", "tōyō", None)),
    ],
)
def test_a_title_in_another_language_is_no_subtitle(subfields: Any, expected: Any) -> None:
    data = read(field("245", "00", *subfields)).data
    parallel = data.get("parallel_title", {}).get("und")
    assert (data["title"], data.get("subtitle"), parallel) == expected


def test_a_parallel_title_that_is_traced_is_there_once() -> None:
    traced = field("246", "31", "aThe book of tea")
    data = read(field("245", "00", "aCha no hon =", "bThe book of tea"), traced).data
    assert data["parallel_title"] == {"und": "The book of tea"}
    assert "variant_titles" not in data


def test_the_number_of_the_record_keeps_the_library_that_gave_it() -> None:
    assert read(TITLE, library="XX-Tea").data["identifiers"]["local"] == "(XX-Tea)123"
    assert read(TITLE).data["identifiers"]["local"] == {
        "number": "123",
        "qualifier": "control number",
    }


def test_a_traced_series_is_that_of_the_series_statement() -> None:
    entry = read(
        TITLE,
        field("490", "1 ", "aTea studies. Green tea. 2nd series ;", "v8"),
        field("830", " 0", "aTea studies.", "pGreen tea ;", "v8."),
    )
    assert entry.data["series"] == [{"title": "Tea studies. Green tea. 2nd series", "number": "8"}]
    assert unread(entry) == []


def test_addresses_of_terms() -> None:
    entry = read(
        TITLE,
        field("336", "  ", "atext", "btxt", "2rdacontent", "0http://id.loc.gov/x/txt"),
        field("650", " 7", "aTee", "0(DE-588)4059245-5", "2gnd"),
        field("650", " 7", "aTea.", "2fast", "0(OCoLC)fst01144771."),
        field("650", " 0", "aTea", "0(DLC)sh85132976"),
    )
    assert [each.get("uri") for each in entry.data["subjects"]] == [
        "https://d-nb.info/gnd/4059245-5",
        "http://id.worldcat.org/fast/01144771",
        "http://id.loc.gov/authorities/subjects/sh85132976",
    ]
    assert entry.data["content_type"] == ["text"]
    assert unread(entry) == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("fl. 861", "active 0861"),
        ("18th cent.", "active 17XX"),
        ("active 16th century", "active 15XX"),
        ("1701 or 2-1762 or 63", "born [1701,1702] died [1762,1763]"),
        ("d. 1605 or 6.", "died [1605,1606]"),
        ("809?-873", "born 0809? died 0873"),
        ("approximately 776-868 or 869", "born 0776~ died [0868,0869]"),
        ("106 B.C.-43 B.C.", "born -0105 died -0042"),
    ],
)
def test_dates_of_a_life(written: str, expected: str) -> None:
    entry = read(TITLE, field("100", "1 ", "aTea, Ann,", f"d{written}"))
    [author] = entry.data["contributors"]
    assert shown(author["agent"]).endswith(expected)
    assert unread(entry) == []


@pytest.mark.parametrize("title", ["aKokoro.", "aKokoro"])
def test_a_language_follows_a_uniform_title_behind_a_stop(title: str) -> None:
    entry = read(TITLE, field("240", "10", title, "kSelections.", "lEnglish"))
    assert entry.data["uniform_title"] == "Kokoro. Selections. English"


@pytest.mark.parametrize(
    ("leader", "genre", "type"),
    [
        ("am", "Academic theses.", "thesis"),
        ("am", "Hochschulschrift", "thesis"),
        ("am", "Patents", "patent"),
        ("aa", "Conference papers and proceedings", "paper-conference"),
        ("am", "Conference papers and proceedings", "book"),
    ],
)
def test_a_genre_that_says_what_the_work_is(leader: str, genre: str, type: str) -> None:
    """A record may have no other field for it; a book of papers of a conference is a book."""
    data = read(TITLE, field("655", " 7", f"a{genre}", "2lcgft"), leader=leader).data
    assert data.get("type", data["kind"]) == type


def test_classes_of_a_library_and_dates_of_a_former_title() -> None:
    data = read(
        TITLE,
        field("090", "  ", "aGB451", "b.L6 no.10"),
        field("092", "  ", "a912"),
        field("247", "10", "aOxford atlases.", "f1959-"),
    ).data
    assert data["classification"] == {"lcc": {"number": "GB451", "item": ".L6 no.10"}, "ddc": "912"}
    assert data["variant_titles"] == [
        {"title": "Oxford atlases", "type": "former", "note": "1959-"}
    ]
    entry = read(TITLE, field("090", "  ", "aTea room 3"))
    assert "classification" not in entry.data
    assert ("090 $a", "Tea room 3") in unread(entry)


def test_a_unit_stands_behind_its_number() -> None:
    entry = read(TITLE, field("300", "  ", "a24", "ffile drawers ;", "c28 cm"))
    assert (entry.data["extent"], entry.data["dimensions"]) == ("24 file drawers", "28 cm")


@pytest.mark.parametrize(
    ("code", "others", "expected"),
    [
        ("zxx", [], "zxx"),
        ("mul", [], "mul"),
        ("mul", ["aeng", "ajpn", "hund"], ["en", "ja"]),
        ("und", ["aund"], "und"),
    ],
)
def test_a_work_has_no_language_or_several(code: str, others: list[str], expected: Any) -> None:
    data = read(TITLE, field("041", "0 ", *others), language=code).data
    assert data["language"] == expected
    assert "other_languages" not in data


def test_a_note_in_the_script_of_the_work_says_so() -> None:
    entry = read(TITLE, field("500", "  ", "a茶屋"), field("500", "  ", "aTea."), language="jpn")
    assert entry.data["notes"]["general"] == [{"ja": "茶屋"}, "Tea"]


def test_the_field_in_latin_letters_may_be_the_880() -> None:
    entry = read(
        field("245", "00", "6880-01", "a茶の本"),
        field("880", "00", "6245-01/Latn", "aCha no hon"),
        language="jpn",
    )
    assert entry.data["title"] == {"ja": "茶の本", "ja-Latn": "Cha no hon"}


IMPRINTS = (
    field("260", "  ", "aChicago :", "bAcademy"),
    field("260", "2 ", "aSt. Louis :", "bScience Printers"),
    field("260", "3 ", "32011- :", "aBasel :", "bKarger"),
)


def test_later_publishers_of_a_serial_are_other_imprints() -> None:
    data = read(TITLE, *IMPRINTS, leader="as", dates="c19579999").data
    assert (data["place"], data["publisher"].display) == ("Chicago", "Academy")
    shown_imprints = [{**each, "publisher": each["publisher"].display} for each in data["imprints"]]
    assert shown_imprints == [
        {"function": "publication", "place": "St. Louis", "publisher": "Science Printers"},
        {
            "function": "publication",
            "place": "Basel",
            "publisher": "Karger",
            "date": "2011/..",
            "current": True,
        },
    ]


@pytest.mark.parametrize(
    ("fields", "leader", "dates", "expected"),
    [
        # an open date stays open
        ((field("264", " 1", "c2009-"),), "as", "c20099999", {"issued": "2009/.."}),
        # what a collection holds was made then, and its dates in words are no note
        (
            (field("245", "00", "aViews,", "f1887-1888."), field("100", "1 ", "aCottier, H.")),
            "kc",
            "i18871888",
            {"created": "1887/1888", "notes": None, "roles": ["creator"], "level": "collection"},
        ),
        ((field("100", "1 ", "aStanford, C."),), "cm", "s1994", {"roles": ["composer"]}),
        # the heading of a recording is its composer or its performer, if anything says so
        (
            (field("100", "1 ", "aStanford, C."), field("240", "10", "aQuartets")),
            "jm",
            "s1994",
            {"roles": ["composer"]},
        ),
        (
            (field("100", "1 ", "aKing, Pee Wee."), field("511", "0 ", "aPee Wee King, violin.")),
            "jm",
            "s1994",
            {"roles": ["performer"]},
        ),
        ((field("110", "2 ", "aSon by Four."),), "jm", "s1994", {"roles": ["performer"]}),
        ((field("100", "1 ", "aStanford, C."),), "jm", "s1994", {"roles": ["creator"]}),
        ((field("100", "1 ", "aAusten, J."),), "am", "s1815", {"roles": ["author"]}),
        # other physical details of what is heard
        (
            (field("300", "  ", "a1 disc :", "bdigital, stereo"),),
            "jm",
            "s1994",
            {"sound": "digital, stereo", "illustrative_content": None},
        ),
        # the longer one of two ISBNs of one edition
        (
            (field("020", "  ", "a750979241X"), field("020", "  ", "a9787509792414")),
            "am",
            "s2016",
            {"identifiers.isbn": "9787509792414"},
        ),
        # a local subfield is no text
        (
            (field("510", "1 ", "91", "aIndex medicus", "bv8n2"),),
            "as",
            "c19579999",
            {"notes": {"references": ["Index medicus v8n2"]}},
        ),
        (
            (field("752", "  ", "aMexico", "cYucatán", "dChumayel."),),
            "tm",
            "s1775",
            {"notes": {"general": ["Place: Mexico, Yucatán, Chumayel"]}},
        ),
        (
            (field("773", "0 ", "tMesoamerican collection,", "d[600s]-[1800s]"),),
            "tm",
            "s1775",
            {"part_of": {"title": "Mesoamerican collection", "note": "[600s]-[1800s]"}},
        ),
    ],
)
def test_what_records_of_several_libraries_say(
    fields: Any, leader: str, dates: str, expected: dict[str, Any]
) -> None:
    entry = read(TITLE, *fields, leader=leader, dates=dates)
    data = {
        **entry.data,
        "roles": [each["role"] for each in entry.data.get("contributors", ())],
        "identifiers.isbn": entry.data["identifiers"].get("isbn"),
    }
    assert {name: data.get(name) for name in expected} == expected


def test_a_record_that_says_all_twice_without_880_has_two_forms() -> None:
    """As some Indian libraries write: two 245, of which MARC 21 has one only."""
    entry = read(
        field("100", "1 ", "aशाह, वीरेन्द्र"),
        field("100", "1 ", "aŚāha, Vīrendra"),
        field("245", "10", "aबिहानी टुसा"),
        field("245", "10", "aBihānī ṭusā"),
        field("250", "  ", "aप्रथम संस्करण"),
        field("250", "  ", "aPrathama saṃskaraṇa"),
        field("650", " 0", "aNepali literature"),
        field("650", " 0", "aTea"),
        language="nep",
    )
    assert entry.data["title"] == {"ne": "बिहानी टुसा", "ne-Latn": "Bihānī ṭusā"}
    assert entry.data["edition"] == {"ne": "प्रथम संस्करण", "ne-Latn": "Prathama saṃskaraṇa"}
    [author] = entry.data["contributors"]
    assert [tag for tag, _ in author["agent"].forms] == ["ne", "ne-Latn"]
    assert len(entry.data["subjects"]) == 2
    assert unread(entry) == []


def test_a_second_title_in_the_same_letters_is_a_variant() -> None:
    data = read(TITLE, field("245", "00", "aTea")).data
    assert (data["title"], data["variant_titles"]) == ("Cha no hon", [{"title": "Tea"}])


def test_a_romanised_title_alone_says_so() -> None:
    data = read(field("245", "00", "aFun tsayṭ tsu tsayṭ :", "bheftn / cNYC"), language="yid").data
    assert data["title"] == {"yi-Latn": "Fun tsayṭ tsu tsayṭ"}
    assert read(field("245", "00", "aPHP nyūmon"), language="jpn").data["title"] == "PHP nyūmon"
    assert read(field("245", "00", "aThe book of tea")).data["title"] == "The book of tea"


def test_the_title_of_a_related_work_has_its_other_script() -> None:
    entry = read(
        TITLE,
        field("780", "00", "6880-04", "tOdluke i mišljenja", "w(X)1"),
        field("880", "00", "6780-04/(N", "tОдлуке и мишљења", "w(X)1"),
        language="scc",
    )
    [earlier] = entry.data["continues"]
    assert entry.data["language"] == "sr"
    assert earlier["title"] == {"sr-Latn": "Odluke i mišljenja", "sr-Cyrl": "Одлуке и мишљења"}
    assert "notes" not in entry.data


def test_codes_that_are_not_known_are_told() -> None:
    entry = read(TITLE, country="yu", language="9zz")
    assert unread(entry) == [("008/15-17", "yu"), ("008/35-37", "9zz")]
    assert unread(read(TITLE, country="xx", language="und")) == []


@pytest.mark.parametrize(
    ("tag", "subfields", "expected"),
    [
        ("010", ("a   86754802 /AC/r98",), {"lccn": "86754802"}),
        ("010", ("a^^2002332484",), {"lccn": "2002332484"}),
        ("010", ("aLC123",), {"lccn": {"invalid": "LC123"}}),
        ("015", ("a16,A43,0831", "2dnb"), {"local": {"number": "16,A43,0831", "qualifier": "dnb"}}),
        ("024", ("ahttps://hdl.handle.net/20.500/175", "2hdl"), {"handle": "20.500/175"}),
        ("024", ("ahttps://x.org/URN:NBN:fi-fe20", "2urn"), {"urn": "urn:nbn:fi-fe20"}),
        ("024", ("a05,A43", "qdnb", "2local"), {"local": {"number": "05,A43", "qualifier": "dnb"}}),
        ("024", ("aX1", "q(pbk.)", "2xyz"), {"local": {"number": "X1", "qualifier": "xyz, pbk."}}),
        ("024", ("z96,N11", "2local"), {"local": {"invalid": "96,N11"}}),
    ],
)
def test_numbers_as_libraries_write_them(tag: str, subfields: Any, expected: Any) -> None:
    found = read(TITLE, field(tag, "7 ", *subfields)).data["identifiers"]
    assert {name: each for name, each in found.items() if name in expected} | expected == {
        **expected,
        **({"local": found["local"][0]} if "local" in expected else {}),
    }


def test_a_wrong_bar_code_is_kept_as_one() -> None:
    entry = read(TITLE, field("024", "3 ", "a9784890077773"))
    assert entry.data["identifiers"]["gtin"] == {"invalid": "9784890077773"}
    assert ["is kept as an invalid number" in each.reason for each in entry.leftovers] == [True]


@pytest.mark.parametrize(
    ("note", "kind", "degree"),
    [
        ("Thesis (Ph. D.)--Example University, 2016.", "thesis", "Ph. D."),
        ("Diss., Zürich, 2016", "thesis", None),
        ("Originally presented as the author's thesis (Ph. D.)--Tea, 2016.", "book", None),
    ],
)
def test_a_thesis_in_words(note: str, kind: str, degree: str | None) -> None:
    data = read(TITLE, field("502", "  ", f"a{note}")).data
    assert (data["kind"], data.get("degree")) == (kind, degree)
    assert ("notes" in data) == (degree is None)
    if degree:
        assert data["granting_institution"].forms == [("", "Example University")]


def test_fields_of_copies_translations_and_licences() -> None:
    entry = read(
        TITLE,
        field("242", "00", "aThe book of tea", "yeng"),
        field("264", " 0", "a[Tibet] :", "b[producer not identified],", "c1900"),
        field("540", "  ", "aFree", "uhttps://creativecommons.org/licenses/by/4.0/"),
        field("852", "  ", "aLibrary", "bBR1", "bBR1", "cStacks", "qTorn", "xholdable"),
    )
    data = shown(entry.data)
    assert data["variant_titles"] == [{"title": {"en": "The book of tea"}, "type": "translated"}]
    assert data["imprints"] == [{"place": "Tibet", "date": "1900", "function": "production"}]
    assert data["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    [copy] = data["holdings"]
    assert (copy["sublocation"], copy["condition"]) == ("BR1, Stacks", "Torn")
    assert data["notes"] == {"use": ["Free"], "staff": ["holdable"]}
    assert unread(entry) == []


def test_the_doi_as_a_link_is_told_and_left_out() -> None:
    """The link is no loss, and another address is kept."""
    entry = read(
        TITLE,
        field("024", "7 ", "a10.1000/182", "2doi"),
        field("856", "40", "uhttps://doi.org/10.1000/182"),
        field("856", "40", "uhttps://example.org/tea"),
    )
    assert entry.data["url"] == "https://example.org/tea"
    [link] = [each for each in entry.leftovers if each.field == "856 $u"]
    assert (link.value, link.frame) == ("https://doi.org/10.1000/182", True)


def test_a_related_work_has_all_its_numbers() -> None:
    link = field("775", "08", "tTea", "z9783161484100", "z9780306406157", "x0028-0836")
    [other] = read(TITLE, link).data["other_editions"]
    assert other["identifiers"] == {
        "issn": "0028-0836",
        "isbn": ["9783161484100", "9780306406157"],
    }


def test_open_dates_between_angle_brackets_stay_in_a_note() -> None:
    """Source: AACR2 1.4F8; not to be taken for tags of HTML."""
    note = "Subtitle varies: 1889-19??, A <b>tea</b>; <autumn 2000>-, New tea <p>End</p>"
    data = read(TITLE, field("500", "  ", f"a{escape(note)}")).data
    assert data["notes"]["general"] == [
        "Subtitle varies: 1889-19??, A <b>tea</b>; <autumn 2000>-, New tea\n\nEnd"
    ]


def test_uncontrolled_names() -> None:
    data = read(
        TITLE,
        field("720", "1 ", "aRoe, Jane", "eauthor"),
        field("720", "  ", "aTea, Inc.", "7Organizational"),
    ).data
    assert [(each["role"], each["agent"].kind) for each in data["contributors"]] == [
        ("author", "person"),
        ("contributor", "organization"),
    ]
    assert data["contributors"][0]["agent"].forms == [("", {"family": "Roe", "given": "Jane"})]


def test_marks_of_isbd_in_full_width_are_no_content() -> None:
    data = read(
        TITLE,
        field("264", " 1", "6880-01", "aTōkyō :", "bKazama Shobō,", "c2001."),
        field("880", " 1", "6264-01/$1", "a東京 ：", "b風間 書房，", "c2001."),
        language="jpn",
    ).data
    assert data["place"] == {"ja-Latn": "Tōkyō", "ja": "東京"}
    assert data["publisher"].forms == [("ja-Latn", "Kazama Shobō"), ("ja", "風間 書房")]


def test_a_number_of_oclc_has_no_zeros_before_it() -> None:
    fields = field("035", "  ", "aocm07947282"), field("035", "  ", "a(OCoLC)7947282")
    assert read(TITLE, *fields).data["identifiers"]["oclc"] == "7947282"


def test_a_traced_series_under_a_name_is_that_of_the_series_statement() -> None:
    entry = read(
        TITLE,
        field("490", "1 ", "aTōyō tea", "v3"),  # the long vowels in one character, and in two
        field("830", " 0", "aTo\u0304yo\u0304 tea", "v3"),
        field("490", "1 ", "aTea studies"),
        field("810", "2 ", "aTea Institute.", "tTea studies."),
    )
    titles = [each["title"] for each in entry.data["series"]]
    assert titles == ["Tōyō tea", "Tea studies"]


def test_brackets_inside_a_text_stay() -> None:
    entry = read(
        TITLE,
        field("100", "1 ", "a[Villars, Pierre,", "cmarquis de,", "d1623-1698]"),
        field("260", "  ", "aAlbany [N.Y.] :", "bFor J. Roberts [i.e. E. White],", "c[1904]"),
        field("260", "  ", "a[London :", "bs.n.,", "c1904]"),
    )
    [author] = entry.data["contributors"]
    assert shown(author["agent"]) == (
        "person {'family': 'Villars', 'given': 'Pierre', 'title': 'marquis de'} born 1623 died 1698"
    )
    assert entry.data["place"] == ["Albany [N.Y.]", "London"]
    assert entry.data["publisher"].display == "For J. Roberts [i.e. E. White]"


def test_marks_and_numbers_of_american_libraries() -> None:
    entry = read(
        TITLE,
        field("024", "1 ", "a037628446323"),
        field("100", "  ", "aBridgham, Ann. [from old catalog]"),
        field("263", "  ", "a0706"),
        field("700", "1 ", "aKing, Pee Wee.", "4prf."),
        field("780", "00", "tTea", "w(DLC)sn 95030772", "w(OCoLC)ocm09685093"),
        field("856", "42", "3Publisher description", "uhttps://example.org/d"),
    )
    data = entry.data
    assert data["identifiers"]["gtin"] == "037628446323"
    assert [each["role"] for each in data["contributors"]] == ["author", "performer"]
    assert (
        shown(data["contributors"][0]["agent"]) == "person {'family': 'Bridgham', 'given': 'Ann'}"
    )
    assert data["continues"][0]["identifiers"] == {"lccn": "sn 95030772", "oclc": "9685093"}
    assert data["url"]["relation"] == "related"
    assert data["notes"]["general"] == ["Projected publication date: 0706"]
    assert unread(entry) == [("100 $a", "[from old catalog]")]


@pytest.mark.parametrize(
    ("number", "library", "expected"),
    [
        ("ocm02539133", "OCoLC", {"oclc": "2539133"}),
        ("ocmocm02539133", "", {"oclc": "2539133"}),
        ("2539133", "OCoLC", {"oclc": "2539133"}),
        ("2016123456", "DLC", {"lccn": "2016123456"}),
    ],
)
def test_the_number_of_the_record_can_be_one_of_a_union_catalogue(
    number: str, library: str, expected: dict[str, str]
) -> None:
    lccn = field("010", "  ", "a  2016123456 ") if library == "DLC" else ""
    assert read(TITLE, lccn, library=library, number=number).data["identifiers"] == expected


def test_works_under_a_name_have_the_whole_title_and_their_relation() -> None:
    title = ("tSonatas,", "mviolin, piano,", "nK. 219.", "kSelections.")
    data = read(
        TITLE,
        field("700", "12", "aMozart, W. A.", *title),
        field("700", "1 ", "iFacsimile of (work):", "aMozart, W. A.", "tRequiem.", "f1791."),
        field("730", "0 ", "iBased on (work):", "aIliad."),
        leader="cm",
    ).data
    [part] = data["has_part"]
    assert part["title"] == "Sonatas, violin, piano, K. 219. Selections"
    assert [each["role"] for each in part["contributors"]] == ["composer"]
    assert [each["title"] for each in data["reproduction_of"]] == ["Requiem. 1791"]
    assert data["based_on"] == [{"title": "Iliad"}]


def test_words_of_libraries_that_catalogue_in_other_languages() -> None:
    data = read(
        TITLE,
        field("100", "1 ", "aMorton, Kate,", "ekirjoittaja."),
        field("700", "1 ", "aBjörkhem, Ann,", "eöversättare."),
        field("700", "1 ", "aErben, Roland,", "ekokoaja."),
        field("700", "1 ", "iInnehåller (verk):", "aHaridi, Alex.", "tVägen."),
    ).data
    assert [each["role"] for each in data["contributors"]] == ["author", "translator", "compiler"]
    assert [each["title"] for each in data["has_part"]] == ["Vägen"]


def test_what_is_heard_is_no_film_and_a_dash_can_be_a_blank() -> None:
    entry = read(TITLE, field("024", "1 ", "a7822183031"), leader="im", country="xr-")
    data = entry.data
    assert (data["kind"], data["type"], data["country"]) == ("recording", "speech", "CZ")
    assert data["identifiers"]["local"][0] == "7822183031"  # a UPC has twelve digits
    assert unread(entry) == []


def test_a_work_without_a_title_has_that_of_the_work() -> None:
    data = read(field("240", "10", "aIliad.", "lEnglish")).data
    assert data["devised_title"] == "Iliad. English"


def test_what_fields_say_in_another_script_stands_beside_it() -> None:
    data = read(
        TITLE,
        field("655", " 7", "6880-01", "aCharters", "2fast"),
        field("880", " 7", "6655-01/r", "aوثائق", "2local"),
        field("700", "02", "6880-02", "aIbn al-ʻArabī.", "tFutūḥāt."),
        field("880", "02", "6700-02/r", "aابن العربي.", "tفتوحات."),
        language="ara",
    ).data
    assert data["genre_terms"] == [
        {"term": "Charters", "scheme": "fast"},
        {"term": "وثائق", "scheme": "local"},
    ]
    assert data["has_part"][0]["title"] == {"ar-Latn": "Futūḥāt", "ar": "فتوحات"}
    assert "notes" not in data


def test_each_summary_is_a_paragraph() -> None:
    entry = read(TITLE, *(field("520", "  ", f"a{text}") for text in ("One.", "Deux.", "One.")))
    assert entry.data["abstract"] == "One\n\nDeux\n\nOne"
    assert unread(entry) == []


def test_private_notes_are_for_the_staff() -> None:
    entry = read(
        TITLE,
        field("541", "0 ", "cGift;", "aRoe, Ann;", "h100 EUR."),
        field("561", "0 ", "aBought in secret."),
        field("583", "0 ", "xAsk Ann"),
        field("541", "1 ", "cPurchase."),
    )
    assert entry.data["notes"] == {
        "staff": ["Gift; Roe, Ann; 100 EUR", "Bought in secret", "Ask Ann"],
        "acquisition": ["Purchase"],
    }
    assert unread(entry) == []


def test_what_our_own_export_writes_comes_back() -> None:
    entry = read(
        TITLE,
        field("084", "  ", "aID 6530", "2rvk/rvk"),
        field("084", "  ", "a913.6", "2njb/10"),
        field("246", "1 ", "iShort title:", "aTea"),
        field("351", "  ", "cCollection", "aBy date."),
        field("856", "40", "uhttps://example.org/tea", "zViewed on 2022-08-01"),
    )
    data = entry.data
    assert data["classification"] == {"rvk": "ID 6530", "ndc": {"number": "913.6", "edition": "10"}}
    assert (data["short_title"], data["level"]) == ("Tea", "collection")
    assert data["notes"] == {"arrangement": ["By date"]}
    assert (data["url"], data["accessed"]) == ("https://example.org/tea", "2022-08-01")
    assert unread(entry) == []


def test_a_number_of_many_digits_has_no_issn_in_it() -> None:
    entry = read(TITLE, field("774", "1 ", "tSeelen", "x9929455783506421"))
    assert entry.data["has_part"] == [{"title": "Seelen"}]
    assert unread(entry) == [("774 $x", "9929455783506421")]


def test_an_address_with_one_label_stands_there_once() -> None:
    address = field("856", "40", "uhttps://example.org/tea", "zFor students")
    entry = read(TITLE, address, address)
    assert entry.data["url"] == {"url": "https://example.org/tea", "label": "For students"}
    assert unread(entry) == []


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("Provincetown, Mass. :", "Provincetown, Mass."),
        ("Bloomington, Ind.,", "Bloomington, Ind."),
        ("London.", "London"),
        ("London :", "London"),
    ],
)
def test_a_stop_before_another_mark_is_that_of_an_abbreviation(written: str, place: str) -> None:
    """Source: ISBD 2011, A.3.2.7: each area ends in one mark, and abbreviations keep their stops."""
    assert read(TITLE, field("260", "  ", f"a{written}", "c1966")).data["place"] == place
    poems = field("245", "00", "aTea :", "bПоэма. /", "cRoe")
    assert read(poems, language="rus").data["subtitle"] == "Поэма"


def test_a_name_once_more_without_a_role_adds_nothing() -> None:
    """An added entry for the author stands in older records for an index of the authors alone."""
    author, other = "aGilfillan, S. Colum,", "aRoe, R."
    data = read(
        TITLE,
        field("100", "1 ", author, "d1889-"),
        field("700", "1 ", author, "d1889-"),
        field("700", "1 ", other, "eeditor."),
        field("700", "1 ", other, "etranslator."),
        field("700", "1 ", "aPoe, E."),
    ).data
    assert [each.get("roles") or each["role"] for each in data["contributors"]] == [
        "author",
        ["editor", "translator"],
        "contributor",
    ]


def test_the_number_of_a_session_belongs_to_the_body_and_not_to_its_title() -> None:
    """Source: MARC 21, X10 $n: it is that of a part of the work only after $t."""
    congress = ("aUnited States.", "bCongress", "n(94th, 2nd session :", "d1976).")
    entry = read(TITLE, field("710", "1 ", *congress, "tReports.", "n2,", "pTax."))
    assert [each["title"] for each in entry.data["related_works"]] == ["Reports. 2, Tax"]
    assert ("710 $n", "(94th, 2nd session :") in {
        (each.field, each.value) for each in entry.leftovers
    }


@pytest.mark.parametrize(
    "note", ["Tea. -- Silk (p. 7) -- Wool.", "Tea.--Silk (p. 7)--Wool.", "Tea — Silk (p. 7) — Wool"]
)
def test_contents_are_parted_at_their_dashes(note: str) -> None:
    """Source: ISBD 2011, A.3.1; AACR2 2.7B18. A dash within a title parts nothing."""
    data = read(TITLE, field("505", "0 ", f"a{note}")).data
    assert data["contents"] == ["Tea", "Silk (p. 7)", "Wool"]
    assert read(TITLE, field("505", "0 ", "aTea--a beverage")).data["contents"] == [
        "Tea--a beverage"
    ]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("J. psychol.", "J. psychol."),
        ("J. sex res. (Online).", "J. sex res. (Online)"),
        ("Tea month", "Tea month"),
    ],
)
def test_the_stop_of_an_abbreviated_title_stays(written: str, title: str) -> None:
    """Source: MARC 21, 210; ISO 4: a stop ends each abbreviated word."""
    assert read(TITLE, field("210", "0 ", f"a{written}")).data["abbreviated_title"] == title


@pytest.mark.parametrize(
    ("place", "note", "issued"),
    [
        ("gVol. 2 (1897), p. 3-4", None, "1897"),
        ("gVol. 2 (Feb. 1897)", None, "1897-02"),
        ("g25 cm. v. 2 [1897]", "25 cm. v. 2 [1897]", "1897"),
        ("gVol. 2 (Spring 1898)", "Vol. 2 (Spring 1898)", "1897"),
    ],
)
def test_what_the_place_in_a_host_says_besides_is_kept(
    place: str, note: str | None, issued: str
) -> None:
    entry = read(TITLE, field("260", "  ", "c1897"), field("773", "0 ", "tHost", place))
    assert entry.data["volume"] == "2"
    assert (entry.data["part_of"].get("note"), entry.data["issued"]) == (note, issued)


@pytest.mark.parametrize(
    ("dates", "place", "expected", "note"),
    [
        ("s1999", "gVol. 3 (1999-02-14), p. 1-20", "1999-02-14", None),
        ("s1999", "gVol. 3 (14 Feb. 1999), p. 1-20", "1999-02-14", None),
        ("n    ", "gVol. 3, no. 2 (1999), p. 1-20", "1999", None),
        ("e19990214", "gVol. 3 (1999), p. 1-20", "1999-02-14", None),
        ("s2001", "gVol. 3 (1999), p. 1-20", "2001", "Vol. 3 (1999), p. 1-20"),
    ],
)
def test_the_date_of_an_issue_is_that_of_its_article(
    dates: str, place: str, expected: str, note: str | None
) -> None:
    """It may be more exact than 008, or stand alone; another year than that of 008 is a note."""
    entry = read(TITLE, field("773", "0 ", "tHost", place), leader="aa", dates=dates)
    assert (entry.data["issued"], entry.data["part_of"].get("note")) == (expected, note)
    assert (entry.data["volume"], entry.data["pages"]) == ("3", "1-20")


@pytest.mark.parametrize(
    ("leader", "fields", "expected"),
    [
        ("am", [("655", " 4", "aInterview")], "source interview"),
        ("aa", [("655", " 7", "aInterviews", "2lcgft")], "source interview"),
        ("am", [("655", " 7", "aInterviews", "2lcgft")], "book"),
        ("im", [("655", " 7", "aInterviews", "2lcgft")], "recording interview"),
        ("im", [("655", " 7", "aRadio programs.", "2lcgft")], "recording broadcast"),
        ("gm", [("655", " 7", "aTelevision programs", "2lcgft")], "film broadcast"),
        ("am", [("655", " 7", "aHearing", "2local")], "legal hearing"),
        ("am", [("655", " 7", "aHearing", "2aat")], "book"),
        ("am", [("655", " 7", "aCourt decisions and opinions", "2lcgft")], "legal legal_case"),
        ("mm", [("336", "  ", "acomputer dataset", "bcod")], "dataset"),
        ("mm", [("336", "  ", "bcod"), ("336", "  ", "bcop")], "software"),
        ("aa", [("773", "0 ", "7nnas", "tTimes")], "article article-journal"),
        ("aa", [("773", "0 ", "7nnai", "tSite")], "website"),
        ("tc", [("655", " 7", "aPersonal correspondence", "2lcgft")], "manuscript"),
    ],
)
def test_the_genre_and_the_codes_tell_the_type(
    leader: str, fields: list[tuple[str, ...]], expected: str
) -> None:
    entry = read(TITLE, *(field(*each) for each in fields), leader=leader)
    words = " ".join(filter(None, (entry.data["kind"], entry.data.get("type"))))
    assert words == expected
