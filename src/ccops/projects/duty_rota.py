"""Duty rotas: who is on duty on which day of the week, everybody in turn, with a log (S4-07)."""

from __future__ import annotations

import datetime as dt
import enum
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Severity, Text, listed, nearest
from ccops.rules import Shape, name_field, origin_field, pack_field

_ONE_DAY = dt.timedelta(days=1)


class Weekday(enum.Enum):
    """A day of the week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    def holds(self, day: dt.date) -> bool:
        """Say whether a day is that day of the week."""
        return tuple(Weekday)[day.weekday()] is self


@frozen(kw_only=True)
class DutyRotaRule:
    """A duty that goes round: ``saturday_duty: {roles: [telesales_agent], weekday: saturday}``.

    On each such day ``people`` are on duty, those who had the fewest turns so far, and of those
    the ones whose last turn is longest ago. With ``log`` each turn is to be written up.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    roles: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="role", zh="轮值职务", en="whose turn it may be"
    )
    weekday: Weekday = pack_field(
        Shape.WORD, of=Weekday, zh="星期", en="the day of the week, in English: saturday"
    )
    people: int = pack_field(Shape.WHOLE, zh="每次人数", en="how many are on duty")
    log: bool = pack_field(Shape.FLAG, zh="须写值班记录", en="whether each turn is written up")
    origin: Origin = origin_field()


@frozen(kw_only=True)
class RotaMember:
    """Somebody whose turn it may be: from and until which day, and the days off."""

    employee_id: str
    first: dt.date
    last: dt.date = dt.date.max
    off: frozenset[dt.date] = frozenset()

    def may(self, day: dt.date) -> bool:
        """Say whether it may be his turn on a day."""
        return self.first <= day <= self.last and day not in self.off


@frozen(kw_only=True)
class DutyTurn:
    """One turn: who, on which day, and whether it was written up (``None``: not asked yet)."""

    day: dt.date
    employee_id: str
    logged: bool | None = None


@frozen(kw_only=True)
class Rota:
    """The turns of a stretch of days, and what is wrong with them."""

    rule: DutyRotaRule
    turns: tuple[DutyTurn, ...]
    diagnostics: tuple[Diagnostic, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        return {
            "schema": "ccops.rota/1",
            "rota": self.rule.name,
            "label": self.rule.label.to_dict(),
            "turns": [
                {"day": each.day.isoformat(), "employee_id": each.employee_id,
                 "logged": each.logged}
                for each in self.turns
            ],
            "diagnostics": [each.to_dict() for each in self.diagnostics],
        }  # fmt: skip


def check_duty_rotas(
    rules: Iterable[DutyRotaRule], roles: Iterable[str]
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with rotas: nobody on duty (``rota-nobody``), an unknown role."""
    known, found = set(roles), list[Diagnostic]()
    for rule in rules:
        if rule.people < 1 or not rule.roles:
            told = {"name": rule.name}
            found.append(Diagnostic(code="rota-nobody", span=rule.origin.span, args=told))
        for each in rule.roles:
            if each.value not in known:
                args = {"role": each.value, "nearest": nearest(each.value, known)}
                found.append(Diagnostic(code="unknown-role", span=each.span, args=args))
    return tuple(found)


def make_rota(
    rule: DutyRotaRule,
    members: Sequence[RotaMember],
    days: Sequence[dt.date],
    *,
    before: Iterable[DutyTurn] = (),
) -> Rota:
    """Return a fair rota for the days of a rule, after the turns before.

    A day on which too few may is filled as far as it goes, and told (``rota-short``).
    """
    round_ = _Round.of(rule, members, before)
    turns: list[DutyTurn] = []
    found: list[Diagnostic] = []
    for day in (each for each in days if rule.weekday.holds(each)):
        chosen = round_.next_on(day)
        if len(chosen) < rule.people:
            found.append(_short(rule, day, len(chosen)))
        for employee in chosen:
            turns.append(DutyTurn(day=day, employee_id=employee))
            round_.took(employee, day)
    return Rota(rule=rule, turns=tuple(turns), diagnostics=tuple(found))


def check_rota(
    rule: DutyRotaRule,
    members: Sequence[RotaMember],
    days: Sequence[dt.date],
    turns: Iterable[DutyTurn],
    *,
    before: Iterable[DutyTurn] = (),
    on: dt.date = dt.date.max,
) -> Rota:
    """Return turns as they were handed in, with all that is wrong with them.

    A turn on another day of the week (``rota-day``), of somebody who is no member or is off
    (``rota-stranger``), or twice a day (``rota-twice``); a day with too few (``rota-short``);
    somebody on duty who had more turns than one who could have (``rota-out-of-turn``); and, up
    to the day ``on``, a turn nobody wrote up (``rota-not-logged``).
    """
    given = sorted(turns, key=lambda each: (each.day, each.employee_id))
    checker = _Checker(rule, {each.employee_id: each for each in members}, on)
    round_ = _Round.of(rule, members, before)
    for day in sorted({*(x for x in days if rule.weekday.holds(x)), *(x.day for x in given)}):
        checker.check(day, [each for each in given if each.day == day], round_)
    return Rota(rule=rule, turns=tuple(given), diagnostics=tuple(checker.found))


def days_within(first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    """Return every day of a stretch."""
    return tuple(first + _ONE_DAY * each for each in range((last - first).days + 1))


def _short(rule: DutyRotaRule, day: dt.date, found: int) -> Diagnostic:
    told = {"name": rule.name, "day": day, "found": found, "wanted": rule.people}
    return _rota_finding("rota-short", **told)


def _rota_finding(code: str, **told: object) -> Diagnostic:
    texts = {name: str(value) for name, value in told.items()}
    return Diagnostic(code=code, severity=Severity.WARNING, args=texts)


@attrs.define
class _Round:
    """How many turns everybody has had, and when the last one was.

    Who joins begins with as many as the one who had the fewest, so that nobody has to make up
    for turns before his time.
    """

    people: int
    members: Mapping[str, RotaMember]
    counts: Counter[str]
    last: dict[str, dt.date]

    @classmethod
    def of(
        cls, rule: DutyRotaRule, members: Sequence[RotaMember], before: Iterable[DutyTurn]
    ) -> _Round:
        """Return the round after some turns."""
        by_id = {each.employee_id: each for each in members}
        round_ = cls(rule.people, by_id, Counter(), {})
        for each in sorted(before, key=lambda turn: turn.day):
            round_.took(each.employee_id, each.day)
        return round_

    def may_on(self, day: dt.date) -> list[str]:
        """Return who may be on duty on a day, those first whose turn it is."""
        able = [name for name, member in self.members.items() if member.may(day)]
        self._join(able)
        return sorted(
            able, key=lambda name: (self.counts[name], self.last.get(name, dt.date.min), name)
        )

    def next_on(self, day: dt.date) -> list[str]:
        """Return whose turn it is on a day."""
        return self.may_on(day)[: self.people]

    def took(self, employee: str, day: dt.date) -> None:
        """Note a turn."""
        self._join([employee])
        self.counts[employee] += 1
        self.last[employee] = day

    def _join(self, names: Iterable[str]) -> None:
        known = [each for each in self.counts if each in self.members]
        least = min((self.counts[each] for each in known), default=0)
        for each in names:
            if each not in self.counts:
                self.counts[each] = least


class _Checker:
    def __init__(self, rule: DutyRotaRule, members: Mapping[str, RotaMember], on: dt.date) -> None:
        self._rule = rule
        self._members = members
        self._on = on
        self.found: list[Diagnostic] = []

    def check(self, day: dt.date, turns: Sequence[DutyTurn], round_: _Round) -> None:
        """Note what is wrong with one day, and the turns that were taken on it."""
        told = {"name": self._rule.name, "day": day}
        if turns and not self._rule.weekday.holds(day):
            self._find("rota-day", **told, weekday=self._rule.weekday.value)
        right = list(self._members_of(day, turns))
        if self._rule.weekday.holds(day) and len(right) < self._rule.people:
            self.found.append(_short(self._rule, day, len(right)))
        waiting = [each for each in round_.may_on(day) if each not in right]
        for employee in right:
            passed = [x for x in waiting if round_.counts[x] < round_.counts[employee]]
            if passed:
                others = listed(passed)
                self._find("rota-out-of-turn", **told, employee=employee, others=others)
        for employee in right:
            round_.took(employee, day)

    def _members_of(self, day: dt.date, turns: Sequence[DutyTurn]) -> Iterator[str]:
        """Yield those rightly on duty, and note what is wrong with each turn."""
        seen: set[str] = set()
        for each in turns:
            told = {"name": self._rule.name, "day": day, "employee": each.employee_id}
            member = self._members.get(each.employee_id)
            if each.employee_id in seen:
                self._find("rota-twice", **told)
                continue
            seen.add(each.employee_id)
            if member is None or not member.may(day):
                self._find("rota-stranger", **told)
                continue
            if self._rule.log and day <= self._on and each.logged is not True:
                self._find("rota-not-logged", **told)
            yield each.employee_id

    def _find(self, code: str, **told: object) -> None:
        self.found.append(_rota_finding(code, **told))
