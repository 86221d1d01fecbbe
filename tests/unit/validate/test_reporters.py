"""Findings are shown in full and at the right cells; programs can read the reports for them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import pytest
from lxml import etree
from wcwidth import wcswidth

from exporter.records.finding import Position
from exporter.terminal import escape_control_chars
from exporter.validate.reporters import names
from exporter.validate.reporters.text import excerpt
from tests.conftest import exporter, official
from tests.hostile.test_attacks import ATTACKS
from tests.support.printed_findings import HEADLINE


@pytest.fixture
def wrong(catalogue: Path) -> Path:
    """A catalogue with two errors, one of them behind wide characters and with a note."""
    book = catalogue / "records" / "books" / "disputed-book.yaml"
    text = (
        book.read_text("utf-8")
        .replace("at: biography (ja)", "at: 伝記, titel: 茶")
        .replace("  - in: web-article\n    at: 伝", "  - {in: web-article, at: 伝", 1)
    )
    book.write_text(
        text.replace(
            "titel: 茶\n    title: 茶の本 「一杯」から宇宙へ\n    publisher: 日本茶社",
            "titel: 茶, publisher: 日本茶社}",
        ),
        "utf-8",
    )
    twin = catalogue / "records" / "photos" / "tea-report.yaml"
    twin.write_text(
        (catalogue / "records" / "photos" / "tea-photo.yaml")
        .read_text("utf-8")
        .replace("id: tea-photo", "id: tea-report"),
        "utf-8",
    )
    (catalogue / "exporter.toml").write_text(
        '[checks]\noff = ["conflicting-statements", "probable-duplicate"]\n', "utf-8"
    )
    return catalogue


@pytest.mark.parametrize(
    ("line", "place", "below"),
    [
        ("title: チャイナ", Position(1, 8, 4), "       ^^^^^^^^"),
        ("  ja: {family: 遠藤, given: 誉}", Position(1, 19, 5), " " * 20 + "^^^^^"),
        ("a: e\u0301x", Position(1, 6, 1), "    ^"),
        ("\ta: b", Position(1, 5, 1), "    ^"),
    ],
)
def test_carets_stand_under_the_right_cells(line: str, place: Position, below: str) -> None:
    assert excerpt(line, place)[1] == below


def test_a_long_line_is_cut_around_the_place() -> None:
    line, marks = excerpt("x" * 300 + "漢" * 4 + "y" * 300, Position(1, 301, 4))
    assert wcswidth(line) <= 112
    assert line[: len(marks)].endswith("漢") or "漢漢漢漢" in line
    assert marks.strip() == "^" * 8
    assert wcswidth(line[: line.index("漢")]) == marks.index("^")


def test_text(wrong: Path) -> None:
    ran = exporter("-C", wrong, "validate")
    assert ran.code == 1
    assert "error: unknown-field: there is no field “titel” in an entry of “found”" in ran.out
    assert "= did you mean “title”?" in ran.out
    assert "tea-report.yaml:2:5: the other record with this id" in ran.out
    assert ran.err == "17 records checked: 2 errors in 2 files.\n"
    assert "\x1b" not in ran.out


def test_json(wrong: Path) -> None:
    told = json.loads(exporter("-C", wrong, "validate", "--format", "json").out)
    assert [(each["name"], each["line"], each["severity"]) for each in told["findings"]] == [
        ("unknown-field", 19, "error"),
        ("duplicate-id", 2, "error"),
    ]
    assert told["findings"][0]["pointer"] == "/found/0/titel"
    assert told["records"] == 17


def test_sarif(wrong: Path) -> None:
    schema = json.loads(official("sarif-2.1.0.json").read_text("utf-8"))
    for catalogue in (wrong, Path(__file__).parents[3]):
        log = json.loads(exporter("-C", catalogue, "validate", "--format", "sarif").out)
        jsonschema.Draft4Validator(schema).validate(log)
    log = json.loads(exporter("-C", wrong, "validate", "--format", "sarif").out)
    results = log["runs"][0]["results"]
    assert [each["ruleId"] for each in results] == ["unknown-field", "duplicate-id"]
    assert results[1]["relatedLocations"][0]["physicalLocation"]["artifactLocation"][
        "uri"
    ].endswith("photos/tea-report.yaml")


def test_sarif_of_every_severity(catalogue: Path) -> None:
    record = "id: wide\nkind: book\nlanguage: ja\ntitle: {ja: 茶の本, en: ＷＡＲ}\nabout: [佐藤]\n"
    (catalogue / "records" / "books" / "wide.yaml").write_text(record, "utf-8")
    log = json.loads(exporter("-C", catalogue, "validate", "--format", "sarif").out)
    jsonschema.Draft4Validator(
        json.loads(official("sarif-2.1.0.json").read_text("utf-8"))
    ).validate(log)
    told = {
        (each["level"], *each["locations"][0]["physicalLocation"]["region"].values())
        for each in log["runs"][0]["results"]
    }
    assert {level for level, *_ in told} == {"error", "warning", "note"}
    assert ("warning", 4, 22, 25) in told  # in characters, as columnKind says, not in cells


def test_github(wrong: Path) -> None:
    lines = exporter("-C", wrong, "validate", "--format", "github").out.splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::error", "::error"]
    assert "line=19,endLine=19,col=31" in lines[0]
    assert lines[0].endswith(
        "::there is no field “titel” in an entry of “found”%0Adid you mean “title”?"
    )


def test_junit(wrong: Path) -> None:
    suite = etree.fromstring(exporter("-C", wrong, "validate", "--format", "junit").out.encode())
    assert (suite.get("tests"), suite.get("failures")) == ("2", "2")
    assert suite.find("testcase/failure").get("type") == "unknown-field"


@pytest.fixture
def in_subfolder(tmp_path: Path) -> Path:
    """A repository with a catalogue in `lib/`: a misspelt field, and an id that occurs twice."""
    books = tmp_path / "lib" / "records" / "books"
    books.mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    record = "id: tea\nkind: book\nlanguage: en\ntitle: Tea\n"
    (books / "tea.yaml").write_text(record + "titel: Tea\n", "utf-8")
    (books / "a b.yaml").write_text(record, "utf-8")
    settings = '[checks]\noff = ["probable-duplicate"]\n'
    (tmp_path / "lib" / "exporter.toml").write_text(settings, "utf-8")
    return tmp_path


@pytest.mark.parametrize("current", [".", "lib", "lib/records/books", "lib/records/people"])
def test_github_annotates_files_below_the_top_of_the_repository(
    in_subfolder: Path, current: str
) -> None:
    (in_subfolder / "lib" / "records" / "people").mkdir()
    option = ("-C", "lib") if current == "." else ()
    ran = exporter(*option, "validate", "--format", "github", cwd=in_subfolder / current)
    files = {path for path, *_ in of_github(ran.out)}
    assert files == {"lib/records/books/tea.yaml", "lib/records/books/a b.yaml"}


@pytest.mark.parametrize("current", ["lib", "lib/records"])
def test_sarif_locates_files_below_the_top_of_the_repository(
    in_subfolder: Path, current: str
) -> None:
    ran = exporter("validate", "--format", "sarif", cwd=in_subfolder / current)
    log = json.loads(ran.out)
    schema = json.loads(official("sarif-2.1.0.json").read_text("utf-8"))
    jsonschema.Draft4Validator(schema).validate(log)
    locations = []
    for result in log["runs"][0]["results"]:
        locations += [*result["locations"], *result["relatedLocations"]]
    artifacts = [each["physicalLocation"]["artifactLocation"] for each in locations]
    assert len(artifacts) > len(log["runs"][0]["results"]), "one finding has a note"
    assert {each["uri"] for each in artifacts} == {
        "lib/records/books/tea.yaml",
        "lib/records/books/a%20b.yaml",
    }
    assert {each["uriBaseId"] for each in artifacts} == {"%SRCROOT%"}


def test_junit_names_files_below_the_top_of_the_repository(in_subfolder: Path) -> None:
    ran = exporter("-C", "lib", "validate", "--format", "junit", cwd=in_subfolder)
    suite = etree.fromstring(ran.out.encode())
    files = {"lib/records/books/tea.yaml", "lib/records/books/a b.yaml"}
    assert {case.get("file") for case in suite} == files
    assert {line.split(":")[0] for case in suite for line in case[0].text.splitlines()} == files


def test_reports_for_people_have_paths_from_the_current_folder(in_subfolder: Path) -> None:
    ran = exporter("-C", "lib", "validate", cwd=in_subfolder)
    shown = [line for line in ran.out.splitlines() if ": error: " in line]
    assert {line.split(":")[0] for line in shown} == {
        "records/books/tea.yaml",
        "records/books/a b.yaml",
    }


@pytest.fixture
def ruined(tmp_path: Path) -> Path:
    """A catalogue of 250 books with 1,000 errors: of three causes, and ten of which each is
    another.
    """
    books = tmp_path / "records" / "books"
    books.mkdir(parents=True)
    for number in range(250):
        issued = f"2021-02-{90 + number}" if number < 10 else "2021-02-30"
        title = (
            f"title: 茶の本 第{number}\ntitle : twice"
            if number == 249
            else f"title: 茶の本 第{number}"
        )
        (books / f"b{number:03}.yaml").write_text(
            f"id: b{number:03}\nkind: book\nlanguage: ja\n{title}\ntitel: 茶\nissued: {issued}\n"
            "contributors:\n  - {agent: gone, role: author}\n  - {agent: gone, role: writter}\n",
            "utf-8",
        )
    (tmp_path / "exporter.toml").write_text('[checks]\noff = ["probable-duplicate"]\n', "utf-8")
    return tmp_path


def test_a_ruined_catalogue_is_told_by_its_causes_what_comes_most_often_first(ruined: Path) -> None:
    ran = exporter("-C", ruined, "validate")
    told = [line for line in ran.out.splitlines() if ": error: " in line]
    names = [line.split(": error: ")[1].split(":")[0] for line in told]
    assert names[:4] == ["dangling-reference", "unknown-field", "unknown-term", "invalid-date"]
    assert sorted(names[4:]) == ["duplicate-key", *["invalid-date"] * 10]
    assert "      = the same at 497 more places:\n        " in ran.out
    assert "b004.yaml:9:13\n        … and 488 more, which --format json lists\n" in ran.out
    assert len(ran.out.splitlines()) < 150


@pytest.mark.parametrize("form", ["json", "sarif", "github", "junit"])
def test_reporters_for_programs_list_every_finding(form: str, ruined: Path) -> None:
    ran = exporter("-C", ruined, "validate", "--format", form)
    number = int(ran.err.split(" checked: ")[1].split(" errors")[0].replace(",", ""))
    assert number > 1000
    counted = {
        "json": lambda: len(json.loads(ran.out)["findings"]),
        "sarif": lambda: len(json.loads(ran.out)["runs"][0]["results"]),
        "github": lambda: len(ran.out.splitlines()),
        "junit": lambda: ran.out.count(": error: "),
    }[form]()
    assert counted == number


def test_what_github_shows_is_one_of_each_cause(ruined: Path) -> None:
    shown = exporter("-C", ruined, "validate", "--format", "github").out.splitlines()[:10]
    assert len({line.split("::")[-1] for line in shown}) == len(shown)
    assert shown[0].endswith(
        "::there is no record “gone”"
        "%0Aadd the record, or write name: … in place of agent if none is wanted"
        "%0Athe same at 497 more places"
    )


def test_the_summary_of_a_job_has_a_row_for_each_cause(ruined: Path) -> None:
    heading, _, *table = exporter("-C", ruined, "validate", "--format", "markdown").out.split("\n")
    assert heading.startswith("### Catalogue: ")
    rows = [line for line in table[2:] if line.startswith("|")]
    assert 10 < len(rows) <= 50
    assert rows[0].startswith("| error: dangling-reference | ")
    assert "the same at 497 more places" in rows[0]
    unescaped = [row.replace("\\|", "") for row in rows]
    assert {row.count("|") for row in unescaped} == {5}


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github", "markdown", "junit"])
def test_nothing_found(form: str, catalogue: Path) -> None:
    ran = exporter("-C", catalogue, "validate", "--format", form)
    assert (ran.code, ran.err) == (0, "16 records checked: 1 information message in 1 file.\n")


EVIL = (
    "\x1b]0;title\x07.yaml",
    "new\n::error::line.yaml",
    "::error::mark.yaml",
    "caf\udcff.yaml",
    "-C.yaml",
    "%0A.yaml",
    " ::error::blank.yaml",
    "##[stop-commands]x.yaml",
)
"""Names of files that play with a terminal, with GitHub's runner, with options, or are no UTF-8."""


@pytest.mark.parametrize("form", ["text", "json", "github", "markdown", "sarif", "junit"])
def test_the_name_of_a_file_and_a_value_are_shown_and_not_acted_on(
    form: str, catalogue: Path
) -> None:
    books = catalogue / "records" / "books"
    for name in EVIL:
        (books / name).write_text(
            "id: a\nkind: book\nlanguage: en\ntitle: '##[error]Tea'\nplace: '%0A::error::\u202e'\n"
            "publisher: '##[add-mask]tea'\n'\u202e': x\n'##[group]': x\n"
        )
    ran = exporter("validate", "--format", form, cwd=books)
    assert ran.code == 1
    assert "Traceback" not in ran.err
    out = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", ran.out) if form == "markdown" else ran.out
    both = out + ran.err
    assert [each for each in both if not (each.isprintable() or each in "\n　")] == []
    assert "##[" not in both  # obeyed wherever it stands in a line
    assert r"##\u005bgroup]" in both.replace(r"\\", "\\")
    commands = [line for line in both.splitlines() if line.lstrip().startswith("::")]
    if form == "github":
        assert len(commands) == len(ran.out.splitlines())
        assert {line.split(" ")[0] for line in commands} <= {"::error", "::warning", "::notice"}
        assert all(
            line.count("::") == 2 or "::error::" in line.split("::", 2)[2] for line in commands
        )
    else:
        assert commands == []
    paths = {"text": ran.out, "github": ran.out}
    if form == "json":
        paths[form] = "\n".join(each["path"] for each in json.loads(ran.out)["findings"])
    elif form == "sarif":
        jsonschema.validate(
            json.loads(ran.out), json.loads(official("sarif-2.1.0.json").read_text("utf-8"))
        )
        paths[form] = unquote(ran.out).replace("\\\\", "\\")
    elif form == "junit":
        paths[form] = "\n".join(
            each.get("file", "") for each in etree.fromstring(ran.out.encode()).iter("testcase")
        )
    elif form == "markdown":
        return  # it names one place for each cause
    for name in EVIL:
        shown = escape_control_chars(f"./{name}" if name.strip()[0] in ":-#" else name)
        if form == "github":
            shown = shown.replace("%", "%25").replace(":", "%3A")
        assert shown in paths[form]


ACTED_ON = {
    **ATTACKS,
    "a line of its own": "x\n::error::x\r::stop-commands::x\r\n::add-mask::x",
    "separators": "x\u2028::error::x\u2029::error::x\x85::error::x",
    "a terminal": "\x1b]0;x\x07\x1b[2J\x9b2J\x08\u202e\ufeff",
    "GitHub": "%0A::error::x %25 ::error::x ##[stop-commands]x ##[add-mask]x",
    "GitHub, behind words": "Tea ##[error]x",
    "others": "##vso[task.complete result=Succeeded;]x ##teamcity[x]",
}
"""Texts on which a terminal, a page, a spreadsheet, or the server that runs a check would act."""


def acted_on(output: str) -> list[str]:
    """Return the names of the commands that servers find in a log, as GitHub's runner
    (ActionCommand) and others look.
    """
    found = []
    for line in re.split(r"\r\n|\r|\n", output):
        if command := re.match(r"\s*::([^ ]*?)(?: .*?)?::", line):
            found.append(command[1])
        else:
            found += re.findall(r"##(?:vso|teamcity)?\[[^\s\]]*", line)
    return found


def test_no_value_is_acted_on(catalogue: Path) -> None:
    """Each attack stands where a finding repeats it: as a value, a key, a reference, and in the
    line that is shown.
    """
    books = catalogue / "records" / "books"
    for number, attack in enumerate(ACTED_ON.values()):
        said = {
            attack: attack,
            "title": {attack: attack},
            "issued": attack,
            "status": attack,
            "contributors": [{"agent": attack, "role": attack}],
        }
        record = {"id": f"b{number}", "kind": "book", "language": "en", **said}
        (books / f"b{number}.yaml").write_text(
            json.dumps(record, ensure_ascii=number % 2 == 0), "utf-8"
        )
        (books / f"c{number}.yaml").write_text(
            json.dumps({**record, "id": attack, "kind": attack}), "utf-8"
        )
    ran = {form: exporter("-C", catalogue, "validate", "--format", form) for form in names()}
    told = json.loads(ran["json"].out)["findings"]
    for number, attack in enumerate(ACTED_ON.values()):
        found = [each for each in told if each["path"].endswith(f"/b{number}.yaml")]
        repeated = {
            each["name"]
            for each in found
            if escape_control_chars(attack.replace("\n", "↵"))[:20] in each["message"]
        }
        assert repeated >= {"unknown-field", "unknown-term"} or "forbidden-character" in {
            each["name"] for each in found
        }
    for form, each in ran.items():
        assert each.code == 1
        assert [
            sign for sign in each.out + each.err if not (sign.isprintable() or sign in "\n　")
        ] == [], form
        commands = [one["severity"].replace("information", "notice") for one in told]
        assert sorted(acted_on(each.out + each.err)) == (
            sorted(commands) if form == "github" else []
        ), form
    facts = sorted((each["path"], each["line"], each["name"], each["message"]) for each in told)
    assert sorted(of_github(ran["github"].out)) == facts
    assert sorted(of_sarif(ran["sarif"].out)) == facts
    assert sorted(of_junit(ran["junit"].out)) == facts
    shown = HEADLINE.findall(ran["text"].out)
    assert {
        (path, int(place.split(":")[0]), name, said) for path, place, _, name, said in shown
    } <= set(facts)
    assert len(shown) > len(facts) / 2


Fact = tuple[str, int, str, str]
"""The path, line and name of a finding, and its message."""


def of_github(output: str) -> Iterator[Fact]:
    """Read commands as GitHub's runner does."""
    for line in output.splitlines():
        properties, data = re.fullmatch(r"::\w+ (.*?)::(.*)", line).groups()  # type: ignore[union-attr]
        said = dict(each.split("=", 1) for each in properties.split(","))
        message = data.replace("%0A", "\n").replace("%25", "%").split("\n")[0]
        path = said["file"].replace("%3A", ":").replace("%2C", ",").replace("%25", "%")
        yield path, int(said["line"]), said["title"], message


def of_sarif(output: str) -> Iterator[Fact]:
    for each in json.loads(output)["runs"][0]["results"]:
        place = each["locations"][0]["physicalLocation"]
        message = each["message"]["text"].split(" – ")[0]
        yield (
            unquote(place["artifactLocation"]["uri"]),
            place["region"]["startLine"],
            each["ruleId"],
            message,
        )


def of_junit(output: str) -> Iterator[Fact]:
    for case in etree.fromstring(output.encode()).iter("testcase"):
        assert {each.tag for each in case} <= {"failure", "system-out"}
        for line in case[0].text.splitlines():
            path, place, _, name, message = HEADLINE.fullmatch(line).groups()  # type: ignore[union-attr]
            assert path == case.get("file")
            yield path, int(place.split(":")[0]), name, message


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_line_in_another_encoding_is_readable(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "tea.yaml").write_bytes("id: tea\ntitle: 茶\n".encode(encoding))
    ran = exporter("validate", cwd=tmp_path)
    assert ran.code == 1
    assert f"encoded in {encoding.upper()}" in ran.out
    assert "\n    1 | id: tea\n" in ran.out
