"""Deletion: would anybody notice if a clause of the manual were left out of the pack?"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import attrs

from ccops.messages import Diagnostic, Severity, has_errors
from ccops.rulepack.cases.runs import CaseRunner
from ccops.rulepack.clauses import SEVERAL, Clause
from ccops.rulepack.head_checks import check_head
from ccops.rulepack.readings import Readings
from ccops.rulepack.whole_checks import check_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ccops.rulepack.cases.case import Case
    from ccops.rulepack.pack import Pack


@attrs.frozen(kw_only=True)
class Deletion:
    """A clause left out and what notices: a finding of the checker, or a case that fails.

    Neither means that the pack could do without it.
    """

    clause: Clause
    found: Diagnostic | None = None
    case: str = ""

    @property
    def is_noticed(self) -> bool:
        """Whether anything notices."""
        return self.found is not None or bool(self.case)


def delete_clauses(
    pack: Pack,
    clauses: Sequence[Clause],
    cases: Sequence[Case],
    *,
    told: Callable[[int, int], None] = lambda _, __: None,
) -> tuple[Deletion, ...]:
    """Return what notices each of some clauses of a pack being left out, all of its rules at once.

    The checker is asked first: it names a rule that cannot be without the clause. Then the cases
    run, those about the clause before the others; one that fails with the clause too proves
    nothing. ``told`` is called with how many clauses are done and how many there are.
    """
    whole = CaseRunner(pack)
    about = {case.name: _about(case) for case in cases}
    found: list[Deletion] = []
    for number, clause in enumerate(clauses):
        told(number, len(clauses))
        found.append(_deleted(whole, clause, _nearest_first(clause, cases, about)))
    told(len(clauses), len(clauses))
    return tuple(found)


def _deleted(whole: CaseRunner, clause: Clause, cases: Iterable[Case]) -> Deletion:
    left, problems = whole.pack.without(each.node for each in clause.rules)
    found = _first_error(problems)
    if left is None or found is not None:
        return Deletion(clause=clause, found=found)
    found = _first_error(_checked(left))
    if found is not None:
        return Deletion(clause=clause, found=found)
    runner = CaseRunner(left)
    failed = (case for case in cases if not runner.run(case).passed)
    noticed = next((case.name for case in failed if whole.run(case).passed), "")
    return Deletion(clause=clause, case=noticed)


def _checked(pack: Pack) -> Iterator[Diagnostic]:
    """Yield what is wrong with a pack, what is known soonest before what takes longer."""
    if not has_errors(check_head(pack.rules.pack)):
        yield from pack.check_assembly().diagnostics
    yield from check_whole(pack, (), readings=Readings.TAKEN)


def _first_error(found: Iterable[Diagnostic]) -> Diagnostic | None:
    return next((each for each in found if each.severity is Severity.ERROR), None)


def _nearest_first(
    clause: Clause, cases: Sequence[Case], about: Mapping[str, frozenset[str]]
) -> list[Case]:
    """Return the cases, those first that say they are of the clause, small months before large.

    Then come those that ask for a rule of it by name, and in the end all others.
    """
    names = {each.name for each in clause.rules}

    def distance(case: Case) -> tuple[bool, bool, int]:
        size = max(len(case.employees), case.population)
        is_of_it = clause.name in case.source.split(SEVERAL)
        return not is_of_it, names.isdisjoint(about[case.name]), size

    return sorted(cases, key=distance)


def _about(case: Case) -> frozenset[str]:
    """Return every name a case asks for: figures, indicators, lists and what stands on them."""
    of_people = (*case.expect.values(), *case.reasons.values(), *case.explains.values())
    of_groups = (each for kind in case.groups.values() for each in kind.values())
    of_lists = (each for lists in case.lists.values() for each in (lists, *lists.values()))
    return frozenset(chain(case.measures, *of_people, *of_groups, *of_lists))
