"""Corrections: what a month settled again gives to a later one, once, and what is taken back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ccops
from ccops.center import Center
from ccops.errors import DataError, SettlementError
from ccops.facts import Corrected
from ccops.messages import LOCALES
from ccops.settlement import (
    Closing,
    Difference,
    Settlement,
    load_settlement,
    save_settlement,
    settlement_from_data,
)
from ccops.values import Money
from ccops.values.periods import shifted_label
from tests import loaded
from tests.laws import tried
from tests.quiet import USUAL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

PEOPLE = tuple(f"E{number:03}" for number in range(1, 11))
HIRED = {"employment_type": "full_time", "role": "agent", "team": "A", "hired_on": "2024-03-01"}
SAME: dict[str, object] = {
    **USUAL,
    "rostered_shifts": 15,
    "shifts_on_roster": 15,
    "nights_worked": 4,
    "holiday_dates": 0,
    "talk_hold_mean": "180 s",
    "order_accuracy": "98.5%",
    "discipline": "90.0",
    "basic_pay_due": "CNY 3000",
    "monthly_basic": "CNY 3000",
    "channel": "phone",
    "local_minimum_wage": "CNY 2600",
}
CENTER = loaded.center()
CAPPED = CENTER.with_choices(correction_recover="capped")
MOVING = CENTER.with_choices(correction_third_parties="move")
Changed = dict[str, dict[str, object]]


def month(
    period: str,
    changed: Changed | None = None,
    *,
    after: Closing | Settlement | None = None,
    center: Center = CENTER,
    people: Sequence[str] = PEOPLE,
    **more: Any,
) -> Settlement:
    """Ten agents from the best to the last, some facts otherwise, after a month or nothing."""
    rows = [{"employee_id": each, **HIRED} for each in people]
    found = center.month(period, employees=rows, decisions={"award_themes": []})
    closing = after.closing if isinstance(after, Settlement) else after
    found = found.starting_from(closing or found.opening([]))
    facts = {
        each: {**SAME, "call_evaluation": 99 - int(each[1:]), **(changed or {}).get(each, {})}
        for each in people
    }
    return found.settle(found.facts(facts), **more)


def again(before: Settlement, changed: Changed, **more: Any) -> Settlement:
    closing = before.before
    return month(
        before.period, changed, after=closing, revision=before.manifest.revision + 1,
        supersedes=before.digest, **more,
    )  # fmt: skip


def money(settlement: Settlement, name: str, *employees: str) -> list[str]:
    found = [settlement.value(each, name) for each in employees]
    return [str(each.amount) if isinstance(each, Money) else str(each) for each in found]


def codes(error: pytest.ExceptionInfo[Any]) -> list[str]:
    return [each.code for each in error.value.diagnostics]


def notes(settlement: Settlement) -> list[str]:
    return [each.code for each in settlement.diagnostics if each.code.startswith("correction")]


#: E003 rises from place 3 to 1 after pay day; E001 is passed and falls out of the first tenth.
RISES: Changed = {"E003": {"call_evaluation": 100}}


@pytest.fixture(scope="module")
def july() -> Settlement:
    return month("2026-07")


@pytest.fixture(scope="module")
def risen(july: Settlement) -> Difference:
    return again(july, RISES).diff(july)


@pytest.fixture(scope="module")
def august(july: Settlement, risen: Difference) -> Settlement:
    return month("2026-08", after=july, corrections=[risen])


# -- who is paid what (2.18, GC-134) --------------------------------------------------------------


def test_the_person_put_right_is_paid_and_others_keep_what_they_were_paid(
    risen: Difference, august: Settlement
) -> None:
    assert money(august, "correction", "E003", "E001", "E002") == ["200.00", "0.00", "0.00"]
    assert money(august, "correction_recovered", "E001") == ["0.00"]
    assert risen.employees == ("E001", "E003")  # the list still names who would have moved


@pytest.mark.parametrize(
    ("readings", "consents", "taken", "owed"),
    [
        ({}, False, "0.00", "0.00"),
        ({"correction_recover": "with_consent"}, False, "0.00", "200.00"),
        ({"correction_recover": "with_consent"}, True, "-200.00", "0.00"),
        ({"correction_recover": "capped"}, False, "-200.00", "0.00"),
    ],
)
def test_others_move_only_where_the_pack_says_so_and_as_it_takes_back(
    readings: dict[str, str], consents: bool, taken: str, owed: str
) -> None:
    center = MOVING.with_choices(**readings)
    before = month("2026-07", center=center)
    found = again(before, RISES, center=center).diff(before)
    consent: Changed = {"E001": {"correction_consent": True}} if consents else {}
    paid = month("2026-08", consent, after=before, center=center, corrections=[found])

    assert money(paid, "correction", "E003") == ["200.00"]
    assert money(paid, "correction_recovered", "E001") == [taken]
    assert money(paid, "correction_owed", "E001") == [owed]


def test_what_is_taken_back_is_capped_and_leaves_the_minimum_wage() -> None:
    """3,540 with the bonus: a fifth is 708; of 900 the rest is owed on."""
    before = month("2026-07", {"E002": {"basic_pay_due": "CNY 3900"}}, center=CAPPED)
    found = again(before, {"E002": {"basic_pay_due": "CNY 3000"}}, center=CAPPED).diff(before)
    paid = month("2026-08", after=before, center=CAPPED, corrections=[found])
    later = month("2026-09", after=paid, center=CAPPED)

    wage = paid.value("E002", "correction_wage")
    assert isinstance(wage, Money)
    fifth = wage.minor // 5
    assert money(paid, "correction_recovered", "E002") == [f"-{fifth / 100:.2f}"]
    assert money(later, "correction_owed_opening", "E002") == [f"{(90_000 - fifth) / 100:.2f}"]
    assert money(later, "correction_owed", "E002") == ["0.00"]
    both = [x for s in (paid, later) for x in s.lines() if x.pay_code == "E02"]
    assert [(x.kind, x.corrects_period) for x in both] == [("adjustment", "2026-07")] * 2
    assert sum(x.amount for x in both) == -900


# -- once ---------------------------------------------------------------------------------------


def test_a_correction_posted_twice_changes_nothing(risen: Difference, august: Settlement) -> None:
    plain = month("2026-09", after=august)
    twice = month("2026-09", after=august, corrections=[risen])

    assert notes(twice) == ["correction-posted"]
    assert twice.results.facts.corrections == ()
    assert twice.closing.corrections == plain.closing.corrections
    for name in ("correction", "correction_due", "handed_to_payroll"):
        assert money(twice, name, *PEOPLE) == money(plain, name, *PEOPLE)


def test_the_same_correction_twice_in_one_month_is_posted_once(
    july: Settlement, risen: Difference
) -> None:
    paid = month("2026-08", after=july, corrections=[risen, risen])

    assert notes(paid) == ["correction-posted"]
    assert money(paid, "correction", "E003") == ["200.00"]


def test_a_closing_remembers_which_settlements_were_compared(
    july: Settlement, risen: Difference, august: Settlement
) -> None:
    kept = {"E001": -20_000}  # paid 200 more than the rules say, and left with it
    revisions = (july.digest, risen.after.digest)

    assert august.closing.corrections == (
        Corrected(period="2026-07", revisions=revisions, kept=kept),
    )
    assert Closing.from_dict(json.loads(august.closing.to_json())) == august.closing
    assert july.closing.corrections == ()
    assert b"corrections" not in july.closing.to_json()


def test_the_next_correction_of_a_month_goes_on_from_the_last_one(
    july: Settlement, risen: Difference, august: Settlement
) -> None:
    third = again(risen.after, {**RISES, "E004": {"nights_worked": 5}})
    paid = month("2026-09", after=august, corrections=[third.diff(risen.after)])

    assert money(paid, "correction", "E004", "E003") == ["10.00", "0.00"]
    with pytest.raises(SettlementError) as found:
        month("2026-09", after=august, corrections=[third.diff(july)])
    assert codes(found) == ["correction-not-next"]


def test_who_kept_too_much_is_not_paid_again_when_it_is_put_right_back(july: Settlement) -> None:
    """A night too many is left with him; found again it has been paid already."""
    lower = again(july, {"E004": {"nights_worked": 2}})
    august = month("2026-08", after=july, corrections=[lower.diff(july)])
    back = again(lower, {"E004": {"nights_worked": 5}})
    september = month("2026-09", after=august, corrections=[back.diff(lower)])

    assert money(august, "correction", "E004") == ["0.00"]
    assert august.closing.corrections[0].kept == {"E004": -2_000}
    assert money(september, "correction", "E004") == ["10.00"]
    assert september.closing.corrections[0].kept == {}


def test_what_a_closing_remembers_ends_with_the_limit(august: Settlement) -> None:
    last = august
    for ago in range(9, 20):
        last = month(shifted_label("2026-01", ago - 1), after=last)
        is_near = ago < 19
        assert bool(last.closing.corrections) is is_near, last.period


# -- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "refused"), [("2026-07", True), ("2027-07", False), ("2027-08", True)]
)
def test_a_correction_is_paid_in_a_later_month_within_the_limit(
    risen: Difference, period: str, refused: bool
) -> None:
    if refused:
        with pytest.raises(SettlementError) as found:
            month(period, corrections=[risen])
        assert codes(found) == ["correction-time"]
    else:
        assert money(month(period, corrections=[risen]), "correction", "E003") == ["200.00"]


def test_a_month_that_waits_for_an_input_corrects_nothing(july: Settlement) -> None:
    people = [{"employee_id": each, **HIRED} for each in PEOPLE]
    found = CENTER.month("2026-07", employees=people, decisions={"award_themes": []})
    found = found.starting_from(july.before)
    facts = {x: {**SAME, "call_evaluation": 99 - int(x[1:])} for x in PEOPLE}
    del facts["E004"]["nights_worked"]
    waiting = found.settle(found.facts(facts), revision=2, supersedes=july.digest)

    with pytest.raises(SettlementError) as error:
        month("2026-08", after=july, corrections=[waiting.diff(july)])
    assert codes(error) == ["correction-open"]
    assert "E004" in error.value.diagnostics[0].text("en")


def test_a_correction_by_another_pack_is_refused(july: Settlement, risen: Difference) -> None:
    rules = attrs.evolve(
        july.rules, identity=attrs.evolve(july.rules.identity, id="another-center")
    )
    another = attrs.evolve(
        risen,
        before=attrs.evolve(risen.before, rules=rules),
        after=attrs.evolve(risen.after, rules=rules),
    )
    with pytest.raises(SettlementError) as found:
        month("2026-08", after=july, corrections=[another])
    assert codes(found) == ["correction-other-pack"]


def test_a_pack_that_does_not_say_how_pays_no_correction(risen: Difference) -> None:
    center = Center.open("base")
    found = center.month("2026-08", employees=[{"employee_id": "E1", **HIRED}])

    with pytest.raises(SettlementError) as error:
        found.settle(found.facts({}), corrections=[risen])
    assert codes(error) == ["correction-no-policy"]


def test_an_amount_handed_in_beside_a_posted_one_is_refused(
    july: Settlement, risen: Difference
) -> None:
    with pytest.raises(DataError) as found:
        month(
            "2026-08", {"E003": {"correction_own_more": "CNY 5"}}, after=july, corrections=[risen]
        )
    assert codes(found) == ["fact-twice"]


def test_who_is_gone_is_named_and_not_posted(july: Settlement, risen: Difference) -> None:
    paid = month("2026-08", after=july, people=PEOPLE[:2] + PEOPLE[3:], corrections=[risen])

    assert notes(paid) == ["correction-away"]
    told = next(each for each in paid.diagnostics if each.code == "correction-away")
    assert "E003" in told.text("zh_CN")


# -- lines, explanations, files -------------------------------------------------------------------


def test_a_correction_is_a_payroll_line_of_its_own(july: Settlement, august: Settlement) -> None:
    lines = [each for each in august.lines() if each.kind == "adjustment"]

    assert [(x.employee_id, x.pay_code, str(x.amount), x.corrects_period) for x in lines] == [
        ("E003", "E01", "200.00", "2026-07")
    ]
    assert lines[0].pay_period == "2026-08"
    assert lines[0].line_id not in {x.line_id for x in july.lines()}
    assert [x.line_id for x in august.lines() if x.kind == "adjustment"] == [lines[0].line_id]


def test_two_corrected_months_are_two_lines(july: Settlement, risen: Difference) -> None:
    august = month("2026-08", after=july)
    more = again(august, {"E003": {"nights_worked": 5}}).diff(august)
    paid = month("2026-09", after=august, corrections=[risen, more])

    found = [(x.corrects_period, str(x.amount)) for x in paid.lines() if x.kind == "adjustment"]
    assert found == [("2026-07", "200.00"), ("2026-08", "10.00")]
    assert len({x.line_id for x in paid.lines()}) == len(paid.lines())


@pytest.mark.parametrize("locale", LOCALES)
def test_an_explanation_goes_back_to_both_settlements(
    risen: Difference, august: Settlement, locale: str
) -> None:
    told = str(august.explain("E003", "correction", locale=locale))

    for each in (risen.before, risen.after):
        assert each.digest.removeprefix("sha256:")[:12] in told
    assert "call_evaluation" in told
    assert "monthly_bonus" in told
    assert "explain-" not in told


def test_nobody_else_is_named_to_whom_others_moved() -> None:
    before = month("2026-07", center=MOVING)
    after = again(before, {"E001": {"call_evaluation": 60}}, center=MOVING)
    paid = month("2026-08", after=before, center=MOVING, corrections=[after.diff(before)])

    assert money(paid, "correction", "E002") == ["200.00"]
    told = str(paid.explain("E002", "correction", locale="en"))
    assert "moved by what was put right of others" in told
    assert "E001" not in told


@pytest.mark.parametrize(
    ("locale", "words"),
    [("en", "of 2026-07"), ("zh_CN", "更正期间 2026-07"), ("zh_TW", "更正期間 2026-07")],
)
def test_a_statement_says_which_period_is_corrected_and_why(
    august: Settlement, tmp_path: Path, locale: str, words: str
) -> None:
    report = CENTER.report("statement", august, locale=locale, subjects=["E003", "E004"])
    text = report.write(tmp_path / "statements.md").read_text(encoding="utf-8")
    own, other = text.split("## E004")

    assert words in own
    assert "200.00" in own
    assert words not in other  # who has nothing to correct has no such line


def test_a_stored_settlement_keeps_what_was_posted(august: Settlement, tmp_path: Path) -> None:
    save_settlement(august, tmp_path)
    loaded = load_settlement(tmp_path, august.rules)
    again_ = settlement_from_data(json.loads(json.dumps(august.to_dict())), august.rules)

    for each in (loaded, again_):
        assert each.to_json() == august.to_json()
        assert each.closing == august.closing
        assert each.lines() == august.lines()
        assert str(each.explain("E003", "correction")) == str(august.explain("E003", "correction"))


@pytest.mark.parametrize(
    "wrong",
    [
        [{"period": "2026-13", "revisions": ["a", "b"], "kept": {}}],
        [{"period": "2026-07", "revisions": ["a"], "kept": {}}],
        [{"period": "2026-07", "revisions": ["a", "b"], "kept": {"E1": "5"}}],
        [{"period": "2026-07", "revisions": ["a", "b"], "kept": {"E1": True}}],
        [{"period": "2026-09", "revisions": ["a", "b"], "kept": {}}],
        [{"period": "2026-07", "revisions": ["a", "b"], "kept": {}}] * 2,
        {"period": "2026-07"},
    ],
)
def test_a_closing_with_wrong_corrections_is_none(august: Settlement, wrong: object) -> None:
    data = {**august.closing.to_dict(), "corrections": wrong}

    with pytest.raises(DataError) as found:
        Closing.from_dict(data)
    assert codes(found) == ["closing-unreadable"]


# -- laws ---------------------------------------------------------------------------------------

scores = st.lists(st.integers(60, 100), min_size=10, max_size=10)
nights = st.lists(st.integers(0, 9), min_size=10, max_size=10)


def given_facts(call: list[int], night: list[int]) -> Changed:
    pairs = zip(PEOPLE, call, night, strict=True)
    return {who: {"call_evaluation": one, "nights_worked": two} for who, one, two in pairs}


@tried(10)
@given(
    then=st.tuples(scores, nights), now=st.tuples(scores, nights),
    reading=st.sampled_from(["keep", "move"]), recover=st.sampled_from(["never", "capped"]),
)  # fmt: skip
def test_what_is_paid_and_still_open_is_what_was_due(
    then: tuple[list[int], list[int]],
    now: tuple[list[int], list[int]],
    reading: str,
    recover: str,
) -> None:
    center = CENTER.with_choices(correction_third_parties=reading, correction_recover=recover)
    before = month("2026-07", given_facts(*then), center=center)
    found = again(before, given_facts(*now), center=center).diff(before)
    paid = month("2026-08", after=before, center=center, corrections=[found])
    once_more = month("2026-09", after=paid, center=center, corrections=[found])

    for who in PEOPLE:
        changes = [x for x in found.lines if x.employee == who and x.difference is not None]
        own = sum(x.difference.minor for x in changes if x.difference and x.is_own)
        others = sum(x.difference.minor for x in changes if x.difference and not x.is_own)
        counted = [own, others] if reading == "move" else [own]
        due = sum(x for x in counted if x > 0)
        owed = -sum(x for x in counted if x < 0) if recover == "capped" else 0
        amounts = {
            name: paid.value(who, name)
            for name in ("correction", "correction_due", "correction_recovered", "correction_owed")
        }
        minor = {name: x.minor for name, x in amounts.items() if isinstance(x, Money)}
        assert minor["correction"] + minor["correction_due"] == due
        assert minor["correction_owed"] - minor["correction_recovered"] == owed
        assert money(once_more, "correction", who) == ["0.00"]


def year_of(
    first: str, facts: Sequence[Mapping[str, Mapping[str, object]]], start: Closing | None
) -> list[Settlement]:
    """Settle month after month: shifts on a roster for the hours account, all else as facts."""
    found: list[Settlement] = []
    for number, given_ in enumerate(facts):
        period = shifted_label(first, number)
        made = CENTER.month(
            period,
            employees=[{"employee_id": x, **HIRED, "contract_hours_day": "8"} for x in given_],
            decisions={"standard_days": "21", "award_themes": []},
        )
        made = made.starting_from(found[-1].closing if found else start or made.opening([]))
        roster = [
            {"employee_id": who, "work_date": f"{period}-{day:02}", "shift": "R", "kind": "final"}
            for who, own in given_.items()
            for day in range(1, int(str(own["shifts"])) + 1)
        ]
        base = made.measure(ccops.source("roster", roster))
        own_facts = {
            who: {
                name: value
                for name, value in {**SAME, **own}.items()
                if name != "shifts" and name not in base.evidence
            }
            for who, own in given_.items()
        }
        found.append(made.settle(base.joined(own_facts)))
    return found


person = st.fixed_dictionaries(
    {
        "call_evaluation": st.integers(60, 100),
        "shifts": st.integers(12, 24),
        "items_handled": st.integers(0, 3),
        "item_errors": st.integers(0, 1),
    }
)

THREE = dict.fromkeys(PEOPLE[:3], person)


@tried(3)
@given(
    facts=st.lists(
        st.fixed_dictionaries(dict.fromkeys(PEOPLE[:3], person)), min_size=24, max_size=24
    )
)
def test_twelve_months_from_an_opening_are_the_last_twelve_of_twenty_four(
    facts: list[dict[str, dict[str, object]]],
) -> None:
    """Star pay, streaks, the progress award and comp time go on as if nothing had been cut."""
    whole = year_of("2025-01", facts, None)
    opening = attrs.evolve(whole[11].closing, settlement_digest="")
    rest = year_of("2026-01", facts[12:], Closing.from_dict(opening.to_dict()))

    assert opening.is_opening
    assert all(each.is_final for each in (*whole, *rest))
    for one, other in zip(whole[12:], rest, strict=True):
        for figure in one.results.plan.figures:
            for who in PEOPLE[:3]:
                assert one.value(who, figure.name) == other.value(who, figure.name), figure
        assert money(one, "comp_hours_open", *PEOPLE[:3]) == money(
            other, "comp_hours_open", *PEOPLE[:3]
        )
