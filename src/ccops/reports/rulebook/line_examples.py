"""Examples on one line: what was known, and what the engine made of it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import attrs

from ccops.facts import GroupKind
from ccops.messages import Origin
from ccops.plan import Trace
from ccops.reports.parts.unfolding import Told, Unfolder
from ccops.reports.rulebook.case_index import NO_LINE, CaseIndex, Place
from ccops.reports.rulebook.counted_examples import CountedExample, counted_of, counted_over_all
from ccops.reports.rulebook.example_tables import unfolder_of
from ccops.reports.rulebook.telling import Teller
from ccops.settlement import Settlement, write_value
from ccops.values import Missing, NotApplicable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.reports.rulebook.entries import Rule
    from ccops.rulepack.cases.case import Case

#: Of so many places that show a name the best is taken.
_TRIED: Final = 4
#: Sections whose rules give what is called as they are, of a person or of a group.
_BY_NAME: Final = frozenset({"figures", "indicators", "targets", "goals", "accounts"})
#: So many values a line names; of more it says how many there are.
_NAMED: Final = 6


@attrs.frozen(kw_only=True, eq=False)
class LineExample:
    """What a figure came to in a case, of whom, and the settlement that says why."""

    period: str
    kind: GroupKind | None
    subject: str
    figure: str
    settlement: Settlement
    trace: Trace

    @property
    def clarity(self) -> tuple[bool, bool, int]:
        """How little it shows: nothing known, nothing that it is made of, what is missing."""
        values = [each.value.cell for each in self.trace.inputs]
        nothing = isinstance(self.trace.value.cell, Missing)
        unknown = sum(isinstance(each, Missing) for each in values)
        alone = not self.trace.inputs and not self.trace.reasons and self.trace.gathered is None
        return nothing, alone, unknown


#: Either is told on a line.
Line = LineExample | CountedExample


@attrs.frozen(eq=False)
class LineExamples:
    """Finds the examples of rules that pay or score nothing themselves."""

    index: CaseIndex

    @cached_property
    def _given(self) -> Mapping[str, tuple[str, ...]]:
        """What rules give, of people and of groups, by the names of the rules."""
        found: dict[str, tuple[str, ...]] = {}
        for step in self.index.pack.check_assembly().plan.figures.values():
            policy = step.definition.policy
            found[policy] = (*found.get(policy, ()), step.key.name)
        return found

    def of_rule(self, rule: Rule) -> Line | None:
        """Return an example of the first thing a rule gives that a case shows."""
        if rule.card.section == "eligibility":
            return self._barred(rule)
        names = self._names(rule)
        found = (self._found(name, rule) for name in names)
        return next((each for each in found if each is not None), None)

    def in_passing(self, rule: Rule) -> Line | None:
        """Return an example of what a case came to on its way, and does not name itself."""
        names = self._names(rule)
        for case, settlement in self.index.worked_out:
            for name in names:
                place = self._came_to(case, settlement, name)
                found = self._line(place, name, rule) if place is not None else None
                if found is not None and not found.clarity[0]:
                    return found
        return None

    def _names(self, rule: Rule) -> tuple[str, ...]:
        """Return what a rule gives, of people and of groups."""
        section, name = rule.key
        gives = [each.name for each in rule.card.gives]
        own = [name] if section in _BY_NAME else []
        if section == "funnels":
            own = [each for each in self.index.expected if each.startswith(f"{name}_")]
        return tuple(dict.fromkeys([*gives, *self._given.get(name, ()), *own]))

    def _came_to(self, case: Case, settlement: Settlement, name: str) -> Place | None:
        """Return the first person of a case who has a figure."""
        for who in case.employees:
            if name in case.pin.get(who, {}):
                continue
            try:
                value = settlement.value(who, name)
            except LookupError:
                continue
            if not isinstance(value, NotApplicable):
                return Place(case=case, kind=None, subject=who, expected="")
        return None

    def is_nobodys(self, rule: Rule) -> bool:
        """Say whether cases show that under the readings taken nobody has what a rule gives."""
        names = [each.name for each in rule.card.gives]
        places = [each for name in names for each in self.index.expected.get(name, ())]
        return bool(places) and all(each.expected == NO_LINE for each in places)

    def is_of_another_reading(self, rule: Rule) -> bool:
        """Say whether cases show what a rule gives under other readings than those taken."""
        return not self.index.elsewhere_named.isdisjoint(self._names(rule))

    def _found(self, name: str, rule: Rule) -> Line | None:
        for listed in (self.index.expected, self.index.expected_above):
            best: Line | None = None
            for each in listed.get(name, ())[:_TRIED]:
                found = self._line(each, name, rule)
                if found is not None and (best is None or found.clarity < best.clarity):
                    best = found
            if best is not None:
                return best
        return counted_over_all(self.index, name)

    def _line(self, place: Place, name: str, rule: Rule) -> Line | None:
        settlement = self.index.settled(place.case)
        if settlement is None or place.expected == NO_LINE:
            return None
        if place.kind is not None:
            settlement = settlement.larger(place.kind)
        trace = settlement.explain(place.subject, name).trace
        if trace.policy not in ("", rule.card.name):
            return None
        if not trace.inputs and trace.kind == "measured" and place.kind is None:
            return counted_of(self.index, place, name)
        if not trace.inputs and trace.kind in ("fact", "measured"):
            return None  # it is given, not worked out
        return LineExample(
            period=place.case.period,
            kind=place.kind,
            subject=place.subject,
            figure=name,
            settlement=settlement,
            trace=trace,
        )

    def _barred(self, rule: Rule) -> Line | None:
        """Return somebody who is barred for a reason of a rule, and what he does not get."""
        flags = {each.name for each in rule.card.gives}
        for case, subject, figure in self._hit():
            settlement = self.index.settled(case)
            if settlement is None:
                continue
            reasons = settlement.reasons(subject, figure)
            if flags.intersection(each.flag for each in reasons):
                return LineExample(
                    period=case.period,
                    kind=None,
                    subject=subject,
                    figure=figure,
                    settlement=settlement,
                    trace=settlement.explain(subject, figure).trace,
                )
        return None

    def _hit(self) -> Iterator[tuple[Case, str, str]]:
        """Yield who gets what not, for a reason, in which case."""
        for case in self.index.own:
            for subject, listed in case.reasons.items():
                yield from ((case, subject, figure) for figure, hit in listed.items() if hit)


def told_line(example: Line, teller: Teller) -> str:
    """Return an example in words, on one line."""
    if isinstance(example, CountedExample):
        return example.told(teller)
    return _Telling(example, teller, unfolder_of(example.settlement, teller)).line()


@attrs.frozen(eq=False)
class _Telling:
    """Tells an example: the values it is made of, and what it comes to."""

    example: LineExample
    teller: Teller
    unfolder: Unfolder

    def line(self) -> str:
        say, trace = self.teller.words.say, self.example.trace
        given = list(dict.fromkeys(self._given(trace)))
        if len(given) > _NAMED:
            more = say("book-line-more", count=len(given) - _NAMED)
            given = [*given[:_NAMED], more]
        value = self._value(trace)
        told = say("book-listed").join(given)
        key = "book-line-given" if told else "book-line-alone"
        label = self.teller.names.plain(self.unfolder.label(trace))
        return say(key, period=self.example.period, given=told, label=label, value=value)

    def _given(self, trace: Trace) -> Iterator[str]:
        for reason in trace.reasons:
            yield self.teller.words.label(reason.label, reason.code)
        if trace.gathered is not None:
            inside, counted = trace.gathered.inside, trace.gathered.kept
            yield self.teller.words.say("book-line-people", count=inside, counted=counted)
        for each in trace.inputs if not trace.reasons else ():
            alone = attrs.evolve(each, inputs=(), origin=Origin(), policy="")
            step = self.unfolder.step(alone, Told())
            label = self.teller.names.plain(step.label)
            yield self.teller.words.say("book-fact", label=label, value=step.value)

    def _value(self, trace: Trace) -> str:
        cell = trace.value.cell
        if isinstance(cell, NotApplicable):
            return write_value(cell, trace.value.type.unit, locale=self.teller.words.locale)
        return self.unfolder.value(trace.value)
