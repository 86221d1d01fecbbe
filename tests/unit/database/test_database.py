"""export, site and validate from SQLite, PostgreSQL and Parquet: the same checks, the same bytes."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pyarrow
import pytest
from psycopg.types.json import Json
from pyarrow.parquet import write_table

from exporter.database.rows import BadRow, JsonText, RowReader
from exporter.database.sql import open_sql, open_sqlite
from exporter.errors import UsageError
from exporter.records.loader import read_packaged_schemas
from exporter.records.settings import UNLIMITED, TableSettings
from exporter.records.yaml import load
from tests.conftest import exporter
from tests.support.inputs import ROOT
from tests.support.postgresql import postgresql

GOLDEN = ROOT / "tests" / "golden" / "catalogue"
FIELDS = """\
[database.books]
kind = "book"
[database.books.fields]
id = "nr"
language = "lang"
title.en = "ti"
title.ja = "ti_ja"
issued = "jahr"
contributors.0.agent = "au"
contributors.0.role = "rolle"
contributors.1.agent = "tr"
[database.people]
record = "data"
"""
BOOKS = [
    ("tea", "en", "The Book of Tea", "茶の本", 1906, "okakura", "author", None),
    ("quiet", "en", "A Quiet Book", None, None, None, "", None),
]
PEOPLE = [
    {"id": "okakura", "kind": "person", "name": {"en": {"family": "Okakura", "given": "Kakuzo"}}}
]
AS_FILES = {
    "books/tea.yaml": "id: tea\nkind: book\nlanguage: en\ntitle: {en: The Book of Tea, ja: 茶の本}\n"
    "issued: '1906'\ncontributors: [{agent: okakura, role: author}]\n",
    "books/quiet.yaml": "id: quiet\nkind: book\nlanguage: en\ntitle: {en: A Quiet Book}\n",
    "people/okakura.yaml": "id: okakura\nkind: person\nname: {en: {family: Okakura, given: Kakuzo}}\n",
}


def golden_records() -> list[dict[str, Any]]:
    files = sorted((GOLDEN / "records").rglob("*.yaml"), reverse=True)  # not in the order of ids
    return [load(file.read_text("utf-8"), UNLIMITED) for file in files]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgresql() as address:
        yield address


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with settings, and no records in files."""
    (tmp_path / "exporter.toml").write_bytes((GOLDEN / "exporter.toml").read_bytes())
    return tmp_path


def of_files(folder: Path) -> str:
    """Write the records of the tables into files, and return their export."""
    for name, text in AS_FILES.items():
        file = folder / "files" / "records" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    ran = exporter("-C", folder / "files", "export", "-f", "marcxml")
    assert ran.code == 0, ran.err
    return ran.out


def sqlite_of(folder: Path, script: str, *rows: tuple[str, list[tuple[Any, ...]]]) -> Path:
    file = folder / "library.sqlite"
    with sqlite3.connect(file) as connection:
        connection.executescript(script)
        for statement, values in rows:
            connection.executemany(statement, values)
    connection.close()
    return file


def findings(folder: Path, *words: str | Path) -> list[tuple[str, str, str]]:
    ran = exporter("-C", folder, "validate", "--format", "json", "--database", *words)
    assert ran.code == 1, ran.err
    found = json.loads(ran.out)["findings"]
    return [(each["path"], each["name"], each["message"]) for each in found]


def refused(folder: Path, *words: str | Path) -> str:
    ran = exporter("-C", folder, "export", "-f", "tei", *words)
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err
    return ran.err


def test_the_same_records_make_the_same_bytes_from_files_and_databases(
    folder: Path, server: str
) -> None:
    records = golden_records()
    sqlite_of(
        folder,
        "CREATE TABLE records (id INTEGER PRIMARY KEY, record JSON)",
        ("INSERT INTO records (record) VALUES (?)", [(json.dumps(each),) for each in records]),
    )
    table = pyarrow.table({"record": [json.dumps(each) for each in records]})
    write_table(table, folder / "records.parquet")
    with psycopg.connect(server) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE golden (record json)")
        values = [(Json(each),) for each in records]
        cursor.executemany("INSERT INTO golden VALUES (%s)", values)
    wanted = exporter("-C", GOLDEN, "export", "-f", "tei", "--keep-going")
    for words in (["library.sqlite"], ["records.parquet"], [server, "--table", "golden"]):
        got = exporter("-C", folder, "export", "-f", "tei", "--keep-going", "--database", *words)
        assert (got.code, got.out) == (0, wanted.out), words


def test_columns_are_fields_by_name_or_by_the_settings(folder: Path, server: str) -> None:
    (folder / "exporter.toml").write_text(FIELDS, "utf-8")
    columns = "nr text, lang text, ti text, ti_ja text, jahr integer, au text, rolle text, tr text"
    tables = f"CREATE TABLE books ({columns}); CREATE TABLE people (data json);"
    people = [(json.dumps(each),) for each in PEOPLE]
    file = sqlite_of(
        folder,
        tables,
        ("INSERT INTO books VALUES (?, ?, ?, ?, ?, ?, ?, ?)", BOOKS),
        ("INSERT INTO people VALUES (?)", people),
    )
    with psycopg.connect(server) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA library")
        cursor.execute("SET search_path TO library")
        cursor.execute(tables)
        cursor.executemany("INSERT INTO books VALUES (%s, %s, %s, %s, %s, %s, %s, %s)", BOOKS)
        cursor.executemany("INSERT INTO people VALUES (%s)", people)
        cursor.execute(
            "CREATE VIEW everything AS"
            " SELECT nr AS id, 'book' AS kind, lang AS language, jahr AS issued,"
            " jsonb_strip_nulls(jsonb_build_object('en', ti, 'ja', ti_ja)) AS title,"
            " CASE WHEN au > '' THEN jsonb_build_array(jsonb_build_object('agent', au, 'role', rolle))"
            " END AS contributors, NULL::json AS name FROM books"
            " UNION ALL SELECT data->>'id', data->>'kind', NULL, NULL, NULL, NULL, data->'name'"
            " FROM people"
        )
    wanted = of_files(folder)
    path = f"{server}&options=-csearch_path%3Dlibrary"
    for words in ([file], [path], [server, "--table", "library.everything"]):
        ran = exporter("-C", folder, "export", "-f", "marcxml", "--database", *words)
        assert (ran.code, ran.out) == (0, wanted), ran.err


def test_parquet_files_of_a_folder_are_tables_with_lists_and_groups(folder: Path) -> None:
    (folder / "tables").mkdir()
    books = {
        "id": ["tea", "quiet"],
        "kind": ["book", "book"],
        "language": ["en", "en"],
        "title": [{"en": "The Book of Tea", "ja": "茶の本"}, {"en": "A Quiet Book", "ja": None}],
        "issued": [date(1906, 5, 1), None],
        "contributors": [[{"agent": "okakura", "role": "author"}], None],
    }
    write_table(pyarrow.table(books), folder / "tables" / "books.parquet")
    write_table(
        pyarrow.table({"record": [json.dumps(PEOPLE[0])]}), folder / "tables" / "people.parquet"
    )
    ran = exporter("-C", folder, "export", "-f", "bibtex", "--database", "tables")
    assert ran.code == 0, ran.err
    assert "author = {Okakura, Kakuzo}" in ran.out
    assert "1906" in ran.out
    assert "no Parquet file for the table “book”" in refused(
        folder, "--database", "tables", "--table", "book"
    )


def test_a_site_is_made_of_a_database(folder: Path) -> None:
    records = [*PEOPLE, load(AS_FILES["books/quiet.yaml"], UNLIMITED)]
    rows = [(json.dumps(each),) for each in records]
    insert = ("INSERT INTO records VALUES (?)", rows)
    file = sqlite_of(folder, "CREATE TABLE records (record)", insert)
    ran = exporter("-C", folder, "site", "-o", folder / "public", "--database", file)
    assert ran.code == 0, ran.err
    assert "git" not in ran.err
    page = folder / "public" / "en" / "quiet" / "index.html"
    pages = list((folder / "public").rglob("*.html"))
    assert any("A Quiet Book" in each.read_text("utf-8") for each in pages), page


def test_findings_name_the_table_the_row_and_the_field(folder: Path) -> None:
    rows = [
        ("a", '{"id": "a", "id": "b"}'),
        ("b", "[1]"),
        ("c", '{"a": NaN}'),
        ("d", "[" * 100_000),
        ("e", '{"x": ' + "[" * 400 + "]" * 400 + "}"),
        ("n", '{"x": ' + "[" * 950 + "]" * 950 + "}"),
        ("f", '{"kind": "person", "name": "\\ud800"}'),
        ("g", '{"kind": "person", "name": "a\\u0000b"}'),
        ("h", None),
        ("i", '{"x": ' + "9" * 5000 + "}"),
        ("j", f'"{"x" * 1_000_000}"'),
        ("k", b"\xff"),
        ("l", '{"kind": "person", "name": "Lee", "born": {"in": "nowhere"}}'),
        ("l", '{"kind": "person", "name": "Lee"}'),
        ("../../etc", '{"kind": "person", "name": "Lee"}'),
    ]
    insert = ("INSERT INTO records VALUES (?, ?)", rows)
    file = sqlite_of(folder, "CREATE TABLE records (id, record)", insert)
    with sqlite3.connect(file) as connection:
        connection.execute(
            "INSERT INTO records VALUES ('m', CAST(x'7b226964223a22e9227d' AS TEXT))"
        )
    connection.close()
    found = findings(folder, file)
    assert [each[:2] for each in found[:3]] == [
        ("records#a", "not-a-record"),
        ("records#b", "not-a-record"),
        ("records#c", "not-a-record"),
    ]
    messages = {path: message for path, _, message in found}
    assert messages["records#m"] == "the column record is not UTF-8 at its character 8"
    assert {path: name for path, name, _ in found} == {
        **{f"records#{each}": "not-a-record" for each in "abcdehijkmn"},
        "records#f": "not-yaml",
        "records#g": "forbidden-character",
        "records#l": "duplicate-id",
        "records#row-15": "malformed-value",
    }
    text = exporter("-C", folder, "validate", "--database", file)
    assert (
        "records#a: error: not-a-record: the column record is not JSON: “id” is there" in text.out
    )
    assert "records#l, id: error: duplicate-id: another record has the id “l” too" in text.out
    assert "      = records#l: the other record with this id" in text.out
    assert text.err.endswith("rows.\n")


def test_what_cannot_be_read_is_told_without_a_password(folder: Path, server: str) -> None:
    script = "CREATE TABLE records (record); CREATE TABLE books (id, title, 'title.ja')"
    file = sqlite_of(folder, script)
    os.mkfifo(folder / "pipe")
    secret = "postgresql://ann:s3cret@127.0.0.1:1/library"
    for words, message in {
        ("absent.sqlite",): "absent.sqlite cannot be opened: No such file",
        (".",): "there is no Parquet file in .",
        ("exporter.toml",): "exporter.toml is neither a database of SQLite nor a Parquet file",
        ("sqlite:///absent.sqlite",): "there is no file absent.sqlite",
        ("sqlite://",): "there is no file .",
        ("",): "--database names no database",
        ("pipe",): "pipe is neither a database of SQLite nor a Parquet file",
        (str(file), "--table", "recrods"): "did you mean “records”?",
        (str(file), "--table", "books"): "has columns for “title” and for a part of it",
        (str(file), "--table", 'x"; DROP TABLE records; --'): "the database has no table",
        (
            "mysql://ann:s3cret@localhost/x",
        ): "databases are read from SQLite, PostgreSQL and Parquet",
        ("postgresql://ann:s3cret@x@localhost/x",): "in a password, @ is %40",
        ("postgresql://ann:s3cret@localhost:port/x",): "the address of the database cannot be read",
        (secret,): "Connection refused",
        (server.replace("reader", "stranger"),): 'role "stranger" does not exist',
        (server.replace("/postgres?", "/library?"),): 'database "library" does not exist',
        (server, "--table", "nothing"): "the database has no table “nothing”",
    }.items():
        told = refused(folder, "--database", *words)
        assert message in told, (words, told)
        assert "s3cret" not in told
    assert not (folder / "absent.sqlite").exists()
    file.write_bytes(file.read_bytes()[:100])
    assert "the database cannot be read" in refused(folder, "--database", file)
    (folder / "cut.parquet").write_bytes(b"PAR1 and no more")
    assert "cut.parquet cannot be read" in refused(folder, "--database", "cut.parquet")


def test_a_damaged_database_is_no_empty_catalogue(folder: Path) -> None:
    rows = [(json.dumps({"id": f"r{number}", "note": "x" * 900}),) for number in range(9)]
    file = sqlite_of(
        folder, "CREATE TABLE records (record)", ("INSERT INTO records VALUES (?)", rows)
    )
    whole = file.read_bytes()
    file.write_bytes(whole[:-3000])
    assert "the database is damaged: " in refused(folder, "--database", file)
    file.write_bytes(whole[:-3000] + whole[:3000])
    assert "the database is damaged: " in refused(folder, "--database", file)
    table = pyarrow.table({"id": ["tea"], "title": ["The Book of Tea" * 20]})
    parquet = folder / "books.parquet"
    write_table(table, parquet, compression="none", write_page_checksum=True)
    content = bytearray(parquet.read_bytes())
    content[content.index(b"Book of Tea")] ^= 1
    parquet.write_bytes(content)
    assert "books.parquet cannot be read" in refused(folder, "--database", parquet)


def test_another_table_that_cannot_be_checked_is_no_damage(folder: Path) -> None:
    file = folder / "library.sqlite"
    with sqlite3.connect(file) as connection:
        connection.create_collation("OWN", lambda one, other: (one > other) - (one < other))
        connection.executescript(
            "CREATE TABLE records (id); CREATE TABLE other (a TEXT COLLATE OWN); "
            "CREATE INDEX by_a ON other (a); INSERT INTO other VALUES ('x'), ('y')"
        )
    connection.close()
    with open_sqlite(file) as database:
        assert list(database.rows("records", database.columns("records"))) == []
    file.unlink()
    with sqlite3.connect(file) as connection:
        connection.executescript(
            "CREATE TABLE records (id); CREATE TABLE other (a CHECK (a > 0)); "
            "PRAGMA ignore_check_constraints = ON; INSERT INTO other VALUES (-1)"
        )
    connection.close()
    with open_sqlite(file) as database:
        assert database.columns("records") == ["id"]


def test_two_columns_with_one_name_and_one_without_a_name_are_refused(folder: Path) -> None:
    names = ["id", "title", "title"]
    table = pyarrow.table([pyarrow.array(["x"])] * 3, names=names)
    write_table(table, folder / "books.parquet")
    told = refused(folder, "--database", folder / "books.parquet")
    assert "the table books has 2 columns “title”" in told
    file = sqlite_of(folder, 'CREATE TABLE records (id, "")')
    assert "the table records has a column without a name" in refused(folder, "--database", file)


def test_a_file_with_a_log_is_read_where_nothing_can_be_written() -> None:
    folder = Path(tempfile.mkdtemp(prefix="sqlite-"))  # not below a folder of one user
    file = sqlite_of(folder, "PRAGMA journal_mode = WAL; CREATE TABLE records (id)")
    file.chmod(0o444)
    folder.chmod(0o555)
    user = os.geteuid()
    try:
        if user == 0:
            os.seteuid(pwd.getpwnam("nobody").pw_uid)
        with open_sqlite(file) as database:
            assert database.columns("records") == ["id"]
        assert list(folder.iterdir()) == [file]
    finally:
        os.seteuid(user)
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_dates_that_python_lacks_are_text(server: str) -> None:
    with psycopg.connect(server) as connection, connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE days (id text, issued date, created timestamptz, note interval)"
        )
        cursor.execute("INSERT INTO days VALUES ('caesar', '0044-03-15 BC', 'infinity', '1 year')")
        cursor.execute("INSERT INTO days VALUES ('tea', '1906-05-01', '1906-05-01 10:00Z', NULL)")
    with open_sql(server) as database:
        rows = list(database.rows("days", database.columns("days")))
    assert list(rows[0].values()) == ["caesar", "0044-03-15 BC", "infinity", "1 year"]
    assert rows[1]["issued"] == date(1906, 5, 1)
    assert rows[1]["created"] == datetime(1906, 5, 1, 10, tzinfo=UTC)


def test_what_a_view_does_wrong_is_told_with_the_tables_of_its_schema(
    folder: Path, server: str
) -> None:
    with psycopg.connect(server) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE VIEW wrong AS SELECT 1 / (length('') * 2) AS id")
        cursor.execute("CREATE SCHEMA annex; CREATE TABLE annex.maps (id text)")
    told = refused(folder, "--database", server, "--table", "wrong")
    assert "the database cannot be read: division by zero" in told
    assert "whether all rows of the table or view can be read" in told
    told = refused(folder, "--database", server, "--table", "annex.map")
    assert "did you mean “annex.maps”?" in told


def test_a_table_without_the_right_to_read_it_is_an_error(folder: Path, server: str) -> None:
    with psycopg.connect(server) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE closed (record jsonb)")
        cursor.execute("CREATE ROLE guest LOGIN")
    told = refused(folder, "--database", server.replace("reader", "guest"), "--table", "closed")
    assert "permission denied for table closed" in told


def test_options_that_need_files_are_refused(folder: Path) -> None:
    file = sqlite_of(folder, "CREATE TABLE records (record)")
    assert "add --database" in refused(folder, "--table", "books")
    assert "git knows no rows" in refused(folder, "--database", file, "--history")
    assert "git knows no rows" in refused(folder, "--database", file, "--since", "HEAD")
    assert "leave out --engine" in refused(folder, "--database", file, "--engine", "dask")
    for words in (["--fix"], ["--staged"], ["--since", "HEAD"], ["--kind", "book"], ["records"]):
        ran = exporter("-C", folder, "validate", "--database", file, *words)
        assert (ran.code, ran.out) == (2, ""), words


def test_settings_that_cannot_be_used_are_told(folder: Path) -> None:
    for text, message in {
        "database = 1": "[database] must be a table",
        "[database]\nbooks = 1": "[database.books] must be a table",
        "[database.books]\nfield = 1": "there is no setting “field”",
        "[database.books]\nrecord = 1": "record must be text",
        "[database.books]\nfields = 1": "fields must be a table",
        "[database.books]\nfields = {id = 1}": "id must name a column",
        '[database.books]\nrecord = "a"\nfields = {id = "b"}': "has both record and fields",
    }.items():
        (folder / "exporter.toml").write_text(text, "utf-8")
        ran = exporter("-C", folder, "export", "-f", "tei", "--database", "x")
        assert ran.code == 2
        assert message in ran.err


SCHEMAS = read_packaged_schemas()


def test_values_of_databases_become_what_fields_hold() -> None:
    row = {
        "id": "place",
        "kind": "place",
        "coordinates.latitude": Decimal("52.5"),
        "note": 7.0,
        "day": date(1906, 5, 1),
        "extra": JsonText('{"a": [1, null]}'),
        "blank": " ",
    }
    reader = RowReader("places", list(row), TableSettings(), SCHEMAS)
    assert reader.data(row) == {
        "kind": "place",
        "id": "place",
        "coordinates": {"latitude": "52.5"},
        "note": "7",
        "day": "1906-05-01",
        "extra": {"a": [1, None]},
    }
    with pytest.raises(BadRow, match="holds bytes"):
        reader.data({**row, "note": b"x"})
    with pytest.raises(BadRow, match="the column note holds NaN, which is not a number"):
        reader.data({**row, "note": Decimal("NaN")})


@pytest.mark.parametrize(
    "columns", [["a", "a.b"], ["a.0", "a.b"], ["0"], ["a..b"], ["a.9999999999"], [""]]
)
def test_columns_that_contradict_each_other_are_refused(columns: list[str]) -> None:
    with pytest.raises(UsageError):
        RowReader("books", columns, TableSettings(), SCHEMAS)


def test_list_items_without_values_are_left_out() -> None:
    fields = {"notes.1.en": "b", "notes.0.en": "a", "id": "id"}
    reader = RowReader("books", ["a", "b", "id"], TableSettings(fields=fields), SCHEMAS)
    assert reader.data({"a": None, "b": "x", "id": "tea"}) == {"notes": [{"en": "x"}], "id": "tea"}
    with pytest.raises(UsageError, match="no column “c”"):
        RowReader("books", ["a"], TableSettings(fields={"id": "c"}), SCHEMAS)
