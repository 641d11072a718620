"""``ccops explain``: why an amount is what it is, down to the calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ccops.cli.evidence import evidence_lines
from ccops.cli.options import INPUT_FOLDER, json_option, pack_option, spoken_option
from ccops.cli.output import FINDINGS, run_locale, write_error, write_json, wrong_usage
from ccops.cli.reading import Calls, quarantine_option
from ccops.cli.stored import open_settlement
from ccops.errors import UnknownNameError
from ccops.facts import CENTER, GroupKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction
    from pathlib import Path


@click.command("explain")
@click.argument("settlement", type=INPUT_FOLDER)
@click.argument("asked", nargs=-1, required=True, metavar="[EMPLOYEE] FIGURE")
@click.option("--team", default="", help="Of this team, instead of an employee.")
@click.option("--project", default="", help="Of this project.")
@click.option("--center", "of_center", is_flag=True, help="Of the center as a whole.")
@pack_option
@click.option(
    "--records",
    "folder",
    default=None,
    type=INPUT_FOLDER,
    help="The input folder, or one that ccops read wrote, to end at the calls and evaluations.",
)
@click.option("--adapter", default="", help="Reads the files in calls/ of the input folder.")
@quarantine_option
@spoken_option
@json_option
def verb(
    *,
    settlement: Path,
    asked: Sequence[str],
    team: str,
    project: str,
    of_center: bool,
    pack: str,
    folder: Path | None,
    adapter: str,
    limit: Fraction | None,
    as_json: bool,
) -> int:
    """Explain a figure of an employee, team, project or the center in a stored settlement."""
    groups = dict(zip(GroupKind, (team, project, CENTER if of_center else ""), strict=True))
    kinds = [kind for kind, named in groups.items() if named]
    subject, figure = _asked(asked, [named for named in groups.values() if named])
    center, found = open_settlement(settlement, pack)
    if kinds:
        found = found.of(kinds[0].value)
    words = run_locale()
    try:
        explanation = found.explain(subject, figure, locale=words)
    except UnknownNameError as error:  # in the language that was asked for
        write_error(error, words)
        return FINDINGS
    if as_json:
        write_json("explanation", explanation.to_dict())
        return 0
    click.echo(str(explanation))
    if folder is not None:
        calls = Calls(adapter=adapter, limit=limit)
        lines = evidence_lines(
            center, found, subject, figure, folder=folder, calls=calls, locale=words
        )
        for line in lines:
            click.echo(line)
    return 0


def _asked(asked: Sequence[str], groups: Sequence[str]) -> tuple[str, str]:
    """Return whose figure is asked for, and which."""
    subjects = [*asked[:-1], *groups]
    if len(subjects) != 1:
        raise wrong_usage("usage-explain-whose")
    return subjects[0], asked[-1]
