"""What is told of a report calendar: late and missing reports, and what does not belong to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.messages import Diagnostic, Severity, nearest
from ccops.organization.reporting.report_entries import ReportState
from ccops.organization.reporting.submissions import MisfitKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.organization.reporting.report_duties import ReportDutyRule
    from ccops.organization.reporting.report_entries import OwedReport, ReportList
    from ccops.organization.reporting.submissions import Submission

_OF_STATES: Final = {
    ReportState.MISSING: "report-missing",
    ReportState.LATE: "report-late",
    ReportState.UNCLEAR: "report-time-unclear",
    ReportState.NOBODY: "report-nobody",
}
_NOT_ARCHIVED: Final = "report-not-archived"
#: So many periods are named; of more the first and the last.
_MOST_PERIODS: Final = 4


def report_findings(
    duties: Sequence[ReportDutyRule],
    lists: Iterable[ReportList],
    handed_in: Iterable[Submission],
) -> tuple[Diagnostic, ...]:
    """Return what is told of reports, once for each report and whoever owes it.

    Warnings: one that is not there and late (``report-missing``), came late (``report-late``),
    came on its day at a time nobody said (``report-time-unclear``), lies in no archive though it
    belongs there (``report-not-archived``), a post that owes one and is vacant
    (``report-nobody``), a report handed in that the pack has not (``report-unknown``), for no
    recipient it names (``report-recipient``), by somebody who neither owes it nor stands in
    (``report-by-another``) or for no days such a report is for (``report-period-unknown``). One
    for days on which nobody owes it is no fault (``report-not-owed``).
    """
    listed = tuple(lists)
    return (
        *_of_entries(each for one in listed for each in one.entries),
        *(x for each in listed for x in _of_misfits(each)),
        *_of_submissions(duties, handed_in),
    )


def _of_entries(entries: Iterable[OwedReport]) -> Iterator[Diagnostic]:
    groups: dict[tuple[str, str, str, str], list[OwedReport]] = {}
    for each in entries:
        codes = [_OF_STATES[each.state]] if each.state in _OF_STATES else []
        codes += [_NOT_ARCHIVED] if each.archived is False else []
        for code in codes:
            who = each.who or ", ".join(sorted(each.posts))
            key = (code, each.report, who, ", ".join(each.to))
            groups.setdefault(key, []).append(each)
    for (code, report, who, to), alike in groups.items():
        due = alike[0].due
        yield _warning(
            code,
            report=report,
            who=who,
            to=to,
            count=len(alike),
            period=_named([each.period for each in alike]),
            due=due.day if due is not None else "-",
            by=(due.clock if due is not None else "") or "24:00",
            came=_came(alike[0].handed_in),
        )


def _of_misfits(listed: ReportList) -> Iterator[Diagnostic]:
    groups: dict[tuple[MisfitKind, str], list[str]] = {}
    for each in listed.misfits:
        key = (each.kind, each.submission.employee)
        groups.setdefault(key, []).append(each.submission.period)
    for (kind, who), periods in groups.items():
        is_fault = kind is not MisfitKind.NOT_OWED
        yield Diagnostic(
            code=kind.value,
            severity=Severity.WARNING if is_fault else Severity.INFO,
            args={
                "report": listed.name,
                "who": who,
                "count": len(periods),
                "period": _named(sorted(periods)),
                "every": listed.every,
                "roles": ", ".join(listed.roles),
            },
        )


def _named(periods: Sequence[str]) -> str:
    """Return periods as they are told: all of a few, of many the first and the last."""
    if len(periods) <= _MOST_PERIODS:
        return ", ".join(periods)
    return f"{', '.join(periods[: _MOST_PERIODS - 1])} … {periods[-1]}"


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
