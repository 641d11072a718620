"""What the verbs of approval share: who decides, on which day, and what is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

import click

from ccops.adapters import read_input_file
from ccops.cli.options import (
    INPUT_FILE,
    INPUT_FOLDER,
    json_option,
    pack_option,
    refuse,
    spoken_option,
)
from ccops.cli.output import run_locale, write_json
from ccops.cli.stored import open_settlement
from ccops.messages import message
from ccops.settlement import approval_data, load_approval, save_approval
from ccops.worktime import WorkCalendar, calendar_from_rows

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path

    from ccops.messages import Locale
    from ccops.settlement import Approval

Command = TypeVar("Command", bound="Callable[..., Any]")

#: The days of decisions.
DAY: Final = click.DateTime(["%Y-%m-%d"])


class _Deciding(Protocol):
    def __call__(
        self, approval: Approval, /, *, by: str, on: dt.date, role: str, note: str
    ) -> Approval: ...


role_option: Final = click.option(
    "--role", default="", help="Of somebody who is no employee of the period."
)


def decision_options(command: Command) -> Command:
    """Give a verb the options that every decision has."""
    options = (
        click.argument("settlement", type=INPUT_FOLDER),
        pack_option,
        click.option("--by", required=True, metavar="PERSON", help="Who decides it."),
        click.option(
            "--on", required=True, type=DAY, metavar="YYYY-MM-DD", help="The day it is done."
        ),
        click.option(
            "--calendar",
            default=None,
            type=INPUT_FILE,
            help="The work calendar, to count the days of appeals: a table.",
        ),
        spoken_option,
        json_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


def step_verb(name: str, decide: _Deciding, help_text: str) -> click.Command:
    """Return the verb that takes one step."""

    @click.command(name, help=help_text)
    @decision_options
    @role_option
    @click.option("--note", default="", help="What else is to be known about it.")
    def verb(
        *,
        settlement: Path,
        pack: str,
        by: str,
        role: str,
        on: dt.datetime,
        calendar: Path | None,
        as_json: bool,
        note: str,
    ) -> None:
        found = stored_approval(settlement, pack, calendar)
        made = decide(found, by=by, on=on.date(), role=role, note=note)
        keep(made, settlement, as_json=as_json)

    return verb


def stored_approval(settlement: Path, pack: str, calendar: Path | None) -> Approval:
    """Return what was decided about a stored settlement so far."""
    _, found = open_settlement(settlement, pack)
    return load_approval(settlement, found, work_calendar=_work_calendar(calendar))


def _work_calendar(place: Path | None) -> WorkCalendar | None:
    if place is None:
        return None
    rows, problems = read_input_file(place, "calendar")
    refuse(problems)
    made, wrong = calendar_from_rows(rows)
    refuse(wrong)
    return made


def keep(approval: Approval, folder: Path, *, as_json: bool) -> None:
    """Write what was decided beside the settlement, and tell it."""
    place = save_approval(approval, folder)
    if as_json:
        write_json("approval", {**approval_data(approval), "file": str(place)})
        return
    for line in _told(approval, run_locale()):
        click.echo(line)


def _told(approval: Approval, locale: Locale) -> list[str]:
    manifest = approval.settlement.manifest
    lines = [
        message(
            "approval-told",
            {
                "period": manifest.period,
                "revision": manifest.revision,
                "stage": message(f"stage-{each.stage.value}", {}, locale=locale),
                "on": each.on,
                "by": each.by,
            },
            locale=locale,
        )
        for each in approval.steps
    ]
    for number, each in enumerate(approval.appeals, 1):
        key = "appeal-told-late" if each.is_late else "appeal-told"
        answer = each.answer.decision.value if each.answer else "open"
        told = {
            "number": number,
            "employee": each.employee,
            "on": each.on,
            "answer": message(f"appeal-{answer}", {}, locale=locale),
        }
        lines.append(message(key, told, locale=locale))
    if approval.rule is not None and approval.rule.appeal is not None and approval.published_on:
        told = {"until": approval.appeals_until}
        lines.append(message("approval-appeals-until", told, locale=locale))
    lines.append(message("approval-seal", {"seal": approval.settlement.seal}, locale=locale))
    return lines
