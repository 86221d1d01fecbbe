r"""HTML or LaTeX markup in a text.

A record contains the words as one reads them: `&`, not `&amp;`; `ö`, not `{\"o}`. Each format
writes them in its own way, so that markup would be printed as it is: an `&amp;` in a
bibliography. If a source prints such characters, list them under `sic`.

Words that the work prints in another style are marked in pairs: `<i>E. coli</i>`, `<b>…</b>`,
`<sup>…</sup>`, `<sub>…</sub>`, `<sc>…</sc>` for small capitals, and
`<span class="nocase">…</span>` for words that keep their capitals. Every format writes these in
its own way. Any other tag, and one without its pair, is plain text.

```yaml wrong
id: tea
kind: book
language: en
title: Tea &amp; Sympathy
```

```yaml right
id: tea
kind: book
language: en
title: Tea & Sympathy
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.model.markup import strip
from exporter.records.finding import Finding, Severity
from exporter.validate.text_fields import TextFields

SEVERITY = Severity.WARNING

_ENTITY = r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});"
_TAG = (
    r"</?(?:a|abbr|b|big|blockquote|br|cite|code|div|em|font|h[1-6]|hi|i|li|ol|p|rp|rt|ruby|s|small"
    r"|span|sc|strong|sub|sup|title|tt|u|ul)(?:\s+[A-Za-z:-]+=[^<>]*|\s*/)?>"
)
_COMMAND = (
    r"\\[A-Za-z]+\{|\{?\\[\"'`^~=.](?:\{\\?[A-Za-z]\}|[A-Za-z])\}?"
    r"|\{\\(?:ss|ae|AE|oe|OE|aa|AA|o|O|l|L|i|j)\}|\\[&%$#]"
)
_OURS = frozenset({"i", "b", "sup", "sub", "sc"})
_STYLES = {
    "em": "i",
    "cite": "i",
    "hi": "i",
    "emph": "i",
    "textit": "i",
    "it": "i",
    "strong": "b",
    "textbf": "b",
    "bf": "b",
    "textsuperscript": "sup",
    "textsubscript": "sub",
    "textsc": "sc",
}
"""How a record marks what a tag of HTML or a command of LaTeX marks."""
_MARKUP = f"({_ENTITY})|({_TAG})|({_COMMAND})"
_FIRST_LOOK = re.compile(r"&[A-Za-z#]|</?[a-z]|\\")


def on_text_fields(text_fields: TextFields) -> Iterator[Finding]:
    """Find the first markup of each text, unless it is printed so."""
    joined = text_fields.joined
    if not any(map(joined.__contains__, "&<\\")) or not _FIRST_LOOK.search(joined):
        return
    from html import unescape  # here, since few records have anything to look up
    from html.entities import html5

    for field in text_fields:
        for entity, tag, command in re.findall(_MARKUP, strip(field.text)):
            found = entity or tag or command
            if (entity and entity[1] != "#" and entity[1:] not in html5) or text_fields.is_sic(
                found
            ):
                continue
            hint = f"write {unescape(entity)}" if entity else _hint(tag or command)
            name = "LaTeX" if command else "HTML"
            message = f"“{found}” is {name} markup"
            yield Finding("markup-in-text", text_fields.document.path, message, hint, field.pointer)
            break


def _hint(found: str) -> str:
    """Say how a record marks the words, or that it does not."""
    word = re.sub(r"[^A-Za-z0-9]", "", found.partition(" ")[0])
    if word in _OURS:
        return f"mark the words in pairs: <{word}>…</{word}>"
    if word in _STYLES:
        mark = _STYLES[word]
        return f"mark the words like this: <{mark}>…</{mark}>"
    return "write only the words, as one reads them"
