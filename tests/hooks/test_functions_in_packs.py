"""Every place of a pack in which a formula may stand: a function of a plugin stands there too."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import pytest

import ccops
from ccops.center import Center, check_pack, find_plugins
from ccops.hooks import gather, hookimpl
from ccops.messages import Diagnostic, Label, Severity
from ccops.rulepack import load
from ccops.rulepack.cases import CaseRunner, read_cases
from ccops.rulepack.proving import measure_coverage, mutate
from ccops.rulepack.ruleset import sections_of
from ccops.rules import Parameter, Shape, TypedFunction, pack_fields
from ccops.testing.builders import an_activity_row, an_employee_row
from ccops.values import NOT_APPLICABLE, Bounds, Money, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from ccops.settlement import Settlement


def steps(calls: int) -> int:
    """Return how many full hundreds there are."""
    return calls // 100


STEPS: Final = TypedFunction(
    name="steps",
    label=Label(zh="满几百", en="full hundreds"),
    parameters=(Parameter(name="calls", unit=Unit.COUNT, bounds=Bounds(Fraction(0))),),
    result=Unit.COUNT,
    run=steps,
    bounds=Bounds(Fraction(0)),
)


class Plugin:
    """A plugin that brings one function."""

    @hookimpl
    def ccops_functions(self) -> Sequence[TypedFunction]:
        return (STEPS,)


HEAD: Final = """\
pack: {id: acme, version: 1, extends: base, zone: Asia/Shanghai, currency: CNY, locale: en,
  label: {zh: 某中心, en: Acme}, effective: 2024-01-01, jurisdiction: none,
  default_calendar: performance}
roles: {agent: {label: {zh: 座席, en: agent}, source: A}}
facts:
  calls: {label: {zh: 电话, en: calls}, unit: count, range: '[0..9999]'}
  since: {label: {zh: 定级日, en: day of grading}, unit: date}
"""
TIER: Final = """\
figures:
  tier: {for: employees, label: {zh: 档, en: tier}, unit: count, is: 'CALL', source: A}
"""


def an_indicator(keys: str) -> str:
    return f"""\
indicators:
  measured: {{label: {{zh: 量, en: measured}}, over: activity, {keys}, better: higher,
    by: [employee], source: A}}
"""


def a_ladder(*, junior: str = "", senior: str = "", more: str = "") -> str:
    return f"""\
ladders:
  grade:
    label: {{zh: 等级, en: grades}}
    for: employees
    since: since
    levels:
      junior: {{label: {{zh: 初级, en: junior}}{junior}}}
      senior: {{label: {{zh: 高级, en: senior}}{senior}}}
{more}    source: A
"""


LEVELS: Final = {"E1": "junior", "E2": "senior"}
SINCE: Final = "2024-01-01"
NEED: Final = "{busy: {label: {zh: 忙, en: busy}, is: 'CALL >= 3'}}"
EXIT: Final = "{idle: {label: {zh: 闲, en: idle}, if: 'CALL < 3', outcome: demote}}"
ENTRY: Final = f", entry: {NEED}"

#: A place: the part of a pack with ``CALL`` in it, what is asked, and what E1 and E2 have.
PLACES: Final[Mapping[str, tuple[str, str, tuple[object, object]]]] = {
    "figures.is": (TIER, "tier", (3, 0)),
    "figures.members.where": (
        """\
figures:
  peers: {for: employees, label: {zh: 同组, en: peers}, unit: count, source: A,
    members: {count: calls, of: employees, over: team, where: 'CALL > 2', if_none: missing}}
""",
        "peers",
        (0, 1),
    ),
    "populations.is": (
        """\
populations: {busy: {label: {zh: 忙者, en: the busy}, is: 'CALL > 2'}}
figures:
  taken: {for: busy, label: {zh: 接听, en: taken}, unit: count, is: calls, source: A}
""",
        "taken",
        (350, NOT_APPLICABLE),
    ),
    "eligibility.codes.if": (
        """\
eligibility:
  bars: {for: employees, source: A, codes: {few: {label: {zh: 少, en: few}, if: 'CALL < 3'}}}
""",
        "bars_few",
        (False, True),
    ),
    "accounts.stop_on.if": (
        """\
figures:
  got: {for: employees, label: {zh: 得, en: got}, unit: count, is: calls, source: A}
accounts:
  purse: {label: {zh: 账户, en: purse}, for: employees, unit: count, posted: got, source: A,
    use_over: 1 period, usable: next_period, lapse: never,
    stop_on: {busy: {label: {zh: 忙, en: busy}, if: 'CALL > 2', when: before_use}}}
""",
        "purse_stop_busy",
        (True, False),
    ),
    "awards.if": (
        """\
parameters:
  prize: {label: {zh: 奖, en: prize}, unit: money, values: {2024-01-01: CNY 5}, source: A}
eligibility:
  nobody: {for: employees, source: A, codes: {few: {label: {zh: 少, en: few}, if: calls < 10}}}
awards:
  keen: {label: {zh: 勤, en: keen}, for: employees, eligibility: nobody, if: 'CALL > 2',
    amount: prize, payroll_code: B9, source: A}
""",
        "keen",
        (Money("CNY", "5"), Money("CNY", "0")),
    ),
    "hours_lines.amount": (
        """\
parameters:
  rate: {label: {zh: 单价, en: rate}, unit: money, values: {2024-01-01: CNY 5}, source: A}
hours_lines:
  extra: {label: {zh: 加班, en: extra}, for: employees, hours: calls, amount: 'CALL * rate',
    payroll_code: H9, source: A}
""",
        "extra",
        (Money("CNY", "15"), Money("CNY", "0")),
    ),
    "ladders.levels.entry.is": (a_ladder(senior=ENTRY), "grade_senior_ready", (True, False)),
    "ladders.levels.keep.is": (
        a_ladder(senior=f"{ENTRY.replace('CALL', 'calls')}, keep: {NEED}"),
        "grade_senior_lost_busy",
        (False, True),
    ),
    "ladders.levels.exit.if": (
        a_ladder(senior=f"{ENTRY.replace('CALL', 'calls')}, exit: {EXIT}"),
        "grade_senior_hit_idle",
        (False, True),
    ),
    "ladders.levels.trial.is": (
        a_ladder(
            senior=f"{ENTRY.replace('CALL', 'calls')}, trial: {NEED}", more="    trial: 1 period\n"
        ),
        "grade_senior_trial_busy",
        (True, False),
    ),
    "ladders.posts.entry.is": (
        a_ladder(
            senior=ENTRY.replace("CALL", "calls"),
            more="    posts: {guide: {label: {zh: 引导, en: guide}, levels: [junior, senior],"
            f" entry: {NEED}}}}}\n",
        ),
        "grade_post_guide",
        (True, False),
    ),
    "indicators.where": (an_indicator("count: yes, where: 'CALL > 2'"), "measured", (1, 0)),
    "indicators.total": (an_indicator("total: 'CALL'"), "measured", (4, 0)),
    "indicators.count": (an_indicator("count: 'CALL > 0'"), "measured", (2, 0)),
    "indicators.mean": (an_indicator("mean: 'CALL'"), "measured", (2, 0)),
    "indicators.maximum": (an_indicator("maximum: 'CALL'"), "measured", (3, 0)),
    "indicators.minimum": (an_indicator("minimum: 'CALL'"), "measured", (1, 0)),
    "indicators.ratio.of": (
        an_indicator("ratio: {of: 'CALL', over: 'handled'}"),
        "measured",
        (Fraction(4, 470), 0),
    ),
    "indicators.ratio.over": (
        an_indicator("ratio: {of: handled, over: 'CALL + 1'}"),
        "measured",
        (Fraction(470, 6), 20),
    ),
    "indicators.percentile.of": (
        an_indicator("percentile: {of: 'CALL', at: 50%}"),
        "measured",
        (1, 0),
    ),
    "indicators.share_total.of": (
        an_indicator("share_total: {of: 'CALL', over: handled}"),
        "measured",
        (Fraction(3, 350) + Fraction(1, 120), 0),
    ),
    "indicators.share_total.over": (
        an_indicator("share_total: {of: errors, over: 'CALL + 1'}"),
        "measured",
        (0, 0),
    ),
}
#: The rule that ends star pay is the one that ends an account, and is read there; lists measure
#: by an indicator of their own.
THE_SAME: Final = {
    "star_pays.stop_on.if": "accounts.stop_on.if",
    "due_lists.where": "indicators.where",
    "development_plans.where": "indicators.where",
    "studies.where": "indicators.where",
    "ageing_lists.where": "indicators.where",
    "record_lists.where": "indicators.where",
    "gates.where": "indicators.where",
    "duties.shown_by.where": "indicators.where",
    "structures.duties.shown_by.where": "indicators.where",
    "studies.result.of": "indicators.ratio.of",
    "studies.result.over": "indicators.ratio.over",
}
#: Where only a name or a window may stand, the window may hold a formula.
WINDOWS: Final[Mapping[str, tuple[str, str, tuple[object, object]]]] = {
    "a window over a value": (
        TIER.replace("CALL", "sum_last(CALL, 2, at_least=1)"),
        "tier",
        (3, 0),
    ),
    "a window over a condition": (
        TIER.replace("CALL", "count_last(CALL > 2, 2, at_least=1)"),
        "tier",
        (1, 0),
    ),
    "what a window leaves out": (
        TIER.replace("CALL", "sum_last(calls, 1, skip=CALL > 2)"),
        "tier",
        (0, 20),
    ),
    "ranks.order": (
        """\
ranks:
  by_steps: {label: {zh: 名次, en: place}, among: employees, scope: center, source: A,
    order: ['sum_last(CALL, 1) asc'], ties: share_best, unknown: outside, barred: keep_place,
    places: {rounding: exact, at_least: 0}}
""",
        "by_steps",
        (2, 1),
    ),
}
EVERY: Final = {**PLACES, **WINDOWS}


def formula_fields(rule: type[Any], path: str) -> Iterator[str]:
    """Yield where a rule of a pack and the rules inside it take a formula."""
    for key, (_, spec) in pack_fields(rule).items():
        if spec.shape is Shape.FORMULA:
            yield f"{path}.{key}"
        elif spec.shape in (Shape.ONE, Shape.MANY, Shape.BY_NAME):
            yield from formula_fields(spec.of, f"{path}.{key}")


def test_every_place_in_which_a_formula_may_stand_is_here() -> None:
    sections = sections_of(find_plugins(()).catalog)

    found = {place for name, rule in sections.items() for place in formula_fields(rule, name)}

    assert found == {*PLACES, *THE_SAME}
    assert set(THE_SAME.values()) <= set(PLACES)


def a_pack(folder: Path, place: str, *, call: str = "steps(calls)") -> Path:
    text = EVERY[place][0]
    text = text.replace(
        "CALL", call.replace("calls", "handled") if "over: activity" in text else call
    )
    facts = HEAD
    (folder / "pack.yaml").write_text(facts + text, "utf-8")
    return folder


def settled(center: Center) -> Settlement:
    people = [an_employee_row(each, level=level) for each, level in LEVELS.items()]
    month = center.month("2026-10", employees=people)
    rows = [
        an_activity_row("E1", handled="350"),
        an_activity_row("E1", handled="120", date="2026-10-07"),
        an_activity_row("E2"),
    ]
    given = {
        "E1": {"calls": 350, "since": "2024-01-01"},
        "E2": {"calls": 20, "since": "2024-01-01"},
    }
    return month.settle(month.measure(ccops.source("activity", rows)).joined(given))


@pytest.mark.parametrize("place", EVERY)
def test_a_function_of_a_plugin_stands_there(tmp_path: Path, place: str) -> None:
    _, name, wanted = EVERY[place]
    center = Center.open(a_pack(tmp_path, place), plugins=[Plugin()])

    settlement = settled(center)

    assert (settlement.value("E1", name), settlement.value("E2", name)) == wanted


def errors(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    return [each for each in diagnostics if each.severity is Severity.ERROR]


WRONG: Final = {
    "unknown-function": ("setps(calls)", ("near", "steps")),
    "wrong-argument": ("steps(hired_on)", ("signature", "steps(calls: count [0..]) -> count")),
    "wrong-arguments": ("steps(calls, 2)", ("name", "steps")),
    "argument-range": ("steps(calls - 1)", ("wanted", "calls: count [0..]")),
}


@pytest.mark.parametrize("place", EVERY)
@pytest.mark.parametrize("code", WRONG)
def test_a_wrong_call_is_told_alike_wherever_it_stands(
    tmp_path: Path, place: str, code: str
) -> None:
    call, (key, value) = WRONG[code]
    if place.startswith("indicators"):
        call = call.replace("hired_on", "day")
    folder = a_pack(tmp_path, place, call=call)
    _, diagnostics = check_pack(folder, plugins=[Plugin()])

    (found,) = errors(diagnostics)

    assert found.code == code
    assert str(found.args[key]).replace("handled", "calls") == value
    assert found.span is not None
    written = (folder / "pack.yaml").read_text("utf-8").splitlines()[found.span.line - 1]
    assert "s(" in written[found.span.column - 6 :]


@pytest.mark.parametrize("place", EVERY)
def test_without_the_plugin_there_is_no_such_function(tmp_path: Path, place: str) -> None:
    _, diagnostics = check_pack(a_pack(tmp_path, place))

    assert {each.code for each in errors(diagnostics)} == {"unknown-function"}


# -- cases --------------------------------------------------------------------------------------

MEASURED: Final = f"""\
{HEAD}{an_indicator("count: 'steps(handled) >= 3'")}\
figures:
  twice: {{for: employees, label: {{zh: 倍, en: twice}}, unit: count, is: 2 * measured, source: A}}
"""
CASES: Final = """\
defaults: {role: agent, team: A, employment_type: full_time, hired_on: 2020-01-01, calls: 20}
cases:
  seen: {period: 2026-10, because: so it is, source: A, employees: {E1: {}},
    expect: {E1: {twice: 2}}, records: {activity: [ROWS]}}
"""
ROW: Final = "{employee_id: E1, kind: call, handled: HANDLED, errors: 0, day: 2026-10-05}"


@pytest.mark.parametrize(
    ("handled", "missed", "survivors"),
    [((350,), {"point-limit-missed"}, {"2"}), ((350, 299), set(), set())],
)
def test_cases_reach_what_a_function_decides_and_notice_its_limits(
    tmp_path: Path, handled: tuple[int, ...], missed: set[str], survivors: set[str]
) -> None:
    rows = ", ".join(ROW.replace("HANDLED", str(each)) for each in handled)
    (tmp_path / "cases").mkdir()
    (tmp_path / "pack.yaml").write_text(MEASURED, "utf-8")
    (tmp_path / "cases" / "months.yaml").write_text(CASES.replace("ROWS", rows), "utf-8")
    pack = load(tmp_path, gather([Plugin()]).catalog)
    found, problems = read_cases(pack)
    runner = CaseRunner(pack)

    coverage = measure_coverage(runner, found)
    mutation = mutate(runner, found, coverage)

    assert problems == ()
    assert all(runner.run(each).passed for each in found)
    assert {each.words for each in coverage.missed if each.rule == "measured"} == missed
    changed = {each.new for each in mutation.survivors if each.old == "3"}
    assert changed == survivors
