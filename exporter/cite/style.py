"""A style with its locale, read from its XML file. Source: CSL 1.0.2, Styles - Structure."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from exporter.cite.area import Area
from exporter.cite.choose import Choose
from exporter.cite.csl_data import schema_file
from exporter.cite.dates import DateElement
from exporter.cite.elements import Element, Group, Macro, MacroCall, TextElement
from exporter.cite.item import Item, Shape
from exporter.cite.locale import NAMESPACE, Locale, choose_locale
from exporter.cite.names import NameElement, NamesElement
from exporter.cite.numbers import formatted
from exporter.cite.page_ranges import page_ranges
from exporter.cite.quotation_marks import QuotationMarks
from exporter.cite.schema_fault import Fault, Schema
from exporter.cite.state import BIBLIOGRAPHY, RenderingState
from exporter.cite.style_files import style_file
from exporter.cite.variables import Label, NumberElement, Variable
from exporter.cite.xml_places import place_in_xml
from exporter.errors import UsageError, hint_to_open
from exporter.suggest import did_you_mean

MOST_ELEMENTS, DEEPEST = 100_000, 150
"""How many elements a style may render of an item, and how deep they may be nested, macros
expanded. In the CSL project's styles there are at most 3,050 and 72."""
_A_STYLE_IS = "a style is an XML file of CSL 1.0"
_XML_HINTS = (
    ("EntityRef", "write & as &amp;"),
    ("Entity '", "write the character itself"),
    ("Unescaped '<'", "write < as &lt;"),
    ("StartTag", "write < as &lt; if it begins no element"),
)
"""What is to be done about faults of XML whose messages name functions of libxml2."""


_NAMES_IN_SENTENCE = (
    '<names xmlns="http://purl.org/net/xbiblio/csl" variable="author">'
    '<name form="short" and="text" et-al-min="4" et-al-use-first="1"/>'
    '<substitute><names variable="editor"/><names variable="translator"/></substitute></names>'
)
"""How names are printed in a sentence, for styles that cite otherwise."""


def _text(node: Any, style: Style) -> Element:
    """Return the element of a `cs:text`: a macro, a variable, or words."""
    if "macro" in node.attrib:
        return MacroCall(node, style)
    return Variable(node, style) if "variable" in node.attrib else TextElement(node, style)


_ELEMENTS: dict[str, Callable[[Any, Style], Element]] = {
    "choose": Choose,
    "date": DateElement,
    "group": Group,
    "label": Label,
    "names": NamesElement,
    "number": NumberElement,
    "text": _text,
}


class Style:
    """A style in one locale.

    `root` is its `style` element; `tag` is the locale, a BCP 47 tag, or None for the style's own.
    Raises UsageError where there is no such locale.
    """

    def __init__(self, root: Any, tag: str | None = None) -> None:
        self.attributes: dict[str, str] = dict(root.attrib)
        chosen = choose_locale(tag, root.get("default-locale"))
        self.locale = Locale(chosen, root.findall(f"{NAMESPACE}locale"))
        self.is_note_style = root.get("class") == "note"
        self.page_range_format: str = root.get("page-range-format", "")
        self.page_range_delimiter = self.locale.term("page-range-delimiter") or "–"
        variables = [node.get("variable") for node in root.iter(f"{NAMESPACE}text")]
        self.places_year_suffix = "year-suffix" in variables
        self.has_disambiguate_condition = False
        self.disambiguate_asked = 0
        self.et_al = self.locale.term("et-al")
        self.default_name = NameElement(etree.Element(f"{NAMESPACE}name"), self)
        self.macros: dict[str, Macro] = {}
        for node in root.iterchildren(f"{NAMESPACE}macro"):
            self.macros[node.get("name")] = Macro(node, self)
        self.citation = Area(root.find(f"{NAMESPACE}citation"), self)
        bibliography = root.find(f"{NAMESPACE}bibliography")
        self.bibliography = None if bibliography is None else Area(bibliography, self)
        self.uses_citation_numbers = _uses_citation_numbers(root)

    @property
    def quotes(self) -> QuotationMarks:
        """The quotation marks of the locale."""
        return self.locale.quotes

    def language_of_terms(self, case: str) -> str:
        """Return the language by which the letter case of a term is changed.

        A title or a sentence is set as in English in all locales, as in citeproc-js (`Éd.`, `Hrsg.
        & Trans.`).
        """
        return "en" if case in {"title", "sentence"} else self.locale.tag

    def elements_of(self, node: Any) -> tuple[Element, ...]:
        """Return the rendering elements within an XML element."""
        elements = []
        for child in node:
            read = _ELEMENTS.get(child.tag.rpartition("}")[2])
            if read is not None:
                elements.append(read(child, self))
        return tuple(elements)

    def macro_call(self, name: str) -> MacroCall:
        """Return an element that calls a macro, for a sort key."""
        return MacroCall(etree.Element(f"{NAMESPACE}text", macro=name), self)

    def number(self, text: str, one: Callable[[int], str]) -> str:
        """Return the value of a number variable, with `one` applied to each number in it."""
        return formatted(text, one, self.page_range_delimiter, self.locale.ampersand)

    def short_names(self, item: Item) -> str:
        """Return the family names of the authors of an item, or its editors; empty for none."""
        state = RenderingState(item, self.citation)
        return "".join(element.render(state) for element in self._names_in_sentence(item.shape))

    def _names_in_sentence(self, shape: Shape) -> tuple[Element, ...]:
        node = etree.fromstring(_NAMES_IN_SENTENCE)
        return NamesElement(node, self).prune(shape, BIBLIOGRAPHY).elements

    def pages(self, text: str) -> str:
        """Return page numbers with their ranges as the style and the locale have them."""
        return page_ranges(
            text, self.page_range_format, self.page_range_delimiter, self.locale.ampersand
        )

    def locator(self, text: str, label: str) -> str:
        """Return a locator, of which only a range of pages is shortened, not `vols 12–15`.

        Source: CSL 1.0.2, page-range-format.
        """
        if label == "page":
            return self.pages(text)
        return page_ranges(text, "", self.page_range_delimiter, self.locale.ampersand)


def _uses_citation_numbers(root: Any) -> bool:
    """Return whether a style prints citation numbers, or sorts by them."""
    return any(node.get("variable") == "citation-number" for node in root.iter())


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        remove_comments=True, remove_pis=True, no_network=True, resolve_entities=False
    )


def load_style(name: str, locale: str | None = None) -> Style:
    """Read a style of the CSL project by its name, or one from a file.

    `locale` is a BCP 47 tag; None for that of the style. Raises UsageError where there is no such
    style or locale, where the file is not a style of CSL 1.0.2, or where the packages that are needed
    are not installed.
    """
    file = style_file(name)
    return read_style(file.path, locale or file.locale)


def read_style(path: Path, locale: str | None = None) -> Style:
    """Read a style from a file. `locale` is a BCP 47 tag, or None for the style's own.

    Raises UsageError, with the line, where the file is not a style of CSL 1.0.2, or where there is no
    such locale.
    """
    try:
        source = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise UsageError(
            f"the style {path} cannot be read: {reason}",
            hint_to_open(error, "check how the name is written"),
        ) from None
    return _parsed(source, path, locale)


def parse_style(text: str, locale: str | None = None) -> Style:
    """Read a style from the text of its XML. Raises UsageError as `read_style` does."""
    return _parsed(text.encode(), Path("style"), locale)


def _parsed(source: bytes, path: Path, locale: str | None) -> Style:
    try:
        root = etree.fromstring(source, _parser())
    except etree.XMLSyntaxError as error:
        line, column = error.position
        reason = str(error.msg).partition(", line ")[0]
        hint = next((say for sign, say in _XML_HINTS if sign in reason), _A_STYLE_IS)
        raise UsageError(f"{path}:{line}:{column}: this is not XML: {reason}", hint) from None
    fault = _first_fault(root)
    if fault is not None:
        line, column = place_in_xml(source, root, fault.node, fault.attribute)
        raise UsageError(f"{path}:{line}:{column}: {fault.message}", fault.hint)
    return Style(root, locale)


def _first_fault(root: Any) -> Fault | None:
    """Return why a tree is not a style of CSL 1.0.2."""
    if root.tag != f"{NAMESPACE}style":
        hint = f'it begins with <style xmlns="{NAMESPACE[1:-1]}" …>'
        return Fault(root, "", "this is not a style of CSL", f"{_A_STYLE_IS}; {hint}")
    schema = _schema()
    if schema is not None and not schema.validate(root.getroottree()):
        fault = Schema(_grammar()).first_fault(root)
        message = schema.error_log.last_error.message
        return fault or Fault(root, "", f"this is not a style of CSL 1.0.2: {message}", _A_STYLE_IS)
    return _fault_of_macros(root)


@lru_cache(maxsize=1)
def _grammar() -> Any:
    file = schema_file()
    return etree.parse(file).getroot() if file else None


@lru_cache(maxsize=1)
def _schema() -> etree.RelaxNG | None:
    return etree.RelaxNG(_grammar()) if schema_file() else None


class _Extent(NamedTuple):
    """How many elements are rendered where one is, at most, and how deep they are nested."""

    size: int
    depth: int


def _fault_of_macros(root: Any) -> Fault | None:
    """Return why macros cannot be called: one does not exist, or the calls go on without end."""
    macros: dict[str, Any] = {}
    for node in root.iterchildren(f"{NAMESPACE}macro"):
        name = node.get("name")
        if name in macros:
            return Fault(node, "name", f"two macros are named “{name}”", "rename one of them")
        macros[name] = node
    for node in root.iter():
        name = node.get("macro")
        if name and name not in macros:
            hint = did_you_mean(name, macros) or "define it, or take the call out"
            return Fault(node, "macro", f"there is no macro “{name}” in this style", hint)
    known: dict[Any, _Extent] = {}
    try:
        for node in root:
            _extent(node, (), macros, known)
    except _EndlessError as error:
        return error.fault
    return None


class _EndlessError(Exception):
    """Macros call each other without end, or nearly so."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def _extent(
    node: Any, above: tuple[Any, ...], macros: dict[str, Any], known: dict[Any, _Extent]
) -> _Extent:
    """Return the extent of an element that lies in those above it.

    `known` keeps those that are worked out.
    """
    if node in above:
        message = f"the macro “{node.get('name')}” calls itself"
        raise _EndlessError(Fault(node, "", message, "take one of the calls out"))
    if node in known:
        return known[node]
    name = node.get("macro")
    within = [macros[name]] if name else list(node)
    if len(above) > DEEPEST:
        within = []
    extents = [_extent(each, (*above, node), macros, known) for each in within]
    sizes = [each.size for each in extents]
    combined = max if node.tag == f"{NAMESPACE}choose" else sum
    size = 1 + combined([0, *sizes])
    depth = 1 + max([0, *(each.depth for each in extents)])
    if size > MOST_ELEMENTS or max(depth, len(above)) > DEEPEST:
        hint = f"at most {MOST_ELEMENTS:,} elements are rendered, {DEEPEST} of them in each other"
        message = "the macros of this style call too many others"
        raise _EndlessError(Fault(node, "", message, hint))
    known[node] = _Extent(size, depth)
    return known[node]
