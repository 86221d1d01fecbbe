"""Files made to harm whoever reads them: each is one finding at its place, in every command.

No command hangs or needs much memory; how long they take, `benchmarks/hostile.py` measures. The
small files are in `records/`, the large ones are made here.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from exporter.export import registry as formats
from exporter.export.context import ExportContext
from exporter.export.missing_requirement import UndeliverableRecordError
from exporter.lsp.workspace import Workspace
from exporter.model.linker import link
from exporter.model.records import Records
from exporter.records.document import Document
from exporter.records.loader import read_packaged_schemas
from tests.conftest import exporter
from tests.hostile.test_bad_input import BOMB, BOOK, headlines
from tests.support.hangs import not_hanging
from tests.support.markers import SAME_STATEMENTS, long_except

HERE = Path(__file__).parent / "records"
CASE = "records/case.yaml"
MEMORY = 500_000_000
"""Bytes that no command needs for a record, however it is made."""

Content = Callable[[], bytes]
Expected = tuple[str, str]


def text(written: str, encoding: str = "utf-8") -> Content:
    return lambda: written.encode(encoding, "surrogatepass")


def book(more: str) -> Content:
    return text(BOOK + more)


def stairs(step: str) -> str:
    """As many levels as fit into a file, each deeper than the one before."""
    return "".join(f"{' ' * level}{step}\n" for level in range(1, 1_400))


LEVELS = 100_000
SMALL: dict[str, Expected] = {
    # the name of the file in hostile/, where what is found
    "overlong-utf-8": ("4:8", "not-utf-8"),
    "half-a-character": ("4:8", "not-utf-8"),
    "utf-16-le-with-a-mark": ("1:1", "not-utf-8"),
    "utf-16-be-without-a-mark": ("1:1", "not-utf-8"),
    "utf-32-be-with-a-mark": ("1:1", "not-utf-8"),
    "utf-32-le-without-a-mark": ("1:1", "not-utf-8"),
    "nul": ("4:10", "forbidden-character"),
    "next-line": ("4:11", "forbidden-character"),
    "line-separator": ("4:11", "forbidden-character"),
    "a-mark-in-the-middle": ("4:8", "forbidden-character"),
    "a-tab-that-indents": ("5:1", "not-yaml"),
    "a-directive-in-the-middle": ("5:28", "not-yaml"),
    "a-directive-of-tags": ("4:8", "yaml-tag"),
    "an-alias-without-an-anchor": ("4:8", "not-yaml"),
    "an-alias-for-a-key": ("5:1", "key-not-text"),
    "an-anchor-inside-itself": ("5:22", "not-yaml"),
    "keys-that-differ-in-quotation-marks": ("5:1", "duplicate-key"),
    "a-list-for-a-key": ("5:3", "key-not-text"),
    "a-number-for-a-key": ("5:1", "key-not-text"),
    "a-merge-of-a-list": ("5:1", "unknown-field"),
}
TAGS = (
    "!!python/object/apply:os.system", "!!python/name:os.system", "!!python/module:os", "!!binary", "!!set", "!!omap",
    "!!timestamp", "!!int", "!!float", "!!bool", "!!null", "!!map", "!!seq", "!!pairs", "!!merge", "!local", "!",
    "!<tag:example.org,2000:x>",
)  # fmt: skip
LARGE: dict[str, tuple[Content, Expected]] = {
    "[": (book("notes: " + "[" * LEVELS), ("5:57", "oversized-record")),
    "[ closed": (book("notes: " + "[" * LEVELS + "]" * LEVELS), ("5:57", "oversized-record")),
    "[ on lines": (book("notes:\n" + " [\n" * LEVELS), ("55:2", "oversized-record")),
    "{": (book("notes: " + "{a: " * LEVELS), ("5:204", "oversized-record")),
    "{ for keys": (book("notes: " + "{? " * LEVELS), ("5:11", "key-not-text")),
    "[ and {": (book("notes: " + "[{a: " * LEVELS), ("5:129", "oversized-record")),
    "-": (book("notes:\n" + "- " * LEVELS + "a\n"), ("6:99", "oversized-record")),
    "?": (book("notes:\n" + "? " * LEVELS + "a\n"), ("6:3", "key-not-text")),
    "block maps": (book("notes:\n" + stairs("a:")), ("55:51", "oversized-record")),
    "block lists": (book("notes:\n" + stairs("-")), ("55:51", "oversized-record")),
    "an alias bomb": (text(BOMB), ("6:8", "oversized-record")),
    "an alias bomb of texts": (
        book("a: &a " + "x" * 100_000 + "\nb: [" + "*a, " * 200_000 + "]\n"), ("6:800005", "oversized-record"),
    ),
    "200,000 values": (book("keywords: [" + "a, " * 200_000 + "]\n"), ("5:600012", "oversized-record")),
    "200,000 fields": (book("".join(f"k{n}: a\n" for n in range(100_000))), ("100005:1", "oversized-record")),
    "a text of 900,000 characters": (book("url: " + "x" * 900_000), ("5:6", "malformed-value")),
    "a text of 900,000 line ends": (book("url: |\n" + " x\n" * 300_000), ("5:6", "malformed-value")),
    "a name of 900,000 characters": (book("x" * 900_000 + ": a\n"), ("5:1", "not-yaml")),
    "an integer of 900,000 digits": (book("volume: " + "9" * 900_000), ("5:9", "oversized-record")),
    "a hexadecimal integer of 900,000 digits": (book("volume: 0x" + "f" * 900_000), ("5:9", "oversized-record")),
    "a fraction of 900,000 digits": (book("volume: 0." + "9" * 900_000), ("5:9", "oversized-record")),
    "a text of 40,000 capitals": (book("edition: " + "A" * 40_000 + "\nurl: none\n"), ("6:6", "malformed-value")),
    "a word of 40,000 letters": (
        text(BOOK.replace("Tea", "{ja: " + "é" * 40_000 + "}") + "url: none\n"), ("5:6", "malformed-value"),
    ),
    "300,000 full-width letters": (
        text(BOOK.replace("Tea", "Ａ" * 300_000) + "url: none\n"), ("5:6", "malformed-value"),
    ),
    "100,000 invisible marks": (
        text(BOOK.replace("Tea", "\u061c" * 100_000 + "ا") + "url: none\n"), ("5:6", "malformed-value"),
    ),
    "a tag of 900,000 characters": (book("notes: !<" + "x" * 900_000 + "> a\n"), ("5:8", "yaml-tag")),
    "a repetition of a name of 900,000 characters": (book("notes: *" + "x" * 900_000), ("5:8", "not-yaml")),
    "a quotation that never ends": (book("notes: '" + "a: [{\n" * 100_000), ("5:8", "not-yaml")),
    "900,000 commas": (book("notes: [" + "," * 900_000), ("5:9", "not-yaml")),
    "900,000 line ends": (book("\n" * 900_000 + "notes: ["), ("900005:8", "not-yaml")),
    "300,000 comments": (book("#\n" * 300_000 + "notes: ["), ("300005:8", "not-yaml")),
    "a date that is none": (book("issued: 2001-13-45"), ("5:9", "invalid-date")),
    "a date of 900,000 brackets": (book("issued: '" + "[" * 900_000 + "'"), ("5:9", "invalid-date")),
    "a set of 100,000 dates": (book("issued: '{" + "2001," * 100_000 + "2002}'"), ("5:9", "invalid-date")),
    "a language tag of 900,000 parts": (
        text(BOOK.replace("language: en", "language: en" + "-a" * 400_000)), ("3:11", "unknown-language"),
    ),
    "a language tag of 100,000 different parts": (
        text(BOOK.replace("language: en", "language: en" + "".join(f"-abc{n}" for n in range(100_000)))),
        ("3:11", "unknown-language"),
    ),
    "a language tag in 9,000 pairs of quotation marks": (
        text(BOOK.replace("language: en", "language: " + "“" * 9_000 + "en" + "”" * 9_000)),
        ("3:11", "unknown-language"),
    ),
    "a language tag with 900,000 blanks in it": (
        text(BOOK.replace("language: en", f"language: 'en{' ' * 900_000}x'")), ("3:11", "unknown-language"),
    ),
    "an ISBN of 900,000 digits": (book("identifiers: {isbn: '" + "9" * 900_000 + "'}"), ("5:21", "mistyped-isbn")),
    "a DOI of 900,000 characters": (book("identifiers: {doi: '10.1/" + "(" * 9**6 + "'}"), ("5:20", "malformed-value")),
    "1 MB and a byte": (book("notes: [" + "a" * 1_000_000 + "]"), ("1:1", "oversized-record")),
    **{f"the tag {tag}": (book(f"notes: {tag} [a]\n"), ("5:8", "yaml-tag")) for tag in TAGS},
}  # fmt: skip
COMMANDS = (
    ["validate"], ["validate", "--format", "json"], ["validate", "--format", "sarif"], ["validate", "--fix", "--diff"],
    ["fmt", "--check"], ["export", "--format", "dc"],
)  # fmt: skip


def one_finding(root: Path, expected: Expected) -> None:
    """Each command says what is wrong, and nothing else, within its bounds.

    The file stays as it is.
    """
    before = (root / CASE).read_bytes() if (root / CASE).stat().st_size < 10_000_000 else b""
    readable = expected[1] in {
        "unknown-field",
        "malformed-value",
        "invalid-date",
        "unknown-language",
    }
    readable |= expected[1].startswith("mistyped")
    for words in COMMANDS:
        each = exporter(*words, cwd=root, memory=2_000_000_000)
        said = each.out + each.err
        assert each.memory < MEMORY, (words, each.memory)
        assert "Traceback" not in said
        assert "bug in exporter" not in said
        if words[0] == "fmt":
            assert each.code in ({0, 1} if readable else {1})
            assert readable == ("records/case.yaml:" not in each.err)
            continue
        assert each.code == 1, (words, said[:500])
        if "json" in words:
            found = [
                (f"{one['line']}:{one['column']}", one["name"])
                for one in json.loads(each.out)["findings"]
                if one["severity"] == "error"
            ]
        elif "sarif" in words:
            results = json.loads(each.out)["runs"][0]["results"]
            regions = [(one, one["locations"][0]["physicalLocation"]["region"]) for one in results]
            found = [
                (f"{at['startLine']}:{at['startColumn']}", one["ruleId"])
                for one, at in regions
                if one["level"] == "error"
            ]
        elif "--diff" in words:
            continue
        else:
            found = [(place, name) for _, place, name in headlines(said)]
        assert found == [expected], words
        assert len(said) < 20_000
    if before:
        assert (root / CASE).read_bytes() == before


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "records").mkdir()
    return tmp_path


@pytest.mark.parametrize("name", SMALL)
def test_small(name: str, root: Path) -> None:
    (root / CASE).write_bytes((HERE / f"{name}.yaml").read_bytes())
    one_finding(root, SMALL[name])


def test_each_small_file_is_tried() -> None:
    assert {path.stem for path in HERE.glob("*.yaml")} == set(SMALL)


@pytest.mark.parametrize("name", long_except(LARGE, "[", "an alias bomb", "1 MB and a byte"))
def test_large(name: str, root: Path) -> None:
    content, expected = LARGE[name]
    (root / CASE).write_bytes(content())
    one_finding(root, expected)


def test_a_gigabyte(root: Path) -> None:
    """It takes no place on the disk, and is not read."""
    with (root / CASE).open("wb") as file:
        file.truncate(1_000_000_000)
    one_finding(root, ("1:1", "oversized-record"))


@pytest.mark.long
@pytest.mark.parametrize("form", ["json", "sarif"])
def test_many_thousand_warnings(form: str, root: Path) -> None:
    """Ten thousand of a name in one record are listed, and how many there are besides."""
    anchors = "".join(f"&a{number} x, " for number in range(90_000))
    (root / CASE).write_text(
        f"{BOOK}notes: [{anchors}] # exporter: allow orphaned-record\n", "utf-8"
    )
    one = exporter("validate", "--format", form, cwd=root, memory=2_000_000_000)
    assert one.code == 0
    assert 10_000 <= one.out.count("repeat it") < 10_010  # SARIF has the words of the page too
    assert one.out.count("; 80,000 more in this record are not listed") == 1
    assert one.memory < MEMORY


MANY = 15_000
WRONG: dict[str, str] = {
    "names of fields": "".join(f"titl{n}: a\n" for n in range(MANY)),
    "names of fields in groups": "found:\n" + "".join(f"  - {{titel{n}: a}}\n" for n in range(MANY)),
    "terms": "contributors:\n" + "".join(f"  - {{agent: case, role: autor{n}}}\n" for n in range(MANY)),
    "references": "about: [" + ", ".join(f"cas{n}" for n in range(MANY)) + "]\n",
    "languages": "notes:\n  - {" + ", ".join(f"xx{n}: Tea" for n in range(MANY)) + "}\n",
    "conclusions": "inferred:\n" + "".join(f"  titel{n}: so\n" for n in range(MANY)),
    "conclusions about groups": "found:\n  - {" + ", ".join(f"titl{n}: a" for n in range(MANY)) + "}\ninferred:\n"
    + "".join(f"  found.1.publi{n}: so\n" for n in range(MANY)),
    "dates": "found:\n" + "".join(f"  - {{issued: 2001-13-{n}}}\n" for n in range(MANY)),
}  # fmt: skip
"""Many thousand slips, of which each could be told what was meant."""


@pytest.mark.long
@pytest.mark.parametrize("what", WRONG)
def test_many_thousand_errors(what: str, root: Path) -> None:
    """They are told, though not of each what was meant: that would take hours."""
    (root / CASE).write_text(BOOK + WRONG[what], "utf-8")
    for number in range(200):
        (root / f"records/cases-{number}.yaml").write_text(
            BOOK.replace("case", f"cases-{number}"), "utf-8"
        )
    one = exporter("validate", "--format", "json", cwd=root, memory=2_000_000_000)
    found = [each for each in json.loads(one.out)["findings"] if each["severity"] == "error"]
    assert len(found) >= 10_000
    assert one.memory < MEMORY


@pytest.mark.long
def test_an_output_grows_as_its_record_does(root: Path) -> None:
    """Also where each of many statements disagrees with each other one."""
    mentions = "".join(
        f"  - {{in: page, at: p. {n}, title: Tea {n}, publisher: Press {n}}}\n"
        for n in range(2_000)
    )
    book = BOOK + "identifiers: {doi: 10.1000/182}\nissued: 2001\nfound:\n" + mentions
    page = (
        BOOK.replace("case", "page").replace("book", "source").replace("Tea", "Page")
        + "type: webpage\n"
    )
    (root / CASE).write_text(book, "utf-8")
    (root / "records/page.yaml").write_text(page, "utf-8")
    (root / "exporter.toml").write_text('[catalogue]\nemail = "library@example.org"\n', "utf-8")
    written = set()
    for name in formats.names():
        one = exporter("export", "--format", name, "case", cwd=root)
        assert (
            one.code == 0 or "undeliverable-record" in one.err or "ISO 2709 can count" in one.err
        ), (name, one.err)
        written |= {name} if one.code == 0 else set()
        assert len(one.out) < 50 * len(book), name
    assert len(written) > 15


@pytest.mark.long
@pytest.mark.parametrize("name", sorted({*formats.names()} - SAME_STATEMENTS))
def test_the_time_grows_with_the_number_of_keywords(name: str) -> None:
    """Not with its square, as where each one is compared with all before it, or with all that is written."""
    data = {"id": "tea", "kind": "book", "language": "en", "title": "Tea", "issued": 2001}
    data |= {"keywords": [f"tea {number}" for number in range(180_000)]}
    schemas = read_packaged_schemas()
    catalogue, _ = link(Records([Document(Path("tea.yaml"), data)]), schemas)
    context = ExportContext(catalogue, formats.crosswalk(name))  # which lists losses, too
    with not_hanging():
        written = formats.format_named(name).render_work
        with contextlib.suppress(UndeliverableRecordError):
            assert written(catalogue.works["tea"], context)


@pytest.mark.parametrize(
    "name", ["[", "{", "an alias bomb", "900,000 commas", "a date of 900,000 brackets"]
)
def test_in_an_editor(name: str, root: Path) -> None:
    """What is typed is judged as what is saved."""
    content, expected = LARGE[name]
    path = root / CASE
    path.write_text(BOOK, "utf-8")
    workspace = Workspace(root)
    found = workspace.validate({path: content().decode()}).findings
    places = [
        (f"{each.position.line}:{each.position.column}", each.name)
        for each in found
        if each.position
    ]
    assert expected in places
    workspace.completions(content().decode(), 70)


@pytest.mark.parametrize(
    "field",
    [
        "issued: Y{digits}",
        "issued: Y-{digits}",
        "extent: {digits} pages",
        "edition: {digits}th ed.",
        'duration: "PT{digits}S"',
        'duration: "{digits} minutes"',
    ],
)
def test_a_number_with_more_digits_than_python_reads(field: str, root: Path) -> None:
    """Such a value is a text like any other (sys.get_int_max_str_digits())."""
    kind = "recording" if field.startswith("duration") else "book"
    (root / CASE).write_text(
        BOOK.replace("kind: book", f"kind: {kind}") + field.format(digits="9" * 6_000) + "\n",
        "utf-8",
    )
    assert exporter("-C", root, "validate").code in {0, 1}
    for format in formats.names() if exporter("-C", root, "validate").code == 0 else ():
        ran = exporter("-C", root, "export", "-f", format, "--keep-going")
        assert ran.code in {0, 1} or format == "crossref", ran.err
