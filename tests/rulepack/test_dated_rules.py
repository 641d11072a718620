"""Rules hold on days: versions follow each other, gaps are told, a period says what it takes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.messages import has_message
from ccops.plan import PeriodRule, RowFigure, TotalStep
from ccops.rulepack.reading.in_force import InForce, Version, deciding_day
from ccops.values import PeriodDays
from tests.laws import tried

if TYPE_CHECKING:
    from ccops.messages import Diagnostic
    from ccops.rulepack import Pack
    from tests.rulepack.conftest import Shelf

FIGURE = "for: agents, unit: points, round: none, source: M-02"
#: A figure that is something else from November on. Periods end on the 25th.
CHANGED = """\
figures:
  paid:
    - {{is: score, until: 2026-10-31, {figure}{old}}}
    - {{is: score + 1, from: 2026-11-01, {figure}{new}}}
"""
READ = f"  read: {{is: paid * 2, {FIGURE}}}\n"
OCTOBER = PeriodDays(dt.date(2026, 10, 1), dt.date(2026, 10, 31))


def changed(*, old: str = "", new: str = "") -> str:
    return CHANGED.format(figure=FIGURE, old=old, new=new)


def formula(pack: Pack, label: str, name: str = "paid") -> str:
    """Return the formula a period takes; empty where it takes none."""
    found = pack.check_assembly(label).plan.definitions.by_name.get(name, ())
    (definition,) = found or (None,)
    return definition.formula.value if isinstance(definition, RowFigure) else ""


def findings(shelf: Shelf) -> list[Diagnostic]:
    _, found = shelf.check()
    assert all(has_message(each.code) for each in found)
    return [each for each in found if each.code != "unused-name"]


def loaded(shelf: Shelf) -> Pack:
    pack: Pack | None
    pack, found = shelf.check()
    assert pack is not None, found
    return pack


# -- which version a period takes ---------------------------------------------------------------


def test_a_period_takes_the_version_of_its_days(shelf: Shelf) -> None:
    shelf.pack(changed())

    pack = loaded(shelf)

    assert formula(pack, "2026-10") == "score"
    assert formula(pack, "2026-11") == "score + 1"


@pytest.mark.parametrize(("rule", "taken"), [("start", "score"), ("end", "score + 1")])
def test_a_period_that_straddles_a_change_takes_what_its_rule_says(
    shelf: Shelf, rule: str, taken: str
) -> None:
    shelf.pack(changed(new=f", period_rule: {rule}"), cutoff=25)

    pack = loaded(shelf)

    assert formula(pack, "2026-10") == "score"
    assert formula(pack, "2026-11") == taken
    assert formula(pack, "2026-12") == "score + 1"


def test_a_change_within_a_period_without_a_period_rule_does_not_load(shelf: Shelf) -> None:
    shelf.pack(changed(), cutoff=25)

    (found,) = findings(shelf)

    assert found.code == "period-rule-missing"
    assert dict(found.args) == {
        "name": "paid",
        "section": "figures",
        "day": "2026-11-01",
        "first": "2026-10-26",
        "last": "2026-11-25",
        "within": "2026-11",
    }
    assert str(found.span) == "sample/rules.yaml:4:7"


def test_versions_that_disagree_about_a_period_are_told(shelf: Shelf) -> None:
    rules = changed(old=", period_rule: start", new=", period_rule: end")
    shelf.pack(rules, cutoff=25)

    assert [each.code for each in findings(shelf)] == ["period-rules-differ"]


def test_until_is_the_last_day_and_from_the_first(shelf: Shelf) -> None:
    shelf.pack(changed(), cutoff=31)

    pack = loaded(shelf)

    last, first = dt.date(2026, 10, 31), dt.date(2026, 11, 1)
    assert [each.is_.value for each in pack.rules.at(last).section("figures")] == ["score"]
    assert [each.is_.value for each in pack.rules.at(first).section("figures")] == ["score + 1"]


@pytest.mark.parametrize("day", ["2026-10-25", "2026-10-26"])
def test_a_change_on_the_first_day_of_a_period_straddles_nothing(shelf: Shelf, day: str) -> None:
    rules = changed().replace("2026-10-31", "2026-10-25").replace("2026-11-01", "2026-10-26")
    shelf.pack(rules.replace("from: 2026-10-26", f"from: {day}"), cutoff=25)

    codes = [each.code for each in findings(shelf)]

    assert codes == ([] if day == "2026-10-26" else ["period-rule-missing", "versions-overlap"])


def test_versions_of_one_population_must_not_overlap(shelf: Shelf) -> None:
    shelf.pack(changed().replace("2026-10-31", "2026-11-01"), cutoff=31)

    overlap = next(each for each in findings(shelf) if each.code == "versions-overlap")

    assert overlap.args["first"] == "sample/rules.yaml:3:7"
    assert str(overlap.span) == "sample/rules.yaml:4:7"


def test_versions_of_two_populations_stand_side_by_side(shelf: Shelf) -> None:
    shelf.pack(
        "populations:\n  others: {is: \"role != 'agent'\"}\n"
        + changed()
        + "    - {for: others, unit: points, is: score, round: none, source: M-02}\n"
    )

    pack = loaded(shelf)

    for label in ("2026-10", "2026-11"):
        assert len(pack.check_assembly(label).plan.definitions.by_name["paid"]) == 2


def test_an_open_version_before_a_dated_one_overlaps_it(shelf: Shelf) -> None:
    shelf.pack(changed().replace("until: 2026-10-31, ", ""))

    assert "versions-overlap" in [each.code for each in findings(shelf)]


# -- gaps ---------------------------------------------------------------------------------------


def test_who_reads_a_rule_that_does_not_hold_yet_is_told_the_day(shelf: Shelf) -> None:
    shelf.pack(f"figures:\n  paid: {{is: score, from: 2026-03-01, {FIGURE}}}\n{READ}")

    (found,) = findings(shelf)

    assert (found.code, str(found.span)) == ("not-in-force", "sample/rules.yaml:3:14")
    assert dict(found.args) == {"name": "paid", "section": "figures", "day": "2026-01-01"}


def test_a_gap_in_the_middle_is_found_in_its_stretch(shelf: Shelf) -> None:
    shelf.pack(changed().replace("from: 2026-11-01", "from: 2027-02-01") + READ)

    (found,) = findings(shelf)

    assert (found.code, found.args["day"]) == ("not-in-force", "2026-11-01")
    assert found.args["within"] == "2026-11, 2026-12"


def test_a_gap_nobody_reads_is_allowed(shelf: Shelf) -> None:
    shelf.pack(changed().replace("from: 2026-11-01", "from: 2027-02-01"))

    assert formula(loaded(shelf), "2026-12") == ""


LINE = "label: x, for: agents, per: nights, amount: rate, payroll_code: X, source: M"
STATEMENT = """\
facts: {nights: {unit: count, range: '[0..31]'}}
parameters: {rate: {unit: money, values: {2026-01-01: CNY 10}, source: M-04}}
statements: {pay: {label: pay, for: agents, adds: [a, b], source: M-05}}
"""


def test_a_line_not_in_force_adds_nothing_to_a_statement(shelf: Shelf) -> None:
    lines = f"allowances:\n  a: {{{LINE}}}\n  b: {{{LINE}, from: 2026-11-01}}\n"
    shelf.pack(lines, more=STATEMENT)

    pack = loaded(shelf)

    before = pack.check_assembly("2026-10").plan
    after = pack.check_assembly("2026-11").plan
    assert [line.figure for line in before.lines] == ["a"]
    assert [line.figure for line in after.lines] == ["a", "b"]


def test_a_line_whose_name_begins_like_one_not_in_force_is_still_added(shelf: Shelf) -> None:
    lines = f"allowances:\n  a_b: {{{LINE}}}\n  a: {{{LINE}, from: 2026-11-01}}\n"
    shelf.pack(lines, more=STATEMENT.replace("[a, b]", "[a, a_b]"))

    (step,) = loaded(shelf).check_assembly("2026-10").plan.steps_of("pay")

    assert isinstance(step, TotalStep)
    assert [key.name for key in step.parts] == ["a_b"]


RANK = """\
populations: {later: {within: agents, is: yes, from: 2026-06-01}}
ranks:
  r: {among: later, order: [score desc], scope: center, ties: share_best, unknown: last,
      barred: leave, places: {rounding: exact, at_least: 0}, source: M}
"""
BARRED = """\
eligibility:
  group: {for: agents, source: M, from: 2026-06-01, codes: {low: {label: low, if: score < 1}}}
bonuses:
  b: {label: b, for: agents, eligibility: group, payroll_code: B, source: M,
      columns: [{score: score, step: 0.01}], better: {score: higher},
      table: {hit: first, rows: [['>= 60', CNY 1]], otherwise: CNY 0}}
"""


@pytest.mark.parametrize("rules", [RANK, BARRED], ids=["population", "eligibility"])
def test_populations_and_eligibility_groups_have_dates_too(shelf: Shelf, rules: str) -> None:
    shelf.pack(rules)

    assert {each.code for each in findings(shelf)} == {"not-in-force"}


def test_roles_have_dates_and_a_word_of_an_absent_one_is_told(shelf: Shelf) -> None:
    role = "roles: {guide: {label: guide, source: M, from: 2026-06-01}}\n"
    shelf.pack("populations: {guides: {is: \"role == 'guide'\"}}", roles2=role)

    (found,) = findings(shelf)

    assert (found.code, found.args["day"]) == ("not-in-force", "2026-01-01")


# -- how dates are written ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "code", "place"),
    [
        ("{is: score, from: 2026-13-01, %s}", "date-impossible", "2:24"),
        ("{is: score, from: May, %s}", "date-wrong", "2:24"),
        ("{is: score, from: 2026-03-01, until: 2026-02-28, %s}", "dates-reversed", "2:43"),
        ("{is: score, period_rule: split, %s}", "split-only-parameter", "2:31"),
        ("{is: score, period_rule: middle, %s}", "word-unknown", "2:31"),
    ],
    ids=["impossible", "no-date", "reversed", "split", "word"],
)
def test_each_mistake_of_writing_is_told_at_its_place(
    shelf: Shelf, rule: str, code: str, place: str
) -> None:
    shelf.pack(f"figures:\n  a: {rule % FIGURE}\n")

    assert (code, place) in shelf.found()


def test_a_rule_may_hold_for_one_day(shelf: Shelf) -> None:
    shelf.pack(
        "figures:\n  a: {is: score, from: 2026-03-31, until: 2026-03-31, "
        f"period_rule: end, {FIGURE}}}\n"
    )

    assert [each.code for each in findings(shelf)] == []


@pytest.mark.parametrize(
    ("days", "is_told"),
    [
        ("from: 2026-03-10, until: 2026-03-30, period_rule: end", True),
        ("from: 2026-03-10, until: 2026-03-31, period_rule: end", False),
        ("from: 2026-03-10, until: 2026-03-30, period_rule: start", True),
        ("from: 2026-03-01, until: 2026-03-30, period_rule: start", False),
        ("from: 2026-03-10, until: 2026-04-05, period_rule: start", False),
        ("from: 2026-03-10, until: 2026-04-05, period_rule: end", False),
        ("until: 2025-12-31", True),
        ("until: 2026-01-31", False),
        ("from: 2199-01-01", False),
    ],
)
def test_a_rule_that_no_period_takes_is_told(shelf: Shelf, days: str, *, is_told: bool) -> None:
    shelf.pack(f"figures:\n  a: {{is: score, {days}, {FIGURE}}}\n")

    assert ("never-in-force" in [each.code for each in findings(shelf)]) is is_told


def test_a_parents_rule_may_have_ended_before_the_child_begins(shelf: Shelf) -> None:
    shelf.pack(f"figures:\n  a: {{is: score, until: 2026-05-31, {FIGURE}}}\n")
    head = (shelf.folder / "sample" / "pack.yaml").read_text(encoding="utf-8")
    own = head.partition("calendars:")[0].replace("id: sample", "id: child\n  extends: sample")
    shelf.put("child", pack=own.replace("effective: 2026-01-01", "effective: 2026-06-01"))

    assert "never-in-force" not in [code for code, _ in shelf.found("child")]


PART = """\
eligibility:
  group:
    {for: agents, source: M, codes: {low: {label: low, if: score < 1, from: 2026-06-01}}}
"""
CALENDAR = "calendars: {other: {cutoff_day: 20, from: 2026-06-01}}"


@pytest.mark.parametrize("rules", [PART, CALENDAR], ids=["part-of-a-rule", "calendar"])
def test_dates_where_none_are_read_are_refused(shelf: Shelf, rules: str) -> None:
    shelf.pack(rules)

    assert "dates-not-here" in [each.code for each in findings(shelf)]


# -- a law --------------------------------------------------------------------------------------

DAYS = st.dates(dt.date(2026, 9, 25), dt.date(2026, 11, 5))


@tried(60)
@given(change=DAYS, rule=st.sampled_from([PeriodRule.START, PeriodRule.END]))
def test_a_period_takes_exactly_one_of_two_versions_without_a_gap(
    change: dt.date, rule: PeriodRule
) -> None:
    old = InForce(last=change - dt.timedelta(days=1), period_rule=rule)
    new = InForce(first=change, period_rule=rule)
    versions = [
        Version(rule=object(), in_force=each, population="", span=None) for each in (old, new)
    ]

    day, problems = deciding_day(("figures", "x"), versions, OCTOBER)

    assert not problems
    assert old.holds(day) != new.holds(day)
    if not OCTOBER.first < change <= OCTOBER.last:
        assert old.holds(OCTOBER.first) == old.holds(OCTOBER.last) == old.holds(day)


def test_thousands_of_versions_that_all_overlap_are_told_once_each(shelf: Shelf) -> None:
    one = f"    - {{is: score, from: 2026-01-01, {FIGURE}}}\n"
    shelf.pack("figures:\n  paid:\n" + one * 5_000)

    _, found = shelf.check()

    overlaps = [each for each in found if each.code == "versions-overlap"]
    assert overlaps[0].args["first"] == "sample/rules.yaml:3:7"
    assert len({each.span for each in overlaps}) == len(overlaps)


def test_a_version_within_a_longer_one_overlaps_it_wherever_it_stands(shelf: Shelf) -> None:
    shelf.pack(
        "figures:\n  paid:\n"
        f"    - {{is: score, from: 2026-11-01, until: 2026-11-30, {FIGURE}}}\n"
        f"    - {{is: score, from: 2026-02-01, until: 2026-02-28, {FIGURE}}}\n"
        f"    - {{is: score, {FIGURE}}}\n"
    )

    _, found = shelf.check()

    told = [
        (each.args["first"], str(each.span)) for each in found if each.code == "versions-overlap"
    ]
    assert told == [
        ("sample/rules.yaml:3:7", "sample/rules.yaml:5:7"),
        ("sample/rules.yaml:4:7", "sample/rules.yaml:5:7"),
    ]
