"""Forms of a report that a terminal shows, or of which a report has several: text and tables."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import attrs
import click

from ccops.cli.output import wrong_usage, wrong_value
from ccops.reports import CsvRenderer, TerminalRenderer, table_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from ccops.reports import Renderer, Report


def form_of(form: str, output: Path | None, known: Mapping[str, Renderer], *, default: str) -> str:
    """Return the form that is asked for: by ``--format``, or else by the suffix of the file.

    Raises ``BadParameter`` for a form or suffix that nobody writes, and for two that contradict
    each other.
    """
    suffix = output.suffix.lower() if output else ""
    if form:
        check_format(form, known)
        if suffix and suffix != known[form].suffix:
            told = {"form": form, "suffix": known[form].suffix, "file": output}
            raise wrong_value("usage-suffix-other", "--output", **told)
        return form
    if output is None or not suffix:
        check_format(default, known)
        return default
    by_suffix: dict[str, str] = {}
    for name, each in known.items():
        by_suffix.setdefault(each.suffix, name)
    check_suffix(output, by_suffix)
    return by_suffix[suffix]


def check_suffix(output: Path, known: Iterable[str]) -> None:
    """Raise ``BadParameter`` for a file with a suffix that is not among those that are written."""
    suffixes = tuple(dict.fromkeys(known))
    if output.suffix.lower() not in suffixes:
        told = {"file": output, "suffix": output.suffix, "known": ", ".join(suffixes)}
        raise wrong_value("usage-suffix", "--output", **told)


def check_format(form: str, known: Mapping[str, Renderer]) -> None:
    """Raise ``BadParameter`` for a form that nobody brings."""
    if form not in known:
        raise wrong_value("usage-format", "--format", given=form, known=", ".join(known))


def chosen_renderer(report: Report, form: str, table: str) -> Renderer:
    """Return the renderer of a form; of CSV the one for the table that was chosen.

    Raises ``BadParameter`` for a form nobody brings or a table that is not there, and
    ``UsageError`` where a table has to be chosen.
    """
    check_format(form, report.renderers)
    found = report.renderers[form]
    if not isinstance(found, CsvRenderer):
        return found
    names = table_names(report.document)
    if table and table not in names:
        raise wrong_value("usage-table", "--table", given=table, known=", ".join(names))
    if not table and len(names) > 1:
        raise wrong_usage("usage-several-tables", known=", ".join(names))
    return attrs.evolve(found, table=table)


def write_tables(report: Report, folder: Path) -> list[Path]:
    """Write every table of a report to a CSV file of its own; return the files."""
    found = report.renderers["csv"]
    renderer = found if isinstance(found, CsvRenderer) else CsvRenderer()
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, made in renderer.tables(report.document).items():
        file = folder / f"{name}{renderer.suffix}"
        file.write_bytes(made)
        files.append(file)
    return files


def show(report: Report, renderer: Renderer) -> None:
    """Print a report; on a terminal as wide as it is, and in its colors.

    Raises ``UsageError`` for a form that only a file can hold.
    """
    if isinstance(renderer, TerminalRenderer) and sys.stdout.isatty():
        width = shutil.get_terminal_size().columns
        renderer = attrs.evolve(renderer, width=width, is_colored=True)
    made = renderer.render(report.document_for(renderer))
    if isinstance(renderer, CsvRenderer) and isinstance(made, bytes):
        made = made.decode("utf-8-sig")
    if isinstance(made, bytes):
        raise wrong_usage("usage-output-needed", form=renderer.name)
    click.echo(made, nl=False)
