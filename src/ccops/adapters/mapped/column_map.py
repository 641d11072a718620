"""A column map: which columns of a table say what of a contact, without expressions.

::

    record: [visit, segment]
    delimiter: ','
    zone: Asia/Shanghai
    skip: {outcome: [TEST]}                  # rows that match any are left out
    unless: {outcome: [HANG], q_start: empty}  # rows that match all are left out
    columns:
      contact_id: {from: [line, call_id]}    # several columns make one id
      entered_at: {date: date as %y%m%d, time: [q_start, ivr_exit]}  # the first that is there
      wait: {from: q_time, unit: s}
      outcome: {from: outcome, values: {AGENT: answered, HANG: abandoned}}
      agent: {from: server, null: [NO_SERVER]}
    null_time: "'0:00:00' if duration 0"
    intervals: [{start: q_start, end: q_exit, duration: q_time, unit: s}]
    roll_midnight: yes
    answered_without_agent: exclude_counted
    null: ['NULL', '-']                      # texts that stand for nothing, in any column
    skew: 5 s                                # how far two clocks of the source may differ
    key: [call_id]                           # one row each; the same again is a duplicate
    rows: several                            # rows with one contact_id are one contact
    linger: 1 d                              # no row of a contact is further from its others
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Final

import attrs


class RecordName(enum.Enum):
    """The records one row can yield."""

    VISIT = "visit"
    SEGMENT = "segment"
    OFFER = "offer"
    CONTACT = "contact"
    DIAL = "dial"
    RATING = "rating"
    TOPIC = "topic"
    STATE = "agent_state"


class RowsAContact(enum.Enum):
    """How a table writes a contact: in a row, or in several with one ``contact_id``."""

    ONE = "one"
    SEVERAL = "several"


class Content(enum.Enum):
    """What a field of a contact is."""

    INSTANT = "instant"
    DURATION = "duration"
    WORD = "word"
    COUNT = "count"
    FLAG = "flag"
    SCORE = "score"
    CUSTOMER = "customer"


class WithoutAgent(enum.Enum):
    """What becomes of a row that is answered and names no agent."""

    EXCLUDE_COUNTED = "exclude_counted"
    KEEP = "keep"
    QUARANTINE = "quarantine"


class RollMidnight(enum.Enum):
    """Whether a time of day long before the row's first belongs to the next day."""

    YES = "yes"
    NO = "no"


#: How local time is written out of a timestamp, for the rule that reads it.
LOCAL_FORMAT: Final = "%Y-%m-%d %H:%M:%S.%f"


class Clock(enum.Enum):
    """What the timestamps of a column mean, in tables whose cells have types."""

    LOCAL = "local"  # without a zone: what the clock of the map's zone showed
    UTC = "utc"  # without a zone: coordinated universal time
    ZONED = "zoned"  # with a zone: an instant


@attrs.frozen(kw_only=True)
class FieldRule:
    """Where one field comes from: ``columns`` (or a ``constant``), and how their texts are read.

    ``unit`` is the milliseconds of one unit of a duration, 0 for ``H:MM:SS``. ``values``
    translates words; a word it does not list puts the row aside. ``null`` are texts that stand
    for nothing.
    """

    content: Content
    columns: tuple[str, ...] = ()
    constant: str = ""
    unit: int = 1
    values: Mapping[str, str] | None = None
    null: frozenset[str] = frozenset()

    @property
    def place(self) -> str:
        """The column that a cell which cannot be read is looked up in, or the constant."""
        return self.columns[0] if self.columns else self.constant


@attrs.frozen(kw_only=True)
class InstantRule:
    """Where an instant comes from.

    Either a date column with its format and time columns (the first that is there), or one
    column with a format for both, or one that counts ``epoch_ms`` milliseconds since 1970.
    With a ``clock`` the column holds timestamps, and no texts.
    """

    date_column: str = ""
    date_format: str = ""
    time_columns: tuple[str, ...] = ()
    time_format: str = ""
    column: str = ""
    format: str = ""
    epoch_ms: int = 0
    clock: Clock | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it reads."""
        return tuple(each for each in (self.date_column, *self.time_columns, self.column) if each)


@attrs.frozen(kw_only=True)
class Interval:
    """Two times of day and the duration a source reports for them, in units of ``unit`` ms."""

    start: str
    end: str
    duration: str
    unit: int

    @property
    def columns(self) -> tuple[str, str, str]:
        """The columns it reads."""
        return (self.start, self.end, self.duration)


@attrs.frozen(kw_only=True)
class NullTime:
    """The text of a time that stands for "did not happen": always, or where a duration is 0."""

    text: str = ""
    only_without_duration: bool = False


@attrs.frozen(kw_only=True)
class RowTest:
    """A column and the texts that match; without texts, what is empty matches."""

    column: str
    texts: frozenset[str] | None = None


@attrs.frozen(kw_only=True)
class ColumnMap:
    """A checked column map."""

    records: tuple[RecordName, ...]
    zone: str
    delimiter: str = ","
    encoding: str = "utf-8-sig"
    skip: tuple[RowTest, ...] = ()
    unless: tuple[RowTest, ...] = ()
    fields: Mapping[str, FieldRule]
    instants: Mapping[str, InstantRule]
    null_time: NullTime = NullTime()
    intervals: tuple[Interval, ...] = ()
    roll_midnight: RollMidnight = RollMidnight.NO
    without_agent: WithoutAgent = WithoutAgent.EXCLUDE_COUNTED
    null: frozenset[str] = frozenset()
    skew_ms: int = 5_000
    key: tuple[str, ...] = ()
    rows: RowsAContact = RowsAContact.ONE
    linger_ms: int = 86_400_000

    @property
    def columns(self) -> frozenset[str]:
        """Every column the map reads."""
        read: set[str] = set(self.key)
        read.update(test.column for test in (*self.skip, *self.unless))
        for field in self.fields.values():
            read.update(field.columns)
        for instant in self.instants.values():
            read.update(instant.columns)
        for interval in self.intervals:
            read.update(interval.columns)
        return frozenset(read)
