"""``ccops pack book``: the rules of a pack as a booklet."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from ccops.adapters import read_sourced_file
from ccops.cli.options import (
    INPUT_FILE,
    INPUT_FOLDER,
    OUTPUT_FILE,
    choose_option,
    json_option,
    open_center,
    refuse,
    spoken_option,
)
from ccops.cli.output import run_locale, write_json
from ccops.cli.progress import progress
from ccops.cli.report_forms import chosen_renderer, form_of, show
from ccops.organization import event_records
from ccops.organization.publishing.adoption import signatures_in

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ccops.center import Center


@click.command("book")
@click.argument("pack")
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The day of which amounts are told; that of the last change without it.",
)
@click.option(
    "--format",
    "form",
    default="",
    help="html, pdf, pdf-a, docx, md or json; that of the file's suffix, or html, without it.",
)
@click.option(
    "--templates",
    multiple=True,
    type=INPUT_FOLDER,
    help="A folder of templates to take first: see ccops templates.",
)
@click.option(
    "--signed",
    type=INPUT_FILE,
    metavar="FILE",
    help="The file of events: who signed to have read the rules, and when.",
)
@choose_option
@spoken_option
@json_option
@click.option("-o", "--output", type=OUTPUT_FILE, help="The file to write; shown without it.")
def verb(
    pack: str,
    *,
    on: dt.datetime | None,
    form: str,
    templates: tuple[Path, ...],
    signed: Path | None,
    choose: Sequence[str],
    as_json: bool,
    output: Path | None,
) -> None:
    """Write the rule book: every rule of a pack in words, with worked examples."""
    with progress(2) as begin:
        begin("step-building")
        center = open_center(pack, choose)
        form = form_of(form, output, center.renderers, default="html")
        day = on.date() if on else None
        listed = _signatures(center, signed) if signed is not None else {}
        report = center.rule_book(locale=run_locale(), on=day, signed=listed)
        report = report.with_templates(*templates)
        begin("step-writing")
        renderer = chosen_renderer(report, form, "")
        if output is not None:
            made = renderer.render(report.document)
            output.parent.mkdir(parents=True, exist_ok=True)
            output.write_bytes(made.encode("utf-8") if isinstance(made, str) else made)
    if as_json:
        told = {"pack": center.pack.id, "format": form, "file": str(output or "")}
        write_json("pack-book", told)
    elif output is None:
        show(report, renderer)
    else:
        click.echo(str(output))


def _signatures(center: Center, file: Path) -> Mapping[str, dt.date]:
    """Return who signed to have read the rules since they were published, and when.

    Raises ``DataError`` with every wrong row.
    """
    rows, problems = read_sourced_file(file, "events")
    events, more = event_records(rows, zone=ZoneInfo(center.pack.zone))
    refuse((*problems, *more))
    adopted = center.pack.rules.pack.adopted
    return signatures_in(events, adopted.published_on if adopted is not None else None)
