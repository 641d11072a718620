"""Facts every employee has by himself: what the files of employees and assignments say."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from ccops.facts.declarations import FactDeclaration, FactSource
from ccops.messages import Label
from ccops.values import Bounds, Type, Unit, carrier_of

#: What an employment may be.
EMPLOYMENT_TYPES: Final = frozenset({"full_time", "part_time", "dispatched", "intern"})
#: Why an employment ended (the `employees` file).
END_REASONS: Final = (
    "performance",
    "resignation",
    "mutual",
    "contract_end",
    "probation_failed",
    "discipline",
    "other",
)
#: The facts in order: unit, whether somebody may be without, and what people call it.
_FACTS: Final[dict[str, tuple[Unit, bool, Label]]] = {
    "role": (Unit.WORD, False, Label(zh="职务", en="role", zh_TW="職務")),
    "team": (Unit.WORD, False, Label(zh="班组", en="team", zh_TW="班組")),
    "level": (Unit.WORD, True, Label(zh="级别", en="level", zh_TW="級別")),
    "project": (Unit.WORD, True, Label(zh="项目", en="project", zh_TW="項目")),
    "employment_type": (
        Unit.WORD,
        False,
        Label(zh="用工类型", en="kind of employment", zh_TW="用工類型"),
    ),
    "hired_on": (Unit.DATE, False, Label(zh="入职日期", en="hired on", zh_TW="入職日期")),
    "probation_until": (
        Unit.DATE,
        True,
        Label(zh="试用期至", en="last day of probation", zh_TW="試用期至"),
    ),
    "notice_from": (
        Unit.DATE,
        True,
        Label(zh="离职通知日", en="first day of notice", zh_TW="離職通知日"),
    ),
    "ended_on": (Unit.DATE, True, Label(zh="离职日期", en="last day employed", zh_TW="離職日期")),
    "end_reason": (
        Unit.WORD,
        True,
        Label(zh="离职原因", en="reason of leaving", zh_TW="離職原因"),
    ),
    "contract_hours_day": (
        Unit.DURATION,
        False,
        Label(zh="合同日工时", en="contract hours a day", zh_TW="合同日工時"),
    ),
    "employed_days": (
        Unit.COUNT,
        False,
        Label(zh="本期在职天数", en="days employed in the period", zh_TW="本期在職天數"),
    ),
}


def employee_facts(
    *,
    roles: frozenset[str],
    levels: frozenset[str] = frozenset(),
    projects: frozenset[str] = frozenset(),
) -> tuple[FactDeclaration, ...]:
    """Return the facts every employee has by himself, as of the period's last employed day.

    Dates that need not be (``probation_until``, ``notice_from``, ``ended_on``) are optional.
    ``roles`` are those of the pack, ``levels`` those of its ladders, ``projects`` those it does
    for clients: where it has none of them, each may be any word.
    """
    words = {
        "role": roles or None,
        "level": levels or None,
        "project": projects or None,
        "employment_type": EMPLOYMENT_TYPES,
        "end_reason": frozenset(END_REASONS),
    }
    return tuple(
        FactDeclaration(
            name=name,
            type=Type(unit, words.get(name)),
            carrier=carrier_of(Type(unit)),
            optional=optional,
            bounds=Bounds(Fraction(0)) if unit in (Unit.DURATION, Unit.COUNT) else Bounds(),
            source=FactSource.EMPLOYEE,
            label=label,
        )
        for name, (unit, optional, label) in _FACTS.items()
    )
