"""What is told of a report calendar: late and missing reports, and what does not belong to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.messages import Diagnostic, Severity, nearest
from ccops.organization.reporting.report_entries import ReportState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.organization.reporting.report_duties import ReportDutyRule
    from ccops.organization.reporting.report_entries import OwedReport, ReportList, Submission


def report_findings(
    duties: Sequence[ReportDutyRule],
    lists: Iterable[ReportList],
    handed_in: Iterable[Submission],
) -> tuple[Diagnostic, ...]:
    """Return what is told of reports, as warnings.

    One that is not there and late (``report-missing``), came late (``report-late``), came on its
    day at a time nobody said (``report-time-unclear``), lies in no archive though it belongs
    there (``report-not-archived``), a post that owes one and is vacant (``report-nobody``), and a
    report handed in that the pack has not (``report-unknown``) or for no recipient it names
    (``report-recipient``).
    """
    owed = (each for listed in lists for each in listed.entries)
    return (
        *(each for entry in owed for each in _of_entry(entry)),
        *_of_submissions(duties, handed_in),
    )


def _of_entry(entry: OwedReport) -> Iterator[Diagnostic]:
    codes = {
        ReportState.MISSING: "report-missing",
        ReportState.LATE: "report-late",
        ReportState.UNCLEAR: "report-time-unclear",
        ReportState.NOBODY: "report-nobody",
    }
    told = {
        "report": entry.report,
        "period": entry.period,
        "who": entry.who or ", ".join(sorted(entry.posts)),
        "to": ", ".join(entry.to),
        "due": entry.due.day if entry.due is not None else "-",
        "by": (entry.due.clock if entry.due is not None else "") or "24:00",
        "came": _came(entry.handed_in),
    }
    if entry.state in codes:
        yield _warning(codes[entry.state], **told)
    if entry.archived is False:
        yield _warning("report-not-archived", **told)


def _came(handed_in: Submission | None) -> str:
    """Return when a report came, to the minute where that is known."""
    if handed_in is None:
        return "-"
    if handed_in.time_ms is None:
        return handed_in.day.isoformat()
    hours, minutes = divmod(handed_in.time_ms // 60_000, 60)
    return f"{handed_in.day.isoformat()} {hours:02}:{minutes:02}"


def _of_submissions(
    duties: Sequence[ReportDutyRule], handed_in: Iterable[Submission]
) -> Iterator[Diagnostic]:
    known = {each.name: each for each in duties}
    told: set[tuple[str, str]] = set()
    for each in handed_in:
        rule = known.get(each.report)
        outside = () if rule is None else {x.value for x in rule.external}
        if (each.report, each.to) in told:
            continue
        if rule is None:
            near = nearest(each.report, known) or "-"
            yield _warning("report-unknown", report=each.report, near=near)
        elif each.to and each.to not in outside:
            yield _warning("report-recipient", report=each.report, to=each.to)
        else:
            continue
        told.add((each.report, each.to))


def _warning(code: str, /, **told: object) -> Diagnostic:
    return Diagnostic(code=code, severity=Severity.WARNING, args=told)
