"""Service level as a named contract, and whether what it says can be measured."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

import attrs

from ccops.contacts.outcomes import NEVER_ABANDONED, OUTCOMES
from ccops.contacts.presets import PRESETS, Preset
from ccops.contacts.service_level_terms import (
    AnsweredAt,
    BucketBy,
    OpenCalls,
    ServiceLevelBase,
)
from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text, nearest
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import Scalar, Unit

_LONGEST: Final = Scalar(Unit.DURATION, Fraction(86_400_000))


def _of_preset(term: str) -> Any:  # noqa: ANN401 - as attrs.Factory
    """Return what makes a term of a contract that does not say it: its preset does."""

    def said(contract: ServiceLevelContract) -> object:
        if contract.preset is None:
            raise TypeError(f"a contract without a preset has to say {term}")
        return getattr(PRESETS[contract.preset], term)

    return attrs.Factory(said, takes_self=True)


def _inclusive_of(contract: ServiceLevelContract) -> bool | None:
    return None if contract.preset is None else PRESETS[contract.preset].inclusive


@frozen(kw_only=True)
class ServiceLevelContract:
    """One definition of service level, as agreed with somebody. What it says has no default.

    ``inclusive`` is the sign of the threshold for answers and abandons alike; the formulas
    ``answered`` and ``abandoned`` have neither. ``short_abandon`` with its own sign is for f5
    what counts as served; the other formulas leave such visits out. Times compare in exact
    milliseconds: 20.4 s is not within 20 s. With a ``preset`` the terms that are not written are
    those of other software; the threshold never is. Visits that are not over are in no rate,
    unless ``open_calls`` counts them.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, default=Label())
    preset: Preset | None = pack_field(
        Shape.WORD, of=Preset, default=None, zh="照谁的口径", en="whose way of counting it takes"
    )
    base: ServiceLevelBase = pack_field(
        Shape.WORD,
        of=ServiceLevelBase,
        default=_of_preset("base"),
        unless="preset",
        zh="计算公式",
        en="formula: f1 to f5, answered or abandoned",
    )
    threshold: Scalar | None = pack_field(
        Shape.SCALAR, unit=Unit.DURATION, default=None, zh="应答时限", en="answer within"
    )
    inclusive: bool | None = pack_field(
        Shape.FLAG,
        default=attrs.Factory(_inclusive_of, takes_self=True),
        zh="含时限本身",
        en="exactly the threshold is within",
    )
    short_abandon: Scalar | None = pack_field(
        Shape.SCALAR, unit=Unit.DURATION, default=None, zh="短放弃时限", en="short abandon"
    )
    short_inclusive: bool | None = pack_field(
        Shape.FLAG, default=None, zh="含短放弃时限本身", en="exactly the limit is short"
    )
    abandoned: tuple[Text, ...] = pack_field(
        Shape.TEXTS,
        default=_of_preset("abandoned"),
        unless="preset",
        zh="计为放弃的结果",
        en="outcomes that count as abandoned",
    )
    answered_at: AnsweredAt = pack_field(
        Shape.WORD,
        of=AnsweredAt,
        default=_of_preset("answered_at"),
        unless="preset",
        zh="接起以何时为准",
        en="answered at connect, at completion, or at a hangup",
    )
    bucket_by: BucketBy = pack_field(
        Shape.WORD,
        of=BucketBy,
        default=_of_preset("bucket_by"),
        unless="preset",
        zh="归入时段的时刻",
        en="instant that chooses the bucket",
    )
    open_calls: OpenCalls = pack_field(
        Shape.WORD,
        of=OpenCalls,
        default=OpenCalls.LEFT_OUT,
        zh="未结束的联络",
        en="calls that are not over: left out, or counted as not served",
    )
    origin: Origin = origin_field()

    @property
    def has_threshold(self) -> bool:
        """Whether the formula looks at how long it took."""
        return self.base not in (ServiceLevelBase.ANSWERED, ServiceLevelBase.ABANDONED)


def check_service_level(contract: ServiceLevelContract) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a contract: its outcomes, its limits, a limit without a sign."""
    return (
        *_check_outcomes(contract),
        *_check_threshold(contract),
        *_check_limits(contract),
        *_check_open_calls(contract),
    )


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


def _check_threshold(contract: ServiceLevelContract) -> tuple[Diagnostic, ...]:
    """Ask for the threshold and its sign where the formula has them, and refuse them otherwise."""
    code = "contract-needs" if contract.has_threshold else "contract-unused"
    base = contract.base.value
    return tuple(
        _finding(contract, code, field=field, base=base)
        for field in ("threshold", "inclusive")
        if (getattr(contract, field) is None) is contract.has_threshold
    )


def _check_open_calls(contract: ServiceLevelContract) -> tuple[Diagnostic, ...]:
    """Refuse to count calls that are not over below a line of answered ones alone."""
    if contract.open_calls is OpenCalls.COUNTED and contract.base is ServiceLevelBase.F2:
        return (_finding(contract, "contract-open-calls"),)
    return ()


def _check_limits(contract: ServiceLevelContract) -> tuple[Diagnostic, ...]:
    found = [
        _finding(contract, "contract-limit", field=field)
        for field, limit in (
            ("threshold", contract.threshold),
            ("short_abandon", contract.short_abandon),
        )
        if limit is not None and not is_limit(limit)
    ]
    if contract.base is ServiceLevelBase.F5 and contract.short_abandon is None:
        found.append(_finding(contract, "contract-short-absent"))
    if (contract.short_abandon is None) is not (contract.short_inclusive is None):
        found.append(_finding(contract, "contract-short-sign"))
    return tuple(found)


def is_limit(limit: Scalar) -> bool:
    """Say whether a time may be that of a contract: a duration from none to a day."""
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
