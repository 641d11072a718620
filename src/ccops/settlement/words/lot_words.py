"""Lots of accounts told to people, and as data: where each comes from and what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ccops.facts import correction_origin
from ccops.frozen import frozen
from ccops.messages import has_message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.plan import TracedLot, TracedValue  # noqa: TC004 - in annotations of attrs alone


@frozen(kw_only=True)
class LotWords:
    """Tells lots: ``say`` finds the words, ``value`` writes an amount, ``named`` names figures."""

    say: Callable[..., str]
    value: Callable[[TracedValue], str]
    locale: str
    named: Callable[[str], str] = str

    def lines(self, lot: TracedLot) -> Iterator[str]:
        """Yield where a lot comes from, until when it may be used, its uses, and its end."""
        yield self._head(lot)
        if lot.last == dt.date.max.isoformat():
            yield self.say("explain-lot-last-never")
        elif lot.last:
            yield self.say("explain-lot-last-day", last=lot.last)
        for use in lot.uses:
            yield self.say(
                "explain-lot-use",
                day=use.day,
                amount=self.value(use.amount),
                why=self.say(f"lot-{use.why}"),
                place=f" ({use.reference})" if use.reference else "",
            )
        if lot.why:
            key = "explain-lot-lapsed" if lot.why == "lapsed" else "explain-lot-stopped"
            yield self.say(key, ended=self.value(lot.ended), why=self._why(lot))

    def _head(self, lot: TracedLot) -> str:
        told = {
            "period": lot.period,
            "amount": self.value(lot.amount),
            "used": self.value(lot.used),
            "left": self.value(lot.left),
        }
        said = correction_origin(lot.origin)
        if said is None:
            return self.say("explain-lot", origin=self.named(lot.origin), **told)
        return self.say(
            "explain-lot-correction",
            corrected=said.period,
            before=said.before,
            after=said.after,
            **told,
        )

    def _why(self, lot: TracedLot) -> str:
        key = f"lot-{lot.why}"
        known = self.say(key) if has_message(key) else lot.why
        return lot.label.in_locale(self.locale) or known


def lot_data(lot: TracedLot, value: Callable[[TracedValue], object]) -> dict[str, Any]:
    """Return a lot as plain JSON data; with its days where the account counts them."""
    found: dict[str, Any] = {
        "period": lot.period,
        "origin": lot.origin,
        "amount": value(lot.amount),
        "before": value(lot.before),
        "used": value(lot.used),
        "ended": value(lot.ended),
        "why": lot.why,
        "left": value(lot.left),
    }
    if lot.last:
        found["last"] = lot.last
        found["uses"] = [
            {"day": x.day, "amount": value(x.amount), "why": x.why, "row": x.reference}
            for x in lot.uses
        ]
    return found
