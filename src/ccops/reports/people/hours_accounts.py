"""Hours accounts: what lapses soon, how everybody stands, and every lot of comp time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Final

import attrs

from ccops.messages import format_date, format_duration
from ccops.reports.document.model import (
    Cell,
    Column,
    ColumnKind,
    Document,
    Facts,
    Paragraph,
    Part,
    Section,
    Table,
    Tone,
    Unfolding,
)
from ccops.reports.document.tables import text_cell
from ccops.reports.document.words import Words
from ccops.reports.parts.durations import with_hours
from ccops.reports.parts.foot import foot_of
from ccops.reports.parts.list_cells import name_cell
from ccops.reports.parts.unfolding import Told, Unfolder
from ccops.reports.people.hours_standing import Standing
from ccops.settlement import Settlement
from ccops.values.periods import period_label
from ccops.worktime.hours_ready import HoursAccount

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.facts import LotMove


@attrs.frozen
class HoursKind:
    """The hours accounts of a month, lots that lapse first."""

    name: str = "hours"
    about: ClassVar[type] = Settlement

    def build(
        self,
        settlement: Settlement,
        *,
        locale: str,
        names: Mapping[str, str],
        subjects: Sequence[str] | None = None,
    ) -> Document:
        """Return the report. Raises ``UnknownNameError`` for a stranger."""
        words = Words.of(locale)
        rows = [settlement.row_of(x) for x in subjects or settlement.employees]
        accounts = [x for x in settlement.rules.record_accounts if isinstance(x, HoursAccount)]
        return Document(
            kind=self.name,
            title=words.say("hours", period=settlement.period),
            locale=locale,
            sections=tuple(
                section
                for account in accounts
                for section in _Account(settlement, words, names, account, tuple(rows)).sections()
            ),
            foot=foot_of(settlement, words),
        )


HOURS: Final = HoursKind()


@attrs.frozen(eq=False)
class _Account:
    """One hours account in the making; ``rows`` are those reported on."""

    settlement: Settlement
    words: Words
    names: Mapping[str, str]
    account: HoursAccount
    rows: tuple[int, ...]

    def sections(self) -> Iterator[Section]:
        """Yield what lapses, how everybody stands, the lots, and why."""
        if self._run is None:
            yield self._section("hours-lapsing", (self._muted("hours-not-run"),))
            return
        yield self._section("hours-lapsing", self._lapsing())
        yield self._section("hours-everybody", self._everybody())
        yield self._section("hours-lots", self._lots())

    def _section(self, name: str, parts: Iterable[Part]) -> Section:
        title = self.words.say(name)
        label = self.words.head(self.account.policy.label, self.account.name)
        return Section(
            id=f"{name}-{self.account.name}", title=title, note=label, parts=tuple(parts)
        )

    def _muted(self, key: str) -> Paragraph:
        return Paragraph(text=self.words.say(key), tone=Tone.MUTED)

    @property
    def _run(self) -> Mapping[int, tuple[LotMove, ...]] | None:
        """What became of the lots of comp time, by row; ``None`` where it was not run."""
        run = self.settlement.results.facts.accounts.get(self.account.policy.names.lots)
        return None if run is None else run.moves

    @property
    def _end(self) -> dt.date:
        rules = self.settlement.rules
        return rules.period.days(self.account.calendar or rules.default_calendar).last

    # -- lots -------------------------------------------------------------------------------

    def _open(self) -> list[tuple[int, LotMove, dt.date]]:
        """Return the lots of which something is left, those that lapse first in front."""
        found = [
            (row, move, dt.date.fromordinal(move.last))
            for row in self.rows
            for move in (self._run or {}).get(row, ())
            if move.left and move.last is not None
        ]
        return sorted(found, key=lambda each: (each[2], each[0]))

    def _lapsing(self) -> Iterator[Part]:
        """Yield the lots that lapse within the days the pack names, the sooner in a table."""
        policy, end = self.account.policy, self._end
        soon = end + dt.timedelta(days=policy.lapsing_soon_days)
        later = end + dt.timedelta(days=policy.lapsing_days)
        open_lots = [each for each in self._open() if end <= each[2]]
        first = [each for each in open_lots if each[2] <= soon]
        second = [each for each in open_lots if soon < each[2] <= later]
        told = {"first": policy.lapsing_soon_days + 1, "last": policy.lapsing_days}
        for name, span, lots in (
            ("soon", self.words.say("hours-within", days=policy.lapsing_soon_days), first),
            ("later", self.words.say("hours-between", **told), second),
        ):
            if lots:
                yield self._table(f"hours-{name}-{self.account.name}", span, lots)
            else:
                text = self.words.say("hours-none-within", span=span)
                yield Paragraph(text=text, tone=Tone.MUTED)

    def _lots(self) -> Iterator[Part]:
        lots = self._open()
        if lots:
            caption = self.words.say("hours-lots")
            yield self._table(f"hours-lots-{self.account.name}-table", caption, lots)
        else:
            yield self._muted("hours-no-lots")
        yield from self._unfoldings()

    def _table(
        self, name: str, caption: str, lots: Sequence[tuple[int, LotMove, dt.date]]
    ) -> Table:
        say = self.words.say
        numbers, days = ColumnKind.NUMBER, ColumnKind.DATE
        table = Table(
            id=name,
            caption=caption,
            columns=(
                Column(id="employee", title=say("list-employee")),
                Column(id="last", title=say("hours-last-day"), kind=days),
                Column(id="days", title=say("hours-days-left"), kind=numbers),
                Column(id="left", title=say("hours-left"), kind=ColumnKind.DURATION),
                Column(id="posted", title=say("hours-posted")),
                Column(id="amount", title=say("hours-amount"), kind=ColumnKind.DURATION),
            ),
            rows=tuple(self._lot(*each) for each in lots),
        )
        return with_hours(table, self.words)

    def _lot(self, row: int, move: LotMove, last: dt.date) -> tuple[Cell, ...]:
        employee = self.settlement.employees[row]
        is_endless = last == dt.date.max
        days = (last - self._end).days
        day = format_date(last, locale=self.words.locale)
        return (
            name_cell(employee, self.names),
            Cell(text=self.words.say("hours-never") if is_endless else day, value=last),
            Cell(text="" if is_endless else str(days), value=None if is_endless else days),
            attrs.evolve(self._hours(move.left), explain=self._why(employee)),
            text_cell(period_label(move.lot.posted)),
            self._hours(move.lot.amount),
        )

    def _hours(self, milliseconds: int) -> Cell:
        time = dt.timedelta(milliseconds=milliseconds)
        return Cell(text=format_duration(time, locale=self.words.locale), value=time)

    # -- everybody --------------------------------------------------------------------------

    def _everybody(self) -> Iterator[Part]:
        """Yield how everybody stands whom the account is run for."""
        rows = [row for row in self.rows if row in (self._run or {})]
        if not rows:
            yield self._muted("hours-not-run")
            return
        standing = Standing(
            settlement=self.settlement,
            words=self.words,
            names=self.names,
            account=self.account,
            rows=rows,
            why=self._why,
        )
        yield from standing.parts()

    # -- why --------------------------------------------------------------------------------

    def _why(self, employee: str) -> str:
        return f"why-{employee}-{self.account.name}"

    def _unfoldings(self) -> Iterator[Unfolding | Facts]:
        """Yield why somebody has comp time open, of whoever has, and the readings behind it."""
        figure = self.account.policy.names.comp_hours("open")
        unfolder = Unfolder(settlement=self.settlement, words=self.words)
        traces = []
        for row in dict.fromkeys(row for row, _, _ in self._open()):
            employee = self.settlement.employees[row]
            traces.append(self.settlement.trace(employee, figure))
            label = f"{employee} {unfolder.label(traces[-1])}"
            step = unfolder.explanation(traces[-1], label, Told())
            yield Unfolding(id=self._why(employee), step=step)
        yield from unfolder.readings.facts(traces)
