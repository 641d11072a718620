"""Reads the closer and agent logs of VICIDIAL into ccops.

Nothing of a reader is imported before it is asked for: a center opens without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops import hookimpl
from ccops.doors import opened_later

if TYPE_CHECKING:
    from ccops_vicidial.adapter import VicidialAdapter
else:
    __getattr__ = opened_later(__name__, {"adapter": ("VicidialAdapter",)})

__all__ = ["VicidialAdapter", "ccops_contact_adapters"]


@hookimpl
def ccops_contact_adapters() -> tuple[VicidialAdapter, ...]:
    """Return the adapter ``vicidial``."""
    from ccops_vicidial.adapter import VicidialAdapter

    return (VicidialAdapter(),)
