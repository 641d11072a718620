"""Questions: what the manual leaves open, its readings, the one taken, by whom and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.messages import Label
from ccops.reports.document.model import Column, Facts, Part, Table, Tone
from ccops.reports.document.tables import Cell, text_cell
from ccops.reports.rulebook.blocks import fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.reports.document.model import Fact
    from ccops.reports.document.words import Words
    from ccops.reports.rulebook.telling import Teller
    from ccops.rulepack import Pack
    from ccops.rulepack.choices import Choice

#: Who decided, where nobody of the center has.
_AUTHORS: Final = "pack authors"


def question_parts(
    pack: Pack, choice: Choice, teller: Teller, *, title: str, clause: str
) -> Iterator[Part]:
    """Yield a question: what it asks, who decided, and every reading with its worked amount."""
    yield Facts(title=title, facts=tuple(_facts(pack, choice, teller, clause)))
    say = teller.words.say
    taken = pack.readings[choice.name]
    is_open = choice.name in pack.resolution.open
    yield Table(
        id=f"choices-{choice.name}",
        caption=say("book-readings"),
        columns=(
            Column(id="reading", title=say("book-reading")),
            Column(id="worked", title=say("book-worked")),
            Column(id="taken", title=say("book-taken")),
        ),
        rows=tuple(
            _row(teller, choice, reading, is_taken=reading == taken and not is_open)
            for reading in choice.readings
        ),
    )


def _facts(pack: Pack, choice: Choice, teller: Teller, clause: str) -> Iterator[Fact]:
    words = teller.words
    says = words.label(choice.says)
    if says:
        yield fact(words.say("book-manual-says"), says)
    if choice.name in pack.resolution.open:
        yield fact(words.say("book-decided"), words.say("book-undecided"))
    elif choice.by is not None:
        on = teller.value(str(choice.on)) if choice.on else words.say("book-none")
        told = words.say(
            "book-decided-by",
            by=_by(choice.by.value, words),
            on=on,
        )
        yield fact(words.say("book-decided"), told)
    yield fact(words.say("book-clause-of"), clause)


def _by(who: str, words: Words) -> str:
    """Return who decided; the pack's own authors are no person."""
    return words.say("book-pack-authors") if who == _AUTHORS else who


def _row(teller: Teller, choice: Choice, reading: str, *, is_taken: bool) -> tuple[Cell, ...]:
    words = teller.words
    called = words.label(choice.called.get(reading, Label()), reading)
    tone = Tone.TOTAL if is_taken else Tone.PLAIN
    return (
        text_cell(called, tone=tone),
        text_cell(teller.value(choice.readings[reading].value)),
        text_cell(words.say("book-taken-mark") if is_taken else ""),
    )
