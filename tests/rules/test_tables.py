"""Tables: reading them, the row they take, the source of it, and why the others were refused."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.messages import LOCALES, Span, Text, in_words
from ccops.rules.cells import parse_cell
from ccops.rules.columns import OutputColumn, TableColumn, write_scalar
from ccops.rules.hits import (
    Refusal,
    TableValue,
    Variable,
    explain_row,
    hit_row,
    rows_hit,
    rows_without_places,
    table_source,
)
from ccops.rules.outcomes import bits, outcome
from ccops.rules.places import Place, PlacesRounding, Share
from ccops.rules.table_checks import check_table
from ccops.rules.table_reading import read_table
from ccops.rules.tables import ORDERED, Collect, HitPolicy, Table, TableText
from ccops.values import EXACT, WHOLE, Bounds, Carrier, Missing, Scalar, Type, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PAYS = OutputColumn(name="pays", type=Type(Unit.MONEY), currency="CNY")
LEVEL = OutputColumn(name="level", type=Type(Unit.WORD, frozenset({"one", "two"})))
SCORE = TableColumn(
    name="score",
    type=Type(Unit.POINTS),
    bounds=Bounds(Fraction(0), Fraction(100)),
    step=Fraction(1, 100),
)
LEAD_PLACE = TableColumn(name="place", type=Type(Unit.COUNT), bounds=Bounds(Fraction(1)))
ROLE = TableColumn(name="role", type=Type(Unit.WORD), may_miss=True)
NEW = TableColumn(name="new_staff", type=Type(Unit.FLAG))
HIRED = TableColumn(name="hired", type=Type(Unit.DATE))
ACCURACY = TableColumn(name="accuracy", type=Type(Unit.RATIO))
LAST = TableColumn(name="last", type=Type(Unit.POINTS), may_miss=True)

CAPS = {
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
GC_06 = (
    "92", "86", "85.50", "84.99", "82", "79.99", "78", "77", "76", "75",
    "74.99", "74", "72", "70", "69.99", "68", "65", "60", "59.99", "55",
)  # fmt: skip


def text(rows: Sequence[Sequence[str]], *otherwise: str, hit: HitPolicy) -> TableText:
    return TableText(
        rows=tuple(
            tuple(Text(cell, Span("pay.yaml", line, 5 + at)) for at, cell in enumerate(row))
            for line, row in enumerate(rows, 2)
        ),
        hit=hit,
        otherwise=tuple(Text(each) for each in otherwise) or None,
        span=Span("pay.yaml", 1, 1),
    )


def table(
    rows: Sequence[Sequence[str]],
    *otherwise: str,
    columns: Sequence[TableColumn],
    outputs: Sequence[OutputColumn] = (PAYS,),
    hit: HitPolicy = HitPolicy.FIRST,
) -> Table:
    found, problems = read_table(text(rows, *otherwise, hit=hit), columns=columns, outputs=outputs)
    assert found is not None, problems
    return found


def place_column(
    rounding: PlacesRounding = PlacesRounding.EXACT, at_least: int = 0
) -> TableColumn:
    share = Share(rounding=rounding, at_least=at_least)
    return TableColumn(name="place", type=Type(Unit.COUNT), share=share)


def bonus(reading: str, place: TableColumn | None = None) -> Table:
    columns = (SCORE, place or place_column())
    if reading == "literal":
        return table(LITERAL, "CNY 0", columns=columns, hit=HitPolicy.UNIQUE)
    lower, pays = ("85", "80", "75", "70", "60"), ("500", "400", "300", "200", "100")
    rows = [
        (f">= {low}", cap, f"CNY {amount}")
        for low, cap, amount in zip(lower, CAPS[reading], pays, strict=True)
    ]
    return table(rows, "CNY 0", columns=columns)


def compiled(of: Table, *variables: Variable) -> Callable[..., int]:
    source = table_source(of, variables)
    names = [each for one in variables for each in (one.name, one.size) if each]
    code = f"lambda {', '.join(names)}: {source.source}"
    found: Callable[..., int] = eval(code, dict(source.names))  # noqa: S307 - generated here
    return found


def paid(of: Table, row: int) -> Fraction:
    given = of.gives(row)
    assert given is not None
    return given[0].number


def bonus_of(of: Table, score: str, place: int, size: int) -> Fraction:
    """Return what the table pays; the generated source must agree with the walk."""
    row = hit_row(of, (Fraction(score), Place(place, size)))
    run = compiled(
        of,
        Variable(name="a", carrier=Carrier(100)),
        Variable(name="b", carrier=WHOLE, size="n"),
    )
    assert run(int(Fraction(score) * 100), place, size) == row
    return paid(of, row)


@pytest.mark.parametrize(
    ("case", "reading", "expected"),
    [
        ("GC-06", "printed", "500 500 300 300 300 300 300 200 200" + " 100" * 9 + " 0 0"),
        ("GC-07", "literal", "500 500 0 0 0 300 300" + " 0" * 7 + " 100" * 4 + " 0 0"),
        (
            "GC-08",
            "shared_top",
            "500 500" + " 300" * 7 + " 200" * 5 + " 100" * 4 + " 0 0",
        ),
        (
            "GC-08b",
            "slices",
            "500 500 400 400" + " 300" * 6 + " 200" * 4 + " 100" * 4 + " 0 0",
        ),
    ],
)
def test_the_bonus_table_pays_twenty_people(case: str, reading: str, expected: str) -> None:
    of = bonus(reading)
    amounts = [bonus_of(of, score, place, 20) for place, score in enumerate(GC_06, 1)]
    assert amounts == [Fraction(each) for each in expected.split()], case


@pytest.mark.parametrize(
    ("case", "score", "place", "size", "expected"),
    [
        ("GC-09", "85.00", 2, 20, 500),
        ("GC-09", "84.99", 2, 20, 400),
        ("GC-10", "79.99", 7, 20, 300),
        ("GC-10", "79.99", 8, 20, 200),
        ("GC-11", "74.99", 9, 20, 200),
        ("GC-11", "74.99", 10, 20, 100),
        ("GC-12", "60.00", 19, 20, 100),
        ("GC-12", "59.99", 19, 20, 0),
        ("GC-13", "86", 3, 25, 300),
        ("GC-14", "92", 1, 9, 300),
        ("GC-15", "86.00", 2, 20, 500),
        ("GC-15", "86.00", 3, 20, 300),
        ("GC-17", "86", 2, 18, 300),
        ("GC-17", "86", 2, 20, 500),
        ("GC-18", "85.50", 3, 21, 300),
        ("GC-18", "85.50", 2, 20, 500),
        ("GC-102 center", "86", 3, 20, 300),
        ("GC-102 team", "86", 1, 10, 500),
    ],
)
def test_the_printed_bonus_table_pays(
    case: str, score: str, place: int, size: int, expected: int
) -> None:
    assert bonus_of(bonus("printed"), score, place, size) == expected, case


@pytest.mark.parametrize(
    ("case", "place", "score", "at", "expected"),
    [
        ("GC-13", place_column(PlacesRounding.CEIL), "86", Place(3, 25), 500),
        ("GC-13", place_column(PlacesRounding.HALF_UP), "86", Place(3, 25), 500),
        ("GC-14", place_column(at_least=1), "92", Place(1, 9), 500),
    ],
)
def test_the_rounding_of_places_moves_money(
    case: str, place: TableColumn, score: str, at: Place, expected: int
) -> None:
    assert bonus_of(bonus("printed", place), score, at.place, at.size) == expected, case


@pytest.mark.parametrize(
    ("reading", "first", "second"),
    [
        ("printed", 20_000, 20_000),
        ("shared_top", 25_500, 24_600),
        ("slices", 28_500, 26_600),
        ("literal", 5_000, 6_900),
    ],
)
def test_a_hundred_people_cost_what_the_reading_makes_of_it(
    reading: str, first: int, second: int
) -> None:  # GC-99
    of = bonus(reading)
    for start, step, expected in (("99.0", "0.1", first), ("94.0", "0.3", second)):
        scores = [Fraction(start) - Fraction(step) * at for at in range(100)]
        rows = [hit_row(of, (score, Place(at, 100))) for at, score in enumerate(scores, 1)]
        assert sum(paid(of, row) for row in rows) == expected


@pytest.mark.parametrize(
    ("case", "score", "place", "expected"),
    [
        ("GC-25 B", "75.00", 1, 500),
        ("GC-25 A", "75.00", 2, 300),
        ("GC-25 D", "60.01", 3, 100),
        ("GC-25 C", "60.00", 4, 0),
        ("GC-26", "60.00", 1, 0),
    ],
)
def test_the_table_of_leads_pays_by_place(
    case: str, score: str, place: int, expected: int
) -> None:
    rows = [("> 60", "1", "CNY 500"), ("> 60", "2", "CNY 300"), ("> 60", "3", "CNY 100")]
    of = table(rows, "CNY 0", columns=(SCORE, LEAD_PLACE), hit=HitPolicy.UNIQUE)
    run = compiled(of, Variable(name="a", carrier=Carrier(100)), Variable(name="b", carrier=WHOLE))
    row = hit_row(of, (Fraction(score), Place(place, 4)))
    assert row == run(int(Fraction(score) * 100), place)
    assert paid(of, row) == expected, case


def test_a_refused_row_names_its_first_failing_cell() -> None:
    refused = explain_row(bonus("printed"), (Fraction("85.50"), Place(3, 20)))
    assert refused == (
        Refusal(row=0, column="place", cell="<= 10%"),
        Refusal(row=1, column="place", cell="<= 10%"),
    )


def test_a_place_before_a_band_is_refused_by_it() -> None:
    of = table([("> 10%", "CNY 1"), ("<= 10%", "CNY 2")], columns=(place_column(),))
    (refused,) = explain_row(of, (Place(2, 20),))
    assert (refused.row, refused.cell) == (0, "> 10%")


def test_where_no_row_holds_every_row_is_explained() -> None:
    refused = explain_row(bonus("printed"), (Fraction(50), Fraction(1, 2)))
    assert [each.column for each in refused] == ["score"] * 5


@pytest.mark.parametrize(
    ("size", "at_least", "expected"),
    [(20, 0, ()), (9, 0, (0, 1)), (2, 0, (0, 1, 2, 3)), (9, 1, ())],
)
def test_rows_whose_share_comes_to_no_place_are_named(
    size: int, at_least: int, expected: tuple[int, ...]
) -> None:
    of = bonus("printed", place_column(at_least=at_least))
    assert rows_without_places(of, size=size) == expected


def test_a_slice_between_two_places_comes_to_none() -> None:
    rows = [("(0..10%]", "CNY 3"), ("(10%..15%]", "CNY 2"), ("> 15%", "CNY 1")]
    of = table(rows, columns=(place_column(),), hit=HitPolicy.UNIQUE)
    assert rows_without_places(of, size=10) == (1,)
    assert rows_without_places(of, size=20) == ()


MIXED_ROWS = (
    ("'agent', 'lead'", "yes", "-", ">= 1/3", "missing", "CNY 1"),
    ("missing", "-", ">= 2026-01-01", "< 98%", "not(missing)", "CNY 2"),
    ("not('agent')", "no", "[2025-01-01..2026-01-01)", "0.5", ">= 60, missing", "CNY 3"),
    ("-", "yes, no", "-", "(1/3..0.9], 1", "not(80)", "CNY 4"),
    ("agent", "no", "< 2026-01-01", "(..)", "[5.005..5.006]", "CNY 5"),
)
MIXED = table(MIXED_ROWS, "CNY 0", columns=(ROLE, NEW, HIRED, ACCURACY, LAST))
DAYS = st.sampled_from(
    [dt.date(2024, 12, 31), dt.date(2025, 1, 1), dt.date(2025, 12, 31), dt.date(2026, 1, 1)]
)
RATIOS = st.sampled_from([Fraction(each) for each in ("0", "1/3", "0.334", "0.5", "0.9", "1")])
POINTS = st.sampled_from([Fraction(each) for each in ("0", "5", "59.99", "60", "80", "85")])


@given(
    role=st.sampled_from(["agent", "lead", "trainer", Missing.NOT_MEASURED]),
    new=st.booleans(),
    hired=DAYS,
    accuracy=RATIOS,
    last=st.one_of(st.just(Missing.NO_HISTORY), POINTS),
)
def test_generated_source_takes_the_row_that_is_explained(
    role: str | Missing, *, new: bool, hired: dt.date, accuracy: Fraction, last: TableValue
) -> None:
    run = compiled(
        MIXED,
        Variable(name="role", carrier=WHOLE),
        Variable(name="new", carrier=WHOLE),
        Variable(name="hired", carrier=WHOLE),
        Variable(name="accuracy", carrier=EXACT),
        Variable(name="last", carrier=Carrier(100)),
    )
    pair = (accuracy.numerator * 7, accuracy.denominator * 7)
    units = int(last * 100) if isinstance(last, Fraction) else last
    expected = hit_row(MIXED, (role, new, hired, accuracy, last))
    assert run(role, new, hired.toordinal(), pair, units) == expected


def test_no_text_of_a_pack_becomes_source() -> None:
    source = table_source(
        table(
            [("'x) or (1'", "CNY 1")],
            "CNY 0",
            columns=(TableColumn(name="role", type=Type(Unit.WORD)),),
        ),
        [Variable(name="v", carrier=WHOLE)],
        prefix="k",
    )
    assert source.source == "((v in k0 and 1 or 2) - 1)"
    assert dict(source.names) == {"k0": frozenset({"x) or (1"})}


@pytest.mark.parametrize("name", ["", "a b", "1a", "得分", "x; y"])
def test_a_variable_is_a_plain_name(name: str) -> None:
    with pytest.raises(ValueError, match="no variable name"):
        Variable(name=name, carrier=WHOLE)


def test_a_table_of_thousands_of_rows_compiles() -> None:
    rows = [(f"== {number}", f"CNY {number}") for number in range(3_000)]
    of = table(rows, "CNY 0", columns=(LEAD_PLACE,))
    run = compiled(of, Variable(name="a", carrier=WHOLE))
    assert [run(0), run(2_999), run(3_000)] == [0, 2_999, 3_000]


def test_a_fixed_column_finer_than_a_cell_rounds_nothing() -> None:
    of = table([("[0.005..0.015]", "CNY 1")], "CNY 0", columns=(ACCURACY,))
    run = compiled(of, Variable(name="a", carrier=Carrier(100)))
    assert [run(each) for each in (0, 1, 2)] == [1, 0, 1]
    never = table([("(0.001..0.009)", "CNY 1")], "CNY 0", columns=(ACCURACY,))
    assert compiled(never, Variable(name="a", carrier=Carrier(100)))(0) == 1


def test_several_outputs_are_read_last() -> None:
    of = table(
        [(">= 85", "CNY 500", "'two'"), ("-", "CNY 0", "one")],
        columns=(SCORE,),
        outputs=(PAYS, LEVEL),
    )
    assert of.rows[0].outputs == (
        Scalar(Unit.MONEY, Fraction(500), "CNY"),
        Scalar(Unit.WORD, "two"),
    )
    assert of.gives(2) is None
    assert [write_scalar(each) for each in of.rows[0].outputs] == ["CNY 500", "two"]
    assert write_scalar(Scalar(Unit.FLAG, True)) == "yes"
    assert write_scalar(Scalar(Unit.FLAG, False)) == "no"


@pytest.mark.parametrize(
    ("rows", "otherwise", "codes"),
    [
        ([], (), ["table-no-rows"]),
        ([(">= 85",)], (), ["table-row-width"]),
        ([(">= 85", "CNY 1", "CNY 2")], (), ["table-row-width"]),
        ([(">= 85", "CNY 1")], ("CNY 1", "CNY 2"), ["table-otherwise-width"]),
        ([(">= 85", "1")], (), ["table-output-unit"]),
        ([(">= 85", "USD 1")], (), ["table-output-unit"]),
        ([(">= 85", "much")], (), ["table-output-not-understood"]),
        ([("=> 85", "much"), ("?", "CNY 1")], ("x",), [
            "cell-not-understood", "table-output-not-understood", "cell-not-understood",
            "table-output-not-understood",
        ]),
    ],
)  # fmt: skip
def test_every_finding_of_a_table_is_reported(
    rows: list[tuple[str, ...]], otherwise: tuple[str, ...], codes: list[str]
) -> None:
    found, problems = read_table(
        text(rows, *otherwise, hit=HitPolicy.FIRST), columns=(SCORE,), outputs=(PAYS,)
    )
    assert found is None
    assert [each.code for each in problems] == codes
    assert all("{" not in each.render(locale) for each in problems for locale in LOCALES)


def test_an_unknown_word_of_an_output_names_the_nearest() -> None:
    _, problems = read_table(
        text([("-", "tow")], hit=HitPolicy.FIRST), columns=(SCORE,), outputs=(LEVEL,)
    )
    (problem,) = problems
    assert (problem.code, problem.args["near"]) == ("cell-unknown-word", "two")
    assert problem.span == Span("pay.yaml", 2, 6)


def test_a_column_that_may_be_missing_needs_a_cell_that_says_so() -> None:
    found, problems = read_table(
        text([("-", "CNY 1")], hit=HitPolicy.FIRST), columns=(LAST,), outputs=(PAYS,)
    )
    assert found is None
    assert [each.code for each in problems] == ["table-missing-unhandled"]
    assert table([("missing", "CNY 0"), ("-", "CNY 1")], columns=(LAST,)).asks_missing(0)


def test_a_missing_place_is_asked_for_before_it_is_compared() -> None:
    share = Share(rounding=PlacesRounding.EXACT)
    place = TableColumn(name="place", type=Type(Unit.COUNT), share=share, may_miss=True)
    of = table([("missing", "CNY 0"), ("<= 10%", "CNY 5")], "CNY 1", columns=(place,))
    run = compiled(of, Variable(name="p", carrier=WHOLE, size="n"))
    assert [run(Missing.NOT_MEASURED, 20), run(2, 20), run(3, 20)] == [0, 1, 2]
    assert hit_row(of, (Place(2, 20),)) == 1
    assert hit_row(of, (Missing.NOT_MEASURED,)) == 0


@given(
    rounding=st.sampled_from(PlacesRounding),
    at_least=st.integers(0, 3),
    size=st.integers(1, 60),
    data=st.data(),
)
def test_slices_of_a_rank_leave_nobody_out(
    rounding: PlacesRounding, at_least: int, size: int, data: st.DataObject
) -> None:
    rows = [("<= 10%", "CNY 4"), ("(10%..1/3]", "CNY 3"), ("(1/3..62.5%]", "CNY 2")]
    of = table([*rows, ("> 62.5%", "CNY 1")], columns=(place_column(rounding, at_least),))
    place = data.draw(st.integers(1, size))
    row = hit_row(of, (Place(place, size),))
    assert row < 4
    run = compiled(of, Variable(name="p", carrier=WHOLE, size="n"))
    assert run(place, size) == row


def test_a_cell_of_a_plain_column_takes_a_place_by_its_number() -> None:
    test, _ = parse_cell(Text("<= 3"), LEAD_PLACE)
    assert test is not None
    of = table([("<= 3", "CNY 1")], "CNY 0", columns=(LEAD_PLACE,))
    assert [hit_row(of, (Place(place, 9),)) for place in (3, 4)] == [0, 1]


# -- every policy -------------------------------------------------------------------------------

NUMBER_CELLS = st.sampled_from(["-", "missing", ">= 2", "< 3", "[1..2]", "not(2)", "1, 3"])
POLICIES: tuple[tuple[HitPolicy, Collect | None], ...] = (
    *((each, None) for each in HitPolicy if each is not HitPolicy.COLLECT),
    *((HitPolicy.COLLECT, each) for each in Collect),
)
GRADES = OutputColumn(name="grade", type=Type(Unit.WORD))
COUNTED = OutputColumn(name="rows_met", type=Type(Unit.COUNT))
RANKED = ("gold", "silver", "bronze")


@st.composite
def any_tables(draw: st.DrawFn) -> Table:
    """Return a table of any policy over two numbers that may be missing."""
    hit, collect = draw(st.sampled_from(POLICIES))
    is_listed = hit in (HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER) or collect is Collect.LIST
    output, given_ = (GRADES, RANKED) if is_listed else (PAYS, ("CNY 1", "CNY 2", "CNY 3.50"))
    cells = draw(
        st.lists(st.tuples(NUMBER_CELLS, NUMBER_CELLS, st.sampled_from(given_)), max_size=6)
    )
    rows: list[tuple[str, ...]] = [*cells, ("missing", "missing", given_[0])]
    if collect is Collect.COUNT:
        output, rows = COUNTED, [each[:-1] for each in rows]
    ordered = draw(st.permutations(given_)) if hit in ORDERED else ()
    columns = [attrs.evolve(LAST, name=name) for name in ("a", "b")]
    written = attrs.evolve(
        text(rows, hit=hit), collect=collect, priorities=tuple(map(Text, ordered))
    )
    found, problems = read_table(written, columns=columns, outputs=(output,))
    assert found is not None, problems
    return found


def slowly(of: Table, rows: list[int]) -> str:
    """Return what rows that hold come to, worked out from the words of the policies."""
    given_ = [of.rows[row].outputs[0] for row in rows if of.rows[row].outputs]
    in_order = sorted(given_, key=lambda each: [*of.priorities, each].index(each))
    match of.hit, of.collect:
        case HitPolicy.RULE_ORDER, _:
            return ", ".join(str(each.value) for each in given_)
        case HitPolicy.OUTPUT_ORDER, _:
            return ", ".join(str(each.value) for each in in_order)
        case HitPolicy.PRIORITY, _:
            return write_scalar(in_order[0])
        case _, Collect.LIST:
            return ", ".join(dict.fromkeys(str(each.value) for each in given_))
        case _, Collect.COUNT:
            return str(len(rows))
        case _, Collect.SUM:
            return write_scalar(Scalar(Unit.MONEY, Fraction(sum(x.number for x in given_)), "CNY"))
        case _, Collect.MIN | Collect.MAX:
            best = min if of.collect is Collect.MIN else max
            return write_scalar(best(given_, key=lambda each: each.number))
        case _:
            return write_scalar(given_[0])


@given(
    of=any_tables(),
    a=st.sampled_from([*range(5), Missing.NO_HISTORY]),
    b=st.sampled_from([*range(5), Missing.NO_RECORDS]),
)
def test_source_walk_and_words_agree_under_every_policy(
    of: Table, a: int | Missing, b: int | Missing
) -> None:
    values = [each if isinstance(each, Missing) else Fraction(each) for each in (a, b)]
    held = rows_hit(of, values)
    # a column whose cells say nothing of missing values is never asked with one
    if all(not isinstance(each, Missing) or of.asks_missing(at) for at, each in enumerate(values)):
        run = compiled(of, *(Variable(name=name, carrier=WHOLE) for name in ("a", "b")))
        assert run(a, b) == (hit_row(of, values) if of.takes_one_row else held)
    given_ = outcome(of, held)
    expected = slowly(of, list(bits(held))) if held else None
    assert (None if given_ is None else write_scalar(given_[0])) == expected
    refused = {each.row for each in explain_row(of, values)}
    assert not refused & set(bits(held))
    if not of.takes_one_row:
        assert refused | set(bits(held)) == set(range(len(of.rows)))


def test_a_table_whose_rows_all_count_has_no_one_row() -> None:
    of = table([("-", "two")], columns=(SCORE,), outputs=(LEVEL,), hit=HitPolicy.RULE_ORDER)
    with pytest.raises(ValueError, match="rule_order"):
        hit_row(of, (Fraction(1),))


def test_rows_of_equal_priority_must_agree_in_the_other_outputs() -> None:
    rows = [(">= 80", "one", "CNY 5"), (">= 70", "one", "CNY 4"), ("-", "two", "CNY 1")]
    written = attrs.evolve(
        text(rows, hit=HitPolicy.PRIORITY), priorities=(Text("one"), Text("two"))
    )
    of, _ = read_table(written, columns=(SCORE,), outputs=(LEVEL, PAYS))
    assert of is not None
    found = check_table(of)
    assert [(each.code, each.args.get("upper"), each.args.get("lower")) for each in found] == [
        ("table-overlap", "1", "2")
    ]


# -- rows that are nearly dead ------------------------------------------------------------------


def narrowed(of: Table) -> list[tuple[str, str, str]]:
    found = (each for each in check_table(of) if each.code == "table-row-narrowed")
    return [(each.args["row"], each.args["by"], in_words(each.args["where"])) for each in found]


def test_a_row_that_asks_for_the_same_share_as_one_above_is_told() -> None:
    assert narrowed(bonus("printed")) == [("2", "1", "score [80..85), rank share <= 10%")]
    assert narrowed(bonus("shared_top")) == narrowed(bonus("printed"))


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        (((">= 85", "CNY 5"), (">= 80", "CNY 4"), (">= 70", "CNY 3")), (SCORE,)),
        (
            (("agent", ">= 85", "CNY 5"), ("agent", ">= 80", "CNY 4"), ("missing", "-", "CNY 1")),
            (ROLE, SCORE),
        ),
        (
            ((">= 85", "<= 10%", "CNY 5"), (">= 80", "<= 20%", "CNY 4"), ("-", "-", "CNY 1")),
            (SCORE, place_column()),
        ),
        (((">= 85", "<= 10%", "CNY 5"), (">= 80", "-", "CNY 4")), (SCORE, place_column())),
        (((">= 85", "<= 10%", "CNY 5"), ("< 80", "<= 10%", "CNY 4")), (SCORE, place_column())),
        (((">= 85", "> 0%", "CNY 5"), (">= 80", "> 0%", "CNY 4")), (SCORE, place_column())),
    ],
    ids=["ladder", "ladder-of-a-role", "wider-share", "no-share", "nothing-taken", "everybody"],
)
def test_an_ordinary_ladder_is_not_told(
    rows: Sequence[Sequence[str]], columns: Sequence[TableColumn]
) -> None:
    assert narrowed(table(rows, "CNY 0", columns=columns)) == []


def test_rows_that_are_walked_otherwise_are_not_told() -> None:
    assert narrowed(bonus("literal")) == []


def test_what_is_left_of_a_row_may_have_two_parts() -> None:
    rows = [("[80..90]", "<= 10%", "CNY 5"), (">= 70", "<= 5%", "CNY 4")]
    found = narrowed(table(rows, "CNY 0", columns=(SCORE, place_column())))
    assert found == [("2", "1", "score [70..80), (90..100], rank share <= 5%")]
