"""Laws every month of the telecom pack keeps, whoever the people and whatever the facts."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ccops.errors import UnknownNameError
from ccops.plan import RowStep
from ccops.testing.months import GivenFacts, Row, employee_rows, given_facts
from ccops.testing.sample_month import THEMES
from ccops.values import NOT_APPLICABLE, Missing, Money, NotApplicable, fraction_of
from tests import loaded
from tests.laws import tried

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccops.center import Center, CenterMonth
    from ccops.plan import Trace, TracedValue
    from ccops.settlement import Closing, Settlement

#: The last month of a quarter, in which stars are graded, and the first in which they are paid.
GRADED, PAID = "2026-09", "2026-10"
FAIR: Final = ("printed", "slices", "shared_top")
DECIDED: Final = {"standard_days": "21", "award_themes": THEMES}
EVERYBODY: Final = tuple(f"E{number}" for number in range(8))


@cache
def a_center(**readings: str) -> Center:
    return loaded.center().with_choices(**readings)


@cache
def no_month(label: str) -> CenterMonth:
    return a_center().month(label, employees=[], decisions=DECIDED)


# -- people, facts and a past by chance ---------------------------------------------------------

ZERO = (
    "absence", "barring_leave", "basic_pay_due", "exams_below", "item_errors", "late_or_early",
    "missed_shifts", "monitorings_below", "notice_sick", "notice_unpermitted", "praise_letters",
    "protected_leave",
)  # fmt: skip
POINTS: st.SearchStrategy[object] = st.one_of(
    st.sampled_from([60, 75, 85, 100]), st.integers(5_500, 10_000).map(lambda x: Fraction(x, 100))
)
USUAL: Final[Mapping[str, st.SearchStrategy[object]]] = {
    **{name: st.just(0) for name in ZERO},
    "call_evaluation": POINTS,
    "discipline": POINTS,
    "lead_tasks": POINTS,
    "exams_taken": st.just(1),
    "holiday_hours": st.sampled_from([dt.timedelta(0), dt.timedelta(hours=11)]),
    "items_handled": st.just(90),
    "monitorings": st.just(8),
    "nights_worked": st.integers(0, 9),
    "order_accuracy": st.just("0.97"),
    "rostered_shifts": st.just(20),
    "shifts_on_roster": st.just(22),
    "swaps_counted": st.integers(0, 4),
    "talk_hold_mean": st.just(dt.timedelta(seconds=170)),
}
PAST: Final = st.fixed_dictionaries(
    {},
    optional={
        "month_rank": st.integers(1, 6),
        "month_rank_size": st.just(6),
        "hundred_percent_star_left": st.integers(0, 2),
        "monthly_score": POINTS,
        "conduct": POINTS,
        "scored_month": st.just(value=True),
        "excused_month": st.booleans(),
        "star_pay_due": st.sampled_from(["100", "1500"]),
    },
)


@attrs.frozen
class Crowd:
    """Some people, what is known of them in a month, and of the month before."""

    people: list[Row]
    facts: GivenFacts
    past: Mapping[str, Mapping[str, object]]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(row["employee_id"] for row in self.people)

    def settled(self, label: str, closing: Closing | None = None, **readings: str) -> Settlement:
        """Settle the month; without a closing it starts from what is known of the one before."""
        month = a_center(**readings).month(label, employees=self.people, decisions=DECIDED)
        month = month.starting_from(closing if closing is not None else self._opening(month))
        there = month.facts().employees.rows
        return month.settle(
            month.facts({who: self.facts[who] for who in self.ids if who in there})
        )

    def _opening(self, month: CenterMonth) -> Closing:
        return month.opening(
            {"subject_id": who, "name": name, "amount": amount}
            for who in self.ids
            for name, amount in self.past[who].items()
        )

    def but(self, who: str, **facts: object) -> Crowd:
        """Return the same with other facts of somebody."""
        return attrs.evolve(self, facts={**self.facts, who: {**self.facts[who], **facts}})


def crowds(label: str = PAID, *, other: int = 4, least: int = 1) -> st.SearchStrategy[Crowd]:
    month = no_month(label).month
    return st.builds(
        Crowd,
        employee_rows(month.days, least=least, most=len(EVERYBODY)),
        given_facts(month.rules, EVERYBODY, usual=USUAL, most=other),
        st.fixed_dictionaries(dict.fromkeys(EVERYBODY, PAST)),
    )


def pay(settlement: Settlement, who: str, figure: str) -> Fraction | None:
    """Return an amount, 0 for a line somebody has not, nothing where it is not known."""
    value = settlement.value(who, figure)
    if isinstance(value, Missing):
        return None
    return Fraction(value.amount) if isinstance(value, Money) else Fraction(0)


# -- sums ---------------------------------------------------------------------------------------


@tried(100)
@given(crowd=crowds())
def test_the_total_is_the_sum_of_the_lines(crowd: Crowd) -> None:
    settlement = crowd.settled(PAID)

    lines: dict[str, list[Fraction]] = {who: [] for who in settlement.employees}
    for each in settlement.lines():
        lines[each.employee_id].append(Fraction(each.amount))
    figures = [each.figure for each in settlement.results.plan.lines]
    for who, own in lines.items():
        amounts = [pay(settlement, who, figure) for figure in figures]
        known = [each for each in amounts if each is not None]
        total = pay(settlement, who, "handed_to_payroll")
        assert sum(own) == sum(known)
        assert total == (sum(known) if len(known) == len(amounts) else None)


# -- the same in any order ----------------------------------------------------------------------


@tried(60)
@given(crowd=crowds(), chance=st.builds(random.Random, st.integers(0)))
def test_any_order_of_what_is_handed_in_gives_the_same_bytes(
    crowd: Crowd, chance: random.Random
) -> None:
    other = attrs.evolve(
        crowd,
        people=chance.sample(crowd.people, len(crowd.people)),
        facts={
            who: dict(chance.sample(sorted(own.items()), len(own)))
            for who, own in chance.sample(sorted(crowd.facts.items()), len(crowd.facts))
        },
        past=dict(chance.sample(sorted(crowd.past.items()), len(crowd.past))),
    )

    one, two = crowd.settled(PAID), other.settled(PAID)

    assert one.to_json() == two.to_json()
    assert one.closing.to_json() == two.closing.to_json()
    assert one.lines() == two.lines()


# -- better work and the pay of others ----------------------------------------------------------

#: A fact, and values of it from worse to better.
BETTER: Final[Mapping[str, tuple[object, ...]]] = {
    "call_evaluation": ("55", "70", "84.9", "92", "100"),
    "discipline": ("50", "80", "100"),
    "lead_tasks": ("40", "60.01", "75", "100"),
    "order_accuracy": ("0.5", "0.95", "1"),
    "talk_hold_mean": tuple(dt.timedelta(seconds=each) for each in (310, 240, 170, 150)),
    "missed_shifts": ("11", "3", "0.5", "0"),
    "absence": ("3", "2.5", "0"),
}
GRADES: Final = ("handed_to_payroll", "star_pay_rate")


@st.composite
def steps(draw: st.DrawFn) -> tuple[dict[str, object], dict[str, object]]:
    """Draw how somebody works, and works better: no fact of it is worse."""
    names = draw(st.sets(st.sampled_from(sorted(BETTER)), min_size=1))
    worse, better = {}, {}
    for name in sorted(names):
        values = BETTER[name]
        two = draw(st.tuples(*[st.sampled_from(range(len(values)))] * 2))
        worse[name], better[name] = values[min(two)], values[max(two)]
    return worse, better


@pytest.mark.parametrize("reading", FAIR)
@tried(50)
@given(crowd=crowds(GRADED, other=2, least=4), who=st.sampled_from(EVERYBODY[:4]), both=steps())
def test_better_work_is_never_paid_less(
    reading: str, crowd: Crowd, who: str, both: tuple[dict[str, object], dict[str, object]]
) -> None:
    """Whoever works better, and stands before others for it, loses nothing anywhere."""
    one, two = (crowd.but(who, **each).settled(GRADED, bonus_reading=reading) for each in both)
    assume(who in one.employees)

    for figure in GRADES:
        before, after = pay(one, who, figure), pay(two, who, figure)
        if before is not None and after is not None:
            assert after >= before, figure


BONUSES: Final = ("monthly_bonus", "lead_bonus", "star_pay_rate", "month_rank", "lead_rank")


@tried(80)
@given(crowd=crowds(GRADED, other=2, least=3), data=st.data())
def test_nobody_moves_for_anothers_exclusion_where_the_barred_keep_their_place(
    crowd: Crowd, data: st.DataObject
) -> None:
    who = data.draw(st.sampled_from(crowd.ids))
    bars = data.draw(st.sampled_from([{"notice_unpermitted": 1}, {"absence": 3}]))

    one = crowd.but(who, **dict.fromkeys(bars, 0)).settled(GRADED)
    two = crowd.but(who, **bars).settled(GRADED)

    for other in set(one.employees) - {who}:
        for figure in BONUSES:
            assert two.value(other, figure) == one.value(other, figure), (other, figure)
            assert two.reasons(other, figure) == one.reasons(other, figure)


@tried(60)
@given(crowd=crowds(other=2), data=st.data())
def test_where_the_barred_leave_no_other_lead_loses(crowd: Crowd, data: st.DataObject) -> None:
    who = data.draw(st.sampled_from(crowd.ids))
    leaving = {"barred_in_rank": "leave", "lead_barred_in_rank": "leave", "places_at_least": "1"}

    one = crowd.but(who, notice_unpermitted=0).settled(PAID, None, **leaving)
    two = crowd.but(who, notice_unpermitted=1).settled(PAID, None, **leaving)

    for other in set(one.employees) - {who}:
        before, after = pay(one, other, "lead_bonus"), pay(two, other, "lead_bonus")
        if before is not None and after is not None:
            assert after >= before


# -- explanations -------------------------------------------------------------------------------

_SIGNS: Final = {"desc": 1, "asc": -1}
Number = Fraction | bool | str | Missing | None


def number_of(value: TracedValue) -> Number:
    """Return the number, flag or word of a traced value, nothing where there is no line."""
    cell = value.cell
    if isinstance(cell, Missing | bool | str):
        return cell
    return None if isinstance(cell, NotApplicable) else fraction_of(cell, value.carrier)


def known(numbers: Iterable[Number]) -> list[Fraction]:
    return [Fraction(each) for each in numbers if isinstance(each, Fraction | bool)]


def row_again(trace: Trace, settlement: Settlement) -> Number:
    """Work a formula out from what its explanation shows; one of flags from what it reads."""
    if trace.unrounded is None:
        column = settlement.results.column_at(trace.name, trace.row)
        assert column is not None
        assert isinstance(column.step, RowStep)
        formula, readings = column.step.formula.unrounded, column.step.readings
        read = {x: settlement.results.cell(readings[x], trace.row) for x in formula.inputs}
        cells = {name: 0 if isinstance(x, NotApplicable) else x for name, x in read.items()}
        return number_of(attrs.evolve(trace.value, cell=formula.at(cells)))
    exact = number_of(trace.unrounded)
    if trace.terms and isinstance(exact, Fraction):
        assert exact == sum(known(number_of(each.value) for each in trace.terms))
    if isinstance(exact, Fraction) and trace.rounding is not None:
        return trace.rounding.apply(exact)
    return exact


def place_again(trace: Trace, settlement: Settlement) -> Number:
    """Count those who stand before somebody by the keys the explanation names."""
    assert trace.place is not None
    if trace.place.place is None:
        return number_of(trace.value)
    keys = [each.rpartition(" ") for each in trace.place.keys]
    ranked: dict[str, Any] = {
        who: [Fraction(str(settlement.value(who, key))) * _SIGNS[order] for key, _, order in keys]
        for who in settlement.employees
        if isinstance(settlement.value(who, trace.name), int)
    }
    own = ranked[settlement.employees[trace.row]]
    return Fraction(1 + sum(each > own for each in ranked.values()))


def members_again(trace: Trace) -> Number:
    values = known(number_of(value) for _, value in trace.members)
    if not values:
        return number_of(trace.value)  # missing, or what the rule says for nobody
    mean = sum(values, Fraction(0)) / len(values)
    return mean if trace.rounding is None else trace.rounding.apply(mean)


def window_again(trace: Trace) -> Number:
    shown = [number_of(each.value) for each in trace.periods if not each.skipped]
    values = known(shown)
    if isinstance(number_of(trace.value), Missing) or not values:
        return number_of(trace.value)
    if trace.name.startswith("mean_last"):
        return sum(values, Fraction(0)) / len(values)
    return sum(values, Fraction(0)) if trace.name.startswith("count_last") else values[0]


def account_again(trace: Trace) -> Number:
    value = number_of(trace.value)
    if not isinstance(value, Fraction):
        return value
    part = {"opening": "before", "used": "used"}.get(trace.name.rpartition("_")[2], "left")
    if part == "left" and not trace.name.endswith("_due"):
        return value  # posted, lapsed, stopped: a part of the lots
    if part == "before" and not trace.lots:
        return value  # what moved is not known, where a stop is not: what there was still is
    return sum(known(number_of(getattr(each, part)) for each in trace.lots), Fraction(0))


def total_again(trace: Trace) -> Number:
    values = [number_of(each.value) for each in trace.inputs]
    missing = [each for each in values if isinstance(each, Missing)]
    return missing[0] if missing else sum(known(values), Fraction(0))


def again(trace: Trace, settlement: Settlement) -> Number:
    """Return what a cell is, worked out anew from its explanation alone."""
    match trace.kind:
        case "row":
            return row_again(trace, settlement)
        case "rank":
            return place_again(trace, settlement)
        case "members":
            return members_again(trace)
        case "window":
            return window_again(trace)
        case "account":
            return account_again(trace)
        case "total":
            return total_again(trace)
        case kind:
            assert kind in ("table", "fact", "measured")
            return number_of(trace.value)


def check_table(trace: Trace) -> None:
    """The row hit refuses nothing, and every row before it has a cell that refused."""
    hits = [at for at, each in enumerate(trace.table) if each.hit]
    assert len(hits) <= 1
    for at, each in enumerate(trace.table):
        if at in hits:
            assert each.refused_by == ""
        elif not hits or at < hits[0]:
            assert each.refused_by != ""


def check_every_cell(settlement: Settlement) -> None:
    """Explain every figure of everybody, and hold what it comes to against the bulk run."""
    names = sorted({key.name for key in settlement.results.plan.figures})
    for who in settlement.employees:
        for name in names:
            if settlement.value(who, name) is NOT_APPLICABLE:
                with pytest.raises(UnknownNameError):
                    settlement.trace(who, name)
                continue
            trace = settlement.trace(who, name)
            column = settlement.results.column_at(name, trace.row)
            assert column is not None
            assert trace.value.cell == column.at(trace.row), (who, name)
            assert again(trace, settlement) == number_of(trace.value), (who, name)
            check_table(trace)
    for kind in settlement.groups:
        check_every_cell(settlement.of(kind.value))


@tried(12)
@given(crowd=crowds(GRADED), later=crowds(PAID))
def test_every_cell_of_two_months_is_explained_as_it_was_settled(
    crowd: Crowd, later: Crowd
) -> None:
    """Every figure of the whole pack: stars graded in one month and paid in the next."""
    small = attrs.evolve(crowd, people=crowd.people[:4])
    graded = small.settled(GRADED)
    paid = attrs.evolve(small, facts=later.facts).settled(PAID, closing=graded.closing)

    check_every_cell(graded)
    check_every_cell(paid)
