"""Rescores: scores that others took the place of, kept beside the facts they were part of."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from ccops.frozen import frozen


@frozen(kw_only=True)
class Rescore:
    """A score that was overturned: whose, by whom it was given, and what became of it.

    ``after`` is ``None`` where no other score took its place. ``raised`` says whether it was a
    ``dispute`` or a ``review``, ``because`` the reason in the words of who decided.
    """

    evaluation: str
    employee: str
    evaluator: str
    day: dt.date
    before: Decimal
    after: Decimal | None
    raised: str
    decided_by: str
    because: str
