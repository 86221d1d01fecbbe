"""Forms that no browser of ours would send: nothing is changed, and nobody sees a traceback."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.desk import Desk
from tests.support.inputs import ROOT
from tests.support.small_catalogues import write_records
from tests.unit.serve.test_forms import BOOK, RECORDS, TEA


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(write_records(tmp_path_factory.mktemp("hostile"), RECORDS))


@pytest.fixture(autouse=True)
def nothing_is_changed(desk: Desk):
    before = {each: each.read_bytes() for each in desk.root.rglob("*") if each.is_file()}
    yield
    assert {each: each.read_bytes() for each in desk.root.rglob("*") if each.is_file()} == before


@pytest.mark.parametrize(
    "path",
    [
        "../exporter.toml",
        "..%2f..%2fetc/passwd",
        "%2e%2e/%2e%2e/etc/passwd",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "books/../../outside.yaml",
        "books/tea.yaml%00",
        "books\\tea.yaml",
        "books/none.yaml",
        "",
    ],
)
@pytest.mark.parametrize("page", ["edit", "site", "static", "new"])
def test_no_address_leads_out_of_the_catalogue(desk: Desk, page: str, path: str) -> None:
    (desk.root.parent / "outside.yaml").write_text("secret: yes", "utf-8")
    answer = desk.client.get(f"/{page}/{path}")
    if (page, path) not in {("new", ""), ("site", "")}:
        assert answer.status_code == 404
    assert "secret" not in answer.text
    assert "root:" not in answer.text


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"do=save",
        b"\xff\xfe",
        b'{"do": "save", "title": ',
        b"do=save&end",
        b"do=save&" + b"a=1&" * 100_000 + b"end=",
    ],
    ids=["empty", "cut", "bytes", "json", "no-values", "many"],
)
def test_a_broken_form_is_refused(desk: Desk, body: bytes) -> None:
    answer = desk.post(TEA, body)
    assert answer.status_code in {400, 409}
    assert "Traceback" not in answer.text


def test_a_form_that_is_cut_off_deletes_nothing(desk: Desk) -> None:
    body = desk.form(TEA).body("save")
    for length in (len(body) // 4, len(body) // 2, len(body) - 5):
        assert desk.post(TEA, body[:length]).status_code in {400, 409}


def test_a_long_form_is_not_read(desk: Desk) -> None:
    answer = desk.post(TEA, b"text:/title=" + b"x" * 5_000_000)
    assert answer.status_code == 413


def sent(desk: Desk, *pairs: tuple[str, str], deed: str = "save") -> int:
    digest = desk.form(TEA)["digest"]
    body = urlencode([("do", deed), ("digest", digest), *pairs, ("end", "")]).encode()
    return int(desk.post(TEA, body).status_code)


@pytest.mark.parametrize(
    "pairs",
    [
        [("shape:/a/b", "text")],
        [("shape:/a", "sausage")],
        [("shape:/a", "text"), ("shape:/a", "text")],
        [("shape:/a", "text"), ("shape:/a/0", "text")],
        [("shape:/a", "list"), ("shape:/a/1", "text")],
        [("shape:/a", "list"), ("shape:/a/-1", "text")],
        [("shape:/", "group")],
        [(f"shape:{'/a' * depth}", "group") for depth in range(1, 60)],
    ],
)
def test_a_tree_that_is_none_is_refused(desk: Desk, pairs: list[tuple[str, str]]) -> None:
    assert sent(desk, *pairs) == 400


DEEDS = st.builds(
    "{}:{}:{}".format,
    st.sampled_from(["add", "remove", "up", "shape", "write", "save ", "x"]),
    st.sampled_from(
        [
            "",
            "/",
            "/title",
            "/title/0",
            "/notes/0",
            "/notes/99",
            "/notes/-1",
            "/notes/²",
            "/no/no",
            "//",
        ]
    ),
    st.text(max_size=3),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(deed=DEEDS, chosen=st.sampled_from(["", "list", "group", "title", "%00", "no", "yaml"]))
def test_no_button_breaks_the_form(desk: Desk, deed: str, chosen: str) -> None:
    form = desk.form(TEA)
    _, _, place = deed.partition(":")
    form.pairs = [("add:" + place, chosen), ("to:" + place, chosen), *form.pairs]
    answer = desk.post(TEA, form.body(deed))
    assert answer.status_code == 200, answer.text
    assert "bug" not in answer.text


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(typed=st.text(max_size=30), shape=st.sampled_from(["text", "yaml"]))
def test_whatever_is_typed_is_checked(desk: Desk, typed: str, shape: str) -> None:
    form = desk.form(TEA)
    form["shape:/title"] = shape
    form["text:/title"] = typed.encode("utf-8", "replace").decode()
    answer = desk.post(TEA, form.body("findings"))
    assert answer.status_code == 200, answer.text


def test_what_is_in_a_record_is_never_markup(tmp_path: Path) -> None:
    script = "<script>alert(1)</script>"
    attack = BOOK.replace("'The Book of Tea'", json.dumps(f'"{script}')).replace(
        "first", f'"{script}"'
    )
    root = write_records(tmp_path, {**RECORDS, "books/tea.yaml": attack})
    desk = Desk(root)
    for address in (TEA, "/", "/?q=script", f"/?q={script}", "/site/tea/", "/new/book"):
        assert script not in desk.get(address)
    form = desk.form(TEA)
    form["text:/publisher"] = script
    assert script not in desk.post(TEA, form.body("check")).text
    (root / "records/books/tea.yaml").write_text(attack + "\n", "utf-8")
    assert script not in desk.post(TEA, form.body("save")).text


def test_a_schema_that_contains_itself_is_named(tmp_path: Path) -> None:
    """Its fields have no end; no command uses such a schema."""
    schema = json.loads((ROOT / "schemas/book.schema.json").read_text("utf-8"))
    schema["properties"]["box"] = {
        "title": "Box",
        "description": "A box with boxes inside.",
        "type": "array",
        "items": {"title": "Box", "description": "A box.", "$ref": "#/properties/box"},
        "examples": [[]],
    }
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    (tmp_path / "schemas/book.schema.json").write_text(json.dumps(schema), "utf-8")
    desk = Desk(write_records(tmp_path, RECORDS))
    for address in ("/", TEA, "/new/book", "/site/index.html"):
        page = desk.get(address, 500)
        assert "a subschema contains itself" in page
        assert "Traceback" not in page


def test_works_in_works_have_a_form_as_deep_as_they_are(tmp_path: Path) -> None:
    """The schema of a related work has related works in it."""
    inner = "{title: The last}"
    for _ in range(6):
        inner = "{title: A work, part_of: " + inner + "}"
    book = BOOK + f"part_of: {inner}\n"
    root = write_records(tmp_path, {**RECORDS, "books/tea.yaml": book})
    form = Desk(root).form(TEA)
    address = "/part_of" * 7 + "/title"
    if f"text:{address}" not in dict(form.pairs):  # the schema has no more of them
        address = next(each for each in form.names() if "The last" in form[f"text:{each}"])
        form[f"text:{address}"] = form[f"text:{address}"].replace("The last", "The end")
    else:
        form[f"text:{address}"] = "The end"
    form.save()
    assert (root / "records/books/tea.yaml").read_text("utf-8") == book.replace(
        "The last", "The end"
    )
