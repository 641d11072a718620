"""Aside: what of a pack is read when somebody asks: cases, and labels in another script.

Most of what a pack says is its worked cases, and a month is settled without them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.rulepack.documents.merge import NOT_INHERITED, merge_files
from ccops.rulepack.documents.sole_keys import holds_alone
from ccops.rulepack.documents.translating import TraditionalWords
from ccops.rulepack.text.nodes import MapNode
from ccops.rulepack.text.parsing import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.messages import Diagnostic

_KEYS: Final = tuple(f"{each}:".encode() for each in sorted(NOT_INHERITED))


def holds_cases_alone(data: bytes) -> bool:
    r"""Say whether a document can have no key but ``cases`` and ``defaults``, unread as it is.

    Only what is written plainly is seen: each key at the beginning of a line of its own.

    >>> holds_cases_alone(b"# GC-06\ncases:\n  a_case: {}\n")
    True
    >>> holds_cases_alone(b"cases: {}\nfigures: {}\n"), holds_cases_alone(b" cases: {}\n")
    (False, False)
    """
    return holds_alone(data, _KEYS)


@frozen
class Aside:
    """Files that hold cases alone, each with the name that places in it are told by.

    ``words`` are the labels in traditional characters of a pack, then of those that it extends.
    """

    files: tuple[tuple[Path, str], ...] = ()
    words: tuple[TraditionalWords, ...] = ()

    def over(self, parent: Aside) -> Aside:
        """Return what stands aside of a pack over a parent: cases are its own alone."""
        return Aside(self.files, (*self.words, *parent.words))

    @property
    def traditional_texts(self) -> Mapping[str, str]:
        """Every text that is translated, the pack's own before those of what it extends."""
        listed = (each.texts for each in reversed(self.words))
        return {text: other for texts in listed for text, other in texts.items()}

    def read(self, document: MapNode) -> tuple[MapNode, tuple[Diagnostic, ...]]:
        """Return the cases of these files and of a document, and what is wrong with the files."""
        own = MapNode(
            tuple(each for each in document.entries if each[0].text in NOT_INHERITED),
            document.span,
        )
        found: list[Diagnostic] = []
        read = [own, *self._documents(found)]
        merged, problems = merge_files(read)
        return merged, (*found, *problems)

    def _documents(self, found: list[Diagnostic]) -> Iterator[MapNode]:
        for path, shown in self.files:
            node, problems = read_yaml(path, shown_as=shown)
            found.extend(problems)
            if isinstance(node, MapNode):
                yield node
