"""Who came in again, and who was called again: what a pack sees in contacts over many days.

Such records are never stored: they follow from contacts and attempts, whenever these are measured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.contacts.approaches import APPROACH, ApproachRule, approach_records
from ccops.contacts.first_contact_rules import ISSUE, FirstContactRule
from ccops.contacts.first_contacts import issue_records
from ccops.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.kpi import Records


@frozen(kw_only=True)
class RepeatRules:
    """The rules of a pack by which contacts and attempts are held against each other."""

    first_contacts: tuple[FirstContactRule, ...] = ()
    approaches: tuple[ApproachRule, ...] = ()


def with_repeats(records: Mapping[str, Records], rules: RepeatRules) -> Mapping[str, Records]:
    """Return records with ``issue`` and ``approach`` beside them, as rules see them.

    What was handed in under these names stays as it is, and is not made anew.
    """
    made = (
        None if ISSUE.name in records else issue_records(records, rules.first_contacts),
        None if APPROACH.name in records else approach_records(records, rules.approaches),
    )
    found = {each.kind.name: each for each in made if each is not None}
    return {**found, **records} if found else records
