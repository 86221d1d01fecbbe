"""exporter archive: real packages, read by other people's programs, damaged and restored."""

from __future__ import annotations

import json
import os
import random
import shutil
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

import bagit
import bagit_profile
import pytest
from lxml import etree
from rocrate.rocrate import ROCrate

from exporter.archive.bag import BagWriter, is_portable
from exporter.archive.reading import Damage, find_damage
from exporter.export.registry import names
from tests.conftest import Ran, exporter, program, run
from tests.support.git_folders import commit_all
from tests.support.small_catalogues import write_records

BOOK = """\
id: tea
kind: book
language: en
title: The Book of Tea
contributors: [{agent: okakura, role: author}]
issued: 1906
digital: scans/tea 100%.txt
"""
PERSON = "id: okakura\nkind: person\nname: {en: {family: Okakura, given: Kakuzo}}\n"
SETTINGS = """\
[catalogue]
title = "茶の目録"
institution = "Example Library"
base_uri = "https://example.org/tea/"
licence = "https://creativecommons.org/publicdomain/zero/1.0/"

[ready]
targets = ["targets/portal.tsv"]
"""
TARGET = """\
# A portal.
# Its rules, 2026.
rule\telement\tlevel\twhen\tof\tfield\ttest\tmessage\tsource
title\ttitle\tmandatory\t\t\ttitle\t\ta title is wanted\tRules, 1
"""
PREMIS = "{http://www.loc.gov/premis/v3}"


class Library:
    """A catalogue in git with everything that a package can hold."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        write_records(folder, {"books/tea.yaml": BOOK, "people/okakura.yaml": PERSON})
        (folder / "exporter.toml").write_text(SETTINGS, "utf-8")
        (folder / "scans").mkdir()
        (folder / "scans" / "tea 100%.txt").write_bytes(b"\x00\xff a scan\r\n")
        (folder / "scans" / "unused.txt").write_text("no record names it", "utf-8")
        (folder / "targets").mkdir()
        (folder / "targets" / "portal.tsv").write_text(TARGET, "utf-8")
        (folder / "records" / "books" / ".hidden").write_text("left by a desktop", "utf-8")
        self.commit("Add a book\n\nSource: a shelf")

    def commit(self, message: str) -> None:
        commit_all(self.folder, message, "2024-01-01T23:30:00-05:00")

    def archive(self, file: Path) -> Ran:
        ran = exporter("archive", "-o", file, cwd=self.folder)
        assert ran.code == 0, ran.err
        return ran


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return Library(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="module")
def package(library: Library) -> Path:
    file = library.folder.parent / "package.zip"
    library.archive(file)
    return file


@pytest.fixture(scope="module")
def bag(package: Path) -> Path:
    """Return the folder of the bag, unpacked by another program."""
    folder = package.parent / "unpacked"
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
    return folder / "catalogue"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a package that is small enough to damage each of its bytes."""
    file = tmp_path / "small.zip"
    with file.open("w+b") as output:
        writer = BagWriter(output)
        writer.add_payload("catalogue/records/tea.yaml", [b"id: tea\n"])
        writer.add_payload("catalogue/100% 茶.txt", [b""])
        writer.finish(b"Read me\n", {"Source-Organization": "Example"})
    return file


def payload(bag: Path) -> set[str]:
    files = (path for path in (bag / "data").rglob("*") if path.is_file())
    return {path.relative_to(bag / "data").as_posix() for path in files}


def rewritten(package: Path, change: dict[str, bytes | None], target: Path) -> Path:
    """Copy a package with other contents (None: without the file) as another program would."""
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(target, "w") as new:
        added = (name for name in change if name not in old.namelist())
        for name in (*old.namelist(), *added):
            content = change.get(name) if name in change else old.read(name)
            if content is not None:
                new.writestr(name, content)
    return target


@pytest.mark.filterwarnings("ignore:'count' is passed:DeprecationWarning")  # from Python 3.13 on
def test_bagit_python_and_a_profile_accept_the_bag(bag: Path) -> None:
    opened = bagit.Bag(str(bag))
    assert opened.version_info == (1, 0)
    assert set(opened.algorithms) == {"sha256", "sha512"}
    assert opened.has_oxum()
    # bagit-python 1.9.0 does not decode %25, as RFC 8493, 2.1.3 demands: the scan's name has a
    # percent sign, and is the only file about which it complains
    with pytest.raises(bagit.BagValidationError) as error:
        opened.validate()
    assert all("tea 100%" in str(each) for each in error.value.details)
    assert len(error.value.details) == 2
    rules = {
        "BagIt-Profile-Info": {
            "BagIt-Profile-Identifier": opened.info["BagIt-Profile-Identifier"],
            "Source-Organization": "Beyond the Repository",
            "External-Description": "What preservation services ask for",
            "Version": "1.0",
        },
        "Bag-Info": {
            "Source-Organization": {"required": True},
            "Bagging-Date": {"required": True},
            "Payload-Oxum": {"required": True},
        },
        "Manifests-Required": ["sha256", "sha512"],
        "Tag-Manifests-Required": ["sha256", "sha512"],
        "Tag-Files-Required": ["README.txt"],
        "Allow-Fetch.txt": False,
        "Serialization": "optional",
        "Accept-Serialization": ["application/zip"],
        "Accept-BagIt-Version": ["1.0"],
    }
    profile = bagit_profile.Profile(opened.info["BagIt-Profile-Identifier"], profile=rules)
    assert profile.validate(opened), profile.report


@pytest.mark.filterwarnings("ignore:'count' is passed:DeprecationWarning")  # from Python 3.13 on
def test_bagit_python_finds_a_package_without_percent_signs_valid(tmp_path: Path) -> None:
    write_records(tmp_path / "library", {"people/okakura.yaml": PERSON})
    ran = exporter("archive", "-o", tmp_path / "p.zip", cwd=tmp_path / "library")
    assert ran.code == 0
    assert "the package has no history" in ran.err
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        archive.extractall(tmp_path)
    assert bagit.Bag(str(tmp_path / "catalogue")).validate()
    words = ("--quiet", "-c", "manifest-sha256.txt", "tagmanifest-sha256.txt")  # as in the README
    assert run("sha256sum", *words, cwd=tmp_path / "catalogue") == Ran(0, "", "")
    assert (tmp_path / "catalogue/data/documentation/schemas/book.schema.json").is_file()
    # tests/conftest.py sets SOURCE_DATE_EPOCH, which stands for now where there is no git
    assert "Bagging-Date: 2026-01-01\n" in (tmp_path / "catalogue/bag-info.txt").read_text("utf-8")


def test_what_a_package_holds(bag: Path, library: Library) -> None:
    held = payload(bag)
    kept = {name for name in held if name.startswith("catalogue/")}
    assert kept == {
        "catalogue/exporter.toml",
        "catalogue/records/books/tea.yaml",
        "catalogue/records/people/okakura.yaml",
        "catalogue/scans/tea 100%.txt",
        "catalogue/targets/portal.tsv",
    }
    for name in kept:
        original = library.folder / name.removeprefix("catalogue/")
        assert (bag / "data" / name).read_bytes() == original.read_bytes()
    delivered = {Path(name).stem for name in held if name.startswith("deliveries/")}
    assert delivered - {"omitted"} == set(names())
    omitted = (bag / "data/deliveries/omitted.tsv").read_text("utf-8")
    assert "datacite.xml\ttea\t" in omitted
    info = (bag / "bag-info.txt").read_text("utf-8")
    assert "Source-Organization: Example Library\n" in info
    assert "Bagging-Date: 2024-01-02\n" in info, "the day of the commit, by Universal Time"
    readme = (bag / "README.txt").read_text("utf-8")
    assert readme.startswith("茶の目録\n====")
    assert "1 of kind book, 1 of kind person" in " ".join(readme.split())
    assert "    id: tea\n" in readme


def test_each_delivery_is_what_export_writes(bag: Path, library: Library) -> None:
    """But for the day of entry in MARC, which is that of the first commit (SOURCE_DATE_EPOCH: 2026)."""
    for name, words in (("tei.xml", ()), ("marc.mrc", ("--authorities", "with"))):
        format = name.partition(".")[0]
        out = bag.parent / name
        ran = exporter("export", "--format", format, "-o", out, *words, cwd=library.folder)
        assert ran.code == 0
        delivered = (bag / "data/deliveries" / name).read_bytes()
        assert delivered == out.read_bytes().replace(b"\x1e260101", b"\x1e240101")


def test_ro_crate_describes_every_file(bag: Path) -> None:
    crate = ROCrate(str(bag / "data"))
    assert crate.root_dataset["name"] == "茶の目録"
    assert crate.root_dataset["datePublished"].startswith("2024-01-02T04:30:00")
    assert crate.root_dataset["publisher"]["name"] == "Example Library"
    metadata = json.loads((bag / "data/ro-crate-metadata.json").read_text("utf-8"))
    graph = {each["@id"]: each for each in metadata["@graph"]}
    assert graph["ro-crate-metadata.json"]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.2"}
    files = {id for id, each in graph.items() if each["@type"] == "File"}
    scan = "catalogue/scans/tea%20100%25.txt"
    assert scan in files
    described = {each.replace(scan, "catalogue/scans/tea 100%.txt") for each in files}
    assert described == payload(bag) - {"ro-crate-metadata.json"}
    reached = {"./"}
    waiting = ["./"]
    while waiting:
        parts = graph[waiting.pop()].get("hasPart", [])
        for part in parts if isinstance(parts, list) else [parts]:
            assert part["@id"] not in reached, "each file is part of one folder"
            reached.add(part["@id"])
            waiting.append(part["@id"])
    assert files <= reached


def test_premis_tells_the_history(bag: Path) -> None:
    tree = etree.parse(bag / "data/premis.xml").getroot()
    order = [etree.QName(each).localname for each in tree]
    assert order == sorted(order, key=["object", "event", "agent"].index)
    objects = {each.findtext(f".//{PREMIS}objectIdentifierValue") for each in tree}
    assert objects - {None} == {
        f"data/{name}" for name in payload(bag) - {"ro-crate-metadata.json", "premis.xml"}
    }
    agents = {each.findtext(f"{PREMIS}agentName") for each in tree.findall(f"{PREMIS}agent")}
    assert agents == {"Ann Lee", "exporter"}
    linked = {each.text for each in tree.iter(f"{PREMIS}linkingAgentIdentifierValue")}
    assert linked == agents
    events = {}
    for event in tree.findall(f"{PREMIS}event"):
        name = event.findtext(f".//{PREMIS}linkingObjectIdentifierValue")
        detail = event.findtext(f".//{PREMIS}eventDetail") or ""
        events[name] = (event.findtext(f"{PREMIS}eventType"), detail)
    assert set(events) <= objects
    sort, detail = events["data/catalogue/records/books/tea.yaml"]
    assert sort == "creation"
    assert detail.startswith("Add a book (commit ")
    assert detail.endswith("; source: a shelf")
    assert events[None][0] == "information package creation"
    assert "ann@example.org" not in etree.tostring(tree, encoding="unicode")


def test_the_same_commit_makes_the_same_bytes(
    library: Library, package: Path, tmp_path: Path
) -> None:
    run(program("git", "git"), "clone", "-q", library.folder, tmp_path / "clone")
    for path in sorted((tmp_path / "clone").rglob("*.yaml"), reverse=True):
        path.touch()
    ran = exporter(
        "archive",
        "-o",
        tmp_path / "again.zip",
        cwd=tmp_path / "clone" / "records",
        env={"SOURCE_DATE_EPOCH": "1000000000", "TZ": "Asia/Tokyo"},
    )
    assert ran.code == 0, ran.err
    assert (tmp_path / "again.zip").read_bytes() == package.read_bytes()


def test_what_is_not_committed_is_said(tmp_path: Path) -> None:
    library = Library(tmp_path / "library")
    (library.folder / "scans" / "tea 100%.txt").write_text("a better scan", "utf-8")
    (library.folder / "records" / "people" / "okakura.yaml").rename(
        library.folder / "records" / "okakura.yaml"
    )
    ran = library.archive(tmp_path / "p.zip")
    changed = "records/okakura.yaml, scans/tea 100%.txt, records/people/okakura.yaml (deleted)"
    assert f"not as in the last commit: {changed}\n" in ran.err
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        info = archive.read("catalogue/bag-info.txt").decode()
        premis = archive.read("catalogue/data/premis.xml").decode()
    assert ", but for what has changed since in 3 files\n" in info
    assert f"changed since that commit: {changed}" in premis


def test_settings_in_pyproject_are_archived(tmp_path: Path) -> None:
    library = write_records(tmp_path / "library", {"people/okakura.yaml": PERSON})
    (library / "pyproject.toml").write_text('[tool.exporter.catalogue]\ntitle = "Tea"\n', "utf-8")
    assert exporter("archive", "-o", tmp_path / "p.zip", cwd=library).code == 0
    ran = exporter("archive", "restore", tmp_path / "p.zip", "-o", tmp_path / "back")
    assert ran.code == 0
    assert "Tea" in (tmp_path / "back" / "pyproject.toml").read_text("utf-8")


def test_verify_accepts_a_package_packed_and_unpacked(package: Path, bag: Path) -> None:
    for each in (package, bag, bag.parent):
        ran = exporter("archive", "verify", each)
        assert (ran.code, ran.out) == (0, ""), ran.out
        assert ran.err.endswith("nothing has changed, nothing is missing.\n")


def test_every_flipped_byte_is_found(small: Path) -> None:
    assert find_damage(small) == []
    good = small.read_bytes()
    for place in range(len(good)):
        for mask in (0x01, 0x20):
            bad = bytearray(good)
            bad[place] ^= mask
            small.write_bytes(bad)
            assert find_damage(small), f"byte {place} flipped by {mask:#x} was not found"


def test_flipped_bytes_of_a_real_package_are_found(package: Path, tmp_path: Path) -> None:
    good = package.read_bytes()
    bad = tmp_path / "bad.zip"
    places = random.Random(22).sample(range(len(good)), 40)
    assert places
    for place in places:
        changed = bytearray(good)
        changed[place] ^= 0xFF
        bad.write_bytes(changed)
        assert find_damage(bad), place


@pytest.mark.parametrize("cut", [0, 1, 21, 22, 100, -1, -22, -100])
def test_a_package_that_is_cut_off_or_longer_is_damaged(small: Path, cut: int) -> None:
    good = small.read_bytes()
    for bad in (good[:cut], good + b"x", b"x" + good, good[:50] + good[51:]):
        small.write_bytes(bad)
        assert find_damage(small)


def test_every_missing_file_is_named(small: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(small) as archive:
        kept = archive.namelist()
    assert len(kept) == 9
    for name in kept:
        bad = rewritten(small, {name: None}, tmp_path / "bad.zip")
        shown = name.removeprefix("catalogue/").replace("%", "%25" if "data/" in name else "%")
        assert Damage(shown, "it is missing") in find_damage(bad), name


@pytest.mark.parametrize("name", ["data/more.txt", "data/catalogue/records/x.yaml", "more.txt"])
def test_an_added_file_is_named(small: Path, tmp_path: Path, name: str) -> None:
    bad = rewritten(small, {f"catalogue/{name}": b"more"}, tmp_path / "bad.zip")
    assert find_damage(bad) == [Damage(name, "it was added")]


def test_damage_in_a_folder_is_named(small: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(small) as archive:
        archive.extractall(tmp_path)
    bag = tmp_path / "catalogue"
    record = bag / "data/catalogue/records/tea.yaml"
    record.write_bytes(b"id: Tea\n")
    (bag / "data/link.txt").symlink_to("/etc/hostname")
    (bag / "data/more").symlink_to("/etc")
    os.mkfifo(bag / "data/pipe")
    Path(os.fsdecode(bytes(bag) + b"/data/\xff")).touch()
    (bag / "README.txt").unlink()
    ran = exporter("archive", "verify", tmp_path)
    assert ran.code == 1
    assert ran.out.splitlines() == [
        "README.txt: it is missing",
        "data/catalogue/records/tea.yaml: its content has changed",
        "data/link.txt: its content has changed (it is a link)",
        "data/more: its content has changed (it is a link)",
        "data/pipe: its content has changed (it is a pipe or a device)",
        "data/\\udcff: it was added",
    ]
    assert ran.err == f"{tmp_path} is damaged.\n"


def test_a_package_that_another_program_has_zipped_again_says_so(
    small: Path, tmp_path: Path
) -> None:
    again = rewritten(small, {}, tmp_path / "again.zip")
    (damage,) = find_damage(again)
    assert damage.message.startswith("the files are intact, but the zip file around them")


def test_restore_gives_back_every_byte(package: Path, library: Library, tmp_path: Path) -> None:
    target = tmp_path / "back"
    ran = exporter("archive", "restore", package, "-o", target)
    assert (ran.code, ran.out) == (0, ""), ran.err
    back = {path.relative_to(target) for path in target.rglob("*") if path.is_file()}
    assert len(back) == 5
    for name in back:
        assert (target / name).read_bytes() == (library.folder / name).read_bytes()
    shutil.copytree(library.folder / ".git", target / ".git")
    again = exporter("archive", "-o", tmp_path / "again.zip", cwd=target)
    assert again.code == 0
    assert (tmp_path / "again.zip").read_bytes() == package.read_bytes()


def test_restore_refuses_a_folder_that_is_not_empty(package: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    for target in (tmp_path, tmp_path / "mine.txt"):
        ran = exporter("archive", "restore", package, "-o", target)
        assert ran.code == 2
        assert "is not an empty folder" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_restore_refuses_a_damaged_package(small: Path, tmp_path: Path) -> None:
    bad = rewritten(small, {"catalogue/README.txt": b"other"}, tmp_path / "bad.zip")
    ran = exporter("archive", "restore", bad, "-o", tmp_path / "back")
    assert ran.code == 1
    assert "README.txt: its content has changed\n" in ran.out
    assert not (tmp_path / "back").exists()


def hostile_names() -> Iterator[str]:
    yield from ("../x", "/x", "catalogue/../../x", "catalogue\\..\\x", "C:/x", "catalogue/C:x")
    yield from (
        "catalogue//x",
        "catalogue/",
        "catalogue/.",
        "x",
        "catalogue/a\nb",
        "catalogue/a\x1b",
    )


@pytest.mark.parametrize("name", list(hostile_names()), ids=ascii)
def test_a_path_that_leaves_the_folder_is_refused(small: Path, tmp_path: Path, name: str) -> None:
    bad = rewritten(small, {name: b"x"}, tmp_path / "bad.zip")
    (damage,) = find_damage(bad)
    assert damage.message == "the path is not one within catalogue/"
    ran = exporter("archive", "restore", bad, "-o", tmp_path / "inner" / "back")
    assert ran.code == 1
    assert not (tmp_path / "inner").exists()


def test_a_bomb_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("catalogue/data/zeros", bytes(200_000_000))
    assert bomb.stat().st_size < 300_000
    ran = exporter("archive", "restore", bomb, "-o", tmp_path / "back", memory=300_000_000)
    assert ran.code == 1
    assert "it is compressed or encrypted" in ran.out
    assert not (tmp_path / "back").exists()


def test_entries_that_share_their_bytes_are_refused(small: Path) -> None:
    """A zip file whose directory names the same bytes many times grows when it is unpacked."""
    good = small.read_bytes()
    with zipfile.ZipFile(small) as archive:
        start = archive.start_dir
        count = len(archive.infolist())
    directory = good[start:-22]
    end = struct.pack(
        "<4s4H2LH", b"PK\5\6", 0, 0, count * 50, count * 50, len(directory) * 50, start, 0
    )
    small.write_bytes(good[:start] + directory * 50 + end)
    assert any("more than the package" in each.message for each in find_damage(small))


def test_a_link_and_two_names_for_one_file_are_refused(small: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.zip"
    shutil.copy(small, bad)
    link = zipfile.ZipInfo("catalogue/data/catalogue/link")
    link.create_system = 3
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(bad, "a") as archive:
        archive.writestr(link, "/etc/hostname")
        archive.writestr("catalogue/data/catalogue/records/TEA.yaml", "id: tea\n")
    messages = {each.message for each in find_damage(bad)}
    assert messages == {"it is a link", "there is another file of this name"}


def test_names_that_are_not_the_same_everywhere_are_not_archived(tmp_path: Path) -> None:
    library = write_records(tmp_path / "one", {"people/okakura.yaml": PERSON})
    (library / "records" / "a:b.txt").write_text("x", "utf-8")
    ran = exporter("archive", "-o", tmp_path / "p.zip", cwd=library)
    assert ran.code == 2
    assert "not every system can have a file of this name" in ran.err
    (library / "records" / "a:b.txt").rename(library / "records" / "NOTE.txt")
    (library / "records" / "note.txt").write_text("x", "utf-8")
    ran = exporter("archive", "-o", tmp_path / "p.zip", cwd=library)
    assert ran.code == 2
    assert "on some systems they are one file" in ran.err
    assert not (tmp_path / "p.zip").exists()
    assert not is_portable("a/../b")


def test_files_outside_and_secrets_are_not_evidence(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    library = tmp_path / "library"
    lines = [
        "../secret.txt",
        "../../../secret.txt",
        ".git/config.txt",
        "link.txt",
        "/etc/hosts.txt",
    ]
    text = BOOK.replace("contributors: [{agent: okakura, role: author}]\n", "")
    text = text.replace("digital: scans/tea 100%.txt\n", "")
    notes = "".join(f"  - {json.dumps(line)}\n" for line in lines)
    write_records(library, {"books/tea.yaml": f"{text}keywords:\n{notes}"})
    (library / ".git").mkdir()
    (library / ".git" / "config.txt").write_text("token", "utf-8")
    (library / "link.txt").symlink_to(tmp_path / "secret.txt")
    ran = exporter("archive", "-o", tmp_path / "p.zip", cwd=library)
    assert ran.code == 0, ran.err
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        kept = [name for name in archive.namelist() if name.startswith("catalogue/data/catalogue/")]
    assert kept == ["catalogue/data/catalogue/records/books/tea.yaml"]


def test_errors_in_records_and_keep_going(tmp_path: Path) -> None:
    library = write_records(tmp_path / "library", {"people/okakura.yaml": PERSON})
    write_records(library, {"books/tea.yaml": "id: tea\nkind: book\n"})
    ran = exporter("archive", "-o", tmp_path / "p.zip", cwd=library)
    assert ran.code == 1
    assert not (tmp_path / "p.zip").exists()
    ran = exporter("archive", "--keep-going", "-o", tmp_path / "p.zip", cwd=library)
    assert ran.code == 0
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        assert "catalogue/data/catalogue/records/books/tea.yaml" in archive.namelist()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "a package needs a file"),
        (("verify",), "verify needs a package"),
        (("restore", "x.zip"), "restore needs a folder"),
        (("verify", "nowhere.zip"), "cannot be opened"),
        (("verify", "."), ". is neither an unpacked package nor an OCFL object"),
        (("verify", "pipe"), "pipe is not a file"),
        (("restore", "pipe", "-o", "new"), "pipe is not a file"),
        (("restore", ".", "-o", "new"), "new is inside the package"),
        (("-o", "."), ". is a folder"),
    ],
)
def test_wrong_use(tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    ran = exporter("archive", *words, cwd=tmp_path)
    assert ran.code == 2
    assert message in ran.err


def test_a_package_that_cannot_be_finished_says_why_and_nothing_else(catalogue: Path) -> None:
    ran = exporter("archive", "-o", "a.zip", cwd=catalogue, env={"SOURCE_DATE_EPOCH": "soon"})
    assert ran.code == 2
    assert ran.err.splitlines()[-2:] == [
        "exporter: SOURCE_DATE_EPOCH is “soon”, which is not a time",
        "          set it to the seconds since 1970, or unset it",
    ]
    assert not (catalogue / "a.zip").exists()
