"""Ids by what people call them: input files may name a thing by its label."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Self

import attrs

from ccops.frozen import frozen

if TYPE_CHECKING:
    from ccops.messages import Label


@frozen
class LabelledIds:
    """Ids, and which of them each label is of, in every language it has."""

    ids: frozenset[str] = frozenset()
    by_label: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict[str, tuple[str, ...]])

    @classmethod
    def of(cls, labels: Mapping[str, Label]) -> Self:
        """Return ids by their labels."""
        found: dict[str, tuple[str, ...]] = {}
        for name, label in labels.items():
            for word in {label.zh, label.zh_TW, label.en} - {""}:
                found[word] = (*found.get(word, ()), name)
        return cls(frozenset(labels), found)

    def meant(self, word: str) -> tuple[str, ...]:
        """Return the ids a word can mean: none, one, or several that are called the same.

        An id means itself, whatever else is called so.
        """
        return (word,) if word in self.ids else self.by_label.get(word, ())
