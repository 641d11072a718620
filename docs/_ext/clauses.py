"""The clauses of the operating manuals: which rules of the bundled packs carry each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from languages import heads, pick

import ccops
from ccops.center import find_plugins
from ccops.rulepack.clauses import pack_clauses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.rulepack.clauses import ClauseRule

_PART: Final = re.compile(r"S\d-\d\d")
_SHOWN: Final = 3  # rules of a clause in one pack; the command line lists them all


def render(language: str) -> str:
    """Return what carries each clause of a manual, as Markdown."""
    return "\n".join(_lines(language))


def _lines(language: str) -> Iterator[str]:
    carried: dict[str, list[tuple[str, tuple[ClauseRule, ...], bool]]] = {}
    for name in sorted(find_plugins(()).catalog.packs):
        for clause in pack_clauses(ccops.load_pack(name)):
            if _PART.fullmatch(clause.name):
                found = (name, clause.rules, clause.is_filled)
                carried.setdefault(clause.name, []).append(found)
    yield from heads(language, en="clause | pack | rules |", zh="条款 | 规则包 | 规则 |")
    named = pick(
        language, en="named by the manual, the rest assumed", zh="手册只列其名，其余为假定"
    )
    for clause_name, packs in sorted(carried.items()):
        for pack, rules, is_filled in packs:
            shown = pick(language, en=", ", zh="、").join(map(_rule, rules[:_SHOWN]))
            rest = len(rules) - _SHOWN
            more = pick(language, en=f" and {rest} more", zh=f" 等，另有 {rest} 条")
            assumed = named if is_filled else ""
            yield f"| {clause_name} | `{pack}` | {shown}{more if rest > 0 else ''} | {assumed} |"


def _rule(rule: ClauseRule) -> str:
    file = rule.place.file.partition("/")[2]
    return f"`{rule.name}` (`{file}:{rule.place.line}`)"
