"""Published: a publication of a month as frozen data, one sheet for each reader."""

from __future__ import annotations

from typing import Any

from ccops.errors import UnknownNameError
from ccops.frozen import frozen
from ccops.messages import Label, nearest
from ccops.organization import Audience, Identification
from ccops.settlement.plain_data.encoding import plain_value
from ccops.values import PublicValue, Unit


@frozen(kw_only=True)
class PublishedColumn:
    """A column: the figure shown, what people call it, its unit; ``currency`` of amounts."""

    name: str
    label: Label
    unit: Unit
    currency: str = ""


@frozen(kw_only=True)
class PublishedReason:
    """Why a value is what it is, or why there is none: a code and its words."""

    code: str
    label: Label


@frozen(kw_only=True)
class PublishedRow:
    """A person, by number or name, and a value for each column; ``None`` where there is none.

    ``reasons`` has the reasons for each column; it is empty where reasons are not shown.
    """

    who: str
    values: tuple[PublicValue | None, ...]
    reasons: tuple[tuple[PublishedReason, ...], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the row as plain JSON data."""
        found: dict[str, Any] = {"who": self.who, "values": list(map(plain_value, self.values))}
        if self.reasons:
            found["reasons"] = [
                [{"code": each.code, "label": _label(each.label)} for each in listed]
                for listed in self.reasons
            ]
        return found


@frozen(kw_only=True)
class PublishedSheet:
    """Everything one reader gets: an employee (his id), a team (its id), or all (empty).

    ``provisional`` names the columns in which something shown still waits for an input.
    """

    publication: str
    label: Label
    period: str
    audience: Audience
    identified_by: Identification
    reader: str
    columns: tuple[PublishedColumn, ...]
    rows: tuple[PublishedRow, ...]
    provisional: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the sheet as plain JSON data: numbers as text, durations in milliseconds."""
        return {
            "schema": "ccops.published/1",
            "publication": self.publication,
            "label": _label(self.label),
            "period": self.period,
            "audience": self.audience.value,
            "identified_by": self.identified_by.value,
            "reader": self.reader,
            "columns": [
                {
                    "name": each.name,
                    "label": _label(each.label),
                    "unit": each.unit.value,
                    "currency": each.currency,
                }
                for each in self.columns
            ],
            "rows": [each.to_dict() for each in self.rows],
            "provisional": list(self.provisional),
        }


@frozen(kw_only=True)
class Publication:
    """A publication of a month: one sheet for each reader, in the order of their ids.

    ``without_team`` are the employees who stand on no team's sheet, because their team is not
    known; it is for whoever publishes and on no sheet.
    """

    name: str
    period: str
    audience: Audience
    sheets: tuple[PublishedSheet, ...]
    without_team: tuple[str, ...] = ()

    def sheet(self, reader: str = "") -> PublishedSheet:
        """Return what one reader gets. Raises ``UnknownNameError`` where there is nothing."""
        for each in self.sheets:
            if each.reader == reader:
                return each
        readers = [each.reader for each in self.sheets]
        raise UnknownNameError(f"reader of {self.name}", reader, nearest(reader, readers))


def _label(label: Label) -> dict[str, str]:
    return {"zh": label.zh, "en": label.en}
