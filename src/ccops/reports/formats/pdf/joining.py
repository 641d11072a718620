"""Several PDFs of one template as one: their pages and their outline.

What lays out many pages at once keeps all of them in memory. Laid out piece by piece and joined, a
file of any number of statements needs what its own bytes need, and little more. What is read aloud
of a page is not joined: it is in the files of single statements.
"""

from __future__ import annotations

import base64
import hashlib
from contextlib import ExitStack
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ccops.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pikepdf import Pdf

_PAGES: str = "{http://ns.adobe.com/xap/1.0/t/pg/}NPages"
_NAMES: tuple[str, ...] = ("xmpMM:InstanceID", "xmpMM:DocumentID")


def joined(parts: Iterable[bytes]) -> bytes:
    """Return PDFs as one, in their order; the same parts make the same bytes.

    What is said of the document as a whole is what the first says. Raises ``MissingExtraError``
    without the extra ``pdf``, ``ValueError`` where there is no part.
    """
    try:
        import pikepdf
    except ImportError as error:
        raise MissingExtraError("pdf") from error
    made = BytesIO()
    with ExitStack() as kept:
        # What is joined is read when it is written: every part stays open until then.
        opened = (kept.enter_context(pikepdf.open(BytesIO(each))) for each in parts)
        first = next(opened, None)
        if first is None:
            raise ValueError("there is nothing to join")
        names = [_name(first)]
        for other in opened:
            names.append(_name(other))
            first.pages.extend(other.pages)
            _append_outline(first, other)
        _rename(first, names)
        objects = pikepdf.ObjectStreamMode.generate
        first.save(made, deterministic_id=True, object_stream_mode=objects)
    return made.getvalue()


def _append_outline(made: Pdf, other: Pdf) -> None:
    """Let the outline go on with that of another, whose pages are there already."""
    outline, further = made.Root.get("/Outlines"), other.Root.get("/Outlines")
    if outline is None or further is None:
        return
    added = made.copy_foreign(further)
    for each in _siblings(added.First):
        each.Parent = outline
    added.First.Prev, outline.Last.Next = outline.Last, added.First
    outline.Last = added.Last
    outline.Count = int(outline.Count) + int(added.Count)


def _siblings(first: Any) -> Iterator[Any]:  # noqa: ANN401 - of pikepdf
    item = first
    while item is not None:
        yield item
        item = item.get("/Next")


def _name(document: Pdf) -> bytes:
    return bytes(document.trailer.ID[0])


def _rename(made: Pdf, names: Iterable[bytes]) -> None:
    """Say how many pages it has, and call it by all its parts instead of the first."""
    digest = hashlib.sha256(b"".join(names)).digest()[:16]
    with made.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as said:
        said[_PAGES] = str(len(made.pages))
        for each in _NAMES:
            if each in said:
                said[each] = base64.b64encode(digest).decode()
