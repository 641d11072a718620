"""Duties: what a role has to do, how often, and what shows it was done (S0-02 to S0-11, S4-16)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.kpi import Better, IndicatorRule
from ccops.messages import Diagnostic, Label, Origin, Text, nearest
from ccops.organization.reporting.frequencies import Frequency
from ccops.rules import Shape, name_field, origin_field, pack_field

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from ccops.organization.reporting.report_duties import ReportDutyRule

_EVERY_ROW: Final = Text("yes")
_DAY: Final = Text("day")
#: The groups of records by which a duty is shown of a person, or of a team.
_OF_TEAMS: Final = "team"


@frozen(kw_only=True)
class EvidenceRule:
    """What shows that a duty was done: a report handed in, or records.

    ``{report: patrol_analysis}``, or ``{over: event, where: kind == 'patrol', who: employee}``.
    A record shows it only of whom it is of: ``who`` is the group that holds whoever did it, or
    ``team`` for his team. With ``each``, the group that holds for whom it was done, it is asked
    for everybody who answers straight to him: ``{over: exam, each: employee}``.
    """

    report: Text | None = pack_field(
        Shape.NAME, of="report_duty", default=None, zh="报告", en="the report that shows it"
    )
    over: Text | None = pack_field(
        Shape.NAME, of="record_kind", default=None, zh="记录种类", en="the records that show it"
    )
    where: Text | None = pack_field(
        Shape.FORMULA, default=None, zh="条件", en="which of them do; all without it"
    )
    who: Text | None = pack_field(
        Shape.NAME,
        of="group",
        default=None,
        zh="谁做的",
        en="the group that holds who did it, or his team",
    )
    each: Text | None = pack_field(
        Shape.NAME,
        of="group",
        default=None,
        zh="对每名下属",
        en="the group that holds for whom: asked for everybody who answers to him",
    )
    origin: Origin = origin_field()

    @property
    def is_by_team(self) -> bool:
        """Whether the team of whoever has the duty is looked for, and not himself."""
        return self.who is not None and self.who.value == _OF_TEAMS

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups by which its records are counted: who did it, and for whom."""
        return tuple(each.value for each in (self.who, self.each) if each is not None)


@frozen(kw_only=True)
class DutyRule:
    """A duty of a role: ``patrol: {role: shift_supervisor, every: shift, shown_by: {...}}``.

    ``audits`` names the roles whose work it checks: who audits must not answer to whom he audits.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="职责", en="what is to be done")
    role: Text = pack_field(Shape.NAME, of="role", zh="责任职务", en="who has to do it")
    to: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="role", default=(), zh="报送对象", en="the roles that receive it"
    )
    audits: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="role", default=(), zh="检查对象", en="the roles whose work it checks"
    )
    every: Frequency | None = pack_field(
        Shape.WORD, of=Frequency, default=None, zh="频次", en="how often it is done"
    )
    shown_by: EvidenceRule | None = pack_field(
        Shape.ONE, of=EvidenceRule, default=None, zh="凭据", en="what shows that it was done"
    )
    origin: Origin = origin_field()

    def own_indicator(self) -> IndicatorRule | None:
        """Return the indicator that counts the records which show it; none where none do."""
        shown = self.shown_by
        if shown is None or shown.over is None:
            return None
        by = (*(each for each in (shown.who, shown.each) if each is not None), _DAY)
        return IndicatorRule(
            name=evidence_name(self.name),
            over=shown.over,
            where=shown.where,
            count=_EVERY_ROW,
            better=Better.NEITHER,
            by=by,
            label=self.label,
            origin=shown.origin,
        )


def evidence_name(duty: str) -> str:
    """Return the indicator by which a duty counts what shows it."""
    return f"duty_{duty}"


def check_duties(
    duties: Iterable[DutyRule],
    roles: Collection[str],
    reports: Mapping[str, ReportDutyRule] | None = None,
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with duties.

    A role or a report the pack has not (``unknown-role``, ``unknown-report-duty``), evidence that
    is none or two kinds of it (``duty-evidence``), records that would be anybody's
    (``duty-evidence-of-anybody``), a report that others owe (``duty-report-of-others``) or that is
    due at another frequency than the duty (``duty-report-frequency``), and evidence of a duty that
    is never due (``duty-never-due``).
    """
    return tuple(each for duty in duties for each in _problems(duty, roles, reports or {}))


def _problems(
    duty: DutyRule, roles: Collection[str], reports: Mapping[str, ReportDutyRule]
) -> Iterator[Diagnostic]:
    for each in (duty.role, *duty.to, *duty.audits):
        if each.value not in roles:
            told = {"role": each.value, "nearest": nearest(each.value, roles) or "-"}
            yield Diagnostic(code="unknown-role", span=each.span, args=told)
    if duty.shown_by is not None:
        yield from _wrong_evidence(duty, duty.shown_by, reports)


def _wrong_evidence(
    duty: DutyRule, shown: EvidenceRule, reports: Mapping[str, ReportDutyRule]
) -> Iterator[Diagnostic]:
    told = {"name": duty.name}
    span = shown.origin.span or duty.origin.span
    is_one = (shown.report is None) is not (shown.over is None)
    is_narrowed = shown.where is not None or bool(shown.groups)
    if not is_one or (shown.over is None and is_narrowed):
        yield Diagnostic(code="duty-evidence", span=span, args=told)
    elif shown.over is not None and not shown.groups:
        yield Diagnostic(code="duty-evidence-of-anybody", span=span, args=told)
    if duty.every is None and shown.report is None:
        yield Diagnostic(code="duty-never-due", span=span, args=told)
    if shown.report is not None and shown.report.value not in reports:
        near = nearest(shown.report.value, reports) or "-"
        arguments = {"name": shown.report.value, "near": near}
        yield Diagnostic(code="unknown-report-duty", span=shown.report.span, args=arguments)
    elif shown.report is not None:
        owing = {each.value for each in reports[shown.report.value].roles}
        if duty.role.value not in owing:
            told |= {"report": shown.report.value, "role": duty.role.value}
            told["owing"] = ", ".join(sorted(owing))
            yield Diagnostic(code="duty-report-of-others", span=shown.report.span, args=told)
        own = reports[shown.report.value].every
        if duty.every not in (None, own):
            told |= {"report": shown.report.value, "every": own.value, "got": duty.every.value}
            yield Diagnostic(code="duty-report-frequency", span=span, args=told)
