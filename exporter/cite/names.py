"""The elements that print names, in place of citeproc-py's own.

What those do otherwise than CSL 1.0.2 says:

- A given name is cut to its initials though the style says `initialize="false"` (Name), and so is the only name of a
  person who has one (`Plato` becomes `P.`).
- A name in Han, kana or Hangul is turned round, parted by a comma and given a full stop (`夏目, . 漱石 .`); it is
  written family name first, without a space (Name-part Order, "Asian" names).
- What stands in for a missing author is printed a second time at its own place (Substitute), and its names are not
  inverted, for the options of the names that it stands in for are not looked up.
- Between the last names but one stands a comma, whatever the delimiter is; `delimiter-precedes-last` knows neither
  `never` nor `after-inverted-name`, nor does `delimiter-precedes-et-al` (Name).
- A name is not made longer to tell it from another (Disambiguation).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

from citeproc import model

from exporter.cite.cite import Cite
from exporter.cite.elements import Fate, Rendered, joined
from exporter.cite.reference import Person, Shape

OPTIONS = {
    "and": "",
    "delimiter": ", ",
    "delimiter-precedes-et-al": "contextual",
    "delimiter-precedes-last": "contextual",
    "et-al-min": "0",
    "et-al-use-first": "1",
    "et-al-use-last": "false",
    "form": "long",
    "initialize": "true",
    "name-as-sort-order": "",
    "sort-separator": ", ",
}
"""The options of names and what they are where nobody sets them (CSL 1.0.2, Name)."""
UNSPACED = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
"""Kana and Han, which are written without spaces between words."""
_INHERITED_AS = {"form": "name-form", "delimiter": "name-delimiter"}


class Manner(NamedTuple):
    """How a list of names is printed."""

    joint: str
    delimiter: str
    before_et_al: str
    before_last: str
    et_al_min: int
    use_first: int
    use_last: bool
    form: str
    initials: str | None
    initialize: bool
    inverted: str
    separator: str
    hyphen: bool
    demoted: str


class Name(Rendered, model.Name):  # type: ignore[misc]
    """How names are printed, one by one and together."""

    @cached_property
    def _manners(self) -> dict[Any, Manner]:
        return {}

    def manner(self, cite: Cite) -> Manner:
        """Give the options as the element, the bibliography or citation around it, or the style sets them."""
        key = cite.area if cite.sorting is None else (cite.area, *cite.sorting.items())
        if (known := self._manners.get(key)) is None:
            known = self._manners[key] = self._manner(cite)
        return known

    def _manner(self, cite: Cite) -> Manner:
        def option(name: str) -> str | None:
            inherited = _INHERITED_AS.get(name, name)
            said = (cite.sorting or {}).get(name) or self.get(name)
            return said or cite.area.get(inherited) or self.home.get(inherited) or OPTIONS.get(name)

        def word(name: str) -> str:
            return option(name) or ""

        symbols = {"text": self.home.term("and"), "symbol": self.home.term("and", "symbol") or "&"}
        initials = self.get(
            "initialize-with", cite.area.get("initialize-with", self.home.get("initialize-with"))
        )
        return Manner(
            symbols.get(word("and"), ""),
            self.get("delimiter", word("delimiter")),
            word("delimiter-precedes-et-al"),
            word("delimiter-precedes-last"),
            int(word("et-al-min")),
            int(word("et-al-use-first")),
            word("et-al-use-last") == "true",
            word("form"),
            initials,
            word("initialize") != "false",
            word("name-as-sort-order"),
            self.get("sort-separator", word("sort-separator")),
            self.home.get("initialize-with-hyphen", "true") == "true",
            self.home.get("demote-non-dropping-particle", "display-and-sort"),
        )

    def listed(self, names: Sequence[Person], cite: Cite, et_al: str) -> str:
        """Give the names, the last of many replaced by `et_al`."""
        manner = self.manner(cite)
        shown, cut = len(names), False
        if manner.et_al_min and len(names) >= manner.et_al_min and manner.use_first < len(names):
            more = cite.reference.more_names if cite.area.in_text and cite.sorting is None else 0
            shown = min(manner.use_first + more, len(names))
            cut = shown < len(names) and bool(et_al)
        if manner.form == "count":
            return f"{shown:04}"
        made = [
            self._one(name, manner, cite, first=not at) for at, name in enumerate(names[:shown])
        ]
        text = self._cut(made, names, manner, cite, et_al) if cut else self._together(made, manner)
        return self.dressed(text, english=False)

    def _cut(
        self, made: list[str], names: Sequence[Person], manner: Manner, cite: Cite, et_al: str
    ) -> str:
        if manner.use_last and len(names) - len(made) > 1:
            last = self._one(names[-1], manner, cite, first=False)
            return f"{manner.delimiter.join(made)}{manner.delimiter}… {last}"
        parted = _parted(manner.before_et_al, len(made) > 1, manner)
        return manner.delimiter.join(made) + (manner.delimiter if parted else " ") + et_al

    def _together(self, made: list[str], manner: Manner) -> str:
        if not manner.joint or len(made) < 2:
            return manner.delimiter.join(made)
        *others, last = made
        parted = _parted(manner.before_last, len(made) > 2, manner)
        space = "" if UNSPACED.match(manner.joint) else " "
        return (
            manner.delimiter.join(others)
            + (manner.delimiter if parted else space)
            + manner.joint
            + space
            + last
        )

    def _one(self, name: Person, manner: Manner, cite: Cite, *, first: bool) -> str:
        if name.literal:
            _, family = self._parts("", name.family)
            return " ".join(filter(None, (family, name.suffix)))
        wish = (
            cite.reference.givens.get(name, "")
            if cite.area.in_text and cite.sorting is None
            else ""
        )
        if manner.form == "short" and not wish:
            family = (
                " ".join(filter(None, (name.non_dropping, name.family)))
                if name.spaced
                else name.family
            )
            return self._parts("", family)[1]
        inverted = manner.inverted == "all" or (manner.inverted == "first" and first)
        if not name.spaced:
            given, family = self._parts(name.given, name.family)
            return family + (" " if inverted and cite.sorting is not None else "") + given
        given = name.given
        if manner.initials is not None and wish != "full":
            given = initials(
                given,
                manner.initials,
                hyphen=manner.hyphen,
                all=manner.initialize or wish == "initials",
            )
        return self._ordered(
            name, given, manner, inverted=inverted, sorting=cite.sorting is not None
        )

    def _ordered(
        self, name: Person, given: str, manner: Manner, *, inverted: bool, sorting: bool
    ) -> str:
        family = name.family
        if not inverted:
            given, family = self._parts(
                given, " ".join(filter(None, (name.dropping, name.non_dropping, family)))
            )
            return " ".join(filter(None, (given, family, name.suffix)))
        if manner.demoted == "display-and-sort" or (manner.demoted == "sort-only" and sorting):
            given = " ".join(filter(None, (given, name.dropping, name.non_dropping)))
        else:
            given = " ".join(filter(None, (given, name.dropping)))
            family = " ".join(filter(None, (name.non_dropping, family)))
        given, family = self._parts(given, family)
        return manner.separator.join(filter(None, (family, given, name.suffix)))

    def _parts(self, given: str, family: str) -> tuple[str, str]:
        for part in self.children:
            if part.get("name") == "given":
                given = part.dressed(given, english=False)
            else:
                family = part.dressed(family, english=False)
        return given, family


def _parted(wish: str, many: bool, manner: Manner) -> bool:
    if wish == "after-inverted-name":
        return manner.inverted == "all" or (manner.inverted == "first" and not many)
    return wish == "always" or (wish == "contextual" and many)


def initials(given: str, mark: str, *, hyphen: bool, all: bool = True) -> str:
    """Give a given name with its parts cut to their first letters; with `all` false only mends those that are cut.

    Source: CSL 1.0.2, Name (initialize, initialize-with) and initialize-with-hyphen.
    """
    made = ""
    for part in re.findall(r"-?[^\s\-.]+\.?", given.replace("-", "-" if hyphen else " ")):
        word = part.strip("-.")
        joint = "-" if part.startswith("-") else ""
        single = len(word) == 1 and word.isupper()
        if joint:
            made = made.rstrip()
        if single or (all and word[:1].isupper()):
            short = 2 if part.endswith(".") and len(word) == 2 and word[1].islower() else 1
            made += joint + word[:short] + mark
        else:
            made += ("" if not made or made.endswith(" ") or joint else " ") + part + " "
    return made.strip()


class Name_Part(Rendered, model.Name_Part):  # type: ignore[misc]  # noqa: N801 - citeproc-py goes by the name
    """Letter case and formatting of a part of a name."""


class Et_Al(Rendered, model.Et_Al):  # type: ignore[misc]  # noqa: N801 - citeproc-py goes by the name
    """The words for the names that are left out."""

    def words(self) -> str:
        """Give the words."""
        return self.dressed(self.home.term(self.get("term", "et-al")), english=self.home.local)


class Names(Rendered, model.Names):  # type: ignore[misc]
    """The names of one role or several, each with its label; or what stands in for them."""

    counts = True

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """The roles whose names are printed."""
        return tuple(self.get("variable", "").split())

    @cached_property
    def _within(self) -> dict[str, Any]:
        return {type(child).__name__: child for child in self.children}

    def foreseen(self, shape: Shape) -> Fate:
        """Foresee it: it prints if the work has names in one of the roles, or what stands in for them."""
        fates = [
            Fate(there := role in shape.variables, calls=True, fills=there) for role in self.roles
        ]
        if (substitute := self._within.get("Substitute")) is not None:
            fates.append(substitute.fate(shape))
        return joined(fates)

    def render(self, cite: Cite) -> str:
        """Give the names."""
        return self.rendered(cite, self)

    def rendered(self, cite: Cite, manner: Any) -> str:
        """Give the names as the element `manner` prints them, whose label and name go with them."""
        names = cite.reference.names
        roles = [role for role in self.roles if role in names and role not in cite.suppressed]
        labelled = {role: role for role in roles}
        if (
            {*roles} == {"editor", "translator"}
            and names["editor"] == names["translator"]
            and self.home.term("editortranslator", "short")
        ):
            labelled = {"editor": "editortranslator"}
        if made := [
            text for role, label in labelled.items() if (text := manner.role(role, label, cite))
        ]:
            cite.filled = True
            cite.printed += roles
            delimiter = self.get(
                "delimiter", cite.area.get("names-delimiter", self.home.get("names-delimiter", ""))
            )
            return self.dressed((delimiter or "").join(made), english=False)
        if (substitute := self._within.get("Substitute")) is not None:
            return self.dressed(substitute.rendered(cite, self), english=False)
        return ""

    def role(self, role: str, label: str, cite: Cite) -> str:
        """Give the names of one role with its label."""
        persons = cite.reference.names[role]
        et_al = (
            self._within["Et_Al"].words() if "Et_Al" in self._within else self.home.term("et-al")
        )
        text: str = self.name_element.listed(persons, cite, et_al)
        if not cite.authors and text:
            cite.authors = text
        if cite.sorting is None and (element := self._within.get("Label")) is not None:
            words = element.worded(label, several=len(persons) > 1)
            before = self.children.index(element) < self.children.index(self.name_element)
            text = words + text if before else text + words
        return text

    @cached_property
    def name_element(self) -> Any:
        """The element that says how names are printed; one without options where there is none."""
        if "Name" not in self._within:
            name = self.makeelement(f"{{{self.nsmap['cs']}}}name")
            self.insert(0, name)
            self.__dict__["children"] = tuple(self.getchildren())
            return name
        return self._within["Name"]


class Substitute(Rendered, model.Substitute):  # type: ignore[misc]
    """What stands in for names that a work has not: the first of several that prints anything."""

    def rendered(self, cite: Cite, names: Names) -> str:
        """Give it, in the manner of `names` where it brings none of its own; it is not printed again."""
        printed, cite.printed = cite.printed, []
        for child in self.living(cite.reference.shape):
            if isinstance(child, Names):
                text = child.rendered(cite, child if len(child) else names)
            else:
                text = "".join(child.pieces(cite)) if child.transparent else child.render(cite)
            if text:
                cite.suppressed.update(cite.printed)
                cite.printed = printed + cite.printed
                return text
        cite.printed = printed
        return ""
