"""Posts beside a level, held part of the time: who may take which (S4-02)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccops.career.ladder_figures import LACKING, LadderFigures, any_of
from ccops.messages import Label
from ccops.plan import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.career.ladders import LadderRule
    from ccops.career.levels import PostRule
    from ccops.plan import Definition


def post_figures(ladder: LadderRule) -> tuple[Definition, ...]:
    """Return the figures of the posts of a ladder ``g``, all flags.

    ``g_post_P_entry_c``: a condition of post ``P`` holds; ``g_post_P_lacks_c``: it does not, for
    somebody whose level may take it; ``g_post_P``: he may.
    """
    figures = LadderFigures(ladder)
    return tuple(each for post in ladder.posts for each in _of_post(post, figures))


def _of_post(post: PostRule, figures: LadderFigures) -> Iterator[Definition]:
    named = {each.value for each in post.levels}
    levels = [each for each in figures.ladder.levels if each.name in named]
    if not levels:
        return
    has = any_of(map(figures.is_in, levels))
    reasons: list[Reason] = []
    for need in post.entry:
        label = post.label.followed_by(need.label)
        condition = figures.of_rule(
            figures.called("post", post.name, "entry", need.name), need, label
        )
        lacks = figures.made(
            figures.called("post", post.name, "lacks", need.name),
            f"{has} and not {condition.name}",
            label=label.followed_by(LACKING),
            origin=need.origin,
        )
        reasons.append(Reason(code=need.name, flag=lacks.name, label=label, origin=need.origin))
        yield from (condition, lacks)
    may = figures.made(
        figures.called("post", post.name),
        " and ".join([has, *(f"not {each.flag}" for each in reasons)]),
        label=post.label.followed_by(Label(zh="可以兼任", en="may be taken")),
        origin=post.origin,
    )
    yield attrs.evolve(may, reasons=tuple(reasons))
