"""Whose a contact is that several agents handled: named policies, credit in whole millionths."""

from __future__ import annotations

import enum
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

import attrs

from ccops.contacts.kinds import HANDLE_SEGMENT
from ccops.contacts.queue_owners import QueueOwner, QueueOwners
from ccops.kpi import RecordColumn, RecordKind, Records
from ccops.kpi.record_columns import COUNT, WORD, optional_column
from ccops.values import Cell, Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Row = tuple[Cell | Missing, ...]

#: The credit of one contact.
WHOLE_CREDIT: Final = 1_000_000


class Attribution(enum.Enum):
    """Which of a contact's conversations are credited with it, and to whom."""

    FIRST_AGENT = "first_agent"
    LAST_AGENT = "last_agent"
    EACH_SEGMENT = "each_segment"  # in equal parts
    TALK_SHARE = "talk_share"  # by time from connect to end
    QUEUE_OWNER = "queue_owner"  # whoever answers for the queue it was first answered in


def _columns_of(kind: RecordKind) -> tuple[RecordColumn, ...]:
    """Return the columns of handle segments with credit: whose it is need not be known."""
    agent = kind.column("agent")
    return (
        *(attrs.evolve(each, optional=True) if each == agent else each for each in kind.columns),
        optional_column("handled_by", WORD, "受理座席", "agent who handled it"),
        optional_column("queue_owner", WORD, "队列负责人", "owner of the queue"),
        optional_column("credit", COUNT, "计件百万分数", "credit in millionths"),
    )


#: A handle segment with the millionths of its contact that it is credited with. ``agent`` is
#: whom they are credited to; ``handled_by``, who was on the telephone.
CREDITED_SEGMENT: Final = attrs.evolve(
    HANDLE_SEGMENT,
    name="credited_segment",
    label=attrs.evolve(HANDLE_SEGMENT.label, zh="受理及计件", en="credited segment"),
    columns=_columns_of(HANDLE_SEGMENT),
)
_ADDED: Final = len(CREDITED_SEGMENT.columns) - len(HANDLE_SEGMENT.columns)


def credits_of(times: Sequence[int | Missing], policy: Attribution) -> tuple[int, ...] | Missing:
    """Return the credit of each conversation of one contact, in the order they took place.

    ``times`` are milliseconds from connect to end; only ``TALK_SHARE`` looks at them, and is
    missing where one is not known or all are 0. Otherwise the parts sum to ``WHOLE_CREDIT``;
    what equal or proportional parts leave over goes by largest remainder, the earlier first.
    The owner of a queue has it by the first conversation.

    >>> credits_of([60_000, 60_000, 60_000], Attribution.EACH_SEGMENT)
    (333334, 333333, 333333)
    """
    last = len(times) - 1
    match policy:
        case Attribution.FIRST_AGENT | Attribution.QUEUE_OWNER:
            return tuple(WHOLE_CREDIT if each == 0 else 0 for each in range(len(times)))
        case Attribution.LAST_AGENT:
            return tuple(WHOLE_CREDIT if each == last else 0 for each in range(len(times)))
        case Attribution.EACH_SEGMENT:
            return _parts((1,) * len(times))
        case Attribution.TALK_SHARE:
            return _by_time(times)


def credit_segments(
    segments: Records, policy: Attribution, *, owners: Iterable[QueueOwner] = ()
) -> Records:
    """Return handle segments, contact by contact in time order, with their credit.

    ``owners`` are those of queues. With ``QUEUE_OWNER`` a contact whose queue has none on the day
    it arrived is credited to nobody (``agent`` is missing), one that came through no queue to
    the agent who handled it first. Raises ``DataError`` where owners contradict each other.
    """
    kind = segments.kind
    agent, queue = kind.names.index("agent"), kind.names.index("queue")
    day, book = kind.names.index(kind.day), QueueOwners(owners)
    rows = ((row, row[agent], book.owner_of(row[queue], row[day])) for row in segments.rows())
    columns = _columns_of(kind)
    return _credited(attrs.evolve(CREDITED_SEGMENT, columns=columns), rows, policy)


def credit_anew(credited: Records, policy: Attribution) -> Records:
    """Return credited segments under another policy; whose their queues are is known already."""
    agent, handled_by = credited.kind.names.index("agent"), -_ADDED
    rows = (
        ((*row[:agent], row[handled_by], *row[agent + 1 : -_ADDED]), row[handled_by], row[-2])
        for row in credited.rows()
    )
    return _credited(credited.kind, rows, policy)


def with_credit(
    policy: Attribution | None,
    records: Mapping[str, Records],
    *,
    owners: Iterable[QueueOwner] = (),
) -> Mapping[str, Records]:
    """Return records with the credit of each conversation among them, where a policy gives it."""
    segments = records.get(HANDLE_SEGMENT.name)
    if policy is None or segments is None:
        return records
    credited = credit_segments(segments, policy, owners=owners)
    return {**records, credited.kind.name: credited}


def _credited(
    kind: RecordKind,
    rows: Iterable[tuple[Row, Cell | Missing, Cell | Missing]],
    policy: Attribution,
) -> Records:
    """Return rows with their credit; each comes with who handled it and whose its queue is."""
    contact, connected = kind.names.index("contact_id"), kind.names.index("connected_ms")
    places = _Places(*map(kind.names.index, ("agent", "queue", "talk_hold")))

    def order(each: tuple[Row, Cell | Missing, Cell | Missing]) -> tuple[str, str]:
        return str(each[0][contact]), str(each[0][connected]).zfill(20)

    made: list[Row] = []
    for _, group in groupby(sorted(rows, key=order), key=lambda each: each[0][contact]):
        made.extend(_contact(places, tuple(group), policy))
    return Records.of_rows(kind, made)


class _Places(NamedTuple):
    """Where some cells stand in a row."""

    agent: int
    queue: int
    time: int


def _contact(
    places: _Places,
    handled: Sequence[tuple[Row, Cell | Missing, Cell | Missing]],
    policy: Attribution,
) -> Iterator[Row]:
    """Yield the rows of one contact, in time order, with their credit."""
    agent, queue, time = places
    found = credits_of([_whole(row[time]) for row, _, _ in handled], policy)
    shares: Sequence[Cell | Missing] = (
        (found,) * len(handled) if isinstance(found, Missing) else found
    )
    for place, ((row, by, owner), share) in enumerate(zip(handled, shares, strict=True)):
        is_owned = policy is Attribution.QUEUE_OWNER and not place
        if is_owned and not isinstance(row[queue], Missing):
            row = (*row[:agent], owner, *row[agent + 1 :])  # noqa: PLW2901 - whose it is
        yield (*row, by, owner, share)


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
    if len(weights) == 1:  # as nearly always
        return (WHOLE_CREDIT,)
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
