"""Functions of plugins: checked like our own, run on exact values, told when they break."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from ccops.center import Center, check_pack
from ccops.errors import PluginError
from ccops.hooks import gather, hookimpl
from ccops.messages import Diagnostic, Label, Severity, Text
from ccops.reports.document.words import Words
from ccops.reports.parts.unfolding import Told, Unfolder
from ccops.rules import (
    Formula,
    Name,
    Parameter,
    SqlDialect,
    TypedFunction,
    check_formula,
    functions_with,
    print_sql,
)
from ccops.testing.builders import an_employee_row
from ccops.values import EXACT, WHOLE, Bounds, Carrier, Missing, Money, Type, Unit
from tests.copies import pickled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ccops.rules import Scope


def half_of(number: Fraction) -> Fraction:
    return number / 2


def step_of(calls: int) -> int:
    return calls // 100


def step_sql(dialect: str, arguments: Sequence[str]) -> str:
    return f"{arguments[0]} {'//' if dialect == 'duckdb' else '/'} 100"


def unknown_below(calls: int) -> Fraction | Missing:
    return Missing.TOO_FEW_SAMPLES if calls < 30 else Fraction(calls, 2)


def limited(calls: int, kind: str) -> int:
    return calls if kind == "in" else 0


def tenths_of(calls: int) -> Fraction:
    return Fraction(calls, 10)


def tenths_sql(_: str, arguments: Sequence[str]) -> str:
    return arguments[0]


def given_back(value: object) -> object:
    return value


LABEL = Label(zh="试", en="try")
CALLS = (Parameter(name="calls", unit=Unit.COUNT),)
HALF = TypedFunction(
    name="half_of",
    label=LABEL,
    parameters=(Parameter(name="amount", unit=Unit.MONEY),),
    result=Unit.MONEY,
    run=half_of,
)
STEP = TypedFunction(
    name="step_of",
    label=LABEL,
    parameters=CALLS,
    result=Unit.COUNT,
    run=step_of,
    bounds=Bounds(Fraction(0), Fraction(100)),
    sql=step_sql,
)
SAMPLED = TypedFunction(
    name="满样本",
    label=LABEL,
    parameters=CALLS,
    result=Unit.RATIO,
    run=unknown_below,
    may_miss=True,
)


def a_function(result: Unit, *, words: frozenset[str] | None = None) -> TypedFunction:
    """Return a function that gives back what it is given, whatever it promised."""
    word = (Parameter(name="value", unit=Unit.WORD),)
    return TypedFunction(
        name="same",
        label=LABEL,
        parameters=word,
        result=result,
        run=given_back,
        words=words,
        bounds=Bounds(Fraction(0)),
    )


SCOPE: Scope = {
    each.name: each
    for each in (
        Name(
            name="calls",
            type=Type(Unit.COUNT),
            carrier=WHOLE,
            bounds=Bounds(Fraction(0), Fraction(9_999)),
        ),
        Name(name="rate", type=Type(Unit.RATIO), carrier=EXACT),
        Name(name="team", type=Type(Unit.WORD), carrier=WHOLE),
        Name(name="way", type=Type(Unit.WORD, frozenset({"in", "out", "chat"})), carrier=WHOLE),
        Name(name="direction", type=Type(Unit.WORD, frozenset({"in", "out"})), carrier=WHOLE),
        Name(name="pay", type=Type(Unit.MONEY), carrier=Carrier(100)),
    )
}


def a_formula(text: str) -> Formula:
    functions = functions_with([HALF, STEP, SAMPLED])
    node, problems = check_formula(Text(text), scope=SCOPE, functions=functions)
    assert node is not None, problems
    return Formula(node=node)


def plugin_with(*functions: TypedFunction) -> object:
    class Plugin:
        @hookimpl
        def ccops_functions(self) -> Sequence[TypedFunction]:
            return functions

    return Plugin()


def test_a_function_takes_and_gives_exact_values() -> None:
    formula = a_formula("half_of(pay) + pay")

    assert Fraction(*formula.careful(101)) == Fraction(303, 200)
    assert formula.careful(101) == formula.quick(101)


def test_a_count_is_a_whole_number_on_both_sides() -> None:
    formula = a_formula("step_of(calls) * 2 if step_of(calls) > 1 else calls")

    assert [formula.careful(each) for each in (99, 250)] == [99, 4]
    assert formula.bounds == Bounds(Fraction(0), Fraction(9_999))


def test_a_function_is_never_asked_about_a_missing_value() -> None:
    formula = a_formula("half_of(pay) > pay and step_of(calls) > 1")

    assert formula.at({"pay": Missing.NO_HISTORY, "calls": 3}) is Missing.NO_HISTORY


def test_a_function_may_say_that_its_value_is_missing() -> None:
    formula = a_formula("coalesce(满样本(calls), rate)")

    assert formula.node.may_miss is False
    assert formula.careful(29, (1, 3)) == (1, 3)
    assert Fraction(*formula.careful(31, (1, 3))) == Fraction(31, 2)
    assert a_formula("满样本(calls)").careful(29) is Missing.TOO_FEW_SAMPLES


def test_wrong_arguments_of_a_function_are_told_with_its_signature() -> None:
    functions = functions_with([HALF])
    _, (found,) = check_formula(Text("half_of(calls)"), scope=SCOPE, functions=functions)

    assert found.code == "wrong-argument"
    assert found.args["signature"] == "half_of(amount: money) -> money"


@pytest.mark.parametrize(
    ("result", "value"),
    [
        (Unit.COUNT, 0.5),
        (Unit.COUNT, Fraction(1, 2)),
        (Unit.COUNT, True),
        (Unit.RATIO, Decimal("NaN")),
        (Unit.RATIO, -1),
        (Unit.RATIO, None),
        (Unit.FLAG, 1),
        (Unit.DATE, dt.datetime(2026, 10, 1, tzinfo=dt.UTC)),
        (Unit.DATE, "2026-10-01"),
        (Unit.WORD, "stranger"),
        (Unit.WORD, ["a"]),
        (Unit.WORD, Missing.NO_RECORDS),
    ],
)
def test_a_function_that_breaks_its_promise_is_told_by_name(result: Unit, value: object) -> None:
    function = attrs.evolve(a_function(result, words=frozenset({"a"})), run=lambda _: value)

    with pytest.raises(PluginError, match="same"):
        function.answer("x")


def test_a_function_that_fails_is_told_by_name() -> None:
    function = attrs.evolve(STEP, run=lambda _: 1 // 0)

    with pytest.raises(PluginError, match=r"step_of: failed for \[3\]: ZeroDivisionError"):
        function.answer((3, 1))


@pytest.mark.parametrize(
    ("result", "value", "cell"),
    [
        (Unit.RATIO, Decimal("0.5"), (1, 2)),
        (Unit.COUNT, 3, 3),
        (Unit.FLAG, True, True),
        (Unit.DATE, dt.date(2026, 10, 1), dt.date(2026, 10, 1).toordinal()),
        (Unit.WORD, "a", "a"),
    ],
)
def test_what_a_function_gives_becomes_a_cell(result: Unit, value: object, cell: object) -> None:
    function = attrs.evolve(a_function(result), run=lambda _: value)

    assert function.answer("x") == cell


@pytest.mark.parametrize("name", ["two words", "yes", "if", "a-b", "", "ｆｕｌｌ"])
def test_a_function_has_a_name_that_can_be_called(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be called"):
        attrs.evolve(STEP, name=name)


def test_formulas_with_functions_pickle_and_compare() -> None:
    formula = a_formula("step_of(calls) + 1")

    again = pickled(formula.node)

    assert again == formula.node
    assert Formula(node=again).careful(250) == 3


def test_a_function_with_sql_is_printed_and_one_without_is_refused() -> None:
    for dialect, sign in ((SqlDialect.SQLITE, "/"), (SqlDialect.DUCKDB, "//")):
        text, problems = print_sql(a_formula("step_of(calls) + 1"), dialect=dialect)
        assert text is not None, problems
        assert f" {sign} 100" in text.value
    _, (found,) = print_sql(a_formula("half_of(pay)"), dialect=SqlDialect.SQLITE)
    assert (found.code, found.args["name"]) == ("sql-no-function", "half_of")
    fraction = attrs.evolve(STEP, parameters=(Parameter(name="share", unit=Unit.RATIO),))
    node, _ = check_formula(
        Text("step_of(calls / 2)"), scope=SCOPE, functions=functions_with([fraction])
    )
    assert node is not None
    _, (found,) = print_sql(Formula(node=node), dialect=SqlDialect.SQLITE)
    assert (found.code, found.args["expression"]) == ("sql-not-whole", "calls / 2")


@pytest.mark.parametrize(
    ("step", "value", "cell"),
    [
        (Fraction(1, 100), Decimal("0.25"), 25),
        (Fraction(1, 100), Fraction(3, 2), 150),
        (Fraction(1), -0 + 3, 3),
        (Fraction(1, 100), Fraction(1, 3), None),
        (None, Fraction(1, 3), (1, 3)),
    ],
)
def test_a_result_with_a_step_is_so_many_of_it(
    step: Fraction | None, value: object, cell: object
) -> None:
    function = attrs.evolve(
        a_function(Unit.POINTS), step=step, run=lambda _: value, bounds=Bounds()
    )

    if cell is None:
        with pytest.raises(PluginError, match="same: returned"):
            function.answer("x")
    else:
        assert function.answer("x") == cell


@pytest.mark.parametrize(
    ("result", "step"),
    [
        (Unit.COUNT, Fraction(1)),
        (Unit.DURATION, Fraction(1)),
        (Unit.FLAG, Fraction(1)),
        (Unit.POINTS, Fraction(2, 3)),
        (Unit.POINTS, Fraction(0)),
    ],
)
def test_a_step_that_means_nothing_is_refused(result: Unit, step: Fraction) -> None:
    with pytest.raises(ValueError, match="step"):
        attrs.evolve(STEP, result=result, step=step)


@pytest.mark.parametrize(
    "limits",
    [
        {"unit": Unit.WORD, "bounds": Bounds(Fraction(0))},
        {"unit": Unit.DATE, "bounds": Bounds(Fraction(0))},
        {"unit": Unit.COUNT, "words": frozenset({"a"})},
    ],
)
def test_a_limit_of_a_parameter_fits_its_unit(limits: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="only a"):
        Parameter(name="x", **limits)


LIMITED = attrs.evolve(
    STEP,
    name="limited",
    parameters=(
        Parameter(name="calls", unit=Unit.COUNT, bounds=Bounds(Fraction(1), Fraction(99))),
        Parameter(name="kind", unit=Unit.WORD, words=frozenset({"in", "out"})),
    ),
    run=limited,
)
SIGNATURE = "limited(calls: count [1..99], kind: word ('in', 'out')) -> count"


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("limited(calls, 'in')", "argument-range", {"found": "[0..9999]"}),
        ("limited(100, 'in')", "argument-range", {"found": "[100..100]"}),
        ("limited(min(calls, 99), 'in')", "argument-range", {"found": "[0..99]"}),
        ("limited(9, team)", "argument-range", {"found": "…"}),
        ("limited(9, way)", "argument-range", {"found": "'chat'"}),
        ("limited(9, 'int')", "unknown-word", {"near": "in"}),
        ("limited(9, 'in' if calls > 3 else 'ouf')", "unknown-word", {"near": "out"}),
        ("limited(9, coalesce(way, 'im'))", "unknown-word", {"near": "in"}),
        ("limited('in', 9)", "wrong-argument wrong-argument", {"unit": "word"}),
    ],
)
def test_an_argument_that_may_be_out_of_range_is_refused(
    text: str, code: str, told: dict[str, str]
) -> None:
    functions = functions_with([LIMITED])

    node, found = check_formula(Text(text), scope=SCOPE, functions=functions)

    assert node is None
    assert " ".join(each.code for each in found) == code
    assert told.items() <= found[0].args.items()
    if "wanted" in found[0].args:
        assert found[0].args["signature"] == LIMITED.signature == SIGNATURE


@pytest.mark.parametrize(
    "text",
    [
        "limited(clamp(calls, 1, 99), 'in')",
        "limited(calls, 'out') if 1 <= calls <= 99 else 0",
        "limited(9, direction)",
        "limited(9, 'in' if calls > 3 else direction)",
    ],
)
def test_an_argument_that_is_proven_to_fit_is_taken(text: str) -> None:
    node, found = check_formula(Text(text), scope=SCOPE, functions=functions_with([LIMITED]))

    assert found == ()
    assert node is not None


def test_the_calls_of_a_row_are_those_it_needs() -> None:
    formula = a_formula("step_of(calls) if calls > 99 else step_of(calls + 100) + step_of(101)")

    made = [(each.arguments, each.result) for each in formula.calls_at({"calls": 1})]

    assert made == [(((101, 1),), 1)]
    assert [each.arguments for each in formula.calls_at({"calls": 100})] == [((100, 1),)]
    assert a_formula("calls + 1").calls_at({"calls": 100}) == ()
    assert a_formula("step_of(calls)").calls_at({"calls": Missing.NO_RECORDS}) == ()


def test_what_said_nothing_is_a_call_too() -> None:
    (made,) = a_formula("coalesce(满样本(calls), rate)").calls_at({"calls": 29, "rate": (1, 3)})

    assert made.result is Missing.TOO_FEW_SAMPLES


def test_sql_that_fails_or_is_no_text_is_told_with_the_function() -> None:
    answers: list[Any] = [lambda *_: 1 // 0, lambda *_: 3]
    failing, wrong = (attrs.evolve(STEP, sql=each) for each in answers)

    with pytest.raises(PluginError, match="step_of: has no SQL for sqlite: ZeroDivisionError"):
        failing.printed("sqlite", ("1",))
    with pytest.raises(PluginError, match="step_of: returned 3 as SQL for duckdb"):
        wrong.printed("duckdb", ("1",))


def test_an_exact_result_has_no_sql_whatever_is_given() -> None:
    exact = attrs.evolve(STEP, result=Unit.POINTS, run=tenths_of, sql=tenths_sql)
    node, _ = check_formula(Text("step_of(calls)"), scope=SCOPE, functions=functions_with([exact]))
    assert node is not None

    _, (found,) = print_sql(Formula(node=node), dialect=SqlDialect.DUCKDB)

    assert found.args == {"name": "step_of", "engine": "duckdb"}


def test_a_result_with_a_step_is_printed_in_steps() -> None:
    tenths = attrs.evolve(
        STEP, result=Unit.POINTS, step=Fraction(1, 10), run=tenths_of, sql=tenths_sql
    )
    node, _ = check_formula(
        Text("step_of(calls) + 1"), scope=SCOPE, functions=functions_with([tenths])
    )
    assert node is not None
    formula = Formula(node=node)
    text, problems = print_sql(formula, dialect=SqlDialect.SQLITE)
    assert text is not None, problems
    with closing(sqlite3.connect(":memory:")) as connection:
        query = f"SELECT {text} FROM (SELECT 7 AS calls)"  # noqa: S608 - printed by us
        (value,) = connection.execute(query).fetchone()

    assert text.carrier.scale == formula.carrier.scale == 10
    assert value == formula.careful(7) == 17


# -- plugins ------------------------------------------------------------------------------------


def test_functions_are_part_of_the_digest_of_the_catalog() -> None:
    renamed = attrs.evolve(STEP, name="steps_of")
    stricter = attrs.evolve(STEP, bounds=Bounds(Fraction(0), Fraction(9)))
    listed = ((), (STEP,), (renamed,), (stricter,))
    digests = {gather([plugin_with(*each)]).catalog.digest for each in listed}

    assert len(digests) == 4


@pytest.mark.parametrize(
    ("functions", "problem"),
    [
        ((attrs.evolve(STEP, name="min"),), "is there already"),
        ((attrs.evolve(STEP, name="streak"),), "is there already"),
        ((STEP, STEP), "is there already"),
        ((attrs.evolve(STEP, run=lambda calls: calls),), "cannot be pickled"),
    ],
    ids=["of the library", "a window", "twice", "of no module"],
)
def test_a_function_that_cannot_be_taken_is_refused_with_the_plugin(
    functions: tuple[TypedFunction, ...], problem: str
) -> None:
    with pytest.raises(PluginError, match=problem):
        gather([plugin_with(*functions)])


PACK = """\
pack: {id: acme, version: 1, extends: base, zone: Asia/Shanghai, currency: CNY, locale: en,
  label: {zh: 某中心, en: Acme}, effective: 2024-01-01, jurisdiction: none,
  default_calendar: performance}
roles: {agent: {label: {zh: 座席, en: agent}, source: A}}
facts: {calls: {label: {zh: 电话, en: calls}, unit: count, range: '[0..9999]'}}
parameters:
  step_pay: {label: {zh: 每档, en: a step}, unit: money, values: {2024-01-01: CNY 7}, source: A}
"""
FIGURE = """\
figures:
  volume_pay: {for: employees, label: {zh: 量奖, en: volume}, unit: money,
    is: 'step_of(calls) * step_pay', round: {to: 0.01, mode: half_up}, source: A}
"""


def a_pack(folder: Path, more: str) -> Path:
    (folder / "pack.yaml").write_text(PACK + more, "utf-8")
    return folder


def test_a_pack_calls_the_function_of_a_plugin_and_the_explanation_shows_it(
    tmp_path: Path,
) -> None:
    center = Center.open(a_pack(tmp_path, FIGURE), plugins=[plugin_with(STEP)])
    month = center.month("2026-10", employees=[an_employee_row("E1")])

    settlement = month.settle(month.facts({"E1": {"calls": 350}}))

    assert settlement.value("E1", "volume_pay") == Money("CNY", Decimal("21.00"))
    told = str(settlement.explain("E1", "volume_pay"))
    assert "step_of(calls) * step_pay" in told
    assert "function step_of(calls: 350) = 3: try" in told
    assert "函数 step_of(calls: 350) = 3：试" in str(
        settlement.explain("E1", "volume_pay", locale="zh_CN")
    )
    data = settlement.explain("E1", "volume_pay").to_dict()["trace"]
    assert data["calls"] == [{"function": "step_of", "arguments": {"calls": 350}, "value": 3}]
    again = pickled(settlement)
    assert str(again.explain("E1", "volume_pay")) == str(settlement.explain("E1", "volume_pay"))


@pytest.mark.parametrize(
    ("rate", "told"),
    [("CNY 7", "half_of(amount: CN¥7.00) = CN¥3.50"), ("CNY 0.25", "half_of(amount: CN¥0.25)")],
)
def test_an_explanation_writes_arguments_with_their_units(
    tmp_path: Path, rate: str, told: str
) -> None:
    more = FIGURE.replace("step_of(calls) * step_pay", "half_of(step_pay)")
    folder = a_pack(tmp_path, more)
    text = (folder / "pack.yaml").read_text("utf-8").replace("CNY 7", rate)
    (folder / "pack.yaml").write_text(text, "utf-8")
    center = Center.open(folder, plugins=[plugin_with(HALF)])
    month = center.month("2026-10", employees=[an_employee_row("E1")])

    settlement = month.settle(month.facts({"E1": {"calls": 350}}))

    assert f"function {told}" in str(settlement.explain("E1", "volume_pay"))


def test_an_explanation_tells_the_functions_of_the_library_as_well(tmp_path: Path) -> None:
    more = FIGURE.replace("step_of(calls)", "months_between(hired_on, period_end)")
    center = Center.open(a_pack(tmp_path, more))
    month = center.month("2026-10", employees=[an_employee_row("E1", hired_on="2026-08-15")])

    settlement = month.settle(month.facts({"E1": {"calls": 350}}))

    told = "months_between(start: August 15, 2026; end: October 31, 2026) = 2"
    assert told in str(settlement.explain("E1", "volume_pay"))


@pytest.mark.parametrize(("locale", "told"), [("en", "try (350) = 3"), ("zh_CN", "试（350）= 3")])
def test_a_statement_tells_people_what_the_function_came_to(
    tmp_path: Path, locale: str, told: str
) -> None:
    center = Center.open(a_pack(tmp_path, FIGURE), plugins=[plugin_with(STEP)])
    month = center.month("2026-10", employees=[an_employee_row("E1")])
    settlement = month.settle(month.facts({"E1": {"calls": 350}}))

    trace = settlement.explain("E1", "volume_pay").trace
    step = Unfolder(settlement=settlement, words=Words.of(locale)).step(trace, Told())

    assert told in step.notes


def errors(diagnostics: Sequence[Diagnostic]) -> list[tuple[str, str | None]]:
    found = (each for each in diagnostics if each.severity is Severity.ERROR)
    return [(each.code, each.args.get("other")) for each in found]


def test_without_the_plugin_there_is_no_such_function(tmp_path: Path) -> None:
    _, diagnostics = check_pack(a_pack(tmp_path, FIGURE))

    assert errors(diagnostics) == [("unknown-function", None)]


@pytest.mark.parametrize("name", ["step_of", "min"])
def test_a_name_of_a_pack_that_is_a_function_is_refused(tmp_path: Path, name: str) -> None:
    more = FIGURE.replace("volume_pay", name).replace("step_of(calls)", "calls")
    _, diagnostics = check_pack(a_pack(tmp_path, more), plugins=[plugin_with(STEP)])

    assert errors(diagnostics) == [("name-twice", "function")]


def test_what_a_function_said_is_kept_and_what_it_failed_at_is_asked_again() -> None:
    asked: list[int] = []

    def half(number: int) -> int:
        asked.append(number)
        return number // 2 if number < 10 else -1

    function = TypedFunction(
        name="half",
        label=Label(en="half"),
        parameters=(Parameter(name="number", unit=Unit.COUNT),),
        result=Unit.COUNT,
        run=half,
        bounds=Bounds(Fraction(0)),
    )

    assert [function.answer(8), function.answer(8)] == [4, 4]
    for _ in range(2):
        with pytest.raises(PluginError, match="half"):
            function.answer(12)
    assert asked == [8, 12, 12]
