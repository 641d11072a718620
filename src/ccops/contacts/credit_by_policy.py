"""Whose contacts are under each policy of attribution, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ccops.contacts.attribution import (
    CREDITED_SEGMENT,
    WHOLE_CREDIT,
    Attribution,
    credit_anew,
    credit_segments,
)
from ccops.contacts.kinds import HANDLE_SEGMENT
from ccops.frozen import frozen
from ccops.kpi import Records
from ccops.values import Missing

if TYPE_CHECKING:
    from ccops.contacts.queue_owners import QueueOwner


@frozen(kw_only=True, eq=False)
class CreditTable:
    """The credit of each agent, in millionths of a contact, under each policy.

    Under every policy what agents have, what is ``nobody``'s (a queue without an owner) and what
    is ``unknown`` (a time that was not measured) come to ``contacts`` × 1,000,000.
    """

    contacts: int
    agents: Mapping[str, Mapping[Attribution, int]]
    nobody: Mapping[Attribution, int]
    unknown: Mapping[Attribution, int]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data."""

        def by_policy(credit: Mapping[Attribution, int]) -> dict[str, int]:
            return {each.value: credit.get(each, 0) for each in Attribution}

        return {
            "contacts": self.contacts,
            "agents": {agent: by_policy(credit) for agent, credit in self.agents.items()},
            "nobody": by_policy(self.nobody),
            "unknown": by_policy(self.unknown),
        }


def credited_records(
    records: Mapping[str, Records], *, owners: Iterable[QueueOwner] = ()
) -> Records:
    """Return the credited segments of records, made of handle segments where there are none.

    With ``owners`` of queues they are made anew. Raises ``DataError`` where these contradict.
    """
    listed, segments = tuple(owners), records.get(HANDLE_SEGMENT.name)
    known = records.get(CREDITED_SEGMENT.name)
    if segments is not None and (listed or known is None):
        return credit_segments(segments, Attribution.FIRST_AGENT, owners=listed)
    return Records.of_rows(CREDITED_SEGMENT, ()) if known is None else known


def credit_table(credited: Records) -> CreditTable:
    """Return the credit of credited segments under every policy."""
    agents: dict[str, dict[Attribution, int]] = {}
    nobody: dict[Attribution, int] = {}
    unknown: dict[Attribution, int] = {}
    for policy in Attribution:
        found, lost = _credit(credit_anew(credited, policy))
        unknown[policy] = lost
        nobody[policy] = found.pop(None, 0)
        for agent, credit in found.items():
            agents.setdefault(str(agent), {})[policy] = credit
    contacts = len(set(credited.columns["contact_id"]))
    return CreditTable(
        contacts=contacts, agents=dict(sorted(agents.items())), nobody=nobody, unknown=unknown
    )


def _credit(credited: Records) -> tuple[Counter[str | None], int]:
    """Return the credit by agent, ``None`` for nobody, and that of contacts without any known."""
    columns = credited.columns
    found: Counter[str | None] = Counter()
    unknown: set[object] = set()
    for contact, agent, credit in zip(
        columns["contact_id"], columns["agent"], columns["credit"], strict=True
    ):
        if isinstance(credit, int):
            found[None if isinstance(agent, Missing) else str(agent)] += credit
        else:
            unknown.add(contact)
    return found, len(unknown) * WHOLE_CREDIT
