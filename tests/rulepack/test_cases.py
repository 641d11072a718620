"""Cases: what they may say, what a wrong one is told, and that those of the shipped packs hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import pytest

from ccops.hooks import gather
from ccops.rulepack import load
from ccops.rulepack.cases import Case, CaseResult, CaseRunner, read_cases, run_case
from ccops.rulepack.proving import measure_coverage
from tests import loaded

if TYPE_CHECKING:
    from ccops.messages import Diagnostic
    from tests.rulepack.conftest import Shelf

CATALOG = gather(()).catalog
SHIPPED = {name: loaded.pack(name) for name in ("base", loaded.TELECOM)}
RUNNERS = {name: CaseRunner(pack) for name, pack in SHIPPED.items()}
CASES = [
    pytest.param(name, case, id=f"{name}:{case.name}")
    for name, pack in SHIPPED.items()
    for case in read_cases(pack)[0]
]
#: A bonus by points, and a prize for the best tenth; ``late`` is measured, ``score`` given.
RULES = """\
facts:
  extra: {unit: money, range: '[CNY 0..CNY 900]'}
indicators:
  heard:
    {over: evaluation, where: "status == 'valid'", mean: score, better: higher, by: [employee],
     source: M-06}
  late: {over: leave_day, count: yes, better: lower, by: [employee], source: M-01}
parameters:
  cost: {unit: points, values: {2026-01-01: 1}, source: M-02}
scorecards:
  call_form:
    label: call form
    start: 100
    floor: 0
    items: {L1: {label: opening, deduct: 5}, A6: {label: insult, fatal: yes}}
    round: {to: 0.01, mode: half_up}
    source: M-06
figures:
  total:
    for: agents
    is: {by: weighing, plain: score - cost * late, doubled: score - 2 * cost * late}
    unit: points
    round: none
    source: M-02
  extra_half:
    {for: agents, unit: money, is: extra / 2, round: {to: 0.01, mode: half_up}, source: M-02}
eligibility:
  no_bonus:
    for: agents
    source: M-03
    codes: {often_late: {label: often late, if: late > 2}}
ranks:
  rank:
    {among: agents, order: [total desc], scope: center, ties: share_best, unknown: block_all,
     barred: keep_place, places: {rounding: exact, at_least: 0}, source: M-04}
bonuses:
  bonus:
    label: bonus
    for: agents
    eligibility: no_bonus
    payroll_code: B01
    columns: [{score: total}]
    table: {hit: first, rows: [['>= 60', CNY 100]], otherwise: CNY 0}
    source: M-03
  prize:
    label: prize
    for: agents
    payroll_code: B02
    unranked: {pays: CNY 0, code: not_ranked}
    columns: [{place: {places_of: rank}}]
    table: {hit: first, rows: [['<= 10%', CNY 50]], otherwise: CNY 0}
    source: M-04
statements: {due: {label: due, for: agents, adds: [bonus, prize, extra_half], source: M-05}}
per_period: {bonus_day: {unit: date}}
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
    "score: 80, late: 0, extra: CNY 0}\n"
)
ONE_UNKNOWN = "employees: {A: {}, B: {score: missing}}\n    expect: {A: {rank: 1}}\n"
RULING = "employee_id: B, fact: score, ruling: zero, by: Li, because: x"
AT = "rank: rank\n    pin: {total: 77}\n    subject"
PAID_0 = "expect: {prize: CNY 0}"
WHY = "because: so it is, source: M-01"
HEAD = (
    "C-1:\n    period: 2026-10\n    decisions: {bonus_day: 2026-11-05}\n"
    "    because: so it is\n    source: M-01\n    "
)
ABSENT = "{employee_id: subject, work_date: 2026-10-05}"
MOVED = "assignments: [{employee_id: A, what: role, value: lead, from: 2026-10-15}]\n    "
HEARD = "{employee_id: subject, form: call_form, items: {"
LATE_ONCE = f"records: {{leave_day: [{ABSENT}]}}\n    "


def results(shelf: Shelf, case: str, defaults: str = DEFAULTS) -> list[CaseResult]:
    shelf.pack(RULES, cases=f"{defaults}cases:\n  {HEAD}{case}")
    pack = load("sample", shelf.catalog)
    cases, problems = read_cases(pack)
    assert problems == ()
    return [run_case(pack, each) for each in cases]


def problems_of(shelf: Shelf, cases: str, defaults: str = DEFAULTS) -> tuple[Diagnostic, ...]:
    shelf.pack(RULES, cases=f"{defaults}cases:\n  {cases}")
    return read_cases(load("sample", shelf.catalog))[1]


# -- what a case may say ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "case",
    [
        "expect: {bonus: CNY 100, total: 80}",
        "given: {score: 59}\n    expect: {bonus: CNY 0}",
        "given: {late: 3}\n    expect: {bonus: CNY 0}\n    reasons: {bonus: [often_late]}",
        "given: {late: 3}\n    reasons: {bonus: often_late}",
        "given: {role: agent, extra: CNY 33.33}\n    expect: {extra_half: CNY 16.67}",
        "given: {score: missing}\n    expect: {total: missing, bonus: missing not_measured}",
        "given: {ended_on: 2026-10-03}\n    expect: {bonus: CNY 100}",
        "pin: {total: 59.5}\n    expect: {bonus: CNY 0}",
        "employees: {A: {}, B: {score: 90}}\n    expect: {A: {rank: 2}, B: {rank: 1}}",
        "employees: {A: {}, B: {}}\n    given: {B: {score: 90}}\n    expect: {B: {rank: 1}}",
        "employees: {A: {}, B: {}}\n    pin: {B: {total: 90}}\n    expect: {B: {rank: 1}}",
        f"{ONE_UNKNOWN}    provisional: [prize, rank]",
        f"{ONE_UNKNOWN}    rulings: [{{{RULING}}}]",
        f"population: 20\n    {AT}: {{place: 2}}\n    expect: {{rank: 2, prize: CNY 50}}",
        f"population: 20\n    {AT}: {{place: 3}}\n    expect: {{rank: 3, prize: CNY 0}}",
        f"population: 9\n    {AT}: {{place: 1}}\n    warnings: row-without-places\n    {PAID_0}",
        "choose: {weighing: doubled}\n    given: {late: 1}\n    expect: {total: 78}",
        "given: {score: 101}\n    refused: [fact-out-of-range]",
        "given: {role: boss}\n    refused: employee-role",
        "choose: {weighing: thrice}\n    refused: [reading-unknown]",
        "given: {late: 3}\n    explains: {bonus: [often late, '3']}\n    locale: en",
        "explains: {bonus: 'CNY'}\n    locale: zh_CN",
        f"{LATE_ONCE}measures: {{late: 1}}",
        f"evaluations: [{HEARD}L1: 2}}}}, {HEARD}L1: 0}}}}]\n    expect: {{heard: 95}}",
        f"evaluations: [{HEARD}A6: 1}}}}]\n    expect: {{heard: 0}}",
        f"evaluations: [{HEARD}L9: 1}}}}]\n    refused: [evaluation-item-unknown]",
        f"{LATE_ONCE}expect: {{late: 1}}",
        f"employees: {{A: {{}}}}\n    {MOVED}refused: [employee-role]",
    ],
)
def test_a_right_expectation_passes(shelf: Shelf, case: str) -> None:
    (result,) = results(shelf, case)

    assert (result.problem, result.differences) == ("", ())
    assert result.passed


def test_somebody_outside_a_population_has_no_line(shelf: Shelf) -> None:
    shelf.pack(
        RULES.replace("roles:", "roles:"),
        more="roles: {lead: {label: lead, source: M-01}}",
        cases=f"{DEFAULTS}cases:\n  {HEAD}given: {{role: lead}}\n    expect: {{bonus: none}}",
    )
    pack = load("sample", shelf.catalog)

    (result,) = (run_case(pack, each) for each in read_cases(pack)[0])

    assert result.passed, result


def test_what_records_measure_goes_before_the_defaults(shelf: Shelf) -> None:
    records = (
        "records:\n      leave_day:\n"
        "        - {employee_id: subject, work_date: 2026-10-05}\n"
        "        - {employee_id: subject, work_date: 2026-10-06}\n"
        "        - {employee_id: subject, work_date: 2026-11-06}\n"
    )
    (result,) = results(shelf, f"{records}    expect: {{late: 2, total: 78}}")

    assert result.passed, result


def test_a_variant_says_only_what_differs(shelf: Shelf) -> None:
    first, second, third = results(
        shelf,
        "given: {late: 1, score: 70}\n    pin: {}\n    expect: {total: 69}\n    variants:\n"
        "      - {choose: {weighing: doubled}, expect: {total: 68}}\n"
        "      - {given: {score: 60}, expect: {total: 59, bonus: CNY 0}}",
    )

    assert [each.case.name for each in (first, second, third)] == ["C-1", "C-1#2", "C-1#3"]
    assert all(each.passed for each in (first, second, third))
    assert dict(third.case.expect["subject"]) == {"total": "59", "bonus": "CNY 0"}
    assert dict(third.case.employees["subject"]) == {"late": "1", "score": "60"}


# -- what fails ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "what", "expected", "found"),
    [
        ("expect: {bonus: CNY 200}", "bonus", "CNY 200", "CNY 100.00"),
        ("expect: {bonus: USD 100}", "bonus", "USD 100", "CNY 100.00"),
        ("expect: {bonus: 100}", "bonus", "100", "CNY 100.00"),
        ("expect: {total: 80.01}", "total", "80.01", "80.00"),
        ("expect: {total: much}", "total", "much", "80.00"),
        ("expect: {bonus: none}", "bonus", "none", "CNY 100.00"),
        ("expect: {bonus: missing}", "bonus", "missing", "CNY 100.00"),
        ("given: {score: missing}\n    expect: {bonus: missing no_records}", "bonus",
         "missing no_records", "missing not_measured"),
        ("given: {score: missing}\n    expect: {bonus: CNY 0}", "bonus", "CNY 0",
         "missing not_measured"),
        ("reasons: {bonus: [often_late]}", "reasons of bonus", "often_late", ""),
        ("given: {late: 3}\n    reasons: {bonus: []}", "reasons of bonus", "", "often_late"),
        ("provisional: [prize]", "prize", "provisional", "final"),
        ("warnings: [table-gap]", "warning", "table-gap", "row-without-places"),
        ("refused: [fact-out-of-range]", "refused", "fact-out-of-range", "settled"),
        ("given: {score: 101}\n    refused: [employee-role]", "refused", "employee-role",
         "fact-out-of-range"),
        (f"{LATE_ONCE}measures: {{late: 2}}", "late", "2", "1"),
    ],
)  # fmt: skip
def test_a_wrong_expectation_fails_with_both_values(
    shelf: Shelf, case: str, what: str, expected: str, found: str
) -> None:
    (result,) = results(shelf, case)

    assert not result.passed
    (difference,) = result.differences
    assert (difference.what, difference.expected, difference.found) == (what, expected, found)


@pytest.mark.parametrize(
    ("case", "problem"),
    [
        ("expect: {bonsu: CNY 100}", "there is no figure 'bonsu'"),
        ("pin: {totl: 5}\n    expect: {bonus: CNY 0}", "there is no figure 'totl'; did you mean"),
        ("pin: {total: many}\n    expect: {bonus: CNY 0}", "many"),
        ("given: {score: many}\n    expect: {bonus: CNY 0}", "many"),
        ("given: {hired_on: soon}\n    expect: {bonus: CNY 0}", "soon"),
        ("choose: {weighing: thrice}\n    expect: {bonus: CNY 0}", "thrice"),
        ("population: 5\n    subject: {place: 1}\n    rank: rnk\n    expect: {rank: 1}",
         "there is no rank 'rnk'; did you mean 'rank'?"),
        ("records: {leave_day: [{employee_id: subject, work_date: soon}]}\n    expect: {late: 0}",
         "soon"),
        ("records: {leave_day: [{employee_id: subject, kind: vacancy}]}\n    expect: {late: 1}",
         "there is no leave kind 'vacancy'"),
        ("records: {leave_day: [{employee_id: subject, shift: N}]}\n    expect: {late: 1}",
         "there is no shift 'N'"),
    ],
)  # fmt: skip
def test_a_case_that_cannot_be_run_has_failed_and_says_why(
    shelf: Shelf, case: str, problem: str
) -> None:
    (result,) = results(shelf, case)

    assert not result.passed
    assert problem in result.problem


@pytest.mark.parametrize(("written", "missed"), [("", "0 d"), (", protected: no", "0.5 d")])
def test_leave_of_a_case_has_the_effects_of_its_kind_unless_it_says_others(
    written: str, missed: str
) -> None:
    pack, (case, *_) = SHIPPED["base"], read_cases(SHIPPED["base"])[0]
    row = "employee_id: subject, kind: annual, rostered: yes, missed: 4 h, shift_counted: 8 h"
    cells = dict(each.split(": ") for each in f"{row}{written}".split(", "))
    plain = attrs.evolve(
        case,
        employees={"subject": {}},
        records={"leave_day": (cells,)},
        expect={"subject": {"missed_shifts": missed}},
        groups={},
        measures={},
    )

    assert run_case(pack, plain).passed


def test_a_fragment_an_explanation_has_not_is_told_with_the_explanation(shelf: Shelf) -> None:
    (result,) = results(shelf, "explains: {bonus: [no such words]}\n    locale: en")

    (difference,) = result.differences
    assert (difference.what, difference.expected) == ("explanation of bonus", "no such words")
    assert "CNY" in difference.found


def test_what_cases_of_one_setting_share_is_made_once(shelf: Shelf) -> None:
    shelf.pack(RULES, cases=f"{DEFAULTS}cases:\n  {HEAD}expect: {{bonus: CNY 100}}")
    pack = load("sample", shelf.catalog)
    (case,) = read_cases(pack)[0]
    runner = CaseRunner(pack)

    assert runner.rules(case) is runner.rules(case)
    assert runner.taken(case) is pack


def test_a_month_without_its_decision_is_a_failed_case(shelf: Shelf) -> None:
    case = f"{DEFAULTS}cases:\n  C-1: {{period: 2026-10, {WHY}, expect: {{bonus: CNY 100}}}}"
    shelf.pack(RULES, cases=case)
    pack = load("sample", shelf.catalog)

    (result,) = (run_case(pack, each) for each in read_cases(pack)[0])

    assert "bonus_day" in result.problem


# -- what is wrong with a case as written -------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "code", "place"),
    [
        ("C-1: [x]", "case-wrong", "3:8"),
        ("C-1: {period: 2026-10, expct: {bonus: CNY 1}, reasons: {bonus: []}, WHY}",
         "case-key-unknown", "3:26"),
        ("C-1: {period: 2026-10, WHY}", "case-expects-nothing", "3:8"),
        ("C-1: {period: 2026-10, expect: {}, reasons: {}, WHY}", "case-expects-nothing", "3:8"),
        ("C-1: {period: 2026-10, given: {total: 5}, expect: {b: 1}, WHY}",
         "case-gives-figure", "3:34"),
        ("C-1: {period: 2026-13, expect: {bonus: CNY 1}, WHY}", "case-value-wrong", "3:17"),
        ("C-1: {expect: {bonus: CNY 1}, WHY}", "case-value-wrong", "3:8"),
        ("C-1: {period: 2026-10, population: many, expect: {b: 1}, WHY}",
         "case-value-wrong", "3:38"),
        ("C-1: {period: 2026-10, population: 5, subject: {place: 6}, expect: {b: 1}, WHY}",
         "case-value-wrong", "3:58"),
        ("C-1: {period: 2026-10, given: {scroe: 5}, expect: {b: 1}, WHY}",
         "case-name-unknown", "3:34"),
        ("C-1: {period: 2026-10, employees: {A: {scroe: 5}}, expect: {A: {b: 1}}, WHY}",
         "case-name-unknown", "3:42"),
        (("C-1: {period: 2026-10, employees: {A: {}}, given: {A: {scroe: 5}}, "
          "expect: {A: {b: 1}}, WHY}"), "case-name-unknown", "3:58"),
        ("C-1: {period: 2026-10, records: {leave_dy: []}, expect: {b: 1}, WHY}",
         "case-name-unknown", "3:36"),
        ("C-1: {period: 2026-10, records: {leave_day: [{day: 1}]}, expect: {b: 1}, WHY}",
         "case-name-unknown", "3:49"),
        (("C-1: {period: 2026-10, expect: {b: 1}, "
          "variants: [{chose: {weighing: plain}, expect: {b: 1}}], WHY}"),
         "case-key-unknown", "3:54"),
        ("C-1: {period: 2026-10, expect: {b: 1}, variants: [{choose: {weighing: plain}}], WHY}",
         "case-expects-nothing", "3:53"),
        ("C-1: {period: 2026-10, expect: {b: 1}, variants: [plain], WHY}", "case-wrong", "3:53"),
        ("C-1: {period: 2026-10, expect: {a: 1, b: 1, c: 1, d: 1, e: 1, f: 1}, WHY}",
         "case-too-much", "3:3"),
        ("C-1: {period: 2026-10, because: so, expect: {b: 1}}", "case-without-source", "3:8"),
        ("C-1: {period: 2026-10, source: M-01, expect: {b: 1}}", "case-without-because", "3:8"),
        ("C-1: {period: 2026-10, refused: [x], expect: {b: 1}, WHY}",
         "case-refused-expects", "3:26"),
        ("C-1: {period: 2026-10, locale: fr, expect: {b: 1}, WHY}", "case-value-wrong", "3:34"),
        ("C-1: {period: 2026-10, measures: {laet: 1}, WHY}", "case-name-unknown", "3:37"),
        ("C-1: {period: 2026-10, evaluations: [{itmes: 1}], expect: {b: 1}, WHY}",
         "case-name-unknown", "3:41"),
        ("C-1: {period: 2026-10, assignments: [{who: A}], expect: {b: 1}, WHY}",
         "case-name-unknown", "3:41"),
        ("C-1: {period: 2026-10, pin: {total: 1}, expect: {total: 1}, WHY}",
         "case-expects-pinned", "3:52"),
        ("C-1: {period: 2026-10, given: {score: 1}, expect: {score: 1}, WHY}",
         "case-expects-given", "3:54"),
        ("C-1: {period: 2026-10, expect: {score: 80}, WHY}", "case-expects-given", "3:35"),
        (("C-1: {period: 2026-10, employees: {A: {score: 1}, B: {}}, "
         "expect: {A: {score: 1}, B: {bonus: CNY 100}}, WHY}"), "case-expects-given", "3:74"),
        (("C-1: {period: 2026-10, expect: {b: 1}, "
         "variants: [{pin: {total: 1}, expect: {total: 1}}], WHY}"),
         "case-expects-pinned", "3:80"),
        ("C-1: {period: 2026-10, expect: {a: 1, b: 1, c: 1}, explains: {a: [x, y, z]}, WHY}",
         "case-too-much", "3:3"),
        ("C-1: {period: 2026-10, employees: {A: {}}, expect: {B: {bonus: CNY 1}}, WHY}",
         "case-person-unknown", "3:55"),
        (("C-1: {period: 2026-10, employees: {A: {}}, pin: {B: {total: 1}}, "
          "expect: {A: {bonus: CNY 1}}, WHY}"), "case-person-unknown", "3:52"),
        ("C-1: {period: 2026-10, employees: {A: {}}, expect: {A: {}}, WHY}",
         "case-expects-nothing", "3:8"),
        ("C-1: {period: 2026-10, explains: {bonus: [' ']}, WHY}", "case-explains-nothing", "3:45"),
        ("C-1: {period: 2026-10, expect: {bonus: [CNY 1]}, WHY}",
         "case-written-otherwise", "3:42"),
        ("C-1: {period: 2026-10, expect: [bonus], WHY}", "case-written-otherwise", "3:34"),
        ("C-1: {period: 2026-10, given: {score: [1]}, expect: {bonus: CNY 1}, WHY}",
         "case-written-otherwise", "3:41"),
        ("C-1: {period: 2026-10, employees: {A: {}}, expect: {A: CNY 1}, WHY}",
         "case-written-otherwise", "3:58"),
        (("C-1: {period: 2026-10, records: {leave_day: {employee_id: A}}, "
          "expect: {bonus: CNY 1}, WHY}"), "case-written-otherwise", "3:47"),
        ("C-1: {period: 2026-10, choose: weighing, expect: {bonus: CNY 1}, WHY}",
         "case-written-otherwise", "3:34"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_case_is_told_at_its_place(
    shelf: Shelf, case: str, code: str, place: str
) -> None:
    found = problems_of(shelf, case.replace("WHY", WHY))

    assert [(each.code, str(each.span)) for each in found] == [
        (code, f"sample/cases.yaml:{place}")
    ]
    assert "{" not in found[0].text()


@pytest.mark.parametrize(
    "case",
    [
        "C-1: {period: 2026-13, expect: {bonus: CNY 100}, WHY}",
        "C-1: {period: 2026-10, employees: {A: {}}, expect: {B: {bonus: CNY 100}}, WHY}",
        "C-1: {period: 2026-10, employees: {A: {}}, reasons: {B: {bonus: [late]}}, WHY}",
        "C-1: {period: 2026-10, choose: {nothing: asked}, expect: {bonus: CNY 100}, WHY}",
        "C-1: {period: 2026-10, choose: {weighing: nothing}, expect: {bonus: CNY 100}, WHY}",
    ],
)
def test_a_case_of_nobody_of_no_period_or_no_reading_fails_and_reaches_nothing(
    shelf: Shelf, case: str
) -> None:
    cases = f"{DEFAULTS}cases:\n  {case.replace('WHY', WHY)}\n"
    shelf.pack(RULES, cases=cases)
    runner = CaseRunner(load("sample", shelf.catalog))
    found, _ = read_cases(runner.pack)

    assert [runner.run(each).passed for each in found] == [False]
    assert not measure_coverage(runner, found).hit


def test_an_unknown_default_is_told_once_for_all_cases(shelf: Shelf) -> None:
    cases = f"C-1: {{period: 2026-10, expect: {{b: 1}}, {WHY}}}"

    (found,) = problems_of(shelf, cases, DEFAULTS.replace("score", "scroe"))

    assert (found.code, found.args["near"]) == ("case-name-unknown", "score")


def test_a_child_has_its_own_cases_and_defaults(shelf: Shelf) -> None:
    shelf.pack(RULES, cases=f"{DEFAULTS}cases:\n  {HEAD}expect: {{bonus: CNY 100}}")
    head = (shelf.folder / "sample" / "pack.yaml").read_text(encoding="utf-8")
    own = head.partition("calendars:")[0].replace("id: sample", "id: child\n  extends: sample")
    shelf.put("child", pack=own, cases="defaults: {role: agent}\ncases: {}\n")

    assert read_cases(load("child", shelf.catalog)) == ((), ())


# -- the shipped packs --------------------------------------------------------------------------


@pytest.mark.parametrize("name", SHIPPED)
def test_the_cases_of_the_shipped_packs_are_well_written(name: str) -> None:
    assert read_cases(SHIPPED[name])[1] == ()


@pytest.mark.parametrize(("name", "case"), CASES)
def test_the_cases_of_the_shipped_packs_hold(name: str, case: Case) -> None:
    result = RUNNERS[name].run(case)

    assert (result.problem, result.differences) == ("", ())
