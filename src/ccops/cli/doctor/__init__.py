"""``ccops doctor``: what of this machine ccops finds, and what is lacking."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from ccops.cli.doctor.findings import State
from ccops.cli.doctor.machine import extras, fonts, versions
from ccops.cli.doctor.plugged import calendars, plugins
from ccops.cli.options import json_option, words_option
from ccops.cli.output import FINDINGS, write_json
from ccops.messages import message

if TYPE_CHECKING:
    from ccops.cli.doctor.findings import Finding
    from ccops.messages import Locale

_MARKS = {State.WELL: "+", State.ABSENT: "-", State.WRONG: "!"}


@click.command("doctor")
@click.option("--pack", metavar="PACK", help="Look at the work calendar of this pack too.")
@words_option
@json_option
def verb(*, pack: str | None, locale: Locale, as_json: bool) -> int:
    """Look at versions, extras, Chinese fonts, plugins, and the years of work calendars."""
    this_year = dt.datetime.now(dt.UTC).year
    years = (this_year, this_year + 1)
    found = (*versions(), *extras(), *fonts(), *plugins(), *calendars(years, pack))
    if as_json:
        write_json("doctor", {"findings": [each.to_dict() for each in found]})
    else:
        for each in found:
            click.echo(f"{_MARKS[each.state]} {_words(each, locale)}")
    return FINDINGS if any(each.state is State.WRONG for each in found) else 0


def _words(finding: Finding, locale: Locale) -> str:
    told = {"name": finding.name, **finding.told}
    return message(finding.message, told, locale=locale)
