"""`exporter cite --document`: papers whose citations are put in their places, as by pandoc."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from exporter.cite.html_paper import HtmlPaper
from exporter.cite.markdown_paper import MarkdownPaper
from exporter.cite.style import load_style
from exporter.cite.work_keys import WorkKeys
from exporter.errors import UsageError
from tests.conftest import ROOT, exporter
from tests.unit.cite.test_items_file import WORKS


def markdown(text: str, style: str = "apa", keys: WorkKeys | None = None) -> str:
    """Return the body of a paper in Markdown, without its bibliography."""
    done = MarkdownPaper(text, load_style(style), WORKS, keys).rendered("paper.md")
    return done.partition("\n\n")[0].rstrip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("So [@kokoro].", "So (Natsume, 1914)."),
        ("So [see @kokoro, pp. 3-4; @doe].", "So (Doe, 2001; see Natsume, 1914, pp. 3–4)."),
        ("As @kokoro [p. 3] says.", "As Natsume (1914, p. 3) says."),
        ("As Natsume says [-@kokoro].", "As Natsume says (1914)."),
        ("So [@{kokoro}, chap. 2, at the end].", "So (Natsume, 1914, Chapter 2, at the end)."),
        ("So [@kokoro, {p. 3} and more].", "So (Natsume, 1914, p. 3 and more)."),
        ("So [@natsume1914].", "So (Natsume, 1914)."),
        ("Not `[@kokoro]`, \\@kokoro, a@kokoro.org.", "Not `[@kokoro]`, \\@kokoro, a@kokoro.org."),
        ("Not ![@kokoro](a.png).", "Not ![@kokoro](a.png)."),
        ("A link: [@kokoro](b).", "A link: [Natsume (1914)](b)."),
        ("A link: [to](https://a.org/@doe).", "A link: [to](https://a.org/@doe)."),
        ("An address: https://a.org/@doe", "An address: https://a.org/@doe"),
        ("So [*still* @kokoro].", "So (*still* Natsume, 1914)."),
        ("So [**see** @kokoro, *12* pages].", "So (**see** Natsume, 1914, *12* pages)."),
        (r"So [\*see\* @kokoro].", r"So (\*see\* Natsume, 1914)."),
        ("So [@kokoro, 12頁].", "So (Natsume, 1914, p. 12)."),
    ],
)
def test_citations_in_markdown(text: str, expected: str) -> None:
    """Source: Pandoc User's Guide, Citation syntax."""
    assert markdown(text) == expected


def test_a_note_style_makes_notes() -> None:
    style = load_style("chicago-notes-bibliography")
    text = "As @kokoro says, so [@doe, p. 99].\n\n::: {#refs}\n:::\n"
    assert MarkdownPaper(text, style, WORKS).rendered("paper.md") == (
        "As Natsume[^cite-1] says, so.[^cite-2]\n\n"
        "::: {#refs}\n\n"
        "Doe, Jane. “On *Kokoro*.” *JAMA*, 2001, 96–117.\n\n"
        "Natsume, Sōseki. *Kokoro*. 1914.\n\n"
        ":::\n\n"
        "[^cite-1]: *Kokoro* (1914).\n"
        "[^cite-2]: Jane Doe, “On *Kokoro*,” *JAMA*, 2001, 99.\n"
    )


def test_a_note_of_the_paper_ends_with_one_full_stop() -> None:
    text = "So.[^1]\n\n[^1]: In [@doe, p. 99].\n"
    done = MarkdownPaper(text, load_style("chicago-notes-bibliography"), WORKS).rendered("p.md")
    assert "[^1]: In Jane Doe, “On *Kokoro*,” *JAMA*, 2001, 99.\n" in done


def test_an_address_in_html_is_left_as_it_is() -> None:
    assert html("<p>At https://a.org/@doe, [@doe]</p>").startswith(
        "<p>At https://a.org/@doe, (Doe, 2001)</p>"
    )


def html(text: str, style: str = "apa") -> str:
    return HtmlPaper(text, load_style(style), WORKS).rendered("paper.html")


def test_a_key_in_html_ends_before_a_tag() -> None:
    done = html("<p>As <em>@kokoro</em> and @doe.</p><p>So [@kokoro, p.&nbsp;3]</p>")
    assert done.startswith(
        "<p>As <em>Natsume (1914)</em> and Doe (2001).</p><p>So (Natsume, 1914, p. 3)</p>"
    )


def test_the_bibliography_stands_in_its_place() -> None:
    done = html('<p>[@doe]</p><div id="refs"></div><p>End</p>')
    before, _, after = done.partition('<div class="csl-bib-body">')
    assert before == '<p>(Doe, 2001)</p><div id="refs">\n'
    assert after.endswith("</div>\n</div><p>End</p>")


def test_code_and_comments_of_html_are_left_as_they_are() -> None:
    text = "<code>[@doe]</code><!-- [@doe] --><script>x[@doe]</script>"
    assert html(text).startswith(text)


def test_unknown_keys_are_listed_with_their_places() -> None:
    with pytest.raises(UsageError) as caught:
        markdown("So [@kokor].\n\nAnd [see @nope].")
    assert caught.value.message == "paper.md:1:5: there is no work “kokor”"
    assert caught.value.hint == "did you mean “kokoro”? Nor are there works “nope” (3:10)."


def test_former_keys_lead_to_the_work() -> None:
    keys = WorkKeys(WORKS, {"natsume:kokoro": "kokoro", "gone": "nobody"})
    assert markdown("So [@natsume:kokoro].", keys=keys) == "So (Natsume, 1914)."
    assert keys.find("gone") is None


def test_a_former_id_of_a_record_is_a_key(tmp_path: Path) -> None:
    books = tmp_path / "records" / "books"
    books.mkdir(parents=True)
    (tmp_path / "exporter.toml").write_text("", "utf-8")
    (books / "kokoro.yaml").write_text(
        "id: kokoro\nkind: book\ntitle: Kokoro\nissued: '1914'\nformer_ids: [natsume1914]\n",
        "utf-8",
    )
    ran = exporter("-C", tmp_path, "cite", "--style", "apa", "--citation", "natsume1914, p. 3")
    assert (ran.out, ran.code) == ("(Kokoro, 1914, p. 3)\n", 0), ran.err


def test_a_paper_of_another_format_is_refused(tmp_path: Path) -> None:
    works = tmp_path / "works.json"
    works.write_text(json.dumps(WORKS), "utf-8")
    paper = tmp_path / "paper.docx"
    paper.write_text("x", "utf-8")
    ran = exporter("-C", ROOT, "cite", "--style", "apa", "--items", works, "--document", paper)
    assert ran.code == 2
    assert "neither Markdown nor HTML" in ran.err
