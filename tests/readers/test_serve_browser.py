"""The forms of exporter serve in Chromium, by the keyboard, from an empty form to a commit.

Nothing is simulated: the server is the command, the browser a real one, and the attacks come from a
second server.
"""

from __future__ import annotations

import re
import signal
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import chromium, violations
from tests.support.commands import EXPORTER, started
from tests.support.git_folders import git, in_git
from tests.support.small_catalogues import write_records
from tests.unit.serve.test_forms import BOOK, RECORDS, text

pytestmark = pytest.mark.long


class Serve(NamedTuple):
    """A running server: its address without a slash at the end, its key, and its catalogue."""

    address: str
    token: str
    root: Path


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    root = in_git(write_records(tmp_path / "catalogue", RECORDS))
    with started(*EXPORTER, "serve", "--port", "0", cwd=root, stderr=subprocess.PIPE) as server:
        assert server.stderr
        line = server.stderr.readline().decode()
        found = re.fullmatch(r"Open (http://127\.0\.0\.1:\d+)/\?token=(\S+)\n", line)
        assert found, line
        yield Serve(found[1], found[2], root)
        server.send_signal(signal.SIGTERM)
        said = server.stderr.read().decode()
        assert server.wait(20) == 0
        assert said == "Stop with Ctrl-C.\n"
        server.stderr.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, serve: Serve) -> Iterator[Page]:
    """Open the address that was printed; a script of ours must not fail."""
    page = browser.new_context().new_page()
    page.set_default_timeout(15_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{serve.address}/?token={serve.token}")
    yield page
    page.context.close()
    assert errors == []


def focused(page: Page) -> str:
    """Return the label, or the text, of what has the focus."""
    return str(
        page.evaluate(
            "(document.activeElement.labels?.[0] ?? document.activeElement).textContent"
            ".replace(/\\s+/g, ' ').trim()"
        )
    )


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until an element with this label or text has the focus."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if focused(page) == wanted:
            return
    raise AssertionError(wanted)


def test_from_an_empty_form_to_a_commit_by_the_keyboard(serve: Serve, page: Page) -> None:
    assert "token" not in page.url
    tab_to(page, "New record")
    page.keyboard.press("Enter")
    page.wait_for_url("**/new")
    page.evaluate("document.querySelector('a[href=\"/new/book\"]').focus()")
    page.keyboard.press("Enter")
    page.wait_for_url("**/new/book")
    tab_to(page, "Language")
    page.keyboard.type("ja")
    tab_to(page, "Title")
    page.keyboard.type("Kokoro")
    tab_to(page, "Who")
    page.keyboard.type("nobody")
    expect(page.locator(".named").first).to_contain_text("No record fits.")
    for _ in "nobody":
        page.keyboard.press("Backspace")
    page.keyboard.type("岡倉")
    expect(page.locator(".choices [role=option]")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.url.endswith("/new/book")
    who = page.get_by_role("combobox", name="Who")
    expect(who).to_have_value("okakura")
    expect(page.locator(".named").first).to_contain_text("岡倉")
    tab_to(page, "Role")
    page.keyboard.type("author")
    tab_to(page, "Date of publication")
    page.keyboard.type("1914-13")
    date = page.get_by_label("Date of publication", exact=True)
    expect(date).to_have_attribute("aria-invalid", "true")
    findings = page.locator('[data-at="/issued"]')
    expect(findings).to_contain_text("Error:")
    described = (date.get_attribute("aria-describedby") or "").split()
    assert findings.get_attribute("id") in described
    for _ in range(3):
        page.keyboard.press("Backspace")
    expect(findings).to_be_empty()
    assert date.get_attribute("aria-invalid") is None
    expect(page.locator("#proposed")).to_have_text("okakura-1914-kokoro")
    message = page.get_by_label("Commit message")
    expect(message).to_have_attribute("placeholder", "Add okakura-1914-kokoro")
    tab_to(page, "Another field")
    page.keyboard.type("Keywords")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Keyword 1", exact=True)).to_be_focused()
    page.keyboard.type("heart")
    page.keyboard.press("Enter")  # checks, and does not save
    expect(page.get_by_label("Title", exact=True)).to_have_value("Kokoro")
    tab_to(page, "Commit message")
    page.keyboard.type("Catalogue Kokoro")
    tab_to(page, "Save and commit")
    page.keyboard.press("Enter")
    page.wait_for_url("**/edit/books/okakura-1914-kokoro.yaml?done=committed")
    expect(page.get_by_text("Saved and committed.")).to_be_visible()
    assert text(serve.root, "books/okakura-1914-kokoro.yaml") == (
        "id: okakura-1914-kokoro\nkind: book\nlanguage: ja\ntitle: Kokoro\ncontributors:\n"
        "  - {agent: okakura, role: author}\nissued: 1914\nkeywords: [heart]\n"
    )
    assert git(serve.root, "log", "-1", "--format=%s %an").out.strip() == "Catalogue Kokoro Ann Lee"
    assert git(serve.root, "status", "--porcelain").out == ""


def test_a_change_keeps_the_rest_and_an_open_page_follows(serve: Serve, page: Page) -> None:
    page.goto(f"{serve.address}/site/tea/")
    form = page.context.new_page()
    form.goto(f"{serve.address}/edit/books/tea.yaml")
    form.get_by_label("Title", exact=True).fill("The Book of Coffee")
    expect(form.locator("#difference")).to_contain_text("+title: 'The Book of Coffee'")
    form.get_by_role("button", name="Save", exact=True).click()
    expect(form.get_by_text("Saved.", exact=True)).to_be_visible()
    assert text(serve.root) == BOOK.replace("of Tea", "of Coffee")
    expect(page.get_by_role("heading", level=1)).to_have_text("The Book of Coffee")
    form.close()


def test_a_title_is_one_line_however_long(serve: Serve, page: Page) -> None:
    long = "The Book of Tea, " * 6 + "and no other book"
    text_with_long = BOOK.replace("The Book of Tea", long)
    (serve.root / "records/books/tea.yaml").write_text(text_with_long, "utf-8")
    page.goto(f"{serve.address}/edit/books/tea.yaml")
    title = page.locator("textarea").first
    title.press("Control+End")
    title.press("Enter")
    title.press_sequentially("s")
    expect(page.locator("#difference")).to_contain_text("other books'")
    expect(title).to_have_value(long + "s")


def test_a_change_underneath_is_told_while_typing(serve: Serve, page: Page) -> None:
    page.goto(f"{serve.address}/edit/books/tea.yaml")
    theirs = BOOK.replace("of Tea", "of Green Tea")
    (serve.root / "records/books/tea.yaml").write_text(theirs, "utf-8")
    page.get_by_label("Title", exact=True).fill("Mine")
    expect(page.locator("#summary")).to_contain_text("has changed since")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The file has changed")
    assert text(serve.root) == theirs


def test_the_form_works_without_a_script(serve: Serve, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{serve.address}/edit/books/tea.yaml?token={serve.token}")
    page.get_by_label("Another field", exact=True).select_option("subtitle")
    page.get_by_role("button", name="Add the field").click()
    page.get_by_label("Subtitle", exact=True).fill("A Classic")
    page.get_by_label("How to enter Title").select_option("languages")
    page.locator('button[value="shape:/title"]').click()
    page.get_by_label("Text in en").first.press("Enter")  # the first button only checks
    assert text(serve.root) == BOOK
    page.get_by_role("button", name="Save", exact=True).click()
    assert page.get_by_text("Saved.", exact=True).is_visible()
    assert "\nsubtitle: A Classic\n" in text(serve.root)
    page.context.close()


class _Attacker(BaseHTTPRequestHandler):
    """A site of somebody else, with a page that tries to read and to change a record."""

    target = ""
    body = ""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        fields = "".join(
            f'<input name="{name}" value="{value}">'
            for name, value in (pair.split("=", 1) for pair in self.body.split("&"))
        )
        page = f"""<!DOCTYPE html><iframe src="{self.target}" name="frame"></iframe>
            <img src="{self.target}"><script src="{self.target}"></script>
            <form id="f" method="post" action="{self.target}">{fields}</form>
            <script>
            const results = [];
            async function attack() {{
              for (const options of [
                {{}}, {{credentials: "include"}}, {{credentials: "include", mode: "no-cors"}},
                {{method: "POST", credentials: "include", mode: "no-cors",
                  body: new URLSearchParams("{self.body}")}},
              ]) {{
                try {{ results.push(await (await fetch("{self.target}", options)).text()); }}
                catch {{ results.push("refused"); }}
              }}
              document.title = "done:" + results.join("|");
            }}
            attack();
            </script>"""
        self.wfile.write(page.encode())

    def log_message(self, format: str, *values: object) -> None:
        """Say nothing."""


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_no_page_of_another_site_gets_through(serve: Serve, page: Page, host: str) -> None:
    """The other site is at another port, of which browsers think that it is the same site."""
    page.goto(f"{serve.address}/edit/books/tea.yaml")
    body = str(
        page.evaluate(
            "new URLSearchParams(new FormData(document.getElementById('record'))).toString()"
        )
    )
    assert "The+Book+of+Tea" in body
    _Attacker.target = f"{serve.address}/edit/books/tea.yaml"
    _Attacker.body = "do=save&" + body.replace("The+Book+of+Tea", "Stolen")
    attacker = ThreadingHTTPServer(("127.0.0.1", 0), _Attacker)
    threading.Thread(target=attacker.serve_forever, daemon=True).start()
    try:
        page.goto(f"http://{host}:{attacker.server_port}/")
        page.wait_for_function("document.title.startsWith('done:')")
        assert page.title() == "done:refused|refused|refused|refused"
        frame = page.frame(name="frame")
        assert frame is None or "The Book of Tea" not in frame.content()
        page.evaluate("document.getElementById('f').submit()")
        page.wait_for_url(_Attacker.target)
        expect(page.locator("body")).to_contain_text("another site")
    finally:
        attacker.shutdown()
        attacker.server_close()
    assert text(serve.root) == BOOK


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_no_page_breaks_a_rule_of_accessibility(
    serve: Serve, browser: Browser, scheme: str, width: int
) -> None:
    wrong = BOOK.replace("okakura", "nobody").replace("language: en", "language: english")
    (serve.root / "records/books/wrong.yaml").write_text(
        wrong.replace("id: tea", "id: wrong"), "utf-8"
    )
    (serve.root / "records/books/bad.yaml").write_text("id: [", "utf-8")
    viewport = {"width": width, "height": 900}
    context = browser.new_context(color_scheme=scheme, viewport=viewport)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{serve.address}/?token={serve.token}")
    addresses = ["/", "/?q=tea", "/?q=nothing", "/new", "/new/book", "/new/person", "/edit/none"]
    addresses += [
        f"/edit/{each}" for each in ("books/wrong.yaml", "people/okakura.yaml", "books/bad.yaml")
    ]
    for address in (*addresses, "/site/tea/"):
        page.goto(serve.address + address)
        if "/new/book" in address:
            page.get_by_role("combobox", name="Who").press_sequentially("o")
            expect(page.locator(".choices [role=option]").first).to_be_visible()
            page.keyboard.press("ArrowDown")
            expect(page.locator("#summary")).to_have_text("3 errors")
        require_accessible(page, address)
    page.goto(f"{serve.address}/edit/books/tea.yaml")
    page.get_by_label("Title", exact=True).fill("Mine")
    (serve.root / "records/books/tea.yaml").write_text(BOOK + "# theirs\n", "utf-8")
    page.get_by_role("button", name="Save", exact=True).click()
    require_accessible(page, "conflict")
    context.close()


def require_accessible(page: Page, address: str) -> None:
    """Have axe-core judge a page; it must fit its window, too.

    The window is made as tall as the page: what the bar at its foot covers can be scrolled from
    under it, but axe-core calls a button too small if it is covered in part.
    """
    page.wait_for_load_state()
    width, height, needed = page.evaluate(
        "[innerWidth, innerHeight, document.documentElement.scrollWidth]"
    )
    assert needed <= width, address
    tall = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": max(height, tall)})
    assert violations(page) == [], address
    page.set_viewport_size({"width": width, "height": height})


def test_the_judge_finds_what_is_wrong(page: Page) -> None:
    page.evaluate("document.querySelector('h1').style.color = '#ddd'")
    with pytest.raises(AssertionError, match="color-contrast"):
        require_accessible(page, "/")
