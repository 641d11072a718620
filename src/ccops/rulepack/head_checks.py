"""What can be wrong with what a pack says of itself: zone, currency, language, first day."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from ccops.messages import LOCALES, Diagnostic, Severity, Span, nearest
from ccops.values import CURRENCIES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from ccops.rulepack.pack_rules import AdoptionRule, PackRule

#: What people write for a currency, and its code; Chinese manuals say RMB.
_MEANT: Final = {
    "RMB": "CNY",
    "CNH": "CNY",
    "YUAN": "CNY",
    "人民币": "CNY",
    "人民幣": "CNY",
    "元": "CNY",
}
#: The code a hint gives where nothing is like what was written.
_EXAMPLE: Final = "CNY"
#: The years a pack can hold in; calendars need a month before and after.
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199


def check_head(pack: PackRule) -> Iterator[Diagnostic]:
    """Yield what is wrong with the section ``pack``."""
    if not _is_zone(pack.zone.value):
        yield _problem("unknown-zone", pack.zone.span, name=pack.zone.value)
    currency = pack.currency.value
    if currency not in CURRENCIES:
        near = _MEANT.get(currency.upper()) or nearest(currency.upper(), CURRENCIES) or _EXAMPLE
        yield _problem("currency-wrong", pack.currency.span, got=currency, near=near)
    if pack.locale.value not in LOCALES:
        told = {"name": pack.locale.value, "known": ", ".join(LOCALES)}
        near = nearest(pack.locale.value, LOCALES)
        yield _problem("unknown-locale", pack.locale.span, nearest=near, **told)
    if not is_usual_day(pack.effective):
        told = {"day": str(pack.effective), "first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
        yield _problem("effective-out-of-range", pack.origin.span, **told)
    if pack.adopted is not None:
        yield from _adopted(pack.adopted)
        yield from _published_late(pack.adopted, pack.effective)


def _adopted(adopted: AdoptionRule) -> Iterator[Diagnostic]:
    """Yield a finding for each day of the adoption that lies before the one it follows."""
    days = (
        ("consulted_on", adopted.consulted_on),
        ("published_on", adopted.published_on),
        ("acknowledged_by", adopted.acknowledged_by or adopted.published_on),
    )
    for (first, before), (second, after) in pairwise(days):
        if after < before:
            told = {"first": first, "before": str(before), "second": second, "after": str(after)}
            yield _problem("adopted-order", adopted.origin.span, **told)


def _published_late(adopted: AdoptionRule, effective: dt.date) -> Iterator[Diagnostic]:
    """Yield a warning where the rules held before anybody could read them."""
    if adopted.published_on > effective:
        told = {"published": str(adopted.published_on), "effective": str(effective)}
        yield Diagnostic(
            code="rules-published-late",
            severity=Severity.WARNING,
            span=adopted.origin.span,
            args=told,
        )


def is_usual_day(day: dt.date) -> bool:
    """Say whether a day lies in the years packs can hold in."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):  # unknown, no path inside the data, a folder of it
        return False
    return True


def _problem(code: str, span: Span | None, **arguments: str) -> Diagnostic:
    return Diagnostic(code=code, span=span, args=arguments)
