"""``ccops cost``: what a month costs under each reading of a question, and who moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ccops.cli.inputs import earlier_periods, read_month
from ccops.cli.options import (
    INPUT_FILE,
    choose_option,
    input_option,
    json_option,
    open_center,
    pack_option,
    period_option,
    spoken_option,
)
from ccops.cli.output import run_locale, write_diagnostics, write_json, wrong_usage
from ccops.cli.progress import progress
from ccops.cli.reading import Calls, calls_options
from ccops.errors import UnknownNameError
from ccops.messages import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ccops.center import Center
    from ccops.settlement import ReadingCosts


@click.command("cost")
@pack_option
@period_option
@input_option
@click.option(
    "--choice",
    "choices",
    multiple=True,
    metavar="ID",
    help="The question; once for each.",
)
@click.option(
    "--attributions",
    is_flag=True,
    help="Settle under each policy by which contacts of several people are credited.",
)
@calls_options
@click.option(
    "--closing", default=None, type=INPUT_FILE, help="The closing.json of the period before."
)
@click.option("--opening", default=None, type=INPUT_FILE, help="What is known of earlier periods.")
@choose_option
@spoken_option
@json_option
def verb(
    *,
    pack: str,
    period: str,
    folder: Path,
    choices: Sequence[str],
    attributions: bool,
    calls: Calls,
    closing: Path | None,
    opening: Path | None,
    choose: Sequence[str],
    as_json: bool,
) -> None:
    """Settle a month under each reading of a question: totals by pay code, and who moves."""
    if closing is not None and opening is not None:
        raise wrong_usage("usage-closing-or-opening")
    if not choices and not attributions:
        raise wrong_usage("usage-cost-of")
    center, undecided = _decided(open_center(pack, choose), choices)
    costs: list[ReadingCosts] = []
    with progress(1 + len(choices) + attributions) as begin:
        begin("step-reading")
        found = read_month(center, period, folder, calls=calls)
        if not found.inputs.rows("employees"):
            raise wrong_usage("usage-no-employees", folder=folder)
        found = found.starting_from(earlier_periods(found, closing, opening))
        for each in choices:
            begin("step-settling")
            against = "" if each in undecided else None
            costs.append(found.costs(each, against=against))
        if attributions:
            begin("step-settling")
            costs.append(found.attribution_costs())
    write_diagnostics(found.diagnostics)
    if as_json:
        write_json("cost", {"costs": [each.to_dict() for each in costs]})
    else:
        click.echo("\n\n".join(each.text(run_locale()) for each in costs))


def _decided(center: Center, choices: Sequence[str]) -> tuple[Center, frozenset[str]]:
    """Return the center with any reading of the questions asked that are open, and those.

    Raises ``UnknownNameError`` for a question the pack has not.
    """
    known = center.pack.choices
    for each in choices:
        if each not in known:
            raise UnknownNameError("choice", each, nearest(each, known))
    undecided = center.pack.resolution.open.intersection(choices)
    readings = {each: known[each].provisional for each in undecided}
    return (center.with_choices(**readings) if readings else center), undecided
