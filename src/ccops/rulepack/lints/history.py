"""Windows over earlier periods that can never have what they ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.plan.steps import FigureStep, WindowStep
from ccops.rulepack.lints.lint import Found, Lint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.rulepack.lints.lint import Checked


def never_whole(checked: Checked) -> Iterator[Found]:
    """Yield windows over a figure of every third period that want it of more periods than that.

    Among two or more periods running one is not due; so the window is missing for ever, unless
    it is content with the periods that are.
    """
    steps = checked.assembly.plan.steps
    windows = [each for each in steps if isinstance(each, WindowStep)]
    if not windows:
        return
    figures = {each.key: each for each in steps if isinstance(each, FigureStep)}
    for step in windows:
        source = figures.get(step.source.figure) if step.source.figure else None
        cadence = source.definition.cadence if source is not None else None
        if cadence is None or not step.kind.has_length or step.skip is not None:
            continue
        due = -(-step.length // cadence.every)
        wanted = step.length if step.at_least is None else step.at_least
        if wanted > due:
            told = {"name": step.source.name, "wanted": wanted, "due": due, "every": cadence.every}
            yield Found(step.rule.argument.span or step.rule.origin.span, told)


LINTS: Final = (Lint(code="window-never-whole", finds=never_whole),)
