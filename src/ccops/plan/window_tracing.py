"""Tracing windows: what one saw of each period, the latest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.plan.traces import TracedPeriod, TracedValue
from ccops.rules.windows import WindowKind
from ccops.values import Missing
from ccops.values.periods import shifted_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.plan.results import Results
    from ccops.plan.steps import Reading, WindowStep
    from ccops.values import Cell, NotApplicable, Scalar


def traced_periods(step: WindowStep, results: Results, row: int) -> Iterator[TracedPeriod]:
    """Yield what a window saw of each period; of a streak what the last period left.

    Where it is not known whether a period is left out, it saw why not, and no value.
    """
    label = results.facts.period.label
    is_streak = step.kind is WindowKind.STREAK
    for ago in range(step.kind is WindowKind.PREVIOUS, step.before + 1):
        so_far = is_streak and ago > 0
        type_ = step.type if so_far else step.source_type
        carrier = step.carrier if so_far else step.source_carrier
        read = step.key.name if so_far else step.source.name
        cell = _cell(results, step.source, read, ago, row)
        skip = None if step.skip is None or so_far else step.skip
        flag = None if skip is None else _cell(results, skip, skip.name, ago, row)
        yield TracedPeriod(
            period=shifted_label(label, -ago),
            value=TracedValue(
                cell=flag if isinstance(flag, Missing) else cell, type=type_, carrier=carrier
            ),
            skipped=isinstance(flag, bool) and flag is not step.keeps,
            so_far=so_far,
        )


def traced_lengths(step: WindowStep, results: Results) -> Iterator[tuple[str, Scalar]]:
    """Yield the parameters that say over how many periods a window goes, as they are now."""
    for text in filter(None, (step.rule.length, step.rule.at_least)):
        found = results.plan.constants.get(text.value)
        if found is not None and found.constant is not None:
            yield text.value, found.constant


def _cell(
    results: Results, reading: Reading, name: str, ago: int, row: int
) -> Cell | Missing | NotApplicable:
    """Return what somebody reads now, or read so many periods ago under a name."""
    if not ago:
        return results.cell(reading, row)
    return results.history.before(name, ago, len(results.facts.employees))[row]
