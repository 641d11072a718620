from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import pytest

from ccops.messages import Span, Text
from ccops.rules import Name, check_formula
from ccops.rules.checking import HEAVIEST
from ccops.rules.parsing import DEEPEST, LONGEST, MOST_NODES
from ccops.values import EXACT, WHOLE, Bounds, Carrier, Scalar, Type, Unit

if TYPE_CHECKING:
    from ccops.messages import Diagnostic
    from ccops.rules import Node

ROLES: Final = frozenset({"agent", "team_lead"})
PLACE: Final = Span("pay.yaml", 12, 14)


def _name(
    name: str,
    unit: Unit,
    carrier: Carrier = WHOLE,
    *,
    low: int | None = None,
    optional: bool = False,
    words: frozenset[str] | None = None,
) -> Name:
    bounds = Bounds(None if low is None else Fraction(low))
    type_ = Type(unit, words)
    return Name(name=name, type=type_, carrier=carrier, bounds=bounds, optional=optional)


def _parameter(name: str, unit: Unit, value: Fraction | bool | dt.date) -> Name:
    scalar = Scalar(unit, value)
    return Name(name=name, type=Type(unit), carrier=EXACT, constant=scalar)


_LISTED: Final = (
    _name("basic_pay", Unit.MONEY, Carrier(100), low=0),
    _name("talk_time", Unit.DURATION, low=0),
    _name("monthly_score", Unit.POINTS, Carrier(100), low=0),
    _name("calls", Unit.COUNT, low=0),
    _name("seats", Unit.COUNT, low=1),
    _name("exam", Unit.POINTS, optional=True),
    _name("rate", Unit.RATIO, EXACT, low=0, optional=True),
    _name("trained", Unit.FLAG),
    _name("praised", Unit.FLAG, optional=True),
    _name("role", Unit.WORD, words=ROLES),
    _name("team", Unit.WORD),
    _name("hired_on", Unit.DATE),
    _name("综合得分", Unit.POINTS, Carrier(100)),
    _parameter("quota", Unit.COUNT, Fraction(7)),
    _parameter("nobody", Unit.COUNT, Fraction(0)),
    _parameter("night_rate", Unit.RATE, Fraction(1, 360)),
    _parameter("period_end", Unit.DATE, dt.date(2026, 10, 31)),
)
SCOPE: Final = {each.name: each for each in _LISTED}


def checked(text: str) -> Node:
    node, problems = check_formula(Text(text, PLACE), scope=SCOPE)
    assert node is not None, problems
    return node


def problems_of(text: str, if_zero: Scalar | None = None) -> tuple[Diagnostic, ...]:
    node, problems = check_formula(Text(text, PLACE), scope=SCOPE, if_zero=if_zero)
    assert (node is None) is bool(problems)
    return problems


def codes(text: str) -> list[str]:
    return [each.code for each in problems_of(text)]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("basic_pay + basic_pay", Unit.MONEY),
        ("calls * basic_pay", Unit.MONEY),
        ("night_rate * talk_time", Unit.MONEY),
        ("basic_pay / talk_time", Unit.RATE),
        ("calls / seats", Unit.RATIO),
        ("monthly_score - 5", Unit.POINTS),
        ("period_end - hired_on", Unit.COUNT),
        ("-talk_time", Unit.DURATION),
        ("calls > 3", Unit.FLAG),
        ("known(exam)", Unit.FLAG),
        ("yes", Unit.FLAG),
        ("'agent'", Unit.WORD),
        ("role if trained else 'agent'", Unit.WORD),
        ("max(monthly_score, 60)", Unit.POINTS),
        ("60 if trained else monthly_score", Unit.POINTS),
        ("coalesce(exam, 0)", Unit.POINTS),
        ("1 + 1", Unit.NUMBER),
    ],
)
def test_a_formula_has_a_unit(text: str, unit: Unit) -> None:
    assert checked(text).type.unit is unit


@pytest.mark.parametrize(
    ("text", "left", "operator", "right"),
    [
        ("basic_pay + talk_time", "money", "+", "duration"),
        ("basic_pay + 100", "money", "+", "number"),
        ("basic_pay * basic_pay", "money", "*", "money"),
        ("basic_pay > 100", "money", ">", "number"),
        ("talk_time <= 150", "duration", "<=", "number"),
        ("monthly_score == calls", "points", "==", "count"),
        ("hired_on + 3", "date", "+", "number"),
        ("hired_on > 2026", "date", ">", "number"),
        ("role > 'agent'", "word", ">", "word"),
        ("trained < praised", "flag", "<", "flag"),
        ("trained == 1", "flag", "==", "number"),
        ("role == 1", "word", "==", "number"),
        ("calls in (1, basic_pay)", "count", "==", "money"),
        ("-trained", "-", "-", "flag"),
        ("basic_pay if trained else 0", "money", "else", "number"),
        ("coalesce(exam, basic_pay)", "points", "else", "money"),
        ("min(basic_pay, 100)", "money", "else", "number"),
        ("'a' if trained else 1", "word", "else", "number"),
    ],
)
def test_units_that_do_not_fit_are_refused(
    text: str, left: str, operator: str, right: str
) -> None:
    (found,) = problems_of(text)

    assert found.code == "unit-clash"
    assert found.args == {"left": left, "operator": operator, "right": right}


@pytest.mark.parametrize(
    ("text", "code", "name", "near"),
    [
        ("monthly_scor", "unknown-name", "monthly_scor", "monthly_score"),
        ("综合得份 + 1", "unknown-name", "综合得份", "综合得分"),
        ("xyzzy", "unknown-name", "xyzzy", "-"),
        ("coalesc + 1", "unknown-name", "coalesc", "coalesce"),
        ("True", "formula-not-allowed", "", ""),
        ("minn(1, 2)", "unknown-function", "minn", "min"),
        ("round(monthly_score)", "unknown-function", "round", "-"),
        ("calls(1)", "unknown-function", "calls", "coalesce"),
        ("1(2)", "unknown-function", "?", "-"),
        ("sum(calls)", "unknown-function", "sum", "sum_last"),
    ],
)
def test_unknown_names_come_with_the_nearest_known_one(
    text: str, code: str, name: str, near: str
) -> None:
    (found,) = problems_of(text)

    assert found.code == code
    assert (found.args.get("name", ""), found.args.get("near", "")) == (name, near)


@pytest.mark.parametrize(
    ("text", "word", "near"),
    [
        ("role == 'agnet'", "agnet", "agent"),
        ("'agnet' == role", "agnet", "agent"),
        ("role in ('agent', 'boss')", "boss", "-"),
        ("(role if trained else 'agent') != 'lead'", "lead", "team_lead"),
        ("role == ('agent' if trained else 'agnet')", "agnet", "agent"),
        ("coalesce('agnet', team) == role", "agnet", "agent"),
    ],
)
def test_a_word_that_the_name_can_never_be_is_refused(text: str, word: str, near: str) -> None:
    (found,) = problems_of(text)

    assert found.code == "unknown-word"
    assert (found.args["word"], found.args["near"]) == (word, near)


def test_a_name_without_a_list_takes_any_word() -> None:
    assert checked("team == '甲组'").type.unit is Unit.FLAG
    assert checked("team == role").type.unit is Unit.FLAG
    assert checked("('a' if trained else 'b') == 'a'").type.unit is Unit.FLAG
    assert checked("(team if trained else 'x') == 'anything'").type.unit is Unit.FLAG


def test_the_words_of_a_choice_are_those_of_both_branches() -> None:
    assert checked("'a' if trained else 'b'").type.words == frozenset({"a", "b"})
    assert checked("coalesce(team, 'b')").type.words is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("known(monthly_score + 1)", ["known-needs-name"]),
        ("known(1)", ["known-needs-name"]),
        ("known(quota)", ["known-needs-name"]),
        ("known()", ["wrong-arguments"]),
        ("known(exam, rate)", ["wrong-arguments"]),
        ("coalesce(exam)", ["wrong-arguments"]),
        ("min(1)", ["wrong-arguments"]),
        ("max(" + ", ".join(["1"] * 21) + ")", ["wrong-arguments"]),
        ("min(trained, praised)", ["not-a-number"]),
        ("min(calls, hired_on)", ["unit-clash"]),
        ("abs(hired_on)", ["not-a-number"]),
        ("clamp(trained, 0, 1)", ["unit-clash"]),
        ("clamp(calls, 5, 3)", ["clamp-upside-down"]),
        ("clamp(calls, seats, 0)", ["clamp-upside-down"]),
        ("clamp(calls, 3)", ["wrong-arguments"]),
        ("months_between(hired_on)", ["wrong-arguments"]),
        ("months_between(hired_on, period_end=period_end)", ["wrong-arguments"]),
        ("months_between(calls, trained)", ["wrong-argument"] * 2),
        ("min(calls, at_least=2)", ["wrong-arguments"]),
        ("max(role, role)", ["not-a-number"]),
        ("calls and trained", ["not-a-flag"]),
        ("not calls", ["not-a-flag"]),
        ("1 if calls else 2", ["not-a-flag"]),
        ("calls in seats", ["in-needs-list"]),
        ("calls in (1)", ["in-needs-list"]),
        ("calls in ()", ["in-needs-list"]),
        ("team in 甲组", ["in-needs-list"]),
        ("calls in (1, 2) in (3, 4)", ["formula-not-allowed"]),
        ("(1, 2)", ["formula-not-allowed"]),
        ("calls == (1, 2)", ["formula-not-allowed"]),
        ("calls / 0", ["divided-by-zero"]),
        ("calls / nobody", ["divided-by-zero"]),
        ("calls / -0", ["divided-by-zero"]),
        ("calls / -nobody", ["divided-by-zero"]),
        ("calls / (quota - quota)", ["divided-by-zero"]),
        ("calls <= 0 and seats / calls > 3", ["divided-by-zero"]),
        ("x + y", ["unknown-name", "unknown-name"]),
        ("x if y else z", ["unknown-name"]),
        ("1 if trained else z", ["unknown-name"]),
        ("x and y", ["unknown-name", "unknown-name"]),
        ("not x", ["unknown-name"]),
        ("-x", ["unknown-name"]),
        ("min(x, 1)", ["unknown-name"]),
        ("x < y < z", ["unknown-name"] * 3),
        ("x in (y, 1)", ["unknown-name"] * 2),
        ("calls in (basic_pay, 1, role)", ["unit-clash"] * 2),
        ("1 < calls < basic_pay", ["unit-clash"]),
    ],
)
def test_every_finding_of_a_formula_comes_at_once(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_a_call_with_too_few_arguments_says_how_it_is_written() -> None:
    (found,) = problems_of("coalesce(exam)")

    assert found.args["signature"] == "coalesce(value, the same, ...) -> the same"


@pytest.mark.parametrize(
    ("text", "may_miss"),
    [
        ("exam", True),
        ("monthly_score", False),
        ("exam + 1", True),
        ("known(exam)", False),
        ("known(exam) and exam > 3", False),
        ("exam > 3 and known(exam)", True),
        ("not known(exam) or exam > 3", False),
        ("known(exam) or exam > 3", True),
        ("not (known(exam) and trained) or exam > 3", False),
        ("not (not known(exam) or trained) and exam > 3", False),
        ("exam if known(exam) else 0", False),
        ("0 if not known(exam) else exam", False),
        ("0 if known(exam) else exam", True),
        ("exam if known(exam) and trained else 0", False),
        ("0 if not known(exam) or trained else exam", False),
        ("exam if known(rate) else 0", True),
        ("exam if trained else 0", True),
        ("praised and known(exam) and exam > 3", True),
        ("coalesce(exam, 0)", False),
        ("coalesce(exam, rate * 1 + 0)", None),
        ("coalesce(exam, exam)", True),
        ("min(exam, 3)", True),
        ("calls / seats", False),
        ("calls / quota", False),
        ("seats / calls", True),
        ("seats / calls if calls > 0 else 0", False),
        ("seats / calls if calls != 0 else 0", False),
        ("0 if calls == 0 else seats / calls", False),
        ("seats / calls if calls >= 0 else 0", True),
        ("known(rate) and rate > 0 and 1 / rate > 3", False),
        ("trained and 0 < calls and seats / calls > 3", False),
        ("calls <= 0 or seats / calls > 3", False),
        ("calls <= 5 and seats / calls > 3", True),
        ("seats / (calls + 1)", False),
        ("seats / (0 - seats)", False),
        ("clamp(exam, 0, 100)", True),
        ("abs(exam)", True),
        ("min(hired_on, period_end) == hired_on", False),
        ("monthly_score / 3", False),
        ("60 <= exam < 70", True),
        ("exam in (1, 2)", True),
        ("exam not in (1, 2)", True),
        ("-exam", True),
        ("not praised", True),
    ],
)
def test_known_narrows_what_follows_it(text: str, may_miss: bool | None) -> None:
    if may_miss is None:
        assert codes(text) == ["unit-clash"]
    else:
        assert checked(text).may_miss is may_miss


def test_a_quotient_over_zero_that_is_given_a_value_is_never_missing() -> None:
    node, problems = check_formula(
        Text("seats / calls"), scope=SCOPE, if_zero=Scalar(Unit.NUMBER, Fraction(-1))
    )

    assert node is not None, problems
    assert not node.may_miss
    assert node.bounds.low == -1


@pytest.mark.parametrize(
    ("text", "unit", "fits"),
    [
        ("seats / calls", Unit.RATIO, True),
        ("seats / calls", Unit.NUMBER, True),
        ("monthly_score / calls", Unit.NUMBER, True),
        ("basic_pay / calls", Unit.MONEY, True),
        ("basic_pay / calls", Unit.NUMBER, False),
        ("seats / calls", Unit.MONEY, False),
    ],
)
def test_the_value_of_a_quotient_over_zero_has_its_unit(text: str, unit: Unit, fits: bool) -> None:
    found = problems_of(text, if_zero=Scalar(unit, Fraction(0)))

    assert [each.code for each in found] == ([] if fits else ["unit-clash"])


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("calls", 0, None),
        ("monthly_score - 5", -5, None),
        ("quota * 3", 21, 21),
        ("-quota", -7, -7),
        ("min(calls, quota)", 0, 7),
        ("max(calls, quota)", 7, None),
        ("quota if trained else 3 * quota", 7, 21),
        ("coalesce(exam, 3)", None, None),
        ("coalesce(rate, 3)", 0, None),
        ("seats / quota", Fraction(1, 7), None),
        ("hired_on - period_end", -3_652_058, 3_652_058),
        ("abs(monthly_score - 5)", 0, None),
        ("clamp(monthly_score, 10, 90)", 10, 90),
        ("months_between(hired_on, period_end)", -119_987, 119_987),
        ("1 if calls > 5 else calls", 0, 5),
        ("calls if 2 < calls < 9 else 3", 3, 8),
        ("calls if not (calls < 2 or calls > 9) else 2", 2, 9),
        ("calls if calls == quota or calls == 9 else 8", 7, 9),
        ("calls if 5 >= calls and trained else 0", 0, 5),
        ("monthly_score if monthly_score < 60 else 0", 0, Fraction("59.99")),
        ("rate if known(rate) and rate < 1 else 0", 0, 1),
        ("calls if calls < quota and calls > quota else 0", 0, 6),
    ],
)
def test_the_checker_carries_bounds(
    text: str, low: int | Fraction | None, high: int | None
) -> None:
    bounds = checked(text).bounds

    assert (bounds.low, bounds.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("x", 0),
        ("calls + x", 8),
        ("综合得分 + x", 7),
        ("综合得分 + 综合得分 * (x)", 15),
        ("role == '值班长' and x", 18),
        ("  calls + x", 10),
        ("calls +\n x", 9),
    ],
)
def test_a_finding_stands_at_its_character(text: str, column: int) -> None:
    found = problems_of(text)[-1]

    assert found.span == Span("pay.yaml", 12, 14 + column)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("（calls）", [("（", "(", 0), ("）", ")", 6)]),
        ("综合得分＋１", [("＋", "+", 4), ("１", "1", 5)]),
        ("calls ≥ 1", [("≥", ">=", 6)]),
        ("role == “agent”", [("“", "'", 8), ("”", "'", 14)]),
        ("min(calls，seats)", [("，", ",", 9)]),
        ("calls × seats ÷ 2", [("×", "*", 6), ("÷", "/", 14)]),
        ("team == '甲（组），１' and calls＞1", [("＞", ">", 26)]),
    ],
)
def test_a_sign_of_chinese_writing_is_named_with_the_one_that_is_meant(
    text: str, found: list[tuple[str, str, int]]
) -> None:
    told = [(each.code, each.args, each.span) for each in problems_of(text)]

    assert told == [
        ("formula-full-width", {"sign": sign, "instead": instead}, PLACE.shifted(column))
        for sign, instead, column in found
    ]


@pytest.mark.parametrize(
    ("text", "sign", "instead", "column"),
    [
        ("role = 'agent'", "=", "==", 5),
        ("calls > 1 && calls < 9", "&&", "and", 10),
        ("calls > 1 || calls < 9", "||", "or", 10),
        ("!known(calls)", "!", "not", 0),
        ("calls => 1", "=>", ">=", 6),
        ("calls <> 1", "<>", "!=", 6),
        ("综合得分 > 1 或 calls > 1", "或", "or", 9),
        ("calls > 1 且 calls < 9", "且", "and", 10),
        ("role == 'a = b' AND calls > 1", "AND", "and", 16),
    ],
)
def test_a_sign_of_another_language_is_named_with_the_one_that_is_meant(
    text: str, sign: str, instead: str, column: int
) -> None:
    (found,) = problems_of(text)

    assert (found.code, found.args) == ("formula-sign", {"sign": sign, "instead": instead})
    assert found.span == PLACE.shifted(column)


@pytest.mark.parametrize(
    ("text", "constant", "column"),
    [
        ("calls * 70%", "70%", 8),
        ("calls < 90 d", "90 d", 8),
        ("basic_pay > CNY 500", "CNY 500", 12),
    ],
)
def test_a_figure_with_a_unit_is_refused_where_it_stands(
    text: str, constant: str, column: int
) -> None:
    (found,) = problems_of(text)

    assert (found.code, found.args["what"]) == ("formula-not-allowed", constant)
    assert found.span == PLACE.shifted(column)
    assert "a figure with a unit is a parameter" in found.hint()


def test_a_space_of_chinese_writing_is_a_space() -> None:
    assert checked("calls\u3000+\u3000seats") == checked("calls + seats")


def test_a_word_that_lacks_its_quotes_is_offered_with_them() -> None:
    (found,) = problems_of("role == agent")

    assert (found.code, found.args["near"]) == ("unknown-name", "'agent'")


def test_names_in_full_width_letters_are_the_names_they_look_like() -> None:
    assert checked("ｃａｌｌｓ + seats").type.unit is Unit.COUNT
    (found,) = problems_of("ｃａｌｌｓ + ｓｅａｔ")
    assert (found.args["near"], found.span) == ("seats", PLACE.shifted(8))


def test_a_formula_over_several_lines_has_its_findings_where_they_are_written() -> None:
    turns = ((0, Span("pay.yaml", 13, 5)), (8, Span("pay.yaml", 14, 7)))
    node, problems = check_formula(Text("calls + 客户 + y", PLACE, turns), scope=SCOPE)

    assert node is None
    assert [each.span for each in problems] == [
        Span("pay.yaml", 14, 7),
        Span("pay.yaml", 14, 12),
    ]


def test_the_wrong_argument_of_a_function_is_the_one_that_is_named() -> None:
    first, second = problems_of("months_between(calls, trained)")

    assert first.span == PLACE.shifted(15)
    assert second.span == PLACE.shifted(22)
    assert second.args == {
        "wanted": "end: date",
        "unit": "flag",
        "signature": "months_between(start: date, end: date) -> count",
    }


def test_a_formula_without_a_place_has_findings_without_one() -> None:
    _, problems = check_formula(Text("x +"), scope=SCOPE)
    _, others = check_formula(Text("x"), scope=SCOPE)

    assert [each.span for each in (*problems, *others)] == [None, None]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "formula-empty"),
        ("  \n ", "formula-empty"),
        ("1" + " + 1" * 500, "formula-too-long"),
        ("1" + " " * (LONGEST - 1), ""),
        ("1" + " " * LONGEST, "formula-too-long"),
        (f"calls in ({','.join('1' * (MOST_NODES - 3))})", ""),
        (f"calls in ({','.join('1' * (MOST_NODES - 2))})", "formula-too-large"),
        ("1" + " + 1" * (DEEPEST - 1), ""),
        ("1" + " + 1" * DEEPEST, "formula-too-deep"),
        ("not " * (DEEPEST - 1) + "yes", ""),
        ("not " * DEEPEST + "yes", "formula-too-deep"),
    ],
    ids=lambda each: str(each)[:12] + f"_{len(str(each))}",
)
def test_a_formula_has_limits(text: str, code: str) -> None:
    assert codes(text) == ([code] if code else [])


def test_what_repeats_nothing_may_be_nested_as_deep_as_any_formula() -> None:
    text = "min(" * 19 + "max(calls, 2)" + ", 1)" * 19

    assert checked(text).bounds.high == 1


def test_twenty_values_are_compared_in_a_few_steps() -> None:
    text = "min(" + ", ".join(["calls", "seats"] * 10) + ")"

    assert checked(text).bounds.low == 0


@pytest.mark.parametrize(
    "text",
    [
        "(yes == " * 30 + "yes" + " == yes)" * 30,
        "(" * 12 + "yes" + f" in ({'yes, no, ' * 5}))" * 12,
    ],
    ids=["chain", "in"],
)
def test_what_repeats_itself_is_refused_before_it_grows(text: str) -> None:
    (found,) = problems_of(text)

    assert found.code == "formula-unfolds"
    assert found.args["limit"] == str(HEAVIEST)
