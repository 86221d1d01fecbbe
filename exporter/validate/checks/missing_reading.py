"""A name in Han characters without a reading, in a catalogue that gives readings.

習近平 is filed under S in Japanese (`ja-Hira: しゅう きんぺい`), under X in Chinese (`zh-Latn-pinyin: Xi
Jinping`). Without a reading a name is sorted by its characters, far from where readers look for it.
Readings are never guessed: the same characters have several. A form in another language that is in
Latin letters will do, too. Many sources do not tell how a name is read, so the check is silent
unless five in six of such names in the catalogue have one.

```yaml wrong
id: xi-jinping
kind: person
name: {ja: 習近平, ja-Hira: しゅう きんぺい}
# another file
id: deng-xiaoping
kind: person
name: {ja: 鄧小平, ja-Hira: とう しょうへい}
# another file
id: hu-jintao
kind: person
name: {zh: 胡锦涛, zh-Latn-pinyin: Hu Jintao}
# another file
id: jiang-zemin
kind: person
name: {ja: 江沢民, ja-Hira: こう たくみん}
# another file
id: zhou-enlai
kind: person
name: {zh: 周恩来, zh-Latn-pinyin: Zhou Enlai}
# another file
id: mao-zedong
kind: person
name: {ja: 毛沢東}
```

```yaml right
id: xi-jinping
kind: person
name: {ja: 習近平, ja-Hira: しゅう きんぺい}
# another file
id: mao-zedong
kind: person
name: {zh: 毛泽东, zh-Latn-pinyin: Mao Zedong}
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.model.east_asian import HAN
from exporter.model.text import is_reading, primary_language, script_of
from exporter.records.finding import Finding, Severity
from exporter.validate.checked_record import CheckedRecord, name_forms, needs
from exporter.validate.index import Index

SEVERITY = Severity.INFORMATION

_HAN = f"[{HAN}]"
_FEW = 6
"""One name in so many may lack a reading for the others to show what the catalogue does."""


@needs("name")
def han_name(record: CheckedRecord) -> list[str] | None:
    """Return the name of an agent in Han characters and its tag if it has no reading.

    With a form in kana, Hangul or Latin letters the list is empty. The result is None if no form of
    the name is in Han characters.
    """
    if record.noun != "agent":
        return None
    forms = [(tag, _in_words(form)) for tag, form in name_forms(record.root.get("name"))]
    printed = next(((words, tag) for tag, words in forms if re.search(_HAN, words)), None)
    if printed is None:
        return None
    return [] if any(_is_reading(tag, words) for tag, words in forms) else [*printed]


def _is_reading(tag: str, words: str) -> bool:
    return is_reading(tag) or script_of(words) in ("HANGUL", "LATIN")


EXTRACTS = (han_name,)


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Report the names without a reading if few are."""
    names = list(index.extracts(han_name))
    missing = [(entry, found) for entry, found in names if found]
    if _FEW * len(missing) > len(names):
        return
    for entry, (words, tag) in missing:
        yield Finding(
            "missing-reading",
            entry.path,
            f"“{words}” has no reading by which it can be sorted",
            f"if a source tells it, add it beside {tag}: {_example(tag)}",
            ("name",),
        )


def _in_words(form: object) -> str:
    if isinstance(form, dict):
        return "".join(str(form.get(part, "")) for part in ("family", "given"))
    return str(form)


def _example(tag: str) -> str:
    language = primary_language(tag)
    readings = {"ja": "ja-Hira", "zh": "zh-Latn-pinyin", "ko": "ko-Hang"}
    return readings.get(language, f"{language}-Latn")
