"""The ways between the levels of a ladder, and what is wrong with them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ccops.career.levels import LevelRule, Outcome
from ccops.messages import Diagnostic, Severity, Span, Text, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.career.ladders import LadderRule


def ways_up(ladder: LadderRule) -> Mapping[str, tuple[str, ...]]:
    """Return the levels each level leads up to: those it names, else the next one written."""
    names = [level.name for level in ladder.levels]
    following = dict(pairwise(names))
    found: dict[str, tuple[str, ...]] = {}
    for level in ladder.levels:
        if level.to is None:
            found[level.name] = (following[level.name],) if level.name in following else ()
        else:
            found[level.name] = tuple(each.value for each in level.to if each.value in names)
    return found


def ways_down(ladder: LadderRule) -> Mapping[str, str]:
    """Return the level below each level that has one: the one it names, or that leads to it."""
    up = ways_up(ladder)
    found: dict[str, str] = {}
    for level in ladder.levels:
        below = [name for name, targets in up.items() if level.name in targets]
        if level.down is not None and level.down.value in up:
            found[level.name] = level.down.value
        elif level.down is None and len(below) == 1:
            found[level.name] = below[0]
    return found


def falls(level: LevelRule) -> bool:
    """Say whether anything leads down from a level."""
    demoting = any(each.outcome is Outcome.DEMOTE for each in level.exit)
    return bool(level.keep) or demoting


def check_ladder(ladder: LadderRule) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the levels of a ladder and the ways between them.

    No level at all (``ladder-empty``), a level that is not there (``unknown-level``), a way up
    that comes back (``ladder-cycle``), a level no way leads to (``level-unreachable``) or out of
    (``level-without-exit``), two that ask for the same (``levels-same-entry``), a way down that
    is not stated or does not lead down, days in a level that nobody counts, and a need that the
    reserve list may lack and nobody asks for (``unknown-need``).
    """
    if not ladder.levels:
        return (_problem("ladder-empty", ladder.origin.span, ladder=ladder.name),)
    unknown = tuple(_unknown_levels(ladder))
    if unknown:
        return unknown
    circles = tuple(_circles(ladder))
    return (
        *circles,
        *(() if circles else _ways_that_lead_nowhere(ladder)),
        *_same_entries(ladder),
        *_uncounted_days(ladder),
        *_unknown_needs(ladder),
    )


def _unknown_levels(ladder: LadderRule) -> Iterator[Diagnostic]:
    names = [level.name for level in ladder.levels]
    for level in ladder.levels:
        for each in (*(level.to or ()), *((level.down,) if level.down else ())):
            yield from _unknown_level(each, names)
    for post in ladder.posts:
        for each in post.levels:
            yield from _unknown_level(each, names)


def _unknown_level(named: Text, names: list[str]) -> Iterator[Diagnostic]:
    if named.value not in names:
        told = {"level": named.value, "nearest": nearest(named.value, names) or "-"}
        yield _problem("unknown-level", named.span, **told)


def _circles(ladder: LadderRule) -> Iterator[Diagnostic]:
    """Yield one finding for each circle of ways up, told from its first level as written."""
    up = ways_up(ladder)
    order = {level.name: number for number, level in enumerate(ladder.levels)}
    for level in ladder.levels:
        path = _way_back(level.name, up)
        if path and min(path, key=order.__getitem__) == level.name:
            chain = " → ".join([*path, level.name])
            yield _problem("ladder-cycle", level.origin.span, ladder=ladder.name, chain=chain)


def _way_back(start: str, up: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the shortest way up from a level back to itself; empty where there is none."""
    waiting: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while waiting:
        path = waiting.pop(0)
        for following in up[path[-1]]:
            if following == start:
                return path
            if following not in seen:
                seen.add(following)
                waiting.append((*path, following))
    return ()


def _ways_that_lead_nowhere(ladder: LadderRule) -> Iterator[Diagnostic]:
    up, down = ways_up(ladder), ways_down(ladder)
    reached = {target for targets in up.values() for target in targets}
    for level in ladder.levels:
        told = {"ladder": ladder.name, "level": level.name}
        is_reached = level is ladder.levels[0] or level.name in reached
        if not is_reached:
            yield _warning("level-unreachable", level.origin.span, **told)
        if not up[level.name] and not falls(level) and not level.exit:
            yield _warning("level-without-exit", level.origin.span, **told)
        if falls(level) and level.name not in down:
            yield _problem("level-down-unstated", level.origin.span, **told)
        below = down.get(level.name)
        if is_reached and level.down is not None and below and not _leads(below, level.name, up):
            yield _problem("level-down-sideways", level.down.span, below=below, **told)


def _leads(lower: str, upper: str, up: Mapping[str, tuple[str, ...]]) -> bool:
    waiting, seen = [lower], {lower}
    while waiting:
        for following in up[waiting.pop()]:
            if following == upper:
                return True
            if following not in seen:
                seen.add(following)
                waiting.append(following)
    return False


def _same_entries(ladder: LadderRule) -> Iterator[Diagnostic]:
    """Yield the levels above the first that ask for exactly what an earlier one asks for."""
    first: dict[tuple[object, ...], str] = {}
    for level in ladder.levels[1:]:
        needs = frozenset(" ".join(each.is_.value.split()) for each in level.entry)
        time = level.least_time.value if level.least_time else ""
        other = first.setdefault((needs, time), level.name)
        if other != level.name:
            told = {"ladder": ladder.name, "level": level.name, "other": other}
            yield _warning("levels-same-entry", level.origin.span, **told)


def _uncounted_days(ladder: LadderRule) -> Iterator[Diagnostic]:
    for level in ladder.levels:
        if level.least_time is not None and ladder.since is None:
            told = {"ladder": ladder.name, "level": level.name}
            yield _problem("ladder-since-missing", level.least_time.span, **told)


def _unknown_needs(ladder: LadderRule) -> Iterator[Diagnostic]:
    """Yield the needs that a reserve list may lack, and that the level does not ask for."""
    for level in ladder.levels:
        names = [each.name for each in level.entry]
        for each in level.reserve:
            if each.value not in names:
                near = nearest(each.value, names) or "-"
                told = {"need": each.value, "level": level.name, "nearest": near}
                yield _problem("unknown-need", each.span, **told)


def _problem(code: str, span: Span | None, /, **told: str) -> Diagnostic:
    return Diagnostic(code=code, span=span, args=told)


def _warning(code: str, span: Span | None, /, **told: str) -> Diagnostic:
    return Diagnostic(code=code, severity=Severity.WARNING, span=span, args=told)
