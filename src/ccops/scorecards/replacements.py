"""Replacements: which evaluations another one has taken the place of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.facts import row_error, row_warning

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ccops.messages import Diagnostic
    from ccops.scorecards.evaluation_rows import Evaluation


def replaced_ids(evaluations: Sequence[Evaluation]) -> frozenset[str]:
    """Return the ids of the evaluations that another one replaces."""
    return frozenset(each.replaces for each in evaluations if each.replaces is not None)


def replacement_findings(evaluations: Sequence[Evaluation]) -> Iterator[Diagnostic]:
    """Yield evaluations replaced twice, in a circle, or not handed in (as a warning)."""
    by_id = {each.evaluation_id: each for each in evaluations}
    taken: set[str] = set()
    for each in evaluations:
        if each.replaces is None:
            continue
        told = {"evaluation": each.evaluation_id, "replaces": each.replaces}
        if each.replaces not in by_id:
            yield row_warning("evaluation-replaces-unknown", each.row, **told)
        elif each.replaces in taken:
            yield row_error("evaluation-replaced-twice", each.row, **told)
        elif _returns(each, by_id):
            yield row_error("evaluation-replaces-circle", each.row, **told)
        taken.add(each.replaces)


def _returns(start: Evaluation, by_id: Mapping[str, Evaluation]) -> bool:
    """Say whether going from one evaluation to what it replaces leads back to it."""
    passed: set[str] = set()
    at: Evaluation | None = start
    while at is not None and at.replaces is not None and at.replaces not in passed:
        if at.replaces == start.evaluation_id:
            return True
        passed.add(at.replaces)
        at = by_id.get(at.replaces)
    return False
