"""Where a rule comes from: the clause of the manual, or that and why it was assumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.messages import Origin
    from ccops.reports.document.words import Words


def clause_lines(origin: Origin, words: Words) -> Iterator[str]:
    """Yield the clause a rule comes from; of what was assumed, why."""
    source = origin.source
    if source and source != "assumed":
        yield words.say("clause", source=source)
    elif source:
        because = origin.because.in_locale(words.locale)
        yield words.say("assumed" if because else "source-assumed", because=because)


def source_of(origin: Origin, words: Words) -> str:
    """Return the clause a rule comes from, or the words for one that was assumed."""
    return words.say("source-assumed") if origin.source == "assumed" else origin.source
