"""Heads of columns of durations, which say how the durations below are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.messages.catalogs import message
from ccops.messages.durations import DurationForm

if TYPE_CHECKING:
    from ccops.messages.locales import Locale


def form_named(name: str, form: DurationForm, *, locale: Locale) -> str:
    """Return the head of a column of durations: its name, and how they are written.

    >>> form_named("Overtime", DurationForm.HOURS, locale="en")
    'Overtime (h:mm)'
    """
    if form in (DurationForm.UNITS, DurationForm.ONE_UNIT):
        return name
    return message(f"duration-in-{form.value}", {"name": name}, locale=locale)
