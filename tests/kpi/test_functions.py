"""Functions of plugins in indicators: checked, measured, found again as evidence, printed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import attrs
import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.errors import DataError, PluginError
from ccops.kpi import (
    ENGINES,
    Indicator,
    Measured,
    Tally,
    compile_indicators,
    measure,
    print_values,
    rows_behind,
)
from ccops.messages import Label
from ccops.rules import (
    Formula,
    Name,
    Parameter,
    SqlDialect,
    TypedFunction,
    functions_with,
    print_sql,
)
from ccops.values import WHOLE, Bounds, Missing, Scalar, Type, Unit
from tests.copies import pickled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ccops.kpi import IndicatorRule
    from ccops.messages import Diagnostic
    from tests.kpi.conftest import Build

LABEL: Final = Label(zh="试", en="try")
BANDS: Final = frozenset({"short", "middle", "long"})
WAIT: Final = (Parameter(name="wait", unit=Unit.DURATION, bounds=Bounds(Fraction(0))),)


def band(wait: Fraction) -> str:
    return "short" if wait < 10_000 else "middle" if wait < 60_000 else "long"


def band_sql(_: str, arguments: Sequence[str]) -> str:
    (wait,) = arguments
    return (
        f"CASE WHEN {wait} < 10000 THEN 'short' WHEN {wait} < 60000 THEN 'middle' ELSE 'long' END"
    )


def minutes(wait: Fraction) -> int:
    return -int(-wait // 60_000)


def minutes_sql(dialect: str, arguments: Sequence[str]) -> str | None:
    if dialect != "duckdb":
        return None
    return f"({arguments[0]} + 59999) // 60000"


def credit(outcome: str, wait: Fraction) -> Fraction:
    return Fraction(1 if outcome == "served" else 0) - Fraction(int(wait) // 1_000, 100)


def asked_back(wait: Fraction) -> bool | Missing:
    return Missing.NOT_MEASURED if wait == 0 else wait > 30_000


def apart(slot: int) -> Fraction:
    return Fraction(1, slot + 1)


BAND: Final = TypedFunction(
    name="band",
    label=LABEL,
    parameters=WAIT,
    result=Unit.WORD,
    words=BANDS,
    run=band,
    sql=band_sql,
)
MINUTES: Final = TypedFunction(
    name="minutes",
    label=LABEL,
    parameters=WAIT,
    result=Unit.COUNT,
    run=minutes,
    bounds=Bounds(Fraction(0)),
    sql=minutes_sql,
)
CREDIT: Final = TypedFunction(
    name="credit",
    label=LABEL,
    parameters=(
        Parameter(name="outcome", unit=Unit.WORD, words=frozenset({"served", "left", "open"})),
        *WAIT,
    ),
    result=Unit.POINTS,
    run=credit,
    step=Fraction(1, 100),
)
ASKED_BACK: Final = TypedFunction(
    name="asked_back",
    label=LABEL,
    parameters=WAIT,
    result=Unit.FLAG,
    run=asked_back,
    may_miss=True,
)
APART: Final = TypedFunction(
    name="apart",
    label=LABEL,
    parameters=(Parameter(name="slot", unit=Unit.COUNT),),
    result=Unit.RATIO,
    run=apart,
)
FUNCTIONS: Final = functions_with([BAND, MINUTES, CREDIT, ASKED_BACK, APART])
LIMIT: Final = Scalar(Unit.DURATION, Fraction(20_000))
PARAMETERS: Final = {
    "limit": Name(name="limit", type=Type(Unit.DURATION), carrier=WHOLE, constant=LIMIT)
}


def compiled(build: Build, *rules: IndicatorRule) -> tuple[Indicator, ...]:
    made, problems = compile_indicators(
        rules, {"visit": build.kind}, PARAMETERS, functions=FUNCTIONS
    )
    assert problems == ()
    return made


def findings(build: Build, **fields: Any) -> tuple[Diagnostic, ...]:
    rules = (build.rule(**fields),)
    return compile_indicators(rules, {"visit": build.kind}, PARAMETERS, functions=FUNCTIONS)[1]


def measured_one(build: Build, rows: Sequence[dict[str, Any]], **fields: object) -> object:
    (indicator,) = compiled(build, build.rule("x", **fields))
    return measure(build.records(*rows), [indicator]).value("x", ())


ROWS: Final = (
    {"wait": 5_000},
    {"wait": 10_000, "outcome": "left"},
    {"wait": 61_000},
    {"wait": 125_000, "outcome": "left"},
)

#: One indicator for each key in which a formula may stand, and what it comes to over ``ROWS``.
PLACES: Final[Mapping[str, tuple[dict[str, object], object]]] = {
    "where": ({"count": "yes", "where": "band(wait) == 'long'"}, 2),
    "count": ({"count": "band(wait) != 'short' and outcome == 'left'"}, 2),
    "total": ({"total": "minutes(wait)"}, 1 + 1 + 2 + 3),
    "total of points": ({"total": "credit(outcome, wait)"}, 95 - 10 + 39 - 125),
    "mean": ({"mean": "minutes(wait)"}, (7, 4)),
    "maximum": ({"maximum": "minutes(wait) + 1"}, 4),
    "minimum": ({"minimum": "minutes(wait)", "where": "wait > limit"}, 2),
    "ratio of": ({"ratio": ("band(wait) == 'long'", "yes")}, (1, 2)),
    "ratio over": ({"ratio": ("yes", "minutes(wait)")}, (4, 7)),
    "percentile": ({"percentile": ("minutes(wait)", Scalar(Unit.RATIO, Fraction(1, 2)))}, 1),
    "share_total": ({"share_total": ("minutes(wait)", "minutes(wait) + 1")}, (29, 12)),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_function_stands_wherever_an_indicator_has_a_formula(build: Build, place: str) -> None:
    fields, value = PLACES[place]

    assert measured_one(build, ROWS, **fields) == value


@given(st.lists(st.tuples(st.integers(0, 200_000), st.sampled_from(sorted(BANDS))), max_size=12))
def test_what_is_measured_is_what_the_functions_say_row_by_row(
    build: Build, seen: list[tuple[int, str]]
) -> None:
    rows = [{"wait": wait, "team": team} for wait, team in seen]
    made = compiled(
        build,
        build.rule("minutes", total="minutes(wait)", where="band(wait) == team"),
        build.rule("longest", maximum="minutes(wait)"),
        build.rule("points", total="credit(outcome, wait)"),
    )

    found = measure(build.records(*rows), made)

    agreed = [minutes(Fraction(wait)) for wait, team in seen if band(Fraction(wait)) == team]
    assert found.value("minutes", ()) == sum(agreed)
    longest = max((minutes(Fraction(wait)) for wait, _ in seen), default=Missing.NO_RECORDS)
    assert found.value("longest", ()) == longest
    assert found.value("points", ()) == sum(
        100 * credit("served", Fraction(wait)) for wait, _ in seen
    )


def test_evidence_is_found_by_the_function_that_counted(build: Build) -> None:
    (indicator,) = compiled(build, build.rule("x", count="yes", where="band(wait) == 'long'"))

    assert rows_behind(build.records(*ROWS), indicator) == (2, 3)


def test_a_function_is_not_asked_about_a_missing_cell_and_the_value_is_not_measured(
    build: Build,
) -> None:
    rows = ({"talk": 61_000}, {"talk": Missing.NOT_MEASURED})
    total = {"total": "minutes(talk)"}

    assert measured_one(build, rows, **total) is Missing.NOT_MEASURED
    assert measured_one(build, rows, where="known(talk)", **total) == 2
    assert measured_one(build, rows, total="coalesce(minutes(talk), 5)") == 7


@pytest.mark.parametrize(
    ("fields", "value"),
    [
        ({"count": "asked_back(wait)"}, Missing.NOT_MEASURED),
        ({"count": "wait > limit and asked_back(wait)"}, 2),
        ({"total": "1 if asked_back(wait) else 0"}, Missing.NOT_MEASURED),
        ({"count": "coalesce(asked_back(wait), yes)"}, 3),
    ],
)
def test_a_function_that_may_have_no_value_leaves_none_where_every_cell_is_there(
    build: Build, fields: dict[str, object], value: object
) -> None:
    rows = ({"wait": 0}, {"wait": 10_000}, {"wait": 31_000}, {"wait": 40_000})

    assert measured_one(build, rows, **fields) == value


def test_what_was_lacking_is_evidence_too(build: Build) -> None:
    (indicator,) = compiled(build, build.rule("x", count="asked_back(wait)"))
    rows = ({"wait": 0}, {"wait": 10_000}, {"wait": 31_000})

    assert rows_behind(build.records(*rows), indicator) == (0, 2)


@pytest.mark.parametrize(
    ("fields", "code", "told"),
    [
        ({"count": "bnad(wait) == 'long'"}, "unknown-function", ("near", "band")),
        ({"count": "band(slot) == 'long'"}, "wrong-argument", ("unit", "count")),
        ({"count": "band() == 'long'"}, "wrong-arguments", ("name", "band")),
        ({"count": "band(wait) == 'lang'"}, "unknown-word", ("near", "long")),
        ({"total": "credit('saved', wait)"}, "unknown-word", ("near", "served")),
        ({"total": "credit(team, wait)"}, "argument-range", ("found", "…")),
        ({"total": "minutes(wait - talk)"}, "argument-range", ("found", "[..]")),
        ({"count": "minutes(wait)"}, "not-a-flag", ("unit", "count")),
        ({"total": "apart(slot)"}, "indicator-not-whole", ("formula", "apart(slot)")),
        ({"total": "band(wait)"}, "not-a-number", ("unit", "word")),
    ],
)
def test_what_is_wrong_with_a_call_is_told_as_in_any_formula(
    build: Build, fields: dict[str, object], code: str, told: tuple[str, str]
) -> None:
    (found,) = findings(build, **fields)

    assert found.code == code
    assert str(found.args[told[0]]) == told[1]


def test_a_result_with_a_step_lies_in_whole_steps(build: Build) -> None:
    (indicator,) = compiled(build, build.rule("x", total="credit(outcome, wait)"))

    assert indicator.carrier.scale == 100
    assert indicator.type.unit is Unit.POINTS


def test_states_with_functions_are_stored_merged_and_pickled(build: Build) -> None:
    made = compiled(build, build.rule("x", total="minutes(wait)"), build.rule("y", count="yes"))
    halves = [measure(build.records(*rows), made) for rows in (ROWS[:2], ROWS[2:])]

    again = Measured.from_dict(halves[0].to_dict(), made)

    assert again.merged(halves[1]).value("x", ()) == 7
    assert pickled(made) == made


def test_a_function_that_fails_in_a_row_is_told_by_name(build: Build) -> None:
    broken = attrs.evolve(MINUTES, run=lambda _: 1 // 0)
    made, problems = compile_indicators(
        [build.rule("x", total="minutes(wait)")],
        {"visit": build.kind},
        {},
        functions=functions_with([broken]),
    )
    assert problems == ()

    with pytest.raises(PluginError, match="minutes: failed for"):
        measure(build.records(*ROWS), made)


# -- SQL ----------------------------------------------------------------------------------------


def sql_of(node: Any, dialect: SqlDialect) -> tuple[str | None, tuple[Diagnostic, ...]]:
    text, problems = print_sql(Formula(node=node), dialect=dialect)
    return None if text is None else text.value, problems


def summed_in_sql(tally: Tally, dialect: SqlDialect, waits: Sequence[int]) -> int:
    """Return a tally of one value over rows that differ in their wait, added up by an engine."""
    tests = [sql_of(each, dialect)[0] for each in tally.conditions]
    value = "1" if tally.value is None else sql_of(tally.value, dialect)[0]
    rows = ", ".join(f"({wait})" for wait in waits)
    query = (
        f"WITH v(wait) AS (VALUES {rows}) SELECT SUM("  # noqa: S608 - numbers of the test
        f"CASE WHEN {' AND '.join(map(str, tests)) or '1 = 1'} THEN {value} ELSE 0 END) FROM v"
    )
    connection = duckdb.connect() if dialect is SqlDialect.DUCKDB else sqlite3.connect(":memory:")
    with closing(connection):
        ((found,),) = connection.execute(query).fetchall()
    return int(found)


@pytest.mark.parametrize("dialect", SqlDialect)
def test_a_printed_function_comes_to_the_same_in_sql(build: Build, dialect: SqlDialect) -> None:
    fields = {"count": "yes", "where": "band(wait) == 'long'"}
    (indicator,) = compiled(build, build.rule("x", **fields))

    in_sql = summed_in_sql(indicator.top, dialect, [each["wait"] for each in ROWS])  # type: ignore[misc]

    assert in_sql == measured_one(build, ROWS, **fields)


def test_a_function_may_have_sql_for_one_engine_only(build: Build) -> None:
    (indicator,) = compiled(build, build.rule("x", total="minutes(wait)", where="wait < limit"))

    waits = [0, 1, 19_999, 20_000]
    assert summed_in_sql(indicator.top, SqlDialect.DUCKDB, waits) == 2
    _, (found,) = sql_of(indicator.top.value, SqlDialect.SQLITE)
    assert found.code == "sql-no-function"
    assert found.args == {"name": "minutes", "engine": "sqlite"}


@pytest.mark.parametrize("dialect", SqlDialect)
def test_a_function_without_sql_is_refused_with_its_name_and_the_engine(
    build: Build, dialect: SqlDialect
) -> None:
    (indicator,) = compiled(build, build.rule("x", total="credit(outcome, wait)"))

    _, (found,) = sql_of(indicator.top.value, dialect)

    assert (found.code, found.args["name"], found.args["engine"]) == (
        "sql-no-function",
        "credit",
        dialect.value,
    )
    for locale, words in (("en", "python engine only"), ("zh_CN", "只能用 python 引擎")):
        assert words in found.text(locale)  # type: ignore[arg-type]


@pytest.mark.parametrize("engine", ["sqlite3", "duckdb"])
def test_engines_call_what_has_sql_and_refuse_what_has_none(build: Build, engine: str) -> None:
    by_band = compiled(build, build.rule("x", count="band(wait) == 'long'"))
    credited = compiled(build, build.rule("x", total="credit(outcome, wait)"))
    records = build.records(*ROWS)

    found = measure(records, by_band, engine=ENGINES[engine])

    assert found.value("x", ()) == measure(records, by_band).value("x", ())
    with pytest.raises(DataError) as refused:
        measure(records, credited, engine=ENGINES[engine])
    assert [each.code for each in refused.value.diagnostics] == ["sql-no-function"]


def test_text_for_other_engines_calls_no_function(build: Build) -> None:
    by_band = compiled(build, build.rule("x", count="band(wait) == 'long'"))

    with pytest.raises(DataError) as refused:
        print_values(build.kind, by_band, table="visits", dialect="trino")

    (found,) = refused.value.diagnostics
    assert (found.code, found.args) == ("sql-no-function", {"name": "band", "engine": "trino"})
