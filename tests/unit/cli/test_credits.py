"""The rights of works: what stops a delivery, and the credit lines that holders ask for."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from tests.conftest import Ran, exporter
from tests.support.small_catalogues import write_records

PHOTO = """\
id: harbour
kind: photo
language: en
devised_title: The harbour
"""
RECORDS = {
    "people/ishii.yaml": """\
id: ishii
kind: person
name: {ja: {family: 石井, given: 花}, en: {family: Ishii, given: Hana}}
""",
    "organizations/agency.yaml": "id: agency\nkind: organization\nname: Agency\n",
    "photos/harbour.yaml": PHOTO,
    "articles/port.yaml": """\
id: port
kind: article
type: webpage
language: en
title: The port
contributors: [{agent: ishii, role: author}]
illustrations: [harbour]
""",
}
HOLDER = "rights_holder: agency\n"
MAKER = "contributors: [{agent: ishii, role: photographer}]\n"
CC_BY = "licence: https://creativecommons.org/licenses/by/4.0/\n"


def statement(code: str) -> str:
    return f"licence: http://rightsstatements.org/vocab/{code}/1.0/\n"


def permission(until: str) -> str:
    return f"permission: {{text: By courtesy of the agency, until: {until}}}\n"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return write_records(tmp_path, RECORDS)


def write(library: Path, rights: str, form: str = "") -> Path:
    """Write the photo with what is said of its rights, and the form of the credit line."""
    write_records(library, {"photos/harbour.yaml": PHOTO + rights})
    if form:
        (library / "exporter.toml").write_text(f'[credits]\nagency = "{form}"\n', "utf-8")
    return library


def export(library: Path, *words: str, format: str = "dc") -> Ran:
    return exporter("export", "--format", format, *words, cwd=library)


UNMET = [
    (permission("2025-12-31") + HOLDER, "5:54", "the permission ended on 2025-12-31"),
    (
        permission("2026-12-31"),
        "5:13",
        "the work is delivered by permission, but has no credit line and no rights holder",
    ),
    (CC_BY, "5:10", "CC BY 4.0 demands that the creator is named"),
    (
        "licence: https://creativecommons.org/licenses/by-nc-sa/3.0/jp/\n",
        "5:10",
        "CC BY-NC-SA 3.0 demands that the creator is named",
    ),
    (statement("InC"), "5:10", "InC says that the work is in copyright, but no holder is named"),
    (
        statement("InC-EDU"),
        "5:10",
        "InC-EDU says that the work is in copyright, but no holder is named",
    ),
    (statement("NoC-CR"), "5:10", "NoC-CR says that the use is restricted, but not how"),
    (statement("NOC"), "5:10", "“NOC” is not a statement of RightsStatements.org"),
]


@pytest.mark.parametrize(("rights", "place", "message"), UNMET)
def test_a_delivery_without_what_the_rights_demand_stops(
    library: Path, rights: str, place: str, message: str
) -> None:
    ran = export(write(library, rights))
    assert (ran.code, ran.out) == (1, "")
    wanted = f"records/photos/harbour.yaml:{place}: error: unmet-rights: {message}"
    assert ran.err.splitlines()[0] == wanted
    assert "Nothing was exported." in ran.err
    ran = exporter("oai", cwd=library)
    assert ran.code == 1
    assert "exporter oai has done nothing. Complete these records, skip them with" in ran.err


@pytest.mark.parametrize(
    "rights",
    [
        "",
        HOLDER,
        "credit: Agency\n",
        permission("2026-01-01") + HOLDER,
        permission("2026-12-31") + "credit: Agency\n",
        "permission: {text: By courtesy of the agency}\ncredit: Agency\n",
        CC_BY + MAKER,
        CC_BY + HOLDER,
        "licence: https://creativecommons.org/publicdomain/zero/1.0/\n",
        statement("InC") + HOLDER,
        statement("InC-RUU"),
        statement("InC-OW-EU"),
        statement("NKC"),
        statement("NoC-US"),
        statement("NoC-OKLR") + "rights: Not to be sold.\n",
        "licence: https://example.org/terms\n",
    ],
)
def test_a_delivery_with_what_the_rights_demand_is_written(library: Path, rights: str) -> None:
    ran = export(write(library, rights))
    assert (ran.code, ran.err) == (0, "")
    assert "The harbour" in ran.out


ENDED = UNMET[0][0]


def test_a_work_that_is_not_delivered_stops_nothing(library: Path) -> None:
    assert export(write(library, ENDED), "port").code == 0


def test_such_works_can_be_skipped_or_delivered_all_the_same(library: Path) -> None:
    write(library, ENDED)
    skipped = export(library, "--keep-going")
    assert skipped.code == 0
    assert "skipped: records/photos/harbour.yaml" in skipped.err
    assert "The port" in skipped.out
    assert "dc:title>The harbour" not in re.sub(r" xml:lang=\S+?>", ">", skipped.out)
    ignored = export(library, "--ignore-rights")
    assert (ignored.code, ignored.err) == (0, "")
    assert "The harbour" in ignored.out


def test_nothing_is_written_to_files_either(library: Path) -> None:
    write(library, ENDED)
    (library / "out.xml").write_text("before", "utf-8")
    assert export(library, "-o", "out.xml").code == 1
    assert (library / "out.xml").read_text("utf-8") == "before"
    assert export(library, "--split", "-o", "out").code == 1
    assert not (library / "out").exists()


def test_references_stop_as_well(library: Path) -> None:
    write(library, ENDED)
    ran = exporter("cite", "--style", "apa", cwd=library)
    assert (ran.code, ran.out) == (1, "")
    assert "the permission ended on 2025-12-31" in ran.err
    assert exporter("cite", "--style", "apa", "--ignore-rights", cwd=library).code == 0


def test_the_day_is_that_of_the_environment(library: Path) -> None:
    write(library, permission("2026-12-31") + HOLDER)
    words = ("export", "--format", "dc")
    later = exporter(*words, cwd=library, env={"SOURCE_DATE_EPOCH": "1893456000"})
    assert (later.code, "the permission ended on 2026-12-31" in later.err) == (1, True)
    wrong = exporter(*words, cwd=library, env={"SOURCE_DATE_EPOCH": "tomorrow"})
    assert (wrong.code, wrong.out) == (2, "")
    assert "SOURCE_DATE_EPOCH is “tomorrow”, which is not a time" in wrong.err


FORM = "Agency Photo/{creator}"


@pytest.mark.parametrize(
    ("rights", "message"),
    [
        (
            HOLDER + MAKER,
            "harbour.yaml:5:16: error: unmet-rights: the credit line is not in the form that agency "
            "asks for",
        ),
        (HOLDER + MAKER + "credit: Hana Ishii\n", "not in the form that agency asks for"),
        (
            HOLDER + "credit: Agency Photo\n",
            "agency asks for a credit line with the creator, which the record lacks",
        ),
        (HOLDER + MAKER + "credit: (agency  photo/Hana Ishii)\n", ""),
        (HOLDER + MAKER + "credit: Agency Photo/石井花\n", ""),
        (MAKER + "credit: Hana Ishii\n", ""),
    ],
)
def test_the_credit_line_has_the_form_that_the_holder_asks_for(
    library: Path, rights: str, message: str
) -> None:
    ran = export(write(library, rights, FORM))
    assert ran.code == (1 if message else 0), ran.err
    assert message in ran.err


def test_the_distributor_is_the_holder_if_no_other_is_named(library: Path) -> None:
    makers = "contributors:\n  - {agent: ishii, role: photographer}\n"
    write(library, makers + "  - {agent: agency, role: distributor}\n", FORM)
    assert "write credit: Agency Photo/Hana Ishii" in export(library).err


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ("{photographer}", "agency in [credits] has braces around something else"),
        ("Photo: {creator", "agency in [credits] has braces around something else"),
        (" ", "agency in [credits] must be text"),
    ],
)
def test_a_wrong_form(library: Path, form: str, message: str) -> None:
    ran = export(write(library, "", form))
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def listed(library: Path, *words: str) -> Ran:
    return exporter("credits", *words, cwd=library)


def test_credit_lines_are_listed(library: Path) -> None:
    write(library, HOLDER + MAKER + permission("2026-12-31") + "credit: Agency/Ishii\n")
    ran = listed(library, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out) == [
        {
            "id": "harbour",
            "credit": "Agency/Ishii",
            "holder": "Agency",
            "licence": "",
            "until": "2026-12-31",
        }
    ]
    assert listed(library, "--format", "ids").out == "harbour\n"
    rows = list(csv.reader(listed(library, "--format", "csv").out.splitlines()))
    assert rows[0] == ["id", "credit", "holder", "licence", "until"]


@pytest.mark.parametrize(
    ("rights", "form", "line"),
    [
        (HOLDER + MAKER + "credit: Ishii\n", FORM, "Agency Photo/Hana Ishii"),
        (HOLDER + MAKER, "© {year} {holder}", ""),
        (HOLDER + MAKER + "created: 1999-05\n", "© {year} {holder}", "© 1999 Agency"),
        (HOLDER, "{holder}: {title}", "Agency: The harbour"),
        (CC_BY + MAKER, "", "Hana Ishii, CC BY 4.0"),
        (HOLDER + MAKER, "", "Hana Ishii, © Agency"),
    ],
)
def test_a_credit_line_is_in_the_form_of_its_holder(
    library: Path, rights: str, form: str, line: str
) -> None:
    ran = listed(write(library, rights, form), "--format", "json")
    assert [each["credit"] for each in json.loads(ran.out)] in (
        [line],
        [line or "Hana Ishii, © Agency"],
    )


def test_what_is_missing_is_shown_beside_the_list(library: Path) -> None:
    write(library, permission("2026-12-31") + HOLDER)
    assert listed(library, "--on", "2026-12-31").code == 0
    ran = listed(library, "--on", "2027-01-01", "port")
    assert ran.code == 1
    assert "harbour" in ran.out  # it illustrates the article
    assert "the permission ended on 2026-12-31" in ran.err
    assert listed(library, "--on", "soon").code == 2


def test_a_finding_is_explained() -> None:
    assert exporter("explain", "unmet-rights").out.startswith("unmet-rights (error)")


def test_a_hint_names_no_option_that_the_command_lacks(library: Path) -> None:
    record = library / "records" / "photos" / "harbour.yaml"
    record.write_text(f"{record.read_text('utf-8')}colour: []\n", "utf-8")
    ran = exporter("credits", cwd=library)
    assert ran.code == 1
    assert ran.err.splitlines()[-1] == "exporter credits has done nothing. Fix the errors first."
