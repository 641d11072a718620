"""The groups an indicator may be asked by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.messages import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ccops.kpi.definitions import Indicator


def check_groups(indicators: Iterable[Indicator], by: Sequence[str]) -> tuple[Diagnostic, ...]:
    """Return a finding for every group that an indicator may not be asked by."""
    return tuple(
        Diagnostic(
            code="indicator-not-by",
            span=each.origin.span,
            args={"name": each.name, "group": group, "by": ", ".join(each.columns) or "-"},
        )
        for each in indicators
        for group in by
        if group not in each.columns
    )
