"""The form of one record: what was posted, what it says, and what is wrong with it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from exporter.records.document import Document, is_id
from exporter.records.field_order import field_order
from exporter.records.finding import Severity
from exporter.records.schema import Field
from exporter.records.yaml.edit import UneditableError
from exporter.serve.desk import Desk
from exporter.serve.form_data import (
    FIXED,
    Entered,
    blank,
    entered,
    field_at,
    new_record,
    state_of,
    with_shape,
)
from exporter.serve.form_state import (
    BrokenFormError,
    Shape,
    State,
    move_up,
    node_at,
    parse_form,
    remove,
    step_address,
)
from exporter.serve.form_view import (
    FormContext,
    FormFinding,
    InputView,
    by_address,
    form_view,
    located,
)

_END = "end"
"""The last input of a form: without it, a part of the form did not arrive."""


@dataclass(frozen=True)
class Target:
    """What a form is for: a record that is there, or a new one (`document` is None)."""

    kind: str
    document: Document | None = None
    digest: str = ""


@dataclass(frozen=True)
class Checked:
    """What a form says, and the record with it: `text` is empty if it cannot be written.

    `proposed_id` is one for a new record.
    """

    found: Entered
    findings: Sequence[FormFinding]
    path: Path
    text: str
    proposed_id: str = ""

    @property
    def has_errors(self) -> bool:
        """Whether the record would have an error, or cannot be written."""
        return not self.text or any(each.severity is Severity.ERROR for each in self.findings)


class Editor:
    """Makes, changes and checks the forms of records."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def root(self, target: Target) -> Field:
        """Return the field for the whole record."""
        return self.desk.snapshot().result.schemas.root(target.kind)

    @property
    def _language(self) -> str:
        return self.desk.snapshot().result.settings.catalogue.language

    def opened(self, target: Target) -> State:
        """Return the form of a record as its file is, or the empty form of a new one."""
        if target.document is None:
            return new_record(target.kind, self.desk.snapshot().result.schemas, self._language)
        form = state_of(target.document.data, self.root(target))
        form.parts = [part for part in form.parts if part[0] not in FIXED]
        return form

    def posted(self, pairs: Sequence[tuple[str, str]]) -> State:
        """Return the form that a browser has sent. Raises BrokenFormError."""
        if not pairs or pairs[-1][0] != _END:
            raise BrokenFormError
        return parse_form(pairs)

    def act(self, form: State, target: Target, deed: str, posted: Mapping[str, str]) -> str:
        """Change a form as one of its buttons says, and return the address that comes into focus.

        `deed` is the value of the button: what to do, a colon and an address. What it does not fit
        is left alone.
        """
        root = self.root(target)
        what, _, place = deed.partition(":")
        if what == "add":
            return self._add(form, root, place, posted.get(deed, ""))
        if what == "remove":
            remove(form, place)
            return place.rpartition("/")[0]
        if what == "up":
            move_up(form, place)
            return _before(place)
        if what == "shape":
            self._reshape(form, root, place, posted.get(f"to:{place}", ""))
            return first_input(form, place)
        if what == "write":
            address, _, text = place.partition(":")
            found = node_at(form, address)
            if found and found[0].shape is Shape.TEXT:
                found[0].text = text
            return address
        return place

    def _add(self, form: State, root: Field, address: str, chosen: str) -> str:
        """Add a field to a group, an item to a list or a language to a text."""
        found = node_at(form, address)
        if address and found is None:
            return address
        state = found[0] if found else form
        if not state.shape.has_parts:
            return address
        field = field_at(root, form, address)
        name = unquote(chosen) if state.shape is Shape.GROUP else ""
        if state.shape is Shape.GROUP and (not name or state.part(name)):
            return address
        step = 0 if state.shape is Shape.LIST else name
        inner = field.child(step) if field else None
        if inner is None:
            return address
        state.parts.append((name, blank(inner, self._language)))
        return first_input(form, step_address(address, state, len(state.parts) - 1))

    def _reshape(self, form: State, root: Field, address: str, chosen: str) -> None:
        found = node_at(form, address)
        if found is None or chosen not in set(Shape):
            return
        state, outer, index = found
        new = with_shape(state, field_at(root, form, address), Shape(chosen), self._language)
        outer.parts[index] = (outer.parts[index][0], new)

    def check(self, form: State, target: Target, id: str = "") -> Checked:
        """Return what is wrong with the record that a form describes.

        `id` is that of a new record; if it is empty, one is proposed.
        """
        limits = self.desk.snapshot().result.settings.limits
        original: Mapping[str, Any] = target.document.data if target.document else {}
        found = entered(form, self.root(target), original, limits)
        if target.document is None:
            return self._check_new(found, target, id)
        document = target.document
        try:
            text = self.desk.changed_text(document, found.data)
        except UneditableError:
            message = "the file is written in a way that this form cannot change: use an editor"
            found.problems.append(("", message))
            return Checked(found, located((), found), document.path, "")
        return self._with_findings(found, document.path, text)

    def _check_new(self, found: Entered, target: Target, id: str) -> Checked:
        found.data["kind"] = target.kind
        proposed = self.desk.proposed_id(found.data)
        used = id or proposed
        document = self.desk.new_document({"id": used, **found.data})
        if not is_id(used):
            message = f"“{used}” is not an id: use small letters a–z, digits and hyphens"
            found.problems.append(("/id", message))
            return Checked(found, located((), found), document.path, "", proposed)
        if used in self.desk.snapshot().ids:
            found.problems.append(("/id", f"there is a record “{used}” already"))
        return self._with_findings(found, document.path, document.text, proposed)

    def _with_findings(
        self, found: Entered, path: Path, text: str, proposed_id: str = ""
    ) -> Checked:
        """Return what is wrong with a record of this text; one with problems is not written."""
        shown = located(self.desk.check(path, text), found)
        return Checked(found, shown, path, "" if found.problems else text, proposed_id)

    def view(self, form: State, target: Target, findings: Sequence[FormFinding]) -> InputView:
        """Return what the template of the form shows."""
        schemas = self.desk.snapshot().result.schemas
        order = field_order(schemas, target.kind)
        context = FormContext(by_address(findings), self.desk.name_of, order)
        return form_view(form, self.root(target), context)

    def difference(self, target: Target, text: str) -> str:
        """Return the change of a file as a unified diff; empty if there is none."""
        before = target.document.text if target.document else ""
        lines = difflib.unified_diff(
            before.splitlines(keepends=True), text.splitlines(keepends=True), "before", "after"
        )
        return "".join(line if line.endswith("\n") else line + "\n" for line in lines)


def first_input(form: State, address: str) -> str:
    """Return the address of the first input of a node."""
    found = node_at(form, address)
    while found and found[0].parts:
        address = step_address(address, found[0], 0)
        found = node_at(form, address)
    return address


def _before(address: str) -> str:
    """Return the address of the item before that at an address; that itself if it is the first."""
    outer, _, step = address.rpartition("/")
    is_place = step.isascii() and step.isdigit()
    return f"{outer}/{int(step) - 1}" if is_place and int(step) > 0 else address
