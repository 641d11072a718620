"""Publications in a pack: what is found without data, and what CN-18 asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.messages import Diagnostic
    from tests.rulepack.conftest import Shelf

RULES: Final = """\
roles:
  agent: {label: {zh: 客服代表, en: agent}, source: M-01}
  trainer: {label: {zh: 培训师, en: trainer}, source: M-01}
populations:
  agents: {label: {zh: 客服代表, en: agents}, is: "role == 'agent'"}
  trainers: {label: {zh: 培训师, en: trainers}, is: "role == 'trainer'"}
  seniors: {label: {zh: 老员工, en: seniors}, within: agents, is: score >= 50}
facts:
  score: {label: {zh: 得分, en: score}, unit: points, range: '[0..100]', step: 0.01}
  absence: {label: {zh: 缺勤, en: absence}, unit: count, range: '[0..31]'}
per_period:
  publish_by: {label: {zh: 公布期限, en: publish by}, unit: date}
  publish_date: {label: {zh: 公布日, en: published on}, unit: date}
  workdays: {label: {zh: 工作日, en: workdays}, unit: count}
eligibility:
  bars:
    for: agents
    codes: {absent: {label: {zh: 缺勤, en: absent}, if: absence >= workdays}}
    source: M-02
ranks:
  agent_rank:
    {label: {zh: 名次, en: rank}, among: seniors, order: [score desc], scope: center,
     ties: share_best, unknown: outside, barred: keep_place, barred_by: bars,
     places: {rounding: exact, at_least: 0}, source: M-02}
figures:
  course_points:
    {for: trainers, label: {zh: 授课, en: courses}, is: score * 2, round: none, source: M-03}
publications:
  board:
    label: {zh: 月度绩效榜, en: monthly board}
    for: agents
    shows: [score, agent_rank]
    audience: team
    identified_by: staff_number
    reasons: no
    rank: agent_rank
    top: 1/3
    due: {days: 5, kind: workdays}
    source: S2-14
  courses:
    label: {zh: 授课, en: courses}
    for: trainers
    shows: [course_points]
    audience: approver
    identified_by: name
    reasons: yes
    due: {date: publish_by}
    date: publish_date
    source: S2-14
"""


def changed(*changes: tuple[str, str]) -> str:
    """Return the rules with some words changed, each of which stands in them once."""
    text = RULES
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def put(shelf: Shelf, text: str, jurisdiction: str = "none") -> Path:
    head = f"""\
pack:
  {{id: sample, version: 1, zone: Asia/Shanghai, currency: CNY, locale: zh_CN,
   effective: 2026-01-01, jurisdiction: {jurisdiction}, default_calendar: month}}
calendars:
  month: {{}}
"""
    return shelf.put("sample", pack=head, rules=text)


def findings(shelf: Shelf, *changes: tuple[str, str]) -> list[Diagnostic]:
    put(shelf, changed(*changes))
    return list(shelf.check()[1])


def test_the_publications_as_they_should_be_have_no_finding(shelf: Shelf) -> None:
    assert findings(shelf) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "near"),
    [
        ("[score, agent_rank]", "[scor, agent_rank]", "unknown-name", "score"),
        ("[score, agent_rank]", "[score, agent_rank_sise]", "unknown-name", "agent_rank_size"),
        ("rank: agent_rank\n", "rank: agent_rang\n", "unknown-name", "agent_rank"),
        ("for: agents\n    shows", "for: agent\n    shows", "unknown-population", "agents"),
        ("kind: workdays", "kind: workdays, calendar: mont", "unknown-calendar", "month"),
        ("date: publish_by", "date: publish_buy", "unknown-decision", "publish_by"),
        ("date: publish_date", "date: publish_data", "unknown-decision", "publish_date"),
    ],
)
def test_a_name_of_nothing_names_the_nearest(
    shelf: Shelf, old: str, new: str, code: str, near: str
) -> None:
    # a decision nobody reads any more is told as such
    found = [each for each in findings(shelf, (old, new)) if each.code != "unused-name"]

    assert [(each.code, each.args["near"]) for each in found] == [(code, near)]
    assert found[0].span is not None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ([("[score, agent_rank]", "[score, course_points]")], "publication-no-line"),
        ([("rank: agent_rank\n", "rank: score\n")], "publication-no-rank"),
        ([("rank: agent_rank\n", "rank: agent_rank_size\n")], "publication-no-rank"),
        ([("    rank: agent_rank\n", "")], "publication-top"),
        ([("top: 1/3", "top: 0%")], "publication-top"),
        ([("top: 1/3", "top: 100.1%")], "publication-top"),
        ([("{days: 5, kind: workdays}", "{}")], "publication-due"),
        ([("{days: 5, kind: workdays}", "{days: 5}")], "publication-due"),
        ([("{days: 5, kind: workdays}", "{kind: workdays}")], "publication-due"),
        ([("days: 5", "days: -1")], "whole-wrong"),
        ([("days: 5", "days: 367")], "publication-due"),
        ([("{date: publish_by}", "{date: publish_by, days: 5}")], "publication-due"),
        ([("{date: publish_by}", "{date: publish_by, calendar: month}")], "publication-due"),
        ([("date: publish_date", "date: workdays")], "publication-date"),
    ],
)
def test_what_cannot_be_published_is_refused(
    shelf: Shelf, changes: list[tuple[str, str]], code: str
) -> None:
    found = [each for each in findings(shelf, *changes) if each.code != "unused-name"]

    assert [each.code for each in found] == [code]
    assert found[0].severity.value == "error"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("top: 1/3", "top: 100%"),
        ("days: 5, kind: workdays", "days: 0, kind: calendar_days"),
        ("days: 5", "days: 366"),
        ("kind: workdays}", "kind: workdays, calendar: month}"),
        ("for: agents\n    shows", "for: employees\n    shows"),
        ("for: agents\n    shows", "for: seniors\n    shows"),
        ("[score, agent_rank]", "[score, agent_rank, agent_rank_size, team]"),
        ("    rank: agent_rank\n    top: 1/3\n", ""),
    ],
)
def test_what_may_be_said_has_no_finding(shelf: Shelf, old: str, new: str) -> None:
    assert findings(shelf, (old, new)) == []


@pytest.mark.parametrize("key", ["for", "shows", "audience", "identified_by", "reasons", "due"])
def test_nothing_of_it_is_assumed(shelf: Shelf, key: str) -> None:
    board = RULES.index("  board:")
    start = RULES.index(f"    {key}:", board)
    end = RULES.index("\n", start) + 1
    put(shelf, RULES[:start] + RULES[end:])

    found = shelf.check()[1]

    assert [(each.code, each.args["key"]) for each in found] == [("key-missing", key)]


def test_a_figure_that_is_wrong_itself_is_told_once(shelf: Shelf) -> None:
    found = findings(shelf, ("is: score * 2", "is: scores * 2"))

    assert [each.code for each in found] == ["unknown-name"]


def test_a_rank_of_other_people_gives_no_order(shelf: Shelf) -> None:
    found = findings(
        shelf, ("for: trainers\n    shows", "for: trainers\n    rank: agent_rank\n    shows")
    )

    assert [each.code for each in found] == ["publication-no-line"]


def test_of_a_population_around_which_another_is_unknown_nothing_more_is_said(
    shelf: Shelf,
) -> None:
    found = findings(shelf, ("within: agents", "within: agent"))

    assert {each.code for each in found} == {"unknown-population"}


def test_a_decision_that_could_not_be_read_is_not_missed_as_well(shelf: Shelf) -> None:
    found = findings(shelf, ("en: publish by}, unit: date}", "en: publish by}, unit: day}"))

    assert [each.code for each in found] == ["word-unknown"]


def cn18(shelf: Shelf, *changes: tuple[str, str]) -> list[Diagnostic]:
    put(shelf, changed(*changes), jurisdiction="cn")
    return [each for each in shelf.check()[1] if each.code == "cn-18"]


@pytest.mark.parametrize(
    ("audience", "who", "reasons", "shows", "what"),
    [
        ("team", "staff_number", "no", "[score]", ""),
        ("team", "name", "no", "[score]", ""),
        ("team", "name", "yes", "[score]", "reasons: yes"),
        ("team", "name", "no", "[absence]", "shows: [absence]"),
        ("team", "staff_number", "no", "[score, bars_absent]", "shows: [bars_absent]"),
        ("team", "staff_number", "no", "[notice_from]", "shows: [notice_from]"),
        ("center", "staff_number", "no", "[score]", ""),
        ("center", "name", "no", "[score]", "identified_by: name"),
        ("center", "name", "yes", "[score]", "identified_by: name; reasons: yes"),
        ("public", "name", "no", "[score]", "identified_by: name"),
        ("public", "staff_number", "yes", "[absence]", "reasons: yes; shows: [absence]"),
        ("employee", "name", "yes", "[absence, bars_absent]", ""),
        ("approver", "name", "yes", "[absence, bars_absent]", ""),
    ],
)
def test_names_stay_in_the_team_and_reasons_with_the_person_and_the_approver(
    shelf: Shelf, audience: str, who: str, reasons: str, shows: str, what: str
) -> None:
    found = cn18(
        shelf,
        ("audience: team", f"audience: {audience}"),
        ("identified_by: staff_number", f"identified_by: {who}"),
        ("reasons: no", f"reasons: {reasons}"),
        ("shows: [score, agent_rank]", f"shows: {shows}"),
    )

    assert [each.args["what"] for each in found] == ([what] if what else [])
    assert all(each.severity.value == "warning" for each in found)


def test_cn_18_may_be_accepted_with_a_reason(shelf: Shelf) -> None:
    (found,) = cn18(
        shelf,
        ("audience: team", "audience: center"),
        ("identified_by: staff_number", "identified_by: name"),
        (
            "    top: 1/3\n",
            "    top: 1/3\n    accept: [{code: cn-18, because: 本人书面同意}]\n",
        ),
    )

    assert found.is_accepted
    assert found.text("zh_CN").endswith("本人书面同意")


def test_an_accept_of_cn_18_in_vain_is_an_error(shelf: Shelf) -> None:
    accept = "    accept: [{code: cn-18, because: {zh: 同意, en: consent}}]\n"
    found = findings(shelf, ("    top: 1/3\n", f"    top: 1/3\n{accept}"))

    assert [each.code for each in found] == ["accepts-nothing"]
