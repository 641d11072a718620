"""Contacts: telephony records, outcomes, service-level contracts, attribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.contacts.approaches import (
    APPROACH,
    ApproachCounts,
    ApproachRule,
    ApproachScope,
    check_approaches,
)
from ccops.contacts.attribution import (
    CREDITED_SEGMENT,
    WHOLE_CREDIT,
    Attribution,
    credit_anew,
    credit_segments,
    credits_of,
    with_credit,
)
from ccops.contacts.first_contact_rules import (
    ISSUE,
    Again,
    Counting,
    FirstContactRule,
    SameMatter,
    check_first_contacts,
)
from ccops.contacts.kinds import (
    CONTACT,
    HANDLE_SEGMENT,
    OFFER,
    QUEUE_EVENT,
    QUEUE_VISIT,
    TELEPHONY_KINDS,
)
from ccops.contacts.outbound import DIAL, DIAL_RESULTS
from ccops.contacts.outcomes import (
    CHANNELS,
    CLOSED_BY,
    DIRECTIONS,
    ENDED_BY,
    NEVER_ABANDONED,
    OFFER_RESULTS,
    OUTCOMES,
    TRANSFERS,
)
from ccops.contacts.queue_owners import QueueOwner, QueueOwners, check_owners
from ccops.contacts.service_level import ServiceLevelContract, check_service_level
from ccops.contacts.service_level_terms import (
    AnsweredAt,
    BucketBy,
    OpenCalls,
    ServiceLevelBase,
)
from ccops.contacts.topic_kinds import CONTACT_TOPIC, TOPIC_SEGMENT
from ccops.doors import opened_later

if TYPE_CHECKING:
    from ccops.contacts.contract_results import (
        CONTRACT_GROUPS,
        ContractResult,
        ContractTable,
        Volume,
        contract_table,
        preset_contracts,
        seconds_of,
    )
    from ccops.contacts.credit_by_policy import CreditTable, credit_table, credited_records
    from ccops.contacts.dial_records import dial_records
    from ccops.contacts.identity import AgentAlias, AgentBook, check_aliases
    from ccops.contacts.kept_levels import KeptLevel
    from ccops.contacts.local_time import ClockReading, LocalClock, half_hour_label, zone_named
    from ccops.contacts.presets import PRESETS, Preset, PresetTerms
    from ccops.contacts.repeats import RepeatRules, with_repeats
    from ccops.contacts.service_level_tallies import ServiceLevelTallies, expand_service_level
    from ccops.contacts.thresholds import read_thresholds
    from ccops.contacts.topics import contact_topic_records, topic_segments
else:
    __getattr__ = opened_later(
        __name__,
        {
            "service_level_tallies": ("ServiceLevelTallies", "expand_service_level"),
            "dial_records": ("dial_records",),
            "presets": ("PRESETS", "Preset", "PresetTerms"),
            "repeats": ("RepeatRules", "with_repeats"),
            "thresholds": ("read_thresholds",),
            "topics": ("contact_topic_records", "topic_segments"),
            "contract_results": (
                "CONTRACT_GROUPS",
                "ContractResult",
                "ContractTable",
                "Volume",
                "contract_table",
                "preset_contracts",
                "seconds_of",
            ),
            "credit_by_policy": ("CreditTable", "credit_table", "credited_records"),
            "identity": ("AgentAlias", "AgentBook", "check_aliases"),
            "kept_levels": ("KeptLevel",),
            "local_time": ("ClockReading", "LocalClock", "half_hour_label", "zone_named"),
        },
    )

__all__ = [
    "APPROACH",
    "CHANNELS",
    "CLOSED_BY",
    "CONTACT",
    "CONTACT_TOPIC",
    "CONTRACT_GROUPS",
    "CREDITED_SEGMENT",
    "DIAL",
    "DIAL_RESULTS",
    "DIRECTIONS",
    "ENDED_BY",
    "HANDLE_SEGMENT",
    "ISSUE",
    "NEVER_ABANDONED",
    "OFFER",
    "OFFER_RESULTS",
    "OUTCOMES",
    "PRESETS",
    "QUEUE_EVENT",
    "QUEUE_VISIT",
    "TELEPHONY_KINDS",
    "TOPIC_SEGMENT",
    "TRANSFERS",
    "WHOLE_CREDIT",
    "Again",
    "AgentAlias",
    "AgentBook",
    "AnsweredAt",
    "ApproachCounts",
    "ApproachRule",
    "ApproachScope",
    "Attribution",
    "BucketBy",
    "ClockReading",
    "ContractResult",
    "ContractTable",
    "Counting",
    "CreditTable",
    "FirstContactRule",
    "KeptLevel",
    "LocalClock",
    "OpenCalls",
    "Preset",
    "PresetTerms",
    "QueueOwner",
    "QueueOwners",
    "RepeatRules",
    "SameMatter",
    "ServiceLevelBase",
    "ServiceLevelContract",
    "ServiceLevelTallies",
    "Volume",
    "check_aliases",
    "check_approaches",
    "check_first_contacts",
    "check_owners",
    "check_service_level",
    "contact_topic_records",
    "contract_table",
    "credit_anew",
    "credit_segments",
    "credit_table",
    "credited_records",
    "credits_of",
    "dial_records",
    "expand_service_level",
    "half_hour_label",
    "preset_contracts",
    "read_thresholds",
    "seconds_of",
    "topic_segments",
    "with_credit",
    "with_repeats",
    "zone_named",
]
