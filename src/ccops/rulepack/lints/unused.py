"""What a pack declares and nothing in it reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ccops.facts import GROUP_POPULATIONS, FactRule
from ccops.messages import Label, Severity
from ccops.plan import FigureRule, flag_name
from ccops.rulepack.lints.jurisdiction import READ_BY_CHECKS
from ccops.rulepack.lints.lint import Found, Lint, Reach
from ccops.rulepack.text.nodes import ListNode, MapNode, Node, ScalarNode
from ccops.rulepack.word_rules import NAMING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ccops.kpi import IndicatorRule
    from ccops.plan import EligibilityRule
    from ccops.rulepack.lints.lint import Checked
    from ccops.rulepack.pack_rules import DecisionRule

_NAME: Final = re.compile(r"\w+")
#: Keys whose values are words for people, and sections that only tell about the rules.
_WORDS_FOR_PEOPLE: Final = frozenset(
    {
        "label",
        "warns",
        "asks",
        "says",
        "called",
        "because",
        "carries",
        "source",
        "accept",
        "choices",
        "answers",
        "cases",
        "defaults",
        *NAMING,
    }
)


def unread(checked: Checked) -> Iterator[Found]:
    """Yield what a pack declares and nothing in it names, under any reading.

    Of a parent's rules only facts, parameters, figures and ranks are told: those cost the child
    something to hand in or to work out. A figure of teams or of the center, and one that warns,
    is for people to look at, and nothing need read it. A pack that works out nothing is there to
    be extended.
    """
    read = READ_BY_CHECKS.union(_words_of(checked.pack.source_document))
    lines = {line.figure for policy in checked.pack.rules.policies for line in policy.lines()}
    for section in ("facts", "parameters", "figures", "ranks"):
        for name, rule in checked.pack.rules.by_name(section).items():
            parts = {name, f"{name}_size", f"{name}_tied", *getattr(rule, "names", ())}
            is_idle = read.isdisjoint(parts) and name not in lines
            if is_idle and not _is_to_look_at(rule):
                yield _found(name, rule)
    if not checked.works_out_anything:
        return
    own = f"{checked.pack.places[0].resolve().name}/"
    for section, is_read in _OTHERS.items():
        for name, rule in checked.pack.rules.by_name(section).items():
            span = rule.origin.span
            if span is not None and span.file.startswith(own) and not is_read(name, rule, read):
                yield _found(name, rule)


def _found(name: str, rule: Any) -> Found:  # noqa: ANN401 - a rule of any section
    return Found(rule.origin.span, {"name": name})


def _is_to_look_at(rule: object) -> bool:
    """Say whether something is for people: a label, a figure that warns, or one of groups."""
    if isinstance(rule, FactRule):
        return rule.label_only
    if not isinstance(rule, FigureRule):
        return False
    return rule.population.value in GROUP_POPULATIONS or rule.warns != Label()


def _is_named(name: str, _: object, read: frozenset[str]) -> bool:
    return name in read


def _is_decision_read(name: str, rule: DecisionRule, read: frozenset[str]) -> bool:
    """Say whether a decision is read, or a part of a list."""
    return name in read or not read.isdisjoint(rule.constants())


def _is_group_asked(name: str, rule: EligibilityRule, read: frozenset[str]) -> bool:
    """Say whether a group of conditions is asked as a whole, or one of its codes is read."""
    return name in read or not read.isdisjoint(flag_name(name, each.name) for each in rule.codes)


def _is_measured(name: str, rule: IndicatorRule, read: frozenset[str]) -> bool:
    """Say whether an indicator is read by a rule, or reports may ask it by some group."""
    return name in read or bool(rule.by)


#: How a rule of these sections is read. Roles, shifts and kinds of leave are named by what comes
#: in: somebody may have a role of which no rule says anything.
_OTHERS: Final[Mapping[str, Callable[[str, Any, frozenset[str]], bool]]] = {
    "populations": _is_named,
    "eligibility": _is_group_asked,
    "per_period": _is_decision_read,
    "calendars": _is_named,
    "contracts": _is_named,
    "indicators": _is_measured,
}


def label_decides(checked: Checked) -> Iterator[Found]:
    """Yield each fact that is only a label, where a rule reads it (S3-27)."""
    labels = {each.name for each in checked.pack.rules.section("facts") if each.label_only}
    if not labels:
        return
    for node in _scalars_of(checked.pack.source_document):
        for name in sorted(labels.intersection(_NAME.findall(node.text))):
            yield Found(node.span, {"name": name})


def _words_of(document: MapNode) -> list[str]:
    """Return every word of a document that may name something, under any reading."""
    return _NAME.findall("\n".join(node.text for node in _scalars_of(document)))


def _scalars_of(document: MapNode) -> Iterator[ScalarNode]:
    """Yield every text of a document that is not words for people."""
    waiting: list[Node] = [document]
    while waiting:
        node = waiting.pop()
        match node:
            case ScalarNode():
                yield node
            case ListNode():
                waiting.extend(node.items)
            case MapNode():
                waiting.extend(
                    value for key, value in node.entries if key.text not in _WORDS_FOR_PEOPLE
                )


LINTS: Final = (
    Lint(code="unused-name", finds=unread, reach=Reach.PACK),
    Lint(
        code="label-decides",
        severity=Severity.ERROR,
        finds=label_decides,
        reach=Reach.PACK,
    ),
)
