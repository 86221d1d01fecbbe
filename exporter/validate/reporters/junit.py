"""Findings as JUnit XML, which most servers for continuous integration read: one test case a file with findings."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from lxml import etree

from exporter.records.finding import Severity
from exporter.validate.reporters import Report


def render(report: Report) -> Iterator[str]:
    """Give one test suite: a file with an error is a failure, one with only warnings passes and says them.

    Source: the de facto schema of Apache Ant's JUnit task, as Jenkins and GitLab read it.
    """
    files = [
        (path, list(found)) for path, found in groupby(report.shown, key=lambda each: each.path)
    ]
    wrong = sum(any(each.severity is Severity.ERROR for each in found) for _, found in files)
    counts = {
        "tests": str(max(1, len(files))),
        "failures": str(wrong),
        "errors": "0",
        "skipped": "0",
    }
    suite = etree.Element("testsuite", {"name": "exporter", **counts})
    for path, found in files:
        case = etree.SubElement(
            suite, "testcase", {"classname": "records", "name": path, "file": path}
        )
        lines = [
            f"{path}:{each.position.line}:{each.position.column}: {each.severity}: {each.name}: {each.message}"
            for each in found
        ]
        errors = [each for each in found if each.severity is Severity.ERROR]
        if errors:
            etree.SubElement(
                case, "failure", {"type": errors[0].name, "message": errors[0].message}
            ).text = "\n".join(lines)
        else:
            etree.SubElement(case, "system-out").text = "\n".join(lines)
    if not files:  # readers take a suite without cases for a run that did not happen
        etree.SubElement(suite, "testcase", {"classname": "records", "name": report.summary})
    yield etree.tostring(suite, xml_declaration=True, encoding="UTF-8", pretty_print=True).decode(
        "utf-8"
    )
