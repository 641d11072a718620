"""What a month needs of a pack: the plan, the indicators, and who the pack is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import attrs

from ccops.career import CareerRules
from ccops.casework import CaseworkRules
from ccops.contacts import RepeatRules
from ccops.errors import SettlementError
from ccops.facts import AccountKind, FactDeclaration, GroupKind, HistoryNeed, widest
from ccops.frozen import frozen
from ccops.kpi import Indicator
from ccops.kpi.record_accounts import RecordAccount
from ccops.learning import LearningRules
from ccops.messages import Diagnostic, Label, Origin
from ccops.organization import Aims, ApprovalRule, OrganizationRules, PublicationRule
from ccops.pay import CorrectionPolicy, LeaverSettlementPolicy, StatementPolicy
from ccops.plan import AccountStep, GroupPlan, Plan
from ccops.projects import ClientContractPolicy, CommissionPolicy, DutyRotaRule, ProjectRule
from ccops.scorecards import ScorecardRule
from ccops.settlement.measured.law import MonthLaw
from ccops.values import Period
from ccops.worktime import ShiftRule


@frozen(kw_only=True)
class PackIdentity:
    """Which pack, in which version and content, under which readings, settles a month."""

    id: str
    version: str
    digest: str
    catalog_digest: str
    jurisdiction: str
    readings: Mapping[str, str]
    decisions: Mapping[str, str]


@frozen(kw_only=True, eq=False)
class MonthRules:
    """A pack made ready for one period, as the settlement sees it.

    ``choices`` names, by rule, the choices it depends on, ``questions`` what each one asks,
    ``readings`` what people call the reading taken of each; ``parameters`` says where the
    constants come from; ``zone`` is the center's IANA zone.
    ``calendars`` are what people call the calendars of ``period``, by name.
    ``later_needs`` are what windows of later periods read by rules whose dates are written now;
    ``publications`` what of the month's results is made public, to whom and by when;
    ``approvals`` who assesses, publishes and approves them; ``record_accounts`` the accounts that
    are fed by records; ``groups`` the plans of teams and of the center; ``aims`` the
    targets, watches and goals; ``corrections`` how differences of corrected periods are paid;
    ``leaver_settlements`` whether a leaver is settled before the period is; ``learning`` what is
    listed of trainings, activities and documents; ``organization`` the posts, duties and reports;
    ``shifts`` when people work; ``repeats`` what counts as coming in, or
    being called, again; ``law`` what labor law asks of the month, nothing but for mainland China;
    ``projects`` what is done for clients, ``client_contracts`` what they are invoiced for it;
    ``commissions`` what people earn by sales, ``return_days`` by their names in how many days a
    return takes that back;
    ``in_force_since`` is the first day of the pack: nothing it asks for is due before;
    ``casework`` what orders need, by when, and marks of tenure; ``careers`` the ladders, the rules
    of last places, and what follows from violations; ``scorecards`` the forms, ``statements``
    the totals of pay, ``line_sections`` the section of the rule behind each pay line;
    ``undecided`` the decisions that lists do
    without, and ``left_out`` the policies of which they therefore lack something; ``budgets`` the
    decisions that nobody is paid by, and that are no employee's to read; ``labels``
    what people call that which lists name by its id, by the section of the pack.
    """

    identity: PackIdentity
    period: Period
    plan: Plan
    indicators: tuple[Indicator, ...]
    facts: Mapping[str, FactDeclaration]
    zone: str
    currency: str
    locale: str
    default_calendar: str
    choices: Mapping[str, tuple[tuple[str, str], ...]]
    parameters: Mapping[str, tuple[Label, Origin]]
    diagnostics: tuple[Diagnostic, ...]
    questions: Mapping[str, Label] = attrs.field(factory=dict[str, Label])
    readings: Mapping[str, Label] = attrs.field(factory=dict[str, Label])
    calendars: Mapping[str, Label] = attrs.field(factory=dict[str, Label])
    in_force_since: dt.date = dt.date.min
    later_needs: tuple[HistoryNeed, ...] = ()
    publications: tuple[PublicationRule, ...] = ()
    approvals: tuple[ApprovalRule, ...] = ()
    record_accounts: tuple[RecordAccount, ...] = ()
    groups: tuple[GroupPlan, ...] = ()
    corrections: tuple[CorrectionPolicy, ...] = ()
    aims: Aims = attrs.field(factory=Aims)
    leaver_settlements: tuple[LeaverSettlementPolicy, ...] = ()
    learning: LearningRules = attrs.field(factory=LearningRules)
    organization: OrganizationRules = attrs.field(factory=OrganizationRules)
    shifts: tuple[ShiftRule, ...] = ()
    repeats: RepeatRules = attrs.field(factory=RepeatRules)
    casework: CaseworkRules = attrs.field(factory=CaseworkRules)
    law: MonthLaw | None = None
    projects: tuple[ProjectRule, ...] = ()
    careers: CareerRules = attrs.field(factory=CareerRules)
    client_contracts: tuple[ClientContractPolicy, ...] = ()
    commissions: tuple[CommissionPolicy, ...] = ()
    return_days: Mapping[str, int] = attrs.field(factory=dict[str, int])
    duty_rotas: tuple[DutyRotaRule, ...] = ()
    scorecards: tuple[ScorecardRule, ...] = ()
    statements: tuple[StatementPolicy, ...] = ()
    line_sections: Mapping[str, str] = attrs.field(factory=dict[str, str])
    undecided: tuple[str, ...] = ()
    left_out: frozenset[str] = frozenset()
    budgets: frozenset[str] = frozenset()
    labels: Mapping[str, Mapping[str, Label]] = attrs.field(factory=dict[str, Mapping[str, Label]])

    def called(self, kind: GroupKind) -> Mapping[str, Label]:
        """Return what people call the groups of a kind, each with its id: of projects alone."""
        if kind is not GroupKind.PROJECT:
            return {}
        labels = {each.name: each.label for each in self.projects}
        return {
            name: Label(
                zh=f"{label.zh or name}（{name}）",
                en=f"{label.en or name} ({name})",
                zh_TW=label.zh_TW and f"{label.zh_TW}（{name}）",
            )
            for name, label in labels.items()
        }

    @property
    def shown_decisions(self) -> Mapping[str, str]:
        """What was decided for the period and everybody may read: all but the budgets."""
        decided = self.identity.decisions.items()
        return {name: value for name, value in decided if name not in self.budgets}

    @property
    def budgeted(self) -> Mapping[str, str]:
        """What was decided as a budget, which only those read who approve the month."""
        decided = self.identity.decisions.items()
        return {name: value for name, value in decided if name in self.budgets}

    def refuse_undecided(self) -> None:
        """Raise ``SettlementError`` where a decision of the month was not taken, by name."""
        if self.undecided:
            told = ({"name": each} for each in self.undecided)
            raise SettlementError(
                tuple(Diagnostic(code="decision-missing", args=each) for each in told)
            )

    @property
    def accounts(self) -> tuple[AccountKind, ...]:
        """Every account that is kept: those of the plan, and those fed by records."""
        steps = (each.kind for each in self.plan.steps if isinstance(each, AccountStep))
        fed = (kind for account in self.record_accounts for kind in account.kinds)
        return (*steps, *fed)

    @property
    def closing_needs(self) -> tuple[HistoryNeed, ...]:
        """What a closing holds: what windows read now, and what later ones will read."""
        return widest((*self.plan.history_needs, *self.later_needs))

    def of(self, kind: GroupKind) -> MonthRules:
        """Return the rules of a kind of group: its own plan, and nothing that is about people.

        Raises ``LookupError`` for a kind of which the pack has no figures.
        """
        found = next((each for each in self.groups if each.kind is kind), None)
        if found is None:
            raise LookupError(kind.value)
        return attrs.evolve(
            self,
            plan=found.plan,
            facts=found.plan.facts,
            later_needs=found.later_needs,
            publications=(),
            record_accounts=(),
            groups=(),
            corrections=(),
            leaver_settlements=(),
        )

    def question(self, choice: str, locale: str) -> str:
        """Return a question as people ask it, with its id; the id where it has no words."""
        label = self.questions.get(choice, Label()).in_locale(locale)
        return f"{label} [{choice}]" if label else choice

    def reading(self, choice: str, reading: str, locale: str) -> str:
        """Return what people call the reading taken, with its id; the id where it has no words."""
        label = self.readings.get(choice, Label()).in_locale(locale)
        return f"{label} [{reading}]" if label else reading
