"""A reconciliation in words: each shared indicator, project and pay side, and what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.errors import UnknownNameError
from ccops.facts import short_digest
from ccops.messages import LOCALES, aligned, message, nearest
from ccops.settlement.words.writing import write_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.messages import Locale
    from ccops.settlement.measured.reconciling import Reconciled, Reconciliation

_PROJECT = "project"


def write_reconciliation(found: Reconciliation, locale: str) -> Iterator[str]:
    """Yield what pay and invoices share: every project, and of the people those who differ.

    Raises ``UnknownNameError`` for a locale without words.
    """
    if locale not in LOCALES:
        raise UnknownNameError("locale", locale, nearest(locale, LOCALES))
    yield from _Writer(found, locale).lines()


class _Writer:
    def __init__(self, found: Reconciliation, locale: Locale) -> None:
        self._found = found
        self._locale = locale

    def lines(self) -> Iterator[str]:
        found = self._found
        yield self._say("reconcile-head", period=found.period, count=len(found.indicators))
        digests = {"pack": found.pack, "settlement": found.settlement}
        shown_as = {name: short_digest(each) for name, each in digests.items()}
        yield self._say("reconcile-digest", **shown_as)
        for each in found.unseen:
            yield self._say("reconcile-indicator-unseen", indicator=each)
        shown = [each for each in found.rows if each.kind == _PROJECT or not each.agrees]
        if shown:
            yield ""
            yield from aligned([self._heads(), *map(self._row, shown)], right=range(2, 4))
            yield ""
        for each in found.indicators:
            people = [x for x in found.rows if x.indicator == each and x.kind != _PROJECT]
            even = sum(x.agrees for x in people)
            if people:
                yield self._say("reconcile-people", indicator=each, even=even, count=len(people))
        yield self._say(f"reconcile-{found.verdict.value}")

    def _heads(self) -> list[str]:
        names = ("indicator", "subject", "used", "measured", "agrees")
        return [self._say(f"reconcile-{each}") for each in names]

    def _row(self, row: Reconciled) -> list[str]:
        label = row.label.in_locale(self._locale) or row.indicator
        subject = self._say(f"reconcile-{row.kind}", subject=row.subject)
        agrees = self._say("yes" if row.agrees else "no")
        return [label, subject, self._value(row, used=True), self._value(row, used=False), agrees]

    def _value(self, row: Reconciled, *, used: bool) -> str:
        value = row.used if used else row.measured
        return write_value(value, row.unit, locale=self._locale)

    def _say(self, key: str, **arguments: object) -> str:
        return message(key, arguments, locale=self._locale)
