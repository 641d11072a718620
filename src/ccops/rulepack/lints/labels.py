"""What people read on a statement and payroll takes over: labels and codes told apart."""

from __future__ import annotations

import functools
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.messages import Label, Origin, Span
from ccops.plan.populations import proven_disjoint
from ccops.rulepack.lints.lint import Found, Lint, Reach

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.plan import PayLine
    from ccops.rulepack.lints.lint import Checked


def payroll_code_twice(checked: Checked) -> Iterator[Found]:
    """Yield the pay lines that go to payroll under the code of another line of one person."""
    for one, other in combinations(_lines(checked), 2):
        if one.code == other.code and _may_meet(one, other, checked):
            told = {"name": other.figure, "other": one.figure, "code": one.code}
            yield Found(other.origin.span, told)


def label_twice(checked: Checked) -> Iterator[Found]:
    """Yield pay lines of one person, and reasons of one group, that are called the same."""
    for one, other in combinations(_lines(checked), 2):
        label = _shared(one.label, other.label)
        if label and _may_meet(one, other, checked):
            told = {"name": other.figure, "other": one.figure, "label": label}
            yield Found(other.origin.span, told)
    for group in checked.section("eligibility"):
        for first, second in combinations(group.codes, 2):
            label = _shared(first.label, second.label)
            if label:
                told = {"name": second.name, "other": first.name, "label": label}
                yield Found(second.origin.span, told)


def label_missing(checked: Checked) -> Iterator[Found]:
    """Yield the rules of a pack without a label in its language, where others have one."""
    locale = checked.head.locale.value
    language, other = ("en", "zh") if locale.startswith("en") else ("zh", "en")
    labeled = [each for rules in checked.pack.rules.sections.values() for each in _labeled(rules)]
    if any(getattr(label, language) for _, label, _ in labeled):
        for name, label, origin in labeled:
            if getattr(label, other) and not getattr(label, language):
                yield Found(origin.span, {"name": name, "language": language})


def _lines(checked: Checked) -> Sequence[PayLine]:
    """Return the pay lines as they are written, so that the later of two is told."""

    def place(line: PayLine) -> tuple[str, int, int]:
        span = line.origin.span or Span("", 0, 0)
        return span.file, span.line, span.column

    return sorted(checked.lines, key=place)


def _shared(one: Label, other: Label) -> str:
    """Return what both are called in some language, or an empty text."""
    both = ((one.zh, other.zh), (one.en, other.en), (one.zh_TW, other.zh_TW))
    return next((first for first, second in both if first and first == second), "")


def _labeled(part: Any) -> Iterator[tuple[str, Label, Origin]]:  # noqa: ANN401 - any rule, or a part of one
    """Yield what bears a label, and its parts that do."""
    if isinstance(part, tuple):
        for each in part:
            yield from _labeled(each)
        return
    kind: type = type(part)
    names = _fields_of(kind)
    label, origin = getattr(part, "label", None), getattr(part, "origin", None)
    if names and isinstance(label, Label) and isinstance(origin, Origin):
        yield getattr(part, "name", ""), label, origin
    for name in names:
        value = getattr(part, name)
        if isinstance(value, tuple) and value:
            yield from _labeled(value)


@functools.cache
def _fields_of(kind: type) -> tuple[str, ...]:
    """Return the names of the fields of a class of rules, or of a part of rules."""
    return tuple(each.name for each in attrs.fields(kind)) if attrs.has(kind) else ()


def _may_meet(one: PayLine, other: PayLine, checked: Checked) -> bool:
    """Say whether one person may have both lines."""
    if one.figure == other.figure:
        return False
    lineage, demands = checked.lineage, checked.demands
    return any(
        not proven_disjoint(here, there, lineage, demands)
        for here in checked.populations_of(one.figure)
        for there in checked.populations_of(other.figure)
    )


LINTS: Final = (
    Lint(code="payroll-code-twice", finds=payroll_code_twice),
    Lint(code="label-twice", finds=label_twice),
    Lint(code="label-missing", finds=label_missing, reach=Reach.PACK),
)
