"""Limits: what a value is compared with, by one of four words (domain 2.0)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Origin, Text
from ccops.rules import Shape, origin_field, pack_field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: How a limit is compared, by the word that names it.
OPERATORS: Final = {"at_least": ">=", "more_than": ">", "at_most": "<=", "less_than": "<"}
#: The words with which more is better.
UPWARD: Final = frozenset({"at_least", "more_than"})


@frozen(kw_only=True)
class LimitRule:
    """The limit of one population: ``{for: veterans, at_most: talk_of_veterans}``.

    Exactly one word names a parameter, or what is decided each month.
    """

    population: Text = pack_field(
        Shape.NAME, key="for", of="population", zh="适用人群", en="whose limit it is"
    )
    at_least: Text | None = pack_field(
        Shape.NAME, of="parameter", default=None, zh="不低于", en="the least that will do"
    )
    more_than: Text | None = pack_field(
        Shape.NAME, of="parameter", default=None, zh="超过", en="what must be exceeded"
    )
    at_most: Text | None = pack_field(
        Shape.NAME, of="parameter", default=None, zh="不高于", en="the most that will do"
    )
    less_than: Text | None = pack_field(
        Shape.NAME, of="parameter", default=None, zh="低于", en="what must not be reached"
    )
    origin: Origin = origin_field()

    @property
    def words(self) -> tuple[tuple[str, Text], ...]:
        """Which words are written, and what each names; exactly one is right."""
        return tuple(self._written())

    def _written(self) -> Iterator[tuple[str, Text]]:
        for word in OPERATORS:
            named: Text | None = getattr(self, word)
            if named is not None:
                yield word, named

    def holds(self, value: str) -> str:
        """Return the formula that says whether a value keeps to the limit."""
        ((word, named),) = self.words
        return f"{value} {OPERATORS[word]} {named.value}"

    @property
    def level(self) -> Text:
        """The parameter the limit names."""
        return self.words[0][1]

    @property
    def is_upward(self) -> bool:
        """Whether more is better under this limit."""
        return self.words[0][0] in UPWARD


def limit_problems(name: str, limits: Iterable[LimitRule]) -> Iterator[Diagnostic]:
    """Yield a finding for each limit of a rule that names no parameter, or two."""
    for each in limits:
        if len(each.words) != 1:
            told = {"name": name, "cohort": each.population.value, "count": len(each.words)}
            yield Diagnostic(code="limit-not-one", span=each.origin.span, args=told)
