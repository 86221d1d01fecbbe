"""Finding aids in EAD 2002 and EAD3, as archives write them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from exporter.importers.ead.dates import date_of
from exporter.importers.ead.names import role_in
from exporter.importers.entry import Entry
from exporter.importers.registry import format_of
from tests.conftest import exporter
from tests.support.imported import read, shown

DTD = (
    '<!DOCTYPE ead PUBLIC "+//ISBN 1-931666-00-8//DTD ead.dtd (Encoded Archival Description (EAD) '
    'Version 2002)//EN" "ead.dtd">\n'
)
EAD_2002 = 'xmlns="urn:isbn:1-931666-22-9" xmlns:xlink="http://www.w3.org/1999/xlink"'
EAD_3 = 'xmlns="http://ead3.archivists.org/schema/"'


def described(inner: str, attributes: str = 'level="file"', space: str = EAD_2002) -> Entry:
    """Return what is made of one description, of which `inner` stands behind the title."""
    content = (
        f"<ead {space}><archdesc {attributes}><did><unittitle>Tea papers</unittitle></did>"
        f"{inner}</archdesc></ead>"
    )
    [entry], remarks = read("ead", content.replace("</did><did>", ""))
    assert not remarks
    return entry


def did(inner: str, attributes: str = 'level="file"', space: str = EAD_2002) -> Entry:
    return described(f"<did>{inner}</did>", attributes, space)


def lost(entry: Entry) -> list[tuple[str, str]]:
    return [(each.field, each.value) for each in entry.leftovers if each.sort == "lost"]


FINDING_AID = f"""<ead {EAD_2002}>
<eadheader><eadid url="https://example.org/fa/ms1">ms-1</eadid><profiledesc>
<langusage>Written in <language langcode="ger">German</language>.</langusage></profiledesc></eadheader>
<archdesc level="fonds"><did><unittitle>Tea papers</unittitle><unitid>MS 1</unitid>
<repository><corpname>Tea Archive</corpname></repository>
<origination label="Creator"><persname source="naf" role="Collector (col)"
authfilenumber="http://id.loc.gov/authorities/names/n79021164">Leaf, Ann, 1900-1950</persname></origination>
<langmaterial><language langcode="eng"/></langmaterial></did>
<accessrestrict><head>Access</head><p>Open.</p></accessrestrict>
<dsc><head>Files</head>
<c01 level="series" id="s1"><did><unitid>MS 1/1</unitid><unittitle>Letters</unittitle></did>
<c02 level="file"><did><unittitle>General correspondence</unittitle><container type="box">1</container></did></c02>
<c02 level="file"><did><unittitle>General correspondence</unittitle><container type="box">2</container></did></c02>
<c02 level="item"><did><unitdate normal="1920-05-01">1 May 1920</unitdate></did></c02></c01>
<c01 level="item"><did><unittitle>Map of a garden</unittitle></did>
<controlaccess><genreform source="aat">Maps.</genreform></controlaccess></c01></dsc>
</archdesc></ead>"""


def test_each_description_is_a_record_that_is_part_of_the_one_above(tmp_path: Path) -> None:
    """What is said of the whole alone is not said again of its parts (ISAD(G) 2.4)."""
    file = tmp_path / "tea.xml"
    file.write_text(FINDING_AID, "utf-8")
    (tmp_path / "cat" / "records").mkdir(parents=True)
    result = exporter("import", "-o", tmp_path / "cat", file)
    assert result.code == 0, result.err
    records = [
        yaml.safe_load(each.read_text("utf-8")) for each in tmp_path.glob("cat/records/m*/*")
    ]
    works = {each["id"]: each for each in records}
    parts = {id: (each["level"], each["kind"], each.get("part_of")) for id, each in works.items()}
    assert parts == {
        "leaf-tea": ("fonds", "manuscript", None),
        "letters": ("series", "manuscript", "leaf-tea"),
        "general-correspondence": ("file", "manuscript", "letters"),
        "general-correspondence-2": ("file", "manuscript", "letters"),
        "manuscript-1920": ("item", "manuscript", "letters"),
        "map-of-a-garden": ("item", "map", "leaf-tea"),
    }
    boxes = {each["holdings"][0]["box"] for each in works.values() if each["level"] == "file"}
    assert boxes == {"1", "2"}
    whole = works["leaf-tea"]
    assert whole["former_ids"] == ["ms-1"]
    assert (
        whole["cataloguing_language"]
        == works["general-correspondence"]["cataloguing_language"]
        == "de"
    )
    assert whole["contributors"] == [{"agent": "ann-leaf", "role": "collector"}]
    assert whole["holdings"] == [
        {"repository": {"name": "Tea Archive", "kind": "organization"}, "shelfmark": "MS 1"}
    ]
    assert whole["notes"] == {"access": ["Open."]}
    assert works["letters"]["holdings"] == [{"shelfmark": "MS 1/1"}]
    assert works["letters"]["former_ids"] == ["s1"]
    assert not {"contributors", "notes"} & works["letters"].keys()
    again = exporter("import", "-o", tmp_path / "cat", file)
    assert "6 already in the catalogue" in again.err
    checked = exporter("-C", tmp_path / "cat", "validate")
    assert "probable-duplicate" not in checked.out + checked.err


@pytest.mark.parametrize(
    "start", [DTD + "<ead>", f"<ead {EAD_3}>", f"<e:ead {EAD_2002.replace('=', ':e=', 1)}>"]
)
def test_both_versions_are_found_with_and_without_a_namespace(start: str) -> None:
    prefix = "e:" if start.startswith("<e:") else ""
    tags = ["archdesc", "did", "unittitle"]
    inner = "".join(f"<{prefix}{tag}>" for tag in tags) + "Tea"
    inner += "".join(f"</{prefix}{tag}>" for tag in [*reversed(tags), "ead"])
    content = f'<?xml version="1.0"?>\n{start}{inner}'
    assert format_of(content.encode()) == "ead"
    [entry], remarks = read("ead", content)
    assert (entry.data["title"], remarks) == ("Tea", [])


def test_a_character_of_a_dtd_that_is_not_read_is_kept() -> None:
    content = f"{DTD}<ead><archdesc><did><unittitle>Th&eacute; &amp; caf&eacute;</unittitle></did></archdesc></ead>"
    [entry], remarks = read("ead", content)
    assert (entry.data["title"], remarks) == ("Thé & café", [])


@pytest.mark.parametrize(
    ("text", "normal", "certainty", "expected"),
    [
        ("1900-1950", "1900/1950", "", "1900/1950"),
        ("1950", "1950/1950", "", "1950"),
        ("", "19000101/19500131", "", "1900-01-01/1950-01-31"),
        ("about 1900-1950", "1900/1950", "approximate", "1900~/1950~"),
        ("circa 1900", "1900", "", "1900~"),
        ("1900?", "1900", "", "1900?"),
        ("1900", "1900", "questionable", "1900?"),
        ("1900-", "1900/9999", "", "1900/.."),
        ("1950, undated", "", "", "1950"),
        ("1772--1778", "", "", "1772/1778"),
        ("1951, 1957-1961 and undated", "", "", "{1951,1957..1961}"),
        ("dates not examined", "", "", ""),
        ("Spring 1950", "1950-03/1950-05", "", "1950-03/1950-05"),
        ("undated", "", "", ""),
        ("in his youth", "", "", ""),
    ],
)
def test_dates(text: str, normal: str, certainty: str, expected: str) -> None:
    assert date_of(text, normal, certainty) == expected


def test_dates_of_several_sorts() -> None:
    entry = did(
        '<unitdate type="inclusive" normal="1900/1950">the first half of the century</unitdate>'
        '<unitdate type="bulk" normal="1920/1930">bulk 1920-1930</unitdate>'
        '<unitdate datechar="publication">1960</unitdate><unitdate>undated</unitdate>'
        "<unitdate>in his youth</unitdate>"
    )
    assert entry.data["created"] == {
        "date": "1900/1950",
        "printed": "the first half of the century",
    }
    assert entry.data["issued"] == "1960"
    assert entry.data["notes"]["general"] == ["Bulk dates: 1920-1930", "Date: in his youth"]
    told = [(each.sort, each.value) for each in entry.leftovers]
    assert told == [("frame", "undated"), ("noted", "in his youth")]


def test_dates_of_ead3() -> None:
    entry = did(
        "<unitdatestructured><dateset><datesingle standarddate='1900'>1900</datesingle><daterange>"
        "<fromdate standarddate='1910'>1910</fromdate><todate notbefore='1920' notafter='1922'/>"
        "</daterange></dateset></unitdatestructured>",
        space=EAD_3,
    )
    assert entry.data["created"] == "{1900,1910..1922}"
    entry = did(
        "<unitdate>1900-1950</unitdate><unitdatestructured><daterange><fromdate>1900</fromdate>"
        "<todate>1950</todate></daterange></unitdatestructured>",
        space=EAD_3,
    )
    assert (entry.data["created"], "notes" in entry.data) == ("1900/1950", False)


def test_the_date_at_the_end_of_a_title_is_no_word_of_it() -> None:
    def titled(title: str) -> dict[str, Any]:
        content = f"<ead><archdesc><did><unittitle>{title}</unittitle></did></archdesc></ead>"
        return read("ead", content)[0][0].data

    date = "<unitdate>1920</unitdate>"
    assert titled(f"Letters, {date}")["title"] == "Letters"
    assert titled(f"Report of {date} on tea")["title"] == "Report of 1920 on tea"
    assert titled(f"Report of {date} on tea")["created"] == "1920"
    assert titled(date)["devised_title"] == "1920"
    assert (
        titled("On <title render='italic'>Emma</title><lb/>and tea")["title"]
        == "On <i>Emma</i> and tea"
    )
    assert titled("[Letters]")["devised_title"] == "Letters"


def test_a_description_without_a_title_is_told_apart_by_its_number_or_its_box() -> None:
    content = "<ead><archdesc><did>{}</did></archdesc></ead>"
    box = '<container type="Box">1</container><container type="Folder">2</container>'
    found = [
        read("ead", content.format(inner))[0][0].data
        for inner in (f"<unitid>MS 1</unitid>{box}", box)
    ]
    assert [each["devised_title"] for each in found] == ["MS 1", "Box 1, folder 2"]


def test_the_whole_can_have_its_title_in_the_header_alone() -> None:
    header = "<eadheader><filedesc><titlestmt><titleproper>Tea</titleproper></titlestmt></filedesc></eadheader>"
    [entry], _ = read(
        "ead", f"<ead>{header}<archdesc><did><unitid>1</unitid></did></archdesc></ead>"
    )
    assert entry.data["devised_title"] == "Tea"


def test_a_title_is_in_the_language_of_the_finding_aid() -> None:
    def titled(language: str) -> Any:
        written = f'<langmaterial><language langcode="{language}"/></langmaterial>'
        content = f"<ead><archdesc><did><unittitle>Tea</unittitle>{written}</did></archdesc></ead>"
        return read("ead", content)[0][0].data["title"]

    assert titled("gre") == {"en": "Tea"}
    assert titled("eng") == "Tea"


def test_containers() -> None:
    entry = did(
        '<container type="Box" label="Mixed Materials [32109012345678]" id="a">Box 1</container>'
        '<container type="Folder" parent="a">2</container><container type="folder">3</container>'
        '<container localtype="reel">4</container><physloc>Room 5</physloc><unitid>MS 6</unitid>'
        '<unitid type="ancienne cote">A 7</unitid><unitid label="Accession">1999.1</unitid>'
        '<unitid type="aspace_uri">/repositories/2/1</unitid>'
    )
    assert entry.data["holdings"] == [
        {
            "box": "1",
            "barcode": "32109012345678",
            "folder": "2",
            "sublocation": "Room 5",
            "shelfmark": "MS 6",
            "former_shelfmark": "A 7",
        },
        {"box": "1", "folder": "3", "note": "Reel 4"},
    ]
    assert entry.data["identifiers"] == {"local": {"number": "1999.1", "qualifier": "Accession"}}
    assert [(each.value, each.sort) for each in entry.leftovers] == [("/repositories/2/1", "frame")]


def test_extents() -> None:
    entry = did(
        '<physdesc><extent altrender="materialtype spaceoccupied">5 linear feet</extent>'
        "<extent>(10 boxes)</extent><dimensions>30 cm</dimensions>"
        '<physfacet type="support">parchment</physfacet><physfacet>torn</physfacet></physdesc>'
        '<physdesc>3 maps and <genreform source="aat">plans</genreform></physdesc>'
        "<physdesc>An album</physdesc>"
    )
    assert entry.data["extent"] == ["5 linear feet (10 boxes)", "3 maps and plans"]
    assert (entry.data["dimensions"], entry.data["material"]) == ("30 cm", "parchment")
    assert entry.data["notes"]["physical"] == ["torn", "An album"]
    entry = did(
        "<physdescset><physdescstructured><quantity>5</quantity><unittype>boxes</unittype>"
        "<descriptivenote><p>In two rooms.</p></descriptivenote></physdescstructured></physdescset>",
        space=EAD_3,
    )
    assert (entry.data["extent"], entry.data["notes"]) == (
        "5 boxes",
        {"physical": ["In two rooms."]},
    )
    assert lost(entry) == []


@pytest.mark.parametrize(
    ("written", "language", "note"),
    [
        ('<language langcode="ger">German</language>', "de", None),
        ('In <language langcode="ger">German</language>.', "de", ["In German."]),
        ("English and French", ["en", "fr"], None),
        ("English, with some tables in French", "und", ["English, with some tables in French"]),
        (
            '<languageset><language langcode="ger">German</language><script scriptcode="Latn">Latin</script>'
            "</languageset><descriptivenote><p>Old.</p></descriptivenote>",
            "de",
            ["Old."],
        ),
    ],
)
def test_languages(written: str, language: Any, note: Any) -> None:
    entry = did(f"<langmaterial>{written}</langmaterial>")
    assert entry.data["language"] == language
    assert entry.data.get("notes", {}).get("language") == note
    assert lost(entry) == []


def test_makers_and_access_points() -> None:
    entry = did(
        "<origination><corpname>Tea Board.</corpname></origination>"
        '<origination label="Author">Leaf, Ann</origination></did><did>'
    )
    assert shown(entry.data["contributors"]) == [
        "creator organization Tea Board",
        "author person {'family': 'Leaf', 'given': 'Ann'}",
    ]
    entry = described(
        '<controlaccess><head>Terms</head><controlaccess><subject source="lcsh"'
        ' authfilenumber="http://id.loc.gov/authorities/subjects/sh85133084">Tea trade.</subject>'
        '<persname role="subject">Roe, Richard, 1900-1950</persname>'
        '<persname role="correspondent" source="GND" authfilenumber="118540238">Wolf, Max (1863-1932)</persname>'
        '<genreform source="ingest">Letters</genreform><geogname>China</geogname><odd>x</odd>'
        "</controlaccess></controlaccess>"
    )
    assert entry.data["subjects"] == [
        {
            "topic": "Tea trade",
            "scheme": "lcsh",
            "uri": "http://id.loc.gov/authorities/subjects/sh85133084",
        },
        {"person": "Roe, Richard, 1900-1950"},
        {"place": "China"},
    ]
    assert entry.data["genre_terms"] == [{"term": "Letters"}]
    assert shown(entry.data["contributors"]) == [
        "correspondent person {'family': 'Wolf', 'given': 'Max'} gnd 118540238 born 1863 died 1932"
    ]
    assert [(each.field, each.line) for each in entry.leftovers] == [
        ("controlaccess/controlaccess/odd", 1)
    ]


def test_numbers_in_vocabularies_have_their_addresses() -> None:
    entry = described(
        '<controlaccess><subject source="lcsh" authfilenumber="sh 85133084">Tea</subject>'
        '<subject source="viaf" authfilenumber="x9">Leaf</subject><persname role="author" '
        'source="viaf" authfilenumber="nr97033759">Leaf, Ann</persname></controlaccess>'
        '<index><p>Names.</p><indexentry><geogname>China</geogname><ref target="r1">1</ref></indexentry></index>'
    )
    uri = "http://id.loc.gov/authorities/subjects/sh85133084"
    assert entry.data["subjects"] == [
        {"topic": "Tea", "scheme": "lcsh", "uri": uri},
        {"topic": "Leaf", "scheme": "viaf"},
        {"place": "China"},
    ]
    assert entry.data["notes"] == {"general": ["Names."]}
    assert [(each.value, each.sort) for each in entry.leftovers] == [
        ("x9", "frame"),
        ("nr97033759", "frame"),
        ("1", "frame"),
    ]


def test_what_stands_outside_of_its_place_is_read() -> None:
    entry = described(
        "<unitid>MS 1</unitid><physdesc><dimensions><dimensions>3 cm</dimensions>"
        "</dimensions></physdesc><langmaterial><emph>German</emph></langmaterial>"
    )
    assert entry.data["holdings"] == [{"shelfmark": "MS 1"}]
    assert (entry.data["dimensions"], entry.data["language"]) == ("3 cm", "de")


def test_parts_of_names_and_terms_in_ead3() -> None:
    entry = described(
        "<controlaccess><subject source='lcsh'><part localtype='a'>Tea</part><part localtype='z'>China</part>"
        "</subject><persname relator='correspondent'><part localtype='surname'>Leaf</part>"
        "<part localtype='forename'>Ann</part><part localtype='existDates'>1900-1950</part></persname>"
        "<subject><part>Tea</part><part>History</part></subject></controlaccess>",
        space=EAD_3,
    )
    assert entry.data["subjects"] == [
        {"topic": "Tea", "subdivisions": [{"place": "China"}], "scheme": "lcsh"},
        {"topic": "Tea--History"},
    ]
    assert shown(entry.data["contributors"]) == [
        "correspondent person {'family': 'Leaf', 'given': 'Ann'} born 1900 died 1950"
    ]


@pytest.mark.parametrize(
    ("written", "role"),
    [
        ("Collector (col)", "collector"),
        ("http://id.loc.gov/vocabulary/relators/fmo", "former owner"),
        ("aut", "author"),
        ("Verfasser", "author"),
        ("0070", "author"),
        ("390", "former owner"),
        ("9999", ""),
        ("", ""),
        ("Source", ""),
    ],
)
def test_roles(written: str, role: str) -> None:
    assert role_in(written) == role


def test_prose_goes_where_the_model_has_it() -> None:
    texts = "".join(
        f"<{name}><head>A head:</head><p>Of {name}.</p><p>More.</p></{name}>"
        for name in ("scopecontent", "bioghist", "custodhist", "odd", "otherfindaid", "phystech")
    )
    entry = described(
        f'<descgrp type="admininfo">{texts}</descgrp><processinfo audience="internal"><p>By Roe.</p>'
        '</processinfo><odd type="publicationStatus"><p>published</p></odd><dsc><p>By box.</p></dsc>'
        "<relatedmaterial><list><item>See <extref xlink:href='https://example.org/1'>tea</extref></item>"
        "<item>Others</item></list></relatedmaterial><bioghist><chronlist><chronitem><date>1900</date>"
        "<event>Born.</event></chronitem></chronlist></bioghist>"
    )
    assert entry.data["abstract"] == "Of scopecontent.\n\nMore."
    assert entry.data["notes"] == {
        "biography": ["Of bioghist.\n\nMore.", "1900: Born."],
        "provenance": ["Of custodhist.\n\nMore."],
        "general": ["A head: Of odd.\n\nMore."],
        "finding_aid": ["Of otherfindaid.\n\nMore."],
        "physical": ["Of phystech.\n\nMore."],
        "staff": ["By Roe."],
        "related_archives": ["See tea (https://example.org/1)\n\nOthers"],
        "arrangement": ["By box."],
    }
    assert [(each.value, each.sort) for each in entry.leftovers] == [("published", "frame")]


def test_digital_objects() -> None:
    entry = did(
        '<dao xlink:href="https://example.org/1" xlink:title="Page 1" xlink:role="image/jpeg"/>'
        '<daogrp><daodesc><p>Album</p></daodesc><daoloc xlink:href="https://example.org/2"/>'
        '<daoloc xlink:href="x.jpg"/></daogrp>'
    )
    assert entry.data["url"] == [
        {"url": "https://example.org/1", "label": "Page 1", "format": "image/jpeg"},
        {"url": "https://example.org/2", "label": "Album"},
    ]
    assert lost(entry) == [("daoloc/@href", "x.jpg")]


@pytest.mark.parametrize(
    ("attributes", "level", "notes"),
    [
        ('level="recordgrp"', "recordgroup", None),
        ('level="subfonds"', "subgroup", None),
        ('level="class"', "otherlevel", ["Level: class"]),
        ('level="otherlevel" otherlevel="album"', "otherlevel", ["Level: album"]),
        ("", None, None),
    ],
)
def test_levels(attributes: str, level: str | None, notes: list[str] | None) -> None:
    data = described("", attributes).data
    assert (data.get("level"), data.get("notes", {}).get("general")) == (level, notes)


def test_a_hidden_description_and_an_empty_finding_aid_are_told() -> None:
    entry = described("", 'level="file" audience="internal"')
    assert [(each.field, each.sort) for each in entry.leftovers] == [("@audience", "noted")]
    entry = did(
        '<physloc audience="internal">Safe 3</physloc><unitid audience="internal">1</unitid>'
    )
    assert [(each.field, each.sort) for each in entry.leftovers] == [("physloc/@audience", "noted")]
    works, [remark] = read("ead", "<ead><eadheader/></ead>")
    assert (works, "no archdesc" in remark.message) == ([], True)


def test_a_finding_aid_of_many_components_is_read_in_one_go() -> None:
    """Time grows with the length; each component knows its place."""
    parts = "<c><did><unittitle>Tea</unittitle></did></c>" * 3_000
    deep = "<c><did/>" * 60 + "</c>" * 60
    works, _ = read("ead", f"<ead><archdesc><did/><dsc>{parts}{deep}</dsc></archdesc></ead>")
    assert len({each.place for each in works}) == 3_061
    assert [each.part_of for each in works[1:3_001]] == ["description 1"] * 3_000
    assert works[-1].part_of == works[-2].place


def test_a_finding_aid_of_access_to_memory() -> None:
    """It has the paragraphs of a history in a note, and its digital objects without XLink."""
    entry = described(
        '<did><dao linktype="simple" href="https://example.org/1.jpg" role="master"/></did><bioghist>'
        "<note><p>Born.<lb/><lb/>Died.</p></note></bioghist><did><unitdate normal='1968'>1968 - ?"
        "</unitdate></did>"
    )
    assert entry.data["notes"] == {"biography": ["Born.\n\nDied."]}
    assert entry.data["url"] == "https://example.org/1.jpg"
    assert entry.data["created"] == {"date": "1968", "printed": "1968 - ?"}
    assert lost(entry) == []


def test_a_name_with_the_stop_of_a_sentence_and_its_number_at_a_part() -> None:
    entry = did(
        "<origination><persname source='viaf'><part localtype='a' identifier='123'>Leaf, Ann</part>"
        "<part localtype='d'>1891-1984.</part></persname></origination>",
        space=EAD_3,
    )
    assert shown(entry.data["contributors"]) == [
        "creator person {'family': 'Leaf', 'given': 'Ann'} viaf 123 born 1891 died 1984"
    ]


def test_the_role_of_a_place_or_a_name_that_is_no_maker_is_told() -> None:
    entry = described(
        '<controlaccess><geogname role="Entstehungsort">Bern</geogname><geogname role="Wohnort">Ulm'
        '</geogname><persname role="Witwe">Leaf, Ann</persname></controlaccess>'
    )
    assert entry.data["place"] == "Bern"
    assert entry.data["subjects"] == [{"place": "Ulm"}, {"person": "Leaf, Ann"}]
    told = [(each.field, each.value, each.sort) for each in entry.leftovers]
    assert told == [("geogname/@role", "Wohnort", "noted"), ("persname/@role", "Witwe", "noted")]
