"""Every check's own samples, and the wrong records under findings/: the exact name, line and column.

A file in `findings/<name>/` is one record, written into the small catalogue as `case.yaml`. It ends with a comment
for each finding that it must yield, `# 5:3 unknown-field`, and must yield no other; one without such a comment is a
near miss, and must yield none. Where the way to mend it matters, the comment goes on with it: `# 5:3 unknown-field =
did you mean “title”?`.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from types import ModuleType

import pytest

from exporter.check import severity
from exporter.checks import checks
from exporter.model.finding import Finding, Severity
from exporter.verdict import examine

HERE = Path(__file__).parent
CASES = sorted((HERE / "findings").glob("*/*.yaml"))
SAMPLE = re.compile(r"^```yaml (wrong|right)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SAMPLES = [
    (name, verdict, text) for name, check in checks().items() for verdict, text in SAMPLE.findall(check.__doc__ or "")
]


def lay_out(text: str, folder: Path) -> None:
    """Write a sample, one record or several, each into the file that its id names."""
    (folder / "records").mkdir()
    for number, record in enumerate(text.split("# another file\n")):
        named = re.search(r"^id: (\S+)$", record, re.MULTILINE)
        (folder / "records" / f"{named[1] if named else f'sample-{number}'}.yaml").write_text(record, "utf-8")


@pytest.mark.parametrize(
    ("name", "verdict", "text"), SAMPLES, ids=[f"{name}-{verdict}" for name, verdict, _ in SAMPLES]
)
def test_sample(name: str, verdict: str, text: str, tmp_path: Path) -> None:
    lay_out(text, tmp_path)
    found = [finding.name for finding in examine(tmp_path).findings]
    related = {"orphaned-record"} - {name}  # a sample is no whole catalogue
    assert set(found) - related == ({name} if verdict == "wrong" else set())


@pytest.mark.parametrize(("name", "check"), checks().items())
def test_page(name: str, check: ModuleType) -> None:
    """The page states the fault in one line, and shows it wrong and right unless no text can show it."""
    page = check.__doc__ or ""
    assert page.split("\n")[0].endswith(".")
    shown = [verdict for verdict, _ in SAMPLE.findall(page)]
    assert shown in (["wrong", "right"], []), name
    if not shown:
        assert list((HERE / "findings" / name).glob("*.yaml")) or name in BY_FILE, f"{name} has no sample and no test"


BY_FILE = {"misplaced-record", "not-utf-8", "oversized-record", "not-a-file", "misnamed-file", "duplicate-id"}
BY_FILE |= {"undeliverable-record"}
"""What no single text can show: test_bad_input.py does, and test_datacite.py what a format demands."""


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("catalogue")
    shutil.copytree(HERE / "golden" / "catalogue" / "records", folder / "records")
    return folder


@pytest.fixture(scope="module")
def already(surroundings: Path) -> list[Finding]:
    """What is found in the small catalogue itself, without a case."""
    return list(examine(surroundings).findings)


BESIDES = {"orphaned-record", "probable-duplicate", "ambiguous-scalar", "yaml-anchor"}
"""What many a case yields besides: nothing refers to it, its title is a neighbour's, it tries how YAML is read."""


def expected(text: str) -> list[tuple[int, int, str]]:
    return sorted(
        (int(line), int(column), name)
        for line, column, name in re.findall(r"^# (\d+):(\d+) ([a-z0-9-]+)(?: = .+)?$", text, re.MULTILINE)
    )


def place(finding: Finding) -> tuple[int, int, str]:
    assert finding.place
    return (finding.place.line, finding.place.column, finding.name)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.stem}")
def test_wrong_record(case: Path, surroundings: Path, already: list[Finding]) -> None:
    target = surroundings / "records" / "case.yaml"
    text = case.read_bytes()
    target.write_bytes(text)
    try:
        found = [
            finding
            for finding in examine(surroundings).findings
            if finding not in already and finding.name not in BESIDES - {case.parent.name}
        ]
    finally:
        target.unlink()
    assert sorted(map(place, found)) == expected(text.decode("utf-8", "replace"))
    assert {finding.path.name for finding in found} <= {"case.yaml"}
    hints = re.findall(r"^# \d+:\d+ [a-z0-9-]+ = (.+)$", text.decode("utf-8", "replace"), re.MULTILINE)
    assert set(hints) <= {finding.hint for finding in found}


def test_every_name_has_cases() -> None:
    """Each finding has at least one wrong record and one near miss, in its samples or under findings/."""
    for name, check in checks().items():
        texts = [case.read_text("utf-8", "replace") for case in (HERE / "findings" / name).glob("*.yaml")]
        sampled = SAMPLE.search(check.__doc__ or "")
        assert sampled or name in BY_FILE or (any(map(expected, texts)) and not all(map(expected, texts))), name


JARGON = re.compile(
    r"anyOf|oneOf|allOf|additionalProperties|unevaluated|propertyNames|is not valid under|\^\[|pattern|None|instance"
)


def test_words(surroundings: Path) -> None:
    """No finding speaks the language of validators to a cataloguer."""
    for case in CASES:
        target = surroundings / "records" / "case.yaml"
        target.write_bytes(case.read_bytes())
        for finding in examine(surroundings).findings:
            assert not JARGON.search(finding.message + finding.hint), (case, finding.message, finding.hint)
            assert finding.message[0] not in "{["
            assert len(finding.message) < 300
            assert finding.hint or severity(finding) is not Severity.ERROR, (case, finding.message)
        target.unlink()


def test_the_compiled_validator_changes_no_verdict(surroundings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where its library is not installed, every wrong record yields the same."""
    pytest.importorskip("jsonschema_rs")
    target = surroundings / "records" / "case.yaml"
    for case in CASES[::4]:
        target.write_bytes(case.read_bytes())
        quick = examine(surroundings).findings
        with monkeypatch.context() as without:
            without.setattr("exporter.check._compiled", lambda _: {})
            assert examine(surroundings).findings == quick, case
        target.unlink()
