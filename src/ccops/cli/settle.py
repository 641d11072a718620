"""``ccops settle``: a month from an input folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from ccops.adapters import read_sourced_file
from ccops.cli.inputs import InputMonth, earlier_periods, read_month
from ccops.cli.options import (
    INPUT_FILE,
    INPUT_FOLDER,
    OUTPUT_FOLDER,
    choose_option,
    input_option,
    json_option,
    mapping_of,
    open_center,
    pack_option,
    period_option,
    refuse,
    spoken_option,
)
from ccops.cli.output import FINDINGS, run_locale, write_diagnostics, write_json, wrong_usage
from ccops.cli.progress import progress
from ccops.cli.reading import Calls, calls_options
from ccops.cli.settle_summary import settle_summary, summary_lines
from ccops.cli.stored import open_settlement
from ccops.messages import Diagnostic, message
from ccops.settlement import Difference, Settlement, save_settlement, stored_revision

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from ccops.center import Center
    from ccops.payroll import ParallelMonth


class _SettledFrom(TypedDict):
    """What else a month is settled from: earlier months put right, and leavers settled early."""

    corrections: Sequence[Difference]
    final_for: Sequence[str]
    after: Sequence[Settlement]


@click.command("settle")
@pack_option
@period_option
@input_option
@calls_options
@click.option(
    "--closing",
    default=None,
    type=INPUT_FILE,
    help="The closing.json of the period before.",
)
@click.option(
    "--opening",
    default=None,
    type=INPUT_FILE,
    help="What is known of earlier periods, to start with: a table or JSON.",
)
@click.option(
    "--supersedes",
    default=None,
    type=INPUT_FOLDER,
    help="The settlement of the same period that this one corrects.",
)
@click.option(
    "--correct",
    nargs=2,
    multiple=True,
    type=INPUT_FOLDER,
    metavar="BEFORE AFTER",
    help="An earlier period settled again: its difference is paid here, once. May be repeated.",
)
@click.option(
    "--final-for",
    multiple=True,
    metavar="EMPLOYEE",
    help="A leaver who is settled now, before the period is. May be repeated.",
)
@click.option(
    "--after",
    multiple=True,
    type=INPUT_FOLDER,
    help="The settlement of leavers made early: what it handed on is left out. May be repeated.",
)
@choose_option
@click.option("--strict", is_flag=True, help="Warnings are findings too.")
@click.option("--dry-run", is_flag=True, help="Write nothing.")
@click.option(
    "--compare-with",
    "paid",
    default=None,
    type=INPUT_FILE,
    help="What was paid by other means: employee_id and a column per pay code.",
)
@click.option(
    "-o",
    "--output",
    default=None,
    type=OUTPUT_FOLDER,
    help="The folder to write; needed but for --dry-run.",
)
@spoken_option
@json_option
def verb(
    *,
    pack: str,
    period: str,
    folder: Path,
    calls: Calls,
    closing: Path | None,
    opening: Path | None,
    supersedes: Path | None,
    correct: Sequence[tuple[Path, Path]],
    final_for: Sequence[str],
    after: Sequence[Path],
    choose: Sequence[str],
    strict: bool,
    dry_run: bool,
    paid: Path | None,
    output: Path | None,
    as_json: bool,
) -> int:
    """Settle a month and write settlement.json, facts.json and closing.json."""
    _check_together(closing, opening, final_for, after)
    _check_places(output, supersedes, after, dry_run=dry_run)
    center = open_center(pack, choose)
    with progress(4) as begin:
        begin("step-reading")
        found = read_month(center, period, folder, calls=calls)
        if not found.inputs.rows("employees"):
            raise wrong_usage("usage-no-employees", folder=folder)
        found = found.starting_from(earlier_periods(found, closing, opening))
        settled_from = _settled_from(correct, final_for, after, pack)
        settlement = _settled(found, supersedes, settled_from, begin)
        begin("step-writing")
        parallel = None if paid is None else _compared(center, settlement, folder, paid)
        places = save_settlement(settlement, output) if output is not None else ()
    warnings = _warnings(found, settlement, parallel)
    write_diagnostics(warnings)
    _tell(
        settlement, settle_summary(settlement, read_of(found), places), parallel, as_json=as_json
    )
    is_same = parallel is None or parallel.is_same
    return 0 if is_same and not (strict and warnings) else FINDINGS


def _warnings(
    found: InputMonth, settlement: Settlement, parallel: ParallelMonth | None
) -> list[Diagnostic]:
    compared = () if parallel is None else parallel.diagnostics
    return [*found.diagnostics, *settlement.diagnostics, *compared]


def _settled(
    found: InputMonth,
    supersedes: Path | None,
    settled_from: _SettledFrom,
    begin: Callable[[str], None],
) -> Settlement:
    """Return the month settled, as the next revision of the one it supersedes."""
    revision, digest = 0, ""
    if supersedes is not None:
        rules = found.month.month.rules
        revision, digest = stored_revision(
            supersedes, pack_id=rules.identity.id, period=rules.period.label
        )
    begin("step-measuring")
    facts = found.facts()
    begin("step-settling")
    return found.month.settle(facts, revision=revision + 1, supersedes=digest, **settled_from)


def _settled_from(
    correct: Sequence[tuple[Path, Path]],
    final_for: Sequence[str],
    after: Sequence[Path],
    pack: str,
) -> _SettledFrom:
    """Return the settlements a month builds on, opened, and who is settled early."""
    return _SettledFrom(
        corrections=[_difference(*each, pack) for each in correct],
        final_for=final_for,
        after=[open_settlement(each, pack)[1] for each in after],
    )


def _check_together(
    closing: Path | None, opening: Path | None, final_for: Sequence[str], after: Sequence[Path]
) -> None:
    """Refuse what a month cannot start from at once."""
    if closing is not None and opening is not None:
        raise wrong_usage("usage-closing-or-opening")
    if final_for and after:
        raise wrong_usage("usage-final-or-after")


def _check_places(
    output: Path | None, supersedes: Path | None, after: Sequence[Path], *, dry_run: bool
) -> None:
    """Refuse a month that is written nowhere, or over one that it starts from."""
    if (output is None) is not dry_run:
        raise wrong_usage("usage-output-or-dry")
    if supersedes is not None and output and supersedes.resolve() == output.resolve():
        raise wrong_usage("usage-correction-elsewhere")
    if output and output.resolve() in {each.resolve() for each in after}:
        raise wrong_usage("usage-after-elsewhere")


def _compared(center: Center, settlement: Settlement, folder: Path, paid: Path) -> ParallelMonth:
    """Return what was paid held against the settlement, its file as ``inputs.yaml`` says."""
    mapping = mapping_of(folder / "inputs.yaml")
    rows, problems = read_sourced_file(paid, "paid", mapping=mapping)
    refuse(problems)
    return center.compare(settlement, paid=rows)


def _difference(before: Path, after: Path, pack: str) -> Difference:
    """Return what settling an earlier period again changed."""
    return open_settlement(after, pack)[1].diff(open_settlement(before, pack)[1])


def _tell(
    settlement: Settlement,
    data: dict[str, object],
    parallel: ParallelMonth | None,
    *,
    as_json: bool,
) -> None:
    if as_json:
        compared = {} if parallel is None else {"parallel": parallel.to_dict()}
        write_json("settle", {**data, **compared})
        return
    locale, label_of = run_locale(), settlement.results.plan.label_of
    labels = {each.name: label_of(each.name) for each in settlement.provisional}
    for line in summary_lines(data, labels, locale):
        click.echo(line)
    if not data["files"]:
        click.echo(message("parallel-dry", {}, locale=locale))
    if parallel is not None:
        click.echo(parallel.text(locale))


def read_of(found: InputMonth) -> dict[str, int]:
    """Return what became of the rows of the telephony files: how many of each fate."""
    return {} if found.intake is None else found.intake.report.fates()
