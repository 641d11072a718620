"""Pay: bonuses, star pay, awards, allowances, holiday and basic pay, and what adds them."""

from __future__ import annotations

from ccops.pay.account import AccountPolicy, StopRule
from ccops.pay.allowance import AllowancePolicy, BasicPayPolicy
from ccops.pay.award import AwardPolicy, BestRule, RangeRule, RunRule
from ccops.pay.bonus import BonusPolicy
from ccops.pay.correction import CorrectionPolicy
from ccops.pay.correction_terms import Posted, Recovery, ThirdParties
from ccops.pay.holiday import HolidayPayMode, HolidayPayPolicy, HolidayPayUnit
from ccops.pay.star import StarPayPolicy
from ccops.pay.star_figures import Pays
from ccops.pay.statement import StatementPolicy
from ccops.plan import TableRule, UnrankedRule

__all__ = [
    "AccountPolicy",
    "AllowancePolicy",
    "AwardPolicy",
    "BasicPayPolicy",
    "BestRule",
    "BonusPolicy",
    "CorrectionPolicy",
    "HolidayPayMode",
    "HolidayPayPolicy",
    "HolidayPayUnit",
    "Pays",
    "Posted",
    "RangeRule",
    "Recovery",
    "RunRule",
    "StarPayPolicy",
    "StatementPolicy",
    "StopRule",
    "TableRule",
    "ThirdParties",
    "UnrankedRule",
]
