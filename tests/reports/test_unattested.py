"""A promotion on trial, which nothing under a seal says, is known by its words."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import pytest

from ccops.career import TrialOutcome
from ccops.career.reviews import Standing
from ccops.reports.document.words import Words
from ccops.reports.pay.statement_unattested import Unattested
from ccops.settlement.words.career_words import trial_text
from tests import loaded

if TYPE_CHECKING:
    from ccops.messages import Locale
    from ccops.settlement import Settlement

LOCALES: Final[tuple[Locale, ...]] = ("zh_CN", "zh_TW", "en")


@pytest.fixture(scope="module")
def settlement() -> Settlement:
    month = loaded.center("outsourced").month("2026-10", employees=[])
    return month.settle(month.facts({}))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("pay_from", [None, dt.date(2027, 1, 1)])
@pytest.mark.parametrize("outcome", [None, *TrialOutcome])
def test_a_trial_is_known_by_its_words_whatever_became_of_it(
    settlement: Settlement, outcome: TrialOutcome | None, pay_from: dt.date | None, locale: Locale
) -> None:
    words = Words.of(locale)
    known = Unattested(alone=settlement, words=words)
    ladders = settlement.rules.careers.ladders
    assert ladders

    for rule in ladders:
        for level in rule.labels:
            standing = Standing(
                employee="E1",
                level=level,
                proposal=None,
                trial=outcome,
                trial_level=level,
                trial_from=dt.date(2026, 10, 1),
                trial_until=dt.date(2026, 12, 31),
                pay_from=pay_from,
            )
            told = trial_text(standing, rule.labels, locale=locale)
            label = words.label(rule.label, rule.name)

            assert known.may_be("on-trial", [(label, told)])
            assert not known.may_be("on-trial", [(label, f"{told}; 9,000.00")])
            assert not known.may_be("on-trial", [("Bonus", told)])
