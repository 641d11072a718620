"""Sampling: the calls a plan draws, by a fixed seed and with the reason of each draw.

No chance is asked: calls stand in the order of a digest of the seed, the plan, the period, the
person and the call, which is the same on any machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.scorecards.sampling_plans import ShareOf, Stratum
from ccops.scorecards.seats import largest_remainder, whole_share

if TYPE_CHECKING:
    from ccops.scorecards.sampling_plans import MonitorRule, SamplingPlanRule

_NOBODY: Final = ""


@attrs.frozen(kw_only=True)
class Call:
    """A call that may be heard: who spoke, where, and when on the clock of the center."""

    contact_id: str
    agent: str
    queue: str
    hour: str
    day: str

    def kind(self, strata: Sequence[Stratum]) -> tuple[str, ...]:
        """Return of which kind it is, by some strata."""
        return tuple(getattr(self, each.value) for each in strata)


@attrs.frozen(kw_only=True)
class Listened:
    """A person whose calls are heard: how many of them, and whether as a newcomer."""

    employee: str
    needed: int
    is_newcomer: bool = False


@attrs.frozen(kw_only=True)
class Quota:
    """What one monitor has to hear: a share of a base, rounded up, and what he was given.

    ``share`` is ``None`` for who hears what others do not.
    """

    monitor: str
    employee: str
    share: Fraction | None
    base: int
    due: int
    drawn: int


@attrs.frozen(kw_only=True)
class Draw:
    """One call to be heard, by whom, and why it was drawn.

    Of the ``size`` calls of its kind ``seats`` were to be drawn, and it stands at ``place`` in
    the order of the seed. ``key`` is that order: the first digits of the digest.
    """

    contact_id: str
    agent: str
    monitor: str
    base: ShareOf
    stratum: tuple[str, ...]
    seats: int
    size: int
    place: int
    key: str


@attrs.frozen(kw_only=True)
class Sample:
    """What a plan draws in a period: the calls, and what each monitor has to hear.

    ``unmeasured`` are the calls that were left out because nobody knows how long they were.
    """

    plan: str
    period: str
    strata: tuple[Stratum, ...]
    listened: tuple[Listened, ...]
    draws: tuple[Draw, ...]
    quotas: tuple[Quota, ...]
    unmeasured: int = 0

    @property
    def short(self) -> tuple[Listened, ...]:
        """People with fewer calls than the plan wants to hear of them."""
        return tuple(x for x in self.listened if self.drawn_of(x.employee) < x.needed)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data, a share as two whole numbers."""
        return {
            "plan": self.plan,
            "period": self.period,
            "people": [
                {
                    "employee": each.employee,
                    "needed": each.needed,
                    "newcomer": each.is_newcomer,
                    "drawn": self.drawn_of(each.employee),
                }
                for each in self.listened
            ],
            "monitors": [_plain_quota(each) for each in self.quotas],
            "draws": [self._plain_draw(each) for each in self.draws],
            "unmeasured": self.unmeasured,
        }

    def kind_of(self, draw: Draw) -> dict[str, str]:
        """Return of which kind a call is, by each stratum of the plan."""
        names = (each.value for each in self.strata)
        return dict(zip(names, draw.stratum, strict=True))

    def _plain_draw(self, draw: Draw) -> dict[str, Any]:
        return {
            "contact_id": draw.contact_id,
            "agent": draw.agent,
            "monitor": draw.monitor,
            "for": draw.base.value,
            "stratum": self.kind_of(draw),
            "seats": draw.seats,
            "size": draw.size,
            "place": draw.place,
            "key": draw.key,
        }

    def drawn_of(self, employee: str) -> int:
        """Return how many calls of a person the plan's own sample holds."""
        own = (x for x in self.draws if x.agent == employee and x.base is ShareOf.QUOTA)
        return sum(1 for _ in own)


@attrs.frozen(kw_only=True)
class Frame:
    """What a sample is drawn from.

    ``monitors`` are the people of each role that monitors, ``scored`` the contacts that QA has
    scored in the period, and ``unmeasured`` how many calls of those people are not among ``calls``
    because the plan asks for a length and theirs is not known.
    """

    period: str
    listened: tuple[Listened, ...]
    calls: tuple[Call, ...]
    monitors: Mapping[str, tuple[str, ...]]
    scored: frozenset[str] = frozenset()
    unmeasured: int = 0


def draw_sample(plan: SamplingPlanRule, frame: Frame) -> Sample:
    """Return the calls of a plan, who hears each, and what each monitor has to hear.

    Each person's calls are drawn so that every kind of call has its part, by largest remainder.
    Where shares are of the quota, monitors divide the sample among them, and those without a
    share take the rest; where they are of recordings, or of what was scored, calls are drawn for
    them beside it. Nobody is given a call of his own.
    """
    drawing = _Drawing(plan, frame)
    own = [x for each in frame.listened for x in drawing.of_person(each)]
    if plan.share_of is ShareOf.QUOTA:
        quotas, draws = drawing.divided(own)
    else:
        quotas, draws = drawing.beside(own)
    return Sample(
        plan=plan.name,
        period=frame.period,
        strata=plan.strata,
        listened=frame.listened,
        draws=tuple(sorted(draws, key=lambda x: (x.agent, x.key, x.monitor))),
        quotas=tuple(quotas),
        unmeasured=frame.unmeasured,
    )


class _Drawing:
    """A sample in the making."""

    def __init__(self, plan: SamplingPlanRule, frame: Frame) -> None:
        self._plan = plan
        self._frame = frame
        self._calls: dict[str, list[Call]] = {}
        heard = {each.employee for each in frame.listened}
        for call in dict.fromkeys(frame.calls):
            if call.agent in heard:
                self._calls.setdefault(call.agent, []).append(call)

    def _key(self, *parts: str) -> str:
        plan = self._plan
        text = "\n".join((str(plan.seed), plan.name, self._frame.period, *parts))
        return hashlib.sha256(text.encode()).hexdigest()

    def _of_call(self, call: Call) -> str:
        return self._key(call.agent, call.contact_id)

    # -- the sample of each person ------------------------------------------------------------

    def of_person(self, listened: Listened) -> Iterator[Draw]:
        """Yield the calls of one person, each kind with its part of them."""
        calls = self._calls.get(listened.employee, [])
        yield from self._drawn(calls, min(listened.needed, len(calls)), ShareOf.QUOTA)

    def _drawn(self, calls: Sequence[Call], count: int, base: ShareOf) -> Iterator[Draw]:
        kinds: dict[tuple[str, ...], list[Call]] = {}
        for call in calls:
            kinds.setdefault(call.kind(self._plan.strata), []).append(call)
        order = sorted(kinds, key=lambda kind: self._key(base.value, *kind))
        seats = largest_remainder(count, [len(kinds[kind]) for kind in order])
        for kind, number in zip(order, seats, strict=True):
            ordered = sorted(kinds[kind], key=self._of_call)
            for place, call in enumerate(ordered[:number], 1):
                yield Draw(
                    contact_id=call.contact_id,
                    agent=call.agent,
                    monitor=_NOBODY,
                    base=base,
                    stratum=kind,
                    seats=number,
                    size=len(ordered),
                    place=place,
                    key=self._of_call(call)[:12],
                )

    # -- who hears them -----------------------------------------------------------------------

    def divided(self, draws: Sequence[Draw]) -> tuple[list[Quota], list[Draw]]:
        """Return the quotas of all monitors, and the draws with whoever hears each.

        Whoever has the greatest part of his share left takes the next, in the order of the seed.
        """
        dues = self._dues(len(draws))
        whole = {who: due for (_, who), due in dues.items()}
        left = dict(whole)
        given: list[Draw] = []
        for draw in sorted(draws, key=lambda x: x.key):
            able = [who for who, rest in left.items() if rest and who != draw.agent]
            best = max(
                able, key=lambda who: (Fraction(left[who], whole[who]), who), default=_NOBODY
            )
            if best:
                left[best] -= 1
            given.append(attrs.evolve(draw, monitor=best))
        return list(self._quotas(dues, len(draws), given)), given

    def beside(self, draws: Sequence[Draw]) -> tuple[list[Quota], list[Draw]]:
        """Return the quotas where shares are of recordings, with the draws made for them."""
        quotas, given = self.divided(draws)
        calls = [call for listed in self._calls.values() for call in listed]
        if self._plan.share_of is ShareOf.RELISTEN:
            calls = [call for call in calls if call.contact_id in self._frame.scored]
        for monitor, who in self._people():
            if monitor.share is None:
                continue
            due = whole_share(monitor.share.number, len(calls))
            heard = [call for call in calls if call.agent != who]
            own = [
                attrs.evolve(draw, monitor=who)
                for draw in self._drawn(heard, min(due, len(heard)), self._plan.share_of)
            ]
            given.extend(own)
            quotas.append(_quota(monitor, who, base=len(calls), due=due, drawn=len(own)))
        return quotas, given

    def _people(self) -> Iterator[tuple[MonitorRule, str]]:
        for monitor in self._plan.monitors:
            for who in sorted(self._frame.monitors.get(monitor.role.value, ())):
                yield monitor, who

    def _dues(self, quota: int) -> dict[tuple[str, str], int]:
        """Return what each monitor has to hear of the quota, by group and person."""
        is_shared = self._plan.share_of is ShareOf.QUOTA
        found: dict[tuple[str, str], int] = {}
        rest: list[tuple[str, str]] = []
        for monitor, who in self._people():
            if monitor.share is None:
                rest.append((monitor.name, who))
            elif is_shared:
                found[monitor.name, who] = whole_share(monitor.share.number, quota)
        left = max(quota - sum(found.values()), 0)
        found.update(zip(rest, largest_remainder(left, [1] * len(rest)), strict=True))
        return found

    def _quotas(
        self, dues: Mapping[tuple[str, str], int], base: int, draws: Iterable[Draw]
    ) -> Iterator[Quota]:
        drawn: dict[str, int] = {}
        for draw in draws:
            drawn[draw.monitor] = drawn.get(draw.monitor, 0) + 1
        for monitor, who in self._people():
            if (monitor.name, who) in dues:
                due = dues[monitor.name, who]
                yield _quota(monitor, who, base=base, due=due, drawn=drawn.get(who, 0))


def _plain_quota(quota: Quota) -> dict[str, Any]:
    share = quota.share
    return {
        "monitor": quota.monitor,
        "employee": quota.employee,
        "share": None if share is None else [share.numerator, share.denominator],
        "base": quota.base,
        "due": quota.due,
        "drawn": quota.drawn,
    }


def _quota(monitor: MonitorRule, who: str, *, base: int, due: int, drawn: int) -> Quota:
    return Quota(
        monitor=monitor.name,
        employee=who,
        share=None if monitor.share is None else monitor.share.number,
        base=base,
        due=due,
        drawn=drawn,
    )
