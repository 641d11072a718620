"""Outbound calls: each attempt to reach a customer for a campaign, and what it came to."""

from __future__ import annotations

from typing import Final

from ccops.contacts.kinds import clock_columns, clock_groups
from ccops.kpi import RecordKind
from ccops.kpi.record_columns import (
    COUNT,
    FLAG,
    REFERENCE,
    WORD,
    column,
    listed,
    optional_column,
)
from ccops.messages import Label

#: How an attempt ended; each has exactly one. ``connected``: an agent talked to somebody;
#: ``dropped``: somebody answered and no agent was there; ``invalid``: there is no such number;
#: ``failed``: the line did not carry it; ``canceled``: it was given up before it could ring out;
#: ``open``: it is still going on.
DIAL_RESULTS: Final = frozenset(
    {
        "connected",
        "no_answer",
        "busy",
        "machine",
        "dropped",
        "invalid",
        "failed",
        "canceled",
        "open",
        "unknown",
    }
)

#: One attempt to reach one customer for one campaign (S4-13). ``success`` is what the campaign
#: is after (a sale, a promise to pay); an attempt that did not connect has none. Which customer
#: it was is a keyed hash, or missing.
DIAL: Final = RecordKind(
    name="dial",
    label=Label(zh="外呼", en="dial"),
    subject="agent",
    day="dialed_day",
    reference="source_ref",
    groups={
        "campaign": "campaign",
        "agent": "agent",
        "result": "result",
        **clock_groups("dialed", prefix=""),
    },
    columns=(
        column("dial_id", WORD, "外呼编号", "id of the attempt"),
        column("campaign", WORD, "外呼活动", "campaign"),
        optional_column("agent", WORD, "座席", "agent"),
        column("agent_unmapped", FLAG, "座席未对应", "agent not in the list"),
        optional_column("customer_ref", WORD, "客户代号", "customer, as a keyed hash"),
        column("result", listed(DIAL_RESULTS), "外呼结果", "result"),
        optional_column("success", FLAG, "成功", "success"),
        column("dialed_ms", COUNT, "呼出时刻", "dialed, ms of UTC"),
        *clock_columns("dialed", "呼出", "the attempt"),
        REFERENCE,
    ),
)
