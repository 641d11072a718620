"""The indicators of a pack as the periods define them to which some days belong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from ccops.contacts import KeptLevel, QueueOwner
from ccops.errors import UnknownNameError
from ccops.kpi import Indicator, RecordKind, Records
from ccops.kpi.record_columns import DATE, column
from ccops.messages import nearest
from ccops.rulepack.recorded import recorded_indicators, recorded_labels

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator

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


@attrs.frozen
class AskedOfDays:
    """Indicators by the kind of their records, and those of them that are kept as waits."""

    by_kind: Mapping[str, Sequence[Indicator]]
    levels: tuple[KeptLevel, ...]


def indicators_of_days(
    pack: Pack, kinds: Collection[str], days: Iterable[dt.date], asked: Asked
) -> AskedOfDays:
    """Return the indicators over some kinds of records that may be asked by some groups.

    Service levels are such that states of them answer any threshold. With a ``contract``, those
    of all other contracts are left out. Raises ``UnknownNameError`` where there is none,
    ``DataError`` where two of the days' periods define one of them differently.
    """
    rules, by, contract = pack.rules.section("indicators"), asked.by, asked.contract
    contracts = {each.contract.value for each in rules if each.contract}
    if contract and contract not in contracts:
        raise UnknownNameError("service level contract", contract, nearest(contract, contracts))

    def is_asked(each: Indicator) -> bool:
        other = bool(contract and each.contract) and each.contract != contract
        return not other and each.over in kinds and set(by) <= set(each.columns)

    lying = Records.of_rows(_DAYS, [(each.toordinal(),) for each in days])
    listed = recorded_indicators(pack, [lying], is_asked)
    if not listed:
        known = {str(group) for each in rules for group in each.by}
        raise UnknownNameError("indicator by", ", ".join(by), ", ".join(sorted(known)))
    levels = {each.indicator.name: each for each in _levels(pack, lying, listed)}
    found: dict[str, list[Indicator]] = {}
    for each in listed:
        level = levels.get(each.name)
        found.setdefault(each.over, []).append(each if level is None else level.kept)
    return AskedOfDays(found, tuple(levels.values()))


def _levels(pack: Pack, days: Records, indicators: Iterable[Indicator]) -> Iterator[KeptLevel]:
    """Yield the service levels among indicators, under the contracts of the first of the days."""
    label = next(recorded_labels(pack, [days]))
    contracts = pack.check_assembly(label).rules.by_name("contracts")
    for each in indicators:
        if each.contract:
            kind = pack.catalog.record_kinds[each.over]
            level = KeptLevel.of(each, contracts[each.contract], kind)
            if level is not None:
                yield level
