"""Files about reports: which were handed in, and what was archived."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.adapters.inputs.columns import (
    DAY,
    MAY_DAY,
    MAY_TEXT,
    MOMENT,
    TEXT,
    WHO,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.adapters.inputs.columns import InputColumn

REPORTS: Final[Mapping[str, Mapping[str, InputColumn]]] = {
    "report_submissions": {
        "report": TEXT,
        "period": TEXT,
        "employee_id": WHO,
        "at": MOMENT,
        "to": MAY_TEXT,
    },
    "archive_log": {
        "archive": TEXT,
        "item": TEXT,
        "from": DAY,
        "backed_up_on": MAY_DAY,
        "until": MAY_DAY,
    },
}
