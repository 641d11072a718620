"""What a revision changes: who gets another amount, by how much, why, and what it moves later."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from ccops.errors import SettlementError
from ccops.frozen import frozen
from ccops.messages import Diagnostic
from ccops.settlement.plain_data.encoding import plain_value
from ccops.settlement.revised.carried import Carried, carried_changes
from ccops.settlement.revised.causes import Why
from ccops.settlement.revised.change import Change, money_between
from ccops.settlement.revised.changed_cells import employees_with_other
from ccops.settlement.revised.difference_text import cause_data, write_difference
from ccops.settlement.revised.group_difference import changed_groups
from ccops.values import Money

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ccops.settlement.settled.manifest import Manifest
    from ccops.settlement.settled.settlement import Settlement  # noqa: TC004 - a circle otherwise

SCHEMA: Final = "ccops.difference/1"


@frozen(kw_only=True, eq=False, repr=False)
class Difference:
    """Two settlements of one period held against each other; ``print`` it, or read its data.

    ``lines`` are the pay lines that changed, by employee; ``of`` asks for any other figure, and
    ``groups`` are those of teams and of the center.
    ``stale`` names the later periods that still go on from the old revision, in order: those
    settled from its closing, and those settled from theirs.
    """

    before: Settlement
    after: Settlement
    later: tuple[Settlement, ...] = ()

    @classmethod
    def between(
        cls, before: Settlement, after: Settlement, *, later: Sequence[Settlement] = ()
    ) -> Difference:
        """Return the difference. Raises ``SettlementError`` where the two do not compare."""
        asked = {"period": _periods, "pack": _packs, "currency": _currencies}
        for what, both in asked.items():
            one, other = both(before, after)
            if one != other:
                told = {"what": what, "before": one, "after": other}
                raise SettlementError((Diagnostic(code="difference-apart", args=told),))
        return cls(before=before, after=after, later=tuple(later))

    def __repr__(self) -> str:
        return f"Difference({self.after.period!r}, {len(self.lines)} lines)"

    def __str__(self) -> str:
        return self.text()

    @cached_property
    def lines(self) -> tuple[Change, ...]:
        """The pay lines that are not what they were, by employee, in the order of the pack."""
        names = dict.fromkeys(
            each.figure for side in (self.after, self.before) for each in side.rules.plan.lines
        )
        order = {name: number for number, name in enumerate(names)}
        found = [change for name in names for change in self.changes(name)]
        return tuple(sorted(found, key=lambda each: (each.employee, order[each.name])))

    def changes(self, name: str) -> Iterator[Change]:
        """Yield the changes of one figure, whoever has another one now."""
        for employee in employees_with_other(self.before, self.after, name):
            yield self.of(employee, name)

    def of(self, employee: str, name: str) -> Change:
        """Return what became of one figure or fact of an employee, changed or not."""
        side = self.after if self.after.has_name(name) else self.before
        before, after = self._why.values(employee, name)
        return Change(
            employee=employee,
            name=name,
            label=side.results.plan.label_of(name),
            unit=side.unit_of(name),
            before=before,
            after=after,
            difference=money_between(before, after),
            causes=self._why.causes(employee, name),
        )

    @property
    def employees(self) -> tuple[str, ...]:
        """Who gets another amount."""
        return tuple(dict.fromkeys(each.employee for each in self.lines))

    @cached_property
    def total(self) -> Money:
        """What all the lines come to that are known on both sides."""
        amounts = (each.difference.amount for each in self.lines if each.difference is not None)
        return Money(self.after.rules.currency, sum(amounts, start=Decimal(0)))

    @cached_property
    def rules(self) -> tuple[tuple[str, str, str], ...]:
        """What of the rules is another: the pack, a reading, a decision, from and to."""
        then, now = self.before.manifest, self.after.manifest
        sides = (self.before, self.after)
        named = [
            ("pack", _version(then), _version(now)),
            *_pairs("choice", then.choices, now.choices),
            *_pairs("decision", *(side.rules.identity.decisions for side in sides)),
        ]
        return tuple(each for each in named if each[1] != each[2])

    @cached_property
    def left(self) -> tuple[str, ...]:
        """Names what the next period takes over and is another now: windows and accounts."""
        then, now = _left(self.before), _left(self.after)
        return tuple(name for name in sorted({*then, *now}) if then.get(name) != now.get(name))

    @cached_property
    def carried(self) -> tuple[Carried, ...]:
        """Of whom the next period takes over something else: scores, places, accounts, and why.

        They are the people behind ``left``, by employee; of groups ``groups`` tells.
        """
        return carried_changes(self._why, self.left)

    @cached_property
    def stale(self) -> tuple[str, ...]:
        """The later periods that go on from the old revision and read what it left otherwise."""
        if not self.left:
            return ()
        old = {self.before.digest}
        found = []
        for each in sorted(self.later, key=lambda one: one.period):
            if each.before is not None and each.before.settlement_digest in old:
                old.add(each.digest)
                found.append(each.period)
        return tuple(found)

    def about(self, kind: str) -> Difference:
        """Return the difference of each ``team``, or of the ``center``: ``of`` and ``changes``.

        Raises ``UnknownNameError`` for a kind of group of which one side has no figures.
        """
        return Difference(before=self.before.of(kind), after=self.after.of(kind))

    @cached_property
    def groups(self) -> Mapping[str, tuple[Change, ...]]:
        """The figures of teams and of the center that are not what they were, by kind."""
        kinds = [each for each in self.after.groups if each in self.before.groups]
        return changed_groups({each: self.about(each.value) for each in kinds})

    def text(self, locale: str = "") -> str:
        """Return the difference in words."""
        return "\n".join(write_difference(self, locale or self.after.rules.locale))

    def to_dict(self) -> dict[str, Any]:
        """Return the difference as plain JSON data."""
        return {
            "schema": SCHEMA,
            "period": self.after.period,
            "before": {"revision": self.before.manifest.revision, "digest": self.before.digest},
            "after": {"revision": self.after.manifest.revision, "digest": self.after.digest},
            "rules": [list(each) for each in self.rules],
            "lines": [_line_data(each) for each in self.lines],
            "total": str(self.total.amount),
            "currency": self.total.currency,
            "groups": {
                kind: [_change_data(each, kind) for each in changes]
                for kind, changes in self.groups.items()
            },
            "left": list(self.left),
            "carried": [
                {**_change_data(each.change, "employee"), "period": each.period}
                for each in self.carried
            ],
            "stale": list(self.stale),
        }

    @cached_property
    def _why(self) -> Why:
        return Why(self.before, self.after)


def _periods(*sides: Settlement) -> list[str]:
    return [each.period for each in sides]


def _packs(*sides: Settlement) -> list[str]:
    return [each.rules.identity.id for each in sides]


def _currencies(*sides: Settlement) -> list[str]:
    return [each.rules.currency for each in sides]


def _version(manifest: Manifest) -> str:
    return f"{manifest.pack_version} {manifest.pack_digest}"


def _pairs(
    what: str, then: Mapping[str, str], now: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    for name in sorted({*then, *now}):
        yield f"{what} {name}", then.get(name, ""), now.get(name, "")


def _left(settlement: Settlement) -> Mapping[str, object]:
    """Return what a settlement leaves by its name; that of groups with their kind before it."""
    data = settlement.closing.to_dict()
    found = dict(_left_of("", data["employees"], data))
    for kind, said in data.get("groups", {}).items():
        found.update(_left_of(f"{kind} ", said["ids"], said))
    return found


def _left_of(
    kind: str, subjects: Sequence[str], said: Mapping[str, Any]
) -> Iterator[tuple[str, object]]:
    for each in said["values"]:
        yield f"{kind}{each['name']} {each['period']}", (subjects, each)
    for each in said["accounts"]:
        yield f"{kind}{each['name']}", (subjects, each)


def _line_data(change: Change) -> dict[str, Any]:
    return {
        **_change_data(change, "employee"),
        "difference": None if change.difference is None else str(change.difference.amount),
        "own": change.is_own,
    }


def _change_data(change: Change, kind: str) -> dict[str, Any]:
    return {
        kind: change.employee,
        "figure": change.name,
        "before": plain_value(change.before),
        "after": plain_value(change.after),
        "causes": [cause_data(each) for each in change.causes],
    }
