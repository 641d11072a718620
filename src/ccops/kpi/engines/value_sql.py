"""Values as SQL: what indicators come to by group, made where the rows lie.

A value is a column of the indicator's name, one without an end in decimals two, ``_numerator``
and ``_denominator``; where it is missing it is NULL, and ``__why`` says the reason unless that
is ``not_measured``. So the result is a table as records are.

A percentile is the least value up to which enough rows lie: rows are counted by value, and one
cumulative window adds them up. DuckDB has the same as an aggregate of its own, exact for a part
that is written as a decimal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING, Final

from ccops.errors import DataError
from ccops.frozen import frozen
from ccops.kpi.definitions import Aggregate, Indicator
from ccops.kpi.engines.sessions import WHY, quoted
from ccops.kpi.engines.state_sql import LayoutSql
from ccops.kpi.group_checks import check_groups
from ccops.kpi.tallies import counted, lacking
from ccops.messages import Diagnostic
from ccops.values import Missing, decimal_digits, decimal_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccops.kpi.engines.state_sql import Rows
    from ccops.kpi.tallies import Tally
    from ccops.rules.sql_integers import Whole

_QUOTIENTS: Final = frozenset({Aggregate.RATIO, Aggregate.MEAN})
_OF_STATES: Final = frozenset({Aggregate.SHARE_TOTAL, Aggregate.LIMITED_RATIO})
_EXTREMES: Final = frozenset({Aggregate.MAXIMUM, Aggregate.MINIMUM})
#: Parts with a larger denominator are not asked in SQL: rows times it must stay within 64 bits.
_FINEST: Final = 1_000_000
#: So many decimals an exact decimal of DuckDB has at any number of rows.
_DIGITS: Final = 12
_MOST_32: Final = (1 << 31) - 1
_NULL: Final = "CAST(NULL AS BIGINT)"


def has_sql(indicator: Indicator) -> bool:
    """Say whether an indicator's value is made in SQL; some are made of states alone."""
    if indicator.aggregate in _OF_STATES:
        return False
    return indicator.aggregate is not Aggregate.PERCENTILE or indicator.at.denominator <= _FINEST


@frozen(kw_only=True)
class ValueSql:
    """One indicator as columns of the result, in SQL over what its tallies are called."""

    indicator: Indicator
    value: str
    denominator: str = ""
    why: str = ""
    is_reduced: bool = False

    @property
    def selected(self) -> tuple[str, ...]:
        """The columns as they are selected."""
        name = self.indicator.name
        tail = "_numerator" if self.denominator else ""
        parts = [(self.value, tail), (self.denominator, "_denominator"), (self.why, WHY)]
        return tuple(f"{code} AS {quoted(name + end)}" for code, end in parts if code)


@frozen(kw_only=True)
class ValuesSql:
    """The values of some indicators of a layout as SQL."""

    sql: LayoutSql
    indicators: Sequence[Indicator]
    marks: Mapping[tuple[str, Fraction], str]

    @classmethod
    def of(cls, indicators: Sequence[Indicator], sql: LayoutSql) -> ValuesSql:
        """Return the values of indicators that have SQL."""
        asked = dict.fromkeys(
            (each.top.key, each.at)
            for each in indicators
            if each.aggregate is Aggregate.PERCENTILE
        )
        marks = {each: f"p_{number}" for number, each in enumerate(asked)}
        return cls(sql=sql, indicators=tuple(indicators), marks=marks)

    @property
    def columns(self) -> tuple[ValueSql, ...]:
        """The indicators as columns of the result."""
        return tuple(self._column(each) for each in self.indicators)

    def query(self, rows: Rows, names: Sequence[str], inner: str) -> str:
        """Return the query for values by group, over that for their tallies.

        ``names`` are what the columns of the groups are called in the result.
        """
        keys = [
            f"{alias} AS {quoted(name)}" for alias, name in zip(rows.aliases, names, strict=True)
        ]
        values = [each for column in self.columns for each in column.selected]
        order = f" ORDER BY {', '.join(rows.aliases)}" if rows.aliases else ""
        return f"SELECT {', '.join([*keys, *values])} FROM ({inner}) AS tallies{order}"  # noqa: S608

    # -- tallies ----------------------------------------------------------------------------

    @property
    def _numbers(self) -> dict[str, str]:
        """The numbers that are asked for, by what they are called."""
        layout = self.sql.layout
        numbers = (*layout.sums, *layout.maxima)
        found = {self._alias(each): self.sql.cell(each) for each in numbers}
        return {alias: code for alias, code in found.items() if alias != "0"}

    def _alias(self, tally: Tally) -> str:
        """Return what a number is called; 0 where no row can lack anything."""
        if tally.key in self.sql.lacked and self.sql.lacked[tally.key].lacking == "0":
            return "0"
        return f"t_{self.sql.layout.slots[tally.key]}"

    def tallies(self, rows: Rows) -> str:
        """Return the query for numbers and percentiles by group, in the common dialect."""
        numbers = [f"{code} AS {alias}" for alias, code in self._numbers.items()]
        unmarked = [f"{_NULL} AS {alias}" for alias in self.marks.values()]
        by = rows.group_columns
        selected = [*rows.keyed, *numbers, *unmarked] or ["COUNT(*) AS t_0"]
        query = rows.grouped(selected, by=by, tail=rows.chosen())
        if not self.marks:
            return query
        parts = [query, *(self._ranked(each, rows) for each in self._spreads)]
        named = [*self._numbers, *self.marks.values()]
        joined = [*rows.aliases, *(f"MAX({each}) AS {each}" for each in named)]
        tail = f"FROM ({' UNION ALL '.join(parts)}) AS parts"
        return rows.grouped(joined, by=rows.aliases, tail=tail)

    @property
    def _spreads(self) -> Iterable[Tally]:
        wanted = {key for key, _ in self.marks}
        return [each for each in self.sql.layout.spreads if each.key in wanted]

    def _ranked(self, tally: Tally, rows: Rows) -> str:
        """Return the query for the percentiles of one spread: numbers are NULL in it."""
        within = f"PARTITION BY {', '.join(rows.aliases)} " if rows.aliases else ""
        upto = f"SUM(n) OVER ({within}ORDER BY y ROWS UNBOUNDED PRECEDING) AS upto"
        every = f"SUM(n) OVER ({within.rstrip()}) AS every_row"
        spread = self.sql.spread_query(tally, rows)
        selected = ", ".join([*rows.aliases, "y", upto, every])
        tail = f"FROM (SELECT {selected} FROM ({spread}) AS spread) AS ranked"  # noqa: S608
        marks = [
            f"{self._least(tally, at) if key == tally.key else _NULL} AS {alias}"
            for (key, at), alias in self.marks.items()
        ]
        blank = [f"{_NULL} AS {alias}" for alias in self._numbers]
        return rows.grouped([*rows.aliases, *blank, *marks], by=rows.aliases, tail=tail)

    def _least(self, tally: Tally, at: Fraction) -> str:
        """Return the least value up to which a part of the rows lies."""
        enough = f"upto * {at.denominator} >= every_row * {at.numerator}"
        mark = f"MIN(CASE WHEN {enough} THEN y END)"
        found = self.sql.printed[tally.key].mark
        assert found is not None  # noqa: S101 - a histogram has one
        if tally.step is None:
            return mark
        return f"{self.sql.printer.floored(mark, 2, found, tally)} * {tally.step}"

    def tallies_by_quantile(self, rows: Rows) -> str:
        """Return the same in one reading, as DuckDB can: its quantile of rank is exact."""
        numbers = [f"{code} AS {alias}" for alias, code in self._numbers.items()]
        marks = [
            f"{self._quantile(each, at)} AS {self.marks[each.key, at]}"
            for each in self._spreads
            for at in self._parts(each)
        ]
        selected = [*rows.keyed, *numbers, *marks] or ["COUNT(*) AS t_0"]
        return rows.grouped(selected, by=rows.group_columns, tail=rows.chosen())

    def _parts(self, tally: Tally) -> list[Fraction]:
        return [at for key, at in self.marks if key == tally.key]

    def _quantile(self, tally: Tally, at: Fraction) -> str:
        sql, parts = self.sql.printed[tally.key], self._parts(tally)
        value = sql.value
        assert value is not None  # noqa: S101 - a histogram has one
        code, times = self._small(tally, value)
        chosen = sql.chosen(code)
        if len(parts) == 1:
            return f"CAST(quantile_disc({chosen}, {decimal(at)}) AS BIGINT){times}"
        listed = ", ".join(map(decimal, parts))
        return f"CAST(quantile_disc({chosen}, [{listed}])[{parts.index(at) + 1}] AS BIGINT){times}"

    def _small(self, tally: Tally, value: Whole) -> tuple[str, str]:
        """Return what is ranked, in 32 bits where they hold it, and by what the found is taken.

        Whole steps rank as the values do.
        """
        code, times, most = self.sql.printer.alone(value), "", max(abs(value.low), abs(value.high))
        if tally.step is not None:
            code = self.sql.printer.floored(code, tally.step, value, tally)
            times, most = f" * {tally.step}", most // tally.step + 1
        return (f"CAST({code} AS INTEGER)" if most <= _MOST_32 else code), times

    # -- values -----------------------------------------------------------------------------

    def _column(self, indicator: Indicator) -> ValueSql:
        value, below, nothing = self._made(indicator)
        lack = [self._alias(lacking(each)) for each in indicator.tallies if each.may_lack]
        asked = [each for each in lack if each != "0"]
        reasons: list[tuple[str, Missing]] = []
        if asked:
            reasons.append((f"{' + '.join(asked)} > 0", Missing.NOT_MEASURED))
        if nothing is not None:
            empty = f"{below} = 0" if below else f"{value} IS NULL"
            reasons.append((empty, nothing))
        if indicator.samples is not None:
            few = f"{self._alias(indicator.samples)} < {indicator.at_least}"
            reasons.append((few, Missing.TOO_FEW_SAMPLES))
        tests = " OR ".join(test for test, _ in reasons)
        is_reduced = self.sql.natively and bool(below) and not self._may_be_negative(indicator)
        if is_reduced:
            shared = f"gcd({value}, {below})"
            value, below = f"({value}) // {shared}", f"({below}) // {shared}"
        return ValueSql(
            indicator=indicator,
            value=_unless(tests, value),
            denominator=_unless(tests, below) if below else "",
            why=_reason(reasons),
            is_reduced=is_reduced,
        )

    def _may_be_negative(self, indicator: Indicator) -> bool:
        """Say whether what is below the line may be less than nothing."""
        base = self.sql.printed[(indicator.base or counted(())).key].value
        return base is not None and base.low < 0

    def _made(self, indicator: Indicator) -> tuple[str, str, Missing | None]:
        """Return a value, what is below the line, and why it is missing where nothing is."""
        if indicator.aggregate is Aggregate.PERCENTILE:
            return self.marks[indicator.top.key, indicator.at], "", Missing.NO_RECORDS
        top = self._alias(indicator.top)
        if indicator.aggregate in _EXTREMES:
            is_least = indicator.aggregate is Aggregate.MINIMUM
            return f"-{top}" if is_least else top, "", Missing.NO_RECORDS
        if indicator.aggregate not in _QUOTIENTS:
            return top, "", None
        base = indicator.base or counted(())
        up, down = base.scale, indicator.top.scale
        shared = gcd(up, down)
        is_mean = indicator.aggregate is Aggregate.MEAN
        return (
            _times(top, up // shared),
            _times(self._alias(base), down // shared),
            Missing.NO_RECORDS if is_mean else Missing.ZERO_BASE,
        )


def group_columns(indicators: Sequence[Indicator], by: Sequence[str]) -> tuple[str, ...]:
    """Return the columns in which the groups of indicators lie, one and the same for all.

    Raises ``DataError`` for a group an indicator is not asked by, ``ValueError`` where the groups
    of one lie elsewhere than those of another.
    """
    problems = check_groups(indicators, by)
    if problems:
        raise DataError(problems)
    found = {tuple(each.columns[group] for group in by) for each in indicators}
    if len(found) != 1:
        raise ValueError(f"groups that lie in different columns are no one query: {sorted(found)}")
    return found.pop()


def refuse_shares(indicators: Iterable[Indicator]) -> None:
    """Raise ``DataError`` for what is no value of SQL, and is made of states."""
    problems = tuple(
        Diagnostic(code="sql-of-states", span=each.origin.span, args={"name": each.name})
        for each in indicators
        if not has_sql(each)
    )
    if problems:
        raise DataError(problems)


def decimal(at: Fraction) -> str:
    """Return a part of the rows as a literal that DuckDB takes for an exact decimal."""
    digits = decimal_digits(at)
    assert digits is not None  # noqa: S101 - as ``is_decimal`` said
    return str(decimal_of(at, max(digits, 1)))


def is_decimal(at: Fraction) -> bool:
    """Say whether a part of the rows is written with few decimals."""
    digits = decimal_digits(at)
    return digits is not None and digits <= _DIGITS


def _times(code: str, factor: int) -> str:
    return code if factor == 1 else f"{code} * {factor}"


def _unless(tests: str, code: str) -> str:
    return f"CASE WHEN {tests} THEN NULL ELSE {code} END" if tests else code


def _reason(reasons: Sequence[tuple[str, Missing]]) -> str:
    """Return why a value is missing; empty where there is no reason but ``not_measured``."""
    if all(reason is Missing.NOT_MEASURED for _, reason in reasons):
        return ""
    told = " ".join(f"WHEN {test} THEN '{reason.value}'" for test, reason in reasons)
    return f"CASE {told} END"
