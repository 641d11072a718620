"""Projects: what is done for clients, what it brings and costs, and who sells what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.doors import opened_later
from ccops.projects.kinds import CALLBACK, CALLBACK_STATES, SALE, SALE_RETURN
from ccops.projects.project_facts import project_columns, project_facts

if TYPE_CHECKING:
    from ccops.projects.client_contract import ClientContractPolicy
    from ccops.projects.commission import CommissionPolicy
    from ccops.projects.duty_rota import (
        DutyRotaRule,
        DutyTurn,
        Rota,
        RotaMember,
        Weekday,
        check_duty_rotas,
        check_rota,
        days_within,
        make_rota,
    )
    from ccops.projects.funnel import FunnelPolicy
    from ccops.projects.invoice import Invoice, InvoiceEntry, InvoiceValue, plain_shown
    from ccops.projects.invoice_lines import InvoiceLine, LineKind
    from ccops.projects.project import ProjectRule, check_projects
    from ccops.projects.project_result import PlanRule, ProjectResultPolicy
    from ccops.projects.records import callback_records, sale_records, sale_return_records
else:
    __getattr__ = opened_later(
        __name__,
        {
            "client_contract": ("ClientContractPolicy",),
            "commission": ("CommissionPolicy",),
            "duty_rota": (
                "DutyRotaRule",
                "DutyTurn",
                "Rota",
                "RotaMember",
                "Weekday",
                "check_duty_rotas",
                "check_rota",
                "days_within",
                "make_rota",
            ),
            "funnel": ("FunnelPolicy",),
            "project": ("ProjectRule", "check_projects"),
            "project_result": ("PlanRule", "ProjectResultPolicy"),
            "invoice": ("Invoice", "InvoiceEntry", "InvoiceValue", "plain_shown"),
            "invoice_lines": ("InvoiceLine", "LineKind"),
            "records": ("callback_records", "sale_records", "sale_return_records"),
        },
    )

__all__ = [
    "CALLBACK",
    "CALLBACK_STATES",
    "SALE",
    "SALE_RETURN",
    "ClientContractPolicy",
    "CommissionPolicy",
    "DutyRotaRule",
    "DutyTurn",
    "FunnelPolicy",
    "Invoice",
    "InvoiceEntry",
    "InvoiceLine",
    "InvoiceValue",
    "LineKind",
    "PlanRule",
    "ProjectResultPolicy",
    "ProjectRule",
    "Rota",
    "RotaMember",
    "Weekday",
    "callback_records",
    "check_duty_rotas",
    "check_projects",
    "check_rota",
    "days_within",
    "make_rota",
    "plain_shown",
    "project_columns",
    "project_facts",
    "sale_records",
    "sale_return_records",
]
