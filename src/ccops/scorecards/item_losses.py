"""What items cost: how often each was seen, and the points that evaluations lost for it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import Label
from ccops.scorecards.evaluations import compiled_forms, nothing_of, scored_evaluations
from ccops.scorecards.form_words import Critical
from ccops.scorecards.scales import Effect
from ccops.values import Missing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from ccops.scorecards.evaluation_rows import Evaluation
    from ccops.scorecards.evaluations import ScoredEvaluation
    from ccops.scorecards.form_fields import FormFields
    from ccops.scorecards.scoring import CompiledForm
    from ccops.values import Cell

#: A score of an evaluation is in hundredths of a point.
_SCALE: Final = 100


@attrs.frozen(kw_only=True)
class ItemLoss:
    """An item of a form: in how many evaluations it was seen, and the points lost for it.

    The loss of an evaluation is what its score would be more without the item. Caps and fatal
    items are the form's: where two items exceed one cap together, either alone loses less.
    """

    form: str
    form_label: Label
    item: str
    label: Label
    critical: Critical | None
    is_fatal: bool
    evaluations: int
    lost: Fraction


def item_losses(
    rows: Iterable[Mapping[str, object]],
    forms: Sequence[FormFields],
    *,
    zone: dt.tzinfo,
    counted: Collection[str],
) -> tuple[ItemLoss, ...]:
    """Return the items seen in the evaluations ``counted`` by id, what lost most first.

    ``rows`` have the columns of the file ``evaluations``. Items that add points are no
    deductions, and are left out. Rows must be sound: wrong ones are passed over.
    """
    scored, _ = scored_evaluations(rows, forms, zone=zone)
    own = [each for each in scored if each.evaluation.evaluation_id in counted]
    compiled, _ = compiled_forms(each for each in forms if not each.is_monthly)
    found = (loss for form in compiled.values() for loss in _losses(form, own))
    return tuple(sorted(found, key=lambda x: (-x.lost, -x.evaluations, x.form, x.item)))


def _losses(form: CompiledForm, scored: Sequence[ScoredEvaluation]) -> Iterator[ItemLoss]:
    own = [each for each in scored if each.evaluation.form == form.form.name]
    for item in form.form.items:
        if item.scale is None or item.scale.effect is Effect.ADDS:
            continue
        seen = [each for each in own if each.evaluation.items.get(item.name)]
        if not seen:
            continue
        without = _scores_without(form, [each.evaluation for each in seen], item.name)
        lost = sum(
            points - each.points
            for each, points in zip(seen, without, strict=True)
            if not isinstance(points, Missing)
        )
        yield ItemLoss(
            form=form.form.name,
            form_label=form.form.label,
            item=item.name,
            label=item.label,
            critical=item.critical,
            is_fatal=item.fatal,
            evaluations=len(seen),
            lost=Fraction(lost, _SCALE),
        )


def _scores_without(
    form: CompiledForm, evaluations: Sequence[Evaluation], left_out: str
) -> Sequence[int | Missing]:
    """Return what evaluations would score had an item not been seen."""
    columns: dict[str, list[Cell]] = {
        item: [
            nothing_of(wanted) if item == left_out else each.items.get(item, nothing_of(wanted))
            for each in evaluations
        ]
        for item, wanted in form.inputs.items()
    }
    applies = {item: [item not in each.outside for each in evaluations] for item in form.inputs}
    return form.score(columns, applies).points
