"""ready: what a target demands and the records lack, at the right places and in every format."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from lxml import etree

from tests.conftest import exporter, run
from tests.support.small_catalogues import write_records

RECORDS = {
    "people/soseki.yaml": "id: soseki\nkind: person\nname: {en: {family: Natsume, given: Sōseki}}\n",
    "serials/tea-review.yaml": """\
id: tea-review
kind: serial
language: en
title: The Tea Review
identifiers: {issn: 0378-5955}
""",
    "articles/tea.yaml": """\
id: tea
kind: article
type: article-journal
language: en
title: Tea
contributors:
  - {agent: soseki, role: author}
publisher: {name: Iwanami}
issued: 190X
part_of: tea-review
identifiers: {doi: 10.5555/tea}
""",
    "books/kokoro.yaml": """\
id: kokoro
kind: book
language: en
title: Kokoro
contributors:
  - {agent: soseki, role: author}
publisher: {name: Iwanami}
issued: 1914
identifiers: {doi: 10.5555/kokoro}
""",
}
OWN = """\
# A portal of our own, which wants every work dated and every author with a number.
# Rules of the portal, 2026.
rule	element	level	when	of	field	test	message	source
address	link	mandatory	kind=article|book		url | [catalogue] base_uri		an address is wanted	Rules, 1
library	provider	mandatory			[catalogue] institution		the library is wanted	Rules, 1
number	author-id	mandatory		contributors[role=author]	identifiers.orcid		an ORCID iD is wanted	Rules, 2
journal	issn	mandatory	part_of		part_of.identifiers.issn		an ISSN is wanted	Rules, 3
year	year	mandatory			issued	each [0-9]{4}	four digits are wanted	Rules, 4
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return write_records(tmp_path, RECORDS)


def findings(library: Path, *words: str) -> list[tuple[str, str]]:
    """Return the name and the place of each finding."""
    ran = exporter("ready", "--format", "json", *words, cwd=library)
    assert ran.code in {0, 1}, ran.err
    found = json.loads(ran.out)["findings"]
    return [(each["name"], f"{each['path']}:{each['line']}:{each['column']}") for each in found]


def test_what_is_missing_and_what_is_unfit(library: Path) -> None:
    ran = exporter("ready", "--for", "datacite", "tea", "kokoro", cwd=library)
    assert ran.code == 1
    assert ran.out == (
        "records/articles/tea.yaml:9:9: error: datacite.publication-year: DataCite accepts no "
        "work without the year of publication, in four digits\n"
        "    9 | issued: 190X\n"
        "      |         ^^^^\n"
        "      = publicationYear: DataCite Metadata Schema 4.6, 5 PublicationYear (obligation M)\n\n"
    )
    assert "  2  datacite.subject  " in ran.err
    assert ran.err.endswith("1 of 2 works is ready for datacite; 1 lacks something mandatory.\n")


def test_ready_works_exit_with_0(library: Path) -> None:
    ran = exporter("ready", "--for", "datacite", "kokoro", cwd=library)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.endswith("1 of 1 work is ready for datacite.\n")


def test_a_missing_field_is_shown_at_the_record(library: Path) -> None:
    assert findings(library, "--for", "datacite", "tea-review") == [
        ("datacite.creator", "records/serials/tea-review.yaml:1:1"),
        ("datacite.publication-year", "records/serials/tea-review.yaml:1:1"),
        ("datacite.publisher", "records/serials/tea-review.yaml:1:1"),
        ("datacite.identifier", "records/serials/tea-review.yaml:5:14"),
    ]


def test_a_field_of_a_linked_record_is_shown_at_the_reference(library: Path) -> None:
    ran = exporter(
        "ready", "--for", "datacite", "--recommended", "--format", "json", "kokoro", cwd=library
    )
    assert ran.code == 0
    (found,) = [
        each for each in json.loads(ran.out)["findings"] if each["name"] == "datacite.orcid"
    ]
    assert (found["severity"], found["line"], found["column"]) == ("warning", 6, 5)
    (note,) = found["notes"]
    assert (note["path"], note["line"]) == ("records/people/soseki.yaml", 1)


def use_own(library: Path, table: str = OWN, settings: str = "") -> None:
    (library / "targets").mkdir(exist_ok=True)
    (library / "targets" / "our-portal.tsv").write_text(table, "utf-8")
    (library / "exporter.toml").write_text(
        f'[ready]\ntargets = ["targets/our-portal.tsv"]\n{settings}', "utf-8"
    )


def test_a_target_of_the_catalogue(library: Path) -> None:
    use_own(library)
    assert findings(library, "--for", "our-portal") == [
        ("our-portal.library", "exporter.toml:1:1"),
        ("our-portal.address", "records/articles/tea.yaml:1:1"),
        ("our-portal.number", "records/articles/tea.yaml:7:5"),
        ("our-portal.year", "records/articles/tea.yaml:9:9"),
        ("our-portal.address", "records/books/kokoro.yaml:1:1"),
        ("our-portal.number", "records/books/kokoro.yaml:6:5"),
    ]
    assert (
        "our-portal\n    A portal of our own, which" in exporter("ready", "--list", cwd=library).out
    )


def test_the_setting_of_a_catalogue_and_a_number_in_a_linked_record_are_found(
    library: Path,
) -> None:
    use_own(library, settings='[catalogue]\nbase_uri = "https://example.org/"\n')
    assert ("our-portal.library", "exporter.toml:3:1") in findings(library, "--for", "our-portal")
    with (library / "exporter.toml").open("a") as file:
        file.write('institution = "A library"\n')
    person = library / "records" / "people" / "soseki.yaml"
    person.write_text(RECORDS["people/soseki.yaml"] + "identifiers: {orcid: 0000-0002-1825-0097}\n")
    journal = library / "records" / "serials" / "tea-review.yaml"
    journal.write_text(journal.read_text().replace("identifiers: {issn: 0378-5955}\n", ""))
    assert findings(library, "--for", "our-portal") == [
        ("our-portal.year", "records/articles/tea.yaml:9:9"),
        ("our-portal.journal", "records/articles/tea.yaml:10:10"),
    ]


def test_rules_can_be_disabled(library: Path) -> None:
    use_own(
        library,
        settings='off = ["our-portal.number", "our-portal.address", "our-portal.library"]\n',
    )
    assert findings(library, "--for", "our-portal", "kokoro") == []
    listed = exporter("ready", "--for", "our-portal", "--list", cwd=library).out.splitlines()
    assert listed[0].split() == ["RULE", "LEVEL", "ELEMENT", "MESSAGE"]
    assert listed[1].split()[:3] == ["our-portal.address", "off", "link"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("\tissn\t", "\t\t", "targets/our-portal.tsv:7: element is empty"),
        ("mandatory\tpart_of", "must\tpart_of", "7: there is no level “must”"),
        ("year\tyear", "journal\tyear", "8: there are two rules “our-portal.journal”"),
        ("each [", "each [[(", "8: “[[(0-9]{4}” is not a regular expression: "),
        ("each [", "all [", "8: “all [0-9]{4}” is not a test"),
        ("part_of\t\t", "part_off\t\t", "7: no kind of record has a field “part_off”"),
        ("\tissued\t", "\tissed\t", "8: no kind of record has a field “issed”"),
        ("base_uri", "base_url", "4: [catalogue] has no setting “base_url”"),
        ("contributors[role=author]", "contributors[role", "6: “contributors[role” is not a field"),
        ("\tRules, 3", "", "7: the row has 8 cells, the header 9"),
        ("\ttest\t", "\ttests\t", "3: the table has an unknown column “tests”"),
        ("rule\telement", "rule", "3: the table has no column “element”"),
        (OWN, "# nothing\n", "targets/our-portal.tsv: the table has no rules"),
    ],
)
def test_a_wrong_table_is_refused(library: Path, old: str, new: str, message: str) -> None:
    assert old in OWN
    use_own(library, OWN.replace(old, new, 1))
    ran = exporter("ready", "--for", "our-portal", cwd=library)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ('targets = "x.tsv"', "[ready]: targets must be a list of names"),
        ('targets = ["x.tsv"]', "the target x.tsv cannot be read: "),
        ('targets = ["../x.tsv"]', "the target ../x.tsv is not in the catalogue"),
        ('of = ["x"]', "[ready]: there is no setting “of”"),
        ('off = ["datacite.titel"]', "[ready] disables “datacite.titel”, which is not a rule"),
        ('off = ["datasite.title"]', "[ready] disables “datasite.title”, which is not a rule"),
    ],
)
def test_wrong_settings_are_refused(library: Path, settings: str, message: str) -> None:
    (library / "exporter.toml").write_text(f"[ready]\n{settings}\n", "utf-8")
    name = "x" if "targets" in settings else "datacite"
    ran = exporter("ready", "--for", name, cwd=library)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_unknown_words_are_refused(library: Path) -> None:
    ran = exporter("ready", "--for", "datasite", cwd=library)
    assert (ran.code, ran.out) == (2, "")
    assert "there is no target “datasite”" in ran.err
    assert "did you mean “datacite”? the targets are biblatex, crossref, " in ran.err
    assert "name the target with --for TARGET" in exporter("ready", cwd=library).err
    ran = exporter("ready", "--for", "datacite", "kokor", cwd=library)
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean “kokoro”?" in ran.err
    ran = exporter("ready", "--for", "datacite", "soseki", cwd=library)
    assert "“soseki” is of kind person, not a work" in ran.err


def test_filters(library: Path) -> None:
    summary = exporter(
        "ready", "--for", "datacite", "--type", "book", "--where", "issued<1920", cwd=library
    ).err
    assert summary.endswith("1 of 1 work is ready for datacite.\n")


def test_a_work_with_errors_is_not_ready(library: Path) -> None:
    book = library / "records" / "books" / "kokoro.yaml"
    book.write_text(RECORDS["books/kokoro.yaml"].replace("soseki", "sosseki"))
    ran = exporter("ready", "--for", "datacite", "kokoro", cwd=library)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "not compared: records/books/kokoro.yaml has errors; run: exporter validate\n"
        "0 of 1 work is ready for datacite; 1 has errors and cannot be delivered at all.\n"
    )


def test_other_formats(library: Path) -> None:
    words = ("ready", "--for", "datacite", "tea", "--format")
    assert (
        "::error file=records/articles/tea.yaml,line=9,"
        in exporter(*words, "github", cwd=library).out
    )
    log = json.loads(exporter(*words, "sarif", cwd=library).out)
    (rule,) = log["runs"][0]["tool"]["driver"]["rules"]
    assert rule["id"] == "datacite.publication-year"
    assert "Source: DataCite Metadata Schema 4.6" in rule["help"]["text"]
    suite = etree.fromstring(exporter(*words, "junit", cwd=library).out.encode())
    assert suite.get("failures") == "1"


def test_targets_are_completed(library: Path) -> None:
    use_own(library)
    words = {
        "_EXPORTER_COMPLETE": "bash_complete",
        "COMP_WORDS": "exporter ready --for o",
        "COMP_CWORD": "3",
    }
    code = "from exporter.cli.main import group; group(prog_name='exporter')"
    ran = run(sys.executable, "-c", code, cwd=library, env=words)
    assert "plain,our-portal" in ran.out.splitlines()
    assert ran.err == ""


def test_the_list_needs_no_catalogue(tmp_path: Path) -> None:
    ran = exporter("ready", "--list", cwd=tmp_path)
    assert ran.code == 0
    assert "datacite\n    " in ran.out


def test_the_list_as_json(library: Path) -> None:
    listed = json.loads(exporter("ready", "--list", "--format", "json", cwd=library).out)
    assert {"target", "description", "sources"} == set(listed[0])
    rules = json.loads(
        exporter("ready", "--for", "dpla", "--list", "--format", "json", cwd=library).out
    )
    assert rules[0]["rule"] == "dpla.title"
    assert rules[0]["source"].startswith("DPLA Metadata Application Profile 5.0, ")
    ran = exporter("ready", "--list", "--format", "sarif", cwd=library)
    assert (ran.code, ran.out) == (2, "")
    assert "--list has no format sarif" in ran.err


def test_what_a_table_says_does_not_act_on_the_terminal(library: Path) -> None:
    use_own(library, OWN.replace("an ORCID iD is", "an \x1b[31miD is").replace("A portal", "\x1bA"))
    for words in (("--for", "our-portal"), ("--for", "our-portal", "--list"), ("--list",)):
        out = exporter("ready", *words, cwd=library).out
        assert "\x1b" not in out
        assert "[31miD is wanted" in out or "A of our own" in out
    suite = exporter("ready", "--for", "our-portal", "--format", "junit", cwd=library).out
    assert etree.fromstring(suite.encode()).get("failures") == "3"
