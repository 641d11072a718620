"""First-contact resolution by call data: matters, and whether the customer came again."""

from __future__ import annotations

from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, Final

from ccops.contacts.first_contact_rules import (
    ISSUE,
    Again,
    Counting,
    FirstContactRule,
    SameMatter,
)
from ccops.contacts.kinds import CONTACT, HANDLE_SEGMENT, QUEUE_VISIT
from ccops.contacts.topics import topics_of
from ccops.contacts.windows import (
    Nearest,
    Occurrence,
    Window,
    nearest_after,
    nearest_before,
    window_ms,
)
from ccops.frozen import frozen
from ccops.kpi import Records
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_NAMES: Final = (
    "root_id", "contact_id", "channel", "direction", "customer_ref", "segments", "started_ms",
    "started_day", "started_half_hour", "started_hour", "source_ref",
)  # fmt: skip
_NEVER: Final = Missing.NO_RECORDS
#: When somebody first talked to a contact, who, and in which queue.
_Handler = tuple[int, str | Missing, str | Missing]


@frozen(kw_only=True)
class _Contact:
    """An inbound contact, with what it was handed on to: a transfer is no new contact."""

    contact_id: str
    channel: str
    customer: str | Missing
    at_ms: int
    is_answered: bool
    topic: str | Missing
    handler: _Handler
    clock: tuple[Any, ...]


def issue_records(
    records: Mapping[str, Records], rules: Iterable[FirstContactRule]
) -> Records | None:
    """Return the matters that rules see in contacts; ``None`` without contacts or rules.

    It is ``None`` as well where contacts came in and of none the customer is known, or of none
    whether it came in, or of one not whether anybody talked to it: who came in again is then not
    known, rather than that nobody did.
    Contacts are wanted of a whole window before the days asked about, and after them: of what
    the records do not reach, whether somebody came again is missing with the reason.
    """
    contacts = records.get(CONTACT.name)
    listed = tuple(rules)
    if contacts is None or not listed or _is_unknown(contacts):
        return None
    instants: Sequence[Any] = contacts.columns["started_ms"]
    first, last = (min(instants), max(instants)) if len(instants) else (0, 0)
    by_customer = _by_customer(_contacts(contacts, records))
    rows: list[tuple[Any, ...]] = []
    for rule in listed:
        window = Window(within_ms=window_ms(rule.within), first_ms=first, last_ms=last)
        found = (row for own in by_customer.values() for row in _rows(rule, own, window))
        rows.extend(row for _, row in sorted(found, key=lambda each: each[0]))
    return Records.of_rows(ISSUE, rows)


def _is_unknown(contacts: Records) -> bool:
    """Say whether it is not known of those who came in who they were, or if anybody answered."""
    directions: Sequence[Any] = contacts.columns["direction"]
    if set(directions) == {"unknown"}:
        return True
    customers: Sequence[Any] = contacts.columns["customer_ref"]
    talks: Sequence[Any] = contacts.columns["segments"]
    listed = zip(directions, customers, talks, strict=True)
    inbound = [(whose, talked) for direction, whose, talked in listed if direction == "inbound"]
    if any(isinstance(talked, Missing) for _, talked in inbound):
        return True
    return bool(inbound) and all(isinstance(whose, Missing) for whose, _ in inbound)


def _rows(
    rule: FirstContactRule, own: Sequence[_Contact], window: Window
) -> Iterator[tuple[tuple[int, str], tuple[Any, ...]]]:
    """Yield the matters of one customer, each with what it is put in order by."""
    later, earlier = (
        [_occurrence(rule, each, row, any_counts=any_counts) for row, each in enumerate(own)]
        for any_counts in (rule.again is Again.ANY, False)
    )
    after, before = nearest_after(later), nearest_before(earlier)
    for row, contact in enumerate(own):
        if not contact.is_answered:
            continue
        began: bool | Missing = False
        if rule.counting is Counting.ISSUES:
            began = window.came_before(earlier[row], before[row])
        if began is True:
            continue
        repeated = window.came_after(later[row], after[row])
        told = began if isinstance(began, Missing) else repeated
        gap = _gap(contact, after[row]) if told is True else _NEVER
        yield (contact.at_ms, contact.contact_id), _row(rule, contact, (told, gap))


def _occurrence(
    rule: FirstContactRule, contact: _Contact, row: int, *, any_counts: bool
) -> Occurrence:
    matter: str | Missing = "" if rule.same is SameMatter.CUSTOMER else contact.topic
    return Occurrence(contact.at_ms, matter, contact.is_answered or any_counts, row)


def _gap(contact: _Contact, after: Nearest) -> int | Missing:
    return _NEVER if after.sure is None else after.sure.at_ms - contact.at_ms


def _row(
    rule: FirstContactRule, contact: _Contact, told: tuple[bool | Missing, int | Missing]
) -> tuple[Any, ...]:
    *clock, place = contact.clock
    _, agent, queue = contact.handler
    head = (rule.name, contact.contact_id, contact.channel, agent, queue, contact.topic)
    return (*head, *told, *clock, place)


def _by_customer(contacts: Iterable[_Contact]) -> dict[str, list[_Contact]]:
    """Return the contacts of each customer in order of time; not those of nobody known."""
    found: dict[str, list[_Contact]] = {}
    for each in sorted(contacts, key=attrgetter("at_ms", "contact_id")):
        if not isinstance(each.customer, Missing):
            found.setdefault(each.customer, []).append(each)
    return found


def _contacts(contacts: Records, records: Mapping[str, Records]) -> Iterator[_Contact]:
    topics, handlers = topics_of(records), _handlers(records)
    families: dict[str, list[tuple[Any, ...]]] = {}
    columns: tuple[Sequence[Any], ...] = tuple(contacts.columns[name] for name in _NAMES)
    for root, *row in zip(*columns, strict=True):
        if row[2] == "inbound":
            families.setdefault(root, []).append(tuple(row))
    for rows in families.values():
        contact_id, channel, _, _, _, at_ms, *clock = min(rows, key=lambda row: (row[5], row[0]))
        ids = [row[0] for row in rows]
        yield _Contact(
            contact_id=contact_id,
            channel=channel,
            customer=_first_known(row[3] for row in rows),
            at_ms=at_ms,
            is_answered=any(row[4] for row in rows),
            topic=_first_known(topics.get(each, Missing.NOT_MEASURED) for each in ids),
            handler=min(
                (handlers[each] for each in ids if each in handlers),
                key=itemgetter(0),
                default=(0, _NEVER, _NEVER),
            ),
            clock=tuple(clock),
        )


def _first_known(cells: Iterable[Any]) -> Any:  # noqa: ANN401 - a cell of a column of words
    return next((each for each in cells if not isinstance(each, Missing)), Missing.NOT_MEASURED)


def _handlers(records: Mapping[str, Records]) -> dict[str, _Handler]:
    """Return who first talked to each contact: by its conversations, or by its visits."""
    for kind, instant in ((HANDLE_SEGMENT, "connected_ms"), (QUEUE_VISIT, "answered_ms")):
        listed = records.get(kind.name)
        if listed is not None:
            return _first_handlers(listed, instant)
    return {}


def _first_handlers(listed: Records, instant: str) -> dict[str, _Handler]:
    found: dict[str, _Handler] = {}
    names = ("contact_id", instant, "agent", "queue")
    columns: tuple[Sequence[Any], ...] = tuple(listed.columns[name] for name in names)
    for contact, at_ms, agent, queue in zip(*columns, strict=True):
        if isinstance(at_ms, Missing) or isinstance(agent, Missing):
            continue
        if contact not in found or at_ms < found[contact][0]:
            found[contact] = (at_ms, agent, queue)
    return found
