"""Checks of a whole pack: under its readings, under each other one, and where constants change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import Diagnostic, Severity, Span
from ccops.organization import check_roles
from ccops.rulepack.accepting import UNUSED, AcceptCheck
from ccops.rulepack.assembling import calendars_of, unsourced
from ccops.rulepack.head_checks import check_head, is_usual_day
from ccops.rulepack.nodes import ListNode, MapNode, Node, ScalarNode
from ccops.rulepack.pack import Pack, first_label
from ccops.values.periods import next_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: With so many findings a pack is not checked under other readings and in later periods too.
_ENOUGH: Final = 200
#: In how many periods a pack is checked because a constant changes in them.
MOST_PERIODS: Final = 48
#: How many rules are checked under other readings, counted once for each reading.
MOST_RULES_READ: Final = 200_000
_Identity = tuple[str, Span | None]
_NAME: Final = re.compile(r"\w+")
#: Keys whose values are words for people, and sections that only tell about the rules.
_WORDS_FOR_PEOPLE: Final = frozenset(
    {"label", "asks", "says", "because", "source", "accept", "choices", "cases", "defaults"}
)


def check_whole(pack: Pack, told: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a pack as it is taken, under other readings, and later on.

    ``told`` are the findings there are already. One that only another reading has says so in
    ``under``, one that only a later period has in ``within``; each is told once.
    """
    told = list(told)
    head = list(check_head(pack.rules.pack))
    if head:
        return (*head, *unsourced(pack.rules))
    unused = tuple(_unused(pack))
    accepts = AcceptCheck(frozenset(rule for rule, _ in unused))
    found = [*_taken(pack, accepts), *(finding for _, finding in unused)]
    if len(told) + len(found) < _ENOUGH:
        known = frozenset(map(_identity, (*told, *found)))
        later = _once(_later_periods(pack), known)
        known |= frozenset(map(_identity, later))
        found = [*found, *later, *_once(_other_readings(pack, accepts), known)]
    return tuple(found)


def _taken(pack: Pack, accepts: AcceptCheck) -> Iterator[Diagnostic]:
    """Yield what is wrong with a pack under the readings it has."""
    yield from calendars_of(pack.rules)[1]
    yield from unsourced(pack.rules)
    yield from pack.rules.left_out.unexplained(check_roles(pack.rules.section("roles")))
    assembly = pack.check_assembly()
    yield from assembly.diagnostics
    yield from accepts.findings(pack, assembly)


def _other_readings(pack: Pack, accepts: AcceptCheck) -> Iterator[tuple[str, str, Diagnostic]]:
    """Yield the findings under every other reading of one choice, all others as taken."""
    others = [
        (name, reading)
        for name, choice in pack.choices.items()
        for reading in choice.readings
        if reading != pack.readings[name]
    ]
    rules = sum(map(len, pack.rules.sections.values()))
    most = MOST_RULES_READ // max(rules, 1)
    for name, reading in others[:most]:
        other, problems = pack.reread({name: reading})
        for each in (*problems, *(_taken(other, accepts) if other else ())):
            yield "under", f"{name}={reading}", each
    if len(others) > most:
        name, reading = others[most]
        told = {"from": f"{name}={reading}", "count": len(others) - most}
        span = pack.choices[name].origin.span
        yield (
            "under",
            f"{name}={reading}",
            Diagnostic(
                code="readings-not-checked", severity=Severity.WARNING, span=span, args=told
            ),
        )


def _later_periods(pack: Pack) -> Iterator[tuple[str, str, Diagnostic]]:
    """Yield the findings of the periods in which a constant changes, and of those after them."""
    changes = {
        since
        for rule in pack.rules.section("parameters")
        for since, _ in rule.values
        if since > pack.rules.pack.effective and is_usual_day(since)
    }
    first = first_label(pack)
    default = pack.rules.pack.default_calendar.value
    calendar = next(each for each in pack.calendars if each.id == default)
    around = {calendar.label_of(day) for day in changes}
    labels = sorted(label for label in around | set(map(next_label, around)) if label > first)
    for label in labels[:MOST_PERIODS]:
        for each in pack.check_assembly(label).diagnostics:
            yield "within", label, each
    if len(labels) > MOST_PERIODS:
        told = {"from": labels[MOST_PERIODS]}
        severity = Severity.WARNING
        yield (
            "within",
            labels[MOST_PERIODS],
            Diagnostic(code="periods-not-checked", severity=severity, args=told),
        )


def _once(
    found: Iterable[tuple[str, str, Diagnostic]], known: frozenset[_Identity]
) -> tuple[Diagnostic, ...]:
    """Return the findings not known yet, each once, with every reading or period that has it."""
    first: dict[_Identity, tuple[str, Diagnostic]] = {}
    where: dict[_Identity, dict[str, None]] = {}
    for key, value, each in found:
        identity = _identity(each)
        if identity not in known:
            first.setdefault(identity, (key, each))
            where.setdefault(identity, {})[value] = None
    return tuple(
        attrs.evolve(each, args={**each.args, key: ", ".join(where[identity])})
        for identity, (key, each) in first.items()
    )


def _identity(each: Diagnostic) -> _Identity:
    return each.code, each.span


def _unused(pack: Pack) -> Iterator[tuple[tuple[str, str], Diagnostic]]:
    """Yield a warning for each fact, parameter, figure and rank that nothing in the pack names."""
    read = frozenset(_words_of(pack.source_document))
    lines = {line.figure for policy in pack.rules.policies for line in policy.lines()}
    for section in ("facts", "parameters", "figures", "ranks"):
        for name, rule in pack.rules.by_name(section).items():
            parts = {name, f"{name}_size", f"{name}_tied"}
            if not parts & read and name not in lines:
                yield (
                    (section, name),
                    Diagnostic(
                        code=UNUSED,
                        severity=Severity.WARNING,
                        span=rule.origin.span,
                        args={"name": name},
                    ),
                )


def _words_of(document: MapNode) -> Iterator[str]:
    """Yield every word of a document that may name something, under any reading."""
    waiting: list[Node] = [document]
    while waiting:
        node = waiting.pop()
        match node:
            case ScalarNode():
                yield from _NAME.findall(node.text)
            case ListNode():
                waiting.extend(node.items)
            case MapNode():
                waiting.extend(
                    value for key, value in node.entries if key.text not in _WORDS_FOR_PEOPLE
                )
