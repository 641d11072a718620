"""``ccops diff``: what a correction changes, by how much and why."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from ccops.cli.options import INPUT_FOLDER, OUTPUT_FILE, json_option, pack_option, spoken_option
from ccops.cli.output import FINDINGS, run_locale
from ccops.cli.report_forms import form_of
from ccops.cli.stored import open_settlement

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@click.command("diff")
@click.argument("before", type=INPUT_FOLDER)
@click.argument("after", type=INPUT_FOLDER)
@pack_option
@click.option("--pack-before", default="", metavar="PACK", help="Of BEFORE, if it is another.")
@click.option(
    "--later",
    multiple=True,
    type=INPUT_FOLDER,
    help="A settlement of a later period: is it still settled from BEFORE?",
)
@click.option(
    "-o", "--output", default=None, type=OUTPUT_FILE, help="Write it as a report to this file."
)
@click.option(
    "--format", "form", default="", help="Its format; without it the suffix of the file says it."
)
@spoken_option
@json_option
def verb(
    *,
    before: Path,
    after: Path,
    pack: str,
    pack_before: str,
    later: Sequence[Path],
    output: Path | None,
    form: str,
    as_json: bool,
) -> int:
    """Say what settling a period again changes: who, by how much, why, what it moves later."""
    _, old = open_settlement(before, pack_before or pack)
    center, new = open_settlement(after, pack)
    form = form_of(form, output, center.renderers, default="html")
    found = new.diff(old, later=[open_settlement(each, pack)[1] for each in later])
    if output is not None:
        report = center.report("corrections", found, locale=run_locale())
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(report.rendered(form))
    if as_json:
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=1))
    else:
        click.echo(found.text(run_locale()))
    return FINDINGS if found.lines or found.groups or found.left else 0
