"""Work follows what changes: what a date or a reading does not reach is not worked out again."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import attrs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ccops.plan import Key
from ccops.rulepack import check, load
from ccops.rulepack.assembly.shared_memo import SharedMemo
from ccops.rulepack.lints import Reach
from ccops.rulepack.readings import Readings
from ccops.rulepack.stretches import Stretches
from ccops.rulepack.whole_checks import Look

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccops.plan import FigureStep
    from ccops.rulepack import Pack
    from ccops.rulepack.assembly.assembling import Assembly
    from tests.rulepack.conftest import Shelf

PARAMETERS = """\
parameters:
  early: {unit: number, values: {2026-01-01: 1, 2026-03-01: 2}, source: M}
  late: {unit: number, values: {2026-01-01: 1, 2026-06-01: 2}, source: M}
"""
NAMES = ("score", "early", "late", "f0", "f1", "f2", "f3", "f4")


def figure(number: int, formula: str) -> str:
    said = f'is: "{formula}", for: agents, unit: points, round: none, source: M'
    return f"  f{number}: {{{said}}}\n"


def figures(*formulas: str) -> str:
    return "figures:\n" + "".join(figure(number, each) for number, each in enumerate(formulas))


def loaded(shelf: Shelf, rules: str) -> Pack:
    shelf.pack(rules)
    pack, found = shelf.check()
    assert pack is not None, found
    return pack


def steps(made: Assembly) -> dict[str, FigureStep]:
    return {key.name: each for key, each in made.plan.figures.items()}


def anew(one: Assembly, other: Assembly) -> set[str]:
    """Return the figures that two periods do not share."""
    before, after = steps(one), steps(other)
    return {name for name in after if after[name] is not before.get(name)}


def test_a_figure_that_no_change_reaches_is_the_same_step_in_every_period(shelf: Shelf) -> None:
    pack = loaded(
        shelf, PARAMETERS + figures("score", "f0 + early", "f1 * 2", "f0 + late", "f0 - 1")
    )

    first, early, late = (
        pack.check_assembly(label) for label in ("2026-02", "2026-03", "2026-06")
    )

    assert anew(first, early) == {"f1", "f2"}
    assert anew(early, late) == {"f3"}
    assert anew(first, late) == {"f1", "f2", "f3"}


def test_a_change_goes_no_further_than_it_can_be_seen(shelf: Shelf) -> None:
    decided = "score if score > early else 0"
    pack = loaded(shelf, PARAMETERS + figures("score + late", decided, "f0 + f1"))

    first, early = (pack.check_assembly(label) for label in ("2026-02", "2026-03"))

    assert anew(first, early) == {"f1"}
    assert steps(first)["f1"].bounds == steps(early)["f1"].bounds


def test_under_another_reading_only_what_it_reaches_is_compiled(shelf: Shelf) -> None:
    question = """\
choices:
  how: {asks: x, readings: {one: 5, two: 10}, chosen: one, by: A, on: 2026-01-01, source: M}
"""
    rules = figures("score", "f0 - 1", "READ", "f2 + f0", "f0 + 2")
    rules = rules.replace('"READ"', "{by: how, one: score, two: f1 * 3}")
    pack = loaded(shelf, rules + question)

    other = pack.with_choices(how="two")

    assert anew(pack.check_assembly(), other.check_assembly()) == {"f2", "f3"}


def test_a_period_asks_for_the_rules_that_its_changes_reach(shelf: Shelf) -> None:
    pack = loaded(shelf, PARAMETERS + figures("score + early", "f0 * 2", "score + late", "score"))

    reached = Stretches.of(pack).reached

    early = {("parameters", "early"), ("figures", "f0"), ("figures", "f1")}
    late = {("parameters", "late"), ("figures", "f2")}
    assert reached == {"2026-03": early, "2026-04": early, "2026-06": late, "2026-07": late}


def dated_chain(length: int) -> str:
    """Return a parameter of 36 dates, and a chain of figures that starts with it."""
    values = (f"{2026 + n // 12}-{n % 12 + 1:02}-01: {n}" for n in range(36))
    parameter = f"parameters:\n  p: {{unit: number, values: {{{', '.join(values)}}}, source: M}}\n"
    return parameter + figures("score + p", *(f"f{number} - 1" for number in range(length)))


def test_the_work_of_later_periods_is_capped_and_said(shelf: Shelf) -> None:
    pack = loaded(shelf, dated_chain(400))

    (told,) = (each for each in pack.diagnostics if each.code == "periods-not-checked")
    assert told.args["from"] in Stretches.of(pack).labels


def test_a_reading_is_checked_in_no_period_that_the_pack_is_not(shelf: Shelf) -> None:
    question = """\
choices:
  how: {asks: how, readings: {one: x, two: y}, chosen: one, by: A, on: 2026-01-01, source: M}
"""
    chain = dated_chain(3).replace('"score + p"', "{by: how, one: score + p, two: score - p}")

    stretches = Stretches.of(loaded(shelf, chain + question)).before("2026-04")

    assert stretches.beyond == "2026-04"
    assert stretches.meeting("how") == stretches.labels == ("2026-02", "2026-03")


def choices(number: int) -> str:
    """Return figures in a chain, each of which has a choice of its own."""
    said = "readings: {one: x, two: y}, chosen: one, by: A, on: 2026-01-01, source: M"
    asked = "".join(f"  c{each}: {{asks: x, {said}}}\n" for each in range(number))
    before = ("score", *(f"f{each}" for each in range(number - 1)))
    written = (f"{{by: c{at}, one: {of}, two: {of} + 1}}" for at, of in enumerate(before))
    return f"choices:\n{asked}" + figures(*written).replace('"{', "{").replace('}"', "}")


def test_the_work_of_other_readings_is_capped_and_said(shelf: Shelf) -> None:
    pack = loaded(shelf, choices(200))

    (told,) = (each for each in pack.diagnostics if each.code == "readings-not-checked")
    first = int(str(told.args["from"]).removeprefix("c").removesuffix("=two"))
    assert told.args["count"] == str(200 - first)
    assert 0 < first < 200


def test_the_readings_of_a_manual_are_all_checked(shelf: Shelf) -> None:
    pack = loaded(shelf, choices(40))

    assert "readings-not-checked" not in {each.code for each in pack.diagnostics}


def test_each_check_of_a_pack_goes_as_far(shelf: Shelf) -> None:
    shelf.pack(choices(200))

    one, other = shelf.check(), shelf.check()

    assert one[1] == other[1]


def test_dates_that_reach_nothing_are_all_checked(shelf: Shelf) -> None:
    values = ", ".join(f"{2026 + n // 12}-{n % 12 + 1:02}-01: 1" for n in range(48))
    parameter = f"parameters:\n  p: {{unit: number, values: {{{values}}}, source: M}}\n"
    chain = ["score", *(f"f{number} - 1" for number in range(400))]
    pack = loaded(shelf, parameter + figures(*chain, "score + p"))

    assert "periods-not-checked" not in {each.code for each in pack.diagnostics}


FORMULAS = st.tuples(
    st.sampled_from(NAMES), st.sampled_from("+-"), st.sampled_from(NAMES), st.booleans()
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    written=st.lists(FORMULAS, min_size=3, max_size=5),
    labels=st.lists(st.sampled_from(["2026-01", "2026-03", "2026-04", "2026-06"]), max_size=4),
)
def test_what_is_taken_from_before_is_what_would_be_built(
    shelf: Shelf, written: list[tuple[str, str, str, bool]], labels: list[str]
) -> None:
    """A circle, an unknown name or a wrong unit is told the same, whatever was built before."""
    formulas = [
        f"{one} {sign} {other}" + (" if score > early else score" if is_decided else "")
        for one, sign, other, is_decided in written
    ]
    shelf.pack(PARAMETERS + figures(*formulas))
    pack, _ = check(shelf.folder / "sample", shelf.catalog)
    if pack is None:
        return

    for label in labels:
        made = pack.check_assembly(label)
        other, _ = check(shelf.folder / "sample", shelf.catalog)
        assert other is not None
        fresh = attrs.evolve(other, memo=SharedMemo()).check_assembly(label)
        assert told(made) == told(fresh)


#: What a figure reads under the readings taken, and under others: nonsense among it.
SOUND = st.sampled_from(
    ["score", "score + early", "score if score > early else 0", "mean_last(score, 3, at_least=1)"]
)
OTHER = st.sampled_from(
    [
        "score * 2",
        "f0",
        "f1 + late",
        "score if known(score) else 0",
        "score if score >= 0 else 1",
        "mean_last(f0, 2, at_least=1)",
        "nobody + 1",
        "agents",
        "score > 1",
    ]
)
PEOPLE = st.sampled_from(["role == 'agent'", "role == 'agent' and score > early", "score > 101"])
CONDITION = st.sampled_from(["score < early", "score > 200", "f0 < 1", "yes"])


def asked(choice: str, taken: str, other: str) -> str:
    return f'{{by: {choice}, one: "{taken}", two: "{other}"}}'


def rules_by_readings(
    figures_: list[tuple[str, str]], people: str, condition: str, late: int
) -> str:
    """Return rules of several kinds, each of which another question decides."""
    names = [*(f"c{number}" for number in range(len(figures_))), "who", "bar", "late"]
    said = "readings: {one: 5, two: 10}, chosen: one, by: A, on: 2026-01-01, source: M"
    questions = "".join(f"  {name}: {{asks: x, {said}}}\n" for name in names)
    formulas = [asked(f"c{number}", *each) for number, each in enumerate(figures_)]
    written = "".join(
        f"  f{number}: {{is: {each}, for: agents, unit: points, round: none, source: M}}\n"
        for number, each in enumerate(formulas)
    )
    return f"""\
choices:
{questions}parameters:
  early: {{unit: number, values: {{2026-01-01: 1, 2026-03-01: 2}}, source: M}}
  late: {{unit: number, values: {{2026-01-01: {{by: late, one: 1, two: {late}}}}}, source: M}}
populations:
  asked: {{within: agents, is: {asked("who", "score > 1", people)}}}
eligibility:
  barred:
    for: agents
    source: M
    codes:
      low: {{if: {asked("bar", "score < 10", condition)}, label: low}}
figures:
{written}"""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    figures_=st.lists(st.tuples(SOUND, OTHER), min_size=2, max_size=3),
    people=PEOPLE,
    condition=CONDITION,
    late=st.integers(0, 3),
)
def test_what_is_found_under_a_reading_is_what_a_check_from_nothing_finds(
    shelf: Shelf, figures_: list[tuple[str, str]], people: str, condition: str, late: int
) -> None:
    """Of figures, populations, conditions and parameters; some readings are nonsense."""
    shelf.pack(rules_by_readings(figures_, people, condition, late))
    pack = load(shelf.folder / "sample", shelf.catalog, readings=Readings.TAKEN)
    look = Look()
    look.at(pack, (), Reach.PACK)

    for choice in pack.choices:
        for label in ("", "2026-03"):
            other, _ = pack.branch().reread({choice: "two"})
            assert other is not None
            found = look.at(other, look.of_rules(other), label=label)
            fresh, alone = attrs.evolve(other, memo=SharedMemo()), Look()
            assert found == alone.at(fresh, alone.of_rules(fresh), label=label)
            assert told(other.check_assembly(label)) == told(fresh.check_assembly(label))


def test_what_is_made_of_a_pack_is_gone_with_it(shelf: Shelf) -> None:
    """Nothing holds itself: no memory waits for the garbage collector, which costs as much."""
    shelf.pack(choices(4))
    gc.disable()
    try:
        pack = load(shelf.folder / "sample", shelf.catalog)
        other, _ = pack.branch().reread({"c0": "two"})
        assert other is not None
        rules, plan = weakref.ref(pack.rules), weakref.ref(other.check_assembly().plan)
        del other
        assert plan() is None
        del pack
        assert rules() is None
    finally:
        gc.enable()


def told(made: Assembly) -> Iterable[object]:
    shown = [
        (key, each.bounds, each.type, each.optional) for key, each in made.plan.figures.items()
    ]
    return made.diagnostics, shown, made.plan.reads


def test_a_figure_of_a_period_reads_the_value_of_that_period(shelf: Shelf) -> None:
    pack = loaded(shelf, PARAMETERS + figures("score + early", "f0 + 0"))

    bounds = [
        pack.check_assembly(label).plan.figures[Key("f1", "agents")].bounds.high
        for label in ("2026-01", "2026-03", "2026-01")
    ]

    assert bounds == [101, 102, 101]
