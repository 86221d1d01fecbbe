"""The tables of elements are complete: they name every element that the standard's own schema has."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from lxml import etree
from rispy.config import TAG_KEY_MAPPING, TYPE_OF_REFERENCE_MAPPING

from tests.support.coverage import elements
from tests.support.crossref_schema import crossref_folder
from tests.support.inputs import missing, official, program
from tests.support.tei_documents import Node

_XS = "{http://www.w3.org/2001/XMLSchema}"
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


RECOVERING = etree.XMLParser(recover=True)
"""An example in fundref.xsd has a prefix without its namespace."""
WITHOUT_ROWS = {"body", "conference", "database", "designators", "report-paper", "standard"}
"""Elements of Crossref that only hold others, and so have no row."""


def listed(format: str) -> set[str]:
    """Return the elements of a format that have a row."""
    return {each.element for each in elements() if each.format == format}


def first_steps(format: str) -> set[str]:
    """Return the first names in the paths of the elements of a format, without the terms of lists."""
    return {each.partition(":")[0].split("/")[0] for each in listed(format)}


def test_every_type_and_variable_of_csl_has_a_row() -> None:
    schema = json.loads(official("csl-data.json").read_text("utf-8"))
    variables = schema["items"]["properties"]
    types = variables["type"]["enum"]
    assert types
    assert {f"type: {each}" for each in types} - listed("csl-json") == set()
    assert set(variables) ^ first_steps("csl-json") == set()


def test_every_part_of_a_name_in_csl_has_a_row() -> None:
    schema = json.loads(official("csl-data.json").read_text("utf-8"))
    parts = set(schema["definitions"]["name-variable"]["anyOf"][0]["properties"])
    settings = {"comma-suffix", "static-ordering", "parse-names"}
    assert settings < parts
    assert {f"author/{each}" for each in parts - settings} - listed("csl-json") == set()


def of_tex(name: str, package: str) -> str:
    """Return the content of a file of TeX Live, or skip the test and name the Debian package that has it."""
    command = [program("kpsewhich", "texlive-binaries"), name]
    path = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    if not path:
        missing(name, f"apt-get install {package}")
    return Path(path).read_text("utf-8")


def declared(model: str, what: str) -> set[str]:
    """Return the names that a data model of biblatex declares: of entry types or of fields."""
    lists = re.findall(
        rf"^\\DeclareDatamodel{what}(?:\[[^]]*\])?\{{([^}}]*)\}}", model, re.MULTILINE
    )
    return {name.strip() for names in lists for name in names.split(",")}


def test_every_entry_type_and_field_of_biblatex_has_a_row() -> None:
    model = of_tex("blx-dm.def", "texlive-bibtex-extra")
    types, fields = declared(model, "Entrytypes"), declared(model, "Fields")
    assert {"book", "xdata"} < types
    assert {"title", "keywords"} < fields
    assert ({f"@{each}" for each in types} | fields) ^ listed("biblatex") == set()


def test_every_entry_type_and_field_of_bibtex_has_a_row() -> None:
    style = of_tex("plain.bst", "texlive-base")
    fields = set(re.findall(r"\w+", style.partition("ENTRY\n  {")[2].partition("}")[0]))
    makers = re.findall(r"^FUNCTION \{(\w+)\}\n\{ output\.bibitem", style, re.MULTILINE)
    assert "title" in fields
    assert "book" in makers
    others = {"@conference", "annote", "crossref"}  # told in BibTeXing 3
    known = {f"@{each}" for each in makers} | fields | others
    assert known ^ listed("bibtex") == set()


def paths(schema: Node, node: Node, path: str = "") -> Iterator[str]:
    """Yield what can hold a text below a node of an XML Schema: attributes, and elements without elements.

    A path is as `coverage.tsv` has it, without the root: `creators/creator/creatorName@lang`.
    """
    for each in node.iterchildren("{*}*"):
        name = each.get("name") or each.get("ref", "").rpartition(":")[2]
        if each.tag == f"{_XS}attribute":
            yield f"{path}@{name}"
        elif each.tag == f"{_XS}element":
            inner = f"{path}/{name}".lstrip("/")
            below = list(paths(schema, each, inner))
            if not any(found.startswith(f"{inner}/") for found in below):
                yield inner
            yield from below
        else:
            yield from paths(schema, each, path)
    type = node.get("type") or node.get("base") or node.get(f"{_XSI}type") or ""
    for each in schema.findall(f"{_XS}complexType[@name='{type}']"):
        yield from paths(schema, each, path)


def test_every_element_and_attribute_of_datacite_has_a_row() -> None:
    schema = etree.parse(official("datacite-4.6/metadata.xsd")).getroot()
    found = set(paths(schema, schema.find(f"{_XS}element[@name='resource']")))
    assert "creators/creator/nameIdentifier@nameIdentifierScheme" in found
    known = {each.partition(":")[0] for each in listed("datacite")}
    assert {path for path in found if not has_row(path, known)} == set()


def has_row(path: str, known: set[str]) -> bool:
    """Return whether a path has a row; that of a term in a list may begin at any element."""
    steps = path.split("/")
    return any("/".join(steps[start:]) in known for start in range(len(steps)))


def test_every_term_of_datacite_has_a_row() -> None:
    known = {each.partition("@")[2] for each in listed("datacite")}
    lists = sorted(official("datacite-4.6/include").glob("datacite-*.xsd"))
    assert len(lists) == 10
    for file in lists:
        name = file.name.removeprefix("datacite-").removesuffix("-v4.xsd")
        attribute = {"resourceType": "resourceTypeGeneral"}.get(name, name)
        terms = [each.get("value") for each in etree.parse(file).iter(f"{_XS}enumeration")]
        assert terms
        assert {f"{attribute}: {term}" for term in terms} - known == set()


def test_every_element_and_attribute_of_crossref_has_a_row() -> None:
    steps: set[str] = set()
    for each in listed("crossref"):
        path, _, attribute = each.partition(":")[0].partition("@")
        steps |= {*path.split("/"), f"{path.split('/')[-1]}@{attribute}"}
    missing = set()
    files = ("crossref5.3.1", "common5.3.1", "fundref", "AccessIndicators", "relations")
    for file in files:
        schema = etree.parse(crossref_folder() / f"{file}.xsd", RECOVERING).getroot()
        for element in schema.iterchildren(f"{_XS}element"):
            name = element.get("name")
            attributes = {each.get("name") for each in element.iter(f"{_XS}attribute")}
            missing |= {name} - steps
            missing |= {f"{name}@{each}" for each in attributes} - steps
    assert missing == WITHOUT_ROWS


_EVERYWHERE = frozenset({"altRepGroup", "displayLabel", "usage", "nameTitleGroup"})
"""Attributes that many elements of MODS have; the table has each of them once or more."""

_SAME_TYPE = frozenset(
    {
        *("modsCollection", "mods", "alternativeName", "agent", "languageOfCataloging"),
        *("nameIdentifier", "recordInfoNote", "hierarchicalGeographic", "area", "region", "state"),
        *("citySection", "dateCreated", "dateCaptured", "dateValid", "dateModified"),
        *(
            "copyrightDate",
            "date",
            "recordCreationDate",
            "recordChangeDate",
            "extension",
            "holdingExternal",
            "cartographicExtension",
        ),
    }
)
"""Elements of MODS with the content of another one that has rows, or with none of their own."""


def contents(schema: Node, name: str) -> Iterator[str]:
    """Yield the elements and the attributes (`@type`) that a type or a group of MODS declares itself."""
    for node in schema.iterchildren(f"{_XS}complexType", f"{_XS}group"):
        if node.get("name") != name:
            continue
        for each in node.iter(f"{_XS}element", f"{_XS}attribute", f"{_XS}group"):
            named = each.get("ref") or each.get("name") or ""
            if each.tag == f"{_XS}group" and each is not node:
                yield from contents(schema, named)
            elif each is not node:
                yield f"@{named}" if each.tag == f"{_XS}attribute" else named


def test_every_element_of_mods_has_a_row() -> None:
    schema = etree.parse(official("mods-3-8.xsd")).getroot()
    types = {each.get("name"): each.get("type") for each in schema.iterchildren(f"{_XS}element")}
    known = {each.partition(":")[0] for each in listed("mods")}
    steps = [each.partition("@")[0].split("/") for each in known]
    pairs = {(parent, child) for path in steps for parent, child in pairwise(path)}
    attributes = {tuple(each.split("/")[-1].split("@")) for each in known if "@" in each}
    missing = set()
    for parent, type in types.items():
        is_own = type and type.endswith("Definition") and parent not in _SAME_TYPE
        for each in contents(schema, type) if is_own else ():
            if each.startswith("@"):
                here = each.removeprefix("@")
                has = (parent, here) in attributes or here in _EVERYWHERE
            else:
                has = (parent, each) in pairs
            if not has:
                missing.add(f"{parent}/{each}")
    assert missing == set()
    assert {name for _, name in attributes} >= _EVERYWHERE
    assert {first for first, *_ in steps} >= set(contents(schema, "modsGroup"))


def names_in(schema: str, kind: str) -> set[str]:
    """Return the names of the elements or the types that a schema declares."""
    root = etree.parse(official(schema)).getroot()
    return {each.get("name") for each in root.iterchildren(f"{_XS}{kind}")}


def test_every_term_of_dublin_core_has_a_row() -> None:
    elements_of_1995 = names_in("dc.xsd", "element") - {"any"}
    assert len(elements_of_1995) == 15
    assert elements_of_1995 ^ listed("dc") == set()
    known = {each.partition("@")[0] for each in listed("dcterms")}
    assert (elements_of_1995 | names_in("dcterms.xsd", "element")) ^ known == set()
    schemes = names_in("dcterms.xsd", "complexType") - {"elementOrRefinementContainer"}
    typed = {each.rpartition(":")[2] for each in listed("dcterms") if "@" in each}
    assert schemes
    assert schemes ^ typed == set()


def test_every_type_and_tag_of_ris_has_a_row() -> None:
    types = {f"TY: {each}" for each in TYPE_OF_REFERENCE_MAPPING}
    tags = set(TAG_KEY_MAPPING) - {"TY", "UK"}  # rispy calls an unknown tag UK
    assert len(types) > 50
    assert (types | tags) ^ listed("ris") == set()


BIBLIOGRAPHIC = (
    "010 015 020 022 024 028 034 035 040 041 043 044 045 046 050 082 084 088 100 110 111 130 240 "
    "245 246 247 250 255 264 300 306 310 321 336 337 338 340 344 345 346 347 351 362 380 381 382 "
    "383 384 385 386 387 388 490 500 501 502 504 505 506 507 508 510 511 513 514 515 516 518 520 "
    "521 522 524 525 526 530 532 533 534 535 536 538 540 541 542 544 545 546 547 550 552 555 556 "
    "561 562 563 565 567 580 581 583 584 585 586 588 600 610 611 630 647 648 650 651 655 700 710 "
    "711 730 740 752 758 760 762 765 767 770 772 773 774 775 776 777 780 785 786 787 800 810 811 "
    "830 852 856"
)
"""The fields of the BIBCO, CONSER and rare materials standard records, and all notes and linking entries."""
AUTHORITY = (
    "010 024 043 046 100 110 111 130 150 151 155 336 368 370 371 372 373 374 375 376 377 378 400 "
    "410 411 430 450 451 455 500 510 511 530 550 551 555 670 678"
)
"""The fields of authority records of names, titles, terms, places and genres."""


def test_every_field_of_the_standard_records_of_marc_has_a_row() -> None:
    rows = [each for each in elements() if each.format == "marc"]
    authority = {each.element[:3] for each in rows if each.part.startswith("Authority")}
    bibliographic = {each.element[:3] for each in rows if each.part.startswith("Bibliographic")}
    assert set(BIBLIOGRAPHIC.split()) - bibliographic == set()
    assert set(AUTHORITY.split()) - authority == set()
