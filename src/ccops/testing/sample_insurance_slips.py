"""The business slips and claims of a sample insurance hotline, and what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.testing.sample_days import second_at, written
from ccops.testing.sample_draws import happens, one_of
from ccops.testing.sample_tables import Cells, SampleTable

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

    from ccops.testing.sample_days import SampleDays
    from ccops.testing.sample_people import Person

#: How many business slips a month brings, and how many claims are followed by a visit.
_SLIPS: Final = 60
_CLAIMS: Final = 40
_MINUTE: Final = 60
_DAY: Final = 86_400
_BRANCHES: Final = ("一分公司", "二分公司", "三分公司")
#: One in so many is passed on late, promises nothing, has no customer, is not visited.
_LATE, _UNPROMISED, _UNNAMED, _UNVISITED = 16, 12, 25, 11
#: A reply is promised within so many minutes; claims are called back sooner, and the last few
#: are still open.
_PROMISED: Final = 240
_STILL_OPEN: Final = 3
_ORDER_COLUMNS: Final = (
    "order_id", "employee_id", "kind", "urgency", "opened_at", "promised_at", "customer",
)  # fmt: skip
_STEP_COLUMNS: Final = ("order_id", "at", "step", "employee_id", "to")


def insurance_slips(
    chance: random.Random, people: Sequence[Person], days: SampleDays
) -> Iterator[SampleTable]:
    """Yield the files of business slips: coordinators answer most within a workday."""
    holders = [each.employee_id for each in people if each.role == "info_coordinator"]
    orders: list[Cells] = []
    steps: list[Cells] = []
    for number in range(1, _SLIPS + 1):
        name, holder = f"S{number:03}", one_of(chance, holders)
        opened = second_at(one_of(chance, days.workdays[:-2]), chance.randrange(540, 900))
        minutes = chance.randrange(30, 100) if happens(chance, 900) else chance.randrange(700, 900)
        kind = "complaint" if number % 3 else "problem"
        orders.append(_order(number, name, holder, kind, opened))
        steps.extend(_slip_steps(number, name, holder, opened, minutes))
    for number, opened, visited in _claims(chance, days):
        name, holder = f"V{number:03}", one_of(chance, holders)
        orders.append(_order(number, name, holder, "claim", opened))
        steps.extend(_claim_steps(number, name, holder, opened, visited))
    yield SampleTable(name="work_orders", columns=_ORDER_COLUMNS, rows=tuple(orders))
    yield SampleTable(name="work_order_steps", columns=_STEP_COLUMNS, rows=tuple(steps))


def _order(number: int, name: str, holder: str, kind: str, opened: int) -> Cells:
    promised = written(opened + _PROMISED * _MINUTE) if number % _UNPROMISED else ""
    customer = f"{name}-1390000{number:04}" if number % _UNNAMED else ""
    return name, holder, kind, "normal", written(opened), promised, customer


def _slip_steps(number: int, name: str, holder: str, opened: int, minutes: int) -> Iterator[Cells]:
    passed = 33 if number % _LATE == 0 else 4 + number % 20
    branch = _BRANCHES[number % len(_BRANCHES)]
    replied = opened + minutes * _MINUTE
    yield name, written(opened + passed * _MINUTE), "assigned", holder, branch
    yield name, written(max(replied, opened + (passed + 5) * _MINUTE)), "replied", holder, ""
    closed = replied + 30 * _MINUTE
    yield name, written(closed), "closed", holder, ""
    if number % _UNVISITED:
        yield name, written(closed + _DAY), "visited", "", ""


def _claim_steps(
    number: int, name: str, holder: str, opened: int, visited: int
) -> Iterator[Cells]:
    yield name, written(opened + (20 + number % 90) * _MINUTE), "called_back", holder, ""
    yield name, written(visited), "visited", "", ""
    if number <= _CLAIMS - _STILL_OPEN:
        yield name, written(visited + 120 * _MINUTE), "closed", holder, ""


def _claims(chance: random.Random, days: SampleDays) -> Iterator[tuple[int, int, int]]:
    """Yield claims: number, when it was reported, when the customer was visited.

    One in fifty is visited late.
    """
    for number in range(1, _CLAIMS + 1):
        opened = second_at(one_of(chance, days.workdays[:-8]), chance.randrange(540, 960))
        late = 7 if happens(chance, 20) else 1
        yield number, opened, opened + late * _DAY
