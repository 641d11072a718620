"""Whose a contact is that several agents handled: named policies, credit in whole millionths."""

from __future__ import annotations

import enum
from itertools import groupby
from typing import TYPE_CHECKING, Final

import attrs

from ccops.contacts.kinds import HANDLE_SEGMENT
from ccops.kpi import RecordColumn, RecordKind, Records
from ccops.messages import Label
from ccops.values import Cell, Missing, Type, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: The credit of one contact.
WHOLE_CREDIT: Final = 1_000_000


class Attribution(enum.Enum):
    """Which of a contact's conversations are credited with it."""

    FIRST_AGENT = "first_agent"
    LAST_AGENT = "last_agent"
    EACH_SEGMENT = "each_segment"  # in equal parts
    TALK_SHARE = "talk_share"  # by time from connect to end


#: A handle segment with the millionths of its contact that it is credited with.
CREDITED_SEGMENT: Final = attrs.evolve(
    HANDLE_SEGMENT,
    name="credited_segment",
    label=Label(zh="受理及计件", en="credited segment"),
    columns=(
        *HANDLE_SEGMENT.columns,
        RecordColumn(
            name="credit",
            type=Type(Unit.COUNT),
            optional=True,
            label=Label(zh="计件百万分数", en="credit in millionths"),
        ),
    ),
)


def credits_of(times: Sequence[int | Missing], policy: Attribution) -> tuple[int, ...] | Missing:
    """Return the credit of each conversation of one contact, in the order they took place.

    ``times`` are milliseconds from connect to end; only ``TALK_SHARE`` looks at them, and is
    missing where one is not known or all are 0. Otherwise the parts sum to ``WHOLE_CREDIT``;
    what equal or proportional parts leave over goes by largest remainder, the earlier first.

    >>> credits_of([60_000, 60_000, 60_000], Attribution.EACH_SEGMENT)
    (333334, 333333, 333333)
    """
    match policy:
        case Attribution.FIRST_AGENT:
            return tuple(WHOLE_CREDIT if each == 0 else 0 for each in range(len(times)))
        case Attribution.LAST_AGENT:
            last = len(times) - 1
            return tuple(WHOLE_CREDIT if each == last else 0 for each in range(len(times)))
        case Attribution.EACH_SEGMENT:
            return _parts((1,) * len(times))
        case Attribution.TALK_SHARE:
            return _by_time(times)


def credit_segments(segments: Records, policy: Attribution) -> Records:
    """Return handle segments, contact by contact in time order, with their credit."""
    names = segments.kind.names
    contact, connected = names.index("contact_id"), names.index("connected_ms")
    time = names.index("talk_hold")

    def order(row: tuple[Cell | Missing, ...]) -> tuple[str, str]:
        return str(row[contact]), str(row[connected]).zfill(20)

    rows: list[tuple[Cell | Missing, ...]] = []
    for _, group in groupby(sorted(segments.rows(), key=order), key=lambda row: row[contact]):
        handled = tuple(group)
        found = credits_of([_whole(row[time]) for row in handled], policy)
        shares: Sequence[Cell | Missing] = (
            (found,) * len(handled) if isinstance(found, Missing) else found
        )
        rows.extend((*row, share) for row, share in zip(handled, shares, strict=True))
    return Records.of_rows(_credited(segments.kind), rows)


def with_credit(
    policy: Attribution | None, records: Mapping[str, Records]
) -> Mapping[str, Records]:
    """Return records with the credit of each conversation among them, where a policy gives it."""
    segments = records.get(HANDLE_SEGMENT.name)
    if policy is None or segments is None:
        return records
    credited = credit_segments(segments, policy)
    return {**records, credited.kind.name: credited}


def _credited(kind: RecordKind) -> RecordKind:
    return attrs.evolve(CREDITED_SEGMENT, columns=(*kind.columns, CREDITED_SEGMENT.columns[-1]))


def _by_time(times: Sequence[int | Missing]) -> tuple[int, ...] | Missing:
    known = tuple(each for each in times if not isinstance(each, Missing))
    if len(known) < len(times):
        return Missing.NOT_MEASURED
    if known and not any(known):
        return Missing.ZERO_BASE
    return _parts(known)


def _parts(weights: tuple[int, ...]) -> tuple[int, ...]:
    total = sum(weights)
    if not total:
        return ()
    parts = [WHOLE_CREDIT * weight // total for weight in weights]
    rests = [(WHOLE_CREDIT * weight) % total for weight in weights]
    order = sorted(range(len(weights)), key=lambda place: (-rests[place], place))
    for place in order[: WHOLE_CREDIT - sum(parts)]:
        parts[place] += 1
    return tuple(parts)


def _whole(cell: Cell | Missing) -> int | Missing:
    if isinstance(cell, int | Missing):
        return cell
    raise TypeError(f"a duration is whole milliseconds, not {cell!r}")
