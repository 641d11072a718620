"""What a month costs under each policy of attribution, and who moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.contacts import CREDITED_SEGMENT, Attribution, credit_anew, credited_records
from ccops.messages import Label
from ccops.settlement.revised.reading_costs import ReadingCosts, costs_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.kpi import Records
    from ccops.settlement.whole.month import Month

_ASKS: Final = Label(
    zh="一次联络由几人受理，算给谁", en="whose a contact is that several people handled"
)


def attribution_costs(
    month: Month,
    records: Mapping[str, Records],
    *,
    taken: Attribution | None,
    given: Mapping[str, Mapping[str, object]] | None = None,
) -> ReadingCosts:
    """Return what a month comes to under each policy; differences are against the one ``taken``.

    The month is measured and settled once a policy, with nothing else changed. Raises what
    measuring and settling raise.
    """
    credited = credited_records(records)
    settled = {}
    for policy in Attribution:
        kinds = dict(records)
        if len(credited):
            kinds[CREDITED_SEGMENT.name] = credit_anew(credited, policy)
        facts = month.measure(kinds)
        settled[policy.value] = month.settle(facts.joined(given) if given else facts)
    return costs_of("attribution", _ASKS, settled, taken="" if taken is None else taken.value)
