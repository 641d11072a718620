"""A report as a file a person: each section of a report of pages is a report of its own."""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

import attrs

from ccops.reports.document.alone import each_alone
from ccops.reports.document.model import Layout
from ccops.reports.formats.pdf.locking import locked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from ccops.reports.document.rendering import Report


def reports_of_each(report: Report) -> Mapping[str, Report]:
    """Return the reports of single sections, by their ids: of statements, the employees.

    Each is wholly in the language of the person it is for, and holds nothing of anybody else.

    Raises ``ValueError`` for a report that runs on from section to section.
    """
    document = report.document
    if document.layout is not Layout.PAGES:
        raise ValueError(f"the report {document.kind!r} is one document, not one a person")
    single = each_alone(document, report.own)
    return {each: attrs.evolve(report, document=made, own=()) for each, made in single.items()}


def write_each(
    report: Report,
    folder: Path,
    form: str,
    *,
    password: Callable[[str], str] | None = None,
) -> Iterator[Path]:
    """Write each section of a report to a file of its own; yield each path as it is written.

    ``password`` returns what a section's PDF opens with, by its id; all are asked before the
    first is written, and none is kept. Raises ``UnknownNameError`` for a format nobody writes,
    ``ValueError`` for a report of one document and for a password on anything but a PDF.
    """
    renderer = report.renderer(form)
    if password is not None and form != "pdf":
        raise ValueError(f"a password is for a PDF, not for {form!r}")
    single = reports_of_each(report)
    keys = {each: password(each) for each in single} if password else {}
    folder.mkdir(parents=True, exist_ok=True)
    kind = report.document.kind
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(
            partial(_write, form),
            single.values(),
            [folder / f"{kind}-{file_name(each)}{renderer.suffix}" for each in single],
            [keys.get(each) for each in single],
        )


def _write(form: str, report: Report, path: Path, key: str | None) -> Path:
    made = report.rendered(form)
    path.write_bytes(made if key is None else locked(made, key))
    return path


def file_name(name: str) -> str:
    """Return an id as part of a file's name; two ids never have the same.

    >>> file_name("E/1"), file_name("张 1")
    ('E%2F1', '张%201')
    """
    return re.sub(r"[^\w-]", lambda found: f"%{ord(found[0]):02X}", name)
