"""Papers that cite works by keys: `[@kokoro, p. 12; see @sanshiro]`, as pandoc reads them.

Each citation is replaced by its text, in a note style by a note. The bibliography of the works
that are cited stands at the place that the paper has for it, or at its end. `markdown_paper` and
`html_paper` know the two formats. Source: Pandoc User's Guide, Citations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from exporter.cite.citation import Cite
from exporter.cite.cite_syntax import KEY, parse_cites
from exporter.cite.document import CitingDocument
from exporter.cite.output.writer import OutputEntry, Writer
from exporter.cite.style import Style
from exporter.cite.work_keys import WorkKeys
from exporter.errors import UsageError


def citation_pattern(key: str) -> str:
    """Return a pattern for a citation, given that for a key."""
    return (
        # a citation in brackets, which are not the text of a link
        r"\[(?P<cites>[^\[\]]*@[^\[\]]*)\](?![(\[{:])"
        # or in the text, with a locator
        rf"|{key}(?:\s*\[(?P<locator>[^\[\]@]*)\](?![(\[{{:]))?"
    )


ADDRESS = r"[A-Za-z0-9._%+-]+@|@@+|https?://[^\s<>\[\]()]*"
"""What is not a key, though it has the sign of one: the beginning of an e-mail address, or a URL."""
_KEY = re.compile(rf"(?:^|[^\w@\\]){KEY}")
_PUNCTUATION = re.compile(r"[.,;:!?]+")


@dataclass(frozen=True, slots=True)
class _Found:
    """A citation in a paper: where it stands, and its cites.

    `in_sentence` says that the author's name is part of the sentence, `in_note` that it stands in a
    note of the paper.
    """

    start: int
    end: int
    cites: tuple[Cite, ...]
    in_sentence: bool
    in_note: bool


class Paper:
    """A paper with its citations.

    `items` are objects of CSL-JSON; `keys` are those by which the paper cites them, if they have
    others than their own. `tokens` matches citations, and before them all that may look like one
    but is not.
    """

    tokens: ClassVar[re.Pattern[str]]

    def __init__(
        self,
        text: str,
        style: Style,
        items: Sequence[Mapping[str, Any]],
        keys: WorkKeys | None = None,
    ) -> None:
        self.text = text
        self.style = style
        self.items = items
        self.keys = keys or WorkKeys(items)
        self.writer = self.make_writer()
        self.notes: list[str] = []

    def rendered(self, name: str) -> str:
        """Return the paper with its citations and its bibliography.

        `name` is that of the file, for messages. Raises UsageError, with the lines, for keys that
        mean no work.
        """
        matches = [match for match in self.tokens.finditer(self.text) if self._keys(match)]
        self._check_keys(matches, name)
        found = [self._read(match) for match in matches]
        document = CitingDocument(self.style, self.items)
        text = "".join(self._parts(found, document))
        entries = [
            OutputEntry(entry.text, entry.item.id, entry.item.language)
            for entry in document.bibliography()
            if entry.text
        ]
        return self.with_bibliography(text, entries)

    def make_writer(self) -> Writer:
        """Return the writer of citations in the format of the paper."""
        raise NotImplementedError

    def plain(self, text: str) -> str:
        """Return text of the paper without the syntax of its format."""
        raise NotImplementedError

    def is_in_note(self, place: int) -> bool:
        """Return whether a place lies in a note of the paper."""
        raise NotImplementedError

    def note(self, text: str) -> str:
        """Keep a note, and return the mark for it."""
        raise NotImplementedError

    def with_bibliography(self, text: str, entries: Sequence[OutputEntry]) -> str:
        """Return the text of the paper with the notes and the bibliography."""
        raise NotImplementedError

    def _keys(self, match: re.Match[str]) -> list[tuple[str, int]]:
        """Return the keys of a citation, each with its place in the text; none of what is none."""
        if match["cites"] is None and not (match["braced"] or match["bare"]):
            return []
        return [
            (self.plain(key["braced"] or key["bare"]), key.start("suppressed"))
            for key in _KEY.finditer(match[0])
        ]

    def _check_keys(self, matches: Sequence[re.Match[str]], name: str) -> None:
        """Raise UsageError that lists the keys that mean no work."""
        unknown = []
        for match in matches:
            for key, offset in self._keys(match):
                if self.keys.find(key) is None:
                    unknown.append((key, self._position(match.start() + offset)))
        if not unknown:
            return
        key, position = unknown[0]
        meant = self.keys.nearest(key)
        hint = f"did you mean “{meant}”?" if meant else "correct the key"
        others = ", ".join(f"“{each}” ({place})" for each, place in unknown[1:])
        if others:
            hint += f" Nor are there works {others}."
        raise UsageError(f"{name}:{position}: there is no work “{key}”", hint)

    def _position(self, place: int) -> str:
        """Return the line and the column of a place in the text."""
        line = self.text.count("\n", 0, place) + 1
        column = place - self.text.rfind("\n", 0, place)
        return f"{line}:{column}"

    def _read(self, match: re.Match[str]) -> _Found:
        in_note = self.is_in_note(match.start())
        locale = self.style.locale
        if match["cites"] is not None:
            cites = parse_cites(self.plain(match["cites"]), self.keys, locale)
            return _Found(*match.span(), tuple(cites), in_sentence=False, in_note=in_note)
        key = self.plain(match["braced"] or match["bare"])
        locator = f", {self.plain(match['locator'])}" if match["locator"] else ""
        cites = parse_cites(f"@{{{key}}}{locator}", self.keys, locale)
        in_sentence = not match["suppressed"]
        return _Found(*match.span(), tuple(cites), in_sentence=in_sentence, in_note=in_note)

    def _parts(self, found: Sequence[_Found], document: CitingDocument) -> Iterator[str]:
        """Yield the text of the paper and its citations in turn."""
        clusters = []
        for number, each in enumerate(found, 1):
            note = number if self.style.is_note_style else 0
            clusters += [(cites, note) for cites in _clusters(each)]
        texts = iter(document.cite_all(clusters))
        position = 0
        for each in found:
            written = [self.writer.write(next(texts)).strip() for _ in _clusters(each)]
            before = self.text[position : each.start]
            position = each.end
            if not self.style.is_note_style or each.in_note:
                text = " ".join(filter(None, written))
                yield before + text
                if text.endswith(".") and self.text.startswith(".", position):
                    position += 1  # the note and the sentence end together
                continue
            behind = _PUNCTUATION.match(self.text, position)
            punctuation = behind[0] if behind else ""
            position += len(punctuation)
            *names, text = written
            if not names:
                before = before.rstrip(" ")
            yield "".join([before, *names, punctuation, self.note(text)])
        yield self.text[position:]


def _clusters(found: _Found) -> list[tuple[Cite, ...]]:
    """Return the citations that are rendered for one of a paper.

    Where the author's name is part of the sentence (`@kokoro [p. 3]`), it is rendered by itself
    before the rest.
    """
    if not found.in_sentence:
        return [found.cites]
    (cite,) = found.cites
    names = replace(cite, locator="", suffix="", author_only=True)
    return [(names,), (replace(cite, suppress_author=True),)]
