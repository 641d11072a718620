"""The indicators of the bundled packs: formula, unit, direction, groups, source."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import ccops
from ccops.center import find_plugins

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.contacts import ServiceLevelContract
    from ccops.kpi import IndicatorRule

_MEASURES: Final = ("total", "count", "mean", "maximum", "minimum")


def packs() -> tuple[ccops.Pack, ...]:
    """Return the bundled packs that have indicators."""
    loaded = (ccops.load_pack(name) for name in sorted(find_plugins(()).catalog.packs))
    return tuple(each for each in loaded if each.rules.section("indicators"))


def render(language: str) -> str:
    """Return the indicators of every pack as Markdown."""
    return "\n".join(line for pack in packs() for line in _pack(pack))


def _pack(pack: ccops.Pack) -> Iterator[str]:
    units = {each.name: each.type.unit.value for each in pack.check_assembly().indicators}
    yield from (f"## {pack.id}", "")
    for parent in pack.places[1:]:
        yield from (f"Beside those of `{parent.name}`:", "")
    yield "| id | 中文 | English | over | measured as | unit | better | by | source |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for rule in pack.rules.section("indicators"):
        if rule.origin.span is None or Path(rule.origin.span.file).parent.name != pack.id:
            continue  # told at the pack it comes from
        groups = ", ".join(each.value for each in rule.by)
        cells = (
            f"`{rule.name}`", rule.label.zh, rule.label.en, rule.over.value.replace("_", " "),
            formula(rule), units[rule.name], rule.better.value, groups, rule.origin.source,
        )  # fmt: skip
        yield f"| {' | '.join(cells)} |"
    yield ""
    contracts = pack.rules.section("contracts")
    if contracts:
        yield from ("Contracts of service level, as the pack takes them:", "")
        yield from (
            "| id | base | within | short abandon | bucket | source |",
            "|---|---|---|---|---|---|",
        )
        yield from map(_contract, contracts)
        yield ""


def formula(rule: IndicatorRule) -> str:
    """Return how an indicator is measured, in words and formulas of the pack."""
    where = f", where `{rule.where}`" if rule.where else ""
    if rule.ratio is not None:
        return f"`{rule.ratio.of}` over `{rule.ratio.over}`{where}"
    if rule.share_total is not None:
        return f"sum of `{rule.share_total.of}` over `{rule.share_total.over}` of each row{where}"
    if rule.percentile is not None:
        return f"percentile {rule.percentile.at.number} of `{rule.percentile.of}`{where}"
    if rule.contract is not None:
        return f"contract `{rule.contract}`{where}"
    kind = next(each for each in _MEASURES if getattr(rule, each) is not None)
    return f"{kind} of `{getattr(rule, kind)}`{where}"


def _contract(rule: ServiceLevelContract) -> str:
    sign = "≤" if rule.inclusive else "<"
    within = f"{sign} {rule.threshold.number / 1000} s"
    short = "-"
    if rule.short_abandon is not None:
        short = f"{'≤' if rule.short_inclusive else '<'} {rule.short_abandon.number / 1000} s"
    cells = (
        f"`{rule.name}`", rule.base.value, within, short, rule.bucket_by.value, rule.origin.source
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"
