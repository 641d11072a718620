"""How a booklet shows each rule at work: by its own example, by another's, or why by none."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import attrs

from ccops.career.violations import Violation
from ccops.reports.rulebook.account_examples import AccountExample, account_example
from ccops.reports.rulebook.blocks import fact
from ccops.reports.rulebook.entries import Rule
from ccops.reports.rulebook.example_tables import example_table
from ccops.reports.rulebook.examples import Example, Examples, steps_of
from ccops.reports.rulebook.form_examples import FormExample, form_example
from ccops.reports.rulebook.line_examples import Line, LineExamples, told_line
from ccops.reports.rulebook.unworked import NO_CASE, OTHER_READING, reason_of
from ccops.reports.rulebook.violation_examples import (
    ViolationExample,
    told_violation,
    violation_examples,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ccops.reports.document.model import Fact, Table
    from ccops.reports.rulebook.case_index import CaseIndex
    from ccops.reports.rulebook.telling import Teller
    from ccops.rulepack import Pack
    from ccops.rulepack.cases.case import Case

#: So many examples in which a rule is a step are named.
_NAMED: Final = 3


@attrs.frozen(kw_only=True, eq=False)
class Shown:
    """How one rule is shown at work.

    ``examples``, ``form`` and ``violations`` are tables of its own, ``line``, ``account`` and
    ``violation`` are told on a line; ``nobodys`` says that nobody has what the rule gives,
    ``within`` are the numbers of rules in whose examples it is at work; ``reason`` is why there
    is nothing, by the key of the catalogs that says it.
    """

    examples: tuple[Example, ...] = ()
    form: FormExample | None = None
    violations: ViolationExample | None = None
    violation: Violation | None = None
    line: Line | None = None
    account: AccountExample | None = None
    nobodys: bool = False
    within: tuple[str, ...] = ()
    reason: str = ""

    @property
    def is_own(self) -> bool:
        """Whether the rule has an example of its own."""
        own = (self.form, self.violations, self.violation, self.line, self.account)
        return bool(self.examples) or any(each is not None for each in own)

    def told(self, teller: Teller) -> str:
        """Return what is said on a line; empty where tables or the section say it."""
        if self.account is not None:
            return self.account.told(teller)
        if self.violation is not None:
            return told_violation(self.violation, teller)
        if self.line is not None:
            return told_line(self.line, teller)
        if self.nobodys:
            return teller.words.say("book-line-nobody")
        if self.within:
            numbers = teller.words.say("book-listed").join(self.within)
            return teller.words.say("book-line-within", numbers=numbers)
        return ""

    def facts(self, teller: Teller) -> tuple[Fact, ...]:
        """Return what is said on a line as a fact."""
        told = self.told(teller)
        return (fact(teller.words.say("book-line-head"), told),) if told else ()

    def tables(
        self, rule: Rule, teller: Teller, elsewhere: Mapping[tuple[str, str], str]
    ) -> Iterator[Table]:
        """Yield the tables that show a rule at work."""
        for each in self.examples:
            name = f"example-{rule.card.name}-{each.figure}"
            yield example_table(each, teller, elsewhere=elsewhere, name=name)
        for other in (self.form, self.violations):
            if other is not None:
                yield other.table(teller, f"example-{rule.card.name}-seen")


@attrs.frozen(eq=False)
class Worked:
    """The rules of a booklet, each with what shows it at work."""

    rules: tuple[Rule, ...]
    found: Examples

    @classmethod
    def of(cls, pack: Pack, cases: Sequence[Case], rules: Iterable[Rule]) -> Worked:
        """Return what shows the rules of a pack at work."""
        return cls(tuple(rules), Examples.of(pack, cases))

    @cached_property
    def elsewhere(self) -> Mapping[tuple[str, str], str]:
        """The numbers of the rules whose figures have examples of their own."""
        return {
            (figure, rule.card.name): rule.number
            for rule in self.rules
            for figure in self.found.figures(rule)
        }

    @cached_property
    def shown(self) -> Mapping[tuple[str, str], Shown]:
        """What shows each rule at work, by its section and name."""
        own = {rule.key: self._own(rule) for rule in self.rules}
        steps = self._steps(own)
        return {rule.key: self._shown(rule, own, steps) for rule in self.rules}

    def _own(self, rule: Rule) -> Shown:
        examples = tuple(self.found.of_rule(rule))
        if examples:
            return Shown(examples=examples)
        if rule.card.section == "scorecards":
            form = form_example(self._index, rule)
            if form is not None:
                return Shown(form=form)
        if rule.card.section == "discipline_ladders":
            return Shown(violations=next(iter(self._violations), None))
        if rule.card.section == "hours_accounts":
            return Shown(account=account_example(self._index, rule))
        if rule.card.section == "conducts":
            return Shown(violation=self._violation(rule.card.name))
        line = self._lines.of_rule(rule)
        return Shown(line=line, nobodys=line is None and self._lines.is_nobodys(rule))

    @property
    def _index(self) -> CaseIndex:
        return self.found.index

    @cached_property
    def _lines(self) -> LineExamples:
        return LineExamples(self._index)

    @cached_property
    def _violations(self) -> tuple[ViolationExample, ...]:
        return violation_examples(self._index)

    def _violation(self, conduct: str) -> Violation | None:
        """Return the first violation by a conduct from which something followed."""
        listed = (one for each in self._violations for one in each.violations)
        own = [each for each in listed if each.conduct.name == conduct]
        return next((each for each in own if each.action is not None), None)

    def _steps(self, own: Mapping[tuple[str, str], Shown]) -> Mapping[str, tuple[str, ...]]:
        """Return in the examples of which rules a figure is worked out, by its name."""
        found: dict[str, dict[str, None]] = {}
        for rule in self.rules:
            for each in own[rule.key].examples:
                for step in steps_of(each, self.elsewhere):
                    if not each.is_set(step.name):
                        found.setdefault(step.name, {}).setdefault(rule.number)
        return {name: tuple(numbers) for name, numbers in found.items()}

    def _shown(
        self,
        rule: Rule,
        own: Mapping[tuple[str, str], Shown],
        steps: Mapping[str, tuple[str, ...]],
    ) -> Shown:
        if own[rule.key].is_own or own[rule.key].nobodys:
            return own[rule.key]
        given = (each.name for each in rule.card.gives)
        within = [number for name in given for number in steps.get(name, ())]
        within = within or list(self._readers(rule, own))
        if within and rule.card.section != "choices":
            return Shown(within=tuple(dict.fromkeys(within))[:_NAMED])
        reason = reason_of(rule.card.section)
        if reason != NO_CASE:
            return Shown(reason=reason)
        line = self._lines.in_passing(rule)
        if line is None and self._lines.is_of_another_reading(rule):
            return Shown(reason=OTHER_READING)
        return Shown(line=line, reason="" if line else reason)

    def _readers(self, rule: Rule, own: Mapping[tuple[str, str], Shown]) -> Iterator[str]:
        """Yield the numbers of the rules that read one, and have examples of their own."""
        readers = {(each.section, each.name) for each in rule.card.read_by}
        for each in self.rules:
            if each.key in readers and own[each.key].is_own:
                yield each.number
