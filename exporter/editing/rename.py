"""Changes the id of a record, in its file and in all records that refer to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from exporter.editing.plan import Collection, EditPlan, former_ids_to_add_to
from exporter.errors import UsageError
from exporter.records.document import Document, Pointer, former_ids, is_id, value_at
from exporter.records.positions import place_of
from exporter.records.settings import UNLIMITED
from exporter.records.yaml import load
from exporter.records.yaml.edit import appended, remove_value, set_value
from exporter.terminal import display_path
from exporter.validate.fixer import apply_edits

_NO_MENTION = re.compile(r"former_ids:|kind:|# yaml-language-server:")
"""Lines in which a word like an id is never one: `person` is the kind of many records."""
_COMMENT = re.compile(r"(?:^|\s)#.*$", re.MULTILINE)
_WORD = re.compile(r"[\w-]+")


def rename(old: str, new: str, collection: Collection) -> EditPlan:
    """Plan to give a record the id `new`.

    The old one stays in `former_ids`, so that it still leads here. Raises UsageError if there is no
    such record, if the new id is taken or is not an id, and if a record is written in a way that cannot
    be edited.
    """
    document = collection.document(old)
    _require_free(old, new, collection)
    plan = EditPlan()
    for other, pointers in collection.references_to(old):
        plan.change(other, _with_comments(_redirected(other, pointers, new), old, new))
    text = _redirected(document, collection.references_in(document, old), new)
    former = former_ids_to_add_to(document)
    text = appended(text, ("former_ids",), [old])
    if new in former:  # renamed back
        text = remove_value(text, ("former_ids", former.index(new)))
    text = _with_comments(set_value(text, ("id",), new), old, new)
    plan.changed[document.path.with_name(f"{new}{document.path.suffix}")] = text
    plan.deleted.append(document)
    plan.notes += _mentions(old, collection, plan)
    return plan


def redirect(old: str, new: str, collection: Collection, plan: EditPlan) -> None:
    """Add to a plan that all records but `new` itself refer to `new` instead of `old`."""
    for other, pointers in collection.references_to(old):
        if other.id != new:
            text = _redirected(other, pointers, new)
            plan.change(other, _with_comments(_without_doubles(text, pointers), old, new))
    plan.notes += _mentions(old, collection, plan)


def _require_free(old: str, new: str, collection: Collection) -> None:
    if not is_id(new):
        raise UsageError(
            f"“{new}” cannot be an id",
            "an id has small letters a–z, digits and hyphens, a letter first, at most 100 of them",
        )
    if new == old:
        raise UsageError(f"the id of the record is “{new}” already", "name another id")
    if new in collection.documents:
        same = collection.documents[new].kind == collection.documents[old].kind
        merge = f"to unite the two, run: exporter merge {old} into {new}"
        raise UsageError(
            f"there is already a record “{new}”", merge if same else "choose another id"
        )
    for document in collection.documents.values():
        if new in former_ids(document.data) and document.id != old:
            raise UsageError(
                f"“{new}” is a former id of {document.id}, and still leads there",
                "choose another id",
            )
    path = collection.documents[old].path
    if path.with_name(f"{new}{path.suffix}").exists():
        raise UsageError(f"there is already a file {new}{path.suffix}", "choose another id")


def _redirected(document: Document, pointers: Sequence[Pointer], new: str) -> str:
    """Return the text of a record with `new` at the pointers.

    Raises UsageError if that cannot be written.
    """
    edited = apply_edits(document, {(pointer, "value"): new for pointer in pointers})
    if edited.left:
        place = place_of(document, edited.left[0][0])
        raise UsageError(
            f"{place}: this reference cannot be changed without changing something else",
            "write it without an anchor (&) or an alias (*)",
        )
    return edited.text


def _without_doubles(text: str, pointers: Sequence[Pointer]) -> str:
    """Return the text without list items that a change at `pointers` made duplicates."""
    data = load(text, UNLIMITED)
    for pointer in sorted(pointers, reverse=True, key=lambda each: [str(step) for step in each]):
        for length in range(len(pointer), 0, -1):
            place = pointer[length - 1]
            if isinstance(place, int):
                items = value_at(data, pointer[: length - 1])
                if items.count(items[place]) > 1:
                    text = remove_value(text, pointer[:length])
                    data = load(text, UNLIMITED)
                break
    return text


def _with_comments(text: str, old: str, new: str) -> str:
    """Return the text with the new id in its comments. A word that may be plain language stays."""
    if "-" not in old and not re.search("[0-9]", old):
        return text

    def renamed(word: re.Match[str]) -> str:
        return new if word[0] == old else word[0]

    return _COMMENT.sub(lambda comment: _WORD.sub(renamed, comment[0]), text)


def _mentions(old: str, collection: Collection, plan: EditPlan) -> Iterator[str]:
    """Yield the places where a comment or a text still has the old id, for a person to decide."""
    for document in collection.documents.values():
        if document in plan.deleted:
            continue
        text = plan.changed.get(document.path, document.text)
        for number, line in enumerate(text.split("\n"), start=1):
            if old in _WORD.findall(line) and not _NO_MENTION.match(line):
                yield f"{display_path(document.path)}:{number}: mentions “{old}”: {line.strip()}"
