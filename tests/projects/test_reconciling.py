"""Pay and invoices rest on the same values: measured once more, by person and project."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from ccops.contacts import QUEUE_VISIT
from ccops.kpi import Records
from ccops.messages import LOCALES
from ccops.settlement.reconciling_text import write_reconciliation
from ccops.testing.builders import a_visit
from tests.projects.conftest import a_month, an_employee

if TYPE_CHECKING:
    from ccops.center import CenterMonth
    from ccops.settlement import Settlement
