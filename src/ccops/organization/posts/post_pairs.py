"""Merged posts: two posts that one person holds, which of them may be, and which never (S4-01)."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text, nearest
from ccops.rules import Shape, name_field, origin_field, pack_field

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_TWO: Final = 2


class PairStanding(enum.Enum):
    """Whether one person may hold both posts.

    ``APART``: he may, as long as what he checks is not the work of his own people.
    """

    ALLOWED = "allowed"
    APART = "apart"
    FORBIDDEN = "forbidden"


@frozen(kw_only=True)
class PostPairRule:
    """Two posts in one hand: ``{posts: [team_lead, info_coordinator], stands: allowed}``.

    ``up_to`` is how many people a center may have in which posts are merged so; a larger one
    keeps them apart.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, default=Label(), zh="兼任", en="what it is called")
    posts: tuple[Text, ...] = pack_field(Shape.NAMES, of="role", zh="两个职务", en="the two posts")
    stands: PairStanding = pack_field(
        Shape.WORD, of=PairStanding, zh="是否可兼", en="whether one person may hold both"
    )
    up_to: int | None = pack_field(
        Shape.WHOLE, default=None, zh="中心人数上限", en="in centers of at most so many people"
    )
    origin: Origin = origin_field()

    @property
    def pair(self) -> frozenset[str]:
        """The two posts."""
        return frozenset(each.value for each in self.posts)


def check_post_pairs(
    pairs: Iterable[PostPairRule], roles: Collection[str]
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with pairs of posts.

    A role no pack declares (``unknown-role``), what is no pair (``post-pair-two``), and a pair
    that stands twice (``post-pair-twice``).
    """
    listed = tuple(pairs)
    first: dict[frozenset[str], PostPairRule] = {}
    found = [each for rule in listed for each in _problems(rule, roles)]
    for rule in listed:
        before = first.setdefault(rule.pair, rule)
        if before is not rule:
            told = {"name": rule.name, "first": before.name}
            found.append(Diagnostic(code="post-pair-twice", span=rule.origin.span, args=told))
    return tuple(found)


def _problems(rule: PostPairRule, roles: Collection[str]) -> Iterator[Diagnostic]:
    if len(rule.posts) != _TWO or len(rule.pair) != _TWO:
        yield Diagnostic(code="post-pair-two", span=rule.origin.span, args={"name": rule.name})
    for each in rule.posts:
        if each.value not in roles:
            told = {"role": each.value, "nearest": nearest(each.value, roles) or "-"}
            yield Diagnostic(code="unknown-role", span=each.span, args=told)
