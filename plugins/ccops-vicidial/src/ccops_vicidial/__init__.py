"""Reads the closer and agent logs of VICIDIAL into ccops."""

from __future__ import annotations

from ccops import hookimpl
from ccops_vicidial.adapter import VicidialAdapter

__all__ = ["VicidialAdapter", "ccops_contact_adapters"]


@hookimpl
def ccops_contact_adapters() -> tuple[VicidialAdapter, ...]:
    """Return the adapter ``vicidial``."""
    return (VicidialAdapter(),)
