"""MARC::Lint, by which libraries check records before they load them, reads every bibliographic record."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT, program, run
from tests.support.coverage import elements, exported
from tests.support.every_field import schemas
from tests.support.inputs import missing

LINT = """
use MARC::Batch; use MARC::Lint;
my $batch = MARC::Batch->new('USMARC', $ARGV[0]);
my $lint = MARC::Lint->new;
while (my $record = $batch->next) {
    my $id = $record->field('001')->data;
    $lint->check_record($record);
    print "$id: $_\\n" for $lint->warnings;
}
"""
PUNCTUATION = ("Must end with", "preceded by", "as final punctuation")
"""The records have no punctuation of ISBD (leader/18 is c), which MARC::Lint does not look at."""
LINKED = ("Field is not repeatable.", "but it is _8")
"""MARC::Lint counts fields 880 as the fields that they repeat in other scripts, and forgets $8."""

NEWER = ("344: Subfield _i is not allowed.",)
"""What MARC::Lint does not know of the format yet: sound content in 344."""


def warnings(file: Path) -> list[str]:
    """Return what MARC::Lint objects to, without what it does not know of the format."""
    perl = program("perl", "perl")
    if run(perl, "-MMARC::Lint", "-e", "1").code != 0:
        missing("MARC::Lint", "apt-get install libmarc-lint-perl")
    ran = run(perl, "-e", LINT, file)
    assert ran.code == 0, ran.err
    found = []
    for line in ran.out.splitlines():
        passed = any(words in line for words in PUNCTUATION) or line.endswith(LINKED + NEWER)
        if not passed:
            found.append(line)
    return found


@pytest.mark.parametrize("name", ["catalogue", "rare", "everyday", "library", "in-english"])
def test_it_objects_to_nothing_in_the_golden_records(name: str) -> None:
    assert warnings(ROOT / "tests" / "golden" / "marc" / f"{name}.mrc") == []


def test_it_objects_to_no_element(tmp_path: Path) -> None:
    """Each bibliographic element of the table of elements is in a record that it accepts."""
    documents = []
    for element in elements():
        if element.format == "marc" and element.fields and element.part.startswith("Bibl"):
            records = element.records()
            if schemas().noun(records[0]["kind"]) == "work":
                documents.append(exported("marc", records))
    file = tmp_path / "elements.mrc"
    file.write_text("".join(documents), "utf-8")
    assert len(documents) > 300
    assert warnings(file) == []
