"""What RELAX NG cannot say of a TEI document: Schematron rules, and where pointers lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import saxonche
from lxml import etree

from tests.support.inputs import official
from tests.support.tei_documents import POINTING, TEI, Node

_SCHEMATRON = "{http://purl.oclc.org/dsdl/schematron}"
_XSL = "{http://www.w3.org/1999/XSL/Transform}"


def complaints(document: bytes) -> list[str]:
    """Return what the Schematron rules of TEI report, and the pointers that lead nowhere."""
    with saxonche.PySaxonProcessor(license=False) as saxon:
        compiler = saxon.new_xslt30_processor()
        stylesheet = compiler.compile_stylesheet(stylesheet_text=_rules_as_xslt())
        found = stylesheet.transform_to_string(xdm_node=saxon.parse_xml(xml_text=document.decode()))
    return [*(found or "").splitlines(), *_dangling(etree.fromstring(document))]


@cache
def _rules_as_xslt() -> str:
    """Return a stylesheet that prints a line for each place at which a document breaks a rule of
    the official schema.

    Each Schematron rule becomes a template with a mode of its own (ISO/IEC 19757-3: a rule has a
    context, variables and tests).
    """
    schema = etree.parse(official("tei_all.rng"))
    prefixes = {each.get("prefix"): each.get("uri") for each in schema.iter(f"{_SCHEMATRON}ns")}
    sheet = etree.Element(f"{_XSL}stylesheet", {"version": "3.0"}, {"xsl": _XSL[1:-1], **prefixes})
    etree.SubElement(sheet, f"{_XSL}output", method="text")
    start = etree.SubElement(sheet, f"{_XSL}template", match="/", priority="9")
    for number, rule in enumerate(schema.iter(f"{_SCHEMATRON}rule")):
        mode = f"rule{number}"
        etree.SubElement(sheet, f"{_XSL}mode", {"name": mode, "on-no-match": "shallow-skip"})
        etree.SubElement(start, f"{_XSL}apply-templates", select="/node()", mode=mode)
        template = etree.SubElement(
            sheet, f"{_XSL}template", match=rule.get("context", ""), mode=mode
        )
        for statement in _statements(rule):
            template.append(statement)
        etree.SubElement(template, f"{_XSL}apply-templates", mode=mode)
    return etree.tostring(sheet, encoding="unicode")


def _statements(rule: Node) -> Iterator[Node]:
    for each in rule:
        if each.tag == f"{_SCHEMATRON}let":
            yield etree.Element(
                f"{_XSL}variable", name=each.get("name", ""), select=each.get("value", "")
            )
        elif each.tag in {f"{_SCHEMATRON}assert", f"{_SCHEMATRON}report"}:
            test = each.get("test", "")
            condition = f"not({test})" if each.tag.endswith("assert") else test
            found = etree.Element(f"{_XSL}if", test=condition)
            message = " ".join("".join(each.itertext()).split())
            etree.SubElement(found, f"{_XSL}value-of", select="name(), @xml:id, @type")
            etree.SubElement(found, f"{_XSL}text").text = f": {message}\n"
            yield found


def _dangling(tree: Node) -> list[str]:
    """Return the pointers to an id that is not in the document, or with a prefix that its header
    does not explain.
    """
    there = set(tree.xpath("//@xml:id"))
    prefixes = {
        each.get("ident"): each.get("matchPattern", "") for each in tree.iter(f"{{{TEI}}}prefixDef")
    }
    found = []
    for node in tree.iter(f"{{{TEI}}}*"):
        for attribute in set(POINTING) & set(node.attrib):
            for pointer in node.attrib[attribute].split():
                if not _leads_somewhere(pointer, attribute, there, prefixes):
                    tag = etree.QName(node).localname
                    found.append(f"{tag} {attribute} {pointer}")
    return found


def _leads_somewhere(
    pointer: str, attribute: str, there: set[str], prefixes: dict[str | None, str]
) -> bool:
    if pointer.startswith("#"):
        return pointer[1:] in there
    prefix, _, rest = pointer.partition(":")
    if prefix in prefixes:
        return re.fullmatch(prefixes[prefix], rest) is not None
    return rest != "" or attribute == "key"
