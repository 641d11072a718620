"""Reads a column map from plain data, and says all that is wrong with it at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from ccops.adapters.mapped.column_map import (
    LOCAL_FORMAT,
    Clock,
    ColumnMap,
    Content,
    FieldRule,
    InstantRule,
    Interval,
    NullTime,
    RecordName,
    RollMidnight,
    RowsAContact,
    RowTest,
    WithoutAgent,
)
from ccops.adapters.mapped.date_formats import Holds, is_format
from ccops.adapters.mapped.fields import FIELDS, LISTED, NEEDS, RECORD_NAMES
from ccops.contacts import zone_named
from ccops.errors import ReadError
from ccops.messages import Diagnostic, nearest

_KEYS: Final = frozenset(
    {
        "record",
        "delimiter",
        "encoding",
        "zone",
        "skip",
        "unless",
        "columns",
        "null_time",
        "intervals",
        "roll_midnight",
        "answered_without_agent",
        "null",
        "skew",
        "key",
        "rows",
        "linger",
    }
)
_UNITS: Final = {"ms": 1, "s": 1_000, "min": 60_000, "h": 3_600_000, "clock": 0}
_EPOCHS: Final = {"epoch_s": 1_000, "epoch_ms": 1}
_CLOCKS: Final = {each.value: each for each in Clock}
_TIMES: Final = {"ms": 1, "s": 1_000, "min": 60_000, "h": 3_600_000, "d": 86_400_000}
_TIME: Final = re.compile(r"(\d{1,6}) ?(ms|s|min|h|d)", re.ASCII)
_NULL_TIME: Final = re.compile(r"'?([^']+?)'?(?:\s+if\s+duration\s+0)?")
_DELIMITERS: Final = {"tab": "\t", "comma": ",", "semicolon": ";"}
_ON: Final = frozenset({"yes", "true", "True"})


def read_column_map(given: Mapping[str, object], *, zone: str) -> ColumnMap:
    """Return a column map of plain data; ``zone`` is the center's, where it names none itself.

    Raises ``ReadError`` with everything that is wrong with it.
    """
    reader = _MapReader(given)
    found = reader.read(zone)
    if reader.findings:
        raise ReadError(tuple(reader.findings))
    return found


class _MapReader:
    """Reads one map and gathers what is wrong with it."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self.given = given
        self.findings: list[Diagnostic] = []

    def read(self, zone: str) -> ColumnMap:
        for key in sorted(set(self.given) - _KEYS):
            self._find("map-key", key=key, nearest=nearest(key, _KEYS))
        columns = self._mapping("columns")
        fields, instants = self._fields(columns)
        records = self._records()
        for record in records:
            for names in NEEDS[record]:
                if not any(name in fields or name in instants for name in names):
                    self._find("map-field-absent", field=" / ".join(names), record=record.value)
        if RecordName.STATE in records and len(records) > 1:
            self._find("map-record-alone", record=RecordName.STATE.value)
        delimiter = str(self.given.get("delimiter", ","))
        found = ColumnMap(
            records=records,
            zone=self._zone(zone),
            delimiter=_DELIMITERS.get(delimiter, delimiter),
            encoding=str(self.given.get("encoding", "utf-8-sig")),
            skip=self._tests("skip"),
            unless=self._tests("unless"),
            fields=fields,
            instants=instants,
            null_time=self._null_time(),
            intervals=self._intervals(),
            roll_midnight=self._roll(),
            without_agent=self._without_agent(),
            null=frozenset(_texts(self.given.get("null", ()))),
            skew_ms=self._time("skew", "5 s"),
            key=_texts(self.given.get("key", ())),
            rows=self._rows(),
            linger_ms=self._time("linger", "1 d"),
        )
        self._check_null_time(found)
        return found

    def _check_null_time(self, found: ColumnMap) -> None:
        """Ask that a time which is null without a duration belongs to an interval."""
        covered = {column for each in found.intervals for column in each.columns[:2]}
        times = {column for each in found.instants.values() for column in each.time_columns}
        if found.null_time.only_without_duration:
            for column in sorted(times - covered):
                self._find("map-null-time", column=column)

    def _records(self) -> tuple[RecordName, ...]:
        found: list[RecordName] = []
        for word in _texts(self.given.get("record", ())):
            if word in RECORD_NAMES:
                found.append(RECORD_NAMES[word])
            else:
                self._find("map-record", record=word, allowed=", ".join(sorted(RECORD_NAMES)))
        if not self.given.get("record"):
            self._find("map-record-absent", allowed=", ".join(sorted(RECORD_NAMES)))
        return tuple(dict.fromkeys(found))

    def _zone(self, zone: str) -> str:
        name = str(self.given.get("zone", zone))
        if zone_named(name) is None:
            self._find("zone-unknown", zone=name, nearest="")
        return name

    # ---- columns ----------------------------------------------------------------------------

    def _fields(
        self, columns: Mapping[str, object]
    ) -> tuple[dict[str, FieldRule], dict[str, InstantRule]]:
        fields: dict[str, FieldRule] = {}
        instants: dict[str, InstantRule] = {}
        for name, given in columns.items():
            content = FIELDS.get(name)
            if content is None:
                self._find("map-field", field=name, nearest=nearest(name, FIELDS))
            elif content is Content.INSTANT:
                instants[name] = self._instant(name, given)
            else:
                fields[name] = self._field(name, content, given)
        return fields, instants

    def _field(self, name: str, content: Content, given: object) -> FieldRule:
        if not isinstance(given, Mapping):
            given = {"from": given}
        self._check_keys(name, given, {"from", "value", "unit", "values", "null"})
        values = given.get("values")
        unit = self._unit(name, given.get("unit")) if content is Content.DURATION else 1
        translated = None
        if isinstance(values, Mapping):
            translated = {str(key): str(word) for key, word in values.items()}
        constant = str(given.get("value", ""))
        for word in (*(translated or {}).values(), *((constant,) if constant else ())):
            self._check_word(name, word)
        if not given.get("from") and not constant:
            self._find("map-source-absent", field=name)
        return FieldRule(
            content=content,
            columns=_texts(given.get("from", ())),
            constant=constant,
            unit=unit,
            values=translated,
            null=frozenset(_texts(given.get("null", ()))),
        )

    def _check_word(self, field: str, word: str) -> None:
        allowed = LISTED.get(field)
        if allowed is not None and word not in allowed:
            told = {"field": field, "word": word, "allowed": ", ".join(sorted(allowed))}
            self._find("map-word", **told)

    def _unit(self, field: str, given: object) -> int:
        if str(given) not in _UNITS:
            self._find("map-unit", field=field, allowed=", ".join(_UNITS))
        return _UNITS.get(str(given), 1)

    def _instant(self, name: str, given: object) -> InstantRule:
        if not isinstance(given, Mapping):
            given = {"from": given}
        self._check_keys(name, given, {"from", "unit", "date", "time"})
        if "date" in given:
            date, date_format = self._formatted(name, given["date"], Holds.DATE)
            times = [_split_format(text) for text in _texts(given.get("time", ()))]
            if not times:
                self._find("map-source-absent", field=name)
            formats = {written for _, written in times if written}
            for written in formats:
                self._check_format(name, written, Holds.TIME)
            return InstantRule(
                date_column=date,
                date_format=date_format,
                time_columns=tuple(column for column, _ in times),
                time_format="".join(sorted(formats)[:1]),
            )
        unit = str(given.get("unit", ""))
        if unit in _EPOCHS:
            return InstantRule(column=str(given.get("from", "")), epoch_ms=_EPOCHS[unit])
        if unit in _CLOCKS:
            return _of_timestamps(str(given.get("from", "")), _CLOCKS[unit])
        column, written = self._formatted(name, given.get("from", ""), Holds.BOTH)
        return InstantRule(column=column, format=written)

    def _formatted(self, field: str, given: object, holds: Holds) -> tuple[str, str]:
        column, written = _split_format(str(given))
        self._check_format(field, written, holds)
        return column, written

    def _check_format(self, field: str, written: str, holds: Holds) -> None:
        if not is_format(written, holds):
            self._find("map-format", field=field, format=written)

    # ---- rows -------------------------------------------------------------------------------

    def _tests(self, key: str) -> tuple[RowTest, ...]:
        return tuple(
            RowTest(
                column=column,
                texts=None if texts == "empty" else frozenset(_texts(texts)),
            )
            for column, texts in self._mapping(key).items()
        )

    def _null_time(self) -> NullTime:
        written = str(self.given.get("null_time", ""))
        found = _NULL_TIME.fullmatch(written)
        if found is None:
            return NullTime()
        return NullTime(text=found[1], only_without_duration=written.endswith("duration 0"))

    def _intervals(self) -> tuple[Interval, ...]:
        given = self.given.get("intervals", ())
        found: list[Interval] = []
        for each in given if isinstance(given, Sequence) else ():
            if isinstance(each, Mapping) and {"start", "end", "duration", "unit"} == set(each):
                names = {key: str(each[key]) for key in ("start", "end", "duration")}
                found.append(Interval(**names, unit=self._unit("intervals", each["unit"])))
            else:
                self._find("map-interval")
        return tuple(found)

    def _roll(self) -> RollMidnight:
        on = str(self.given.get("roll_midnight", "no")) in _ON
        return RollMidnight.YES if on else RollMidnight.NO

    def _without_agent(self) -> WithoutAgent:
        written = str(self.given.get("answered_without_agent", "exclude_counted"))
        known = {each.value: each for each in WithoutAgent}
        if written not in known:
            allowed = ", ".join(known)
            self._find("map-word", field="answered_without_agent", word=written, allowed=allowed)
        return known.get(written, WithoutAgent.EXCLUDE_COUNTED)

    def _rows(self) -> RowsAContact:
        written = str(self.given.get("rows", RowsAContact.ONE.value))
        known = {each.value: each for each in RowsAContact}
        if written not in known:
            self._find("map-word", field="rows", word=written, allowed=", ".join(known))
        return known.get(written, RowsAContact.ONE)

    def _time(self, key: str, default: str) -> int:
        written = str(self.given.get(key, default))
        found = _TIME.fullmatch(written)
        if found is None:
            self._find("map-unit", field=key, allowed=", ".join(_TIMES))
            return 0
        return int(found[1]) * _TIMES[found[2]]

    def _mapping(self, key: str) -> Mapping[str, object]:
        given = self.given.get(key, {})
        if isinstance(given, Mapping):
            return {str(name): value for name, value in given.items()}
        self._find("map-shape", key=key)
        return {}

    def _check_keys(self, field: str, given: Mapping[str, object], known: set[str]) -> None:
        for key in sorted(set(map(str, given)) - known):
            self._find("map-field-key", field=field, key=key, nearest=nearest(key, known))

    def _find(self, code: str, **args: str) -> None:
        self.findings.append(Diagnostic(code=code, args=args))


def _of_timestamps(column: str, clock: Clock) -> InstantRule:
    """Return how timestamps are read once they are texts: local time, or milliseconds of UTC."""
    if clock is Clock.LOCAL:
        return InstantRule(column=column, format=LOCAL_FORMAT, clock=clock)
    return InstantRule(column=column, epoch_ms=1, clock=clock)


def _texts(given: object) -> tuple[str, ...]:
    if isinstance(given, Sequence) and not isinstance(given, str):
        return tuple(str(each) for each in given)
    return (str(given),) if given else ()


def _split_format(written: str) -> tuple[str, str]:
    """Return column and format of ``column as %Y-%m-%d``."""
    column, _, format_ = written.rpartition(" as ")
    return (column, format_) if column else (written, "")
