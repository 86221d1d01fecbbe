"""The language server: what `editor.py` says, in the words of the Language Server Protocol 3.17."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from exporter import __version__
from exporter.errors import UsageError
from exporter.lsp.text_position import Positions, shared_beginning
from exporter.lsp.workspace import Answer, Workspace
from exporter.records.document import Document
from exporter.records.files import SUFFIXES, find_catalogue
from exporter.records.finding import Finding, Position, Severity
from exporter.validate.pipeline import ValidationResult
from exporter.validate.record import severity

_PAUSE = 0.2
"""How long, in seconds, a writer has to pause before the catalogue is checked."""
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFORMATION: types.DiagnosticSeverity.Information,
}
_FIX_ALL = types.CodeActionKind.SourceFixAll


def serve(stdin: BinaryIO, stdout: BinaryIO) -> int:
    """Speak with an editor until it says goodbye; give the exit code: 0 if it did so as the protocol wants it."""
    logging.getLogger("pygls").addHandler(logging.NullHandler())
    logging.getLogger("pygls").propagate = False  # what cannot be understood is told to the editor
    server = _Server()
    for name, (answer, options) in _FEATURES.items():
        server.feature(name, options)(answer)
    server.start_io(stdin, stdout)
    return 0 if server.goodbye else 1


class _Server(LanguageServer):
    """The open records, by the address that the editor has given them, and their catalogues."""

    def __init__(self) -> None:
        super().__init__(
            "exporter", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full
        )
        self.goodbye = False
        self.open: dict[str, tuple[Path, Workspace]] = {}
        self.editors: dict[Path, Workspace] = {}
        self.verdicts: dict[Path, tuple[Mapping[Path, str], ValidationResult]] = {}
        self.changes = 0
        self.checking = asyncio.Lock()
        self.tasks: set[asyncio.Task[None]] = set()

    def enter(self, uri: str) -> None:
        """Take in a file that was opened, if it is a record of a catalogue."""
        name = to_fs_path(uri)
        path = Path(name or "")
        if not path.is_absolute() or path.suffix not in SUFFIXES:
            return
        try:
            root = find_catalogue(path.parent)
        except UsageError:
            return
        inside = path.relative_to(root).parts
        if inside[0] == "records" and not any(part.startswith(".") for part in inside):
            self.open[uri] = path, self.editors.setdefault(root, Workspace(root))

    def text(self, uri: str) -> str:
        """Give what stands in the editor."""
        return self.workspace.get_text_document(uri).source

    def positions(self, text: str) -> Positions:
        """Count in the text as the editor does."""
        agreed = self.workspace.position_encoding or types.PositionEncodingKind.Utf16
        return Positions(text, types.PositionEncodingKind(agreed).value)

    def unsaved(self, editor: Workspace) -> dict[Path, str]:
        """Give the texts of the open records of a catalogue."""
        return {path: self.text(uri) for uri, (path, owner) in self.open.items() if owner is editor}

    async def verdict(self, editor: Workspace) -> ValidationResult:
        """Check a catalogue as it is now, unless that was done already; who waits can meanwhile type on."""
        async with self.checking:
            unsaved = self.unsaved(editor)
            known = self.verdicts.get(editor.root)
            if known is None or known[0] != unsaved:
                known = unsaved, await asyncio.to_thread(editor.verdict, unsaved)
                self.verdicts[editor.root] = known
            return known[1]

    def soon(self, pause: float = 0.0) -> None:
        """Check again after a pause, unless something else changes before."""
        self.changes += 1
        task = asyncio.get_running_loop().create_task(self.later(self.changes, pause))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def later(self, change: int, pause: float) -> None:
        """Publish what is found in the open records, if nothing has changed since."""
        await asyncio.sleep(pause)
        for editor in {id(editor): editor for _, editor in self.open.values()}.values():
            if change != self.changes:
                return
            try:
                verdict = await self.verdict(editor)
            except UsageError as problem:
                self.say(f"{problem.message}. {problem.hint}".strip())
                continue
            except Exception as error:  # noqa: BLE001 - whatever comes here is our fault, and typing must go on
                self.say(
                    f"this is a bug in exporter ({type(error).__name__}: {error}); please report it"
                )
                continue
            if change == self.changes:
                self.publish(editor, verdict)

    def say(self, words: str) -> None:
        """Show a message to the writer."""
        self.window_show_message(
            types.ShowMessageParams(types.MessageType.Error, f"exporter: {words}")
        )

    def publish(self, editor: Workspace, verdict: ValidationResult) -> None:
        """Send the findings of the open records of a catalogue."""
        for uri, (path, owner) in self.open.items():
            if owner is editor:
                text = self.text(uri)
                found = [each for each in verdict.findings if each.path == path]
                diagnostics = [self.diagnostic(each, text, verdict.document) for each in found]
                number = self.workspace.get_text_document(uri).version
                self.text_document_publish_diagnostics(
                    types.PublishDiagnosticsParams(uri, diagnostics, number)
                )

    def diagnostic(
        self, finding: Finding, text: str, document: Callable[[Path], Document | None]
    ) -> types.Diagnostic:
        """Put a finding into the protocol's words."""
        related = []
        for note in finding.notes:
            if note.position and (there := document(note.path)):
                where = self.location(there, note.position)
                related.append(types.DiagnosticRelatedInformation(where, note.message))
        return types.Diagnostic(
            range=self.range(text, finding.position or Position(1, 1)),
            message="\n".join(filter(None, (finding.message, finding.hint))),
            severity=_SEVERITIES[severity(finding)],
            code=finding.name,
            source="exporter",
            related_information=related or None,
        )

    def location(self, document: Document, place: Position) -> types.Location:
        """Give a place in a record, by the address under which it is open or can be opened."""
        known = next((uri for uri, (path, _) in self.open.items() if path == document.path), None)
        return types.Location(
            known or str(from_fs_path(str(document.path))), self.range(document.text, place)
        )

    def range(self, text: str, place: Position) -> types.Range:
        """Give the range of a place, which counts characters."""
        characters = Positions(text, "utf-32")
        start = characters.offset(place.line - 1, place.column - 1)
        return self.between(
            text, start, characters.offset(place.line - 1, place.column - 1 + place.width)
        )

    def between(self, text: str, start: int, end: int) -> types.Range:
        """Give the range from one offset to another."""
        positions = self.positions(text)
        return types.Range(types.Position(*positions.of(start)), types.Position(*positions.of(end)))

    def edit(self, uri: str, before: str, after: str) -> types.WorkspaceEdit:
        """Give the smallest single change that makes one text of another; no line break is taken apart."""
        start = shared_beginning(before, after)
        rest = shared_beginning(before[start:][::-1], after[start:][::-1])
        start -= before[start - 1 : start + 1] == "\r\n"
        rest -= before[len(before) - rest - 1 : len(before) - rest + 1] == "\r\n"
        span = self.between(before, start, len(before) - rest)
        return types.WorkspaceEdit(
            changes={uri: [types.TextEdit(span, after[start : len(after) - rest])]}
        )

    async def judged(self, uri: str) -> tuple[Document, list[Finding]] | None:
        """Give an open record with its findings; None where it cannot be read, or has just changed again."""
        if uri not in self.open:
            return None
        path, editor = self.open[uri]
        verdict = await self.verdict(editor)
        document = verdict.document(path)
        if document is None or document.text != self.text(uri):
            return None
        return document, [each for each in verdict.findings if each.path == path]


def _opened(ls: _Server, params: types.DidOpenTextDocumentParams) -> None:
    ls.enter(params.text_document.uri)
    ls.soon()


def _changed(ls: _Server, params: types.DidChangeTextDocumentParams) -> None:  # noqa: ARG001 - pygls has the text
    ls.soon(_PAUSE)


def _saved(ls: _Server, params: types.DidSaveTextDocumentParams) -> None:  # noqa: ARG001 - all are looked at anew
    ls.verdicts.clear()  # other files may have changed too
    ls.soon()


def _closed(ls: _Server, params: types.DidCloseTextDocumentParams) -> None:
    if ls.open.pop(params.text_document.uri, None):
        ls.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(params.text_document.uri, [])
        )
        ls.soon()


async def _definition(ls: _Server, params: types.DefinitionParams) -> types.Location | None:
    here = await _here(ls, params)
    found = here and here[0].definition(here[1], here[2])
    return ls.location(*found) if found else None


async def _hover(ls: _Server, params: types.HoverParams) -> types.Hover | None:
    here = await _here(ls, params)
    found = here and here[0].explained(here[1], here[2])
    if not here or not found:
        return None
    page = types.MarkupContent(types.MarkupKind.Markdown, found[0])
    return types.Hover(page, ls.between(here[1], found[1], found[2]))


async def _completion(ls: _Server, params: types.CompletionParams) -> types.CompletionList | None:
    here = await _here(ls, params)
    found = here and here[0].choices(here[1], here[2])
    if not here or not found:
        return None
    choices, spot = found
    span = ls.between(here[1], spot.start, spot.end)
    typed = here[1][spot.start : here[2]]
    items = [
        types.CompletionItem(
            label=choice.label,
            kind=types.CompletionItemKind.Reference
            if choice.sought
            else types.CompletionItemKind.Value,
            detail=choice.detail or None,
            documentation=types.MarkupContent(types.MarkupKind.Markdown, choice.page)
            if choice.page
            else None,
            sort_text=f"{number:04}",
            # an editor shows only what resembles the word typed; さとう does not resemble yoko-sato
            filter_text=typed if choice.sought and typed else choice.label,
            text_edit=types.TextEdit(span, choice.text),
        )
        for number, choice in enumerate(choices)
    ]
    return types.CompletionList(
        is_incomplete=not items or any(choice.sought for choice in choices), items=items
    )


async def _actions(
    ls: _Server, params: types.CodeActionParams
) -> Sequence[types.CodeAction] | None:
    uri, wanted = params.text_document.uri, params.context.only
    judged = await ls.judged(uri)
    if judged is None:
        return None
    document, found = judged
    editor = ls.open[uri][1]
    given = []
    if wanted is None or types.CodeActionKind.QuickFix in wanted:
        here = [
            each
            for each in found
            if _touch(ls.range(document.text, each.position or Position(1, 1)), params.range)
        ]
        given += [_action(ls, uri, document, answer) for answer in editor.answers(document, here)]
    if wanted is None or {types.CodeActionKind.Source, _FIX_ALL} & set(wanted):
        text = editor.mended(document, found)
        if text != document.text:
            edit = ls.edit(uri, document.text, text)
            given.append(
                types.CodeAction(
                    "Mend all that has exactly one right answer", kind=_FIX_ALL, edit=edit
                )
            )
    return given


async def _formatting(
    ls: _Server, params: types.DocumentFormattingParams
) -> Sequence[types.TextEdit] | None:
    uri = params.text_document.uri
    judged = await ls.judged(uri)
    if judged is None:
        return None
    text = ls.open[uri][1].laid_out(judged[0])
    return (ls.edit(uri, judged[0].text, text).changes or {})[uri] if text != judged[0].text else []


def _goodbye(ls: _Server, params: None) -> None:  # noqa: ARG001
    ls.goodbye = True


_FEATURES: dict[str, tuple[Callable[..., Any], Any]] = {
    types.TEXT_DOCUMENT_DID_OPEN: (_opened, None),
    types.TEXT_DOCUMENT_DID_CHANGE: (_changed, None),
    types.TEXT_DOCUMENT_DID_SAVE: (_saved, None),
    types.TEXT_DOCUMENT_DID_CLOSE: (_closed, None),
    types.TEXT_DOCUMENT_DEFINITION: (_definition, None),
    types.TEXT_DOCUMENT_HOVER: (_hover, None),
    types.TEXT_DOCUMENT_COMPLETION: (
        _completion,
        types.CompletionOptions(trigger_characters=[" ", "-", "{", "[", ",", '"', "'"]),
    ),
    types.TEXT_DOCUMENT_CODE_ACTION: (
        _actions,
        types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix, _FIX_ALL]),
    ),
    types.TEXT_DOCUMENT_FORMATTING: (_formatting, None),
    types.SHUTDOWN: (_goodbye, None),
}


async def _here(
    ls: _Server, params: types.DefinitionParams | types.HoverParams | types.CompletionParams
) -> tuple[Workspace, str, int] | None:
    """Give the catalogue, the text and the offset of which an editor speaks."""
    uri = params.text_document.uri
    if uri not in ls.open:
        return None
    _, editor = ls.open[uri]
    if editor.root not in ls.verdicts:  # the names of the records are known once it was checked
        await ls.verdict(editor)
    text = ls.text(uri)
    return editor, text, ls.positions(text).offset(params.position.line, params.position.character)


def _touch(one: types.Range, other: types.Range) -> bool:
    return one.start <= other.end and other.start <= one.end


def _action(ls: _Server, uri: str, document: Document, answer: Answer) -> types.CodeAction:
    solved = (
        [ls.diagnostic(answer.finding, document.text, lambda _: None)] if answer.finding else None
    )
    return types.CodeAction(
        title=answer.title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=solved,
        is_preferred=answer.certain or None,
        edit=ls.edit(uri, document.text, answer.text),
    )
