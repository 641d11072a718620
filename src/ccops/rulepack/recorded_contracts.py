"""Recorded contracts: some visits under the service levels of a pack and under every preset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.contacts import QUEUE_VISIT, contract_table, preset_contracts, read_thresholds
from ccops.kpi import Records
from ccops.rulepack.recorded import recorded_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ccops.contacts import ContractTable
    from ccops.rulepack.pack import Pack


def contracts_over(
    pack: Pack, records: Mapping[str, Records], *, by: Sequence[str], within: Iterable[str]
) -> ContractTable:
    """Return the visits of records under the contracts of a pack, and under every preset.

    The contracts are those of the periods in which the visits lie. Raises ``DataError`` where
    nothing says a threshold or one is none, and for a group that no table of contracts has.
    """
    visits = records.get(QUEUE_VISIT.name) or Records.of_rows(QUEUE_VISIT, ())
    listed = (
        each
        for label in recorded_labels(pack, (visits,))
        for each in pack.rules_of(label).section("contracts")
    )
    own = tuple(dict.fromkeys(listed))
    limits = read_thresholds(within, own)
    return contract_table(visits, (*own, *preset_contracts(limits)), by=by)
