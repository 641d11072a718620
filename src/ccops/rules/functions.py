"""The functions a formula may call: a small fixed catalog, and what plugins bring to it.

There are no functions over several people or periods here, and none that rounds: those are
figures of their own kind.
"""

from __future__ import annotations

import ast
import enum
from collections.abc import Callable, Iterable, Mapping
from functools import partial, reduce
from typing import Final

from ccops.frozen import frozen
from ccops.messages import Label, nearest
from ccops.rules.checker import FLAG, Checker
from ccops.rules.expressions import (
    Absolute,
    Call,
    Coalesce,
    Extreme,
    Known,
    Node,
    Reference,
    words_written,
)
from ccops.rules.typed_function import Example, Parameter, TypedFunction
from ccops.rules.typed_functions import TYPED_FUNCTIONS
from ccops.values import NUMERIC, Bounds, Type, Unit, comparable

#: Makes the node of a call from its checked arguments.
Build = Callable[[Checker, tuple[Node, ...], ast.Call], Node | None]


class WhenMissing(enum.Enum):
    """What a function does where an argument is missing."""

    ASKS = "asks"
    TAKES_NEXT = "takes_next"
    IS_MISSING = "is_missing"


@frozen(kw_only=True)
class Function:
    """One function of the catalog: how it is written, what it is for, and what it becomes."""

    name: str
    signature: str
    label: Label
    least: int
    most: int
    when_missing: WhenMissing
    build: Build
    example: Example | None = None


def _known(checker: Checker, arguments: tuple[Node, ...], tree: ast.Call) -> Node | None:
    (operand,) = arguments
    if not isinstance(operand, Reference):
        checker.refuse("known-needs-name", tree.args[0])
        return None
    return Known(type=FLAG, operand=operand, span=checker.place(tree))


def _coalesce(checker: Checker, arguments: tuple[Node, ...], tree: ast.Call) -> Node | None:
    type_ = checker.common_type(arguments, tree)
    if type_ is None:
        return None
    return Coalesce(
        type=type_,
        parts=arguments,
        bounds=reduce(Bounds.union, (each.bounds for each in arguments)),
        may_miss=all(each.may_miss for each in arguments),
        span=checker.place(tree),
    )


def _least(checker: Checker, arguments: tuple[Node, ...], tree: ast.Call) -> Node | None:
    return _extreme(checker, "<=", arguments, tree)


def _greatest(checker: Checker, arguments: tuple[Node, ...], tree: ast.Call) -> Node | None:
    return _extreme(checker, ">=", arguments, tree)


def _extreme(
    checker: Checker, operator: str, arguments: tuple[Node, ...], tree: ast.Call
) -> Node | None:
    type_ = checker.common_type(arguments, tree)
    if type_ is None:
        return None
    if type_.unit not in NUMERIC and type_.unit is not Unit.DATE:
        checker.refuse("not-a-number", tree.args[0], unit=type_)
        return None
    bounds_of = _bounds_of_least if operator == "<=" else _bounds_of_greatest
    return Extreme(
        type=type_,
        operator=operator,
        parts=arguments,
        bounds=reduce(bounds_of, (each.bounds for each in arguments)),
        may_miss=any(each.may_miss for each in arguments),
        span=checker.place(tree),
    )


def _bounds_of_least(left: Bounds, right: Bounds) -> Bounds:
    low = None if left.low is None or right.low is None else min(left.low, right.low)
    highs = [each for each in (left.high, right.high) if each is not None]
    return Bounds(low, min(highs, default=None))


def _bounds_of_greatest(left: Bounds, right: Bounds) -> Bounds:
    return -_bounds_of_least(-left, -right)


def _clamp(checker: Checker, arguments: tuple[Node, ...], tree: ast.Call) -> Node | None:
    value, low, high = arguments
    if low.bounds.low is not None and high.bounds.high is not None:
        is_upside_down = low.bounds.low > high.bounds.high
        if is_upside_down and comparable(low.type.unit, high.type.unit):
            checker.refuse("clamp-upside-down", tree.args[1])
            return None
    raised = _extreme(checker, ">=", (value, low), tree)
    return raised and _extreme(checker, "<=", (raised, high), tree)


def _absolute(checker: Checker, arguments: tuple[Node, ...], tree: ast.Call) -> Node | None:
    (operand,) = arguments
    if operand.type.unit not in NUMERIC:
        checker.refuse("not-a-number", tree.args[0], unit=operand.type)
        return None
    return Absolute(
        type=operand.type,
        operand=operand,
        bounds=abs(operand.bounds),
        may_miss=operand.may_miss,
        span=checker.place(tree),
    )


# -- typed functions ----------------------------------------------------------------------------


def entry_of(function: TypedFunction) -> Function:
    """Return the entry of the catalog for a typed function."""
    return Function(
        name=function.name,
        signature=function.signature,
        label=function.label,
        least=len(function.parameters),
        most=len(function.parameters),
        when_missing=WhenMissing.IS_MISSING,
        build=partial(_called, function),  # it pickles, as a closure would not
        example=function.example,
    )


def _called(
    function: TypedFunction, checker: Checker, arguments: tuple[Node, ...], tree: ast.Call
) -> Node | None:
    given = zip(function.parameters, arguments, tree.args, strict=True)
    if not all([_fits(checker, function, *each) for each in given]):  # noqa: C419 - tell them all
        return None
    return Call(
        type=Type(function.result, function.words),
        function=function,
        parts=arguments,
        bounds=_bounds_of(function, arguments),
        may_miss=function.may_miss or any(each.may_miss for each in arguments),
        span=checker.place(tree),
    )


def _bounds_of(function: TypedFunction, arguments: tuple[Node, ...]) -> Bounds:
    """Return what the result lies within: what is promised, or what an argument does."""
    names = [each.name for each in function.parameters]
    passed = function.passes_on
    return arguments[names.index(passed)].bounds if passed else function.bounds


def _fits(
    checker: Checker,
    function: TypedFunction,
    parameter: Parameter,
    argument: Node,
    place: ast.expr,
) -> bool:
    """Say whether an argument is always what a function takes; what is not is told."""
    told: dict[str, object] = {"wanted": parameter, "signature": function.signature}
    if not comparable(parameter.unit, argument.type.unit):
        checker.refuse("wrong-argument", place, **told, unit=argument.type)
        return False
    if not parameter.bounds.contains(argument.bounds):
        checker.refuse("argument-range", place, **told, found=argument.bounds)
        return False
    return parameter.words is None or _takes_words(
        checker, parameter.words, argument, (place, told)
    )


def _takes_words(
    checker: Checker, words: frozenset[str], argument: Node, to: tuple[ast.expr, dict[str, object]]
) -> bool:
    place, told = to
    for word in words_written(argument):
        if word not in words:
            near = nearest(word, words) or "-"
            checker.refuse("unknown-word", place, word=word, near=near)
            return False
    may_be = argument.type.words
    if may_be is not None and may_be <= words:
        return True
    found = "…" if may_be is None else ", ".join(map(repr, sorted(may_be - words)))
    checker.refuse("argument-range", place, **told, found=found)
    return False


_ANY: Final = 20
_SCORE: Final = ("score", Unit.POINTS, "104")
_NO_EXAM: Final = ("exam", Unit.POINTS, "")

_LISTED: Final = (
    Function(
        name="known",
        signature="known(name) -> flag",
        label=Label(
            zh="某个可能缺失的值是否已知；其后即可使用该值",
            en="whether a value that may be missing is there; what follows may then use it",
        ),
        least=1,
        most=1,
        when_missing=WhenMissing.ASKS,
        build=_known,
        example=Example(formula="known(exam) and exam >= 60", given=(_NO_EXAM,), result="no"),
    ),
    Function(
        name="coalesce",
        signature="coalesce(value, the same, ...) -> the same",
        label=Label(
            zh="依次取第一个已知的值，值的单位须相同",
            en="the first of several values of one unit that is there",
        ),
        least=2,
        most=_ANY,
        when_missing=WhenMissing.TAKES_NEXT,
        build=_coalesce,
        example=Example(formula="coalesce(exam, 60)", given=(_NO_EXAM,), result="60"),
    ),
    Function(
        name="min",
        signature="min(number or date, the same, ...) -> the same",
        label=Label(zh="最小的数或最早的日期", en="the least number or the earliest day"),
        least=2,
        most=_ANY,
        when_missing=WhenMissing.IS_MISSING,
        build=_least,
        example=Example(formula="min(score, 100)", given=(_SCORE,), result="100"),
    ),
    Function(
        name="max",
        signature="max(number or date, the same, ...) -> the same",
        label=Label(zh="最大的数或最晚的日期", en="the greatest number or the latest day"),
        least=2,
        most=_ANY,
        when_missing=WhenMissing.IS_MISSING,
        build=_greatest,
        example=Example(formula="max(score - 100, 0)", given=(_SCORE,), result="4"),
    ),
    Function(
        name="clamp",
        signature="clamp(number or date, low, high) -> the same",
        label=Label(
            zh="把一个值限制在下限与上限之间；下限高于上限时取上限",
            en="a value kept between a low and a high end; the high end, where low is above it",
        ),
        least=3,
        most=3,
        when_missing=WhenMissing.IS_MISSING,
        build=_clamp,
        example=Example(formula="clamp(score, 0, 100)", given=(_SCORE,), result="100"),
    ),
    Function(
        name="abs",
        signature="abs(number) -> the same",
        label=Label(zh="不计正负的大小，如偏差", en="a number without its sign"),
        least=1,
        most=1,
        when_missing=WhenMissing.IS_MISSING,
        build=_absolute,
        example=Example(formula="abs(score - 110)", given=(_SCORE,), result="6"),
    ),
    *map(entry_of, TYPED_FUNCTIONS),
)

FUNCTIONS: Final[Mapping[str, Function]] = {each.name: each for each in _LISTED}


def functions_with(brought: Iterable[TypedFunction]) -> Mapping[str, Function]:
    """Return the catalog with typed functions that plugins bring."""
    return {**FUNCTIONS, **{each.name: entry_of(each) for each in brought}}
