"""The past of teams and of the center: windows, streaks and accounts over their own periods."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccops.center import Center
from ccops.errors import DataError
from ccops.facts import GroupKind
from ccops.messages import LOCALES
from ccops.settlement import Closing, Settlement, read_closing
from ccops.testing.builders import an_employee_row
from ccops.values import Missing, Money
from ccops.values.periods import shifted_label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ccops.center import CenterMonth

PACK = """
pack:
  {id: past, version: 1, zone: Asia/Shanghai, currency: CNY, locale: zh_CN,
   effective: 2025-01-01, jurisdiction: none, default_calendar: month}
calendars: {month: {}}
roles: {agent: {label: {zh: 客服代表, en: agent}, source: M-01}}
populations: {agents: {label: {zh: 客服代表, en: agents}, is: "role == 'agent'"}}
parameters:
  none: {label: {zh: 无, en: none}, unit: money, values: {2025-01-01: CNY 0}, source: M-02}
  fund: {label: {zh: 班组经费, en: fund}, unit: money, values: {2025-01-01: CNY 50}, source: M-02}
facts:
  handled: {label: {zh: 处理量, en: handled}, unit: count, range: '[0..1000]', optional: yes}
figures:
  people:
    for: teams
    label: {zh: 人数, en: people}
    members: {count: employed_days, of: agents, over: team, if_none: zero}
    source: M-02
  done:
    for: teams
    label: {zh: 处理量合计, en: all handled}
    members: {sum: handled, of: agents, over: team, if_none: missing}
    source: M-02
  done_of_all:
    for: center
    label: {zh: 中心处理量, en: handled by the center}
    members: {sum: handled, of: agents, over: center, if_none: missing}
    source: M-02
  mean_done:
    {for: teams, label: {zh: 三月平均, en: mean of three}, unit: count,
     is: 'mean_last(done, 3, at_least=2)', source: M-02}
  grown: {for: teams, label: {zh: 增加, en: more people}, unit: flag,
          is: people > previous(people), source: M-02}
  busy_run: {for: teams, label: {zh: 连续繁忙, en: busy in a row}, unit: count,
             is: streak(done >= 10), source: M-02}
  year: {for: center, label: {zh: 十二个月合计, en: twelve months}, unit: count,
         is: 'sum_last(done_of_all, 12, at_least=1)', source: M-02}
  granted: {for: teams, label: {zh: 发放经费, en: granted}, unit: money, round: none,
            is: fund if people > 0 else none, source: M-02}
accounts:
  purse:
    label: {zh: 班组经费, en: purse of the team}
    for: teams
    unit: money
    posted: granted
    use_over: 2 periods
    usable: next_period
    lapse: never
    stop_on: {}
    source: M-02
"""
TEAM_FIGURES = ("mean_done", "grown", "busy_run", "purse", "purse_used")


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Center:
    folder = tmp_path_factory.mktemp("past")
    (folder / "pack.yaml").write_text(PACK, encoding="utf-8")
    return Center.open(folder)


def a_month(center: Center, period: str, staff: Any, **more: Any) -> CenterMonth:
    people = [an_employee_row(each, team=team) for each, (team, _) in staff.items()]
    return center.month(period, employees=people, **more)


def settled(
    center: Center, period: str, staff: Any, closing: Closing | None, **more: Any
) -> Settlement:
    month = a_month(center, period, staff, closing=closing, **more)
    handled = {each: {"handled": n} for each, (_, n) in staff.items() if n is not None}
    return month.settle(month.facts(handled))


def chain(
    center: Center, months: Sequence[Any], first: str, start: Closing | None
) -> list[Settlement]:
    found: list[Settlement] = []
    for ago, staff in enumerate(months):
        closing = found[-1].closing if found else start
        found.append(settled(center, shifted_label(first, ago), staff, closing))
    return found


def team(settlement: Settlement, name: str, figure: str) -> object:
    return settlement.of("team").value(name, figure)


# -- what a window over a team reads ------------------------------------------------------------


def test_a_team_has_a_past_of_its_own(center: Center) -> None:
    months = [{"E1": ("A", 12)}, {"E1": ("A", 8), "E2": ("A", 8)}, {"E1": ("A", 10)}]

    third = chain(center, months, "2026-01", None)[-1]

    assert team(third, "A", "mean_done") == Fraction(12 + 16 + 10, 3)
    assert team(third, "A", "grown") is False
    assert team(third, "A", "busy_run") is Missing.NO_HISTORY
    assert third.of("center").value("center", "year") == 38


def test_a_streak_of_a_team_begins_anew_where_its_condition_fails(center: Center) -> None:
    months = [{"E1": ("A", n)} for n in (12, 9, 10, 11)]

    assert team(chain(center, months, "2026-01", None)[-1], "A", "busy_run") == 2


def test_an_account_of_a_team_goes_on_from_period_to_period(center: Center) -> None:
    months = [{"E1": ("A", 1)}] * 3
    start = a_month(center, "2026-01", months[0]).opening([])

    third = chain(center, months, "2026-01", start)[-1]

    assert team(third, "A", "purse_used") == Money("CNY", "50.00")
    assert team(third, "A", "purse") == Money("CNY", "75.00")
    (purse,) = third.closing.groups[GroupKind.TEAM].accounts
    assert [len(each) for each in purse.lots.values()] == [2]


def test_a_new_team_has_no_past_and_holds_nothing(center: Center) -> None:
    first, second = chain(center, [{"E1": ("A", 12)}, {"E1": ("B", 12)}], "2026-01", None)

    assert team(second, "B", "mean_done") is Missing.NO_HISTORY
    assert team(second, "B", "grown") is Missing.NO_HISTORY
    assert second.of("team").employees == ("B",)
    assert first.closing.groups


def test_a_team_that_is_closed_for_a_month_has_a_gap_not_a_zero(center: Center) -> None:
    months = [{"E1": ("A", 12)}, {"E1": ("B", 5)}, {"E1": ("A", 10)}]

    third = chain(center, months, "2026-01", None)[-1]

    assert team(third, "A", "mean_done") == Fraction(22, 2)
    assert team(third, "A", "grown") is Missing.NO_HISTORY


def test_a_value_nobody_knows_keeps_its_reason_in_the_past_of_a_team(center: Center) -> None:
    months = [{"E1": ("A", None)}, {"E1": ("A", 12)}]

    second = chain(center, months, "2026-01", None)[-1]

    assert team(second, "A", "mean_done") is Missing.NO_RECORDS


# -- teams with another name --------------------------------------------------------------------


def test_a_renamed_team_goes_on_with_its_past(center: Center) -> None:
    first = settled(center, "2026-01", {"E1": ("night", 12), "E2": ("a", 30)}, None)
    renamed = {"renamed_teams": {"late": "night"}}

    second = settled(
        center, "2026-02", {"E1": ("late", 8), "E2": ("a", 10)}, first.closing, decisions=renamed
    )

    assert team(second, "late", "mean_done") == 10
    assert team(second, "a", "mean_done") == 20
    assert second.before is not None
    again = a_month(center, "2026-02", {"E1": ("late", 8), "E2": ("a", 10)}, decisions=renamed)
    assert again.starting_from(second.before).month.closing == second.before


def test_a_merged_team_keeps_its_own_past_and_takes_over_none(center: Center) -> None:
    first = settled(center, "2026-01", {"E1": ("A", 12), "E2": ("B", 30)}, None)

    second = settled(center, "2026-02", {"E1": ("A", 8), "E2": ("A", 30)}, first.closing)

    assert team(second, "A", "mean_done") == Fraction(12 + 38, 2)


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ({"late": "nigth"}, "renamed-team-unknown"),
        ({"a": "night"}, "renamed-team-taken"),
        (["night"], "renamed-teams-shape"),
        ({"late": ""}, "renamed-teams-shape"),
        ({"late": "night", "later": "night"}, "renamed-teams-shape"),
    ],
)
def test_a_name_that_cannot_be_another_is_told(center: Center, names: Any, code: str) -> None:
    first = settled(center, "2026-01", {"E1": ("night", 12), "E2": ("a", 30)}, None)

    with pytest.raises(DataError) as error:
        settled(
            center, "2026-02", {"E1": ("late", 8)}, first.closing,
            decisions={"renamed_teams": names},
        )  # fmt: skip

    assert [each.code for each in error.value.diagnostics] == [code]
    assert all(code not in each.text(at) for each in error.value.diagnostics for at in LOCALES)


# -- closings and openings ----------------------------------------------------------------------


def test_a_closing_with_groups_comes_back_as_it_was(center: Center) -> None:
    closing = chain(center, [{"E1": ("A", 12)}] * 3, "2026-01", None)[-1].closing

    again = read_closing(closing.to_json())

    assert again.to_json() == closing.to_json()
    data = closing.to_dict()["groups"]
    assert data["team"]["ids"] == ["A"]
    assert {each["name"] for each in data["center"]["values"]} == {"done_of_all"}


@pytest.mark.parametrize(
    "change",
    [
        {"ids": ["B", "A"]},
        {"ids": ["A", "A"]},
        {"values": [{"name": "done"}]},
    ],
)
def test_a_closing_whose_groups_are_none_is_told(center: Center, change: Any) -> None:
    data = settled(center, "2026-01", {"E1": ("A", 12)}, None).closing.to_dict()
    data["groups"]["team"].update(change)

    with pytest.raises(DataError) as error:
        Closing.from_dict(data)

    assert [each.code for each in error.value.diagnostics] == ["closing-unreadable"]


def test_an_opening_says_what_teams_and_the_center_were(center: Center) -> None:
    staff = {"E1": ("A", 8)}
    rows = [
        {"subject_kind": "team", "subject_id": "A", "name": "done", "period": "2026-08",
         "amount": "12"},
        {"subject_kind": "team", "subject_id": "A", "name": "done >= 10", "period": "2026-08",
         "amount": "yes"},
        {"subject_kind": "team", "subject_id": "A", "name": "purse", "amount": "75.00",
         "unit": "CNY"},
        {"subject_kind": "center", "subject_id": "", "name": "done_of_all", "period": "2026-07",
         "amount": "100"},
    ]  # fmt: skip
    opening = a_month(center, "2026-09", staff).opening(rows)

    settlement = settled(center, "2026-09", staff, opening)

    assert team(settlement, "A", "mean_done") == 10
    assert team(settlement, "A", "busy_run") == 0
    assert team(settlement, "A", "purse_opening") == Money("CNY", "75.00")
    assert settlement.of("center").value("center", "year") == 108


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"subject_kind": "queue", "subject_id": "A", "name": "done"}, "opening-subject"),
        ({"subject_kind": "center", "subject_id": "south", "name": "year"}, "opening-subject"),
        ({"subject_kind": "team", "subject_id": "", "name": "done"}, "opening-nobody"),
        ({"subject_kind": "team", "subject_id": "A", "name": "handled"}, "opening-unknown"),
        ({"subject_kind": "employee", "subject_id": "E1", "name": "done"}, "opening-unknown"),
        ({"subject_kind": "team", "subject_id": "A", "name": "done", "amount": "x"},
         "opening-value"),
    ],
)  # fmt: skip
def test_a_wrong_row_about_a_group_is_told(
    center: Center, row: dict[str, object], code: str
) -> None:
    month = a_month(center, "2026-09", {"E1": ("A", 8)})

    with pytest.raises(DataError) as error:
        month.opening([{"amount": "1", **row}])

    assert [each.code for each in error.value.diagnostics] == [code]


def test_a_month_says_what_is_not_known_of_the_past_of_groups(center: Center) -> None:
    staff = {"E1": ("A", 8)}
    rows = [{"subject_kind": "team", "subject_id": "Z", "name": "done", "amount": "12"}]
    without = settled(center, "2026-09", staff, None)
    strange = settled(center, "2026-09", staff, a_month(center, "2026-09", staff).opening(rows))

    (absent,) = [each for each in without.diagnostics if each.code == "closing-absent"]
    assert "teams: done × 2" in absent.text("en")
    assert "center: done_of_all × 11" in absent.text("zh_CN")
    (told,) = [each for each in strange.diagnostics if each.code == "opening-stranger-group"]
    assert "Z" in told.text("en")


def test_lots_of_a_team_are_never_lost_silently(center: Center, tmp_path: Any) -> None:
    staff = {"E1": ("A", 8)}
    start = a_month(center, "2026-01", staff).opening([])
    closing = settled(center, "2026-01", staff, start).closing
    rules = PACK[: PACK.index("accounts:")]
    (tmp_path / "pack.yaml").write_text(rules, encoding="utf-8")

    with pytest.raises(DataError) as error:
        settled(Center.open(tmp_path), "2026-02", staff, closing)

    (found,) = error.value.diagnostics
    assert found.code == "closing-account-gone-group"
    assert "purse" in found.text("zh_TW")


def test_a_settlement_with_a_past_of_groups_is_settled_again_to_the_byte(center: Center) -> None:
    last = chain(center, [{"E1": ("A", 12)}] * 3, "2026-01", None)[-1]

    data = json.loads(json.dumps(last.to_dict()))
    again = a_month(center, "2026-03", {"E1": ("A", 12)}).from_dict(data)

    assert again.to_json() == last.to_json()
    assert team(again, "A", "mean_done") == 12


def test_a_pinned_or_explained_window_of_a_team_tells_its_periods(center: Center) -> None:
    last = chain(center, [{"E1": ("A", n)} for n in (12, 9, 10)], "2026-01", None)[-1]

    for locale in LOCALES:
        told = str(last.of("team").explain("A", "mean_done", locale=locale))
        assert "2026-01" in told
        assert "12" in told
        assert "explain-" not in told


# -- a corrected month --------------------------------------------------------------------------


def test_a_corrected_month_tells_which_periods_read_what_teams_were_before(
    center: Center,
) -> None:
    months = [{"E1": ("A", 12), "E2": ("B", 3)}] * 4
    settlements = chain(center, months, "2026-01", None)
    put_right = {"E1": ("A", 20), "E2": ("B", 3)}
    after = settled(center, "2026-02", put_right, settlements[0].closing)

    found = after.diff(settlements[1], later=settlements[2:])

    assert found.left == ("center done_of_all 2026-02", "team done 2026-02")
    assert found.stale == ("2026-03", "2026-04")
    assert "2026-03" in found.text("zh_CN")


def test_a_correction_that_groups_do_not_feel_leaves_later_periods_alone(center: Center) -> None:
    settlements = chain(center, [{"E1": ("A", 12), "E2": ("A", 3)}] * 2, "2026-01", None)
    swapped = {"E1": ("A", 3), "E2": ("A", 12)}
    after = settled(center, "2026-01", swapped, None)

    assert after.diff(settlements[0], later=settlements[1:]).stale == ()


# -- laws ---------------------------------------------------------------------------------------

STAFF = st.dictionaries(
    st.sampled_from(["E1", "E2", "E3", "E4"]),
    st.tuples(st.sampled_from("AB"), st.one_of(st.none(), st.integers(0, 15))),
    min_size=1,
)
YEARS = st.lists(STAFF, min_size=24, max_size=24)


@settings(max_examples=8, deadline=None)
@given(months=YEARS)
def test_twelve_months_of_groups_from_an_opening_equal_the_last_of_twenty_four(
    center: Center, months: list[dict[str, tuple[str, int | None]]]
) -> None:
    whole = chain(center, months, "2025-01", None)
    handed_in = attrs.evolve(whole[11].closing, settlement_digest="")
    opening = Closing.from_dict(json.loads(handed_in.to_json()))

    later = chain(center, months[12:], "2026-01", opening)

    for one, other in zip(whole[12:], later, strict=True):
        assert figures_of(one) == figures_of(other)
        assert one.closing.groups.keys() == other.closing.groups.keys()
        assert one.closing.to_dict()["groups"] == other.closing.to_dict()["groups"]


@settings(max_examples=8, deadline=None)
@given(months=YEARS)
def test_the_past_of_a_group_is_what_its_own_periods_were(
    center: Center, months: list[dict[str, tuple[str, int | None]]]
) -> None:
    last = chain(center, months[:14], "2025-01", None)[-1]

    for name in last.of("team").employees:
        known = [_sum(each, name) for each in months[11:14]]
        there = [each for each in known if each is not None]
        found = team(last, name, "mean_done")
        if len(there) >= 2:
            assert found == Fraction(sum(there), len(there))
        else:
            assert isinstance(found, Missing)
    sums = [_sum(each) for each in months[2:14]]
    of_all = [each for each in sums if each is not None]
    year = last.of("center").value("center", "year")
    assert year == sum(of_all) if of_all else isinstance(year, Missing)


def _sum(staff: Mapping[str, tuple[str, int | None]], name: str = "") -> int | None:
    """Return what a team handled, or everybody; nothing where somebody's is not known."""
    found = [n for at, n in staff.values() if name in ("", at)]
    there = [n for n in found if n is not None]
    return sum(there) if there else None


def figures_of(settlement: Settlement) -> dict[str, object]:
    teams, whole = settlement.of("team"), settlement.of("center")
    found = {
        f"{name} {figure}": teams.value(name, figure)
        for name in teams.employees
        for figure in TEAM_FIGURES
    }
    return {**found, "year": whole.value("center", "year")}
