"""What learning came to by a day: every list of it, as frozen data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any

import attrs

from ccops.learning.ageing_entries import AgeingList
from ccops.learning.due_entries import DueList
from ccops.learning.effect_entries import EffectList
from ccops.learning.gate_entries import GateList
from ccops.learning.long_call_entries import LongCallList
from ccops.learning.plain import plain_cell
from ccops.learning.plan_entries import PlanList
from ccops.learning.process_entries import ProcessList
from ccops.learning.quality_entries import (
    ActionList,
    CalibrationList,
    DisputeList,
    SampleList,
    quality_rows,
)
from ccops.learning.record_entries import RecordList
from ccops.learning.study_entries import StudyList
from ccops.learning.top_entries import TopList
from ccops.messages import Diagnostic, Label

#: The rows of a list: what stands in them, by subject and column.
Rows = Mapping[str, Mapping[str, object]]
_Entries = Callable[[Any], Iterable[Any]]
_Subject = Callable[[Any], str]


@attrs.frozen(kw_only=True)
class Learning:
    """What is due, studied, coached and looked up, as it stands ``on`` a day of a period.

    ``labels`` is what people call what the lists name by its id, by the section of the pack.
    """

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
    ageing: tuple[AgeingList, ...] = ()
    listed: tuple[RecordList, ...] = ()
    gates: tuple[GateList, ...] = ()
    actions: tuple[ActionList, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    labels: Mapping[str, Mapping[str, Label]] = attrs.field(factory=dict[str, Mapping[str, Label]])

    def lists(self) -> dict[str, Rows]:
        """Return every list by the id of its rule: what stands in its rows, by subject.

        The subject of a long call is the agent and the topic (``E017/billing``), that of a
        session its id and who learned in it. A sampling plan lists people and, as
        ``supervisor/E03``, monitors; a calibration forms, contacts (``session/contact``) and
        scorers; disputes the id of the evaluation, actions their own; that of a record is its day
        and id.
        """
        others: tuple[DisputeList | ActionList, ...] = (*self.disputes, *self.actions)
        quality = dict(quality_rows(self.samples, self.calibrations, others))
        listed = {
            each.name: {subject(entry): entry.cells() for entry in entries(each)}
            for lists, entries, subject in self._listings
            for each in lists
        }
        return {**listed, **quality}

    @property
    def _listings(self) -> tuple[tuple[Iterable[Any], _Entries, _Subject], ...]:
        """Every group of lists, with the entries of one, and what the subject of an entry is."""
        entries, subject = attrgetter("entries"), attrgetter("subject")
        employee = attrgetter("employee")
        return (
            (self.due_lists, entries, subject),
            (self.processes, attrgetter("served"), attrgetter("target")),
            (self.top_lists, entries, subject),
            (self.long_calls, entries, lambda x: f"{x.agent}/{x.topic}"),
            (self.studies, entries, employee),
            (self.effects, entries, lambda x: f"{x.session}/{x.employee}"),
            (self.plans, entries, employee),
            (self.ageing, entries, subject),
            (self.listed, entries, lambda x: f"{x.day}/{x.subject}"),
            (self.gates, entries, subject),
        )

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
            }
            | {each.name: _totals(each) for each in self.ageing},
            "findings": [
                {"code": each.code, **{key: plain_cell(x) for key, x in each.args.items()}}
                for each in self.diagnostics
            ],
        }


def _totals(ageing: AgeingList) -> dict[str, int]:
    untold = {"untold": ageing.untold} if ageing.untold else {}
    return {**ageing.buckets, **untold}


def _plain_rows(rows: Rows) -> list[dict[str, object]]:
    return [
        {"subject": subject, **{key: plain_cell(each) for key, each in cells.items()}}
        for subject, cells in rows.items()
    ]
