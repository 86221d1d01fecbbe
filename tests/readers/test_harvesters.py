"""OAI-PMH harvesters of other people harvest `exporter oai`: in Python and Perl, over loopback."""

from __future__ import annotations

import shutil
import signal
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from sickle import Sickle
from sickle.oaiexceptions import BadArgument, NoRecordsMatch

from tests.conftest import exporter, missing, program, run
from tests.support.commands import EXPORTER, started
from tests.support.oai_library import ALL, PERSON, Library
from tests.support.oai_schema import require_valid
from tests.support.small_catalogues import write_records
from tests.unit.oai.test_provider import error

CATMANDU = """
use strict; use warnings; use utf8;
use Catmandu -all;
binmode STDOUT, ':utf8';
my $importer = importer('OAI', url => $ARGV[0], metadataPrefix => $ARGV[1], @ARGV[2 .. $#ARGV]);
$importer->each(sub {
    my $item = shift;
    print join(' ', $item->{_identifier}, $item->{_datestamp}, $item->{_status} || ''), "\\n";
});
"""
CATMANDU_SRU = """
use strict; use warnings; use utf8;
use Catmandu -all;
binmode STDOUT, ':utf8';
my $importer = importer('SRU', base => $ARGV[0], query => $ARGV[1], recordSchema => 'marcxml',
    limit => 2, parser => 'marcxml');
$importer->each(sub {
    my $item = shift;
    print join(' ', map { join '', @{$_}[4 .. $#{$_}] } grep { $_->[0] =~ /^(001|245)$/ } @{$item->{record}}), "\\n";
});
"""
YAZ_CLIENT = """\
open {address}
sru get 1.2
find title="book b0" or dc.creator=okakura
schema dc
show 1+2
sru post 2.0
find date within "1900 1910" not ready
find title prox tea
find nothing==b0
quit
"""
HTTP_OAI = """
use strict; use warnings;
use HTTP::OAI;
my $harvester = HTTP::OAI::Harvester->new(baseURL => $ARGV[0]);
my $response = $harvester->Identify;
die $response->message if $response->is_error;
print $response->repositoryName, ' ', $response->deletedRecord, "\\n";
my $list = $harvester->ListRecords(metadataPrefix => 'oai_dc', onRecord => sub {
    my $record = shift;
    print join(' ', $record->identifier, $record->datestamp, $record->is_deleted ? 'deleted' : ''), "\\n";
});
die $list->message if $list->is_error;
my $none = $harvester->GetRecord(metadataPrefix => 'oai_dc', identifier => 'oai:example.org:nowhere');
print $none->message, "\\n";
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    made = Library(tmp_path_factory.mktemp("library"))
    settings = '[catalogue]\ntitle = "Tea"\nbase_uri = "https://example.org/"\n'
    (made.folder / "exporter.toml").write_text(settings, "utf-8")
    made.grow()
    return made


@pytest.fixture(scope="module")
def address(library: Library) -> Iterator[str]:
    """Start `exporter oai` with two records in an answer, and return its base URL."""
    words = (*EXPORTER, "oai", "--port", "0", "--page-size", "2")
    with started(*words, cwd=library.folder, stderr=subprocess.PIPE) as server:
        assert server.stderr
        found = ""
        for line in server.stderr:
            found = line.decode()
            if " items to harvest at http://127.0.0.1:" in found:
                break
        assert found.startswith("6 items to harvest at ")
        yield found.split()[-1]
        server.send_signal(signal.SIGTERM)
        assert server.wait(20) == 0
        server.stderr.close()


def identified(lines: list[str]) -> list[str]:
    """Return what a harvester has printed in the form of ALL, without the sets."""
    return [
        line.replace("oai:example.org:", "").replace("T10:00:00Z", "").strip() for line in lines
    ]


WITHOUT_SETS = [each.replace(" book", "").replace(" article", "") for each in ALL]


def test_sickle_harvests(address: str) -> None:
    sickle = Sickle(address)
    assert sickle.Identify().repositoryName == "Tea"
    assert next(sickle.ListMetadataFormats()).metadataPrefix == "oai_dc"
    assert [each.setSpec for each in sickle.ListSets()] == ["article", "book"]
    for prefix in ("oai_dc", "mods", "marcxml", "tei"):
        records = list(sickle.ListRecords(metadataPrefix=prefix))
        lines = []
        for record in records:
            state = "deleted" if record.header.deleted else ""
            lines.append(f"{record.header.identifier} {record.header.datestamp} {state}")
        assert identified(lines) == WITHOUT_SETS
    (record,) = sickle.ListRecords(metadataPrefix="oai_dc", set="article")
    assert record.metadata["title"] == ["Ready for DataCite"]
    later = sickle.ListRecords(
        metadataPrefix="oai_dc", ignore_deleted=True, **{"from": "2024-04-01"}
    )
    assert [each.header.identifier for each in later] == [
        "oai:example.org:new",
        "oai:example.org:b0",
    ]
    with pytest.raises(NoRecordsMatch):
        sickle.ListRecords(metadataPrefix="oai_dc", until="2001-01-01")
    with pytest.raises(BadArgument):
        sickle.ListRecords(metadataPrefix="oai_dc", until="yesterday")
    refused = sickle.harvest(verb="Steal")
    assert error(require_valid(refused.raw.encode())) == "badVerb"


def perl(module: str, package: str) -> str:
    """Return the path of Perl, or skip the test if a module is not there."""
    found = program("perl", "perl")
    if run(found, f"-M{module}", "-e", "1").code != 0:
        missing(f"the Perl module {module}", f"apt-get install {package}")
    return found


def test_catmandu_harvests(address: str) -> None:
    command = perl("Catmandu::Importer::OAI", "libcatmandu-oai-perl")
    ran = run(command, "-e", CATMANDU, address, "oai_dc")
    assert ran.code == 0, ran.err
    live = [line for line in WITHOUT_SETS if "deleted" not in line]
    lines = identified(ran.out.splitlines())
    assert [line for line in lines if "deleted" not in line] == live
    ran = run(command, "-e", CATMANDU, address, "marcxml", "set", "book", "from", "2024-05-02")
    assert identified(ran.out.splitlines()) == ["b0 2024-06-01"], ran.err


def test_http_oai_harvests(address: str) -> None:
    ran = run(perl("HTTP::OAI", "libhttp-oai-perl"), "-e", HTTP_OAI, address)
    assert ran.code == 0, ran.err
    first, *lines, last = ran.out.splitlines()
    assert first == "Tea persistent"
    assert identified(lines) == WITHOUT_SETS
    assert last.startswith("idDoesNotExist: there is no item")


def test_oaipmh_scythe_harvests(address: str) -> None:
    scythe = pytest.importorskip("oaipmh_scythe", reason="pip install oaipmh-scythe")
    with scythe.Scythe(address) as client:
        records = list(client.list_records(metadata_prefix="oai_dc"))
        lines = []
        for record in records:
            state = "deleted" if record.header.deleted else ""
            lines.append(f"{record.header.identifier} {record.header.datestamp} {state}")
        assert identified(lines) == WITHOUT_SETS


def answered(address: str, query: str, form: bytes | None = None) -> bytes:
    with urllib.request.urlopen(f"{address}?{query}" if query else address, form) as answer:
        assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
        return bytes(answer.read())


def test_get_and_post_say_the_same_and_hostile_requests_are_answered(address: str) -> None:
    query = "verb=ListRecords&metadataPrefix=oai_dc&set=article"
    by_get = require_valid(answered(address, query))
    by_post = require_valid(answered(address, "", query.encode()))
    assert by_get[2].tag == by_post[2].tag
    hostile = (
        "",
        "verb=%00%1b%ff",
        "verb=Identify&verb=Identify",
        "&" * 5000,
        "verb=Identify&a=1" * 50,
    )
    for query in (*hostile, "verb=GetRecord&metadataPrefix=oai_dc&identifier=%3Cscript%3E%22"):
        assert b"<script" not in answered(address, query)
        require_valid(answered(address, query))
    with pytest.raises(urllib.error.HTTPError) as refused:
        answered(address, "", b"verb=" + b"x" * 20_000)
    assert refused.value.code == 413
    refused.value.close()


def test_only_this_machine_is_served(address: str) -> None:
    port = address.partition("127.0.0.1:")[2].partition("/")[0]
    ss = shutil.which("ss")
    if ss:
        listening = run(ss, "-ltn", f"sport = :{port}").out
        assert f"127.0.0.1:{port}" in listening
        assert f"0.0.0.0:{port}" not in listening
    ran = exporter("oai", "--port", port, cwd=Path(__file__).parents[2])
    assert ran.code == 2
    assert f"port {port} cannot be used" in ran.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--admin-email", "nobody"), "“nobody” is not an e-mail address"),
        (("--base-url", "example.org/oai"), "“example.org/oai” is not a web address"),
        (("--base-url", "https://example.org/oai?x=1"), "without ? and #"),
        (("--static", "x.xml", "--request", "verb=Identify"), "leave out one of them"),
    ],
)
def test_wrong_use(words: tuple[str, ...], message: str) -> None:
    ran = exporter("oai", "--port", "0", *words)
    assert ran.code == 2
    assert message in ran.err


def test_errors_in_records_keep_the_server_from_starting(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.commit("2024-01-01T10:00:00Z", {"books/a.yaml": "id: a\nkind: book\n"})
    ran = exporter("oai", "--port", "0", cwd=tmp_path)
    assert ran.code == 1
    assert "to harvest" not in ran.err


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    absent = 'raise ModuleNotFoundError("No module named starlette", name="starlette")\n'
    (tmp_path / "starlette.py").write_text(absent, "utf-8")
    write_records(tmp_path, {"people/okakura.yaml": PERSON})
    path = f"{tmp_path}:{Path(__file__).parents[2]}"
    ran = run(*EXPORTER, "oai", "--port", "0", cwd=tmp_path, env={"PYTHONPATH": path})
    assert ran.code == 2
    assert "pip install 'catalogue-exporter[serve]'" in ran.err
    ran = run(
        *EXPORTER, "oai", "--request", "verb=Identify", cwd=tmp_path, env={"PYTHONPATH": path}
    )
    assert ran.code == 0, ran.err
    assert error_free(ran.out)


def error_free(answer: str) -> bool:
    """Return whether a valid answer states no error."""
    return require_valid(answer.rstrip("\n").encode()).find("{*}error") is None


def test_yaz_client_searches(address: str) -> None:
    script = YAZ_CLIENT.format(address=address.removesuffix("/oai") + "/sru")
    client = program("yaz-client", "yaz")
    ran = subprocess.run([client], input=script, capture_output=True, text=True, timeout=60)
    lines = ran.stdout.splitlines()
    assert [each for each in lines if each.startswith("Number of hits")] == [
        *("Number of hits: 4", "Number of hits: 4", "Number of hits: 3"),
        *("Number of hits: 0", "Number of hits: 0"),
    ], ran.stdout
    assert "pos=1 schema=info:srw/schema/1/dc-v1.1" in ran.stdout
    assert '<dc:title xml:lang="en">Book b0</dc:title>' in ran.stdout
    assert "diagnostic info:srw/diagnostic/1/39" in ran.stdout
    assert "diagnostic info:srw/diagnostic/1/16" in ran.stdout


def test_catmandu_searches(address: str) -> None:
    found = perl("Catmandu::Importer::SRU", "libcatmandu-sru-perl")
    service = address.removesuffix("/oai") + "/sru"
    ran = run(found, "-e", CATMANDU_SRU, service, "title any book and date = 1906")
    assert ran.code == 0, ran.err
    assert ran.out.splitlines() == ["b0 Book b0", "b1 Book b1", "new Book new"]
