"""Documents: what the files of a pack say, over those of the packs it extends."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Severity, nearest
from ccops.rulepack.documents.aside import Aside
from ccops.rulepack.documents.folder import read_files
from ccops.rulepack.documents.formats import format_problems
from ccops.rulepack.documents.merge import inherit
from ccops.rulepack.text.nodes import MapNode, Node, ScalarNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccops.rulepack.catalog import Catalog

_LONGEST_CHAIN: Final = 8
#: Mistakes of writing after which it is still known what the pack says.
_HARMLESS: Final = frozenset(
    {
        "yaml-duplicate-key",
        "yaml-anchor",
        "yaml-tag",
        "id-declared-twice",
        "override-undeclared",
        "override-without-because",
        "override-of-nothing",
        "override-final",
        "remove-unknown",
        "remove-not-list",
        "remove-twice",
        "remove-and-declare",
    }
)


@frozen(kw_only=True)
class Source:
    """The merged document of a pack, the folders it comes from, and the findings.

    Where not ``is_whole``, something is unread that the rest may name: rules can be checked one
    by one, but not against each other. One of another format is told as such alone. ``aside``
    are its own files of cases, and labels in traditional characters, not yet read. Of two with
    the same ``written`` and the names of ``places`` the documents are alike to the place of
    every letter.
    """

    document: MapNode
    aside: Aside
    places: tuple[Path, ...]
    written: tuple[str, ...]
    is_whole: bool
    diagnostics: tuple[Diagnostic, ...]


def read_source(folder: Path, catalog: Catalog, *, words_later: bool = False) -> Source:
    """Return what the files of a pack and of those it extends say.

    ``words_later`` as for :func:`read_files`.
    """
    chain: list[MapNode] = []
    places: list[Path] = []
    written: list[str] = []
    found: list[Diagnostic] = []
    is_whole = True
    aside = Aside()
    following: Path | None = folder
    while following is not None:
        places.append(following)
        read = read_files(following, words_later=words_later)
        is_whole &= read.is_whole
        aside = aside.over(read.aside) if chain else read.aside
        found.extend(read.diagnostics)
        chain.append(read.document)
        written.append(read.written)
        other = tuple(format_problems(read.document))
        if other:  # nothing is known of what its keys mean
            return Source(
                document=read.document,
                aside=aside,
                places=tuple(places),
                written=tuple(written),
                is_whole=False,
                diagnostics=other,
            )
        following, problems = _parent(read.document, places, catalog)
        found.extend(problems)
    merged: MapNode | None = None
    for document in reversed(chain):
        merged, problems = inherit(document, merged)
        found.extend(problems if is_whole else ())
    return Source(
        document=merged if merged is not None else chain[0],
        aside=aside,
        places=tuple(places),
        written=tuple(written),
        is_whole=is_whole and all(map(_is_harmless, found)),
        diagnostics=tuple(found),
    )


def _is_harmless(finding: Diagnostic) -> bool:
    return finding.severity is not Severity.ERROR or finding.code in _HARMLESS


def _parent(
    document: MapNode, places: Iterable[Path], catalog: Catalog
) -> tuple[Path | None, tuple[Diagnostic, ...]]:
    wanted = _extends(document.get("pack"))
    if wanted is None:
        return None, ()
    found = catalog.packs.get(wanted.text)
    if found is None:
        return None, (_not_extended("unknown-pack", wanted, catalog),)
    been = [each.resolve() for each in places]
    if found.resolve() in been or len(been) >= _LONGEST_CHAIN:
        return None, (_not_extended("pack-extends-itself", wanted, catalog),)
    return found, ()


def _not_extended(code: str, wanted: ScalarNode, catalog: Catalog) -> Diagnostic:
    told = {"name": wanted.text, "near": nearest(wanted.text, catalog.packs) or "-"}
    return Diagnostic(code=code, span=wanted.span, args=told)


def _extends(head: Node | None) -> ScalarNode | None:
    wanted = head.get("extends") if isinstance(head, MapNode) else None
    return wanted if isinstance(wanted, ScalarNode) and not wanted.is_empty else None
