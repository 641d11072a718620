"""A row of ``vicidial_log``: one outbound call of a campaign.

Columns were read from ``extras/MySQL_AST_CREATE_tables.sql`` of VICIDIAL. Which statuses a human
answered was read from its upgrade scripts (``human_answered``), what the others mean from a list
of them (support.safesoftsolutions.com, *Status Definitions*). ``N``, which an agent chooses for
*no answer*, is none here. Statuses of a center's own say nothing by themselves: with an agent such
a call is connected, and whether it was a success is not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.adapters import Dial
from ccops.values import Missing
from ccops_vicidial.cells import epoch, needed_epoch, needed_text, text

if TYPE_CHECKING:
    from collections.abc import Mapping

_UNKNOWN: Final = Missing.NOT_MEASURED
#: Who stands in ``user`` where no agent had the call.
_NOBODY: Final = frozenset({"", "VDAD", "VDCL"})
#: What statuses say that the dialer sets, or an agent of a call in which nobody spoke.
_RESULTS: Final = {
    **dict.fromkeys(("A", "AA", "AM", "AL", "AFAX"), "machine"),
    **dict.fromkeys(("B", "AB"), "busy"),
    **dict.fromkeys(("NA", "N"), "no_answer"),
    **dict.fromkeys(("DC", "ADC"), "invalid"),
    **dict.fromkeys(("DROP", "XDROP", "PDROP"), "dropped"),
    "LRERR": "failed",
}
#: Statuses of a call that is not over.
_GOING_ON: Final = frozenset({"NEW", "QUEUE", "INCALL", "DISPO"})
#: Whether a status of VICIDIAL's own is a success; of others nobody knows.
_SUCCESS: Final = {
    "SALE": True,
    **dict.fromkeys(("DNC", "DEC", "NP", "NI", "CALLBK", "CBHOLD"), False),
}
_ENDED_BY: Final = {"CALLER": "customer", "AGENT": "agent"}


@attrs.frozen(kw_only=True)
class Attempt:
    """What one row of the outbound log tells; without ``ended_ms`` it is going on."""

    number: str
    campaign: str
    started_ms: int
    ended_ms: int | Missing
    agent: str
    result: str
    success: bool | Missing
    ended_by: str
    customer: str = attrs.field(repr=False)

    def dial(self, place: int) -> Dial:
        """Return it as an attempt to reach a customer."""
        return Dial(
            dial_id=self.number,
            campaign=self.campaign,
            dialed_ms=self.started_ms,
            result=self.result,
            agent=self.agent,
            success=self.success,
            place=place,
        )


def attempt_of(row: Mapping[str, str], number: str) -> Attempt:
    """Return what a row tells. Raises ``RowRefusedError`` where it cannot be read."""
    status, user = text(row, "status"), text(row, "user")
    agent = "" if user in _NOBODY else user
    ended = epoch(row, "end_epoch")
    result = _result(status, agent, ended)
    connected = result == "connected"
    return Attempt(
        number=number,
        campaign=needed_text(row, "campaign_id"),
        started_ms=needed_epoch(row, "start_epoch"),
        ended_ms=ended,
        agent=agent,
        result=result,
        success=_SUCCESS.get(status, _UNKNOWN) if connected else _UNKNOWN,
        ended_by=_ENDED_BY.get(text(row, "term_reason"), "unknown"),
        customer=text(row, "phone_number"),
    )


def _result(status: str, agent: str, ended: int | Missing) -> str:
    if status in _RESULTS:
        return _RESULTS[status]
    if isinstance(ended, Missing) or status in _GOING_ON:
        return "open"
    return "connected" if agent else "unknown"
