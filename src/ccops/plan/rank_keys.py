"""The keys of a rank, as they are written: what each reads, and in which direction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from ccops.messages import Text


def rank_key(text: Text) -> tuple[Text, str]:
    """Return what one key of a rank reads, and its direction as written (empty: none).

    >>> from ccops.messages import Text
    >>> rank_key(Text("mean_last(score, 3) asc"))
    (Text(value='mean_last(score, 3)', span=None), 'asc')
    """
    read, _, last = text.value.strip().rpartition(" ")
    if not read or last.endswith(")"):
        return attrs.evolve(text, value=text.value.strip()), ""
    return attrs.evolve(text, value=read.strip()), last
