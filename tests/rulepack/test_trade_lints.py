"""Checks of the trade beyond their sample packs: edges, jurisdictions, dates, amounts at stake."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from ccops.messages import has_errors
from ccops.plan.cadence import Cadence
from ccops.rulepack import check

if TYPE_CHECKING:
    from ccops.messages import Diagnostic
    from ccops.rulepack import Catalog

ROOT: Final = Path(__file__).parents[1] / "packs" / "lints"
LEGAL: Final = sorted(
    each.name
    for each in ROOT.iterdir()
    if each.name.startswith("cn-") or each.name == "minimum-wage-undeclared"
)


def found_in(
    folder: Path, catalog: Catalog, tmp_path: Path, *changes: tuple[str, str]
) -> list[Diagnostic]:
    """Return what is found in a copy of a pack in which some words are others."""
    copy = tmp_path / "pack"
    copy.mkdir()
    for file in folder.glob("*.yaml"):
        text = file.read_text("utf-8")
        for old, new in changes:
            text = text.replace(old, new)
        (copy / file.name).write_text(text, "utf-8")
    return list(check(copy, catalog)[1])


@pytest.mark.parametrize("code", LEGAL)
def test_legal_warnings_are_silent_without_a_jurisdiction(
    code: str, catalog: Catalog, tmp_path: Path
) -> None:
    found = found_in(
        ROOT / code / "bad", catalog, tmp_path, ("jurisdiction: cn", "jurisdiction: none")
    )

    assert not [each.code for each in found if each.code in LEGAL]


@pytest.mark.parametrize("code", LEGAL)
def test_legal_warnings_say_in_every_language_that_they_are_no_advice(
    code: str, catalog: Catalog
) -> None:
    _, found = check(ROOT / code / "bad", catalog)
    finding = next(each for each in found if each.code == code)

    assert finding.severity.value == "warning"
    assert "not legal advice" in finding.why("en").lower()
    assert "非法律意见" in finding.why("zh_CN")
    assert "非法律意見" in finding.why("zh_TW")


def test_the_law_of_the_day_is_compared_with(catalog: Catalog, tmp_path: Path) -> None:
    found = found_in(
        ROOT / "cn-04" / "bad", catalog, tmp_path, ("'[21 d..22 d]'", "'[20.7 d..23 d]'")
    )

    (finding,) = found
    assert (finding.code, finding.args["mean"]) == ("cn-04", "20.67")
    assert "2025-01-01" in finding.args["source"]


def test_a_month_before_the_law_changed_has_the_older_mean(
    catalog: Catalog, tmp_path: Path
) -> None:
    found = found_in(
        ROOT / "cn-04" / "bad",
        catalog,
        tmp_path,
        ("'[21 d..22 d]'", "'[20.7 d..23 d]'"),
        ("effective: 2026-01-01", "effective: 2024-06-01"),
        (
            "consulted_on: 2025-11-03, published_on: 2025-12-01",
            "consulted_on: 2024-04-01, published_on: 2024-05-01",
        ),
    )

    (finding,) = found  # 20.7 is under 20.83, so only from 2025 on
    assert finding.args["mean"] == "20.67"
    assert finding.args["within"].startswith("2025-01")


def test_rules_published_late_hide_nothing_else(catalog: Catalog, tmp_path: Path) -> None:
    found = found_in(
        ROOT / "cn-04" / "bad",
        catalog,
        tmp_path,
        ("published_on: 2025-12-01", "published_on: 2026-02-01"),
    )

    assert {each.code for each in found} == {"cn-04", "rules-published-late"}


def test_standard_days_over_every_month_name_the_overtime_at_stake(
    catalog: Catalog, tmp_path: Path
) -> None:
    found = found_in(
        ROOT / "cn-04" / "bad", catalog, tmp_path, ("'[21 d..22 d]'", "'[17 d..24 d]'")
    )

    (finding,) = found
    assert (finding.args["days"], finding.args["most"], finding.args["over"]) == ("24", "23", "8")


@pytest.mark.parametrize(
    ("until", "expected"), [("2026-01-31", []), ("2026-01-30", ["cn-02"])], ids=["held", "expired"]
)
def test_an_approval_must_hold_to_the_end_of_the_period(
    until: str, expected: list[str], catalog: Catalog, tmp_path: Path
) -> None:
    found = found_in(ROOT / "cn-02" / "good", catalog, tmp_path, ("2026-12-31", until))

    assert [each.code for each in found] == expected


@pytest.mark.parametrize(
    ("counted", "expected"), [("11 h", []), ("11.5 h", ["cn-01"])], ids=["on-the-limit", "over"]
)
def test_overtime_of_a_day_is_asked_of_the_shift_alone(
    counted: str, expected: list[str], catalog: Catalog, tmp_path: Path
) -> None:
    unpaid = {"11 h": "60 min", "11.5 h": "30 min"}[counted]
    changes = [("counted: 11.5 h", f"counted: {counted}"), ("30 min", unpaid)]

    found = found_in(ROOT / "cn-01" / "bad", catalog, tmp_path, *changes)

    assert [each.code for each in found if not each.is_accepted] == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([("30%", "20%")], []),
        ([("30%", "20.01%")], ["cn-09"]),
        ([("30%", "20%"), ("floor: local_minimum_wage", "floor: none")], ["cn-09"]),
        ([("recover: capped", "recover: never")], []),
    ],
    ids=["on-the-limit", "over", "no-floor", "never"],
)
def test_what_corrections_may_take_back_has_a_cap_and_a_floor(
    changes: list[tuple[str, str]], expected: list[str], catalog: Catalog, tmp_path: Path
) -> None:
    found = found_in(ROOT / "cn-09" / "bad", catalog, tmp_path, *changes)

    assert [each.code for each in found if each.code in LEGAL] == expected


@pytest.mark.parametrize(
    ("share", "expected"), [("79.99%", ["cn-11"]), ("80%", [])], ids=["under", "on-the-floor"]
)
def test_a_trainee_factor_may_sit_on_the_floor(
    share: str, expected: list[str], catalog: Catalog, tmp_path: Path
) -> None:
    found = found_in(ROOT / "cn-11" / "good", catalog, tmp_path, ("80%", share))

    assert [each.code for each in found] == expected


@pytest.mark.parametrize(
    ("term", "months", "expected"),
    [
        ("term_months: 2", 1, ["cn-11-term"]),
        ("term_months: 3", 1, []),
        ("term_months: 11", 2, ["cn-11-term"]),
        ("term_months: 12", 2, []),
        ("term_months: 35", 3, ["cn-11-term"]),
        ("term_months: 36", 6, []),
        ("label: {en: contract without an end}", 6, []),
        ("label: {en: contract without an end}", 7, ["cn-11-term"]),
    ],
)
def test_probation_depends_on_the_term(
    term: str, months: int, expected: list[str], catalog: Catalog, tmp_path: Path
) -> None:
    changes = [("term_months: 24", term), ("probation_months: 2", f"probation_months: {months}")]
    if term.startswith("label"):
        changes.insert(0, ("    label: {zh: 两年期合同, en: contract of two years}\n", ""))

    found = found_in(ROOT / "cn-11-term" / "good", catalog, tmp_path, *changes)

    assert [each.code for each in found if each.code in LEGAL] == expected


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("rostered", ["cn-15"]),
        ("rostered and not protected", []),
        ("counts_as_absence", []),
        ("kind == 'sick'", []),
        ("kind in ('sick', 'personal')", []),
        ("kind == 'maternity'", ["cn-15"]),
        ("kind in ('sick', 'maternity')", ["cn-15"]),
        ("rostered and (kind == 'sick' or not protected)", []),
        ("kind == 'sick' or rostered", ["cn-15"]),
        ("not approved", ["cn-15"]),
    ],
)
def test_protected_leave_is_left_out_only_where_that_is_proven(
    where: str, expected: list[str], catalog: Catalog, tmp_path: Path
) -> None:
    found = found_in(
        ROOT / "cn-15" / "good", catalog, tmp_path, ("rostered and not protected", where)
    )

    assert [each.code for each in found] == expected


@pytest.mark.parametrize("code", ["money-fine", "level-pays-less", "level-needs-contradict"])
def test_what_is_refused_may_be_accepted_with_a_reason(
    code: str, catalog: Catalog, tmp_path: Path
) -> None:
    accept = (
        f"    accept: [{{code: {code}, because: {{en: as the manual says}}}}]\n    source: M-0"
    )
    found = found_in(ROOT / code / "bad", catalog, tmp_path, ("    source: M-0", accept))

    (finding,) = found
    assert (finding.code, finding.severity.value) == (code, "warning")
    assert finding.is_accepted


def test_a_fine_for_each_occurrence_is_one_too(catalog: Catalog, tmp_path: Path) -> None:
    text = (ROOT / "money-fine" / "bad" / "rules.yaml").read_text("utf-8")
    bonus = text[text.index("bonuses:") :]
    allowance = """parameters:
  fine:
    {label: {en: fine}, unit: money, values: {2026-01-01: CNY -20}, source: M-06}
allowances:
  desk_rules:
    label: {en: desk rules}
    for: agents
    per: violations
    amount: fine
    round: {to: 0.01, mode: half_up}
    payroll_code: D01
    source: M-06
"""

    found = found_in(ROOT / "money-fine" / "bad", catalog, tmp_path, (bonus, allowance))

    (finding,) = (each for each in found if each.code == "money-fine")
    assert (finding.args["figure"], finding.args["least"]) == ("violations", "CNY -2000")


def test_a_reward_for_no_violation_is_no_fine(catalog: Catalog, tmp_path: Path) -> None:
    found = found_in(ROOT / "money-fine" / "good", catalog, tmp_path)

    assert found == []


def test_talk_time_behind_a_score_is_seen_through(catalog: Catalog, tmp_path: Path) -> None:
    text = (ROOT / "talk-time-unguarded" / "bad" / "rules.yaml").read_text("utf-8")
    figure = """figures:
  speed: {for: agents, unit: flag, is: talk_mean <= limit, source: M-05}
parameters:
  limit: {label: {en: limit}, unit: duration, values: {2026-01-01: 150 s}, source: M-05}
bonuses:"""
    changes = [
        ("bonuses:", figure),
        ("columns: [talk_mean]", "columns: [speed]"),
        ("'<= 150 s'", "'yes'"),
    ]
    assert "bonuses:" in text

    found = found_in(ROOT / "talk-time-unguarded" / "bad", catalog, tmp_path, *changes)

    (finding,) = (each for each in found if each.code == "talk-time-unguarded")
    assert finding.args["figure"] == "talk_mean"


def test_a_score_of_others_by_the_same_name_is_not_followed(
    catalog: Catalog, tmp_path: Path
) -> None:
    figure = """figures:
  speed:
    - {for: agents, unit: flag, is: talk_mean <= limit, source: M-05}
    - {for: leads, unit: flag, is: reports >= 1, source: M-05}
facts:
  reports: {label: {en: reports}, unit: count, range: '[0..9]'}
populations:
  leads: {is: "role == 'team_lead'"}
roles: {team_lead: {label: {en: team lead}, source: M-01}}
parameters:
  limit: {label: {en: limit}, unit: duration, values: {2026-01-01: 150 s}, source: M-05}
bonuses:"""
    changes = [
        ("bonuses:", figure),
        ("columns: [talk_mean]", "columns: [speed]"),
        ("'<= 150 s'", "'yes'"),
        ("for: agents\n    payroll", "for: leads\n    payroll"),
    ]

    found = found_in(ROOT / "talk-time-unguarded" / "bad", catalog, tmp_path, *changes)

    assert not has_errors(found), found
    assert "talk-time-unguarded" not in {each.code for each in found}


@pytest.mark.parametrize(
    ("better", "en", "zh"),
    [("lower", "shorter is better", "越短越好"), ("higher", "longer is better", "越长越好")],
)
def test_talk_time_is_told_the_way_in_which_it_pays(
    catalog: Catalog, tmp_path: Path, better: str, en: str, zh: str
) -> None:
    folder = ROOT / "talk-time-unguarded" / "bad"

    found = found_in(folder, catalog, tmp_path, ("better: lower", f"better: {better}"))

    (finding,) = (each for each in found if each.code == "talk-time-unguarded")
    assert en in finding.text("en")
    assert zh in finding.text("zh_CN")


def test_talk_time_that_the_host_hands_in_has_no_direction(
    catalog: Catalog, tmp_path: Path
) -> None:
    text = (ROOT / "talk-time-unguarded" / "bad" / "rules.yaml").read_text("utf-8")
    measured = text[text.index("indicators:") : text.index("bonuses:")]
    given = """facts:
  talk_mean: {label: {zh: 通话时长, en: talk time}, unit: duration, range: '[0 s..9999 s]'}
"""

    found = found_in(ROOT / "talk-time-unguarded" / "bad", catalog, tmp_path, (measured, given))

    (finding,) = (each for each in found if each.code == "talk-time-unguarded")
    assert "shorter is better" not in finding.text("en")
    assert "shorter or longer" in finding.text("en")


def test_needs_contradict_the_range_of_what_they_read_too(
    catalog: Catalog, tmp_path: Path
) -> None:
    changes = [("exam >= 85", "exam > 100"), ("is: exam < 80", "is: exam >= 80")]

    found = found_in(ROOT / "level-needs-contradict" / "bad", catalog, tmp_path, *changes)

    (finding,) = (each for each in found if each.code == "level-needs-contradict")
    assert finding.args["figure"] == "exam"


def test_needs_that_touch_can_hold_together(catalog: Catalog, tmp_path: Path) -> None:
    changes = [("exam < 80", "exam <= 85")]

    assert not found_in(ROOT / "level-needs-contradict" / "bad", catalog, tmp_path, *changes)


def test_a_ladder_is_reviewed_every_half_year(catalog: Catalog, tmp_path: Path) -> None:
    folder = ROOT / "level-without-exit" / "good"
    review = ("    for: agents\n", "    for: agents\n    every: 6 periods\n    anchor: 2026-01\n")
    assert found_in(folder, catalog, tmp_path, review) == []

    pack, _ = check(tmp_path / "pack", catalog)

    assert pack is not None
    (proposal,) = pack.check_assembly().plan.definitions.by_name["grades_proposal"]
    assert proposal.cadence == Cadence(every=6, anchor="2026-01")


def test_a_shift_that_holds_no_more_is_not_warned_of(catalog: Catalog, tmp_path: Path) -> None:
    ended = ("    counted: 11 h", "    until: 2025-12-31\n    counted: 11 h")

    found = found_in(ROOT / "cn-02" / "bad", catalog, tmp_path, ended)

    assert "cn-02" not in {each.code for each in found}


def test_the_shipped_pack_keeps_the_warnings_that_are_true_of_its_manual(
    catalog: Catalog,
) -> None:
    pack, found = check("telecom-7x24", catalog)

    assert pack is not None
    legal = [each for each in found if each.code in LEGAL]
    assert sorted((each.code, each.args.get("shift", "")) for each in legal) == [
        ("cn-01", "W"),
        ("cn-02", "R"),
        ("cn-02", "W"),
        ("cn-06", ""),  # under the readings of holiday pay that are not taken
        ("cn-15", ""),  # protected leave is counted, to leave such months out
        ("cn-16", ""),
        ("cn-16", ""),
        ("cn-17", "W"),
        ("cn-19", ""),
    ]


def test_the_shared_pack_ships_no_minimum_wage(catalog: Catalog) -> None:
    pack, _ = check("base", catalog)

    assert pack is not None
    assert "local_minimum_wage" not in pack.rules.by_name("parameters")


def test_what_is_known_of_a_shift_is_not_said_of_the_same_shift_in_another_reading(
    catalog: Catalog, tmp_path: Path
) -> None:
    question = """\
choices:
  long_day:
    asks: {zh: 长班几小时, en: how long is the day}
    says: {zh: 未写, en: not stated}
    readings: {short: 8 小时 · 8 h, long: 11 小时 · 11 h}
    chosen: short
    by: pack authors
    on: 2026-01-01
    source: assumed
    because: {zh: 从宽, en: the shorter one}
shifts:"""
    found = found_in(
        ROOT / "cn-02" / "bad",
        catalog,
        tmp_path,
        ("shifts:", question),
        ("counted: 11 h", "counted: {by: long_day, short: 8 h, long: 11 h}"),
        ("unpaid: 60 min", "unpaid: {by: long_day, short: 240 min, long: 60 min}"),
    )

    told = [each for each in found if each.code == "cn-02"]
    assert [(each.args["counted"], each.args["under"]) for each in told] == [
        ("11", "long_day=long")
    ]


@pytest.mark.parametrize(
    ("changes", "paid"),
    [
        ([("mode: on_top", "mode: total_three")], "200%"),
        ([("mode: on_top", "mode: credit_and_two")], "200%"),
        ([("300%", "299.99%")], "299.99%"),
        ([("21.75 d}", "21.76 d}")], "299.86%"),
        ([("{2026-01-01: 8 h}", "{2026-01-01: 8.5 h}")], "282.35%"),
        ([("21.75 d}", "20.92 d}")], ""),
        ([("300%", "400%"), ("mode: on_top", "mode: total_three")], ""),
        ([("unit: counted_hours", "unit: day")], ""),
    ],
    ids=[
        "total-three",
        "credit",
        "multiple",
        "divisor",
        "long-day",
        "old-plan",
        "four",
        "no-shift",
    ],
)
def test_holiday_pay_is_compared_hour_by_hour(
    changes: list[tuple[str, str]], paid: str, catalog: Catalog, tmp_path: Path
) -> None:
    found = found_in(ROOT / "cn-06" / "good", catalog, tmp_path, *changes)

    assert [(each.code, each.args["paid"]) for each in found] == (
        [("cn-06", paid)] if paid else []
    )


@pytest.mark.parametrize(
    ("ends", "counted", "paid"),
    [("'16:30'", "8 h", ""), ("'19:30'", "11 h", "218.18%"), ("'20:30'", "12 h", "200%")],
)
def test_by_the_day_a_long_shift_is_paid_less_for_each_hour(
    ends: str, counted: str, paid: str, catalog: Catalog, tmp_path: Path
) -> None:
    """GC-48: 480 for 11 counted hours is 218 % of the hourly wage."""
    shift = (
        "shifts:\n  day:\n    label: {zh: 班, en: shift}\n    starts: '08:30'\n"
        f"    ends: {ends}\n    counted: {counted}\n    source: M-03\n"
    )
    changes = [("unit: counted_hours", "unit: day"), ("holiday_pays:", f"{shift}holiday_pays:")]

    found = found_in(ROOT / "cn-06" / "good", catalog, tmp_path, *changes)

    told = [each.args["paid"] for each in found if each.code == "cn-06"]
    assert told == ([paid] if paid else [])
    assert all(f"day: {counted}" in each.text("en") for each in found if each.code == "cn-06")


def test_a_divisor_decided_each_month_may_be_too_many_days(
    catalog: Catalog, tmp_path: Path
) -> None:
    decision = (
        "per_period:\n  standard_days:\n    label: {zh: 标准工作日, en: standard days}\n"
        "    unit: quantity\n    range: '[17 d..23 d]'\nholiday_pays:"
    )
    changes = [("holiday_pays:", decision), ("divisor: pay_days", "divisor: standard_days")]

    found = found_in(ROOT / "cn-06" / "good", catalog, tmp_path, *changes)

    assert [each.args["paid"] for each in found if each.code == "cn-06"] == ["283.7%"]


def test_holiday_pay_under_the_law_may_be_accepted_at_its_rule(
    catalog: Catalog, tmp_path: Path
) -> None:
    accept = "accept: [{code: cn-06, because: {zh: 集体合同另有约定, en: by collective contract}}]"
    found = found_in(
        ROOT / "cn-06" / "bad",
        catalog,
        tmp_path,
        ("    source: M-12", f"    source: M-12\n    {accept}"),
    )

    (finding,) = [each for each in found if each.code == "cn-06"]
    assert "collective contract" in finding.text("en")
