"""MARC 21 in ISO 2709 and in JSON: encodings, directory, shapes, and what a file of it becomes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from exporter.importers.registry import format_of
from tests.support.imported import read, shown


def marc(leader: bytes, *fields: tuple[bytes, bytes]) -> bytes:
    directory, body = b"", b""
    for tag, value in fields:
        directory += tag + b"%04d%05d" % (len(value) + 1, len(body))
        body += value + b"\x1e"
    base = 24 + len(directory) + 1
    head = b"%05d" % (base + len(body) + 1) + leader[5:12] + b"%05d" % base + leader[17:]
    return head + directory + b"\x1e" + body + b"\x1d"


LEADER = b"00000nam a2200000 a 4500"


def test_marc_in_marc_8_and_in_utf_8_that_denies_it() -> None:
    title = (b"245", b"10\x1faFran\xf0cais.")
    first = marc(LEADER.replace(b" a22", b"  22"), title)
    second = marc(LEADER.replace(b" a22", b"  22"), (b"245", "10\x1faFrançais".encode()))
    works, remarks = read("marc", first + b"\r\n" + second)
    assert [each.data["title"] for each in works] == ["Français", "Français"]
    assert [each.message for each in remarks] == [
        "record 2: it says that it is in MARC-8, but is in UTF-8"
    ]


MARC_8 = {
    "a set of high codes in the low ones": (
        b"\x1b(N[\x1b(QI\x1b(NE \x1b(QJ\x1b(NA\x1b(B.",
        "шље ња.",
    ),
    "a set of low codes in the high ones": (b"\x1b)N\xcd\xc9\xd2 x", "мир x"),
    "no joiner": (b"\x1b(3\x1b)4fSNg\x8egG\x1b(B", "نسخه\u200cها"),
    "the long name of ANSEL": (b"\x1b)!Ea\xe2e", "aé"),
    "a mark upon a space": (b"a\xe0 (b)", "a \u0309(b)"),
    "a space between Chinese characters": (b"\x1b$1!0d !0d\x1b(B", "人 人"),
    "symbols": (b"\x1bga\x1bs-H\x1bb2\x1bsO", "α-H₂O"),
    "a character that it lacks": (b"\xe2e&#x4E00;", "é一"),
    "codes without a character": (b"a\xffb \x1b$1zzz\x1b(B", "a\ufffdb \ufffd"),
}


@pytest.mark.parametrize("case", MARC_8)
def test_text_in_marc_8(case: str) -> None:
    """Source: MARC 21 Specifications, MARC-8 Encoding Environment, and its code tables."""
    written, expected = MARC_8[case]
    leader = LEADER.replace(b" a22", b"  22")
    works, remarks = read("marc", marc(leader, (b"245", b"10\x1faT:" + written)))
    assert works[0].data["title"] == "T:" + expected
    assert len(remarks) == ("\ufffd" in expected)


def test_marc_in_another_encoding_and_with_broken_bytes() -> None:
    title = (b"245", b"10\x1fa" + "Чай. Tea".encode("cp1251"))
    works, _ = read("marc", marc(LEADER, title), encoding="cp1251")
    assert works[0].data["title"] == "Чай. Tea"
    broken = (b"245", b"10\x1fa" + "Phočhanānukrom".encode() + b"\xc3( x")
    works, remarks = read("marc", marc(LEADER, broken))
    assert works[0].data["title"] == "Phočhanānukrom\ufffd( x"
    assert ["some bytes are not UTF-8" in each.message for each in remarks] == [True]


def test_marc_place_and_publisher_in_two_scripts_and_german_subjects() -> None:
    """Source: MARC 21, appendix A; DNB, 689."""
    fields = (
        (b"008", b"200502s1984    cc                  chi d"),
        (b"245", b"10\x1faShu"),
        (b"260", b"  \x1f6880-01\x1faBeijing :\x1fbZhonghua,\x1fc1984."),
        (b"650", b" 7\x1f0(DE-588)4063673-2\x1faTee\x1f2gnd"),
        (b"689", b"00\x1fDg\x1faChina\x1f0(DE-588)4009937-4"),
        (b"689", b"01\x1fDs\x1faTee"),
        (b"880", "  \x1f6260-01\x1fa北京 :\x1fb中华,\x1fc1984.".encode()),
        (b"955", b"  \x1fapc17"),
    )
    [work], _ = read("marc", marc(LEADER, *fields))
    assert work.data["place"] == {"zh-Latn": "Beijing", "zh": "北京"}
    assert work.data["publisher"].forms == [("zh-Latn", "Zhonghua"), ("zh", "中华")]
    assert work.data["subjects"] == [
        {"topic": "Tee", "scheme": "gnd", "uri": "https://d-nb.info/gnd/4063673-2"},
        {"place": "China", "scheme": "gnd", "uri": "https://d-nb.info/gnd/4009937-4"},
    ]
    [local] = [each for each in work.leftovers if each.field[0] == "9"]
    assert (local.field, local.frame, local.unknown) == ("955 $a", True, True)


def test_a_series_under_a_name_is_a_series() -> None:
    fields = ((b"245", b"10\x1faShu"), (b"810", b"2 \x1faMuseum\x1ftPapers ;\x1fv65"))
    [work], _ = read("marc", marc(LEADER, *fields))
    assert work.data["series"] == [{"title": "Papers", "number": "65"}]


def test_marc_with_an_empty_language() -> None:
    fields = ((b"041", b"1 \x1faeng\x1fh "), (b"245", b"10\x1faWool"))
    [work], _ = read("marc", marc(LEADER, *fields))
    assert work.data["language"] == "en"
    assert "other_languages" not in work.data


def test_marc_with_a_directory_that_lies() -> None:
    record = marc(LEADER, (b"245", b"10\x1faWool"), (b"300", b"  \x1fa12 p."))
    works, remarks = read("marc", record.replace(b"245000900000", b"245000700003"))
    assert (works[0].data["title"], works[0].data["extent"]) == ("Wool", "12 p.")
    assert "the directory does not fit" in remarks[0].message


def test_a_broken_record_does_not_keep_the_others_out() -> None:
    good = marc(LEADER, (b"245", b"10\x1faWool"))
    works, remarks = read("marc", b"00012short\x1d" + good)
    assert [each.data["title"] for each in works] == ["Wool"]
    assert remarks[0].message.startswith("record 1: this is not a MARC record")
    works, remarks = read("csl-json", '[{"id": 1, "title": },\n {"id": 2, "title": "Wool"}]')
    assert [each.data["title"] for each in works] == ["Wool"]
    assert (remarks[0].line, remarks[0].message) == (
        1,
        "this is not JSON: here is no value, or a text without quotation marks",
    )


def test_isbd_punctuation_goes_and_stops_of_abbreviations_stay() -> None:
    fields = ((b"245", b"10\x1faWool :\x1fbsilk /"), (b"250", b"  \x1fa2nd ed."))
    works, _ = read("marc", marc(LEADER, *fields))
    data = works[0].data
    assert (data["title"], data["subtitle"], data["edition"]) == ("Wool", "silk", "2nd ed.")
    works, _ = read("marc", marc(LEADER.replace(b" a 4500", b" c 4500"), *fields))
    assert works[0].data["title"] == "Wool :"


def test_a_name_means_the_same_author_and_composer() -> None:
    song = LEADER.replace(b"nam", b"ncm")
    works, _ = read("marc", marc(song, (b"100", b"1 \x1faRoe, R."), (b"245", b"10\x1faSong")))
    assert shown(works[0].data["contributors"]) == [
        "composer person {'family': 'Roe', 'given': 'R.'}"
    ]


TITLE = {"ind1": "1", "ind2": "0", "subfields": [{"a": "Wool :"}, {"b": "silk"}, {"z": "odd"}]}
SHAPES: dict[str, Any] = {
    "marc-in-json": {"leader": LEADER.decode(), "fields": [{"001": "k"}, {"245": TITLE}]},
    "several subfields in a group": {
        "fields": [
            {"001": "k"},
            {"245": TITLE | {"subfields": {"a": "Wool :", "b": "silk", "z": "odd"}}},
        ],
        "leader": LEADER.decode(),
    },
    "marc-hash": {
        "type": "marc-hash",
        "leader": LEADER.decode(),
        "fields": [["001", "k"], ["245", "1", "0", [["a", "Wool :"], ["b", "silk"], ["z", "odd"]]]],
    },
    "Catmandu": {
        "record": [
            ["LDR", None, None, "_", LEADER.decode()],
            ["001", None, None, "_", "k"],
            ["245", "1", "0", "_", "", "a", "Wool :", "b", "silk", "z", "odd"],
        ],
        "_id": "k",
    },
    "Sierra": {
        "varFields": [
            {"fieldTag": "o", "marcTag": "001", "content": "k", "subfields": None},
            {
                "fieldTag": "t",
                "marcTag": "245",
                "ind1": "1",
                "ind2": "0",
                "content": None,
                "subfields": [
                    {"tag": "a", "content": "Wool :"},
                    {"tag": "b", "content": "silk"},
                    {"tag": "z", "content": "odd"},
                ],
            },
            {"fieldTag": "_", "marcTag": None, "content": LEADER.decode(), "subfields": None},
        ]
    },
}
SHAPES["FOLIO"] = {"recordId": "x", "parsedRecord": {"content": SHAPES["marc-in-json"]}}
SHAPES["FOLIO, as text"] = {"parsedRecord": {"content": json.dumps(SHAPES["marc-in-json"])}}


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("shape", SHAPES)
def test_marc_in_json(shape: str, indent: int | None) -> None:
    """Source: pymarc, as_json; FOLIO, sourceRecords; MARC-HASH; Catmandu::MARC; Sierra API, bibs."""
    file = {"entries": [SHAPES[shape], {"deleted": True, **SHAPES[shape]}], "total": 2}
    content = json.dumps(file, indent=indent)
    assert format_of(content.encode()) == "marc-json"
    [work], remarks = read("marc-json", content)
    assert (work.data["title"], work.data["subtitle"]) == ("Wool", "silk")
    assert (work.key, work.data["kind"], work.seen) == ("k", "book", 3)
    at = content[: content.index("245")].count("\n") + 1
    assert [(each.field, each.value, each.line) for each in work.leftovers] == [
        ("245 $z", "odd", at if shape != "FOLIO, as text" else work.line)
    ]
    deleted = "the system that wrote this record has deleted or replaced it"
    assert [each.message for each in remarks] == [deleted]


def test_a_broken_line_of_marc_in_json_harms_no_other() -> None:
    line = json.dumps(SHAPES["marc-in-json"])
    works, remarks = read("marc-json", "\n".join([line, line[:40], '{"id": 1}', line]))
    assert [each.line for each in works] == [1, 4]
    assert [(each.line, each.message) for each in remarks] == [
        (
            2,
            "this is not JSON: a text does not end in its line; perhaps a quotation mark is missing",
        ),
        (3, "this is not a MARC record: it has no list of fields"),
    ]


@pytest.mark.parametrize("tag", ["\\ud800", "2\\u00005"])
def test_names_in_json_that_no_record_can_hold(tag: str) -> None:
    """The name of a field that is not known stands in a note, which has to be text."""
    field = f'{{"{tag}": {{"subfields": [{{"\\ud800": "x"}}, {{"a": "odd"}}]}}}}'
    content = f'{{"fields": [{{"245": {json.dumps(TITLE)}}}, {field}]}}'
    [work], _ = read("marc-json", content)
    assert "odd" in [each.value for each in work.leftovers]
    assert all(each.field.isprintable() for each in work.leftovers)


def test_a_record_without_fields_is_no_untitled_work() -> None:
    works, remarks = read("marc", marc(LEADER, (b"001", b"k"), (b"008", b"020502s1984    cc")))
    assert works == []
    assert [each.message for each in remarks] == [
        "this record says nothing: it has control fields alone, or none"
    ]
