"""The way of a settlement from draft to pay: assessed, published, appealed against, approved."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING, Final, NoReturn

import attrs

from ccops.errors import SettlementError
from ccops.frozen import frozen
from ccops.messages import Diagnostic, listed
from ccops.settlement.approved.appeals import Answer, Appeal, Decision
from ccops.values import DayKind, day_after
from ccops.worktime import WorkCalendar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.messages import Text
    from ccops.organization import AppealRule, ApprovalRule
    from ccops.settlement.settled.settlement import Settlement  # noqa: TC004 - a circle otherwise


class Stage(enum.Enum):
    """How far a settlement has come; each follows the one before it."""

    DRAFT = "draft"
    ASSESSED = "assessed"
    PUBLISHED = "published"
    APPROVED = "approved"
    EXPORTED = "exported"


_ORDER: Final = tuple(Stage)


@frozen(kw_only=True)
class Step:
    """Who brought a settlement to a stage, in which role and on which day."""

    stage: Stage
    by: str
    role: str
    on: dt.date
    note: str = ""


@frozen(kw_only=True, eq=False)
class Approval:
    """What people have decided about a settlement; every decision is another ``Approval``.

    Without a rule in the pack anybody named may take each step, in its order, and who approves is
    another than who assessed. ``work_calendar`` counts the days of appeals in workdays.

    Every refusal is a ``SettlementError`` that says what stands in the way.
    """

    settlement: Settlement
    steps: tuple[Step, ...] = ()
    appeals: tuple[Appeal, ...] = ()
    work_calendar: WorkCalendar | None = None

    def __repr__(self) -> str:
        return f"Approval({self.settlement.period!r}, {self.stage.value})"

    @property
    def stage(self) -> Stage:
        """How far the settlement has come."""
        return self.steps[-1].stage if self.steps else Stage.DRAFT

    @property
    def is_approved(self) -> bool:
        """Whether it may be paid, handed to payroll already or not."""
        return self.stage in (Stage.APPROVED, Stage.EXPORTED)

    @property
    def exports(self) -> tuple[Step, ...]:
        """Each time it was handed to payroll."""
        return tuple(each for each in self.steps if each.stage is Stage.EXPORTED)

    @property
    def rule(self) -> ApprovalRule | None:
        """What the pack says about it."""
        return next(iter(self.settlement.rules.approvals), None)

    @property
    def published_on(self) -> dt.date | None:
        """The day the results were published."""
        return self._day_of(Stage.PUBLISHED)

    @property
    def appeals_until(self) -> dt.date | None:
        """The last day of the appeal window; ``None`` where there is none, or none yet."""
        appeal, published = self._appeal_rule, self.published_on
        if appeal is None or published is None:
            return None
        return self._after(published, appeal.days, appeal.kind)

    # -- steps --------------------------------------------------------------------------------

    def assess(self, *, by: str, on: dt.date, role: str = "", note: str = "") -> Approval:
        """Return the settlement as assessed: its scores and amounts are right (S0-08, S1-03)."""
        allowed = self.rule.assesses if self.rule else None
        return self._stepped(Stage.ASSESSED, allowed, by=by, on=on, role=role, note=note)

    def publish(self, *, by: str, on: dt.date, role: str = "", note: str = "") -> Approval:
        """Return the settlement as published to each employee; the appeal window opens (S2-14).

        A provisional one may be published, as a draft that says so.
        """
        allowed = self.rule.publishes if self.rule else None
        return self._stepped(Stage.PUBLISHED, allowed, by=by, on=on, role=role, note=note)

    def approve(self, *, by: str, on: dt.date, role: str = "", note: str = "") -> Approval:
        """Return the settlement as approved: it may be paid.

        Refused while anything is provisional, while staff may still appeal or wait for an answer,
        where an appeal was granted (settle the month again), and to who assessed.
        """
        if not self.settlement.is_final:
            _forbid("approval-provisional", figures=_names(self.settlement))
        if by in {each.by for each in self.steps if each.stage is Stage.ASSESSED}:
            _forbid("approval-same-person", by=by)
        self._refuse_open_appeals(on)
        allowed = self.rule.approves if self.rule else None
        return self._stepped(Stage.APPROVED, allowed, by=by, on=on, role=role, note=note)

    def export(self, *, by: str, on: dt.date, role: str = "", note: str = "") -> Approval:
        """Return the settlement as handed to payroll, noting each time: the lines are the same."""
        return self._stepped(Stage.EXPORTED, None, by=by, on=on, role=role, note=note)

    # -- appeals ------------------------------------------------------------------------------

    def appeal(self, employee: str, *, on: dt.date, about: str) -> Approval:
        """Return it with the appeal of an employee; after the window it is recorded as late.

        Raises ``UnknownNameError`` for a stranger.
        """
        self.settlement.row_of(employee)
        published = self.published_on
        if published is None or on < published:
            _forbid("appeal-not-published", employee=employee, on=on, published=published or "-")
        if not about.strip():
            _forbid("appeal-about-nothing", employee=employee)
        until = self.appeals_until
        is_late = until is None or on > until
        made = Appeal(employee=employee, on=on, about=about, is_late=is_late)
        return attrs.evolve(self, appeals=(*self.appeals, made))

    def answer(
        self,
        number: int,
        *,
        by: str,
        on: dt.date,
        decision: Decision,
        because: str,
        role: str = "",
    ) -> Approval:
        """Return it with the answer to an appeal, counted from 1 in the order they came."""
        if not 1 <= number <= len(self.appeals) or self.appeals[number - 1].answer is not None:
            _forbid("appeal-not-open", number=number, count=len(self.appeals))
        appealed = self.appeals[number - 1]
        if by == appealed.employee:
            _forbid("appeal-own", by=by)
        rule = self._appeal_rule
        held = self._role_of(by, role, (rule.decides,) if rule else None, "appeal")
        if on < appealed.on or not because.strip():
            _forbid("appeal-answer", number=number, on=on, appealed=appealed.on)
        answer = Answer(by=by, role=held, on=on, decision=decision, because=because)
        answered = attrs.evolve(appealed, answer=answer)
        listed = [*self.appeals]
        listed[number - 1] = answered
        return attrs.evolve(self, appeals=tuple(listed))

    def overdue(self, on: dt.date) -> tuple[Appeal, ...]:
        """Return the appeals without an answer whose day has passed."""
        rule = self._appeal_rule
        if rule is None:
            return ()
        return tuple(
            each
            for each in self.appeals
            if each.answer is None and on > self._after(each.on, rule.answer_within, rule.kind)
        )

    # -- inside -------------------------------------------------------------------------------

    @property
    def _appeal_rule(self) -> AppealRule | None:
        return self.rule.appeal if self.rule else None

    def _day_of(self, stage: Stage) -> dt.date | None:
        return next((each.on for each in self.steps if each.stage is stage), None)

    def _after(self, day: dt.date, days: int, kind: DayKind) -> dt.date:
        if kind is DayKind.WORKDAYS and self.work_calendar is None:
            _forbid("approval-workdays")
        calendar = self.work_calendar or WorkCalendar()
        return day_after(day, days, kind, calendar.is_workday)

    def _refuse_open_appeals(self, on: dt.date) -> None:
        until = self.appeals_until
        if until is not None and on <= until:
            _forbid("approval-window", until=until, on=on)
        waiting = [each.employee for each in self.appeals if each.answer is None]
        if waiting:
            _forbid("approval-unanswered", employees=listed(waiting))
        granted = [each.employee for each in self.appeals if each.is_granted]
        if granted:
            _forbid("approval-granted", employees=listed(granted))

    def _stepped(
        self,
        stage: Stage,
        allowed: Sequence[Text] | None,
        *,
        by: str,
        on: dt.date,
        role: str,
        note: str,
    ) -> Approval:
        is_again = self.stage is stage is Stage.EXPORTED
        if not is_again and self.stage is not _ORDER[_ORDER.index(stage) - 1]:
            _forbid("approval-order", stage=stage.value, state=self.stage.value)
        if self.steps and on < self.steps[-1].on:
            _forbid("approval-earlier", on=on, before=self.steps[-1].on)
        held = self._role_of(by, role, allowed, stage.value)
        step = Step(stage=stage, by=by, role=held, on=on, note=note)
        return attrs.evolve(self, steps=(*self.steps, step))

    def _role_of(self, by: str, role: str, allowed: Sequence[Text] | None, what: str) -> str:
        """Return the role somebody acts in: of an employee the one he has, else the one stated."""
        if not by.strip():
            _forbid("approval-nobody", what=what)
        held = self.settlement.role_of(by)
        if held and role and held != role:
            _forbid("approval-role-other", by=by, role=role, held=held)
        acting = held or role
        names = [each.value for each in allowed or ()]
        if allowed is not None and acting not in names:
            _forbid("approval-role", by=by, role=acting or "-", what=what, roles=listed(names))
        return acting


def _names(settlement: Settlement) -> str:
    return listed(sorted({key.name for key in settlement.provisional}))


def _forbid(code: str, **told: object) -> NoReturn:
    raise SettlementError((Diagnostic(code=code, args=told),))
