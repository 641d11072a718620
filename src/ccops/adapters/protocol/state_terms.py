"""How states of agents are told where a source can be understood in two ways."""

from __future__ import annotations

import enum

import attrs


class PausedIn(enum.Enum):
    """When somebody who belongs to several queues is not ready."""

    ANY = "any"  # as soon as one of them is paused
    EVERY = "every"  # once all of them are


class AtRestart(enum.Enum):
    """What became of who was signed on when the telephone system started anew."""

    SIGNED_OFF = "signed_off"
    SIGNED_ON = "signed_on"  # the system remembers its members, and their pauses


@attrs.frozen(kw_only=True)
class StateTerms:
    """How states are told; ``after_call`` are the reasons of a pause that are after-call work."""

    paused_in: PausedIn = PausedIn.ANY
    at_restart: AtRestart = AtRestart.SIGNED_OFF
    after_call: frozenset[str] = frozenset()
