"""Options of the verbs that show lists as they stand on a day, and how these are shown."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import click

from ccops.cli.output import write_json, wrong_usage, wrong_value
from ccops.values.periods import next_label

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.center import Center
    from ccops.reports import Report


def checked_day(_: click.Context, __: click.Parameter, value: str) -> dt.date | None:
    """Return a day, ``None`` for none. Raises ``BadParameter`` for what is no day."""
    try:
        return dt.date.fromisoformat(value) if value else None
    except ValueError:
        raise wrong_value("usage-day", given=value) from None


day_option: Final = click.option(
    "--on", "day", default="", metavar="DAY", callback=checked_day, help="As of which day."
)
form_option: Final = click.option("--format", "form", default="md", help="md, html or json.")


def period_or_day(center: Center, period: str, day: dt.date | None) -> str:
    """Return the period asked for, or the one a day falls into. One of the two has to be said."""
    if period:
        return period
    if day is None:
        raise wrong_usage("usage-period-or-day")
    label = f"{day:%Y-%m}"
    pack = center.pack
    last = pack.period(label).days(pack.rules.pack.default_calendar.value).last
    return label if day <= last else next_label(label)


def show_report(
    report: Report, form: str, output: Path | None, kind: str, data: dict[str, Any] | None
) -> None:
    """Write a report to a file, or show it; with ``data`` that is shown as JSON instead."""
    known = report.renderers
    if form not in known:
        raise wrong_value("usage-format", "--format", given=form, known=", ".join(known))
    rendered = report.render(form)
    if output is not None:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(rendered if isinstance(rendered, bytes) else rendered.encode())
    if data is not None:
        write_json(kind, data)
    elif output is None:
        click.echo(rendered)
    else:
        click.echo(str(output))
