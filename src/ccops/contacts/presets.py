"""Presets: how other software counts, as the terms of a contract that only wants a threshold.

Each says where its counting was read. What a preset cannot repeat is in the how-to page
"Reconcile with what is on your wall".
"""

from __future__ import annotations

import enum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ccops.contacts.service_level_terms import AnsweredAt, BucketBy, ServiceLevelBase
from ccops.frozen import frozen
from ccops.messages import Label, Text

if TYPE_CHECKING:
    from collections.abc import Mapping


class Preset(enum.Enum):
    """Whose way of counting a contract takes."""

    ASTERISK = "asterisk"  # queue show: SL; AMI: ServicelevelPerf
    ASTERISK_SL2 = "asterisk_sl2"  # queue show: SL2; AMI: ServicelevelPerf2
    WAZO = "wazo"  # quality_of_service
    WAZO_ANSWERED = "wazo_answered"  # answered_rate, formerly efficiency
    ASTERNIC = "asternic"  # answered calls: within so many seconds
    ASTERNIC_ANSWERED = "asternic_answered"  # distribution: answered beside unanswered


@frozen(kw_only=True)
class PresetTerms:
    """What a preset says of a contract: all but the threshold, which is the center's.

    ``label`` is what the other software calls it; ``source`` names file and version read.
    """

    label: Label
    base: ServiceLevelBase
    inclusive: bool | None
    abandoned: tuple[Text, ...]
    answered_at: AnsweredAt
    bucket_by: BucketBy
    source: str


def _outcomes(*words: str) -> tuple[Text, ...]:
    return tuple(map(Text, words))


_ASTERISK: Final = (
    "asterisk/asterisk apps/app_queue.c at 00090d3e: record_abandoned, update_queue, "
    "try_calling, __queues_show"
)
_WAZO: Final = (
    "wazo-platform/wazo-call-logd wazo_call_logd/database/queries/queue_stat.py at 07856c80; "
    "wazo-platform/xivo-dao xivo_dao/stat_dao.py at 0211404a, queue_log_dao.py at 0795dc35"
)
_ASTERNIC: Final = "asternic/asternic-stats-lite 1.7 at 3ac24bcb, html/"

#: The terms of every preset. Waits are whole seconds in all three, and exactly the limit is in.
PRESETS: Final[Mapping[Preset, PresetTerms]] = MappingProxyType(
    {
        # callscompleted counts at the end of a conversation whether it was answered in time;
        # record_abandoned is called for ABANDON, EXITWITHTIMEOUT, EXITEMPTY and SYSCOMPAT.
        Preset.ASTERISK: PresetTerms(
            label=Label(zh="Asterisk SL", en="Asterisk SL"),
            base=ServiceLevelBase.F2,
            inclusive=True,
            abandoned=_outcomes("abandoned", "timeout", "exit_empty", "system_failure"),
            answered_at=AnsweredAt.COMPLETION,
            bucket_by=BucketBy.END,
            source=_ASTERISK,
        ),
        Preset.ASTERISK_SL2: PresetTerms(
            label=Label(zh="Asterisk SL2", en="Asterisk SL2"),
            base=ServiceLevelBase.F1,
            inclusive=True,
            abandoned=_outcomes("abandoned", "timeout", "exit_empty", "system_failure"),
            answered_at=AnsweredAt.COMPLETION,
            bucket_by=BucketBy.END,
            source=_ASTERISK,
        ),
        # a call is answered once it has COMPLETEAGENT, COMPLETECALLER or a transfer, and belongs
        # to the hour of its ENTERQUEUE; waittime <= qos_threshold.
        Preset.WAZO: PresetTerms(
            label=Label(zh="Wazo 服务质量", en="Wazo quality of service"),
            base=ServiceLevelBase.F2,
            inclusive=True,
            abandoned=_outcomes("abandoned"),
            answered_at=AnsweredAt.COMPLETION,
            bucket_by=BucketBy.ARRIVAL,
            source=_WAZO,
        ),
        # closed calls are not below the line, nor are those diverted before they entered.
        Preset.WAZO_ANSWERED: PresetTerms(
            label=Label(zh="Wazo 应答率", en="Wazo answered rate"),
            base=ServiceLevelBase.ANSWERED,
            inclusive=None,
            abandoned=_outcomes("abandoned", "timeout", "exit_empty", "refused_full"),
            answered_at=AnsweredAt.COMPLETION,
            bucket_by=BucketBy.ARRIVAL,
            source=_WAZO,
        ),
        # its table counts CONNECT events by hold time in steps of 15 s, 0 to 15 first.
        Preset.ASTERNIC: PresetTerms(
            label=Label(zh="Asternic 应答分布", en="Asternic answered within"),
            base=ServiceLevelBase.F2,
            inclusive=True,
            abandoned=_outcomes("abandoned", "timeout"),
            answered_at=AnsweredAt.CONNECT,
            bucket_by=BucketBy.ANSWER,
            source=f"{_ASTERNIC}answered.php",
        ),
        # answered are COMPLETECALLER and COMPLETEAGENT, so calls handed on are not;
        # unanswered are ABANDON and EXITWITHTIMEOUT; each on the day of that event.
        Preset.ASTERNIC_ANSWERED: PresetTerms(
            label=Label(zh="Asternic 应答率", en="Asternic answered share"),
            base=ServiceLevelBase.ANSWERED,
            inclusive=None,
            abandoned=_outcomes("abandoned", "timeout"),
            answered_at=AnsweredAt.HANGUP,
            bucket_by=BucketBy.END,
            source=f"{_ASTERNIC}distribution.php, unanswered.php",
        ),
    }
)
