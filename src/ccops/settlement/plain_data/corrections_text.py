"""Corrections as plain data: what is posted in a period, and what a closing remembers of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ccops.facts import Corrected, CorrectedLine, Correction
from ccops.values.periods import period_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def correction_data(correction: Correction) -> dict[str, Any]:
    """Return a correction as plain JSON data; amounts are whole minor units."""
    return {
        "period": correction.period,
        "before": correction.before,
        "after": correction.after,
        "amounts": {fact: dict(whose) for fact, whose in correction.amounts.items()},
        "kept": dict(correction.kept),
        "lines": {
            who: [[each.figure, each.amount, list(each.because)] for each in listed]
            for who, listed in correction.lines.items()
        },
    }


def correction_from_data(data: Mapping[str, Any]) -> Correction:
    """Return a correction. Raises ``KeyError``, ``TypeError`` or ``ValueError`` for other data."""
    period_number(data["period"])
    return Correction(
        period=data["period"],
        before=str(data["before"]),
        after=str(data["after"]),
        amounts={fact: _amounts(whose) for fact, whose in data["amounts"].items()},
        kept=_amounts(data["kept"]),
        lines={
            who: tuple(
                CorrectedLine(
                    figure=str(figure), amount=_whole(amount), because=tuple(map(str, because))
                )
                for figure, amount, because in listed
            )
            for who, listed in data["lines"].items()
        },
    )


def corrected_data(corrected: Corrected) -> dict[str, Any]:
    """Return what a closing remembers of a corrected period as plain JSON data."""
    return {
        "period": corrected.period,
        "revisions": list(corrected.revisions),
        "kept": dict(corrected.kept),
    }


def corrected_from_data(listed: Iterable[Mapping[str, Any]]) -> tuple[Corrected, ...]:
    """Return what a closing remembers, by period.

    Raises ``KeyError``, ``TypeError`` or ``ValueError`` for other data, or a period twice.
    """
    found = tuple(
        Corrected(
            period=str(each["period"]),
            revisions=tuple(map(str, each["revisions"])),
            kept=_amounts(each["kept"]),
        )
        for each in listed
    )
    periods = [period_number(each.period) for each in found]
    if periods != sorted(set(periods)) or any(not each.revisions[1:] for each in found):
        raise ValueError("corrections stand by period, each once, with two settlements or more")
    return found


def _amounts(whose: Mapping[str, Any]) -> dict[str, int]:
    return {str(who): _whole(amount) for who, amount in whose.items()}


def _whole(amount: object) -> int:
    if not isinstance(amount, int) or isinstance(amount, bool):
        raise TypeError(f"{amount!r} is no whole number")
    return amount
