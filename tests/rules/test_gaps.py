"""What is wrong with a table is found exactly: the same as by trying every point."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.messages import LOCALES, Severity, Span, Text, sorted_diagnostics, worded
from ccops.rules.columns import CellValue, OutputColumn, TableColumn
from ccops.rules.gaps import TableFindings, analyze_table
from ccops.rules.places import PlacesRounding, Share
from ccops.rules.table_checks import check_table
from ccops.rules.table_reading import read_table
from ccops.rules.tables import Collect, HitPolicy, Table, TableText
from ccops.values import Bounds, Missing, Type, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

PAYS = OutputColumn(name="pays", type=Type(Unit.MONEY), currency="CNY")
PLACE = TableColumn(
    name="place", type=Type(Unit.COUNT), share=Share(rounding=PlacesRounding.EXACT)
)
HUNDREDTH = Fraction(1, 100)
SHARE = worded("word-rank-share")
PRINTED_BANDS = (
    ("[85..100]", "<= 10%", "CNY 500"),
    ("[80..84.99]", "<= 10%", "CNY 400"),
    ("[75..79.99]", "<= 35%", "CNY 300"),
    ("[70..74.99]", "<= 45%", "CNY 200"),
    ("[60..69.99]", "-", "CNY 100"),
    ("[0..59.99]", "-", "CNY 0"),
)


def score(step: Fraction | None = None, *, may_miss: bool = False) -> TableColumn:
    return TableColumn(
        name="score",
        type=Type(Unit.POINTS),
        bounds=Bounds(Fraction(0), Fraction(100)),
        step=step,
        may_miss=may_miss,
    )


def table(
    rows: Sequence[Sequence[str]],
    *columns: TableColumn,
    hit: HitPolicy = HitPolicy.UNIQUE,
    collect: Collect | None = None,
    priorities: Sequence[str] = (),
    otherwise: str = "",
    output: OutputColumn = PAYS,
) -> Table:
    text = TableText(
        rows=tuple(
            tuple(Text(cell, Span("pay.yaml", line, 9)) for cell in row)
            for line, row in enumerate(rows, 2)
        ),
        hit=hit,
        collect=collect,
        priorities=tuple(map(Text, priorities)),
        otherwise=(Text(otherwise),) if otherwise else None,
        span=Span("pay.yaml", 1, 1),
    )
    found, problems = read_table(text, columns=columns, outputs=(output,))
    assert found is not None, problems
    return found


def codes(of: Table) -> list[str]:
    return [each.code for each in check_table(of)]


def test_the_printed_bands_have_four_gaps_where_the_step_closes_the_seams() -> None:
    found = check_table(table(PRINTED_BANDS, score(HUNDREDTH), PLACE))
    assert [(each.code, each.args["where"]) for each in found] == [
        ("table-gap", f"score [85..100], {SHARE} (10%..100%]"),
        ("table-gap", f"score [80..84.99], {SHARE} (10%..100%]"),
        ("table-gap", f"score [75..79.99], {SHARE} (35%..100%]"),
        ("table-gap", f"score [70..74.99], {SHARE} (45%..100%]"),
    ]
    assert [each.args["values"] for each in found] == [
        f"score 90, {SHARE} 12 %",
        f"score 82, {SHARE} 12 %",
        f"score 77, {SHARE} 37 %",
        f"score 72, {SHARE} 47 %",
    ]
    assert sorted_diagnostics(found) == found
    assert found[0].text("en").startswith("score 90, rank share 12 %: no row")
    assert found[0].text("zh_CN").startswith("score 90, 名次比例 12 %：没有对应的行")


def test_without_a_step_the_seams_are_errors_that_name_both_rows() -> None:
    found = check_table(table(PRINTED_BANDS, score(), PLACE))
    seams = [dict(each.args) for each in found if each.code == "table-seam"]
    assert seams[-1] == {
        "column": "score",
        "upper": "1",
        "lower": "2",
        "where": "score (84.99..85)",
    }
    assert len(seams) == 5
    assert len(found) == 9


def test_a_seam_is_found_where_otherwise_or_a_last_row_would_hide_it() -> None:
    rows = [("[85..100]", "CNY 5"), ("[80..84.99]", "CNY 4")]
    assert codes(table(rows, score(), otherwise="CNY 0")) == ["table-seam"]
    assert codes(table([*rows, ("-", "CNY 0")], score(), hit=HitPolicy.FIRST)) == ["table-seam"]
    assert codes(table(rows, score(HUNDREDTH), otherwise="CNY 0")) == []


def test_a_step_finer_than_the_bands_closes_nothing() -> None:
    rows = [("[85..100]", "CNY 5"), ("[0..84.9]", "CNY 4")]
    assert codes(table(rows, score(HUNDREDTH))) == ["table-seam"]


@pytest.mark.parametrize(
    ("rows", "codes_found"),
    [
        ((("[0..70]", "CNY 1"), ("[80..100]", "CNY 2")), ["table-gap"]),
        ((("[0..70]", "CNY 1"), ("[71..100]", "CNY 2")), ["table-seam"]),
        ((("[0..70)", "CNY 1"), ("[70..100]", "CNY 2")), []),
        ((("[0..1/3]", "CNY 1"), ("(1/3..100]", "CNY 2")), []),
        ((("[0..84.99]", "CNY 1"), ("(84.99..85)", "CNY 2"), ("[85..100]", "CNY 3")), []),
    ],
)
def test_a_seam_is_what_no_written_number_could_name(
    rows: tuple[tuple[str, str], ...], codes_found: list[str]
) -> None:
    column = TableColumn(
        name="score",
        type=Type(Unit.RATIO if "1/3" in rows[0][0] else Unit.POINTS),
        bounds=Bounds(Fraction(0), Fraction(100)),
    )
    assert codes(table(rows, column)) == codes_found


@pytest.mark.parametrize(
    ("unit", "low", "high", "code"),
    [
        (Unit.DURATION, "[0 s..10 s]", "[11 s..1 min]", ["table-seam"]),
        (Unit.DURATION, "[0 ms..10 ms]", "[11 ms..1 min]", []),
        (Unit.DURATION, "[0 s..10 s)", "[10 s..1 min]", []),
        (Unit.MONEY, "[CNY 0..CNY 100]", "[CNY 101..CNY 60000]", ["table-seam"]),
        (Unit.MONEY, "[CNY 0..CNY 99.99]", "[CNY 100..CNY 60000]", []),
        (Unit.COUNT, "[0..9]", "[10..60000]", []),
        (Unit.RATIO, "[0..10%]", "[11%..60000]", ["table-seam"]),
        (Unit.RATIO, "[0..10%]", "[20%..60000]", ["table-gap"]),
        (Unit.DATE, "[2026-01-01..2026-01-31]", "[2026-02-01..2026-12-31]", []),
    ],
)
def test_what_is_finest_depends_on_the_unit(
    unit: Unit, low: str, high: str, code: list[str]
) -> None:
    bounds = Bounds(Fraction(0), Fraction(60_000))
    if unit is Unit.DATE:
        bounds = Bounds(Fraction(739_617), Fraction(739_617 + 364))
    column = TableColumn(name="x", type=Type(unit), bounds=bounds, currency="CNY")
    assert codes(table([(low, "CNY 1"), (high, "CNY 2")], column)) == code


def test_an_overlap_names_two_rows_and_a_point() -> None:
    rows = [(">= 85", "<= 10%", "CNY 5"), (">= 80", "-", "CNY 4"), ("< 80", "-", "CNY 0")]
    (found,) = check_table(table(rows, score(), PLACE))
    assert found.code == "table-overlap"
    assert dict(found.args) == {"upper": "1", "lower": "2", "values": f"score 90, {SHARE} 5 %"}
    assert found.span == Span("pay.yaml", 3, 9)


def test_rows_may_overlap_under_any_where_they_agree() -> None:
    agree = [(">= 80", "CNY 1"), ("<= 85", "CNY 1")]
    assert codes(table(agree, score(), hit=HitPolicy.ANY)) == []
    differ = [(">= 80", "CNY 1"), ("<= 85", "CNY 2")]
    assert codes(table(differ, score(), hit=HitPolicy.ANY)) == ["table-overlap"]


def test_a_shadowed_row_names_the_rows_above() -> None:
    rows = [(">= 80", "CNY 5"), ("< 90", "CNY 4"), ("[70..95]", "CNY 3")]
    (found,) = check_table(table(rows, score(), hit=HitPolicy.FIRST))
    assert (found.code, found.args["row"], found.args["by"]) == ("table-row-shadowed", "3", "1, 2")


def test_a_row_beyond_the_range_is_no_shadow() -> None:
    rows = [("> 100", "CNY 5"), ("-", "CNY 4")]
    (found,) = check_table(table(rows, score(), hit=HitPolicy.FIRST))
    assert (found.code, found.args["row"]) == ("table-row-out-of-range", "1")


def test_a_row_between_two_steps_is_beyond_the_range() -> None:
    rows = [("(84.99..85)", "CNY 5"), ("not((84.99..85))", "CNY 4")]
    assert codes(table(rows, score(HUNDREDTH))) == ["table-row-out-of-range"]


def test_words_flags_and_missing_leave_gaps_too() -> None:
    role = TableColumn(name="role", type=Type(Unit.WORD, frozenset({"agent", "lead"})))
    new = TableColumn(name="new", type=Type(Unit.FLAG))
    topic = TableColumn(name="topic", type=Type(Unit.WORD))
    last = score(HUNDREDTH, may_miss=True)
    rows = [
        ("agent", "-", "-", "-", "CNY 1"),
        ("lead", "yes", "-", "-", "CNY 2"),
        ("lead", "no", "'order', 'other'", "-", "CNY 3"),
        ("lead", "no", "not('order', 'other')", ">= 50, missing", "CNY 4"),
    ]
    (found,) = check_table(table(rows, role, new, topic, last))
    assert found.args["values"] == "role lead, new no, topic other_, score 20"
    assert found.args["where"] == "role lead, new no, topic not(order, other), score [0..50)"


def test_a_value_that_is_missing_is_a_gap() -> None:
    rows = [(">= 50", "CNY 1"), ("missing, [0..40]", "CNY 2"), ("(40..50)", "CNY 3")]
    assert codes(table(rows, score(may_miss=True))) == []
    (found,) = check_table(table([("not(missing)", "CNY 1")], score(may_miss=True)))
    assert found.args["where"] == "score missing"


def test_a_column_without_bounds_has_a_point_beyond_the_last_row() -> None:
    column = TableColumn(name="calls", type=Type(Unit.COUNT))
    found = check_table(table([("[0..10]", "CNY 1")], column))
    assert [each.args["where"] for each in found] == ["calls < 0", "calls > 10"]
    assert [each.args["values"] for each in found] == ["calls -1", "calls 20"]
    assert len(check_table(table([("3", "CNY 1")], column, hit=HitPolicy.FIRST))) == 2
    assert codes(table([("-", "CNY 1")], column)) == []


def test_a_gap_names_a_value_of_every_column() -> None:
    calls = TableColumn(name="calls", type=Type(Unit.COUNT))
    late = TableColumn(name="late", type=Type(Unit.COUNT), bounds=Bounds(None, Fraction(-5)))
    (found,) = check_table(table([("-", "-", "> 50", "CNY 1")], calls, late, score(HUNDREDTH)))
    assert found.args["values"] == "calls 0, late -10, score 20"
    assert found.args["where"] == "calls -, late <= -5, score [0..50]"


def test_a_column_that_can_hold_nothing_leaves_its_rows_out_of_range() -> None:
    bounds = Bounds(Fraction("0.001"), Fraction("0.009"))
    column = TableColumn(name="x", type=Type(Unit.POINTS), bounds=bounds, step=HUNDREDTH)
    assert codes(table([("-", "CNY 1")], column)) == ["table-row-out-of-range"]


def test_past_the_cap_the_answer_is_not_checked() -> None:
    of = table(PRINTED_BANDS, score(), PLACE)
    found = check_table(of, most_work=10)
    assert [(each.code, each.severity) for each in found] == [
        ("table-not-checked", Severity.WARNING)
    ]


def test_an_intricate_table_never_hangs() -> None:
    columns = [attrs.evolve(score(), name=f"c{at}") for at in range(10)]
    lows = [[(at * 7 + row * 3) % 50 for at in range(10)] for row in range(60)]
    rows = [(*(f"[{low}..{low + 50}]" for low in each), "CNY 1") for each in lows]
    assert "table-not-checked" in codes(table(rows, *columns))


def test_each_entry_of_a_long_list_counts_as_work() -> None:
    """Lists of sixty words in every cell of 300 rows held the loader up for half a minute."""
    words = ", ".join(f"'w{number:02}'" for number in range(0, 100, 2))
    numbers = ", ".join(map(str, range(1, 100, 2)))
    word = TableColumn(name="team", type=Type(Unit.WORD))
    of = table(
        [(words, numbers, "CNY 1"), ("-", "-", "CNY 0")], word, score(), hit=HitPolicy.FIRST
    )

    assert not check_table(of, most_work=1_000)
    assert [each.code for each in check_table(of, most_work=45)] == ["table-not-checked"]


def test_every_finding_has_words_in_every_locale() -> None:
    tables = [
        table(PRINTED_BANDS, score(), PLACE),
        table([(">= 80", "CNY 1"), ("<= 85", "CNY 1")], score()),
        table([("-", "CNY 1"), ("> 100", "CNY 1"), ("5", "CNY 1")], score(), hit=HitPolicy.FIRST),
    ]
    found = [each for of in tables for each in check_table(of)]
    found.extend(check_table(tables[0], most_work=1))
    assert {each.code for each in found} == {
        "table-gap", "table-seam", "table-overlap", "table-row-shadowed",
        "table-row-out-of-range", "table-not-checked",
    }  # fmt: skip
    for each in found:
        assert all(each.text(locale) != each.code for locale in LOCALES)
        assert all("{" not in each.render(locale) for locale in LOCALES)


# ---- the laws: the same as by trying every point ---------------------------------------------

ENDS = st.integers(0, 4)
WORDS = ("agent", "lead", "trainer")


@st.composite
def number_cells(draw: st.DrawFn) -> str:
    low, high = sorted((draw(ENDS), draw(ENDS)))
    interval = f"[{low}..{high}]"
    if low < high:
        interval = f"{draw(st.sampled_from('[('))}{low}..{high}{draw(st.sampled_from('])'))}"
    sign = draw(st.sampled_from([">=", ">", "<", "<=", "=="]))
    choices = ["-", "missing", interval, f"{sign} {low}", f"not({interval})", f"{low}, {high}"]
    return draw(st.sampled_from([*choices, f"missing, {interval}"]))


WORD_CELLS = st.sampled_from(
    ["-", "agent", "'agent', 'lead'", "not('agent')", "not('lead', 'trainer')"]
)


LEVEL = OutputColumn(name="level", type=Type(Unit.WORD))
COUNTED = OutputColumn(name="rows_met", type=Type(Unit.COUNT))
LEVELS, AMOUNTS = ("gold", "silver", "bronze"), ("CNY 0", "CNY 1", "CNY 9")
#: Every policy with how it collects, or with ``True`` where it gives lists.
POLICIES: tuple[tuple[HitPolicy, Collect | bool | None], ...] = (
    *((each, None) for each in (HitPolicy.UNIQUE, HitPolicy.FIRST, HitPolicy.ANY)),
    (HitPolicy.PRIORITY, None),
    (HitPolicy.RULE_ORDER, True),
    (HitPolicy.OUTPUT_ORDER, True),
    *((HitPolicy.COLLECT, each) for each in Collect),
)
LISTED = (True, Collect.LIST)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    steps = st.sampled_from([None, Fraction(1), Fraction(1, 2)])
    numbers = [
        TableColumn(
            name=name,
            type=Type(Unit.POINTS),
            bounds=Bounds(Fraction(0), Fraction(4)),
            step=draw(steps),
            may_miss=True,
        )
        for name in ("a", "b")
    ]
    role = TableColumn(name="role", type=Type(Unit.WORD, frozenset(WORDS)))
    rows = draw(
        st.lists(st.tuples(number_cells(), number_cells(), WORD_CELLS), min_size=1, max_size=5)
    )
    hit, collect = draw(st.sampled_from(POLICIES))
    output, given_ = (LEVEL, LEVELS) if collect in LISTED else (PAYS, AMOUNTS)
    # one row that speaks of missing keeps both columns readable
    cells: list[tuple[str, ...]] = [(*row, given_[at % 2]) for at, row in enumerate(rows)]
    cells.append(("missing", "missing", "agent", given_[2]))
    if collect is Collect.COUNT:
        output, cells = COUNTED, [each[:-1] for each in cells]
    nothing = {"pays": "CNY 0", "level": "none", "rows_met": "0"}[output.name]
    ordered = (*draw(st.permutations(given_)), *([] if nothing in given_ else [nothing]))
    return table(
        cells,
        *numbers,
        role,
        hit=hit,
        collect=collect if isinstance(collect, Collect) else None,
        priorities=ordered if hit in (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER) else (),
        otherwise=draw(st.sampled_from(["", nothing])),
        output=output,
    )


def points(of: Table) -> list[tuple[CellValue, ...]]:
    """Return every point that can differ: quarters lie between all ends and off every step."""
    axes: list[list[CellValue]] = []
    for column in of.columns[:2]:
        step = column.step or Fraction(1, 4)
        numbers: list[CellValue] = [step * at for at in range(int(4 / step) + 1)]
        axes.append([*numbers, Missing.NO_RECORDS])
    return list(itertools.product(*axes, WORDS))


def rows_at(of: Table, point: tuple[CellValue, ...]) -> list[int]:
    return [
        at
        for at, row in enumerate(of.rows)
        if all(test.holds(value) for test, value in zip(row.tests, point, strict=True))
    ]


def analyzed(of: Table) -> TableFindings:
    found = analyze_table(of)
    assert found.is_complete
    return found


@given(of=tables())
def test_gaps_are_where_no_row_holds(of: Table) -> None:
    found = analyzed(of)
    uncovered = [point for point in points(of) if not rows_at(of, point)]
    for gap in found.gaps:
        assert not rows_at(of, gap.point)
    if of.otherwise is None:
        assert bool(found.gaps or found.seams) >= bool(uncovered)
        assert bool(uncovered) >= bool(found.gaps)
    else:
        assert not found.gaps


@given(of=tables())
def test_overlaps_are_where_two_rows_hold(of: Table) -> None:
    expected = set()
    for point in points(of):
        for upper, lower in itertools.combinations(rows_at(of, point), 2):
            differ = of.rows[upper].outputs != of.rows[lower].outputs  # priority: never at a tie
            if of.hit is HitPolicy.UNIQUE or (of.hit is HitPolicy.ANY and differ):
                expected.add((upper, lower))
    found = analyzed(of).overlaps
    pairs = {(each.upper, each.lower) for each in found}
    assert pairs <= expected
    assert pairs == expected or (of.hit is HitPolicy.ANY and pairs)
    for each in found:
        assert {each.upper, each.lower} <= set(rows_at(of, each.point))


def deciders(of: Table, rows: list[int]) -> set[int]:
    """Return the rows that decide among those that hold, worked out the slow way."""
    given_ = [of.rows[row].outputs[0] if of.rows[row].outputs else None for row in rows]
    match of.hit, of.collect:
        case HitPolicy.FIRST, _:
            return {rows[0]}
        case HitPolicy.PRIORITY, _:
            best = next(each for each in of.priorities if each in given_)
            return {next(row for row in rows if of.rows[row].outputs[0] == best)}
        case _, Collect.MIN | Collect.MAX:
            amounts = [each.number for each in given_ if each is not None]
            extreme = min(amounts) if of.collect is Collect.MIN else max(amounts)
            return {row for row in rows if of.rows[row].outputs[0].number == extreme}
        case _:
            return set(rows)


@given(of=tables())
def test_unreached_rows_are_those_that_never_decide(of: Table) -> None:
    held = [rows for point in points(of) if (rows := rows_at(of, point))]
    found = analyzed(of)
    everywhere = set(range(len(of.rows)))
    assert set(found.out_of_range) == everywhere - {row for rows in held for row in rows}
    never = everywhere - {row for rows in held for row in deciders(of, rows)}
    shadows = {each.row for each in found.shadows}
    assert shadows == never - set(found.out_of_range)
    for each in found.shadows:
        expected = {min(deciders(of, rows)) for rows in held if each.row in rows}
        assert set(each.by) == expected


@given(of=tables())
def test_the_sets_of_rows_that_hold_together_are_all_found(of: Table) -> None:
    found = analyzed(of).together
    assert found is not None
    assert set(found) == {sum(1 << row for row in rows_at(of, each)) for each in points(of)}


@given(of=tables())
def test_a_seam_lies_off_every_written_number(of: Table) -> None:
    for seam in analyzed(of).seams:
        assert "(" in seam.where
        assert seam.upper <= seam.lower
        column = next(each for each in of.columns if each.name == seam.column)
        assert column.step != 1
