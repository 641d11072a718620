"""The months of a demo: the one that is shown, and the one before, settled and put right once."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.adapters import SampleInput
from ccops.center import Center
from ccops.cli.inputs import InputMonth, earlier_periods, read_month
from ccops.cli.output import wrong_value
from ccops.cli.reading import Calls
from ccops.contacts import with_repeats
from ccops.settlement import Difference, Settlement, save_settlement
from ccops.testing.sample_calls_table import TABLE_ADAPTER
from ccops.testing.sample_centers import SampleCenter
from ccops.testing.sample_files import CallsAs, write_month
from ccops.values import Money

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ccops.cli.demo_workers import Begun, Workers
    from ccops.testing.sample_month import SampleMonth

#: What is made where nobody says which month, and by which seed.
PERIOD: Final = "2026-10"
SEED: Final = 20_261_001
#: The period and the seed that somebody asks for, if any.
Asked = tuple["str | None", "int | None"]
#: The folder of the month before, and what of it lies where.
BEFORE: Final = "before"
INPUT: Final = "input"
SETTLEMENT: Final = "settlement"
CORRECTED: Final = "corrected"
#: What is found out late: somebody's pay was too low, and points were taken off in error.
_PAY: Final = "basic_pay_due"
_PAID_LATE: Final = 120
_POINTS: Final = {"discipline": 6, "floor_points": 4}
_MOST_POINTS: Final = 100


@attrs.frozen(kw_only=True)
class Earlier:
    """The month before: as it was paid, and as it was settled again when it was put right."""

    paid: Settlement
    corrected: Settlement

    @property
    def difference(self) -> Difference:
        """What putting it right changed."""
        return self.corrected.diff(self.paid)


@attrs.frozen(kw_only=True, eq=False)
class DemoMonths:
    """A month that was made, read and settled, where it lies, and the month before, if any."""

    center: Center
    shown: SampleCenter | SampleInput
    found: InputMonth
    settlement: Settlement
    adapter: str
    output: Path
    earlier: Earlier | None = None

    @property
    def input(self) -> Path:
        """The folder of the files that were handed in."""
        return self.output / INPUT

    def readings(self) -> Mapping[str, Money]:
        """Return what the figure shown comes to in all under each reading of the question."""
        lines, asked = self.settlement.rules.plan.lines, self.shown.question
        code = next((each.code for each in lines if each.figure == self.shown.figure), "")
        if asked not in self.center.pack.choices or not code:
            return {}
        return {each.reading: each.by_code[code] for each in self.found.costs(asked).readings}


def begin_before(
    center: Center, shown: SampleCenter | SampleInput, asked: Asked, output: Path, beside: Workers
) -> Callable[[], Earlier] | None:
    """Begin to make and settle the month before; what is returned waits for it.

    A month that a plugin brings has none.
    """
    if isinstance(shown, SampleInput):
        return None
    return beside.begin(partial(_before, center, shown, _taken(asked), output / BEFORE))


def settled(
    center: Center,
    shown: SampleCenter | SampleInput,
    asked: Asked,
    output: Path,
    before: Callable[[], Earlier] | None = None,
    aside: Begun[Any] | None = None,
) -> DemoMonths:
    """Return the months of a demo, made or copied into a folder, read and settled.

    ``before`` waits for the month before, where that was begun; ``aside`` is work that waits for
    neither month: it begins when a processor is free.
    """
    begin_aside = aside.begin if aside is not None else lambda: None
    if isinstance(shown, SampleInput):
        begin_aside()
        return _copied(center, shown, asked, output)
    period, seed = _taken(asked)
    found, adapter = _read(center, shown.make_after(seed, period=period), output / INPUT)
    begin_aside()
    earlier = (before or partial(_before, center, shown, (period, seed), output / BEFORE))()
    found = found.starting_from(earlier.corrected.closing)
    is_paid = bool(found.month.month.rules.corrections)
    corrections = [earlier.difference] if is_paid else []
    settlement = found.month.settle(found.facts(), corrections=corrections)
    save_settlement(settlement, output / SETTLEMENT)
    return DemoMonths(
        center=center,
        shown=shown,
        found=found,
        settlement=settlement,
        adapter=adapter,
        output=output,
        earlier=earlier,
    )


def _taken(asked: Asked) -> tuple[str, int]:
    period, seed = asked
    return period or PERIOD, SEED if seed is None else seed


def _read(center: Center, month: SampleMonth, folder: Path) -> tuple[InputMonth, str]:
    """Write a month into a folder and read it; return it with the adapter of its calls."""
    has_plugin = month.adapter in center.plugins.adapters
    write_month(month, folder, calls=CallsAs.QUEUE_LOG if has_plugin else CallsAs.TABLE)
    adapter = month.adapter if has_plugin else TABLE_ADAPTER
    found = read_month(center, month.period, folder, Calls(adapter=adapter))
    # Every report asks who called again: it is seen once.
    records = with_repeats(found.records, found.month.month.rules.repeats)
    return attrs.evolve(found, records=records), adapter


def _before(center: Center, shown: SampleCenter, asked: tuple[str, int], output: Path) -> Earlier:
    """Return the month before, settled, and settled again with what was found out late."""
    period, seed = asked
    found, _ = _read(center, shown.make_before(seed, period=period), output / INPUT)
    found = found.starting_from(earlier_periods(found, None, None))
    paid = found.month.settle(found.facts())
    facts = found.facts(late_findings(paid, found.given().employees))
    corrected = found.month.settle(facts, revision=2, supersedes=paid.digest)
    save_settlement(paid, output / SETTLEMENT)
    save_settlement(corrected, output / CORRECTED)
    return Earlier(paid=paid, corrected=corrected)


def late_findings(
    paid: Settlement, given: Mapping[str, Mapping[str, object]]
) -> dict[str, dict[str, object]]:
    """Return the facts that were handed in wrong: a pay that was too low, points to be given back.

    It is the pay of the first who has less than he would have in a whole month, or else of the
    first; the points are those of the last who has any.
    """
    found: dict[str, dict[str, object]] = {}
    for who in paid.employees:
        pay = paid.value(who, _PAY)
        if isinstance(pay, Money) and not found and paid.value(who, "role") == "agent":
            found[who] = {_PAY: f"{pay.currency} {pay.amount + _PAID_LATE}"}
    for name, more in _POINTS.items():
        judged = [who for who, own in given.items() if own.get(name) and who not in found]
        for who in judged[-1:]:
            points = int(str(given[who][name]).split(".", 1)[0]) + more
            found[who] = {name: str(min(_MOST_POINTS, points))}
    return found


def _copied(center: Center, shown: SampleInput, asked: Asked, output: Path) -> DemoMonths:
    """Copy the files of a month that a plugin brings, read them and settle."""
    period, seed = asked
    if seed is not None or period not in (None, shown.period):
        option = "--period" if seed is None else "--seed"
        raise wrong_value("usage-sample-fixed", option, pack=shown.pack, period=shown.period)
    shutil.copytree(shown.folder, output / INPUT, dirs_exist_ok=True)
    found = read_month(center, shown.period, output / INPUT, Calls(adapter=shown.adapter))
    found = found.starting_from(earlier_periods(found, None, None))
    settlement = found.month.settle(found.facts())
    save_settlement(settlement, output / SETTLEMENT)
    return DemoMonths(
        center=center,
        shown=shown,
        found=found,
        settlement=settlement,
        adapter=shown.adapter,
        output=output,
    )
