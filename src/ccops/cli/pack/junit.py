"""The results of cases as JUnit XML: a suite a file of cases, each case with its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ccops.messages import Diagnostic, Locale, Span
    from ccops.rulepack.cases import CaseResult

#: Characters that XML cannot hold, however they are written.
_UNWRITABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_junit(
    path: Path,
    pack: str,
    results: Sequence[CaseResult],
    problems: Sequence[Diagnostic],
    *,
    told: Sequence[str],
    locale: Locale,
) -> None:
    """Write the results to a file; ``told`` are the words for each of them.

    A finding about how cases are written is a test that failed, named by its code. Nothing in
    the file depends on when or where the cases were run.
    """
    root = ET.Element("testsuites", name=pack)
    suites: dict[str, ET.Element] = {}
    for each in problems:
        item = _item(suites, root, each.code, each.span)
        _failed(item, "failure", each.code, each.render(locale))
    for result, words in zip(results, told, strict=True):
        item = _item(suites, root, result.case.name, result.case.span)
        if result.problem:
            _failed(item, "error", result.problem.splitlines()[0], words)
        elif not result.passed:
            first = result.differences[0]
            _failed(item, "failure", f"{first.employee} {first.what}", words)
    for element in (*suites.values(), root):
        _count(element)
    ET.indent(root)
    path.write_bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")


def _item(
    suites: dict[str, ET.Element], root: ET.Element, name: str, span: Span | None
) -> ET.Element:
    file = span.file if span is not None else ""
    if file not in suites:
        suites[file] = ET.SubElement(root, "testsuite", name=file)
    line = str(span.line) if span is not None else "1"
    kind = file.removesuffix(".yaml").replace("/", ".")
    return ET.SubElement(
        suites[file], "testcase", classname=kind, name=_writable(name), file=file, line=line
    )


def _failed(item: ET.Element, outcome: str, short: str, words: str) -> None:
    failed = ET.SubElement(item, outcome, message=_writable(short))
    failed.text = _writable(words)


def _count(element: ET.Element) -> None:
    element.set("tests", str(len(element.findall(".//testcase"))))
    element.set("failures", str(len(element.findall(".//failure"))))
    element.set("errors", str(len(element.findall(".//error"))))


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)
