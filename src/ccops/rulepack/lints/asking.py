"""Asking: what lints look at, answer by answer, so that a finding stays while its answers do.

A lint asks questions and nothing else. Under another reading it is asked again only where one of
its questions has another answer than it had the first time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable
from operator import is_
from typing import Any, Final, TypeVar, TypeVarTuple, Unpack

import attrs

from ccops.frozen import frozen
from ccops.messages import Diagnostic
from ccops.rulepack.assembly.assembling import Assembly
from ccops.rulepack.pack import Pack

About = TypeVarTuple("About")
R = TypeVar("R")
T = TypeVar("T")
#: What has no place in a file: alike is the same.
_PLAIN: Final = (str, int, bool, frozenset, dt.date, type(None))
#: What is asked of a subject, and what it is asked about.
Question = tuple[Hashable, ...]


@frozen(eq=False)
class Told:
    """What a lint found the first time, and the questions it asked for it."""

    questions: tuple[Question, ...]
    found: tuple[Diagnostic, ...]


@attrs.define(eq=False)
class LintMemo:
    """What is known from the first subject on, and what was found out about single rules.

    The assemblies of one pack share most of their rules and steps: what was found of one is
    not looked for again. What is found of another subject goes with it.
    """

    _trunk: LintMemo | None = None
    told: dict[str, Told] = attrs.field(factory=dict[str, Told], init=False)
    #: How many single rules were looked into so far, under every subject.
    work: int = attrs.field(default=0, init=False)
    _kept: dict[Hashable, tuple[object, object]] = attrs.field(factory=dict, init=False)

    def branch(self) -> LintMemo:
        """Return a memo that knows all that this knows, and keeps what is new for itself."""
        return LintMemo(self)

    def once(self, about: object, what: Callable[..., T], *key: Hashable) -> T:
        """Return ``what(about, *key)``, worked out now or before for the very same object."""
        name = (id(about), what, *key)
        found = self._known(name)
        if found is None:  # the object is kept, so that no other one gets its identity
            (self._trunk or self).work += 1
            found = self._kept[name] = (about, what(about, *key))
        return found[1]  # type: ignore[return-value] # the same function made it

    def together(self, what: Callable[[tuple[R, ...]], T], rules: tuple[R, ...]) -> T:
        """Return ``what(rules)``, worked out now or before for the very same rules."""
        name = (what, *map(id, rules))
        found = self._known(name)
        if found is None:
            found = self._kept[name] = (rules, what(rules))
        return found[1]  # type: ignore[return-value] # the same function made it

    def _known(self, name: Hashable) -> tuple[object, object] | None:
        found = self._kept.get(name)
        return self._trunk._known(name) if found is None and self._trunk else found  # noqa: SLF001


@frozen(kw_only=True, eq=False)
class Subject:
    """A pack under its readings, made ready for a period, that answers questions.

    A question is a function of the subject and of what it is asked about. ``first`` is the one
    this is compared with; ``None`` for itself.
    """

    pack: Pack
    assembly: Assembly
    memo: LintMemo
    first: Subject | None
    _answers: dict[Question, Any] = attrs.field(factory=dict, init=False)
    _same: dict[Question, bool] = attrs.field(factory=dict, init=False)

    def answer(self, question: Callable[[Subject, Unpack[About]], T], *about: *About) -> T:
        """Return the answer to a question, found now or before."""
        key = (question, *about)
        if key not in self._answers:
            self._answers[key] = question(self, *about)
        found: T = self._answers[key]
        return found

    def told_first(self, check: str) -> Told | None:
        """Return what a check found of the first subject, where that was asked."""
        return self.first.memo.told.get(check) if self.first is not None else None

    def like(self, *questions: Question) -> Subject | None:
        """Return the first subject, where it answered some questions the very same."""
        return self.first if self.first is not None and self.answers_alike(questions) else None

    def answers_alike(self, questions: Iterable[Question]) -> bool:
        """Say whether each question has the very answer the first subject gave."""
        same = self._same
        for each in questions:
            if each not in same:
                same[each] = self._answers_alike(each)
            if not same[each]:
                return False
        return True

    def _answers_alike(self, question: Question) -> bool:
        if self.first is None:
            return True
        function: Any = question[0]
        about = question[1:]
        return very_same(self.first.answer(function, *about), self.answer(function, *about))


def very_same(one: object, other: object) -> bool:
    """Say whether two answers are one and the same, or hold the very same things in order.

    What only looks alike may stand elsewhere, which findings tell.

    >>> very_same(("a", ("b", 1)), ("a", ("b", 1)))
    True
    """
    if one is other or type(one) is not type(other):
        return one is other
    match one, other:
        case tuple(), tuple():
            is_long_alike = len(one) == len(other)
            return is_long_alike and (all(map(is_, one, other)) or all(map(very_same, one, other)))
        case dict(), dict():
            is_keyed_alike = list(one) == list(other)
            return is_keyed_alike and all(map(very_same, one.values(), other.values()))
        case _:
            return isinstance(one, _PLAIN) and one == other
