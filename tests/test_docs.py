"""The reference pages say what the schemas, checks, tables and commands say today."""

import sys
from pathlib import Path

from tests.conftest import ROOT, run


def test_the_generated_pages_are_fresh() -> None:
    pages = [
        "README.md",
        "CONTRIBUTING.md",
        *(str(page.relative_to(ROOT)) for page in (ROOT / "docs").glob("*.md")),
    ]
    ran = run(sys.executable, "-m", "cogapp", "--check", "-P", "-I", "docs", *pages)
    assert ran.code == 0, (
        f"run cog -rP -I docs README.md CONTRIBUTING.md docs/*.md\n{ran.out}{ran.err}"
    )


def test_links_between_the_pages_lead_somewhere() -> None:
    import re

    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / Path(target)).exists(), (page.name, target)
