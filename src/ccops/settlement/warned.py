"""What the pack itself asks to be looked at: flags that warn, and of whom they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.messages import Diagnostic, Label, Severity
from ccops.plan import Results, RowFigure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.plan.results import FigureColumn

#: How many people a warning names; the count is of all.
_MOST_NAMED: Final = 10


def warned_of(results: Results) -> Iterator[Diagnostic]:
    """Yield a warning for each flag that warns and holds of somebody, in the pack's words."""
    for found in results.figures.values():
        rule = found.step.definition
        if isinstance(rule, RowFigure) and rule.warns != Label():
            employees = _of_whom(found, results.facts.employees.ids)
            if employees:
                yield _warning(rule, employees)


def _of_whom(found: FigureColumn, ids: Sequence[str]) -> list[str]:
    return [ids[row] for row in found.members if found.at(row) is True]


def _warning(rule: RowFigure, employees: Sequence[str]) -> Diagnostic:
    named = ", ".join(employees[:_MOST_NAMED]) + ", …" * (len(employees) > _MOST_NAMED)
    told = Label(zh=f"（{len(employees)} 人）：{named}", en=f" ({len(employees)}): {named}")
    return Diagnostic(
        code="figure-warns",
        severity=Severity.WARNING,
        span=rule.origin.span,
        args={"name": rule.name, "count": len(employees), "employees": named},
        words=_joined(rule.warns, told),
    )


def _joined(said: Label, told: Label) -> Label:
    """Return what the pack says, and of whom it holds, in each language the pack has."""
    traditional = said.zh_TW and said.zh_TW + told.zh
    return Label(
        zh=said.zh and said.zh + told.zh, en=said.en and said.en + told.en, zh_TW=traditional
    )
