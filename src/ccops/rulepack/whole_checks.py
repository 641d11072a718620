"""Checks of a whole pack: under its readings, under each other one, and where constants change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import Diagnostic, Severity, Span
from ccops.organization import check_roles
from ccops.rulepack.accepting import AcceptCheck
from ccops.rulepack.assembling import calendars_of, unsourced
from ccops.rulepack.head_checks import check_head, is_usual_day
from ccops.rulepack.lints import Checked, LintMemo, Reach, lint
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
#: What says that not all has been checked.
_NOT_ALL: Final = frozenset({"readings-not-checked", "periods-not-checked"})
#: A finding is told once; accepted here and an error elsewhere, it is two.
_Identity = tuple[str, Span | None, Severity]


def check_whole(pack: Pack, told: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a pack as it is taken, under other readings, and later on.

    ``told`` are the findings there are already. One that only another reading has says so in
    ``under``, one that only a later period has in ``within``; each is told once.
    """
    told = list(told)
    head = list(check_head(pack.rules.pack))
    if head:
        return (*head, *unsourced(pack.rules))
    look = _Look()
    found = look.at(pack, _of_rules(pack), Reach.PACK)
    if len(told) + len(found) >= _ENOUGH:
        return (*found, *look.accepts.findings(is_complete=False))
    known = frozenset(map(_identity, (*told, *found)))
    later = _once(_later_periods(pack, look), known)
    known |= frozenset(map(_identity, later))
    others = _once(_other_readings(pack, look), known)
    found = (*found, *later, *others)
    is_complete = _NOT_ALL.isdisjoint(each.code for each in found)
    return (*found, *look.accepts.findings(is_complete=is_complete))


@attrs.frozen(eq=False)
class _Look:
    """Looks at a pack under one reading and in one period after the other."""

    memo: LintMemo = attrs.field(factory=LintMemo, init=False)
    accepts: AcceptCheck = attrs.field(factory=AcceptCheck, init=False)

    def at(
        self, pack: Pack, listed: Iterable[Diagnostic], *reaches: Reach, label: str = ""
    ) -> tuple[Diagnostic, ...]:
        """Return what is wrong with a pack, what is ``listed`` among it, as it counts."""
        assembly = pack.check_assembly(label)
        checked = Checked(pack=pack, assembly=assembly, memo=self.memo)
        linted = (each for reach in (Reach.READING, *reaches) for each in lint(checked, reach))
        found = pack.accepts.told([*listed, *assembly.diagnostics, *linted])
        left_out = pack.rules.left_out
        absent = (each.name for each in pack.accepts.rules if left_out.gives(each.name))
        in_doubt = assembly.plan.misled.union(pack.rules.doubted, absent)
        self.accepts.see(pack.accepts, found, in_doubt=in_doubt)
        return found


def _of_rules(pack: Pack) -> Iterator[Diagnostic]:
    """Yield what is wrong with the calendars, sources and roles of a pack."""
    yield from calendars_of(pack.rules)[1]
    yield from unsourced(pack.rules)
    yield from pack.rules.left_out.unexplained(check_roles(pack.rules.section("roles")))


def _other_readings(pack: Pack, look: _Look) -> Iterator[tuple[str, str, Diagnostic]]:
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
        found = look.at(other, _of_rules(other)) if other else ()
        for each in (*problems, *found):
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


def _later_periods(pack: Pack, look: _Look) -> Iterator[tuple[str, str, Diagnostic]]:
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
        for each in look.at(pack, (), label=label):
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
    return each.code, each.span, each.severity
