"""What an explanation says of a place: among how many, by what, and the places next to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ccops.plan import Trace
    from ccops.reports.document.words import Words
    from ccops.settlement import Settlement


def place_notes(
    trace: Trace, settlement: Settlement, words: Words, in_words: Callable[[str], str]
) -> Iterator[str]:
    """Yield the notes of a place, never who holds another; ``in_words`` tells what is ordered by.

    Somebody outside a rank has no place in it.
    """
    place = trace.place
    if place is None:
        return
    if place.place is None:
        yield words.say("no-place", size=place.size)
        return
    key = "place-shared" if place.tied > 1 else "place"
    yield words.say(key, place=place.place, size=place.size, tied=place.tied)
    yield words.say("ordered", keys=words.say("listed").join(map(in_words, place.keys)))
    for side, rows in (("ahead", place.ahead), ("behind", place.behind)):
        places = _places(trace, settlement, rows)
        if places:
            yield words.say(side, places=places)


def _places(trace: Trace, settlement: Settlement, rows: tuple[int, ...]) -> str:
    found = settlement.results.column_at(trace.name, trace.row)
    cells = [] if found is None else [found.at(row) for row in rows]
    return ", ".join(str(each) for each in sorted(c for c in cells if isinstance(c, int)))
