"""MODS as libraries write it, often made of MARC."""

from __future__ import annotations

from typing import Any

import pytest

from exporter.importers.entry import Entry
from exporter.importers.headings import dates_of_life, without_dates
from exporter.importers.registry import ImportContext, importer
from exporter.records.loader import read_schemas
from tests.conftest import ROOT
from tests.support.imported import shown

CONTEXT = ImportContext(read_schemas(ROOT))


def read(inner: str) -> Entry:
    record = (
        '<mods xmlns="http://www.loc.gov/mods/v3" xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"<titleInfo><title>Tea :</title></titleInfo>{inner}</mods>"
    )
    [entry] = importer("mods").read(record.encode(), CONTEXT)
    assert isinstance(entry, Entry)
    return entry


def unread(entry: Entry) -> list[tuple[str, str]]:
    return [(each.field, each.value) for each in entry.leftovers if not each.kept]


def test_a_name_in_an_authority_file_has_its_number_and_its_dates() -> None:
    entry = read(
        '<name type="personal" authority="naf"'
        ' valueURI="http://id.loc.gov/authorities/names/no2002092225">'
        "<namePart>Tea, Alan, 1929-1996</namePart></name>"
        '<name type="personal"><namePart>Leaf, Ann,</namePart>'
        '<namePart type="date">b. 1950</namePart>'
        "<nameIdentifier>https://viaf.org/viaf/12347</nameIdentifier></name>"
    )
    assert [shown(each["agent"]) for each in entry.data["contributors"]] == [
        "person {'family': 'Tea', 'given': 'Alan'} lcnaf no2002092225 born 1929 died 1996",
        "person {'family': 'Leaf', 'given': 'Ann'} viaf 12347 born 1950",
    ]
    assert unread(entry) == []


def test_the_affiliation_of_someone_named_before_is_not_that_of_the_last_one() -> None:
    ann = '<name type="personal"><namePart>Leaf, Ann</namePart>{}</name>'
    body = "<role><roleTerm>editor</roleTerm></role><affiliation>Tea Board</affiliation>"
    bob = '<name type="personal"><namePart>Tea, Bob</namePart></name>'
    entry = read(ann.format("") + bob + ann.format(body))
    assert [
        [body.display for body in each.get("affiliation", ())]
        for each in entry.data["contributors"]
    ] == [["Tea Board"], []]


def test_an_address_of_an_unknown_file_is_told() -> None:
    entry = read(
        '<name valueURI="https://tea.example.org/names/1"><namePart>Leaf</namePart></name>'
    )
    assert unread(entry) == [("name/@valueURI", "https://tea.example.org/names/1")]


def test_statements_of_rights() -> None:
    holder = (
        '<copyright xmlns="http://www.cdlib.org/inside/diglib/copyrightMD">'
        "<rights.holder><name>Tea Board</name></rights.holder></copyright>"
    )
    entry = read(
        "<accessCondition>Made available by the board.</accessCondition>"
        '<accessCondition xlink:href="https://creativecommons.org/licenses/by/4.0/">CC BY'
        "</accessCondition>"
        '<accessCondition type="restriction on access">Readers over 18</accessCondition>'
        f"<accessCondition>{holder}</accessCondition>"
    )
    data = entry.data
    assert data["rights"] == "Made available by the board."
    assert data["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    assert data["notes"] == {"use": ["CC BY"], "access": ["Readers over 18"]}
    assert shown(data["rights_holder"]) == "organization Tea Board"
    assert unread(entry) == []


def test_terms_of_rda_are_no_forms() -> None:
    data = read(
        '<genre authority="rdacontent">still image</genre><physicalDescription>'
        '<form authority="rdamedia">computer</form><form authority="rdacarrier">online resource</form>'
        "<form>print</form></physicalDescription>"
    ).data
    assert (data["content_type"], data["media_type"]) == (["still image"], ["computer"])
    assert data["carrier_type"] == ["online resource"]
    assert data["notes"] == {"physical": ["Form: print"]}
    assert "genre_terms" not in data


def test_punctuation_from_marc_is_no_content() -> None:
    data = read(
        "<originInfo><place><placeTerm>Leiden :</placeTerm></place><publisher>Tea Press,</publisher>"
        '<dateIssued>1900-1922.</dateIssued><dateIssued point="start">1900</dateIssued>'
        '<dateIssued point="end">1922</dateIssued></originInfo>'
    ).data
    assert (data["title"], data["place"], data["issued"]) == ("Tea", "Leiden", "1900/1922")
    assert shown(data["publisher"]) == "organization Tea Press"
    assert "notes" not in data


@pytest.mark.parametrize(
    ("place", "country"),
    [
        ('<placeTerm type="code" authority="marccountry">cc</placeTerm>', "CN"),
        ('<placeTerm type="code" authority="marccountry">nhu</placeTerm>', "US-NH"),
        ('<placeTerm type="code" authority="iso3166">cn</placeTerm>', "CN"),
        ('<placeTerm type="code" authority="marccountry">cn</placeTerm>', "CA"),
        ('<placeTerm type="code" authority="iso3166">jp</placeTerm>', "JP"),
    ],
)
def test_countries(place: str, country: str) -> None:
    assert read(f"<originInfo><place>{place}</place></originInfo>").data["country"] == country


def test_identifiers_of_the_work_and_of_its_record() -> None:
    entry = read(
        '<identifier type="ark">https://n2t.net/ark:/83024/d4mc8rp8s</identifier><recordInfo>'
        '<recordIdentifier source="DRB">tea-1</recordIdentifier></recordInfo>'
    )
    assert entry.data["identifiers"] == {"ark": "ark:/83024/d4mc8rp8s", "local": "(DRB)tea-1"}


def test_what_a_relation_has_no_field_for_stands_in_its_note() -> None:
    """In words, and not as the data of a program, with brackets and braces."""
    entry = read(
        '<relatedItem type="otherFormat"><titleInfo><title>Live</title></titleInfo>'
        "<originInfo><dateCreated>1982-02-13</dateCreated></originInfo>"
        '<location><url displayLabel="Details">https://example.org/live</url></location>'
        '<relatedItem type="original"><titleInfo><title>First</title></titleInfo>'
        '<identifier type="local">7</identifier></relatedItem></relatedItem>'
    )
    [other] = entry.data["other_formats"]
    assert other == {
        "title": "Live",
        "url": "https://example.org/live",
        "note": "Date of creation: 1982-02-13; Reproduction of: First; 7; local",
    }
    assert unread(entry) == []


def test_a_related_item_that_nothing_names_is_told() -> None:
    entry = read('<relatedItem type="otherFormat"><note>Gone</note></relatedItem>')
    assert "other_formats" not in entry.data
    assert unread(entry) == [("relatedItem", "Gone")]


def test_the_title_of_a_host_has_its_subtitle_and_its_part() -> None:
    entry = read(
        '<relatedItem type="host"><titleInfo><title>Tea</title><subTitle>a reader</subTitle>'
        "<partNumber>Part 2</partNumber><partName>Leaves</partName></titleInfo></relatedItem>"
    )
    assert entry.data["part_of"] == {"title": "Tea: a reader. Part 2, Leaves"}


def test_a_series_keeps_its_issn() -> None:
    entry = read(
        '<relatedItem type="series"><titleInfo><title>Tea</title></titleInfo>'
        '<identifier type="issn">0028-0836</identifier></relatedItem>'
    )
    assert entry.data["series"] == [{"title": "Tea", "issn": "0028-0836"}]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Tea, Alan, 1929-1996", ("Tea, Alan", "1929-1996")),
        ("Tea, Alan, 1929-", ("Tea, Alan", "1929-")),
        ("Tea, Alan, b. 1929", ("Tea, Alan", "b. 1929")),
        ("Tea, Alan, active 16th century", ("Tea, Alan", "active 16th century")),
        ("Tea, Alan", ("Tea, Alan", "")),
        ("Apollo 13", ("Apollo 13", "")),
        ("Studio 54, 2nd", ("Studio 54, 2nd", "")),
    ],
)
def test_the_dates_at_the_end_of_a_heading(heading: str, expected: tuple[str, str]) -> None:
    assert without_dates(heading) == expected


@pytest.mark.parametrize("written", ["", "no date", "1929-tea", "53rd", "9999999"])
def test_dates_that_are_not_understood(written: str) -> None:
    found: dict[str, Any] = dates_of_life(written)
    assert found == {}


def test_a_subject_in_several_scripts_is_one() -> None:
    subjects = read(
        '<subject altRepGroup="02" authority="ndlsh" lang="jpn"><topic>茶</topic><geographic>京都'
        '</geographic></subject><subject altRepGroup="02" authority="ndlsh" lang="jpn" script="Latn">'
        "<topic>Cha</topic><geographic>Kyōto</geographic></subject>"
        '<subject altRepGroup="03" lang="jpn" authority="bsh"><topic>禅</topic></subject>'
        '<subject altRepGroup="03" lang="eng"><topic>Zen</topic></subject>'
        '<subject altRepGroup="04" lang="jpn"><topic>道</topic></subject>'
        '<subject altRepGroup="04" lang="eng"><topic>Way</topic><topic>History</topic></subject>'
        '<subject altRepGroup="05"><topic>Tao</topic></subject>'
        '<subject altRepGroup="05"><topic>Dao</topic></subject>'
    ).data["subjects"]
    assert subjects[0] == {
        "topic": {"ja": "茶", "ja-Latn": "Cha"},
        "subdivisions": [{"place": {"ja": "京都", "ja-Latn": "Kyōto"}}],
        "scheme": "ndlsh",
    }
    assert subjects[1] == {"topic": {"ja": "禅", "en": "Zen"}, "scheme": "bsh"}
    others = [each["topic"] for each in subjects[2:]]
    assert others == ["道", "Way", "Tao", "Dao"], (
        "what is not alike, or in no language, stays apart"
    )


def test_the_scale_of_a_map_is_no_subject() -> None:
    entry = read(
        "<subject><cartographics><scale>Scale 1:510,000</scale><projection>Mercator</projection>"
        "</cartographics></subject>"
    )
    assert (entry.data["scale"], entry.data["projection"]) == ("Scale 1:510,000", "Mercator")
    assert "subjects" not in entry.data
    assert unread(entry) == []


@pytest.mark.parametrize(
    ("unfiled", "title", "expected"),
    [
        ("The ", "tea", {"title": "The tea"}),
        ("L'", "infusion", {"title": "L'infusion"}),
        ("al-", "Shāy", {"title": "al-Shāy"}),
        ("[", "Letter]", {"devised_title": "Letter"}),
    ],
)
def test_an_article_that_is_not_sorted_is_bound_as_it_is_written(
    unfiled: str, title: str, expected: dict[str, str]
) -> None:
    inner = f"<titleInfo><nonSort>{unfiled}</nonSort><title>{title}</title></titleInfo>"
    content = f'<mods xmlns="http://www.loc.gov/mods/v3">{inner}</mods>'.encode()
    [entry] = importer("mods").read(content, CONTEXT)
    assert isinstance(entry, Entry)
    assert {name: text for name, text in entry.data.items() if "title" in name} == expected


def test_a_translated_title_has_its_language_and_a_role_can_be_a_word() -> None:
    data = read(
        '<titleInfo type="translated" lang="lat"><title>Sermones</title></titleInfo>'
        '<name type="personal"><namePart>Roe, Ann</namePart>'
        "<role><roleTerm>Übersetzerin</roleTerm></role></name>"
    ).data
    assert data["variant_titles"] == [{"title": {"la": "Sermones"}, "type": "translated"}]
    assert [each["role"] for each in data["contributors"]] == ["translator"]


def test_a_name_as_a_subject_keeps_its_dates() -> None:
    entry = read(
        "<subject><name type='personal'><namePart>Jobs, Steve, 1955-2011</namePart></name></subject>"
        "<subject><name type='personal'><namePart>Goff, Bruce</namePart>"
        "<namePart type='date'>1904-</namePart></name></subject>"
        "<subject><geographicCode authority='marcgac'>n-us-ca</geographicCode></subject>"
    )
    persons = [each["person"] for each in entry.data["subjects"]]
    assert persons == ["Jobs, Steve, 1955-2011", "Goff, Bruce, 1904-"]
    assert entry.data["geographic_area"] == ["n-us-ca"]
    assert unread(entry) == []


def test_a_language_can_be_that_of_a_part() -> None:
    terms = [
        ("", "eng"),
        (" objectPart='translation'", "jpn"),
        (" objectPart='summary'", "fre"),
        (" objectPart='subtitle or caption'", "ger"),
    ]
    data = read(
        "".join(
            f"<language{part}><languageTerm type='code'>{code}</languageTerm></language>"
            for part, code in terms
        )
    ).data
    assert data["language"] == "en"
    assert data["other_languages"] == {"original": "ja", "summary": "fr", "subtitles": "de"}


@pytest.mark.parametrize(
    ("codes", "expected"),
    [(["zxx"], "zxx"), (["mul"], "mul"), (["mul", "eng", "jpn"], ["en", "ja"])],
)
def test_a_work_has_no_language_or_several(codes: list[str], expected: Any) -> None:
    terms = "".join(f"<languageTerm type='code'>{code}</languageTerm>" for code in codes)
    assert read(f"<language>{terms}</language>").data["language"] == expected


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ("<dateIssued qualifier='questionable' keyDate='yes'>1984</dateIssued>", "1984?"),
        ("<dateIssued qualifier='approximate'>1984</dateIssued>", "1984~"),
        (
            "<dateIssued encoding='w3cdtf' keyDate='yes'>2023</dateIssued>"
            "<dateIssued encoding='edtf'>2023/..</dateIssued>",
            "2023/..",
        ),
    ],
)
def test_what_is_said_of_a_date_stays(dates: str, expected: str) -> None:
    entry = read(f"<originInfo>{dates}</originInfo>")
    assert entry.data["issued"] == expected
    assert "notes" not in entry.data


def test_a_date_of_another_calendar_is_the_printed_form() -> None:
    dates = (
        "<dateIssued encoding='w3cdtf'>1868</dateIssued>"
        "<dateIssued calendar='japanese'>慶応4年</dateIssued><displayDate>慶応4年</displayDate>"
    )
    issued = read(f"<originInfo>{dates}</originInfo>").data["issued"]
    assert issued == {"date": "1868", "printed": "慶応4年", "calendar": "japanese"}


@pytest.mark.parametrize(
    ("extents", "expected"),
    [
        (["xii, 250 p. : ill. ; 24 cm."], ("xii, 250 p.", "ill.", "24 cm.")),
        (["164 p.", "23-25 cm."], ("164 p.", None, "23-25 cm.")),
        (["1 photograph ; 8 x 10 in."], ("1 photograph", None, "8 x 10 in.")),
        (["3 linear ft."], ("3 linear ft.", None, None)),
    ],
)
def test_dimensions_beside_the_extent(extents: list[str], expected: tuple[Any, ...]) -> None:
    """Source: ISBD, 5, whose signs stand between the parts."""
    inner = "".join(f"<extent>{each}</extent>" for each in extents)
    data = read(f"<physicalDescription>{inner}</physicalDescription>").data
    fields = ("extent", "illustrative_content", "dimensions")
    assert tuple(data.get(each) for each in fields) == expected


def test_a_thesis_by_its_genre_of_lcgft() -> None:
    genre = "<genre authority='lcgft'>Academic theses</genre>"
    assert read(f"<typeOfResource>text</typeOfResource>{genre}").data["kind"] == "thesis"


def test_places_editions_and_statements_in_two_scripts() -> None:
    latin, han = "lang='chi' script='Latn'", "lang='chi' xml:lang='zh'"
    data = read(
        f"<originInfo><place><placeTerm {han}>北京</placeTerm><placeTerm {latin}>Beijing</placeTerm>"
        f"</place><edition {han}>第1版</edition><edition {latin}>Di 1 ban</edition></originInfo>"
        f"<note type='statement of responsibility' {han}>刘宁译</note>"
        f"<note type='statement of responsibility' {latin}>Liu Ning yi</note>"
    ).data
    assert data["place"] == {"zh": "北京", "zh-Latn": "Beijing"}
    assert data["edition"] == {"zh": "第1版", "zh-Latn": "Di 1 ban"}
    assert data["statement_of_responsibility"] == {"zh": "刘宁译", "zh-Latn": "Liu Ning yi"}


def test_what_is_heard_is_a_recording() -> None:
    data = read("<typeOfResource>sound recording-nonmusical</typeOfResource>").data
    assert (data["kind"], data["type"]) == ("recording", "speech")


def test_a_fuller_form_stands_beside_a_name_and_a_preview_is_no_copy() -> None:
    data = read(
        "<name type='personal'><namePart>Harmon, A. M. (Austin Morris), 1878-1950</namePart></name>"
        "<name type='personal'><namePart>Roe, William (Bill)</namePart></name>"
        "<location><url access='preview'>https://example.org/small</url>"
        "<url access='object in context'>https://example.org/tea</url></location>"
    ).data
    assert [shown(each["agent"]) for each in data["contributors"]] == [
        "person {'family': 'Harmon', 'given': 'A. M.', 'fuller_form': 'Austin Morris'}"
        " born 1878 died 1950",
        "person {'family': 'Roe', 'given': 'William (Bill)'}",
    ]
    assert data["url"] == [
        {"url": "https://example.org/small", "relation": "preview"},
        "https://example.org/tea",
    ]


def test_the_title_of_rank_of_a_name_without_a_family_is_kept() -> None:
    """Source: MODS 3.8, namePart, termsOfAddress; MARC 21, X00 $c."""
    name = (
        '<name type="personal"><namePart type="termsOfAddress">Emperor of Rome</namePart>'
        "<namePart>Marcus Aurelius</namePart></name>"
    )
    data = read(f"{name}<subject>{name}</subject>").data
    assert shown(data["contributors"]) == [
        "creator person {'given': 'Marcus Aurelius', 'title': 'Emperor of Rome'}"
    ]
    assert data["subjects"] == [{"person": "Marcus Aurelius, Emperor of Rome"}]


_VIAF = "https://viaf.org/viaf/59124"
_ROLE = "<role><roleTerm>author</roleTerm></role>"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (f'valueURI="{_VIAF}"', f'valueURI="{_VIAF}"', 1),
        ('valueURI="https://example.org/agents/7"', 'valueURI="https://example.org/agents/7"', 1),
        (f'valueURI="{_VIAF}"', "", 2),
        (f'valueURI="{_VIAF}"', 'valueURI="https://viaf.org/viaf/59125"', 2),
        ('valueURI="https://viaf.org/viaf"', 'valueURI="https://viaf.org/viaf"', 2),
        (f'type="corporate" valueURI="{_VIAF}"', f'type="personal" valueURI="{_VIAF}"', 2),
    ],
)
def test_names_in_two_scripts_with_one_number_name_one(
    first: str, second: str, expected: int
) -> None:
    """Not every system writes altRepGroup; without a number, nothing says that they name one person."""
    entry = read(
        f"<name {first}><namePart>夏目漱石</namePart>{_ROLE}</name>"
        f'<name {second} script="Latn"><namePart>Natsume, Sōseki</namePart>{_ROLE}</name>'
        f"<name><namePart>Leaf, Ann</namePart>{_ROLE}</name>"
    )
    makers = [each["agent"] for each in entry.data["contributors"]]
    assert len(makers) == expected + 1
    assert len(makers[0].forms) == 3 - expected


@pytest.mark.parametrize(
    "second",
    [
        f"<namePart>Mitford, A. B.</namePart>{_ROLE}",
        "<namePart>夏目漱石</namePart><role><roleTerm>editor</roleTerm></role>",
    ],
)
def test_one_number_alone_does_not_unite_names(second: str) -> None:
    """In one script, they are two names of a person; in another role, another statement."""
    entry = read(
        f'<name valueURI="{_VIAF}"><namePart>Natsume, Sōseki</namePart>{_ROLE}</name>'
        f'<name valueURI="{_VIAF}">{second}</name>'
    )
    assert len(entry.data["contributors"]) == 2


@pytest.mark.parametrize(
    ("genre", "expected"),
    [
        ("info:eu-repo/semantics/bookReview", ("article", "review-book", None)),
        ("info:eu-repo/semantics/conferenceProceedings", ("book", None, None)),
        ("info:eu-repo/semantics/preprint", ("article", "article", None)),
        ("info:eu-repo/semantics/masterThesis", ("thesis", None, "Master’s thesis")),
        ("http://purl.org/eprint/type/NewsItem", ("article", "article-newspaper", None)),
        ("info:eu-repo/semantics/other", ("book", None, None)),
        ("info:eu-repo/semantics/interview", ("source", "interview", None)),
    ],
)
def test_the_types_of_repositories_are_no_genres(
    genre: str, expected: tuple[str | None, ...]
) -> None:
    """An address says nothing to readers; and an interview to be read is no film."""
    data = read(f"<typeOfResource>text</typeOfResource><genre>{genre}</genre>").data
    assert (data["kind"], data.get("type"), data.get("genre")) == expected
    assert "genre_terms" not in data


def test_the_date_of_a_conference_is_that_of_the_event() -> None:
    entry = read(
        '<name type="conference"><namePart>Tea days</namePart>'
        '<namePart type="date">2013-02-27/2013-02-28</namePart></name>'
    )
    [event] = entry.data["contributors"]
    assert event["agent"].facts == {"date": "2013-02-27/2013-02-28"}
    assert unread(entry) == []
