"""An editor sees the same findings as somebody who validates everything anew."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from exporter.lsp.workspace import Workspace
from exporter.validate.index import Index
from tests.support.related_catalogue import changed, write_related


@pytest.fixture
def related(tmp_path: Path) -> Path:
    """A catalogue with a finding of each check of the whole catalogue."""
    return write_related(tmp_path)


@pytest.mark.parametrize("seed", range(2))
def test_after_any_edit_the_findings_are_those_of_a_new_workspace(related: Path, seed: int) -> None:
    """Open records are edited, others are edited, renamed and deleted on disk."""
    random = Random(seed)
    workspace = Workspace(related)
    unsaved: dict[Path, str] = {}
    files = sorted((related / "records").rglob("*.yaml"))
    texts = {path: path.read_text() for path in files}
    seen = set()
    for turn in range(12):
        path = random.choice(files)
        what = random.choice(("type", "type", "save", "close", "delete", "rename"))
        if what == "type":
            unsaved[path] = changed(unsaved.get(path, texts[path]), random)
        elif what == "save":
            path.write_text(changed(texts[path], random))
        elif what == "close":
            unsaved.pop(path, None)
        elif path.exists() and what == "delete":
            path.unlink()
        elif path.exists():
            path.rename(path.with_stem(f"renamed-{turn}"))
        result = workspace.validate(unsaved)
        anew = Workspace(related).validate(unsaved)
        assert result.findings == anew.findings, (what, path)
        assert result.record_count == anew.record_count
        seen.update(each.name for each in result.findings)
    assert len(seen) > 10


def test_a_note_does_not_ask_the_checks_of_the_whole_catalogue(
    related: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(related)
    path = related / "records" / "more" / "early.yaml"
    before = workspace.validate({path: path.read_text()}).findings
    monkeypatch.setattr(Index, "findings_of", lambda *_: pytest.fail("a check was asked"))
    after = workspace.validate({path: "# a note\n" + path.read_text()}).findings
    assert [each.message for each in before] == [each.message for each in after]
    moved = [each for each in zip(before, after, strict=True) if each[0] != each[1]]
    assert {old.path for old, _ in moved} <= {
        path,
        *(each.path for old, _ in moved for each in old.notes),
    }
    assert any(old.path == path for old, _ in moved)


def test_files_are_looked_at_again_when_they_may_have_changed(related: Path) -> None:
    workspace = Workspace(related)
    count = len(workspace.validate({}).findings)
    (related / "records" / "odd.yaml").write_text("id: odd\nkind: person\nname: {en: A. Odd}\n")
    assert len(workspace.validate({}, max_age=1000).findings) == count
    workspace.forget_files()
    assert len(workspace.validate({}, max_age=1000).findings) > count
    (related / "records" / "odd.yaml").unlink()
    assert len(workspace.validate({}).findings) == count
