"""Every question the manuals leave open is a choice, and every reading has a case of its own.

The list is the one of the trade: what the clauses of the manual do not decide, with the readings
people defend, the one the pack takes first.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import attrs
import pytest

from ccops.hooks import gather
from ccops.rulepack import load
from ccops.rulepack.cases import CaseRunner, read_cases

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.rulepack.cases import Case

PACK: Final = "telecom-7x24"
#: Section, question, and its readings; the first is the one taken.
QUESTIONS: Final = """
2.0 half_or_more: at_least, more_than
2.1 bonus_reading: printed, slices, shared_top, literal
2.2 score_rounding: half_up, half_even, down, none
2.2 components_rounded: no, yes
2.3 rank_pool: scored_minus_probation, scored, headcount
2.3 barred_in_rank: keep_place, leave
2.3 pool_scope: center, team, channel
2.3 new_staff_test: probation_at_period_end, probation_any_day, tenure_under_days
2.3 min_days_worked: half_rostered, none
2.3 unknown_key: block_all, outside, last
2.4 places_rounding: exact, ceil, half_up
2.4 places_at_least: 0, 1
2.5 ties: share_best, share_worst, dense
2.5 tie_further_keys: none, call_then_work
2.6 performance_end_as_of: period_end, pay_date
2.6 absence_unit: shift, hours_of_8
2.6 notice_clause: either, summed
2.6 lead_absence_clause: no, yes
2.7 lead_pool: together, apart
2.7 lead_ties_pay: each, split
2.7 lead_barred_in_rank: keep_place, leave
2.7 supervision_members: all_with_score, half_period_past_probation
2.7 supervision_feeds: work_evaluation, conduct
2.8 quarter_anchor: calendar_quarter, from_month_2, from_month_3
2.8 star_pay_unit: per_month, spread, once
2.8 star_missing_months: three_needed, two_enough
2.8 star_after_role_change: stop, run_out
2.8 star_exclusions: new_staff_only, as_bonus
2.9 full_attendance_employed: whole_period, any
2.9 swap_counts: initiator, both
2.9 progress_measure: places_or_percentile, places, percentile
2.9 praise_counts: per_person, per_letter
2.9 zero_error_streak: restart, rolling
2.9 error_date: made, found
2.9 zero_error_exposure: at_least_one, none
2.9 award_range: item_wins, cap_300
2.9 award_unfilled: lapse, carry_over
2.10 hours_applies_to: agents, all_on_shift
2.10 partial_shift: minutes, none
2.10 leave_credit: rostered_shift, day_hours
2.10 comp_offset: auto, on_request
2.10 lapse_rule: months_6, periods_6, days_180
2.10 on_lapse: report, pay, extend, ask
2.10 comp_payout_rate: hours_only, at_100, at_150
2.10 comp_notice: calendar_days, workdays
2.11 period_of_bonus: attendance, performance
2.11 period_of_hours: attendance, performance
2.11 period_of_night: attendance, performance
2.11 period_of_absence_bar: attendance, performance
2.11 period_of_kpi: performance, attendance
2.11 shift_attribution: start_date, split_at_midnight
2.11 night_needs: half_worked, any_worked, full
2.12 holiday_pay_mode: on_top, total_three, credit_and_two
2.12 holiday_pay_unit: counted_hours, day
2.12 holiday_pay_base: basic, basic_star, basic_post
2.12 holiday_divisor: 21.75, 20.92, standard_days
2.12 holiday_base_floor: minimum_wage, none
2.13 transfer_rate_reading: survey, calls
2.13 target_mean: every_month, year_mean
2.13 talk_time_reading: talk, talk_hold, handle
2.13 complaints_count: valid_only, all
2.16 sl_base: f3, f1, f2, f4, f5
2.17 overtime_allowance: comp_time_only, host_line, pay_150
2.18 correction_third_parties: keep, move
2.18 correction_recover: never, with_consent, capped
2.20 proration: host, paid_days, missed_days, auto, calendar_days, workdays_of_month,
  hours_of_standard
2.20 part_month_standard: employed_workdays, full
2.20 leaver_bonus: full, prorate, none
2.20 leaver_settlement: at_once, wait
2.20 role_change: period_end, majority, split
2.20 team_move: by_days, period_end
2.20 part_time_pool: in_pool, own_pool, outside
2.20 part_time_amounts: contract_share, full
2.20 part_time_awards: full, contract_share
2.20 pay_change: by_days, period_end
"""
#: Questions that move no amount, only the day on which it is paid (GC-94): held by
#: ``tests/settlement/test_leavers.py``.
DATE_ONLY: Final = frozenset({"leaver_settlement"})


def _read(text: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in text.strip().replace(",\n ", ",").splitlines():
        head, _, readings = line.partition(": ")
        found[head.split()[1]] = tuple(readings.split(", "))
    return found


READINGS: Final = _read(QUESTIONS)
OTHERS: Final = [
    pytest.param(name, reading, id=f"{name}-{reading}")
    for name, (_, *readings) in READINGS.items()
    if name not in DATE_ONLY
    for reading in readings
]


@cache
def _runner() -> CaseRunner:
    return CaseRunner(load(PACK, gather(()).catalog))


@cache
def _cases() -> Mapping[tuple[str, str], list[Case]]:
    """Return the cases under each reading that is not taken."""
    found: dict[tuple[str, str], list[Case]] = {}
    for case in read_cases(_runner().pack)[0]:
        for chosen in case.choose.items():
            found.setdefault(chosen, []).append(case)
    return found


def test_every_question_is_a_choice_with_its_readings() -> None:
    choices = _runner().pack.choices

    for name in READINGS:
        taken, *others = READINGS[name]
        rule = choices[name]
        assert set(rule.readings) == {taken, *others}, name
        assert rule.chosen.value == taken, name


def test_no_choice_is_missing_from_the_list() -> None:
    assert _runner().pack.choices.keys() <= READINGS.keys()


@pytest.mark.parametrize(("question", "reading"), OTHERS)
def test_every_reading_has_a_case_that_the_one_taken_does_not_meet(
    question: str, reading: str
) -> None:
    """The same month under the reading taken comes out otherwise."""
    listed = _cases().get((question, reading), [])
    assert listed, "no case chooses it"
    assert any(_differs(each, question) for each in listed)


def _differs(case: Case, question: str) -> bool:
    """Say whether a case that holds fails without the reading it chooses."""
    others = {name: each for name, each in case.choose.items() if name != question}
    under_taken = attrs.evolve(case, choose=others)
    return _runner().run(case).passed and not _runner().run(under_taken).passed
