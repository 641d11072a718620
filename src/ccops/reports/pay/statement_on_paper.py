"""The explanations of a statement on paper, sign by sign as they should stand there.

Each says in one line what it comes to and what that was made from, then its notes; nothing
stands between them. Paper breaks lines anywhere, so that spaces say nothing. Skipped are the
notes that no inputs of his say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.reports.document.model import Unfolding
from ccops.reports.pay.statement import STATEMENT

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from ccops.reports.document.model import Step
    from ccops.reports.pay.statement_explained import Explained
    from ccops.reports.pay.statement_file import StatementFile

#: What stands before what a value was made from, and between notes.
_MADE: Final = "←"
_BETWEEN: Final = "·"


def foreign_on_paper(shown: StatementFile, explained: Explained) -> tuple[str, str] | None:
    """Return what stands on paper where something else should, and what that is.

    Either is empty: there is nothing more on paper, or there should be nothing more.
    """
    paper = _Paper(shown.explained)
    steps = _steps(shown, explained)
    wanted = next((piece for step in steps for piece in _lacking(paper, step, explained)), "")
    return (paper.rest, wanted) if wanted or paper.rest else None


def _steps(shown: StatementFile, explained: Explained) -> Iterator[Step]:
    names = {shown.employee: shown.name}
    document = STATEMENT.build(
        explained.alone, locale=shown.locale, names=names, subjects=(shown.employee,)
    )
    for section in document.sections:
        yield from (part.step for part in section.annexed if isinstance(part, Unfolding))


def _lacking(paper: _Paper, step: Step, explained: Explained) -> Iterator[str]:
    """Take an explanation from paper; yield the first piece of it that is not there."""
    made = _BETWEEN.join(f"{each.label} {each.value}" for each in step.steps)
    for piece in (f"{step.label} {step.value}", f"{_MADE} {made}" if made else ""):
        if not paper.takes(piece):
            yield piece
            return
    free = explained.free_on_paper(step.label)
    notes = [each for each in step.notes if not free.fullmatch(bare(each))]
    yield from _notes_lacking(paper, notes, free)


def _notes_lacking(paper: _Paper, notes: Iterable[str], free: re.Pattern[str]) -> Iterator[str]:
    paper.skips(free)
    for note in notes:
        if not paper.takes(note):
            yield note
            return
        paper.takes(_BETWEEN)
        paper.skips(free)


@attrs.define
class _Paper:
    """What stands on paper, read from its beginning; spaces are passed over."""

    _text: str
    _at: int = 0
    _signs: str = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self._signs = bare(self._text)

    @property
    def rest(self) -> str:
        """What was not read, as it stands there."""
        places = [at for at, sign in enumerate(self._text) if not sign.isspace()]
        return self._text[places[self._at] :].strip() if self._at < len(places) else ""

    def takes(self, piece: str) -> bool:
        """Read a piece, if it is what stands next."""
        signs = bare(piece)
        is_next = self._signs.startswith(signs, self._at)
        self._at += len(signs) * is_next
        return is_next

    def skips(self, free: re.Pattern[str]) -> None:
        """Read what need not be there, as often as it stands next."""
        while (found := free.match(self._signs, self._at)) and found[0]:
            self._at = found.end()
            self.takes(_BETWEEN)


def bare(text: str) -> str:
    """Return a text without spaces."""
    return "".join(text.split())
