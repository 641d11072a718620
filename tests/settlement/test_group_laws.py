"""Laws of what groups gather: it comes to the same by hand, in any order, and as explained."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccops.center import Center
from ccops.messages import LOCALES
from ccops.testing.builders import an_employee_row
from ccops.values import Missing, NotApplicable, decode, fraction_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ccops.plan import Trace
    from ccops.settlement import Settlement

PACK = """
pack:
  {id: many, version: 1, zone: Asia/Shanghai, currency: CNY, locale: zh_CN,
   effective: 2025-01-01, jurisdiction: none, default_calendar: month}
calendars: {month: {}}
roles:
  agent: {label: {zh: 客服代表, en: agent}, source: M-01}
  team_lead: {label: {zh: 组长, en: team lead}, source: M-01}
populations: {agents: {label: {zh: 客服代表, en: agents}, is: "role == 'agent'"}}
facts:
  score: {label: {zh: 得分, en: score}, unit: points, range: '[0..100]', step: 0.01, optional: yes}
  right: {label: {zh: 正确数, en: right}, unit: count, range: '[0..50]'}
  good: {label: {zh: 好, en: good}, unit: flag, optional: yes}
figures:
  rate: {for: agents, label: {zh: 正确率, en: rate}, unit: ratio, is: right / 7, source: M-02}
GATHERED
  spread: {for: teams, label: {zh: 差距, en: spread}, unit: points, is: best - worst,
           round: none, source: M-02}
"""
RULES: Final = {
    "mean_score": "mean: score, of: agents, over: {over}, if_none: missing",
    "best": "max: score, of: agents, over: {over}, if_none: missing",
    "worst": "min: score, of: agents, over: {over}, if_none: missing",
    "all_right": "sum: right, of: employees, over: {over}, if_none: zero",
    "mean_rate": "mean: rate, of: agents, over: {over}, where: good, if_none: missing",
    "good_ones": "count: right, of: agents, over: {over}, where: good, if_none: zero",
    "stayed": "mean: score, of: agents, over: {over}, share: 50%, if_none: missing",
}
TEAMS: Final = ("A", "B", "C")
DAYS: Final = 31


def _gathered(name: str) -> str:
    label = f"label: {{zh: {name}一, en: {name} of all}}"
    rounding = "round: {to: 0.01, mode: half_up}, " if name in ("mean_score", "stayed") else ""
    rules = ((each, RULES[name].format(over=over)) for each, over in
             (("teams", "team"), ("center", "center")))  # fmt: skip
    lines = (
        f"    - {{for: {each}, {label}, {rounding}members: {{{rule}}}, source: M-02}}"
        for each, rule in rules
    )
    return "\n".join((f"  {name}:", *lines))


@attrs.frozen
class Person:
    """Somebody of a month; with a day he moves to another team on it."""

    role: str
    team: str
    score: Fraction | None
    right: int
    good: bool | None
    moves_on: int
    moves_to: str

    def share(self, team: str) -> Fraction | None:
        """Return for which part of the month he was in a team, nothing where never."""
        moves = self.moves_on and self.moves_to != self.team
        days = {self.team: self.moves_on - 1 if moves else DAYS}
        if moves:
            days[self.moves_to] = DAYS - self.moves_on + 1
        return Fraction(days[team], DAYS) if days.get(team) else None


PEOPLE: st.SearchStrategy[dict[str, Person]] = st.dictionaries(
    st.sampled_from([f"E{n}" for n in range(9)]),
    st.builds(
        Person,
        st.sampled_from(["agent", "agent", "agent", "team_lead"]),
        st.sampled_from(TEAMS),
        st.one_of(st.none(), st.integers(0, 10_000).map(lambda n: Fraction(n, 100))),
        st.integers(0, 50),
        st.sampled_from([True, True, False, None]),
        st.sampled_from([0, 0, 2, 16, 17, 31]),
        st.sampled_from(TEAMS),
    ),
    min_size=1,
)


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Center:
    folder = tmp_path_factory.mktemp("many")
    text = PACK.replace("GATHERED", "\n".join(map(_gathered, RULES)))
    (folder / "pack.yaml").write_text(text, encoding="utf-8")
    return Center.open(folder)


def settled(center: Center, people: Mapping[str, Person], order: Sequence[str]) -> Settlement:
    rows = [
        an_employee_row(each, team=people[each].team, role=people[each].role) for each in order
    ]
    moves = [
        {"employee_id": each, "what": "team", "value": people[each].moves_to,
         "from": f"2026-10-{people[each].moves_on:02}"}
        for each in order
        if people[each].moves_on
    ]  # fmt: skip
    month = center.month("2026-10", employees=rows, assignments=moves)
    facts = {
        each: {name: value for name in ("score", "right", "good")
               if (value := getattr(people[each], name)) is not None}
        for each in order
    }  # fmt: skip
    return month.settle(month.facts(facts))


def by_hand(name: str, members: Mapping[str, Person], shares: Mapping[str, Fraction]) -> Any:
    """Return what a rule says of some people, worked out one by one."""
    agents = {who: each for who, each in members.items() if each.role == "agent"}
    scores = {who: each.score for who, each in agents.items() if each.score is not None}
    good = [each for each in agents.values() if each.good]
    match name:
        case "mean_score":
            return _mean(list(scores.values()))
        case "best":
            return max(scores.values(), default=None)
        case "worst":
            return min(scores.values(), default=None)
        case "all_right":
            return sum(each.right for each in members.values())
        case "mean_rate":
            rates = [Fraction(each.right, 7) for each in good]
            return sum(rates) / len(rates) if rates else None
        case "good_ones":
            return len(good)
        case _:
            return _mean([score for who, score in scores.items() if shares[who] * 2 >= 1])


def _mean(scores: Sequence[Fraction]) -> Fraction | None:
    """Return a mean rounded to the second digit, a half up."""
    if not scores:
        return None
    exact = sum(scores, Fraction(0)) / len(scores) * 100
    return Fraction((2 * exact.numerator + exact.denominator) // (2 * exact.denominator), 100)


def agrees(found: object, expected: Any) -> bool:
    return isinstance(found, Missing) if expected is None else found == expected


@settings(max_examples=60, deadline=None)
@given(people=PEOPLE)
def test_what_a_group_gathers_is_what_its_people_come_to_by_hand(
    center: Center, people: dict[str, Person]
) -> None:
    settlement = settled(center, people, sorted(people))
    teams, whole = settlement.of("team"), settlement.of("center")

    for team in teams.employees:
        shares = {who: share for who, each in people.items() if (share := each.share(team))}
        members = {who: people[who] for who in shares}
        for name in RULES:
            assert agrees(teams.value(team, name), by_hand(name, members, shares)), name
    for name in RULES:
        everybody = dict.fromkeys(people, Fraction(1))
        assert agrees(whole.value("center", name), by_hand(name, people, everybody)), name


@settings(max_examples=25, deadline=None)
@given(people=PEOPLE, data=st.data())
def test_the_order_of_people_and_the_names_of_teams_change_nothing(
    center: Center, people: dict[str, Person], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(sorted(people)))
    names = dict(zip(TEAMS, data.draw(st.permutations(TEAMS)), strict=True))
    renamed = {
        who: attrs.evolve(each, team=names[each.team], moves_to=names[each.moves_to])
        for who, each in people.items()
    }

    one, same = settled(center, people, sorted(people)), settled(center, people, order)
    other = settled(center, renamed, sorted(people))

    assert one.to_json() == same.to_json()
    assert {names[each] for each in one.of("team").employees} == {*other.of("team").employees}
    for team in one.of("team").employees:
        for name in (*RULES, "spread"):
            before, after = (
                one.of("team").value(team, name),
                other.of("team").value(names[team], name),
            )
            assert before == after
    for name in RULES:
        assert one.of("center").value("center", name) == other.of("center").value("center", name)


@settings(max_examples=25, deadline=None)
@given(people=PEOPLE)
def test_every_cell_of_a_group_is_explained_as_it_was_gathered(
    center: Center, people: dict[str, Person]
) -> None:
    settlement = settled(center, people, sorted(people))

    for kind in ("team", "center"):
        groups = settlement.of(kind)
        for group in groups.employees:
            for name in RULES:
                trace = groups.trace(group, name)
                check_gathered(trace, settlement)
                value = groups.value(group, name)
                assert isinstance(value, Missing) or value == shown(trace, settlement)
            assert str(groups.explain(group, "mean_rate", locale=LOCALES[0]))


def shown(trace: Trace, settlement: Settlement) -> object:
    cell, currency = trace.value.cell, settlement.rules.currency
    assert not isinstance(cell, Missing | NotApplicable)
    return decode(cell, trace.value.type, trace.value.carrier, currency=currency)


#: How the values of those who counted make the value; a mean may be rounded.
AGAIN: Final[Mapping[str, Callable[[list[Fraction]], Fraction]]] = {
    "mean": lambda values: sum(values, Fraction(0)) / len(values),
    "sum": lambda values: sum(values, Fraction(0)),
    "count": lambda values: Fraction(len(values)),
    "min": min,
    "max": max,
}


def check_gathered(trace: Trace, settlement: Settlement) -> None:
    """Hold a gathered value against the people its explanation names."""
    gathered = trace.gathered
    assert gathered is not None
    assert len(gathered.counted) <= gathered.kept <= gathered.asked <= gathered.inside
    values = []
    for row, each in gathered.counted:
        who = settlement.employees[row]
        assert not isinstance(each.cell, Missing | NotApplicable)
        bulk = settlement.value(who, gathered.figure)
        assert bulk == decode(each.cell, each.type, each.carrier, currency="CNY")
        values.append(
            Fraction(1) if gathered.how == "count" else fraction_of(each.cell, each.carrier)
        )
    cell = trace.value.cell
    if not values and gathered.how not in ("count", "sum"):
        assert isinstance(cell, Missing)
        return
    again = AGAIN[gathered.how](values)
    assert not isinstance(cell, Missing | NotApplicable)
    found = fraction_of(cell, trace.value.carrier)
    assert abs(found - again) * 200 <= (1 if trace.name in ("mean_score", "stayed") else 0)


def test_an_explanation_names_those_who_make_most_of_it_and_counts_the_rest(
    center: Center,
) -> None:
    people = {
        f"E{n:03}": Person("agent", "A", Fraction(n, 2), n % 50, n % 2 == 0, 0, "A")
        for n in range(100)
    }
    people["E200"] = Person("agent", "A", None, 1, None, 0, "A")
    people["L1"] = Person("team_lead", "A", Fraction(90), 1, None, 0, "A")
    teams = settled(center, people, sorted(people)).of("team")

    told = {at: str(teams.explain("A", "mean_score", locale=at)) for at in LOCALES}
    data = teams.explain("A", "mean_score", locale="en").to_dict()

    assert "102 people were in it, 101 of them: agents" in told["en"]
    assert "1 of them have no score and do not count" in told["en"]
    assert "the mean of score over 100 people: E099 49.50, E098 49.00" in told["en"]
    assert "(+90)" in told["en"]
    assert "得分的平均值，计入 100 人" in told["zh_CN"].replace(" (score)", "")
    assert "計入 100 人" in told["zh_TW"]
    assert all(len(each.splitlines()) < 12 for each in told.values())
    assert data["team"] == "A"
    assert data["trace"]["gathered"]["counted"] == 100
    assert len(data["trace"]["gathered"]["members"]) == 10
    assert data["trace"]["gathered"]["members"][0] == {"employee": "E099", "value": "49.50"}
