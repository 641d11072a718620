"""What lies in archives on a day: kept long enough, copied, destroyed in time (S3-23)."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

import attrs

from ccops.messages import Label
from ccops.values import months_after

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccops.organization.reporting.report_duties import ArchiveRule

_DAY = dt.timedelta(days=1)


class ArchiveState(enum.Enum):
    """How something archived stands on a day.

    ``NOT_COPIED``: its copy is too old, or there is none. ``DESTROYED``: when it was time.
    """

    KEPT = "kept"
    NOT_COPIED = "not_copied"
    DESTROYED_EARLY = "destroyed_early"
    KEPT_TOO_LONG = "kept_too_long"
    DESTROYED = "destroyed"


@attrs.frozen
class Archived:
    """Something put into an archive, with the day of its last copy and of its end."""

    archive: str
    item: str
    since: dt.date
    backed_up_on: dt.date | None = None
    until: dt.date | None = None


@attrs.frozen(kw_only=True)
class ArchiveEntry:
    """Something in an archive as it stands on a day; it is kept up to ``keep_until``."""

    item: str
    since: dt.date
    keep_until: dt.date
    state: ArchiveState
    until: dt.date | None = None
    backed_up_on: dt.date | None = None

    def cells(self) -> dict[str, object]:
        """Return what stands in its row, by column."""
        return {
            "since": self.since,
            "keep_until": self.keep_until,
            "backed_up_on": self.backed_up_on,
            "until": self.until,
            "state": self.state.value,
        }


@attrs.frozen(kw_only=True)
class ArchiveList:
    """An archive and everything in it."""

    name: str
    label: Label
    place: Label
    entries: tuple[ArchiveEntry, ...]


def archive_list(rule: ArchiveRule, things: Iterable[Archived], on: dt.date) -> ArchiveList:
    """Return what lies in an archive on a day, or lay there."""
    own = (each for each in things if each.archive == rule.name and each.since <= on)
    entries = tuple(_entry(rule, each, on) for each in sorted(own, key=lambda x: x.item))
    return ArchiveList(name=rule.name, label=rule.label, place=rule.place, entries=entries)


def _entry(rule: ArchiveRule, thing: Archived, on: dt.date) -> ArchiveEntry:
    keep_until = months_after(thing.since, rule.keep_months)
    until = thing.until if thing.until is not None and thing.until <= on else None
    return ArchiveEntry(
        item=thing.item,
        since=thing.since,
        keep_until=keep_until,
        state=_state(rule, attrs.evolve(thing, until=until), keep_until, on),
        until=until,
        backed_up_on=thing.backed_up_on,
    )


def _state(rule: ArchiveRule, thing: Archived, keep_until: dt.date, on: dt.date) -> ArchiveState:
    if thing.until is not None:
        is_early = thing.until < keep_until
        return ArchiveState.DESTROYED_EARLY if is_early else ArchiveState.DESTROYED
    late = rule.delete_after_months
    if late is not None and on > months_after(thing.since, late):
        return ArchiveState.KEPT_TOO_LONG
    if rule.back_up_days is not None:
        copied = thing.backed_up_on if thing.backed_up_on is not None else thing.since
        if on - copied > rule.back_up_days * _DAY:
            return ArchiveState.NOT_COPIED
    return ArchiveState.KEPT
