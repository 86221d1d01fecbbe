"""Fixing changes the fixed values and nothing else: the real command, on records written in odd
ways.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings

from exporter.records.document import Document, leaves
from exporter.records.loader import parse_document
from exporter.records.settings import UNLIMITED, Limits
from exporter.records.yaml import SourceMap, load
from exporter.validate.fixer import fix_document
from tests.conftest import Ran, exporter, program, run
from tests.support.findings import findings_in
from tests.support.git_folders import commit_all
from tests.support.odd_records import records
from tests.unit.validate.test_checks import JUDGE, SAMPLES, SCHEMAS, lay_out

KA = "\u304b\u3099"
GA = "\u304c"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "records").mkdir()
    return tmp_path


def put(folder: Path, text: str | bytes, name: str = "odd") -> Path:
    path = folder / "records" / f"{name}.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def fix(folder: Path, *words: str) -> Ran:
    return exporter("-C", folder, "validate", "--fix", *words)


BEFORE = f"id: odd\nkind: book\nlanguage: ja # {KA}\n"
SPELLINGS = {
    "plain": (f"title: {KA}くの  真実 # {KA}\n", f"title: {GA}くの 真実 # {KA}\n"),
    "single": (f"title: 'it''s  {KA} '\n", f"title: 'it''s {GA}'\n"),
    "double": (f'title: "𠮷\\_{KA}\\"\\u304b\\u3099 "\n', f'title: "𠮷\\_{GA}\\"{GA}"\n'),
    "literal": (
        f"title: |-\n  {KA}\n    b  c # no comment\n\n  d\n",
        f"title: |-\n  {GA}\n    b c # no comment\n\n  d\n",
    ),
    "folded": (
        f"title: >  # why\n  {KA} a\n  b  c\n\n\n",
        f"title: >-  # why\n  {GA} a\n  b c\n\n\n",
    ),
    "keeping": ("title: |+2\n  a\n\n", "title: |2-\n  a\n\n"),
    "broken": (f"title: {KA}  a\n  b\n\n  c\n", f"title: {GA} a\n  b\n\n  c\n"),
    "escaped break": (f'title: "{KA} \\\n  b \\\n  c "\n', f'title: "{GA} \\\n  b \\\n  c"\n'),
    "flow": (f'title: {{ ja:  {KA} , en: " q"}}\n', f'title: {{ ja:  {GA} , en: "q"}}\n'),
    "list": (f"title: a\nkeywords:\n- {KA}\n- [x]\n", f"title: a\nkeywords:\n- {GA}\n- [x]\n"),
    "anchor": (f"title: &a !!str {KA}\nabstract: *a\n", f"title: &a !!str {GA}\nabstract: *a\n"),
    "anchor above": (f"title: &a # why\n  {KA}\n", f"title: &a # why\n  {GA}\n"),
    "tag as key": ('title: {"iw": a, en: b}  # iw\n', 'title: {"he": a, en: b}  # iw\n'),
    "explicit key": (f"title:\n  ? mo\n  : {KA}\n", f"title:\n  ? ro\n  : {GA}\n"),
    "number": ('title: " 12"\n', 'title: "12"\n'),
    "isbn": (
        'title: a\nidentifiers: {isbn: "9783161484100"}\n',
        'title: a\nidentifiers: {isbn: "978-3-16-148410-0"}\n',
    ),
    "doi": (
        "title: a\nidentifiers: {doi: 'https://doi.org/10.1000/182'}\n",
        "title: a\nidentifiers: {doi: '10.1000/182'}\n",
    ),
    "ideograph": (f"title: \ufa19{KA}\n", f"title: \ufa19{GA}\n"),
    "number as text": (
        "title: a\nvolume: 1.10 # one\nkeywords: [ 12 , b, 0x1F]\nseries_number: &n 3\n",
        'title: a\nvolume: "1.10" # one\nkeywords: [ "12" , b, "0x1F"]\nseries_number: &n "3"\n',
    ),
    "number that is no ISBN without hyphens": (
        "title: a\nidentifiers: {isbn: 9783161484100}\n",
        'title: a\nidentifiers: {isbn: "978-3-16-148410-0"}\n',
    ),
    "number as text in a language": (
        f"title: {{en: 1984, ja: {KA}}}\n",
        f'title: {{en: "1984", ja: {GA}}}\n',
    ),
    "year before Christ": ("title: a\nissued: -0346\n", 'title: a\nissued: "-0346"\n'),
    "text that becomes a number": (
        "title: a\nidentifiers: {doi: https://doi.org/10.1000/182}\n",
        "title: a\nidentifiers: {doi: 10.1000/182}\n",
    ),
    "no break at the end": (f"title: {KA}", f"title: {GA}"),
    "one fix makes room for another": (
        f'title: "{KA} "\nabstract: " {KA}"\n',
        f'title: "{GA}"\nabstract: "{GA}"\n',
    ),
}


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("name", SPELLINGS)
def test_a_value_is_fixed_in_its_own_style(name: str, ending: str, folder: Path) -> None:
    before, after = ((BEFORE + text).replace("\n", ending).encode() for text in SPELLINGS[name])
    path = put(folder, b"\xef\xbb\xbf" + before)
    fix(folder)
    assert path.read_bytes() == b"\xef\xbb\xbf" + after


def test_what_cannot_be_fixed_alone_is_left_and_reported(folder: Path) -> None:
    path = put(folder, BEFORE + "title: {iw: a, he: b}\n")
    ran = fix(folder)
    assert path.read_text("utf-8") == BEFORE + "title: {iw: a, he: b}\n"
    assert (
        "records/odd.yaml:4:9: deprecated-language cannot be fixed without changing something else"
        in ran.err
    )
    assert "nothing to fix" in ran.err
    assert "deprecated-language" in ran.out


@pytest.mark.parametrize("value", ["true", ".inf", "[12]", "{a: 12}"])
def test_what_may_not_be_meant_as_text_is_left(value: str, folder: Path) -> None:
    text = f"id: odd\nkind: book\ntitle: a\nlanguage: en\npages: {value}\n"
    path = put(folder, text)
    assert "nothing to fix" in fix(folder).err
    assert path.read_text("utf-8") == text


def test_the_summary_and_what_is_left(folder: Path) -> None:
    put(folder, BEFORE + f"title: {KA}\nplaice: x\n")
    put(folder, f"id: other\nkind: book\nlanguage: iw\ntitle: '{KA} '\n", "other")
    ran = fix(folder)
    assert ran.err.splitlines()[0] == "3 values fixed in 2 files"
    assert ran.code == 1
    assert "unknown-field" in ran.out
    assert "not-nfc" not in ran.out
    assert fix(folder).err.splitlines()[0] == "nothing to fix"


def test_a_comment_that_allows_it_keeps_it(folder: Path) -> None:
    text = BEFORE + f"title: {KA}  # exporter: allow not-nfc\n"
    path = put(folder, text)
    assert fix(folder).code == 0
    assert path.read_text("utf-8") == text


def test_only_the_files_named(folder: Path) -> None:
    one, other = (
        put(folder, BEFORE + f"title: {KA}\n"),
        put(folder, f"id: b\nkind: book\nlanguage: ja\ntitle: {KA}\n", "b"),
    )
    fix(folder, "records/b.yaml")
    assert KA in one.read_text("utf-8").split("title")[1]
    assert GA in other.read_text("utf-8")


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_the_diff_can_be_applied(folder: Path, start: bytes, end: str) -> None:
    git = program("git", "git")
    path = put(folder, start + (BEFORE + f"title: {KA}{end}").encode(), "with blank")
    before = path.read_bytes()
    ran = fix(folder, "--diff")
    assert path.read_bytes() == before
    assert "1 value would be fixed in 1 file" in ran.err
    (folder / "diff").write_bytes(ran.out.encode())
    applied = run(git, "apply", "--whitespace=nowarn", "diff", cwd=folder)
    assert applied.code == 0, applied.err
    fixed = path.read_bytes()
    path.write_bytes(before)
    fix(folder)
    assert fixed == path.read_bytes() != before


def test_the_log_of_github_obeys_no_line_of_a_diff(folder: Path) -> None:
    """Each line is that of the record, and until the word that ends it, which no record can hold,
    none is obeyed.
    """
    git = program("git", "git")
    path = put(
        folder,
        BEFORE + f"title: {KA} ##[error]x\nabstract: |-\n  ::add-mask::x\n  ::stop-commands::x\n",
        "odd",
    )
    before = path.read_bytes()
    out = exporter("-C", folder, "validate", "--fix", "--diff", env={"GITHUB_ACTIONS": "true"}).out
    first, *diff, last = out.splitlines()
    word = first.removeprefix("::stop-commands::")
    assert (len(word), last) == (64, f"::{word}::")
    assert word not in "".join(diff)
    assert "   ::add-mask::x" in diff
    assert f"+title: {GA} ##[error]x" in diff
    assert path.read_bytes() == before
    (folder / "diff").write_text(out, "utf-8")
    assert run(git, "apply", "diff", cwd=folder).code == 0
    assert path.read_text("utf-8") == before.decode().replace(f"title: {KA}", f"title: {GA}")


def test_a_link_stays_a_link(folder: Path) -> None:
    (folder / "kept").mkdir()
    (folder / "kept" / "odd.yaml").write_text(BEFORE + f"title: {KA}\n", "utf-8")
    (folder / "records" / "odd.yaml").symlink_to("../kept/odd.yaml")
    assert fix(folder).code == 0
    assert (folder / "records" / "odd.yaml").is_symlink()
    assert GA in (folder / "kept" / "odd.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    "words", [["--diff"], ["--fix", "--staged"], ["--fix", "--watch"], ["--watch", "--staged"]]
)
def test_options_that_do_not_go_together(folder: Path, words: list[str]) -> None:
    put(folder, BEFORE + "title: a\n")
    ran = exporter("-C", folder, "validate", *words)
    assert (ran.code, ran.out) == (2, "")


def test_since_fixes_only_what_changed(folder: Path) -> None:
    old = put(folder, f"id: old\nkind: book\nlanguage: ja\ntitle: {KA}\n", "old")
    commit_all(folder)
    new = put(folder, BEFORE + f"title: {KA}\n")
    ran = fix(folder, "--since", "HEAD")
    assert (ran.code, ran.err.splitlines()[0]) == (0, "1 value fixed in 1 file")
    assert KA in old.read_text("utf-8")
    assert GA in new.read_text("utf-8")


FIXED = "deprecated-language", "mistyped-doi", "not-nfc", "stray-space", "unhyphenated-isbn"
FIXED_SAMPLES = [
    (name, text) for name, verdict, text in SAMPLES if verdict == "wrong" and name in FIXED
]


@pytest.mark.parametrize(("name", "text"), FIXED_SAMPLES, ids=FIXED)
def test_a_check_with_a_fix_fixes_its_own_sample(name: str, text: str, tmp_path: Path) -> None:
    lay_out(text, tmp_path)
    assert f": {name}: " in exporter("-C", tmp_path, "validate").out
    ran = fix(tmp_path)
    assert (ran.code, f": {name}: " in ran.out) == (0, False), ran


def test_the_records_of_the_repository_need_no_fix() -> None:
    assert "nothing to fix" in exporter("validate", "--fix", "--diff").err


LONG = {
    "spaces": "a" + " " * 300_000 + "b",
    "one word": f"{KA}ん茶" * 60_000,
    "words again and again": f"tea {KA} " * 60_000 + " x",
    "a hundred words": " ".join(f"w{number % 100}" for number in range(100_000)) + "  x",
}


@pytest.mark.parametrize("name", LONG)
@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_a_long_value_is_fixed_before_it_hangs(name: str, quote: str, folder: Path) -> None:
    text = LONG[name]
    path = put(folder, f"{BEFORE}title: {quote}{text}{quote} # it\n")
    (folder / "exporter.toml").write_text("[limits]\nsize = 2_000_000\n", "utf-8")
    assert fix(folder).code == 0
    fixed = unicodedata.normalize("NFC", re.sub(r"\s+", " ", text))
    assert path.read_text("utf-8") == f"{BEFORE}title: {quote}{fixed}{quote} # it\n"


def test_in_a_long_text_only_what_is_wrong_is_respelled(folder: Path) -> None:
    words = [f"word{number * number % 997} the" for number in range(3_000)]
    start, end = "a\\_b \\u8336 ", "the \\\n  last \\x41"
    before = f"{start}{' '.join(words[:1500])}  {KA} {' '.join(words[1500:])} {end}"
    path = put(folder, f'{BEFORE}title: "{before}"\n')
    assert fix(folder).code == 0
    after = before.replace("  " + KA, " " + GA)
    assert path.read_text("utf-8") == f'{BEFORE}title: "{after}"\n'


def outside(text: str, places: SourceMap, changed: set[tuple]) -> list[str]:
    """Return the text around the scalars that have changed."""
    found, end = [], 0
    for scalar in sorted(
        (places.scalars[each] for each in changed if each in places.scalars),
        key=lambda each: each.start,
    ):
        found.append(text[end : scalar.start])
        end = scalar.end
    return [*found, text[end:]]


@pytest.mark.long
@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(records())
def test_nothing_but_the_fixed_values_changes(text: str) -> None:
    document = parse_document(text.encode(), Path("records/odd.yaml"), Limits())
    assume(isinstance(document, Document))
    assert isinstance(document, Document)
    fixed = fix_document(document, findings_in([document], SCHEMAS, validator=JUDGE))
    texts = (document.text, fixed.text)
    before, after = (load(text, UNLIMITED) for text in texts)
    places, after_places = map(SourceMap, texts)
    keys = list(places.keys)
    new_keys = dict(zip(keys, after_places.keys, strict=True))
    changed = {(way, "key") for way, new in new_keys.items() if way[-1] != new[-1]}
    moved = dict(zip(places.values, after_places.values, strict=True))
    for (way, value), (_, new) in zip(leaves(before), leaves(after), strict=True):
        if value != new:
            changed.add((way, "value"))
            settled = unicodedata.normalize(
                "NFC", str(value).strip().replace("\ufa19", "\ue000")
            ).replace("\ue000", "\ufa19")
            same = new == settled or "".join(str(new).split()) == "".join(settled.split())
            assert same or way == ("language",), (value, new)
    there = {
        (new_keys.get(way, way) if part == "key" else moved[way], part) for way, part in changed
    }
    assert outside(document.text, places, changed) == outside(fixed.text, after_places, there)
    again = parse_document(fixed.text.encode(), document.path, Limits())
    assert isinstance(again, Document)
    assert fixed.values or fixed.text == document.text
    for finding in findings_in([again], SCHEMAS, validator=JUDGE):
        if finding.name in {"not-nfc", "deprecated-language"}:
            assert fixed.left or fixed.values, finding
