"""What the pack itself asks to be looked at: flags that warn, and of whom they hold."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, Final

from ccops.messages import Diagnostic, Label, Severity, worded
from ccops.plan import GroupFactStep, Results, RowFigure, several_groups
from ccops.settlement.warnings.naming import first_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ccops.plan.results import FigureColumn

#: What people and groups are counted in.
_PEOPLE: Final = "人"
_GROUPS: Final = "个"


def warned_of(
    results: Results, *, groups: Mapping[str, Label] | None = None
) -> Iterator[Diagnostic]:
    """Yield a warning for each flag that warns and holds of somebody, in the pack's words.

    The results are those of people, or of a kind of group, with what people call ``groups``.
    """
    counted = _PEOPLE if groups is None else _GROUPS
    for found in results.figures.values():
        rule = found.step.definition
        if isinstance(rule, RowFigure) and rule.warns != Label():
            named = _of_whom(found, results.facts.employees.ids)
            if named:
                yield _warning(rule, named, counted, groups or {})


def in_several_groups(results: Results) -> Iterator[Diagnostic]:
    """Yield a warning for each figure that reads a fact of one group and finds several.

    It says who belongs to which: the fact of one of them is as good as that of another, so that
    none is taken.
    """
    ids = results.facts.employees.ids
    for found in results.figures.values():
        if isinstance(found.step, GroupFactStep):
            several = list(several_groups(found.step, results.facts, found.members.rows))
            named = [f"{ids[row]} ({', '.join(groups)})" for row, groups in several]
            if several:
                yield Diagnostic(
                    code="group-several",
                    severity=Severity.WARNING,
                    span=found.step.definition.origin.span,
                    args={
                        "name": found.step.key.name,
                        "kind": worded(f"group-kind-{found.step.kind.value}"),
                        "count": str(len(several)),
                        "employees": first_of(named),
                    },
                )


def _of_whom(found: FigureColumn, ids: Sequence[str]) -> list[str]:
    holds = found.column.cells  # a flag that is missing stands as no
    return [ids[row] for row in compress(found.members.rows, holds)]


def _warning(
    rule: RowFigure, listed: Sequence[str], counted: str, called: Mapping[str, Label]
) -> Diagnostic:
    named = first_of(listed)
    labels = [called.get(each, Label()) for each in listed]
    zh = first_of([x.zh or each for x, each in zip(labels, listed, strict=True)]).in_locale(
        "zh_CN"
    )
    en = first_of([x.en or each for x, each in zip(labels, listed, strict=True)])
    told = Label(zh=f"（{len(listed)} {counted}）：{zh}", en=f" ({len(listed)}): {en}")
    return Diagnostic(
        code="figure-warns",
        severity=Severity.WARNING,
        span=rule.origin.span,
        args={"name": rule.name, "count": len(listed), "employees": named},
        words=_joined(rule.warns, told),
    )


def _joined(said: Label, told: Label) -> Label:
    """Return what the pack says, and of whom it holds, in each language the pack has."""
    traditional = said.zh_TW and said.zh_TW + told.zh
    return Label(
        zh=said.zh and said.zh + told.zh, en=said.en and said.en + told.en, zh_TW=traditional
    )
