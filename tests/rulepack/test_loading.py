"""Packs load whole or not at all: chains of packs, readings, dates, accepts, digests, limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ccops.errors import RulePackError, SettlementError, UnknownNameError
from ccops.messages import Diagnostic, Severity, in_words
from ccops.rulepack import Catalog, load
from ccops.rulepack.month import month_rules

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.rulepack import Pack
    from tests.rulepack.conftest import Shelf

POINTS = "unit: points, round: none, source: M-02"
BONUS = """\
bonuses:
  bonus:
    label: bonus
    for: agents
    payroll_code: B01
    columns: [{{score: score, step: 0.01}}]
    better: {{score: higher}}
    table:
      hit: first
      rows:
{rows}
      otherwise: CNY 0
{more}
    source: M-03
"""


def bonus(*rows: str, more: str = "") -> str:
    listed = "\n".join(f"        - [{row}]" for row in rows)
    return BONUS.format(rows=listed, more=more)


USED = bonus("'>= 60', CNY 100")
#: A bonus over a figure ``paid`` that may be small.
EASY = bonus("'>= 5', CNY 100").replace(": score,", ": paid,")


def said(finding: Diagnostic) -> tuple[str, str]:
    return finding.code, str(finding.span)


# -- finding a pack -----------------------------------------------------------------------------


def test_a_pack_loads_by_id_and_by_folder(shelf: Shelf) -> None:
    folder = shelf.pack(USED)

    by_id, by_folder = load("sample", shelf.catalog), load(folder, shelf.catalog)

    assert by_id.id == by_folder.id == "sample"
    assert by_id.digest == by_folder.digest
    assert by_id.diagnostics == ()


def test_a_folder_named_by_a_dot_shows_its_own_name(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shelf.pack("figures: {x: 5}"))

    _, found = shelf.check(".")

    assert str(found[-1].span) == "sample/rules.yaml:1:14"


def test_an_unknown_id_names_the_nearest(shelf: Shelf) -> None:
    shelf.pack(USED)

    with pytest.raises(UnknownNameError) as caught:
        load("smaple", shelf.catalog)

    assert (caught.value.name, caught.value.nearest) == ("smaple", "sample")


@pytest.mark.parametrize("pack_id", ["base", "telecom-7x24"])
def test_the_shipped_packs_have_no_error(pack_id: str, catalog: Catalog) -> None:
    pack = load(pack_id, catalog)

    legal = [each for each in pack.diagnostics if "advice" in each.why("en")]
    told = [(each.code, each.args.get("under")) for each in pack.diagnostics if each not in legal]
    expected = [
        ("award-outside-range", None),  # two items of 500, and a stated range of 100 to 300
        ("award-outside-range", None),
        ("table-row-narrowed", None),  # 400 goes to the best tenth below 85 alone
        ("table-row-narrowed", "bonus_reading=shared_top"),
        ("not-monotone", "bonus_reading=literal"),
        ("grant-without-stop", None),  # wages owed do not lapse
        ("unused-name", None),  # the grid is for the lead to look at
        ("window-without-opening", None),
        ("unused-name", None),  # star names are shown to people
        ("target-against-direction", "transfer_rate_reading=calls"),
    ]
    assert told == (expected if pack_id == "telecom-7x24" else [])


# -- what cannot be read ------------------------------------------------------------------------


def test_an_empty_folder_is_no_pack(tmp_path: Path, catalog: Catalog) -> None:
    with pytest.raises(RulePackError) as caught:
        load(tmp_path, catalog)

    assert [each.code for each in caught.value.diagnostics] == ["pack-without-files"]


def test_a_pack_without_its_section_says_so_once(shelf: Shelf) -> None:
    shelf.put("sample", roles="roles: {agent: {label: agent, source: M-01}}")

    assert [code for code, _ in shelf.found()] == ["pack-section-missing"]


def test_a_file_that_says_nothing_is_named_as_the_place(shelf: Shelf) -> None:
    shelf.put("sample", pack="")

    _, found = shelf.check("sample")

    lacking = [each for each in found if each.code == "pack-section-missing"]
    assert [str(each.span) for each in lacking] == ["sample/pack.yaml:1:1"]


def test_an_unreadable_file_does_not_hide_what_is_wrong_in_the_others(shelf: Shelf) -> None:
    shelf.pack(
        "figures:\n  a: {for: agents, unit: pionts, is: score, round: none, source: M-02}",
        broken="facts:\n  - [",
    )

    codes = [code for code, _ in shelf.found()]

    assert codes == ["yaml-unclosed-bracket", "word-unknown"]


def test_names_that_may_stand_in_an_unreadable_file_are_not_told_as_unknown(shelf: Shelf) -> None:
    shelf.pack(
        f"figures:\n  a: {{for: agents, is: late * calls, {POINTS}}}\n"
        "ranks:\n  r: {among: agents, order: [score desc], "
        "scope: {by: where, a: center, b: team}, ties: dense, unknown: last, barred: leave, "
        "places: {rounding: ceil, at_least: 0}, source: M-01}",
        choices="choices: {where: {asks: x",
    )

    assert [code for code, _ in shelf.found()] == ["yaml-unclosed-bracket"]


def test_a_rule_left_out_makes_no_second_finding(shelf: Shelf) -> None:
    shelf.pack(
        "parameters: {rate: {unit: ratio, values: 30%, source: M-02}}\n"
        f"figures:\n  a: {{for: agents, is: rate * score, {POINTS}}}\n"
        f"  b: {{for: agents, is: a + 1, {POINTS}}}\n" + USED.replace("score: score", "score: b")
    )

    assert shelf.found() == [("values-not-dated", "1:42")]


def test_a_misspelled_key_is_told_once(shelf: Shelf) -> None:
    shelf.pack(
        "figures:\n  a: {for: agents, is: score, unit: points, round: none, sorce: M-02}\n"
        "  b: {fro: agents, is: a, unit: points, round: none, source: M-02}\n" + USED
    )

    assert [each for each in shelf.found() if each[0] != "unused-name"] == [
        ("key-unknown", "2:58"),
        ("key-unknown", "3:7"),
    ]


def test_a_misspelled_name_leaves_the_right_one_not_unused(shelf: Shelf) -> None:
    shelf.pack(
        "facts: {late_minutes: {unit: count}}\n"
        "figures:\n  a: {for: agents, is: score + late_minute, "
        "unit: points, round: none, source: M-02}\n" + USED.replace(": score,", ": a,")
    )

    assert shelf.found() == [("unknown-name", "3:32")]


NIGHTS = """\
facts: {nights: {unit: count, range: '[0..31]'}}
parameters: {rate: {unit: money, values: {2026-01-01: CNY 10}, source: M-02}}
allowances:
  night: {label: night, for: agents, per: nights, amount: rate, payroll_code: C01, source: M-02}
"""
LATE = """\
indicators:
  late: {over: leave_day, count: yes, better: lower, calendar: month, by: [employee], source: M-01}
"""
TEAM = """\
figures:
  mean: {for: agents, members: {mean: score, of: agents, over: team, if_none: missing},
         round: none, source: M-02}
"""


@pytest.mark.parametrize(
    ("rules", "right", "wrong", "code", "place"),
    [
        (NIGHTS, "per: nights", "per: nihgts", "unknown-name", "4:43"),
        (NIGHTS, "amount: rate", "amount: raet", "unknown-name", "4:59"),
        (LATE, "calendar: month", "calendar: mnoth", "unknown-calendar", "2:64"),
        (TEAM, "over: team", "over: taem", "unknown-group", "2:64"),
        (NIGHTS, "for: agents", "for: agnets", "unknown-population", "4:30"),
    ],
)
def test_a_wrong_name_is_told_where_it_stands(
    shelf: Shelf, rules: str, right: str, wrong: str, code: str, place: str
) -> None:
    shelf.pack(rules)
    before = {code for code, _ in shelf.found()}
    shelf.pack(rules.replace(right, wrong))

    assert before <= {"unused-name"}
    assert [each for each in shelf.found() if each[0] != "unused-name"] == [(code, place)]


CONSULTED = "consulted_on: 2025-02-01"


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("zone: Asia/Shangai", "unknown-zone"),
        ("currency: yuan", "currency-wrong"),
        ("currency: RMB", "currency-wrong"),
        ("currency: XXX", "currency-wrong"),
        ("locale: fr", "unknown-locale"),
        ("effective: 0001-01-01", "effective-out-of-range"),
        ("effective: 9999-12-31", "effective-out-of-range"),
        ("adopted: {consulted_on: 2025-02-01, published_on: 2025-01-31}", "adopted-order"),
        (
            f"adopted: {{{CONSULTED}, published_on: 2025-02-02, acknowledged_by: 2025-02-01}}",
            "adopted-order",
        ),
        ("default_calendar: mnth", "unknown-calendar"),
        ("versoin: 2", "key-unknown"),
    ],
)
def test_what_a_pack_says_of_itself_is_checked(shelf: Shelf, head: str, code: str) -> None:
    folder = shelf.pack(USED)
    key = head.partition(":")[0]
    lines = (folder / "pack.yaml").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.strip().startswith(f"{key}:")]
    at = kept.index("calendars:")
    text = "\n".join([*kept[:at], f"  {head}", *kept[at:]])
    (folder / "pack.yaml").write_text(text, encoding="utf-8")

    assert [found for found, _ in shelf.found()] == [code]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("RMB", "CNY"),
        ("人民币", "CNY"),
        ("元", "CNY"),
        ("usd", "USD"),
        ("JPX", "JPY"),
        ("?", "CNY"),
    ],
)
def test_a_wrong_currency_is_told_the_code_that_was_meant(
    shelf: Shelf, written: str, meant: str
) -> None:
    folder = shelf.pack(USED)
    text = (folder / "pack.yaml").read_text(encoding="utf-8")
    text = text.replace("currency: CNY", f"currency: '{written}'")
    (folder / "pack.yaml").write_text(text, encoding="utf-8")

    pack, (finding,) = shelf.check()

    assert pack is None
    assert (finding.code, finding.args["near"]) == ("currency-wrong", meant)
    assert meant in finding.hint("zh_CN")


READS_GIVEN = """
bonuses:
  paid:
    {label: {zh: 奖, en: prize}, for: agents, payroll_code: B1, columns: [given], source: M-02,
     table: {hit: unique, rows: [['[80..100]', CNY 9], ['[0..80)', CNY 0]]}}
figures:
  twice: {for: agents, unit: points, range: '[0..200]', is: given * 2, round: none, source: M-03}
"""
HANDED_IN = "facts: {given: {unit: points, range: '[0-100]', step: 0.01}}"
MEASURED = """\
indicators:
  given: {over: evaluation, mean: score, better: higher, required: yes, range: '[0-100]',
          by: [employee], source: M-07}"""


@pytest.mark.parametrize("fact", [HANDED_IN, MEASURED], ids=["handed-in", "measured"])
def test_what_reads_an_unreadable_range_is_not_told_as_well(shelf: Shelf, fact: str) -> None:
    shelf.pack(fact + READS_GIVEN)

    _, found = shelf.check()

    errors = [each.code for each in found if each.severity is Severity.ERROR]
    assert errors == ["range-wrong"]


def test_a_wrong_calendar_is_told_and_the_rest_checked(shelf: Shelf) -> None:
    shelf.pack(USED.replace(": score,", ": socre,"), cutoff=40)

    assert [code for code, _ in shelf.found()] == ["calendar-wrong", "unknown-name"]


# -- chains -------------------------------------------------------------------------------------

GRAND = "parameters: {rate: {unit: ratio, values: {2026-01-01: 10%}, final: yes, source: G-01}}\n"
FIGURE = f"figures: {{paid: {{for: agents, is: rate * score, {POINTS}}}}}\n"
PARENT = FIGURE + BONUS.format(rows="        - ['>= 5', CNY 50]", more="").replace(
    "score: score", "score: paid"
)
OVERRIDE = """\
figures:
  paid: {for: agents, is: rate * score + 1, unit: points, round: none, source: C-01,
         override: yes, because: our own}
"""
FASTER = """\
parameters:
  rate:
    {unit: ratio, values: {2026-01-01: 5%}, source: C-01, override: yes, because: our own}
"""
WITHOUT = """\
bonuses: {remove: [bonus]}
figures: {remove: [paid]}
facts: {remove: [score]}
populations: {remove: [agents]}
"""


def head(id_: str, extends: str = "") -> str:
    parent = f", extends: {extends}" if extends else ""
    return (
        f"pack: {{id: {id_}, version: 1, zone: UTC, currency: CNY, locale: en, "
        f"effective: 2026-01-01, jurisdiction: none, default_calendar: month{parent}}}\n"
    )


def three(shelf: Shelf, child: str = "", parent: str = PARENT) -> None:
    roles = (
        "calendars: {month: {}}\nroles: {agent: {label: agent, source: M-01}}\n"
        "populations: {agents: {is: \"role == 'agent'\"}}\n"
        "facts: {score: {unit: points, range: '[0..100]', step: 0.01}}\n"
    )
    shelf.put("grand", pack=head("grand") + roles, rules=GRAND)
    shelf.put("parent", pack=head("parent", "grand"), rules=parent)
    shelf.put("child", pack=head("child", "parent"), **({"rules": child} if child else {}))


def test_a_chain_of_three_packs_is_one(shelf: Shelf) -> None:
    three(shelf)

    pack = load("child", shelf.catalog)

    assert [place.name for place in pack.places] == ["child", "parent", "grand"]
    assert {rule.name for rule in pack.rules.section("figures")} == {"paid"}
    assert {rule.name for rule in pack.rules.section("parameters")} == {"rate"}


def test_a_parent_changed_under_a_child_changes_the_child(shelf: Shelf) -> None:
    three(shelf)
    before = load("child", shelf.catalog).digest
    shelf.put("parent", rules=PARENT.replace("CNY 50", "CNY 60"))

    assert load("child", shelf.catalog).digest != before


def test_a_mistake_of_a_parent_is_told_with_its_file(shelf: Shelf) -> None:
    three(shelf, parent=PARENT.replace("rate * score", "rate * socre"))

    _, (finding,) = shelf.check("child")

    assert said(finding) == ("unknown-name", "parent/rules.yaml:1:42")


@pytest.mark.parametrize(
    ("child", "codes"),
    [
        (OVERRIDE, []),
        (OVERRIDE.replace("override: yes, ", ""), ["override-undeclared"]),
        (OVERRIDE.replace(", because: our own", "").replace(",\n", ",\n"),
         ["override-without-because"]),
        (OVERRIDE.replace("paid:", "pald:").replace("figures:", "figures:"),
         ["override-of-nothing", "unused-name"]),
        (FASTER, ["override-final"]),
        ("parameters: {remove: [rate]}", ["override-final"]),
        (WITHOUT, ["unused-name"]),
        ("figures: {remove: [piad]}", ["remove-unknown"]),
    ],
)  # fmt: skip
def test_a_child_overrides_and_removes_in_writing(
    shelf: Shelf, child: str, codes: list[str]
) -> None:
    three(shelf, child)

    assert [code for code, _ in shelf.found("child")] == codes


@pytest.mark.parametrize(
    ("extends", "code"), [("loop", "pack-extends-itself"), ("grnad", "unknown-pack")]
)
def test_a_pack_extends_another_that_exists(shelf: Shelf, extends: str, code: str) -> None:
    three(shelf)
    shelf.put("loop", pack=head("loop", extends), rules="figures: {x: {for: nobody, is: y}}")

    assert [found for found, _ in shelf.found("loop")] == [code, "source-missing"]


def test_packs_that_extend_each_other_are_refused(shelf: Shelf) -> None:
    shelf.put("one", pack=head("one", "two"))
    shelf.put("two", pack=head("two", "one"))

    assert shelf.found("one") == [("pack-extends-itself", "1:144")]


# -- choices ------------------------------------------------------------------------------------

CHOICE = """\
choices:
  weighing:
    asks: how is it weighed
    readings: {{half: half of 80 is 40, whole: 80 is 80}}
    chosen: {chosen}
    by: pack authors
    on: 2026-01-01
    source: M-02
figures:
  paid:
    for: agents
    is: {{by: weighing, half: {half}, whole: {whole}}}
    unit: points
    round: none
    source: M-02
"""


def chosen(name: str = "whole", half: str = "score / 2", whole: str = "score") -> str:
    text = CHOICE.format(chosen=name, half=half, whole=whole)
    return text + EASY


def test_a_pack_may_be_asked_for_other_readings(shelf: Shelf) -> None:
    shelf.pack(chosen())
    pack = load("sample", shelf.catalog)

    other = pack.with_choices(weighing="half")

    assert (pack.readings["weighing"], other.readings["weighing"]) == ("whole", "half")
    assert pack.digest != other.digest
    assert other.with_choices(weighing="whole").digest == pack.digest


@pytest.mark.parametrize(
    ("readings", "code"),
    [({"weighing": "third"}, "reading-unknown"), ({"weihing": "half"}, "choice-unknown")],
)
def test_an_unknown_reading_is_refused(shelf: Shelf, readings: dict[str, str], code: str) -> None:
    shelf.pack(chosen())
    pack = load("sample", shelf.catalog)

    with pytest.raises(RulePackError) as caught:
        pack.with_choices(**readings)

    assert [each.code for each in caught.value.diagnostics] == [code]


def test_an_error_under_another_reading_stops_the_pack_and_names_the_reading(
    shelf: Shelf,
) -> None:
    shelf.pack(chosen(half="socre / 2"))

    pack, (finding,) = shelf.check()

    assert pack is None
    assert (finding.code, finding.args["under"]) == ("unknown-name", "weighing=half")
    assert "weighing=half" in finding.text()


def test_an_error_under_every_reading_is_told_once(shelf: Shelf) -> None:
    shelf.pack(chosen().replace("round: none", "round: none\n    range: '[0..10]'"))

    _, (finding,) = shelf.check()

    assert finding.code == "range-not-proven"
    assert "under" not in finding.args


def test_an_error_under_several_other_readings_is_told_once_with_all(shelf: Shelf) -> None:
    text = chosen(whole="score, third: socre").replace("socre", "score * rank_of_it")
    text = text.replace("whole: 80 is 80}", "whole: 80 is 80, third: 80}")
    text = text.replace(
        "unit: points",
        "unit: points\n    range: {by: weighing, half: '[0..9]', "
        "whole: '[0..100]', third: '[0..9]'}",
    )
    shelf.pack(text.replace("score * rank_of_it", "score"))

    _, found = shelf.check()

    places = {each.span for each in found}
    assert [each.code for each in found] == ["range-not-proven"] * 2
    assert len(places) == 2
    assert [each.args["under"] for each in found] == ["weighing=half", "weighing=third"]


def test_an_open_question_is_a_warning_and_settles_nothing(shelf: Shelf) -> None:
    shelf.pack(chosen("open"))
    pack = load("sample", shelf.catalog)

    (finding,) = pack.diagnostics
    with pytest.raises(SettlementError) as caught:
        month_rules(pack, "2026-10", {})

    assert (finding.code, finding.severity) == ("question-open", Severity.WARNING)
    assert str(finding.span) == "sample/rules.yaml:2:3"
    (refusal,) = caught.value.diagnostics
    assert (refusal.code, refusal.args["rules"]) == ("question-undecided", "paid")
    assert month_rules(pack.with_choices(weighing="half"), "2026-10", {}).period.label == "2026-10"


# -- accepts ------------------------------------------------------------------------------------

LESS_FOR_MORE = ("'>= 90', CNY 100", "'>= 60', CNY 300")


def accepting(code: str) -> str:
    return f"      accept: [{{code: {code}, because: as printed}}]"


def test_an_accepted_finding_is_a_warning_in_the_list(shelf: Shelf) -> None:
    shelf.pack(bonus(*LESS_FOR_MORE, more=accepting("not-monotone")))

    pack, (finding,) = shelf.check()

    assert pack is not None
    assert (finding.code, finding.severity) == ("not-monotone", Severity.WARNING)
    assert finding.args == {
        "column": "score",
        "point_a": "score 95",
        "pays_a": "CNY 100",
        "point_b": "score 80",
        "pays_b": "CNY 300",
        "accepted": "as printed",
        "accepted_zh": "as printed",
    }
    assert finding.text().endswith("; accepted: as printed")


def test_a_rule_may_accept_as_well_as_its_table(shelf: Shelf) -> None:
    more = "    accept: [{code: not-monotone, because: as printed}]"
    shelf.pack(bonus(*LESS_FOR_MORE, more=more))

    pack, found = shelf.check()

    assert pack is not None
    assert [each.code for each in found] == ["not-monotone"]


@pytest.mark.parametrize(
    ("rules", "code", "place"),
    [
        (bonus("'>= 60', CNY 100", more=accepting("not-monotone")), "accepts-nothing", "13:16"),
        (bonus("'>= 60', CNY 100", more=accepting("not-monoton")), "accept-code-unknown", "13:16"),
        (USED + "ranks: {r: {among: agents, order: [score desc], scope: center, ties: dense, "
         "unknown: last, barred: leave, places: {rounding: ceil, at_least: 0}, source: M-01, "
         "accept: [{code: table-gap, because: x}]}}", "accepts-nothing", "15:169"),
        (bonus("'>= 60', CNY 100", "'>= 60', CNY 100", more=accepting("table-overlap"))
         .replace("hit: first", "hit: unique"), "accept-not-possible", "14:16"),
        (USED + "parameters: {p: {unit: count, values: {2026-01-01: 1}, source: M-01, "
         "accept: [{code: not-monotone, because: x}]}}", "accepts-nothing", "15:79"),
    ],
)  # fmt: skip
def test_an_accept_of_nothing_is_an_error(shelf: Shelf, rules: str, code: str, place: str) -> None:
    shelf.pack(rules)

    others = {"unused-name", "table-overlap"}
    assert [each for each in shelf.found() if each[0] not in others] == [(code, place)]


def test_a_name_nothing_reads_may_be_accepted(shelf: Shelf) -> None:
    shelf.pack(USED + "facts: {spare: {unit: count, accept: [{code: unused-name, because: x}]}}")

    assert shelf.found() == [("unused-name", "15:9")]


# -- the bonus table as printed -----------------------------------------------------------------

RANK = """\
ranks:
  month_rank:
    {among: agents, order: [score desc], scope: center, ties: share_best, unknown: outside,
     barred: keep_place, places: {rounding: exact, at_least: 0}, source: M-04}
"""
PRINTED = RANK + bonus(
    "'[85..100]', '<= 10%', CNY 500",
    "'[80..85)', '<= 10%', CNY 400",
    "'[75..80)', '<= 35%', CNY 300",
    "'[70..75)', '<= 45%', CNY 200",
    "'[60..70)', '-', CNY 100",
).replace("step: 0.01}]", "step: 0.01}, {place: {places_of: month_rank}}]").replace(
    "hit: first", "hit: unique"
).replace("    better: {score: higher}", "    unranked: {pays: CNY 0, code: not_ranked}")


def test_the_printed_bonus_table_has_gaps_with_a_counter_example(shelf: Shelf) -> None:
    shelf.pack(PRINTED.replace("      otherwise: CNY 0\n", ""))

    _, found = shelf.check()

    assert {each.code for each in found} == {"table-gap"}
    assert found[0].text().startswith("score 90, rank share 12 %: no row (anywhere in")
    assert found[0].text("zh_CN").startswith("score 90, 名次比例 12 %：没有对应的行")
    wheres = [in_words(each.args["where"]) for each in found]
    assert wheres[0] == "score [85..100], rank share (10%..100%]"
    assert "score [0..60), rank share (0%..100%]" in wheres


def test_the_printed_bonus_table_pays_less_for_better_work(shelf: Shelf) -> None:
    better = "    better: {score: higher, place: lower}\n"
    printed = PRINTED.replace("    table:", f"{better}    table:")
    shelf.pack(printed)

    _, (finding,) = shelf.check()

    assert finding.code == "not-monotone"
    assert (finding.args["pays_a"], finding.args["pays_b"]) == ("CNY 0", "CNY 300")
    assert finding.args["point_a"].startswith("score 8")
    assert finding.args["point_b"].startswith("score 7")


def test_the_printed_table_without_otherwise_is_refused_with_both_counter_examples(
    shelf: Shelf,
) -> None:
    better = "    better: {score: higher, place: lower}\n"
    printed = PRINTED.replace("      otherwise: CNY 0\n", "")
    shelf.pack(printed.replace("    table:", f"{better}    table:"))

    _, found = shelf.check()

    (pair,) = (each for each in found if each.code == "not-monotone")
    (gap, *_) = (each for each in found if each.code == "table-gap")
    assert gap.text().startswith("score 90, rank share 12 %: no row (")
    assert pair.text() == (
        "better inputs pay less: score 82, rank share 12 % pays nothing (no row), "
        "while score 78, rank share 12 % pays CNY 300"
    )
    assert pair.text("zh_CN") == (
        "条件更好反而得的更少：score 82, 名次比例 12 % 得 无（没有对应的行），"
        "而 score 78, 名次比例 12 % 得 CNY 300"
    )


# -- dates --------------------------------------------------------------------------------------

DATED = """\
parameters:
  rate:
    unit: ratio
    values: {{2026-01-01: 10%, {since}: {value}}}
{rule}
    source: M-05
figures:
  paid: {{for: agents, is: rate * score, unit: points, round: none, source: M-02}}
"""


def dated(since: str = "2026-06-10", value: str = "20%", rule: str = "") -> str:
    written = f"    period_rule: {rule}" if rule else ""
    return DATED.format(since=since, value=value, rule=written) + EASY


def test_a_change_inside_a_period_says_which_value_holds(shelf: Shelf) -> None:
    shelf.pack(dated())

    _, (finding,) = shelf.check()

    assert (finding.code, finding.args["within"]) == ("period-rule-missing", "2026-06")
    assert (finding.args["first"], finding.args["last"]) == ("2026-06-01", "2026-06-30")


def test_a_change_on_the_first_day_of_a_period_needs_no_rule(shelf: Shelf) -> None:
    shelf.pack(dated("2026-06-01"))

    assert shelf.found() == []


@pytest.mark.parametrize(("rule", "during"), [("start", "0.1"), ("end", "0.2")])
def test_a_period_takes_the_value_of_its_first_or_last_day(
    shelf: Shelf, rule: str, during: str
) -> None:
    shelf.pack(dated(rule=rule))
    pack = load("sample", shelf.catalog)

    def rate(label: str) -> str:
        constant = pack.check_assembly(label).constants["rate"].constant
        assert constant is not None
        return str(float(constant.number))

    assert [rate("2026-05"), rate("2026-06"), rate("2026-07")] == ["0.1", during, "0.2"]


def test_a_later_value_is_checked_too(shelf: Shelf) -> None:
    text = dated("2026-06-01", "120%").replace("is: rate", "range: '[0..100]', is: rate")
    shelf.pack(text)

    _, (finding,) = shelf.check()

    assert (finding.code, finding.args["within"]) == ("range-not-proven", "2026-06, 2026-07")


def test_a_parameter_that_ends_is_told_where_it_is_read(shelf: Shelf) -> None:
    shelf.pack(dated("2026-06-01", "null"))

    _, (finding,) = shelf.check()

    assert (finding.code, finding.args["day"]) == ("parameter-ended", "2026-06-01")
    assert str(finding.span) == "sample/rules.yaml:8:27"


def test_a_value_in_another_currency_is_refused(shelf: Shelf) -> None:
    shelf.pack(
        "parameters: {fee: {unit: money, values: {2026-01-01: USD 5}, source: M-01}}\n" + USED
    )

    assert shelf.found() == [("unused-name", "1:14"), ("constant-wrong", "1:54")]


@pytest.mark.parametrize(
    ("written", "unit", "hint"),
    [
        ("500元", "money", "write CNY 500"),
        ("150秒", "duration", "write 150 s"),
        ("USD 5", "money", "write a constant with its unit, such as CNY 500, 30% or 150 s"),
    ],
)
def test_a_constant_typed_as_people_do_is_hinted_at_in_its_own_form(
    shelf: Shelf, written: str, unit: str, hint: str
) -> None:
    fee = f"{{unit: {unit}, values: {{2026-01-01: {written}}}, source: M-01}}"
    shelf.pack(f"parameters: {{fee: {fee}}}\n" + USED)

    _, found = shelf.check()

    assert [each.hint() for each in found if each.code == "constant-wrong"] == [hint]


@pytest.mark.parametrize(
    ("label", "hint"),
    [
        ("评分", "a formula names things by their ids: write score"),
        ("得奖资格", "a formula names things by their ids: write passes"),
        ("奖", ""),
    ],
)
def test_a_label_in_a_formula_is_told_with_the_name_it_belongs_to(
    shelf: Shelf, label: str, hint: str
) -> None:
    rules = f"""\
figures:
  passes: {{for: agents, unit: flag, label: {{zh: 得奖资格}}, is: score >= 80, source: M-02}}
  wins: {{for: agents, unit: flag, is: {label} >= 80 if passes else no, source: M-02}}
"""
    shelf.pack(rules, labels="facts: {quality: {unit: points, label: {zh: 评分}}}")

    _, found = shelf.check()

    told = [each for each in found if each.code in ("name-is-label", "unknown-name")]
    assert [each.hint() for each in told] == [hint.replace("score", "quality")]


def test_an_override_that_says_a_part_of_a_rule_is_told_once(shelf: Shelf) -> None:
    shelf.pack("bonuses: {month: {override: true, because: other rows, source: M-02}}")

    _, found = shelf.check()

    (partial,) = (each for each in found if each.code in ("override-partial", "key-missing"))
    assert partial.args["missing"] == "label, for, columns, table, payroll_code"


def test_so_many_changes_are_not_all_checked(shelf: Shelf) -> None:
    changes = ", ".join(f"{year}-01-01: {year - 1999}%" for year in range(2026, 2099))
    shelf.pack(dated().replace("2026-01-01: 10%, 2026-06-10: 20%", changes))

    assert [code for code, _ in shelf.found()] == ["periods-not-checked"]


# -- decisions ----------------------------------------------------------------------------------

DECIDED = """\
per_period: {days: {unit: quantity, range: '[1 d..31 d]'}}
figures:
  paid: {for: agents, is: score if days >= 1 else 1, unit: points, round: none, source: M-02}
"""


def decided(pack: Pack, **decisions: str) -> list[str]:
    try:
        pack.assembly("2026-10", decisions)
    except SettlementError as error:
        return [each.code for each in error.diagnostics]
    return []


def test_a_month_wants_its_decisions(shelf: Shelf) -> None:
    shelf.pack(DECIDED + EASY)
    pack = load("sample", shelf.catalog)

    assert decided(pack, days="22 d") == []
    assert decided(pack) == ["decision-missing"]
    assert decided(pack, days="40 d") == ["decision-out-of-range"]
    assert decided(pack, days="CNY 5") == ["decision-wrong"]
    assert decided(pack, days="22 d", dys="22 d") == ["unknown-decision"]


# -- digest -------------------------------------------------------------------------------------


def test_the_digest_is_what_the_pack_says_and_nothing_else(shelf: Shelf) -> None:
    shelf.pack(USED)
    before = load("sample", shelf.catalog).digest

    def digest(text: str, cases: str = "cases: {}\n") -> str:
        shelf.pack(text, cases=cases)
        return load("sample", shelf.catalog).digest

    assert digest("# a comment\n\n" + USED) == before
    assert digest(USED.replace("label: bonus", "label: {zh: 奖金, en: the bonus}")) == before
    cases = "cases: {C-1: {period: 2026-10, expect: {bonus: CNY 0}, because: x}}"
    assert digest(USED, cases=cases) == before
    assert digest(USED.replace("source: M-03", "source: M-04")) != before
    assert digest(USED.replace("CNY 100", "CNY 101")) != before


# -- limits -------------------------------------------------------------------------------------


def test_at_most_200_findings_are_told_errors_first(shelf: Shelf) -> None:
    unread = "\n".join(f"  f{number}: {{unit: count}}" for number in range(150))
    wrong = "\n".join(
        f"  g{number}: {{for: agents, is: absent_{number}, {POINTS}}}" for number in range(120)
    )
    shelf.pack(f"facts:\n{unread}\nfigures:\n{wrong}\n{USED}")

    with pytest.raises(RulePackError) as caught:
        load("sample", shelf.catalog)

    found = caught.value.diagnostics
    codes = [each.code for each in found]
    assert len(found) == 200
    assert codes.count("unknown-name") == 120
    assert codes[-1] == "more-findings"
    assert found[-1].args == {"shown": "199", "more": "191"}
