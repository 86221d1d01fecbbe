"""Programs that run what they find: TeX and a browser.

Attacks in every text of every kind are printed, none is run. They are those of test_attacks.py, and
such as leave a mark where they are obeyed: a file, or another text.
"""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import lxml.html
import pytest

from tests.conftest import ROOT, exporter, program, run
from tests.hostile.test_attacks import ATTACKS, exported, raw, read
from tests.hostile.test_attacks import words as every_text
from tests.support.browser import in_browser
from tests.support.document_readers import WORD

pytestmark = pytest.mark.long

COMMANDS = (
    r"\input{secret}^^5cinput{secret}\write18{touch sprung}\immediate\openout5=sprung}}{%#$_~&"
)
MORE = " ".join(
    (
        *(
            r"\input secret",
            r"\catcode`\%=12\def\x{\x}\x$\bgroup",
            r"\directlua{io.open('sprung','w'):write('x'):close()}",
        ),
        *(COMMANDS, ATTACKS["TeX"], ATTACKS["braces the wrong way round"], ATTACKS["an entry"]),
    )
)
"""biber would take many minutes to read these in every name."""
BIBER = (
    r"\usepackage[backend=biber,style=authortitle]{biblatex}\addbibresource{all.bib}",
    r"\printbibliography",
)
BIBTEX = r"", r"\bibliographystyle{plain}\bibliography{all}"
PAGE = r"\pagestyle{empty}\textwidth=200cm \pagewidth=210cm"  # so wide that nothing stands beyond its edge
DOCUMENT = rf"\documentclass{{article}}\usepackage{{url}}{PAGE}%s\begin{{document}}\nocite{{*}}%s\end{{document}}"
TYPESET = ("lualatex", "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "doc")


def inked(text: str) -> str:
    """Return a text without what typesetting changes: blanks, hyphens, quotation marks."""
    return re.sub(r"[-‐–—'`\"‘’“”\s]", "", text)


def printed(folder: Path, how: tuple[str, str], bib: bytes) -> str:
    """Typeset all works of a database, and give what the pages say.

    Nothing but this is written, nothing else read.
    """
    folder.mkdir()
    (folder / "doc.tex").write_text(DOCUMENT % how, "utf-8")
    (folder / "secret.tex").write_text("SPRUNG", "utf-8")
    (folder / "all.bib").write_bytes(bib)
    words = (TYPESET, ("biber" if how is BIBER else "bibtex", "doc"), TYPESET)
    for each in words:
        done = subprocess.run(each, cwd=folder, capture_output=True, timeout=300, check=False)
        assert done.returncode == 0, done.stdout[-2000:]
    assert {path.name for path in folder.iterdir() if not path.name.startswith("doc.")} == {
        "all.bib",
        "secret.tex",
    }
    text = run("pdftotext", "-raw", "doc.pdf", "-", cwd=folder).out
    assert "SPRUNG" not in text
    return inked(text)


@pytest.mark.parametrize(
    ("name", "attack", "how"),
    [("biblatex", COMMANDS, BIBER), ("bibtex", MORE, BIBTEX)],
    ids=["biber", "bibtex"],
)
def test_tex_prints_what_it_could_obey(
    name: str, attack: str, how: tuple[str, str], tmp_path: Path
) -> None:
    for each, package in (
        ("lualatex", "texlive-luatex texlive-latex-recommended"),
        ("pdftotext", "poppler-utils"),
    ):
        program(each, package)
    program("biber" if how is BIBER else "bibtex", "biber texlive-binaries")
    # biber takes minutes for the long lists of names of the other records, and BibTeX cuts them
    small = {document.data["id"] for document in read(ROOT / "tests" / "golden" / "catalogue")}
    ids, dangerous = exported(name, (attack,), frozenset(small))
    harmless = printed(tmp_path / "harmless", how, exported(name, (), ids)[1])
    said = printed(tmp_path / "dangerous", how, dangerous)
    words = set(WORD.findall(harmless))
    assert len(words) > 40
    # the style writes titles in small letters, and what follows an open brace is a part of them
    said = said.lower()
    missed = {word for word in words if inked(f"{attack}{word}{attack}").lower() not in said}
    assert missed == set()


SPRING = "document.title='SPRUNG'"
SCRIPTS = (
    f"\" onerror={SPRING} autofocus onfocus={SPRING} ' onerror={SPRING} ` onerror={SPRING} javascript:{SPRING}",
    f'</title></script></style><script>{SPRING}</script><img src=x onerror="{SPRING}"><svg onload={SPRING}>',
    f"--><!--><script>{SPRING}</script><!--<script><!-- ]]><![CDATA[<?x {{{{{SPRING}}}}}",
)
BROWSER = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--virtual-time-budget=1000",
    "--dump-dom",
)


@dataclass(frozen=True)
class RenderedPage:
    """A page in a browser after all that it runs: its title, its elements with their attributes,
    its text.
    """

    title: str
    elements: list[tuple[str, list[str]]]
    text: str


def shown(page: str, folder: Path) -> RenderedPage:
    (folder / "page.html").write_text(page, "utf-8")
    command = (
        program("chromium", "chromium"),
        *BROWSER,
        f"--user-data-dir={folder}/user",
        f"file://{folder}/page.html",
    )
    dom = lxml.html.document_fromstring(run(*command).out)
    elements = [(str(each.tag), each.keys()) for each in dom.iter()]
    text = dom.text_content().replace("\\u003c", "<").replace("\\", "")  # as JSON spells it
    return RenderedPage(dom.findtext(".//title") or "", elements, inked(text))


def test_the_browser_runs_what_is_not_escaped(tmp_path: Path) -> None:
    for attack in (f'<img src=x alt="{SCRIPTS[0]}">', *SCRIPTS[1:]):
        assert shown(f"<!DOCTYPE html><title>x</title><p>{attack}</p>", tmp_path).title == "SPRUNG"


@pytest.mark.parametrize(
    ("words", "frame"),
    [
        (("export", "-f", "html"), "{}"),
        (("cite", "--style", "apa", "--as", "html"), "<!DOCTYPE html><title>x</title>{}"),
        (
            ("export", "-f", "schema-org"),
            '<!DOCTYPE html><title>x</title><script type="application/ld+json">{}</script>',
        ),
    ],
    ids=["a page", "references", "JSON-LD in a page"],
)
def test_a_browser_shows_what_it_could_run(
    words: tuple[str, ...], frame: str, tmp_path: Path
) -> None:
    pages = []
    for attacks in ((), SCRIPTS):
        root = tmp_path / ("dangerous" if attacks else "harmless")
        for document in every_text():
            path = root / "records" / document.path.parent.name / document.path.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(raw(document.data, attacks)), "utf-8")
        ran = exporter("-C", root, *words, "--ignore-rights")
        assert ran.code == 0, ran.err
        pages.append(shown(frame.format(ran.out), root))
    harmless, dangerous = pages
    found = WORD.findall(harmless.text)
    assert len(set(found)) > 50
    assert dangerous.title == harmless.title
    # references are sorted by what is in them
    assert sorted(dangerous.elements) == sorted(harmless.elements)
    assert set(found) <= set(WORD.findall(dangerous.text))
    assert sum(dangerous.text.count(inked(attack)) for attack in SCRIPTS) >= len(found)


@pytest.mark.long
def test_a_browser_runs_nothing_on_the_pages_of_a_site(tmp_path: Path) -> None:
    for document in every_text():
        path = tmp_path / "records" / document.path.parent.name / document.path.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(raw(document.data, SCRIPTS)), "utf-8")
    settings = {"title": SCRIPTS[1], "description": SCRIPTS[0], "institution": SCRIPTS[2]}
    lines = [f"{name} = {json.dumps(text)}" for name, text in settings.items()]
    (tmp_path / "exporter.toml").write_text("\n".join(["[catalogue]", *lines]), "utf-8")
    ran = exporter("-C", tmp_path, "site", "-o", tmp_path / "public", "--ignore-rights")
    assert ran.code == 0, ran.err
    public = tmp_path / "public"
    pages = [public / "index.html", public / "titles.html", public / "subjects.html"]
    pages += sorted(public.glob("*/index.html"))[:8]
    addresses = [page.as_uri() for page in pages]
    addresses += [f"{public.as_uri()}/search.html?q={quote(each)}" for each in ("sprung", *SCRIPTS)]
    for address in addresses:
        page = in_browser(address, tmp_path / "user")
        assert page.findtext(".//title") != "SPRUNG", address
        assert not page.xpath("//*[@onerror or @onload or @onfocus]"), address
    found = in_browser(f"{public.as_uri()}/search.html?q=sprung", tmp_path / "user")
    assert found.xpath("//ul[@id='results']/li")
