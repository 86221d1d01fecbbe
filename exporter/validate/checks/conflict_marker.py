"""Lines in a text by which git marks a merge conflict.

Git writes two versions of a part of a file between the lines `<<<<<<<`, `=======` and `>>>>>>>`
(with the conflict style `diff3` also `|||||||`) if it cannot decide which one is right. In a text
of several lines they are read as a part of the text.

```yaml wrong
id: tea
kind: book
language: en
title: Tea
abstract: |-
  <<<<<<< HEAD
  A history of tea.
  =======
  The history of tea.
  >>>>>>> corrections
```

```yaml right
id: tea
kind: book
language: en
title: Tea
abstract: |-
  The history of tea.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.records.document import Document
from exporter.records.finding import Finding, Position, Severity
from exporter.records.yaml.errors import position_at

SEVERITY = Severity.ERROR

_MARKER = re.compile(r"^[ \t]*(<{7}|\|{7}|>{7})(?: [^\r\n]*)?\r?$", re.MULTILINE)


def on_text(document: Document) -> Iterator[Finding]:
    """Find the first line of each conflict; where it is missing, the first line that is left."""
    text = document.text
    if "<<<<<<<" not in text and ">>>>>>>" not in text and "|||||||" not in text:
        return
    inside = False
    for marker in _MARKER.finditer(text):
        if not inside:
            position = position_at(text, marker.start(1))
            yield _finding(document, Position(position.line, position.column, 7))
        inside = not marker[1].startswith(">")


def _finding(document: Document, position: Position) -> Finding:
    message = "git has left two versions of the text here: this is a merge conflict"
    hint = (
        "keep what is right in each, and delete the lines <<<<<<<, |||||||, ======= and "
        ">>>>>>>; “git status” says how to go on"
    )
    return Finding("conflict-marker", document.path, message, hint, position=position)
