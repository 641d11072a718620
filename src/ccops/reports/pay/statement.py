"""The pay statement of each employee: own lines, own reasons, and nothing of anybody else."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Final

import attrs

from ccops.messages import Label, format_date
from ccops.reports.document.model import (
    Document,
    Fact,
    Facts,
    Layout,
    Look,
    Paragraph,
    Part,
    Section,
    Tone,
)
from ccops.reports.document.tables import text_cell
from ccops.reports.document.words import Words
from ccops.reports.parts.foot import foot_of, pack_told, seal_told
from ccops.reports.parts.own_lines import OwnLines
from ccops.reports.parts.unfolding import Unfolder
from ccops.reports.parts.working_out import workings_of
from ccops.reports.pay.statement_behind import Behind
from ccops.settlement import Settlement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ccops.plan import PayLine
    from ccops.values import PeriodDays


@attrs.frozen
class StatementKind:
    """The person's own statement: each line with its reason and its explanation."""

    name: str = "statement"
    about: ClassVar[type] = Settlement

    def build(
        self,
        settlement: Settlement,
        *,
        locale: str,
        names: Mapping[str, str],
        subjects: Sequence[str] | None = None,
    ) -> Document:
        """Return one statement a section. Raises ``UnknownNameError`` for a stranger."""
        words = Words.of(locale)
        chosen = settlement.employees if subjects is None else tuple(subjects)
        workings = workings_of(settlement, words, subjects=chosen, names=names)
        unfolder = Unfolder(settlement=settlement, words=words)
        common = _Common(settlement, words)
        return Document(
            kind=self.name,
            title=words.say("statement", period=settlement.period),
            subtitle=words.say("statement-subtitle", **pack_told(settlement)),
            locale=locale,
            layout=Layout.PAGES,
            sections=tuple(
                _Statement(
                    settlement=settlement,
                    words=words,
                    employee=employee,
                    name=names.get(employee, ""),
                    unfolder=unfolder,
                    common=common,
                ).section()
                for employee in chosen
            ),
            foot=(*foot_of(settlement, words), seal_told(settlement, words)),
            workings=workings,
        )


STATEMENT: Final = StatementKind()


def statement_front(
    settlement: Settlement, employee: str, *, locale: str, name: str = ""
) -> tuple[Part, ...]:
    """Return what the statement of an employee shows that follows: all but the explanations.

    Raises ``UnknownNameError`` for a stranger, and for a locale without words.
    """
    words = Words.of(locale)
    made = _Statement(
        settlement=settlement,
        words=words,
        employee=employee,
        name=name,
        common=_Common(settlement, words),
    )
    return made.front()


@attrs.frozen(eq=False)
class _Common:
    """What everybody's statement says of the month."""

    settlement: Settlement
    words: Words

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """The period, the pack, and the days of every calendar."""
        say, period = self.words.say, self.settlement.rules.period
        pack = "{pack} {version}".format(**pack_told(self.settlement))
        rows = (("period", period.label), ("pack", pack))
        told = (Fact(label=say(key), value=text_cell(text)) for key, text in rows)
        return (*told, *self._calendars())

    def _calendars(self) -> Iterator[Fact]:
        """Yield the days of every calendar; those with the same days stand in one line."""
        rules, words = self.settlement.rules, self.words
        labels: dict[PeriodDays, str] = {}
        for name, days in rules.period.calendars:
            own = words.label(rules.calendars.get(name, Label()), name)
            known = labels.get(days)
            labels[days] = words.say("both", one=known, other=own) if known else own
        for days, label in labels.items():
            first = format_date(days.first, locale=words.locale)
            last = format_date(days.last, locale=words.locale)
            text = text_cell(words.say("days", first=first, last=last))
            yield Fact(label=label[:1].upper() + label[1:], value=text)


@attrs.frozen(kw_only=True, eq=False)
class _Statement:
    """One person's statement in the making."""

    settlement: Settlement
    words: Words
    employee: str
    name: str
    common: _Common
    unfolder: Unfolder | None = None

    @cached_property
    def own(self) -> OwnLines:
        """His lines."""
        return OwnLines(
            settlement=self.settlement,
            words=self.words,
            employee=self.employee,
            told_by=self.unfolder,
        )

    def front(self) -> tuple[Part, ...]:
        """Return what it shows but explanations: whose it is, the totals and the lines."""
        return (*self._above(), *self._nothing())

    def section(self) -> Section:
        """Return what he gets and why, then what comes to nothing, then what stands behind."""
        own, paid, nothing = self.own, self._paid, self._of_nothing
        unfoldings = own.unfoldings((*paid, *nothing))
        behind = Behind(self.settlement, self.words, self.employee, self.name)
        title = f"{self.name} {self.employee}" if self.name else self.employee
        parts: tuple[Part, ...] = (
            *self._above(),
            *unfoldings[: len(paid)],
            *self._nothing(),
            *unfoldings[len(paid) :],
            *behind.parts(),
            *own.readings((*paid, *nothing)),
            behind.attestation(),
        )
        return Section(id=self.employee, title=title, parts=parts)

    @cached_property
    def _lines(self) -> tuple[PayLine, ...]:
        return self.own.lines()

    @cached_property
    def _paid(self) -> tuple[PayLine, ...]:
        nothing = {each.figure for each in self._of_nothing}
        return tuple(each for each in self._lines if each.figure not in nothing)

    @cached_property
    def _of_nothing(self) -> tuple[PayLine, ...]:
        return tuple(each for each in self._lines if self.own.is_nothing(each))

    def _above(self) -> Iterator[Part]:
        """Yield what stands above the explanations: the last of it is the table of lines."""
        own, lines, totals = self.own, self._lines, self.own.totals()
        yield self._head()
        yield from self._totals()
        if own.is_provisional([x.figure for x in lines] + [x.key.name for x in totals]):
            yield Paragraph(text=self.words.say("provisional"), tone=Tone.PROVISIONAL)
        yield own.table(self._paid, totals)

    def _nothing(self) -> Iterator[Part]:
        if self._of_nothing:
            yield self.own.nothing(self._of_nothing)

    # -- head -------------------------------------------------------------------------------

    def _head(self) -> Facts:
        say = self.words.say
        facts = [Fact(label=say("employee-id"), value=text_cell(self.employee))]
        if self.name:
            facts.insert(0, Fact(label=say("employee"), value=text_cell(self.name)))
        return Facts(facts=(*facts, *self.common.facts))

    def _totals(self) -> Iterator[Facts]:
        facts = []
        for step in self.own.totals():
            label = self.words.head(step.label, step.key.name)
            note = self.own.mark(step.key.name)
            amount = attrs.evolve(self.own.money(step.key.name), note=note)
            facts.append(Fact(label=label, value=amount))
        if facts:
            yield Facts(facts=tuple(facts), look=Look.TILES)
