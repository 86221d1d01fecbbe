"""Answers to SRU requests: what is found, in which form, and every fault as a diagnostic."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from time import process_time
from urllib.parse import urlencode

import pytest
from lxml import etree
from starlette.applications import Starlette
from starlette.testclient import TestClient

from exporter.export.context import ExportContext
from exporter.export.registry import crosswalk
from exporter.model.linker import link
from exporter.sru.app import sru_route
from exporter.sru.request import MOST_RECORDS
from exporter.sru.service import Service
from exporter.validate.pipeline import validate_catalogue
from tests.support.inputs import official
from tests.support.small_catalogues import write_records

NAMES = {
    "sru1": "http://www.loc.gov/zing/srw/",
    "diag1": "http://www.loc.gov/zing/srw/diagnostic/",
    "sru2": "http://docs.oasis-open.org/ns/search-ws/sruResponse",
    "diag2": "http://docs.oasis-open.org/ns/search-ws/diagnostic",
    "zr": "http://explain.z3950.org/dtd/2.0/",
}
RECORDS = {
    "people/okakura.yaml": "id: okakura\nkind: person\n"
    "name: {en: {family: Okakura, given: Kakuzō}, ja: {family: 岡倉, given: 覚三}}\n"
    "other_names: [{name: {ja: 岡倉天心}, type: pseudonym}]\n",
    "organizations/fox.yaml": "id: fox\nkind: organization\nname: Fox Duffield\n",
    "books/tea.yaml": "id: tea\nkind: book\nlanguage: en\n"
    "title: {en: The Book of Tea, ja: 茶の本}\n"
    "contributors: [{agent: okakura, role: author}]\npublisher: fox\nissued: 1906-05\n"
    "identifiers: {isbn: 978-0-8048-0069-3}\nkeywords: [Zen gardens]\n"
    "abstract: On the way of leaves.\n",
    "books/cats.yaml": "id: cats\nkind: book\nlanguage: ja\n"
    "title: {ja: 吾輩は猫である, ja-Latn: Wagahai wa neko de aru}\nissued: 1905/1907\n",
    "books/garden.yaml": "id: garden\nkind: book\nlanguage: en\ntitle: A tea garden book\n"
    "issued: 199X\n",
    "books/nhk.yaml": "id: nhk\nkind: book\nlanguage: ja\ntitle: NHK日本放送協会 戦争の記録\n"
    "identifiers: {isbn: 978-4-14-000000-7}\nkeywords: [{th: ประวัติศาสตร์ญี่ปุ่น}]\n",
    "books/none.yaml": "id: none\nkind: book\nlanguage: en\ntitle: Tea\nabout: [okakura]\n",
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return made(write_records(tmp_path_factory.mktemp("library"), RECORDS))


def made(folder: Path) -> Service:
    result = validate_catalogue(folder, for_export=True)
    assert not result.files_with_errors, result.findings
    catalogue, _ = link(result.records, result.schemas, result.settings.catalogue, complete=True)
    context = ExportContext(catalogue, crosswalk("dc"))
    address = "https://example.org/library/sru"
    return Service("Tea", address, context, sorted(catalogue.works), Lock())


def ask(service: Service, **parameters: str) -> etree._Element:
    parameters.setdefault("version", "1.2")
    return etree.fromstring(service.answer(parameters.items()))


def found(service: Service, query: str) -> str:
    answer = ask(service, query=query, operation="searchRetrieve")
    assert answer.find("sru1:diagnostics", NAMES) is None, etree.tostring(answer)
    ids = [each.text or "" for each in answer.iterfind(".//sru1:recordIdentifier", NAMES)]
    assert answer.findtext("sru1:numberOfRecords", None, NAMES) == str(len(ids))
    return " ".join(ids)


def fault(answer: etree._Element) -> tuple[int, str]:
    """Return the number and the details of the one diagnostic of an answer."""
    version = "1" if answer.tag.startswith(f"{{{NAMES['sru1']}}}") else "2"
    assert answer.findtext(f"sru{version}:numberOfRecords", None, NAMES) == "0"
    (diagnostic,) = answer.iterfind(f".//diag{version}:diagnostic", NAMES)
    uri, _, number = str(diagnostic[0].text).rpartition("/")
    assert uri == "info:srw/diagnostic/1"
    return int(number), diagnostic.findtext(f"diag{version}:details", "", NAMES)


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("tea", "garden none tea"),
        ('"book of tea"', "tea"),
        ('title = "tea book"', ""),
        ('title all "book tea"', "garden tea"),
        ('title any "garden neko"', "cats garden"),
        ("title == tea", "none"),
        ("title exact TEA", "none"),
        ("title <> tea", "cats garden nhk tea"),
        ("title = nhk", "nhk"),
        ("title = NHK日本", "nhk"),
        ('title = "日本放送協会 戦争"', "nhk"),
        ("title = nhk戦争", ""),
        ("title = NHK*戦?の", "nhk"),
        ("title = 日???協", "nhk"),
        ("title = 日?協", ""),
        ("title = *の記録", "nhk"),
        ("title == NHK*録", "nhk"),
        ("title == 日*", ""),
        ("title == *記録", "nhk"),
        ('title all "戦争 日本"', "nhk"),
        ('title any "茶 猫"', "cats tea"),
        ('name all "三覚"', ""),
        ('title any "tea-a zen"', ""),
        ("subject = ญี่ปุ่น", "nhk"),
        ("title = ^tea", "none"),
        ("title = ^a*", "garden"),
        ('title = "tea^"', "none tea"),
        ('title = "^the book of tea^"', "tea"),
        ('title = "^book of tea"', ""),
        ('title any "^wagahai ^garden"', "cats"),
        ("title = 茶^", ""),
        ("title = の本^", "tea"),
        ("title = ^茶", "tea"),
        ('title = "\\^tea"', "garden none tea"),
        ("title = and", ""),
        ('"title" "any" "tea book"', "garden none tea"),
        ('> c = "info:srw/cql-context-set/1/cql-v1.2" title c.any "neko zen"', "cats"),
        ('> "info:srw/cql-context-set/1/cql-v1.1" allRecords = 1 and cats', "cats"),
        ("identifier = 978?804800693", "tea"),
        ("identifier = 978*0693", "tea"),
        ("identifier = 978?0693", ""),
        ("n?ne", "none"),
        ("no?ne", ""),
        ("title = gard*", "garden"),
        ("title = t?a", "garden none tea"),
        ('title = "bo* of t?a"', "tea"),
        ("title = 茶", "tea"),
        ("title = の本", "tea"),
        ("title == 茶の本", "tea"),
        ("title == 茶", ""),
        ("title = 吾*猫", "cats"),
        ("dc.creator = kakuzo", "tea"),
        ('name = "Kakuzō Okakura"', "tea"),
        ('name = "okakura, kakuzo"', "tea"),
        ("name = 天心", "tea"),
        ('name = "岡倉 天心"', "tea"),
        ("name = fox", ""),
        ("publisher = fox", "tea"),
        ("subject = zen", "tea"),
        ("subject = okakura", "none"),
        ("leaves", "tea"),
        ("cql.anywhere = 9780804800693", "tea"),
        ("identifier = 9780804800693", "tea"),
        ('dc.identifier = "978-0-8048-0069-3"', "tea"),
        ("identifier = 97808*", "tea"),
        ('identifier any "tea cats"', "cats tea"),
        ('identifier all "tea cats"', ""),
        ("rec.identifier = cats", "cats"),
        ("date = 1906", "cats tea"),
        ("date == 1906-05", "tea"),
        ("date < 1906", "cats"),
        ("date <= 1906", "cats tea"),
        ("date > 1906", "cats garden"),
        ("date >= 1907", "cats garden"),
        ('date within "1906 1999"', "garden tea"),
        ("tea not garden", "none tea"),
        ("tea and date < 1950 or neko", "cats tea"),
        ("tea and (date < 1950 or garden)", "garden tea"),
        ("cql.allRecords = 1", "cats garden nhk none tea"),
        ("cql.allRecords=1 not tea", "cats nhk"),
        ('> m = "info:srw/cql-context-set/1/dc-v1.1" m.title = gardens', ""),
        ('title = "!!!"', ""),
        ('title = "tea\\*"', "garden none tea"),
        ("title = nothing*", ""),
    ],
)
def test_a_search_finds(service: Service, query: str, ids: str) -> None:
    assert found(service, query) == ids


@pytest.mark.parametrize(
    ("parameters", "number"),
    [
        ({"operation": "scan", "scanClause": "x"}, 4),
        ({"operation": "update"}, 4),
        ({"version": "3.0"}, 5),
        ({"version": "2.0", "scanClause": "x"}, 4),
        ({"operation": "searchRetrieve"}, 7),
        ({"query": " "}, 7),
        ({"query": "tea", "unknown": "x"}, 8),
        ({"query": "tea", "startRecord": "0"}, 6),
        ({"query": "tea", "startRecord": "x"}, 6),
        ({"query": "tea", "startRecord": "9" * 5000}, 6),
        ({"query": "tea", "maximumRecords": "-1"}, 6),
        ({"query": "tea", "maximumRecords": "١"}, 6),
        ({"query": "tea", "queryType": "sql"}, 6),
        ({"query": "tea", "startRecord": "4"}, 61),
        ({"query": "tea", "recordSchema": "nothing"}, 66),
        ({"query": "tea", "recordPacking": "zip"}, 71),
        ({"query": "tea", "version": "2.0", "recordPacking": "unpacked"}, 71),
        ({"query": "tea", "recordXPath": "/x"}, 72),
        ({"query": "tea", "sortKeys": "title"}, 80),
        ({"query": "tea", "stylesheet": "http://example.org/x.xsl"}, 110),
        ({"query": "tea and"}, 10),
        ({"query": "foo.title = tea"}, 15),
        ({"query": '> "urn:x" title = tea'}, 15),
        ({"query": "dc.nothing = tea"}, 16),
        ({"query": "colour = tea"}, 16),
        ({"query": "title encloses tea"}, 19),
        ({"query": "title < tea"}, 22),
        ({"query": "date any 1906"}, 22),
        ({"query": 'title = "a\\b"'}, 26),
        ({"query": 'title = ""'}, 27),
        ({"query": 'identifier = ""'}, 27),
        ({"query": "title = *"}, 29),
        ({"query": "title = a*b*c*d*e*f*"}, 30),
        ({"query": "title = t^ea"}, 32),
        ({"query": 'title = "book ^tea"'}, 32),
        ({"query": 'title = "book^ tea"'}, 32),
        ({"query": "identifier = ^978"}, 32),
        ({"query": "identifier = 9\\78"}, 26),
        ({"query": "identifier = **"}, 29),
        ({"query": f'title any "{"tea " * 201}"'}, 23),
        ({"query": "date = tea"}, 36),
        ({"query": "date = 1906-13"}, 36),
        ({"query": "date within 1906"}, 36),
        ({"query": 'date < "1906 1910"'}, 36),
        ({"query": "date = 2023-02-30"}, 36),
        ({"query": 'date = ""'}, 27),
    ],
)
def test_a_wrong_request_has_the_diagnostic_of_the_list(
    service: Service, parameters: Mapping[str, str], number: int
) -> None:
    assert fault(ask(service, **parameters))[0] == number


@pytest.mark.parametrize(
    ("query", "details", "message"),
    [
        ("x" * 4_001, "4000", "Too many characters in query"),
        ("tea and (fish", "8", "Invalid or unsupported use of parentheses: a parenthesis is not"),
        ('tea "fish', "4", "Invalid or unsupported use of quotes: a quotation mark is not closed"),
        ("tea and", "", "Query syntax error: the query ends where a term should be"),
        ('tea ")"', "", "Query syntax error: “)” stands where and, or, not, or the end should be"),
        ("(tea fish)", "", "Query syntax error: “)” stands where a term should be"),
        (" or ".join("x" * 30), "20", "Too many boolean operators in query"),
        ("title = *", "1", "Masked words too short: a word cannot be masking characters only"),
        ("date = 1906-13", "", "Term in invalid format for index or relation: dates are written"),
        ("title encloses x", "encloses", "Unsupported relation"),
        ("date any x", "date any", "Unsupported combination of relation and index"),
    ],
)
def test_details_are_for_programs_and_messages_for_people(
    service: Service, query: str, details: str, message: str
) -> None:
    answer = ask(service, query=query)
    assert fault(answer)[1] == details
    assert answer.findtext(".//diag1:message", "", NAMES).startswith(message)


def test_a_client_gets_its_version_or_the_newest_that_it_understands(service: Service) -> None:
    for parameters, version in (
        ({"operation": "explain"}, "1.2"),
        ({"operation": "searchRetrieve", "query": "tea"}, "1.2"),
        ({"version": "1.0", "query": "tea"}, "1.2"),
        ({"version": "1.1", "query": "tea"}, "1.1"),
        ({"version": "2.1", "query": "tea"}, "2.0"),
        ({"query": "tea"}, "2.0"),
        ({"query": "tea", "version": "", "operation": "", "recordPacking": ""}, "2.0"),
    ):
        answer = etree.fromstring(service.answer(parameters.items()))
        assert answer[0].text == version, parameters
        is_old = parameters.get("version") in {"1.0", "2.1"}
        assert (answer.find(".//{*}diagnostic") is not None) == is_old, parameters


def test_masks_in_a_long_japanese_text_are_found_at_once(tmp_path: Path) -> None:
    text = f"id: long\nkind: book\nlanguage: ja\ntitle: 記\nabstract: {'の' * 3_000}記\n"
    service = made(write_records(tmp_path, {"books/long.yaml": text}))
    started = process_time()
    assert found(service, "の*の*の*の*の*記") == "long"
    assert found(service, "の*記*の*の*の*の") == ""
    assert process_time() - started < 5


def test_masks_in_a_long_word_are_found_at_once(tmp_path: Path) -> None:
    text = f"id: long\nkind: book\nlanguage: en\ntitle: {'a' * 100_000}\n"
    service = made(write_records(tmp_path, {"books/long.yaml": text}))
    started = process_time()
    assert found(service, "a*a*a*a?a*") == "long"
    assert found(service, "a*a*a*a*b") == ""
    assert process_time() - started < 5


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("ab*cab*c", True),
        ("a*c*b*c", True),
        ("*bc", True),
        ("a*bc*bc*bc", False),
        ("?b*?b?", True),
        ("ab?*?abc", False),
        ("a*a*abc", False),
        ("abcab*", True),
        ("*a*a*", True),
        ("*c*a*a*", False),
    ],
)
def test_what_stands_between_masks_comes_in_order(
    query: str, is_found: bool, tmp_path: Path
) -> None:
    text = "id: two\nkind: book\nlanguage: en\ntitle: abcabc\n"
    service = made(write_records(tmp_path, {"books/two.yaml": text}))
    assert (found(service, query) == "two") == is_found


def test_hostile_characters_are_told_as_their_codes(service: Service) -> None:
    answer = ask(service, query="colour\x00\x1b<&> = tea", version="1.2")
    assert fault(answer)[0] == 10
    number, details = fault(ask(service, query='"colour\x00\ufffe<&>\ud800" = tea'))
    assert (number, details) == (16, "colour\\u0000\\ufffe<&>\\ud800")
    number, details = fault(ask(service, query=f"{'x' * 3_900} = tea"))
    assert number == 16
    assert len(details) < 2_100


def test_records_are_in_each_schema_and_version_in_pages(service: Service) -> None:
    for version, names, around in (
        ("1.2", "sru1", ("recordPacking", "recordData", "recordIdentifier")),
        ("2.0", "sru2", ("recordXMLEscaping", "recordData")),
    ):
        answer = ask(service, query="tea", version=version, maximumRecords="2")
        assert [etree.QName(each).localname for each in answer] == [
            *("version", "numberOfRecords", "records", "nextRecordPosition")
        ]
        assert answer.findtext(f"{names}:nextRecordPosition", None, NAMES) == "3"
        record = answer.find(f"{names}:records", NAMES)[1]
        assert [etree.QName(each).localname for each in record] == [
            *("recordSchema", *around, "recordPosition")
        ]
        last = ask(service, query="tea", version=version, startRecord="3")
        assert last.find(f"{names}:nextRecordPosition", NAMES) is None
        assert [each.text for each in last.iterfind(f".//{names}:recordPosition", NAMES)] == ["3"]
    many = ask(service, query="tea", maximumRecords="2000000000")
    assert len(many.find("sru1:records", NAMES)) == 3 <= MOST_RECORDS
    none = ask(service, query="tea", maximumRecords="0")
    assert none.find("sru1:records", NAMES) is None
    assert none.findtext("sru1:nextRecordPosition", None, NAMES) == "1"
    nothing = ask(service, query="nothing")
    assert [etree.QName(each).localname for each in nothing] == ["version", "numberOfRecords"]


@pytest.mark.parametrize(
    ("schema", "file", "tag"),
    [
        ("marcxml", "MARC21slim.xsd", "{http://www.loc.gov/MARC21/slim}record"),
        ("mods", "mods-3-8-mended.xsd", "{http://www.loc.gov/mods/v3}mods"),
        ("info:srw/schema/1/dc-v1.1", "", "{info:srw/schema/1/dc-schema}dc"),
    ],
)
def test_records_are_valid(service: Service, schema: str, file: str, tag: str) -> None:
    answer = ask(service, query="cql.allRecords=1", recordSchema=schema)
    datas = [each[0] for each in answer.iterfind(".//sru1:recordData", NAMES)]
    assert [each.tag for each in datas] == [tag] * 5
    text = ask(service, query="tea", recordSchema=schema, recordPacking="string")
    assert etree.fromstring(text.findtext(".//sru1:recordData", "", NAMES)).tag == tag
    if file:
        xsd = etree.XMLSchema(etree.parse(official(file)))
        for data in datas:
            xsd.assertValid(etree.fromstring(etree.tostring(data)))


def test_explain_tells_what_there_is(service: Service) -> None:
    for parameters in ({}, {"operation": "explain", "version": "1.1"}, {"version": "2.0"}):
        answer = etree.fromstring(service.answer(parameters.items()))
        assert etree.QName(answer).localname == "explainResponse"
        explain = answer.find(".//zr:explain", NAMES)
        server = explain.find("zr:serverInfo", NAMES)
        assert [each.text for each in server] == ["example.org", "443", "library/sru"]
        for index in explain.iterfind(".//zr:index/zr:map/zr:name", NAMES):
            query = f"{index.get('set')}.{index.text} = 1906"
            assert ask(service, query=query).find("sru1:diagnostics", NAMES) is None, query
        for schema in explain.iterfind(".//zr:schema", NAMES):
            for name in (schema.get("name"), schema.get("identifier")):
                assert (
                    ask(service, query="tea", recordSchema=name).find(".//sru1:record", NAMES)
                    is not None
                )


def test_the_application_answers_in_threads_and_bounds_what_it_reads(tmp_path: Path) -> None:
    service = made(write_records(tmp_path, RECORDS))  # whose index is not made yet
    client = TestClient(Starlette(routes=[sru_route(service)]))

    def ask_for(query: str) -> str:
        return client.get(f"/sru?{urlencode({'query': query, 'maximumRecords': 1})}").text

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(ask_for, ["title = tea"] * 16))
    assert len(answers) == 1
    assert "<sru:numberOfRecords>3<" in answers.pop()
    assert "<sru:numberOfRecords>3<" in client.post("/sru", data={"query": "title = tea"}).text
    assert client.post("/sru", content="query=" + "x" * 100_000).status_code == 413
    soap = {"content-type": "text/xml; charset=utf-8"}
    assert client.post("/sru", content="<soap/>", headers=soap).status_code == 415
    form = {"content-type": "Application/X-WWW-form-urlencoded; charset=utf-8"}
    assert "Records>3<" in client.post("/sru", content="query=title%3Dtea", headers=form).text
    extras = "&".join(f"x-extra-{number}=1" for number in range(40))
    assert "Records>3<" in client.get(f"/sru?{extras}&query=title%3Dtea").text
    assert client.put("/sru").status_code == 405
    assert "diagnostic/1/10" in client.get("/sru?query=%22%ff%00%22%20and").text
