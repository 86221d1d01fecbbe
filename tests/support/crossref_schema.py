"""Crossref's deposit schema 5.3.1, as a validator.

The schema is in the package commonmeta-py 0.105, which `.ci/install` unpacks. That version lacks
MathML and XLink, which no deposit of ours contains: of these, only the names are declared.
"""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import etree

from tests.support.inputs import missing, official

_MATHML = "http://www.w3.org/Math/XMLSchema/mathml3/mathml3.xsd"
_SCHEMA = (
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{}">{}</xs:schema>'
)
_XLINK = ("type", "href", "role", "arcrole", "title", "show", "actuate")


def crossref_folder() -> Path:
    """Return the folder with crossref5.3.1.xsd, or skip the test and say how to get it."""
    folder = Path(os.environ.get("CROSSREF_SCHEMA") or official("crossref-5.3.1"))
    if not (folder / "crossref5.3.1.xsd").is_file():
        missing(
            "crossref5.3.1.xsd", "run .ci/install FOLDER, and name the folder in CROSSREF_SCHEMA"
        )
    return folder


@cache
def crossref_schema() -> etree.XMLSchema:
    """Return the validator of documents whose root is a `doi_batch`."""
    with TemporaryDirectory() as path:
        folder = Path(path)
        modules = folder / "standard-modules"
        (modules / "mathml3").mkdir(parents=True)
        math = _SCHEMA.format("http://www.w3.org/1998/Math/MathML", '<xs:element name="math"/>')
        (modules / "mathml3" / "mathml3.xsd").write_text(math, "utf-8")
        names = "".join(f'<xs:attribute name="{name}" type="xs:string"/>' for name in _XLINK)
        xlink = _SCHEMA.format("http://www.w3.org/1999/xlink", names)
        (modules / "xlink.xsd").write_text(xlink, "utf-8")
        for file in crossref_folder().glob("*.xsd"):
            text = file.read_text("utf-8").replace(_MATHML, "standard-modules/mathml3/mathml3.xsd")
            (folder / file.name).write_text(text, "utf-8")
        shutil.copy(official("xml.xsd"), modules / "xml.xsd")
        access = (crossref_folder() / "module-ali.xsd").read_text("utf-8")
        access = access.replace("standard-modules/xml.xsd", "xml.xsd")
        (modules / "module-ali.xsd").write_text(access, "utf-8")
        return etree.XMLSchema(file=str(folder / "crossref5.3.1.xsd"))


def crossref_objections(document: bytes) -> list[str]:
    """Return what the schema objects to in each `doi_batch` of a document."""
    schema = crossref_schema()
    root = etree.fromstring(document)
    batches = [root] if etree.QName(root).localname == "doi_batch" else list(root)
    objections: list[str] = []
    for batch in batches:
        alone = etree.fromstring(etree.tostring(batch))
        if not schema.validate(alone):
            objections += [str(each.message) for each in schema.error_log]
    return objections
