"""Tables as figures: every hit policy, several outputs, parameters in cells, missing values."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from ccops.messages import LOCALES, Label, Origin, Severity, Text
from ccops.plan import (
    Definition,
    FigureRule,
    OutputRule,
    Plan,
    RankFigure,
    TableFigure,
    TableOutput,
    TableRule,
    Unranked,
)
from ccops.rules import ColumnRule
from ccops.rules.places import PlacesRounding, Quotas
from ccops.rules.ranks import Barred, Ties, Unknown
from ccops.rules.tables import Collect, HitPolicy
from ccops.testing.plans import a_fact, a_figure, a_plan, a_settlement
from ccops.values import Bounds, Missing, Money, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.settlement import Settlement

FACTS = (
    a_fact("score", Unit.POINTS, range="[0..100]", step=Fraction(1, 100)),
    a_fact("exam", Unit.POINTS, range="[0..100]", step=Fraction(1), optional=True),
    a_fact("late", Unit.COUNT, range="[0..50]"),
    a_fact("talk", Unit.DURATION, range="[0 h..300 h]"),
    a_fact("sales", Unit.MONEY, range="[CNY 0..CNY 100000]"),
    a_fact("share_done", Unit.RATIO, range="[0..1]"),
    a_fact("since", Unit.DATE),
    a_fact("vip", Unit.FLAG),
    a_fact("line", Unit.WORD, words=("phone", "mail, post", "chat")),
)
NOTHING: dict[str, object] = {
    "score": "80", "late": 0, "talk": "10 h", "sales": "CNY 0", "share_done": "0.5",
    "since": "2026-01-01", "vip": False, "line": "phone",
}  # fmt: skip


def a_column(name: str, **more: Any) -> ColumnRule:
    return ColumnRule(name=name, reads=Text(name), **more)


def a_table(
    *rows: tuple[str, ...],
    columns: tuple[str, ...] = ("score",),
    unit: Unit = Unit.MONEY,
    priorities: tuple[str, ...] = (),
    otherwise: str | None = None,
    **more: Any,
) -> TableFigure:
    return TableFigure(
        name="given",
        population=Text("employees"),
        columns=tuple(map(a_column, columns)),
        rows=tuple(tuple(map(Text, row)) for row in rows),
        priorities=tuple(map(Text, priorities)),
        otherwise=None if otherwise is None else Text(otherwise),
        unit=unit,
        **{"hit": HitPolicy.FIRST, **more},
    )


def plan_of(*figures: Definition, **more: Any) -> Plan:
    return a_plan(*figures, facts=FACTS, **more)


def codes(plan: Plan) -> list[str]:
    return [each.code for each in plan.diagnostics if each.severity is not Severity.INFO]


def settled(plan: Plan, **people: Mapping[str, object]) -> Settlement:
    assert codes(plan) == []
    return a_settlement(plan, {name: {**NOTHING, **given} for name, given in people.items()})


def given_to(plan: Plan, **people: Mapping[str, object]) -> list[object]:
    settlement = settled(plan, **people)
    return [settlement.value(name, "given") for name in people]


# -- hit policies -------------------------------------------------------------------------------

LATE = (("late", ">= 1", "-"), ("often", ">= 3", "-"), ("short", "-", "< 8 h"))
PEOPLE = {
    "E1": {"late": 0, "talk": "9 h"},
    "E2": {"late": 2, "talk": "9 h"},
    "E3": {"late": 3, "talk": "2 h"},
}


@pytest.mark.parametrize(
    ("collect", "amounts", "expected"),
    [
        (Collect.SUM, ("CNY 10", "CNY 20.50", "CNY 5"), ["0.00", "10.00", "35.50"]),
        (Collect.MIN, ("CNY 20.50", "CNY 10", "CNY 5"), ["0.00", "20.50", "5.00"]),
        (Collect.MAX, ("CNY 10", "CNY 20.50", "CNY 5"), ["0.00", "10.00", "20.50"]),
    ],
)
def test_amounts_are_collected_exactly(
    collect: Collect, amounts: tuple[str, ...], expected: list[str]
) -> None:
    rows = tuple((*row[1:], pays) for row, pays in zip(LATE, amounts, strict=True))
    table = a_table(
        *rows, columns=("late", "talk"), hit=HitPolicy.COLLECT, collect=collect, otherwise="CNY 0"
    )
    found = given_to(plan_of(table), **PEOPLE)
    assert [str(each.amount) for each in found if isinstance(each, Money)] == expected


def test_rows_that_hold_are_counted() -> None:
    table = a_table(
        *(row[1:] for row in LATE),
        columns=("late", "talk"),
        unit=Unit.COUNT,
        hit=HitPolicy.COLLECT,
        collect=Collect.COUNT,
        otherwise="0",
    )
    assert given_to(plan_of(table), **PEOPLE) == [0, 1, 3]


@pytest.mark.parametrize(
    ("hit", "more", "expected"),
    [
        (HitPolicy.RULE_ORDER, {}, ["fine", "late", "late, often, short"]),
        (
            HitPolicy.OUTPUT_ORDER,
            {"priorities": ("short", "often", "late")},
            ["fine", "late", "short, often, late"],
        ),
        (HitPolicy.COLLECT, {"collect": Collect.LIST}, ["fine", "late", "late, often, short"]),
        (
            HitPolicy.PRIORITY,
            {"priorities": ("often", "short", "late", "fine")},
            ["fine", "late", "often"],
        ),
    ],
)
def test_words_are_listed_in_order_or_by_priority(
    hit: HitPolicy, more: dict[str, Any], expected: list[str]
) -> None:
    rows = tuple((*row[1:], row[0]) for row in LATE)
    table = a_table(
        *rows, columns=("late", "talk"), unit=Unit.WORD, hit=hit, otherwise="fine", **more
    )
    assert given_to(plan_of(table), **PEOPLE) == expected


def test_a_list_says_a_word_twice_in_row_order_and_once_where_it_is_collected() -> None:
    rows = ((">= 1", "note"), (">= 2", "note"))
    for hit, collect, expected in (
        (HitPolicy.RULE_ORDER, None, "note, note"),
        (HitPolicy.COLLECT, Collect.LIST, "note"),
    ):
        table = a_table(
            *rows, columns=("late",), unit=Unit.WORD, hit=hit, collect=collect, otherwise="none"
        )
        assert given_to(plan_of(table), E1={"late": 5}) == [expected]


def test_the_words_of_a_list_are_a_closed_list_for_formulas() -> None:
    rows = (("[1..2]", "few"), (">= 2", "many"))
    table = a_table(
        *rows, columns=("late",), unit=Unit.WORD, hit=HitPolicy.RULE_ORDER, otherwise="none"
    )
    assert codes(plan_of(table, a_figure("both", "given == 'few, many'"))) == []
    assert codes(plan_of(table, a_figure("never", "given == 'many, few'"))) == ["unknown-word"]


def test_what_a_sum_can_come_to_bounds_what_reads_it() -> None:
    rows = (("< 10", "CNY 7"), (">= 10", "CNY 9"), (">= 20", "CNY 1"))
    table = a_table(*rows, columns=("late",), hit=HitPolicy.COLLECT, collect=Collect.SUM)
    (step,) = plan_of(table).steps_of("given")
    assert step.bounds == Bounds(Fraction(7), Fraction(10))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"hit": HitPolicy.COLLECT}, "collect-missing"),
        ({"collect": Collect.SUM}, "collect-not-asked"),
        ({"hit": HitPolicy.PRIORITY}, "priorities-missing"),
        ({"priorities": ("CNY 1",)}, "priorities-not-asked"),
        (
            {"hit": HitPolicy.PRIORITY, "priorities": ("CNY 1", "CNY 1", "CNY 2", "CNY 0")},
            "priority-twice",
        ),
        ({"hit": HitPolicy.PRIORITY, "priorities": ("CNY 1", "CNY 0")}, "priority-not-listed"),
        (
            {"hit": HitPolicy.PRIORITY, "priorities": ("CNY 1", "CNY 2", "CNY 0", "CNY 9")},
            "priority-unused",
        ),
        ({"hit": HitPolicy.RULE_ORDER}, "hit-output-unit"),
        ({"hit": HitPolicy.COLLECT, "collect": Collect.COUNT}, "hit-output-unit"),
        ({"hit": HitPolicy.COLLECT, "collect": Collect.LIST}, "hit-output-unit"),
    ],
)
def test_a_policy_says_what_it_lacks(more: dict[str, Any], code: str) -> None:
    table = a_table((">= 80", "CNY 2"), ("< 80", "CNY 1"), **{"otherwise": "CNY 0", **more})
    found = plan_of(table).diagnostics
    assert code in {each.code for each in found}
    for each in found:
        assert len({each.text(locale) for locale in LOCALES}) == len(LOCALES)
        assert all("{" not in each.render(locale) for locale in LOCALES)


def test_what_no_row_gives_is_never_assumed_to_be_zero() -> None:
    table = a_table((">= 80", "CNY 2"), hit=HitPolicy.COLLECT, collect=Collect.SUM)
    assert codes(plan_of(table)) == ["table-gap"]


def test_a_word_with_a_comma_cannot_be_listed() -> None:
    table = a_table(
        ("-", "'late, often'"), unit=Unit.WORD, hit=HitPolicy.RULE_ORDER, otherwise="none"
    )
    assert codes(plan_of(table)) == ["list-word-comma"]


# -- several outputs ----------------------------------------------------------------------------


def a_grade(**more: Any) -> FigureRule:
    rows = ((">= 90", "S3", "CNY 500"), (">= 70", "S2", "CNY 300"))
    table = TableRule(
        hit=HitPolicy.FIRST,
        rows=tuple(tuple(map(Text, row)) for row in rows),
        otherwise=(Text("S1"), Text("CNY 100")),
    )
    return FigureRule(
        **{
            "name": "grade",
            "population": Text("employees"),
            "label": Label(en="grade"),
            "columns": (a_column("score"),),
            "outputs": (
                OutputRule(name="level", unit=Unit.WORD, label=Label(en="level")),
                OutputRule(name="pay", unit=Unit.MONEY),
            ),
            "table": table,
            "origin": Origin(source="S1-18"),
            **more,
        }
    )


def test_each_output_is_a_figure_of_the_same_row() -> None:
    plan = plan_of(*a_grade().definitions())
    settlement = settled(plan, E1={"score": "90"}, E2={"score": "89.99"}, E3={"score": "5"})
    levels = [settlement.value(each, "grade_level") for each in ("E1", "E2", "E3")]
    pays = [str(settlement.value(each, "grade_pay")) for each in ("E1", "E2", "E3")]
    assert levels == ["S3", "S2", "S1"]
    assert pays == ["CNY 500.00", "CNY 300.00", "CNY 100.00"]
    assert plan.label_of("grade_level") == Label(en="level")
    assert plan.label_of("grade_pay") == Label(en="grade")


def test_an_output_is_explained_by_the_row_and_all_it_gives() -> None:
    settlement = settled(plan_of(*a_grade().definitions()), E2={"score": "89.99"})
    for figure in ("grade_level", "grade_pay"):
        told = str(settlement.explain("E2", figure))
        assert "row 1 does not apply: >= 90 | S3 | CNY 500; refused by score" in told
        assert "row 2 of the table applies: >= 70 | S2 | CNY 300" in told
        assert "S1-18" in told


def test_findings_of_a_table_are_told_once_however_many_outputs_it_has() -> None:
    table = a_grade().table
    assert table is not None
    gap = FigureRule(
        name="grade",
        population=Text("employees"),
        columns=(a_column("score"),),
        outputs=a_grade().outputs,
        table=TableRule(hit=table.hit, rows=table.rows),
    )
    assert codes(plan_of(*gap.definitions())) == ["table-gap"]


@pytest.mark.parametrize(
    "more",
    [
        {"unit": Unit.MONEY},
        {"outputs": ()},
        {"table": None},
        {"is_": Text("score")},
    ],
    ids=["unit-and-outputs", "neither", "nothing", "two-ways"],
)
def test_a_figure_is_made_in_one_way(more: dict[str, Any]) -> None:
    assert a_grade(**more).definitions() == ()


def test_missing_inputs_leave_every_output_missing_for_the_same_reason() -> None:
    settlement = a_settlement(plan_of(*a_grade().definitions()), {"E1": {}})
    assert settlement.value("E1", "grade_level") is Missing.NOT_MEASURED
    assert settlement.value("E1", "grade_pay") is Missing.NOT_MEASURED


def test_otherwise_and_the_unranked_give_a_value_for_each_output() -> None:
    outputs = (TableOutput(name="given", unit=Unit.WORD), TableOutput(name="pay", unit=Unit.MONEY))
    figure = TableFigure(
        name="given",
        population=Text("employees"),
        columns=(ColumnRule(name="place", reads=None, places_of=Text("ranks")),),
        hit=HitPolicy.FIRST,
        rows=((Text("<= 50%"), Text("top"), Text("CNY 5")),),
        otherwise=(Text("rest"), Text("CNY 1")),
        outputs=outputs,
        unit=Unit.WORD,
        unranked=Unranked(pays=Text("none"), code="not_ranked"),
    )
    assert codes(plan_of(a_rank(), figure)) == ["table-otherwise-width"]


def a_rank() -> RankFigure:
    return RankFigure(
        name="ranks",
        population=Text("employees"),
        order=(Text("score desc"),),
        ties=Ties.SHARE_BEST,
        unknown=Unknown.OUTSIDE,
        barred=Barred.KEEP_PLACE,
        places=PlacesRounding.EXACT,
    )


def test_a_rank_that_leaves_people_out_needs_to_know_what_they_get() -> None:
    share = ColumnRule(name="place", reads=None, places_of=Text("ranks"))
    table = a_table(("<= 50%", "CNY 5"), ("> 50%", "CNY 1"))
    figure = TableFigure(
        name="given", population=Text("employees"), columns=(share,), hit=table.hit,
        rows=table.rows,
    )  # fmt: skip
    assert codes(plan_of(a_rank(), figure)) == ["unranked-missing"]


@pytest.mark.parametrize("unknown", Unknown)
def test_a_key_of_the_rank_needs_no_missing_cell(unknown: Unknown) -> None:
    """Who lacks it has no place, or is behind everybody: what he gets is said apart."""
    rank = attrs.evolve(a_rank(), unknown=unknown)
    figure = TableFigure(
        name="given",
        population=Text("employees"),
        columns=(a_column("score"), ColumnRule(name="place", reads=None, places_of=Text("ranks"))),
        hit=HitPolicy.FIRST,
        rows=((Text(">= 60"), Text("<= 100%"), Text("CNY 5")),),
        otherwise=Text("CNY 1"),
        unranked=Unranked(pays=Text("CNY 0"), code="not_ranked"),
    )
    may_miss = a_fact("score", Unit.POINTS, range="[0..100]", step=Fraction(1), optional=True)
    plan = a_plan(rank, figure, facts=[may_miss])

    settlement = a_settlement(plan, {"E1": {"score": "80"}, "E2": {}})

    assert plan.diagnostics == ()
    given = settlement.value("E2", "given")
    assert given in (Money("CNY", "0.00"), Missing.NO_RECORDS, Missing.NOT_MEASURED)
    assert settlement.value("E1", "given") == Money("CNY", "5.00")


# -- shares that add up -------------------------------------------------------------------------


def slices_of(*cells: str, quotas: Quotas, hit: HitPolicy = HitPolicy.FIRST) -> TableFigure:
    share = ColumnRule(name="place", reads=None, places_of=Text("ranks"), quotas=quotas)
    rows = [(cell, f"CNY {(len(cells) - at) * 100}") for at, cell in enumerate(cells)]
    return TableFigure(
        name="given",
        population=Text("employees"),
        columns=(a_column("score"), share),
        hit=hit,
        rows=tuple(
            (Text(">= 60" if hit is HitPolicy.FIRST else "-"), *map(Text, row)) for row in rows
        ),
        otherwise=Text("CNY 0"),
        unranked=Unranked(pays=Text("CNY 0"), code="not_ranked"),
    )


@pytest.mark.parametrize("hit", [HitPolicy.FIRST, HitPolicy.UNIQUE])
def test_printed_shares_are_slices_one_behind_the_other(hit: HitPolicy) -> None:
    plan = plan_of(a_rank(), slices_of("10%", "10%", "35%", "45%", quotas=Quotas.SLICES, hit=hit))
    people = {f"E{at:02}": {"score": str(100 - at)} for at in range(1, 21)}
    amounts = [str(each)[4:-3] for each in given_to(plan, **people)]
    assert amounts == ["400"] * 2 + ["300"] * 2 + ["200"] * 7 + ["100"] * 9


def test_a_slice_is_its_own_part_and_a_cap_reaches_from_the_top() -> None:
    rank, people = a_rank(), {f"E{at:02}": {"score": str(100 - at)} for at in range(1, 11)}
    for quotas, expected in ((Quotas.SLICES, ["0", "100"]), (Quotas.CAPS, ["100", "100"])):
        whole = slices_of("10%", "10%", quotas=quotas)
        rows = ((Text("< 0.5"), *whole.rows[0][1:]), whole.rows[1])
        lowered = TableFigure(
            name="given", population=whole.population, columns=whole.columns, hit=whole.hit,
            rows=rows, otherwise=whole.otherwise, unranked=whole.unranked,
        )  # fmt: skip
        found = given_to(plan_of(rank, lowered), **people)
        assert [str(each)[4:-3] for each in found[:2]] == expected


@pytest.mark.parametrize("quotas", list(Quotas))
def test_shares_that_add_up_to_more_than_the_whole_are_refused(quotas: Quotas) -> None:
    plan = plan_of(a_rank(), slices_of("10%", "10%", "35%", "50%", "5%", quotas=quotas))
    (found,) = (each for each in plan.diagnostics if each.severity is Severity.ERROR)
    assert found.code == "quotas-sum-over-100"
    assert dict(found.args) == {"column": "place", "cell": "50%", "total": "105 %"}


def test_what_shares_leave_over_is_told() -> None:
    plan = plan_of(a_rank(), slices_of("10%", "12.5%", quotas=Quotas.CAPS))
    (found,) = plan.diagnostics
    assert (found.code, found.severity) == ("quotas-left-over", Severity.INFO)
    assert dict(found.args) == {"column": "place", "total": "22.5 %", "rest": "77.5 %"}


@pytest.mark.parametrize("cell", ["<= 10%", "(0..10%]", "0%", "-5%", "10", "ten"])
def test_a_share_that_adds_up_is_written_alone(cell: str) -> None:
    plan = plan_of(a_rank(), slices_of("10%", cell, quotas=Quotas.SLICES))
    found = [each.code for each in plan.diagnostics if each.severity is Severity.ERROR]
    assert found in (["quota-cell"], ["quotas-sum-over-100"], ["unknown-name"])


def test_each_group_has_its_own_hundred_percent() -> None:
    share = ColumnRule(name="place", reads=None, places_of=Text("ranks"), quotas=Quotas.SLICES)
    rows = (
        ("phone", "40%", "CNY 3"), ("phone", "60%", "CNY 2"),
        ("not(phone)", "50%", "CNY 1"), ("not(phone)", "40%", "CNY 0"),
    )  # fmt: skip
    figure = TableFigure(
        name="given",
        population=Text("employees"),
        columns=(a_column("line"), share),
        hit=HitPolicy.UNIQUE,
        rows=tuple(tuple(map(Text, row)) for row in rows),
        otherwise=Text("CNY 9"),
        unranked=Unranked(pays=Text("CNY 0"), code="not_ranked"),
    )
    (found,) = plan_of(a_rank(), figure).diagnostics
    assert found.code == "quotas-left-over-of"
    assert (found.args["group"], found.args["rest"]) == ("not(phone)", "10 %")


# -- parameters in cells and outputs ------------------------------------------------------------

PARAMETERS = {
    "bar": "85", "quota": "10%", "long": "8 h", "least": "CNY 5000", "day": "2026-06-01",
    "top_pay": "CNY 500", "days": "3 d",
}  # fmt: skip


@pytest.mark.parametrize(
    ("column", "cell", "inside", "outside"),
    [
        ("talk", ">= long", "8 h", "7 h"),
        ("talk", "[2 h..long)", "2 h", "8 h"),
        ("sales", "> least", "CNY 5000.01", "CNY 5000"),
        ("since", "< day", "2026-05-31", "2026-06-01"),
        ("since", ">= period_start", "2026-10-01", "2026-09-30"),
        ("share_done", "not(> quota)", "0.1", "0.11"),
        ("share_done", "quota, 1", "1", "0.5"),
    ],
)
def test_a_cell_may_name_a_parameter(column: str, cell: str, inside: str, outside: str) -> None:
    table = a_table((cell, "top_pay"), columns=(column,), otherwise="no_pay")
    plan = plan_of(table, parameters=PARAMETERS)
    found = given_to(plan, E1={column: inside}, E2={column: outside})
    assert [str(each) for each in found] == ["CNY 500.00", "CNY 0.00"]


def test_the_parameters_of_a_table_are_explained() -> None:
    table = a_table((">= long", "top_pay"), columns=("talk",), otherwise="CNY 0")
    plan = plan_of(table, parameters=PARAMETERS)
    told = str(settled(plan, E1={"talk": "9 h"}).explain("E1", "given"))
    assert "long" in told
    assert "CN¥500.00" in told
    assert "quota" not in told


@pytest.mark.parametrize(
    ("cell", "pays", "code"),
    [
        (">= lng", "CNY 1", "unknown-name"),
        (">= top_pay", "CNY 1", "cell-unit-clash"),
        (">= 1 h", "top_py", "unknown-name"),
        (">= 1 h", "long", "table-output-unit"),
    ],
)
def test_a_wrong_name_or_unit_is_told(cell: str, pays: str, code: str) -> None:
    table = a_table((cell, pays), columns=("talk",), otherwise="CNY 0")
    found = plan_of(table, parameters=PARAMETERS).diagnostics
    assert [each.code for each in found] == [code]


def test_a_gap_is_found_behind_a_parameter() -> None:
    table = a_table((">= long", "CNY 1"), columns=("talk",))
    (found,) = plan_of(table, parameters=PARAMETERS).diagnostics
    assert found.args["where"] == "talk [0 s..8 h)"


# -- what may be missing ------------------------------------------------------------------------


def test_a_cell_says_what_a_missing_value_gives() -> None:
    table = a_table((">= 60", "CNY 5"), ("missing", "CNY 2"), columns=("exam",), otherwise="CNY 0")
    plan = plan_of(table, a_figure("twice", "2 * given", unit=Unit.MONEY))
    settlement = settled(plan, E1={"exam": "60"}, E2={}, E3={"exam": "59"})
    found = [str(settlement.value(each, "twice")) for each in ("E1", "E2", "E3")]
    assert found == ["CNY 10.00", "CNY 4.00", "CNY 0.00"]


def test_a_required_value_that_is_absent_is_no_missing_cell() -> None:
    table = a_table(("-", "missing", "CNY 2"), columns=("score", "exam"), otherwise="CNY 0")
    settlement = a_settlement(plan_of(table), {"E1": {}, "E2": {"score": "5"}})
    assert settlement.value("E1", "given") is Missing.NOT_MEASURED
    assert str(settlement.value("E2", "given")) == "CNY 2.00"


@pytest.mark.parametrize(
    ("unit", "cell", "value"),
    [
        (Unit.POINTS, "7.5", "7.5"),
        (Unit.COUNT, "3", "3"),
        (Unit.RATIO, "12.5%", "0.125"),
        (Unit.RATIO, "1/3", "1/3"),
        (Unit.QUANTITY, "1.5 d", "1.5"),
        (Unit.DURATION, "90 min", "1:30:00"),
        (Unit.DATE, "2026-10-31", "2026-10-31"),
        (Unit.FLAG, "yes", "True"),
        (Unit.WORD, "'mail, post'", "mail, post"),
        (Unit.MONEY, "CNY 0.05", "CNY 0.05"),
    ],
)
def test_an_output_of_any_unit_is_given_exactly(unit: Unit, cell: str, value: str) -> None:
    table = a_table((">= 0", cell), unit=unit)
    (found,) = given_to(plan_of(table), E1={})
    assert str(found) == value


def test_a_quoted_word_with_a_comma_is_one_word() -> None:
    table = a_table(
        ("'mail, post', chat", "CNY 5"), ("not('mail, post', 'chat')", "CNY 1"), columns=("line",)
    )
    found = given_to(plan_of(table), E1={"line": "mail, post"}, E2={"line": "phone"})
    assert [str(each) for each in found] == ["CNY 5.00", "CNY 1.00"]


def test_a_table_of_very_many_rows_that_all_count_runs() -> None:
    rows = tuple((f">= {at}", "CNY 1") for at in range(1_000))
    table = a_table(
        *rows, columns=("late",), hit=HitPolicy.COLLECT, collect=Collect.SUM, otherwise="CNY 0"
    )
    plan = a_plan(table, facts=(a_fact("late", Unit.COUNT, range="[0..1000]"),))
    settlement = a_settlement(plan, {"E1": {"late": 999}, "E2": {"late": 0}})
    amounts = [str(settlement.value(each, "given")) for each in ("E1", "E2")]
    assert amounts == ["CNY 1000.00", "CNY 1.00"]


# -- the step of a column -----------------------------------------------------------------------

BANDS = ((">= 85", "CNY 300"), ("[0..84]", "CNY 100"), ("missing", "CNY 0"))
SHARES = ((">= 85%", "CNY 300"), ("[0..84%]", "CNY 100"))


@pytest.mark.parametrize(
    ("column", "rows", "found"),
    [
        (a_column("score", step=Fraction(1)), BANDS[:2], ["column-step-coarse", "table-seam"]),
        (a_column("score", step=Fraction(1, 10)), BANDS[:2], ["column-step-coarse", "table-seam"]),
        (a_column("exam", step=Fraction(1)), BANDS, []),  # its values are whole
        (
            a_column("share_done", step=Fraction(1, 100)),  # the fact declares no step
            SHARES,
            ["column-step-unknown", "table-seam"],
        ),
    ],
)
def test_a_step_that_values_do_not_keep_to_closes_no_seam(
    column: ColumnRule, rows: tuple[tuple[str, ...], ...], found: list[str]
) -> None:
    table = attrs.evolve(a_table(*rows, hit=HitPolicy.UNIQUE), columns=(column,))

    assert sorted(codes(plan_of(table))) == found


def test_a_step_that_nothing_depends_on_may_be_coarse() -> None:
    table = a_table((">= 85", "CNY 300"), ("< 85", "CNY 100"), hit=HitPolicy.UNIQUE)
    table = attrs.evolve(table, columns=(a_column("score", step=Fraction(1)),))

    assert given_to(plan_of(table), E1={"score": "84.99"}) == [Money("CNY", Decimal(100))]


@pytest.mark.parametrize(
    "columns",
    [
        (a_column("score"), a_column("score")),
        (a_column("score"), ColumnRule(name="again", reads=Text("score"))),
        (a_column("score"), ColumnRule(name="score", reads=Text("late"))),
    ],
)
def test_a_column_stands_in_a_table_once(columns: tuple[ColumnRule, ...]) -> None:
    table = a_table((">= 80", "< 70", "CNY 5"), otherwise="CNY 0")
    table = attrs.evolve(table, columns=columns)

    assert codes(plan_of(table)) == ["table-column-twice"]
