"""The indicators of the bundled packs: formula, unit, direction, groups, source."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from languages import ENGLISH, heads, pick

import ccops
from ccops.center import find_plugins
from ccops.messages import Label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.contacts import ServiceLevelContract
    from ccops.kpi import IndicatorRule

_MEASURES: Final = {
    "total": Label(en="total", zh="合计"),
    "count": Label(en="count", zh="计数"),
    "mean": Label(en="mean", zh="平均"),
    "maximum": Label(en="maximum", zh="最大"),
    "minimum": Label(en="minimum", zh="最小"),
}
_UNITS: Final = {
    "count": "计数", "duration": "时长", "money": "金额", "points": "分", "quantity": "数量",
    "ratio": "比率",
}  # fmt: skip
_BETTER: Final = {"higher": "高", "lower": "低", "neither": "不分"}
_HEADS: Final = Label(
    en="id | 中文 | English | over | measured as | unit | better | by | source",
    zh="编号 | 名称 | 记录 | 测法 | 单位 | 好的方向 | 分组 | 出处",
)
_CONTRACT_HEADS: Final = Label(
    en="id | base | within | short abandon | bucket | source",
    zh="编号 | 计法 | 多久之内 | 短放弃 | 归入时刻 | 出处",
)


def packs() -> tuple[ccops.Pack, ...]:
    """Return the bundled packs that have indicators."""
    loaded = (ccops.load_pack(name) for name in sorted(find_plugins(()).catalog.packs))
    return tuple(each for each in loaded if each.rules.section("indicators"))


def render(language: str) -> str:
    """Return the indicators of every pack as Markdown."""
    return "\n".join(line for pack in packs() for line in _pack(pack, language))


def gathered() -> str:
    """Return the English of the page whose Chinese stands in the catalog of the page."""
    rules = (rule for pack in packs() for rule in _own(pack, "indicators"))
    sources = {rule.origin.source for rule in rules}
    return "\n\n".join(sorted(sources))


def _own(pack: ccops.Pack, section: str) -> Iterator[Any]:
    """Yield the rules of a section that stand in the pack itself, not in a parent."""
    for rule in pack.rules.section(section):
        span = rule.origin.span
        if span is not None and Path(span.file).parent.name == pack.id:
            yield rule


def _pack(pack: ccops.Pack, language: str) -> Iterator[str]:
    units = {each.name: each.type.unit.value for each in pack.check_assembly().indicators}
    yield from (f"## {pick(language, en=pack.id, zh=f'`{pack.id}`')}", "")
    for parent in pack.places[1:]:
        beside = pick(
            language, en=f"Beside those of `{parent.name}`:", zh=f"在 `{parent.name}` 的指标之外："
        )
        yield from (beside, "")
    yield from heads(language, en=_HEADS.en, zh=_HEADS.zh)
    for rule in _own(pack, "indicators"):
        yield f"| {' | '.join(_cells(rule, units[rule.name], language))} |"
    yield ""
    contracts = pack.rules.section("contracts")
    if contracts:
        words = "Contracts of service level, as the pack takes them:"
        yield from (pick(language, en=words, zh="规则包所取的服务水平口径："), "")
        yield from heads(language, en=_CONTRACT_HEADS.en, zh=_CONTRACT_HEADS.zh)
        yield from map(_contract, contracts)
        yield ""


def _cells(rule: IndicatorRule, unit: str, language: str) -> tuple[str, ...]:
    """Return what the table says of an indicator; of words in packs, those of the language."""
    groups = ", ".join(each.value for each in rule.by)
    better, over = rule.better.value, rule.over.value
    names = (rule.label.zh,)
    if language == ENGLISH:
        names, over = (rule.label.zh, rule.label.en), over.replace("_", " ")
    else:
        unit, better, over = _UNITS[unit], _BETTER[better], f"`{over}`"
        groups = "、".join(f"`{each.value}`" for each in rule.by)
    measured = formula(rule, language)
    return (f"`{rule.name}`", *names, over, measured, unit, better, groups, rule.origin.source)


def formula(rule: IndicatorRule, language: str) -> str:
    """Return how an indicator is measured, in words and formulas of the pack."""
    where = ""
    if rule.where:
        where = pick(language, en=f", where `{rule.where}`", zh=f"，条件 `{rule.where}`")
    return f"{_measured(rule, language)}{where}"


def _measured(rule: IndicatorRule, language: str) -> str:
    over = pick(language, en="over", zh="/")
    if rule.ratio is not None:
        return f"`{rule.ratio.of}` {over} `{rule.ratio.over}`"
    if rule.share_total is not None:
        of, under = rule.share_total.of, rule.share_total.over
        return pick(
            language,
            en=f"sum of `{of}` over `{under}` of each row",
            zh=f"各行 `{of}` / `{under}` 之和",
        )
    if rule.percentile is not None:
        at, of = rule.percentile.at.number, rule.percentile.of
        return pick(language, en=f"percentile {at} of `{of}`", zh=f"`{of}` 的 {at} 分位")
    if rule.contract is not None:
        return pick(language, en=f"contract `{rule.contract}`", zh=f"口径 `{rule.contract}`")
    kind = next(each for each in _MEASURES if getattr(rule, each) is not None)
    words, of = _MEASURES[kind], getattr(rule, kind)
    return pick(language, en=f"{words.en} of `{of}`", zh=f"`{of}` 的{words.zh}")


def _contract(rule: ServiceLevelContract) -> str:
    sign = "≤" if rule.inclusive else "<"
    within = f"{sign} {rule.threshold.number / 1000} s"
    short = "-"
    if rule.short_abandon is not None:
        short = f"{'≤' if rule.short_inclusive else '<'} {rule.short_abandon.number / 1000} s"
    cells = (
        f"`{rule.name}`", f"`{rule.base.value}`", within, short,
        f"`{rule.bucket_by.value}`", rule.origin.source,
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"
