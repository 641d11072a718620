"""Damage to equipment as records: rows of the file ``damages``, and what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.career.violation_kinds import DAMAGE
from ccops.facts import day_column, flag_column, money_column, reference_span, text_column
from ccops.kpi.row_records import records_of_rows, rows_once
from ccops.messages import Diagnostic

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from ccops.kpi import Records


def damage_records(
    rows: Iterable[Mapping[str, object]], *, zone: dt.tzinfo, currency: str = ""
) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return the damages of rows with the columns of the file ``damages``, and what is wrong.

    ``currency`` is what a bare amount is in. A damage that stands twice (``damage-twice``) and
    more repaid than it cost (``damage-overpaid``) are errors.
    """
    columns = {
        "damage_id": text_column(required=True),
        "employee_id": text_column(required=True),
        "date": day_column(required=True),
        "item": text_column(required=True),
        "cost": money_column(currency, required=True),
        "misuse": flag_column(),
        "verified_by": text_column(),
        "agreed_on": day_column(),
        "repaid": money_column(currency),
    }
    kept, twice = rows_once(rows, "damage-twice", ("damage_id", "employee_id"))
    made, found = records_of_rows(DAMAGE, kept, columns, zone=zone)
    return made, (*twice, *found, *_overpaid(made))


def _overpaid(damages: Records) -> Iterator[Diagnostic]:
    names = ("damage_id", "employee_id", "cost", "repaid", DAMAGE.reference)
    for damage, employee, cost, repaid, at in zip(
        *(damages.columns[each] for each in names), strict=True
    ):
        if isinstance(cost, int) and isinstance(repaid, int) and repaid > cost:
            told = {"id": str(damage), "employee": str(employee)}
            yield Diagnostic(code="damage-overpaid", span=reference_span(str(at)), args=told)
