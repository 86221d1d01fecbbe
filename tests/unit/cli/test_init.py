"""init and schemas: a catalogue that validates at once, and nothing is overwritten."""

from __future__ import annotations

import json
import re
import tomllib
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from exporter.editing import new_catalogue
from tests.conftest import ROOT, exporter, run

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = set(PROJECT["optional-dependencies"])

HIDDEN = (
    ".editorconfig",
    ".gitattributes",
    ".gitignore",
    ".gitlab-ci.yml",
    ".pre-commit-config.yaml",
    ".vscode/extensions.json",
    ".vscode/settings.json",
    ".github/workflows/catalogue.yaml",
)


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".git/" not in path.as_posix()
    }


def test_a_new_catalogue_is_complete_and_validates(tmp_path: Path) -> None:
    title = 'Books "on" $Changchun'
    ran = exporter("init", "new", "--title", title, "--language", "ja", cwd=tmp_path)
    assert (ran.code, ran.out) == (0, "")
    assert "cd new\n" in ran.err
    catalogue = tmp_path / "new"
    found = files(catalogue)
    assert set(HIDDEN) <= found.keys()
    settings = tomllib.loads(found["exporter.toml"].decode())["catalogue"]
    assert settings == {"title": title, "institution": "our library", "language": "ja"}
    assert found["README.md"].decode().startswith(f"# {title}\n")
    assert "schemas/book.schema.json" in found
    for name in HIDDEN:
        if name.endswith((".yaml", ".yml")):
            assert yaml.safe_load(found[name])
    assert exporter("validate", cwd=catalogue).code == 0
    assert exporter("export", "--format", "tei", cwd=catalogue).code == 0


def test_the_record_that_its_readme_explains_is_right(tmp_path: Path) -> None:
    exporter("init", cwd=tmp_path)
    readme = (tmp_path / "README.md").read_text("utf-8")
    record = readme.partition("```yaml\n")[2].partition("```")[0]
    for folder in ("books", "people"):
        (tmp_path / "records" / folder).mkdir()
    (tmp_path / "records" / "books" / "kokoro.yaml").write_text(record, "utf-8")
    exporter("new", "person", "--name", "Natsume, Sōseki", cwd=tmp_path)
    ran = exporter("validate", cwd=tmp_path)
    assert (ran.code, ran.out) == (0, "")
    data = yaml.safe_load(record)
    assert (data["title"], data["volume"]) == ("Kokoro: a novel", "2")


@pytest.mark.parametrize(
    ("origin", "suffix"),
    [
        (None, ""),
        ({"url": "file:///home/me/exporter", "dir_info": {"editable": True}}, ""),
        ({"url": "https://me:secret@example.org/x", "vcs_info": {"vcs": "git"}}, ""),
        ({"url": "ssh://git@example.org/x", "vcs_info": {"vcs": "git"}}, ""),
        (
            {"url": "https://example.org/our/exporter.git", "vcs_info": {"vcs": "git"}},
            " @ git+https://example.org/our/exporter.git",
        ),
        (
            {
                "url": "https://example.org/exporter",
                "vcs_info": {"vcs": "git", "requested_revision": "v1", "commit_id": "0" * 40},
            },
            " @ git+https://example.org/exporter@v1",
        ),
    ],
)
def test_other_machines_install_exporter_from_where_it_came(
    origin: object, suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of these files can install it: nothing is fetched here."""
    installed = SimpleNamespace(read_text=lambda _: json.dumps(origin) if origin else None)
    monkeypatch.setattr(new_catalogue, "distribution", lambda _: installed)
    new_catalogue.init(tmp_path, new_catalogue.NewCatalogue("Tea", "Us", "en"), site=True)
    hooks = yaml.safe_load((tmp_path / ".pre-commit-config.yaml").read_text())
    (hook,) = hooks["repos"][0]["hooks"]
    assert hook["additional_dependencies"] == [f"catalogue-exporter{suffix}"]
    gitlab = yaml.safe_load((tmp_path / ".gitlab-ci.yml").read_text())
    workflows = tmp_path / ".github" / "workflows"
    check = yaml.safe_load((workflows / "catalogue.yaml").read_text())
    site = yaml.safe_load((workflows / "site.yaml").read_text())
    plain, whole = (
        f'pip install "catalogue-exporter{each}{suffix}"' for each in ("", "[cite,site]")
    )
    assert gitlab["validate"]["script"][0] == plain
    assert gitlab["pages"]["script"][0] == whole
    assert {"run": plain} in check["jobs"]["validate"]["steps"]
    assert {"run": whole} in site["jobs"]["build"]["steps"]
    assert f"`{plain}`" in (tmp_path / "README.md").read_text("utf-8")


def test_the_editor_settings_name_a_schema_for_each_folder(tmp_path: Path) -> None:
    exporter("init", cwd=tmp_path)
    settings = json.loads((tmp_path / ".vscode" / "settings.json").read_text())
    by_file = settings["yaml.schemas"]
    assert by_file["./schemas/book.schema.json"] == "records/books/**/*.yaml"
    assert all((tmp_path / name).is_file() for name in by_file)


def test_a_folder_with_git_and_files_keeps_them(tmp_path: Path) -> None:
    assert run("git", "init", "-q", cwd=tmp_path).code == 0
    (tmp_path / "README.md").write_text("mine")
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "book.schema.json").write_text("{}")
    ran = exporter("init", cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert "kept     README.md\n" in ran.err
    assert "git init" not in ran.err
    found = files(tmp_path)
    assert found["README.md"] == b"mine"
    assert [name for name in found if name.startswith("schemas/")] == ["schemas/book.schema.json"]


def test_init_twice_changes_nothing(tmp_path: Path) -> None:
    exporter("init", cwd=tmp_path)
    before = files(tmp_path)
    ran = exporter("init", "--title", "Other", cwd=tmp_path)
    assert ran.code == 0
    assert "created" not in ran.err
    assert files(tmp_path) == before


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "schemas").write_text("")
    ran = exporter("init", cwd=tmp_path)
    assert ran.code == 2
    assert "schemas is in the way: it is not a folder" in ran.err
    assert list(files(tmp_path)) == ["schemas"]


@pytest.mark.parametrize(
    ("language", "meant"), [("English", "did you mean “en”?"), ("jp", "did you mean “ja”?")]
)
def test_a_wrong_language_is_refused(tmp_path: Path, language: str, meant: str) -> None:
    ran = exporter("init", "--language", language, cwd=tmp_path)
    assert ran.code == 2
    assert f"“{language}” is not a language tag" in ran.err
    assert meant in ran.err
    assert not files(tmp_path)


@pytest.mark.parametrize("command", ["validate", "stats", "list", "fmt"])
def test_in_an_empty_folder_every_command_says_init(tmp_path: Path, command: str) -> None:
    ran = exporter(command, cwd=tmp_path)
    assert ran.code == 2
    assert "start one: exporter init" in ran.err


def test_schemas_update_keeps_what_the_owner_changed(tmp_path: Path) -> None:
    exporter("init", cwd=tmp_path)
    folder = tmp_path / "schemas"
    book, film, common = (folder / f"{name}.schema.json" for name in ("book", "film", "common"))
    right = film.read_bytes()
    old = film.read_bytes().replace(b'"title"', b'"title" ', 1)
    film.write_bytes(old)
    digests = json.loads((folder / "installed.json").read_text())
    digests[film.name] = sha256(old).hexdigest()  # as an older exporter would have left it
    (folder / "installed.json").write_text(json.dumps(digests))
    changed = book.read_bytes().replace(b'"Book"', b'"Buch"')
    book.write_bytes(changed)
    common.unlink()
    ran = exporter("schemas", "update", cwd=tmp_path)
    assert ran.code == 1
    assert "updated  schemas/film.schema.json\n" in ran.err
    assert "updated  schemas/common.schema.json\n" in ran.err
    assert "kept     schemas/book.schema.json: you have changed it" in ran.err
    assert (film.read_bytes(), book.read_bytes()) == (right, changed)
    book.write_bytes(changed.replace(b'"Buch"', b'"Book"'))
    ran = exporter("schemas", "update", cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "the schemas are up to date\n")


def test_what_publishes_a_site_builds_it(tmp_path: Path) -> None:
    """The commands of both workflows are run, but for those that install exporter."""
    assert exporter("init", "--site", cwd=tmp_path).code == 0
    book = "id: tea\nkind: book\nlanguage: en\ntitle: Tea\n"
    (tmp_path / "records" / "books").mkdir()
    (tmp_path / "records" / "books" / "tea.yaml").write_text(book, "utf-8")
    github = yaml.safe_load((tmp_path / ".github" / "workflows" / "site.yaml").read_bytes())
    gitlab = yaml.safe_load((tmp_path / ".gitlab-ci.yml").read_bytes())
    steps = [step["run"] for step in github["jobs"]["build"]["steps"] if "run" in step]
    assert gitlab["pages"]["script"] == steps
    installs, *commands = steps
    wanted = re.fullmatch(r'pip install "catalogue-exporter\[(.+)\].*"', installs)
    assert wanted
    assert set(wanted[1].split(",")) <= EXTRAS
    for command in commands:
        program, *words = command.split()
        assert program == "exporter"
        assert exporter(*words, cwd=tmp_path).code == 0
    (folder,) = gitlab["pages"]["artifacts"]["paths"]
    assert (tmp_path / folder / "index.html").is_file()
    assert {"path": folder} in [step.get("with") for step in github["jobs"]["build"]["steps"]]


def test_the_container_installs_extras_that_there_are() -> None:
    text = (ROOT / "Dockerfile").read_text("utf-8")
    extras = re.search(r"/source\[(.+)\]'", text)
    assert extras
    assert set(extras[1].split(",")) == EXTRAS - {"dask", "test"}
    kept = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    for name in ("exporter", "schemas", "pyproject.toml", "README.md"):
        assert f"!{name}" in kept


def test_in_a_folder_of_a_repository_it_is_said_where_files_count(tmp_path: Path) -> None:
    assert run("git", "init", "-q", cwd=tmp_path).code == 0
    said = exporter("init", "our library/books", cwd=tmp_path).err
    assert "move .github, .gitlab-ci.yml and .pre-commit-config.yaml there" in said
    assert "write exporter -C 'our library/books' for exporter in them" in said
    assert "git init" not in said
    assert "move .github" not in exporter("init", cwd=tmp_path).err
