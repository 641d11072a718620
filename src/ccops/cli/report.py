"""``ccops report``: a report of a stored settlement."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs
import click

from ccops.cli.employees import Readers, readers_of
from ccops.cli.options import (
    INPUT_FILE,
    INPUT_FOLDER,
    OUTPUT_FILE,
    OUTPUT_FOLDER,
    json_option,
    pack_option,
    spoken_option,
)
from ccops.cli.output import run_locale, write_json, wrong_usage, wrong_value
from ccops.cli.passwords import passwords_of
from ccops.cli.progress import counted, progress
from ccops.cli.report_forms import chosen_renderer, form_of, show, write_tables
from ccops.cli.stored import open_settlement
from ccops.reports import APPROVAL, REPORTS, ApprovalKind, Layout, write_each
from ccops.settlement import Settlement
from ccops.values.periods import shifted_label

if TYPE_CHECKING:
    from collections.abc import Callable

    from ccops.center import Center
    from ccops.reports import Report


#: The reports of a settlement that the library brings.
_OF_SETTLEMENTS: Final = ", ".join(each.name for each in REPORTS if each.about is Settlement)
#: The verbs that write what is not of a settlement.
VERBS: Final = {
    "corrections": "diff",
    "operations": "operations",
    "quality": "quality",
    "learning": "learning",
    "organization": "organization",
    "reports-due": "reports-due",
}
#: Pages that are asked for by other words than their kinds are.
_PAGES: Final = {
    "monthly": "operations",
    "weekly": "operations --span week",
    "daily": "operations --span day",
    "rule-book": "pack book",
}


@click.command("report")
@click.argument("settlement", type=INPUT_FOLDER)
@click.option(
    "--kind",
    default="statement",
    show_default=True,
    help=f"Which report: {_OF_SETTLEMENTS}, or one that a plugin brings.",
)
@click.option(
    "--format",
    "form",
    default="",
    help="html, pdf, pdf-a (for archives), docx, xlsx, csv, text, md or json; "
    "that of the file's suffix, or html, without it.",
)
@click.option(
    "--employee",
    "--contract",
    "employees",
    multiple=True,
    help="Only these employees; of the report to clients, only these contracts.",
)
@click.option(
    "--input",
    "folder",
    default=None,
    type=INPUT_FOLDER,
    help="The input folder, for the names of employees and the language each one reads.",
)
@click.option(
    "--last",
    default=None,
    type=INPUT_FOLDER,
    help="The settlement of the period before, which an approval sheet is held against.",
)
@click.option(
    "--each",
    is_flag=True,
    help="A file a person, of the report to clients a contract; the output is a folder.",
)
@click.option(
    "--passwords",
    type=INPUT_FILE,
    help="A CSV file (employee_id, password): what each person's PDF opens with.",
)
@click.option(
    "--templates",
    multiple=True,
    type=INPUT_FOLDER,
    help="A folder of templates to take first: see ccops templates.",
)
@click.option("--table", default="", help="Of several tables, the one to write as CSV.")
@pack_option
@spoken_option
@json_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The file to write; with --each, or for CSV tables, the folder. Shown without it.",
)
def verb(
    *,
    settlement: Path,
    kind: str,
    form: str,
    employees: tuple[str, ...],
    folder: Path | None,
    last: Path | None,
    each: bool,
    passwords: Path | None,
    templates: tuple[Path, ...],
    table: str,
    pack: str,
    as_json: bool,
    output: Path | None,
) -> None:
    """Write or show a report of a stored settlement."""
    with progress(2) as begin:
        begin("step-building")
        center, found = open_settlement(settlement, pack)
        file = None if each else output
        form = form_of(form, file, center.renderers, default="html")
        _check_output(output, passwords, form, each=each)
        _check_kind(center, kind)
        before = _last(last, found, (pack, kind, employees))
        asked = _Asked(run_locale(), readers_of(folder, center, found), employees)
        report = _made(center, found, kind, before, asked).with_templates(*templates)
        begin("step-writing")
        files = [] if each or output is None else _written(report, form, table, output)
    written = _write_each(report, output, form, passwords) if each and output else len(files)
    if as_json:
        told = {"kind": kind, "format": form, "folder" if each else "file": str(output or "")}
        document = report.document
        is_each = document.layout is Layout.PAGES
        about = len(document.sections) if is_each else len(employees or found.employees)
        write_json("report", {**told, "files": written, "subjects": about})
    elif output is None:
        show(report, chosen_renderer(report, form, table))
    else:
        click.echo("\n".join(map(str, files or [output])))


@attrs.frozen
class _Asked:
    """In which language, for which readers, of whom: nobody named is everybody."""

    locale: str
    readers: Readers
    employees: tuple[str, ...]


def _made(
    center: Center, found: Settlement, kind: str, before: Settlement | None, asked: _Asked
) -> Report:
    """Return the report asked for; an approval sheet against the period before, if given."""
    locale, names = asked.locale, asked.readers.names
    if before is not None:
        return center.report(ApprovalKind(last=before), found, locale=locale, names=names)
    people = asked.employees or None
    locales = asked.readers.locales
    return center.report(kind, found, locale=locale, names=names, subjects=people, locales=locales)


def _check_kind(center: Center, kind: str) -> None:
    """Raise ``UsageError`` for a page of something else, and for what nobody brings."""
    known = center.plugins.reports_of(Settlement)
    if kind in known:
        return
    verb = {**VERBS, **_PAGES}.get(kind)
    if verb is None:
        raise wrong_value("usage-report-kind", "--kind", given=kind, known=", ".join(known))
    raise wrong_usage("usage-report-verb", kind=kind, verb=verb)


def _check_output(output: Path | None, passwords: Path | None, form: str, *, each: bool) -> None:
    """Raise ``UsageError`` for a folder where a file is written, and for what is not locked."""
    if passwords and not (each and form == "pdf"):
        raise wrong_usage("usage-passwords")
    if each and output is None:
        raise wrong_usage("usage-output-needed", form=form)
    if output is not None and (each or form != "csv"):
        (OUTPUT_FOLDER if each else OUTPUT_FILE).convert(str(output), None, None)


def _last(
    folder: Path | None, settlement: Settlement, asked: tuple[str, str, tuple[str, ...]]
) -> Settlement | None:
    """Return the settlement of the period before; ``None`` where it is not given.

    Raises ``UsageError`` for a report that is not held against it, and for another period.
    """
    pack, kind, employees = asked
    if folder is None:
        return None
    if kind != APPROVAL.name or employees:
        raise wrong_usage("usage-last", kind=kind)
    last = open_settlement(folder, pack)[1]
    wanted = shifted_label(settlement.period, -1)
    if last.period != wanted:
        told = {"given": last.period, "period": settlement.period, "wanted": wanted}
        raise wrong_usage("usage-last-period", **told)
    return last


def _written(report: Report, form: str, table: str, output: Path) -> list[Path]:
    """Write a report, and return its files: of CSV tables, one for each in a folder."""
    if form == "csv" and not table and (output.is_dir() or not output.suffix):
        return write_tables(report, output)
    OUTPUT_FILE.convert(str(output), None, None)
    renderer = chosen_renderer(report, form, table)
    rendered = renderer.render(report.document_for(renderer))
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(rendered if isinstance(rendered, bytes) else rendered.encode("utf-8"))
    return [output]


def _write_each(report: Report, folder: Path, form: str, passwords: Path | None) -> int:
    """Write a file a person, and return how many there are."""
    if report.document.layout is not Layout.PAGES:
        raise wrong_usage("usage-each", kind=report.document.kind)
    people = tuple(each.id for each in report.document.sections)
    key: Callable[[str], str] | None = None
    if passwords:
        key = passwords_of(passwords, people).__getitem__
    with counted("step-writing", len(people)) as done:
        for _ in write_each(report, folder, form, password=key):
            done()
    return len(people)
