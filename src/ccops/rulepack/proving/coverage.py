"""Coverage: which points of a pack its cases reach, and which they do not."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from ccops.errors import CcopsError
from ccops.plan import PeriodRule
from ccops.rulepack.cases.evaluations import scoring_forms
from ccops.rulepack.clauses import home_of
from ccops.rulepack.proving.points import Point, PointKind, by_place
from ccops.rulepack.proving.reached import Reached, Tag
from ccops.rulepack.proving.reaching import reached_by
from ccops.rulepack.proving.step_points import Probes
from ccops.rulepack.reading.leaves import CLOSED, value_at
from ccops.rulepack.stretches import Stretches
from ccops.rulepack.text.nodes import ScalarNode, walk
from ccops.rulepack.word_rules import NAMING

if TYPE_CHECKING:
    from ccops.plan import ParameterRule
    from ccops.rulepack.cases.case import Case
    from ccops.rulepack.cases.runs import CaseRunner
    from ccops.rulepack.pack import Pack
    from ccops.values import Period

#: The tag of a rule by its section; rules of all other sections become figures.
_TAGS: Final[Mapping[str, Tag]] = {
    "populations": "population",
    "parameters": "parameter",
    "indicators": "indicator",
    "contracts": "contract",
    "calendars": "calendar",
}
#: Sections that name no parameter because a figure reads it.
_NO_RULES: Final = NAMING | {"parameters", "choices", "pack", "cases", "defaults"}
_WORD: Final = re.compile(r"\w+")


@attrs.frozen(kw_only=True)
class Coverage:
    """The points of a pack and those its cases hit; ``reached`` is what each case by itself does.

    ``reached`` is by the name of the case; one that could not be settled reaches nothing.
    """

    points: frozenset[Point]
    hit: frozenset[Point]
    reached: Mapping[str, Reached]

    @property
    def missed(self) -> tuple[Point, ...]:
        """The points no case hits, by place."""
        return by_place(self.points - self.hit)

    @property
    def share(self) -> Fraction:
        """The part of the points that is hit; all, where there is nothing to hit."""
        return Fraction(len(self.hit), len(self.points)) if self.points else Fraction(1)

    def by_kind(self) -> Mapping[PointKind, tuple[int, int]]:
        """Return how many points of each kind are hit, and how many there are."""
        found: dict[PointKind, tuple[int, int]] = {}
        for kind in PointKind:
            own = [each for each in self.points if each.kind is kind]
            if own:
                found[kind] = (sum(each in self.hit for each in own), len(own))
        return found


def tag_of(section: str) -> Tag:
    """Return what a rule of a section is called where cases depend on it."""
    return _TAGS.get(section, "figure")


def measure_coverage(
    runner: CaseRunner, cases: Collection[Case], *, probes: Probes | None = None
) -> Coverage:
    """Return what the cases of a pack reach; one that cannot be settled reaches nothing."""
    probes = probes or Probes()
    pack = runner.pack
    reached = {case.name: _reached(runner, case, probes) for case in cases}
    cases = [case for case in cases if _is_of(pack, case)]
    hit = frozenset[Point]().union(*(each.points for each in reached.values()))
    home = home_of(pack)
    points = frozenset(
        point
        for point in _all_points(runner, cases, probes)
        if point.span is not None and point.span.file.partition("/")[0] == home
    )
    return Coverage(points=points, hit=points & hit, reached=reached)


def _is_of(pack: Pack, case: Case) -> bool:
    """Say whether a case is of a period and of readings there are; another one has failed."""
    try:
        pack.period(case.period)
    except ValueError:
        return False
    return all(
        name in pack.choices and reading in pack.choices[name].readings
        for name, reading in case.choose.items()
    )


def _reached(runner: CaseRunner, case: Case, probes: Probes) -> Reached:
    try:
        month = runner.month(case)
        settlement = month.settled()
        reached = reached_by(month, settlement, probes)
    except (CcopsError, ValueError):
        return Reached(points=frozenset(), rules=frozenset())
    taken = month.pack
    points = {*reached.points, *_readings_met(taken, reached.rules)}
    for rule in taken.rules.section("parameters"):
        if ("parameter", rule.name) in reached.rules:
            points.update(_value_met(taken, rule, month.month.rules.period))
    return Reached(points=frozenset(points), rules=reached.rules)


# -- all points ---------------------------------------------------------------------------------


def _all_points(runner: CaseRunner, cases: Collection[Case], probes: Probes) -> Iterator[Point]:
    pack = runner.pack
    for label in labels_of(pack, cases):
        for readings in each_reading(pack, cases):
            taken = pack.with_choices(**readings) if readings else pack
            yield from _points_at(taken, label, probes)
    for label in Stretches.of(pack).labels:
        yield from _points_at(pack, label, probes)
    named = _named_by_rules(pack)
    for rule in pack.rules.section("parameters"):
        if rule.name in named:
            yield from (_value_point(rule, number) for number in _values(rule))
    used = {place.choice for place in pack.choice_places}
    for name in pack.choices.keys() & used:
        yield from (_reading_point(pack, name, each) for each in pack.choices[name].readings)


def _points_at(pack: Pack, label: str, probes: Probes) -> Iterator[Point]:
    assembly = pack.check_assembly(label)
    yield from probes.points(assembly.steps)
    for indicator in assembly.indicators:
        yield from probes.indicator(indicator).points
    for form in scoring_forms(pack):
        yield from probes.form(form).points


def labels_of(pack: Pack, cases: Iterable[Case]) -> tuple[str, ...]:
    """Return the periods of the cases, or the first one of a pack that has none."""
    return tuple(sorted({case.period for case in cases})) or (pack.first_label,)


def each_reading(pack: Pack, cases: Iterable[Case]) -> list[dict[str, str]]:
    """Return readings under which every rule of a pack, in every reading, is there once."""
    found: dict[tuple[tuple[str, str], ...], dict[str, str]] = {(): {}}
    for place in pack.choice_places:
        for reading in pack.choices[place.choice].readings:
            readings = {**dict(place.within), place.choice: reading}
            changed = {
                name: each for name, each in readings.items() if pack.readings[name] != each
            }
            found[tuple(sorted(changed.items()))] = changed
    for case in cases:
        found.setdefault(tuple(sorted(case.choose.items())), dict(case.choose))
    return list(found.values())


# -- readings and values ------------------------------------------------------------------------


def _readings_met(pack: Pack, rules: frozenset[tuple[Tag, str]]) -> Iterator[Point]:
    for (section, rule), names in pack.resolution.used.items():
        if (tag_of(section), rule) in rules:
            yield from (_reading_point(pack, name, pack.readings[name]) for name in names)


def _reading_point(pack: Pack, choice: str, reading: str) -> Point:
    text = pack.choices[choice].readings[reading]
    args = (("reading", reading),)
    return Point(
        kind=PointKind.READING, rule=choice, words="point-reading", span=text.span, args=args
    )


def _named_by_rules(pack: Pack) -> frozenset[str]:
    """Return every word of the rules that may name a parameter, under any reading.

    A parameter that only the check of the pack reads changes nothing a case could show.
    """
    sections = (node for key, node in pack.source_document.entries if key.text not in _NO_RULES)
    scalars = (part for node in sections for part in walk(node) if isinstance(part, ScalarNode))
    return frozenset(word for part in scalars for word in _WORD.findall(part.text))


def _values(rule: ParameterRule) -> Iterator[int]:
    return (number for number, (_, text) in enumerate(rule.values) if text.value != CLOSED)


def _value_point(rule: ParameterRule, number: int) -> Point:
    since, text = rule.values[number]
    args = (("value", text.value), ("since", since.isoformat()))
    return Point(
        kind=PointKind.VALUE, rule=rule.name, words="point-value", span=text.span, args=args
    )


def _value_met(pack: Pack, rule: ParameterRule, period: Period) -> Iterator[Point]:
    """Yield the values of a parameter that a period takes; one that is split takes several."""
    days = period.days(pack.rules.pack.default_calendar.value)
    is_split = rule.period_rule is PeriodRule.SPLIT
    day = days.last if rule.period_rule is PeriodRule.END else days.first
    taken = [value_at(rule.values, day)]
    if is_split:
        taken.extend(text for since, text in rule.values if days.first < since <= days.last)
    for number in _values(rule):
        if any(rule.values[number][1] is text for text in taken):
            yield _value_point(rule, number)
