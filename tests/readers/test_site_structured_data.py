"""The pages of exporter site in structured-data-testing-tool, which has Google's Rich Results rules.

Its rules for news want a picture and the logo of the publisher, which Google no longer demands and a
catalogue does not have; so no page of a newspaper article is among them.
"""

from __future__ import annotations

import json
from pathlib import Path

import lxml.html
import pytest

from tests.conftest import program, run
from tests.support.inputs import missing

pytestmark = pytest.mark.long

PAGES = {
    "nineteen-eighty-four": "Book",
    "molecular-structure": "ScholarlyArticle",
    "ghcn-daily": "Dataset",
    "ipcc-wg1": "Report",
    "encoding-decoding": "Chapter",
    "landranger-154": "Map",
    "r-language": "SoftwareApplication",
    "albert-einstein": "Person",
}
SCRIPT = """
const { structuredDataTest } = require("structured-data-testing-tool");
const { Google } = require("structured-data-testing-tool/presets");
const { readFileSync } = require("fs");
const judge = async (file) => {
  let found;
  try {
    found = await structuredDataTest(readFileSync(file, "utf8"), { presets: [Google] });
  } catch (error) {
    if (!error.res) throw error;
    found = error.res;
  }
  return { failed: found.failed.map((each) => each.test), schemas: found.schemas };
};
Promise.all(process.argv.slice(1).map(judge)).then((all) => console.log(JSON.stringify(all)));
"""


def judged(*files: Path) -> list[tuple[list[str], list[str]]]:
    """Return, for each page, the tests that failed and the types that were found."""
    node = program("node", "nodejs")
    asked = run(node, "-e", "require('structured-data-testing-tool')")
    if asked.code:
        name = "structured-data-testing-tool"
        missing(name, f"npm install {name}, and name its node_modules in NODE_PATH")
    ran = run(node, "-e", SCRIPT, *files)
    assert ran.code == 0, ran.err
    return [(each["failed"], each["schemas"]) for each in json.loads(ran.out)]


def test_no_page_fails_a_rule_of_google(everyday_site: Path) -> None:
    files = [everyday_site / id / "index.html" for id in PAGES]
    found = judged(*files)
    assert [failed for failed, _ in found] == [[] for _ in files]
    assert [schemas[0] for _, schemas in found] == list(PAGES.values())


def test_google_finds_what_is_wrong(everyday_site: Path, tmp_path: Path) -> None:
    page = (everyday_site / "molecular-structure" / "index.html").read_text("utf-8")
    wrong = tmp_path / "wrong.html"
    wrong.write_text(page.replace('"ScholarlyArticle"', '"NewsArticle"'), "utf-8")
    [(failed, _)] = judged(wrong)
    assert "NewsArticle[0].image" in failed


def test_a_dataset_has_a_description_as_long_as_google_wants_it(everyday_site: Path) -> None:
    page = lxml.html.parse(everyday_site / "ghcn-daily" / "index.html")
    [data] = page.xpath("//script[@type='application/ld+json']")
    description = json.loads(data.text)[0]["description"]
    assert 50 <= len(description) <= 5000
    assert description.startswith("Menne, M. J. (2012)")
