"""A style with its locale, read by citeproc-py into elements of ours.

citeproc-py validates a style into a warning of many lines, or ends in an error of lxml; it takes the terms of a locale
only in the form that is asked for, and reads the locale for Japanese as it is: with the words for before and after
Christ exchanged (`ad` is 紀元前; the fault is in the locale file of the CSL project).
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

from citeproc import LOCALES_PATH, frontend, model
from lxml import etree

from exporter.cite import conditions, dates, elements, names, order
from exporter.errors import UsageError
from exporter.suggest import did_you_mean

NAMESPACE = "http://purl.org/net/xbiblio/csl"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LARGEST, DEEPEST = 100_000, 150
"""How many elements are rendered of a work at most, and lie in each other; in the CSL project's styles 3,050 and 72."""
_FORMS = {"verb-short": "verb", "symbol": "short", "verb": "long", "short": "long"}
"""The form that stands in for one that a term has not (CSL 1.0.2, Terms)."""


class Style(elements.Rendered, model.Style):  # type: ignore[misc]
    """A style: what all its elements look up."""

    def settle(self, locale: str | None) -> None:
        """Choose the locale: the one asked for, else the style's own, else that of the United States.

        A language stands for its primary dialect, and so does a dialect of the style's that has no locale (CSL 1.0.2,
        Locale Fallback).
        """
        chosen = locale or self.get("default-locale") or "en-US"
        if chosen not in locales() and (locale is None or "-" not in locale):
            chosen = model.PRIMARY_DIALECTS.get(chosen.split("-")[0], locale or "en-US")
        self.local = chosen.lower().startswith("en")
        self.japanese = chosen.lower().startswith("ja")
        self.proxies = list(
            self.iter()
        )  # lxml forgets what is noted of an element that nobody holds
        self.terms: dict[tuple[str, str], tuple[str, str]] = {}
        self.date_formats: dict[str, Any] = {}
        self.punctuation_in_quote = self.ordinal_days_end_at_1 = False
        language = chosen.split("-")[0]
        primary = model.PRIMARY_DIALECTS.get(language, "en-US")
        for tag in dict.fromkeys(("en-US", primary, chosen)):
            self._learn(_locale(tag))
        own = {each.get(_LANG): each for each in self if each.tag == f"{{{NAMESPACE}}}locale"}
        for tag in (None, language, chosen):
            if tag in own:
                self._learn(own[tag])

    def _learn(self, locale: Any) -> None:
        """Take over what a locale says; what it says of ordinals replaces all that was said of them."""
        path = f"{{{NAMESPACE}}}"
        found = list(locale.iter(f"{path}term"))
        if any(term.get("name") == "ordinal" for term in found):
            self.terms = {
                key: words for key, words in self.terms.items() if not key[0].startswith("ordinal")
            }
        for term in found:
            one, many = term.find(f"{path}single"), term.find(f"{path}multiple")
            words = (term.text or "").strip("\n\t") if one is None else one.text or ""
            plural = words if many is None else many.text or ""
            self.terms[term.get("name"), term.get("form", "long")] = words, plural
        if self.terms["ad", "long"][0] == "紀元前":
            self.terms["ad", "long"], self.terms["bc", "long"] = (
                self.terms["bc", "long"],
                self.terms["ad", "long"],
            )
        self.date_formats |= {date.get("form"): date for date in locale.findall(f"{path}date")}
        for options in locale.findall(f"{path}style-options"):
            self.punctuation_in_quote = options.get("punctuation-in-quote") == "true"
            self.ordinal_days_end_at_1 = options.get("limit-day-ordinals-to-day-1") == "true"

    def term(self, name: str, form: str = "long", *, plural: bool = False) -> str:
        """Give a term in a form, or in the next one that it has; empty where there is none."""
        while (name, form) not in self.terms and form in _FORMS:
            form = _FORMS[form]
        return self.terms.get((name, form), ("", ""))[plural]

    @property
    def quotes(self) -> tuple[str, str, str, str]:
        """The outer quotation marks and the inner."""
        names = ("open-quote", "close-quote", "open-inner-quote", "close-inner-quote")
        return tuple(self.term(name) for name in names)  # type: ignore[return-value]

    def ordinal(self, number: int) -> str:
        """Give what makes a number an ordinal. Source: CSL 1.0.2, Ordinal Suffixes."""
        for digits in (number % 100, number % 10):
            if (digits >= 10 or digits == number % 10) and (
                f"ordinal-{digits:02}",
                "long",
            ) in self.terms:
                return self.term(f"ordinal-{digits:02}")
        return self.term("ordinal")

    @cached_property
    def _macros(self) -> dict[str, Any]:
        return {
            each.get("name"): each for each in self.children if isinstance(each, elements.Macro)
        }

    def macro(self, name: str) -> Any:
        """Give a macro. Raises KeyError where there is none."""
        return self._macros[name]

    def check_macros(self, path: Path) -> None:
        """Raise UsageError, with the line, where a macro is called that is none, or that goes on without end."""
        for each in self.proxies:
            if (name := each.get("macro")) and name not in self._macros:
                hint = did_you_mean(name, self._macros) or "define it, or take the call out"
                raise UsageError(
                    f"{path}:{each.sourceline}: there is no macro “{name}” in this style", hint
                )
        known: dict[Any, tuple[int, int]] = {}
        for each in self.children:
            if isinstance(each, elements.Macro | order.Area):
                self._extent(each, (), known, path)

    def _extent(
        self, element: Any, above: tuple[Any, ...], known: dict[Any, tuple[int, int]], path: Path
    ) -> tuple[int, int]:
        """Give how many elements are rendered where one is, at most, and how many lie in each other."""
        if element in above:
            name, hint = element.get("name"), "take one of the calls out"
            raise UsageError(f"{path}:{element.sourceline}: the macro “{name}” calls itself", hint)
        if element not in known:
            name = element.get("macro")
            within = [] if len(above) > DEEPEST else [self._macros[name]] if name else list(element)
            found = [self._extent(each, (*above, element), known, path) for each in within]
            counted = max if isinstance(element, conditions.Choose) else sum
            size, depth = (
                1 + counted([0, *(size for size, _ in found)]),
                1 + max([0, *(depth for _, depth in found)]),
            )
            if size > LARGEST or max(depth, len(above)) > DEEPEST:
                message = (
                    f"{path}:{element.sourceline}: the macros of this style call too many others"
                )
                raise UsageError(
                    message,
                    f"at most {LARGEST:,} elements are rendered, {DEEPEST} of them in each other",
                )
            known[element] = size, depth
        return known[element]

    @cached_property
    def places_suffix(self) -> bool:
        """Whether the style says itself where the letter that tells like works apart is printed."""
        return any(each.get("variable") == "year-suffix" for each in self.proxies)

    def area(self, name: str) -> Any:
        """Give the element `citation` or `bibliography`; None where the style has none."""
        return next((each for each in self.children if type(each).__name__.lower() == name), None)


OURS = {
    cls.__name__.replace("_", "-").lower(): cls
    for module in (conditions, dates, elements, names, order)
    for cls in vars(module).values()
    if isinstance(cls, type) and issubclass(cls, model.CitationStylesElement)
} | {"style": Style}
"""Our element for each name of CSL."""


def _parser() -> etree.XMLParser:
    lookup = etree.ElementNamespaceClassLookup()
    found = lookup.get_namespace(NAMESPACE)
    found[None] = model.CitationStylesElement
    found.update(
        {
            cls.__name__.replace("_", "-").lower(): cls
            for cls in model.CitationStylesElement.__subclasses__()
        }
    )
    found.update(OURS)
    parser = etree.XMLParser(
        remove_comments=True, remove_pis=True, no_network=True, resolve_entities=False
    )
    parser.set_element_class_lookup(lookup)
    return parser


def locales() -> list[str]:
    """Give the tags of the locales, in alphabetical order."""
    return sorted(
        path.stem.removeprefix("locales-") for path in Path(LOCALES_PATH).glob("locales-*.xml")
    )


def _locale(tag: str) -> Any:
    path = Path(LOCALES_PATH, f"locales-{tag}.xml")
    if tag not in locales():
        raise UsageError(
            f"there is no locale “{tag}”",
            did_you_mean(tag, locales()) or "for example en-US, ja-JP, de-DE",
        )
    return etree.parse(path, _parser()).getroot()


def read_style(path: Path, locale: str | None) -> Style:
    """Read a style. Raises UsageError, with the line, where the file is none, or where there is no such locale."""
    how = "a style is an XML file of CSL 1.0"
    try:
        root = etree.parse(path, _parser()).getroot()
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise UsageError(
            f"the style {path} cannot be read: {reason}", "check how the name is written"
        ) from None
    except etree.XMLSyntaxError as error:
        line, column = error.position
        fault = str(error.msg).partition(", line ")[0]
        raise UsageError(f"{path}:{line}:{column}: this is no XML: {fault}", how) from None
    if not isinstance(root, Style):
        raise UsageError(f"{path}:{root.sourceline}: this is no style of CSL", how)
    schema = etree.RelaxNG(etree.parse(frontend.SCHEMA_PATH))
    if not schema.validate(root.getroottree()):
        fault = max(
            schema.error_log, key=lambda fault: fault.line
        )  # the schema's way in comes before it
        raise UsageError(
            f"{path}:{fault.line}: this is no style of CSL 1.0.2: {fault.message}", how
        )
    root.settle(locale)
    root.check_macros(path)
    return root
