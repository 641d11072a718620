"""What a month costs under each reading of a question: totals by pay code, and who moves."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ccops.frozen import frozen
from ccops.messages import Label
from ccops.settlement.revised.changed_cells import employees_with_other
from ccops.settlement.words.reading_costs_text import write_costs
from ccops.values import Money

if TYPE_CHECKING:
    from ccops.settlement.settled.settlement import Settlement

SCHEMA: Final = "ccops.reading-costs/1"


@frozen(kw_only=True)
class ReadingCost:
    """What the pay lines of a month come to under one reading, ``called`` so by people.

    ``difference`` and ``moved`` (who gets another amount of anything) are against the reading
    taken; ``None`` and nobody where none is. ``unknown`` counts the lines whose amount is not
    known, which no total holds.
    """

    reading: str
    called: Label
    total: Money
    by_code: Mapping[str, Money]
    difference: Money | None
    moved: tuple[str, ...]
    unknown: int
    is_final: bool

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        return {
            "reading": self.reading,
            "called": self.called.to_dict(),
            "total": str(self.total.amount),
            "by_code": {code: str(each.amount) for code, each in self.by_code.items()},
            "difference": None if self.difference is None else str(self.difference.amount),
            "moved": list(self.moved),
            "unknown": self.unknown,
            "final": self.is_final,
        }


@frozen(kw_only=True, repr=False)
class ReadingCosts:
    """One month under each reading of a question; ``print`` it, or read its data.

    ``taken`` is the reading in force, empty where the question is open. ``codes`` are the pay
    codes in the order of the statement, with what people call the first line of each.
    """

    choice: str
    asks: Label
    period: str
    employees: int
    taken: str
    codes: Mapping[str, Label]
    readings: tuple[ReadingCost, ...]

    def __repr__(self) -> str:
        return f"ReadingCosts({self.choice!r}, {self.period!r}, {len(self.readings)} readings)"

    def __str__(self) -> str:
        return self.text()

    def of(self, reading: str) -> ReadingCost:
        """Return one reading. Raises ``KeyError`` for one there is not."""
        return {each.reading: each for each in self.readings}[reading]

    def text(self, locale: str = "en") -> str:
        """Return it in words. Raises ``UnknownNameError`` for a locale without words."""
        return "\n".join(write_costs(self, locale))

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        return {
            "schema": SCHEMA,
            "choice": self.choice,
            "period": self.period,
            "employees": self.employees,
            "taken": self.taken,
            "codes": list(self.codes),
            "readings": [each.to_dict() for each in self.readings],
        }


def costs_of(
    choice: str, asks: Label, settled: Mapping[str, Settlement], *, taken: str
) -> ReadingCosts:
    """Return what one month costs, settled under each reading of a question.

    ``settled`` has at least one reading, in the order to show them in.
    """
    first = next(iter(settled.values()))
    codes: dict[str, Label] = {}
    for settlement in settled.values():
        for line in settlement.results.plan.lines:
            codes.setdefault(line.code, line.label)
    base = settled.get(taken)
    return ReadingCosts(
        choice=choice,
        asks=asks,
        period=first.period,
        employees=len(first.employees),
        taken=taken if base is not None else "",
        codes=codes,
        readings=tuple(
            _cost(reading, each.rules.readings.get(choice, Label()), each, base)
            for reading, each in settled.items()
        ),
    )


def _cost(
    reading: str, called: Label, settlement: Settlement, base: Settlement | None
) -> ReadingCost:
    by_code: dict[str, Decimal] = {}
    unknown = 0
    for line in settlement.results.plan.lines:
        total, missing = _sum(settlement, line.figure)
        by_code[line.code] = by_code.get(line.code, Decimal(0)) + total
        unknown += missing
    currency = settlement.rules.currency
    total = sum(by_code.values(), start=Decimal(0))
    difference, moved = None, frozenset[str]()
    if base is not None:
        names = {each.figure for side in (base, settlement) for each in side.results.plan.lines}
        moved = frozenset(
            who for name in names for who in employees_with_other(base, settlement, name)
        )
        before = (_sum(base, each.figure)[0] for each in base.results.plan.lines)
        difference = Money(currency, total - sum(before, start=Decimal(0)))
    return ReadingCost(
        reading=reading,
        called=called,
        total=Money(currency, total),
        by_code={code: Money(currency, each) for code, each in by_code.items()},
        difference=difference,
        moved=tuple(sorted(moved)),
        unknown=unknown,
        is_final=settlement.is_final,
    )


def _sum(settlement: Settlement, figure: str) -> tuple[Decimal, int]:
    """Return what a pay line comes to for everybody who has it, and how many are not known."""
    total, missing = Decimal(0), 0
    for each in settlement.results.columns_of(figure):
        known = [cell for cell in each.column.sequence() if isinstance(cell, int)]
        missing += len(each.members.rows) - len(known)
        total += Decimal(sum(known)) / (each.step.carrier.scale or 1)
    return total, missing
