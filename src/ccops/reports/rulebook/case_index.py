"""Where cases show what: names with who has them, and the small months, each settled once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import attrs

from ccops.errors import CcopsError
from ccops.facts import GroupKind
from ccops.rulepack import Pack
from ccops.rulepack.cases.case import Case
from ccops.rulepack.cases.inherited import inherited_cases
from ccops.rulepack.cases.runs import CaseMonth, CaseRunner
from ccops.settlement import Settlement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

#: What a case expects of a line that somebody does not have.
NO_LINE: Final = "none"
NOTHING: Final = frozenset({"0", "CNY 0", "missing", "no", "keep", "stay"})


@attrs.frozen(kw_only=True, eq=False)
class Place:
    """Where a case says what comes out: of whom; ``kind`` says of which kind of group."""

    case: Case
    kind: GroupKind | None
    subject: str
    expected: str

    @property
    def rank(self) -> tuple[bool, bool, int, int, int, str]:
        """How well it shows a figure, the best first.

        Something comes out, for somebody who stays, of few people, with little set and given.
        """
        given = self.case.employees.get(self.subject, {})
        return (
            self.expected in NOTHING,
            "ended_on" in given,
            len(self.case.pin.get(self.subject, {})),
            len(self.case.employees),
            len(given),
            self.case.name,
        )


@attrs.frozen(eq=False)
class CaseIndex:
    """The cases of a pack that hold under its readings, and those of what it extends.

    ``others`` are the pack's own that do not hold.
    """

    pack: Pack
    own: tuple[Case, ...]
    others: tuple[Case, ...]
    runner: CaseRunner
    _months: dict[int, CaseMonth | None] = attrs.field(factory=dict, init=False)
    _settled: dict[int, Settlement | None] = attrs.field(factory=dict, init=False)

    @classmethod
    def of(cls, pack: Pack, cases: Sequence[Case]) -> CaseIndex:
        """Return where the cases of a pack show what."""
        own = tuple(_holding(pack, cases))
        others = tuple(each for each in cases if each not in own)
        return cls(pack, own, others, CaseRunner(pack))

    @cached_property
    def inherited(self) -> tuple[Case, ...]:
        """The cases of what the pack extends, that hold under its readings."""
        return tuple(_holding(self.pack, inherited_cases(self.pack)))

    @cached_property
    def expected(self) -> Mapping[str, tuple[Place, ...]]:
        """Where a figure comes out that the case does not set, by its name, the best first."""
        return _by_name(place for case in self.own for place in _places(case))

    @cached_property
    def expected_above(self) -> Mapping[str, tuple[Place, ...]]:
        """The same in the cases of what the pack extends."""
        return _by_name(place for case in self.inherited for place in _places(case))

    @cached_property
    def elsewhere_named(self) -> frozenset[str]:
        """What comes out in cases of other readings."""
        return frozenset(name for case in self.others for name, _ in _places(case))

    @property
    def worked_out(self) -> Iterator[tuple[Case, Settlement]]:
        """The cases that were settled by now, in the order in which they were asked for."""
        by_id = {id(each): each for each in self.every}
        for key, settlement in list(self._settled.items()):
            if settlement is not None:
                yield by_id[key], settlement

    @cached_property
    def measured(self) -> Mapping[str, tuple[Case, ...]]:
        """The cases that measure an indicator over all records, the pack's own first."""
        found: dict[str, tuple[Case, ...]] = {}
        for case in (*self.own, *self.inherited):
            for name, expected in case.measures.items():
                if expected.split(" ")[0] not in NOTHING:
                    found[name] = (*found.get(name, ()), case)
        return found

    @cached_property
    def every(self) -> tuple[Case, ...]:
        """All cases, the pack's own first."""
        return (*self.own, *self.inherited)

    def month(self, case: Case) -> CaseMonth | None:
        """Return the small month of a case; ``None`` where the pack's rules refuse it."""
        key = id(case)
        if key not in self._months:
            try:
                self._months[key] = self.runner.month(case)
            except (CcopsError, ValueError):
                self._months[key] = None
        return self._months[key]

    def settled(self, case: Case) -> Settlement | None:
        """Return what a case comes to; ``None`` where the pack's rules refuse it."""
        key = id(case)
        if key not in self._settled:
            month = self.month(case)
            try:
                self._settled[key] = None if month is None else month.worked()
            except (CcopsError, ValueError):
                self._settled[key] = None
        return self._settled[key]


def _holding(pack: Pack, cases: Iterable[Case]) -> Iterator[Case]:
    readings = pack.readings
    for each in cases:
        chosen = all(readings.get(name) == reading for name, reading in each.choose.items())
        if chosen and not each.refused:
            yield each


def _places(case: Case) -> Iterator[tuple[str, Place]]:
    for employee, expected in case.expect.items():
        for figure, value in expected.items():
            if figure not in case.pin.get(employee, {}):
                yield figure, Place(case=case, kind=None, subject=employee, expected=value)
    for kind, groups in case.groups.items():
        for name, each in groups.items():
            for figure, value in each.items():
                yield figure, Place(case=case, kind=kind, subject=name, expected=value)


def _by_name(places: Iterable[tuple[str, Place]]) -> dict[str, tuple[Place, ...]]:
    found: dict[str, list[Place]] = {}
    for name, each in places:
        found.setdefault(name, []).append(each)
    return {name: tuple(sorted(each, key=lambda one: one.rank)) for name, each in found.items()}
