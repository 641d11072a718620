"""One row of a table under a column map: what it says of a contact, or why it is left out."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from ccops.adapters.mapped.cell_texts import is_damaged, is_scientific, is_zero_date
from ccops.adapters.mapped.column_map import (
    ColumnMap,
    Content,
    FieldRule,
    InstantRule,
    Interval,
    RollMidnight,
    RowTest,
    WithoutAgent,
)
from ccops.adapters.mapped.date_formats import other_order
from ccops.adapters.mapped.fields import LISTED
from ccops.adapters.protocol.local_times import DAY_MS, LocalTimes
from ccops.adapters.protocol.number_limits import LONGEST_MS, MOST, MOST_DIGITS, is_instant
from ccops.adapters.protocol.refusals import RowIgnoredError, RowRefusedError
from ccops.values import Missing

if TYPE_CHECKING:
    from ccops.adapters.mapped.cell_rows import Cells

#: What a row says: fields by name; instants and durations in ms.
RowFacts = Mapping[str, int | bool | str | Missing]
_UNKNOWN: Final = Missing.NOT_MEASURED
_ORDER: Final = ("started_at", "entered_at", "offered_at", "answered_at", "ended_at")
#: A score is held in hundredths.
_HUNDRED: Final = 100
_LARGEST: Final = min(LONGEST_MS, MOST)
_FLAGS: Final = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


@attrs.frozen(kw_only=True)
class RowReader:
    """Reads rows of tables under one map."""

    map: ColumnMap
    times: LocalTimes
    _columns: tuple[str, ...] = attrs.field(init=False)
    _durations: tuple[tuple[str, str], ...] = attrs.field(init=False)

    @_columns.default
    def _columns_of_map(self) -> tuple[str, ...]:
        return tuple(self.map.columns)

    @_durations.default
    def _durations_of_map(self) -> tuple[tuple[str, str], ...]:
        """Return the fields that are durations, each with the column it is read from."""
        told = self.map.fields.items()
        return tuple((name, rule.place) for name, rule in told if rule.content is Content.DURATION)

    def read(self, row: Cells) -> tuple[dict[str, int | bool | str | Missing], list[str]]:
        """Return what a row says, and codes of what is odd about it.

        Raises ``RowRefusedError`` where it cannot be taken, ``RowIgnoredError`` where the map
        leaves it out.
        """
        odd: list[str] = []
        row = self._cleaned(row)
        if self.map.skip and any(self._matches(test, row) for test in self.map.skip):
            raise RowIgnoredError("row-skipped")
        if self.map.unless and all(self._matches(test, row) for test in self.map.unless):
            raise RowIgnoredError("row-excluded")
        unusable = self._check_intervals(row, odd)
        facts = {name: self._field(name, rule, row) for name, rule in self.map.fields.items()}
        self._leave_out_negative(facts, unusable, odd)
        facts |= self._instants(row, odd)
        if (
            facts.get("outcome") == "answered"
            and isinstance(facts.get("agent", ""), Missing)
            and "part" not in facts
        ):
            self._without_agent(odd)
        return facts, odd

    def _leave_out_negative(
        self, facts: dict[str, int | bool | str | Missing], unusable: set[str], odd: list[str]
    ) -> None:
        """Make durations below nothing unknown, each counted once for its column."""
        for name, column in self._durations:
            told = facts[name]
            if isinstance(told, int) and told < 0 and column not in unusable:
                unusable.add(column)
                odd.append("duration-negative")
            if column in unusable:
                facts[name] = _UNKNOWN

    def _without_agent(self, odd: list[str]) -> None:
        match self.map.without_agent:
            case WithoutAgent.EXCLUDE_COUNTED:
                raise RowIgnoredError("answered-without-agent")
            case WithoutAgent.QUARANTINE:
                raise RowRefusedError("answered-without-agent")
            case WithoutAgent.KEEP:
                odd.append("answered-without-agent")

    def _matches(self, test: RowTest, row: Cells) -> bool:
        text = row[test.column]
        if test.texts is not None:
            return text in test.texts
        return not text or self._is_null_time(test.column, row)

    def _cleaned(self, row: Cells) -> Cells:
        """Return the cells that are read, empty where they stand for nothing.

        A damaged one is refused.
        """
        null, cleaned = self.map.null, {}
        for column in self._columns:
            text = row[column].strip()
            begins = text[:1]
            if text in null or (begins == "0" and is_zero_date(text)):
                text = ""
            elif begins == "#" and is_damaged(text):
                raise RowRefusedError("cell-damaged", column)
            cleaned[column] = text
        return cleaned

    # ---- fields -----------------------------------------------------------------------------

    def _field(self, name: str, rule: FieldRule, row: Cells) -> int | bool | str | Missing:
        texts = [row[column] for column in rule.columns]
        text = texts[0] if len(texts) == 1 else "-".join(texts) or rule.constant
        if not (text if len(texts) == 1 else any(texts) or rule.constant) or text in rule.null:
            return _UNKNOWN
        if rule.content is Content.DURATION:
            return self._milliseconds(text, rule.unit, rule.place)
        if "+" in text and any(map(is_scientific, texts)):
            raise RowRefusedError("cell-damaged", rule.place)
        match rule.content:
            case Content.COUNT:
                if not text.isdecimal():
                    raise RowRefusedError("number-unreadable", rule.place)
                return _whole(text, 1, rule.place)
            case Content.SCORE:
                return _whole(text, _HUNDRED, rule.place)
            case Content.FLAG:
                word = (rule.values or {}).get(text, text).lower()
                if word not in _FLAGS:
                    raise RowRefusedError("value-unlisted", rule.place)
                return _FLAGS[word]
            case Content.CUSTOMER:
                return "-".join(filter(None, texts))
            case _:
                return self._word(name, text, rule)

    def _word(self, name: str, text: str, rule: FieldRule) -> str:
        word = text
        if rule.values is not None:
            if text not in rule.values:
                raise RowRefusedError("value-unlisted", rule.place)
            word = rule.values[text]
        allowed = LISTED.get(name)
        if allowed is not None and word not in allowed:
            raise RowRefusedError("value-unlisted", rule.place)
        return word

    def _milliseconds(self, text: str, unit: int, column: str) -> int:
        if unit:
            return _whole(text, unit, column)
        try:
            return self.times.time(text, "")
        except ValueError as problem:
            raise RowRefusedError("number-unreadable", column) from problem

    # ---- times ------------------------------------------------------------------------------

    def _check_intervals(self, row: Cells, odd: list[str]) -> set[str]:
        """Return duration columns that are impossible; refuse a row whose times disagree."""
        unusable: set[str] = set()
        for each in self.map.intervals:
            if self._is_null_time(each.start, row):
                continue
            start, end = (self._time(column, "", row) for column in (each.start, each.end))
            told = self._milliseconds(row[each.duration], each.unit, each.duration)
            if told < 0:
                odd.append("duration-negative")
                unusable.add(each.duration)
            elif not self._agree(end - start, told):
                raise RowRefusedError("interval-disagrees", each.duration)
            elif end - start != told and (end - start) % DAY_MS != told % DAY_MS:
                odd.append("clock-skew")
        return unusable

    def _agree(self, apart: int, told: int) -> bool:
        if self.map.roll_midnight is RollMidnight.NO:
            return abs(apart - told) <= self.map.skew_ms
        off = (apart - told) % DAY_MS
        return min(off, DAY_MS - off) <= self.map.skew_ms

    def _is_null_time(self, column: str, row: Cells) -> bool:
        """Say whether a time stands for "did not happen"."""
        text, null = row[column], self.map.null_time
        if not text:
            return True
        if not null.text or text != null.text:
            return False
        if not null.only_without_duration:
            return True
        interval = self._interval_of(column)
        if interval is None:
            return False
        siblings = (row[each] for each in (interval.start, interval.end))
        told = self._milliseconds(row[interval.duration], 1, interval.duration)
        return told == 0 and all(each in ("", null.text) for each in siblings)

    def _interval_of(self, column: str) -> Interval | None:
        for each in self.map.intervals:
            if column in (each.start, each.end):
                return each
        return None

    def _instants(self, row: Cells, odd: list[str]) -> dict[str, int | bool | str | Missing]:
        found: dict[str, int | bool | str | Missing] = {}
        earlier: int | None = None
        for name in _ORDER:
            rule = self.map.instants.get(name)
            if rule is None:
                continue
            if rule.date_column:
                value, earlier = self._of_day(rule, row, odd, earlier)
            else:
                value = self._of_column(rule, row, odd)
            found[name] = value
        return found

    def _of_day(
        self, rule: InstantRule, row: Cells, odd: list[str], earlier: int | None
    ) -> tuple[int | Missing, int | None]:
        """Return the instant of a date and a time of day, and its place after midnight.

        A time more than half a day before the one before it belongs to the next day.
        """
        there = [each for each in rule.time_columns if not self._is_null_time(each, row)]
        if not there:
            return _UNKNOWN, earlier
        ms = self._time(there[0], rule.time_format, row)
        if self.map.roll_midnight is RollMidnight.YES and earlier is not None:
            while ms < earlier - DAY_MS // 2:
                ms += DAY_MS
        text = row[rule.date_column]
        try:
            instant = self.times.instant(self.times.date(text, rule.date_format), ms)
        except ValueError as problem:
            raise self._unreadable(text, rule.date_format, rule.date_column) from problem
        if instant.code:
            odd.append(instant.code)
        return instant.ms, ms

    def _of_column(self, rule: InstantRule, row: Cells, odd: list[str]) -> int | Missing:
        text = row[rule.column]
        if not text or text == self.map.null_time.text:
            return _UNKNOWN
        if rule.epoch_ms:
            found = _exact(text, rule.epoch_ms, rule.column)
            if found is None or found <= 0 or not is_instant(found):
                raise RowRefusedError("time-unreadable", rule.column)
            return found
        try:
            instant = self.times.both(text, rule.format)
        except ValueError as problem:
            raise self._unreadable(text, rule.format, rule.column) from problem
        if instant.code:
            odd.append(instant.code)
        return instant.ms

    def _unreadable(self, text: str, written: str, column: str) -> RowRefusedError:
        """Return why a date cannot be read: day and month may be in the other order."""
        try:
            self.times.both(text, other_order(written))
        except ValueError:
            return RowRefusedError("time-unreadable", column)
        return RowRefusedError("date-order", column)

    def _time(self, column: str, written: str, row: Cells) -> int:
        try:
            return self.times.time(row[column], written)
        except ValueError as problem:
            raise RowRefusedError("time-unreadable", column) from problem


def _whole(text: str, unit: int, column: str) -> int:
    """Return a number in whole parts of a unit. Raises ``RowRefusedError`` where it is none.

    Durations are in ms; no number is larger than a row may report.
    """
    found = _exact(text, unit, column)
    if found is None or abs(found) > _LARGEST:
        raise RowRefusedError("number-too-large", column)
    return found


def _exact(text: str, unit: int, column: str) -> int | None:
    """Return a number in whole parts of a unit; ``None`` where it has too many digits."""
    if text.isdecimal():
        return int(text) * unit if len(text.lstrip("0")) <= MOST_DIGITS else None
    try:
        read = Decimal(text)
    except InvalidOperation as problem:
        raise RowRefusedError("number-unreadable", column) from problem
    if not read.is_finite():
        raise RowRefusedError("number-unreadable", column)
    if not read:
        return 0
    if read.adjusted() >= MOST_DIGITS:
        return None
    found = Fraction(read) * unit if read.adjusted() > -MOST_DIGITS else _SPLIT
    if found.denominator != 1:
        raise RowRefusedError("number-unreadable", column)
    return found.numerator


#: Stands for what is less than any part of a unit.
_SPLIT: Final = Fraction(1, 2)
