"""Every check's own samples, and the wrong records under findings/: the exact name, line and
column.

A file in `findings/<name>/` is one record, written into the small catalogue as `case.yaml`. It ends
with a comment for each finding that it must yield, `# 5:3 unknown-field`, and must yield no other;
one without such a comment is a near miss, and must yield none. Where the words matter, the message
follows in the comment, then the hint after an equals sign; either can stand alone:
`# 5:3 unknown-field: there is no field “titel” in a record of kind book = did you mean “title”?`.
"""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest

from exporter.records.document import Document
from exporter.records.finding import Finding, Severity
from exporter.records.loader import parse_document, read_schemas
from exporter.records.settings import Limits, Settings
from exporter.validate.checks import can_be_disabled, checks
from exporter.validate.pipeline import validate_catalogue, validate_documents
from exporter.validate.record import RecordValidator, errors, format_fault, severity
from tests.conftest import ROOT
from tests.support.small_catalogues import write_records

HERE = Path(__file__).parents[2]
CASES = sorted((HERE / "findings").glob("*/*.yaml"))
SAMPLE = re.compile(r"^```yaml (wrong|right)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SAMPLES = [
    (name, verdict, text)
    for name, check in checks().items()
    for verdict, text in SAMPLE.findall(check.__doc__ or "")
]


def lay_out(text: str, folder: Path) -> None:
    """Write a sample, one record or several, each into the file that its id names."""
    (folder / "records").mkdir()
    for number, record in enumerate(text.split("# another file\n")):
        named = re.search(r"^id: (\S+)$", record, re.MULTILINE)
        (folder / "records" / f"{named[1] if named else f'sample-{number}'}.yaml").write_text(
            record, "utf-8"
        )


@pytest.mark.parametrize(
    ("name", "verdict", "text"), SAMPLES, ids=[f"{name}-{verdict}" for name, verdict, _ in SAMPLES]
)
def test_sample(name: str, verdict: str, text: str, tmp_path: Path) -> None:
    lay_out(text, tmp_path)
    found = validate_catalogue(tmp_path).findings
    related = {"orphaned-record"} - {name}  # a sample is no whole catalogue
    assert {finding.name for finding in found} - related == (
        {name} if verdict == "wrong" else set()
    )
    assert validate_catalogue(tmp_path, for_export=True).findings == errors(found)


def test_who_asks_for_errors_only_waits_for_no_other_check(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, check in checks().items():
        for hook in ("on_record", "on_text_fields", "on_text", "on_catalogue"):
            if check.SEVERITY is not Severity.ERROR and hasattr(check, hook):
                monkeypatch.setattr(check, hook, lambda *_, name=name: pytest.fail(name))
    assert validate_catalogue(HERE / "golden" / "catalogue", for_export=True).findings == []


def test_who_asks_for_errors_only_waits_for_no_other_judge_of_a_value() -> None:
    assert format_fault("isbn", "9784003101018") is not None  # it lacks its hyphens
    assert format_fault("isbn", "9784003101018", errors_only=True) is None
    assert format_fault("isbn", "9784003101019", errors_only=True) is not None


def test_no_error_gives_way_to_less(tmp_path: Path) -> None:
    """The tag is out of use, and there for the second time, which keeps the record from an export."""
    text = "id: odd\nkind: book\nlanguage: en\ntitle: {iw: Shalom, IW: Shalom}\n"
    write_records(tmp_path, {"odd.yaml": text})
    found = validate_catalogue(tmp_path).findings
    expected = ["deprecated-language", "deprecated-language", "duplicate-key"]
    assert sorted(each.name for each in found) == expected
    assert validate_catalogue(tmp_path, for_export=True).findings == errors(found)


NEEDED = (
    "contradicting-fields dangling-reference duplicate-id duplicate-key empty-file empty-value forbidden-character "
    "key-not-text malformed-value misnamed-file misplaced-record missing-field not-a-file not-a-record not-utf-8 "
    "not-yaml oversized-record repeated-value reserved-id several-documents undeliverable-record unknown-field "
    "unmet-rights "
    "unknown-kind unknown-term wrong-type yaml-tag"
)


@pytest.mark.parametrize(("name", "check"), checks().items())
def test_page(name: str, check: ModuleType) -> None:
    """The page states the fault in one line, and shows it wrong and right unless no text can show
    it.

    And a finding without which a record cannot be used is not switched off.
    """
    assert can_be_disabled(name) == (name not in NEEDED.split())
    page = check.__doc__ or ""
    assert page.split("\n")[0].endswith(".")
    shown = [verdict for verdict, _ in SAMPLE.findall(page)]
    assert shown in (["wrong", "right"], []), name
    if not shown:
        assert list((HERE / "findings" / name).glob("*.yaml")) or name in BY_FILE, (
            f"{name} has no sample and no test"
        )


BY_FILE = {
    "misplaced-record",
    "not-utf-8",
    "oversized-record",
    "not-a-file",
    "misnamed-file",
    "duplicate-id",
}
BY_FILE |= {"undeliverable-record", "unmet-rights", "retracted-work"}
"""What no single text can show: test_bad_input.py does, test_datacite.py what a format demands,
test_credits.py what rights demand, and test_retractions.py what a table says."""


SCHEMAS = read_schemas(ROOT)
JUDGE = RecordValidator(SCHEMAS)


def read(root: Path) -> list[Document | Finding]:
    return [
        parse_document(path.read_bytes(), path.relative_to(root), Limits())
        for path in sorted(root.rglob("*.yaml"))
    ]


SMALL = read(HERE / "golden" / "catalogue")
"""The records of the small catalogue, among which each case stands."""


def judged(case: Path | None, judge: RecordValidator = JUDGE) -> list[Finding]:
    """Return what is found in the small catalogue with a case in it."""
    records = [
        *SMALL,
        *([parse_document(case.read_bytes(), Path("records/case.yaml"), Limits())] if case else ()),
    ]
    right = [each for each in records if isinstance(each, Document)]
    return list(
        validate_documents(
            right, [each for each in records if isinstance(each, Finding)], judge, Settings()
        ).findings
    )


ALREADY = judged(None)
BESIDES = {"orphaned-record", "probable-duplicate", "ambiguous-scalar", "yaml-anchor"}
"""What many a case yields besides: nothing refers to it, its title is a neighbour's, it tries how
YAML is read."""


EXPECTED = re.compile(r"^# (\d+):(\d+) ([a-z0-9-]+)(?:: (.+?))??(?: = (.+))?$", re.MULTILINE)


def expected(text: str) -> list[tuple[int, int, str]]:
    return sorted(
        (int(line), int(column), name) for line, column, name, *_ in EXPECTED.findall(text)
    )


def place(finding: Finding) -> tuple[int, int, str]:
    assert finding.position
    return (finding.position.line, finding.position.column, finding.name)


JARGON = re.compile(
    r"anyOf|oneOf|allOf|additionalProperties|unevaluated|propertyNames|is not valid under|\^\[|"
    r"(?<!braille )pattern|None|instance"
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.stem}")
def test_wrong_record(case: Path) -> None:
    """It yields what it says, in words that are not those of validators."""
    findings = [finding for finding in judged(case) if finding not in ALREADY]
    for finding in findings:
        assert not JARGON.search(finding.message + finding.hint), (finding.message, finding.hint)
        assert finding.message[0] not in "{["
        assert len(finding.message) < 300
        assert finding.hint or severity(finding) is not Severity.ERROR, finding.message
    found = [finding for finding in findings if finding.name not in BESIDES - {case.parent.name}]
    shown = case.read_text("utf-8", "replace").replace("{kinds}", ", ".join(SCHEMAS.kinds))
    assert sorted(map(place, found)) == expected(shown)
    assert {finding.path.name for finding in found} <= {"case.yaml"}
    for *_, message, hint in EXPECTED.findall(shown):
        assert message in {"", *(finding.message for finding in found)}
        assert hint in {"", *(finding.hint for finding in found)}


def test_every_name_has_cases() -> None:
    """Each finding has at least one wrong record and one near miss, in its samples or under
    findings/.
    """
    assert checks()
    for name, check in checks().items():
        texts = [
            case.read_text("utf-8", "replace") for case in (HERE / "findings" / name).glob("*.yaml")
        ]
        sampled = SAMPLE.search(check.__doc__ or "")
        assert (
            sampled
            or name in BY_FILE
            or (any(map(expected, texts)) and not all(map(expected, texts)))
        ), name


def test_the_compiled_validator_changes_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where its library is not installed, every wrong record yields the same."""
    pytest.importorskip("jsonschema_rs")
    monkeypatch.setattr("exporter.validate.record.CompiledValidators.get", lambda *_: None)
    slow = RecordValidator(SCHEMAS)
    assert CASES
    for case in CASES[::4]:
        assert judged(case, slow) == judged(case), case


def test_functions_are_called_for_all_records_in_which_they_find_something() -> None:
    """What a function needs (`needs`) decides whether it is called, and never what is found."""
    texts = [text.encode() for _, _, sample in SAMPLES for text in sample.split("# another file\n")]
    texts += [case.read_bytes() for case in CASES]
    read_ones = [parse_document(each, Path("records/case.yaml"), Limits()) for each in texts]
    documents = [each for each in read_ones if isinstance(each, Document)]
    assert len(documents) > 100
    for document in documents:
        all_called = JUDGE.validate(document._replace(keys=None))
        assert JUDGE.validate(document) == all_called, document.text
