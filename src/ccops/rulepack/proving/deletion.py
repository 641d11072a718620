"""Deletion: would anybody notice if a clause of the manual were left out of the pack?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccops.messages import Diagnostic, Severity
from ccops.rulepack.cases.runs import CaseRunner
from ccops.rulepack.clauses import Clause
from ccops.rulepack.proving.coverage import Coverage, tag_of
from ccops.rulepack.readings import Readings
from ccops.rulepack.whole_checks import check_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

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
    runner: CaseRunner,
    clauses: Sequence[Clause],
    cases: Sequence[Case],
    coverage: Coverage,
    *,
    told: Callable[[int, int], None] = lambda _, __: None,
) -> tuple[Deletion, ...]:
    """Return what notices each of some clauses of a pack being left out, all of its rules at once.

    All cases of the pack pass as it is. The checker is asked first: it names a rule that cannot
    be without the clause. Then the cases run, those that depend on the clause before the others.
    ``told`` is called with how many clauses are done and how many there are.
    """
    found: list[Deletion] = []
    for number, clause in enumerate(clauses):
        told(number, len(clauses))
        found.append(_deleted(runner.pack, clause, _nearest_first(clause, cases, coverage)))
    told(len(clauses), len(clauses))
    return tuple(found)


def _deleted(pack: Pack, clause: Clause, cases: Iterable[Case]) -> Deletion:
    left, problems = pack.without(each.node for each in clause.rules)
    wrong = _first_error(problems)
    if wrong is None and left is not None:
        wrong = _first_error(check_whole(left, (), readings=Readings.TAKEN))
    if wrong is not None or left is None:
        return Deletion(clause=clause, found=wrong)
    runner = CaseRunner(left)
    failed = next((case.name for case in cases if not runner.run(case).passed), "")
    return Deletion(clause=clause, case=failed)


def _first_error(found: Iterable[Diagnostic]) -> Diagnostic | None:
    return next((each for each in found if each.severity is Severity.ERROR), None)


def _nearest_first(clause: Clause, cases: Sequence[Case], coverage: Coverage) -> list[Case]:
    """Return the cases, those first that depend on the clause, and small months before large."""
    tags = {(tag_of(each.section), each.name) for each in clause.rules}
    return sorted(
        cases,
        key=lambda case: (
            tags.isdisjoint(coverage.reached[case.name].rules),
            max(len(case.employees), case.population),
        ),
    )
