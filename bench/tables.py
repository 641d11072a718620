"""Tables for the benchmarks: bands of numbers crossed with each other, as large as tables get."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from ccops.messages import Text
from ccops.rules.columns import OutputColumn, TableColumn
from ccops.rules.table_reading import read_table
from ccops.rules.tables import HitPolicy, Table, TableText
from ccops.values import Bounds, Type, Unit, decimal_digits, decimal_of

_PAYS = OutputColumn(name="pays", type=Type(Unit.MONEY), currency="CNY")


def crossed_bands(*, columns: int, bands: int, rows: int, hit: HitPolicy) -> Table:
    """Return a table of the first rows of so many bands in each of so many columns.

    Under ``unique`` bands have both ends; otherwise lower bounds only, best first.
    """
    names = [f"c{at}" for at in range(columns)]
    size = Fraction(100, bands)
    written: list[tuple[str, ...]] = []
    for number, cell in enumerate(product(range(bands), repeat=columns)):
        if number == rows:
            break
        steps = (bands - 1 - at for at in cell)
        if hit is HitPolicy.UNIQUE:
            tests = [_band(at, bands, size) for at in steps]
        else:
            tests = [f">= {_plain(at * size)}" for at in steps]
        written.append((*tests, f"CNY {rows - number}"))
    return _table(written, names, hit)


def scattered_bands(*, columns: int, rows: int, hit: HitPolicy) -> Table:
    """Return a table of bands that lie anywhere and overlap, the same ones each time."""
    names = [f"c{at}" for at in range(columns)]
    written: list[tuple[str, ...]] = []
    state = 1
    for number in range(rows):
        cells = []
        for _ in names:
            state = (state * 48_271) % 2_147_483_647
            low, width = state % 95, state // 95 % 11 + 1
            cells.append(f"[{low}..{min(100, low + width)})")
        written.append((*cells, f"CNY {number}"))
    return _table(written, names, hit)


def _table(written: list[tuple[str, ...]], names: list[str], hit: HitPolicy) -> Table:
    text = TableText(
        rows=tuple(tuple(map(Text, row)) for row in written), hit=hit, otherwise=(Text("CNY 0"),)
    )
    read = [
        TableColumn(
            name=name,
            type=Type(Unit.POINTS),
            bounds=Bounds(Fraction(0), Fraction(100)),
            step=Fraction(1, 100),
        )
        for name in names
    ]
    table, problems = read_table(text, columns=read, outputs=(_PAYS,))
    if table is None:
        raise ValueError(str(problems[0]))
    return table


def _band(at: int, bands: int, size: Fraction) -> str:
    last = at == bands - 1
    return f"[{_plain(at * size)}..{_plain((at + 1) * size)}{']' if last else ')'}"


def _plain(number: Fraction) -> str:
    return f"{decimal_of(number, decimal_digits(number) or 0):f}"
