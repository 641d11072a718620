"""Discipline told to people: what follows from a violation, what looks like one, what is owed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ccops.career import Discipline, ViolationState
from ccops.frozen import frozen
from ccops.messages import Locale, format_date, format_money, message
from ccops.settlement.words.writing import write_scalar
from ccops.values import Scalar, Unit, decimal_digits, decimal_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from fractions import Fraction

    from ccops.career import Candidate, ConductStanding, Damage, Violation
    from ccops.messages import Label, Text


def discipline_text(discipline: Discipline, *, locale: Locale, names: Mapping[str, str]) -> str:
    """Return the register as lines of text; ``names`` are those of employees by id."""
    return "\n".join(_Words(discipline, locale, names).lines())


@frozen(eq=False)
class _Words:
    discipline: Discipline
    locale: Locale
    names: Mapping[str, str]

    def lines(self) -> Iterator[str]:
        """Yield every list with its head; a list of nothing says so."""
        found = self.discipline
        day = self._day(found.on)
        yield self._say("discipline-head", label=self._called(found.ladder), day=day)
        yield from self._list("discipline-violations", map(self._violation, found.violations))
        yield from self._list("discipline-standings", map(self._standing, found.standings))
        yield from self._list("discipline-candidates", map(self._candidate, found.candidates))
        yield from self._list("discipline-damages", map(self._damage, found.damages))
        if any(each.open for each in found.damages):
            yield "  " + self._say("discipline-no-deduction")
            if found.most_deducted is not None:
                most = write_scalar(Scalar(Unit.RATIO, found.most_deducted), locale=self.locale)
                told = {"most": most, "source": found.deducted_by}
                yield "  " + self._say("discipline-most-deducted", **told)

    def _list(self, key: str, lines: Iterator[str]) -> Iterator[str]:
        listed = tuple(lines)
        yield self._say(key) if listed else self._say("discipline-none", what=self._say(key))
        yield from (f"  {line}" for line in listed)

    def _violation(self, each: Violation) -> str:
        told = {
            **self._who(each.employee, each.day),
            "conduct": self._called(each.conduct.label),
            "severity": self._severity(each.severity),
            "step": each.step,
        }
        if each.state is not ViolationState.CONFIRMED:
            return self._say(f"violation-{each.state.value}", **told)
        if each.action is None:
            return self._say("violation-no-step", **told)
        decided = self._say("violation-deciders-and").join(map(self._role, each.action.decided_by))
        action = self._called(each.action.label)
        if decided:
            action = self._say("violation-decided", action=action, roles=decided)
        return self._say("violation-followed", action=action, **told)

    def _standing(self, each: ConductStanding) -> str:
        counts = self._say("careers-and").join(
            f"{self._severity(gravity)} × {count}" for gravity, count in each.remembered
        )
        told = {"counts": counts, "points": self._number(each.points)}
        until = self._day(each.until)
        return self._say(
            "conduct-standing", employee=self._person(each.employee), until=until, **told
        )

    def _candidate(self, each: Candidate) -> str:
        told = {"conduct": self._called(each.conduct.label), "shift": each.shift}
        times = {"left": each.left, "came": each.came, "event": each.event}
        return self._say(
            "violation-candidate", **self._who(each.employee, each.day), **told, **times
        )

    def _damage(self, each: Damage) -> str:
        told = {
            **self._who(each.employee, each.day),
            "item": each.item,
            "cost": self._money(each.cost),
            "repaid": self._money(each.repaid),
            "open": self._money(each.open),
        }
        return self._say(f"damage-{each.state.value}", **told)

    # -- words ----------------------------------------------------------------------------------

    def _severity(self, gravity: object) -> str:
        labels = dict(self.discipline.severities)
        found = next((label for each, label in labels.items() if each is gravity), None)
        return self._called(found) if found is not None else str(getattr(gravity, "value", ""))

    def _role(self, role: Text) -> str:
        label = self.discipline.roles.get(role.value)
        return role.value if label is None else self._called(label)

    def _who(self, employee: str, day: dt.date) -> dict[str, str]:
        return {"employee": self._person(employee), "day": self._day(day)}

    def _person(self, employee: str) -> str:
        return f"{employee} {self.names.get(employee, '')}".strip()

    def _day(self, day: dt.date) -> str:
        return format_date(day, locale=self.locale)

    def _money(self, amount: Fraction) -> str:
        digits = max(decimal_digits(amount) or 0, 2)
        return format_money(
            decimal_of(amount, digits), self.discipline.currency, locale=self.locale
        )

    def _number(self, points: Fraction) -> str:
        return write_scalar(Scalar(Unit.POINTS, points), locale=self.locale)

    def _called(self, label: Label) -> str:
        return label.in_locale(self.locale)

    def _say(self, key: str, **told: object) -> str:
        return message(key, told, locale=self.locale)
