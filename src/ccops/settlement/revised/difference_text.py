"""Differences between two settlements in words, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.errors import UnknownNameError
from ccops.facts import RUN_OF, GroupKind
from ccops.messages import LOCALES, Locale, listed, message, nearest
from ccops.settlement.measured.rescoring import rescore_data
from ccops.settlement.plain_data.encoding import plain_value
from ccops.settlement.revised.causes import Cause, CauseKind, Value
from ccops.settlement.words.writing import write_value
from ccops.values import Money, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.facts import Rescore
    from ccops.settlement.revised.carried import Carried
    from ccops.settlement.revised.change import Change
    from ccops.settlement.revised.difference import Difference

#: How many causes of one change are told before the rest are counted.
MOST_CAUSES: Final = 8
#: How many changes of groups are told before the rest are counted, and how many causes of each.
MOST_GROUPS: Final = 30
MOST_GROUP_CAUSES: Final = 3
#: How many changes of what is carried over are told before the rest are counted.
MOST_CARRIED: Final = 30


def write_difference(difference: Difference, locale: str) -> Iterator[str]:
    """Yield what a revision changes. Raises ``UnknownNameError`` for a locale without words."""
    if locale not in LOCALES:
        raise UnknownNameError("locale", locale, nearest(locale, LOCALES))
    yield from _Writer(difference, locale).lines()


def cause_texts(difference: Difference, change: Change, locale: Locale) -> tuple[str, ...]:
    """Return why a figure of an employee is another, cause by cause, with scores overturned.

    It is for people who know no ids: figures and projects are told by their labels alone.
    """
    return _Plain(difference, locale).causes(change)


def cause_data(cause: Cause) -> dict[str, Any]:
    """Return a cause as plain JSON data."""
    return {
        "kind": cause.kind.value,
        "employee": cause.employee,
        "name": cause.name,
        "before": plain_value(cause.before),
        "after": plain_value(cause.after),
        **({"rescores": list(map(rescore_data, cause.rescores))} if cause.rescores else {}),
        **({"group": cause.group} if cause.group else {}),
    }


def left_texts(difference: Difference, locale: Locale) -> tuple[str, ...]:
    """Return what of groups the next period takes over otherwise, by its labels alone.

    Of people ``carried`` tells more: who, before, after and why.
    """
    return tuple(_left_text(difference, each, locale) for each in _untold(difference))


def _untold(difference: Difference) -> tuple[str, ...]:
    """Return the names of ``left`` of which nobody's change is told."""
    told = {f"{each.change.name} {each.period}".rstrip() for each in difference.carried}
    return tuple(each for each in difference.left if each not in told)


def carried_text(difference: Difference, carried: Carried, locale: Locale) -> str:
    """Return what is carried over otherwise, by its label alone."""
    return _Plain(difference, locale).carried(carried)


def _left_text(difference: Difference, left: str, locale: Locale) -> str:
    kind, *named = left.split(" ")
    kinds = {each.value for each in difference.after.groups} & {
        each.value for each in difference.before.groups
    }
    if named and kind in kinds:
        return _left_text(difference.about(kind), " ".join(named), locale)
    writer = _Plain(difference, locale)
    return " ".join((writer.named(kind), *map(writer.group, named)))


class _Writer:
    def __init__(self, difference: Difference, locale: Locale) -> None:
        self._difference = difference
        self._locale = locale

    def lines(self) -> Iterator[str]:
        found = self._difference
        then, now = found.before.manifest, found.after.manifest
        yield self._say(
            "difference-head", period=now.period, before=then.revision, after=now.revision
        )
        for what, one, other in found.rules:
            yield self._say("difference-rules", what=what, before=one or "-", after=other or "-")
        yield self._sum()
        for change in found.lines:
            yield from self._change(change)
        yield from self._groups()
        yield from self._carried()
        yield from self._later()

    def _sum(self) -> str:
        found = self._difference
        if not found.lines:
            return self._say("difference-nothing")
        return self._say(
            "difference-sum",
            lines=len(found.lines),
            employees=len(found.employees),
            total=self._signed(found.total),
        )

    def _groups(self) -> Iterator[str]:
        """Say what became of teams and of the center, as far as it can be read."""
        groups = self._difference.groups
        count = sum(map(len, groups.values()))
        if not count:
            return
        yield self._say("difference-groups", count=count)
        told = [(kind, change) for kind, changes in groups.items() for change in changes]
        for kind, change in told[:MOST_GROUPS]:
            writer = _Writer(self._difference.about(kind), self._locale)
            yield from writer.group_change(kind, change)
        if count > MOST_GROUPS:
            yield self._say("difference-groups-more", count=count - MOST_GROUPS)

    def group_change(self, kind: str, change: Change) -> Iterator[str]:
        """Yield the change of a figure of a team or of the center, with its first causes."""
        yield self._say(f"difference-line-{kind}", **self._told(change))
        yield from self._causes(change, MOST_GROUP_CAUSES)

    def _carried(self) -> Iterator[str]:
        """Say of whom the next period takes over something else, as far as it can be read."""
        found = self._difference.carried
        if not found:
            return
        yield self._say("difference-carried", count=len(found))
        for each in found[:MOST_CARRIED]:
            told = self._told(each.change) | {"figure": self.carried(each)}
            yield self._say("difference-line-open", **told)
            yield from self._causes(each.change, MOST_GROUP_CAUSES)
        if len(found) > MOST_CARRIED:
            yield self._say("difference-carried-more", count=len(found) - MOST_CARRIED)

    def carried(self, found: Carried) -> str:
        """Return what is carried over: its label, and the period it is of if it is earlier."""
        change = found.change
        run = RUN_OF.format("")
        name = self._named(change.name.removeprefix(run))
        if change.name.startswith(run):
            name = self._say("difference-run", figure=name)
        if found.period in ("", self._difference.after.period):
            return name
        return f"{name} {found.period}"

    def _told(self, change: Change) -> dict[str, object]:
        return {
            "employee": change.employee,
            "figure": self._named(change.name),
            "before": self._value(change.before, change.unit),
            "after": self._value(change.after, change.unit),
        }

    def _change(self, change: Change) -> Iterator[str]:
        told = self._told(change)
        if change.difference is None:
            yield self._say("difference-line-open", **told)
        else:
            yield self._say("difference-line", difference=self._signed(change.difference), **told)
        yield from self._causes(change, MOST_CAUSES)

    def _causes(self, change: Change, most: int) -> Iterator[str]:
        for cause in change.causes[:most]:
            yield f"  {self.cause(cause)}"
            yield from (f"    {self._rescore(each)}" for each in cause.rescores)
        if len(change.causes) > most:
            yield f"  {self._say('difference-more', count=len(change.causes) - most)}"

    def causes(self, change: Change) -> tuple[str, ...]:
        """Return every cause of a change in words, and what was overturned behind each."""
        return tuple(
            text
            for cause in change.causes
            for text in (self.cause(cause), *map(self._rescore, cause.rescores))
        )

    def cause(self, cause: Cause) -> str:
        """Return a cause in words; of a group whose fact is read, in the words of the group."""
        if cause.group:
            found, kind = self._difference, GroupKind(cause.group)
            before, after = found.before.larger(kind), found.after.larger(kind)
            who = self._say(f"group-named-{cause.group}", group=self.group(cause.employee))
            writer = type(self)(attrs.evolve(found, before=before, after=after), self._locale)
            return writer.cause(attrs.evolve(cause, group="", employee=who))
        told: dict[str, object] = {"employee": cause.employee, "name": self._named(cause.name)}
        if cause.kind in (CauseKind.FACT, CauseKind.RULE, CauseKind.RULING):
            unit = self._side(cause.name).unit_of(cause.name)
            told |= {
                "before": self._value(cause.before, unit),
                "after": self._value(cause.after, unit),
            }
        key = f"difference-{cause.kind.value}"
        if cause.kind is CauseKind.PERSON and cause.name:
            key = "difference-member"
            told["name"] = cause.name
        return self._say(key, **told)

    def _rescore(self, rescore: Rescore) -> str:
        """Say which score was overturned: the old one stays visible, with the reason."""
        told = {
            "evaluation": rescore.evaluation,
            "day": rescore.day,
            "evaluator": rescore.evaluator,
            "before": rescore.before,
            "after": "-" if rescore.after is None else rescore.after,
            "by": rescore.decided_by or "-",
            "because": rescore.because or "-",
        }
        key = "rescore-dispute" if rescore.raised == "dispute" else "rescore-review"
        return self._say(key, **told)

    def _later(self) -> Iterator[str]:
        found = self._difference
        if names := _untold(found):
            yield self._say("difference-left", names=listed(names))
        if found.stale:
            yield self._say("difference-stale", periods=listed(found.stale))

    def _side(self, name: str) -> Any:  # noqa: ANN401 - a settlement; named there
        """Return the settlement that has a name: one of the two, or that of a group's people."""
        found = self._difference
        sides = (found.after, found.before, found.after.people, found.before.people)
        there = (each for each in sides if each is not None and each.has_name(name))
        return next(there, found.before)

    def _named(self, name: str) -> str:
        if not name or not self._side(name).has_name(name):
            return name
        label = self._side(name).results.plan.label_of(name).in_locale(self._locale)
        return f"{label} ({name})" if label and label != name else name

    def named(self, name: str) -> str:
        """Return the label of a figure or fact, with its id."""
        return self._named(name)

    def group(self, name: str) -> str:
        """Return what a group is called."""
        return name

    def _value(self, value: Value, unit: Unit) -> str:
        return write_value(value, unit, locale=self._locale)

    def _signed(self, money: Money) -> str:
        written = write_value(money, Unit.MONEY, locale=self._locale)
        return f"+{written}" if money.minor > 0 else written

    def _say(self, key: str, **arguments: object) -> str:
        return message(key, arguments, locale=self._locale)


class _Plain(_Writer):
    """Writes for people who know no ids: labels alone."""

    def _named(self, name: str) -> str:
        if not name or not self._side(name).has_name(name):
            return name
        label = self._side(name).results.plan.label_of(name).in_locale(self._locale)
        return label or name

    def group(self, name: str) -> str:
        """Return the label of a project; any other group is called by its name."""
        projects = self._difference.after.rules.projects
        found = next((each for each in projects if each.name == name), None)
        return (found.label.in_locale(self._locale) if found is not None else "") or name
