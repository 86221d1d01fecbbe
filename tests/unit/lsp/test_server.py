"""The language server as an editor uses it: a real process, over stdin and stdout."""

from __future__ import annotations

import json
import queue
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exporter.lsp import workspace
from exporter.lsp.cursor import node_at
from exporter.lsp.text_position import TextPositions
from exporter.validate.record import RecordValidator
from tests.conftest import ROOT, exporter, run
from tests.support.commands import EXPORTER, PIPE, started
from tests.support.odd_records import records

pytest.importorskip("pygls")
ENCODINGS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


class Client:
    """An editor: sends messages, keeps the answers, and applies the edits that the server returns."""

    def __init__(self, folder: Path, encoding: str = "utf-16") -> None:
        self.running = ExitStack()
        pipes = {"stdin": PIPE, "stdout": PIPE, "stderr": PIPE}
        server = started(*EXPORTER, "lsp", "--stdio", cwd=folder, **pipes)
        self.process = self.running.enter_context(server)
        self.folder, self.encoding, self.number = folder, encoding, 0
        self.texts: dict[str, str] = {}
        self.answers: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self.told: list[dict[str, Any]] = []
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def _listen(self) -> None:
        assert self.process.stdout
        while line := self.process.stdout.readline():
            size = 0
            while line.strip():
                if line.lower().startswith(b"content-length:"):
                    size = int(line.split(b":")[1])
                line = self.process.stdout.readline()
            self.answers.put(json.loads(self.process.stdout.read(size)))
        self.answers.put(None)

    def send(self, content: dict[str, Any] | bytes) -> None:
        body = (
            content
            if isinstance(content, bytes)
            else json.dumps({"jsonrpc": "2.0", **content}).encode()
        )
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def next(self, seconds: float = 60) -> dict[str, Any]:
        answer = self.answers.get(timeout=seconds)
        assert answer is not None, "the server went away"
        return answer

    def ask(self, method: str, **params: Any) -> Any:
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params or None})
        while True:
            answer = self.next()
            if answer.get("id") == self.number:
                assert "error" not in answer, answer
                return answer["result"]
            self.told.append(answer)

    def refusal(self, method: str, **params: Any) -> dict[str, Any]:
        """Return the error that is the answer to a request."""
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        while (answer := self.next()).get("id") != self.number:
            self.told.append(answer)
        return answer["error"]

    def tell(self, method: str, **params: Any) -> None:
        self.send({"method": method, "params": params})

    def start(self) -> dict[str, Any]:
        general = {"positionEncodings": [self.encoding]}
        uri = self.folder.as_uri()
        edits = {"documentChanges": True, "resourceOperations": ["rename"]}
        result = self.ask(
            "initialize",
            processId=None,
            rootUri=uri,
            workspaceFolders=[{"uri": uri, "name": "catalogue"}],
            capabilities={"general": general, "workspace": {"workspaceEdit": edits}},
        )
        self.tell("initialized")
        return result

    def stop(self) -> int:
        self.ask("shutdown")
        return self.leave()

    def leave(self) -> int:
        """Shut the server down and return its exit code; stderr must be empty."""
        self.tell("exit")
        code = self.process.wait(timeout=30)
        self.close()
        return code

    def close(self) -> None:
        """Kill the server if it still runs; stderr must be empty."""
        if self.process.poll() is None:
            self.process.kill()
        self.listener.join()
        assert self.process.stderr
        said = self.process.stderr.read()
        self.running.close()
        assert said.decode() == ""

    def uri(self, name: str) -> str:
        return (self.folder / "records" / name).as_uri()

    def open(self, name: str, text: str | None = None) -> list[dict[str, Any]]:
        text = (self.folder / "records" / name).read_text("utf-8") if text is None else text
        self.texts[name] = text
        item = {"uri": self.uri(name), "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", textDocument=item)
        return self.found(name, 1)

    def change(self, name: str, text: str, version: int, wait: bool = True) -> list[dict[str, Any]]:
        self.texts[name] = text
        identity = {"uri": self.uri(name), "version": version}
        self.tell("textDocument/didChange", textDocument=identity, contentChanges=[{"text": text}])
        return self.found(name, version) if wait else []

    def found(self, name: str, version: int | None) -> list[dict[str, Any]]:
        """Wait for the findings of a version of a text."""
        while True:
            for number, each in enumerate(self.told):
                params = each.get("params", {})
                if each.get("method") == "textDocument/publishDiagnostics" and params[
                    "uri"
                ] == self.uri(name):
                    del self.told[number]
                    if params.get("version") == version:
                        return params["diagnostics"]
                    break
            else:
                self.told.append(self.next())

    def units(self, text: str) -> int:
        name, size = ENCODINGS[self.encoding]
        return len(text.encode(name)) // size

    def place(self, name: str, words: str, behind: bool = False) -> dict[str, int]:
        """Return the position at which words begin in a text, or end."""
        before = self.texts[name].partition(words)[0] + (words if behind else "")
        line = before.replace("\r\n", "\n").split("\n")
        return {"line": len(line) - 1, "character": self.units(line[-1])}

    def span(self, name: str, words: str) -> dict[str, Any]:
        return {"start": self.place(name, words), "end": self.place(name, words, behind=True)}

    def at(self, method: str, name: str, words: str, behind: bool = True) -> Any:
        position = self.place(name, words, behind)
        return self.ask(
            f"textDocument/{method}", textDocument={"uri": self.uri(name)}, position=position
        )

    def offered(self, name: str, words: str) -> list[str]:
        answer = self.at("completion", name, words)
        return [item["label"] for item in answer["items"]] if answer else []

    def actions(self, name: str, words: str, **context: Any) -> list[dict[str, Any]]:
        document = {"uri": self.uri(name)}
        span, context = self.span(name, words), {"diagnostics": [], **context}
        return self.ask(
            "textDocument/codeAction", textDocument=document, range=span, context=context
        )

    def applied(self, name: str, edits: list[dict[str, Any]]) -> str:
        """Return a text with the edits applied."""
        lines = [*self.texts[name].splitlines(keepends=True), ""]
        for edit in sorted(edits, key=lambda each: -each["range"]["start"]["line"]):
            ends = []
            for end in ("start", "end"):
                line = (
                    lines[position["line"]]
                    if (position := edit["range"][end]) and position["line"] < len(lines)
                    else ""
                )
                column = next(
                    n for n in range(len(line) + 1) if self.units(line[:n]) == position["character"]
                )
                ends.append(len("".join(lines[: position["line"]])) + column)
            text = "".join(lines)
            new = text[: ends[0]] + edit["newText"] + text[ends[1] :]
            lines = [*new.splitlines(keepends=True), ""]
        return "".join(lines)


@pytest.fixture
def client(catalogue: Path) -> Iterator[Client]:
    client = Client(catalogue)
    try:
        client.start()
        yield client
        assert client.stop() == 0
    finally:
        if not client.process.stdout.closed:  # type: ignore[union-attr]
            client.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """One editor for the many requests that change nothing."""
    folder = tmp_path_factory.mktemp("shared") / "catalogue"
    shutil.copytree(ROOT / "tests" / "golden" / "catalogue", folder)
    client = Client(folder)
    try:
        client.start()
        yield client
    finally:
        client.stop()


@pytest.fixture(params=list(ENCODINGS))
def any_client(catalogue: Path, request: pytest.FixtureRequest) -> Iterator[Client]:
    client = Client(catalogue, request.param)
    try:
        assert client.start()["capabilities"]["positionEncoding"] == request.param
        yield client
        assert client.stop() == 0
    finally:
        if not client.process.stdout.closed:  # type: ignore[union-attr]
            client.close()


BOOK = "books/new.yaml"
HEAD = "id: new\nkind: book\nlanguage: en\n"
JAPANESE = HEAD.replace("language: en", "language: ja")


def names(found: list[dict[str, Any]]) -> list[str]:
    return [each["code"] for each in found if each["code"] != "orphaned-record"]


def test_a_fault_is_shown_where_it_is_and_goes_when_it_is_fixed(any_client: Client) -> None:
    wrong = (
        HEAD
        + "title: {ja: 𠮷\U0001f600é, titel: 𠮷}\ncontributors:\n  - {agent: yoko-satu, role: author}\n"
    )
    found = any_client.open(BOOK, wrong)
    assert sorted(names(found)) == ["dangling-reference", "unknown-language"]
    by_name = {each["code"]: each for each in found}
    assert by_name["unknown-language"]["range"] == any_client.span(BOOK, "titel")
    dangling = by_name["dangling-reference"]
    assert dangling["range"] == any_client.span(BOOK, "yoko-satu")
    assert (dangling["severity"], dangling["source"]) == (1, "exporter")
    assert dangling["message"] == "there is no record “yoko-satu”\ndid you mean “yoko-sato”?"
    right = wrong.replace("yoko-satu", "yoko-sato").replace(", titel: 𠮷", "")
    assert names(any_client.change(BOOK, right, 2)) == []


def test_what_is_not_saved_counts_for_the_others(client: Client) -> None:
    name = "books/translated-book.yaml"
    assert names(client.open(name)) == []
    person = (client.folder / "records/people/yoko-sato.yaml").read_text("utf-8")
    assert client.open("people/yoko-sato.yaml", person) is not None
    client.found(name, 1)
    client.change("people/yoko-sato.yaml", person.replace("id: yoko-sato", "id: yoko-suzuki"), 2)
    assert "misnamed-file" in json.dumps(
        client.change("people/yoko-sato.yaml", person.replace("id: yoko", "id: yo"), 3)
    )
    client.tell("textDocument/didClose", textDocument={"uri": client.uri("people/yoko-sato.yaml")})
    assert client.found("people/yoko-sato.yaml", None) == []


def test_what_is_saved_elsewhere_counts_when_one_saves(client: Client) -> None:
    name = "books/translated-book.yaml"
    assert names(client.open(name)) == []
    (client.folder / "records/people/yoko-sato.yaml").unlink()
    client.tell("textDocument/didSave", textDocument={"uri": client.uri(name)})
    assert names(client.found(name, 1)) == ["dangling-reference"]


def test_who_types_fast_is_judged_once(client: Client) -> None:
    client.open(BOOK, HEAD)
    for version in range(2, 30):
        client.change(BOOK, f"{HEAD}title: {'x' * version}\n", version, wait=False)
    assert names(client.found(BOOK, 29)) == []
    assert [
        each for each in client.told if each.get("method") == "textDocument/publishDiagnostics"
    ] == []


def test_a_text_that_is_no_yaml(client: Client) -> None:
    found = client.open(BOOK, HEAD + "title: [a\n")
    assert names(found) == ["not-yaml"]
    assert found[0]["range"]["start"] == client.place(BOOK, "[a")
    assert names(client.change(BOOK, HEAD + 'title: "\ud800"\n', 2)) == ["not-utf-8"]


def test_an_empty_file_is_filled_with_a_record_of_the_kind_of_its_folder(client: Client) -> None:
    client.open(BOOK, "\n")
    items = client.at("completion", BOOK, "\n", behind=False)["items"]
    best = min(items, key=lambda item: item["sortText"])
    assert best["label"] == "book"
    text = client.applied(BOOK, [best["textEdit"]])
    assert text == "id: new\nkind: book\ntitle: \n"
    assert "thesis" in {item["label"] for item in items}


def test_references_of_a_record(client: Client) -> None:
    client.open(BOOK, HEAD + "title: N\ncontributors:\n  - {agent: yoko-sato, role: author}\n")
    context = {"includeDeclaration": True}
    position = client.place(BOOK, "yoko-sato")
    found = client.ask(
        "textDocument/references",
        textDocument={"uri": client.uri(BOOK)},
        position=position,
        context=context,
    )
    assert found[0]["uri"] == client.uri("people/yoko-sato.yaml")
    here = [each for each in found if each["uri"] == client.uri(BOOK)]
    assert [each["range"] for each in here] == [client.span(BOOK, "yoko-sato")]
    assert client.uri("books/translated-book.yaml") in {each["uri"] for each in found}


def test_rename_a_record_with_all_that_refer_to_it(client: Client) -> None:
    client.open(BOOK, HEAD + "title: N\ncontributors:\n  - {agent: yoko-sato, role: author}\n")
    prepared = client.at("prepareRename", BOOK, "yoko")
    assert prepared["placeholder"] == "yoko-sato"
    edit = client.ask(
        "textDocument/rename",
        textDocument={"uri": client.uri(BOOK)},
        position=client.place(BOOK, "yoko"),
        newName="sato-yoko",
    )
    changes = edit["documentChanges"]
    renamed = [each for each in changes if each.get("kind") == "rename"]
    assert [(each["oldUri"], each["newUri"]) for each in renamed] == [
        (client.uri("people/yoko-sato.yaml"), client.uri("people/sato-yoko.yaml"))
    ]
    edits = {each["textDocument"]["uri"]: each["edits"] for each in changes if "edits" in each}
    assert "agent: sato-yoko," in client.applied(BOOK, edits[client.uri(BOOK)])
    assert client.uri("books/translated-book.yaml") in edits
    assert client.uri("people/yoko-sato.yaml") in edits


def test_a_rename_that_cannot_be_done_is_explained(client: Client) -> None:
    client.open(BOOK, HEAD + "title: N\ncontributors:\n  - {agent: yoko-sato, role: author}\n")
    answer = client.ask(
        "textDocument/rename",
        textDocument={"uri": client.uri(BOOK)},
        position=client.place(BOOK, "yoko"),
        newName="Yoko",
    )
    assert answer is None
    said = [each for each in client.told if each.get("method") == "window/showMessage"]
    assert "“Yoko” cannot be an id" in said[0]["params"]["message"]


def test_records_are_found_by_name(client: Client) -> None:
    found = client.ask("workspace/symbol", query="sato yoko")
    assert found[0]["name"].startswith("yoko-sato: ")
    assert found[0]["location"]["uri"] == client.uri("people/yoko-sato.yaml")
    assert found[0]["containerName"] == "person"


def test_definition(any_client: Client) -> None:
    name = "books/translated-book.yaml"
    any_client.open(name, "# 𠮷\n" + (any_client.folder / "records" / name).read_text("utf-8"))
    for where in (False, True):
        there = any_client.at("definition", name, "yoko-sato", where)
        assert there["uri"] == any_client.uri("people/yoko-sato.yaml")
        assert there["range"] == {
            "start": {"line": 1, "character": 4},
            "end": {"line": 1, "character": 13},
        }
    assert any_client.at("definition", name, "kind: book") is None
    assert any_client.at("definition", name, "# 𠮷") is None


@pytest.mark.parametrize(
    ("typed", "id"),
    [
        ("さとう", "yoko-sato"),
        ("サトウ", "yoko-sato"),
        ("佐藤", "yoko-sato"),
        ("sato", "yoko-sato"),
        ("Yoko S", "yoko-sato"),
        ("Satō", "yoko-sato"),
        ("ようこ", "yoko-sato"),
        ("schmitt", "carl-schmitt"),
        ("gogh", "vincent-van-gogh"),
        ("yoko-s", "yoko-sato"),
    ],
)
def test_ids_are_completed_by_names_in_any_script(shared: Client, typed: str, id: str) -> None:
    for before, after in (
        ("  - agent: ", "\n    role: author\n"),
        ("  - {agent: ", ", role: author}\n"),
        ("  - {agent: ", "\n"),
    ):
        text = f"{HEAD}title: 𠮷\ncontributors:\n{before}{typed}{after}"
        shared.open(BOOK, text)
        answer = shared.at("completion", BOOK, before + typed)
        items = {item["label"]: item for item in answer["items"]}
        assert id in items, (before, items.keys())
        assert items[id]["filterText"] == typed
        assert (
            shared.applied(BOOK, [items[id]["textEdit"]])
            == f"{HEAD}title: 𠮷\ncontributors:\n{before}{id}{after}"
        )
        assert answer["isIncomplete"]
        shared.tell("textDocument/didClose", textDocument={"uri": shared.uri(BOOK)})


def test_the_best_match_stands_first(client: Client) -> None:
    for id, name in (("a-benda", "Julien Benda"), ("z-endo", "Homare Endo")):
        text = f"id: {id}\nkind: person\nname: {{en: {name}}}\n"
        (client.folder / "records" / "people" / f"{id}.yaml").write_text(text, "utf-8")
    before = f"{HEAD}contributors:\n  - agent: "
    for typed, best in (("えん", "z-endo"), ("en", "z-endo"), ("ben", "a-benda")):
        client.open(BOOK, f"{before}{typed}\n")
        assert client.offered(BOOK, before + typed)[0] == best, typed
        client.tell("textDocument/didClose", textDocument={"uri": client.uri(BOOK)})
    client.open(BOOK, f"{before}え\n")  # one letter says only how a word begins
    offered = client.offered(BOOK, before + "え")
    assert "z-endo" in offered
    assert "a-benda" not in offered


PLACES = {
    "all agents, nothing typed": ("publisher: ^\n", {"yoko-sato", "tea-board"}, {"tea-report"}),
    "in a list": ("publisher: [tea-board, ^]\n", {"yoko-sato", "smith-and-sons"}, {"tea-report"}),
    "in an open list": ("publisher: [tea-board, ^\n", {"smith-and-sons"}, set()),
    "in quotation marks": ('publisher: "tea^"\n', {"tea-board"}, {"tea-report"}),
    "in an open quotation mark": ('publisher: "tea^\n', {"tea-board"}, {"tea-report"}),
    "works only": ("found:\n  - in: tea^\n", {"tea-report", "tea-photo"}, {"tea-board"}),
    "a list of either": ("distinct_from:\n- ^\n", {"tea-report", "tea-board"}, set()),
    "terms": ("status: ^\n", {"forthcoming"}, {"yoko-sato"}),
    "roles": ("contributors:\n  - {agent: yoko-sato, role: tr^}\n", {"translator"}, {"yoko-sato"}),
    "fields": ("contr^\n", {"contributors", "publisher"}, {"kind", "yoko-sato"}),
    "fields of a group": (
        "contributors:\n  - agent: yoko-sato\n    ro^\n",
        {"role"},
        {"agent", "title"},
    ),
    "fields in brackets": (
        "contributors:\n  - {agent: yoko-sato, r^}\n",
        {"role"},
        {"agent", "title"},
    ),
    "nothing in a text": ("title: tea^\n", set(), {"tea-board"}),
    "nothing in a comment": ("# tea^\n", set(), {"tea-board"}),
    "with a fault below": ("publisher: te^\nnotes: [\n", {"tea-board"}, set()),
}


@pytest.mark.parametrize("name", PLACES)
def test_what_is_offered_where(shared: Client, name: str) -> None:
    text, wanted, unwanted = PLACES[name]
    before = HEAD + text.partition("^")[0]
    shared.open(BOOK, HEAD + text.replace("^", ""))
    offered = set(shared.offered(BOOK, before))
    assert wanted <= offered
    assert not unwanted & offered
    shared.tell("textDocument/didClose", textDocument={"uri": shared.uri(BOOK)})


def test_a_term_with_a_comma_is_quoted_in_brackets(client: Client) -> None:
    term = "author of introduction, etc."
    for before, after, written in (
        ("  - {agent: yoko-sato, role: ", "}\n", f'"{term}"'),
        ("  - agent: yoko-sato\n    role: ", "\n", term),
        ("  - agent: yoko-sato\n    role: 'auth", "'\n", term),
    ):
        client.open(BOOK, f"{HEAD}contributors:\n{before}{after}")
        items = {each["label"]: each for each in client.at("completion", BOOK, before)["items"]}
        start = before.removesuffix("'auth")
        end = after.removeprefix("'")
        assert (
            client.applied(BOOK, [items[term]["textEdit"]])
            == f"{HEAD}contributors:\n{start}{written}{end}"
        )
        client.tell("textDocument/didClose", textDocument={"uri": client.uri(BOOK)})


def test_the_kinds_are_offered_for_a_record_that_is_empty(client: Client) -> None:
    client.open(BOOK, "kind: \n")
    assert "book" in client.offered(BOOK, "kind: ")


def test_hover(any_client: Client) -> None:
    name = "books/translated-book.yaml"
    text = "# 𠮷\n" + (any_client.folder / "records" / name).read_text("utf-8")
    any_client.open(name, text)
    there = any_client.at("hover", name, "yoko-sato", False)
    for word in ("佐藤葉子", "Yoko Sato", "person", "records/people/yoko-sato.yaml"):
        assert word in there["contents"]["value"]
    assert there["range"] == any_client.span(name, "yoko-sato")
    field = any_client.at("hover", name, "contributors", False)
    assert "Who made the work" in field["contents"]["value"]
    assert field["range"] == any_client.span(name, "contributors")
    assert any_client.at("hover", name, "kind: book") is None


def test_a_fix_is_offered_and_gives_the_right_text(any_client: Client) -> None:
    text = JAPANESE + "title: 𠮷 か\u3099  # か\u3099\nshort_title: '𠮷  𠮷 '\n"
    found = any_client.open(BOOK, text)
    assert sorted(names(found)) == ["not-nfc", "stray-space"]
    action, *others = any_client.actions(BOOK, "𠮷 か\u3099", only=["quickfix"])
    assert (action["kind"], action["isPreferred"], others) == ("quickfix", True, [])
    assert [each["code"] for each in action["diagnostics"]] == ["not-nfc"]
    fixed = any_client.applied(BOOK, action["edit"]["changes"][any_client.uri(BOOK)])
    assert fixed == text.replace("𠮷 か\u3099", "𠮷 が", 1)
    [all] = any_client.actions(BOOK, "kind", only=["source.fixAll"])
    fixed = any_client.applied(BOOK, all["edit"]["changes"][any_client.uri(BOOK)])
    assert fixed == JAPANESE + "title: 𠮷 が  # か\u3099\nshort_title: '𠮷 𠮷'\n"
    assert names(any_client.change(BOOK, fixed, 2)) == []


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (
            "contributors:\n  - {agent: yoko-satu, role: author}\n",
            "contributors:\n  - {agent: yoko-sato, role: author}\n",
        ),
        ("titel: x\n", "title: x\n"),
        ("title: x\ncontributors:\n  - agent: 'yoko-sato'\n    role: 'autor'\n", None),
    ],
)
def test_what_was_meant_is_offered(client: Client, wrong: str, right: str | None) -> None:
    client.open(BOOK, HEAD + wrong)
    right = wrong.replace("autor", "author") if right is None else right
    word = next(each for each in ("yoko-satu", "titel", "autor") if each in wrong)
    actions = client.actions(BOOK, word, only=["quickfix"])
    texts = [
        client.applied(BOOK, action["edit"]["changes"][client.uri(BOOK)]) for action in actions
    ]
    assert HEAD + right in texts


def test_line_breaks_of_windows_stay(client: Client) -> None:
    text = (HEAD + "title: か\u3099\npublisher: te\n").replace("\n", "\r\n")
    found = client.open(BOOK, text)
    place = next(each for each in found if each["code"] == "not-nfc")
    assert place["range"]["start"] == client.place(BOOK, "か\u3099")
    action = client.actions(BOOK, "か\u3099", only=["quickfix"])[0]
    assert client.applied(BOOK, action["edit"]["changes"][client.uri(BOOK)]) == text.replace(
        "か\u3099", "が"
    )
    assert "tea-board" in client.offered(BOOK, text.removesuffix("\r\n"))


def test_formatting(client: Client) -> None:
    text = "# yaml-language-server: $schema=x\ntitle: 𠮷 \n# of it\r\nkind: book\nid: new"
    shutil.copytree(ROOT / "schemas", client.folder / "schemas")
    client.open(BOOK, text)
    edits = client.ask(
        "textDocument/formatting",
        textDocument={"uri": client.uri(BOOK)},
        options={"tabSize": 2, "insertSpaces": True},
    )
    right = "# yaml-language-server: $schema=../../schemas/book.schema.json\nid: new\n# of it\nkind: book\ntitle: 𠮷\n"
    assert client.applied(BOOK, edits) == right


def test_files_that_are_no_records_are_left_alone(client: Client) -> None:
    uri = (client.folder / "other.yaml").as_uri()
    for address in (
        uri,
        "untitled:Untitled-1",
        "http://example.org/records/x.yaml",
        "file:///nowhere/records/x.yaml",
    ):
        item = {"uri": address, "languageId": "yaml", "version": 1, "text": "a: ["}
        client.tell("textDocument/didOpen", textDocument=item)
        position = {"line": 0, "character": 1}
        assert (
            client.ask("textDocument/hover", textDocument={"uri": address}, position=position)
            is None
        )
        assert (
            client.ask("textDocument/completion", textDocument={"uri": address}, position=position)
            is None
        )
    assert names(client.open(BOOK, HEAD + "title: x\n")) == []


def test_settings_that_are_none_are_told_and_forgiven(client: Client) -> None:
    (client.folder / "exporter.toml").write_text("[checks]\noff = ['x']\n", "utf-8")
    client.texts[BOOK] = HEAD + "titel: x\n"
    item = {"uri": client.uri(BOOK), "languageId": "yaml", "version": 1, "text": client.texts[BOOK]}
    client.tell("textDocument/didOpen", textDocument=item)
    answer = client.next()
    assert answer["method"] == "window/showMessage"
    assert "which does not exist" in answer["params"]["message"]
    (client.folder / "exporter.toml").unlink()
    assert "unknown-field" in names(client.change(BOOK, client.texts[BOOK], 2))


def test_the_table_of_retractions_counts(client: Client) -> None:
    text = HEAD + "title: x\nidentifiers: {doi: 10.5555/12345678}\n"
    assert "retracted-work" not in names(client.open(BOOK, text))
    table = client.folder / "retractions.csv"
    table.write_text("doi,date\n10.5555/12345678,2024-05-31\n", "utf-8")
    assert "retracted-work" in names(client.change(BOOK, text + "# seen\n", 2))


GARBAGE = [
    b"{",
    b"[]",
    b"null",
    b"\xff\xfe",
    b'{"jsonrpc": "2.0"}',
    b'{"jsonrpc": "2.0", "id": 7, "method": "no/such", "params": {}}',
    b'{"jsonrpc": "2.0", "id": 8, "method": "textDocument/hover", "params": {"textDocument": 3}}',
    b'{"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {}}',
    b'{"jsonrpc": "2.0", "id": null, "method": 5}',
    b"[" * 100_000,
]


def test_garbage_does_not_stop_it(client: Client) -> None:
    assert client.process.stdin
    for each in GARBAGE:
        client.send(each)
    client.process.stdin.write(b"Content-Length: x\r\nNonsense\r\n\r\n\x00\r\n")
    client.process.stdin.flush()
    for position in ({"line": 99, "character": 99}, {"line": 0, "character": 10**9}):
        client.send(
            {
                "id": 9,
                "method": "textDocument/hover",
                "params": {"textDocument": {"uri": "x"}, "position": position},
            }
        )
    assert names(client.open(BOOK, HEAD + "titel: x\n")) == ["unknown-field"]
    for line, character in ((99, 99), (0, 10**9), (1, 0)):
        position = {"line": line, "character": character}
        document = {"uri": client.uri(BOOK)}
        client.ask("textDocument/completion", textDocument=document, position=position)
        client.ask("textDocument/definition", textDocument=document, position=position)


HOVER = {"textDocument": {"uri": "file:///x.yaml"}, "position": {"line": 0, "character": 0}}
FAULTY: list[tuple[Any, int, Any]] = [
    (b"{", -32700, None),
    (b"\xff\xfe", -32700, None),
    (b"[]", -32600, None),
    (b'{"jsonrpc": "1.0", "id": 7, "method": "textDocument/hover"}', -32600, 7),
    ({"id": 7}, -32600, 7),
    ({"id": 7, "method": 5}, -32600, 7),
    ({"id": [7], "method": "textDocument/hover", "params": HOVER}, -32600, None),
    ({"id": "a", "method": "textDocument/hover"}, -32602, "a"),
    ({"id": 7, "method": "textDocument/hover", "params": {"textDocument": 3}}, -32602, 7),
    ({"id": 7, "method": "textDocument/rename", "params": HOVER}, -32602, 7),
    ({"id": 7, "method": "no/such"}, -32601, 7),
    ({"id": 7, "method": "initialize", "params": {"capabilities": {}}}, -32600, 7),
]


@pytest.mark.parametrize(("sent", "code", "id"), FAULTY)
def test_a_faulty_request_gets_an_error(shared: Client, sent: Any, code: int, id: Any) -> None:
    shared.send(sent)
    while "error" not in (answer := shared.next()):
        shared.told.append(answer)
    assert (answer["error"]["code"], answer["id"]) == (code, id)
    assert "Traceback" not in str(answer)


def test_an_error_names_the_parameter(shared: Client) -> None:
    assert shared.refusal("textDocument/rename", **HOVER)["message"] == (
        "invalid parameters: required field missing @ $.params.newName"
    )


def test_a_request_is_too_early_or_too_late(catalogue: Path) -> None:
    client = Client(catalogue)
    client.tell("textDocument/didSave", **HOVER)  # a notification is dropped
    assert client.refusal("textDocument/hover", **HOVER)["code"] == -32002
    assert client.refusal("initialize", capabilities=5)["code"] == -32602
    client.start()
    client.ask("shutdown")
    assert client.refusal("textDocument/hover", **HOVER)["code"] == -32600
    assert client.told == []
    assert client.leave() == 0


def test_a_request_in_a_catalogue_with_wrong_settings_gets_the_reason(client: Client) -> None:
    (client.folder / "exporter.toml").write_text("[checks]\noff = ['x']\n", "utf-8")
    item = {"uri": client.uri(BOOK), "languageId": "yaml", "version": 1, "text": HEAD}
    client.tell("textDocument/didOpen", textDocument=item)
    position = {"line": 0, "character": 0}
    error = client.refusal("textDocument/hover", textDocument=item, position=position)
    assert error["code"] == -32803
    assert "which does not exist" in error["message"]
    assert "data" not in error


@pytest.mark.parametrize(
    "said",
    [b"", b"Content-Length: 1000000000000\r\n\r\n{", b"\x00" * 10_000, b"GET / HTTP/1.1\r\n\r\n"],
)
def test_an_editor_that_goes_away_leaves_nothing_running(catalogue: Path, said: bytes) -> None:
    pipes = {"stdin": PIPE, "stdout": PIPE, "stderr": PIPE}
    with started(sys.executable, "-m", "exporter", "lsp", cwd=catalogue, **pipes) as process:
        _, errors = process.communicate(said, timeout=60)
    assert process.returncode in {1, 2}
    assert b"Traceback" not in errors


def test_exit_without_shutdown(catalogue: Path) -> None:
    client = Client(catalogue)
    client.start()
    assert client.leave() == 1


def test_without_the_library(catalogue: Path, tmp_path: Path) -> None:
    (tmp_path / "pygls").mkdir()
    (tmp_path / "pygls" / "__init__.py").write_text(
        "raise ModuleNotFoundError(\"No module named 'pygls'\", name='pygls')\n", "utf-8"
    )
    ran = exporter("-C", catalogue, "lsp", env={"PYTHONPATH": f"{tmp_path}:{ROOT}"})
    assert (ran.code, ran.out) == (2, "")
    assert "pip install 'catalogue-exporter[lsp]'" in ran.err


def test_the_help_imports_nothing_of_it() -> None:
    words = (
        "import sys; from exporter.cli.main import group; "
        "group.main(['-h'], standalone_mode=False); print([*sys.modules])"
    )
    ran = run(sys.executable, "-c", words)
    assert "'click'" in ran.out
    assert "'pygls" not in ran.out
    assert "'jsonschema" not in ran.out


def test_only_the_record_that_changed_is_read_and_validated_again(
    catalogue: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def counted(step: Callable[..., Any], name: str) -> Callable[..., Any]:
        def counting(*words: Any) -> Any:
            done.append(name)
            return step(*words)

        return counting

    monkeypatch.setattr(workspace, "read_document", counted(workspace.read_document, "read"))
    monkeypatch.setattr(workspace, "parse_document", counted(workspace.parse_document, "parse"))
    monkeypatch.setattr(RecordValidator, "_doubts", counted(RecordValidator._doubts, "validate"))
    editor = workspace.Workspace(catalogue)
    path = catalogue / "records" / BOOK
    editor.validate({path: HEAD + "title: x\n"})
    assert sorted(done) == ["parse", *["read"] * 16, *["validate"] * 17]
    done.clear()
    editor.validate({path: HEAD + "title: y\n"})
    assert done == ["parse", "validate"]


@settings(deadline=None)
@given(
    st.text(st.sampled_from("aé𠮷\U0001f600か\r\n"), max_size=30), st.sampled_from(list(ENCODINGS))
)
def test_every_offset_is_a_position_and_back(text: str, encoding: str) -> None:
    name, size = ENCODINGS[encoding]
    positions = TextPositions(text, encoding)
    assert positions.position(0) == (0, 0)
    for offset in range(len(text) + 1):
        line, character = positions.position(offset)
        if text[max(0, offset - 1) : offset + 1] != "\r\n":
            assert positions.offset(line, character) == offset
            before = text[:offset].replace("\r\n", "\n").replace("\r", "\n").split("\n")
            assert (line, character) == (len(before) - 1, len(before[-1].encode(name)) // size)


def test_wherever_one_types_the_text_around_it_stays() -> None:
    """What is at the cursor is a part of the text that the cursor is in."""
    seen: list[str] = []

    @settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(records(), st.integers(0, 400), st.booleans())
    def look(text: str, offset: int, cut: bool) -> None:
        offset = min(offset, len(text))
        text = text[:offset] if cut else text
        if found := node_at(text, offset):
            assert 0 <= found.start <= offset <= found.end <= len(text)
            assert found.whole.startswith(found.typed)
            seen.append(found.typed)

    look()
    assert len(seen) > 20
