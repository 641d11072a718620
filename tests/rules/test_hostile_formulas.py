"""Texts that mean harm, or would hang or break a careless reader: refused, never evaluated."""

from __future__ import annotations

import warnings
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.messages import Span, Text
from ccops.rules import Formula, Name, check_formula
from ccops.rules.parsing import LONGEST
from ccops.values import EXACT, WHOLE, Carrier, Cell, Missing, Type, Unit, fraction_of
from tests.laws import tried

if TYPE_CHECKING:
    from ccops.messages import Diagnostic

PLACE: Final = Span("pay.yaml", 1, 1)
_NAMES: Final = (
    Name(name="x", type=Type(Unit.COUNT), carrier=WHOLE, optional=True),
    Name(name="y", type=Type(Unit.RATIO), carrier=EXACT, optional=True),
    Name(name="p", type=Type(Unit.POINTS), carrier=Carrier(100), optional=True),
    Name(name="f", type=Type(Unit.FLAG), carrier=WHOLE, optional=True),
    Name(name="w", type=Type(Unit.WORD), carrier=WHOLE, optional=True),
)
SCOPE: Final = {each.name: each for each in _NAMES}


def refused(text: str) -> tuple[Diagnostic, ...]:
    node, problems = check_formula(Text(text, PLACE), scope=SCOPE)
    assert node is None
    assert all(each.render(locale) for each in problems for locale in ("en", "zh_CN", "zh_TW"))
    return problems


@pytest.mark.parametrize(
    "text",
    [
        "x.real",
        "x.__class__",
        "().__class__.__bases__[0].__subclasses__()",
        "__import__('os').system('true')",
        "__builtins__",
        "__class__",
        "eval('1')",
        "exec('1')",
        "open('/etc/passwd')",
        "getattr(x, 'real')",
        "lambda: 1",
        "(lambda x: x)(1)",
        "[x for x in (1, 2)]",
        "{x for x in (1, 2)}",
        "{x: x for x in (1, 2)}",
        "(x for x in (1, 2))",
        "sum(x for x in (1, 2))",
        "[1, 2]",
        "{1, 2}",
        "{1: 2}",
        "f'{x}'",
        "'%s' % x",
        "(t := x)",
        "x = 1",
        "x == (y := 1)",
        "*x",
        "min(*x)",
        "min(1, **x)",
        "min(1, key=x)",
        "coalesce(x, default=0)",
        "x ** 2",
        "9 ** 9 ** 9 ** 9",
        "x << 2",
        "1 << 99999999",
        "x >> 2",
        "x & 1",
        "x | 1",
        "x ^ 1",
        "~x",
        "+x",
        "x // 2",
        "x % 2",
        "x @ x",
        "x[0]",
        "x[0:1]",
        "w[0]",
        "'ab'[0]",
        "x is y",
        "x is not y",
        "await x",
        "yield x",
        "x, y",
        "()",
        "...",
        "None",
        "True",
        "False",
        "1j",
        "1e5",
        "1e999",
        "0x10",
        "0b1",
        "0o7",
        "1_000",
        "1if f else 2",
        "0in (1,)",
        "30min",
        "w == '\\d'",
        "b'x'",
        "'" * 3,
        "'a' + 'b'",
        "'a' * 9",
        "w + w",
        "-w",
        "not w",
        "x if f",
        "if x: y",
        "import os",
        "x; y",
        "x # y",
        "x)(",
        "((x)",
        "x))",
        ")x(",
        "x\\",
        "x \\\n + 1",
        "x\x00",
        "\x00",
        "\ud800",
        "'\ud800'",
        "x + \ufffe",
        "x＋1",
        "（x）",
        "“agent” == w",
        "x ≥ 1",
        "x <> 1",
        "x => 1",
        "x = = 1",
        "x === 1",
        "x && y",
        "!f",
        "$x",
        "x?",
        "@x",
        "1 2",
        "x y",
        "5 s",
        "CNY 5",
        "30%",
        "1.",
        ".5",
        "9" * 200,
        "0." + "9" * 200,
        "1" * LONGEST,
        "(" * 300 + "1" + ")" * 300,
        "-" * 1_500 + "1",
        "not " * 450 + "f",
        "[" * 1_900,
        "(" * 1_900,
        "x." * 900 + "y",
        "f(" * 600,
        "x if f else " * 150 + "x",
        "1" + "+1" * 950,
        "1" + "<1" * 950,
        "a" * 1_999,
    ],
    ids=lambda text: f"{text[:24].encode('unicode_escape').decode()}_{len(text)}",
)
def test_what_is_no_formula_is_refused_by_a_finding(text: str) -> None:
    assert refused(text)


@pytest.mark.parametrize(
    "text", [r"w == '\d'", r"w == '\777'", "1if f else 2", "0in (1,)", "0or f"]
)
def test_the_parser_of_python_warns_nobody(text: str) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        check_formula(Text(text, PLACE), scope=SCOPE)

    assert not caught


@pytest.mark.parametrize(
    ("text", "what", "column"),
    [
        ("x * 30min", "30min", 4),
        ("客 if 1if f else 2", "1if", 5),
        (r"w == '甲\n'", "\\", 7),
        ("w == '3in1' and 2h > x", "2h", 16),
    ],
)
def test_what_is_doubtful_is_named_where_it_stands(text: str, what: str, column: int) -> None:
    (found,) = refused(text)

    assert found.code == "formula-not-allowed"
    assert found.args["what"] == what
    assert found.span == PLACE.shifted(column)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("f) or (yes", 1),
        ("x) + (y", 1),
        (") (", 0),
        ("客) + (x", 1),
        ("x)#", 1),
        ("x + 1)  # (to be decided", 5),
        ("客 + x # 基本分", 6),
        ("(客 + x", 0),
        ("((x) + (y)", 0),
        ("x + min(x, (x)", 7),
        ("客 == 'a", 5),
        ("w == '('", None),
    ],
)
def test_a_bracket_without_its_other_half_is_told_where_it_stands(
    text: str, column: int | None
) -> None:
    if column is None:
        assert check_formula(Text(text, PLACE), scope=SCOPE)[0] is not None
        return
    (found,) = refused(text)

    assert found.code == "formula-syntax"
    assert found.span == PLACE.shifted(column)


@pytest.mark.parametrize(
    "word", ["'agent' 'lead'", "'it''s'", "u'agent'", "r'agent'", "'''agent'''", "'' ''"]
)
def test_a_word_stands_in_one_pair_of_quotes(word: str) -> None:
    """A list that lacks a comma would ask for one long word that nobody has."""
    (found,) = refused(f"w in ({word}, 'b')")

    assert (found.code, found.args["what"]) == ("formula-not-allowed", word)
    assert found.span == PLACE.shifted(6)


def test_a_list_around_a_whole_formula_is_named_whole() -> None:
    (found,) = refused("x, y")

    assert found.args["what"] == "x, y"


def test_findings_need_no_place() -> None:
    _, problems = check_formula(Text("30min + x.y"), scope=SCOPE)

    assert [each.span for each in problems] == [None]


@pytest.mark.parametrize(
    "word", ['"', "{}", "M", "v0", "); import os; (", "甲组", "#", "3in1", "yes", "x" * 900]
)
def test_a_word_is_compared_and_never_run(word: str) -> None:
    node, problems = check_formula(Text(f"w == '{word}'"), scope=SCOPE)

    assert node is not None, problems
    formula = Formula(node=node)
    assert formula.careful(word) is True
    assert formula.careful(word + "x") is False


_TOKENS: Final = [
    "x", "y", "p", "f", "w", "1", "0.5", "'a'", "(", ")", "+", "-", "*", "/", "<", ">=", "==",
    "and", "or", "not", "in", "if", "else", ",", "known", "coalesce", "min", "max", "yes", "客",
    " ", "\n",
    ".", "[", "]", "lambda", ":", ":=", "**", "%", "\\", "'", "\x00", "is", "None",
]  # fmt: skip


@tried(500)
@given(st.lists(st.sampled_from(_TOKENS), max_size=40).map("".join) | st.text(max_size=60))
def test_no_text_breaks_the_checker(text: str) -> None:
    node, problems = check_formula(Text(text, PLACE), scope=SCOPE)

    assert (node is None) is bool(problems)
    assert all(each.render("zh_CN") for each in problems)


@tried(500)
@given(st.lists(st.sampled_from(_TOKENS[:31]), max_size=25).map(" ".join))
def test_what_passes_the_checker_runs(text: str) -> None:
    node, _ = check_formula(Text(text, PLACE), scope=SCOPE)
    if node is None:
        return
    formula = Formula(node=node)
    row: dict[str, Cell | Missing] = {"x": 3, "y": (1, 3), "p": 50, "f": True, "w": "a"}

    found = formula.at(row)

    assert found == formula.quick(*(row[name] for name in formula.inputs))
    assert formula.at(dict.fromkeys(row, Missing.NO_RECORDS)) is not None


# -- as large as formulas may be ----------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        " and ".join(["x>0"] * 132),
        " or ".join(["x<0"] * 132),
        " and ".join(["x/x>0"] * 79),
        "<".join(["x"] * 199),
        f"x in ({','.join('x' * 390)})",
        f"coalesce({','.join(['x/x'] * 20)})",
        f"coalesce({','.join(['(x if f else 2*x)'] * 20)})",
        "(x if f else " * 38 + "x" + ")" * 38,
        "(f if " * 38 + "f" + " else f)" * 38,
        "p" + "/x" * 39,
        "y" + "/y" * 39,
        "x" + "+x" * 39,
        "y" + "-y" * 39,
        "-" * 39 + "x",
        "not " * 39 + "f",
        "(" * 150 + "x" + ")" * 150,
        "min(" * 9 + "x" + ", 3)" * 9,
        f"max({','.join(['x/x', 'y'] * 10)})",
        f"coalesce({','.join(['f'] * 20)}) and known(x)",
        "(f and " * 38 + "f" + ")" * 38,
        "(f == (" * 19 + "f" + "))" * 19,
    ],
    ids=lambda text: f"{text[:12]}_{len(text)}",
)
def test_the_largest_formulas_run(text: str) -> None:
    node, problems = check_formula(Text(text), scope=SCOPE)
    assert node is not None, problems
    formula = Formula(node=node)
    row = {"x": 3, "y": (1, 3), "p": 50, "f": True, "w": "a"}
    cells = [row[name] for name in formula.inputs]

    assert formula.careful(*cells) == formula.quick(*cells)
    assert formula.careful(*[Missing.NO_RECORDS for _ in cells]) in (Missing.NO_RECORDS, False)


def test_numbers_grow_and_stay_exact() -> None:
    node, problems = check_formula(Text("x" + "*x" * 39), scope=SCOPE)
    assert node is not None, problems
    formula = Formula(node=node)

    assert formula.careful(10**40) == 10**1_600
    assert fraction_of(formula.careful(-3), formula.carrier) == Fraction(3**40)
