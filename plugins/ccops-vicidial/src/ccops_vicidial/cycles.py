"""A row of ``vicidial_agent_log``: one round of an agent, from not being ready to after-call work.

Columns were read from ``extras/MySQL_AST_CREATE_tables.sql`` of VICIDIAL. ``talk_sec`` goes on
until the agent hangs up: ``dead_sec`` of it the customer had gone already, which is after-call
work and no talk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.adapters import RowRefusedError, Stretch
from ccops.values import Missing
from ccops_vicidial.cells import cycle_seconds, epoch, needed_text, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_UNKNOWN: Final = Missing.NOT_MEASURED
#: What an agent does in the four parts of a round, in their order.
_STATES: Final = {"pause": "aux", "wait": "available", "talk": "on_contact", "dispo": "acw"}


@attrs.frozen(kw_only=True)
class Cycle:
    """What one row of the agent log tells. Without ``talk_ms`` there was no call in it."""

    agent: str
    last_ms: int
    talk_ms: int | Missing
    talk_hold: int | Missing
    acw: int | Missing
    stretches: tuple[Stretch, ...]
    odd: tuple[str, ...]


def cycle_of(row: Mapping[str, str], place: int) -> Cycle:
    """Return what a row tells. Raises ``RowRefusedError`` where it cannot be read."""
    begins = {name: epoch(row, f"{name}_epoch") for name in _STATES}
    read = {name: cycle_seconds(row, f"{name}_sec") for name in (*_STATES, "dead")}
    lasts = {name: found for name, (found, _) in read.items()}
    known = [
        begun + _or_nothing(lasts[name])
        for name, begun in begins.items()
        if isinstance(begun, int)
    ]
    if not known:
        raise RowRefusedError("time-missing", "pause_epoch")
    agent = needed_text(row, "user")
    talk, dispo, dead = lasts["talk"], lasts["dispo"], _or_nothing(lasts["dead"])
    if isinstance(talk, int) and dead > talk:
        raise RowRefusedError("interval-disagrees", "dead_sec")
    took_call = isinstance(begins["talk"], int)
    return Cycle(
        agent=agent,
        last_ms=max(known),
        talk_ms=begins["talk"],
        talk_hold=talk - dead if took_call and isinstance(talk, int) else _UNKNOWN,
        acw=dispo + dead if took_call and isinstance(dispo, int) else _UNKNOWN,
        stretches=tuple(_stretches(agent, text(row, "sub_status"), begins, lasts, place)),
        odd=tuple(dict.fromkeys(code for _, codes in read.values() for code in codes)),
    )


def _stretches(
    agent: str,
    reason: str,
    begins: Mapping[str, int | Missing],
    lasts: Mapping[str, int | Missing],
    place: int,
) -> Iterator[Stretch]:
    """Yield the parts of a round that are known; the end of talk is that of the customer."""
    dead = _or_nothing(lasts["dead"])
    for name, state in _STATES.items():
        begun, lasted = begins[name], lasts[name]
        if isinstance(begun, Missing) or isinstance(lasted, Missing):
            continue
        ended = begun + lasted
        left = ended - dead if name == "talk" else ended
        why = reason if name == "pause" else ""
        if left > begun:
            yield Stretch(
                agent=agent, state=state, reason=why, began_ms=begun, ended_ms=left, place=place
            )
        if ended > left:
            yield Stretch(agent=agent, state="acw", began_ms=left, ended_ms=ended, place=place)


def _or_nothing(found: int | Missing) -> int:
    return 0 if isinstance(found, Missing) else found
