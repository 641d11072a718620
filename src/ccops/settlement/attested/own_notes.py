"""What is attested of one employee beside single values, as plain JSON data, and back.

These are the lots his accounts held, what became of those of accounts fed by records, what
corrected periods gave him with the lines they changed, and what he was paid early.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from ccops.facts import AccountKind, AccountRun, CorrectedLine, Correction, Lot
from ccops.frozen import frozen
from ccops.settlement.measured.leavers import early_data, early_from_data
from ccops.settlement.plain_data.runs_text import move_data, move_from_data
from ccops.values import Missing
from ccops.values.periods import period_label, period_number

if TYPE_CHECKING:
    from ccops.settlement.measured.leavers import EarlyLine
    from ccops.settlement.settled.settlement import Settlement

#: What stands for the row of the one employee whose notes are read.
_ALONE: Final = 0


def rows_noted(settlement: Settlement) -> set[int]:
    """Return the rows of those of whom there may be any notes."""
    results = settlement.results
    history, rows = results.history, results.facts.employees.rows
    runs = results.facts.accounts.values()
    held = (*history.lots.values(), *history.unknown_lots.values())
    became = (rows_ for each in runs for rows_ in (each.moves, each.unknown))
    corrections = results.facts.corrections
    posted = (whose for each in corrections for whose in (*each.amounts.values(), each.lines))
    people = {*chain.from_iterable(posted), *(each.employee_id for each in settlement.early)}
    return {
        *chain.from_iterable(held),
        *chain.from_iterable(became),
        *(rows[who] for who in people if who in rows),
    }


def own_notes(settlement: Settlement, row: int) -> dict[str, Any]:
    """Return the notes of an employee; empty where there are none."""
    employee, results = settlement.employees[row], settlement.results
    corrections = (_correction(each, employee) for each in results.facts.corrections)
    runs = results.facts.accounts.values()
    found = {
        "accounts": _held(settlement, row),
        "became": {run.kind.name: each for run in runs if (each := _became(run, row))},
        "early": early_data([x for x in settlement.early if x.employee_id == employee]),
        "corrections": [each for each in corrections if each["amounts"] or each["lines"]],
    }
    return {name: each for name, each in found.items() if each}


def _held(settlement: Settlement, row: int) -> dict[str, Any]:
    """Return the lots that accounts held as the period began, or why nobody knows them."""
    history = settlement.results.history
    lots: dict[str, Any] = {
        name: [_lot_data(each) for each in held[row]]
        for name, held in history.lots.items()
        if held.get(row)
    }
    unknown = ((name, why[row]) for name, why in history.unknown_lots.items() if row in why)
    return lots | {name: {"missing": why.value} for name, why in unknown}


def _lot_data(lot: Lot) -> list[Any]:
    return [period_label(lot.posted), lot.amount, lot.left, lot.origin, lot.dated, lot.until]


def _became(run: AccountRun, row: int) -> dict[str, Any]:
    """Return what became of the lots of an account fed by records, which no inputs tell."""
    found: dict[str, Any] = {}
    if moves := run.moves.get(row):
        found["lots"] = [move_data(each) for each in moves]
    if row in run.unknown:
        found["missing"] = run.unknown[row].value
    return found


def _correction(correction: Correction, employee: str) -> dict[str, Any]:
    amounts = correction.amounts.items()
    return {
        "period": correction.period,
        "before": correction.before,
        "after": correction.after,
        "amounts": {fact: whose[employee] for fact, whose in amounts if employee in whose},
        "lines": [
            [each.figure, each.amount, list(each.because)]
            for each in correction.lines.get(employee, ())
        ],
    }


# -- read again -----------------------------------------------------------------------------------


@frozen(kw_only=True, eq=False)
class NotesRead:
    """The notes of one employee, read again: he is the only row.

    Raises ``AttributeError``, ``KeyError``, ``TypeError`` or ``ValueError`` for what is none.
    """

    employee: str
    notes: Mapping[str, Any]
    kinds: Mapping[str, AccountKind]

    def lots(self) -> tuple[dict[str, Sequence[Lot]], dict[str, Missing]]:
        """Return the lots of each account as the period began, or why nobody knows them."""
        lots: dict[str, Sequence[Lot]] = {}
        unknown: dict[str, Missing] = {}
        for name, held in self.notes.get("accounts", {}).items():
            if isinstance(held, dict):
                unknown[name] = Missing(held["missing"])
            else:
                lots[name] = tuple(_lot(*each) for each in held)
        return lots, unknown

    def runs(self) -> dict[str, AccountRun]:
        """Return what became of the lots of accounts fed by records, by account."""
        return {
            name: AccountRun(
                kind=self.kinds[name],
                moves={_ALONE: tuple(map(move_from_data, each.get("lots", ())))},
                unknown={_ALONE: Missing(each["missing"])} if "missing" in each else {},
            )
            for name, each in self.notes.get("became", {}).items()
        }

    def corrections(self) -> tuple[Correction, ...]:
        """Return what corrected periods gave him, and which of his lines they changed."""
        return tuple(
            Correction(
                period=each["period"],
                before=each["before"],
                after=each["after"],
                amounts={
                    str(fact): {self.employee: whole(x)} for fact, x in each["amounts"].items()
                },
                lines={self.employee: tuple(_line(*x) for x in each["lines"])},
            )
            for each in self.notes.get("corrections", ())
        )

    def early(self) -> tuple[EarlyLine, ...]:
        """Return what he was paid early."""
        return early_from_data(self.notes.get("early", ()))


def _line(figure: str, amount: int, because: Sequence[str]) -> CorrectedLine:
    return CorrectedLine(figure=figure, amount=whole(amount), because=tuple(map(str, because)))


def _lot(
    posted: str, amount: int, left: int, origin: str, dated: int | None, until: int | None
) -> Lot:
    if not 0 < whole(left) <= whole(amount):
        raise ValueError(f"{left} of {amount}")
    return Lot(period_number(posted), amount, left, origin, dated, until)


def whole(number: object) -> int:
    """Return a whole number of JSON. Raises ``TypeError`` for anything else."""
    if not isinstance(number, int) or isinstance(number, bool):
        raise TypeError(f"{number!r} is no whole number")
    return number
