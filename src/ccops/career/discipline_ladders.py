"""The ladder of discipline: which action follows which violation, by what was before (S3-13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.career.conducts import ConductRule, Gravity
from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Severity, Text, nearest
from ccops.rules import Shape, name_field, origin_field, pack_field

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence


@frozen(kw_only=True)
class ActionRule:
    """One step: what is done. ``decided_by`` are the roles of whom one must decide on it."""

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="处理措施", en="what is done")
    decided_by: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="role", default=(), zh="由谁决定", en="the roles of whom one must decide"
    )
    origin: Origin = origin_field()


@frozen(kw_only=True)
class GravityRule:
    """The steps of one severity, the first for the first violation.

    A violation beyond the last step has the last once more, or counts as one of ``then``.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="轻重名称", en="what it is called")
    steps: tuple[ActionRule, ...] = pack_field(
        Shape.BY_NAME, of=ActionRule, zh="逐次措施", en="what is done, one step after the other"
    )
    then: Gravity | None = pack_field(
        Shape.WORD,
        of=Gravity,
        default=None,
        zh="此后按",
        en="as which severity one beyond the last step counts",
    )
    origin: Origin = origin_field()


@frozen(kw_only=True)
class DisciplineLadderRule:
    """Which action follows which violation. No step takes money, and none is without a person.

    What was before is forgotten once somebody was without a violation for ``clean_months``.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    clean_months: int = pack_field(
        Shape.WHOLE, zh="清零月数", en="after how many months without a violation it begins anew"
    )
    severities: tuple[GravityRule, ...] = pack_field(
        Shape.BY_NAME, of=GravityRule, zh="各级措施", en="the steps of each severity"
    )
    origin: Origin = origin_field()

    def of(self, severity: Gravity) -> GravityRule | None:
        """Return the steps of a severity; ``None`` where it has none."""
        return next((each for each in self.severities if each.name == severity.value), None)


def check_discipline(
    ladders: Sequence[DisciplineLadderRule],
    conducts: Iterable[ConductRule],
    roles: Collection[str],
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with ladders of discipline and with conducts.

    Two ladders (``discipline-twice``), no month that could be clean (``clean-months``), a
    severity that is none (``unknown-severity``), one without a step (``severity-empty``), one
    that comes back to itself (``severity-cycle``), a conduct of a severity without steps
    (``conduct-without-step``, a warning), points that are none or finer than a
    hundredth (``conduct-points``), and
    a role the pack has not (``unknown-role``).
    """
    found = [
        Diagnostic(
            code="discipline-twice",
            span=each.origin.span,
            args={"name": each.name, "other": ladders[0].name},
        )
        for each in ladders[1:]
    ]
    for ladder in ladders[:1]:
        found.extend(_wrong_severities(ladder, roles))
        found.extend(_without_steps(ladder, conducts))
    found.extend(_fine_points(conducts))
    return tuple(found)


def _wrong_severities(
    ladder: DisciplineLadderRule, roles: Collection[str]
) -> Iterator[Diagnostic]:
    known = [each.value for each in Gravity]
    if ladder.clean_months < 1:
        told = {"name": ladder.name, "got": str(ladder.clean_months)}
        yield Diagnostic(code="clean-months", span=ladder.origin.span, args=told)
    for each in ladder.severities:
        if each.name not in known:
            told = {"severity": each.name, "nearest": nearest(each.name, known) or "-"}
            yield Diagnostic(code="unknown-severity", span=each.origin.span, args=told)
        if not each.steps:
            told = {"ladder": ladder.name, "severity": each.name}
            yield Diagnostic(code="severity-empty", span=each.origin.span, args=told)
        if _comes_back(ladder, each):
            told = {"ladder": ladder.name, "severity": each.name}
            yield Diagnostic(code="severity-cycle", span=each.origin.span, args=told)
        for role in (role for step in each.steps for role in step.decided_by):
            if role.value not in roles:
                told = {"role": role.value, "nearest": nearest(role.value, roles) or "-"}
                yield Diagnostic(code="unknown-role", span=role.span, args=told)


def _comes_back(ladder: DisciplineLadderRule, start: GravityRule) -> bool:
    """Say whether what one beyond the last step counts as leads back, or to no steps at all."""
    seen, current = {start.name}, start
    while current.then is not None:
        following = ladder.of(current.then)
        if following is None or following.name in seen:
            return True
        seen.add(following.name)
        current = following
    return False


def _without_steps(
    ladder: DisciplineLadderRule, conducts: Iterable[ConductRule]
) -> Iterator[Diagnostic]:
    for each in conducts:
        if ladder.of(each.severity) is None:
            told = {"conduct": each.name, "severity": each.severity.value, "ladder": ladder.name}
            yield Diagnostic(
                code="conduct-without-step",
                severity=Severity.WARNING,
                span=each.origin.span,
                args=told,
            )


def _fine_points(conducts: Iterable[ConductRule]) -> Iterator[Diagnostic]:
    for each in conducts:
        if each.score <= 0 or (each.score * 100).denominator != 1:
            told = {"conduct": each.name}
            yield Diagnostic(code="conduct-points", span=each.origin.span, args=told)
