"""The steps of explanations, each once: what is told of one person is told of many."""

from __future__ import annotations

from collections.abc import Hashable

import attrs

from ccops.reports.document.model import Step


@attrs.frozen(eq=False)
class Steps:
    """The steps that were made; one that says the same again is the same."""

    _made: dict[Hashable, Step] = attrs.field(factory=dict, init=False)
    _notes: dict[tuple[str, ...], tuple[str, ...]] = attrs.field(factory=dict, init=False)

    def one(
        self, label: str, value: str, notes: tuple[str, ...], steps: tuple[Step, ...] = ()
    ) -> Step:
        """Return the step that says so, of steps that were made here."""
        # The steps below are each once and kept by what was made: their numbers stay their own.
        key = (label, value, notes, *map(id, steps))
        found = self._made.get(key)
        if found is None:
            own = self._notes.setdefault(notes, notes)
            found = self._made[key] = Step(label=label, value=value, notes=own, steps=steps)
        return found
