"""Findings as JUnit XML, which most CI servers read: one test case per file with findings."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from lxml import etree

from exporter.records.finding import Severity
from exporter.validate.report import Report, ReportedFinding


def render(report: Report) -> Iterator[str]:
    """Yield one test suite: a file with an error fails, one with only warnings passes.

    Its paths are relative to the top folder of the repository, where GitLab looks up `file`.

    Source: the de facto schema of Apache Ant's JUnit task, as Jenkins and GitLab read it; GitLab
    Docs, Unit test reports.
    """
    report = report.relative_to_repository()
    by_file = groupby(report.findings, key=lambda finding: finding.path)  # they are sorted so
    files = [(path, list(findings)) for path, findings in by_file]
    failed = sum(any(map(_is_error, findings)) for _, findings in files)
    counts = {
        "tests": str(max(1, len(files))),
        "failures": str(failed),
        "errors": "0",
        "skipped": "0",
    }
    suite = etree.Element("testsuite", {"name": "exporter", **counts})
    for path, findings in files:
        _add_case(suite, path, findings)
    if not files:  # servers take a suite without cases for a run that did not happen
        etree.SubElement(suite, "testcase", {"classname": "records", "name": report.summary})
    text: bytes = etree.tostring(suite, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    yield text.decode("utf-8")


def _add_case(suite: etree._Element, path: str, findings: list[ReportedFinding]) -> None:
    case = etree.SubElement(suite, "testcase", {"classname": "records", "name": path, "file": path})
    first_error = next(filter(_is_error, findings), None)
    if first_error:
        attributes = {"type": first_error.name, "message": first_error.message}
        output = etree.SubElement(case, "failure", attributes)
    else:
        output = etree.SubElement(case, "system-out")
    output.text = "\n".join(map(_line, findings))


def _is_error(finding: ReportedFinding) -> bool:
    return finding.severity is Severity.ERROR


def _line(finding: ReportedFinding) -> str:
    return f"{finding.place}: {finding.severity}: {finding.name}: {finding.message}"
