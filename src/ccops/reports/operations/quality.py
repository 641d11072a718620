"""The quality report: scores, what items cost, critical accuracy, samples, agreement, disputes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import attrs

from ccops.messages import Label, format_date, format_number
from ccops.reports.document.kinds import PageKind
from ccops.reports.document.model import (
    Cell,
    Column,
    ColumnKind,
    Document,
    Paragraph,
    Section,
    Table,
    Tone,
)
from ccops.reports.document.tables import text_cell
from ccops.reports.document.words import Words
from ccops.reports.operations.changes import worst_first
from ccops.reports.operations.shown import change_table, value_table
from ccops.reports.operations.sources import Operations
from ccops.reports.parts.list_cells import cell_of
from ccops.reports.parts.scales import half_up
from ccops.reports.people.learning import quality_sections
from ccops.scorecards import EVALUATION, QUALITY_KINDS
from ccops.scorecards.item_losses import ItemLoss, item_losses

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.kpi import Records
    from ccops.reports.document.model import Part
    from ccops.scorecards.form_fields import FormFields
    from ccops.values import PeriodDays

_TWO: Final = 2
#: The kinds of records a report on quality is about, evaluations first.
_KINDS: Final = tuple(dict.fromkeys((EVALUATION.name, *(each.name for each in QUALITY_KINDS))))


@attrs.frozen(kw_only=True, eq=False)
class Quality:
    """What quality came to in a period: its operations, and what the items of forms cost.

    ``forms`` is what people call the forms.
    """

    operations: Operations
    items: tuple[ItemLoss, ...]
    forms: Mapping[str, Label] = attrs.field(factory=dict[str, Label])

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data; points lost are two whole numbers."""
        plain = self.operations.to_dict()
        kinds = {x.indicator.name: x.indicator.over for x in self.operations.changes}
        learning = self.operations.learning
        return {
            "schema": "ccops.quality/1",
            "period": self.operations.span.label,
            "indicators": {
                name: told for name, told in plain["indicators"].items() if kinds[name] in _KINDS
            },
            "items": [
                {
                    "form": each.form,
                    "item": each.item,
                    "critical": each.critical.value if each.critical else None,
                    "fatal": each.is_fatal,
                    "evaluations": each.evaluations,
                    "lost": [each.lost.numerator, each.lost.denominator],
                }
                for each in self.items
            ],
            "lists": learning.to_dict()["lists"] if learning else {},
        }


def quality_of(
    operations: Operations,
    records: Mapping[str, Records],
    rows: Iterable[Mapping[str, object]],
    forms: Sequence[FormFields],
) -> Quality:
    """Return the quality of a period.

    ``rows`` are those of the file ``evaluations``, which say what was seen of each item;
    ``records`` those made of them: an evaluation that was overturned or is disputed costs nothing.
    """
    span = operations.span
    valid = _valid(records.get(EVALUATION.name), span.in_calendar(span.main))
    zone = ZoneInfo(operations.now.zone)
    return Quality(
        operations=operations,
        items=item_losses(rows, forms, zone=zone, counted=valid),
        forms={each.name: each.label for each in forms},
    )


def _valid(evaluations: Records | None, days: PeriodDays) -> frozenset[str]:
    if evaluations is None:
        return frozenset()
    columns = evaluations.within(days).columns
    pairs = zip(columns["evaluation_id"], columns["status"], strict=True)
    return frozenset(str(name) for name, status in pairs if status == "valid")


def _build(quality: Quality, *, locale: str, names: Mapping[str, str]) -> Document:
    words = Words.of(locale)
    span = quality.operations.span
    days = [format_date(each, locale=words.locale) for each in (span.first, span.last)]
    made = _Page(quality, words, names)
    return Document(
        kind="quality",
        title=words.say("quality", period=span.label),
        subtitle=words.say("days", first=days[0], last=days[1]),
        locale=locale,
        sections=tuple(each for each in made.sections() if each.parts),
        foot=(words.say("quality-foot"),),
    )


#: Scores, what items cost, critical accuracy, samples, agreement, disputes.
QUALITY: Final = PageKind(name="quality", about=Quality, page=_build)


@attrs.frozen(eq=False)
class _Page:
    """The report in the making."""

    quality: Quality
    words: Words
    names: Mapping[str, str]

    def sections(self) -> Iterator[Section]:
        operations = self.quality.operations
        for kind in _KINDS:
            changes = [each for each in operations.changes if each.indicator.over == kind]
            if changes:
                label = operations.kinds.get(kind)
                title = self.words.head(label, kind) if label else kind
                if operations.before:
                    caption = self.words.say("ops-compared")
                    table = change_table(kind, caption, worst_first(changes), self.words)
                else:
                    table = value_table(kind, changes, self.words)
                yield Section(id=f"all-{kind}", title=title, parts=(table,))
        yield Section(
            id="items", title=self.words.say("quality-items"), parts=tuple(self._items())
        )
        if operations.learning is not None:
            yield from quality_sections(
                operations.learning, self.words, self.names, self.quality.forms
            )

    def _items(self) -> Iterator[Part]:
        """Yield what was deducted item by item, what cost most first."""
        if not self.quality.items:
            yield Paragraph(text=self.words.say("list-empty"), tone=Tone.MUTED)
            return
        say = self.words.say
        yield Table(
            id="items-table",
            caption=say("quality-items-caption"),
            columns=(
                Column(id="item", title=say("list-item")),
                Column(id="form", title=say("list-form")),
                Column(id="critical", title=say("quality-critical")),
                Column(id="evaluations", title=say("quality-seen"), kind=ColumnKind.NUMBER),
                Column(id="lost", title=say("quality-lost"), kind=ColumnKind.NUMBER),
            ),
            rows=tuple(map(self._row, self.quality.items)),
        )

    def _row(self, loss: ItemLoss) -> tuple[Cell, ...]:
        critical = ""
        if loss.critical:
            critical = self.words.say(f"critical-{loss.critical.value}")
        elif loss.is_fatal:
            critical = self.words.say("critical-fatal")
        lost = format_number(half_up(loss.lost, _TWO), locale=self.words.locale)
        return (
            text_cell(self.words.head(loss.label, loss.item)),
            text_cell(self.words.head(loss.form_label, loss.form)),
            text_cell(critical),
            cell_of(loss.evaluations, self.words),
            Cell(text=lost, value=loss.lost),
        )
