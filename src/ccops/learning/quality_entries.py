"""Entries of quality lists: what is monitored by whom, how scorers agree, what is disputed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from ccops.learning.due_entries import DueState
from ccops.learning.list_values import ListValue
from ccops.learning.row_views import views
from ccops.messages import Label
from ccops.scorecards import Sample
from ccops.scorecards.agreement import Icc, alpha_of_scores, intraclass_correlation, severity_of
from ccops.values import Missing, Unit

if TYPE_CHECKING:
    from ccops.kpi import Records
    from ccops.scorecards import ActionTrackerRule, CalibrationRule, DisputeRule, SamplingPlanRule

#: A score in records is in hundredths of a point.
_SCALE: Final = 100
_TWO: Final = 2
#: A coefficient of agreement has three decimals, as it is published.
_DECIMALS: Final = 3
Rows = Mapping[str, Mapping[str, object]]


@attrs.frozen
class Heard:
    """The evaluations of a period: of whom, and by whom; one that was overturned was heard too."""

    people: Mapping[str, int]
    evaluators: Mapping[str, int]

    @classmethod
    def in_rows(cls, evaluations: Records) -> Heard:
        """Count the rows of ``evaluation`` records."""
        counted = (
            Counter(map(str, evaluations.columns[name])) for name in ("employee_id", "evaluator")
        )
        return cls(*counted)

    def of(self, employee: str) -> int:
        """Return how many were of somebody."""
        return self.people.get(employee, 0)

    def by(self, evaluator: str) -> int:
        """Return how many somebody made."""
        return self.evaluators.get(evaluator, 0)


@attrs.frozen(kw_only=True)
class SampleList:
    """What a sampling plan draws: of each person whose calls are heard, and for each monitor.

    ``called`` is what people call each group of monitors; ``heard`` is what was heard in the
    period, none where no evaluations were handed in.
    """

    name: str
    label: Label
    sample: Sample
    called: Mapping[str, Label] = attrs.field(factory=dict[str, Label])
    heard: Heard | None = None

    def people(self) -> Rows:
        """Return whose calls are heard: how many are needed, and how many there are."""
        return {
            each.employee: {
                "calls_needed": each.needed,
                "newcomer": each.is_newcomer,
                "drawn": self.sample.drawn_of(each.employee),
                "heard": None if self.heard is None else self.heard.of(each.employee),
            }
            for each in self.sample.listened
        }

    def monitors(self) -> Rows:
        """Return what each monitor has to hear, by group and person: ``supervisor/E03``."""
        return {
            f"{each.monitor}/{each.employee}": {
                "share": _ratio(each.share),
                "base": each.base,
                "calls_due": each.due,
                "drawn": each.drawn,
                "heard": None if self.heard is None else self.heard.by(each.employee),
            }
            for each in self.sample.quotas
        }


@attrs.frozen(kw_only=True)
class CalibrationList:
    """How far scorers of the same contacts agree: as a whole by form, contact by contact, each."""

    name: str
    label: Label
    forms: Rows
    contacts: Rows
    scorers: Rows


@attrs.frozen(kw_only=True)
class DisputeList:
    """Evaluations disputed or checked again, the longest waiting first."""

    name: str
    label: Label
    entries: Rows


@attrs.frozen(kw_only=True)
class ActionList:
    """Quality actions that are not over, the first due first."""

    name: str
    label: Label
    entries: Rows


def sample_list(
    rule: SamplingPlanRule, sample: Sample, *, evaluations: Records | None = None
) -> SampleList:
    """Return the list of a sampling plan; ``evaluations`` are those of the period."""
    called = {each.name: each.label for each in rule.monitors}
    heard = None if evaluations is None else Heard.in_rows(evaluations)
    return SampleList(name=rule.name, label=rule.label, sample=sample, called=called, heard=heard)


# -- calibration --------------------------------------------------------------------------------


def calibration_list(rule: CalibrationRule, scores: Records | None) -> CalibrationList:
    """Return how the scorers of a period agree, from its ``calibration_score`` records."""
    wanted = {each.value for each in rule.forms}
    calls: dict[str, dict[str, dict[str, Fraction]]] = {form: {} for form in sorted(wanted)}
    for row in views(scores):
        form, score = str(row["form"]), row["score"]
        if form in wanted and isinstance(score, int):
            contact = f"{row['session']}/{row['contact_id']}"
            own = calls[form].setdefault(contact, {})
            own[str(row["evaluator"])] = Fraction(score, _SCALE)
    enough = {
        form: {name: own for name, own in found.items() if len(own) >= rule.scorers}
        for form, found in calls.items()
    }
    return CalibrationList(
        name=rule.name,
        label=rule.label,
        forms={form: _form_row(rule, found) for form, found in enough.items()},
        contacts={
            name: _contact_row(rule, own)
            for found in enough.values()
            for name, own in found.items()
        },
        scorers=_scorer_rows([own for found in enough.values() for own in found.values()]),
    )


def _form_row(
    rule: CalibrationRule, calls: Mapping[str, Mapping[str, Fraction]]
) -> dict[str, object]:
    scores = list(calls.values())
    alpha = alpha_of_scores([list(each.values()) for each in scores])
    widest = max(map(_gap, scores), default=None)
    return {
        "calls": len(scores),
        "widest_gap": Missing.TOO_FEW_SAMPLES if widest is None else _points(widest),
        "gap_most": _points(rule.gap.number),
        "alpha": _coefficient(alpha),
        "alpha_least": None if rule.agreement is None else _coefficient(rule.agreement.number),
        "icc": _coefficient(_icc(scores)),
        "agrees": _agrees(rule, widest, alpha),
        "short_of": _short_of(rule, widest, alpha),
    }


def _agrees(
    rule: CalibrationRule, widest: Fraction | None, alpha: Fraction | Missing
) -> bool | Missing:
    return Missing.TOO_FEW_SAMPLES if widest is None else not _short_of(rule, widest, alpha)


def _short_of(
    rule: CalibrationRule, widest: Fraction | None, alpha: Fraction | Missing
) -> str | None:
    """Return why scorers do not agree: a call lies too far apart, or all of them vary too much.

    Alpha is not defined where everybody scores everything the same: then it misses nothing.
    """
    is_far = widest is not None and widest > rule.gap.number
    least = rule.agreement
    is_low = least is not None and isinstance(alpha, Fraction) and alpha < least.number
    if widest is None or not (is_far or is_low):
        return None
    return "both" if is_far and is_low else "gap" if is_far else "alpha"


def _icc(scores: Sequence[Mapping[str, Fraction]]) -> Fraction | Missing:
    """Return the ICC, where everybody scored every call."""
    people = sorted({who for each in scores for who in each})
    if any(len(each) < len(people) for each in scores):
        return Missing.TOO_FEW_SAMPLES
    return intraclass_correlation([[x[who] for who in people] for x in scores], Icc.AGREEMENT)


def _gap(call: Mapping[str, Fraction]) -> Fraction:
    return max(call.values()) - min(call.values())


def _contact_row(rule: CalibrationRule, call: Mapping[str, Fraction]) -> dict[str, object]:
    return {
        "scorers": len(call),
        "gap": _points(_gap(call)),
        "agrees": _gap(call) <= rule.gap.number,
    }


def _scorer_rows(calls: Sequence[Mapping[str, Fraction]]) -> Rows:
    found: dict[str, Mapping[str, object]] = {}
    for who, severity in severity_of(calls).items():
        own = [call for call in calls if who in call and len(call) >= _TWO]
        gaps = [abs(call[who] - other) for call in own for other in call.values()]
        found[who] = {
            "calls": len(own),
            "widest_gap": _points(max(gaps)),
            "severity": _points(severity),
        }
    return found


# -- disputes -----------------------------------------------------------------------------------


def dispute_list(rule: DisputeRule, reviews: Records | None, *, on: dt.date) -> DisputeList:
    """Return the evaluations that were looked at again by a day, from ``evaluation_review``."""
    rows = [row for row in views(reviews) if _day(row["local_day"]) <= on]
    rows.sort(key=lambda row: (_day(row["local_day"]), str(row["evaluation_id"])))
    entries = {str(row["evaluation_id"]): _dispute_row(row, on) for row in rows}
    return DisputeList(name=rule.name, label=rule.label, entries=entries)


def _dispute_row(row: Mapping[str, object], on: dt.date) -> dict[str, object]:
    by = row["answer_by"]
    answer_by = _day(by) if isinstance(by, int) else None
    return {
        "scored": row["employee_id"],
        "evaluator": row["evaluator"],
        "raised": row["raised"],
        "raised_on": _day(row["local_day"]),
        "in_time": row["in_time"],
        "outcome": row["outcome"],
        "answer_by": answer_by,
        "state": _state(row, answer_by, on),
        "score_before": _score(row["score_before"]),
        "score_after": _score(row["score_after"]),
    }


def _state(row: Mapping[str, object], answer_by: dt.date | None, on: dt.date) -> str:
    if row["outcome"] != "pending":
        return "answered"
    is_late = answer_by is not None and answer_by < on
    return _due(is_late=is_late)


def _due(*, is_late: bool) -> str:
    state = DueState.OVERDUE if is_late else DueState.DUE
    return str(state.value)


def _score(cell: object) -> object:
    return _points(Fraction(cell, _SCALE)) if isinstance(cell, int) else cell


def _day(cell: object) -> dt.date:
    return dt.date.fromordinal(cell) if isinstance(cell, int) else dt.date.min


def _points(number: Fraction) -> ListValue:
    return ListValue(number, Unit.POINTS)


def _ratio(number: Fraction | Missing | None) -> object:
    return ListValue(number, Unit.RATIO) if isinstance(number, Fraction) else number


def _coefficient(number: Fraction | Missing) -> object:
    return number if isinstance(number, Missing) else ListValue(number, Unit.RATIO, _DECIMALS)


# -- actions ------------------------------------------------------------------------------------


def action_list(rule: ActionTrackerRule, actions: Records | None, *, on: dt.date) -> ActionList:
    """Return the actions raised by a day, and how each stands: nothing is lost until it helped.

    What is not done is open or overdue; what is done waits for a look at its effect, or that is
    overdue too; what did not help has to be begun again.
    """
    rows = [row for row in views(actions) if _day(row["day"]) <= on]
    found = {str(row["action_id"]): _action_row(rule, row, on) for row in rows}
    order = sorted(found.items(), key=lambda item: (str(item[1]["due"]), item[0]))
    return ActionList(name=rule.name, label=rule.label, entries=dict(order))


def _action_row(
    rule: ActionTrackerRule, row: Mapping[str, object], on: dt.date
) -> dict[str, object]:
    done = _known_day(row["done_on"], on)
    due = _day(row["due_on"])
    if done is not None:
        due = done + dt.timedelta(days=rule.check_within)
    return {
        "owner": row["owner"],
        "about": row["about"],
        "cause": row["cause"],
        "due": due,
        "done_on": done,
        "state": _action_state(row["effective"], done, due, on),
    }


def _action_state(effective: object, done: dt.date | None, due: dt.date, on: dt.date) -> str:
    if done is None:
        return _due(is_late=due < on)
    if isinstance(effective, bool):
        return "helped" if effective else "no_help"
    return "to_check" if on <= due else "check_overdue"


def _known_day(cell: object, on: dt.date) -> dt.date | None:
    day = _day(cell) if isinstance(cell, int) else None
    return None if day is None or day > on else day


def quality_rows(
    sample_lists: Sequence[SampleList],
    calibrations: Sequence[CalibrationList],
    others: Iterable[DisputeList | ActionList],
) -> Iterator[tuple[str, Rows]]:
    """Yield each list by the id of its rule: what stands in its rows, by subject."""
    for sample in sample_lists:
        yield sample.name, {**sample.people(), **sample.monitors()}
    for each in calibrations:
        yield each.name, {**each.forms, **each.contacts, **each.scorers}
    for other in others:
        yield other.name, other.entries
