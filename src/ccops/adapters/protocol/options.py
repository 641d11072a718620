"""How a read is asked for: the zone first, and what to do with rows that are wrong."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.adapters.protocol.state import OpenState
from ccops.adapters.protocol.state_terms import StateTerms
from ccops.contacts import AgentAlias, AgentBook, LocalClock, QueueOwner, zone_named
from ccops.errors import ReadError
from ccops.messages import Diagnostic, nearest

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

#: A key of customers is as long as a key of blake2b may be, or shorter.
KEY_BYTES: Final = 64
#: The share of rows in quarantine above which a read fails, where nothing else is said.
QUARANTINE_LIMIT: Final = Fraction(1, 20)
_COMMON_ZONES: Final = ("Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "America/New_York")


class Strictness(enum.Enum):
    """What a wrong row does: it goes to quarantine and is counted, or it stops the read."""

    LENIENT = "lenient"
    STRICT = "strict"


class AtEnd(enum.Enum):
    """What happens to contacts that are still open when the sources end."""

    CLOSE = "close"  # they become records with the outcome ``open``
    CARRY = "carry"  # they wait in ``Intake.state`` for the read that resumes it


def _checked_share(_: object, attribute: attrs.Attribute[Fraction], value: Fraction) -> None:
    if not 0 <= value <= 1:
        raise ValueError(f"{attribute.name} is a share from 0 to 1, not {value}")


def _checked_key(_: object, attribute: attrs.Attribute[bytes | None], value: bytes | None) -> None:
    if value is not None and not 0 < len(value) <= KEY_BYTES:
        raise ValueError(f"{attribute.name} has 1 to {KEY_BYTES} bytes")


@attrs.frozen(kw_only=True)
class ReadOptions:
    """What a read needs to know.

    ``zone`` is the center's IANA zone; it is never guessed. ``quarantine_limit`` is the share of
    rows in quarantine above which the read fails; ``examples`` how many findings are kept.
    Customers are kept only as a hash keyed with ``pseudonym_key``; without a key not at all.
    ``agent_pattern`` (``Agent/*``) says where in a written name the agent's id stands.
    ``queue_owners`` says who answers for a queue, where contacts are credited to them.
    ``long_talk_ms`` is the conversation above which one is listed as unlikely (``talk-long``),
    ``short_talk_ms`` the one below which it is counted as ended at once (``talk-short``).
    ``states`` says how states of agents are told where a source can be understood in two ways.
    ``column_map`` is for adapters that read by column map; ``resume`` is ``Intake.state`` of
    the read before.
    """

    zone: str = attrs.field(converter=str)  # a ``ZoneInfo`` says its name
    strictness: Strictness = Strictness.LENIENT
    quarantine_limit: Fraction = attrs.field(default=QUARANTINE_LIMIT, validator=_checked_share)
    examples: int = 10
    pseudonym_key: bytes | None = attrs.field(default=None, repr=False, validator=_checked_key)
    aliases: tuple[AgentAlias, ...] = ()
    agent_pattern: str = ""
    queue_owners: tuple[QueueOwner, ...] = ()
    at_end: AtEnd = AtEnd.CLOSE
    encoding: str = "utf-8"
    batch_rows: int = 100_000
    long_talk_ms: int = 4 * 3_600_000
    short_talk_ms: int = 0
    states: StateTerms = attrs.field(factory=StateTerms)
    column_map: Mapping[str, object] | None = None
    resume: OpenState | None = None

    def clock(self) -> LocalClock:
        """Return the local clock of the zone. Raises ``ReadError`` for an unknown zone."""
        return LocalClock(zone_or_refuse(self.zone))

    def agents(self) -> AgentBook:
        """Return the book of agents. Raises ``DataError`` where aliases contradict."""
        return AgentBook(self.aliases, pattern=self.agent_pattern)

    def resumed(self, adapter: str, *, format_: int) -> Mapping[str, Any] | None:
        """Return the data of the state to resume, or ``None`` where nothing is resumed.

        Raises ``ReadError`` for the state of another adapter or of another format.
        """
        if self.resume is None:
            return None
        if (self.resume.adapter, self.resume.format) != (adapter, format_):
            raise ReadError((Diagnostic(code="state-foreign", args={"adapter": adapter}),))
        return self.resume.data


def zone_or_refuse(name: str) -> ZoneInfo:
    """Return an IANA zone. Raises ``ReadError`` for a name that is none."""
    zone = zone_named(name)
    if zone is None:
        told = {"zone": name, "nearest": nearest(name, _COMMON_ZONES)}
        raise ReadError((Diagnostic(code="zone-unknown", args=told),))
    return zone
