"""Corrections: earlier periods that were settled again, as a later period takes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import attrs

from ccops.frozen import frozen

#: How much of a digest tells two settlements of one period apart for people.
_SHOWN: Final = 12
_ORIGIN: Final = re.compile(r"(\d{4}-\d{2}) ([0-9a-f]{12})>([0-9a-f]{12})")


def short_digest(digest: str) -> str:
    """Return as much of a digest as people compare.

    >>> short_digest("sha256:0123456789abcdef")
    '0123456789ab'
    """
    return digest.removeprefix("sha256:")[:_SHOWN]


@frozen(kw_only=True)
class CorrectedLine:
    """One pay line of somebody that came out otherwise the second time.

    ``amount`` is the difference in minor units; ``because`` names the person's own facts that
    were put right, and is empty where others moved him.
    """

    figure: str
    amount: int
    because: tuple[str, ...] = ()


@frozen(kw_only=True, eq=False)
class Correction:
    """A period that was settled again, from one settlement to the next (their digests).

    ``amounts`` are in minor units, by the fact they are posted as and by employee. ``kept`` is
    what stays with each employee after this correction although the rules say otherwise: above 0
    would be due and is not paid, under 0 was paid too much and is left. Whatever the accounts do
    not take up comes to it. ``lines`` says by employee what came out otherwise.
    """

    period: str
    before: str
    after: str
    amounts: Mapping[str, Mapping[str, int]]
    kept: Mapping[str, int] = attrs.field(factory=dict[str, int])
    lines: Mapping[str, tuple[CorrectedLine, ...]] = attrs.field(
        factory=dict[str, tuple[CorrectedLine, ...]]
    )

    @property
    def origin(self) -> str:
        """What lots of it say they are from: its period, and the settlements by their digests."""
        return f"{self.period} {short_digest(self.before)}>{short_digest(self.after)}"

    def amount(self, fact: str, employee: str) -> int:
        """Return what is posted of an employee under a fact; 0 for nothing."""
        return self.amounts.get(fact, {}).get(employee, 0)


@frozen(kw_only=True)
class Corrected:
    """What a closing remembers of a period that was corrected: nothing of it is posted twice.

    ``revisions`` are the digests of its settlements in their order, the first being the one that
    was paid; ``kept`` by employee is what ``Correction`` says.
    """

    period: str
    revisions: tuple[str, ...]
    kept: Mapping[str, int] = attrs.field(factory=dict[str, int], hash=False)

    def has_posted(self, before: str, after: str) -> bool:
        """Say whether the step from one settlement to the other was posted."""
        return (before, after) in zip(self.revisions, self.revisions[1:], strict=False)


@frozen
class CorrectionOrigin:
    """What the origin of a lot says: which period, and the beginnings of two digests."""

    period: str
    before: str
    after: str


def correction_origin(text: str) -> CorrectionOrigin | None:
    """Return what an origin says of a correction; ``None`` for a lot that is from elsewhere.

    >>> correction_origin("2026-07 0123456789ab>ba9876543210").period
    '2026-07'
    """
    found = _ORIGIN.fullmatch(text)
    return None if found is None else CorrectionOrigin(*found.groups())
