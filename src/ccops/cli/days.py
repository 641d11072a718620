"""Days as options name them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ccops.cli.output import wrong_value

if TYPE_CHECKING:
    import click


def checked_day(_: click.Context, __: click.Parameter, value: str) -> dt.date | None:
    """Return a day, ``None`` for none. Raises ``BadParameter`` for what is no day."""
    try:
        return dt.date.fromisoformat(value) if value else None
    except ValueError:
        raise wrong_value("usage-day", given=value) from None
