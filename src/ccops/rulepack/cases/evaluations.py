"""Evaluations of a case: what was seen of each item, scored by the pack's own form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from ccops.scorecards import quality_records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.kpi import Records
    from ccops.messages import Diagnostic
    from ccops.rulepack.cases.case import Case, CaseEvaluation
    from ccops.rulepack.pack import Pack
    from ccops.scorecards.form_fields import FormFields
    from ccops.settlement import MonthRules

#: What a case writes of an item that did not apply to the call.
NOT_APPLICABLE: Final = "not_applicable"
#: What an evaluation of a case is unless it says otherwise.
_USUAL = {"evaluator": "case", "source": "internal", "channel": "phone", "status": "valid"}


def scored(
    case: Case, pack: Pack, rules: MonthRules
) -> tuple[dict[str, Records], tuple[Diagnostic, ...]]:
    """Return the evaluations of a case as records, kind by kind, and what is wrong with them."""
    if not case.evaluations:
        return {}, ()
    rows, zone = evaluation_rows(case, pack, rules), ZoneInfo(rules.zone)
    made, findings = quality_records(rows, (), scoring_forms(pack), zone=zone)
    return {each.kind.name: each for each in made}, findings


def evaluation_rows(case: Case, pack: Pack, rules: MonthRules) -> list[dict[str, object]]:
    """Return the evaluations of a case as rows of the file ``evaluations``."""
    forms = {each.name: each for each in scoring_forms(pack)}
    first = rules.period.days(rules.default_calendar).first
    rows: list[dict[str, object]] = []
    for number, each in enumerate(case.evaluations, 1):
        usual = {**_USUAL, "evaluation_id": f"case:{number}", "at": f"{first} 12:00"}
        form = forms.get(each.columns.get("form", ""))
        rows.extend({**usual, **row} for row in _rows(each, form))
    return rows


def scoring_forms(pack: Pack) -> tuple[FormFields, ...]:
    """Return the forms of a pack that score single evaluations."""
    return tuple(each for each in pack.rules.section("scorecards") if not each.is_monthly)


def _rows(each: CaseEvaluation, form: FormFields | None) -> Iterator[dict[str, object]]:
    """Yield a row for each item, as in the file ``evaluations``."""
    scales = {item.name: item.scale for item in form.items} if form is not None else {}
    for item, written in each.items.items():
        seen = written
        scale = scales.get(item)
        measure = scale.input.name if scale is not None else "occurrences"
        if seen == NOT_APPLICABLE:
            measure, seen = NOT_APPLICABLE, "yes"
        yield {**each.columns, "item": item, measure: seen}
