"""Verbs that show lists as they stand on a day: their options, and how what they make is shown.

``learning``, ``organization`` and ``reports-due`` are one verb but for what they list: a month is
read from an input folder, held against a day, and shown as a page or as data.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs
import click

from ccops.center import Center
from ccops.cli.inputs import InputMonth, read_lists
from ccops.cli.options import (
    OUTPUT_FILE,
    checked_period,
    choose_option,
    input_option,
    json_option,
    open_center,
    pack_option,
    spoken_option,
)
from ccops.cli.output import run_locale, write_diagnostics, write_json, wrong_usage, wrong_value
from ccops.cli.reading import Calls, quarantine_option
from ccops.cli.report_forms import chosen_renderer, form_of, show
from ccops.values.periods import next_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ccops.messages import Diagnostic
    from ccops.reports import Report
    from ccops.settlement import Month

    Verb = Callable[..., Any]


def checked_day(_: click.Context, __: click.Parameter, value: str) -> dt.date | None:
    """Return a day, ``None`` for none. Raises ``BadParameter`` for what is no day."""
    try:
        return dt.date.fromisoformat(value) if value else None
    except ValueError:
        raise wrong_value("usage-day", given=value) from None


def _period_or_none(context: click.Context, option: click.Parameter, value: str) -> str:
    return checked_period(context, option, value) if value else ""


day_option: Final = click.option(
    "--on", "day", default="", metavar="DAY", callback=checked_day, help="As of which day."
)
_OPTIONS: Final = (
    pack_option,
    click.option(
        "--period",
        default="",
        metavar="YYYY-MM",
        callback=_period_or_none,
        help="The month; that of --on without.",
    ),
    input_option,
    click.option("--adapter", default="", help="Reads the files in its folder calls."),
    quarantine_option,
    day_option,
    click.option(
        "--since",
        default="",
        metavar="DAY",
        callback=checked_day,
        help="Nothing is due before that day; that of inputs.yaml without.",
    ),
    click.option(
        "--format",
        "form",
        default="",
        help="md, html, pdf, docx, xlsx or json; that of the file's suffix, or md, without it.",
    ),
    choose_option,
    spoken_option,
    json_option,
    click.option(
        "-o",
        "--output",
        type=OUTPUT_FILE,
        help="The file to write; the page is shown without it.",
    ),
)


@attrs.frozen(kw_only=True)
class _Asked:
    """What a verb of lists was asked for, under the names of its options."""

    pack: str
    period: str
    folder: Path
    adapter: str
    limit: Fraction | None
    day: dt.date | None
    since: dt.date | None
    form: str
    choose: Sequence[str]
    as_json: bool
    output: Path | None

    def day_lists(self) -> DayLists:
        """Return the month, read. Raises ``DataError`` with every wrong row."""
        center = open_center(self.pack, self.choose)
        period = period_or_day(center, self.period, self.day)
        calls = Calls(adapter=self.adapter, limit=self.limit)
        found = read_lists(center, period, self.folder, calls)
        return DayLists(asked=self, center=center, found=found)


@attrs.frozen(kw_only=True, eq=False)
class DayLists:
    """The month of an input folder, and as of which day it is listed."""

    asked: _Asked
    center: Center
    found: InputMonth

    @property
    def month(self) -> Month:
        """The month whose lists are made."""
        return self.found.month.month

    @property
    def on(self) -> dt.date:
        """As of which day: the last of the period where none is said."""
        return self.asked.day or self.month.days.last

    @property
    def since(self) -> dt.date | None:
        """The day before which nothing is due: as asked for, or as the folder says.

        ``None`` for the first day of the pack.
        """
        return self.asked.since or self.found.inputs.since

    @property
    def words(self) -> Mapping[str, Any]:
        """In which language a page is made, and how people are called there."""
        return {"locale": run_locale(), "names": self.found.names}

    def show(
        self,
        kind: str,
        page: Report,
        data: Mapping[str, Any],
        findings: Iterable[Diagnostic],
    ) -> None:
        """Tell the findings, and write or show the page, or its data where JSON is asked for."""
        write_diagnostics(tuple(findings))
        _show(page, kind, dict(data), self.asked)


def day_list_options(verb: Verb) -> Verb:
    """Give a verb the options of a list as of a day, as its argument ``lists``."""

    @functools.wraps(verb)
    def taken(**given: Any) -> Any:  # noqa: ANN401 - what click hands over
        asked = _Asked(**{each.name: given.pop(each.name) for each in attrs.fields(_Asked)})
        return verb(lists=asked.day_lists(), **given)

    for each in reversed(_OPTIONS):
        taken = each(taken)
    return taken


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


def _show(report: Report, kind: str, data: dict[str, Any], asked: _Asked) -> None:
    output = asked.output
    form = form_of(asked.form, output, report.renderers, default="md")
    if output is not None:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(report.rendered(form))
    if asked.as_json:
        write_json(kind, data)
    elif output is None:
        show(report, chosen_renderer(report, form, ""))
    else:
        click.echo(str(output))
