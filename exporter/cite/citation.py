"""Citations: several cites together, sorted, grouped and collapsed. Source: CSL 1.0.2, Citation."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from exporter.cite.locators import parse_locator
from exporter.cite.markup import CLOSE_QUOTE, FIRST_TERM, KEEP, strip_marks
from exporter.cite.numbers import is_numeric, is_whole_number
from exporter.cite.punctuation import merge_punctuation
from exporter.cite.registry import Registry
from exporter.cite.rich_text import marked_text
from exporter.cite.sorting import sort_items
from exporter.cite.state import RenderingState, Situation
from exporter.cite.text_case import capitalize_first_term


@dataclass(frozen=True, slots=True)
class Cite:
    """One cite of a citation: the id of its item, with what its author adds.

    `label` is the kind of the locator (`page`, `chapter` …). `suppress_author` leaves out the
    names, `author_only` everything else. `position` and `near_note` are those of CSL 1.0.2, Choose;
    `first_note` is the number of the note that cites the item first.
    """

    id: str
    locator: str = ""
    label: str = "page"
    prefix: str = ""
    suffix: str = ""
    suppress_author: bool = False
    author_only: bool = False
    position: str = "first"
    near_note: bool = False
    first_note: int = 0

    def with_locator(self, locator: str, label: str, suffix: str) -> Cite:
        """Return the cite with a locator and a suffix."""
        return replace(self, locator=locator, label=label, suffix=suffix)


_POSITIONS = ("first", "subsequent", "ibid", "ibid-with-locator")
"""The positions by the numbers that citeproc-js has for them."""


def read_cite(data: Mapping[str, Any]) -> Cite:
    """Return the cite that an object in the form of citeproc-js's citationItems describes."""
    position = data.get("position", "first")
    if isinstance(position, int):
        position = _POSITIONS[position] if 0 <= position < len(_POSITIONS) else "first"
    return Cite(
        str(data["id"]),
        locator=str(data.get("locator") or "").strip(),
        label=str(data.get("label") or "page").replace("sub verbo", "sub-verbo"),
        prefix=str(data.get("prefix") or ""),
        suffix=str(data.get("suffix") or ""),
        suppress_author=bool(data.get("suppress-author")),
        author_only=bool(data.get("author-only")),
        position=str(position),
        near_note=bool(data.get("near-note")),
        first_note=note_number(data.get("first-reference-note-number")),
    )


def note_number(value: Any) -> int:
    """Return the number of a note; 0, which is the text, where a value is not a number."""
    if isinstance(value, str) and is_whole_number(value):
        return int(value)
    return value if isinstance(value, int) else 0


@dataclass(slots=True)
class _Rendered:
    """A cite that was rendered, and what was noted of it.

    `delimiter` is what stands before it in the citation.
    """

    cite: Cite
    text: str
    state: RenderingState
    delimiter: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether its author added nothing, so that it may be part of a range."""
        return not (self.cite.locator or self.cite.prefix or self.cite.suffix)

    @property
    def prints(self) -> bool:
        """Whether there is anything of it to print; a locator alone is nothing."""
        return bool(self.text or self.cite.prefix or self.cite.suffix)

    @property
    def around_number(self) -> str | None:
        """What it prints around its citation number, None if it does not print that."""
        before, number, after = self.text.partition(str(self.state.number))
        return before + after if number else None

    @property
    def is_bare_number(self) -> bool:
        """Whether its number may be part of a range, also with a locator that is not printed."""
        if self.is_plain:
            return True
        around = self.around_number or ""
        return not (self.cite.prefix or self.cite.suffix or any(map(str.isalnum, around)))

    @property
    def suffix_index(self) -> int:
        """The place of its year suffix in the alphabet, from 1; 0 without one."""
        ambiguity = self.state.ambiguity
        return letter_index(ambiguity.year_suffix) if ambiguity is not None else 0


class CitationRenderer:
    """Renders citations of the items of a registry."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.style = registry.style
        self.area = registry.style.citation
        self.layout = self.area.layout
        self.collapse = self.area.option("collapse")
        self.delimiter = self.layout.delimiter
        self.after_collapse = self.area.attributes.get("after-collapse-delimiter")
        self.group_delimiter = self._group_delimiter()
        self.suffix_delimiter = self.area.option(
            "cite-group-delimiter", self.area.option("year-suffix-delimiter", self.delimiter)
        )
        self.collapses_years = self.collapse.startswith("year")
        self.groups_cites = self.collapses_years or "cite-group-delimiter" in self.area.attributes

    def _group_delimiter(self) -> str:
        """Return the delimiter of cites with the same names; as in citeproc-js, a comma."""
        default = (
            ", " if not self.style.is_note_style and not self.after_collapse else self.delimiter
        )
        return self.area.option("cite-group-delimiter", default)

    def render(self, cites: Sequence[Cite]) -> str:
        """Return the marked text of a citation.

        Of one cite with `author_only` it is the names with what its author adds around them, without
        the layout. The affixes of the layout alone (`()`) are not a citation.
        """
        cites = [self._labelled(cite) for cite in cites]
        if len(cites) == 1 and cites[0].author_only:
            return self._joined([self._names(cites[0])])
        ordered = self.sorted(cites)
        rendered = [self._rendered(cite, first=not place) for place, cite in enumerate(ordered)]
        rendered = [each for each in rendered if each.prints]
        if not rendered:
            return ""
        if self.collapse == "citation-number":
            rendered = self._collapsed_numbers(rendered)
        elif self.groups_cites:
            rendered = self._grouped(rendered)
        else:
            for each in rendered:
                each.delimiter = self.delimiter
        text = self.layout.wrapped(self._joined(rendered))
        return merge_punctuation(text, in_quote=self.style.locale.punctuation_in_quote)

    def _labelled(self, cite: Cite) -> Cite:
        """Return a cite whose locator says itself what it is (`fig. 4`) with that as its label.

        Word processors call every locator a page for which their user has chosen nothing else.
        """
        if cite.label != "page" or not cite.locator[:1].isalpha():
            return cite
        parsed = parse_locator(cite.locator, self.style.locale)
        if parsed is None or parsed.rest or parsed.text == cite.locator:
            return cite
        return replace(cite, locator=parsed.text, label=parsed.label)

    def sorted(self, cites: Sequence[Cite]) -> Sequence[Cite]:
        """Return cites in the order of the style. Source: CSL 1.0.2, Sorting."""
        if not self.area.sort or len(cites) < 2:
            return cites
        registry = self.registry
        items = {cite.id: registry.by_id[cite.id] for cite in cites}
        ordered = sort_items(
            list(items.values()), self.area.sort, registry.numbers, registry.ambiguity
        )
        places = {item.id: place for place, item in enumerate(ordered)}
        return sorted(cites, key=lambda cite: places[cite.id])

    def _rendered(
        self,
        cite: Cite,
        *,
        first: bool = False,
        omit_names: bool = False,
        omit_year: bool = False,
        omit_suffix: bool = False,
    ) -> _Rendered:
        ambiguity = self.registry.ambiguity.get(cite.id)
        if ambiguity is not None and omit_suffix:
            ambiguity = replace(ambiguity, year_suffix="")
        state = RenderingState(
            self.registry.by_id[cite.id],
            self.area,
            self._situation(cite),
            number=self.registry.numbers[cite.id],
            locator=marked_text(cite.locator, self.style.quotes),
            first_note=cite.first_note,
            ambiguity=ambiguity,
            omit_names=omit_names or cite.suppress_author,
            omit_year=omit_year,
        )
        text = "".join(self.layout.pieces(state))
        if FIRST_TERM in text:
            begins = _ends_sentence(cite.prefix) if cite.prefix else first
            in_note = self.style.is_note_style
            text = capitalize_first_term(text) if in_note and begins else text
        return _Rendered(cite, text, state)

    def _names(self, cite: Cite) -> _Rendered:
        """Return the names by which a work is cited, as they stand in a sentence.

        Where the style cites by numbers or in notes, they are the family names.
        """
        state = self._rendered(cite).state
        names = state.first_names
        if names is None or self.style.is_note_style:
            names = self.style.short_names(state.item) or names or state.item.texts.get("title", "")
        in_quote = self.style.locale.punctuation_in_quote
        return _Rendered(cite, merge_punctuation(names, in_quote=in_quote), state)

    def _situation(self, cite: Cite) -> Situation:
        ambiguity = self.registry.ambiguity.get(cite.id)
        variables = []
        if cite.locator:
            variables.append("locator")
        if cite.first_note:
            variables.append("first-reference-note-number")
        if ambiguity is not None and ambiguity.year_suffix:
            variables.append("year-suffix")
        return Situation(
            cite.position,
            near_note=cite.near_note,
            variables=frozenset(variables),
            locator_label=cite.label if cite.locator else "",
            numeric_locator=bool(cite.locator) and is_numeric(cite.locator),
            disambiguate=ambiguity.conditions if ambiguity is not None else 0,
        )

    def _grouped(self, cites: Sequence[_Rendered]) -> list[_Rendered]:
        """Return cites with those collapsed that follow one with the same names (Cite Grouping)."""
        result: list[_Rendered] = []
        before: _Rendered | None = None
        collapsed = False
        for cite in self._brought_together(cites):
            if before is not None and self._have_same_names(cite, before):
                cite = self._behind_same_names(cite, before)
                collapsed = True
            else:
                used = self.after_collapse if collapsed or self.collapse == "year" else None
                cite.delimiter = self.delimiter if used is None else used
                collapsed = False
            if cite.prints:
                result.append(cite)
                before = cite
        return self._with_ranges(result) if self.collapse == "year-suffix-ranged" else result

    def _brought_together(self, cites: Sequence[_Rendered]) -> Sequence[_Rendered]:
        """Return cites, in a sorted citation those with the same names at the place of their first.

        Cites that the style does not sort stay in the order of their author, as in citeproc-js.
        """
        if not self.area.sort:
            return cites
        groups: dict[str, list[_Rendered]] = {}
        for place, cite in enumerate(cites):
            names = cite.state.first_names or f"{place}"
            groups.setdefault(names, []).append(cite)
        return [cite for group in groups.values() for cite in group]

    def _have_same_names(self, cite: _Rendered, before: _Rendered) -> bool:
        """Return whether two cites print the same names.

        Without names they must print the same year with different suffixes.
        """
        names = cite.state.first_names
        if names or before.state.first_names:
            return names == before.state.first_names
        both_suffixed = bool(cite.suffix_index and before.suffix_index)
        return both_suffixed and cite.state.year == before.state.year

    def _behind_same_names(self, cite: _Rendered, before: _Rendered) -> _Rendered:
        """Return a cite as it stands behind one with the same names, and perhaps the same year."""
        if not self.collapses_years:
            cite.delimiter = self.group_delimiter
            return cite
        if cite.cite.id == before.cite.id and not (cite.cite.prefix or cite.cite.suffix):
            again = self._cited_again(cite)
            if again is not None:
                return again
        same_year = (
            self.collapse != "year"
            and bool(cite.suffix_index and before.suffix_index)
            and cite.state.year == before.state.year
        )
        later = self._rendered(cite.cite, omit_names=True, omit_year=same_year)
        if same_year and not cite.state.first_names and not _begins_with_letter(later):
            cite.delimiter = self.group_delimiter
            return cite
        later.state.first_names, later.state.year = cite.state.first_names, cite.state.year
        plain = before.is_plain and later.is_plain
        later.delimiter = self.suffix_delimiter if same_year and plain else self.group_delimiter
        if before.cite.locator and self.after_collapse is not None:
            later.delimiter = self.after_collapse
        return later

    def _cited_again(self, cite: _Rendered) -> _Rendered | None:
        """Return a cite of the work of the cite before, of which only the locator is printed.

        None where the year is not collapsed, and where the locator cannot stand by itself (`:12`).
        The specification is silent; so citeproc-js prints `(Nietzsche 1989, bk. IV, bk. V)`.
        """
        later = self._rendered(cite.cite, omit_names=True, omit_year=True, omit_suffix=True)
        text = strip_marks(later.text)
        if text and (self.collapse == "year" or not text[0].isalnum()):
            return None
        later.state.first_names, later.state.year = cite.state.first_names, cite.state.year
        later.delimiter = self.group_delimiter
        return later

    def _with_ranges(self, cites: Sequence[_Rendered]) -> list[_Rendered]:
        """Return cites with three and more year suffixes in a row as a range (`2000a–c`)."""

        def follows(cite: _Rendered, before: _Rendered) -> bool:
            in_year = cite.state.omit_year and cite.suffix_index == before.suffix_index + 1
            return in_year and cite.is_plain and before.is_plain

        return _ranged(cites, follows)

    def _collapsed_numbers(self, cites: Sequence[_Rendered]) -> list[_Rendered]:
        """Return cites with three and more citation numbers in a row as a range.

        Numbers that the style does not print, or prints beside names, make no range. Source: CSL
        1.0.2, Cite Collapsing.
        """

        def follows(cite: _Rendered, before: _Rendered) -> bool:
            in_row = cite.state.number == before.state.number + 1
            around = cite.around_number
            alike = around is not None and around == before.around_number
            return in_row and alike and cite.is_bare_number and before.is_bare_number

        ranged = _ranged(cites, follows)
        for place, cite in enumerate(ranged):
            after_range = bool(place) and ranged[place - 1].text != cites[0].text
            collapsed = after_range and _EN_DASH in ranged[place - 1].text
            behind_locator = bool(place and ranged[place - 1].cite.locator)
            used = self.after_collapse if collapsed or behind_locator else None
            cite.delimiter = self.delimiter if used is None else used
        return ranged

    def _joined(self, cites: Sequence[_Rendered]) -> str:
        """Return cites with their affixes and delimiters.

        A prefix that begins with punctuation takes the place of the delimiter, and so does a suffix
        that ends in it.
        """
        quotes = self.style.quotes
        text = ""
        suffix_before = ""
        for place, rendered in enumerate(cites):
            prefix = _affix(marked_text(rendered.cite.prefix, quotes))
            suffix = _affix(marked_text(rendered.cite.suffix, quotes))
            if prefix and (prefix[-1].isalnum() or prefix[-1] in ".,;:?!"):
                prefix += " "
            if suffix and suffix[0].isalnum():
                suffix = f" {suffix}"
            if place and suffix_before[-1:] in {",", "."} and suffix_before:
                text += " "
            elif (place and prefix[:1] not in {",", ".", ";", ":"}) or (place and not prefix):
                text += rendered.delimiter
            text += prefix + rendered.text + suffix
            suffix_before = suffix
        return text


_EN_DASH = "–"
_ENDS_SENTENCE = re.compile(r"[.?!][\s'\"”’»)]*\Z")
_PUNCTUATION_BEHIND_QUOTE = re.compile(f"({CLOSE_QUOTE})([.,!?])")


def _ends_sentence(prefix: str) -> bool:
    """Return whether a prefix ends a sentence; one word is an abbreviation (`cf. ibid.`).

    Source: the practice of citeproc-js.
    """
    return " " in prefix.strip() and bool(_ENDS_SENTENCE.search(prefix))


def _affix(text: str) -> str:
    """Return an affix of a cite, whose punctuation stays outside of quotations."""
    return _PUNCTUATION_BEHIND_QUOTE.sub(rf"\1{KEEP}\2", text)


def _begins_with_letter(cite: _Rendered) -> bool:
    """Return whether a cite without its year begins with the letter that tells works apart."""
    ambiguity = cite.state.ambiguity
    return ambiguity is not None and strip_marks(cite.text).startswith(ambiguity.year_suffix)


def _ranged(
    cites: Sequence[_Rendered], follows: Callable[[_Rendered, _Rendered], bool]
) -> list[_Rendered]:
    """Return cites with three and more that follow each other as one with a dash."""
    runs: list[list[_Rendered]] = []
    for cite in cites:
        if runs and follows(cite, runs[-1][-1]):
            runs[-1].append(cite)
        else:
            runs.append([cite])
    result: list[_Rendered] = []
    for run in runs:
        if len(run) < 3:
            result += run
            continue
        first, last = run[0], run[-1]
        first.text = f"{first.text}{_EN_DASH}{last.text.strip()}"
        result.append(first)
    return result


def letter_index(letters: str) -> int:
    """Return the place of a year suffix, from 1: `a` is 1, `z` 26, `aa` 27; 0 for none."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("a") + 1
    return index
