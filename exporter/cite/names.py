"""`cs:names` and the elements within it. Source: CSL 1.0.2, Names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from exporter.cite.direction import isolated
from exporter.cite.elements import Element, Pruned, copied, prune_all
from exporter.cite.item import Shape
from exporter.cite.markup import END, strip_marks
from exporter.cite.name_format import NameFormatter, NameOptions, NamePart
from exporter.cite.numbers import as_count
from exporter.cite.person import Person
from exporter.cite.state import RenderedNames, RenderingState, Situation
from exporter.cite.variables import Label, Variable
from exporter.model.east_asian import UNSPACED_WORDS

if TYPE_CHECKING:
    from exporter.cite.style import Style

_DEFAULTS = {
    "and": "",
    "delimiter": ", ",
    "delimiter-precedes-et-al": "contextual",
    "delimiter-precedes-last": "contextual",
    "et-al-min": "0",
    "et-al-use-first": "",
    "et-al-use-last": "false",
    "form": "long",
    "initialize": "true",
    "name-as-sort-order": "",
    "sort-separator": ", ",
}
"""The options of names that are always set (CSL 1.0.2, Name)."""
_INHERITED = {
    **{name: name for name in _DEFAULTS if name not in {"form", "delimiter"}},
    "name-form": "form",
    "name-delimiter": "delimiter",
    "initialize-with": "initialize-with",
    "et-al-subsequent-min": "et-al-subsequent-min",
    "et-al-subsequent-use-first": "et-al-subsequent-use-first",
}
"""The attributes of a citation, a bibliography or a style that names inherit, each with the option
it sets."""
_FAMILY_FIRST = frozenset({"hu", "vi"})
"""Languages whose names have the family name first, and spaces."""
_BOUND_IN_KOREAN = re.compile("[와과]")
"""The Korean particles for “and”, which stand behind a word without a space."""
_BOUND_IN_HEBREW = "ו"
"""The Hebrew word for “and”, which stands before a word without a space."""


class NameElement(Element):
    """How the names of a list are printed, one by one and together."""

    def __init__(self, node: Any, style: Style) -> None:
        super().__init__(node, style)
        self.attributes = dict(node.attrib)
        parts = {part.get("name"): NamePart(part, style) for part in node}
        self._given_name = parts.get("given")
        self._family_name = parts.get("family")
        self._changes_case = any(part.case for part in parts.values())
        self._formatters: dict[Any, NameFormatter] = {}

    def formatter(self, state: RenderingState) -> NameFormatter:
        """Return the formatter with the options that hold where a state is rendered."""
        subsequent = state.situation.position not in {"", "first"}
        language = self.language(state) if self._changes_case else ""
        family_first = self._is_family_first(state)
        key = (state.area, subsequent, state.sort, language, family_first)
        formatter = self._formatters.get(key)
        if formatter is None:
            options = self._options(state, subsequent=subsequent)
            options = options._replace(family_first=family_first)
            formatter = NameFormatter(options, self._given_name, self._family_name, language)
            self._formatters[key] = formatter
        return formatter

    def _is_family_first(self, state: RenderingState) -> bool:
        """Return whether names keep the order in which their language has them.

        So Vietnamese and Hungarian names do in a text of that language. The specification does not
        say it; citeproc-js does so in all locales.
        """
        language = self.locale.language
        return language in _FAMILY_FIRST and state.item.language.startswith(language)

    def _options(self, state: RenderingState, *, subsequent: bool) -> NameOptions:
        """Return the options of the element, or of what is around it; a sort key replaces some.

        Source: CSL 1.0.2, Inheritable Name Options; Sorting.
        """
        merged: dict[str, str] = dict(_DEFAULTS)
        for attributes in (self.style.attributes, state.area.attributes):
            merged.update(_inherited(attributes))
        merged.update(self.attributes)
        if subsequent:
            for name in ("min", "use-first"):
                merged[f"et-al-{name}"] = merged.get(
                    f"et-al-subsequent-{name}", merged[f"et-al-{name}"]
                )
        sorting = state.sort is not None
        if state.sort is not None:
            merged.update(state.sort)
        conjunctions = {"text": self.locale.term("and"), "symbol": self.locale.ampersand}
        return NameOptions(
            and_="" if sorting else conjunctions.get(merged["and"], ""),
            delimiter=merged["delimiter"],
            delimiter_precedes_et_al=merged["delimiter-precedes-et-al"],
            delimiter_precedes_last=merged["delimiter-precedes-last"],
            et_al_min=as_count(merged["et-al-min"]),
            et_al_use_first=as_count(merged["et-al-use-first"] or "-1"),
            et_al_use_last=merged["et-al-use-last"] == "true",
            form=merged["form"],
            initialize_with=merged.get("initialize-with"),
            initialize=merged["initialize"] != "false",
            name_as_sort_order="all" if sorting else merged["name-as-sort-order"],
            sort_separator=merged["sort-separator"],
            hyphen=self.style.attributes.get("initialize-with-hyphen") != "false",
            demote=self.style.attributes.get("demote-non-dropping-particle", "display-and-sort"),
            sorting=sorting,
            family_first=False,
        )

    def list(self, persons: Sequence[Person], state: RenderingState, et_al: str) -> RenderedNames:
        """Return the names of a list as the element prints them, `et_al` for those left out."""
        formatter = self.formatter(state)
        options = formatter.options
        shown = self._shown(persons, options, state)
        index = len(state.names)
        givens: Sequence[int] = ()
        if state.ambiguity is not None and index < len(state.ambiguity.givens):
            givens = state.ambiguity.givens[index]
        each = tuple(
            self._one(formatter, person, givens[place] if place < len(givens) else 0, place, state)
            for place, person in enumerate(persons[:shown])
        )
        substitute = state.take_substitute()
        if substitute is not None:
            each = substitute.replaced(each)
        if substitute is not None and not substitute.each:
            text = substitute.text
        elif options.form == "count":
            text = str(shown)
        elif shown == len(persons):
            text = self._joined(each, persons, options)
        elif options.et_al_use_last and len(persons) - shown > 1:
            last = self._one(formatter, persons[-1], 0, len(persons) - 1, state)
            before = options.delimiter if len(each) > 1 else " "
            text = f"{options.delimiter.join(each)}{before}… {last}"
        else:
            text = self._with_et_al(each, options, et_al)
            text = self.finish(text, self.locale.tag)  # once more, as citeproc-js does
        return RenderedNames(text, each, tuple(persons))

    def _one(
        self,
        formatter: NameFormatter,
        person: Person,
        level: int,
        place: int,
        state: RenderingState,
    ) -> str:
        """Return one name with the formatting of the element, and with its affixes.

        An organisation has no affixes, as in citeproc-js.
        """
        text = formatter.format(person, level, first=place == 0)
        if state.sort is None:
            text = isolated(text, in_right_to_left=self.locale.is_right_to_left)
        if state.strips_periods:
            text = text.replace(".", "")
        if self.is_bare:
            return text
        if person.literal:
            return self.opening + text + END * len(self.opening)
        return self.finish(text, self.locale.tag)

    def _shown(self, persons: Sequence[Person], options: NameOptions, state: RenderingState) -> int:
        """Return how many names are shown."""
        shown = len(persons)
        if options.et_al_min and options.et_al_use_first >= 0 and shown >= options.et_al_min:
            shown = min(options.et_al_use_first, shown)
        index = len(state.names)
        if state.ambiguity is not None and index < len(state.ambiguity.names):
            shown = min(max(shown, state.ambiguity.names[index]), len(persons))
        return shown

    def _joined(self, each: Sequence[str], persons: Sequence[Person], options: NameOptions) -> str:
        """Return names joined by the delimiter, and before the last by “and”."""
        if not options.and_ or len(each) < 2:
            return options.delimiter.join(each)
        *others, last = each
        before, after = spaces_around(options.and_)
        wanted = options.delimiter_precedes_last
        if wanted == "always" and len(each) > 2 and not before:
            wanted = "contextual"  # A, BとC: the word for “and” is enough, as in citeproc-js
        several = wanted == "contextual" and len(each) > 2 and bool(before)
        delimited = several or _is_delimited(wanted, persons[: len(others)], options)
        before = options.delimiter if delimited else before
        return f"{options.delimiter.join(others)}{before}{options.and_}{after}{last}"

    def _with_et_al(self, each: Sequence[str], options: NameOptions, et_al: str) -> str:
        """Return names with the words for those that are left out."""
        text = options.delimiter.join(each)
        if not text or not strip_marks(et_al).strip():
            return text
        wanted = options.delimiter_precedes_et_al
        several = wanted == "contextual" and len(each) > 1
        after_inverted = wanted == "after-inverted-name" and _is_in_inverted_place(each, options)
        delimited = several or after_inverted or wanted == "always"
        before = options.delimiter if delimited else spaces_around(strip_marks(et_al))[0]
        return text + before + et_al


def spaces_around(words: str) -> tuple[str, str]:
    """Return the spaces before and behind “and” or “et al.”, as the script of the words has them.

    Words that bring a space of their own get none, nor does a sign such as a dash (but `&` does).
    """
    if words != "&" and not any(map(str.isalnum, words)):
        return "", ""
    if words[0].isspace() or words[-1].isspace() or re.match(UNSPACED_WORDS, words):
        return "", ""
    if _BOUND_IN_KOREAN.match(words):
        return "", " "
    return " ", "" if words == _BOUND_IN_HEBREW else " "


def _inherited(attributes: Mapping[str, str]) -> dict[str, str]:
    return {option: attributes[name] for name, option in _INHERITED.items() if name in attributes}


def _is_in_inverted_place(names: Sequence[Any], options: NameOptions) -> bool:
    """Return whether the last of some names stands where names are inverted."""
    order = options.name_as_sort_order
    return order == "all" or (order == "first" and len(names) == 1)


def _is_delimited(wanted: str, before: Sequence[Person], options: NameOptions) -> bool:
    """Return whether the delimiter stands before “and” or “et al.”, behind some names."""
    if wanted != "after-inverted-name":
        return wanted == "always"
    last = before[-1]
    inverted = _is_in_inverted_place(before, options)
    return inverted and last.spaced and bool(last.given) and not last.literal


class EtAl(Element):
    """The words for the names that are left out."""

    def __init__(self, node: Any, style: Style) -> None:
        super().__init__(node, style)
        words = style.locale.term(node.get("term", "et-al"))
        self.text = self.finish(words, style.locale.tag)


def _variables_among(elements: Sequence[Element]) -> frozenset[Element]:
    return frozenset(element for element in elements if isinstance(element, Variable))


class NamesElement(Element):
    """The names of one role or several, each with its label; or what stands in for them."""

    def __init__(self, node: Any, style: Style) -> None:
        super().__init__(node, style)
        self.attributes = dict(node.attrib)
        self.roles: tuple[str, ...] = tuple(node.get("variable", "").split())
        self.name: NameElement | None = None
        self.et_al: EtAl | None = None
        self.label: Label | None = None
        self.label_first = False
        self.substitute: Sequence[Element] = ()
        for child in node:
            self._read(child, style)
        self.label_first = self.label_first and self.name is not None
        self.is_empty = self.name is self.et_al is self.label is None
        self._values = _variables_among(self.substitute)
        self._counts = self.name is not None and self.name.attributes.get("form") == "count"
        self._default_name = style.default_name

    def _read(self, child: Any, style: Style) -> None:
        tag = child.tag.rpartition("}")[2]
        if tag == "name":
            self.name = NameElement(child, style)
        elif tag == "et-al":
            self.et_al = EtAl(child, style)
        elif tag == "label":
            self.label = Label(child, style)
            self.label_first = self.name is None
        elif tag == "substitute":
            self.substitute = style.elements_of(child)

    def prune(self, shape: Shape, situation: Situation) -> Pruned:
        """Return what is left of the element for items of a shape in a situation."""
        there = self._counts or any(role in shape.variables for role in self.roles)
        pruned = prune_all(self.substitute, shape, situation)
        if not there and not pruned.elements:
            return Pruned((), calls=True, fills=False)
        left = copied(self)
        left.roles = tuple(role for role in self.roles if role in shape.variables)
        left.substitute = tuple(self._alternatives(pruned.elements))
        return Pruned((left,), calls=True, fills=there or pruned.fills)

    def _alternatives(self, elements: Iterable[Element]) -> Iterator[Element]:
        """Yield the alternatives that can print something.

        Names without `cs:name` are printed as this element prints its own.

        A choice stands for the elements of the branch that is taken.
        """
        for element in elements:
            if isinstance(element, NamesElement) and element.name is None:
                yield element.printed_like(self)
            else:
                yield element

    def printed_like(self, other: NamesElement) -> NamesElement:
        """Return names that are printed as another element prints its own.

        What the element says itself, a label or the words for “et al.”, is kept.
        """
        if self.is_empty:
            printed = copied(other)
            printed.roles, printed.substitute = self.roles, self.substitute
            printed._values = self._values
        else:
            printed = copied(self)
            printed.name = other.name
        return printed

    def render(self, state: RenderingState) -> str:
        """Return the marked text that the element prints."""
        if state.in_names:
            return self._rendered(state)
        state.in_names = True
        text = self._rendered(state)
        state.in_names = False
        if not text or state.first_names is not None:
            return text
        state.first_names = text
        substituted = RenderedNames(text, (text,), ())
        state.first_name_list = state.names[0] if state.names else substituted
        return "" if state.omit_names else text

    def _rendered(self, state: RenderingState) -> str:
        texts = self._lists(state)
        if texts:
            for role in self.roles:
                state.note(role)
            delimiter = self.attributes.get("delimiter")
            if delimiter is None:
                delimiter = state.area.attributes.get(
                    "names-delimiter", self.style.attributes.get("names-delimiter", "")
                )
            return self.finish(delimiter.join(texts), self.locale.tag)
        has_names = any(
            role in state.item.names and role not in state.suppressed for role in self.roles
        )
        text = "" if has_names else self._substituted(state)  # names may be replaced by nothing
        if not text and state.sort is not None and self._counts:
            return "0000"
        return text

    def _lists(self, state: RenderingState) -> list[str]:
        """Return the names of each role, with its label."""
        names = state.item.names
        roles = [role for role in self.roles if role in names and role not in state.suppressed]
        if self._is_editor_and_translator(roles, names):
            text = self._with_label(names[roles[0]], "editortranslator", state)
            return [text] if text else []
        name = self.name or self._default_name
        if name.formatter(state).options.form == "count":
            return self._count(roles, name, state)
        texts = [self._with_label(names[role], role, state) for role in roles]
        return [text for text in texts if text]

    def _is_editor_and_translator(
        self, roles: Sequence[str], names: Mapping[str, Sequence[Person]]
    ) -> bool:
        """Return whether the editors are the translators too (CSL 1.0.2, Names)."""
        return (
            set(roles) == {"editor", "translator"}
            and names["editor"] == names["translator"]
            and bool(self.locale.term("editortranslator"))
        )

    def _count(self, roles: Sequence[str], name: NameElement, state: RenderingState) -> list[str]:
        """Return the number of names of all roles. Source: CSL 1.0.2, Name (form)."""
        lists = [name.list(state.item.names[role], state, "") for role in roles]
        total = sum(int(each.text) for each in lists if each.text.isdecimal())
        if not total:
            return []
        return [f"{total:04}" if state.sort is not None else str(total)]

    def _with_label(self, persons: Sequence[Person], role: str, state: RenderingState) -> str:
        name = self.name or self._default_name
        et_al = self.et_al.text if self.et_al else self.style.et_al
        if state.strips_periods:
            et_al = et_al.replace(".", "")
        rendered = name.list(persons, state, "" if state.sort is not None else et_al)
        text = rendered.text
        if not text:
            return ""
        state.names.append(rendered)
        if self.label is None or state.sort is not None:
            return text
        several = len(persons) > 1
        label = self.label.term(role, plural=several, strips_periods=state.strips_periods)
        return label + text if self.label_first else text + label

    def _substituted(self, state: RenderingState) -> str:
        """Return what the first alternative prints that prints anything."""
        if not self.substitute:
            return ""
        before, state.substituting = state.substituting, True
        text = ""
        for element in self.substitute:
            state.substitutes_value = element in self._values
            text = element.render(state)
            if text:
                break
        state.substituting = before
        state.substitutes_value = False
        return text
