"""Cells of a table: from the text of a cell to what it lets through.

``-`` anything · ``>= 85`` ``> 60`` ``< 3 d`` ``== x`` ``!= x`` or a bare value · ``[80..85)``,
``(0..10%]``, ``(..5]`` · ``'agent', 'lead'`` · ``not(...)`` · ``yes`` ``no`` · ``missing``.
Where a number or a date may stand, a parameter may too: ``>= least_score``.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Text, nearest, worded
from ccops.rules.columns import CellValue, TableColumn
from ccops.rules.intervals import (
    AFTER_ALL,
    BEFORE_ALL,
    Cut,
    Interval,
    after,
    before,
    complement,
    is_finite,
    union,
)
from ccops.values import Missing, Scalar, Unit, half_width, parse_scalar, respelled_cell

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST: Final = 1_000
_NOT: Final = re.compile(r"not\s*\((.*)\)", re.DOTALL)
_PARTS: Final = re.compile(r"(?:'[^']*'|\"[^\"]*\"|[^,'\"])+|,")
_INTERVAL: Final = re.compile(r"([\[(])\s*(.*?)\s*\.\.\s*(.*?)\s*([\])])")
_COMPARISON: Final = re.compile(r"(>=|<=|==|!=|>|<)\s*(.*)", re.DOTALL)
_THOUSANDS: Final = re.compile(r"\d,\d{3}(?!\d)")
#: What no bare word may hold, however wide it is typed: it is meant as a sign.
_SIGN: Final = re.compile(r"[()\[\]'\"<>=,;\x00-\x1f]|\.\.")
_QUOTED: Final = re.compile(r"'([^']*)'|\"([^\"]*)\"")


@frozen
class Words:
    """The words or flags of a cell: those listed, or all ``except_`` those listed."""

    listed: frozenset[str | bool]
    except_: bool = False

    def holds(self, word: str | bool) -> bool:  # noqa: FBT001 - the value asked about
        """Say whether a word or a flag is let through."""
        return (word in self.listed) is not self.except_

    def union(self, other: Words) -> Words:
        """Return what either lets through."""
        if self.except_ and other.except_:
            return Words(self.listed & other.listed, except_=True)
        if self.except_ or other.except_:
            barred, added = (self, other) if self.except_ else (other, self)
            return Words(barred.listed - added.listed, except_=True)
        return Words(self.listed | other.listed)


#: The numbers of a cell as a union of intervals, or its words and flags.
Values = tuple[Interval, ...] | Words


@frozen(kw_only=True)
class CellTest:
    """What a cell lets through.

    ``values`` of ``None`` are all values there are; ``missing`` says whether a missing value is
    let through too. ``text`` is the cell as it was written.
    """

    text: str
    values: Values | None = None
    missing: bool = False

    @property
    def asks_missing(self) -> bool:
        """Whether the cell speaks of missing values: ``missing``, ``not(missing)``."""
        return not self.missing if self.values is None else self.missing

    def holds(self, value: CellValue) -> bool:
        """Say whether a value is let through; in a share column it is a share."""
        if isinstance(value, Missing):
            return self.missing
        if self.values is None:
            return True
        if isinstance(self.values, Words):
            return not isinstance(value, Fraction) and self.values.holds(value)
        return isinstance(value, Fraction) and any(each.holds(value) for each in self.values)


#: One entry of a list: its values, or ``None`` for ``missing``.
_Entry = Values | None


def parse_cell(
    text: Text, column: TableColumn, *, names: Mapping[str, Scalar] | None = None
) -> tuple[CellTest | None, tuple[Diagnostic, ...]]:
    """Return what a cell lets through, or what is wrong with it.

    ``names`` are constants that stand for themselves where a number or a date may: ``>= bar``.
    """
    written = text.value.strip()
    if written == "-":
        return CellTest(text=written, missing=True), ()
    reader = _Reader(text, column, names or {})
    found = reader.test(written)
    problem = found if isinstance(found, Diagnostic) else reader.share_problem(found)
    if problem is not None or isinstance(found, Diagnostic):
        return None, (_with_spelling(problem, reader, written),) if problem else ()
    return found, ()


def _with_spelling(problem: Diagnostic, reader: _Reader, written: str) -> Diagnostic:
    """Return the finding about a cell with the cell that was most likely meant, if any is."""
    meant = respelled_cell(written)
    if problem.code != "cell-not-understood" or isinstance(reader.test(meant), Diagnostic):
        return problem
    return attrs.evolve(problem, args={**problem.args, "instead": f"'{meant}'"})


@frozen
class _Reader:
    """Reads one cell of one column; every step returns its result or the finding."""

    cell: Text
    column: TableColumn
    names: Mapping[str, Scalar]

    def test(self, written: str) -> CellTest | Diagnostic:
        inverted = _NOT.fullmatch(written)
        parts = _split(inverted[1] if inverted else written)
        if len(written) > _LONGEST or not all(parts):
            return self.not_understood()
        if self.column.is_ordered and _THOUSANDS.search(written):
            return self.refused("cell-thousands-comma")
        entries: list[_Entry] = []
        for part in parts:
            entry = self.entry(part)
            if isinstance(entry, Diagnostic):
                return entry
            entries.append(entry)
        return _without(written, entries) if inverted else _within(written, entries)

    def entry(self, part: str) -> _Entry | Diagnostic:
        if part == "missing":
            may_miss = self.column.may_miss
            return None if may_miss else self.refused("cell-never-missing")
        if not self.column.is_ordered:
            return self.word(part)
        if interval := _INTERVAL.fullmatch(part):
            return self.interval(interval[1], interval[2], interval[3], interval[4])
        return self.comparison(part)

    def word(self, part: str) -> Words | Diagnostic:
        sign, written = _compared(part)
        if sign not in ("==", "!="):
            return self.refused("cell-no-order")
        word = self.flag(written) if self.column.unit is Unit.FLAG else self.listed(written)
        if isinstance(word, Diagnostic):
            return word
        return Words(frozenset({word}), except_=sign == "!=")

    def flag(self, written: str) -> bool | Diagnostic:
        scalar = parse_scalar(written, unit=Unit.FLAG)
        if scalar is None or not isinstance(scalar.value, bool):
            return self.clash(written)
        return scalar.value

    def listed(self, written: str) -> str | Diagnostic:
        quoted = _QUOTED.fullmatch(written)
        word = (quoted[1] or quoted[2] or "") if quoted else written
        known = self.column.type.words
        if not word or (not quoted and _is_sign(word, known)):
            return self.not_understood()
        if known is not None and word not in known:
            near = nearest(word, known) or ", ".join(sorted(known))
            return self.refused("cell-unknown-word", word=word, near=near)
        return word

    def interval(
        self, opening: str, low: str, high: str, closing: str
    ) -> tuple[Interval, ...] | Diagnostic:
        start, stop = BEFORE_ALL, AFTER_ALL
        if low:
            number = self.number(low)
            if isinstance(number, Diagnostic):
                return number
            start = before(number) if opening == "[" else after(number)
        if high:
            number = self.number(high)
            if isinstance(number, Diagnostic):
                return number
            stop = after(number) if closing == "]" else before(number)
        found = Interval(start, stop)
        return self.refused("cell-empty") if found.is_empty else (found,)

    def comparison(self, part: str) -> tuple[Interval, ...] | Diagnostic:
        sign, written = _compared(part)
        number = self.number(written)
        return number if isinstance(number, Diagnostic) else _compared_with(sign, number)

    def number(self, written: str) -> Fraction | Diagnostic:
        scalar = self.names.get(written) or parse_scalar(written, unit=self.column.unit)
        is_right = scalar is not None and scalar.unit is self.column.unit
        if scalar is None or not is_right or scalar.currency not in ("", self.column.currency):
            return self.clash(written)
        if isinstance(scalar.value, dt.date):
            return Fraction(scalar.value.toordinal())
        return scalar.number

    def clash(self, written: str) -> Diagnostic:
        found = self.names.get(written) or parse_scalar(written)
        if found is None and self.names and written.isidentifier():
            near = nearest(written, self.names) or "-"
            return self.refused("unknown-name", name=written, near=near)
        if found is None:
            return self.not_understood()
        wanted = f"{self.column.unit.value} {self.column.currency}".strip()
        got = f"{found.unit.value} {found.currency}".strip()
        return self.refused("cell-unit-clash", constant=written, wanted=wanted, found=got)

    def share_problem(self, test: CellTest) -> Diagnostic | None:
        """Return what keeps a cell from being shares of a rank: beyond 100 %, or a wrong end.

        Places are counted up to a share, so a band of shares is open below and closed above.
        """
        if self.column.share is None or not isinstance(test.values, tuple):
            return None
        ends = [cut for each in test.values for cut in (each.start, each.stop) if is_finite(cut)]
        if any(not 0 <= cut[1] <= 1 for cut in ends):
            return self.refused("quotas-over-100")
        if any(cut[1] > 0 and cut[2] == 0 for cut in ends):
            return self.refused("share-cell-end")
        return None

    def not_understood(self) -> Diagnostic:
        return self.refused("cell-not-understood", instead=worded("word-cell-forms"))

    def refused(self, code: str, **arguments: str) -> Diagnostic:
        texts = {"cell": self.cell.value.strip()[:60], "column": self.column.name, **arguments}
        return Diagnostic(code=code, span=self.cell.span, args=texts)


def _is_sign(word: str, known: frozenset[str] | None) -> bool:
    """Return whether a bare word holds what is meant as a sign, and is none of those known."""
    is_known = known is not None and word in known
    return not is_known and bool(_SIGN.search("".join(map(half_width, word))))


def _within(written: str, entries: Sequence[_Entry]) -> CellTest:
    values = _joined([each for each in entries if each is not None])
    return CellTest(text=written, values=values, missing=None in entries)


def _without(written: str, entries: Sequence[_Entry]) -> CellTest:
    there = [each for each in entries if each is not None]
    return CellTest(text=written, values=_inverse(_joined(there)) if there else None)


def _joined(entries: Sequence[Values]) -> Values:
    words = [each for each in entries if isinstance(each, Words)]
    if words:
        return functools.reduce(Words.union, words)
    return union(each for one in entries if isinstance(one, tuple) for each in one)


def _inverse(values: Values) -> Values:
    if isinstance(values, Words):
        return Words(values.listed, except_=not values.except_)
    return complement(values)


def _split(written: str) -> list[str]:
    """Return the entries of a list, an empty one where it is no list.

    Commas in quotes belong to the words.
    """
    entries, pieces = [""], _PARTS.findall(written)
    for piece in pieces:
        if piece == ",":
            entries.append("")
        else:
            entries[-1] = piece.strip()
    return entries if "".join(pieces) == written else [""]


def _compared(part: str) -> tuple[str, str]:
    found = _COMPARISON.fullmatch(part)
    return (found[1], found[2].strip()) if found else ("==", part)


def _compared_with(sign: str, number: Fraction) -> tuple[Interval, ...]:
    low, high = before(number), after(number)
    ends: dict[str, tuple[tuple[Cut, Cut], ...]] = {
        "==": ((low, high),),
        "!=": ((BEFORE_ALL, low), (high, AFTER_ALL)),
        ">=": ((low, AFTER_ALL),),
        ">": ((high, AFTER_ALL),),
        "<=": ((BEFORE_ALL, high),),
        "<": ((BEFORE_ALL, low),),
    }
    return tuple(Interval(start, stop) for start, stop in ends[sign])
