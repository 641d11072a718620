"""Openings: what a center knows of earlier periods when it starts, a value at a time."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

import attrs

from ccops.errors import DataError
from ccops.facts import (
    CENTER,
    SOURCE_REF,
    GroupKind,
    HistoryNeed,
    Lot,
    PastLots,
    PastValues,
    packed,
    reference_span,
    widest,
)
from ccops.frozen import frozen
from ccops.messages import Diagnostic, nearest
from ccops.plan import WindowStep
from ccops.rules.windows import WindowKind
from ccops.settlement.carried.closing import Closing, GroupPast
from ccops.values import CURRENCIES, WHOLE, Carrier, Cell, Type, Unit, encode
from ccops.values.periods import period_number, shifted_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ccops.settlement.measured.rules import MonthRules

_PERIOD: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
#: So far back a lot may have been posted, or the condition of a streak have held.
_ANY: Final = 12 * 9999
#: Where a lot comes from that an opening names and gives no note.
OPENING: Final = "opening"
#: What a row is about that names no kind of subject.
EMPLOYEE: Final = "employee"
_UNITS: Final = frozenset(each.value for each in Unit)


@frozen(kw_only=True)
class OpeningRow:
    """One value of an earlier period: of whom, under which name, of which period.

    ``kind`` is that of the subject: ``employee``, ``team`` or ``center``; the center needs no id.
    ``unit`` is a word such as ``points``, a currency, or what is written behind a number (``h``,
    ``d``, ``%``); empty where the amount says it. Without a period it is the one before.
    ``source_ref`` is where the row was read (``opening.csv:12``), if anywhere.
    """

    subject: str
    name: str
    amount: object
    unit: str = ""
    period: str = ""
    note: str = ""
    dated_on: object = None
    valid_until: object = None
    kind: str = EMPLOYEE
    source_ref: str = ""


def opening_from_rows(rows: Iterable[Mapping[str, object]], rules: MonthRules) -> Closing:
    """Return the opening of the file ``opening`` for the period that starts with it.

    Raises ``DataError`` with every wrong row: a kind of subject there is not, a name the pack
    asks nothing of, a period that is not before, a value of another unit.
    """
    return opening_of(map(_row, rows), rules)


def _row(row: Mapping[str, object]) -> OpeningRow:
    return OpeningRow(
        subject=str(row.get("subject_id") or ""),
        name=str(row.get("name") or ""),
        amount=row.get("amount"),
        unit=str(row.get("unit") or ""),
        period=str(row.get("period") or ""),
        note=str(row.get("note") or ""),
        dated_on=row.get("dated_on") or None,
        valid_until=row.get("valid_until") or None,
        kind=str(row.get("subject_kind") or EMPLOYEE),
        source_ref=str(row.get(SOURCE_REF) or ""),
    )


def opening_of(rows: Iterable[OpeningRow], rules: MonthRules) -> Closing:
    """Return the opening of some values. Raises ``DataError`` with every wrong one."""
    listed: dict[str, list[OpeningRow]] = {}
    for row in rows:
        listed.setdefault(row.kind, []).append(row)
    own, problems = _said(listed.pop(EMPLOYEE, ()), rules)
    groups, more = _of_groups(listed, rules)
    if problems or more:
        raise DataError((*problems, *more))
    return Closing(
        period=rules.period.previous,
        pack_id=rules.identity.id,
        currency=rules.currency,
        employees=own.ids,
        values=own.values,
        accounts=own.accounts,
        groups=groups,
    )


def _of_groups(
    listed: Mapping[str, Iterable[OpeningRow]], rules: MonthRules
) -> tuple[Mapping[GroupKind, GroupPast], tuple[Diagnostic, ...]]:
    known = {each.kind.value: each.kind for each in rules.groups}
    found: dict[GroupKind, GroupPast] = {}
    problems: list[Diagnostic] = []
    for kind, rows in listed.items():
        right, wrong = _of_kind(known.get(kind), rows)
        problems.extend(_row_finding("opening-subject", each, kind=each.kind) for each in wrong)
        if right:
            found[known[kind]], more = _said(right, rules.of(known[kind]))
            problems.extend(more)
    return found, tuple(problems)


def _of_kind(
    kind: GroupKind | None, rows: Iterable[OpeningRow]
) -> tuple[list[OpeningRow], list[OpeningRow]]:
    """Return the rows about groups of a kind there is, and those about anything else."""
    if kind is None:
        return [], list(rows)
    if kind is not GroupKind.CENTER:
        return list(rows), []
    named = [attrs.evolve(each, subject=each.subject or CENTER) for each in rows]
    right = [each for each in named if each.subject == CENTER]
    return right, [each for each in named if each.subject != CENTER]


def _said(
    rows: Iterable[OpeningRow], rules: MonthRules
) -> tuple[GroupPast, tuple[Diagnostic, ...]]:
    """Return what rows say of the subjects of one sheet, and every wrong row."""
    before = rules.period.previous
    asked, accounts = _asked(rules), _accounts(rules)
    lots: dict[str, dict[str, list[Lot]]] = {}
    cells: dict[tuple[str, str], dict[str, Cell]] = {}
    problems: list[Diagnostic] = []
    for each in rows:
        row = attrs.evolve(each, period=each.period or before)
        cell, problem = _cell(row, {**asked, **accounts}, rules)
        if problem is not None:
            problems.append(problem)
        elif row.name in accounts and isinstance(cell, int):
            lot, wrong = _lot(row, cell)
            if lot is not None and _is_held(lot, lots.get(row.name, {}).get(row.subject, ())):
                problems.append(_row_finding("opening-twice", row))
            elif lot is not None:
                lots.setdefault(row.name, {}).setdefault(row.subject, []).append(lot)
            problems.extend(wrong)
        elif cell is not None:
            own = cells.setdefault((row.name, row.period), {})
            if own.setdefault(row.subject, cell) != cell:
                problems.append(_row_finding("opening-twice", row))
    subjects = {subject for own in cells.values() for subject in own}
    subjects.update(subject for held in lots.values() for subject in held)
    everybody = tuple(sorted(subjects))
    made = GroupPast(
        ids=everybody,
        values=tuple(
            _past(name, period, own, asked[name], everybody)
            for (name, period), own in sorted(cells.items())
        ),
        accounts=tuple(
            _past_lots(accounts[name], own, everybody) for name, own in sorted(lots.items())
        ),
    )
    return made, tuple(problems)


def _lot(row: OpeningRow, cell: int) -> tuple[Lot | None, tuple[Diagnostic, ...]]:
    """Return the lot of a row, with the days it says; nothing where it holds nothing."""
    if cell < 0:
        return None, (_row_finding("opening-negative", row),)
    try:
        dated, until = _ordinal(row.dated_on), _ordinal(row.valid_until)
    except ValueError:
        return None, (_row_finding("opening-value", row, value=_days(row), unit="date"),)
    number = period_number(row.period)
    lot = Lot(number, cell, cell, row.note or OPENING, dated, until)
    return (lot if cell else None), ()


def _is_held(lot: Lot, held: Iterable[Lot]) -> bool:
    """Say whether nothing but the amount tells a lot from one there is: a row written twice."""
    return any(each.age[:4] == lot.age[:4] for each in held)


def _ordinal(day: object) -> int | None:
    """Return a day as an ordinal. Raises ``ValueError`` for a text that is none."""
    if day is None:
        return None
    found = day if isinstance(day, dt.date) else dt.date.fromisoformat(str(day))
    return found.toordinal()


def _days(row: OpeningRow) -> str:
    """Return the days a row says, as it says them."""
    return ", ".join(str(day) for day in (row.dated_on, row.valid_until) if day is not None)


def _asked(rules: MonthRules) -> dict[str, HistoryNeed]:
    """Return what may be said of earlier periods; of a streak also its condition."""
    found = list(rules.closing_needs)
    for step in rules.plan.steps:
        if isinstance(step, WindowStep) and step.kind is WindowKind.STREAK:
            names = [step.source.name, *([step.skip.name] if step.skip else [])]
            found += [_back_to_any(name, Type(Unit.FLAG), WHOLE) for name in names]
    return {need.name: need for need in widest(found)}


def _back_to_any(name: str, type_: Type, carrier: Carrier) -> HistoryNeed:
    return HistoryNeed(name=name, periods=_ANY, type=type_, carrier=carrier)


def _accounts(rules: MonthRules) -> dict[str, HistoryNeed]:
    return {each.name: _back_to_any(each.name, each.type, each.carrier) for each in rules.accounts}


def _past_lots(
    need: HistoryNeed, own: Mapping[str, list[Lot]], everybody: tuple[str, ...]
) -> PastLots:
    lots = {
        at: tuple(sorted(own[each], key=lambda lot: lot.age))
        for at, each in enumerate(everybody)
        if each in own
    }
    return PastLots(name=need.name, type=need.type, carrier=need.carrier, lots=lots)


def _cell(
    row: OpeningRow, asked: Mapping[str, HistoryNeed], rules: MonthRules
) -> tuple[Cell | None, Diagnostic | None]:
    need = asked.get(row.name)
    if not row.subject:
        return None, _row_finding("opening-nobody", row)
    if need is None:
        return None, _row_finding("opening-unknown", row, near=nearest(row.name, asked) or "-")
    label = rules.period.label
    if not _PERIOD.fullmatch(row.period) or period_number(row.period) >= period_number(label):
        return None, _row_finding("opening-period", row, period=row.period or "-", wanted=label)
    if period_number(row.period) < period_number(label) - need.periods:
        first = shifted_label(label, -need.periods)
        return None, _row_finding("opening-too-early", row, period=row.period, first=first)
    written = _written(row)
    try:
        return encode(written, need.type, need.carrier, currency=rules.currency), None
    except (TypeError, ValueError):
        return None, _row_finding("opening-value", row, value=written, unit=str(need.type))


def _written(row: OpeningRow) -> object:
    """Return an amount with its unit, as values are written."""
    if not isinstance(row.amount, str) or not row.unit or row.unit in _UNITS:
        return row.amount
    if row.unit in CURRENCIES:
        return f"{row.unit} {row.amount}"
    return f"{row.amount}%" if row.unit == "%" else f"{row.amount} {row.unit}"


def _row_finding(code: str, row: OpeningRow, **more: object) -> Diagnostic:
    told = {"subject": row.subject or "-", "name": row.name or "-", "value": row.amount}
    span = reference_span(row.source_ref)
    return Diagnostic(code=code, span=span, args={**told, **more})


def _past(
    name: str,
    period: str,
    own: Mapping[str, Cell],
    need: HistoryNeed,
    everybody: tuple[str, ...],
) -> PastValues:
    there = [at for at, subject in enumerate(everybody) if subject in own]
    cells = [own[everybody[at]] for at in there]
    column = packed(need.type, need.carrier, cells)
    return PastValues(name=name, period=period, rows=there, column=column)
