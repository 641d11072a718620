"""Telesales of a sample month: attempts, sales, what came back, and calls that were promised."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import attrs

from ccops.testing.sample_days import is_legal_workday, second_at, written
from ccops.testing.sample_draws import Weights, happens
from ccops.testing.sample_people import Person
from ccops.testing.sample_tables import SampleTable

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Sequence

    from ccops.testing.sample_answers import Visit
    from ccops.testing.sample_days import SampleDays

_CAMPAIGN: Final = "broadband"
_A_DAY: Final = 45
_FIRST_MINUTE: Final = 9 * 60
_MINUTES: Final = 9
#: How attempts end, in a thousand, and how many of those connected succeed.
_RESULTS: Final = ("connected", "no_answer", "busy", "machine", "invalid")
_WEIGHTS: Final = Weights(420, 380, 90, 70, 40)
_SUCCESS: Final = 150
_SOLD: Final = 800
_RECORDED: Final = 960
_RETURNED: Final = 60
_PRICES: Final = (480, 960, 1_280, 1_680, 2_400)
#: Of answered calls a few promise to call back; most of them are called within 12 hours.
_PROMISED: Final = 12
_IN_TIME: Final = 940
_HOUR: Final = 3_600


@attrs.frozen(kw_only=True)
class SampleDial:
    """One attempt to sell."""

    dial_id: str
    person: Person
    customer: str
    second: int
    result: str
    success: bool


@attrs.frozen(kw_only=True)
class SampleSale:
    """One sale, and the day on which it came back, if it did."""

    sale_id: str
    person: Person
    day: dt.date
    yuan: int
    recorded: bool
    returned_on: dt.date | None = None


def make_sales(
    chance: random.Random, sellers: Sequence[Person], days: SampleDays
) -> tuple[tuple[SampleDial, ...], tuple[SampleSale, ...]]:
    """Return the attempts of a month and the sales they led to, with last month's returns."""
    dials: list[SampleDial] = []
    sales = list(_earlier(sellers, days))
    for day in days.every:
        for person in sellers if is_legal_workday(day) else ():
            for number in range(_A_DAY):
                dial = _dial(chance, person, day, len(dials), number)
                dials.append(dial)
                if dial.success and happens(chance, _SOLD):
                    sales.append(_sale(chance, dial, day, days))
    return tuple(dials), tuple(sales)


def _dial(
    chance: random.Random, person: Person, day: dt.date, made: int, number: int
) -> SampleDial:
    result = _RESULTS[_WEIGHTS.drawn(chance)]
    minute = _FIRST_MINUTE + number * _MINUTES
    return SampleDial(
        dial_id=f"D{made:05}",
        person=person,
        customer=f"K{made:05}",
        second=second_at(day, minute) + chance.randrange(60),
        result=result,
        success=result == "connected" and happens(chance, _SUCCESS),
    )


def _sale(chance: random.Random, dial: SampleDial, day: dt.date, days: SampleDays) -> SampleSale:
    back = day + dt.timedelta(days=1 + chance.randrange(12))
    is_back = happens(chance, _RETURNED) and back <= days.performance.last
    return SampleSale(
        sale_id=dial.dial_id.replace("D", "S"),
        person=dial.person,
        day=day,
        yuan=_PRICES[chance.randrange(len(_PRICES))],
        recorded=happens(chance, _RECORDED),
        returned_on=back if is_back else None,
    )


def _earlier(sellers: Sequence[Person], days: SampleDays) -> list[SampleSale]:
    """Return a sale of last month that came back in time, and one that came back too late."""
    first = days.performance.first
    return [
        SampleSale(
            sale_id=f"S-{age}",
            person=person,
            day=first - dt.timedelta(days=age),
            yuan=_PRICES[-1],
            recorded=True,
            returned_on=first + dt.timedelta(days=9),
        )
        for person, age in zip(sellers, (20, 27), strict=False)
    ]


def dials_table(dials: Iterable[SampleDial]) -> SampleTable:
    """Return the file ``dials``."""
    columns = ("dial_id", "campaign", "employee_id", "customer", "at", "result", "success")
    rows = tuple(
        (
            each.dial_id,
            _CAMPAIGN,
            each.person.employee_id,
            each.customer,
            written(each.second),
            each.result,
            "yes" if each.success else "no",
        )
        for each in dials
    )
    return SampleTable(name="dials", columns=columns, rows=rows)


def sales_table(sales: Iterable[SampleSale]) -> SampleTable:
    """Return the file ``sales``."""
    columns = (
        "sale_id", "employee_id", "date", "campaign", "amount", "recorded", "returned_on",
    )  # fmt: skip
    rows = tuple(
        (
            each.sale_id,
            each.person.employee_id,
            each.day.isoformat(),
            _CAMPAIGN,
            str(each.yuan),
            "yes" if each.recorded else "no",
            each.returned_on.isoformat() if each.returned_on else "",
        )
        for each in sales
    )
    return SampleTable(name="sales", columns=columns, rows=rows)


def callbacks_table(chance: random.Random, visits: Iterable[Visit]) -> SampleTable:
    """Return the file ``callbacks``: calls that were promised, and when they were made."""
    rows: list[tuple[str, ...]] = []
    for visit in visits:
        if visit.agent is None or not happens(chance, _PROMISED):
            continue
        is_soon = happens(chance, _IN_TIME)
        hours = chance.randrange(1, 12) if is_soon else chance.randrange(13, 20)
        asked = visit.connected + visit.talk
        done = written(asked + hours * _HOUR)
        who = visit.agent.employee_id
        rows.append((f"C{len(rows):04}", who, written(asked), "done", done))
    if rows:  # the last one is still owed
        rows[-1] = (*rows[-1][:3], "open", "")
    columns = ("callback_id", "employee_id", "at", "state", "done_at")
    return SampleTable(name="callbacks", columns=columns, rows=tuple(rows))
