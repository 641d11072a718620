"""The formulas of the workings: a figure a column, live wherever a rule has a formula.

They count in whole numbers (``ROUND(x*100,0)``) as the settlement does.
"""

from __future__ import annotations

from functools import partial
from math import lcm
from typing import TYPE_CHECKING, Final, assert_never

import attrs

from ccops.reports.document.following import ByFormula, ByRank, BySum, ByTable, Follows, Given
from ccops.reports.formats.xlsx.book import quoted
from ccops.reports.formats.xlsx.columns import OUTSIDE, ROW, Placed, letters, stands_as_pair
from ccops.rules.expressions import Constant, references
from ccops.rules.ranks import Order, Ties, Unknown
from ccops.rules.sheet_tables import NoSheetError, SheetInput, SheetTable
from ccops.rules.sheets import (
    SLACKS,
    SharedCells,
    may_share,
    over,
    print_sheet,
    within_reach,
)
from ccops.values import NUMERIC, Carrier

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.reports.document.words import Words
    from ccops.reports.document.workings import Workings
    from ccops.reports.formats.xlsx.parameters import PlacedParameter
    from ccops.reports.formats.xlsx.rule_tables import Addresses
    from ccops.rules.sheet_printing import SheetName
    from ccops.rules.sheets import SheetCell, SheetText
    from ccops.rules.sql_printing import SqlColumn

#: The row, from 0, in which the first employee stands.
FIRST: Final = 6


@attrs.frozen(kw_only=True)
class Live:
    """What is written in the cells of a column for the rows of one rule.

    ``value`` is the formula of the value, empty where it is another in each row; ``beside`` those
    of the columns behind it. ``why`` says why there is none.
    """

    value: str = ""
    beside: tuple[str, ...] = ()
    why: str = ""


class Calculation:
    """The workings as they will stand on a sheet."""

    def __init__(
        self,
        workings: Workings,
        sheet: str,
        parameters: Mapping[str, PlacedParameter],
        tables: Mapping[str, Addresses],
        words: Words,
    ) -> None:
        self.workings = workings
        self.sheet = sheet
        self.parameters = parameters
        self._tables = tables
        self.words = words
        self.placed = dict(self._place())
        #: How many times as great as now each parameter may become, of those that formulas read.
        self.slacks: dict[str, int] = {}
        self._rows = {each: row for row, each in enumerate(workings.subjects)}

    def _place(self) -> Iterator[tuple[str, Placed]]:
        at, pairs = 2, set[str]()
        for column in self.workings.columns:
            is_pair = stands_as_pair(column, pairs)
            placed = Placed(column=column, at=at, currency=self.workings.currency, is_pair=is_pair)
            yield column.id, placed
            pairs |= {column.id} if is_pair else set()
            at += placed.width

    def address(self, subject: str, figure: str) -> str:
        """Return where a figure of an employee stands; an empty text where it does not."""
        row, placed = self._rows.get(subject), self.placed.get(figure)
        if row is None or placed is None or placed.column.rules[row] < 0:
            return ""
        return f"{quoted(self.sheet)}!${letters(placed.at)}${row + FIRST + 1}"

    # -- formulas ---------------------------------------------------------------------------

    def live(self, placed: Placed, number: int) -> Live:
        """Return what is written for the rows of one of a column's rules."""
        follows, carrier = placed.column.follows[number], placed.column.carriers[number]
        missing = [each for each in _read(follows) if each not in self.placed]
        if missing:
            return Live(why=self.words.say("given-not-here"))
        match follows:
            case Given():
                return Live(why=follows.why)
            case ByFormula():
                return self._formula(placed, follows, carrier)
            case BySum():
                return Live()  # row by row: nobody has every line
            case ByTable():
                return self._table(placed, follows, carrier)
            case ByRank():
                return self._rank(follows)
            case _:
                assert_never(follows)

    def _formula(self, placed: Placed, follows: ByFormula, carrier: Carrier) -> Live:
        """Return a formula that stays exact while what it reads grows, as far as may be."""
        problem, cells = "", self._cells(follows)
        for slack in SLACKS:
            for columns in self._columns(follows, cells, slack):
                text, problem = print_sheet(
                    follows.formula,
                    columns,
                    partial(self._named, follows, slack),
                    up=1 if placed.is_pair else placed.up(carrier),
                    as_pair=placed.is_pair,
                )
                if text is not None:
                    self._note(follows, slack)
                    return self._guarded(placed, follows, text, slack)
        return Live(why=self.words.say(f"no-formula-{_problem(problem)}"))

    def _cells(self, follows: ByFormula) -> Mapping[str, SheetCell]:
        nodes = references(follows.formula.node)
        return {x.name: self.placed[follows.reads[x.name]].read(x.carrier) for x in nodes}

    def _columns(
        self, follows: ByFormula, cells: Mapping[str, SheetCell], slack: int
    ) -> Iterator[Mapping[str, SqlColumn]]:
        """Yield what a formula reads: as it stands, and with all pairs over one denominator."""
        columns = {name: each.column(slack) for name, each in cells.items()}
        yield columns
        pairs = {name: each for name, each in cells.items() if each.below}
        if len(pairs) > 1 and may_share(follows.formula):
            yield {**columns, **self._shared(follows, pairs).columns(slack)}

    def _shared(self, follows: ByFormula, pairs: Mapping[str, SheetCell]) -> SharedCells:
        ends, most = dict.fromkeys(pairs, (0, 0)), 1
        for row in range(len(self.workings.subjects)):
            found = {name: self.placed[follows.reads[name]].pair_in(row) for name in pairs}
            there = {name: pair for name, pair in found.items() if pair is not None}
            if len(there) < len(pairs):
                continue
            shared = lcm(*(below for _, below in there.values()))
            most = max(most, shared)
            for name, (above, below) in there.items():
                scaled, (low, high) = above * (shared // below), ends[name]
                ends[name] = (min(low, scaled), max(high, scaled))
        return SharedCells(cells=pairs, most=most, ends=ends)

    def _named(self, follows: ByFormula, slack: int, constant: Constant) -> SheetName | None:
        found = self.parameters.get(follows.parameters.get(constant.name, ""))
        return None if found is None else found.named(slack)

    def _note(self, follows: ByFormula, slack: int) -> None:
        """Note how much greater the parameters of a formula may become."""
        for each in follows.parameters.values():
            self.slacks[each] = min(slack, self.slacks.get(each, slack))

    def _guarded(self, placed: Placed, follows: ByFormula, text: SheetText, slack: int) -> Live:
        """Return a formula that is missing where something it reads has grown beyond its room."""
        value = text.value
        if slack < SLACKS[0]:
            tests = [
                each.within(slack)
                for name, each in self._cells(follows).items()
                if self.placed[follows.reads[name]].is_live and each.unit in NUMERIC
            ]
            value = f"IF(AND({','.join(tests)}),{value},NA())" if tests else value
        if not placed.is_pair:
            return Live(value=value)
        beside = (*placed.reduced(), value, text.below)
        return Live(value=placed.shown_pair(), beside=beside)

    def added(self, placed: Placed, rule: int, row: int) -> str:
        """Return the sum of the lines that a row of the workings has."""
        follows, up = placed.column.follows[rule], placed.up(placed.column.carriers[rule])
        names = follows.columns if isinstance(follows, BySum) else ()
        columns = (self.placed[each] for each in names if each in self.placed)
        there = (each.address(0) for each in columns if each.column.rules[row] >= 0)
        added = "+".join(f"ROUND({each}*{up},0)" for each in there)
        return over(f"({added})", up) if added else "0"

    def _table(self, placed: Placed, follows: ByTable, carrier: Carrier) -> Live:
        if placed.is_pair:
            return Live(why=self.words.say("no-formula-table"))
        up = 1 if follows.table.takes_one_row else placed.up(carrier)
        given = [row[follows.output] for row in self._tables[follows.name]]
        codes = [f"ROUND({each}*{up},0)" if up > 1 else each for each in given]
        rows = len(follows.table.rows)
        has_rest = follows.table.otherwise is not None
        last = [f"ISNUMBER({self.placed[each].read(Carrier(1)).code})" for each in follows.last]
        place = self.placed[follows.place].address(0) if follows.place else ""
        tests = [f"{place}=0", f'{place}="{OUTSIDE}"'] if place else []
        tests += [f"NOT({each})" for each in last]
        is_unranked = len(codes) > rows + has_rest
        table = SheetTable(
            table=follows.table,
            inputs=[self._input(follows, number) for number in range(len(follows.reads))],
            outputs=codes[:rows],
            otherwise=codes[rows] if has_rest else "",
            unranked_test=f"OR({','.join(tests)})" if is_unranked and tests else "",
            unranked=codes[-1] if is_unranked else "",
            named={
                name: self.parameters[each].named(SLACKS[0])
                for name, each in follows.parameters.items()
                if each in self.parameters
            },
        )
        try:
            return Live(value=over(table.formula(), up))
        except NoSheetError:
            return Live(why=self.words.say("no-formula-table"))

    def _input(self, follows: ByTable, number: int) -> SheetInput:
        placed = self.placed[follows.reads[number]]
        size = follows.sizes[number]
        if size:
            return SheetInput(above=placed.address(0), size=self.placed[size].address(0))
        carrier = placed.carrier
        cell = placed.read(carrier)
        below = f"({cell.below}+0)" if cell.below else str(carrier.scale or 1)
        return SheetInput(above=cell.code, below=below if placed.unit in NUMERIC else "1")

    def _rank(self, follows: ByRank) -> Live:
        base = self.placed[follows.rank]
        if not all(within_reach(self.placed[each].greatest_key) for each in follows.keys):
            return Live(why=self.words.say("no-formula-large"))
        helpers = [base.at + 1 + number for number in range(len(follows.keys))]
        last = len(self.workings.subjects) + FIRST
        ranges = [f"${letters(x)}${FIRST + 1}:${letters(x)}${last}" for x in helpers]
        if follows.counts:
            return Live(value=f"COUNT({ranges[0]})")
        own = [f"${letters(each)}{ROW}" for each in helpers]
        behind = "0" if follows.spec.unknown is Unknown.OUTSIDE else "NA()"
        place = _place_formula(follows, ranges, own)
        return Live(
            value=f"IF(ISNUMBER({own[0]}),{place},{behind})", beside=tuple(self._keys(follows))
        )

    def _keys(self, follows: ByRank) -> Iterator[str]:
        """Yield what each key of a rank is as a whole number; nothing where one is missing."""
        codes = [self.placed[each].key_code() for each in follows.keys]
        for code in codes:
            others = "".join(f"+0*{each}" for each in codes if each != code)
            yield f'IFERROR({code}{others},"")'


def _place_formula(follows: ByRank, ranges: list[str], own: list[str]) -> str:
    """Return one more than how many are ahead, or how many are not behind."""
    is_best = follows.spec.ties is Ties.SHARE_BEST
    terms, level = [], ""
    for number, order in enumerate(follows.spec.order):
        is_last = number == len(ranges) - 1
        sign = ">" if order is Order.DESC else "<"
        sign += "=" if is_last and not is_best else ""
        terms.append(f'COUNTIFS({level}{ranges[number]},"{sign}"&{own[number]})')
        level += f"{ranges[number]},{own[number]},"
    return "+".join((["1"] if is_best else []) + terms)


def _read(follows: Follows) -> Iterator[str]:
    """Yield the columns something follows from."""
    match follows:
        case ByFormula():
            yield from follows.reads.values()
        case BySum():
            return
        case ByTable():
            yield from (*follows.reads, *(each for each in follows.sizes if each))
            yield from ((follows.place,) if follows.place else ())
        case ByRank():
            yield from (follows.rank, *follows.keys)
        case Given():
            return
        case _:
            assert_never(follows)


def _problem(code: str) -> str:
    known = {"sql-too-large": "large", "sql-too-long": "long", "sql-no-function": "function"}
    return known.get(code, "other")
