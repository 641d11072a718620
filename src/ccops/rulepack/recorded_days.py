"""The indicators of a pack as the periods define them to which some days belong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.contacts import QueueOwner
from ccops.errors import UnknownNameError
from ccops.kpi import RecordKind, Records
from ccops.kpi.record_columns import DATE, column
from ccops.messages import nearest
from ccops.rulepack.recorded import recorded_indicators

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable

    from ccops.kpi import Indicator
    from ccops.rulepack.pack import Pack

#: Days, as records of nothing else.
_DAYS: Final = RecordKind(
    name="day", day="day", reference="day", columns=(column("day", DATE, "日", "day"),)
)


@attrs.frozen
class Asked:
    """What of a pack is asked: indicators by some groups, under one ``contract`` or all.

    ``owners`` answer for queues, where the pack credits them.
    """

    by: tuple[str, ...] = ()
    contract: str = ""
    owners: tuple[QueueOwner, ...] = ()


def indicators_of_days(
    pack: Pack, kinds: Collection[str], days: Iterable[dt.date], asked: Asked
) -> dict[str, list[Indicator]]:
    """Return the indicators over some kinds of records that may be asked by some groups.

    With a ``contract``, the service levels of all other contracts are left out. Raises
    ``UnknownNameError`` where there is none, ``DataError`` where two of the days' periods define
    one of them differently.
    """
    rules, by, contract = pack.rules.section("indicators"), asked.by, asked.contract
    contracts = {each.contract.value for each in rules if each.contract}
    if contract and contract not in contracts:
        raise UnknownNameError("service level contract", contract, nearest(contract, contracts))

    def is_asked(each: Indicator) -> bool:
        other = bool(contract and each.contract) and each.contract != contract
        return not other and each.over in kinds and set(by) <= set(each.columns)

    lying = Records.of_rows(_DAYS, [(each.toordinal(),) for each in days])
    found: dict[str, list[Indicator]] = {}
    for each in recorded_indicators(pack, [lying], is_asked):
        found.setdefault(each.over, []).append(each)
    if not found:
        known = {str(group) for each in rules for group in each.by}
        raise UnknownNameError("indicator by", ", ".join(by), ", ".join(sorted(known)))
    return found
