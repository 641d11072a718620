"""What learning came to by a day: every list of it, as frozen data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import attrs

from ccops.learning.due_entries import DueList
from ccops.learning.effect_entries import EffectList
from ccops.learning.long_call_entries import LongCallList
from ccops.learning.plain import plain_cell
from ccops.learning.plan_entries import PlanList
from ccops.learning.process_entries import ProcessList
from ccops.learning.quality_entries import (
    CalibrationList,
    DisputeList,
    SampleList,
    quality_rows,
)
from ccops.learning.study_entries import StudyList
from ccops.learning.top_entries import TopList
from ccops.messages import Diagnostic

#: The rows of a list: what stands in them, by subject and column.
Rows = Mapping[str, Mapping[str, object]]


@attrs.frozen(kw_only=True)
class Learning:
    """What is due, studied, coached and looked up, as it stands ``on`` a day of a period."""

    period: str
    on: dt.date
    due_lists: tuple[DueList, ...] = ()
    processes: tuple[ProcessList, ...] = ()
    top_lists: tuple[TopList, ...] = ()
    long_calls: tuple[LongCallList, ...] = ()
    studies: tuple[StudyList, ...] = ()
    effects: tuple[EffectList, ...] = ()
    plans: tuple[PlanList, ...] = ()
    samples: tuple[SampleList, ...] = ()
    calibrations: tuple[CalibrationList, ...] = ()
    disputes: tuple[DisputeList, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    def lists(self) -> dict[str, Rows]:
        """Return every list by the id of its rule: what stands in its rows, by subject.

        The subject of a long call is the agent and the topic (``E017/billing``), that of a
        session its id and who learned in it. A sampling plan lists people and, as
        ``supervisor/E03``, monitors; a calibration forms, contacts (``session/contact``) and
        scorers; disputes the id of the evaluation.
        """
        found: dict[str, Rows] = {}
        for due in self.due_lists:
            found[due.name] = {each.subject: each.cells() for each in due.entries}
        for process in self.processes:
            found[process.name] = {each.target: each.cells() for each in process.served}
        for top in self.top_lists:
            found[top.name] = {each.subject: each.cells() for each in top.entries}
        for calls in self.long_calls:
            found[calls.name] = {f"{x.agent}/{x.topic}": x.cells() for x in calls.entries}
        for study in self.studies:
            found[study.name] = {each.employee: each.cells() for each in study.entries}
        for effect in self.effects:
            found[effect.name] = {f"{x.session}/{x.employee}": x.cells() for x in effect.entries}
        for plan in self.plans:
            found[plan.name] = {each.employee: each.cells() for each in plan.entries}
        found.update(quality_rows(self.samples, self.calibrations, self.disputes))
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data: dates as text, an exact number as two whole ones."""
        return {
            "schema": "ccops.learning/1",
            "period": self.period,
            "on": self.on.isoformat(),
            "lists": {name: _plain_rows(rows) for name, rows in self.lists().items()},
            "totals": {
                top.name: {name: plain_cell(value) for name, (_, value) in top.totals.items()}
                for top in self.top_lists
            },
            "findings": [
                {"code": each.code, **{key: plain_cell(x) for key, x in each.args.items()}}
                for each in self.diagnostics
            ],
        }


def _plain_rows(rows: Rows) -> list[dict[str, object]]:
    return [
        {"subject": subject, **{key: plain_cell(each) for key, each in cells.items()}}
        for subject, cells in rows.items()
    ]
