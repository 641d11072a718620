"""Who looked into archives: everybody whose post may not is told (S3-23)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import Diagnostic, Severity, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ccops.organization.reporting.report_duties import ArchiveRule
    from ccops.organization.staff.staff import Staff

#: The kind of event that says that somebody looked into the archive of its topic.
ACCESS: Final = "archive_access"


@attrs.frozen(kw_only=True)
class ArchiveAccess:
    """Somebody looked into an archive on a day."""

    archive: str
    employee: str
    day: dt.date


def access_findings(
    archives: Sequence[ArchiveRule],
    accesses: Iterable[ArchiveAccess],
    staff_on: Callable[[dt.date], Staff],
) -> Iterator[Diagnostic]:
    """Yield who looked into an archive that is none of his post's on the day.

    An archive that names no post may be seen by all (``archive-access``); one the pack has not
    is told (``archive-unknown``). Each person and archive is told once, with the days.
    """
    rules = {each.name: each for each in archives}
    days: dict[tuple[str, str], list[dt.date]] = {}
    for each in accesses:
        if each.archive not in rules or not _may(rules[each.archive], each, staff_on):
            days.setdefault((each.archive, each.employee), []).append(each.day)
    for (archive, employee), listed in sorted(days.items()):
        told = {"archive": archive, "employee": employee, "days": _shown(listed)}
        if archive in rules:
            posts = ", ".join(each.value for each in rules[archive].access)
            yield _warning("archive-access", **told, posts=posts)
        else:
            yield _warning("archive-unknown", **told, near=nearest(archive, rules) or "-")


def _may(rule: ArchiveRule, access: ArchiveAccess, staff_on: Callable[[dt.date], Staff]) -> bool:
    if not rule.access:
        return True
    person = staff_on(access.day).by_id.get(access.employee)
    posts = frozenset(each.value for each in rule.access)
    return person is not None and not posts.isdisjoint(person.posts)


def _shown(days: list[dt.date]) -> str:
    return ", ".join(each.isoformat() for each in sorted(set(days)))


def _warning(code: str, **told: object) -> Diagnostic:
    return Diagnostic(code=code, severity=Severity.WARNING, args=told)
