"""Findings about a pack as a terminal shows them: place, words, the line, a caret, a hint."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ccops.messages import Severity, excerpt, severity_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ccops.messages import Diagnostic, Locale, Span
    from ccops.rulepack.pack_files import PackFiles

_COLORS: Final[Mapping[Severity, str]] = {
    Severity.ERROR: "red",
    Severity.WARNING: "yellow",
    Severity.INFO: "cyan",
}
_GUTTER: Final = "  | "


def show(diagnostics: Iterable[Diagnostic], files: PackFiles, locale: Locale) -> None:
    """Print findings on standard output; in color on a terminal, unless ``NO_COLOR`` is set."""
    color = False if os.environ.get("NO_COLOR") else None
    for line in finding_lines(diagnostics, files, locale):
        click.echo(line, color=color)


def finding_lines(
    diagnostics: Iterable[Diagnostic], files: PackFiles, locale: Locale
) -> Iterator[str]:
    """Yield the lines that show findings about a pack."""
    for each in diagnostics:
        yield from _lines(each, files, locale)


def place_of(span: Span, files: PackFiles) -> str:
    """Return ``path:line:column`` as somebody in this folder opens it."""
    path = files.path(span.file)
    if path is None:
        return str(span)
    found = path.resolve()
    here = Path.cwd()
    shown = found.relative_to(here) if found.is_relative_to(here) else found
    return f"{shown}:{span.line}:{span.column}"


def _lines(one: Diagnostic, files: PackFiles, locale: Locale) -> Iterator[str]:
    severity = click.style(
        severity_words(one.severity, locale), fg=_COLORS[one.severity], bold=True
    )
    place = f"{place_of(one.span, files)}: " if one.span else ""
    yield f"{place}{severity}: {one.text(locale)} [{one.code}]"
    line = files.line(one.span) if one.span else None
    if line is not None and line.strip() and one.span is not None:
        shown, caret = excerpt(line.rstrip("\r\n"), one.span.column)
        yield _GUTTER + shown
        yield _GUTTER + click.style(caret, fg=_COLORS[one.severity], bold=True)
    hint = one.hint(locale)
    if hint:
        yield f"    {hint}"
