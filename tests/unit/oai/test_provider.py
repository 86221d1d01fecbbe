"""The OAI-PMH provider: what it answers, with real records and a real git repository behind it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from exporter.export.context import ExportContext
from exporter.export.registry import crosswalk
from exporter.model.linker import link
from exporter.oai.index import CatalogueState, Item, read_index
from exporter.oai.metadata import FORMATS
from exporter.oai.provider import Identity, Provider
from exporter.oai.tokens import read_token
from exporter.records.settings import Settings
from exporter.validate.pipeline import validate_catalogue
from tests.conftest import exporter
from tests.support.oai_library import ALL, PERSON, Library, book
from tests.support.oai_schema import OAI, require_valid
from tests.support.small_catalogues import write_records

NOW = datetime(2026, 3, 1, 12, 30, 15, tzinfo=UTC)
BASE = "https://example.org/oai"


def provider_of(folder: Path, page_size: int = 100) -> Provider:
    result = validate_catalogue(folder, for_export=True)
    assert not result.files_with_errors
    catalogue, _ = link(result.records, result.schemas, result.settings.catalogue)
    offered = frozenset(catalogue.works)
    state = CatalogueState(folder, result.records, result.schemas, offered)
    index = read_index(state, Settings().limits)
    identity = Identity("Tea", BASE, "cat@example.org", "example.org", {"book": "Book"})
    context = ExportContext(catalogue, crosswalk("dc"))
    return Provider(identity, index, context, page_size, lambda: NOW)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    made = Library(tmp_path_factory.mktemp("library"))
    made.grow()
    return made


@pytest.fixture(scope="module")
def provider(library: Library) -> Provider:
    return provider_of(library.folder)


def ask(provider: Provider, verb: str, **arguments: str) -> etree._Element:
    named = {name.rstrip("_"): value for name, value in arguments.items()}
    return require_valid(provider.answer([("verb", verb), *named.items()]))


def error(answer: etree._Element) -> str:
    found = answer.findall(f"{OAI}error")
    assert len(found) == 1
    return str(found[0].get("code"))


def headers(answer: etree._Element) -> list[str]:
    """Return id, day, set and state of each item of an answer."""
    found = []
    for header in answer.iter(f"{OAI}header"):
        identifier = str(header.findtext(f"{OAI}identifier"))
        assert identifier.startswith("oai:example.org:")
        parts = [identifier.rpartition(":")[2], str(header.findtext(f"{OAI}datestamp"))[:10]]
        parts += [str(header.findtext(f"{OAI}setSpec")), header.get("status", "")]
        found.append(" ".join(parts).strip())
    return found


def test_identify(provider: Provider) -> None:
    answer = ask(provider, "Identify")
    said = {etree.QName(each).localname: each.text for each in answer[2]}
    assert said == {
        "repositoryName": "Tea",
        "baseURL": BASE,
        "protocolVersion": "2.0",
        "adminEmail": "cat@example.org",
        "earliestDatestamp": "2024-02-01T10:00:00Z",
        "deletedRecord": "persistent",
        "granularity": "YYYY-MM-DDThh:mm:ssZ",
    }
    assert answer.findtext(f"{OAI}responseDate") == "2026-03-01T12:30:15Z"
    assert answer.find(f"{OAI}request").attrib == {"verb": "Identify"}


def test_datestamps_and_deleted_items_come_from_git(provider: Provider) -> None:
    """The renamed record is deleted under its old name; the one that was moved is not."""
    assert headers(ask(provider, "ListIdentifiers", metadataPrefix="oai_dc")) == ALL
    records = ask(provider, "ListRecords", metadataPrefix="oai_dc")
    assert headers(records) == ALL
    for record in records.iter(f"{OAI}record"):
        is_deleted = record.find(f"{OAI}header").get("status") == "deleted"
        assert is_deleted == (record.find(f"{OAI}metadata") is None)


def test_a_change_counts_from_the_time_when_it_was_merged(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.commit(
        "2024-01-01T10:00:00Z", {"people/okakura.yaml": PERSON, "books/a.yaml": book("a")}
    )
    library.git("checkout", "-q", "-b", "work")
    library.commit("2024-01-05T10:00:00Z", {"books/b.yaml": book("b")})
    library.git("checkout", "-q", "main")
    library.commit("2024-02-01T10:00:00Z", {"books/c.yaml": book("c")})
    library.git("merge", "-q", "--no-ff", "work", "-m", "Merge", time="2024-03-01T10:00:00Z")
    library.commit("2023-01-01T10:00:00Z", {"books/d.yaml": book("d")})  # a clock that is wrong
    listed = headers(ask(provider_of(library.folder), "ListIdentifiers", metadataPrefix="oai_dc"))
    assert listed == [
        "a 2024-01-01 book",
        "c 2024-02-01 book",
        "b 2024-03-01 book",
        "d 2024-03-01 book",
    ]


def test_a_changed_author_changes_the_works(tmp_path: Path) -> None:
    library = Library(tmp_path)
    other = book("b").replace("contributors: [{agent: okakura, role: author}]\n", "")
    library.commit(
        "2024-01-01T10:00:00Z",
        {"people/okakura.yaml": PERSON, "books/a.yaml": book("a"), "books/b.yaml": other},
    )
    library.commit(
        "2024-05-01T10:00:00Z", {"people/okakura.yaml": PERSON.replace("Kakuzo", "Kakuzō")}
    )
    listed = headers(ask(provider_of(library.folder), "ListIdentifiers", metadataPrefix="oai_dc"))
    assert listed == ["b 2024-01-01 book", "a 2024-05-01 book"]


def test_a_record_that_comes_back_is_not_deleted(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.commit(
        "2024-01-01T10:00:00Z", {"people/okakura.yaml": PERSON, "books/a.yaml": book("a")}
    )
    library.commit("2024-02-01T10:00:00Z", {"books/a.yaml": None})
    deleted = headers(ask(provider_of(library.folder), "ListIdentifiers", metadataPrefix="oai_dc"))
    assert deleted == ["a 2024-02-01 book deleted"]
    library.commit("2024-03-01T10:00:00Z", {"books/a.yaml": book("a")})
    listed = headers(ask(provider_of(library.folder), "ListIdentifiers", metadataPrefix="oai_dc"))
    assert listed == ["a 2024-03-01 book"]


def test_what_is_not_committed_is_as_new_as_its_file(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.commit(
        "2024-01-01T10:00:00Z", {"people/okakura.yaml": PERSON, "books/a.yaml": book("a")}
    )
    write_records(tmp_path, {"books/b.yaml": book("b")})
    day = datetime.now(UTC).strftime("%Y-%m-%d")
    items = headers(ask(provider_of(library.folder), "ListIdentifiers", metadataPrefix="oai_dc"))
    assert f"b {day} book" in items


def test_without_git_nothing_is_known_to_be_deleted(tmp_path: Path) -> None:
    write_records(tmp_path, {"people/okakura.yaml": PERSON, "books/a.yaml": book("a")})
    provider = provider_of(tmp_path)
    assert ask(provider, "Identify").findtext(f".//{OAI}deletedRecord") == "no"
    assert len(headers(ask(provider, "ListIdentifiers", metadataPrefix="oai_dc"))) == 1


def test_works_that_are_not_offered_are_deleted(library: Library) -> None:
    result = validate_catalogue(library.folder, for_export=True)
    state = CatalogueState(library.folder, result.records, result.schemas, frozenset({"b1"}))
    index = read_index(state, Settings().limits)
    assert index.get("b1") == Item(1706781600, "b1", "book")
    assert index.get("new").is_deleted


@pytest.mark.parametrize("prefix", [each for each in FORMATS if not FORMATS[each].writer])
def test_the_metadata_are_what_export_writes(
    provider: Provider, library: Library, prefix: str
) -> None:
    answer = ask(provider, "GetRecord", metadataPrefix=prefix, identifier="oai:example.org:ready")
    (metadata,) = answer.iter(f"{OAI}metadata")
    ran = exporter("export", "-f", FORMATS[prefix].export, "ready", cwd=library.folder)
    assert ran.code == 0, ran.err
    written = etree.fromstring(ran.out.encode())
    if prefix == "marcxml":
        (written,) = written
    assert etree.QName(metadata[0]).namespace == FORMATS[prefix].namespace
    for element in metadata.iter(etree.Element):  # see test_an_xml_id_is_in_an_answer_once
        for name, value in element.attrib.items():
            element.set(name, value.replace("ready.", ""))
    assert canonical(metadata[0]) == canonical(written)


def canonical(element: etree._Element) -> bytes:
    """Return an element as a document of its own, in exclusive canonical XML."""
    alone = etree.fromstring(etree.tostring(element, with_tail=False))
    return etree.tostring(alone, method="c14n", exclusive=True)


def test_an_xml_id_is_in_an_answer_once(provider: Provider) -> None:
    """The author of two works is in the TEI of each, and is referred to there."""
    answer = ask(provider, "ListRecords", metadataPrefix="tei")
    ids = [str(each) for each in answer.xpath("//@xml:id")]
    assert len(ids) == len(set(ids))
    assert {"ready", "b1", "ready.okakura", "b1.okakura"} <= set(ids)
    targets = set()
    for value in answer.xpath("//*/@*[contains(., '#')]"):
        targets.update(word[1:] for word in str(value).split() if word.startswith("#"))
    assert "b1.okakura" in targets
    patterns = {each for each in targets if each.endswith(".$1")}
    assert all(each.startswith(("ready.", "b1.", "new.", "b0.")) for each in patterns)
    assert targets - patterns <= set(ids)


def test_only_works_with_all_that_datacite_demands_are_in_it(provider: Provider) -> None:
    listed = headers(ask(provider, "ListRecords", metadataPrefix="datacite"))
    assert listed == [each for each in ALL if "ready" in each or "deleted" in each]
    assert headers(ask(provider, "ListIdentifiers", metadataPrefix="datacite")) == listed
    answer = ask(provider, "GetRecord", metadataPrefix="datacite", identifier="oai:example.org:b1")
    assert error(answer) == "cannotDisseminateFormat"
    prefixes = {}
    for id in ("b1", "ready", "b2"):
        answer = ask(provider, "ListMetadataFormats", identifier=f"oai:example.org:{id}")
        prefixes[id] = [each.text for each in answer.iter(f"{OAI}metadataPrefix")]
    assert prefixes["ready"] == prefixes["b2"] == list(FORMATS)
    assert prefixes["b1"] == ["oai_dc", "mods", "marcxml", "tei"]


def test_sets_are_kinds(provider: Provider) -> None:
    answer = ask(provider, "ListSets")
    found = [(each[0].text, each[1].text) for each in answer.iter(f"{OAI}set")]
    assert found == [("article", "article"), ("book", "Book")]
    listed = headers(ask(provider, "ListRecords", metadataPrefix="mods", set="article"))
    assert listed == ["ready 2024-03-01 article"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"from_": "2024-05-01"}, ALL[3:]),
        ({"from_": "2024-05-01T10:00:00Z"}, ALL[3:]),
        ({"from_": "2024-05-01T10:00:01Z"}, ALL[5:]),
        ({"until": "2024-05-01"}, ALL[:5]),
        ({"until": "2024-05-01T09:59:59Z"}, ALL[:3]),
        ({"from_": "2024-03-01", "until": "2024-03-01"}, ALL[1:2]),
        ({"from_": "2024-03-01", "until": "2024-04-30", "set": "book"}, ALL[2:3]),
    ],
    ids=str,
)
def test_from_and_until(
    provider: Provider, arguments: Mapping[str, str], expected: list[str]
) -> None:
    for verb in ("ListIdentifiers", "ListRecords"):
        assert headers(ask(provider, verb, metadataPrefix="oai_dc", **arguments)) == expected


@pytest.mark.parametrize(
    ("verb", "arguments", "code"),
    [
        ("Nothing", {}, "badVerb"),
        ("identify", {}, "badVerb"),
        ("Identify", {"set": "book"}, "badArgument"),
        ("GetRecord", {"metadataPrefix": "oai_dc"}, "badArgument"),
        ("GetRecord", {"identifier": "oai:example.org:b1"}, "badArgument"),
        ("ListRecords", {}, "badArgument"),
        ("ListRecords", {"metadataPrefix": "oai dc"}, "badArgument"),
        ("ListRecords", {"metadataPrefix": "oai_dc", "set": "a b"}, "badArgument"),
        ("ListRecords", {"metadataPrefix": "oai_dc", "set": ""}, "badArgument"),
        ("ListRecords", {"metadataPrefix": "oai_dc", "from_": "2024"}, "badArgument"),
        ("ListRecords", {"metadataPrefix": "oai_dc", "from_": "2024-02-30"}, "badArgument"),
        ("ListRecords", {"metadataPrefix": "oai_dc", "from_": "0000-01-01"}, "badArgument"),
        ("ListRecords", {"metadataPrefix": "oai_dc", "until": "2024-01-01T10:00Z"}, "badArgument"),
        ("ListRecords", {"metadataPrefix": "oai_dc", "from_": "٢٠٢٤-01-01"}, "badArgument"),
        ("ListRecords", {"metadataPrefix": "oai_dc", "resumptionToken": "x"}, "badArgument"),
        ("ListRecords", {"resumptionToken": "x"}, "badResumptionToken"),
        ("ListSets", {"resumptionToken": "x"}, "badResumptionToken"),
        ("ListRecords", {"metadataPrefix": "unknown"}, "cannotDisseminateFormat"),
        ("ListRecords", {"metadataPrefix": "oai_dc", "set": "film"}, "noRecordsMatch"),
        ("ListRecords", {"metadataPrefix": "oai_dc", "from_": "2025-01-01"}, "noRecordsMatch"),
        ("ListRecords", {"metadataPrefix": "oai_dc", "until": "1999-01-01"}, "noRecordsMatch"),
        (
            "ListRecords",
            {"metadataPrefix": "oai_dc", "from_": "2024-02-01", "until": "2024-01-01"},
            "badArgument",
        ),
        (
            "ListRecords",
            {"metadataPrefix": "oai_dc", "from_": "2024-01-01", "until": "2024-02-01T10:00:00Z"},
            "badArgument",
        ),
        ("GetRecord", {"metadataPrefix": "oai_dc", "identifier": 'invalid"id'}, "idDoesNotExist"),
        (
            "GetRecord",
            {"metadataPrefix": "oai_dc", "identifier": "oai:example.org:okakura"},
            "idDoesNotExist",
        ),
        (
            "GetRecord",
            {"metadataPrefix": "oai_dc", "identifier": "oai:example.com:b1"},
            "idDoesNotExist",
        ),
        ("ListMetadataFormats", {"identifier": "b1"}, "idDoesNotExist"),
    ],
    ids=str,
)
def test_errors(provider: Provider, verb: str, arguments: Mapping[str, str], code: str) -> None:
    answer = ask(provider, verb, **arguments)
    assert error(answer) == code
    request = answer.find(f"{OAI}request")
    assert request.text == BASE
    assert bool(request.attrib) == (code not in {"badVerb", "badArgument"})


@pytest.mark.parametrize(
    ("pairs", "code"),
    [
        ([], "badVerb"),
        ([("verb", "Identify"), ("verb", "Identify")], "badVerb"),
        ([("verb", "ListRecords"), *[("metadataPrefix", "oai_dc")] * 2], "badArgument"),
        ([("verb", "Identify"), ("x\x00<&\ufffe", "\x1b]]>")], "badArgument"),
        ([("verb", "\ud800")], "badVerb"),
        ([("verb", "ListRecords"), ("resumptionToken", "A" * 100_000)], "badResumptionToken"),
        ([("verb", "ListRecords"), ("resumptionToken", "W" * 1_999)], "badResumptionToken"),
    ],
)
def test_hostile_arguments(provider: Provider, pairs: list[tuple[str, str]], code: str) -> None:
    answer = provider.answer(pairs)
    assert error(require_valid(answer)) == code
    assert len(answer) < 2_000


NAMES = st.sampled_from(
    ["verb", "identifier", "metadataPrefix", "from", "until", "set", "resumptionToken", "x"]
)
VALUES = st.one_of(
    st.sampled_from(["ListRecords", "GetRecord", "Identify", "oai_dc", "tei", "book"]),
    st.sampled_from(["ListIdentifiers", "ListMetadataFormats", "oai:example.org:b1"]),
    st.sampled_from(["2024-01-01", "2024-01-01T00:00:00Z", "", "oai:example.org:%", "a[b]"]),
    st.text(max_size=20),
)


@given(st.lists(st.tuples(NAMES, VALUES), max_size=5))
@example([("metadataPrefix", "unknown"), ("from", "no date")])
@example([("metadataPrefix", "unknown"), ("from", "2024-02-01"), ("until", "2024-01-01")])
def test_every_answer_is_valid(provider: Provider, pairs: list[tuple[str, str]]) -> None:
    require_valid(provider.answer(pairs))
    require_valid(provider.answer([("verb", "ListRecords"), *pairs]))


@given(st.one_of(st.text(), st.from_regex(r"\A[A-Za-z0-9_-]{1,200}\Z")))
def test_no_token_that_we_have_not_made_is_accepted(provider: Provider, token: str) -> None:
    answer = require_valid(provider.answer([("verb", "ListRecords"), ("resumptionToken", token)]))
    assert error(answer) == "badResumptionToken"


def pages(provider: Provider, verb: str, **arguments: str) -> list[etree._Element]:
    """Return all answers of a list, following its tokens."""
    answers = [ask(provider, verb, **arguments)]
    while token := answers[-1].findtext(f".//{OAI}resumptionToken"):
        assert len(answers) < 20
        answers.append(ask(provider, verb, resumptionToken=token))
    return answers


@pytest.mark.parametrize("verb", ["ListRecords", "ListIdentifiers"])
@pytest.mark.parametrize("size", [1, 2, 3, 5, 6, 7])
def test_lists_end_and_have_every_item_once(library: Library, verb: str, size: int) -> None:
    provider = provider_of(library.folder, size)
    for prefix, expected in (
        ("oai_dc", ALL),
        ("datacite", [each for each in ALL if "ready" in each or "deleted" in each]),
    ):
        answers = pages(provider, verb, metadataPrefix=prefix)
        assert [header for answer in answers for header in headers(answer)] == expected
        assert len(answers) == -(-len(expected) // size)
        tokens = [answer.find(f".//{OAI}resumptionToken") for answer in answers]
        if len(answers) == 1:
            assert tokens == [None]
            continue
        assert [token.get("cursor") for token in tokens] == [
            str(number * size) for number in range(len(answers))
        ]
        assert [bool(token.text) for token in tokens] == [*[True] * (len(answers) - 1), False]
        sizes = {token.get("completeListSize") for token in tokens}
        assert sizes == ({"6"} if prefix == "oai_dc" else {None})


def test_a_list_goes_on_after_a_restart_and_a_change(tmp_path: Path) -> None:
    library = Library(tmp_path)
    records = {f"books/b{n}.yaml": book(f"b{n}") for n in range(6)}
    library.commit("2024-01-01T10:00:00Z", {"people/okakura.yaml": PERSON, **records})
    first = ask(provider_of(library.folder, 2), "ListRecords", metadataPrefix="oai_dc")
    assert [each.split()[0] for each in headers(first)] == ["b0", "b1"]
    library.commit(
        "2024-02-01T10:00:00Z",
        {"books/b1.yaml": None, "books/b2.yaml": f"{book('b2')}edition: 2nd ed.\n"},
    )
    token = str(first.findtext(f".//{OAI}resumptionToken"))
    rest = pages(provider_of(library.folder, 2), "ListRecords", resumptionToken=token)
    found = [header for answer in rest for header in headers(answer)]
    assert found == [
        "b3 2024-01-01 book",
        "b4 2024-01-01 book",
        "b5 2024-01-01 book",
        "b1 2024-02-01 book deleted",
        "b2 2024-02-01 book",
    ]


def test_a_changed_token_and_that_of_another_verb_are_refused(library: Library) -> None:
    provider = provider_of(library.folder, 2)
    answer = ask(provider, "ListRecords", metadataPrefix="oai_dc", from_="2024-01-01")
    token = str(answer.findtext(f".//{OAI}resumptionToken"))
    assert read_token(token, "ListRecords").arguments == {
        "metadataPrefix": "oai_dc",
        "from": "2024-01-01",
    }
    assert error(ask(provider, "ListIdentifiers", resumptionToken=token)) == "badResumptionToken"
    for place in range(len(token)):
        changed = token[:place] + ("B" if token[place] == "A" else "A") + token[place + 1 :]
        require_valid(provider.answer([("verb", "ListRecords"), ("resumptionToken", changed)]))


def test_an_empty_repository(tmp_path: Path) -> None:
    write_records(tmp_path, {"people/okakura.yaml": PERSON})
    provider = provider_of(tmp_path)
    assert (
        ask(provider, "Identify").findtext(f".//{OAI}earliestDatestamp") == "2026-03-01T12:30:15Z"
    )
    assert error(ask(provider, "ListSets")) == "noSetHierarchy"
    assert error(ask(provider, "ListRecords", metadataPrefix="oai_dc")) == "noRecordsMatch"


def test_a_static_repository_has_the_same_records(library: Library) -> None:
    demanding = ("datacite", "oai_openaire", "jpcoar")
    base = "https://gateway.example.org/oai/example.org/oai.xml"
    file = library.folder.parent / "oai.xml"
    words = ("--base-url", base, "--admin-email", "cat@example.org")
    ran = exporter("oai", "--static", file, *words, cwd=library.folder)
    assert ran.code == 0, ran.err
    root = etree.parse(file).getroot()
    static = "{http://www.openarchives.org/OAI/2.0/static-repository}"
    assert [etree.QName(each).localname for each in root] == [
        "Identify",
        "ListMetadataFormats",
        *["ListRecords"] * len(FORMATS),
    ]
    assert {each.tag.partition("}")[0] + "}" for each in root} == {static}
    assert root[0].findtext(f"{OAI}baseURL") == base
    assert root[0].findtext(f"{OAI}granularity") == "YYYY-MM-DD"
    assert root[0].findtext(f"{OAI}earliestDatestamp") == "2024-02-01"
    prefixes = [each.text for each in root[1].iter(f"{OAI}metadataPrefix")]
    assert prefixes == list(FORMATS) == [each.get("metadataPrefix") for each in root[2:]]
    live = [each.split()[0] for each in ALL if "deleted" not in each]
    for listed in root[2:]:
        ids = [str(each.text).rpartition(":")[2] for each in listed.iter(f"{OAI}identifier")]
        assert ids == (["ready"] if listed.get("metadataPrefix") in demanding else live)
        # the records are those of the protocol: put into an answer, they are valid
        answer = etree.Element(f"{OAI}OAI-PMH", nsmap={None: OAI[1:-1]})
        etree.SubElement(answer, f"{OAI}responseDate").text = "2026-03-01T12:30:15Z"
        etree.SubElement(answer, f"{OAI}request").text = base
        etree.SubElement(answer, f"{OAI}ListRecords").extend(list(listed))
        require_valid(etree.tostring(answer, encoding="UTF-8", xml_declaration=True))


def test_a_static_repository_needs_its_address(library: Library) -> None:
    ran = exporter("oai", "--static", "oai.xml", cwd=library.folder)
    assert ran.code == 2
    assert "--static needs the address of the file behind the gateway" in ran.err


def test_a_clone_without_older_commits_is_refused(library: Library, tmp_path: Path) -> None:
    """It cannot tell what was deleted, and its datestamps would be too late."""
    library.git("clone", "-q", "--depth", "1", library.folder.as_uri(), str(tmp_path / "clone"))
    ran = exporter("oai", "--request", "verb=Identify", cwd=tmp_path / "clone")
    assert ran.code == 2
    assert "git fetch --unshallow" in ran.err
    assert ran.out == ""
