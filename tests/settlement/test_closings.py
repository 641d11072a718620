"""Closings and openings: what one period leaves the next, and which one is refused."""

from __future__ import annotations

import datetime as dt
import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.errors import DataError, SettlementError
from ccops.settlement import (
    Closing,
    OpeningRow,
    Ruling,
    RulingKind,
    load_settlement,
    opening_from_rows,
    opening_of,
    read_closing,
    save_settlement,
    settlement_from_data,
)
from ccops.testing.builders import an_employee
from ccops.testing.plans import a_fact, a_figure, a_month, a_plan, a_population, a_settlement
from ccops.values import Missing, Rounding, RoundingMode, Unit
from ccops.values.periods import shifted_label
from tests.copies import pickled
from tests.laws import tried

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from ccops.plan import Plan
    from ccops.settlement import MonthRules, Settlement

CENTS = Rounding(scale=100, mode=RoundingMode.HALF_UP)
FACTS = (
    a_fact("score", Unit.POINTS, range="[0..100]", step=Fraction(1, 100)),
    a_fact("part", Unit.RATIO, range="[0..1]"),
    a_fact("clean", Unit.FLAG),
    a_fact("away", Unit.FLAG),
    a_fact("line", Unit.WORD, words=("phone", "mail")),
    a_fact("seen_on", Unit.DATE),
    a_fact("late", Unit.DURATION),
    a_fact("fee", Unit.MONEY),
)
FIGURES = (
    a_figure("mean", "mean_last(score, 3, at_least=2)", rounding=CENTS),
    a_figure("run", "streak(clean, at_least=2, skip=away)"),
    a_figure("often", "count_last(score >= 60, 4, at_least=1)"),
    a_figure("third", "previous(part)"),
)


def plan_of(*figures: Any) -> Plan:
    plan = a_plan(*(figures or FIGURES), facts=FACTS)
    assert plan.diagnostics == ()
    return plan


PLAN = plan_of()


def rules_of(plan: Plan, period: str = "2026-10") -> MonthRules:
    return a_month(plan, [], period=period).rules


def codes(error: pytest.ExceptionInfo[Any]) -> list[str]:
    return [each.code for each in error.value.diagnostics]


def one_month(**facts: object) -> Settlement:
    return a_settlement(PLAN, {"A": facts}, period="2026-09")


def chain(
    plan: Plan,
    given: Sequence[Mapping[str, Mapping[str, object]]],
    first: str,
    start: Closing | None,
) -> list[Settlement]:
    found: list[Settlement] = []
    for ago, facts in enumerate(given):
        label = shifted_label(first, ago)
        closing = found[-1].closing if found else start
        found.append(a_settlement(plan, facts, period=label, closing=closing))
    return found


# -- what is in a closing -----------------------------------------------------------------------


def test_a_closing_of_a_plan_that_asks_for_nothing_is_empty() -> None:
    closing = a_settlement(plan_of(a_figure("dirty", "not clean")), {"A": {}}).closing

    assert closing.values == ()
    assert closing.employees == ()


def test_a_closing_holds_what_windows_ask_for_and_no_period_more() -> None:
    given = [{"A": {"score": "70", "clean": True, "away": False, "part": "1/3"}}] * 5

    closing = chain(PLAN, given, "2026-01", None)[-1].closing

    held: dict[str, list[str]] = {}
    for each in closing.values:
        held.setdefault(each.name, []).append(each.period)
    assert sorted(held["score"]) == ["2026-04", "2026-05"]
    assert sorted(held["score >= 60"]) == ["2026-03", "2026-04", "2026-05"]
    assert held["part"] == ["2026-05"]
    assert "clean" not in held  # a streak is carried as a number
    assert held["streak(clean, at_least=2, skip=away)"] == ["2026-05"]


def test_a_closing_comes_back_as_it_was() -> None:
    figures = [
        a_figure(f"was_{each.name}", f"previous({each.name})", rounding=CENTS if n == 0 else None)
        for n, each in enumerate(FACTS)
    ]
    settled = a_settlement(
        plan_of(*figures),
        {
            "A": {
                "score": "84.50", "part": "1/3", "clean": True, "away": False, "line": "mail",
                "seen_on": dt.date(2026, 9, 3), "late": "90 s", "fee": "CNY 12.30",
            },
            "B": {"score": "0", "clean": False},
        },
        period="2026-09",
    )  # fmt: skip

    back = Closing.from_dict(settled.closing.to_dict())

    assert back.to_json() == settled.closing.to_json()
    assert back.digest == settled.closing.digest
    assert pickled(back).digest == back.digest
    again = a_settlement(plan_of(*figures), {"A": {}, "B": {}}, period="2026-10", closing=back)
    for each in FACTS:
        assert again.value("A", f"was_{each.name}") == settled.value("A", each.name)
    assert again.value("B", "was_part") is Missing.NOT_MEASURED


def test_a_closing_keeps_the_reason_why_something_was_missing() -> None:
    first = one_month(clean=True, away=False)

    second = a_settlement(
        plan_of(a_figure("before", "previous(score)", rounding=CENTS)),
        {"A": {}},
        closing=attrs.evolve(first.closing),
    )

    assert second.value("A", "before") is Missing.NOT_MEASURED


def test_a_closing_joins_the_populations_of_a_figure() -> None:
    agents = a_population("agents", "role == 'agent'")
    leads = a_population("leads", "role == 'lead'")
    plan = a_plan(
        a_figure("total", "score", of="agents", rounding=CENTS),
        a_figure("total", "score", of="leads", rounding=Rounding(scale=1, mode=RoundingMode.DOWN)),
        a_figure("a_mean", "mean_last(total, 2)", of="agents", rounding=CENTS),
        facts=FACTS,
        populations=(agents, leads),
    )
    people = [an_employee("L", role="lead")]
    first = a_settlement(
        plan,
        {"A": {"score": "80.25"}, "L": {"score": "90.75"}},
        employees=people,
        period="2026-09",
    )

    (total,) = first.closing.values
    assert list(total.rows) == [0, 1]
    promoted = [an_employee("A", role="agent"), an_employee("L", role="agent")]
    second = a_settlement(
        plan,
        {"A": {"score": "80.25"}, "L": {"score": "91"}},
        employees=promoted,
        closing=first.closing,
    )
    assert str(second.value("L", "a_mean")) == "90.50"  # his values under the name, whoever he was


def test_somebody_away_for_a_month_keeps_his_earlier_values() -> None:
    plan = plan_of(a_figure("some", "mean_last(score, 3, at_least=1)", rounding=CENTS))
    first, second = chain(
        plan,
        [{"A": {"score": "60"}, "B": {"score": "80"}}, {"A": {"score": "70"}}],
        "2026-08",
        None,
    )

    third = a_settlement(
        plan, {"A": {"score": "80"}, "B": {"score": "90"}}, closing=second.closing
    )

    assert set(first.closing.employees) == {"A", "B"}
    assert str(third.value("B", "some")) == "85.00"
    assert "B" in second.closing.employees


# -- laws ---------------------------------------------------------------------------------------

MONTH = st.fixed_dictionaries(
    {
        "score": st.one_of(st.none(), st.integers(40, 100).map(str)),
        "clean": st.one_of(st.none(), st.booleans(), st.booleans()),
        "away": st.booleans(),
        "part": st.one_of(st.none(), st.sampled_from(["1/3", "1/2"])),
    }
)
CENTER = st.lists(
    st.dictionaries(st.sampled_from("ABC"), MONTH, min_size=1), min_size=24, max_size=24
)


@tried(12)
@given(center=CENTER)
def test_twelve_months_from_an_opening_equal_the_last_twelve_of_twenty_four(
    center: list[dict[str, dict[str, object]]],
) -> None:
    given = [
        {name: {k: v for k, v in own.items() if v is not None} for name, own in month.items()}
        for month in center
    ]
    whole = chain(PLAN, given, "2025-01", None)
    handed_in = attrs.evolve(whole[11].closing, settlement_digest="")
    opening = Closing.from_dict(json.loads(handed_in.to_json()))

    later = chain(PLAN, given[12:], "2026-01", opening)

    for one, other in zip(whole[12:], later, strict=True):
        for employee in one.employees:
            for figure in ("mean", "run", "often", "third"):
                assert one.value(employee, figure) == other.value(employee, figure)
        assert one.closing.values != () or not other.closing.values
        assert _without_settlement(one.closing) == _without_settlement(other.closing)


def _without_settlement(closing: Closing) -> dict[str, Any]:
    data = closing.to_dict()
    return {key: value for key, value in data.items() if key not in ("settlement", "digest")}


@tried(10)
@given(center=CENTER)
def test_only_the_last_closing_matters(center: list[dict[str, dict[str, object]]]) -> None:
    given = [
        {name: {k: v for k, v in own.items() if v is not None} for name, own in month.items()}
        for month in center[:6]
    ]
    straight = chain(PLAN, given, "2026-01", None)
    stored: Closing | None = None
    for ago, facts in enumerate(given):
        label = shifted_label("2026-01", ago)
        settled = a_settlement(PLAN, facts, period=label, closing=stored)
        stored = read_closing(settled.closing.to_json())

    assert stored is not None
    assert stored.to_json() == straight[-1].closing.to_json()


# -- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"period": "2026-08"}, "closing-not-before"),
        ({"period": "2026-10"}, "closing-not-before"),
        ({"pack_id": "other"}, "closing-other-pack"),
        ({"currency": "HKD"}, "closing-other-currency"),
    ],
)
def test_a_closing_that_does_not_fit_is_refused_by_name(change: dict[str, str], code: str) -> None:
    before: Any = one_month(score="80").closing
    closing = attrs.evolve(before, **change)

    with pytest.raises(DataError) as error:
        a_settlement(PLAN, {"A": {}}, closing=closing)

    assert codes(error) == [code]


def test_values_of_another_unit_or_finer_ones_are_refused() -> None:
    closing = one_month(score="80.25", part="1/3").closing
    coarse = a_fact("score", Unit.POINTS, range="[0..100]", step=Fraction(1))
    money = a_fact("part", Unit.MONEY)
    plan = a_plan(
        a_figure("a", "previous(score)", rounding=CENTS),
        a_figure("b", "previous(part)"),
        facts=(coarse, money),
    )

    with pytest.raises(DataError) as error:
        a_settlement(plan, {"A": {}}, closing=closing)

    assert sorted(codes(error)) == ["closing-other-unit", "closing-too-fine"]


def test_a_value_that_is_as_coarse_as_needed_is_taken() -> None:
    closing = one_month(score="80.00").closing
    coarse = a_fact("score", Unit.POINTS, range="[0..100]", step=Fraction(1))
    plan = a_plan(a_figure("a", "previous(score)", rounding=CENTS), facts=(coarse,))

    assert str(a_settlement(plan, {"A": {}}, closing=closing).value("A", "a")) == "80.00"


def test_a_closing_changed_by_hand_is_refused() -> None:
    data = one_month(score="80").closing.to_dict()
    (score,) = (each for each in data["values"] if each["name"] == "score")
    score["cells"][0] = "90.00"

    with pytest.raises(DataError) as error:
        Closing.from_dict(data)

    assert codes(error) == ["closing-altered"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data.update(schema="ccops.closing/9"),
        lambda data: data.pop("employees"),
        lambda data: data.update(employees=["B", "A"]),
        lambda data: data.update(period="October"),
        lambda data: data["values"][0].update(rows=[7]),
        lambda data: data["values"][0].update(rows=[0, 0]),
        lambda data: data["values"][0].update(cells=[1.5]),
        lambda data: data["values"][0].update(cells=[]),
        lambda data: data["values"][0].update(cells=[None]),
        lambda data: data["values"][0].update(unit="shoes"),
        lambda data: data["values"][0].update(missing={"forgotten": [0]}),
    ],
    ids=[
        "schema",
        "no-employees",
        "unsorted",
        "period",
        "row-too-far",
        "row-twice",
        "float",
        "too-few",
        "empty-cell",
        "unit",
        "reason",
    ],
)
def test_what_is_no_closing_is_told_as_such(damage: Callable[[Any], object]) -> None:
    plan = plan_of(a_figure("before", "previous(score)", rounding=CENTS))
    data = a_settlement(plan, {"A": {"score": "80"}}).closing.to_dict()
    damage(data)

    with pytest.raises(DataError) as error:
        Closing.from_dict(data)

    assert codes(error) == ["closing-unreadable"]


@pytest.mark.parametrize("text", [b"", b"[]", b"\xff", b"{"])
def test_a_file_that_is_no_closing_is_told_as_such(text: bytes) -> None:
    with pytest.raises(DataError) as error:
        read_closing(text)

    assert codes(error) == ["closing-unreadable"]


def test_a_month_without_a_closing_says_what_is_not_known() -> None:
    settled = one_month(score="80")

    (warning,) = (each for each in settled.diagnostics if each.code == "closing-absent")
    assert "score × 2" in str(warning.args["needs"])


# -- openings -----------------------------------------------------------------------------------


def test_an_opening_starts_a_center_in_any_month() -> None:
    rows = [
        {
            "subject_id": "A",
            "name": "score",
            "period": "2026-08",
            "amount": "70",
            "unit": "points",
        },
        {"subject_id": "A", "name": "score", "amount": "80.50", "unit": "points"},
        {"subject_id": "A", "name": "part", "amount": "25", "unit": "%"},
        {"subject_id": "A", "name": "clean", "period": "2026-09", "amount": "yes", "unit": "flag"},
        {"subject_id": "A", "name": "away", "period": "2026-09", "amount": "no", "unit": "flag"},
        {"subject_id": "A", "name": "clean", "period": "2026-08", "amount": "no", "unit": "flag"},
        {"subject_id": "A", "name": "away", "period": "2026-08", "amount": "no", "unit": "flag"},
    ]
    opening = opening_from_rows(rows, rules_of(PLAN))

    settled = a_settlement(
        PLAN, {"A": {"score": "90", "clean": True, "away": False}}, closing=opening
    )

    assert str(settled.value("A", "mean")) == "80.17"
    assert str(settled.value("A", "third")) == "0.25"
    assert settled.value("A", "run") == 2
    assert "opening 2026-09" in str(settled.explain("A", "mean", locale="en"))
    assert not [each for each in settled.diagnostics if each.code == "closing-absent"]


def test_a_streak_may_be_handed_in_as_a_number() -> None:
    name = "streak(clean, at_least=2, skip=away)"
    opening = opening_of([OpeningRow(subject="A", name=name, amount=7)], rules_of(PLAN))

    settled = a_settlement(PLAN, {"A": {"clean": True, "away": False}}, closing=opening)

    assert settled.value("A", "run") == 8


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"subject_id": "", "name": "score", "amount": "1"}, "opening-nobody"),
        ({"subject_id": "A", "name": "scroe", "amount": "1"}, "opening-unknown"),
        ({"subject_id": "A", "name": "score", "amount": "many"}, "opening-value"),
        ({"subject_id": "A", "name": "score", "amount": "1", "unit": "CNY"}, "opening-value"),
        ({"subject_id": "A", "name": "score", "amount": "1.005"}, "opening-value"),
        (
            {"subject_id": "A", "name": "score", "amount": "1", "period": "2026-10"},
            "opening-period",
        ),
        (
            {"subject_id": "A", "name": "score", "amount": "1", "period": "9/2026"},
            "opening-period",
        ),
        ({"subject_kind": "team", "subject_id": "T", "name": "score"}, "opening-subject"),
    ],
)
def test_a_wrong_row_of_an_opening_is_told(row: dict[str, object], code: str) -> None:
    with pytest.raises(DataError) as error:
        opening_from_rows([row], rules_of(PLAN))

    assert codes(error) == [code]


def test_a_wrong_row_of_an_opening_is_told_at_its_line_in_the_words_of_the_locale() -> None:
    rows = [
        {"subject_id": "A", "name": "score", "amount": "8", "unit": "CNY"},
        {"subject_kind": "team", "subject_id": "T", "name": "score"},
    ]
    placed = [{**row, "source_ref": f"opening.csv:{line}"} for line, row in enumerate(rows, 2)]

    with pytest.raises(DataError) as error:
        opening_from_rows(placed, rules_of(PLAN))

    value, subject = error.value.diagnostics
    assert value.render(locale="zh_CN").startswith(
        "opening.csv:2:1: 错误: A：CNY 8 不能作 score（points）的值"
    )
    assert subject.render(locale="en").startswith("opening.csv:3:1: error: ")


def test_two_values_for_one_cell_are_told_and_the_same_twice_is_not() -> None:
    def opening(second: str) -> Closing:
        rows = [OpeningRow(subject="A", name="score", amount=each) for each in ("1", second)]
        return opening_of(rows, rules_of(PLAN))

    with pytest.raises(DataError) as error:
        opening("2")

    assert codes(error) == ["opening-twice"]
    assert len(opening("1").values) == 1


# -- stored -------------------------------------------------------------------------------------


def test_a_stored_settlement_is_settled_again_with_its_closing(tmp_path: Path) -> None:
    first = one_month(score="80", clean=True, away=False)
    second = a_settlement(PLAN, {"A": {"score": "90", "clean": True}}, closing=first.closing)
    again = settlement_from_data(json.loads(json.dumps(second.to_dict())), second.rules)
    assert (again.to_json(), again.before) == (second.to_json(), second.before)
    save_settlement(second, tmp_path)

    loaded = load_settlement(tmp_path, second.rules)

    assert loaded.to_json() == second.to_json()
    assert loaded.closing.to_json() == second.closing.to_json()
    assert loaded.manifest.closing_digest == first.closing.digest
    assert (tmp_path / "closing.json").read_bytes() == second.closing.to_json()


def test_a_stored_settlement_refuses_another_closing(tmp_path: Path) -> None:
    first = one_month(score="80", clean=True, away=False)
    second = a_settlement(PLAN, {"A": {"score": "90"}}, closing=first.closing)
    save_settlement(second, tmp_path)
    (tmp_path / "before.json").write_bytes(one_month(score="81").closing.to_json())

    with pytest.raises(SettlementError) as error:
        load_settlement(tmp_path, second.rules)

    assert codes(error) == ["closing-other-digest"]
    (tmp_path / "before.json").unlink()
    with pytest.raises(DataError) as gone:
        load_settlement(tmp_path, second.rules)
    assert codes(gone) == ["stored-unreadable"]


def test_a_value_no_rule_reckons_with_is_refused() -> None:
    """A table over the window is proven whole for 0 to 100; 120 would meet no row of it."""
    opening = opening_of([OpeningRow(subject="A", name="score", amount="120")], rules_of(PLAN))

    with pytest.raises(DataError) as error:
        a_settlement(PLAN, {"A": {}}, closing=opening)

    assert codes(error) == ["closing-out-of-range"]


# -- the last known value -----------------------------------------------------------------------


def a_ruling(employee: str = "A") -> Ruling:
    return Ruling(
        employee_id=employee,
        fact="score",
        kind=RulingKind.LAST_KNOWN,
        by="M. Chen",
        because="the form is lost",
    )


def test_the_last_known_value_is_that_of_the_latest_period_that_has_one() -> None:
    two = chain(PLAN, [{"A": {"score": "70"}}, {"A": {}}], "2026-08", None)[-1]

    settled = a_settlement(PLAN, {"A": {}}, rulings=[a_ruling()], closing=two.closing)

    assert str(settled.value("A", "score")) == "70.00"
    assert "M. Chen" in str(settled.explain("A", "score", locale="en"))


def test_without_an_earlier_value_nothing_is_the_last_known(tmp_path: Path) -> None:
    first = a_settlement(PLAN, {"A": {}, "B": {"score": "80"}}, period="2026-09")

    with pytest.raises(DataError) as error:
        a_settlement(PLAN, {"A": {}}, rulings=[a_ruling()], closing=first.closing)
    assert codes(error) == ["ruling-no-history"]

    settled = a_settlement(PLAN, {"B": {}}, rulings=[a_ruling("B")], closing=first.closing)
    save_settlement(settled, tmp_path)
    assert load_settlement(tmp_path, settled.rules).to_json() == settled.to_json()
