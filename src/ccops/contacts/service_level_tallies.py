"""What a service-level contract says, as two conditions over queue visits."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ccops.contacts.service_level import ServiceLevelContract, check_service_level
from ccops.contacts.service_level_terms import (
    AnsweredAt,
    BucketBy,
    OpenCalls,
    ServiceLevelBase,
)
from ccops.errors import RulePackError
from ccops.frozen import frozen
from ccops.values import Scalar


@frozen(kw_only=True)
class ServiceLevelTallies:
    """A contract as a ratio of two tallies: conditions over queue visits, as formula texts.

    ``parameters`` are the constants the conditions name. ``day``, ``half_hour`` and ``hour`` are
    the groups of a queue visit that the contract puts a visit into. ``answered`` and
    ``abandoned`` are the two conditions by themselves, for the counts shown beside the ratio;
    ``open`` and ``short`` are what the formula counts beyond them, if anything.
    """

    contract: str
    numerator: str
    denominator: str
    answered: str
    abandoned: str
    parameters: Mapping[str, Scalar]
    day: str
    half_hour: str
    hour: str
    open: str = ""
    short: str = ""


_BUCKET_GROUPS: Final = {BucketBy.ARRIVAL: "", BucketBy.ANSWER: "answer_", BucketBy.END: "end_"}


def expand_service_level(contract: ServiceLevelContract) -> ServiceLevelTallies:
    """Return a contract as two conditions over queue visits.

    Raises ``RulePackError`` where ``check_service_level`` finds anything.
    """
    findings = check_service_level(contract)
    if findings:
        raise RulePackError(findings)
    answered, abandoned = _ANSWERED[contract.answered_at], _abandoned(contract)
    numerator, denominator = _ratio(contract, answered=answered, abandoned=abandoned)
    prefix = _BUCKET_GROUPS[contract.bucket_by]
    return ServiceLevelTallies(
        contract=contract.name,
        numerator=numerator,
        denominator=denominator,
        answered=answered,
        abandoned=abandoned,
        parameters=_parameters(contract),
        day=f"{prefix}day",
        half_hour=f"{prefix}half_hour",
        hour=f"{prefix}hour",
        open=_open(contract),
        short=_served_short(contract, abandoned),
    )


def _ratio(contract: ServiceLevelContract, *, answered: str, abandoned: str) -> tuple[str, str]:
    served = f"{answered} and {_within(contract)}"
    if contract.base is ServiceLevelBase.F2:
        return served, answered
    above, below = served, abandoned
    match contract.base:
        case ServiceLevelBase.F1:
            above = f"({served}) or ({abandoned} and {_within(contract)})"
        case ServiceLevelBase.F4:
            below = f"{abandoned} and not ({_within(contract)})"
        case ServiceLevelBase.F5:
            above = f"({served}) or ({_served_short(contract, abandoned)})"
        case ServiceLevelBase.ANSWERED:
            above = answered
        case ServiceLevelBase.ABANDONED:
            above = abandoned
    waiting = _open(contract)
    return above, f"({answered}) or ({below})" + (f" or {waiting}" if waiting else "")


_ANSWERED: Final = {
    AnsweredAt.CONNECT: "outcome == 'answered'",
    AnsweredAt.COMPLETION: "outcome == 'answered' and completed",
    AnsweredAt.HANGUP: "outcome == 'answered' and completed and not transferred",
}


def _open(contract: ServiceLevelContract) -> str:
    """Return what counts below the line of visits that are not over, if anything."""
    if contract.open_calls is OpenCalls.LEFT_OUT:
        return ""
    if contract.answered_at is AnsweredAt.CONNECT:
        return "outcome == 'open'"
    return "outcome == 'open' or (outcome == 'answered' and not completed)"


def _served_short(contract: ServiceLevelContract, abandoned: str) -> str:
    """Return which abandoned visits count as served, if any: short ones, under f5."""
    if contract.base is not ServiceLevelBase.F5:
        return ""
    return f"{abandoned} and {_short(contract)}"


def _abandoned(contract: ServiceLevelContract) -> str:
    """Return which visits are abandoned; short ones are left out of all formulas but f5."""
    words = sorted({str(word) for word in contract.abandoned})
    listed = ", ".join(f"'{word}'" for word in words)
    which = f"outcome == {listed}" if len(words) == 1 else f"outcome in ({listed})"
    if contract.short_abandon is None or contract.base is ServiceLevelBase.F5:
        return which
    return f"{which} and not ({_short(contract)})"


def _within(contract: ServiceLevelContract) -> str:
    sign = "<=" if contract.inclusive else "<"
    return f"known(wait) and wait {sign} threshold"


def _short(contract: ServiceLevelContract) -> str:
    sign = "<=" if contract.short_inclusive else "<"
    return f"known(wait) and wait {sign} short_abandon"


def _parameters(contract: ServiceLevelContract) -> Mapping[str, Scalar]:
    named = {"threshold": contract.threshold, "short_abandon": contract.short_abandon}
    return MappingProxyType({name: limit for name, limit in named.items() if limit is not None})
