"""The course of each order: what its steps come to, and which closings close nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.casework.order_kinds import ORDER_COURSE, ORDER_STEP, WORK_ORDER
from ccops.facts import reference_span
from ccops.frozen import frozen
from ccops.kpi import Records
from ccops.kpi.told_cells import is_told
from ccops.messages import Diagnostic, Severity
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.casework.order_rules import OrderRule

_REPLIES: Final = frozenset({"replied", "called_back"})
_NEVER: Final = Missing.NO_RECORDS
#: What follows from the steps of an order, where no steps were handed in.
_UNTOLD: Final[Mapping[str, Missing]] = dict.fromkeys(
    (
        "state", "holder", "assign_time", "reply_time", "close_time", "returns", "reopenings",
        "closings_refused", "visited", "closed_ms", "settled",
    ),
    Missing.NOT_MEASURED,
)  # fmt: skip
#: Something doubtful about a step, and the day of the step.
StepFinding = tuple[dt.date, Diagnostic]
_SENT_BACK: Final = frozenset({"returned", "rejected"})


@frozen(kw_only=True)
class OrderStep:
    """One step of an order, in ms of UTC."""

    at_ms: int
    step: str
    to: str | Missing
    has_reason: bool
    has_proof: bool
    day: dt.date
    reference: str


@frozen(kw_only=True)
class Order:
    """One order with its steps in order of time; those that close nothing are left out.

    ``refused`` are the closings that lacked their proof.
    """

    cells: Mapping[str, Any]
    steps: tuple[OrderStep, ...]
    refused: tuple[OrderStep, ...] = ()

    @property
    def opened_ms(self) -> int:
        """When it was opened."""
        return int(self.cells["opened_ms"])

    def holder_at(self, instant: int) -> str | Missing:
        """Return who had it at an instant: where it was last passed to."""
        assigned = (x for x in self.steps if x.step == "assigned" and x.at_ms <= instant)
        held = [each.to for each in assigned]
        return held[-1] if held else _NEVER

    def until(self, instant: int) -> Order:
        """Return the order as it stood at an instant."""
        return attrs.evolve(
            self,
            steps=tuple(each for each in self.steps if each.at_ms <= instant),
            refused=tuple(each for each in self.refused if each.at_ms <= instant),
        )

    def state(self) -> tuple[str, int | Missing]:
        """Return how it stands, and since when it is settled, where it is."""
        state: str = "open"
        since: int | Missing = _NEVER
        for each in self.steps:
            match each.step:
                case "closed" | "rejected":
                    state, since = each.step, each.at_ms
                case "reopened":
                    state, since = "open", _NEVER
        return state, since

    def count(self, step: str) -> int:
        """Return how often a step was taken."""
        return sum(each.step == step for each in self.steps)

    def first(self, steps: Iterable[str]) -> int | Missing:
        """Return how long it took until one of some steps was first taken."""
        wanted = frozenset(steps)
        taken = (each.at_ms - self.opened_ms for each in self.steps if each.step in wanted)
        return next(taken, _NEVER)


def orders_of(
    records: Mapping[str, Records], rules: Sequence[OrderRule]
) -> tuple[tuple[Order, ...], tuple[StepFinding, ...]]:
    """Return the orders with their steps, and what is doubtful about these.

    A step of no order (``order-step-stranger``), one before the order was opened
    (``order-step-early``), a closing without proof (``order-closed-without-proof``) and a
    sending back without a reason (``order-back-without-reason``) are told; the first two
    change nothing, nor does the third.
    """
    opened = records.get(WORK_ORDER.name)
    if opened is None:
        return (), ()
    by_id = {str(cells["order_id"]): cells for cells in _cells(opened)}
    steps: dict[str, list[OrderStep]] = {name: [] for name in by_id}
    findings: list[StepFinding] = []
    for name, step in _steps(records.get(ORDER_STEP.name)):
        if name not in by_id:
            findings.append(_step_finding("order-step-stranger", name, step))
        elif step.at_ms < by_id[name]["opened_ms"]:
            findings.append(_step_finding("order-step-early", name, step))
        else:
            steps[name].append(step)
    made = tuple(_order(by_id[name], listed, rules, findings) for name, listed in steps.items())
    return made, tuple(findings)


def _order(
    cells: Mapping[str, Any],
    steps: Sequence[OrderStep],
    rules: Sequence[OrderRule],
    findings: list[StepFinding],
) -> Order:
    own = [each for each in rules if each.holds_of(cells["kind"])]
    name = str(cells["order_id"])
    needs_proof, needs_reason = any(x.proof for x in own), any(x.reason for x in own)
    kept: list[OrderStep] = []
    refused: list[OrderStep] = []
    for each in sorted(steps, key=lambda step: step.at_ms):
        is_refused = needs_proof and each.step == "closed" and not each.has_proof
        (refused if is_refused else kept).append(each)
        if is_refused:
            findings.append(_step_finding("order-closed-without-proof", name, each))
        if needs_reason and each.step in _SENT_BACK and not each.has_reason:
            findings.append(_step_finding("order-back-without-reason", name, each))
    return Order(cells=cells, steps=tuple(kept), refused=tuple(refused))


def course_records(orders: Iterable[Order], *, tells_steps: bool = True) -> Records:
    """Return what became of orders, as far as their steps go; of no steps at all nobody knows."""
    rows = ({**_opened(x), **(_of_steps(x) if tells_steps else _UNTOLD)} for x in orders)
    names = ORDER_COURSE.names
    return Records.of_rows(ORDER_COURSE, (tuple(row[name] for name in names) for row in rows))


def _opened(order: Order) -> dict[str, Any]:
    cells = order.cells
    told = {"customer_ref": "registered", "promised_ms": "promised"}
    return {**cells, **{flag: is_told(cells[name]) for name, flag in told.items()}}


def _of_steps(order: Order) -> dict[str, Any]:
    state, since = order.state()
    closed = since if state != "open" else _NEVER
    last = order.steps[-1].at_ms if order.steps else order.opened_ms
    return {
        "state": state,
        "holder": order.holder_at(last),
        "assign_time": order.first(("assigned",)),
        "reply_time": order.first(_REPLIES),
        "close_time": closed if isinstance(closed, Missing) else closed - order.opened_ms,
        "returns": order.count("returned"),
        "reopenings": order.count("reopened"),
        "closings_refused": len(order.refused),
        "visited": order.count("visited") > 0,
        "closed_ms": closed,
        "settled": is_told(closed),
    }


def _cells(records: Records) -> Iterator[Mapping[str, Any]]:
    return (records.row(number) for number in range(len(records)))


def _steps(records: Records | None) -> Iterator[tuple[str, OrderStep]]:
    for cells in _cells(records) if records is not None else ():
        yield (
            str(cells["order_id"]),
            OrderStep(
                at_ms=cells["at_ms"],
                step=cells["step"],
                to=cells["passed_to"],
                has_reason=not isinstance(cells["reason"], Missing),
                has_proof=cells["proof"],
                day=dt.date.fromordinal(cells["day"]),
                reference=str(cells["source_ref"]),
            ),
        )


def _step_finding(code: str, order: str, step: OrderStep) -> StepFinding:
    told = Diagnostic(
        code=code,
        severity=Severity.WARNING,
        span=reference_span(step.reference),
        args={"id": order, "step": step.step, "day": step.day},
    )
    return step.day, told
