"""Formulas as SQL: SQLite and DuckDB come to what Python comes to, in every row, or neither."""

from __future__ import annotations

import datetime as dt
import sqlite3
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs
import duckdb
import pytest
from hypothesis import HealthCheck, assume, given
from hypothesis import strategies as st

from ccops.messages import Span, Text
from ccops.rules import Formula, Name, SqlColumn, SqlDialect, SqlText, check_formula, print_sql
from ccops.testing.formula_names import EVERY_UNIT
from ccops.testing.formula_oracle import Known, Tree, evaluated, write_formula
from ccops.testing.formulas import cell_of, formulas, roundings, rows
from ccops.values import (
    EXACT,
    NUMERIC,
    WHOLE,
    Bounds,
    Carrier,
    Missing,
    Rounding,
    RoundingMode,
    Scalar,
    Type,
    Unit,
)
from tests.laws import tried

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ccops.messages import Diagnostic
    from ccops.rules import Scope
    from ccops.values import Cell

MOST: Final = 12
HARD: Final = Bounds(Fraction(-1_000), Fraction(1_000))
RANGED: Final[Scope] = {
    name: each
    if each.constant is not None or each.type.unit not in NUMERIC
    else attrs.evolve(each, bounds=each.bounds.both(HARD))
    for name, each in EVERY_UNIT.items()
}
Row = dict[str, "Cell | Missing"]


def a_formula(
    text: str,
    scope: Scope = RANGED,
    *,
    rounding: Rounding | None = None,
    if_zero: Fraction | None = None,
) -> Formula:
    scalar = None if if_zero is None else Scalar(Unit.NUMBER, if_zero)
    node, problems = check_formula(Text(text, Span("pay.yaml", 1, 1)), scope=scope, if_zero=scalar)
    assert node is not None, problems
    return Formula(node=node, rounding=rounding if node.type.unit in NUMERIC else None)


#: One for all queries, for they leave nothing behind.
_DUCKDB: Final = duckdb.connect()


def printed(
    formula: Formula, dialect: SqlDialect, most: int = MOST
) -> tuple[SqlText | None, tuple[Diagnostic, ...]]:
    exact = {
        name: SqlColumn(value=f'"{name}_n"', denominator=f'"{name}_d"', most=most)
        for name in formula.inputs
        if RANGED[name].carrier.is_exact and RANGED[name].type.unit in NUMERIC
    }
    return print_sql(formula, dialect=dialect, columns=exact)


def _sql_cell(cell: Cell | Missing, type_name: str) -> str:
    match cell:
        case Missing():
            return f"CAST(NULL AS {type_name})"
        case bool():
            return str(cell).upper()
        case str():
            return "'" + cell.replace("'", "''") + "'"
        case _:
            return f"CAST({cell} AS {type_name})"


def _columns(row: Mapping[str, Cell | Missing], scope: Scope) -> dict[str, str]:
    """Return what stands in a row, by the names of the columns of SQL."""
    found: dict[str, str] = {}
    for name, cell in row.items():
        unit = scope[name].type.unit
        if scope[name].carrier.is_exact and unit in NUMERIC:
            pair = cell if isinstance(cell, tuple) else (cell, cell)
            for part, mark in zip(pair, "nd", strict=True):
                assert not isinstance(part, tuple)
                found[f"{name}_{mark}"] = _sql_cell(part, "BIGINT")
        else:
            kind = {Unit.WORD: "VARCHAR", Unit.FLAG: "BOOLEAN"}.get(unit, "BIGINT")
            found[name] = _sql_cell(cell, kind)
    return found


def ran(text: SqlText, table: Sequence[Row], scope: Scope = RANGED) -> list[object]:
    """Return what the engine of the text comes to in each row; ``None`` where it is missing."""
    rows = [
        {"row_number": f"{number}", **_columns(row, scope)} for number, row in enumerate(table)
    ]
    names = ", ".join(f'"{name}"' for name in rows[0])
    # Rows of one table: an engine writes a formula out for each part of a union.
    values = ", ".join("(" + ", ".join(row.values()) + ")" for row in rows)
    wanted = text.value + (f", {text.denominator}" if text.denominator else "")
    head = f"WITH t ({names}) AS (VALUES {values})"
    query = f"{head} SELECT {wanted} FROM t ORDER BY row_number"  # noqa: S608 - our own
    is_duckdb = text.dialect is SqlDialect.DUCKDB
    connection = _DUCKDB.cursor() if is_duckdb else sqlite3.connect("")
    try:
        return [_value(text, each) for each in connection.execute(query).fetchall()]
    finally:
        connection.close()


def _value(text: SqlText, row: tuple[object, ...]) -> object:
    if row[0] is None:
        return None
    if not isinstance(row[0], int) or isinstance(row[0], bool):
        return row[0]
    below = row[1] if text.denominator else text.carrier.scale
    assert isinstance(below, int)
    return Fraction(row[0], below)


def in_python(formula: Formula, table: Sequence[Row]) -> list[object]:
    found: list[object] = []
    for row in table:
        cell = formula.at(row)
        match cell:
            case Missing():
                found.append(None)
            case tuple():
                found.append(Fraction(*cell))
            case str():
                found.append(cell)
            case _:
                found.append(Fraction(int(cell), formula.carrier.scale or 1))
    return found


def _same(formula: Formula, table: Sequence[Row], most: int = MOST) -> bool:
    """Say whether a formula has SQL, after holding each engine against Python."""
    texts = [printed(formula, dialect, most) for dialect in SqlDialect]
    if len({text is None for text, _ in texts}) > 1:  # one says a little more than the other
        assert {each.code for _, problems in texts for each in problems} == {"sql-too-long"}
    for text, problems in texts:
        assert (text is None) is bool(problems)
        if text is not None:
            assert ran(text, table) == in_python(formula, table), text.value
    return all(text is not None for text, _ in texts)


TABLES: Final = st.lists(rows(RANGED), min_size=1, max_size=4)
QUIET: Final = [HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large]


def _row(formula: Formula, row: Mapping[str, Known]) -> Row:
    return {name: cell_of(row[name], RANGED[name]) for name in formula.inputs}


@tried(120, suppress_health_check=QUIET)
@given(
    formulas(RANGED, depth=2),
    TABLES,
    st.none() | roundings(),
    st.none() | st.sampled_from([Fraction(0), Fraction(-5, 2)]),
)
def test_what_has_sql_comes_to_the_same_in_python_sqlite_and_duckdb(
    tree: Tree,
    table: list[Mapping[str, Known]],
    rounding: Rounding | None,
    if_zero: Fraction | None,
) -> None:
    scalar = None if if_zero is None else Scalar(Unit.NUMBER, if_zero)
    node, _ = check_formula(Text(write_formula(tree)), scope=RANGED, if_zero=scalar)
    assume(node is not None)
    assert node is not None
    rounding = rounding if node.type.unit in NUMERIC else None
    formula = Formula(node=node, rounding=rounding)

    assume(_same(formula, [_row(formula, row) for row in table]))
    expected = [evaluated(tree, row, scope=RANGED, if_zero=if_zero) for row in table]
    if rounding is not None:
        expected = [
            rounding.apply(each) if isinstance(each, Fraction) else each for each in expected
        ]
    found = in_python(formula, [_row(formula, row) for row in table])
    if node.type.unit in NUMERIC:
        assert found == [None if isinstance(each, Missing) else each for each in expected]


MISSING: Final = Missing.NO_RECORDS


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("trained and on_probation", {"trained": MISSING, "on_probation": False}),
        ("on_probation and trained", {"trained": MISSING, "on_probation": False}),
        ("trained or on_probation", {"trained": MISSING, "on_probation": True}),
        ("on_probation or trained", {"trained": MISSING, "on_probation": True}),
        ("not trained", {"trained": MISSING}),
        ("trained and trained and on_probation", {"trained": True, "on_probation": MISSING}),
        ("1 if trained else 2", {"trained": MISSING}),
        ("calls if known(calls) else 7", {"calls": MISSING}),
        ("known(calls) and calls > 3", {"calls": MISSING}),
        ("coalesce(calls, quota)", {"calls": MISSING}),
        ("coalesce(rate, growth, 1)", {"rate": MISSING, "growth": MISSING}),
        ("coalesce(rate, growth)", {"rate": (1, 3), "growth": MISSING}),
        ("min(calls, change)", {"calls": MISSING, "change": 3}),
        ("min(calls, change)", {"calls": 3, "change": MISSING}),
        ("max(rate, growth)", {"rate": MISSING, "growth": 3}),
        ("clamp(rate, 0.1, growth)", {"rate": (1, 3), "growth": -200}),
        ("abs(change)", {"change": -3}),
        ("calls / change", {"calls": 3, "change": 0}),
        ("calls / change", {"calls": 3, "change": -7}),
        ("calls / change <= change / change", {"calls": 3, "change": 0}),
        ("0 * calls", {"calls": MISSING}),
        ("rate > 0.5", {"rate": (1, 2)}),
        ("rate == growth", {"rate": (1, 2), "growth": 500}),
        ("role in ('agent', '值班长')", {"role": "值班长"}),
        ("role not in ('agent', '值班长')", {"role": MISSING}),
        ("'值班长' if on_probation else role", {"role": "agent", "on_probation": True}),
        ("hired_on < period_end", {"hired_on": 739_555}),
        ("min(hired_on, left_on) == hired_on", {"hired_on": 739_555, "left_on": 739_554}),
        ("period_end - hired_on", {"hired_on": 739_555}),
        ("left_on if known(left_on) else period_end", {"left_on": MISSING}),
        ("yes", {}),
        ("0.1 + 0.2", {}),
        ("1 / 3", {}),
    ],
)
def test_missing_values_and_edges_are_as_in_python(text: str, row: Row) -> None:
    assert _same(a_formula(text), [row])


@pytest.mark.parametrize("if_zero", [Fraction(0), Fraction(7, 2)])
@pytest.mark.parametrize(("above", "below"), [(MISSING, 0), (3, 0), (3, MISSING), (3, 2)])
def test_a_quotient_over_zero_is_what_stands_for_it_where_the_dividend_is_there(
    if_zero: Fraction, above: int | Missing, below: int | Missing
) -> None:
    formula = a_formula("calls / change + 1", if_zero=if_zero)

    assert _same(formula, [{"calls": above, "change": below}])


@pytest.mark.parametrize("mode", RoundingMode)
@pytest.mark.parametrize("text", ["growth", "rate * growth", "growth / (rate - 0.5)", "-rate"])
def test_ties_and_signs_are_rounded_alike(text: str, mode: RoundingMode) -> None:
    formula = a_formula(text, rounding=Rounding(scale=10, mode=mode))
    table: list[Row] = [
        {"growth": growth, "rate": rate}
        for growth in (-1_050, -1_049, -150, -50, 0, 50, 149, 150, 1_050, 1_051)
        for rate in ((0, 1), (1, 20), (3, 20), (1, 3), (1, 2), (1, 1))
    ]

    assert _same(formula, table, most=20)


def test_half_away_from_zero_is_not_floor_of_a_half_more() -> None:
    formula = a_formula("growth", rounding=Rounding(scale=10, mode=RoundingMode.HALF_UP))
    text, _ = printed(formula, SqlDialect.DUCKDB)
    assert text is not None

    assert ran(text, [{"growth": -250}, {"growth": 250}]) == [Fraction(-3, 10), Fraction(3, 10)]


DAYS: Final = st.dates(dt.date(1, 1, 1), dt.date(2200, 12, 31))


@tried(20)
@given(st.lists(st.tuples(DAYS, DAYS), min_size=20, max_size=60))
def test_months_between_days_are_counted_alike(pairs: list[tuple[dt.date, dt.date]]) -> None:
    ends = [(dt.date(2024, 1, day), dt.date(2024, 2, 28)) for day in (27, 28, 29, 30, 31)]
    ends += [(start, end + dt.timedelta(days=1)) for start, end in ends]
    table: list[Row] = [
        {"hired_on": start.toordinal(), "left_on": end.toordinal()} for start, end in pairs + ends
    ]
    table.append({"hired_on": MISSING, "left_on": 3})

    assert _same(a_formula("months_between(hired_on, left_on)"), table)


def test_the_last_day_there_is_has_months_too() -> None:
    formula = a_formula("months_between(hired_on, left_on)")

    assert _same(
        formula, [{"hired_on": 1, "left_on": 3_652_059}, {"hired_on": 31, "left_on": 3_652_059}]
    )


# -- what 64 bits hold --------------------------------------------------------------------------


def _whole(name: str, low: int | None, high: int | None) -> Name:
    ends = [None if end is None else Fraction(end) for end in (low, high)]
    return Name(name=name, type=Type(Unit.COUNT), carrier=WHOLE, bounds=Bounds(*ends))


WIDE: Final = {
    each.name: each
    for each in (
        _whole("small", 0, 3_000_000_000),
        _whole("large", 0, 2**62),
        _whole("open", 0, None),
        _whole("free", None, None),
        Name(name="share", type=Type(Unit.RATIO), carrier=EXACT, bounds=Bounds(Fraction(0))),
        Name(name="pay", type=Type(Unit.MONEY), carrier=Carrier(100)),
    )
}


def refusals(text: str, **columns: SqlColumn) -> list[Diagnostic]:
    formula = a_formula(text, WIDE)
    found = [print_sql(formula, dialect=each, columns=columns) for each in SqlDialect]
    assert found[0][1] == found[1][1]
    return list(found[0][1])


@pytest.mark.parametrize(
    ("text", "part", "bound", "names"),
    [
        ("small * small * small", "small * small * small", str(27 * 10**27), "-"),
        ("large + large + 1", "large + large", str(2**63), "-"),
        ("1 + 3 * open", "3 * open", "∞", "open"),
        ("1 - abs(free)", "abs(free)", "∞", "free"),
        ("small * (free + open)", "free + open", "∞", "free, open"),
        ("small > 2 and free * 2 > small", "free * 2", "∞", "free"),
        ("10000000000000000000 - small", "10000000000000000000", str(10**19), "-"),
    ],
)
def test_what_may_be_too_large_is_named_with_its_bound_and_what_lacks_a_range(
    text: str, part: str, bound: str, names: str
) -> None:
    (found,) = refusals(text)

    assert found.code == "sql-too-large"
    assert (found.args["expression"], found.args["bound"]) == (part, bound)
    assert found.args["names"] == names
    assert ("range" in found.hint("en")) is (names != "-")


@pytest.mark.parametrize(
    "text",
    [
        "small * small",
        "open > 3 and free < open",
        "clamp(free, -5, 5) * small",
        "(open if open < 100 else 0) * 3",
        "free",
        "known(share)",
    ],
)
def test_what_surely_fits_has_sql(text: str) -> None:
    assert not refusals(text)


def test_every_part_that_is_too_large_is_told() -> None:
    found = refusals("free * 2 > 3 or open * 2 > 3")

    assert [each.args["names"] for each in found] == ["free", "open"]


def test_an_exact_column_says_how_large_its_denominator_can_be() -> None:
    (found,) = refusals("share > 0.5")
    assert (found.code, found.args["name"]) == ("sql-no-denominator", "share")

    given = SqlColumn(value="n", denominator="d", most=1_000)
    assert [each.code for each in refusals("share * 2 > 0.5", share=given)] == ["sql-too-large"]


def test_the_largest_numbers_are_exact_in_both_engines() -> None:
    formula = a_formula("small * small + 17", WIDE)
    for dialect in SqlDialect:
        text, problems = print_sql(formula, dialect=dialect)
        assert text is not None, problems
        assert ran(text, [{"small": 3_000_000_000}], WIDE) == [Fraction(9 * 10**18 + 17)]


@pytest.mark.parametrize("text", ["-free", "abs(free)", "min(-free, 3)", "1 if -free > 3 else 2"])
def test_the_other_sign_of_the_least_number_is_refused(text: str) -> None:
    """SQLite gives the real number 9.223372036854776e18 for it and says nothing."""
    (found,) = refusals(text)

    assert (found.code, found.args["names"]) == ("sql-too-large", "free")


@pytest.mark.parametrize("text", ["free", "max(free, -5)", "free < 0", "free if free < 3 else 3"])
@pytest.mark.parametrize("edge", [-(2**63), 2**63 - 1])
def test_numbers_at_the_edge_of_64_bits_are_exact(text: str, edge: int) -> None:
    formula = a_formula(text, WIDE)
    for dialect in SqlDialect:
        sql, problems = print_sql(formula, dialect=dialect)
        assert sql is not None, problems
        assert ran(sql, [{"free": edge}], WIDE) == in_python(formula, [{"free": edge}])


def test_what_is_written_out_too_often_is_refused() -> None:
    formula = a_formula("max(" * 18 + "small" + ", 1)" * 18, WIDE)
    for dialect in SqlDialect:
        text, (found,) = print_sql(formula, dialect=dialect)
        assert (text, found.code) == (None, "sql-too-long")


# -- words, columns, functions ------------------------------------------------------------------


@pytest.mark.parametrize("word", ["a'b", "'; DROP TABLE t; --", "“甲”", 'a"b', "a\\b", "%s {x} ?"])
def test_a_word_is_quoted_whatever_it_holds(word: str) -> None:
    scope = {
        "team": Name(name="team", type=Type(Unit.WORD), carrier=WHOLE),
        "ours": Name(
            name="ours", type=Type(Unit.WORD), carrier=WHOLE, constant=Scalar(Unit.WORD, word)
        ),
    }
    formula = a_formula("team == ours", scope)
    for dialect in SqlDialect:
        text, problems = print_sql(formula, dialect=dialect)
        assert text is not None, problems
        assert ran(text, [{"team": word}, {"team": "x"}], scope) == [1, 0]


@pytest.mark.parametrize("word", ["a\x00b", "\ud800", "a\nb"])
def test_a_word_that_cannot_be_quoted_is_refused(word: str) -> None:
    scalar = Scalar(Unit.WORD, word)
    name = Name(name="ours", type=Type(Unit.WORD), carrier=WHOLE, constant=scalar)
    _, (found,) = print_sql(a_formula("ours", {"ours": name}), dialect=SqlDialect.SQLITE)

    assert found.code == "sql-word"


def test_columns_are_named_by_the_caller_or_by_their_names() -> None:
    formula = a_formula("calls + change")
    text, _ = print_sql(formula, dialect=SqlDialect.SQLITE, columns={"calls": "s.n + 1"})

    assert str(text) == '((s.n + 1) + ("change"))'


def test_what_is_never_null_is_not_asked() -> None:
    formula = a_formula("on_probation and trained")
    sure = SqlColumn(value="p", never_null=True)
    text, _ = print_sql(
        formula, dialect=SqlDialect.DUCKDB, columns={"on_probation": sure, "trained": "t"}
    )

    assert str(text) == "(CAST(p AS BOOLEAN) AND CAST(t AS BOOLEAN))"
