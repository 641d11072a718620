"""An export as a host asks for it: in words, each checked before anything is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.errors import UnknownNameError
from ccops.messages import LOCALES, Locale, nearest
from ccops.payroll.export import PayrollExport, Release, export_payroll
from ccops.payroll.map_reading import read_payroll_map
from ccops.payroll.payroll_map import shape_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from ccops.facts import Employee
    from ccops.payroll.shapes import PayrollShape
    from ccops.settlement import Settlement


def asked_export(  # noqa: PLR0913 - one argument a question
    settlement: Settlement,
    payroll_map: str | Path | Mapping[str, object] | None,
    shapes: Mapping[str, PayrollShape],
    *,
    over: Mapping[str, str],
    employees: Iterable[Employee],
    release: str,
    approved: str,
    locale: str,
) -> PayrollExport:
    """Return a settlement as a map asks for it; what ``over`` says goes before the map.

    Raises ``UnknownNameError`` for a release or locale there is not, and what the export does.
    """
    own = read_payroll_map({key: word for key, word in over.items() if word})
    found = read_payroll_map(payroll_map).under(own)
    return export_payroll(
        settlement,
        found,
        shape_of(found, shapes),
        employees=employees,
        release=_release(release),
        approved=approved,
        locale=known_locale(locale),
    )


def known_locale(locale: str) -> Locale:
    """Return a locale. Raises ``UnknownNameError`` for one without words."""
    for each in LOCALES:
        if each == locale:
            return each
    raise UnknownNameError("locale", locale, nearest(locale, LOCALES))


def _release(name: str) -> Release:
    for each in Release:
        if each.value == name:
            return each
    raise UnknownNameError("release", name, nearest(name, [each.value for each in Release]))
