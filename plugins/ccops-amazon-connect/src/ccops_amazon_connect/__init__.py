"""Reads contact records of Amazon Connect into ccops."""

from __future__ import annotations

from ccops import hookimpl
from ccops_amazon_connect.contact_records import ContactRecordsAdapter

__all__ = ["ContactRecordsAdapter", "ccops_contact_adapters"]


@hookimpl
def ccops_contact_adapters() -> tuple[ContactRecordsAdapter, ...]:
    """Return the adapter ``amazon-connect-contacts``."""
    return (ContactRecordsAdapter(),)
