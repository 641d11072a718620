"""Spans on a day: how many each lead leads, and whether the center has leads enough (2.15)."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

import attrs

from ccops.messages import Label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.organization.posts.span import SpanRule
    from ccops.organization.staff.staff import Staff

#: Whom the row of the whole center is about.
CENTER = "center"


class SpanState(enum.Enum):
    """How it stands with a span.

    ``TOO_MANY`` and ``TOO_FEW`` people are led; ``TOO_FEW_LEADS`` and ``TOO_MANY_LEADS`` are
    there for the center's people; ``IMPOSSIBLE``: no number of leads fits.
    """

    KEPT = "kept"
    TOO_MANY = "too_many"
    TOO_FEW = "too_few"
    TOO_FEW_LEADS = "too_few_leads"
    TOO_MANY_LEADS = "too_many_leads"
    IMPOSSIBLE = "impossible"


@attrs.frozen(kw_only=True)
class Led:
    """How many a lead leads, or how many leads the center has for its people.

    ``leads`` and ``needed`` are of the center: those there, and how many fit; ``nearest`` is the
    number that fits best where none does, ``sizes`` the nearest numbers of people that can be led.
    """

    subject: str
    members: int
    state: SpanState
    leads: int | None = None
    needed: int | None = None
    nearest: int | None = None
    sizes: tuple[int, ...] = ()
    out_of_place: int = 0

    def cells(self) -> dict[str, object]:
        """Return what stands in its row, by column."""
        return {
            "members": self.members,
            "state": self.state.value,
            "leads": self.leads,
            "leads_needed": self.needed,
            "nearest": self.nearest,
            "sizes": tuple(map(str, self.sizes)),
            "out_of_place": self.out_of_place,
        }


@attrs.frozen(kw_only=True)
class SpanList:
    """A span of control on a day: the center first, then its leads."""

    name: str
    label: Label
    entries: tuple[Led, ...]


def span_list(rule: SpanRule, staff: Staff) -> SpanList:
    """Return how a span is kept on a day."""
    counted = _counted(rule, staff)
    leads = staff.holders.get(rule.lead.value, ())
    members = sum(not counted.isdisjoint(each.posts) for each in staff.people)
    entries = [_of_center(rule, members, len(leads))]
    if rule.ratio is None:
        entries.extend(_of_leads(rule, staff, counted))
    return SpanList(name=rule.name, label=rule.label, entries=tuple(entries))


def _counted(rule: SpanRule, staff: Staff) -> frozenset[str]:
    """Return the roles that are counted: those named, or those that report to the lead."""
    if rule.of:
        return frozenset(each.value for each in rule.of)
    return frozenset(
        each.name
        for each in staff.roles.values()
        if each.reports_to and each.reports_to[0].value == rule.lead.value
    )


def _of_center(rule: SpanRule, members: int, leads: int) -> Led:
    found = rule.needs(members)
    if found.leads is None:
        state = SpanState.IMPOSSIBLE
    elif rule.fits(members, leads):
        state = SpanState.KEPT
    else:
        is_short = leads < found.leads
        state = SpanState.TOO_FEW_LEADS if is_short else SpanState.TOO_MANY_LEADS
    return Led(
        subject=CENTER,
        members=members,
        state=state,
        leads=leads,
        needed=found.leads,
        nearest=found.nearest,
        sizes=found.sizes if found.leads is None else (),
        out_of_place=found.too_many + found.too_few,
    )


def _of_leads(rule: SpanRule, staff: Staff, counted: frozenset[str]) -> Iterator[Led]:
    most = rule.max or 0
    for lead in staff.holders.get(rule.lead.value, ()):
        led = [x for x in staff.led.get(lead.employee, ()) if not counted.isdisjoint(x.posts)]
        members = len(led)
        state = SpanState.KEPT
        if members > most:
            state = SpanState.TOO_MANY
        elif members < rule.min:
            state = SpanState.TOO_FEW
        beyond = max(members - most, rule.min - members, 0)
        yield Led(subject=lead.employee, members=members, state=state, out_of_place=beyond)
