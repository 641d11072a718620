"""Dates under which a rule is never taken: ended before its pack, or between two period ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.messages import Origin
from ccops.rulepack.lints.lint import Found, Lint, Reach
from ccops.rulepack.reading.in_force import deciding_day
from ccops.values.periods import next_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.messages import Span
    from ccops.rulepack.lints.lint import Checked
    from ccops.rulepack.pack import Pack
    from ccops.rulepack.reading.in_force import RuleId, Version

#: A rule that holds for longer than so many periods is taken in one of them.
_MOST_PERIODS: Final = 3


def never_in_force(checked: Checked) -> Iterator[Found]:
    """Yield the dated rules of a pack that none of its periods takes.

    A parent's rules may have ended before a pack that builds on it begins.
    """
    pack = checked.pack
    home = pack.rules.pack.origin.span
    for rule, versions in pack.rules.versions.items():
        for each in versions:
            is_own = home and each.span and _folder(each.span.file) == _folder(home.file)
            if is_own and not _is_taken(pack, rule, each, versions):
                told: dict[str, object] = {"name": rule[1], "section": rule[0]}
                told |= {"first": each.in_force.first or "-", "last": each.in_force.last or "-"}
                yield Found(_place(each), told)


def _is_taken(pack: Pack, rule: RuleId, version: Version, versions: tuple[Version, ...]) -> bool:
    in_force = version.in_force
    if in_force.last is None or in_force.last < in_force.begins:
        return True  # that it ends before it begins is told by itself
    default = pack.rules.pack.default_calendar.value
    calendar = next(each for each in pack.calendars if each.id == default)
    first = pack.first_label
    label = max(first, calendar.label_of(max(in_force.begins, pack.rules.pack.effective)))
    for _ in range(_MOST_PERIODS):
        days = calendar.days(label)
        if days.first > in_force.last:
            return False
        if in_force.holds(deciding_day(rule, versions, days)[0]):
            return True
        label = next_label(label)
    return True


def _place(version: Version) -> Span | None:
    origin = getattr(version.rule, "origin", None)
    return origin.span if isinstance(origin, Origin) else version.span


def _folder(file: str) -> str:
    return file.partition("/")[0]


LINTS: Final = (Lint(code="never-in-force", finds=never_in_force, reach=Reach.PACK),)
