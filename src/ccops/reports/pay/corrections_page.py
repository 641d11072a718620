"""The page of corrections: each amount that is another, before and after, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import attrs

from ccops.facts import GroupKind
from ccops.messages import Label, format_money, format_number, message
from ccops.reports.document.following import RowsAbove
from ccops.reports.document.kinds import PageKind
from ccops.reports.document.model import (
    Cell,
    Column,
    ColumnKind,
    Document,
    Fact,
    Facts,
    Look,
    Paragraph,
    Part,
    Section,
    Step,
    Table,
    Tone,
    Unfolding,
)
from ccops.reports.document.tables import text_cell
from ccops.reports.document.words import Words
from ccops.reports.parts.foot import foot_of, pack_told
from ccops.reports.parts.list_cells import name_cell
from ccops.reports.parts.signing import month_signatures
from ccops.settlement import Change, Difference, write_value
from ccops.settlement.revised.difference_text import carried_text, cause_texts, left_texts
from ccops.values import Missing, Money, NotApplicable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.settlement.revised.carried import Carried
    from ccops.settlement.revised.causes import Value

#: So many causes of a change are told in its row; all of them where it unfolds.
_TOLD: Final = 2


def _build(difference: Difference, *, locale: str, names: Mapping[str, str]) -> Document:
    words = Words.of(locale)
    after = difference.after
    made = _Page(difference=difference, words=words, names=names)
    return Document(
        kind="corrections",
        title=words.say("corrections", period=after.period),
        subtitle=words.say("statement-subtitle", **pack_told(after)),
        locale=locale,
        sections=tuple(made.sections()),
        foot=foot_of(after, words),
    )


#: What a revision changes: who gets another amount, by how much and why.
CORRECTIONS: Final = PageKind(name="corrections", about=Difference, page=_build)


@attrs.frozen(kw_only=True, eq=False)
class _Page:
    """The page in the making."""

    difference: Difference
    words: Words
    names: Mapping[str, str]

    def sections(self) -> Iterator[Section]:
        """Yield the sum, the lines, the groups that moved, and what goes on from the old one."""
        yield self._section("corrections-sum", self._sum())
        if self.difference.lines:
            yield self._section("corrections-lines", self._lines())
        if self.difference.carried:
            yield self._section("corrections-carried", self._carried())
        groups = tuple(self._groups())
        if groups:
            yield self._section("corrections-groups", iter(groups))

    def _section(self, name: str, parts: Iterator[Part]) -> Section:
        return Section(id=name, title=self.words.say(name), parts=tuple(parts))

    # -- the sum ----------------------------------------------------------------------------

    def _sum(self) -> Iterator[Part]:
        found, say = self.difference, self.words.say
        yield Facts(facts=tuple(self._tiles()), look=Look.TILES)
        if not found.lines:
            yield Paragraph(text=self._message("difference-nothing"))
        then, now = found.before, found.after
        yield Paragraph(
            text=say(
                "corrections-between",
                before=then.manifest.revision,
                old=then.digest,
                after=now.manifest.revision,
                new=now.digest,
            ),
            tone=Tone.MUTED,
        )
        rules = [(self._rule(what), one or "–", other or "–") for what, one, other in found.rules]
        if rules:
            yield self._rules(rules)
        yield from self._later()
        yield month_signatures(now, self.words)

    def _tiles(self) -> Iterator[Fact]:
        found, locale = self.difference, self.words.locale
        for key, count in (
            ("corrections-count", len(found.lines)),
            ("approval-count", len(found.employees)),
        ):
            text = format_number(count, locale=locale)
            yield Fact(label=self.words.say(key), value=Cell(text=text, value=count))
        text = self._signed(format_money(found.total.amount, found.total.currency, locale=locale))
        label = self.words.say("approval-difference")
        yield Fact(label=label, value=Cell(text=text, value=found.total))

    def _signed(self, text: str) -> str:
        return f"+{text}" if self.difference.total.minor > 0 else text

    def _rule(self, what: str) -> str:
        """Return what of the rules is another: the question of a choice, what was decided."""
        kind, _, name = what.partition(" ")
        rules, locale = self.difference.after.rules, self.words.locale
        if kind == "choice":
            return rules.question(name, locale)
        if kind == "decision":
            label, _ = rules.parameters.get(name, (Label(), None))
            return f"{self.words.head(label)} [{name}]" if label != Label() else name
        return self.words.say("corrections-pack") if kind == "pack" else what

    def _rules(self, rules: Sequence[tuple[str, str, str]]) -> Table:
        say = self.words.say
        return Table(
            id="corrections-rules",
            caption=say("corrections-rules"),
            columns=(
                Column(id="what", title=say("item")),
                Column(id="before", title=say("list-before")),
                Column(id="after", title=say("list-after")),
            ),
            rows=tuple(tuple(map(text_cell, each)) for each in rules),
        )

    def _later(self) -> Iterator[Paragraph]:
        """Yield what the next period takes over otherwise, and what goes on from the old one."""
        found = self.difference
        if found.stale:
            text = self._message("difference-stale", periods=", ".join(found.stale))
            yield Paragraph(text=text, tone=Tone.PROVISIONAL)
        named = left_texts(found, self.words.locale)
        if named:
            text = self._message("difference-left", names=self.words.say("listed").join(named))
            yield Paragraph(text=text, tone=Tone.MUTED)

    def _message(self, key: str, **told: object) -> str:
        return message(key, told, locale=self.words.locale)

    # -- lines ------------------------------------------------------------------------------

    def _lines(self) -> Iterator[Part]:
        say, found = self.words.say, self.difference
        money = ColumnKind.MONEY
        currency = found.total.currency
        yield Table(
            id="corrections-table",
            caption=say("amount", currency=currency),
            columns=(
                Column(id="employee", title=say("list-employee")),
                Column(id="item", title=say("item")),
                Column(id="before", title=say("list-before"), kind=money),
                Column(id="after", title=say("list-after"), kind=money),
                Column(id="difference", title=say("approval-difference"), kind=money),
                Column(id="why", title=say("promotion-why")),
            ),
            rows=tuple(map(self._row, found.lines)),
            foot=(self._foot(),),
        )
        for each in found.lines:
            yield self._unfolding(each)

    def _row(self, change: Change) -> tuple[Cell, ...]:
        return (
            name_cell(change.employee, self.names),
            text_cell(self._named(change), note="" if change.is_own else self._moved()),
            self._amount(change, change.before),
            self._amount(change, change.after),
            attrs.evolve(self._more(change.difference), explain=self._why(change)),
            text_cell(self._causes(change), tone=Tone.MUTED),
        )

    def _moved(self) -> str:
        """Return the word for an amount that only others moved."""
        return self.words.say("corrections-moved")

    def _group(self, kind: str, group: str) -> str:
        """Return what people call a team or a project, or the center."""
        if kind == "center":
            return self.words.say("the-center")
        called = self.difference.after.rules.called(GroupKind(kind))
        return self.words.label(called.get(group, Label()), group)

    def _named(self, change: Change) -> str:
        return self.words.head(change.label, change.name)

    def _amount(self, change: Change, value: Value) -> Cell:
        """Return an amount without its currency; a line that is not there is a dash, not 0."""
        if isinstance(value, NotApplicable):
            return Cell(text="–", value=value, tone=Tone.MUTED)
        if isinstance(value, Money):
            return Cell(text=format_number(value.amount, locale=self.words.locale), value=value)
        text = write_value(value, change.unit, locale=self.words.locale)
        tone = Tone.MISSING if isinstance(value, Missing) else Tone.PLAIN
        return Cell(text=text, value=value, tone=tone)

    def _more(self, money: Money | None, tone: Tone = Tone.PLAIN) -> Cell:
        if money is None:
            return Cell(text="–", tone=Tone.MISSING)
        text = format_number(money.amount, locale=self.words.locale)
        return Cell(text=f"+{text}" if money.minor > 0 else text, value=money, tone=tone)

    def _foot(self) -> tuple[Cell, ...]:
        head = text_cell(self.words.say("form-total"), tone=Tone.TOTAL)
        total = attrs.evolve(self._more(self.difference.total, Tone.TOTAL), follows=RowsAbove())
        blank = Cell(text="")
        return (head, blank, blank, blank, total, blank)

    def _all_causes(self, change: Change) -> tuple[str, ...]:
        return cause_texts(self.difference, change, self.words.locale)

    def _causes(self, change: Change) -> str:
        """Return the first causes of a change, and how many more there are."""
        told = list(self._all_causes(change))
        more = len(told) - _TOLD
        if more > 0:
            told = [*told[:_TOLD], self._message("difference-more", count=more)]
        return self.words.say("listed").join(told)

    def _why(self, change: Change) -> str:
        return f"why-{change.employee}-{change.name}"

    def _unfolding(self, change: Change) -> Unfolding:
        before, after = (self._amount(change, x).text for x in (change.before, change.after))
        step = Step(
            label=f"{change.employee} {self._named(change)}",
            value=f"{before} → {after}",
            notes=self._all_causes(change),
        )
        return Unfolding(id=self._why(change), step=step)

    # -- what is carried over ---------------------------------------------------------------

    def _carried(self) -> Iterator[Part]:
        """Yield of whom the next period takes over something else: before, after, why."""
        say = self.words.say
        yield Table(
            id="corrections-carried-table",
            caption=say("corrections-carried"),
            columns=(
                Column(id="employee", title=say("list-employee")),
                Column(id="figure", title=say("figure")),
                Column(id="before", title=say("list-before"), kind=ColumnKind.NUMBER),
                Column(id="after", title=say("list-after"), kind=ColumnKind.NUMBER),
                Column(id="why", title=say("promotion-why")),
            ),
            rows=tuple(map(self._carried_row, self.difference.carried)),
        )

    def _carried_row(self, carried: Carried) -> tuple[Cell, ...]:
        change = carried.change
        name = carried_text(self.difference, carried, self.words.locale)
        same = self.words.say("corrections-lots") if change.before == change.after else ""
        return (
            name_cell(change.employee, self.names),
            text_cell(name, note=same or ("" if change.is_own else self._moved())),
            self._amount(change, change.before),
            self._amount(change, change.after),
            text_cell(self._causes(change), tone=Tone.MUTED),
        )

    # -- groups -----------------------------------------------------------------------------

    def _groups(self) -> Iterator[Table]:
        """Yield the figures of teams and of the center that are others."""
        say = self.words.say
        for kind, changes in self.difference.groups.items():
            if changes:
                yield Table(
                    id=f"corrections-{kind}",
                    caption=say(f"corrections-{kind}"),
                    columns=(
                        Column(id="group", title=say("group")),
                        Column(id="figure", title=say("figure")),
                        Column(id="before", title=say("list-before"), kind=ColumnKind.NUMBER),
                        Column(id="after", title=say("list-after"), kind=ColumnKind.NUMBER),
                    ),
                    rows=tuple(
                        (
                            text_cell(self._group(kind, each.employee)),
                            text_cell(self._named(each)),
                            self._amount(each, each.before),
                            self._amount(each, each.after),
                        )
                        for each in changes
                    ),
                )
