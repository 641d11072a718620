"""A report as a file a person: each section of a report of pages is a report of its own."""

from __future__ import annotations

import os
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

import attrs

from ccops.reports.document.alone import each_alone
from ccops.reports.document.model import Layout
from ccops.reports.formats.pdf.locking import locked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from ccops.reports.document.rendering import Report

#: So many digits tell two ids apart whose files would be one.
_DIGITS: Final = 12


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
    kind, names = report.document.kind, file_names(single)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(
            partial(_write, form),
            single.values(),
            [folder / f"{kind}-{names[each]}{renderer.suffix}" for each in single],
            [keys.get(each) for each in single],
        )


def _write(form: str, report: Report, path: Path, key: str | None) -> Path:
    made = report.rendered(form)
    path.write_bytes(made if key is None else locked(made, key))
    return path


def file_names(ids: Iterable[str]) -> dict[str, str]:
    """Return each id as part of a file's name; no two are one on any system.

    A sign that is no letter, digit, ``_`` or ``-`` is ``%`` and two digits for each of its bytes.
    Ids that some system takes for the same, as it does not tell large letters from small ones,
    have ``~`` and the beginning of their own sha256 behind them.

    >>> file_names(["E/1", "张 1"])
    {'E/1': 'E%2F1', '张 1': '张%201'}
    >>> file_names(["e1", "E2", "E1"])["E1"]
    'E1~22249aa61fd2'
    """
    escaped = {each: re.sub(r"[^\w-]", _bytes, each) for each in ids}
    count = Counter(map(_folded, escaped.values()))
    return {
        each: name if count[_folded(name)] == 1 else f"{name}~{_told_apart(each)}"
        for each, name in escaped.items()
    }


def _bytes(found: re.Match[str]) -> str:
    return "".join(f"%{each:02X}" for each in found[0].encode("utf-8", "surrogatepass"))


def _folded(name: str) -> str:
    """Return what is the same of all names that some system takes for one."""
    return normalize("NFKC", name.upper().casefold())


def _told_apart(name: str) -> str:
    return sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
