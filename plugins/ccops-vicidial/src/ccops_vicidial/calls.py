"""A row of ``vicidial_closer_log``: one stay of a call in one in-group.

Columns were read from ``extras/MySQL_AST_CREATE_tables.sql`` of VICIDIAL, reasons from the type
of ``term_reason`` in it, the names of statuses from the rows of ``vicidial_statuses`` it inserts;
which of them are no answer from the query of VICIDIAL's inbound report (``AST_CLOSERstats.php``).
``length_in_sec`` is the wait and the conversation together (``agc/vdc_db_query.php``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.adapters import RowRefusedError
from ccops.values import Missing
from ccops_vicidial.cells import SECOND_MS, epoch, needed_epoch, needed_text, seconds, text

if TYPE_CHECKING:
    from collections.abc import Mapping

_UNKNOWN: Final = Missing.NOT_MEASURED
#: Who stands in ``user`` while no agent has taken the call.
_NOBODY: Final = frozenset({"", "VDCL", "VDAD"})
#: Statuses in which a call was not answered, whoever stands in ``user``.
_NOT_ANSWERED: Final = frozenset(
    {
        "DROP", "XDROP", "HXFER", "QVMAIL", "HOLDTO", "LIVE", "QUEUE", "TIMEOT", "AFTHRS",
        "NANQUE", "INBND", "MAXCAL",
    }
)  # fmt: skip
#: ``term_reason`` of a call that no agent took. At closing time those who wait are let go; the
#: filter by area code, the option at a long hold time and the recall of a call on hold send it on.
_OUTCOMES: Final = {
    "ABANDON": "abandoned",
    "QUEUETIMEOUT": "timeout",
    "AFTERHOURS": "refused_closed",
    "CLOSETIME": "refused_closed",
    "NOAGENT": "exit_empty",
    "MAXCALLS": "refused_full",
    "HOLDTIME": "overflow",
    "HOLDRECALLXFER": "overflow",
    "ACFILTER": "overflow",
}
#: ``status``, where the reason says nothing.
_BY_STATUS: Final = {
    "TIMEOT": "timeout",
    "AFTHRS": "refused_closed",
    "NANQUE": "exit_empty",
    "MAXCAL": "refused_full",
    "QVMAIL": "abandoned",
}
_ENDED_BY: Final = {"CALLER": "customer", "ABANDON": "customer", "AGENT": "agent"}
#: Outcomes of calls that were not let wait.
_NEVER_WAITED: Final = frozenset({"refused_closed", "refused_full", "exit_empty"})
_REASONS: Final = _OUTCOMES.keys() | _ENDED_BY.keys() | {"NONE", "SYSTEM", ""}
_HANDED_ON: Final = "XFER"
#: How far two clocks of a cluster may be apart.
_SKEW_MS: Final = 5 * SECOND_MS
#: How far ``length_in_sec`` may be from the time between the two epochs: an agent's screen counts
#: from when it shows the call.
_SLACK_MS: Final = 3_600 * SECOND_MS


@attrs.frozen(kw_only=True)
class Call:
    """What one row of the closer log tells; without ``ended_ms`` it is going on.

    ``agent`` is empty where none answered. ``talk_hold`` is the length without the wait.
    """

    number: int
    queue: str
    entered_ms: int
    ended_ms: int | Missing
    wait: int
    outcome: str
    agent: str
    talk_hold: int | Missing
    ended_by: str
    handed_on: bool
    handed_in: bool
    customer: str = attrs.field(repr=False)
    odd: tuple[str, ...]

    @property
    def connected_ms(self) -> int:
        """The answer, or the end of waiting."""
        return self.entered_ms + self.wait


def call_of(row: Mapping[str, str]) -> Call:
    """Return what a row tells. Raises ``RowRefusedError`` where it lacks or contradicts itself."""
    entered, ended = needed_epoch(row, "start_epoch"), epoch(row, "end_epoch")
    wait, length = seconds(row, "queue_seconds"), seconds(row, "length_in_sec")
    if isinstance(wait, Missing):
        raise RowRefusedError("field-missing", "queue_seconds")
    ended = _checked_end(entered, ended, length)
    agent = text(row, "user")
    answered = agent not in _NOBODY and text(row, "status") not in _NOT_ANSWERED
    outcome = "answered" if answered else _unanswered(row, ended)
    return Call(
        number=_number(row),
        queue=needed_text(row, "campaign_id"),
        entered_ms=entered,
        ended_ms=ended,
        wait=_waited(outcome, wait, length),
        outcome=outcome,
        agent=agent if answered else "",
        talk_hold=_talked(ended, length, wait) if answered else _UNKNOWN,
        ended_by=_ENDED_BY.get(text(row, "term_reason"), "unknown"),
        handed_on=text(row, "status") == _HANDED_ON,
        handed_in=text(row, "xfercallid") not in ("", "0"),
        customer=text(row, "phone_number"),
        odd=_odd(row, ended, answered=answered),
    )


#: The column of the id is a whole number of 64 bits at most.
_ID_DIGITS: Final = 19


def _number(row: Mapping[str, str]) -> int:
    written = needed_text(row, "closecallid")
    if not (written.isascii() and written.isdecimal()):
        raise RowRefusedError("number-unreadable", "closecallid")
    if len(written) > _ID_DIGITS:
        raise RowRefusedError("number-too-large", "closecallid")
    return int(written)


def _checked_end(entered: int, ended: int | Missing, length: int | Missing) -> int | Missing:
    if isinstance(ended, Missing):
        return ended
    between = ended - entered
    lasted = between if isinstance(length, Missing) else length
    if between < -_SKEW_MS or abs(between - lasted) > _SLACK_MS:
        raise RowRefusedError("interval-disagrees", "length_in_sec")
    return max(entered, ended)


def _talked(ended: int | Missing, length: int | Missing, wait: int) -> int | Missing:
    """Return the length without the wait, which has hundredths where the length has none."""
    if isinstance(ended, Missing) or isinstance(length, Missing):
        return _UNKNOWN
    if length - wait < -_SKEW_MS:
        raise RowRefusedError("interval-disagrees", "queue_seconds")
    return max(0, length - wait)


def _waited(outcome: str, wait: int, length: int | Missing) -> int:
    """Return the wait; that of a call nobody took is all of its length where no wait stands.

    VICIDIAL's own reports take the length of dropped calls for their wait.
    """
    if wait or outcome == "answered" or outcome in _NEVER_WAITED or isinstance(length, Missing):
        return wait
    return length


def _unanswered(row: Mapping[str, str], ended: int | Missing) -> str:
    found = _OUTCOMES.get(text(row, "term_reason"))
    if found is not None:
        return found
    if isinstance(ended, Missing):
        return "open"
    return _BY_STATUS.get(text(row, "status"), "unknown")


def _odd(row: Mapping[str, str], ended: int | Missing, *, answered: bool) -> tuple[str, ...]:
    reason = text(row, "term_reason")
    if reason not in _REASONS:
        return ("event-unknown",)
    if answered and reason in _OUTCOMES:
        return ("exit-after-connect",)
    if not answered and reason == "AGENT" and isinstance(ended, int):
        return ("answered-without-agent",)
    return ()
