"""Study in pairs: modules of the knowledge base split among two, a test every week (S2-01)."""

from __future__ import annotations

import enum
import re
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.kpi import Better, IndicatorRule, RatioRule
from ccops.messages import Diagnostic, Label, Origin, Text
from ccops.rules import Shape, name_field, origin_field, pack_field

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

_MONTH_DAY: Final = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9])")


class WeekDay(enum.Enum):
    """The day on which a week begins."""

    MONDAY = "monday"
    SUNDAY = "sunday"


@frozen(kw_only=True)
class StudyRule:
    """Study in pairs that begins on a day of each year: ``starts: 02-14``.

    A pair has so many people and splits the modules among them; each sets his own pace. ``over``
    and ``where`` are the records of the weekly test, ``result`` what it came to: points reached
    over points there were.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    starts: Text = pack_field(Shape.TEXT, zh="起始日", en="the day of the year it begins: 02-14")
    pair: int = pack_field(Shape.WHOLE, zh="每组人数", en="how many make a pair")
    week: WeekDay = pack_field(
        Shape.WORD, of=WeekDay, default=WeekDay.MONDAY, zh="周起始日", en="when a week begins"
    )
    over: Text = pack_field(
        Shape.NAME, of="record_kind", zh="测验记录", en="the records of the weekly test"
    )
    where: Text | None = pack_field(
        Shape.FORMULA, default=None, zh="条件", en="which of them are; all without it"
    )
    result: RatioRule = pack_field(
        Shape.ONE, of=RatioRule, zh="测验成绩", en="what a test came to"
    )
    origin: Origin = origin_field()

    def own_indicator(self) -> IndicatorRule:
        """Return the indicator of the results of tests, by person and day."""
        span = self.origin.span
        return IndicatorRule(
            name=self.name,
            over=self.over,
            where=self.where,
            ratio=self.result,
            better=Better.HIGHER,
            by=(Text("employee", span), Text("day", span)),
            label=self.label,
            origin=self.origin,
        )

    def began(self, on: dt.date) -> dt.date:
        """Return the last day on which study began by a day."""
        month, day = map(int, self.starts.value.strip().split("-"))
        this_year = on.replace(month=month, day=day)
        return this_year if this_year <= on else this_year.replace(year=on.year - 1)


def check_studies(rules: Iterable[StudyRule]) -> tuple[Diagnostic, ...]:
    """Return what is wrong with study in pairs.

    A day that is in no year, or not in every one (``study-start``), and pairs of fewer than two
    (``study-pair``).
    """
    return tuple(each for rule in rules for each in _problems(rule))


def _problems(rule: StudyRule) -> Iterator[Diagnostic]:
    text = rule.starts.value.strip()
    if not _MONTH_DAY.fullmatch(text) or text == "02-29":
        told = {"name": rule.name, "got": rule.starts.value}
        yield Diagnostic(code="study-start", span=rule.starts.span, args=told)
    if rule.pair < 2:  # noqa: PLR2004 - one alone is no pair
        told = {"name": rule.name, "got": str(rule.pair)}
        yield Diagnostic(code="study-pair", span=rule.origin.span, args=told)
