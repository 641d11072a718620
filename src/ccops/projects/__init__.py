"""Projects: what is done for clients, what it brings and costs, and who sells what."""

from __future__ import annotations

from ccops.projects.client_contract import ClientContractPolicy
from ccops.projects.invoice_lines import InvoiceLine, LineKind
from ccops.projects.project import ProjectRule, check_projects
from ccops.projects.project_facts import project_columns, project_facts

__all__ = [
    "ClientContractPolicy",
    "InvoiceLine",
    "LineKind",
    "ProjectRule",
    "check_projects",
    "project_columns",
    "project_facts",
]
