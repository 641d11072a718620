"""A verified statement: what of it was worked out again, what is attested, and what differs."""

from __future__ import annotations

from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops import __version__
from ccops.reports.document.rendering import Renderer
from ccops.reports.document.words import Words
from ccops.reports.pay.statement_compared import StatementFront
from ccops.reports.pay.statement_file import Form, StatementFile
from ccops.reports.pay.statement_layout import Foreign, foreign
from ccops.settlement import InputKind, OwnInput, Verification, plain_cell, write_value
from ccops.values import Missing, decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.reports.pay.statement_page import Row
    from ccops.values import Cell

#: So many characters of what is foreign are told, and so many before it.
_SHOWN: Final = 80
_BEFORE: Final = 20


@attrs.frozen(kw_only=True, eq=False)
class VerifiedStatement:
    """What came of verifying one statement of a file: ``print`` it, or read its data.

    ``wanted`` is the seal of the settlement as it was signed or published, where somebody has it;
    without one the statement is held against the seal that it names itself. ``renderer`` is what
    pages are laid out by.
    """

    statement: StatementFile
    verification: Verification
    renderer: Renderer
    wanted: str = ""
    locale: str = ""

    @cached_property
    def differences(self) -> tuple[tuple[Row, Row], ...]:
        """What it shows otherwise than it follows: as shown, and as it follows.

        Compared are the lines and totals, and all above them but the name and the letterhead.
        """
        return tuple(self._front.differences(self.statement))

    @cached_property
    def foreign(self) -> Foreign | None:
        """The first thing in the file that ccops does not write there, and what it writes.

        A page is held against the one that ccops writes of the same content, and data likewise.
        Of paper it is known only what of its explanations is not as it should be.
        """
        return foreign(self.statement, self.verification, self.renderer)

    @cached_property
    def _front(self) -> StatementFront:
        """The statement as it follows from its inputs."""
        found = self.verification
        return StatementFront.of(found.alone, found.attestation.employee, self.statement)

    @property
    def is_wanted(self) -> bool:
        """Whether it leads to the seal that was signed; so it does where nobody gave one."""
        return not self.wanted or self.verification.seal == self.wanted

    @property
    def is_own(self) -> bool:
        """Whether what it carries is of the employee it is about."""
        return self.verification.attestation.employee == self.statement.employee

    @property
    def is_right(self) -> bool:
        """Whether all it shows follows, from inputs under the seal, and nothing was added."""
        found = self.verification
        follows = found.is_right and self.is_own and self.is_wanted and not self.differences
        return follows and self.foreign is None

    def __str__(self) -> str:
        return "\n".join(self._lines(Words.of(self.locale or self.statement.locale)))

    def _lines(self, words: Words) -> Iterator[str]:
        found, say = self.verification, words.say
        manifest = found.attestation.manifest
        told = {"employee": self.statement.employee, "period": manifest["period"]}
        yield say("verify-right" if self.is_right else "verify-wrong", **told)
        yield say(
            "verify-pack",
            pack=manifest["pack_id"],
            version=manifest["pack_version"],
            digest=manifest["pack_digest"],
        )
        yield from self._problems(words)
        yield say("verify-recomputed", count=len(self._front.rows))
        yield from (f"  {_written(row)}" for row in self._front.rows)
        yield say("verify-attested")
        yield from (f"  {each}" for each in self._of_others(words))
        kinds = [each.kind for each in found.inputs]
        yield say(
            "verify-given", facts=kinds.count(InputKind.FACT), past=kinds.count(InputKind.PAST)
        )
        yield say("verify-read-here")
        yield say("verify-not-compared")
        if self.statement.source.form is Form.PDF:
            yield say("verify-paper")
        yield say("verify-settlement", digest=found.settlement, people=found.attestation.people)
        yield say("verify-seal", seal=found.seal)
        if not self.wanted:
            yield say("verify-compare")

    def _problems(self, words: Words) -> Iterator[str]:
        found, say = self.verification, words.say
        if not self.is_own:
            yield say("verify-other-person", employee=found.attestation.employee)
        if not found.is_covered:
            yield say("verify-not-covered", named=found.attestation.seal, found=found.seal)
        elif not self.is_wanted:
            yield say("verify-other-seal", wanted=self.wanted, found=found.seal)
        for shown, follows in self.differences:
            yield say("verify-differs", shown=_written(shown), found=_written(follows))
        shown_wrong = bool(self.differences)
        for each in found.amounts:
            if not each.is_same and not shown_wrong:
                yield say("verify-differs", shown=_plain(each.said), found=_plain(each.found))

        if not self.differences and self.foreign is not None:
            yield from self._added(words, *self.foreign)

    def _added(self, words: Words, shown: str, written: str) -> Iterator[str]:
        """Yield what the file has that ccops did not write, and how that may be."""
        is_paper = self.statement.source.form is Form.PDF
        pairs = zip(shown, written, strict=False)
        same = max(0, sum(1 for _ in takewhile(lambda each: each[0] == each[1], pairs)) - _BEFORE)
        told = {"shown": _short(shown, same), "written": _short(written, same)}
        yield words.say("verify-paper-lacks" if is_paper else "verify-foreign", **told)
        version = str(self.verification.attestation.manifest.get("ccops_version", ""))
        if version != __version__:
            yield words.say("verify-foreign-version", version=version, here=__version__)
        if self.statement.source.form is Form.HTML:
            yield words.say("verify-foreign-templates")

    def _of_others(self, words: Words) -> Iterator[str]:
        """Yield what depends on others: places with their sizes, and what was gathered."""
        found = self.verification
        plan = found.results.plan
        parts = {(e.key, e.kind): cell for e, cell in found.inputs.items() if e.is_of_others}
        for own, cell in found.inputs.items():
            if own.kind is not InputKind.FIGURE:
                continue
            label = words.head(plan.label_of(own.name), own.name)
            value = self._value(own, cell, words)
            size, tied = (parts.get((own.key, each)) for each in (InputKind.SIZE, InputKind.TIED))
            if size is None:
                yield words.say("verify-gathered", label=label, value=value)
            elif isinstance(cell, Missing):
                yield words.say("verify-no-place", label=label, value=value, size=size)
            else:
                told = {"label": label, "place": value, "size": size, "tied": tied}
                yield words.say("verify-place", **told)

    def _value(self, own: OwnInput, cell: Cell | Missing, words: Words) -> str:
        currency = self.verification.rules.currency
        value: Any = cell
        if not isinstance(cell, Missing):
            value = decode(cell, own.type, own.carrier, currency=currency)
        return write_value(value, own.type.unit, locale=words.locale)

    def to_dict(self) -> dict[str, Any]:
        """Return what came of it as plain JSON data."""
        found = self.verification
        return {
            "employee": self.statement.employee,
            "period": found.attestation.manifest["period"],
            "right": self.is_right,
            "own": self.is_own,
            "covered": found.is_covered,
            "settlement": found.settlement,
            "people": found.attestation.people,
            "seal": found.seal,
            "wanted": self.wanted,
            "amounts": [
                {
                    "figure": each.figure,
                    "said": each.said,
                    "found": each.found,
                    "same": each.is_same,
                }
                for each in found.amounts
            ],
            "differences": [
                {"shown": list(shown), "found": list(follows)}
                for shown, follows in self.differences
            ],
            "foreign": None if self.foreign is None else list(self.foreign),
            "attested": {
                own.id: plain_cell(cell, own.type.unit, own.carrier)
                for own, cell in found.inputs.items()
                if own.is_of_others
            },
            "inputs": {
                own.id: plain_cell(cell, own.type.unit, own.carrier)
                for own, cell in found.inputs.items()
                if not own.is_of_others
            },
        }


def _written(row: Sequence[str]) -> str:
    return "  ".join(each for each in row if each) or "-"


def _short(text: str, start: int) -> str:
    """Return so much of a text from a place on as fits on a line; nothing as a dash."""
    shown = "".join(each if each.isprintable() else " " for each in text[start:])
    before, after = "…" if start else "", "…" if len(shown) > _SHOWN else ""
    return f"{before}{shown[:_SHOWN]}{after}" or "-"


def _plain(value: object) -> str:
    return "-" if value is None else str(value)
