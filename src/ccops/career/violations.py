"""Violations one after the other: which step each one is, by what was before it (GC-66).

They are events of the kind ``violation`` whose topic is a conduct of the pack. One counts once a
person has found it valid and is named; until then it is pending and leads to nothing.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING, Final

import attrs

from ccops.career.conducts import ConductRule, Gravity
from ccops.career.discipline_ladders import ActionRule
from ccops.frozen import frozen
from ccops.messages import Diagnostic, Severity, nearest
from ccops.values import Missing, months_after

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.career.discipline_ladders import DisciplineLadderRule
    from ccops.career.rules import CareerRules
    from ccops.kpi import Records

#: The kind of the events that are violations.
EVENT_KIND: Final = "violation"


class ViolationState(enum.Enum):
    """Whether a person has looked at a violation, and what of it."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


@frozen(kw_only=True)
class Violation:
    """One violation. ``step`` is the how-manieth of its severity it is since the last clean time.

    ``action`` is what follows; ``None`` for one that is not confirmed. ``until`` is the first day
    on which it is forgotten, if nothing more comes.
    """

    event: str
    employee: str
    day: dt.date
    conduct: ConductRule
    severity: Gravity
    state: ViolationState
    step: int = 0
    action: ActionRule | None = None
    until: dt.date | None = None
    verified_by: str = ""
    reference: str = ""


def violations_of(events: Records | None, rules: CareerRules) -> tuple[Violation, ...]:
    """Return the violations of events of any day, by employee and day, each with its action.

    An event of a topic that is no conduct of the pack is none; ``check_conducts`` tells of it.
    """
    found: list[Violation] = []
    for own in _by_employee(events, rules).values():
        found.extend(_followed(own, rules))
    return tuple(found)


def check_conducts(events: Records | None, rules: CareerRules) -> tuple[Diagnostic, ...]:
    """Return a warning for each violation of no conduct the pack has, or of no severity.

    ``unknown-conduct`` and ``violation-severity``: such a one leads to nothing.
    """
    return tuple(_problems(events, rules))


def _problems(events: Records | None, rules: CareerRules) -> Iterator[Diagnostic]:
    names = [each.name for each in rules.conducts]
    words = [each.value for each in Gravity]
    for row in _rows(events):
        topic, level = _word(row["topic"]), _word(row["level"])
        told = {"employee": str(row["employee_id"]), "event": str(row["event_id"])}
        if topic not in names:
            near = nearest(topic, names) or "-"
            yield _warning("unknown-conduct", conduct=topic or "-", nearest=near, **told)
        elif level and level not in words:
            near = nearest(level, words) or "-"
            yield _warning("violation-severity", severity=level, nearest=near, **told)


def _warning(code: str, **told: str) -> Diagnostic:
    return Diagnostic(code=code, severity=Severity.WARNING, args=told)


def _rows(events: Records | None) -> Iterator[Mapping[str, object]]:
    if events is not None:
        for number in range(len(events)):
            row = events.row(number)
            if row["kind"] == EVENT_KIND:
                yield row


def _word(cell: object) -> str:
    return "" if isinstance(cell, Missing) else str(cell)


def _by_employee(events: Records | None, rules: CareerRules) -> Mapping[str, list[Violation]]:
    conducts = {each.name: each for each in rules.conducts}
    words = {each.value: each for each in Gravity}
    found: dict[str, list[Violation]] = {}
    for row in _rows(events):
        conduct, level, day = conducts.get(_word(row["topic"])), _word(row["level"]), row["day"]
        if conduct is None or not isinstance(day, int) or (level and level not in words):
            continue
        employee = str(row["employee_id"])
        found.setdefault(employee, []).append(
            Violation(
                event=str(row["event_id"]),
                employee=employee,
                day=dt.date.fromordinal(day),
                conduct=conduct,
                severity=words.get(level, conduct.severity),
                state=_state(row),
                verified_by=_word(row["verified_by"]),
                reference=_word(row["source_ref"]),
            )
        )
    return {
        who: sorted(found[who], key=lambda each: (each.day, each.event)) for who in sorted(found)
    }


def _state(row: Mapping[str, object]) -> ViolationState:
    """Return the state of a violation: without a verdict and somebody who gave it, it is open."""
    if isinstance(row["valid"], Missing) or not _word(row["verified_by"]):
        return ViolationState.PENDING
    return ViolationState.CONFIRMED if row["valid"] else ViolationState.DISMISSED


def _followed(own: list[Violation], rules: CareerRules) -> Iterator[Violation]:
    """Yield somebody's violations with the action that follows each one that is confirmed."""
    ladder = rules.discipline
    counts: dict[Gravity, int] = {}
    until: dt.date | None = None
    for each in own:
        if each.state is not ViolationState.CONFIRMED or ladder is None:
            yield each
            continue
        if until is not None and until <= each.day:
            counts = {}
        until = months_after(each.day, ladder.clean_months)
        step, action = _next_step(ladder, each.severity, counts)
        yield attrs.evolve(each, step=step, action=action, until=until)


def _next_step(
    ladder: DisciplineLadderRule, severity: Gravity, counts: dict[Gravity, int]
) -> tuple[int, ActionRule | None]:
    """Return which of a severity a violation is, and what follows; counts go on from there."""
    rule = ladder.of(severity)
    counts[severity] = step = counts.get(severity, 0) + 1
    if rule is None or not rule.steps:
        return step, None
    if step > len(rule.steps) and rule.then is not None:
        return step, _next_step(ladder, rule.then, counts)[1]
    return step, rule.steps[min(step, len(rule.steps)) - 1]
