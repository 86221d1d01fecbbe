"""The Language Server Protocol 3.17 for a workspace: requests in, answers and diagnostics out."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInternalError, JsonRpcParseError
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from exporter import __version__
from exporter.errors import UsageError
from exporter.lsp.protocol import Protocol
from exporter.lsp.text_position import TextPositions, common_prefix_length
from exporter.lsp.workspace import Completion, Fix, Workspace
from exporter.records.document import Document
from exporter.records.files import SUFFIXES, find_catalogue
from exporter.records.finding import Finding, Position, Severity
from exporter.records.positions import position_of
from exporter.validate.record import severity
from exporter.validate.result import ValidationResult

_PAUSE = 0.2
"""How many seconds after the last keystroke the catalogue is checked."""
_MAX_AGE = 5.0
"""For how many seconds it is not looked at the files again as long as somebody only types."""
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFORMATION: types.DiagnosticSeverity.Information,
}
_FIX_ALL = types.CodeActionKind.SourceFixAll

DocumentOf = Callable[[Path], Document | None]


def serve(stdin: BinaryIO, stdout: BinaryIO) -> int:
    """Serve an editor until it exits; return 0 if it asked for a shutdown before, else 1."""
    # what cannot be understood is reported to the editor, not logged
    logging.getLogger("pygls").addHandler(logging.NullHandler())
    logging.getLogger("pygls").propagate = False
    server = _Server()
    for name, (handler, options) in _FEATURES.items():
        server.feature(name, options)(_explained(handler))
    server.start_io(stdin, stdout)
    return 0 if server.shut_down else 1


def _explained(handler: Callable[..., Any]) -> Callable[..., Any]:
    """Return a handler whose errors are answered with a message for people, without a traceback."""
    if not asyncio.iscoroutinefunction(handler):
        return handler

    @wraps(handler)
    async def explained(server: _Server, params: object) -> object:
        try:
            return await handler(server, params)
        except UsageError as error:
            code = types.LSPErrorCodes.RequestFailed
            raise JsonRpcException(_in_one_line(error), code=code) from error
        except Exception as error:
            raise JsonRpcInternalError(_bug(error)) from error

    return explained


def _bug(error: Exception) -> str:
    what = f"{type(error).__name__}: {error}"
    return f"this is a bug in exporter ({what}); please report it"


def _in_one_line(error: UsageError) -> str:
    return f"{error.message}: {error.hint}" if error.hint else error.message


class _Server(LanguageServer):
    """The open records by their URIs, and the workspaces that they belong to."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__(
            "exporter",
            __version__,
            text_document_sync_kind=types.TextDocumentSyncKind.Full,
            protocol_cls=Protocol,
        )
        self.shut_down = False
        self.records: dict[str, tuple[Path, Workspace]] = {}
        self.workspaces: dict[Path, Workspace] = {}
        self.results: dict[Path, tuple[Mapping[Path, str], ValidationResult]] = {}
        self.seen: set[Path] = set()
        self.changes = 0
        self.validating = asyncio.Lock()
        self.tasks: set[asyncio.Task[None]] = set()

    def open_record(self, uri: str) -> None:
        """Remember a file that the editor has opened, if it is a record of a catalogue."""
        path = Path(to_fs_path(uri) or "")
        if not path.is_absolute() or path.suffix not in SUFFIXES:
            return
        try:
            root = find_catalogue(path.parent)
        except UsageError:
            return
        inside = path.relative_to(root).parts
        if inside[0] == "records" and not any(part.startswith(".") for part in inside):
            self.records[uri] = path, self.workspaces.setdefault(root, Workspace(root))

    def text(self, uri: str) -> str:
        """Return the text in the editor."""
        return self.workspace.get_text_document(uri).source

    def unsaved(self, workspace: Workspace) -> dict[Path, str]:
        """Return the texts of the open records of a workspace."""
        return {
            path: self.text(uri)
            for uri, (path, owner) in self.records.items()
            if owner is workspace
        }

    async def validated(self, workspace: Workspace) -> ValidationResult:
        """Check a workspace in another thread, unless nothing has changed since the last time."""
        async with self.validating:
            unsaved = self.unsaved(workspace)
            known = self.results.get(workspace.root)
            if known is None or known[0] != unsaved:
                result = await asyncio.to_thread(workspace.validate, unsaved, _MAX_AGE)
                known = unsaved, result
                if workspace.root not in self.seen:
                    self.seen.add(workspace.root)
                    gc.freeze()  # most records live as long as the server: do not look at them
                self.results[workspace.root] = known
            return known[1]

    def look_at_files(self) -> None:
        """Look at all files for the next check: others than the open ones may have changed."""
        self.results.clear()
        for workspace in self.workspaces.values():
            workspace.forget_files()

    def schedule_validation(self, pause: float = 0.0) -> None:
        """Check after some seconds, unless there is another change before."""
        self.changes += 1
        validation = self.validate_after(pause, self.changes)
        task = asyncio.get_running_loop().create_task(validation)
        self.tasks.add(task)  # the event loop itself keeps only a weak reference
        task.add_done_callback(self.tasks.discard)

    async def validate_after(self, pause: float, change: int) -> None:
        """Check and publish the findings, if `change` is still the last change."""
        await asyncio.sleep(pause)
        for workspace in {id(owner): owner for _, owner in self.records.values()}.values():
            if change != self.changes:
                return
            try:
                result = await self.validated(workspace)
            except UsageError as error:
                self.show_error(_in_one_line(error))
                continue
            except Exception as error:  # noqa: BLE001 - a bug of ours must not stop the server
                self.show_error(_bug(error))
                continue
            if change == self.changes:
                self.publish(workspace, result)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Answer text that is no JSON; show what else has no answer in the editor."""
        if isinstance(error, ValueError | RecursionError):  # of `json.loads`
            self.protocol.refuse(None, JsonRpcParseError(f"this is no JSON: {error}"))
        else:
            super().report_server_error(error, source)

    def show_error(self, message: str) -> None:
        """Show a message in the editor."""
        self.window_show_message(
            types.ShowMessageParams(types.MessageType.Error, f"exporter: {message}")
        )

    def publish(self, workspace: Workspace, result: ValidationResult) -> None:
        """Send the findings of the open records of a workspace."""
        for uri, (path, owner) in self.records.items():
            if owner is not workspace:
                continue
            text = self.text(uri)
            found = [each for each in result.findings if each.path == path]
            diagnostics = [self.diagnostic(each, text, result.document) for each in found]
            version = self.workspace.get_text_document(uri).version
            self.text_document_publish_diagnostics(
                types.PublishDiagnosticsParams(uri, diagnostics, version)
            )

    async def record_with_findings(self, uri: str) -> tuple[Document, list[Finding]] | None:
        """Return an open record; None if it cannot be parsed, or has changed in the meantime."""
        if uri not in self.records:
            return None
        path, workspace = self.records[uri]
        result = await self.validated(workspace)
        document = result.document(path)
        if document is None or document.text != self.text(uri):
            return None
        return document, [each for each in result.findings if each.path == path]

    def positions(self, text: str) -> TextPositions:
        """Return the positions in a text in the encoding that the editor has agreed to."""
        encoding = self.workspace.position_encoding or types.PositionEncodingKind.Utf16
        return TextPositions(text, types.PositionEncodingKind(encoding).value)

    def diagnostic(self, finding: Finding, text: str, document: DocumentOf) -> types.Diagnostic:
        """Return a finding in the terms of the protocol."""
        related = []
        for note in finding.notes:
            if note.position and (noted := document(note.path)):
                location = self.location(noted, note.position)
                related.append(types.DiagnosticRelatedInformation(location, note.message))
        return types.Diagnostic(
            range=self.range_of(text, finding.position or Position(1, 1)),
            message="\n".join(filter(None, (finding.message, finding.hint))),
            severity=_SEVERITIES[severity(finding)],
            code=finding.name,
            source="exporter",
            related_information=related or None,
        )

    def location(self, document: Document, position: Position) -> types.Location:
        """Return a position in a record, by the URI under which it is open or can be opened."""
        return types.Location(self.uri_of(document.path), self.range_of(document.text, position))

    def uri_of(self, path: Path) -> str:
        """Return the URI under which a record is open or can be opened."""
        open_uris = (uri for uri, (opened, _) in self.records.items() if opened == path)
        return next(open_uris, None) or str(from_fs_path(str(path)))

    def all_workspaces(self) -> list[Workspace]:
        """Return the workspaces of all records that were opened, and of the editor's folders."""
        for folder in self.workspace.folders.values():
            path = Path(to_fs_path(folder.uri) or "")
            try:
                root = find_catalogue(path)
            except UsageError:
                continue
            self.workspaces.setdefault(root, Workspace(root))
        return list(self.workspaces.values())

    def range_of(self, text: str, position: Position) -> types.Range:
        """Return the range of a position, whose columns count characters."""
        characters = TextPositions(text, "utf-32")
        line, column = position.line - 1, position.column - 1
        start = characters.offset(line, column)
        return self.range_between(text, start, characters.offset(line, column + position.width))

    def range_between(self, text: str, start: int, end: int) -> types.Range:
        """Return the range between two offsets."""
        positions = self.positions(text)
        return types.Range(
            types.Position(*positions.position(start)), types.Position(*positions.position(end))
        )

    def text_edit(self, before: str, after: str) -> types.TextEdit:
        """Return the smallest single edit from one text to another that splits no CRLF."""
        start = common_prefix_length(before, after)
        rest = common_prefix_length(before[start:][::-1], after[start:][::-1])
        if before[start - 1 : start + 1] == "\r\n":
            start -= 1
        if before[len(before) - rest - 1 : len(before) - rest + 1] == "\r\n":
            rest -= 1
        span = self.range_between(before, start, len(before) - rest)
        return types.TextEdit(span, after[start : len(after) - rest])

    def workspace_edit(self, uri: str, before: str, after: str) -> types.WorkspaceEdit:
        """Return the edit of one document."""
        return types.WorkspaceEdit(changes={uri: [self.text_edit(before, after)]})


class _Cursor(NamedTuple):
    """Where a request of the editor points."""

    workspace: Workspace
    text: str
    offset: int


_Positioned = (
    types.DefinitionParams
    | types.HoverParams
    | types.CompletionParams
    | types.ReferenceParams
    | types.PrepareRenameParams
    | types.RenameParams
)


async def _cursor(server: _Server, params: _Positioned) -> _Cursor | None:
    uri = params.text_document.uri
    if uri not in server.records:
        return None
    _, workspace = server.records[uri]
    if workspace.root not in server.results:  # the other records are known after the first check
        await server.validated(workspace)
    text = server.text(uri)
    position = params.position
    offset = server.positions(text).offset(position.line, position.character)
    return _Cursor(workspace, text, offset)


def _did_open(server: _Server, params: types.DidOpenTextDocumentParams) -> None:
    server.open_record(params.text_document.uri)
    server.look_at_files()
    server.schedule_validation()


def _did_change(server: _Server, params: types.DidChangeTextDocumentParams) -> None:  # noqa: ARG001
    server.schedule_validation(_PAUSE)  # pygls keeps the text


def _did_save(server: _Server, params: types.DidSaveTextDocumentParams) -> None:  # noqa: ARG001
    server.look_at_files()
    server.schedule_validation()


def _did_close(server: _Server, params: types.DidCloseTextDocumentParams) -> None:
    uri = params.text_document.uri
    if server.records.pop(uri, None):
        server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))
        server.look_at_files()
        server.schedule_validation()


async def _definition(server: _Server, params: types.DefinitionParams) -> types.Location | None:
    cursor = await _cursor(server, params)
    found = cursor and cursor.workspace.definition(cursor.text, cursor.offset)
    return server.location(*found) if found else None


async def _hover(server: _Server, params: types.HoverParams) -> types.Hover | None:
    cursor = await _cursor(server, params)
    hover = cursor and cursor.workspace.hover(cursor.text, cursor.offset)
    if not cursor or not hover:
        return None
    page = types.MarkupContent(types.MarkupKind.Markdown, hover.page)
    return types.Hover(page, server.range_between(cursor.text, hover.start, hover.end))


async def _completion(
    server: _Server, params: types.CompletionParams
) -> types.CompletionList | None:
    cursor = await _cursor(server, params)
    if cursor and not cursor.text.strip():
        return _skeletons(server, params.text_document.uri, cursor)
    found = cursor and cursor.workspace.completions(cursor.text, cursor.offset)
    if not cursor or not found:
        return None
    completions, node = found
    span = server.range_between(cursor.text, node.start, node.end)
    typed = cursor.text[node.start : cursor.offset]
    items = []
    for rank, completion in enumerate(completions):
        item = _completion_item(completion, span, typed)
        item.sort_text = f"{rank:04}"
        items.append(item)
    by_name = any(completion.by_name for completion in completions)
    return types.CompletionList(is_incomplete=by_name or not items, items=items)


def _skeletons(server: _Server, uri: str, cursor: _Cursor) -> types.CompletionList:
    """Offer whole records in an empty file."""
    span = server.range_between(cursor.text, 0, len(cursor.text))
    items = []
    for rank, completion in enumerate(cursor.workspace.skeletons(server.records[uri][0])):
        item = _completion_item(completion, span, "")
        item.sort_text = f"{rank:04}"
        items.append(item)
    return types.CompletionList(is_incomplete=False, items=items)


async def _references(server: _Server, params: types.ReferenceParams) -> list[types.Location]:
    cursor = await _cursor(server, params)
    found = cursor and cursor.workspace.record_at(cursor.text, cursor.offset)
    if not cursor or not found:
        return []
    document, _ = found
    places = list(cursor.workspace.references(document))
    if params.context.include_declaration:
        places.insert(0, (document, position_of(document, ("id",))))
    return [server.location(*place) for place in places]


async def _prepare_rename(
    server: _Server, params: types.PrepareRenameParams
) -> types.PrepareRenamePlaceholder | None:
    cursor = await _cursor(server, params)
    found = cursor and cursor.workspace.record_at(cursor.text, cursor.offset)
    if not cursor or not found:
        return None
    document, node = found
    span = server.range_between(cursor.text, node.start, node.end)
    return types.PrepareRenamePlaceholder(range=span, placeholder=document.id)


async def _rename(server: _Server, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """Return the edits of all records that name the renamed one, and the renaming of its file."""
    cursor = await _cursor(server, params)
    found = cursor and cursor.workspace.record_at(cursor.text, cursor.offset)
    if not cursor or not found:
        return None
    if not _can_rename_files(server):
        server.show_error("this editor cannot rename files; use: exporter rename OLD NEW")
        return None
    document, _ = found
    try:
        plan = cursor.workspace.rename(document, params.new_name)
    except UsageError as error:
        server.show_error(_in_one_line(error))
        return None
    changes: list[types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile]
    changes = []
    for path, text in plan.changed.items():
        before = plan.before.get(path, document)
        changes.append(_document_edit(server, before, text))
        if path not in plan.before:
            old = server.uri_of(document.path)
            changes.append(types.RenameFile(old, str(from_fs_path(str(path)))))
    return types.WorkspaceEdit(document_changes=changes)


def _can_rename_files(server: _Server) -> bool:
    workspace = server.client_capabilities.workspace
    edit = workspace.workspace_edit if workspace else None
    operations = (edit.resource_operations if edit else None) or ()
    return types.ResourceOperationKind.Rename in operations


def _document_edit(server: _Server, before: Document, text: str) -> types.TextDocumentEdit:
    uri = server.uri_of(before.path)
    version = server.workspace.get_text_document(uri).version if uri in server.records else None
    identity = types.OptionalVersionedTextDocumentIdentifier(uri, version)
    return types.TextDocumentEdit(identity, [server.text_edit(before.text, text)])


async def _workspace_symbols(
    server: _Server, params: types.WorkspaceSymbolParams
) -> list[types.WorkspaceSymbol]:
    """Find records by their names, in the workspaces of open records and the editor's folders."""
    found = []
    for workspace in server.all_workspaces():
        await server.validated(workspace)
        for document, names in workspace.symbols(params.query):
            name = f"{document.id}: {names}" if names else document.id
            place = server.location(document, position_of(document, ("id",)))
            kind = types.SymbolKind.Object
            found.append(types.WorkspaceSymbol(place, name, kind, container_name=document.kind))
    return found


def _completion_item(completion: Completion, span: types.Range, typed: str) -> types.CompletionItem:
    item = types.CompletionItem(
        label=completion.label,
        kind=types.CompletionItemKind.Value,
        detail=completion.detail or None,
        filter_text=completion.label,
        text_edit=types.TextEdit(span, completion.text),
    )
    if completion.by_name:
        item.kind = types.CompletionItemKind.Reference
        if typed:
            # editors hide what does not resemble the typed word, as yoko-sato does not さとう
            item.filter_text = typed
    if completion.page:
        item.documentation = types.MarkupContent(types.MarkupKind.Markdown, completion.page)
    return item


async def _code_action(
    server: _Server, params: types.CodeActionParams
) -> Sequence[types.CodeAction] | None:
    uri, wanted = params.text_document.uri, params.context.only
    found = await server.record_with_findings(uri)
    if found is None:
        return None
    document, findings = found
    workspace = server.records[uri][1]
    actions = []
    if wanted is None or types.CodeActionKind.QuickFix in wanted:
        here = [
            finding
            for finding in findings
            if _overlap(_range(server, document, finding), params.range)
        ]
        fixes = workspace.fixes(document, here)
        actions += [_quick_fix(server, uri, document, fix) for fix in fixes]
    if wanted is None or {types.CodeActionKind.Source, _FIX_ALL} & set(wanted):
        text = workspace.fix_all(document, findings)
        if text != document.text:
            edit = server.workspace_edit(uri, document.text, text)
            title = "Fix everything that has exactly one right answer"
            actions.append(types.CodeAction(title, kind=_FIX_ALL, edit=edit))
    return actions


def _range(server: _Server, document: Document, finding: Finding) -> types.Range:
    return server.range_of(document.text, finding.position or Position(1, 1))


def _overlap(one: types.Range, other: types.Range) -> bool:
    return one.start <= other.end and other.start <= one.end


def _quick_fix(server: _Server, uri: str, document: Document, fix: Fix) -> types.CodeAction:
    return types.CodeAction(
        title=fix.title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[server.diagnostic(fix.finding, document.text, lambda _: None)],
        is_preferred=fix.certain or None,
        edit=server.workspace_edit(uri, document.text, fix.text),
    )


async def _formatting(
    server: _Server, params: types.DocumentFormattingParams
) -> Sequence[types.TextEdit] | None:
    uri = params.text_document.uri
    found = await server.record_with_findings(uri)
    if found is None:
        return None
    document, _ = found
    text = server.records[uri][1].format(document)
    return [server.text_edit(document.text, text)] if text != document.text else []


def _shutdown(server: _Server, params: None) -> None:  # noqa: ARG001
    server.shut_down = True


_FEATURES: dict[str, tuple[Callable[..., Any], Any]] = {
    types.TEXT_DOCUMENT_DID_OPEN: (_did_open, None),
    types.TEXT_DOCUMENT_DID_CHANGE: (_did_change, None),
    types.TEXT_DOCUMENT_DID_SAVE: (_did_save, None),
    types.TEXT_DOCUMENT_DID_CLOSE: (_did_close, None),
    types.TEXT_DOCUMENT_DEFINITION: (_definition, None),
    types.TEXT_DOCUMENT_HOVER: (_hover, None),
    types.TEXT_DOCUMENT_REFERENCES: (_references, None),
    types.TEXT_DOCUMENT_PREPARE_RENAME: (_prepare_rename, None),
    types.TEXT_DOCUMENT_RENAME: (_rename, types.RenameOptions(prepare_provider=True)),
    types.WORKSPACE_SYMBOL: (_workspace_symbols, None),
    types.TEXT_DOCUMENT_COMPLETION: (
        _completion,
        types.CompletionOptions(trigger_characters=[" ", "-", "{", "[", ",", '"', "'"]),
    ),
    types.TEXT_DOCUMENT_CODE_ACTION: (
        _code_action,
        types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix, _FIX_ALL]),
    ),
    types.TEXT_DOCUMENT_FORMATTING: (_formatting, None),
    types.SHUTDOWN: (_shutdown, None),
}
