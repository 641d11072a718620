"""Calibration rules: how far scorers of the same contact may lie apart (S4-09)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text, nearest
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.scorecards.scales import FULL_MARK
from ccops.values import Scalar, Unit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

#: A call that one alone scored shows no agreement.
LEAST_SCORERS = 2


@frozen(kw_only=True)
class CalibrationRule:
    """``scorers_agree: {forms: [call_form], gap: 5, agreement: 80%}``.

    The sessions of a period in which several people scored the same contacts by one form. Their
    scores are no evaluations of whoever spoke: no indicator of pay reads them.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    forms: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="scorecard", zh="评分表", en="the forms by which contacts were scored"
    )
    gap: Scalar = pack_field(
        Shape.SCALAR,
        unit=Unit.POINTS,
        zh="最大分差",
        en="how far two scores of one contact may lie apart",
    )
    agreement: Scalar | None = pack_field(
        Shape.SCALAR,
        unit=Unit.RATIO,
        default=None,
        zh="最低一致性",
        en="the least Krippendorff's alpha of a period's scores",
    )
    calendar: Text | None = pack_field(
        Shape.NAME,
        of="calendar",
        default=None,
        zh="周期",
        en="whose periods; none: the pack's default calendar",
    )
    scorers: int = pack_field(
        Shape.WHOLE,
        default=LEAST_SCORERS,
        zh="最少人数",
        en="how many people score a contact at least, or it shows nothing",
    )
    origin: Origin = origin_field()


def check_calibrations(
    rules: Iterable[CalibrationRule], forms: Collection[str]
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with calibration rules.

    Forms that score no evaluations (``calibration-form-unknown``), and a gap, an agreement or a
    number of scorers that is none (``calibration-limit``).
    """
    return tuple(each for rule in rules for each in _problems(rule, forms))


def _problems(rule: CalibrationRule, forms: Collection[str]) -> Iterator[Diagnostic]:
    for each in rule.forms:
        if each.value not in forms:
            told = {"name": rule.name, "form": each.value, "near": nearest(each.value, forms)}
            yield Diagnostic(code="calibration-form-unknown", span=each.span, args=told)
    wrong = {
        "gap": not 0 <= rule.gap.number <= FULL_MARK,
        "agreement": rule.agreement is not None and not 0 <= rule.agreement.number <= 1,
        "scorers": rule.scorers < LEAST_SCORERS,
    }
    for key in [key for key, is_wrong in wrong.items() if is_wrong]:
        told = {"name": rule.name, "key": key}
        yield Diagnostic(code="calibration-limit", span=rule.origin.span, args=told)
