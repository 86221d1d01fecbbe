"""Who is let in: nobody without the key, and no request that a page of another site caused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.desk import HOST, ORIGIN, TOKEN, Desk, client
from tests.support.small_catalogues import write_records

BOOK = """\
id: tea
kind: book
language: en
title: The Book of Tea
issued: 1906
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_records(tmp_path, {"books/tea.yaml": BOOK})


@pytest.mark.parametrize(
    "address", ["/", "/site/index.html", "/edit/books/tea.yaml", "/records?q=t"]
)
@pytest.mark.parametrize("query", ["", "token=", "token=wrong", f"token={TOKEN}x", "token=é"])
def test_without_the_key_nothing_is_shown(root: Path, address: str, query: str) -> None:
    answer = client(root).get(f"{address}{'&' if '?' in address else '?'}{query}")
    assert answer.status_code == 403
    assert "Book of Tea" not in answer.text
    assert "exporter serve" in answer.text


def test_a_forged_cookie_is_of_no_use(root: Path) -> None:
    for cookie in (
        f"exporter-8080={TOKEN[:-1]}",
        f"exporter-8081={TOKEN}",
        "=;;\x7f",
        "exporter-8080",
    ):
        assert client(root).get("/", headers={"cookie": cookie}).status_code == 403


def test_the_key_becomes_a_cookie_and_leaves_the_address(root: Path) -> None:
    answer = client(root).get(f"/edit/books/tea.yaml?token={TOKEN}&a=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/edit/books/tea.yaml?a=1")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"exporter-8080={TOKEN};")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= {each.strip() for each in cookie.split(";")}


@pytest.mark.parametrize("path", ["//evil.example", "/\\evil.example", "///evil.example"])
def test_the_address_without_the_key_stays_on_this_server(root: Path, path: str) -> None:
    location = client(root).get(f"{ORIGIN}{path}?token={TOKEN}").headers["location"]
    assert not location.startswith(("//", "/\\", "http"))


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8080", "127.0.0.1", "127.0.0.1:80", ""]
)
def test_another_name_of_this_machine_is_refused(root: Path, host: str) -> None:
    desk = Desk(root)
    answer = desk.client.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "Tea" not in answer.text


def test_an_address_with_very_many_parameters_is_refused(root: Path) -> None:
    answer = client(root).get(f"{ORIGIN}/?token={TOKEN}{'&a=1' * 200}")
    assert answer.status_code == 403
    assert "has a key" in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://["},
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:3000"},
        {"origin": "http://localhost:8080"},
        {"origin": "null"},
        {"origin": f"{ORIGIN}.evil.example"},
        {"origin": ORIGIN, "sec-fetch-site": "cross-site"},
        {"origin": ORIGIN, "sec-fetch-site": "same-site"},
        {"origin": "https://evil.example", "sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
        {"origin": ORIGIN, "sec-fetch-site": "none"},
    ],
)
def test_no_page_of_another_site_changes_anything(root: Path, headers: dict[str, str]) -> None:
    form = Desk(root).form("/edit/books/tea.yaml")
    form["text:/title"] = "Stolen"
    answer = form.desk.client.post(form.address, content=form.body("save"), headers=headers)
    assert answer.status_code == 403
    assert (root / "records/books/tea.yaml").read_text("utf-8") == BOOK


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_change_nothing_either(root: Path, method: str) -> None:
    answer = Desk(root).client.request(method, "/edit/books/tea.yaml", headers={"origin": ORIGIN})
    assert answer.status_code == 405
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    ("site", "mode", "destination", "status"),
    [
        ("same-origin", "cors", "empty", 200),
        ("none", "navigate", "document", 200),
        ("cross-site", "navigate", "document", 200),
        ("cross-site", "navigate", "iframe", 403),
        ("same-site", "no-cors", "image", 403),
        ("same-site", "cors", "empty", 403),
        ("cross-site", "no-cors", "script", 403),
    ],
)
def test_other_sites_can_lead_here_but_not_include_what_is_here(
    root: Path, site: str, mode: str, destination: str, status: int
) -> None:
    headers = {"sec-fetch-site": site, "sec-fetch-mode": mode, "sec-fetch-dest": destination}
    assert Desk(root).client.get("/", headers=headers).status_code == status


@pytest.mark.parametrize(
    "address", ["/", "/site/index.html", "/static/desk.js", "/changes", "/none"]
)
def test_every_answer_forbids_frames_and_strangers_scripts(root: Path, address: str) -> None:
    for browser in (Desk(root).client, client(root)):
        headers = browser.get(address).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"


def test_scripts_of_templates_do_not_run(root: Path) -> None:
    (root / "exporter.toml").write_text('[site]\ntemplates = "own"\n', "utf-8")
    (root / "own").mkdir()
    (root / "own" / "site.js").write_text("fetch('/edit/books/tea.yaml')", "utf-8")
    desk = Desk(root)
    policy = desk.client.get("/site/index.html").headers["content-security-policy"]
    assert "script-src 'none'" in policy
    assert "script-src 'self'" in desk.client.get("/").headers["content-security-policy"]


def test_read_only_shows_and_changes_nothing(root: Path) -> None:
    browser = client(root, token="")
    assert "The Book of Tea" in browser.get("/site/tea/").text
    overview = browser.get("/").text
    assert "/new" not in overview
    assert "/edit" not in overview
    for address in ("/edit/books/tea.yaml", "/new", "/new/book", "/records?q=t"):
        assert browser.get(address).status_code == 404
        assert browser.post(address, headers={"origin": ORIGIN}).status_code == 403
    assert browser.get("/", headers={"host": "evil.example"}).status_code == 421
    assert HOST in browser.base_url.netloc.decode()
