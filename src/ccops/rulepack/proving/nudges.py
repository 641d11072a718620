"""Nudges: a written constant, cell or word moved by one step, as a pack would write it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from ccops.messages import Text
from ccops.rules.cells import parse_cell
from ccops.rules.intervals import Interval, union
from ccops.values import RoundingMode, Unit, decimal_digits, decimal_of, parse_scalar
from ccops.values.periods import period_label, period_number

if TYPE_CHECKING:
    import enum
    from collections.abc import Iterator
    from fractions import Fraction

    from ccops.rules.columns import TableColumn

#: A constant: what stands before its number, the number, and its unit.
_CONSTANT: Final = re.compile(r"((?:[A-Z]{3} )?)([+-]?[0-9]+(?:\.[0-9]+)?)((?: ?(?:%|[a-z/]+))?)")
#: A constant inside a cell; a digit of a name is none.
_IN_CELL: Final = re.compile(rf"(?<!\w){_CONSTANT.pattern}")
#: What a rounding rounds to, without the currency that may stand before it.
_SCALE: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_SIGN: Final = re.compile(r">=|<=|>|<")
_OTHER_SIGN: Final = {">=": ">", ">": ">=", "<=": "<", "<": "<="}
_BRACKETS: Final = {"[": "(", "(": "[", "]": ")", ")": "]"}
#: Rounding modes by how much they take up; a neighbor is the nearest other one.
_MODES: Final = (
    RoundingMode.DOWN,
    RoundingMode.HALF_EVEN,
    RoundingMode.HALF_UP,
    RoundingMode.UP,
)
#: A number of periods, and a period by its label.
_PERIODS: Final = re.compile(r"([0-9]+) periods?")
_LABEL: Final = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
_FLAGS: Final = {"yes": "no", "no": "yes", "true": "false", "false": "true"}


def nudged_constant(text: str, *, step: Fraction | None = None) -> Iterator[str]:
    """Yield a constant one step up and one step down.

    Money moves by 1 of its currency, everything else by 1 in the last digit written, or by
    ``step`` where a column declares one. Nothing is moved below zero.

    >>> list(nudged_constant("CNY 500")), list(nudged_constant("2.5%"))
    (['CNY 501', 'CNY 499'], ['2.6%', '2.4%'])
    """
    found = _CONSTANT.fullmatch(text.strip())
    if found is None:
        return
    head, number, tail = found.groups()
    for moved in _moved(number, is_money=bool(head), step=step):
        yield f"{head}{moved}{tail}"


def _moved(number: str, *, is_money: bool, step: Fraction | None) -> Iterator[str]:
    written = Decimal(number)
    digits = 0 if is_money or "." not in number else len(number.partition(".")[2])
    by = Decimal(1).scaleb(-digits)
    if step is not None:
        by = decimal_of(step, decimal_digits(step) or 0)
    yield f"{written + by:f}"
    if written - by >= 0 or written < 0:
        yield f"{written - by:f}"


def nudged_text(text: str) -> Iterator[str]:
    """Yield a text that is a constant with a unit one step up and down; nothing of other texts.

    A number of periods moves by one, and so does a period.

    >>> list(nudged_text("3 periods")), list(nudged_text("2026-01"))
    (['4 periods', '2 periods'], ['2026-02', '2025-12'])
    """
    periods = _PERIODS.fullmatch(text.strip())
    if periods is not None:
        yield from _counted_periods(int(periods[1]))
    elif _LABEL.fullmatch(text):
        number = period_number(text)
        yield from (period_label(each) for each in (number + 1, number - 1))
    scalar = parse_scalar(text)
    measured = {Unit.MONEY, Unit.DURATION, Unit.QUANTITY, Unit.RATE}
    if scalar is not None and scalar.unit in measured:
        yield from nudged_constant(text)


def _counted_periods(number: int) -> Iterator[str]:
    for moved in (number + 1, number - 1):
        if moved > 0:
            yield f"{moved} period{'s' if moved > 1 else ''}"


def neighbor_scales(text: str) -> Iterator[str]:
    """Yield what a rounding rounds to with a digit less, and with a digit more.

    >>> list(neighbor_scales("0.01"))
    ['0.1', '0.001']
    """
    if _SCALE.fullmatch(text):
        written = Decimal(text)
        yield from (f"{written.scaleb(by).normalize():f}" for by in (1, -1))


def nudged_cell(text: str, column: TableColumn) -> Iterator[str]:
    """Yield a cell with each of its limits moved by one step of its column.

    Where the column has no step, or a parameter is the limit, it is also taken in or left out:
    ``>=`` becomes ``>``, ``[`` becomes ``(``. With a step that is the same as moving the limit,
    and not done.
    """
    if not column.is_ordered:
        return
    grid = None if column.share else column.grid
    step = None if column.unit in (Unit.DURATION, Unit.DATE) else grid
    before = _inside(text, column)
    limits = list(_IN_CELL.finditer(text))
    for found in limits:
        for moved in nudged_constant(found[0].strip(), step=step):
            cell = f"{text[: found.start()]}{moved}{text[found.end() :]}"
            if before is None or _inside(cell, column) != before:
                yield cell
    if column.share is None and (grid is None or not limits):
        yield from _other_ends(text)


def _inside(text: str, column: TableColumn) -> tuple[Interval, ...] | None:
    """Return what a cell lets through of the values a column can have; ``None`` where unknown."""
    test, _ = parse_cell(Text(text), column)
    if test is None or not isinstance(test.values, tuple):
        return None
    domain = column.domain
    clipped = (
        Interval(max(each.start, domain.start), min(each.stop, domain.stop))
        for each in test.values
    )
    return union(clipped)


def _other_ends(text: str) -> Iterator[str]:
    for found in _SIGN.finditer(text):
        yield f"{text[: found.start()]}{_OTHER_SIGN[found[0]]}{text[found.end() :]}"
    if ".." in text and not text.startswith("not"):
        for place in (0, len(text) - 1):
            if text[place] in _BRACKETS:
                yield f"{text[:place]}{_BRACKETS[text[place]]}{text[place + 1 :]}"


def nudged_whole(text: str) -> Iterator[str]:
    """Yield a whole number one up and one down, not below zero."""
    if text.isdecimal():
        yield from nudged_constant(text)


def other_words(text: str, words: type[enum.Enum]) -> Iterator[str]:
    """Yield the neighbors of a word among those its field knows."""
    if words is RoundingMode:
        yield from neighbor_modes(text)
        return
    known = [str(each.value) for each in words]
    if text in known and len(known) > 1:
        yield known[(known.index(text) + 1) % len(known)]


def neighbor_modes(text: str) -> Iterator[str]:
    """Yield the rounding modes next to one.

    >>> list(neighbor_modes("half_up"))
    ['half_even', 'up']
    """
    names = [each.value for each in _MODES]
    if text in names:
        place = names.index(text)
        yield from (names[each] for each in (place - 1, place + 1) if 0 <= each < len(names))


def other_flag(text: str) -> Iterator[str]:
    """Yield the other flag."""
    if text in _FLAGS:
        yield _FLAGS[text]
