"""A rule of who comes in again that changes on a day: a matter is seen by that of its own day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from ccops.center import Center
from ccops.contacts import CONTACT
from ccops.kpi import Records
from ccops.values import Missing

if TYPE_CHECKING:
    from tests.rulepack.conftest import Shelf

RULE = "label: {zh: 再来, en: again}, same: customer, counting: contacts, again: any, source: M-03"
RULES = f"""\
first_contacts:
  again:
    - {{within: 2 d, until: 2026-10-31, {RULE}}}
    - {{within: 7 d, from: 2026-11-01, {RULE}}}
  ever: {{within: 60 d, {RULE}}}
indicators:
  came_again:
    {{label: {{zh: 再次来电, en: came again}}, over: issue, better: lower, by: [day], source: M-03,
     count: "rule == 'again' and known(repeated) and repeated"}}
  seen:
    {{label: {{zh: 事项, en: issues}}, over: issue, count: yes, better: neither, by: [rule],
     source: M-03}}
"""


def a_contact(name: str, month: int, day: int, customer: str) -> tuple[Any, ...]:
    began = dt.datetime(2026, month, day, 12, tzinfo=dt.UTC)
    told: dict[str, Any] = {
        "contact_id": name, "root_id": name, "channel": "voice", "direction": "inbound",
        "customer_ref": customer, "segments": 1, "disconnect_by": "customer", "visits": 1,
        "started_ms": int(began.timestamp()) * 1000, "started_day": began.date().toordinal(),
        "started_half_hour": 0, "started_hour": 12, "source_ref": f"{name}:1",
    }  # fmt: skip
    return tuple(told.get(each.name, Missing.NOT_MEASURED) for each in CONTACT.columns)


def test_each_matter_is_seen_by_the_rule_of_its_own_day(shelf: Shelf) -> None:
    center = Center.open(shelf.pack(RULES))
    contacts = [
        a_contact("x", 10, 5, "a"),
        a_contact("y", 10, 10, "a"),
        a_contact("v", 11, 5, "b"),
        a_contact("w", 11, 10, "b"),
        a_contact("last", 12, 1, "c"),
    ]
    records = {"contact": Records.of_rows(CONTACT, contacts)}

    (by_day,) = center.kpi(records, by=("day",))
    (by_rule,) = center.kpi(records, by=("rule",))

    found = {
        day: by_day.value("came_again", day.toordinal())
        for day in (dt.date.fromordinal(key) for key in by_day.keys if isinstance(key, int))
    }
    assert found[dt.date(2026, 10, 5)] == 0
    assert found[dt.date(2026, 11, 5)] == 1
    assert by_rule.value("seen", "again") == by_rule.value("seen", "ever") == len(contacts)
