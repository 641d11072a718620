"""Better inputs never pay less: proven, or refuted by two points, as by trying every pair."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.messages import LOCALES, Severity, Span, Text, worded
from ccops.rules.columns import CellValue, OutputColumn, TableColumn
from ccops.rules.grid import MOST_WORK, Budget, grid_of
from ccops.rules.monotone import Better, check_monotone, violations
from ccops.rules.places import PlacesRounding, Share
from ccops.rules.table_reading import read_table
from ccops.rules.tables import ORDERED, Collect, HitPolicy, Table, TableText
from ccops.values import Bounds, Missing, Type, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

PAYS = OutputColumn(name="pays", type=Type(Unit.MONEY), currency="CNY")
WORD = OutputColumn(name="level", type=Type(Unit.WORD))
SCORE = TableColumn(
    name="score",
    type=Type(Unit.POINTS),
    bounds=Bounds(Fraction(0), Fraction(100)),
    step=Fraction(1, 100),
)
PLACE = TableColumn(
    name="place", type=Type(Unit.COUNT), share=Share(rounding=PlacesRounding.EXACT)
)
ROLE = TableColumn(name="role", type=Type(Unit.WORD, frozenset({"agent", "lead"})))
NEW = TableColumn(name="new", type=Type(Unit.FLAG))
SHARE = worded("word-rank-share")
BETTER = {"score": Better.HIGHER, "place": Better.LOWER}

READINGS = {
    "printed": ("<= 10%", "<= 10%", "<= 35%", "<= 45%", "-"),
    "slices": ("<= 10%", "<= 20%", "<= 55%", "-", "-"),
    "shared_top": ("<= 10%", "<= 10%", "<= 45%", "<= 90%", "-"),
}
LITERAL = (
    (">= 85", "<= 10%", "CNY 500"),
    ("[80..85)", "<= 10%", "CNY 400"),
    ("[75..80)", "<= 35%", "CNY 300"),
    ("[70..75)", "<= 45%", "CNY 200"),
    ("[60..70)", "-", "CNY 100"),
)


def table(
    rows: Sequence[Sequence[str]],
    *columns: TableColumn,
    hit: HitPolicy = HitPolicy.FIRST,
    collect: Collect | None = None,
    priorities: Sequence[str] = (),
    otherwise: str = "CNY 0",
    output: OutputColumn = PAYS,
) -> Table:
    text = TableText(
        rows=tuple(tuple(Text(cell) for cell in row) for row in rows),
        hit=hit,
        collect=collect,
        priorities=tuple(map(Text, priorities)),
        otherwise=(Text(otherwise),) if otherwise else None,
        span=Span("pay.yaml", 1, 1),
    )
    found, problems = read_table(text, columns=columns, outputs=(output,))
    assert found is not None, problems
    return found


@pytest.mark.parametrize("reading", list(READINGS))
def test_a_ladder_of_lower_bounds_never_pays_less_for_better(reading: str) -> None:
    lower, pays = ("85", "80", "75", "70", "60"), ("500", "400", "300", "200", "100")
    rows = [
        (f">= {low}", cap, f"CNY {amount}")
        for low, cap, amount in zip(lower, READINGS[reading], pays, strict=True)
    ]
    assert check_monotone(table(rows, SCORE, PLACE), better=BETTER) == ()


def test_the_literal_reading_is_refuted_by_its_two_points() -> None:
    of = table(LITERAL, SCORE, PLACE, hit=HitPolicy.UNIQUE)
    (found,) = check_monotone(of, better=BETTER)
    assert found.code == "not-monotone"
    assert found.span == Span("pay.yaml", 1, 1)
    assert dict(found.args) == {
        "column": "score",
        "point_a": f"score 82, {SHARE} 12 %",
        "pays_a": "CNY 0",
        "point_b": f"score 78, {SHARE} 12 %",
        "pays_b": "CNY 300",
    }


def test_a_worse_place_that_pays_more_is_refuted() -> None:
    of = table([("> 10%", "CNY 5")], PLACE, otherwise="CNY 3")
    (found,) = check_monotone(of, better={"place": Better.LOWER})
    assert (found.args["pays_a"], found.args["pays_b"]) == ("CNY 3", "CNY 5")
    assert check_monotone(of, better={"place": Better.HIGHER}) == ()


def test_a_hole_between_two_steps_is_no_step() -> None:
    rows = [("not(84.995)", "CNY 5")]
    assert check_monotone(table(rows, SCORE), better={"score": Better.HIGHER}) == ()


def test_columns_left_out_are_held_equal() -> None:
    rows = [("agent", ">= 80", "CNY 5"), ("lead", ">= 90", "CNY 3"), ("agent", "-", "CNY 4")]
    assert check_monotone(table(rows, ROLE, SCORE), better={"score": Better.HIGHER}) == ()


def test_a_flag_has_an_order_and_a_missing_value_has_none() -> None:
    last = TableColumn(name="last", type=Type(Unit.POINTS), may_miss=True)
    rows = [("yes", "-", "CNY 5"), ("no", "missing", "CNY 9"), ("no", ">= 0", "CNY 1")]
    of = table(rows, NEW, last)
    assert check_monotone(of, better={"last": Better.HIGHER}) == ()
    (found,) = check_monotone(of, better={"new": Better.HIGHER})
    assert (found.args["pays_a"], found.args["pays_b"]) == ("CNY 5", "CNY 9")


@pytest.mark.parametrize(
    ("better", "output", "code", "column"),
    [
        ({"scor": Better.HIGHER}, PAYS, "better-unknown-column", "scor"),
        ({"role": Better.HIGHER}, PAYS, "better-no-order", "role"),
        ({"score": Better.HIGHER}, WORD, "better-no-order", "level"),
    ],
)
def test_what_has_no_order_is_refused(
    better: dict[str, Better], output: OutputColumn, code: str, column: str
) -> None:
    given_ = "CNY 1" if output is PAYS else "one"
    of = table([("-", "-", given_)], SCORE, ROLE, output=output, otherwise="")
    (found,) = check_monotone(of, better=better)
    assert (found.code, found.args["column"]) == (code, column)
    assert all("{" not in found.render(locale) for locale in LOCALES)
    assert all(found.text(locale) != code for locale in LOCALES)


def test_past_the_cap_the_order_is_not_checked() -> None:
    of = table(LITERAL, SCORE, PLACE, hit=HitPolicy.UNIQUE)
    found = check_monotone(of, better=BETTER, most_work=1)
    assert {(each.code, each.severity) for each in found} == {
        ("table-not-checked", Severity.WARNING)
    }


def test_the_violation_has_words_in_every_locale() -> None:
    (found,) = check_monotone(table(LITERAL, SCORE, PLACE), better=BETTER)
    assert all(found.text(locale) != "not-monotone" for locale in LOCALES)
    assert all("{" not in found.render(locale) for locale in LOCALES)


# ---- the law: the same as by trying every pair of points --------------------------------------


COUNTED = OutputColumn(name="rows_met", type=Type(Unit.COUNT))
#: The policies whose outcomes have an order.
POLICIES = (
    *((each, None) for each in (HitPolicy.UNIQUE, HitPolicy.FIRST, HitPolicy.ANY)),
    (HitPolicy.PRIORITY, None),
    *((HitPolicy.COLLECT, each) for each in Collect if each is not Collect.LIST),
)


@st.composite
def cells(draw: st.DrawFn) -> str:
    low, high = sorted((draw(st.integers(0, 3)), draw(st.integers(0, 3))))
    interval = f"[{low}..{high}]" if low == high else f"({low}..{high}]"
    return draw(st.sampled_from(["-", f">= {low}", f"< {high}", interval, f"{low}", "missing"]))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = [
        TableColumn(
            name=name,
            type=Type(Unit.POINTS),
            bounds=Bounds(Fraction(0), Fraction(3)),
            step=draw(st.sampled_from([None, Fraction(1)])),
            may_miss=True,
        )
        for name in ("a", "b")
    ]
    rows = draw(st.lists(st.tuples(cells(), cells(), st.integers(0, 3)), min_size=1, max_size=4))
    texts: list[tuple[str, ...]] = [(a, b, "agent", f"CNY {pays}") for a, b, pays in rows]
    texts.append(("missing", "missing", "-", "CNY 9"))
    hit, collect = draw(st.sampled_from(POLICIES))
    output, otherwise = PAYS, draw(st.sampled_from(["", "CNY 0", "CNY 1", "CNY 2", "CNY 3"]))
    if collect is Collect.COUNT:
        output, otherwise, texts = COUNTED, otherwise[4:], [each[:-1] for each in texts]
    return table(
        texts,
        *columns,
        ROLE,
        hit=hit,
        collect=collect,
        priorities=("CNY 9", "CNY 3", "CNY 2", "CNY 1", "CNY 0") if hit in ORDERED else (),
        otherwise=otherwise,
        output=output,
    )


def points(of: Table) -> list[tuple[CellValue, ...]]:
    axes: list[list[CellValue]] = []
    for column in of.columns[:2]:
        step = column.step or Fraction(1, 2)
        numbers: list[CellValue] = [step * at for at in range(int(3 / step) + 1)]
        axes.append([*numbers, Missing.NO_RECORDS])
    return list(itertools.product(*axes, ("agent",)))


def rows_at(of: Table, point: tuple[CellValue, ...]) -> list[int]:
    return [
        at
        for at, row in enumerate(of.rows)
        if all(test.holds(value) for test, value in zip(row.tests, point, strict=True))
    ]


def is_better(one: tuple[CellValue, ...], other: tuple[CellValue, ...]) -> bool:
    """Say whether a is no lower and b no higher; missing and words must be the same."""
    for at, (mine, yours) in enumerate(zip(one, other, strict=True)):
        if isinstance(mine, Fraction) and isinstance(yours, Fraction):
            if (mine < yours) if at == 0 else (mine > yours):
                return False
        elif mine != yours:
            return False
    return True


def pays(of: Table, point: tuple[CellValue, ...]) -> Fraction:
    """Return what a point is paid, worked out the slow way; nothing without a row."""
    rows = rows_at(of, point)
    if not rows:
        return of.otherwise[0].number if of.otherwise else Fraction(0)
    amounts = [row.outputs[0].number if row.outputs else 1 for row in of.rows]
    given_ = [amounts[row] for row in rows]
    match of.hit, of.collect:
        case HitPolicy.COLLECT, Collect.MIN:
            return Fraction(min(given_))
        case (HitPolicy.COLLECT, Collect.MAX) | (HitPolicy.PRIORITY, _):
            return Fraction(max(given_))  # the priorities begin with the greatest
        case HitPolicy.COLLECT, _:
            return Fraction(sum(given_))
        case _:
            return Fraction(given_[0])


@given(of=tables())
def test_a_proof_holds_for_every_pair_of_points(of: Table) -> None:
    found = check_monotone(of, better={"a": Better.HIGHER, "b": Better.LOWER})
    amounts = {point: pays(of, point) for point in points(of)}
    refuted = any(
        amounts[one] < amounts[other] and is_better(one, other)
        for one, other in itertools.permutations(amounts, 2)
    )
    assert bool(found) is refuted


@given(of=tables())
def test_the_two_points_of_a_violation_refute_it(of: Table) -> None:
    steps = violations(
        grid_of(of), column="a", better=Better.HIGHER, output=0, budget=Budget(MOST_WORK)
    )
    for each in steps:
        assert is_better(each.better, each.worse)
        assert pays(of, each.better) == (each.better_pays.number if each.better_pays else 0)
        assert pays(of, each.worse) == each.worse_pays.number
        assert each.loss > 0


# ---- other policies ---------------------------------------------------------------------------


def test_grades_are_ordered_by_their_priorities() -> None:
    ladder = [(">= 90", "S3"), (">= 80", "S2"), ("-", "S1")]
    level = OutputColumn(name="level", type=Type(Unit.WORD))
    better = {"score": Better.HIGHER}
    for rows, expected in ((ladder, []), ([*ladder[:2], ("[70..80)", "S3"), ("-", "S1")], ["S2"])):
        of = table(
            rows, SCORE, hit=HitPolicy.PRIORITY,
            priorities=("S3", "S2", "S1"), otherwise="S1", output=level,
        )  # fmt: skip
        found = check_monotone(of, better=better)
        assert [each.args["pays_a"] for each in found] == expected


def test_amounts_are_ordered_by_what_they_are_whatever_their_priorities() -> None:
    rows = [(">= 90", "CNY 300"), ("[60..80)", "CNY 0")]
    of = table(
        rows, SCORE, hit=HitPolicy.PRIORITY, priorities=("CNY 0", "CNY 300"), otherwise=""
    )  # fmt: skip
    assert check_monotone(of, better={"score": Better.HIGHER}) == ()


def test_a_list_of_words_has_no_better() -> None:
    level = OutputColumn(name="level", type=Type(Unit.WORD))
    of = table([("-", "a")], SCORE, hit=HitPolicy.RULE_ORDER, otherwise="none", output=level)
    (found,) = check_monotone(of, better={"score": Better.HIGHER})
    assert (found.code, found.args["hit"]) == ("better-of-list", "rule_order")
    assert len({found.text(locale) for locale in LOCALES}) == len(LOCALES)


def test_a_point_without_a_row_pays_nothing() -> None:
    of = table([("[60..80)", "CNY 1")], SCORE, hit=HitPolicy.UNIQUE, otherwise="")
    (found,) = check_monotone(of, better={"score": Better.HIGHER})
    assert found.text() == (
        "better inputs pay less: score 90 pays nothing (no row), while score 70 pays CNY 1"
    )


def test_every_output_with_an_order_is_proven() -> None:
    text = TableText(
        rows=(
            (Text(">= 90"), Text("S3"), Text("CNY 5"), Text("3")),
            (Text("-"), Text("S1"), Text("CNY 9"), Text("1")),
        ),
        hit=HitPolicy.FIRST,
    )
    outputs = (
        OutputColumn(name="level", type=Type(Unit.WORD)),
        PAYS,
        OutputColumn(name="weight", type=Type(Unit.POINTS)),
    )
    of, _ = read_table(text, columns=(SCORE,), outputs=outputs)
    assert of is not None
    (found,) = check_monotone(of, better={"score": Better.HIGHER})
    assert (found.args["pays_a"], found.args["pays_b"]) == ("pays CNY 5", "pays CNY 9")
