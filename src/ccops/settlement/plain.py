"""The settlement as plain JSON data: columnar, exact, without a run time in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ccops.plan import FigureColumn, RankStep, RowStep, TableStep
from ccops.settlement.encoding import plain_column

if TYPE_CHECKING:
    from ccops.settlement.settlement import Settlement


def settlement_data(settlement: Settlement) -> dict[str, Any]:
    """Return manifest, employees, figures, reasons, provisional marks, rulings and findings."""
    results = settlement.results
    return {
        "manifest": settlement.manifest.to_dict(),
        "employees": list(settlement.employees),
        "figures": [
            {"name": key.name, "population": key.population, **_figure(found)}
            for key, found in sorted(
                results.figures.items(), key=lambda each: (each[0].name, each[0].population)
            )
        ],
        "provisional": [
            {
                "figure": key.name,
                "population": key.population,
                "rank": blocked.rank,
                "employees": list(blocked.employees),
            }
            for key, blocked in sorted(
                settlement.provisional.items(), key=lambda each: (each[0].name, each[0].population)
            )
        ],
        "rulings": [
            {
                "employee_id": each.employee_id,
                "fact": each.fact,
                "ruling": each.kind.value,
                "by": each.by,
                "because": each.because,
            }
            for each in settlement.rulings
        ],
        "diagnostics": [
            {"code": each.code, "severity": each.severity.value, "args": dict(each.args)}
            for each in settlement.diagnostics
        ],
    }


def _figure(found: FigureColumn) -> dict[str, Any]:
    data: dict[str, Any] = {"rows": _rows(found), **plain_column(found.column)}
    if isinstance(found.step, TableStep) and found.hits is not None:
        data["hits"] = list(found.hits)
    if isinstance(found.step, RankStep) and found.ranking is not None:
        data["size"] = list(found.ranking.size)
        data["tied"] = list(found.ranking.tied)
    if isinstance(found.step, RowStep) and found.step.rule.reasons:
        data["reasons"] = [[each.code, each.flag] for each in found.step.rule.reasons]
    return data


def _rows(found: FigureColumn) -> list[int] | str:
    rows = found.members.rows
    return "all" if isinstance(rows, range) else list(rows)
