"""What customers were asked after a conversation, and what they answered: its ``surveys``.

Fields are those of the vendor's SDK (AnalyticsSurvey.md), words of ``surveyStatus`` those of
``status`` in Survey.md. The score is ``oSurveyTotalScore``, of 100; ``surveyPromoterScore`` is
that of one question, and is not read.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.adapters import RowRefusedError, Survey
from ccops.values import Missing
from ccops_genesys.fields import instant, parts_of, text, word

if TYPE_CHECKING:
    from collections.abc import Mapping

_NEVER: Final = Missing.NO_RECORDS
#: Whether somebody was asked, by the status of a survey; and how far it has come by then.
_ASKED: Final = {
    "pending": False,  # not sent yet
    "sent": True,
    "inprogress": True,
    "finished": True,
    "optout": True,
    "expired": True,
    "error": False,  # could not be sent
}
_STEPS: Final = {"pending": 1, "sent": 2, "inprogress": 3}
_LAST_STEP: Final = 4
_ANSWERED: Final = "finished"
_MOST: Final = 100
_DECIMALS: Final = 2


@attrs.frozen(kw_only=True)
class Told:
    """A survey of a conversation; ``asked_ms`` is missing where no instant of it is told."""

    agent: str
    asked_ms: int | Missing
    invited: bool
    score: Decimal | Missing

    def survey(self, otherwise_ms: int, place: int) -> Survey:
        """Return what is kept of it; without an instant of its own it is of another."""
        at = otherwise_ms if isinstance(self.asked_ms, Missing) else self.asked_ms
        return Survey(
            agent=self.agent, asked_ms=at, invited=self.invited, score=self.score, place=place
        )


def surveys_in(record: Mapping[str, Any], odd: list[str]) -> tuple[Told, ...]:
    """Return the surveys of a conversation; ``odd`` is told of words nobody knows.

    One that names no agent is nobody's and is left out, which is told too. Raises
    ``RowRefusedError`` where one cannot be read.
    """
    found = [_told(each, odd) for each in parts_of(record, "surveys")]
    if any(not each.agent for each in found):
        odd.append("survey-without-agent")
    return tuple(each for each in found if each.agent)


def steps_of(record: Mapping[str, Any]) -> int:
    """Return how far the surveys of a conversation have come together: a later one further."""
    listed = parts_of(record, "surveys")
    return sum(_STEPS.get(word(each, "surveyStatus"), _LAST_STEP) for each in listed)


def _told(record: Mapping[str, Any], odd: list[str]) -> Told:
    status = word(record, "surveyStatus")
    if status not in _ASKED:
        odd.append("event-unknown")
    asked = instant(record, "eventTime")
    if isinstance(asked, Missing):
        asked = instant(record, "surveyCompletedDate")
    return Told(
        agent=text(record, "userId"),
        asked_ms=asked,
        invited=_ASKED.get(status, True),
        score=_score(record) if status == _ANSWERED else _NEVER,
    )


def _score(record: Mapping[str, Any]) -> Decimal | Missing:
    """Return the score of a survey that was answered; missing where it has none."""
    found = record.get("oSurveyTotalScore")
    if found is None:
        return Missing.NOT_MEASURED
    try:
        score = Decimal(found) if isinstance(found, (int, str)) else Decimal("NaN")
    except InvalidOperation:
        score = Decimal("NaN")
    if isinstance(found, bool) or not score.is_finite() or not 0 <= score <= _MOST:
        raise RowRefusedError("number-unreadable", "oSurveyTotalScore")
    if score != round(score, _DECIMALS):
        raise RowRefusedError("number-unreadable", "oSurveyTotalScore")
    return round(score, _DECIMALS)
