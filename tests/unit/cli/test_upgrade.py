"""upgrade: records of an older exporter get the shape of today, and mean the same."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from exporter.records.document import Document
from exporter.records.loader import read_schemas
from exporter.records.settings import UNLIMITED
from exporter.records.yaml import load
from exporter.records.yaml.edit import UneditableError, insert_after, remove_value, rename_key
from exporter.validate.old_shape import old_fields
from tests.conftest import ROOT, exporter

OLD = {
    "people/soseki.yaml": """\
id: soseki
kind: person
language: ja  # he wrote nothing else
name:
  ja: {family: 夏目, given: 漱石}
other_names:
  # the name that his parents gave him
  - ja: {family: 夏目, given: 金之助}
    ja-Latn: {family: Natsume, given: Kinnosuke}
born: {date: 1867, place: 江戸}
inferred:
  other_names.1.ja-Latn: {en: A reading of the name.}
""",
    "people/mcclellan.yaml": """\
id: mcclellan
kind: person
language: ja
name: {en: {family: McClellan, given: Edwin}}
""",
    "organizations/iwanami.yaml": """\
id: iwanami
kind: organization
language: en  # the catalogue is English
name: Iwanami Shoten
identifiers: {ndl: "00304561"}
""",
    "books/kokoro.yaml": """\
id: kokoro
kind: book
language: ja
title: こころ
contributors:
  - {agent: soseki, role: author}
  - {agent: mcclellan, role: translator}
publisher: iwanami
identifiers: {ndl: "20123456"}
keywords: [小説]  # as in the old catalogue
notes:
  - en: First edition.
inferred:
  identifiers.ndl: {en: Looked up.}
""",
    "books/middlemarch.yaml": """\
id: middlemarch
kind: book
language: en
title: Middlemarch
keywords: [novel]
""",
    "articles/tea.yaml": """\
id: tea
kind: article
type: webpage
language: en
title: Tea
sections:
  - Leaves
  # the second one has two titles
  - {en: Water, ja: 水}
inferred:
  sections.2.ja: Translated from the English.
""",
}
NEW = {
    "people/soseki.yaml": """\
id: soseki
kind: person
cataloguing_language: ja  # he wrote nothing else
name:
  ja: {family: 夏目, given: 漱石}
other_names:
  # the name that his parents gave him
  - name:
      ja: {family: 夏目, given: 金之助}
      ja-Latn: {family: Natsume, given: Kinnosuke}
born: {date: 1867, place: 江戸}
inferred:
  other_names.1.name.ja-Latn: {en: A reading of the name.}
""",
    "people/mcclellan.yaml": """\
id: mcclellan
kind: person
name: {en: {family: McClellan, given: Edwin}}
""",
    "organizations/iwanami.yaml": """\
id: iwanami
kind: organization
# the catalogue is English
name: Iwanami Shoten
identifiers: {ndl: "00304561"}
""",
    "books/kokoro.yaml": """\
id: kokoro
kind: book
language: ja
cataloguing_language: ja
title: こころ
contributors:
  - {agent: soseki, role: author}
  - {agent: mcclellan, role: translator}
publisher: iwanami
identifiers: {jpno: "20123456"}
keywords: [小説]  # as in the old catalogue
notes:
  - en: First edition.
inferred:
  identifiers.jpno: {en: Looked up.}
""",
    "books/middlemarch.yaml": OLD["books/middlemarch.yaml"],
    "articles/tea.yaml": """\
id: tea
kind: article
type: webpage
language: en
title: Tea
contents:
  - Leaves
  # the second one has two titles
  - title: {en: Water, ja: 水}
inferred:
  contents.2.title.ja: Translated from the English.
""",
}


@pytest.fixture
def library(tmp_path: Path) -> Path:
    write(tmp_path, OLD)
    return tmp_path


def write(root: Path, records: dict[str, str]) -> None:
    for name, text in records.items():
        path = root / "records" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def records_of(root: Path) -> dict[str, str]:
    found = {}
    for path in (root / "records").rglob("*.yaml"):
        found[path.relative_to(root / "records").as_posix()] = path.read_text("utf-8")
    return found


def test_old_records_get_the_shape_of_today(library: Path) -> None:
    assert exporter("-C", library, "validate").code == 1
    ran = exporter("-C", library, "upgrade")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.endswith("5 of 6 records changed\n")
    assert records_of(library) == NEW
    ran = exporter("-C", library, "validate")
    assert (ran.code, ran.out) == (0, ""), ran.out


def test_a_second_run_changes_nothing(library: Path) -> None:
    assert exporter("-C", library, "upgrade").code == 0
    ran = exporter("-C", library, "upgrade")
    assert (ran.code, ran.err) == (0, "0 of 6 records changed\n")
    assert records_of(library) == NEW


def test_records_of_today_keep_their_meaning(tmp_path: Path) -> None:
    """In a record of today, the keywords of a Japanese work are in the language of the catalogue."""
    record = "id: a\nkind: book\nlanguage: ja\ntitle: 茶\nkeywords: [tea]\n"
    write(tmp_path, {"books/a.yaml": record, "people/soseki.yaml": NEW["people/soseki.yaml"]})
    assert exporter("-C", tmp_path, "upgrade").err == "0 of 2 records changed\n"
    assert records_of(tmp_path)["books/a.yaml"] == record


def test_the_language_of_the_catalogue_counts(library: Path) -> None:
    ran = exporter("-C", library, "upgrade", "--dry-run")
    assert "2 of 3 records of persons and organisations are written in “ja”" in ran.err
    (library / "exporter.toml").write_text('[catalogue]\nlanguage = "ja"\n', "utf-8")
    assert exporter("-C", library, "upgrade").code == 0
    after = records_of(library)
    assert "language" not in after["people/soseki.yaml"]
    assert "cataloguing_language" not in after["books/kokoro.yaml"]
    assert "cataloguing_language: en" in after["organizations/iwanami.yaml"]
    assert "cataloguing_language: en" in after["books/middlemarch.yaml"]


def test_nothing_is_written_under_dry_run_and_diff(library: Path) -> None:
    ran = exporter("-C", library, "upgrade", "--dry-run")
    assert ran.code == 0
    assert ran.out.splitlines() == [
        f"records/{name}" for name in sorted(OLD) if OLD[name] != NEW[name]
    ]
    assert ran.err.endswith("5 of 6 records would change\n")
    ran = exporter("-C", library, "upgrade", "--diff", "records/articles")
    assert "-sections:\n+contents:\n" in ran.out
    assert ran.err.endswith("1 of 1 record would change\n")
    assert records_of(library) == OLD


def test_only_the_named_records_change(library: Path) -> None:
    assert exporter("-C", library, "upgrade", "records/people").code == 0
    after = records_of(library)
    assert after["people/soseki.yaml"] == NEW["people/soseki.yaml"]
    assert after["articles/tea.yaml"] == OLD["articles/tea.yaml"]


def test_a_record_that_cannot_be_edited_is_named(library: Path) -> None:
    text = "{id: odd, kind: person, ? language\n: en, name: Odd}\n"
    write(library, {"people/odd.yaml": text, "people/broken.yaml": "id: [\n"})
    ran = exporter("-C", library, "upgrade")
    assert ran.code == 1
    assert "records/people/broken.yaml: " in ran.err
    assert records_of(library)["people/soseki.yaml"] == NEW["people/soseki.yaml"]


def test_old_schemas_are_named(library: Path) -> None:
    shutil.copytree(ROOT / "schemas", library / "schemas")
    path = library / "schemas" / "person.schema.json"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace('"properties": {', '"properties": {"language": {"type": "string"},', 1)
    )
    ran = exporter("-C", library, "upgrade")
    assert (ran.code, ran.out) == (2, "")
    assert "exporter schemas update" in ran.err
    assert records_of(library) == OLD


def test_the_findings_name_the_command(library: Path) -> None:
    ran = exporter("-C", library, "validate")
    hints = [line for line in ran.out.splitlines() if "exporter upgrade" in line]
    assert any("delete it, or write cataloguing_language; " in hint for hint in hints)
    assert any("did you mean “contents”?; " in hint for hint in hints)
    assert any("did you mean “jpno”?; " in hint for hint in hints)
    assert any("put the language below “name”" in hint for hint in hints)


def test_another_mistake_is_not_taken_for_the_older_shape(tmp_path: Path) -> None:
    record = "id: a\nkind: book\ntitle: A\ncontents:\n  - {titel: Tea}\n  - {title: Tea, de: Tee}\n"
    write(tmp_path, {"books/a.yaml": record})
    ran = exporter("-C", tmp_path, "validate")
    assert ran.out.count("unknown-field") == 2
    assert "exporter upgrade" not in ran.out


def test_every_record_here_has_the_shape_of_today() -> None:
    schemas = read_schemas(ROOT)
    folders = [ROOT / "records", *(ROOT / "tests" / "golden").glob("*/records")]
    paths = [path for folder in folders for path in folder.rglob("*.yaml")]
    assert len(paths) > 50
    for path in paths:
        document = Document(path, load(path.read_text("utf-8"), UNLIMITED))
        assert old_fields(document, schemas, "en") == [], path


def test_a_key_gets_another_name() -> None:
    text = "a: 1  # one\nb:\n  - {c: 2, d: 3}\n"
    assert rename_key(text, ("b", 0, "c"), "e") == "a: 1  # one\nb:\n  - {e: 2, d: 3}\n"
    with pytest.raises(UneditableError):
        rename_key(text, ("b", 0, "c"), "d")


def test_a_field_is_inserted_after_another() -> None:
    text = "a: 1  # one\nb: {c: 2}"
    assert insert_after(text, ("a",), "x", "z") == "a: 1  # one\nx: z\nb: {c: 2}"
    assert insert_after(text, ("b",), "x", "z") == "a: 1  # one\nb: {c: 2}\nx: z\n"
    assert insert_after(text, ("b", "c"), "x", "z") == "a: 1  # one\nb: {c: 2, x: z}"


def test_the_comments_of_a_removed_field_stay_if_wanted() -> None:
    text = "a: 1\nb: 2  # two\nc: 3\n"
    assert remove_value(text, ("b",), keep_comments=True) == "a: 1\n# two\nc: 3\n"
    assert remove_value(text, ("b",)) == "a: 1\nc: 3\n"
