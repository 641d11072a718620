"""Pay: bonuses, allowances, holiday pay, basic pay, and the statement that adds them."""

from __future__ import annotations

from ccops.pay.account import AccountPolicy, StopRule
from ccops.pay.allowance import AllowancePolicy, BasicPayPolicy
from ccops.pay.bonus import BonusPolicy
from ccops.pay.holiday import HolidayPayMode, HolidayPayPolicy, HolidayPayUnit
from ccops.pay.statement import StatementPolicy
from ccops.plan import TableRule, UnrankedRule

__all__ = [
    "AccountPolicy",
    "AllowancePolicy",
    "BasicPayPolicy",
    "BonusPolicy",
    "HolidayPayMode",
    "HolidayPayPolicy",
    "HolidayPayUnit",
    "StatementPolicy",
    "StopRule",
    "TableRule",
    "UnrankedRule",
]
