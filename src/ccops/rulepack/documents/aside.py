"""Aside: the files of a pack that hold cases alone; they are read when somebody asks for cases.

Most of what a pack says is its worked cases, and a month is settled without them.
"""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.rulepack.documents.merge import NOT_INHERITED, merge_files
from ccops.rulepack.text.nodes import MapNode
from ccops.rulepack.text.parsing import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.messages import Diagnostic

#: A line that something in it begins without any space before it.
_LINE: Final = re.compile(rb"\n([^\s#][^:\n]*:?)")
_KEYS: Final = tuple(f"{each}:".encode() for each in sorted(NOT_INHERITED))
#: What ends a line for YAML and for nobody else, in UTF-8.
_STRANGE_ENDS: Final = (b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9")


def holds_cases_alone(data: bytes) -> bool:
    r"""Say whether a document can have no key but ``cases`` and ``defaults``, unread as it is.

    Only what is written plainly is seen: each key at the beginning of a line of its own.

    >>> holds_cases_alone(b"# GC-06\ncases:\n  a_case: {}\n")
    True
    >>> holds_cases_alone(b"cases: {}\nfigures: {}\n"), holds_cases_alone(b" cases: {}\n")
    (False, False)
    """
    first = next((line for line in BytesIO(data) if line.split(b"#")[0].strip()), b"")
    if not first.startswith(_KEYS):
        return False
    plain = data.replace(b"\r\n", b"\n")
    if b"\r" in plain or any(each in plain for each in _STRANGE_ENDS):
        return False
    return all(each in _KEYS for each in _LINE.findall(b"\n" + plain))


@frozen
class Aside:
    """Files that hold cases alone, each with the name that places in it are told by."""

    files: tuple[tuple[Path, str], ...] = ()

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
