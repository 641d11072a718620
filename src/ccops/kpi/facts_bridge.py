"""From what was measured to the facts of subjects: plain values by indicator and subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccops.kpi.evaluation import Value
    from ccops.kpi.measured import Measured


def facts_of(
    measured: Measured, subjects: Iterable[str] | None = None
) -> dict[str, dict[str, Value]]:
    """Return for each indicator the value of each subject, in the indicator's carrier.

    ``measured`` is by one group, that of the subjects, or by none: then there is one subject,
    who must be given. ``subjects`` are those who are to have a value: one without records has
    the value of no rows. Without it, all that were found. Raises ``ValueError`` for several
    groups, or for another number of subjects where there are none.
    """
    if len(measured.by) > 1:
        raise ValueError(f"facts are of one subject each, not by {', '.join(measured.by)}")
    names = _found(measured) if subjects is None else tuple(subjects)
    if not measured.by and len(names) != 1:
        raise ValueError("measured as a whole: name the one subject it is of")
    keys = names if measured.by else ((),)
    return {
        indicator: dict(zip(names, measured.column(indicator, keys), strict=True))
        for indicator in measured.indicators
    }


def unplaced(measured: Measured) -> tuple[Missing, ...]:
    """Return under which reasons rows belong to no subject; empty where all have one."""
    return tuple(key for key in measured.keys if isinstance(key, Missing))


def _found(measured: Measured) -> tuple[str, ...]:
    return tuple(key for key in measured.keys if isinstance(key, str))
