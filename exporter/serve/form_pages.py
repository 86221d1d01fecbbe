"""The pages with the form of a record: they show, check, save and commit it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from exporter.errors import UsageError
from exporter.records.document import Document
from exporter.records.finding import Finding, counted_findings
from exporter.records.git import commit_file, has_work_tree
from exporter.serve.desk import ConflictError, Desk
from exporter.serve.editor import Checked, Editor, Target
from exporter.serve.form_state import MAX_NODES, BrokenFormError, State
from exporter.serve.form_view import FormFinding
from exporter.serve.templates import Templates

_MAX_PAIRS = 4 * MAX_NODES
_SAVED = {"saved": "Saved.", "committed": "Saved and committed.", "same": "Nothing has changed."}


class NoSuchPageError(Exception):
    """There is nothing at an address; the message says why."""


class _Form(NamedTuple):
    """A form that was posted: its inputs, and all that was sent with them by name."""

    state: State
    posted: Mapping[str, str]


class _Notes(NamedTuple):
    """What was done, or why it was not, and the address of the input that comes into focus."""

    done: str = ""
    refused: str = ""
    focus: str = ""


class FormPages:
    """Answers the requests to the forms."""

    def __init__(self, desk: Desk, templates: Templates) -> None:
        self.desk = desk
        self.templates = templates
        self.editor = Editor(desk)

    def kinds(self, request: Request, body: bytes) -> Response:  # noqa: ARG002
        """Answer with the page on which the kind of a new record is chosen."""
        schemas = self.desk.snapshot().result.schemas
        groups: dict[str, list[tuple[str, str, str]]] = {}
        for kind in schemas.kinds:
            root = schemas.root(kind)
            row = (kind, root.title or kind, str(root.keyword("description", "")))
            groups.setdefault(schemas.noun(kind), []).append(row)
        values = {"title": "New record", "groups": groups}
        return self.templates.page("kinds.html", values)

    def new(self, request: Request, body: bytes) -> Response:
        """Answer a request to the form of a new record."""
        kind = request.path_params["kind"]
        if kind not in self.desk.snapshot().result.schemas.kinds:
            raise NoSuchPageError(f"There is no kind “{kind}”.")
        target = Target(kind)
        if request.method == "GET":
            return self._page(target, _Form(self.editor.opened(target), {}), None, _Notes())
        return self._answer(target, self._form(body))

    def edit(self, request: Request, body: bytes) -> Response:
        """Answer a request to the form of a record that is there."""
        path = self.desk.snapshot().files.get(request.path_params["file"])
        if path is None:
            raise NoSuchPageError("There is no such record.")
        read = self.desk.read(path)
        if isinstance(read.record, Finding):
            return self._unreadable(path, read.record)
        kind = read.record.kind
        if kind not in self.desk.snapshot().result.schemas.kinds:
            raise UsageError(f"“{kind}” is not a kind of record", "correct it in an editor")
        target = Target(kind, read.record, read.digest)
        if request.method == "GET":
            done = _SAVED.get(request.query_params.get("done", ""), "")
            opened = _Form(self.editor.opened(target), {})
            return self._page(target, opened, None, _Notes(done=done))
        form = self._form(body)
        if form.posted.get("digest") != read.digest:
            return self._conflict(target, form)
        return self._answer(target, form)

    def _form(self, body: bytes) -> _Form:
        try:
            text = body.decode("ascii")
            pairs = parse_qsl(
                text, keep_blank_values=True, errors="strict", max_num_fields=_MAX_PAIRS
            )
        except ValueError:
            raise BrokenFormError from None
        return _Form(self.editor.posted(pairs), dict(pairs))

    def _answer(self, target: Target, form: _Form) -> Response:
        """Do what the button says with which a form was sent."""
        deed = form.posted.get("do", "check")
        if deed in {"save", "commit"}:
            return self._save(target, form, commit=deed == "commit")
        if deed == "findings":
            return self._findings(target, form)
        focus = "" if deed == "check" else self.editor.act(form.state, target, deed, form.posted)
        return self._page(target, form, None, _Notes(focus=focus))

    def _findings(self, target: Target, form: _Form) -> Response:
        checked = self.editor.check(form.state, target, form.posted.get("id", "").strip())
        shown = [each._asdict() for each in checked.findings]
        answer = {
            "findings": shown,
            "summary": _summary(checked.findings),
            "proposed": checked.proposed_id,
            "difference": self._difference(target, checked),
        }
        return JSONResponse(answer)

    def _save(self, target: Target, form: _Form, *, commit: bool) -> Response:
        """Write the record, and commit it if that is wanted and it has no error."""
        checked = self.editor.check(form.state, target, form.posted.get("id", "").strip())
        refusal = _refusal(checked, commit=commit)
        if refusal:
            return self._page(target, form, checked, _Notes(refused=refusal))
        try:
            done = self._write(target, checked)
        except ConflictError:
            if target.document is not None:
                return self._conflict(target, form)
            taken = "Nothing was saved: there is such a file already. Choose another id."
            return self._page(target, form, checked, _Notes(refused=taken))
        name = self.desk.snapshot().name(checked.path)
        if commit:
            message = form.posted.get("message", "").strip() or _message(target, checked.path.stem)
            try:
                commit_file(self.desk.root, checked.path.resolve(), message)
            except UsageError as error:
                return self._not_committed(name, error)
            done = "committed"
        return RedirectResponse(f"/edit/{quote(name)}?done={done}", 303)

    def _write(self, target: Target, checked: Checked) -> str:
        """Write the file, unless nothing has changed; return the key of what is said of it.

        Raises ConflictError if the file is not what the change was made for.
        """
        if target.document is None:
            self.desk.create(Document(checked.path, checked.found.data, checked.text))
            return "saved"
        if checked.text == target.document.text:
            return "same"
        self.desk.save(target.document.path, target.digest, checked.text)
        return "saved"

    def _not_committed(self, name: str, error: UsageError) -> Response:
        values = {"title": "Saved, but not committed", "file": name, "said": error.message}
        return self.templates.page("not_committed.html", values, 409)

    def _conflict(self, target: Target, form: _Form) -> Response:
        """Answer that the file was changed since the form was made, with what was entered."""
        if form.posted.get("do") == "findings":
            return JSONResponse({"conflict": True}, 409)
        checked = self.editor.check(form.state, target)
        values = {
            "title": "The file has changed",
            "file": self._name(target),
            "difference": self._difference(target, checked),
        }
        return self.templates.page("conflict.html", values, 409)

    def _unreadable(self, path: Path, finding: Finding) -> Response:
        values = {"title": path.name, "finding": finding, "file": self.desk.snapshot().name(path)}
        return self.templates.page("unreadable.html", values, 409)

    def _name(self, target: Target) -> str:
        return self.desk.snapshot().name(target.document.path) if target.document else ""

    def _page(
        self, target: Target, form: _Form, checked: Checked | None, notes: _Notes
    ) -> Response:
        """Answer with the form. What a new form lacks is not said before anything was entered."""
        id = form.posted.get("id", "").strip()
        checked = checked or self.editor.check(form.state, target, id)
        is_untouched = target.document is None and not form.posted
        findings: Sequence[FormFinding] = () if is_untouched else checked.findings
        values: dict[str, Any] = {
            **self._about(target),
            "id": target.document.id if target.document else id,
            "proposed": checked.proposed_id,
            "digest": target.digest,
            "view": self.editor.view(form.state, target, findings),
            "focus": notes.focus,
            "findings": findings,
            "summary": "" if is_untouched else _summary(findings),
            "difference": self._difference(target, checked),
            "done": notes.done,
            "refused": notes.refused,
            "can_commit": self._can_commit(),
            "message": form.posted.get("message", ""),
            "usual_message": _message(target, checked.path.stem),
            "tags": self._tags(),
        }
        return self.templates.page("form.html", values, 422 if notes.refused else 200)

    def _about(self, target: Target) -> dict[str, Any]:
        """Return what the page says of a record, whatever stands in its form."""
        root = self.editor.root(target)
        document = target.document
        kind = root.title or target.kind
        title = f"New record: {kind}"
        if document:
            title = self.desk.name_of(document.id).partition(" · ")[0] or document.id
        return {
            "title": title,
            "kind": kind,
            "kind_name": target.kind,
            "description": str(root.keyword("description", "")),
            "file": self._name(target),
            "is_new": document is None,
            "has_page": self._has_page(document),
        }

    def _difference(self, target: Target, checked: Checked) -> str:
        """Return what would change in the file; empty also if the record cannot be written."""
        return self.editor.difference(target, checked.text) if checked.text else ""

    def _has_page(self, document: Document | None) -> bool:
        wrong = self.desk.snapshot().result.files_with_errors
        return document is not None and str(document.path) not in wrong

    def _can_commit(self) -> bool:
        try:
            return has_work_tree(self.desk.root)
        except UsageError:
            return False

    def _tags(self) -> list[str]:
        """Return the language tags that are offered: those of the catalogue, and of its site."""
        settings = self.desk.snapshot().result.settings
        used = self.desk.languages()
        tags = (
            settings.catalogue.language,
            *settings.catalogue.languages,
            *settings.site.languages,
        )
        return list(dict.fromkeys([*tags, *used]))


def _refusal(checked: Checked, *, commit: bool) -> str:
    """Return why a record is not saved; empty if it can be."""
    if not checked.text:
        return "Nothing was saved: correct what is marked first."
    if commit and checked.has_errors:
        return "Nothing was saved: a record with errors is not committed. You can save it."
    return ""


def _message(target: Target, id: str) -> str:
    """Return the message of a commit that nobody has written one for."""
    return f"Change {id}" if target.document else f"Add {id}"


def _summary(findings: Sequence[FormFinding]) -> str:
    """Return how much was found, in words."""
    found = counted_findings(each.severity for each in findings)
    return found or "Nothing was found to be wrong."
