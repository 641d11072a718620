"""What is wrong with report duties and archives, said without any data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.messages import Diagnostic, Severity, nearest
from ccops.organization.reporting.frequencies import Frequency
from ccops.organization.reporting.report_dues import minute_of
from ccops.values import DayKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from ccops.messages import Text
    from ccops.organization.reporting.report_duties import (
        ArchiveRule,
        ReportDueRule,
        ReportDutyRule,
    )

_MOST_DAYS: Final = 366
_LAST_OF_MONTH: Final = 31


def check_report_duties(
    duties: Iterable[ReportDutyRule],
    *,
    roles: Collection[str],
    calendars: Collection[str],
    archives: Collection[str],
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with report duties.

    Names of nothing (``unknown-role``, ``unknown-calendar``, ``unknown-archive``), a report
    nobody receives (``report-to-nobody``) or that goes back to who owes it
    (``report-to-oneself``, a warning), and a day that cannot be told (``report-due``).
    """
    return tuple(each for duty in duties for each in _problems(duty, roles, calendars, archives))


def check_archives(
    archives: Iterable[ArchiveRule], roles: Collection[str]
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with archives: unknown roles, and months that contradict each other."""
    found: list[Diagnostic] = []
    for rule in archives:
        found.extend(_unknown_roles(rule.access, roles))
        late = rule.delete_after_months
        is_wrong = rule.keep_months < 0 or (late is not None and late < rule.keep_months)
        if is_wrong or (rule.back_up_days is not None and rule.back_up_days < 1):
            told = {"name": rule.name}
            found.append(Diagnostic(code="archive-months", span=rule.origin.span, args=told))
    return tuple(found)


def _problems(
    duty: ReportDutyRule,
    roles: Collection[str],
    calendars: Collection[str],
    archives: Collection[str],
) -> Iterator[Diagnostic]:
    told = {"name": duty.name}
    yield from _unknown_roles((*duty.roles, *duty.to), roles)
    if not (duty.to or duty.to_superior or duty.to_everybody or duty.external):
        yield Diagnostic(code="report-to-nobody", span=duty.origin.span, args=told)
    own = {each.value for each in duty.roles}
    for each in duty.to:
        if each.value in own and len(own) == 1:
            arguments = {**told, "role": each.value}
            yield Diagnostic(
                code="report-to-oneself",
                severity=Severity.WARNING,
                span=each.span,
                args=arguments,
            )
    for text, known, code in (
        (duty.calendar, calendars, "unknown-calendar"),
        (duty.archive, archives, "unknown-archive"),
    ):
        if text is not None and text.value not in known:
            near = nearest(text.value, known) or "-"
            yield Diagnostic(code=code, span=text.span, args={"name": text.value, "near": near})
    if not _is_due_sound(duty):
        span = duty.due.origin.span if duty.due is not None else None
        yield Diagnostic(code="report-due", span=span or duty.origin.span, args=told)


def _is_due_sound(duty: ReportDutyRule) -> bool:
    """Say whether the day is told in one way, and one that fits how often the report is due."""
    due = duty.due
    if duty.every is Frequency.AS_IT_COMES:
        return due is None
    if due is None or (due.at is not None and minute_of(due.at.value) is None):
        return False
    if due.after is not None:
        others = (due.days, due.kind, due.weekday, due.day_of_month, due.at, due.free_day)
        return duty.every is Frequency.SHIFT and not any(each is not None for each in others)
    return _is_day_sound(due)


def _is_day_sound(due: ReportDueRule) -> bool:
    """Say whether the day is counted or named, and what is said of free days."""
    ways = [due.days is not None, due.weekday is not None, due.day_of_month is not None]
    if sum(ways) != 1 or (due.kind is not None) is not (due.days is not None):
        return False
    if due.days is not None and not 0 <= due.days <= _MOST_DAYS:
        return False
    if due.day_of_month is not None and not 1 <= due.day_of_month <= _LAST_OF_MONTH:
        return False
    is_workdays = due.kind is DayKind.WORKDAYS and bool(due.days)
    return (due.free_day is None) is is_workdays


def _unknown_roles(named: Iterable[Text], roles: Collection[str]) -> Iterator[Diagnostic]:
    for each in named:
        if each.value not in roles:
            told = {"role": each.value, "nearest": nearest(each.value, roles) or "-"}
            yield Diagnostic(code="unknown-role", span=each.span, args=told)
