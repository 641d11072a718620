"""Explanations of a statement's file, as far as they follow from what the statement carries.

What stands below the head of an explanation is worked out again like the amounts. Taken out of
the file's and of the one worked out again is only what no inputs of his say: by which records a
fact was measured or that it was handed in, how many others a mean is over, whose places are next,
and what a figure of his group is made of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from html import escape, unescape
from typing import TYPE_CHECKING, Any, Final, TypeGuard

import attrs

from ccops.plan import GroupFactStep
from ccops.reports.document.words import Words
from ccops.reports.parts.fact_notes import FactNotes
from ccops.reports.parts.names import Names
from ccops.reports.pay.statement_page import SPACE
from ccops.settlement import Settlement, evidence_there_may_be

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A step of an explanation as plain data: label, value, notes, steps.
PlainStep = Mapping[str, Any]

_KEYS: Final = {"part", "label", "value", "notes", "steps"}
#: Explanations go as deep as figures are made from figures; a file that goes deeper is none.
_DEEPEST: Final = 200
_TOKEN: Final = re.compile(r"<([^<>]*+)>|([^<>]++)")
_NOTES: Final = 'ul class="notes"'
_STEPS: Final = 'ul class="steps"'
_LABEL: Final = ("p", 'span class="label"')
_VALUE: Final = ("/span", 'span class="value"')
#: Stands in words for a number that is told with them.
_ANY: Final = "\0"
_NUMBERS: Final = r"\d+(?:, ?\d+)*"


@attrs.frozen(kw_only=True, eq=False)
class Explained:
    """Takes out of an explanation what does not follow from the inputs of ``alone``."""

    alone: Settlement
    words: Words

    def of_step(self, step: object) -> PlainStep | None:
        """Return a step of plain data without what does not follow; ``None`` for none."""
        return self._held(step, 0) if _is_step(step, 0) else None

    def of_page(self, inside: str) -> str | None:
        """Return what stands in a page below the head of an explanation, likewise, as marks."""
        try:
            notes, steps = _Read(inside).below()
        except (IndexError, ValueError):
            return None
        step = {"label": "", "value": "", "notes": notes, "steps": steps}
        return "".join(_marked(self._held(step, 0)))

    def free_on_paper(self, label: str) -> re.Pattern[str]:
        """How notes of a figure are written without spaces that do not follow, by its label."""
        own = self._by_source.get(label, frozenset[str]())
        others = (_pattern("".join(x.split())) for x in self._told_of_others)
        return re.compile("|".join((*others, *(re.escape("".join(x.split())) for x in own))))

    def _held(self, step: PlainStep, depth: int) -> dict[str, Any]:
        if depth and step["label"] in self._of_groups:
            return {**step, "notes": [], "steps": []}
        own = self._by_source.get(step["label"], frozenset[str]())
        free = self._of_others
        return {
            **step,
            "notes": [x for x in step["notes"] if x not in own and not free.fullmatch(x)],
            "steps": [self._held(each, depth + 1) for each in step["steps"]],
        }

    @cached_property
    def _of_groups(self) -> frozenset[str]:
        """What figures of groups are called that are handed down to the members."""
        figures = self.alone.results.plan.figures.values()
        return frozenset(
            self.words.label(each.label, "") or self._names.figure(each.key.name)
            for each in figures
            if isinstance(each, GroupFactStep)
        )

    @cached_property
    def _by_source(self) -> Mapping[str, frozenset[str]]:
        """The notes that each fact may have by where it comes from, by what it is called."""
        found: dict[str, frozenset[str]] = {}
        facts = FactNotes(settlement=self.alone, words=self.words, names=self._names)
        measured = evidence_there_may_be(self.alone.rules)
        for name in self.alone.results.plan.facts:
            label = self._names.figure(name)
            notes = facts.there_may_be(measured.get(name))
            found[label] = found.get(label, frozenset()) | notes
        return found

    @cached_property
    def _names(self) -> Names:
        return Names(settlement=self.alone, words=self.words)

    @cached_property
    def _of_others(self) -> re.Pattern[str]:
        """How notes are written that say how many others there are, or which places are next."""
        return re.compile("|".join(map(_pattern, self._told_of_others)))

    @cached_property
    def _told_of_others(self) -> tuple[str, ...]:
        say = self.words.say
        sides = (say(side, places=_ANY) for side in ("ahead", "behind"))
        return (say("members", count=1), say("members", count=_ANY), *sides)


def _pattern(told: str) -> str:
    """Return how a note is written, whatever numbers it tells."""
    return re.escape(told).replace(re.escape(_ANY), _NUMBERS)


def _is_step(step: object, depth: int) -> TypeGuard[PlainStep]:
    return (
        depth < _DEEPEST
        and isinstance(step, Mapping)
        and set(step) == _KEYS
        and all(isinstance(each, str) for each in (step["label"], step["value"], *step["notes"]))
        and all(_is_step(each, depth + 1) for each in step["steps"])
    )


def _marked(step: PlainStep) -> Iterator[str]:
    """Yield the notes and steps below a step as marks with their texts."""
    for note in step["notes"]:
        yield f"<li>{escape(note)}"
    for each in step["steps"]:
        yield f"<p>{escape(each['label'])}<span>{escape(each['value'])}<ul>"
        yield from _marked(each)
        yield "</ul>"


class _Read:
    """Reads notes and steps from the marks of a page. Raises ``ValueError`` for anything else."""

    def __init__(self, inside: str) -> None:
        tokens = (found for found in _TOKEN.finditer(inside) if found[0].strip(SPACE))
        self._tokens: Sequence[tuple[str, bool]] = [
            (found[1], True) if found[1] is not None else (found[2].strip(SPACE), False)
            for found in tokens
        ]
        self._at = 0

    def below(self) -> tuple[list[str], list[PlainStep]]:
        """Return all the notes and steps."""
        found = self._notes(), self._steps(0)
        if self._at != len(self._tokens):
            raise ValueError(self._tokens[self._at])
        return found

    def _notes(self) -> list[str]:
        notes: list[str] = []
        if self._is_next(_NOTES):
            while not self._is_next("/ul"):
                self._marks("li")
                notes.append(self._text())
                self._marks("/li")
        return notes

    def _steps(self, depth: int) -> list[PlainStep]:
        steps: list[PlainStep] = []
        if depth > _DEEPEST:
            raise ValueError(depth)
        if self._is_next(_STEPS):
            while not self._is_next("/ul"):
                self._marks("li", *_LABEL)
                label = self._text()
                self._marks(*_VALUE)
                value = self._text()
                self._marks("/span", "/p")
                notes, below = self._notes(), self._steps(depth + 1)
                self._marks("/li")
                steps.append({"label": label, "value": value, "notes": notes, "steps": below})
        return steps

    def _is_next(self, mark: str) -> bool:
        is_there = self._at < len(self._tokens) and self._tokens[self._at] == (mark, True)
        self._at += is_there
        return is_there

    def _marks(self, *marks: str) -> None:
        for mark in marks:
            if not self._is_next(mark):
                raise ValueError(mark)

    def _text(self) -> str:
        text, is_mark = self._tokens[self._at]
        if is_mark:
            return ""
        self._at += 1
        return unescape(text)
