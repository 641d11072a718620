"""Quality actions: what is done about faults that were found, and until when it is followed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.facts import day_column, flag_column, reference_span, text_column
from ccops.frozen import frozen
from ccops.kpi.row_records import records_of_rows, rows_once
from ccops.messages import Diagnostic, Label, Origin
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.scorecards.quality_kinds import QUALITY_ACTION

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from ccops.kpi import Records

_COLUMNS: Final = {
    "action_id": text_column(required=True),
    "owner": text_column(required=True),
    "about": text_column(),
    "found_in": text_column(),
    "cause": text_column(required=True),
    "from": day_column(required=True),
    "due_on": day_column(required=True),
    "done_on": day_column(),
    "effective": flag_column(),
}


@frozen(kw_only=True)
class ActionTrackerRule:
    """``improvements: {check_within: 30}``: actions are followed until their effect is known.

    An action is open until it is done, and done until somebody has seen whether it helped,
    within so many days.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    check_within: int = pack_field(
        Shape.WHOLE, zh="验证天数", en="within how many days of being done its effect is looked at"
    )
    origin: Origin = origin_field()


def check_action_trackers(rules: Iterable[ActionTrackerRule]) -> tuple[Diagnostic, ...]:
    """Return a finding for each tracker that never looks at effects (``tracker-days``)."""
    return tuple(
        Diagnostic(code="tracker-days", span=each.origin.span, args={"name": each.name})
        for each in rules
        if each.check_within < 1
    )


def quality_action_records(
    rows: Iterable[Mapping[str, object]], *, zone: dt.tzinfo
) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return the actions of rows with the columns of the file ``quality_actions``.

    An action listed twice is an error (``action-twice``), and so are one done before it was
    raised and one with an effect that is not done (``action-order``).
    """
    kept, twice = rows_once(rows, "action-twice", ("action_id",))
    made, found = records_of_rows(QUALITY_ACTION, kept, _COLUMNS, zone=zone)
    return made, (*twice, *found, *_out_of_order(made))


def _out_of_order(actions: Records) -> Iterator[Diagnostic]:
    for number in range(len(actions)):
        row = actions.row(number)
        raised, due, done = row["day"], row["due_on"], row["done_on"]
        days = [each for each in (due, done) if isinstance(each, int)]
        is_early = isinstance(raised, int) and any(day < raised for day in days)
        is_judged = isinstance(row["effective"], bool) and not isinstance(done, int)
        if is_early or is_judged:
            span = reference_span(str(row["source_ref"]))
            told = {"id": row["action_id"]}
            yield Diagnostic(code="action-order", span=span, args=told)
