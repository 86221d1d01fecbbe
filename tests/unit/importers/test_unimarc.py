"""UNIMARC, in MARCXML, in ISO 2709 and in JSON: found by itself, and read by way of MARC 21."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.sax.saxutils import escape

import pytest

from exporter.importers.entry import Broken, Entry
from exporter.importers.registry import ImportContext, format_of, importer
from exporter.records.loader import read_schemas
from tests.conftest import ROOT

CONTEXT = ImportContext(read_schemas(ROOT))
Field = tuple[str, str, tuple[str, ...]]
BOOK: tuple[Field, ...] = (
    ("010", "  ", ("a2-07-036822-X", "bbr.", "d7 EUR")),
    ("100", "  ", ("a20010313d1998    m  y0frey50      ba",)),
    ("101", "1 ", ("afre", "cjpn")),
    ("102", "  ", ("aFR",)),
    ("200", "1 ", ("a\x98Le \x9cpauvre cœur", "bTexte imprimé", "eroman", "fN. Sôseki", "gH. D.")),
    ("210", "  ", ("aParis", "cGallimard", "d1998")),
    ("215", "  ", ("a313 p.", "d18 cm")),
    ("225", "  ", ("aConnaissance", "v7")),
    ("330", "  ", ("aUn résumé.",)),
    ("454", " 1", ("12001 ", "aKokoro", "1210  ", "d1914")),
    ("517", "1 ", ("aLe cœur",)),
    ("606", "  ", ("aAmitié", "xRoman", "2rameau")),
    ("676", "  ", ("a895.6", "v22")),
    ("700", " 1", ("3FRBNF1", "aNatsume", "bSôseki", "f1867-1916", "4070")),
    ("702", " 1", ("aHoriguchi", "bDaigaku", "4730")),
    ("856", "4 ", ("uhttps://example.org/k",)),
    ("345", "  ", ("aGallimard", "zunknown")),
    ("995", "  ", ("kR NAT",)),
)


def as_xml(fields: tuple[Field, ...]) -> bytes:
    parts = ["<record><leader>00000cam0 2200000   450 </leader><controlfield tag='001'>k"]
    parts.append("</controlfield>")
    for tag, (first, second), subfields in fields:
        parts.append(f'<datafield tag="{tag}" ind1="{first}" ind2="{second}">')
        for each in subfields:
            text = escape(each[1:]).replace("\x98", "&#x98;").replace("\x9c", "&#x9c;")
            parts.append(f'<subfield code="{each[0]}">{text}</subfield>')
        parts.append("</datafield>")
    inner = "".join(parts)
    return f'<c xmlns="http://www.loc.gov/MARC21/slim">{inner}</record></c>'.encode()


def as_iso2709(fields: tuple[Field, ...]) -> bytes:
    directory, content = "", b""
    for tag, indicators, subfields in (("001", "", ("k",)), *fields):
        data = "".join(f"\x1f{each}" for each in subfields) if indicators else subfields[0]
        field = f"{indicators}{data}\x1e".encode()
        directory += f"{tag}{len(field):04}{len(content):05}"
        content += field
    base = 24 + len(directory) + 1
    leader = f"{base + len(content) + 1:05}cam0 22{base:05}   450 "
    return f"{leader}{directory}\x1e".encode() + content + b"\x1d"


def as_json(fields: tuple[Field, ...]) -> bytes:
    written: list[Any] = [{"001": "k"}]
    for tag, (first, second), subfields in fields:
        pairs = [{each[0]: each[1:]} for each in subfields]
        written.append({tag: {"ind1": first, "ind2": second, "subfields": pairs}})
    return json.dumps({"leader": "00000cam0 2200000   450 ", "fields": written}).encode()


def read(content: bytes, name: str = "") -> Entry:
    found = importer(name or format_of(content)).read(content, CONTEXT)
    [entry] = [each for each in found if isinstance(each, Entry)]
    return entry


@pytest.mark.parametrize("name", ["", "unimarc"])
@pytest.mark.parametrize("write", [as_xml, as_iso2709, as_json])
def test_a_book(write: Any, name: str) -> None:
    entry = read(write(BOOK), name)
    data = entry.data
    names = []
    for each in data.pop("contributors"):
        names.append((each["role"], each["agent"].forms[0][1], each["agent"].facts))
    assert names == [
        (
            "author",
            {"family": "Natsume", "given": "Sôseki"},
            {"born": {"date": "1867"}, "died": {"date": "1916"}},
        ),
        ("translator", {"family": "Horiguchi", "given": "Daigaku"}, {}),
    ]
    assert data.pop("publisher").display == "Gallimard"
    assert data == {
        "kind": "book",
        "language": "fr",
        "other_languages": {"original": "ja"},
        "country": "FR",
        "title": "Le pauvre cœur",
        "subtitle": "roman",
        "statement_of_responsibility": "N. Sôseki ; H. D.",
        "variant_titles": [{"title": "Le cœur", "type": "other"}],
        "place": "Paris",
        "issued": "1998",
        "series": [{"title": "Connaissance", "number": "7"}],
        "extent": "313 p.",
        "dimensions": "18 cm",
        "url": "https://example.org/k",
        "identifiers": {
            "isbn": {"number": "2-07-036822-X", "qualifier": "br."},
            "local": data["identifiers"]["local"],
        },
        "abstract": "Un résumé.",
        "subjects": [{"topic": "Amitié", "subdivisions": [{"topic": "Roman"}], "scheme": "rameau"}],
        "classification": {"ddc": {"number": "895.6", "edition": "22"}},
        "translation_of": [{"title": "Kokoro", "issued": "1914"}],
        "notes": {
            "general": ["Terms of availability: 7 EUR", "Texte imprimé"],
            "acquisition": ["Gallimard"],
        },
    }
    left = {(each.field, each.value) for each in entry.leftovers if each.unknown}
    assert left == {("345 $z", "unknown"), ("995 $k", "R NAT")}


def test_every_subfield_is_carried_or_reported() -> None:
    """No value may vanish; each field has one of its own."""
    tags = [f"{number:03}" for number in range(10, 1000) if f"{number:03}" not in {"100", "200"}]
    fields = [(tag, "  ", (f"avalue{tag}",)) for tag in tags]
    entry = read(as_xml((("200", "1 ", ("aTitle",)), *fields)), "unimarc")
    said = repr(entry.data) + repr(entry.leftovers)
    coded = {"010", "011", "101"}  # no number and no language
    assert {tag for tag in tags if f"value{tag}" not in said} - coded == set()


def test_marc_21_is_not_taken_for_unimarc() -> None:
    fields = (("100", "1 ", ("aSmith, Jane",)), ("245", "10", ("aWool",)), ("200", "  ", ("ax",)))
    assert read(as_xml(fields)).data["title"] == "Wool"


def named(fields: tuple[Field, ...], leader: str = "am0") -> Entry:
    """Read a record with a title; `leader` is its type and level, and its place in a hierarchy."""
    content = as_xml((("200", "1 ", ("aTea",)), *fields))
    return read(content.replace(b"00000cam0", f"00000c{leader}".encode()), "unimarc")


@pytest.mark.parametrize(
    ("written", "born", "died"),
    [
        ("1940-....", "1940", None),
        ("19..-....", "19XX", None),
        ("19-....", "19XX", None),
        ("194.-....", "194X", None),
        ("16..-16..", "16XX", "16XX"),
        ("....-1999", None, "1999"),
        ("0004? av. J.-C.-0065", "-0003?", "0065"),
        (" <1972-    >", "1972", None),
        (" <1923-2002>", "1923", "2002"),
    ],
)
def test_dates_of_a_life_as_french_and_italian_libraries_write_them(
    written: str, born: str | None, died: str | None
) -> None:
    entry = named((("700", " 1", ("aRossi", "bAnna", f"f{written}", "4070")),))
    facts = entry.data["contributors"][0]["agent"].facts
    assert facts == {
        name: {"date": date} for name, date in (("born", born), ("died", died)) if date
    }
    assert entry.leftovers == []


def test_numbers_of_isni_identify_persons_and_bodies() -> None:
    entry = named(
        (
            ("700", " |", ("312823407", "oISNI0000000109320762", "aGraf", "bPeter", "4070")),
            ("712", "02", ("oISNI0000000094158394", "aTea House", "cParis", "4650")),
        )
    )
    agents = [each["agent"] for each in entry.data["contributors"]]
    assert [each.identifiers["isni"] for each in agents] == ["0000000109320762", "0000000094158394"]
    assert agents[1].forms[0][1] == "Tea House (Paris)"


def test_a_meeting_is_an_event() -> None:
    fields = ("aSalon du livre", "d16", "eParis", "f1996", "4340")
    entry = named((("712", "12", fields), ("601", "12", ("aSalon du livre", "d16", "f1996"))))
    [each] = entry.data["contributors"]
    assert (each["agent"].kind, each["agent"].forms[0][1]) == ("event", "Salon du livre")
    assert each["agent"].facts == {"number": "16", "date": "1996", "place": "Paris"}
    assert list(entry.data["subjects"][0]) == ["event"]
    assert entry.leftovers == []


def test_what_a_highest_record_links_to_is_a_part_of_it() -> None:
    link = (("463", " 1", ("1001CF1", "12001 ", "aIl tè", "ela foglia", "ga cura di A. R.", "v8")),)
    part = {
        "title": "Il tè : la foglia",
        "identifiers": {"local": "CF1"},
        "note": "a cura di A. R.; 8",
    }
    assert named(link, "am1").data["has_part"] == [part]
    assert named(link, "am2").data["part_of"] == part


def test_titles_in_other_languages() -> None:
    title = ("aLe thé", "eun roman", "dTea", "ea novel", "dTee", "fA. Rossi", "zeng", "zger")
    data = read(as_xml((("200", "1 ", title), ("541", "1 ", ("aIl tè", "zita")))), "unimarc").data
    assert (data["title"], data["subtitle"]) == ("Le thé", "un roman")
    assert data["parallel_title"] == {"en": "Tea a novel"}
    assert data["variant_titles"] == [
        {"title": "Tee", "type": "other"},
        {"title": {"it": "Il tè"}, "type": "translated"},
    ]


def test_fields_of_french_libraries() -> None:
    imprint = ("aParis", "cGallimard", "dDL 2020")
    entry = named(
        (
            ("073", " 0", ("a978-2-37883-123-3",)),
            ("100", "  ", ("a20201012d2020    m  y0frey50      ba",)),
            ("101", "0 ", ("aund",)),
            ("102", "  ", ("aXX",)),
            ("181", "  ", ("602", "ctxt", "2rdacontent")),
            ("182", "  ", ("602", "cn", "2rdamedia")),
            ("183", "  ", ("602", "anga", "2RDAfrCarrier")),
            ("210", "  ", imprint),
            ("214", " 0", imprint),
            ("455", "  ", ("tTea", "oa novel")),
            ("503", "0 ", ("aExposition", "mParis", "j1996")),
            ("702", " |", ("aMénard", "bAnne", "4005")),
        )
    )
    data = entry.data
    assert data["identifiers"]["gtin"] == "9782378831233"
    assert (data["content_type"], data["media_type"]) == (["text"], ["unmediated"])
    assert data["issued"] == {"date": "2020", "printed": "DL 2020"}
    assert data["other_editions"] == [{"title": "Tea : a novel"}]
    assert data["uniform_title"] == "Exposition. Paris. 1996"
    assert [each["role"] for each in data["contributors"]] == ["actor"]
    assert {"country", "notes"} & set(data) == set()
    assert [each.field for each in entry.leftovers if not each.frame] == []


@pytest.mark.parametrize(
    ("code", "role"),
    [
        ("956", "degree committee member"),
        ("958", "degree committee member"),
        ("995", "degree granting institution"),
    ],
)
def test_the_roles_of_french_theses(code: str, role: str) -> None:
    """Source: ABES, Guide méthodologique, codes de fonction."""
    fields = (("200", "1 ", ("aTitre",)), ("701", " 1", ("aRoe", "bR.", f"4{code}")))
    entry = read(as_xml(fields))
    assert [each["role"] for each in entry.data["contributors"]] == [role]
    assert entry.leftovers == []


_SRU = (
    '<srw:searchRetrieveResponse xmlns:srw="http://www.loc.gov/zing/srw/"><srw:records><srw:record>'
    "<srw:recordData>{}</srw:recordData></srw:record></srw:records></srw:searchRetrieveResponse>"
)
_OAI = (
    '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><header>'
    "<identifier>x</identifier></header><metadata>{}</metadata></record></ListRecords></OAI-PMH>"
)
_ALMA = "<bibs><bib><mms_id>1</mms_id><record_format>unimarc</record_format>{}</bib></bibs>"


@pytest.mark.parametrize("answer", ["{}", "<collection>{}</collection>", _SRU, _OAI, _ALMA])
@pytest.mark.parametrize(
    ("prefix", "attributes"),
    [
        ("", ""),
        ("", ' xmlns=""'),
        ("", ' xmlns="info:lc/xmlns/marcxchange-v1" format="UNIMARC" type="Bibliographic"'),
        ("mxc:", ' xmlns:mxc="info:lc/xmlns/marcxchange-v2" format="UNIMARC"'),
        ("", ' xmlns="http://www.rba.ru/rusmarc/soft" format="UNIMARC"'),
        ("marc:", ' xmlns:marc="http://www.loc.gov/MARC21/slim"'),
    ],
)
def test_a_book_in_any_dress_of_xml(prefix: str, attributes: str, answer: str) -> None:
    """MarcXchange (ISO 25577), namespaces of single systems, and none; alone or in an answer."""
    record = as_xml(BOOK).decode().removesuffix("</c>").partition(">")[2]
    record = re.sub(r"<(/?)(\w)", rf"<\1{prefix}\2", record)
    record = record.replace(f"<{prefix}record", f"<{prefix}record{attributes}", 1)
    assert read(answer.format(record).encode()).data.keys() == read(as_xml(BOOK)).data.keys()


def test_what_the_leader_does_not_say_of_unimarc_is_no_fault() -> None:
    """Leader/09 is blank in UNIMARC, also where the text is in UTF-8 (100 $a)."""
    found = list(importer("marc").read(as_iso2709(BOOK), CONTEXT))
    assert [each for each in found if isinstance(each, Broken)] == []


def test_dates_in_brackets_and_a_note_for_cataloguers() -> None:
    fields = (
        ("200", "1 ", ("aTitre",)),
        ("700", " 1", ("aBoutmy", "bEmile", "f(1835-1906)", "4070")),
        ("701", " 1", ("aClaussøn", "d1545-1614", "bPeder", "4070")),
        ("830", "  ", ("ado not lend",)),
        ("852", "  ", ("aBSG", "h8 NN 1840")),
    )
    data = read(as_xml(fields)).data
    assert data["contributors"][1]["agent"].forms == [
        ("", {"family": "Claussøn", "given": "Peder"})
    ]
    assert data["holdings"][0]["shelfmark"] == "8 NN 1840"
    assert data["contributors"][0]["agent"].facts == {
        "born": {"date": "1835"},
        "died": {"date": "1906"},
    }
    assert data["notes"] == {"staff": ["do not lend"]}


def test_an_authority_record_of_unimarc_is_called_one() -> None:
    """In UNIMARC, leader/06 x is an authority; in MARC 21, holdings."""
    fields = (("200", " 1", ("aBoutmy", "bEmile")),)
    content = as_xml(fields).replace(b"00000cam0", b"00000cx a")
    [broken] = importer("marcxml").read(content, CONTEXT)
    assert isinstance(broken, Broken)
    assert "authority record of UNIMARC" in broken.message
