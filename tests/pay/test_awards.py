"""Awards: conditions, runs of months, the best, and a stated range (S1-17 to S1-22)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.center import Center
from ccops.hooks import gather
from ccops.messages import LOCALES
from ccops.rulepack import check, load
from ccops.testing.builders import an_employee_row
from ccops.values import NOT_APPLICABLE, Money

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.messages import Diagnostic
    from ccops.settlement import Closing, Settlement

PACK = """
pack:
  {id: small, version: 1, zone: Asia/Shanghai, currency: CNY, locale: zh_CN,
   effective: 2026-01-01, jurisdiction: none, default_calendar: month}
calendars: {month: {}}
roles: {agent: {label: {zh: 客服代表, en: agent}, source: M-01}}
populations: {agents: {label: {zh: 客服代表, en: agents}, is: "role == 'agent'"}}
parameters:
  prize: {label: {zh: 奖金, en: prize}, unit: money, values: {2026-01-01: CNY 500}, source: M-02}
facts:
  errors: {label: {zh: 差错, en: errors}, unit: count, range: '[0..1000]'}
  late: {label: {zh: 迟到, en: late}, unit: flag}
  away: {label: {zh: 请假, en: away}, unit: flag}
eligibility:
  bars:
    for: agents
    codes: {late: {label: {zh: 迟到, en: late}, if: late}}
    source: M-03
awards:
  star:
    label: {zh: 百分百之星, en: hundred-percent star}
    for: agents
    eligibility: bars
    if: errors == 0
    amount: prize
    run: {periods: 3, skips: away, restart: after_payment}
    payroll_code: B14
    source: M-04
  fewest:
    label: {zh: 差错最少, en: fewest errors}
    for: agents
    eligibility: bars
    if: errors < 5
    amount: prize
    best: {order: [errors asc], winners: 2, scope: center, ties: share_best, unknown: outside}
    range: {within: '[CNY 100..CNY 300]', beyond: cap}
    payroll_code: B15
    source: M-05
"""
LABELS = [f"2026-{number:02}" for number in range(1, 13)]


def folder_of(tmp_path: Path, before: str = "", after: str = "") -> Path:
    folder = tmp_path / "small"
    folder.mkdir(exist_ok=True)
    (folder / "pack.yaml").write_text(PACK.replace(before, after) if before else PACK, "utf-8")
    return folder


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Center:
    return Center.open(folder_of(tmp_path_factory.mktemp("awards")))


def settled(center: Center, label: str, before: Closing | None, **facts: object) -> Settlement:
    month = center.month(label, employees=[an_employee_row("E1")])
    month = month.starting_from(before if before is not None else month.opening([]))
    return month.settle(month.facts({"E1": facts}))


def paid_months(center: Center, months: list[tuple[bool, bool, bool]]) -> list[bool]:
    """Return in which of some months (clean, late, away) the star is paid."""
    closing: Closing | None = None
    found: list[bool] = []
    for label, (clean, late, away) in zip(LABELS, months, strict=False):
        month = settled(center, label, closing, errors=0 if clean else 1, late=late, away=away)
        found.append(month.value("E1", "star") == Money("CNY", "500.00"))
        closing = month.closing
    return found


def by_hand(months: list[tuple[bool, bool, bool]]) -> list[bool]:
    run, found = 0, []
    for clean, late, away in months:
        if not away:
            run = run + 1 if clean else 0
        pays = not away and run >= 3 and not late
        found.append(pays)
        run = 0 if pays else run
    return found


def test_six_clean_months_are_paid_twice(center: Center) -> None:
    """GC-37: 500 in March and in June."""
    paid = paid_months(center, [(True, False, False)] * 6)

    assert paid == [False, False, True, False, False, True]


def test_an_error_begins_it_anew(center: Center) -> None:
    """GC-38: clean January and February, an error in March, clean April to June."""
    clean = [True, True, False, True, True, True]

    assert paid_months(center, [(each, False, False) for each in clean]) == [False] * 5 + [True]


def test_a_third_month_that_is_barred_keeps_the_run(center: Center) -> None:
    """GC-144: late in March, 500 in April."""
    late = [False, False, True, False]

    assert paid_months(center, [(True, each, False) for each in late]) == [False] * 3 + [True]


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), min_size=1, max_size=12))
def test_a_run_is_what_counting_by_hand_gives(
    center: Center, months: list[tuple[bool, bool, bool]]
) -> None:
    assert paid_months(center, months) == by_hand(months)


def prizes(center: Center, people: dict[str, dict[str, object]]) -> dict[str, str]:
    month = center.month("2026-01", employees=[an_employee_row(each) for each in people])
    month = month.starting_from(month.opening([]))
    told = {each: {"late": False, "away": False, **facts} for each, facts in people.items()}
    found = month.settle(month.facts(told))
    return {each: str(found.value(each, "fewest")) for each in people}


def test_the_winners_are_sought_among_those_whom_nothing_bars(center: Center) -> None:
    people: dict[str, dict[str, object]] = {
        "A": {"errors": 0, "late": True},
        "B": {"errors": 1},
        "C": {"errors": 2},
        "D": {"errors": 3},
        "E": {"errors": 9},
    }

    found = prizes(center, people)

    assert found == {
        "A": "CNY 0.00", "B": "CNY 300.00", "C": "CNY 300.00", "D": "CNY 0.00", "E": "CNY 0.00",
    }  # fmt: skip


def test_who_is_tied_at_the_last_place_wins_too(center: Center) -> None:
    found = prizes(center, {each: {"errors": 1} for each in "ABC"})

    assert set(found.values()) == {"CNY 300.00"}


def test_an_award_is_explained_by_its_run_and_its_reason(center: Center) -> None:
    first = settled(center, "2026-01", None, errors=0, late=False, away=False)
    second = settled(center, "2026-02", first.closing, errors=0, late=False, away=False)
    third = settled(center, "2026-03", second.closing, errors=0, late=True, away=False)

    told = str(third.explain("E1", "star", locale="zh_CN"))
    assert [each.code for each in third.reasons("E1", "star")] == ["late"]
    assert "连续期数" in str(second.explain("E1", "star", locale="zh_CN"))
    assert "迟到" in told


def findings(tmp_path: Path, before: str, after: str) -> list[Diagnostic]:
    _, found = check(folder_of(tmp_path, before, after), gather(()).catalog)
    return [each for each in found if each.code.startswith(("award", "range", "unknown-elig"))]


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("beyond: cap", "beyond: item_wins", "award-outside-range"),
        ("periods: 3", "periods: 1", "award-run"),
        ("periods: 3", "periods: 61", "award-run"),
        ("[CNY 100..CNY 300]", "[100..300]", "range-wrong"),
        ("eligibility: bars\n    if: errors == 0", "eligibility: barz\n    if: errors == 0",
         "unknown-eligibility"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_award_is_told(
    tmp_path: Path, before: str, after: str, code: str
) -> None:
    found = findings(tmp_path, before, after)

    assert {each.code for each in found} == {code}
    assert all(found[0].text(locale) and code not in found[0].text(locale) for locale in LOCALES)


def test_an_amount_within_the_range_is_no_finding(tmp_path: Path) -> None:
    text = PACK.replace("beyond: cap", "beyond: item_wins").replace("CNY 500", "CNY 300")
    (folder_of(tmp_path) / "pack.yaml").write_text(text, "utf-8")

    assert "award-outside-range" not in {
        each.code for each in load(tmp_path / "small", gather(()).catalog).diagnostics
    }


THEME = """
per_period:
  theme_amount: {label: {zh: 主题奖金额, en: amount of the theme}, unit: money, range: '[CNY 0..CNY 1000]'}
  theme_winners: {label: {zh: 主题奖名额, en: winners of the theme}, unit: count, range: '[0..100]'}
facts:
  theme_points: {label: {zh: 主题得分, en: points}, unit: points, step: 0.01, range: '[0..100]', optional: yes}
awards:
  theme:
    label: {zh: 主题奖, en: theme of the month}
    for: agents
    if: known(theme_points) and theme_points >= 60
    amount: theme_amount
    best:
      {order: [theme_points desc], winners: theme_winners, scope: center, ties: share_best, unknown: outside}
    payroll_code: B16
    source: M-06
"""  # noqa: E501 - one rule a line, as in a pack


def test_a_theme_is_an_award_whose_amount_and_winners_are_decided_each_month(
    tmp_path: Path,
) -> None:
    """GC-116: 200 for two winners; one qualifies in May, three in June; what is left lapses."""
    folder = folder_of(tmp_path)
    (folder / "theme.yaml").write_text(THEME, "utf-8")
    center = Center.open(folder)
    decided = {"theme_amount": "CNY 200", "theme_winners": "2"}
    won: list[list[str]] = []
    for label, points in (("2026-05", ["90", "10", ""]), ("2026-06", ["70", "80", "90"])):
        people = dict(zip("ABC", points, strict=True))
        month = center.month(
            label, employees=[an_employee_row(each) for each in people], decisions=decided
        )
        facts = {
            each: {"errors": 9, "late": False, "away": False}
            | ({"theme_points": own} if own else {})
            for each, own in people.items()
        }
        found = month.starting_from(month.opening([])).settle(month.facts(facts))
        won.append([each for each in people if str(found.value(each, "theme")) == "CNY 200.00"])

    assert won == [["A"], ["B", "C"]]


# -- places nobody fills ------------------------------------------------------------------------

LISTED = """
per_period:
  themes:
    items: {neat: {label: {zh: 整洁, en: neat}}}
    each: {winners: {unit: count, range: '[1..9]'}, amount: {unit: money}}
populations:
  neat_month: {label: {zh: 整洁月, en: a neat month}, within: agents, is: neat_decided}
awards:
  neat:
    label: {zh: 整洁奖, en: neat}
    for: agents
    paid_to: neat_month
    eligibility: bars
    if: neat_decided and errors < 5
    amount: neat_amount
    best: {order: [errors asc], winners: neat_winners, unfilled: carry_over, scope: center,
           ties: share_best, unknown: outside}
    payroll_code: B16
    source: M-06
"""


@pytest.fixture(scope="module")
def themed(tmp_path_factory: pytest.TempPathFactory) -> Center:
    folder = folder_of(tmp_path_factory.mktemp("themes"))
    (folder / "themes.yaml").write_text(LISTED, "utf-8")
    return Center.open(folder)


def won(center: Center, months: list[tuple[int, list[int]]]) -> list[tuple[int, int]]:
    """Return how many win in each month, and how many places are left, by winners and errors.

    Everybody has a number of errors; who has none of a month is not employed in it. No winners:
    the month has no theme.
    """
    closing: Closing | None = None
    found: list[tuple[int, int]] = []
    for label, (winners, errors) in zip(LABELS, months, strict=False):
        people = [f"E{number}" for number in range(len(errors))]
        theme = {"id": "neat", "winners": winners, "amount": "CNY 200"}
        month = center.month(
            label,
            employees=[an_employee_row(each) for each in people],
            decisions={"themes": [theme] if winners else []},
            closing=closing,
        )
        month = month if closing else month.starting_from(month.opening([]))
        facts = {
            each: {"errors": number, "late": False, "away": False}
            for each, number in zip(people, errors, strict=True)
        }
        settlement = month.settle(month.facts(facts))
        paid = [settlement.value(each, "neat") for each in people]
        left = {settlement.value(each, "neat_unfilled") for each in people}
        assert len(left) == 1
        unfilled = left.pop()
        assert isinstance(unfilled, int)
        found.append((paid.count(Money("CNY", "200.00")), unfilled))
        closing = settlement.closing
    return found


def test_a_theme_has_the_places_nobody_filled_before(themed: Center) -> None:
    """GC-116: two may win; one qualifies in May, three in June."""
    assert won(themed, [(2, [0, 9, 9]), (2, [0, 1, 2])]) == [(1, 1), (3, 0)]


def test_places_wait_for_a_month_that_has_the_theme(themed: Center) -> None:
    assert won(themed, [(3, [0]), (0, [0, 1, 2]), (1, [0, 1, 2, 3])]) == [(1, 2), (0, 2), (3, 0)]


def test_a_month_without_the_theme_has_no_line_of_it(themed: Center) -> None:
    month = themed.month(
        "2026-01", employees=[an_employee_row("E1")], decisions={"themes": "none"}
    )
    settlement = month.settle(month.facts({"E1": {"errors": 0, "late": False, "away": False}}))

    assert settlement.value("E1", "neat") is NOT_APPLICABLE
    assert "B16" not in {each.pay_code for each in settlement.lines()}


@given(
    st.lists(
        st.tuples(
            st.integers(0, 4), st.lists(st.integers(0, 9), min_size=1, max_size=5, unique=True)
        ),
        min_size=1,
        max_size=4,
    )
)
def test_whoever_comes_and_goes_the_places_add_up(
    themed: Center, months: list[tuple[int, list[int]]]
) -> None:
    """Where nobody is tied, what was left and is new is who won and what is left."""
    left = 0
    for (winners, errors), (paid, unfilled) in zip(months, won(themed, months), strict=True):
        places = left + winners
        met = len([each for each in errors if each < 5]) if winners else 0
        assert (paid, unfilled) == (min(met, places), max(places - met, 0))
        left = unfilled


def test_groups_that_people_leave_carry_no_places_over(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    (folder / "themes.yaml").write_text(LISTED.replace("scope: center", "scope: team"), "utf-8")

    _, found = check(folder, gather(()).catalog)

    assert "award-carry-scope" in {each.code for each in found}
