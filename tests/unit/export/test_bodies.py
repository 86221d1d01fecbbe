"""Bodies and persons with one name, in formats that have a field for the parts of names."""

from __future__ import annotations

import json

import pytest

from tests.support.coverage import exported, parsed
from tests.support.imported import read, shown

STANDARD = (
    "{kind: standard, number: ISO 690, publisher: {name: ISO},"
    " contributors: [{name: ISO, kind: organization, role: standards body}]}"
)
REPORT = (
    "{kind: report, publisher: {name: Tea Board},"
    " contributors: [{name: Tea Board, kind: organization, role: issuing body}]}"
)


@pytest.mark.parametrize(
    ("format", "lines"),
    [
        ("bibtex", ["author = {{ISO}},", "institution = {ISO},"]),
        ("biblatex", ["author = {{ISO}},", "organization = {ISO},"]),
        ("ris", ["AU  - ISO", "PB  - ISO"]),
        ("hayagriva", ['name: "ISO"', 'organization: "ISO"']),
    ],
)
def test_who_made_a_standard_is_its_author(format: str, lines: list[str]) -> None:
    printed = [line.strip() for line in exported(format, parsed(STANDARD)).splitlines()]
    assert [line in printed for line in lines] == [True] * len(lines)


def test_who_made_a_standard_is_its_authority() -> None:
    """The styles of APA, Chicago and MLA begin the reference of a standard with it."""
    (item,) = json.loads(exported("csl-json", parsed(STANDARD)))
    assert (item["authority"], item["publisher"]) == ("ISO", "ISO")
    assert "note" not in item


@pytest.mark.parametrize("format", ["bibtex", "biblatex", "biblatex-ms", "csl-json", "ris"])
def test_a_publisher_in_two_roles_is_named_once(format: str) -> None:
    assert exported(format, parsed(REPORT)).count("Tea Board") == 1


def test_a_body_is_named_once_in_a_field_that_holds_several() -> None:
    record = STANDARD.replace("{kind", "{authority: ISO, kind")
    assert 'organization: "ISO"\n' in exported("hayagriva", parsed(record))
    (item,) = json.loads(exported("csl-json", parsed(record)))
    assert (item["authority"], "note" in item) == ("ISO", False)


@pytest.mark.parametrize("format", ["bibtex", "biblatex", "biblatex-ms"])
@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("{grc: {given: Πλάτων}}", "{Πλάτων}"),
        ("{he-Latn: {given: Yehudai ben Naḥman}}", "{Yehudai{ ben Naḥman}}"),
        ("{en: {given: Elizabeth, numeration: II}}", "{Elizabeth{ II}}"),
        ("{ar-Latn: {given: abū Nuwās}}", "{abū{ Nuwās}}"),
        ("{ar-Latn: {given: al-Ghazālī}}", "{al{-Ghazālī}}"),
        ("{ar-Latn: {given: Āl-Ḥusayn ibn X}}", "{Āl{-Ḥusayn ibn X}}"),
        ("{fr: {given: Jean-Paul de X}}", "{Jean-Paul{ de X}}"),
        ("{en: {given: 'Isidore, of Seville'}}", "{Isidore{, of Seville}}"),
        ("{en: {given: bell hooks}}", "{bell{ hooks}}"),
        ("{en: {given: And}}", "{A{nd}}"),
    ],
)
def test_an_only_name_is_no_first_name(name: str, printed: str, format: str) -> None:
    """Styles print the initial of a first name, and cite by the last (BibTeXing, section 4)."""
    record = f"{{language: grc, contributors: [{{name: {name}, role: author}}]}}"
    assert f"author = {printed},\n" in exported(format, parsed(record))


@pytest.mark.parametrize("format", ["bibtex", "biblatex"])
@pytest.mark.parametrize(
    "name",
    ["Yehudai ben Naḥman", "abū Nuwās", "al-Ghazālī", "Isidore, of Seville", "Others", "$ign"],
)
def test_a_person_with_an_only_name_comes_back_as_a_person(name: str, format: str) -> None:
    record = (
        f"{{language: he, contributors: [{{name: {{mul: {{given: '{name}'}}}}, role: author}}]}}"
    )
    (work,), _ = read("bibtex", exported(format, parsed(record)))
    assert shown(work.data["contributors"]) == [f"author person {name}"]
