"""Sampling plans: who monitors how many of whose calls (S0-05, S0-15, S4-16).

::

    month_sample:
      label: {zh: 月度监听抽样, en: monthly sample}
      roles: [agent]
      calls: 8
      newcomers: {calls: 12, months: 3}
      spread: [queue, hour]
      monitors:
        qa: {role: qa_trainer}
        supervisor: {role: seat_supervisor, share_parameter: monitoring_share}
      share_of: quota
      seed: 2026
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

import attrs

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text, nearest
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import Scalar, Unit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping


class Stratum(enum.Enum):
    """By what the calls of a person are told apart, so that each kind has its part."""

    QUEUE = "queue"
    HOUR = "hour"
    DAY = "day"


class ShareOf(enum.Enum):
    """Of what a monitor has to hear a share (S4-16).

    The quota of the whole plan, all recordings of the period, or what QA has scored already,
    to be heard once more.
    """

    QUOTA = "quota"
    RECORDINGS = "recordings"
    RELISTEN = "relisten"


@frozen(kw_only=True)
class NewcomerRule:
    """``{calls: 12, months: 3}``: how many calls of people in their first months."""

    calls: int = pack_field(Shape.WHOLE, zh="每人通数", en="how many calls of each")
    months: int = pack_field(Shape.WHOLE, zh="入职月数", en="for how many months from the start")
    origin: Origin = origin_field()


@frozen(kw_only=True)
class MonitorRule:
    """Those of a role, each of whom hears a share; without one they hear what others do not."""

    name: str = name_field()
    label: Label = pack_field(
        Shape.LABEL, default=Label(), zh="显示名称", en="what people call it"
    )
    role: Text = pack_field(Shape.NAME, of="role", zh="职务", en="who monitors")
    share: Scalar | None = pack_field(
        Shape.SCALAR,
        unit=Unit.RATIO,
        default=None,
        zh="比例",
        en="the share each of them hears, of what share_of says; rounded up to whole calls",
    )
    share_parameter: Text | None = pack_field(
        Shape.NAME,
        of="parameter",
        default=None,
        zh="比例参数",
        en="the parameter of the pack that is the share, instead of share",
    )
    origin: Origin = origin_field()

    def with_share(self, parameters: Mapping[str, Scalar]) -> MonitorRule | None:
        """Return the rule with its share; ``None`` where the parameter holds no more."""
        if self.share_parameter is None:
            return self
        share = parameters.get(self.share_parameter.value)
        return None if share is None else attrs.evolve(self, share=share)


@frozen(kw_only=True)
class SamplingPlanRule:
    """Whose calls are heard in a period, how many of each, and by whom.

    The sample is drawn by a fixed seed: the same calls on any machine and any day.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    roles: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="role", zh="被监听职务", en="whose calls are heard"
    )
    calls: int = pack_field(Shape.WHOLE, zh="每人通数", en="how many calls of each in a period")
    newcomers: NewcomerRule | None = pack_field(
        Shape.ONE, of=NewcomerRule, default=None, zh="新员工", en="how many of newcomers"
    )
    spread: tuple[Text, ...] = pack_field(
        Shape.NAMES,
        of="stratum",
        default=(),
        zh="分层",
        en="by what the calls of a person are told apart; each kind has its part",
    )
    shortest: Scalar | None = pack_field(
        Shape.SCALAR,
        unit=Unit.DURATION,
        default=None,
        zh="最短通话",
        en="calls shorter than this are not drawn",
    )
    monitors: tuple[MonitorRule, ...] = pack_field(
        Shape.BY_NAME, of=MonitorRule, zh="监听人", en="who monitors"
    )
    share_of: ShareOf = pack_field(
        Shape.WORD,
        of=ShareOf,
        default=ShareOf.QUOTA,
        zh="比例基数",
        en="of what the shares of monitors are",
    )
    calendar: Text | None = pack_field(
        Shape.NAME,
        of="calendar",
        default=None,
        zh="周期",
        en="whose periods; none: the pack's default calendar",
    )
    seed: int = pack_field(
        Shape.WHOLE, zh="种子", en="another number draws other calls, by the same rules"
    )
    origin: Origin = origin_field()

    @property
    def strata(self) -> tuple[Stratum, ...]:
        """By what calls are told apart, of a plan that was checked."""
        return tuple(Stratum(each.value) for each in self.spread)

    def with_shares(self, parameters: Mapping[str, Scalar]) -> SamplingPlanRule:
        """Return the plan with the shares that are parameters, as they are in a period."""
        monitors = (each.with_share(parameters) for each in self.monitors)
        return attrs.evolve(self, monitors=tuple(filter(None, monitors)))


def check_sampling_plans(
    plans: Iterable[SamplingPlanRule],
    roles: Collection[str],
    parameters: Mapping[str, Unit],
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with sampling plans.

    ``parameters`` are those of the pack by their units. Roles no pack declares
    (``unknown-role``), strata there are not (``sampling-stratum``), numbers and shares that are
    none (``sampling-number``, ``sampling-share``), shares that are no parameter
    (``unknown-name``), a role that monitors twice (``sampling-role-twice``), people who hear
    their own calls alone (``sampling-own-calls``).
    """
    return tuple(
        each
        for plan in plans
        for each in (*_problems(plan, roles), *_share_problems(plan, parameters))
    )


def _share_problems(
    plan: SamplingPlanRule, parameters: Mapping[str, Unit]
) -> Iterator[Diagnostic]:
    for monitor in plan.monitors:
        named, told = monitor.share_parameter, {"name": plan.name, "monitor": monitor.name}
        if named is not None and named.value not in parameters:
            near = nearest(named.value, parameters) or "-"
            args = {"name": named.value, "near": near}
            yield Diagnostic(code="unknown-name", span=named.span, args=args)
        elif named is not None and (
            monitor.share is not None or parameters[named.value] is not Unit.RATIO
        ):
            yield Diagnostic(code="sampling-share", span=named.span, args=told)


def _problems(plan: SamplingPlanRule, roles: Collection[str]) -> Iterator[Diagnostic]:
    for each in (*plan.roles, *(monitor.role for monitor in plan.monitors)):
        if each.value not in roles:
            told = {"role": each.value, "nearest": nearest(each.value, roles) or "-"}
            yield Diagnostic(code="unknown-role", span=each.span, args=told)
    strata = [each.value for each in Stratum]
    for each in plan.spread:
        if each.value not in strata:
            told = {"stratum": each.value, "known": ", ".join(strata)}
            yield Diagnostic(code="sampling-stratum", span=each.span, args=told)
    yield from _number_problems(plan)
    yield from _monitor_problems(plan)


def _number_problems(plan: SamplingPlanRule) -> Iterator[Diagnostic]:
    numbers = {"calls": plan.calls}
    if plan.newcomers is not None:
        numbers |= {"newcomers": plan.newcomers.calls, "months": plan.newcomers.months}
    if plan.shortest is not None:
        numbers["shortest"] = int(plan.shortest.number)
    for key in [key for key, number in numbers.items() if number < 1]:
        told = {"name": plan.name, "key": key}
        yield Diagnostic(code="sampling-number", span=plan.origin.span, args=told)


def _monitor_problems(plan: SamplingPlanRule) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for monitor in plan.monitors:
        told = {"name": plan.name, "monitor": monitor.name}
        if monitor.role.value in seen:
            more = {"role": monitor.role.value, **told}
            yield Diagnostic(code="sampling-role-twice", span=monitor.role.span, args=more)
        seen.add(monitor.role.value)
        if monitor.share is not None and not 0 < monitor.share.number <= 1:
            yield Diagnostic(code="sampling-share", span=monitor.origin.span, args=told)
    if not seen - {each.value for each in plan.roles}:
        told = {"name": plan.name}
        yield Diagnostic(code="sampling-own-calls", span=plan.origin.span, args=told)
