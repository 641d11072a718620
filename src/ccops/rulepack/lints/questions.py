"""Questions: what lints ask of a pack that is made ready for a period."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ccops.kpi import Better
from ccops.plan import RowStep, WindowStep
from ccops.plan.steps import PopulationStep
from ccops.rulepack.lints.formulas import Looked, look, look_at_records
from ccops.rulepack.lints.upstream import (
    Followed,
    Theme,
    follow,
    given_themes,
    leaves,
    measured_themes,
    names_read,
    reads_of,
    walk_back,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from ccops.kpi import Indicator, RecordKind
    from ccops.plan import FigureStep, Key, PayLine, Plan, Policy
    from ccops.plan.populations import Lineage
    from ccops.rulepack.lints.asking import Subject
    from ccops.rulepack.lints.deciding import Demands
    from ccops.rulepack.pack import Pack
    from ccops.rulepack.pack_rules import PackRule
    from ccops.rules import Name

T = TypeVar("T")
#: The sections whose rules are about something that rules on pay must know.
_WITH_THEMES: Final = ("indicators", "facts")
#: What is told of the way in which talk time is good.
_WAYS: Final = {Better.LOWER: "word-shorter-better", Better.HIGHER: "word-longer-better"}
_EITHER_WAY: Final = "word-no-direction"

# -- what is written ----------------------------------------------------------------------------


def whole_pack(subject: Subject) -> Pack:
    """Return the pack itself, whatever in it a lint looks at."""
    return subject.pack


def head(subject: Subject) -> PackRule:
    """Return what a pack says of itself."""
    return subject.assembly.rules.pack


def section(subject: Subject, name: str) -> tuple[Any, ...]:
    """Return the rules of a section that hold in the period."""
    return subject.assembly.rules.section(name)


def names(subject: Subject, section: str) -> tuple[str, ...]:
    """Return the ids of the rules of a section that hold in the period."""
    return tuple(each.name for each in subject.assembly.rules.section(section))


def policies(subject: Subject) -> tuple[Policy, ...]:
    """Return the policies that hold in the period."""
    return subject.assembly.rules.policies


def policies_of(subject: Subject, kind: type[Any]) -> tuple[Any, ...]:
    """Return the policies of a kind that hold in the period."""
    return tuple(each for each in policies(subject) if isinstance(each, kind))


def own_lines(subject: Subject) -> tuple[tuple[Policy, PayLine], ...]:
    """Return the pay lines that policies add, each with its policy."""
    first = subject.like((policies,))
    if first is not None:
        return first.answer(own_lines)
    once = subject.memo.once
    return tuple(chain.from_iterable(once(each, _lines_of) for each in policies(subject)))


def _lines_of(policy: Policy) -> tuple[tuple[Policy, PayLine], ...]:
    return tuple((policy, each) for each in policy.lines())


def last_day(subject: Subject) -> dt.date:
    """Return the last day of the period."""
    return subject.assembly.period.days(head(subject).default_calendar.value).last


def label(subject: Subject) -> str:
    """Return what the period is called."""
    return subject.assembly.period.label


def constant(subject: Subject, name: str) -> Name | None:
    """Return what a parameter or decision stands for in the period."""
    return subject.assembly.constants.get(name)


def indicators(subject: Subject) -> tuple[Indicator, ...]:
    """Return what is measured."""
    return subject.assembly.indicators


def record_kinds(subject: Subject) -> Mapping[str, RecordKind]:
    """Return the kinds of records there are, by name."""
    return subject.pack.catalog.record_kinds


def themes(subject: Subject) -> Mapping[str, frozenset[Theme]]:
    """Return what each indicator and each fact of the host is about, by name."""
    first = subject.like(*((section, name) for name in _WITH_THEMES))
    if first is not None:
        return first.answer(themes)
    once, (indicators, facts) = subject.memo.once, (section(subject, n) for n in _WITH_THEMES)
    found = {each.name: once(each, measured_themes) for each in indicators}
    return found | {each.name: once(each, given_themes) for each in facts}


def timed(subject: Subject) -> Mapping[str, str]:
    """Return what is about time spent on contacts, by name, with the way in which it is good.

    An indicator says which way is good; a fact of the host has no direction of its own.
    """
    first = subject.like(*((section, name) for name in _WITH_THEMES))
    if first is not None:
        return first.answer(timed)
    about = subject.answer(themes)
    indicators, facts = (section(subject, name) for name in _WITH_THEMES)
    ways = {each.name: _WAYS.get(each.better, "") for each in indicators}
    ways |= dict.fromkeys((each.name for each in facts), _EITHER_WAY)
    return {n: way for n, way in ways.items() if way and Theme.TALK in about.get(n, ())}


# -- the plan -----------------------------------------------------------------------------------


def plan(subject: Subject) -> Plan:
    """Return the plan itself, whatever in it a check looks at."""
    return subject.assembly.plan


def named(subject: Subject) -> Plan:
    """Return the plan as far as names go: the first one, where it has the very same.

    That is who has which figures and ranks, which facts there are, and how populations lie.
    """
    now, first = subject.assembly.plan, subject.first
    if first is None:
        return now
    before = first.assembly.plan
    is_alike = now.definitions.is_laid_as(before.definitions)
    return before if is_alike and now.facts.keys() == before.facts.keys() else now


def steps(subject: Subject, kind: type[Any]) -> tuple[Any, ...]:
    """Return the steps of one kind."""
    return subject.assembly.plan.of_kind(kind)


def steps_of_all(subject: Subject, kind: type[Any]) -> tuple[Any, ...]:
    """Return the steps of one kind: those of employees, and those of teams and the center."""
    return tuple(each for plan in subject.assembly.plans for each in plan.of_kind(kind))


def eligibility_steps(subject: Subject) -> tuple[RowStep, ...]:
    """Return the steps of the codes of eligibility groups."""
    first = subject.like((section, "eligibility"), (steps, RowStep))
    if first is not None:
        return first.answer(eligibility_steps)
    groups = subject.assembly.rules.by_name("eligibility")
    rows = subject.answer(steps, RowStep)
    asked = (each for each in rows if each.rule.policy in groups)
    return tuple(each for each in asked if each.key.name != each.rule.policy)


def figure(subject: Subject, key: Key) -> FigureStep | None:
    """Return the step of one figure of one population."""
    plans = subject.assembly.plans
    return next((plan.figures[key] for plan in plans if key in plan.figures), None)


def steps_of(subject: Subject, name: str) -> tuple[FigureStep, ...]:
    """Return the steps of a figure, one per population."""
    return subject.assembly.plan.steps_of(name)


def populations_of(subject: Subject, name: str) -> tuple[str, ...]:
    """Return the populations for which a figure is defined."""
    listed = subject.assembly.plan.definitions.by_name.get(name, ())
    return tuple(each.population.value for each in listed)


def works_out_anything(subject: Subject) -> bool:
    """Say whether there is any figure."""
    return bool(subject.assembly.plan.definitions.by_name)


def lineage(subject: Subject) -> Lineage:
    """Return how populations lie within each other."""
    return subject.assembly.plan.definitions.lineage


def demands(subject: Subject) -> Mapping[str, Demands]:
    """Return what each population demands of those who belong to it, as far as it is proven."""
    first = subject.like((steps, PopulationStep))
    if first is not None:
        return first.answer(demands)
    listed = subject.answer(steps, PopulationStep)
    return {each.rule.name: each.demands for each in listed if each.formula is not None}


def pay_lines(subject: Subject) -> tuple[PayLine, ...]:
    """Return the pay lines."""
    return subject.assembly.plan.lines


def history(subject: Subject) -> tuple[str, ...]:
    """Return what the windows read of earlier periods, in words."""
    first = subject.like((steps_of_all, WindowStep))
    if first is not None:
        return first.answer(history)
    needs = (need for plan in subject.assembly.plans for need in plan.history_needs)
    return tuple(dict.fromkeys(map(str, needs)))


def looked(subject: Subject) -> tuple[Looked, ...]:
    """Return what can be said of the formulas of the pack without data, if there is anything."""
    once, first, assembly = subject.memo.once, subject.first, subject.assembly
    if first is not None:
        others = _others(first.assembly.plan.steps, assembly.plan.steps)
        measured = _others(first.assembly.indicators, assembly.indicators)
        said = (
            *(once(each, look) for each in others),
            *(once(e, look_at_records) for e in measured),
        )
        if not any(said):
            return first.answer(looked)
    figures = (once(each, look) for each in assembly.plan.steps)
    measures = (once(each, look_at_records) for each in assembly.indicators)
    return tuple(chain.from_iterable((*figures, *measures)))


def _others(before: tuple[T, ...], now: tuple[T, ...]) -> Iterable[T]:
    """Return what of two lists is not the very same at the same place."""
    if len(before) != len(now):
        return (*before, *now)
    pairs = zip(before, now, strict=True)
    return [each for pair in pairs if pair[0] is not pair[1] for each in pair]


# -- what follows from what ---------------------------------------------------------------------


def moved(subject: Subject) -> frozenset[Key] | None:
    """Return the figures that read others than in the first plan; ``None``: there are others."""
    if subject.first is None:
        return frozenset()
    first, now = subject.first.assembly.plan, subject.assembly.plan
    before = first.figures
    if before.keys() != now.figures.keys():
        return None
    changed = ((before[key], each) for key, each in now.figures.items() if before[key] is not each)
    return frozenset(
        each.key for was, each in changed if reads_of(first, was) != reads_of(now, each)
    )


def walked(subject: Subject, name: str) -> tuple[tuple[str, ...], frozenset[Key]]:
    """Return the names of all that a figure follows from, nearest first, and by which figures."""
    return walk_back(subject.assembly.plan, name)


def behind(subject: Subject, name: str) -> tuple[str, ...]:
    """Return the names of all facts and figures a figure follows from, nearest first."""
    others = subject.answer(moved)
    if subject.first is not None and others is not None:
        found, by = subject.first.answer(walked, name)
        if others.isdisjoint(by):
            return found
    return subject.answer(walked, name)[0]


def following(subject: Subject, names: frozenset[str]) -> frozenset[str]:
    """Return the names of all figures that follow from some facts or figures, those among it."""
    others, first = subject.answer(moved), subject.first
    if first is not None and others is not None:
        figures, found = subject.assembly.plan.figures, first.answer(followed, names)
        is_ordered_alike = [*first.assembly.plan.figures] == [*figures]
        if is_ordered_alike and all(found.holds_for(each, figures[each]) for each in others):
            return first.answer(following, names)
    return frozenset(subject.answer(followed, names).since)


def followed(subject: Subject, names: frozenset[str]) -> Followed:
    """Return the figures that follow from some facts or figures, in their order."""
    once, figures = subject.memo.once, subject.assembly.plan.figures
    return follow(((key, once(step, names_read)) for key, step in figures.items()), names)


def ends(subject: Subject, key: Key) -> tuple[FigureStep | str, ...]:
    """Return what a figure follows from in the end: facts by name, and ranks."""
    return leaves(subject.assembly.plan, key)
