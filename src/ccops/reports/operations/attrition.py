"""The attrition report: who joined and left in a period and why, and the rates of the pack."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Final

import attrs

from ccops.facts import CENTER, GroupKind
from ccops.reports.document.model import (
    Cell,
    Column,
    ColumnKind,
    Document,
    Fact,
    Facts,
    Look,
    Paragraph,
    Section,
    Table,
    Tone,
)
from ccops.reports.document.tables import text_cell
from ccops.reports.document.words import Words
from ccops.reports.operations.aims import plain_number
from ccops.reports.operations.shown import number_text
from ccops.reports.parts.list_cells import cell_of, name_cell
from ccops.settlement import Settlement
from ccops.values import Missing, NotApplicable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.reports.document.model import Part

#: The rates of a center, as the glossary calls them; those a pack has not are left out.
_RATES: Final = (
    "attrition",
    "attrition_year_simple",
    "attrition_year_compound",
    "early_attrition",
    "probation_pass_rate",
    "career_leavers_share",
)
#: The head counts and the rate of a team.
_OF_A_TEAM: Final = ("headcount_before", "leavers", "headcount_after", "attrition")


@attrs.frozen(kw_only=True)
class Spell:
    """Somebody employed in the period: from when to when, where, and why it ended."""

    employee: str
    team: str
    role: str
    hired_on: dt.date
    ended_on: dt.date | None
    reason: str


@attrs.frozen
class AttritionKind:
    """Head count, who joined and left, reasons, rates: for those who lead, not for the floor."""

    name: str = "attrition"
    about: ClassVar[type] = Settlement

    def build(
        self,
        settlement: Settlement,
        *,
        locale: str,
        names: Mapping[str, str],
        subjects: Sequence[str] | None = None,  # noqa: ARG002 - it is about the whole center
    ) -> Document:
        """Return the report. Raises ``UnknownNameError`` for a locale without words."""
        words = Words.of(locale)
        made = _Attrition(settlement, words, names)
        return Document(
            kind=self.name,
            title=words.say("attrition", period=settlement.period),
            locale=locale,
            sections=tuple(each for each in made.sections() if each.parts),
            foot=(words.say("attrition-foot"),),
        )


ATTRITION: Final = AttritionKind()


def spells_of(settlement: Settlement) -> tuple[Spell, ...]:
    """Return everybody employed in the period, with the dates of the employment in it."""
    return tuple(_spell(settlement, each) for each in settlement.employees)


def _spell(settlement: Settlement, employee: str) -> Spell:
    hired, ended, team, role, reason = (
        settlement.value(employee, name)
        for name in ("hired_on", "ended_on", "team", "role", "end_reason")
    )
    return Spell(
        employee=employee,
        team=team if isinstance(team, str) else "",
        role=role if isinstance(role, str) else "",
        hired_on=hired if isinstance(hired, dt.date) else dt.date.min,
        ended_on=ended if isinstance(ended, dt.date) else None,
        reason=reason if isinstance(reason, str) else "",
    )


@attrs.frozen(eq=False)
class _Attrition:
    """The report in the making."""

    settlement: Settlement
    words: Words
    names: Mapping[str, str]

    def sections(self) -> Iterator[Section]:
        yield self._section("movement", self._movement())
        yield self._section("rates", self._rates())
        yield self._section("teams", self._teams())
        yield self._section("reasons", self._reasons())
        yield self._section("leavers", self._listed("leavers", self._left()))
        yield self._section("joiners", self._listed("joiners", self._joined()))

    def _section(self, name: str, parts: Iterator[Part]) -> Section:
        return Section(id=name, title=self.words.say(f"attrition-{name}"), parts=tuple(parts))

    # -- who ------------------------------------------------------------------------------------

    @property
    def _first(self) -> dt.date:
        return self._days[0]

    @property
    def _days(self) -> tuple[dt.date, dt.date]:
        rules = self.settlement.rules
        days = rules.period.days(rules.default_calendar)
        return days.first, days.last

    def _left(self) -> list[Spell]:
        first, last = self._days
        spells = spells_of(self.settlement)
        found = [each for each in spells if each.ended_on and first <= each.ended_on <= last]
        return sorted(found, key=lambda each: (each.ended_on or last, each.employee))

    def _joined(self) -> list[Spell]:
        found = [x for x in spells_of(self.settlement) if x.hired_on >= self._first]
        return sorted(found, key=lambda each: (each.hired_on, each.employee))

    # -- numbers --------------------------------------------------------------------------------

    def _movement(self) -> Iterator[Part]:
        """Yield the head count before and after, which differ by those who joined and left."""
        everybody, joined, left = len(self.settlement.employees), self._joined(), self._left()
        before, after = everybody - len(joined), everybody - len(left)
        counted = {"before": before, "joined": len(joined), "left": len(left), "after": after}
        facts = (
            Fact(label=self.words.say(f"attrition-{name}"), value=cell_of(count, self.words))
            for name, count in counted.items()
        )
        yield Facts(facts=tuple(facts), look=Look.TILES)
        yield from self._disagreeing(counted)

    def _disagreeing(self, counted: Mapping[str, int]) -> Iterator[Part]:
        """Yield a warning where the pack's own figures count other people."""
        figures = {"before": "headcount_before", "left": "leavers", "after": "headcount_after"}
        for name, figure in figures.items():
            told = self._center(figure)
            number = plain_number(told.value) if told else None
            if number is not None and number != counted[name]:
                said = {"label": self._label(figure), "figure": number, "count": counted[name]}
                text = self.words.say("attrition-differs", **said)
                yield Paragraph(text=text, tone=Tone.PROVISIONAL)

    def _rates(self) -> Iterator[Part]:
        known = {name: self._center(name) for name in _RATES}
        facts = tuple(
            Fact(label=self._label(name), value=cell) for name, cell in known.items() if cell
        )
        if facts:
            yield Facts(facts=facts, look=Look.TILES)

    def _center(self, name: str) -> Cell | None:
        """Return a figure of the center, ``None`` where the pack has none or no value of it."""
        if GroupKind.CENTER not in self.settlement.groups:
            return None
        about = self.settlement.of(GroupKind.CENTER.value)
        return self._cell(about, CENTER, name) if about.has_name(name) else None

    def _cell(self, about: Settlement, group: str, name: str) -> Cell | None:
        value = about.value(group, name)
        number = plain_number(value)
        if number is None or isinstance(value, Missing | NotApplicable):
            return None
        return Cell(text=number_text(about.unit_of(name), number, self.words), value=value)

    def _label(self, name: str) -> str:
        about = self.settlement.of(GroupKind.CENTER.value)
        return self.words.head(about.results.plan.label_of(name), name)

    def _teams(self) -> Iterator[Part]:
        if GroupKind.TEAM not in self.settlement.groups:
            return
        about = self.settlement.of(GroupKind.TEAM.value)
        names = [name for name in _OF_A_TEAM if about.has_name(name)]
        if len(names) < len(_OF_A_TEAM):
            return
        heads = (
            Column(
                id=name,
                title=self.words.head(about.results.plan.label_of(name), name),
                kind=ColumnKind.NUMBER,
            )
            for name in names
        )
        yield Table(
            id="teams-table",
            caption=self.words.say("attrition-teams-caption"),
            columns=(Column(id="team", title=self.words.say("list-team")), *heads),
            rows=tuple(
                (
                    text_cell(team),
                    *(
                        self._cell(about, team, name) or Cell(text="–", tone=Tone.MISSING)
                        for name in names
                    ),
                )
                for team in about.employees
            ),
        )

    # -- lists ----------------------------------------------------------------------------------

    def _reasons(self) -> Iterator[Part]:
        """Yield how many left for which reason; they add up to those who left."""
        counts = Counter(each.reason for each in self._left())
        if not counts:
            return
        ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
        total = text_cell(self.words.say("attrition-left"), tone=Tone.TOTAL)
        yield Table(
            id="reasons-table",
            caption=self.words.say("attrition-reasons-caption"),
            columns=(
                Column(id="reason", title=self.words.say("list-reason")),
                Column(id="count", title=self.words.say("list-count"), kind=ColumnKind.NUMBER),
            ),
            rows=tuple(
                (text_cell(self._reason(reason)), cell_of(count, self.words))
                for reason, count in ordered
            ),
            foot=((total, cell_of(sum(counts.values()), self.words)),),
        )

    def _reason(self, reason: str) -> str:
        return self.words.say(f"end-reason-{reason or 'unknown'}")

    def _listed(self, name: str, spells: Sequence[Spell]) -> Iterator[Part]:
        if not spells:
            return
        keys = ("employee", "team", "hired_on", "ended_on", "reason")
        shown = keys if name == "leavers" else keys[:3]
        kinds = {"hired_on": ColumnKind.DATE, "ended_on": ColumnKind.DATE}
        yield Table(
            id=f"{name}-table",
            caption=self.words.say(f"attrition-{name}"),
            columns=tuple(
                Column(
                    id=key,
                    title=self.words.say(f"list-{key}"),
                    kind=kinds.get(key, ColumnKind.TEXT),
                )
                for key in shown
            ),
            rows=tuple(self._row(each)[: len(shown)] for each in spells),
        )

    def _row(self, spell: Spell) -> tuple[Cell, ...]:
        return (
            name_cell(spell.employee, self.names),
            text_cell(spell.team),
            cell_of(spell.hired_on, self.words),
            cell_of(spell.ended_on, self.words),
            text_cell(self._reason(spell.reason)),
        )
