"""The schema of OAI-PMH answers with the schemas of the metadata in them, from the official files."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import etree

from tests.support.inputs import official

XSD = "{http://www.w3.org/2001/XMLSchema}"
_CATALOGUE = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}"
OAI = "{http://www.openarchives.org/OAI/2.0/}"
_SCHEMAS = {
    "http://www.openarchives.org/OAI/2.0/": "OAI-PMH.xsd",
    "http://www.openarchives.org/OAI/2.0/oai_dc/": "oai_dc.xsd",
    "http://www.loc.gov/mods/v3": "mods-3-8-mended.xsd",
    "http://www.loc.gov/MARC21/slim": "MARC21slim.xsd",
    "http://datacite.org/schema/kernel-4": "datacite-4.6/metadata.xsd",
}
_WITHOUT_SCHEMA = {
    "http://www.tei-c.org/ns/1.0",
    "http://namespace.openaire.eu/schema/oaire/",
    "https://github.com/JPCOAR/schema/blob/master/2.0/",
}
"""TEI is published as RELAX NG; the schemas of OpenAIRE and JPCOAR are not among the official files.

What stands for them in an answer is tested elsewhere.
"""


@cache
def answer_schema() -> etree.XMLSchema:
    """Return the schema. What the official files import from the web is read from beside them."""
    folder = official("OAI-PMH.xsd").parent
    addresses = {}
    for entry in etree.parse(folder / "catalog.xml").iter(f"{_CATALOGUE}system"):
        addresses[entry.get("systemId")] = folder / str(entry.get("uri"))
    with TemporaryDirectory() as written:
        schema = etree.Element(f"{XSD}schema")
        for namespace, name in _SCHEMAS.items():
            tree = etree.parse(official(name))
            for element in tree.iter(f"{XSD}import", f"{XSD}include"):
                place = element.get("schemaLocation")
                local = addresses.get(place) or (folder / name).parent / str(place)
                element.set("schemaLocation", local.as_uri())
            copy = Path(written) / Path(name).name
            tree.write(str(copy))
            imported = etree.SubElement(schema, f"{XSD}import", namespace=namespace)
            imported.set("schemaLocation", copy.as_uri())
        return etree.XMLSchema(schema)


def require_valid(answer: bytes) -> etree._Element:
    """Return the root of an answer. It must be one well-formed document, and valid."""
    assert answer.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<OAI-PMH ")
    assert answer.count(b"<?xml") == 1
    checked = etree.fromstring(answer)
    for metadata in checked.iter(f"{OAI}metadata"):
        if etree.QName(metadata[0]).namespace in _WITHOUT_SCHEMA:
            metadata.getparent().remove(metadata)
    answer_schema().assertValid(checked)
    return etree.fromstring(answer)
