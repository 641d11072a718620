"""What earlier periods are asked for: windows that never have it, and what a first month needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.messages import Severity
from ccops.plan import AccountStep
from ccops.plan.steps import WindowStep
from ccops.rulepack.lints.lint import Found, Lint, Reach
from ccops.rules.windows import WindowKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.messages import Span
    from ccops.rulepack.lints.lint import Checked


def never_whole(checked: Checked) -> Iterator[Found]:
    """Yield windows over a figure of every third period that want it of more periods than that.

    Among two or more periods running one is not due; so the window is missing for ever, unless
    it is content with the periods that are.
    """
    for step in checked.steps_of_all(WindowStep):
        every, due, wanted = _due(step, checked)
        if wanted > due:
            told = {"name": step.source.name, "wanted": wanted, "due": due, "every": every}
            yield Found(_place(step), told)


def without_opening(checked: Checked) -> Iterator[Found]:
    """Yield, once for a pack, what its first period asks of the time before it.

    A window that is content with this period alone begins by itself; any other one is missing
    for everybody until there are periods enough, and what an account holds is not known. Told
    where the window stands that goes back farthest, or the first account.
    """
    windows = [each for each in checked.steps_of_all(WindowStep) if _asks_back(each, checked)]
    windows.sort(key=lambda each: each.before, reverse=True)
    accounts = checked.steps_of_all(AccountStep)
    places = [*map(_place, windows), *(each.rule.origin.span for each in accounts)]
    if places:
        needs = [*checked.history, *(each.key.name for each in accounts)]
        period = checked.label
        yield Found(places[0], {"period": period, "needs": ", ".join(needs)})


def _due(step: WindowStep, checked: Checked) -> tuple[int, int, int]:
    """Return every how many periods a window has values, how many, and how many it wants."""
    wanted = step.length if step.at_least is None else step.at_least
    source = checked.figure(step.source.figure) if step.source.figure else None
    cadence = source.definition.cadence if source is not None else None
    if cadence is None or not step.kind.has_length or step.skip is not None:
        return 1, max(step.length, wanted), wanted
    return cadence.every, -(-step.length // cadence.every), wanted


def _asks_back(step: WindowStep, checked: Checked) -> bool:
    """Say whether a window is missing where only this period is known, and later on is not."""
    _, due, wanted = _due(step, checked)
    if wanted > due:
        return False
    if step.kind is WindowKind.PREVIOUS:
        return True
    is_whole_run = step.kind is WindowKind.STREAK and step.at_least is None
    return is_whole_run or wanted > 1


def _place(step: WindowStep) -> Span | None:
    return step.rule.argument.span or step.rule.origin.span


LINTS: Final = (
    Lint(code="window-never-whole", finds=never_whole),
    Lint(
        code="window-without-opening",
        finds=without_opening,
        severity=Severity.INFO,
        reach=Reach.PACK,
    ),
)
