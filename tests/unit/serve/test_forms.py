"""The form of a record, as a browser without a script sends it: checked, saved, and committed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from exporter.serve.desk import Desk as ServedDesk
from exporter.validate.result import ValidationResult
from tests.support.desk import Desk, FormPage
from tests.support.git_folders import git, in_git
from tests.support.inputs import ROOT
from tests.support.small_catalogues import write_records

BOOK = """\
# yaml-language-server: $schema=../../schemas/book.schema.json
id: tea
kind: book
# as on the cover
title: 'The Book of Tea'  # with an article
language: en
contributors:
  - {agent: okakura, role: author}  # the only one
  # nobody else
publisher: "fox-duffield"
issued: 1906
notes:
  - first   # note
  - second
"""
RECORDS = {
    "books/tea.yaml": BOOK,
    "people/okakura.yaml": """\
id: okakura
kind: person
name:
  en: {family: Okakura, given: Kakuzō}
  ja: {family: 岡倉, given: 覚三}
""",
    "people/shirai.yaml": "id: shirai\nkind: person\nname: {ja: 白井 一成}\n",
    "organizations/fox-duffield.yaml": "id: fox-duffield\nkind: organization\nname: Fox, Duffield\n",
}
TEA = "/edit/books/tea.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_records(tmp_path, RECORDS)


@pytest.fixture
def desk(root: Path) -> Desk:
    return Desk(root)


def text(root: Path, name: str = "books/tea.yaml") -> str:
    return (root / "records" / name).read_text("utf-8")


@pytest.fixture
def repository(root: Path) -> Path:
    return in_git(root)


@pytest.mark.parametrize("catalogue", ["tests/golden/catalogue", "."])
def test_what_nobody_changes_stays_byte_for_byte(tmp_path: Path, catalogue: str) -> None:
    """Each record of a catalogue with all hard cases goes to the browser and back."""
    for name in ("records", "schemas", "exporter.toml"):
        source = ROOT / catalogue / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name)
        elif source.exists():
            shutil.copy(source, tmp_path / name)
    desk = Desk(tmp_path)
    files = sorted((tmp_path / "records").rglob("*.yaml"))
    assert len(files) > 10
    for file in files:
        before = file.read_bytes()
        address = f"/edit/{file.relative_to(tmp_path / 'records').as_posix()}"
        assert desk.form(address).save() == f"{address}?done=same"
        assert file.read_bytes() == before


def test_a_change_keeps_comments_quotes_and_layout(desk: Desk) -> None:
    form = desk.form(TEA)
    form["text:/title"] = "The Book of Coffee"
    form["text:/issued"] = "1907"
    form["text:/notes/1"] = "other"
    assert form.save() == f"{TEA}?done=saved"
    expected = (
        BOOK.replace("of Tea", "of Coffee").replace("1906", "1907").replace("second", "other")
    )
    assert text(desk.root) == expected
    assert "Saved." in desk.get(f"{TEA}?done=saved")


def test_a_field_is_added_at_its_place_and_removed(desk: Desk) -> None:
    form = desk.form(TEA)
    form["add:"] = "subtitle"
    form = form.press("add:")
    assert form.page.xpath("//*[@autofocus]/@id") == ["at/subtitle"]
    form["text:/subtitle"] = "A Classic"
    form.save()
    assert "title: 'The Book of Tea'  # with an article\nsubtitle: A Classic\n" in text(desk.root)
    form = desk.form(TEA).press("remove:/subtitle")
    form.save()
    assert text(desk.root) == BOOK


def test_items_of_a_list_are_added_moved_and_removed(desk: Desk) -> None:
    form = desk.form(TEA).press("add:/contributors")
    form["text:/contributors/1/agent"] = "shirai"
    form["text:/contributors/1/role"] = "editor"
    form = form.press("up:/contributors/1")
    assert form["text:/contributors/0/agent"] == "shirai"
    form.save()
    lines = text(desk.root).split("\n")
    start = lines.index("contributors:")
    assert lines[start + 1] == "  - {agent: shirai, role: editor}"
    assert lines[start + 2] == "  - {agent: okakura, role: author}  # the only one"
    desk.form(TEA).press("remove:/contributors/0").save()
    assert text(desk.root) == BOOK


def test_a_text_gets_languages_and_loses_them(desk: Desk) -> None:
    form = desk.form(TEA)
    form["to:/title"] = "languages"
    form = form.press("shape:/title")
    assert (form["key:/title/0"], form["text:/title/0"]) == ("en", "The Book of Tea")
    form = form.press("add:/title")
    form["key:/title/1"] = "ja"
    form["text:/title/1"] = "茶の本"
    form.save()
    assert "title: {en: The Book of Tea, ja: 茶の本}" in text(desk.root).replace("  ", " ")
    form = desk.form(TEA)
    form["to:/title"] = "text"
    assert form.press("shape:/title")["text:/title"] == "The Book of Tea"


def test_numbers_are_numbers_only_where_the_schema_has_them(desk: Desk) -> None:
    form = desk.form(TEA)
    form["add:"] = "volume"
    form = form.press("add:")
    form["text:/volume"] = "12"
    form["text:/issued"] = "1906-05-01"
    form.save()
    assert 'volume: "12"' in text(desk.root)
    assert "issued: 1906-05-01\n" in text(desk.root)


def test_what_is_typed_is_checked_at_its_field(desk: Desk) -> None:
    form = desk.form(TEA)
    form["text:/contributors/0/agent"] = "okakuro"
    form["text:/issued"] = "1906-13"
    form["text:/title"] = ""
    found = form.findings()
    assert ("/contributors/0/agent", "error", "dangling-reference") in found
    assert ("/issued", "error", "invalid-date") in found
    assert ("/title", "error", "missing-field") in found
    assert text(desk.root) == BOOK


def test_a_finding_is_where_its_value_stands_after_empty_items(desk: Desk) -> None:
    form = desk.form(TEA).press("add:/notes").press("add:/notes")
    form["text:/notes/0"] = ""
    form["text:/notes/3"] = "and\u200b more"
    assert ("/notes/3", "warning", "invisible-character") in form.findings()
    form.save()
    assert "first" not in text(desk.root)


def test_a_replacement_is_written_by_its_button(desk: Desk) -> None:
    form = desk.form(TEA)
    form["add:"] = "identifiers"
    form = form.press("add:")
    [address] = [each for each in form.names() if each.startswith("/identifiers/")]
    form[f"text:{address}"] = "9783161484100"
    form = form.press("check")
    [button] = form.page.xpath("//button[starts-with(@value, 'write:')]")
    form = form.press(button.get("value"))
    assert form[f"text:{address}"] == "978-3-16-148410-0"
    assert form.findings() == []


def test_errors_are_saved_on_demand_and_never_committed(repository: Path) -> None:
    desk = Desk(repository)
    form = desk.form(TEA)
    form["text:/publisher"] = "nobody-here"
    refused = form.press("commit")
    assert "not committed" in refused.texts("//*[@role='alert']")[0]
    assert refused["text:/publisher"] == "nobody-here"
    assert text(desk.root) == BOOK
    form.save()
    assert git(repository, "log", "--format=%s").out.split("\n") == ["Start", ""]


def test_nothing_is_written_over_another_change(desk: Desk) -> None:
    form = desk.form(TEA)
    form["text:/title"] = "Mine"
    theirs = BOOK.replace("of Tea", "of Green Tea")
    (desk.root / "records/books/tea.yaml").write_text(theirs, "utf-8")
    for deed in ("save", "commit", "check", "add:/notes"):
        answer = desk.post(TEA, form.body(deed))
        assert answer.status_code == 409
        assert "Nothing was saved" in answer.text
        assert "+title: &#39;Mine&#39;" in answer.text
    assert desk.post(TEA, form.body("findings")).json() == {"conflict": True}
    assert text(desk.root) == theirs


def test_a_file_that_is_gone_is_not_made_again(desk: Desk) -> None:
    form = desk.form(TEA)
    (desk.root / "records/books/tea.yaml").unlink()
    assert desk.post(TEA, form.body("save")).status_code == 404
    assert not (desk.root / "records/books/tea.yaml").exists()


@pytest.mark.parametrize(
    "marked", [BOOK.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + BOOK.encode()]
)
def test_line_ends_and_a_byte_order_mark_stay(desk: Desk, marked: bytes) -> None:
    file = desk.root / "records/books/tea.yaml"
    file.write_bytes(marked)
    form = desk.form(TEA)
    form["add:"] = "subtitle"
    form = form.press("add:")
    form["text:/subtitle"] = "A Classic"
    form.save()
    line = b"subtitle: A Classic" + (b"\r\n" if b"\r" in marked else b"\n")
    assert file.read_bytes().replace(line, b"") == marked


def test_what_the_schema_does_not_know_is_kept_as_yaml(desk: Desk) -> None:
    file = desk.root / "records/books/tea.yaml"
    odd = BOOK + "shelf: {row: [1, null, true]}\nextent: 12.50\n"
    file.write_text(odd, "utf-8")
    form = desk.form(TEA)
    assert json.loads(form["text:/shelf"]) == {"row": [1, None, True]}
    form["text:/title"] = "Odd"
    form.save()
    assert text(desk.root) == odd.replace("The Book of Tea", "Odd")
    form = desk.form(TEA)
    form["text:/shelf"] = "{row: ["
    assert ("/shelf", "error", "") in form.findings()
    assert "correct what is marked" in form.press("save").texts("//*[@role='alert']")[0]


def test_a_tag_that_is_missing_or_there_twice_is_said(desk: Desk) -> None:
    form = desk.form("/edit/people/okakura.yaml").press("add:/name")
    form["key:/name/2"] = "ja"
    [family] = [each for each in form.names() if each.startswith("/name/2/family")] or ["/name/2"]
    form[f"text:{family}"] = "Okakura"
    assert ("/name/2", "error", "") in form.findings()
    form["key:/name/2"] = ""
    assert ("/name/2", "error", "") in form.findings()


def test_a_file_that_is_no_record_has_no_form(desk: Desk) -> None:
    (desk.root / "records/books/bad.yaml").write_text("id: [", "utf-8")
    page = desk.get("/edit/books/bad.yaml", 409)
    assert "line 1" in page
    assert 'id="record"' not in page
    assert "books/bad.yaml" in desk.get("/")


def test_the_pages_follow_the_files(desk: Desk) -> None:
    assert "The Book of Tea" in desk.get("/site/tea/")
    before = desk.client.get("/changes").json()
    changed = BOOK.replace("of Tea", "of Green Tea")
    (desk.root / "records/books/tea.yaml").write_text(changed, "utf-8")
    assert desk.client.get("/changes").json() != before
    assert "The Book of Green Tea" in desk.get("/site/tea/")
    (desk.root / "records/books/tea.yaml").write_text(BOOK.replace("okakura", "nobody"), "utf-8")
    assert "has errors" in desk.get("/site/tea/", 404)
    assert "dangling-reference" in desk.get("/")
    (desk.root / "records/books/tea.yaml").write_text(
        changed + "identifiers: {doi: 10.5555/12345678}\n", "utf-8"
    )
    assert "retracted-work" not in desk.get("/")
    (desk.root / "retractions.csv").write_text("doi,date\n10.5555/12345678,2024-05-31\n", "utf-8")
    assert "retracted-work" in desk.get("/")
    (desk.root / "exporter.toml").write_text("[catalogue]\ntitle = 1\n", "utf-8")
    assert "exporter.toml" in desk.get("/", 500)
    (desk.root / "exporter.toml").write_text('[catalogue]\ntitle = "Tea house"\n', "utf-8")
    assert "Tea house" in desk.get("/")


def test_of_many_records_with_findings_only_those_that_are_shown_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With some thousand of them, the first page took a minute."""
    names = [f"person-{number}" for number in range(210)]
    records = {f"people/{id}.yaml": f"id: {id}\nkind: person\nname: A, {id}\n" for id in names}
    records["people/wrong.yaml"] = "id: wrong\nkind: person\n"
    desk = Desk(write_records(tmp_path, records))
    asked: list[str] = []

    def name_of(_: ServedDesk, id: str) -> str:
        asked.append(id)
        return id

    monkeypatch.setattr(ServedDesk, "name_of", name_of)
    page = desk.get("/")
    assert page.index("missing-field") < page.index("undivided-name")
    assert "11 more records have findings" in page
    assert len(asked) == 200


def test_a_file_that_changes_during_the_check_is_looked_at_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = ServedDesk(root)
    validate = desk.workspace.validate

    def changing(unsaved: Mapping[Path, str]) -> ValidationResult:
        found = validate(unsaved)
        (root / "records/books/tea.yaml").write_text(BOOK + "titel: x\n", "utf-8")
        return found

    monkeypatch.setattr(desk.workspace, "validate", changing)
    before = desk.refresh()
    monkeypatch.setattr(desk.workspace, "validate", validate)
    assert len(desk.refresh().result.findings) > len(before.result.findings)


def test_the_preview_is_what_site_writes(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from tests.conftest import exporter

    public = tmp_path_factory.mktemp("public")
    ran = exporter("site", "-o", str(public), cwd=desk.root)
    assert ran.code == 0, ran.err
    files = [each for each in sorted(public.rglob("*")) if each.is_file() and each.name[0] != "."]
    assert len(files) > 15
    for file in files:
        answer = desk.client.get(f"/site/{file.relative_to(public).as_posix()}")
        assert answer.status_code == 200, file
        content = file.read_bytes()
        if file.suffix == ".html":
            start, _, _ = content.rpartition(b"</body>")
            assert answer.content.startswith(start)
            assert b"desk-bar" in answer.content
        else:
            assert answer.content == content


@pytest.mark.parametrize(
    ("typed", "kinds", "ids"),
    [
        ("okak", "agent", ["okakura"]),
        ("岡倉", "agent", ["okakura"]),
        ("fox", "person", []),
        ("fox", "organization", ["fox-duffield"]),
        ("tea", "work", ["tea"]),
        ("nobody", "agent", []),
        ("白井", "agent work", ["shirai"]),
    ],
)
def test_references_are_found_by_name(desk: Desk, typed: str, kinds: str, ids: list[str]) -> None:
    answer = desk.client.get("/records", params={"q": typed, "kinds": kinds})
    assert [each["id"] for each in answer.json()] == ids


def test_a_reference_says_whom_it_names(desk: Desk) -> None:
    page = desk.form(TEA)
    assert page.texts("//output[@class='named']")[0].startswith("Kakuzō Okakura")


def fill_book(desk: Desk) -> FormPage:
    form = desk.form("/new/book")
    form["text:/title"] = "Kokoro"
    form["text:/language"] = "ja"
    form["text:/contributors/0/agent"] = "okakura"
    form["text:/contributors/0/role"] = "author"
    form["text:/issued"] = "1914"
    return form


def test_a_new_record_is_as_new_would_make_it(repository: Path) -> None:
    desk = Desk(repository)
    form = fill_book(desk)
    assert form.press("check").texts("//*[@id='proposed']") == ["okakura-1914-kokoro"]
    (repository / "staged.txt").write_text("of somebody else", "utf-8")
    git(repository, "add", "staged.txt")
    form["message"] = "Catalogue Kokoro\n\n# with care"
    location = form.save("commit")
    assert location == "/edit/books/okakura-1914-kokoro.yaml?done=committed"
    expected = """\
id: okakura-1914-kokoro
kind: book
language: ja
title: Kokoro
contributors:
  - {agent: okakura, role: author}
issued: 1914
"""
    assert text(repository, "books/okakura-1914-kokoro.yaml") == expected
    assert (
        git(repository, "log", "-1", "--format=%B|%an").out.strip()
        == "Catalogue Kokoro\n\n# with care\n|Ann Lee"
    )
    assert git(repository, "show", "--name-only", "--format=").out.split() == [
        "records/books/okakura-1914-kokoro.yaml"
    ]
    assert git(repository, "status", "--porcelain").out.split("\n") == ["A  staged.txt", ""]


@pytest.mark.parametrize(
    ("kind", "scheme", "number"),
    [
        ("book", "isbn", "978-0-465-05065-9"),
        ("score", "ismn", "979-0-2600-0043-8"),
        ("part", "doi", "10.1007/978-3-319-24574-4_28"),
        ("serial", "issn", "1476-4687"),
    ],
)
def test_a_new_form_asks_for_the_usual_number(
    desk: Desk, kind: str, scheme: str, number: str
) -> None:
    form = desk.form(f"/new/{kind}")
    asked = next(each for each in form.names() if each.startswith(f"/identifiers/{scheme}"))
    form[f"text:{asked}"] = number
    assert not [each for each in form.findings() if each[0].startswith("/identifiers")]
    assert form.press("check")[f"text:{asked}"] == number


def test_an_empty_form_is_quiet_until_it_is_checked(desk: Desk) -> None:
    form = desk.form("/new/book")
    assert form.texts("//ul[@class='findings']/li") == []
    assert ("/title", "error", "missing-field") in form.press("check").findings()


def test_a_hook_that_refuses_is_told(repository: Path) -> None:
    hook = repository / ".git" / "hooks" / "pre-commit"
    hook.write_text("#!/bin/sh\necho 'not on a Sunday' >&2\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    desk = Desk(repository)
    form = desk.form(TEA)
    form["text:/title"] = "Tea"
    answer = desk.post(TEA, form.body("commit"))
    assert "not on a Sunday" in answer.text
    assert "Saved, but not committed" in answer.text
    assert "title: 'Tea'" in text(repository)


def test_without_git_there_is_no_commit(desk: Desk) -> None:
    assert "Save and commit" not in desk.get(TEA)


@pytest.mark.parametrize(
    "id", ["../../evil", "/etc/passwd", "Tea", "a b", "é", "-a", "a" * 101, "a/b", "a\0"]
)
def test_an_id_is_never_a_path(desk: Desk, id: str) -> None:
    form = fill_book(desk)
    form["id"] = id
    before = sorted(desk.root.rglob("*"))
    assert form.press("save").texts("//*[@role='alert']")
    assert sorted(desk.root.rglob("*")) == before


def test_no_record_is_written_over_by_a_new_one(desk: Desk) -> None:
    form = fill_book(desk)
    for id in ("tea", "okakura"):
        form["id"] = id
        refused = form.press("save")
        assert refused.texts("//*[@role='alert']")
    (desk.root / "records/books/link.yaml").symlink_to("/nowhere")
    form["id"] = "link"
    assert "already" in form.press("save").texts("//*[@role='alert']")[0]
    assert text(desk.root) == BOOK
