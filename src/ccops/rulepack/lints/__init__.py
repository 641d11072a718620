"""Lints: what looks wrong with a whole pack and can be said without any data.

One module per family; a family lists its lints in ``LINTS``. Every lint has one code, words,
hint and explanation (``CODE.why``) in the catalogs, and a pack that has the finding beside one
that has it not under ``tests/packs/lints/CODE``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.rulepack.lints import (
    careers,
    conditions,
    dates,
    grants,
    history,
    idle,
    labels,
    legal_holidays,
    legal_hours,
    legal_limits,
    legal_pay,
    legal_publications,
    legal_terms,
    measured,
    pay,
    unused,
)
from ccops.rulepack.lints.asking import LintMemo, Subject
from ccops.rulepack.lints.lint import Checked, Lint, Reach, ask, found_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.messages import Diagnostic

#: Every lint, family by family.
LINTS: Final[tuple[Lint, ...]] = (
    *unused.LINTS,
    *conditions.LINTS,
    *idle.LINTS,
    *dates.LINTS,
    *history.LINTS,
    *grants.LINTS,
    *measured.LINTS,
    *labels.LINTS,
    *careers.LINTS,
    *pay.LINTS,
    *legal_hours.LINTS,
    *legal_limits.LINTS,
    *legal_holidays.LINTS,
    *legal_pay.LINTS,
    *legal_publications.LINTS,
    *legal_terms.LINTS,
)

#: The codes of lints that are errors with which a pack could be run all the same.
MAY_STAND: Final = frozenset(each.code for each in LINTS if each.may_stand)

#: Warnings about questions, overrides and the pack itself: no rule could accept them.
MAY_NOT_STAND: Final = frozenset(
    {
        "choice-unused",
        "cn-19",
        "legal-values-missing",
        "minimum-wage-undeclared",
        "override-changes-nothing",
        "question-open",
    }
)

__all__ = [
    "LINTS",
    "MAY_NOT_STAND",
    "MAY_STAND",
    "Checked",
    "Lint",
    "LintMemo",
    "Reach",
    "Subject",
    "ask",
    "lint",
]


def lint(subject: Subject, reach: Reach) -> Iterator[Diagnostic]:
    """Yield what the lints of a reach find in a pack under the readings it has."""
    for each in LINTS:
        if each.reach is reach:
            yield from found_by(each, subject)
