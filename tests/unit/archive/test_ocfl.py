"""exporter archive --ocfl: versions that ocfl-py validates, damaged, hostile and restored."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import Any

import ocfl
import pytest

from exporter.archive.bag_files import BagFiles
from exporter.archive.ocfl import (
    VersionNote,
    find_object_damage,
    finish_version,
    new_version,
    write_version,
)
from exporter.archive.reading import find_damage
from exporter.errors import UsageError
from exporter.records.folder_lock import locked
from tests.conftest import exporter
from tests.support.commands import EXPORTER
from tests.unit.archive.test_archive import Library

NOTE = VersionNote("https://example.org/", "2026-01-01T00:00:00Z", "A message", "exporter")


def bag_of(**contents: bytes) -> BagFiles:
    return BagFiles(list(contents), lambda name: iter([contents[name]]))


def add(folder: Path, **contents: bytes) -> str:
    """Add a version with these files, and return its name; empty if it is not new."""
    version = new_version(bag_of(**contents), folder, NOTE)
    if version.is_new:
        write_version(version, folder)
    return version.name if version.is_new else ""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return an object of two versions that is small enough to damage each of its bytes."""
    folder = tmp_path / "object"
    assert add(folder, a=b"one", b=b"one") == "v1"
    assert add(folder, a=b"one", c=b"two") == "v2"
    assert add(folder, a=b"one", c=b"two") == ""
    return folder


def validate(folder: Path) -> None:
    """Let ocfl-py validate an object."""
    passed, validator = ocfl.Object(path=str(folder)).validate(log_warnings=True)
    assert passed, str(validator)
    assert "[W" not in str(validator)


def stored(folder: Path) -> list[str]:
    content = (path for path in folder.glob("v*/content/**/*") if path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in content)


def test_versions_of_a_catalogue_are_valid_and_come_back(tmp_path: Path) -> None:
    library = Library(tmp_path / "library")
    target = tmp_path / "object"
    words = ("archive", "--ocfl", "-o", target)
    first = exporter(*words, cwd=library.folder)
    assert first.code == 0, first.err
    assert "v1 is new" in first.err
    validate(target)
    again = exporter(*words, cwd=library.folder)
    assert "v1 has this state already" in again.err
    tea = library.folder / "records" / "books" / "tea.yaml"
    tea.write_text(tea.read_text("utf-8") + "extent: 160 pages\n", "utf-8")
    library.commit("Count the pages")
    second = exporter(*words, cwd=library.folder)
    assert "v2 is new" in second.err
    validate(target)
    inventory = (target / "inventory.json").read_bytes()
    assert f"SHA-512 {hashlib.sha512(inventory).hexdigest()}" in second.err
    names = stored(target)
    assert "v2/content/data/catalogue/records/books/tea.yaml" in names
    assert "v2/content/data/catalogue/records/people/okakura.yaml" not in names
    assert exporter("archive", "verify", target).code == 0
    assert exporter("archive", "restore", target, "-o", tmp_path / "back").code == 0
    for path in (tmp_path / "back").rglob("*"):
        if path.is_file():
            name = path.relative_to(tmp_path / "back")
            assert path.read_bytes() == (library.folder / name).read_bytes()
    assert (tmp_path / "back" / "records" / "books" / "tea.yaml").is_file()
    other = tmp_path / "other"
    assert exporter("archive", "--ocfl", "-o", other, cwd=library.folder).code == 0
    assert (
        json.loads(inventory)["versions"]["v2"]["state"]
        == (json.loads((other / "inventory.json").read_bytes())["versions"]["v1"]["state"])
    )


def test_each_changed_byte_and_each_missing_or_added_file_is_found(small: Path) -> None:
    validate(small)
    assert find_object_damage(small) == []
    files = [path for path in small.rglob("*") if path.is_file()]
    assert len(files) == 9
    for path in files:
        content = path.read_bytes()
        step = 1 if len(content) < 200 else 13  # each byte of an inventory takes seconds
        for place in range(0, len(content), step):
            changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
            path.write_bytes(changed)
            assert find_damage(small), (path, place)
        path.write_bytes(content + b" ")
        assert find_damage(small), path
        path.unlink()
        assert find_damage(small), path
        path.write_bytes(content)
    assert find_object_damage(small) == []
    for name in ("x", "v1/x", "v1/content/x"):
        path = small / name
        for make, remove in (
            (path.touch, path.unlink),
            (partial(path.symlink_to, small.parent), path.unlink),
            (partial(os.mkfifo, path), path.unlink),
        ):
            make()
            assert find_object_damage(small) == [(name, "it was added")]
            remove()
        path.mkdir()
        assert find_object_damage(small) == [(name, "an empty folder was added")]
        path.rmdir()


def test_files_that_an_interrupted_run_left_are_named_and_removed(small: Path) -> None:
    left = small / f".exporter-{2**22 + 1}-{'0' * 16}"
    (left / "content").mkdir(parents=True)
    (left / "content" / "a").write_bytes(b"half")
    (damage,) = find_object_damage(small)
    assert damage.name == f"{left.name}/content/a"
    assert damage.message.startswith("an interrupted run left it")
    finish_version(small, NOTE.object_id)
    assert find_object_damage(small) == []


def test_an_unfinished_version_of_another_object_is_left_alone(small: Path) -> None:
    before = (small / "v1" / "inventory.json").read_bytes()
    (small / "inventory.json").write_bytes(before)  # as if v2 was not finished
    finish_version(small, "https://example.org/other/")
    assert (small / "inventory.json").read_bytes() == before
    (damage,) = find_damage(small)
    assert damage.name == "v2"
    assert damage.message.startswith("an interrupted run has not finished it")
    finish_version(small, NOTE.object_id)
    assert find_object_damage(small) == []


def test_a_pipe_in_place_of_a_file_does_not_block(small: Path) -> None:
    for name in ("v1/inventory.json", "v1/content/a", "inventory.json.sha512"):
        path = small / name
        content = path.read_bytes()
        path.unlink()
        os.mkfifo(path)
        assert find_object_damage(small), name
        path.unlink()
        path.write_bytes(content)
    assert find_object_damage(small) == []


def test_one_run_alone_writes_and_several_read(small: Path) -> None:
    waiting = Event()
    order = []

    def write() -> None:
        with locked(small, waiting.set):
            order.append("second")

    with locked(small, pytest.fail):
        other = Thread(target=write)
        other.start()
        assert waiting.wait(60)
        order.append("first")
    other.join(60)
    assert order == ["first", "second"]
    with locked(small, pytest.fail, to_read=True), locked(small, pytest.fail, to_read=True):
        pass
    with pytest.raises(UsageError, match="cannot be opened"), locked(small / "none", pytest.fail):
        pass


def test_a_command_waits_for_a_run_that_writes(small: Path) -> None:
    with locked(small, pytest.fail):
        reader = subprocess.Popen(
            [*EXPORTER, "archive", "verify", small], stderr=subprocess.PIPE, text=True
        )
        assert reader.stderr
        assert reader.stderr.readline() == f"waiting until another run has finished with {small}\n"
    _, said = reader.communicate(timeout=60)
    assert "damaged" in said  # the small object holds no bag


def rewrite(folder: Path, change: Callable[[Any], None]) -> None:
    """Change the inventory of a version 1 as somebody would who knows the checksums."""
    inventory = json.loads((folder / "inventory.json").read_bytes())
    change(inventory)
    content = json.dumps(inventory).encode()
    for place in (folder, folder / "v1"):
        (place / "inventory.json").write_bytes(content)
        line = f"{hashlib.sha512(content).hexdigest()} inventory.json\n"
        (place / "inventory.json.sha512").write_text(line)


@pytest.mark.parametrize(
    "change",
    [
        lambda each: each["manifest"].update({"0": ["../../secret"]}),
        lambda each: each["manifest"].update({"0": ["/etc/passwd"]}),
        lambda each: each["manifest"].update({"0": "x"}),
        lambda each: each["manifest"].clear(),
        lambda each: each["versions"]["v1"].update(state={next(iter(each["manifest"])): ["../x"]}),
        lambda each: each["versions"]["v1"].update(state={"0": ["x"]}),
        lambda each: each["versions"]["v1"].update(state=[]),
        lambda each: each["versions"].update(v7=each["versions"]["v1"]),
        lambda each: each.update(versions={}),
        lambda each: each.update(versions=[]),
        lambda each: each.update(head="v2"),
        lambda each: each.update(head=["v1"]),
        lambda each: each.update(id=7),
        lambda each: each.update(digestAlgorithm="md5"),
    ],
)
def test_a_hostile_inventory_is_damage(tmp_path: Path, change: Callable[[Any], None]) -> None:
    (tmp_path / "secret").write_text("one")
    folder = tmp_path / "object"
    add(folder, a=b"one")
    rewrite(folder, lambda _: None)
    assert find_object_damage(folder) == []
    rewrite(folder, change)
    assert find_object_damage(folder)
    ran = exporter("archive", "restore", folder, "-o", tmp_path / "back")
    assert ran.code == 1
    assert not (tmp_path / "back").exists()
    assert "Traceback" not in ran.err


def test_links_and_inventories_that_are_no_json_are_damage(small: Path) -> None:
    content = small / "v1" / "content" / "a"
    content.rename(small.parent / "a")
    content.symlink_to(small.parent / "a")
    assert [each.name for each in find_object_damage(small)] == ["v1/content/a"]
    shutil.copy(small.parent / "a", content.with_name("b"))
    for text in ("[" * 100_000, "[]", "{"):
        (small / "inventory.json").write_text(text)
        line = f"{hashlib.sha512(text.encode()).hexdigest()} inventory.json\n"
        (small / "inventory.json.sha512").write_text(line)
        assert find_object_damage(small)


def test_what_is_no_object_of_this_catalogue_is_left_alone(tmp_path: Path) -> None:
    library = Library(tmp_path / "library")

    def refused(folder: Path) -> str:
        before = sorted(folder.rglob("*"))
        ran = exporter("archive", "--ocfl", "-o", folder, cwd=library.folder)
        assert ran.code == 2, ran.err
        assert sorted(folder.rglob("*")) == before
        return ran.err

    assert "neither empty nor an OCFL object" in refused(library.folder)
    other = tmp_path / "other"
    add(other, a=b"one")
    assert "is the object https://example.org/, not https://example.org/tea/" in refused(other)
    (other / "v1" / "content" / "a").write_bytes(b"two")
    assert "is damaged: v1/content/a: its content has changed" in refused(other)
    settings = library.folder / "exporter.toml"
    settings.write_text(settings.read_text("utf-8").replace("base_uri", "# base_uri"), "utf-8")
    assert "set base_uri" in refused(tmp_path / "new")
    ran = exporter("archive", "verify", other, "--ocfl")
    assert ran.code == 2
