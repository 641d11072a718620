"""The plan: figures in the order in which they follow from one another, run and explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.doors import opened_later
from ccops.plan.account_figures import (
    AccountFigure,
    AccountPart,
    AccountPartFigure,
    AccountTerms,
    Beyond,
    Stop,
    StopWhen,
    Usable,
    account_parts,
    part_name,
)
from ccops.plan.cadence import Cadence, anchor_field, cadence_of, every_field
from ccops.plan.definitions import (
    CENTER,
    EVERYBODY,
    AddsUp,
    Assigned,
    Definition,
    Gathering,
    GroupFactFigure,
    IfNone,
    MembersFigure,
    ParameterRule,
    PayLine,
    PeriodRule,
    PopulationRule,
    RankFigure,
    Reason,
    RowFigure,
    TableFigure,
    TableOutput,
    TotalFigure,
    Unranked,
    WindowFigure,
    as_texts,
)
from ccops.plan.eligibility import ConditionRule, EligibilityRule, flag_name
from ccops.plan.kept import Kept
from ccops.plan.lasting import Lasting
from ccops.plan.pack_groups import GroupFactRule, MembersRule
from ccops.plan.pack_rules import (
    FigureRule,
    PlacesRule,
    RankRule,
    declared_rounding,
    scopes_of,
)
from ccops.plan.pack_tables import (
    OutputRule,
    TableRule,
    UnrankedRule,
    table_figures,
)
from ccops.plan.pay_line_policy import PayLinePolicy
from ccops.plan.policies import Policy, Surroundings, unknown_group
from ccops.plan.rank_keys import rank_key

if TYPE_CHECKING:
    from ccops.plan.accounts import Movement, amount_of, balance_of, moved
    from ccops.plan.attested import Attested, AttestedFigure
    from ccops.plan.building import RUNS_ALL_THE_SAME, build_plan
    from ccops.plan.facts_behind import facts_behind
    from ccops.plan.gathering_tracing import rows_inside, traced_gathering
    from ccops.plan.group_facts import groups_read, several_groups
    from ccops.plan.group_running import run_groups
    from ccops.plan.groups import (
        GroupPart,
        GroupPlan,
        Parted,
        gathered_fact,
        group_findings,
        parted,
    )
    from ccops.plan.larger_subjects import LargerSubject
    from ccops.plan.memo import StepMemo, same_as
    from ccops.plan.waiting import among_others, figures_needed
    from ccops.plan.ordering import key_of
    from ccops.plan.own_populations import own_population, own_rows
    from ccops.plan.plan import Plan
    from ccops.plan.plan_inputs import PlanInputs
    from ccops.plan.results import FigureColumn, Members, Results
    from ccops.plan.running import run_plan
    from ccops.plan.scope import constant_name
    from ccops.plan.steps import (
        UNRANKED,
        AccountPartStep,
        AccountStep,
        FigureStep,
        GroupFactStep,
        Key,
        MembersStep,
        RankStep,
        Reading,
        RowStep,
        TableStep,
        TotalStep,
        WindowStep,
    )
    from ccops.plan.traces import (
        Trace,
        TracedCall,
        TracedGathering,
        TracedGroups,
        TracedLot,
        TracedPeriod,
        TracedPlace,
        TracedRow,
        TracedShare,
        TracedTerm,
        TracedUse,
        TracedValue,
    )
    from ccops.plan.tracing import Tracer
    from ccops.plan.waiting import among_others, figures_needed
    from ccops.plan.windows import running_on
else:
    __getattr__ = opened_later(
        __name__,
        {
            "waiting": ("among_others", "figures_needed"),
            "building": ("RUNS_ALL_THE_SAME", "build_plan"),
            "groups": (
                "GroupPart",
                "GroupPlan",
                "Parted",
                "gathered_fact",
                "group_findings",
                "parted",
            ),
            "larger_subjects": ("LargerSubject",),
            "memo": ("StepMemo", "same_as"),
            "ordering": ("key_of",),
            "own_populations": ("own_population", "own_rows"),
            "plan": ("Plan",),
            "plan_inputs": ("PlanInputs",),
            "scope": ("constant_name",),
            "steps": (
                "UNRANKED",
                "AccountPartStep",
                "AccountStep",
                "FigureStep",
                "GroupFactStep",
                "Key",
                "MembersStep",
                "RankStep",
                "Reading",
                "RowStep",
                "TableStep",
                "TotalStep",
                "WindowStep",
            ),
            "accounts": ("Movement", "amount_of", "balance_of", "moved"),
            "attested": ("Attested", "AttestedFigure"),
            "facts_behind": ("facts_behind",),
            "gathering_tracing": ("rows_inside", "traced_gathering"),
            "group_facts": ("groups_read", "several_groups"),
            "group_running": ("run_groups",),
            "results": ("FigureColumn", "Members", "Results"),
            "running": ("run_plan",),
            "traces": (
                "Trace",
                "TracedCall",
                "TracedGathering",
                "TracedGroups",
                "TracedLot",
                "TracedPeriod",
                "TracedPlace",
                "TracedRow",
                "TracedShare",
                "TracedTerm",
                "TracedUse",
                "TracedValue",
            ),
            "tracing": ("Tracer",),
            "windows": ("running_on",),
        },
    )

__all__ = [
    "CENTER",
    "EVERYBODY",
    "RUNS_ALL_THE_SAME",
    "UNRANKED",
    "AccountFigure",
    "AccountPart",
    "AccountPartFigure",
    "AccountPartStep",
    "AccountStep",
    "AccountTerms",
    "AddsUp",
    "Assigned",
    "Attested",
    "AttestedFigure",
    "Beyond",
    "Cadence",
    "ConditionRule",
    "Definition",
    "EligibilityRule",
    "FigureColumn",
    "FigureRule",
    "FigureStep",
    "Gathering",
    "GroupFactFigure",
    "GroupFactRule",
    "GroupFactStep",
    "GroupPart",
    "GroupPlan",
    "IfNone",
    "Kept",
    "Key",
    "LargerSubject",
    "Lasting",
    "Members",
    "MembersFigure",
    "MembersRule",
    "MembersStep",
    "Movement",
    "OutputRule",
    "ParameterRule",
    "Parted",
    "PayLine",
    "PayLinePolicy",
    "PeriodRule",
    "PlacesRule",
    "Plan",
    "PlanInputs",
    "Policy",
    "PopulationRule",
    "RankFigure",
    "RankRule",
    "RankStep",
    "Reading",
    "Reason",
    "Results",
    "RowFigure",
    "RowStep",
    "StepMemo",
    "Stop",
    "StopWhen",
    "Surroundings",
    "TableFigure",
    "TableOutput",
    "TableRule",
    "TableStep",
    "TotalFigure",
    "TotalStep",
    "Trace",
    "TracedCall",
    "TracedGathering",
    "TracedGroups",
    "TracedLot",
    "TracedPeriod",
    "TracedPlace",
    "TracedRow",
    "TracedShare",
    "TracedTerm",
    "TracedUse",
    "TracedValue",
    "Tracer",
    "Unranked",
    "UnrankedRule",
    "Usable",
    "WindowFigure",
    "WindowStep",
    "account_parts",
    "among_others",
    "amount_of",
    "anchor_field",
    "as_texts",
    "balance_of",
    "build_plan",
    "cadence_of",
    "constant_name",
    "declared_rounding",
    "every_field",
    "facts_behind",
    "figures_needed",
    "flag_name",
    "gathered_fact",
    "group_findings",
    "groups_read",
    "key_of",
    "moved",
    "own_population",
    "own_rows",
    "part_name",
    "parted",
    "rank_key",
    "rows_inside",
    "run_groups",
    "run_plan",
    "running_on",
    "same_as",
    "scopes_of",
    "several_groups",
    "table_figures",
    "traced_gathering",
    "unknown_group",
]
