"""What is known of every project by its rule: which one it is, and the days of its service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.facts import Column, FactDeclaration, FactSource, packed
from ccops.messages import Label
from ccops.values import WHOLE, Missing, Type, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ccops.projects.project import ProjectRule
    from ccops.values import Cell

_LABELS: Final = {
    "project": Label(zh="项目", en="project", zh_TW="專案"),
    "starts_on": Label(zh="上线日", en="first day of service", zh_TW="上線日"),
    "ends_on": Label(zh="结束日", en="last day of service", zh_TW="結束日"),
}


def project_facts(projects: Iterable[ProjectRule]) -> Mapping[str, FactDeclaration]:
    """Return the facts every project has by itself: ``project``, ``starts_on``, ``ends_on``.

    Where none is declared, a project is any word that people or records name.
    """
    names = frozenset(each.name for each in projects) or None
    types = {
        "project": Type(Unit.WORD, names),
        "starts_on": Type(Unit.DATE),
        "ends_on": Type(Unit.DATE),
    }
    return {
        name: FactDeclaration(
            name=name,
            type=type_,
            carrier=WHOLE,
            optional=name != "project",
            source=FactSource.EMPLOYEE,
            label=_LABELS[name],
        )
        for name, type_ in types.items()
    }


def project_columns(projects: Iterable[ProjectRule], ids: Sequence[str]) -> dict[str, Column]:
    """Return the cells of these facts; of a project nobody declares only its name."""
    rules = {each.name: each for each in projects}
    facts = project_facts(rules.values())
    cells: dict[str, list[Cell | Missing]] = {
        "project": list(ids),
        "starts_on": [_day(rules.get(each), "starts_on") for each in ids],
        "ends_on": [_day(rules.get(each), "ends_on") for each in ids],
    }
    return {name: packed(facts[name].type, WHOLE, each) for name, each in cells.items()}


def _day(rule: ProjectRule | None, name: str) -> Cell | Missing:
    day = getattr(rule, name, None)
    return Missing.NOT_MEASURED if day is None else day.toordinal()
