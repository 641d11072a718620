"""The approval sheet: what an approver signs, with everybody, every line and every reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

import attrs

from ccops.messages import format_money, format_number
from ccops.reports.document.following import SumOf
from ccops.reports.document.model import (
    Cell,
    Document,
    Fact,
    Facts,
    Look,
    Paragraph,
    Part,
    Section,
    Tone,
)
from ccops.reports.document.words import Words
from ccops.reports.parts.foot import foot_of, pack_told, seal_told
from ccops.reports.parts.money_sums import sum_cell, summed
from ccops.reports.parts.signing import month_signatures
from ccops.reports.parts.working_out import workings_of
from ccops.reports.pay.approval_left_out import LeftOut
from ccops.reports.pay.approval_people import SheetPeople
from ccops.reports.pay.approval_totals import GROUPED, SheetTotals
from ccops.reports.pay.decided import decided_facts
from ccops.settlement import Settlement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


@attrs.frozen(kw_only=True, eq=False)
class ApprovalKind:
    """The sheet of a whole month; ``last`` is the settlement of the period before, if known."""

    name: str = "approval"
    about: ClassVar[type] = Settlement
    last: Settlement | None = None

    def build(
        self,
        settlement: Settlement,
        *,
        locale: str,
        names: Mapping[str, str],
        subjects: Sequence[str] | None = None,
    ) -> Document:
        """Return the sheet. Raises ``UnknownNameError`` for a stranger."""
        words = Words.of(locale)
        chosen = settlement.employees if subjects is None else tuple(subjects)
        workings = workings_of(settlement, words, subjects=chosen, names=names, beside=GROUPED)
        people = SheetPeople(settlement=settlement, words=words, names=names, subjects=chosen)
        sheet = _Sheet(people, SheetTotals(people, self.last))
        return Document(
            kind=self.name,
            title=words.say("approval", period=settlement.period),
            subtitle=words.say("statement-subtitle", **pack_told(settlement)),
            locale=locale,
            sections=tuple(each for each in sheet.sections() if each.parts),
            foot=foot_of(settlement, words),
            workings=workings,
        )


APPROVAL: Final = ApprovalKind()


@attrs.frozen(eq=False)
class _Sheet:
    """The sheet in the making."""

    people: SheetPeople
    totals: SheetTotals

    def sections(self) -> Iterator[Section]:
        yield self._section("approval-summary", self._summary())
        yield self._section("approval-people", self._everybody())
        yield self._section("approval-totals", self._sums())
        yield self._section("approval-reasons", LeftOut(self.people).parts())

    def _section(self, name: str, parts: Iterator[Part]) -> Section:
        return Section(id=name, title=self.people.words.say(name), parts=tuple(parts))

    def _summary(self) -> Iterator[Part]:
        say, settlement = self.people.words.say, self.people.settlement
        yield self._tiles()
        if not settlement.is_final:
            yield Paragraph(text=say("approval-not-final"), tone=Tone.PROVISIONAL)
        yield from self.totals.budget()
        yield Paragraph(text=say("approval-digest", digest=settlement.digest), tone=Tone.MUTED)
        yield Paragraph(text=seal_told(settlement, self.people.words), tone=Tone.MUTED)
        decisions = settlement.rules.identity.decisions
        decided = tuple(decided_facts(decisions, settlement, self.people.words))
        if decided:
            yield Facts(facts=decided, title=say("decisions"))
        yield month_signatures(settlement, self.people.words)

    def _tiles(self) -> Facts:
        """Return how many people there are and what they come to."""
        people, locale = self.people, self.people.words.locale
        count = len(people.subjects)
        number = Cell(text=format_number(count, locale=locale), value=count)
        facts = [Fact(label=people.words.say("approval-count"), value=number)]
        for step in people.totals:
            found = summed(people.settlement, people.subjects, step.key.name)
            text = format_money(found.amount.amount, found.amount.currency, locale=locale)
            total = attrs.evolve(
                sum_cell(found, people.words),
                text=text,
                tone=Tone.PROVISIONAL if found.missing else Tone.PLAIN,
                follows=SumOf(figure=step.key.name),
            )
            label = people.words.head(step.label, step.key.name)
            facts.append(Fact(label=label, value=total))
        return Facts(facts=tuple(facts), look=Look.TILES)

    def _everybody(self) -> Iterator[Part]:
        yield self.people.table()
        if self.people.idle:
            words = self.people.words
            listed = (words.label(each.label, each.figure) for each in self.people.idle)
            text = words.say("approval-idle", lines=words.say("listed").join(listed))
            yield Paragraph(text=text, tone=Tone.MUTED)

    def _sums(self) -> Iterator[Part]:
        yield self.totals.by_line()
        yield from self.totals.by_group()
