"""That no number of a customer is kept or told, whatever field of a row it stands in."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from ccops.adapters import Strictness
from ccops.errors import ReadError
from ccops.messages import LOCALES
from ccops.testing.read_conformance import ReadConformance

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from ccops.adapters import Intake
    from ccops.messages import Diagnostic

#: What of a line is a field or a part of one, whatever the format.
_FIELD: Final = re.compile(r'[^|,\t"{}\[\]\r\n]+')
_NUMBERS: Final = ("008613912345678", "+86 139 1234 5678", "0755-8123-4567")
_PLACES: Final = 9
_STEP: Final = 3
#: Columns in which ids, numbers dialed, queues and agents are kept as the source writes them.
_AS_WRITTEN: Final = frozenset(
    {"contact_id", "root_id", "record_ref", "entry_point", "queue", "agent", "handled_by"}
)


class PrivacyConformance(ReadConformance):
    """What an adapter keeps and tells of a number that stands where none should."""

    def test_a_number_in_any_field_is_not_kept_or_told(self) -> None:
        """Only ids, queues and agents are kept as the source writes them, wherever one stands."""
        whole = self._whole()
        for place in range(0, len(whole), max(1, len(whole) // _PLACES)):
            line = whole[place]
            fields = [*_FIELD.finditer(line)]
            for shown, field in enumerate(fields[place % _STEP :: _STEP]):
                number = _NUMBERS[shown % len(_NUMBERS)]
                spoiled = f"{line[: field.start()]}{number}{line[field.end() :]}"
                self._is_nowhere(number, [spoiled], f"{spoiled!r}, instead of {field[0]!r}")

    def _is_nowhere(self, number: str, lines: Sequence[str], what: str) -> None:
        try:
            intake = self._read(lines)
        except ReadError as stopped:
            told = "".join(rendered(stopped.diagnostics))
        else:
            assert number not in kept_of(intake, but=_AS_WRITTEN), f"{number} is kept: {what}"
            told = "" if number in kept_of(intake) else told_of(intake)
        assert number not in told, f"{number} is told: {what}"
        try:
            self._read(lines, strictness=Strictness.STRICT)
        except ReadError as stopped:
            told = "".join(rendered(stopped.diagnostics)) + str(stopped)
            assert number not in told, f"{number} is told by strict reading: {what}"


def told_of(intake: Intake) -> str:
    """Return everything a read says of itself: the report as data, as text, in every language."""
    report = intake.report
    data = json.dumps(report.to_dict(), default=str)
    return data + repr(report) + "".join(rendered(report.examples))


def kept_of(intake: Intake, *, but: Container[str] = ()) -> str:
    """Return the words of all records of a read, but those of some columns."""
    return "\n".join(
        cell
        for records in intake.records.values()
        for name, column in records.columns.items()
        if name not in but
        for cell in column
        if isinstance(cell, str)
    )


def rendered(findings: Iterable[Diagnostic]) -> Iterator[str]:
    """Yield what findings say, in every language."""
    for each in findings:
        yield from (each.render(locale) for locale in LOCALES)
