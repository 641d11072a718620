"""Reconciling: pay and invoices of a month rest on the same values of the same indicators.

Each indicator that decides somebody's pay and a client's invoice is measured once more from the
records, by person and project at the same time. What pay read of each person is then the sum over
his projects, and what an invoice read of each project the sum over its people: one table, added up
both ways, beside the values that were used.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any

import attrs

from ccops.facts import GroupKind
from ccops.frozen import frozen
from ccops.kpi import measure_states
from ccops.messages import Label
from ccops.plan import facts_behind
from ccops.settlement.measured.group_measuring import placing_in
from ccops.settlement.measured.measuring import calendar_of
from ccops.settlement.measured.placing import PeopleByDay
from ccops.values import Cell, Missing, NotApplicable, PublicValue, Unit, decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.kpi import Indicator, Measured, Records
    from ccops.settlement.measured.placing import Placing
    from ccops.settlement.settled.settlement import Settlement
    from ccops.settlement.whole.month import Month

_PERSON = "person"


class Verdict(enum.Enum):
    """How pay and invoices of a month stand to each other.

    ``NOTHING``: no indicator decides both. ``UNSEEN``: nothing differs, but the records of some
    are not at hand, so that it is not known whether they agree.
    """

    EVEN = "even"
    UNEVEN = "uneven"
    UNSEEN = "unseen"
    NOTHING = "nothing"


@frozen(kw_only=True)
class Reconciled:
    """One value that was used, of an employee for pay or of a project for an invoice.

    ``measured`` is the same value as the records say it now.
    """

    indicator: str
    label: Label
    unit: Unit
    kind: str
    subject: str
    used: PublicValue | Missing
    measured: PublicValue | Missing

    @property
    def agrees(self) -> bool:
        """Whether both are the same, exactly; what is unknown on both sides does not differ."""
        if isinstance(self.used, Missing) and isinstance(self.measured, Missing):
            return True
        return bool(self.used == self.measured)


@frozen(kw_only=True)
class Reconciliation:
    """What pay and invoices of a month share, value by value.

    ``indicators`` decide both; ``unseen`` are those of them whose records were not at hand, so
    that nothing can be said of them. ``pack`` is the digest of the one pack that defines them for
    both, ``settlement`` that of the settlement.
    """

    period: str
    pack: str
    settlement: str
    indicators: tuple[str, ...]
    unseen: tuple[str, ...]
    rows: tuple[Reconciled, ...]

    @property
    def differing(self) -> tuple[Reconciled, ...]:
        """The values that are not what the records say."""
        return tuple(each for each in self.rows if not each.agrees)

    @property
    def verdict(self) -> Verdict:
        """What comes of it."""
        if not self.indicators:
            return Verdict.NOTHING
        if self.differing:
            return Verdict.UNEVEN
        return Verdict.UNSEEN if self.unseen else Verdict.EVEN

    @property
    def is_even(self) -> bool:
        """Whether everything shared could be seen, and agrees; also where nothing is shared."""
        return self.verdict in (Verdict.EVEN, Verdict.NOTHING)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        from ccops.projects import plain_shown

        return {
            "schema": "ccops.reconciliation/1",
            "period": self.period,
            "pack_digest": self.pack,
            "settlement_digest": self.settlement,
            "indicators": list(self.indicators),
            "unseen": list(self.unseen),
            "even": self.is_even,
            "verdict": self.verdict.value,
            "rows": [
                {
                    "indicator": each.indicator,
                    "kind": each.kind,
                    "subject": each.subject,
                    "used": plain_shown(each.used),
                    "measured": plain_shown(each.measured),
                    "agrees": each.agrees,
                }
                for each in self.rows
            ],
        }


def reconciled(
    month: Month, settlement: Settlement, records: Mapping[str, Records]
) -> Reconciliation:
    """Return what pay and invoices of a settled month share, held against its records."""
    shared = shared_indicators(settlement)
    counted = month.counted_records(records)
    seen = [each for each in shared if each.over in counted]
    people = PeopleByDay.of(month.employees, month.assignments)
    placing = placing_in(GroupKind.PROJECT, people, month.rules)
    rows: list[Reconciled] = []
    if placing is not None:
        for each in seen:
            inside = counted[each.over].within(
                month.rules.period.days(calendar_of(each, month.rules))
            )
            rows.extend(_rows(each, _by_both(inside, each, placing), settlement))
    return Reconciliation(
        period=settlement.period,
        pack=settlement.rules.identity.digest,
        settlement=settlement.digest,
        indicators=tuple(each.name for each in shared),
        unseen=tuple(each.name for each in shared if each.over not in counted),
        rows=tuple(rows),
    )


def shared_indicators(settlement: Settlement) -> tuple[Indicator, ...]:
    """Return the indicators that decide both a pay line and an invoice, in their order."""
    rules = settlement.rules
    if GroupKind.PROJECT not in settlement.groups:
        return ()
    paid = facts_behind(rules.plan, (line.figure for line in rules.plan.lines))
    invoiced = facts_behind(
        rules.of(GroupKind.PROJECT).plan, (each.name for each in rules.client_contracts)
    )
    both = paid & invoiced
    return tuple(each for each in rules.indicators if each.name in both and each.subject_groups)


def _by_both(records: Records, indicator: Indicator, placing: Placing) -> Measured:
    """Return an indicator by person and project at the same time, one state a pair."""
    kind = records.kind
    columns = {"of": indicator.subject, **placing.columns(kind)}
    asked = attrs.evolve(indicator, columns=columns)
    found = measure_states(records, [asked], by=tuple(columns))
    return found.rekeyed(
        (_PERSON, GroupKind.PROJECT.value),
        lambda key: (key[0], placing.of_parts(kind, key[1:])),
    )


def _rows(indicator: Indicator, both: Measured, settlement: Settlement) -> Iterator[Reconciled]:
    sides = (
        ("employee", (_PERSON,), settlement),
        (GroupKind.PROJECT.value, (GroupKind.PROJECT.value,), settlement.of("project")),
    )
    for kind, by, own in sides:
        side = both.regrouped(by)
        cells = side.column(indicator.name, own.employees)
        for subject, cell in zip(own.employees, cells, strict=True):
            used = own.value(subject, indicator.name)
            yield Reconciled(
                indicator=indicator.name,
                label=indicator.label,
                unit=indicator.type.unit,
                kind=kind,
                subject=subject,
                used=Missing.NOT_MEASURED if isinstance(used, NotApplicable) else used,
                measured=_public(cell, indicator, settlement),
            )


def _public(
    cell: Cell | Missing, indicator: Indicator, settlement: Settlement
) -> PublicValue | Missing:
    if isinstance(cell, Missing):
        return cell
    return decode(cell, indicator.type, indicator.carrier, currency=settlement.rules.currency)
