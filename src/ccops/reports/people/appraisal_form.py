"""One form of an appraisal as a table: each item with its weight, its value and its points."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import format_number
from ccops.reports.document.following import At
from ccops.reports.document.model import Cell, Column, ColumnKind, Table, Tone
from ccops.reports.document.tables import text_cell
from ccops.reports.document.words import Words
from ccops.reports.parts.adding_up import adding_up
from ccops.reports.parts.floor_cells import value_cell
from ccops.reports.parts.scales import half_up
from ccops.scorecards import Effect, ScorecardRule
from ccops.scorecards.parts import item_part_name
from ccops.settlement import Settlement, write_value
from ccops.values import Missing, NotApplicable, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.scorecards import ItemRule

_TWO: Final = 2
_DASH: Final = Cell(text="–", tone=Tone.MUTED)


def points_cell(settlement: Settlement, employee: str, name: str, words: Words) -> Cell:
    """Return points to two decimals for showing; the cell's value stays exact."""
    value = settlement.value(employee, name)
    if isinstance(value, Missing | NotApplicable):
        text = write_value(value, Unit.POINTS, locale=words.locale)
        return Cell(text=text, value=value, tone=Tone.MISSING)
    if not isinstance(value, Decimal | Fraction | int) or isinstance(value, bool):
        raise TypeError(f"{name} is no points")
    return attrs.evolve(_points(value, words), follows=At(subject=employee, figure=name))


def _points(value: Decimal | Fraction | int, words: Words) -> Cell:
    shown = half_up(Fraction(value), _TWO)
    return Cell(text=format_number(shown, locale=words.locale), value=value)


def _effect(item: ItemRule) -> Effect:
    return item.scale.effect if item.scale is not None else Effect.ADDS


@attrs.frozen(eq=False)
class FormTable:
    """One form of one employee."""

    settlement: Settlement
    words: Words
    employee: str
    form: ScorecardRule

    def table(self) -> Table:
        """Return the items of the form, with its score in the foot."""
        say = self.words.say
        numbers = ("form-measured", "form-points", "form-deducted")
        return Table(
            id=f"form-{self.employee}-{self.form.name}",
            caption=self.words.head(self.form.label, self.form.name),
            columns=(
                Column(id="item", title=say("item")),
                Column(id="form-weight", title=say("form-weight")),
                *(Column(id=x, title=say(x), kind=ColumnKind.NUMBER) for x in numbers),
            ),
            rows=tuple(self._row(item) for item in self.form.items),
            foot=(self._foot(),),
        )

    def _foot(self) -> tuple[Cell, ...]:
        head = text_cell(self.words.say("form-total"), tone=Tone.TOTAL)
        score = attrs.evolve(self._cell(self._score), explain=self._why)
        blank = Cell(text="")
        return (head, blank, blank, score, blank)

    @property
    def _score(self) -> str:
        return self.form.gives.value if self.form.gives else self.form.name

    @property
    def _why(self) -> str:
        return f"why-{self.employee}-{self._score}"

    def _cell(self, name: str) -> Cell:
        return points_cell(self.settlement, self.employee, name, self.words)

    def _row(self, item: ItemRule) -> tuple[Cell, ...]:
        """Return an item; its section is said beneath."""
        section = item.section.value if item.section else ""
        labels = {each.name: each.label for each in self.form.sections}
        note = self.words.label(labels[section], section) if section in labels else ""
        head = text_cell(self.words.head(item.label, item.name), note=note)
        return (head, text_cell(self._worth(item)), self._measured(item), *self._gained(item))

    def _worth(self, item: ItemRule) -> str:
        """Return the most points of an item, or what each occurrence costs or gives."""
        say = self.words.say
        if item.points:
            return self._number(item.points)
        if item.deduct is not None:
            return say("form-each-off", points=self._number(item.deduct.number))
        if item.bonus is not None:
            most = item.at_most
            key = "form-each-on" if most is None else "form-each-on-most"
            return say(key, points=self._number(item.bonus.number), most=most)
        return say("form-fatal") if item.fatal else "–"

    def _number(self, number: Fraction) -> str:
        whole = number.denominator == 1
        told = number.numerator if whole else half_up(number, _TWO)
        return format_number(told, locale=self.words.locale)

    def _measured(self, item: ItemRule) -> Cell:
        if item.reads is None:
            return _DASH
        name = item.reads.value
        if self.settlement.unit_of(name) is Unit.POINTS:
            return self._cell(name)
        return value_cell(self.settlement, self.employee, name, self.words)

    def _gained(self, item: ItemRule) -> tuple[Cell, Cell]:
        """Return the points of an item and what it lost, each with its explanation."""
        name, effect = item_part_name(self.form, item), _effect(item)
        if effect is Effect.VOIDS:
            hit = value_cell(self.settlement, self.employee, name, self.words)
            return _DASH, attrs.evolve(hit, explain=self._why)
        made = attrs.evolve(self._part(name), explain=self._why)
        if effect is Effect.DEDUCTS:
            return _DASH, made
        if effect is Effect.REWARDS or not isinstance(made.value, Decimal | Fraction | int):
            return made, _DASH
        if name in self._printed:
            return made, self._lost(item.points - Fraction(self._printed[name]))
        return made, self._lost(item.points - Fraction(made.value))

    def _part(self, name: str) -> Cell:
        """Return the points of an item, as they are printed beside the score."""
        made, printed = self._cell(name), self._printed.get(name)
        if printed is None:
            return made
        return attrs.evolve(made, text=format_number(abs(printed), locale=self.words.locale))

    @cached_property
    def _printed(self) -> Mapping[str, Decimal]:
        """The points of each item to two decimals, so that they add up to the printed score.

        Points that are deducted are below 0. None where the items are not what makes the score.
        """
        total, signs = self._cell(self._score).value, dict[str, Fraction]()
        for item in self.form.items:
            name, effect = item_part_name(self.form, item), _effect(item)
            value = self._cell(name).value if effect is not Effect.VOIDS else None
            if isinstance(value, Decimal | Fraction | int):
                signs[name] = Fraction(value) * (-1 if effect is Effect.DEDUCTS else 1)
        if not isinstance(total, Decimal | Fraction | int):
            return {}
        printed = adding_up(tuple(signs.values()), half_up(Fraction(total), _TWO), places=_TWO)
        return dict(zip(signs, printed or (), strict=False))

    def _lost(self, points: Fraction) -> Cell:
        return _points(points, self.words) if points > 0 else _DASH
