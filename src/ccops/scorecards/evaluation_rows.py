"""The rows of the file ``evaluations``: one item of one evaluation each, gathered by evaluation.

An evaluation in which nothing was found has one row with 0 occurrences. An item nobody wrote
down was not seen; one that must have a value may not be left out, unless it did not apply and
the form says what that comes to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final, cast

from ccops.facts import (
    RowColumn,
    flag_column,
    moment_column,
    read_row,
    row_error,
    row_reference,
    text_column,
    word_column,
)
from ccops.frozen import frozen
from ccops.messages import Diagnostic, nearest
from ccops.scorecards.kinds import EvaluationSource, EvaluationStatus
from ccops.scorecards.scales import Measure
from ccops.values import Cell, encode, fraction_of

if TYPE_CHECKING:
    from ccops.rules import Name
    from ccops.scorecards.scoring import CompiledForm

_TABLE: Final = "evaluations"
_MEASURES: Final = tuple(each.value for each in Measure)
_OUTSIDE: Final = "not_applicable"
#: The columns about one item; in the others all rows of an evaluation are alike.
_OF_ITEMS: Final = ("item", *_MEASURES, _OUTSIDE)


@frozen(kw_only=True)
class Evaluation:
    """One evaluation as it was handed in: who, what, when, and a cell for each item seen.

    ``outside`` are the items that did not apply. ``calibration`` is the session in which several
    scorers heard the same contact: it is no evaluation of whoever spoke. ``row`` is the first
    row it was read from; findings point there.
    """

    evaluation_id: str
    employee_id: str
    form: str
    contact_id: str | None
    evaluator: str
    local_day: dt.date
    source: str
    channel: str
    status: EvaluationStatus
    replaces: str | None
    calibration: str | None
    items: Mapping[str, Cell]
    outside: frozenset[str]
    reference: str
    row: Mapping[str, object]


@frozen(kw_only=True)
class _Line:
    """One row: what all rows of an evaluation share (``head``), its item, and what was seen.

    ``cell`` is ``None`` where the item did not apply.
    """

    head: Mapping[str, object]
    item: str
    cell: Cell | None
    row: Mapping[str, object]
    reference: str


def evaluations_from_rows(
    rows: Iterable[Mapping[str, object]],
    forms: Mapping[str, CompiledForm],
    *,
    zone: dt.tzinfo,
) -> tuple[tuple[Evaluation, ...], tuple[Diagnostic, ...]]:
    """Return the evaluations of rows, and what is wrong; one with a wrong row is left out."""
    findings: list[Diagnostic] = []
    gathered: dict[str, list[_Line]] = {}
    broken: set[str] = set()
    for number, row in enumerate(rows, 1):
        line = _line(row, number, forms, findings)
        if line is None:
            broken.add(str(row.get("evaluation_id")))
        else:
            gathered.setdefault(str(line.head["evaluation_id"]), []).append(line)
    found: list[Evaluation] = []
    for evaluation_id, lines in gathered.items():
        problems = (*_line_findings(lines, forms), *_own_findings(lines[0]))
        findings.extend(problems)
        if not problems and evaluation_id not in broken:
            found.append(_evaluation(lines, zone))
    return tuple(found), tuple(findings)


def _columns() -> dict[str, RowColumn]:
    return {
        "evaluation_id": text_column(required=True),
        "employee_id": text_column(required=True),
        "contact_id": text_column(),
        "form": text_column(required=True),
        "item": text_column(required=True),
        Measure.OCCURRENCES.value: _number_column("2"),
        Measure.VALUE.value: _number_column("88.5 | 150 s | 90%"),
        "not_applicable": flag_column(),
        "evaluator": text_column(required=True),
        "at": moment_column(required=True),
        "source": word_column([each.value for each in EvaluationSource], required=True),
        "channel": text_column(required=True),
        "status": word_column([each.value for each in EvaluationStatus], required=True),
        "replaces": text_column(),
        "calibration": text_column(),
    }


def _number_column(wanted: str) -> RowColumn:
    return RowColumn(_read_number, wanted)


def _read_number(cell: object) -> object:
    """Return what is an exact number or may be read as one; the scale of the item decides."""
    exact = str | int | Decimal | Fraction | dt.timedelta
    if isinstance(cell, exact) and not isinstance(cell, bool):
        return cell
    raise ValueError(cell)


_COLUMNS: Final[Mapping[str, RowColumn]] = _columns()


# -- one row ------------------------------------------------------------------------------------


def _line(
    row: Mapping[str, object],
    number: int,
    forms: Mapping[str, CompiledForm],
    findings: list[Diagnostic],
) -> _Line | None:
    values = read_row(row, _COLUMNS, table=_TABLE, findings=findings)
    if values is None:
        return None
    seen = _seen(values, row, forms)
    if isinstance(seen, Diagnostic):
        findings.append(seen)
        return None
    return _Line(
        head={name: each for name, each in values.items() if name not in _OF_ITEMS},
        item=str(values["item"]),
        cell=seen,
        row=row,
        reference=row_reference(row, _TABLE, number),
    )


def _seen(
    values: Mapping[str, object], row: Mapping[str, object], forms: Mapping[str, CompiledForm]
) -> Cell | Diagnostic | None:
    """Return what was seen of the item as the cell its scale takes, or what is wrong with it.

    ``None`` is an item that did not apply.
    """
    form_name, item = str(values["form"]), str(values["item"])
    form = forms.get(form_name)
    if form is None:
        near = nearest(form_name, forms)
        return row_error("evaluation-form-unknown", row, form=form_name, near=near)
    wanted = form.inputs.get(item)
    if wanted is None:
        near = nearest(item, form.inputs)
        return row_error("evaluation-item-unknown", row, form=form_name, item=item, near=near)
    given = [name for name in _MEASURES if name in values]
    if values.get(_OUTSIDE):
        return _left_out(form, item, given, row)
    if given != [wanted.name]:
        told = {"item": item, "given": ", ".join(given), "wanted": wanted.name}
        return row_error(_MEASURE_CODES[len(given)], row, **told)
    return _cell(values[wanted.name], wanted, item, row)


def _left_out(
    form: CompiledForm, item: str, given: Sequence[str], row: Mapping[str, object]
) -> Diagnostic | None:
    """Return what is wrong with an item that did not apply, if anything is."""
    told = {"form": form.form.name, "item": item}
    if form.form.not_applicable is None:
        return row_error("evaluation-not-applicable", row, **told)
    if given:
        return row_error("evaluation-applies-not", row, given=", ".join(given), **told)
    return None


#: By how many of the two columns are filled in, where that is wrong.
_MEASURE_CODES: Final = (
    "evaluation-measure-absent",
    "evaluation-measure-wrong",
    "evaluation-measure-twice",
)


def _cell(value: object, wanted: Name, item: str, row: Mapping[str, object]) -> Cell | Diagnostic:
    try:
        cell = encode(value, wanted.type, wanted.carrier)
    except (TypeError, ValueError):
        return _refused(value, wanted, item, row)
    if wanted.bounds.holds(fraction_of(cell, wanted.carrier)):
        return cell
    return _refused(value, wanted, item, row)


def _refused(value: object, wanted: Name, item: str, row: Mapping[str, object]) -> Diagnostic:
    bounds = wanted.bounds
    told = {"item": item, "value": value, "unit": wanted.type, "from": bounds.low}
    to = "∞" if bounds.high is None else bounds.high
    return row_error("evaluation-value-wrong", row, to=to, **told)


# -- one evaluation -----------------------------------------------------------------------------


def _line_findings(
    lines: Sequence[_Line], forms: Mapping[str, CompiledForm]
) -> Iterator[Diagnostic]:
    first, seen = lines[0], set[str]()
    evaluation = first.head["evaluation_id"]
    for line in lines:
        if line.head != first.head:
            yield from _differences(first, line)
        if line.item in seen:
            told = {"item": line.item, "evaluation": evaluation}
            yield row_error("evaluation-item-twice", line.row, **told)
        seen.add(line.item)
    absent = [item for item in forms[str(first.head["form"])].rated if item not in seen]
    if absent:
        told = {"items": ", ".join(absent), "evaluation": evaluation}
        yield row_error("evaluation-incomplete", first.row, **told)


def _own_findings(line: _Line) -> Iterator[Diagnostic]:
    """Yield who scores himself, and a calibration of no contact."""
    told = {"evaluation": line.head["evaluation_id"]}
    if line.head["evaluator"] == line.head["employee_id"]:
        yield row_error(
            "evaluation-of-oneself", line.row, evaluator=line.head["evaluator"], **told
        )
    if "calibration" in line.head and "contact_id" not in line.head:
        yield row_error("calibration-without-contact", line.row, **told)


def _differences(first: _Line, line: _Line) -> Iterator[Diagnostic]:
    """Yield the columns in which a row differs from the first one of its evaluation."""
    evaluation = first.head["evaluation_id"]
    for name in _COLUMNS:
        one, other = first.head.get(name, "-"), line.head.get(name, "-")
        if one != other:
            told = {"column": name, "one": one, "other": other, "evaluation": evaluation}
            yield row_error("evaluation-inconsistent", line.row, **told)


def _evaluation(lines: Sequence[_Line], zone: dt.tzinfo) -> Evaluation:
    first = lines[0]
    texts = {name: str(each) for name, each in first.head.items()}
    return Evaluation(
        evaluation_id=texts["evaluation_id"],
        employee_id=texts["employee_id"],
        form=texts["form"],
        contact_id=texts.get("contact_id"),
        evaluator=texts["evaluator"],
        local_day=_local_day(first.head["at"], zone),
        source=texts["source"],
        channel=texts["channel"],
        status=EvaluationStatus(texts["status"]),
        replaces=texts.get("replaces"),
        calibration=texts.get("calibration"),
        items={line.item: line.cell for line in lines if line.cell is not None},
        outside=frozenset(line.item for line in lines if line.cell is None),
        reference=first.reference,
        row=first.row,
    )


def _local_day(moment: object, zone: dt.tzinfo) -> dt.date:
    if isinstance(moment, dt.datetime):
        return moment.astimezone(zone).date() if moment.tzinfo else moment.date()
    return cast("dt.date", moment)
