"""One month under all contracts and presets, as ``ccops kpi --contracts`` shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ccops.cli.output import run_locale, wrong_value
from ccops.contacts import CONTRACT_GROUPS, seconds_of
from ccops.reports import ContractWords, contract_lines
from ccops.reports.document.words import Words
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ccops.center import Center
    from ccops.contacts import ContractResult, ContractTable, Volume
    from ccops.kpi import Records

    Named = Callable[[str, object], object]


def measured_contracts(
    center: Center,
    records: Mapping[str, Records],
    groups: Sequence[str],
    within: Sequence[str],
) -> ContractTable:
    """Return the table of contracts. Raises ``BadParameter`` for a group it cannot be asked by."""
    strange = [each for each in groups if each not in CONTRACT_GROUPS]
    if strange:
        told = {"name": ", ".join(strange), "known": ", ".join(CONTRACT_GROUPS)}
        raise wrong_value("usage-contracts-by", "--by", **told)
    return center.contracts(records, by=groups, within=within)


def print_contracts(table: ContractTable, named: Named) -> None:
    """Print a table of contracts in words."""
    for line in contract_lines(table, locale=run_locale(), named=named):
        click.echo(line)


def contracts_data(table: ContractTable, named: Named) -> dict[str, Any]:
    """Return a table of contracts as plain JSON data; levels are exact pairs."""
    words = ContractWords(Words.of(run_locale()))
    return {
        "by": list(table.by),
        "volumes": [_volume(table, each, named) for each in table.volumes],
        "results": [_result(table, each, named, words) for each in table.results],
    }


def _volume(table: ContractTable, volume: Volume, named: Named) -> dict[str, Any]:
    return {
        "group": _group(table, volume.group, named),
        "offered": volume.offered,
        "outcomes": dict(volume.outcomes),
    }


def _result(
    table: ContractTable, result: ContractResult, named: Named, words: ContractWords
) -> dict[str, Any]:
    level = result.level
    return {
        "contract": _contract(result),
        "in_words": words.terms(result.contract),
        "group": _group(table, result.group, named),
        "answered": _told(result.answered),
        "abandoned": _told(result.abandoned),
        "of": _told(result.of),
        "over": _told(result.over),
        "level": _told(level)
        if isinstance(level, Missing)
        else [level.numerator, level.denominator],
    }


def _told(count: int | Missing) -> int | dict[str, str]:
    return {"missing": count.value} if isinstance(count, Missing) else count


def _contract(result: ContractResult) -> dict[str, Any]:
    said = result.contract
    limits = {"threshold_s": said.threshold, "short_abandon_s": said.short_abandon}
    return {
        "name": said.name,
        "preset": None if said.preset is None else said.preset.value,
        "base": said.base.value,
        **{name: None if each is None else seconds_of(each) for name, each in limits.items()},
        "inclusive": said.inclusive,
        "short_inclusive": said.short_inclusive,
        "abandoned": list(map(str, said.abandoned)),
        "answered_at": said.answered_at.value,
        "bucket_by": said.bucket_by.value,
        "open_calls": said.open_calls.value,
        "source": said.origin.source,
    }


def _group(table: ContractTable, group: Sequence[object], named: Named) -> dict[str, object]:
    return {name: named(name, part) for name, part in zip(table.by, group, strict=True)}
