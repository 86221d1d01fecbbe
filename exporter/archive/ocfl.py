"""Keeps the states of a package as versions of an OCFL object (Oxford Common File Layout 1.1).

The state of each version is a bag, as in the zip file. A file that has not changed since an earlier
version is not stored again. Source: OCFL Specification 1.1, 2022, section 3.

ocfl-py is not used to write: its versions depend on the time and the user, and it copies folders.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from exporter.archive.bag import is_portable, same_for_all
from exporter.archive.bag_files import ADDED, CHANGED, MISSING, BagFiles, Damage, files_in
from exporter.errors import UsageError, json_fault
from exporter.records.atomic_write import is_temporary, remove_abandoned, write_files, write_folder

DECLARATION_FILE = "0=ocfl_object_1.1"
_DECLARATION = b"ocfl_object_1.1\n"
INVENTORY = "inventory.json"
_SIDECAR = f"{INVENTORY}.sha512"
_TYPE = "https://ocfl.io/1.1/spec/#inventory"
_LARGEST_INVENTORY = 1_000_000_000
_LEFT = "an interrupted run left it; --ocfl removes it, or delete it"


class VersionNote(NamedTuple):
    """What an inventory says of a version: the object, the time, a message, and who made it.

    The identifier of the object is the address of the catalogue, and so that of the user.
    """

    object_id: str
    created: str
    message: str
    user: str


class NewVersion(NamedTuple):
    """A version to write: its name, the files in its folder, and the inventory of the object.

    If it is not new, the newest version of the object has this state already, and is this one.
    """

    name: str
    files: Iterable[tuple[str, Iterable[bytes]]]
    inventory: bytes
    is_new: bool

    @property
    def digest(self) -> str:
        """The SHA-512 of the inventory."""
        return _sha512([self.inventory])


def is_object(folder: Path) -> bool:
    """Return whether a folder is an OCFL object, also one that is damaged."""
    if (folder / DECLARATION_FILE).is_file() or (folder / INVENTORY).is_file():
        return True
    return folder.is_dir() and bool(_unfinished_version(folder))


def new_version(bag: BagFiles, folder: Path, note: VersionNote) -> NewVersion:
    """Return the version that makes the files of a bag the newest state of the object in `folder`.

    Raises UsageError if the folder has other files, is another object, or is damaged.
    """
    inventory = _existing(folder, note.object_id)
    state, sources = _state_of(bag)
    versions = inventory["versions"]
    if versions and _names_in(versions[inventory["head"]]["state"]) == _names_in(state):
        return NewVersion(inventory["head"], (), (folder / INVENTORY).read_bytes(), False)
    name = f"v{len(versions) + 1}"
    inventory["head"] = name
    stored = []
    for digest, source in sources.items():
        if digest not in inventory["manifest"]:
            inventory["manifest"][digest] = [f"{name}/content/{source}"]
            stored.append(source)
    versions[name] = {
        "created": note.created,
        "message": note.message,
        "state": state,
        "user": {"name": note.user, "address": note.object_id},
    }
    text = json.dumps(inventory, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    written = text.encode()
    return NewVersion(name, _files(bag, stored, written), written, True)


def write_version(version: NewVersion, folder: Path) -> None:
    """Write a new version into the object in a folder, which another run must not change meanwhile.

    The folder of the version appears at once and complete; then the inventory makes it count. A run
    that is interrupted in between is finished by `finish_version`. Raises UsageError.
    """
    write_folder(version.files, folder / version.name)
    _make_newest(version.inventory, folder)


def finish_version(folder: Path, object_id: str) -> None:
    """Finish what an interrupted run has left in a folder, and remove its temporary files.

    Nothing is written into an object of another identifier. Raises UsageError if it cannot be
    written.
    """
    remove_abandoned(folder)
    name = _unfinished_version(folder)
    if name:
        inventory = (folder / name / INVENTORY).read_bytes()
        if _parsed(inventory)["id"] == object_id:
            _make_newest(inventory, folder)


def _make_newest(inventory: bytes, folder: Path) -> None:
    files = [
        (DECLARATION_FILE, [_DECLARATION]),
        (_SIDECAR, [_sidecar(inventory)]),
        (INVENTORY, [inventory]),
    ]
    write_files(files, folder)


def _unfinished_version(folder: Path) -> str:
    """Return the name of a complete version that the inventory of the object does not have yet.

    The inventory is that of the version before, or there is none before the first version.
    """
    numbers = [path.name[1:] for path in folder.glob("v*") if path.is_dir()]
    number = max(
        (int(each) for each in numbers if re.fullmatch("[1-9][0-9]{0,8}", each)), default=0
    )
    name, previous = f"v{number}", f"v{number - 1}"
    present = set()
    for path in (f"{name}/{INVENTORY}", f"{name}/{_SIDECAR}", INVENTORY, f"{previous}/{INVENTORY}"):
        if (folder / path).is_file():
            present.add(path)
    try:
        if _checked(folder, f"{name}/", present)["head"] != name:
            return ""
    except _Broken:
        return ""
    if number == 1:
        return "" if INVENTORY in present else name
    if INVENTORY not in present or f"{previous}/{INVENTORY}" not in present:
        return ""
    before = (folder / previous / INVENTORY).read_bytes()
    return name if (folder / INVENTORY).read_bytes() == before else ""


def _existing(folder: Path, object_id: str) -> dict[str, Any]:
    """Return the inventory of the object in a folder; one without versions if there is none."""
    if not is_object(folder):
        if folder.is_dir() and any(folder.iterdir()):
            raise UsageError(
                f"{folder} is neither empty nor an OCFL object", "name another folder with -o DIR"
            )
        return {
            "digestAlgorithm": "sha512",
            "head": "",
            "id": object_id,
            "manifest": {},
            "type": _TYPE,
            "versions": {},
        }
    damage = find_object_damage(folder)
    if damage:
        raise UsageError(
            f"{folder} is damaged: {damage[0].name}: {damage[0].message}",
            f"see: exporter archive verify {folder}",
        )
    found: dict[str, Any] = json.loads((folder / INVENTORY).read_bytes())
    if found["id"] != object_id:
        raise UsageError(
            f"{folder} is the object {found['id']}, not {object_id}",
            "name another folder with -o DIR, or correct base_uri in exporter.toml",
        )
    return found


def _state_of(bag: BagFiles) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return the names of files by their digests, and for each digest one file that has it."""
    state: dict[str, list[str]] = {}
    for name in sorted(bag.names):
        state.setdefault(_sha512(bag.read(name)), []).append(name)
    return state, {digest: names[0] for digest, names in state.items()}


def _names_in(state: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the digests of a state by the names of files."""
    return {name: digest for digest, names in state.items() for name in names}


def _files(
    bag: BagFiles, stored: Iterable[str], inventory: bytes
) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Yield the files in the folder of a version."""
    for source in stored:
        yield f"content/{source}", bag.read(source)
    yield INVENTORY, [inventory]
    yield _SIDECAR, [_sidecar(inventory)]


def _sidecar(inventory: bytes) -> bytes:
    return f"{_sha512([inventory])} {INVENTORY}\n".encode()


def _sha512(pieces: Iterable[bytes]) -> str:
    digest = hashlib.sha512()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


class _Broken(Exception):
    """An inventory that cannot be used. The message says why."""


def newest_bag(folder: Path) -> BagFiles:
    """Return the files of the newest version of an undamaged object, by their names in the bag."""
    inventory = _parsed((folder / INVENTORY).read_bytes())
    names = _names_in(inventory["versions"][inventory["head"]]["state"])
    stored = files_in(folder)

    def read(name: str) -> Iterator[bytes]:
        return stored.read(inventory["manifest"][names[name]][0])

    return BagFiles(sorted(names), read)


def find_object_damage(folder: Path) -> list[Damage]:
    """Return what is wrong with an object: every file is read, and there must be no others."""
    if unfinished := _unfinished_version(folder):
        return [Damage(unfinished, "an interrupted run has not finished it; run --ocfl again")]
    files = files_in(folder)
    present = set(files.names)
    found: list[Damage] = []
    try:
        inventory = _checked(folder, "", present)
        names = [f"v{number}" for number in range(1, len(inventory["versions"]) + 1)]
        if inventory["head"] != names[-1] or set(names) != set(inventory["versions"]):
            raise _Broken("its versions are not v1, v2 and so on")
        expected = {DECLARATION_FILE, INVENTORY, _SIDECAR}
        for name in names:
            _check_version(folder, name, inventory, present)
            expected |= {f"{name}/{INVENTORY}", f"{name}/{_SIDECAR}"}
        _check_state(inventory)
    except _Broken as error:
        return [Damage(INVENTORY, str(error))]
    found += _damage_of(files, DECLARATION_FILE, _sha512([_DECLARATION]), present)
    for digest, paths in inventory["manifest"].items():
        for path in paths:
            expected.add(path)
            found += _damage_of(files, path, digest, present)
    added = [(name, ADDED) for name in present - expected]
    added += [(name, "an empty folder was added") for name in _empty_folders(folder)]
    for name, message in added:
        found.append(Damage(name, _LEFT if is_temporary(name.partition("/")[0]) else message))
    return sorted(found)


def _empty_folders(folder: Path) -> Iterator[str]:
    """Yield the folders without anything in them: an object has none (OCFL 1.1, E024)."""
    for parent, folders, files in os.walk(folder):
        if not folders and not files:
            yield Path(parent).relative_to(folder).as_posix()


def _damage_of(files: BagFiles, path: str, digest: str, present: set[str]) -> Iterator[Damage]:
    if path not in present:
        yield Damage(path, MISSING)
        return
    try:
        is_same = _sha512(files.read(path)) == digest
    except OSError as error:
        yield Damage(path, f"{CHANGED} ({error})")
        return
    if not is_same:
        yield Damage(path, CHANGED)


def _checked(folder: Path, prefix: str, present: set[str]) -> dict[str, Any]:
    """Return the inventory of the object or a version, if it is the one of its sidecar."""
    for name in (f"{prefix}{INVENTORY}", f"{prefix}{_SIDECAR}"):
        path = folder / name
        if name not in present:
            raise _Broken(MISSING if name == INVENTORY else f"{name} is missing")
        if path.is_symlink() or not path.is_file() or path.stat().st_size > _LARGEST_INVENTORY:
            raise _Broken(f"{name} is not a file but a link or a device, or is too large")
    content = (folder / f"{prefix}{INVENTORY}").read_bytes()
    if (folder / f"{prefix}{_SIDECAR}").read_bytes() != _sidecar(content):
        raise _Broken(f"{prefix}{INVENTORY} and {prefix}{_SIDECAR} do not belong together")
    return _parsed(content)


def _parsed(content: bytes) -> dict[str, Any]:
    """Return an inventory whose parts are of the types that the specification says."""
    found: Any = None
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _Broken(f"it is not JSON: {json_fault(error)}") from None
    is_inventory = isinstance(found, dict) and found.get("digestAlgorithm") == "sha512"
    if not is_inventory or found.get("type") != _TYPE or not isinstance(found.get("id"), str):
        raise _Broken("it is not an inventory of OCFL 1.1 with SHA-512")
    versions = found.get("versions")
    if not isinstance(versions, dict) or found.get("head") not in list(versions):
        raise _Broken("it names no newest version")
    blocks = [found.get("manifest")]
    for version in versions.values():
        blocks.append(version.get("state") if isinstance(version, dict) else None)
    if not all(map(_is_block, blocks)):
        raise _Broken("its manifest or a state does not list files by their digests")
    inventory: dict[str, Any] = found
    return inventory


def _is_block(value: object) -> bool:
    """Return whether a value lists names by digests."""
    if not isinstance(value, dict):
        return False
    for names in value.values():
        if not isinstance(names, list) or not names:
            return False
        if not all(isinstance(name, str) for name in names):
            return False
    return True


def _check_version(
    folder: Path, name: str, inventory: Mapping[str, Any], present: set[str]
) -> None:
    """Raise _Broken unless a version has an inventory that says the same of it and those before."""
    older = _checked(folder, f"{name}/", present)
    if older["head"] != name or older["id"] != inventory["id"]:
        raise _Broken(f"{name}/{INVENTORY} is of another version or object")
    for number, version in older["versions"].items():
        if inventory["versions"].get(number) != version:
            raise _Broken(f"{name}/{INVENTORY} contradicts it on {number}")
    if name == inventory["head"] and older != inventory:
        raise _Broken(f"{name}/{INVENTORY} differs from it")


def _check_state(inventory: Mapping[str, Any]) -> None:
    """Raise _Broken unless all files of all states are stored, under names fit for every system."""
    for name, version in inventory["versions"].items():
        files = _names_in(version["state"])
        if not set(files.values()) <= set(inventory["manifest"]):
            raise _Broken(f"{name} has a file that is stored nowhere")
        portable = {same_for_all(each) for each in files if is_portable(each)}
        if len(portable) < sum(map(len, version["state"].values())):
            raise _Broken(f"{name} has a name that leads elsewhere, or is there twice")
