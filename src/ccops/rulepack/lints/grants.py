"""Accounts whose lots nothing ends: what becomes of them is written nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.plan import AccountStep, Key, RowStep, Usable
from ccops.rulepack.lints.lint import Found, Lint
from ccops.rules.expressions import Constant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.rulepack.lints.lint import Checked


def without_stop(checked: Checked) -> Iterator[Found]:
    """Yield the accounts that say nowhere what becomes of a lot when somebody leaves.

    A lot that lapses ends by itself, and so does one that is used whole in its own period.
    """
    for step in checked.steps(AccountStep):
        if _may_stay(step) and not _is_ended(step, checked):
            told = {"name": step.key.name, "posted": step.rule.posted.value}
            yield Found(step.rule.origin.span, told)


def _may_stay(step: AccountStep) -> bool:
    terms = step.terms
    is_used_at_once = terms.parts == 1 and terms.usable is Usable.SAME_PERIOD
    return terms.lapse_after is None and not is_used_at_once


def _is_ended(step: AccountStep, checked: Checked) -> bool:
    """Say whether a stop may ever hit; one that says ``no`` under a reading does not."""
    flags = (checked.figure(Key(each.flag, step.key.population)) for each in step.rule.stops)
    return any(not _is_never(each) for each in flags if isinstance(each, RowStep))


def _is_never(step: RowStep) -> bool:
    return isinstance(step.formula.node, Constant) and step.formula.node.value is False


LINTS: Final = (Lint(code="grant-without-stop", finds=without_stop),)
