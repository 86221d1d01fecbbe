"""A word before a colon that is read as the language of a text.

`title: {en: …}` gives a text and its language. So a title that begins with a word and a colon loses
this word if it is written below its field, or in a list, without quotation marks: there are more
than 8,000 languages, and “War”, “See”, “Art” or “Tea” are the tag of one. Reported are tags with a
capital letter and those of languages that are not in ISO 639-2, if the text is given in no other
language. The language of the record itself is never meant.

```yaml wrong
id: war
kind: book
language: en
title:
  War: a history
```

```yaml right
id: war
kind: book
language: en
title:
  "War: a history"
```
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from exporter.model.vocabularies.languages import code, macrolanguage, meaning
from exporter.records.document import Document, Pointer, value_at
from exporter.records.finding import Finding, Severity
from exporter.validate.text_fields import TextFields

SEVERITY = Severity.WARNING


def on_text_fields(text_fields: TextFields) -> Iterator[Finding]:
    """Find texts in one language whose tag looks like a word, or is that of a rare language."""
    tags = set(filter(_is_unusual, text_fields.tags))
    if not tags:
        return
    document = text_fields.document
    for field in text_fields:
        if field.tag in tags and _is_only_language(document, field.pointer, field.tag):
            yield _finding(document, field.pointer, field.tag, field.text)


@lru_cache(1_000)
def _is_unusual(tag: str) -> bool:
    language = tag.partition("-")[0]
    if language != language.lower():
        return True
    if language == "und":  # importers write it where a source does not state the language
        return False
    return len(language) == 3 and not code(language) and not macrolanguage(language)


def _is_only_language(document: Document, pointer: Pointer, tag: str) -> bool:
    if pointer[-1] != tag or len(value_at(document.data, pointer[:-1])) > 1:
        return False
    own = str(document.data.get("language", "")).partition("-")[0]
    return tag.partition("-")[0] != own


def _finding(document: Document, pointer: Pointer, tag: str, text: str) -> Finding:
    message = (
        f"“{tag}:” gives the language of the text, {meaning(tag)}, and is not part of the text"
    )
    hint = f'put the whole text into quotation marks: "{tag}: {text}"'
    language = tag.partition("-")[0]
    if language != language.lower():
        hint += f"; if the language is meant, write {tag.replace(language, language.lower(), 1)}"
    return Finding("word-as-language", document.path, message, hint, pointer, "key")
