"""Describing: what rule classes say of themselves and their fields, for people and editors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ccops.messages import Locale, has_message, message
from ccops.plan import PeriodRule
from ccops.rulepack.reading.accepts import Accept
from ccops.rulepack.reading.in_force import FROM, PERIOD_RULE, UNTIL
from ccops.rules import FieldSpec, Shape, pack_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: What every rule may say beside the fields of its class, in the order it is listed.
RULE_FIELDS: Final[Mapping[str, FieldSpec]] = {
    "source": FieldSpec(
        shape=Shape.TEXT, zh="手册出处,或 assumed", en="the clause of the manual, or assumed"
    ),
    "because": FieldSpec(shape=Shape.LABEL, zh="理由", en="why it is assumed or overridden"),
    "carries": FieldSpec(
        shape=Shape.TEXT,
        zh="另外承载的条款,逗号分隔;出处为 assumed 时,指手册只列其名的条款",
        en="further clauses this carries, by commas; of what is assumed, those that name it",
    ),
    "override": FieldSpec(
        shape=Shape.FLAG, zh="替换上级规则包的同名规则", en="replaces the rule of the parent pack"
    ),
    "final": FieldSpec(
        shape=Shape.FLAG,
        zh="下级规则包不得替换",
        en="no pack that extends this may replace it",
    ),
    "was": FieldSpec(shape=Shape.TEXT, zh="原编号", en="the id it had before"),
    "accept": FieldSpec(
        shape=Shape.MANY, of=Accept, zh="已接受的提示", en="findings that may stand"
    ),
    FROM: FieldSpec(shape=Shape.DATE, zh="生效日", en="the first day on which the rule holds"),
    UNTIL: FieldSpec(shape=Shape.DATE, zh="截止日", en="the last day on which the rule holds"),
    PERIOD_RULE: FieldSpec(
        shape=Shape.WORD,
        of=(PeriodRule.START, PeriodRule.END),  # only a parameter can be split
        zh="期内变更",
        en="which day decides for a period in which the rule begins or ends: start or end",
    ),
}
_RULES: Final = (Shape.ONE, Shape.MANY, Shape.BY_NAME)


def about(rule: type[Any]) -> str:
    """Return the first paragraph of a class, as Markdown. Raises ``ValueError`` without one."""
    text = (rule.__doc__ or "").split("\n\n", maxsplit=1)[0]
    if not text:
        raise ValueError(f"{rule.__name__} says nothing about itself")
    return " ".join(text.split()).replace("``", "`")


def words_of(rule: type[Any]) -> str:
    """Return the name of a class as words: ``UnrankedRule`` is *unranked*."""
    name = rule.__name__.removesuffix("Rule").removesuffix("Policy")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def inner_rules(rules: Iterable[type[Any]]) -> tuple[type[Any], ...]:
    """Return the classes that stand inside others, each once, in the order they are met."""
    found: dict[type[Any], None] = {}
    waiting = list(rules)
    while waiting:
        for _, spec in pack_fields(waiting.pop(0)).values():
            if spec.shape in _RULES and spec.of not in found:
                found[spec.of] = None
                waiting.append(spec.of)
    return tuple(found)


def section_words(section: str, locale: Locale) -> str:
    """Return what people call a section; its key where a plugin brings it without words."""
    key = f"section-{section}"
    return message(key, {}, locale=locale) if has_message(key) else section
