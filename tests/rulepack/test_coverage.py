"""Coverage: which points a pack has, which of them a case reaches, and what a pin hides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ccops.messages import LOCALES
from ccops.rulepack import load
from ccops.rulepack.cases import CaseRunner, read_cases
from ccops.rulepack.proving import Coverage, Point, PointKind, measure_coverage
from tests import loaded

if TYPE_CHECKING:
    from tests.rulepack.conftest import Shelf

RULES = """\
facts:
  extra: {unit: money, range: '[CNY 0..CNY 900]'}
  bonus_days: {unit: quantity, range: '[0..31]', optional: yes}
  line: {unit: word, words: [phone, mail, chat]}
indicators:
  late: {over: leave_day, where: rostered, count: yes, better: lower, by: [employee], source: M-01}
parameters:
  cost: {unit: points, values: {2026-01-01: 1, 2026-12-01: 2}, source: M-02}
  most: {unit: count, values: {2026-01-01: 3}, source: M-02}
figures:
  base:
    {for: agents, unit: points, is: score, round: none, source: M-02}
  total:
    for: agents
    is: {by: weighing, plain: base - cost * late, doubled: base - 2 * cost * late}
    unit: points
    round: {to: 0.1, mode: half_up}
    source: M-02
  rested:
    {for: agents, unit: quantity, is: 'coalesce(bonus_days, 0)', source: M-02}
eligibility:
  no_bonus:
    for: agents
    source: M-03
    codes: {often_late: {label: often late, if: late >= most}}
ranks:
  rank:
    {among: agents, order: [total desc, rested desc], scope: center, ties: share_best,
     unknown: block_all, barred: keep_place, barred_by: no_bonus,
     places: {rounding: exact, at_least: 0}, source: M-04}
bonuses:
  bonus:
    label: bonus
    for: agents
    eligibility: no_bonus
    payroll_code: B01
    columns: [{score: base, step: 0.01}, {line: line}]
    table:
      hit: first
      rows: [['>= 80', '-', CNY 200], ['>= 60', "'phone', 'mail'", CNY 100]]
      otherwise: CNY 0
    source: M-03
  prize:
    label: prize
    for: agents
    payroll_code: B02
    unranked: {pays: CNY 0, code: not_ranked}
    columns: [{place: {places_of: rank}}]
    table: {hit: first, rows: [['<= 10%', CNY 50]], otherwise: CNY 0}
    source: M-04
statements: {due: {label: due, for: agents, adds: [bonus, prize], source: M-05}}
choices:
  weighing:
    asks: what does a late day cost
    readings: {plain: one point, doubled: two points}
    chosen: plain
    by: pack authors
    on: 2026-01-01
    source: M-02
"""
DEFAULTS = (
    "defaults: {role: agent, team: T, employment_type: full_time, hired_on: 2020-01-01, "
    "score: 70, late: 0, extra: CNY 0, line: phone}\n"
)


def coverage(shelf: Shelf, *cases: str, rules: str = RULES) -> Coverage:
    listed = "".join(
        f"  C-{number}: {{period: 2026-10, because: so it is, source: M-01, {case}}}\n"
        for number, case in enumerate(cases, 1)
    )
    shelf.pack(rules, cases=f"{DEFAULTS}cases:\n{listed or '  {}'}")
    pack = load("sample", shelf.catalog)
    found, problems = read_cases(pack)
    assert problems == ()
    runner = CaseRunner(pack)
    results = [runner.run(each) for each in found]
    assert all(each.passed for each in results), results
    return measure_coverage(runner, found)


def texts(points: Any, kind: PointKind) -> set[str]:
    return {f"{each.rule}: {each.text()}" for each in points if each.kind is kind}


def missed(found: Coverage, kind: PointKind) -> set[str]:
    return texts(found.missed, kind)


def hit(found: Coverage, kind: PointKind) -> set[str]:
    return texts(found.hit, kind)


# -- what counts --------------------------------------------------------------------------------


def test_without_cases_nothing_is_reached_and_everything_is_named(shelf: Shelf) -> None:
    found = coverage(shelf)

    assert found.hit == frozenset()
    assert found.share == 0
    kinds = {kind.value: count for kind, (_, count) in found.by_kind().items()}
    assert kinds == {
        "figure": 10, "row": 6, "edge": 10, "reason": 2, "branch": 9, "rank": 5, "value": 3,
        "reading": 2, "indicator": 1,
    }  # fmt: skip


def test_a_pack_without_rules_has_nothing_to_cover(shelf: Shelf) -> None:
    shelf.pack("per_period: {}")
    (shelf.folder / "sample" / "roles.yaml").write_text("roles: {}", encoding="utf-8")
    found = measure_coverage(CaseRunner(load("sample", shelf.catalog)), ())

    assert not found.points
    assert not found.by_kind()
    assert found.share == 1


def test_only_what_an_expectation_asks_is_reached(shelf: Shelf) -> None:
    found = coverage(shelf, "expect: {base: 70}", "given: {score: missing}, expect: {rested: 0}")

    reached = hit(found, PointKind.FIGURE)
    assert {each.split(":")[0] for each in reached} == {"base", "rested"}


def test_what_lies_behind_a_pin_is_not_reached(shelf: Shelf) -> None:
    found = coverage(shelf, "pin: {base: 90}, expect: {bonus: CNY 200}")

    reached = {each.split(":")[0] for each in hit(found, PointKind.FIGURE)}
    assert "bonus" in reached
    assert "base" not in reached


def test_what_a_bar_decides_before_is_not_asked(shelf: Shelf) -> None:
    found = coverage(shelf, "given: {late: 3, score: 90}, expect: {bonus: CNY 0}")

    assert hit(found, PointKind.ROW) == set()
    assert hit(found, PointKind.REASON) == {"bonus: no case is barred by often_late"}


def test_a_rank_asks_everybody_ranked_for_the_sake_of_one(shelf: Shelf) -> None:
    found = coverage(
        shelf, "employees: {A: {}, B: {late: 1}, C: {late: 3}}, expect: {A: {rank: 1}}"
    )

    assert hit(found, PointKind.RANK) == {
        "rank: in no case does total decide between two people",
        "rank: in no case is somebody ranked barred",
    }


def test_a_case_that_cannot_be_settled_reaches_nothing(shelf: Shelf) -> None:
    found = coverage(shelf, "given: {score: 101}, refused: [fact-out-of-range]")

    assert found.hit == frozenset()


# -- the kinds of points ------------------------------------------------------------------------


def test_each_row_counts_by_itself_and_so_does_otherwise(shelf: Shelf) -> None:
    found = coverage(
        shelf, "expect: {bonus: CNY 100}", "given: {score: 50}, expect: {bonus: CNY 0}"
    )

    assert {each for each in missed(found, PointKind.ROW) if each.startswith("bonus")} == {
        "bonus: no case takes the row >= 80 | -"
    }


@pytest.mark.parametrize(
    ("score", "line", "reached"),
    [
        ("80", "phone", "no case has exactly 80 in score and takes the row >= 80 | -"),
        ("79.99", "phone", "no case has 79.99 in score and only so misses the row >= 80 | -"),
        ("79.99", "chat", "no case has 79.99 in score and only so misses the row >= 80 | -"),
        ("60", "phone", ("no case has exactly 60 in score and takes the row "
         ">= 60 | 'phone', 'mail'")),
        ("59.99", "mail", ("no case has 59.99 in score and only so misses the row "
         ">= 60 | 'phone', 'mail'")),
        ("59.99", "chat", ""),
        ("60", "chat", ""),
        ("59.98", "mail", ""),
        ("80.01", "mail", ""),
    ],
)  # fmt: skip
def test_a_limit_counts_where_only_its_cell_decides(
    shelf: Shelf, score: str, line: str, reached: str
) -> None:
    found = coverage(
        shelf,
        f"given: {{score: {score}, line: {line}}}, expect: {{bonus_by_table: "
        f"CNY {200 if score >= '80' else 100 if score >= '60' and line != 'chat' else 0}}}",
    )

    limits = {each for each in hit(found, PointKind.EDGE) if "in score" in each}
    assert limits == ({f"bonus: {reached}"} if reached else set())


@pytest.mark.parametrize(
    ("population", "place", "reached"),
    [
        (20, 2, "no case has the last place within 10% and takes the row <= 10%"),
        (20, 3, "no case has the first place beyond 10% and only so misses the row <= 10%"),
        (20, 1, ""),
        (20, 4, ""),
        (9, 1, "no case has the first place beyond 10% and only so misses the row <= 10%"),
    ],
)
def test_a_limit_of_a_share_is_a_place_and_the_next(
    shelf: Shelf, population: int, place: int, reached: str
) -> None:
    pays = 50 if population == 20 and place <= 2 else 0
    found = coverage(
        shelf,
        f"population: {population}, rank: rank, pin: {{total: 77}}, "
        f"subject: {{place: {place}}}, expect: {{prize: CNY {pays}}}",
    )

    limits = {each for each in hit(found, PointKind.EDGE) if each.startswith("prize")}
    assert limits == ({f"prize: {reached}"} if reached else set())


def test_each_word_of_a_list_counts(shelf: Shelf) -> None:
    found = coverage(shelf, "given: {line: mail}, expect: {bonus: CNY 100}")

    words = {each for each in missed(found, PointKind.EDGE) if "this row" in each}
    assert words == {"bonus: no case takes this row with phone in line"}


@pytest.mark.parametrize(
    ("late", "side"),
    [(3, "no case stands exactly at the limit of late >= most"),
     (2, "no case lies on the other side of the limit of late >= most")],
)  # fmt: skip
def test_a_limit_in_a_formula_has_two_sides(shelf: Shelf, late: int, side: str) -> None:
    flag = "yes" if late >= 3 else "no"
    found = coverage(shelf, f"given: {{late: {late}}}, expect: {{no_bonus_often_late: {flag}}}")

    assert hit(found, PointKind.EDGE) == {f"no_bonus: {side}"}


def test_both_values_of_a_coalesce_count(shelf: Shelf) -> None:
    found = coverage(shelf, "expect: {rested: 0}", "given: {bonus_days: 2 d}, expect: {rested: 2}")

    assert not {each for each in missed(found, PointKind.BRANCH) if "coalesce" in each}


def test_whether_a_flag_is_known_does_not_ask_what_it_is(shelf: Shelf) -> None:
    facts = "facts:\n  valid: {unit: flag, optional: yes}\n"
    agreed = "figures:\n  agreed: {for: agents, unit: flag, is: known(valid), source: M-02}\n"
    rules = RULES.replace("facts:\n", facts).replace("figures:\n", agreed)

    found = coverage(shelf, "expect: {agreed: no}", rules=rules)

    told = {each for each in missed(found, PointKind.BRANCH) if each.startswith("agreed")}
    assert told == {"agreed: in no case does known(valid) hold"}


def test_a_rounding_counts_where_it_changes_a_value(shelf: Shelf) -> None:
    found = coverage(shelf, "expect: {total: 70}")
    assert any("rounding of total" in each for each in missed(found, PointKind.BRANCH))

    found = coverage(shelf, "given: {score: 70.04}, expect: {total: 70}")
    assert not any("rounding of total" in each for each in missed(found, PointKind.BRANCH))


def test_a_tie_and_a_further_key_are_points_of_a_rank(shelf: Shelf) -> None:
    found = coverage(
        shelf,
        "employees: {A: {}, B: {bonus_days: 1 d}, C: {}}, expect: {A: {rank: 2}, B: {rank: 1}}",
    )

    assert hit(found, PointKind.RANK) == {
        "rank: in no case does rested decide between two people",
        "rank: in no case are two people tied in all keys",
    }


def test_a_value_counts_in_the_periods_in_which_it_holds(shelf: Shelf) -> None:
    found = coverage(shelf, "expect: {total: 70}")

    assert missed(found, PointKind.VALUE) == {
        "cost: no case lies in a period in which 2 holds, from 2026-12-01 on",
        "most: no case lies in a period in which 3 holds, from 2026-01-01 on",
    }


def test_a_parameter_that_only_checks_read_asks_for_no_case(shelf: Shelf) -> None:
    declared = (
        "parameters:\n"
        "  paid_briefing_minutes: {unit: duration, values: {2026-01-01: 15 min}, source: M-01}\n"
        "  read: {unit: points, values: {2026-01-01: 1}, source: M-01}\n"
    )
    figure = (
        "figures: {f: {for: agents, unit: points, is: score - read, round: none, source: M}}\n"
    )
    shelf.pack(declared + figure)
    pack = load("sample", shelf.catalog)

    found = measure_coverage(CaseRunner(pack), ())

    assert {each.rule for each in found.points if each.kind is PointKind.VALUE} == {"read"}


def test_a_reading_counts_where_the_figures_asked_depend_on_it(shelf: Shelf) -> None:
    found = coverage(shelf, "choose: {weighing: doubled}, expect: {rested: 0}")
    assert hit(found, PointKind.READING) == set()

    found = coverage(shelf, "choose: {weighing: doubled}, expect: {total: 70}")
    assert hit(found, PointKind.READING) == {"weighing: no case depends on the reading doubled"}


def test_an_indicator_counts_where_records_measure_it(shelf: Shelf) -> None:
    rows = "[{employee_id: subject, work_date: 2026-10-05, rostered: yes}]"
    given = coverage(shelf, "given: {late: 1}, expect: {total: 69}")
    measured = coverage(shelf, f"records: {{leave_day: {rows}}}, expect: {{total: 69}}")
    asked = coverage(shelf, f"records: {{leave_day: {rows}}}, measures: {{late: 1}}")

    assert hit(given, PointKind.INDICATOR) == set()
    assert hit(measured, PointKind.INDICATOR) == {"late: no case measures it from records"}
    assert hit(asked, PointKind.INDICATOR) == hit(measured, PointKind.INDICATOR)
    assert "late: in no case does rostered fail" in missed(measured, PointKind.BRANCH)


def test_each_line_of_a_total_counts_where_it_adds_something(shelf: Shelf) -> None:
    found = coverage(shelf, "expect: {due: CNY 100}")

    assert "due: in no case does prize add anything to due" in missed(found, PointKind.BRANCH)
    assert "due: in no case does bonus add anything to due" in hit(found, PointKind.BRANCH)


# -- what is told -------------------------------------------------------------------------------


def test_points_are_told_by_place_and_the_same_each_time(shelf: Shelf) -> None:
    first, again = coverage(shelf, "expect: {base: 70}"), coverage(shelf, "expect: {base: 70}")

    places = [(each.span.line, each.span.column) for each in first.missed if each.span]
    assert places == sorted(places)
    assert first.missed == again.missed


def test_the_rules_of_a_parent_are_its_own_business(shelf: Shelf) -> None:
    coverage(shelf)
    head = (shelf.folder / "sample" / "pack.yaml").read_text(encoding="utf-8")
    own = head.partition("calendars:")[0].replace("id: sample", "id: child\n  extends: sample")
    shelf.put("child", pack=own)
    pack = load("child", shelf.catalog)

    assert measure_coverage(CaseRunner(pack), ()).points == frozenset()


def test_every_point_of_a_shipped_pack_has_words_in_every_language() -> None:
    pack = loaded.pack()
    points: frozenset[Point] = measure_coverage(CaseRunner(pack), ()).points

    assert points
    for each in points:
        for locale in LOCALES:
            assert "{" not in each.text(locale), each
            assert each.text(locale) != each.words


def test_each_side_of_a_min_or_max_counts(shelf: Shelf) -> None:
    rules = RULES.replace("is: score, round", "is: 'min(score, 85)', round")
    low = coverage(shelf, "given: {score: 60}, expect: {base: 60}", rules=rules)
    high = coverage(shelf, "given: {score: 85}, expect: {base: 85}", rules=rules)
    over = coverage(shelf, "given: {score: 86}, expect: {base: 85}", rules=rules)

    score = "base: in no case is it score that counts among min(score, 85)"
    limit = "base: in no case is it 85 that counts among min(score, 85)"
    assert {score, limit} <= missed(low, PointKind.BRANCH) | hit(low, PointKind.BRANCH)
    assert (score in hit(low, PointKind.BRANCH), limit in hit(low, PointKind.BRANCH)) == (
        True,
        False,
    )
    assert score in hit(high, PointKind.BRANCH)  # of equal values the first counts
    assert limit in hit(over, PointKind.BRANCH)


def test_a_window_asks_the_figure_it_is_over_and_may_lack_a_period(shelf: Shelf) -> None:
    kept = (
        "  kept:\n    {for: agents, unit: points, is: 'coalesce(previous(base), 0)', round: none,"
        " source: M-02}\n  rested:"
    )
    rules = RULES.replace("  rested:", kept)
    found = coverage(shelf, "expect: {kept: 0}", rules=rules)

    reached = hit(found, PointKind.BRANCH)
    assert any("is a period missing that previous(base) needs" in each for each in reached)
    assert missed(found, PointKind.FIGURE) > set()


def test_a_rule_of_a_later_period_is_named_though_no_case_lies_in_it(shelf: Shelf) -> None:
    rules = RULES.replace(
        "  rested:",
        "  later:\n    {for: agents, unit: points, is: score, round: none, from: 2027-01-01,"
        " source: M-02}\n  rested:",
    )
    found = coverage(shelf, "expect: {total: 70}", rules=rules)

    assert any(each.startswith("later:") for each in missed(found, PointKind.FIGURE))
