"""The reference pages say what the schemas, checks, tables and commands say today."""

import re
import sys

from exporter.records.loader import read_schemas
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


def test_prose_has_british_spelling() -> None:
    """Names and the terms of standards stay: they are code, or stand in tables."""
    stems = "organi|recogni|summari|digiti|capitali|normali|romani|standardi|locali|speciali"
    american = re.compile(rf"\b((?:{stems})z\w+|catalogs?|colors?|centers?)\b", re.I)
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    assert len(pages) > 20
    for page in pages:
        text = re.sub(r"^```.*?^```|^[|#].*?$", "", page.read_text("utf-8"), flags=re.M | re.S)
        prose = re.sub(r"`[^`]*`|\]\([^)]*\)", "", text)
        assert american.findall(prose) == [], page.name


def test_links_between_the_pages_lead_somewhere() -> None:
    """Links to other sites and to a place on the same page are not followed."""
    pages = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md"))
    links = {
        page.parent / target
        for page in pages
        for target in re.findall(r"\]\(([^)#]+)", page.read_text("utf-8"))
        if not target.startswith(("http:", "https:"))
    }
    assert len(links) > 10
    assert {link for link in links if not link.exists()} == set()


def test_the_page_of_materials_names_kinds_and_types_of_the_schemas() -> None:
    schemas = read_schemas(ROOT)
    page = (ROOT / "docs" / "materials.md").read_text("utf-8")
    rows = re.findall(r"^\| [^|]+ \| `(\w+)` \| (?:`([\w-]+)`)?[^|]*\|$", page, re.MULTILINE)
    assert len(rows) >= 40
    for kind, type in rows:
        assert schemas.noun(kind) == "work", kind
        field = schemas.field(kind, ("type",))
        assert field
        terms = field.keyword("enum")
        assert not type or type in terms, (kind, type)
    described = {kind for kind, _ in rows}
    assert len(described) >= 19  # a kind that is added need not be an everyday material
