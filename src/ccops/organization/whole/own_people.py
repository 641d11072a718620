"""Monitoring and the monitored in records: who scored himself or his own people (S4-01)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.organization.whole.staff_troubles import StaffFinding

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator

    from ccops.organization.staff.staff import Staff

Scored = tuple[str, str, "dt.date"]


def scored_own_people(
    scored: Iterable[Scored],
    staff_on: Callable[[dt.date], Staff],
    auditors: Iterable[str],
) -> Iterator[tuple[StaffFinding, dt.date]]:
    """Yield who scored himself, or somebody who answered straight to him on the day.

    ``scored`` are evaluators, evaluated and days; ``auditors`` the posts whose duty it is to
    check others: only of who holds one is it asked, a lead may coach his own people.
    """
    posts = frozenset(auditors)
    for evaluator, evaluated, day in scored:
        staff = staff_on(day)
        person = staff.by_id.get(evaluator)
        if person is None or posts.isdisjoint(person.posts):
            continue
        told = (("evaluated", evaluated),)
        if evaluator == evaluated:
            yield StaffFinding(kind="scored-himself", subject=evaluator, told=told), day
        elif evaluator == next(staff.above(evaluated), None):
            yield StaffFinding(kind="scored-own-people", subject=evaluator, told=told), day
