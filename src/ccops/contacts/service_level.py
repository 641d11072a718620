"""Service level as a named contract, and what it says as two tallies over queue visits."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Final

import attrs

from ccops.contacts.outcomes import NEVER_ABANDONED, OUTCOMES
from ccops.errors import RulePackError
from ccops.messages import Diagnostic, Label, Origin, Text, nearest
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import Scalar, Unit


class ServiceLevelBase(enum.Enum):
    """The five published formulas (T is the threshold; glossary, GC-70)."""

    F1 = "f1"  # (answered within T + abandoned within T) / (answered + abandoned)
    F2 = "f2"  # answered within T / answered
    F3 = "f3"  # answered within T / (answered + abandoned)
    F4 = "f4"  # answered within T / (answered + abandoned after T)
    F5 = "f5"  # (answered within T + short abandons) / (answered + abandoned)


class AnsweredAt(enum.Enum):
    """When a visit counts as answered: once connected, or once the conversation is complete."""

    CONNECT = "connect"
    COMPLETION = "completion"


class BucketBy(enum.Enum):
    """Which instant puts a visit into a day, hour or half-hour."""

    ARRIVAL = "arrival"
    ANSWER = "answer"  # the end of waiting, where nobody answered
    END = "end"  # open visits are unplaced


@attrs.frozen(kw_only=True)
class ServiceLevelContract:
    """One definition of service level, as agreed with somebody. Nothing in it has a default.

    ``inclusive`` is the sign of the threshold for answers and abandons alike. ``short_abandon``
    with its own sign is for f5 what counts as served; the other formulas leave such visits out.
    Times compare in exact milliseconds: 20.4 s is not within 20 s.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, default=Label())
    base: ServiceLevelBase = pack_field(
        Shape.WORD, of=ServiceLevelBase, zh="计算公式", en="formula, f1 to f5"
    )
    threshold: Scalar = pack_field(
        Shape.SCALAR, unit=Unit.DURATION, zh="应答时限", en="answer within"
    )
    inclusive: bool = pack_field(Shape.FLAG, zh="含时限本身", en="exactly the threshold is within")
    short_abandon: Scalar | None = pack_field(
        Shape.SCALAR, unit=Unit.DURATION, default=None, zh="短放弃时限", en="short abandon"
    )
    short_inclusive: bool | None = pack_field(
        Shape.FLAG, default=None, zh="含短放弃时限本身", en="exactly the limit is short"
    )
    abandoned: tuple[Text, ...] = pack_field(
        Shape.TEXTS, zh="计为放弃的结果", en="outcomes that count as abandoned"
    )
    answered_at: AnsweredAt = pack_field(
        Shape.WORD, of=AnsweredAt, zh="接起以何时为准", en="answered at connect or completion"
    )
    bucket_by: BucketBy = pack_field(
        Shape.WORD, of=BucketBy, zh="归入时段的时刻", en="instant that chooses the bucket"
    )
    origin: Origin = origin_field()


@attrs.frozen(kw_only=True)
class ServiceLevelTallies:
    """A contract as a ratio of two tallies: conditions over queue visits, as formula texts.

    ``parameters`` are the constants the conditions name. ``day``, ``half_hour`` and ``hour`` are
    the groups of a queue visit that the contract puts a visit into. ``answered`` and
    ``abandoned`` are the two conditions by themselves, for the counts shown beside the ratio.
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


_BUCKET_GROUPS: Final = {BucketBy.ARRIVAL: "", BucketBy.ANSWER: "answer_", BucketBy.END: "end_"}
_LONGEST: Final = Scalar(Unit.DURATION, Fraction(86_400_000))


def check_service_level(contract: ServiceLevelContract) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a contract: its outcomes, its limits, a limit without a sign."""
    return (*_check_outcomes(contract), *_check_limits(contract))


def expand_service_level(contract: ServiceLevelContract) -> ServiceLevelTallies:
    """Return a contract as two conditions over queue visits.

    Raises ``RulePackError`` where ``check_service_level`` finds anything.
    """
    findings = check_service_level(contract)
    if findings:
        raise RulePackError(findings)
    answered, abandoned = _answered(contract), _abandoned(contract)
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
    )


def _ratio(contract: ServiceLevelContract, *, answered: str, abandoned: str) -> tuple[str, str]:
    served = f"{answered} and {_within(contract)}"
    every = f"({answered}) or ({abandoned})"
    match contract.base:
        case ServiceLevelBase.F1:
            return f"({served}) or ({abandoned} and {_within(contract)})", every
        case ServiceLevelBase.F2:
            return served, answered
        case ServiceLevelBase.F3:
            return served, every
        case ServiceLevelBase.F4:
            late = f"{abandoned} and not ({_within(contract)})"
            return served, f"({answered}) or ({late})"
        case ServiceLevelBase.F5:
            return f"({served}) or ({abandoned} and {_short(contract)})", every


def _answered(contract: ServiceLevelContract) -> str:
    if contract.answered_at is AnsweredAt.COMPLETION:
        return "outcome == 'answered' and completed"
    return "outcome == 'answered'"


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
    named = {"threshold": contract.threshold}
    if contract.short_abandon is not None:
        named["short_abandon"] = contract.short_abandon
    return MappingProxyType(named)


def _check_outcomes(contract: ServiceLevelContract) -> tuple[Diagnostic, ...]:
    allowed = OUTCOMES - NEVER_ABANDONED
    wrong = tuple(
        _finding(contract, "contract-outcome", text=word, allowed=allowed)
        for word in contract.abandoned
        if str(word) not in allowed
    )
    if contract.abandoned:
        return wrong
    return (_finding(contract, "contract-abandoned-empty"),)


def _check_limits(contract: ServiceLevelContract) -> tuple[Diagnostic, ...]:
    found = [
        _finding(contract, "contract-limit", field=field)
        for field, limit in (
            ("threshold", contract.threshold),
            ("short_abandon", contract.short_abandon),
        )
        if limit is not None and not _is_limit(limit)
    ]
    if contract.base is ServiceLevelBase.F5 and contract.short_abandon is None:
        found.append(_finding(contract, "contract-short-absent"))
    if (contract.short_abandon is None) is not (contract.short_inclusive is None):
        found.append(_finding(contract, "contract-short-sign"))
    return tuple(found)


def _is_limit(limit: Scalar) -> bool:
    return limit.unit is Unit.DURATION and 0 <= limit.number <= _LONGEST.number


def _finding(
    contract: ServiceLevelContract,
    code: str,
    *,
    text: Text | None = None,
    allowed: frozenset[str] = frozenset(),
    **args: str,
) -> Diagnostic:
    told: dict[str, object] = {"contract": contract.name, **args}
    if text is not None:
        told |= {"word": text, "allowed": ", ".join(sorted(allowed))}
        told["nearest"] = nearest(str(text), allowed)
    span = text.span if text is not None and text.span else contract.origin.span
    return Diagnostic(code=code, span=span, args=told)
