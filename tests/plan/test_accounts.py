"""Accounts: lots posted, used from the oldest, lapsed, stopped, and carried on."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.errors import DataError
from ccops.facts import Lot, lots_left
from ccops.messages import Label, Text
from ccops.pay import AccountPolicy, StopRule
from ccops.plan import (
    AccountPart,
    AccountTerms,
    Beyond,
    Cadence,
    Movement,
    Plan,
    StopWhen,
    Usable,
    amount_of,
    balance_of,
    moved,
)
from ccops.settlement import Closing, OpeningRow, opening_of
from ccops.testing.builders import an_employee
from ccops.testing.plans import a_fact, a_figure, a_month, a_plan, a_population, a_settlement
from ccops.values import NOT_APPLICABLE, Missing, Money, Rounding, RoundingMode, Unit
from ccops.values.periods import shifted_label
from tests.laws import tried

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ccops.settlement import Settlement

CENTS = Rounding(scale=100, mode=RoundingMode.HALF_UP)
FACTS = (
    a_fact("granted", Unit.MONEY, range="[CNY 0..CNY 9000]"),
    a_fact("asked", Unit.MONEY, range="[CNY 0..CNY 9000]"),
    a_fact("maybe", Unit.MONEY, range="[CNY 0..CNY 9000]", optional=True),
    a_fact("signed", Unit.MONEY),
    a_fact("hours", Unit.DURATION, range="[0 h..400 h]"),
    a_fact("merit", Unit.POINTS, range="[0..100]", step=Fraction(1, 10)),
    a_fact("third", Unit.QUANTITY, range="[0..]"),
    a_fact("moved_on", Unit.FLAG),
)
IN = a_figure("posted_now", "granted")
OUT = a_figure("wanted_now", "asked")


def an_account(name: str = "purse", **more: Any) -> AccountPolicy:
    policy = AccountPolicy(
        name=name,
        label=Label(en="purse"),
        population=Text("employees"),
        unit=Unit.MONEY,
        posted=Text("posted_now"),
        used=Text("wanted_now"),
        usable=Usable.SAME_PERIOD,
        beyond=Beyond.CUT,
        lapse=Text("never"),
    )
    return attrs.evolve(policy, **more)


def plan_of(*policies: AccountPolicy, figures: Sequence[Any] = (), **more: Any) -> Plan:
    plan = a_plan(IN, OUT, *figures, facts=FACTS, policies=policies, **more)
    assert plan.diagnostics == ()
    return plan


def codes_of(policy: AccountPolicy, *figures: Any) -> list[str]:
    plan = a_plan(IN, OUT, *figures, facts=FACTS, policies=(policy,))
    return [each.code for each in plan.diagnostics]


def nothing(plan: Plan, period: str) -> Closing:
    """Return an opening that says nothing: everybody starts with no lots."""
    return opening_of([], a_month(plan, [], period=period).rules)


def months(
    plan: Plan, *given: Mapping[str, Mapping[str, object]], first: str = "2026-01", **more: Any
) -> list[Settlement]:
    found: list[Settlement] = []
    for ago, facts in enumerate(given):
        label = shifted_label(first, ago)
        closing = found[-1].closing if found else nothing(plan, label)
        found.append(a_settlement(plan, facts, period=label, closing=closing, **more))
    return found


def amounts(settlements: Sequence[Settlement], name: str, who: str = "A") -> list[str]:
    found = [each.value(who, name) for each in settlements]
    return [f"{x.amount:.0f}" if isinstance(x, Money) else str(x) for x in found]


def month(granted: int = 0, asked: int = 0, **more: object) -> dict[str, dict[str, object]]:
    return {"A": {"granted": f"CNY {granted}", "asked": f"CNY {asked}", "moved_on": False, **more}}


# -- the lots of one person ---------------------------------------------------------------------

TERMS = AccountTerms(usable=Usable.SAME_PERIOD, lapse_after=None, beyond=Beyond.CUT, parts=None)


def moves_of(lots: Sequence[Lot], terms: AccountTerms = TERMS, **asked: Any) -> Any:
    quiet = Movement(period=10, posted=0, wanted=0, before="", after="", origin="x")
    return moved(lots, attrs.evolve(quiet, **asked), terms)


def test_use_takes_the_oldest_lot_first() -> None:
    moves = moves_of([Lot(7, 100, 40, "x"), Lot(8, 100, 100, "x")], wanted=60, posted=5)

    assert [each.used for each in moves] == [40, 20, 0]
    assert lots_left(moves) == (Lot(8, 100, 80, "x"), Lot(10, 5, 5, "x"))


@pytest.mark.parametrize(("beyond", "used"), [(Beyond.CUT, 30), (Beyond.REFUSE, 0)])
def test_a_use_beyond_the_balance_is_cut_or_refused(beyond: Beyond, used: int) -> None:
    terms = attrs.evolve(TERMS, beyond=beyond)

    assert amount_of(AccountPart.USED, moves_of([Lot(9, 30, 30, "x")], terms, wanted=31)) == used
    assert amount_of(AccountPart.USED, moves_of([Lot(9, 30, 30, "x")], terms, wanted=30)) == 30


@pytest.mark.parametrize(("usable", "used"), [(Usable.SAME_PERIOD, 50), (Usable.NEXT_PERIOD, 0)])
def test_a_lot_is_usable_at_once_or_from_the_next_period_on(usable: Usable, used: int) -> None:
    moves = moves_of([], attrs.evolve(TERMS, usable=usable), posted=50, wanted=50)

    assert amount_of(AccountPart.USED, moves) == used


@pytest.mark.parametrize(
    ("period", "lapsed"), [(10, 0), (13, 0), (14, 70)], ids=["posting", "last", "next"]
)
def test_a_lot_lapses_at_the_beginning_of_the_period_after_its_last(
    period: int, lapsed: int
) -> None:
    terms = attrs.evolve(TERMS, lapse_after=3)
    moves = moves_of([Lot(10, 70, 70, "x")], terms, period=period, wanted=0)

    assert amount_of(AccountPart.LAPSED, moves) == lapsed
    assert balance_of(moves) == 70 - lapsed


def test_a_stop_before_use_leaves_nothing_to_use_and_one_after_use_what_was_used() -> None:
    before = moves_of([Lot(9, 30, 30, "x")], wanted=10, before="left")
    after = moves_of([Lot(9, 30, 30, "x")], wanted=10, after="left")

    assert [each.ended for each in before] == [30]
    assert [(each.used, each.ended, each.why) for each in after] == [(10, 20, "left")]
    assert amount_of(AccountPart.STOPPED, after) == 20
    assert amount_of(AccountPart.LAPSED, after) == 0


@pytest.mark.parametrize(
    ("amount", "parts"),
    [(50_000, [16_667, 16_667, 16_666]), (90_000, [30_000] * 3), (2, [1, 1, 0]), (1, [1, 0, 0])],
)
def test_a_lot_in_parts_gives_the_greater_parts_first(amount: int, parts: list[int]) -> None:
    terms = attrs.evolve(TERMS, usable=Usable.NEXT_PERIOD, beyond=None, parts=3)
    lots: tuple[Lot, ...] = ()
    used = []
    for period in range(10, 15):
        posted = amount if period == 10 else 0
        moves = moves_of(lots, terms, period=period, posted=posted)
        used.append(amount_of(AccountPart.USED, moves))
        lots = lots_left(moves)

    assert used == [0, *parts, 0]
    assert lots == ()


def test_a_part_that_could_not_be_used_is_made_up_by_those_left() -> None:
    terms = attrs.evolve(TERMS, usable=Usable.NEXT_PERIOD, beyond=None, parts=3)

    moves = moves_of([Lot(8, 90, 90, "x")], terms, period=10)  # the part of period 9 was not used

    assert amount_of(AccountPart.USED, moves) == 45


LOTS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(1, 99), st.integers(1, 99)), max_size=5
).map(lambda rows: [Lot(at, max(one, two), min(one, two), "x") for at, one, two in sorted(rows)])
ANY_TERMS = st.builds(
    AccountTerms,
    usable=st.sampled_from(Usable),
    lapse_after=st.one_of(st.none(), st.integers(1, 6)),
    beyond=st.sampled_from(Beyond),
    parts=st.one_of(st.none(), st.integers(1, 5)),
)


@tried(150)
@given(
    lots=LOTS,
    terms=ANY_TERMS,
    posted=st.integers(0, 50),
    wanted=st.integers(0, 300),
    before=st.sampled_from(["", "", "", "left"]),
    after=st.sampled_from(["", "", "", "gone"]),
)
def test_nothing_appears_and_nothing_vanishes(
    lots: list[Lot], terms: AccountTerms, posted: int, wanted: int, before: str, after: str
) -> None:
    moves = moves_of(lots, terms, posted=posted, wanted=wanted, before=before, after=after)

    came = amount_of(AccountPart.OPENING, moves) + amount_of(AccountPart.POSTED, moves)
    went = sum(amount_of(part, moves) for part in list(AccountPart)[2:])
    assert came == sum(lot.left for lot in lots) + posted
    assert came == went + balance_of(moves)
    assert all(each.left >= 0 and each.used >= 0 and each.ended >= 0 for each in moves)
    assert not after or balance_of(moves) == 0
    if terms.parts is None and not (before or after):
        assert amount_of(AccountPart.USED, moves) <= wanted


# -- as figures ---------------------------------------------------------------------------------


def test_an_account_gives_its_figures_month_by_month() -> None:
    plan = plan_of(an_account(lapse=Text("2 periods")))

    settled = months(plan, month(100), month(50, 30), month(0, 0), month(0, 10), month(0, 99))

    assert amounts(settled, "purse_opening") == ["0", "100", "120", "120", "40"]
    assert amounts(settled, "purse_posted") == ["100", "50", "0", "0", "0"]
    assert amounts(settled, "purse_used") == ["0", "30", "0", "10", "0"]
    assert amounts(settled, "purse_lapsed") == ["0", "0", "0", "70", "40"]
    assert amounts(settled, "purse") == ["100", "120", "120", "40", "0"]


def test_without_a_closing_nobody_knows_what_an_account_holds() -> None:
    settled = a_settlement(plan_of(an_account()), month(100))

    assert settled.value("A", "purse") is Missing.NO_HISTORY
    assert settled.value("A", "purse_opening") is Missing.NO_HISTORY
    assert "purse" in str(
        next(each.args["needs"] for each in settled.diagnostics if each.code == "closing-absent")
    )


def test_a_posting_that_is_not_known_leaves_the_account_unknown_from_then_on() -> None:
    plan = plan_of(an_account())
    unknown = {"A": {"asked": "CNY 0"}}

    settled = months(plan, month(100), unknown, month(10))

    assert [each.value("A", "purse") for each in settled[1:]] == [Missing.NOT_MEASURED] * 2
    assert amounts(settled[1:2], "purse_opening") == ["100"]
    (account,) = settled[1].closing.accounts
    assert account.unknown == {0: Missing.NOT_MEASURED}


def test_who_has_no_line_posts_nothing() -> None:
    leads = a_population("leads", "role == 'lead'")
    plan = a_plan(
        a_figure("posted_now", "granted", of="leads"),
        OUT,
        facts=FACTS,
        policies=(an_account(),),
        populations=(leads,),
    )
    assert plan.diagnostics == ()

    both = {**month(100), "L": month(70)["A"]}
    settled = months(plan, both, employees=[an_employee("L", role="lead")])

    assert amounts(settled, "purse") == ["0"]
    assert amounts(settled, "purse", "L") == ["70"]


def test_a_posting_of_every_third_period_posts_nothing_in_the_others() -> None:
    posted = attrs.evolve(IN, cadence=Cadence(every=3, anchor="2026-01"))
    plan = a_plan(posted, OUT, facts=FACTS, policies=(an_account(),))
    assert plan.diagnostics == ()

    settled = months(plan, *[month(100)] * 4)

    assert amounts(settled, "purse_posted") == ["0", "0", "100", "0"]


def test_a_stop_ends_open_lots_with_its_reason() -> None:
    stop = StopRule(
        name="moved",
        label=Label(en="another role"),
        if_=Text("moved_on"),
        when=StopWhen.BEFORE_USE,
    )
    plan = plan_of(an_account(stop_on=(stop,)))

    settled = months(plan, month(100), month(0, 30, moved_on=True))

    assert amounts(settled, "purse_stopped") == ["0", "100"]
    assert amounts(settled, "purse_used") == ["0", "0"]
    told = str(settled[1].explain("A", "purse", locale="en"))
    assert "2026-01 posted_now: CN¥100.00; used CN¥0.00, left CN¥0.00" in told
    assert "ended: another role" in told
    data = settled[1].explain("A", "purse_stopped").to_dict()["trace"]
    assert data["lots"] == [
        {
            "period": "2026-01", "origin": "posted_now", "amount": "100.00", "before": "100.00",
            "used": "0.00", "ended": "100.00", "why": "moved", "left": "0.00",
        }
    ]  # fmt: skip


def test_a_figure_may_ask_for_the_opening_balance_of_its_own_account() -> None:
    half = a_figure("half", "purse_opening / 2", rounding=CENTS)
    plan = plan_of(an_account(used=Text("half")), figures=(half,))

    settled = months(plan, month(100), month(), month())

    assert amounts(settled, "purse_used") == ["0", "50", "25"]


@pytest.mark.parametrize(
    ("name", "unit", "step", "value", "shown"),
    [
        ("hours", Unit.DURATION, None, "90 min", dt.timedelta(hours=3)),
        ("merit", Unit.POINTS, Fraction(1, 10), "2.5", Fraction(5)),
    ],
)
def test_an_account_keeps_hours_and_points(
    name: str, unit: Unit, step: Fraction | None, value: str, shown: object
) -> None:
    posted = a_figure("earned", name, rounding=None if unit is Unit.DURATION else CENTS)
    account = an_account(
        unit=unit,
        step=Fraction(1, 100) if step else None,
        posted=Text("earned"),
        used=None,
        beyond=None,
        use_over=Text("1 period"),
        usable=Usable.NEXT_PERIOD,
    )
    plan = a_plan(posted, facts=FACTS, policies=(account,))
    assert plan.diagnostics == ()

    settled = months(plan, {"A": {name: value}}, {"A": {name: value}})

    balances = [each.value("A", "purse") for each in settled]
    total = settled[1].value("A", "purse_used")
    assert balances[0] == balances[1] == total
    assert (total + total if not isinstance(total, dt.timedelta) else 2 * total) == shown  # type: ignore[operator]


# -- carried on ---------------------------------------------------------------------------------


def test_somebody_away_keeps_his_lots() -> None:
    plan = plan_of(an_account(lapse=Text("3 periods")))
    both = {**month(100), "B": month(70)["A"]}

    settled = months(plan, both, month(), {**month(), "B": month(0, 20)["A"]})

    assert amounts(settled[2:], "purse_opening", "B") == ["70"]
    assert amounts(settled[2:], "purse", "B") == ["50"]


def test_a_closing_holds_lots_and_comes_back_as_it_was() -> None:
    plan = plan_of(an_account())
    (first, second) = months(plan, month(100), month(50, 30))

    back = Closing.from_dict(second.closing.to_dict())

    assert back == second.closing
    (account,) = back.accounts
    assert account.lots == {
        0: [
            Lot(2026 * 12, 10_000, 7_000, "posted_now"),
            Lot(2026 * 12 + 1, 5_000, 5_000, "posted_now"),
        ]
    }
    assert first.closing.accounts[0].name == "purse"


@pytest.mark.parametrize(
    "damage",
    [
        {"rows": [5, 5]},
        {"posted": ["2026-01"]},
        {"posted": ["2026-01", "soon"]},
        {"left": {"unit": "money", "cells": ["200.00", "50.00"], "missing": {}}},
        {"left": {"unit": "money", "cells": ["0.00", "50.00"], "missing": {}}},
        {"left": {"unit": "points", "cells": ["70.00", "50.00"], "missing": {}}},
        {"unknown": {"forgotten": [0]}},
    ],
    ids=["rows", "too-few", "period", "more-left", "nothing-left", "unit", "reason"],
)
def test_lots_that_are_none_are_told_as_such(damage: dict[str, Any]) -> None:
    data = months(plan_of(an_account()), month(100), month(50, 30))[-1].closing.to_dict()
    data["accounts"][0].update(damage)

    with pytest.raises(DataError) as error:
        Closing.from_dict(data)

    assert [each.code for each in error.value.diagnostics] == ["closing-unreadable"]


def test_a_renamed_account_goes_on() -> None:
    first = months(plan_of(an_account()), month(100))[0]
    plan = plan_of(an_account("wallet", was=Text("purse")))

    second = a_settlement(plan, month(), period="2026-02", closing=first.closing)

    assert amounts([second], "wallet") == ["100"]
    assert [each.name for each in second.closing.accounts] == ["wallet"]


def test_an_account_of_another_unit_or_a_coarser_one_is_refused() -> None:
    first = months(plan_of(an_account()), month(100))[0]
    hours = a_figure("worked", "hours")
    account = an_account(
        unit=Unit.DURATION, posted=Text("worked"), used=Text("worked"), beyond=Beyond.CUT
    )
    plan = a_plan(hours, facts=FACTS, policies=(account,))

    with pytest.raises(DataError) as error:
        a_settlement(plan, {"A": {}}, period="2026-02", closing=first.closing)

    assert [each.code for each in error.value.diagnostics] == ["closing-other-unit"]


def test_an_opening_says_what_an_account_holds() -> None:
    plan = plan_of(an_account(lapse=Text("6 periods")))
    rules = a_month(plan, [], period="2026-10").rules
    rows = [
        OpeningRow(subject="A", name="purse", amount="120", unit="CNY", period="2026-08"),
        OpeningRow(subject="A", name="purse", amount="30", unit="CNY", period="2026-03"),
    ]

    settled = a_settlement(plan, month(0, 10), closing=opening_of(rows, rules))

    assert amounts([settled], "purse_lapsed") == ["30"]
    assert amounts([settled], "purse") == ["110"]
    assert "2026-08 opening" in str(settled.explain("A", "purse", locale="en"))
    with pytest.raises(DataError) as error:
        opening_of([OpeningRow(subject="A", name="purse", amount="CNY -1")], rules)
    assert [each.code for each in error.value.diagnostics] == ["opening-negative"]


ASKED = st.tuples(st.integers(0, 60), st.integers(0, 60), st.sampled_from([False] * 5 + [True]))
POLICIES = st.builds(
    an_account,
    usable=st.sampled_from(Usable),
    beyond=st.sampled_from(Beyond),
    lapse=st.sampled_from([Text("never"), Text("1 period"), Text("3 periods")]),
    stop_on=st.sampled_from(
        [
            (),
            *(
                (StopRule(name="moved", label=Label(), if_=Text("moved_on"), when=when),)
                for when in StopWhen
            ),
        ]
    ),
)


@tried(15)
@given(policy=POLICIES, asked=st.lists(ASKED, min_size=2, max_size=6))
def test_every_month_of_every_account_adds_up(
    policy: AccountPolicy, asked: list[tuple[int, int, bool]]
) -> None:
    plan = plan_of(policy)
    settled = months(plan, *(month(one, two, moved_on=flag) for one, two, flag in asked))

    before = 0
    for each in settled:
        parts = {part: int(amounts([each], f"purse_{part.value}")[0]) for part in AccountPart}
        balance = int(amounts([each], "purse")[0])
        came = parts[AccountPart.OPENING] + parts[AccountPart.POSTED]
        went = sum(parts[part] for part in list(AccountPart)[2:])
        assert parts[AccountPart.OPENING] == before
        assert came == went + balance
        lots = each.explain("A", "purse").to_dict()["trace"].get("lots", [])
        assert sum(Fraction(lot["left"]) for lot in lots) == balance
        before = balance


# -- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"used": None, "beyond": None}, "account-use-one"),
        ({"use_over": Text("3 periods")}, "account-use-one"),
        ({"beyond": None}, "account-beyond"),
        ({"lapse": Text("soon")}, "account-periods"),
        ({"lapse": Text("0 periods")}, "account-periods"),
        ({"used": None, "beyond": None, "use_over": Text("never")}, "account-periods"),
    ],
)
def test_choices_that_do_not_go_together_are_told(more: dict[str, Any], code: str) -> None:
    around: Any = None

    assert [each.code for each in an_account(**more).check(around)] == [code]


@pytest.mark.parametrize(
    ("formula", "more", "code"),
    [
        ("signed", {}, "account-negative"),
        ("maybe", {}, "account-may-be-missing"),
        ("granted / 3", {}, "rounding-missing"),
        ("hours", {}, "account-other-unit"),
        ("granted", {"posted": Text("nowhere")}, "unknown-figure"),
        ("granted", {"unit": Unit.RATIO}, "account-unit"),
        ("merit", {"unit": Unit.POINTS, "used": Text("new_posting")}, "account-step"),
        ("granted", {"used": Text("nowhere")}, "unknown-figure"),
    ],
)
def test_what_an_account_cannot_keep_is_told_once(
    formula: str, more: dict[str, Any], code: str
) -> None:
    rounding = CENTS if formula == "merit" else None
    figure = a_figure("new_posting", formula, rounding=rounding)
    account = an_account(**{"posted": Text("new_posting"), **more})

    assert codes_of(account, figure) == [code]


def test_a_posting_finer_than_the_account_is_told() -> None:
    fine = a_figure("fine", "merit", rounding=CENTS)
    account = an_account(
        unit=Unit.POINTS, step=Fraction(1, 10), posted=Text("fine"), used=Text("fine")
    )

    assert codes_of(account, fine) == ["account-too-fine"]


def test_a_stop_that_may_be_missing_is_told() -> None:
    stop = StopRule(
        name="late", label=Label(), if_=Text("maybe > granted"), when=StopWhen.AFTER_USE
    )

    assert codes_of(an_account(stop_on=(stop,))) == ["account-may-be-missing"]


def test_nobody_outside_the_population_has_the_account() -> None:
    leads = a_population("leads", "role == 'lead'")
    plan = plan_of(an_account(population=Text("leads")), populations=(leads,))

    (settled,) = months(plan, month(100))

    assert settled.value("A", "purse") is NOT_APPLICABLE
    assert settled.value("A", "purse_used") is NOT_APPLICABLE
