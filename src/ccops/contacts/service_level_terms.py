"""The closed lists of words that a service-level contract is written in."""

from __future__ import annotations

import enum


class ServiceLevelBase(enum.Enum):
    """The five published formulas (T is the threshold; glossary, GC-70), and two without T."""

    F1 = "f1"  # (answered within T + abandoned within T) / (answered + abandoned)
    F2 = "f2"  # answered within T / answered
    F3 = "f3"  # answered within T / (answered + abandoned)
    F4 = "f4"  # answered within T / (answered + abandoned after T)
    F5 = "f5"  # (answered within T + short abandons) / (answered + abandoned)
    ANSWERED = "answered"  # answered / (answered + abandoned), however long it took
    ABANDONED = "abandoned"  # abandoned / (answered + abandoned) (GC-75)


class AnsweredAt(enum.Enum):
    """When a visit counts as answered."""

    CONNECT = "connect"  # once an agent is connected
    COMPLETION = "completion"  # once the conversation is over
    HANGUP = "hangup"  # once it is over and nobody handed the call on


class BucketBy(enum.Enum):
    """Which instant puts a visit into a day, hour or half-hour."""

    ARRIVAL = "arrival"
    ANSWER = "answer"  # the end of waiting, where nobody answered
    END = "end"  # open visits are unplaced


class OpenCalls(enum.Enum):
    """What becomes of visits that are not over when the records end."""

    LEFT_OUT = "left_out"  # in no rate
    COUNTED = "counted"  # below the line, as not served
