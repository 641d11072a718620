"""Accounts as figures: what is posted and used, when lots lapse, and what ends them early."""

from __future__ import annotations

import enum
from fractions import Fraction
from typing import Final

import attrs

from ccops.frozen import frozen
from ccops.messages import Label, Origin, Text
from ccops.plan.definitions import Definition
from ccops.values import Unit


class Usable(enum.Enum):
    """From when a lot may be used: in the period that posts it, or from the next one on."""

    SAME_PERIOD = "same_period"
    NEXT_PERIOD = "next_period"


class Beyond(enum.Enum):
    """What becomes of a use that is more than there is: as much as there is, or nothing."""

    CUT = "cut"
    REFUSE = "refuse"


class StopWhen(enum.Enum):
    """Whether open lots end before the use of the period, or after it."""

    BEFORE_USE = "before_use"
    AFTER_USE = "after_use"


class AccountPart(enum.Enum):
    """What an account gives besides the balance at the end of the period."""

    OPENING = "opening"
    POSTED = "posted"
    USED = "used"
    LAPSED = "lapsed"
    STOPPED = "stopped"


#: What a figure beside the balance is called after the account.
_PARTS: Final = {
    AccountPart.OPENING: Label(zh="期初余额", en="balance at the start"),
    AccountPart.POSTED: Label(zh="本期记入", en="posted in the period"),
    AccountPart.USED: Label(zh="本期使用", en="used in the period"),
    AccountPart.LAPSED: Label(zh="本期失效", en="lapsed in the period"),
    AccountPart.STOPPED: Label(zh="本期停止", en="ended in the period"),
}


@frozen(kw_only=True)
class AccountTerms:
    """How an account is kept: everything but the amounts."""

    usable: Usable
    lapse_after: int | None
    beyond: Beyond | None
    parts: int | None


@frozen(kw_only=True)
class Stop:
    """A flag figure that ends all open lots, with its reason code."""

    code: str
    flag: str
    when: StopWhen
    label: Label = attrs.field(factory=Label)
    origin: Origin = attrs.field(factory=Origin)


@frozen(kw_only=True)
class AccountFigure(Definition):
    """Dated lots of everybody in a population; the figure is the balance at the end.

    Either ``used`` names the figure that says how much is wanted, taken from the oldest lot
    first, or each lot is used in ``parts`` equal parts, a period each. A lot posted in a period
    lapses at the beginning of the period ``lapse_after`` + 1 later; ``None``: never.

    ``sources`` are the facts that make up what is posted, where they know single postings: each
    of those is a lot of its own then, with its own origin.
    """

    unit: Unit
    posted: Text
    usable: Usable
    lapse_after: int | None
    step: Fraction | None = None
    used: Text | None = None
    beyond: Beyond | None = None
    parts: int | None = None
    stops: tuple[Stop, ...] = ()
    sources: tuple[str, ...] = ()


@frozen(kw_only=True)
class AccountPartFigure(Definition):
    """One of the figures beside the balance: what was there, came in, was used or ended."""

    account: AccountFigure
    part: AccountPart


def part_name(account: str, part: AccountPart) -> str:
    """Return what a figure of an account is called.

    >>> part_name("star_pay", AccountPart.USED)
    'star_pay_used'
    """
    return f"{account}_{part.value}"


def account_parts(account: AccountFigure) -> tuple[AccountPartFigure, ...]:
    """Return the figures beside the balance of an account."""
    return tuple(
        AccountPartFigure(
            name=part_name(account.name, part),
            population=account.population,
            label=account.label.followed_by(_PARTS[part]) if account.label != Label() else Label(),
            origin=account.origin,
            policy=account.policy,
            was=part_name(account.was, part) if account.was else "",
            account=account,
            part=part,
        )
        for part in AccountPart
    )
