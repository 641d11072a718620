"""How a center is organized on a day, and its report calendar, as frozen data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

import attrs

from ccops.messages import Diagnostic, Label
from ccops.organization.duties.duty_entries import DutyList, DutyState
from ccops.organization.duties.risk_entries import RiskEntry
from ccops.organization.posts.rights import Right
from ccops.organization.publishing.publications import PublicationRule
from ccops.organization.reporting.archive_entries import ArchiveList
from ccops.organization.reporting.report_entries import ReportList, ReportState
from ccops.organization.staff.post_entries import Post
from ccops.organization.staff.span_entries import SpanList
from ccops.organization.staff.staff import Line

#: The rows of a list: what stands in them, by subject and column.
Rows = Mapping[str, Mapping[str, object]]
#: What a row is about where nobody is named: the post itself.
_POST: Final = "post"


@attrs.frozen(kw_only=True)
class StaffTrouble:
    """Something wrong or doubtful about the staff, and the first and last day it holds."""

    code: str
    subject: str
    first: dt.date
    last: dt.date
    told: Mapping[str, str] = attrs.field(factory=dict[str, str])

    def cells(self) -> dict[str, object]:
        """Return what stands in its row, by column."""
        return {"first": self.first, "last": self.last, **self.told}


@attrs.frozen(kw_only=True)
class Organization:
    """Who answers to whom on a day, the posts and spans, the duties of the month, rights of staff.

    ``troubles`` are those of any day of the period, ``diagnostics`` the same as findings;
    ``labels`` is what people call what is named by its id, by the section of the pack.
    """

    period: str
    on: dt.date
    structure: str = ""
    lines: tuple[Line, ...] = ()
    posts: tuple[Post, ...] = ()
    spans: tuple[SpanList, ...] = ()
    duties: tuple[DutyList, ...] = ()
    risks: tuple[RiskEntry, ...] = ()
    rights: tuple[Right, ...] = ()
    publications: tuple[PublicationRule, ...] = ()
    troubles: tuple[StaffTrouble, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    labels: Mapping[str, Mapping[str, Label]] = attrs.field(factory=dict[str, Mapping[str, Label]])

    def line(self, employee: str) -> Line | None:
        """Return to whom somebody answers; ``None`` for who is not on the staff that day."""
        return next((each for each in self.lines if each.employee == employee), None)

    def duties_not_shown(self) -> tuple[tuple[str, str], ...]:
        """Return every duty that somebody did not do at all or only partly, and who it was."""
        wanting = (DutyState.NOT_SHOWN, DutyState.PARTLY, DutyState.NOBODY)
        return tuple((duty.name, each.who) for duty in self.duties for each in duty.of(*wanting))

    def lists(self) -> dict[str, Rows]:
        """Return every list by its id: ``lines``, ``posts``, ``rights``, spans, duties and risks.

        The subject of a row is an employee, a post, ``center``, a right or publication; a duty of
        nobody in person has the subject ``post``. A finding's is its code and whom it is about.
        """
        found: dict[str, Rows] = {
            "lines": {each.employee: each.cells() for each in self.lines},
            "posts": {each.role: each.cells() for each in self.posts},
            "rights": {each.name: each.cells() for each in self.rights},
            "publications": {each.name: each.cells() for each in self.publications},
            "findings": {f"{x.code}/{x.subject}": x.cells() for x in self.troubles},
        }
        for span in self.spans:
            found[span.name] = {each.subject: each.cells() for each in span.entries}
        for duty in self.duties:
            found[duty.name] = {each.who or _POST: each.cells() for each in duty.entries}
        for risk in self.risks:
            found[risk.name] = {"register": risk.cells()}
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data: dates as text."""
        return {
            "schema": "ccops.organization/1",
            "period": self.period,
            "on": self.on.isoformat(),
            "structure": self.structure or None,
            "lists": {name: plain_rows(rows) for name, rows in self.lists().items()},
        }


@attrs.frozen(kw_only=True)
class ReportCalendar:
    """Every report owed for a period as it stands on a day, and what lies in the archives.

    ``labels`` is what people call what is named by its id, by the section of the pack.
    """

    period: str
    on: dt.date
    reports: tuple[ReportList, ...] = ()
    archives: tuple[ArchiveList, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    labels: Mapping[str, Mapping[str, Label]] = attrs.field(factory=dict[str, Mapping[str, Label]])

    def count(self, state: ReportState) -> int:
        """Return how many reports are in a state."""
        return sum(len(each.of(state)) for each in self.reports)

    def lists(self) -> dict[str, Rows]:
        """Return every list by the id of its rule: reports by period and person, archived items.

        The subject of a report is its days, who owes it, and a recipient outside the center:
        ``2026-10``, ``2026-10/E7``, ``2026-10/E7/client``.
        """
        found: dict[str, Rows] = {
            each.name: {x.subject: x.cells() for x in each.entries} for each in self.reports
        }
        for archive in self.archives:
            found[archive.name] = {each.item: each.cells() for each in archive.entries}
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data: dates as text."""
        return {
            "schema": "ccops.report_calendar/1",
            "period": self.period,
            "on": self.on.isoformat(),
            "counts": {state.value: self.count(state) for state in ReportState},
            "lists": {name: plain_rows(rows) for name, rows in self.lists().items()},
            "findings": [
                {"code": each.code, **{key: _plain(x) for key, x in each.args.items()}}
                for each in self.diagnostics
            ],
        }


def plain_rows(rows: Rows) -> list[dict[str, object]]:
    """Return the rows of a list as JSON holds them."""
    return [
        {"subject": subject, **{key: _plain(each) for key, each in cells.items()}}
        for subject, cells in rows.items()
    ]


def _plain(value: object) -> object:
    match value:
        case dt.date():
            return value.isoformat()
        case tuple():
            return [_plain(each) for each in value]
        case _:
            return value
