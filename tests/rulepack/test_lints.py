"""What a pack is checked for: each code in a pack that has it, and in one that has it not.

``tests/packs/lints/CODE/bad`` has the finding on the line that says ``# <- CODE`` and no other
but those its lines name and those it accepts; ``good`` is the same rule as it should be, and has
none at all.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from ccops.messages import LOCALES, has_message
from ccops.rulepack import check
from ccops.rulepack.lints import LINTS

if TYPE_CHECKING:
    from ccops.messages import Diagnostic
    from ccops.rulepack import Catalog
    from tests.rulepack.conftest import Shelf

ROOT: Final = Path(__file__).parents[1] / "packs" / "lints"
CODES: Final = sorted(each.name for each in ROOT.iterdir())
MOST_LINES: Final = 40
_MARK: Final = re.compile(r"  # <- ([a-z0-9-]+)$")


def marked(folder: Path) -> list[tuple[str, str, int]]:
    """Return the findings the lines of a pack announce: code, file and line."""
    return sorted(
        (mark[1], f"{folder.name}/{file.name}", number)
        for file in folder.glob("*.yaml")
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1)
        if (mark := _MARK.search(line))
    )


def place(finding: Diagnostic) -> tuple[str, str, int]:
    assert finding.span is not None
    return finding.code, finding.span.file, finding.span.line


@pytest.mark.parametrize("code", CODES)
def test_a_bad_pack_has_the_finding_where_it_is_marked_and_no_other(
    code: str, catalog: Catalog
) -> None:
    _, found = check(ROOT / code / "bad", catalog)

    announced = marked(ROOT / code / "bad")
    told = [each for each in found if not each.is_accepted or place(each) in announced]
    assert sorted(map(place, told)) == announced
    assert code in {each for each, _, _ in announced}


@pytest.mark.parametrize("code", CODES)
def test_the_same_rule_as_it_should_be_has_no_finding(code: str, catalog: Catalog) -> None:
    pack, found = check(ROOT / code / "good", catalog)

    assert [each.render() for each in found if not each.is_accepted] == []
    assert pack is not None


@pytest.mark.parametrize("code", CODES)
def test_a_finding_is_told_explained_and_mended_in_every_language(
    code: str, catalog: Catalog
) -> None:
    _, found = check(ROOT / code / "bad", catalog)
    finding = next(each for each in found if each.code == code)

    assert has_message(f"{code}.hint")
    assert has_message(f"{code}.why")
    for words in (finding.text, finding.hint, finding.why):
        texts = [words(each) for each in LOCALES]
        assert len(set(texts)) > 1, "short words may be the same in both Chinese scripts"
        assert not [each for each in texts if re.search(r"\{\w+\}", each)]


@pytest.mark.parametrize("lint", LINTS, ids=lambda each: each.code)
def test_every_lint_has_a_pack_that_shows_it(lint: object) -> None:
    assert getattr(lint, "code") in CODES  # noqa: B009 - parametrized by the lint itself


#: What every pack is checked for without any data, whoever finds it.
PROMISED: Final = """
    not-monotone table-gap table-overlap table-row-shadowed table-row-narrowed table-seam
    quotas-over-100 quotas-sum-over-100 weights-not-100 source-missing pay-line-may-be-missing
    rounding-missing unknown-name unit-clash cycle populations-overlap unused-name question-open
    choice-unused accepts-nothing override-of-nothing override-changes-nothing override-final
    parameter-before-first split-not-additive reporting-loop two-bosses span-impossible
    level-needs-contradict level-without-exit grant-without-stop window-without-opening
    indicator-not-by-employee talk-time-unguarded money-fine cn-01 cn-02 cn-03 cn-04 cn-06 cn-08
    cn-09 cn-10 cn-11 cn-11-term cn-12 cn-13 cn-15 cn-16 cn-17 cn-18 cn-19 cn-20 cn-20-pay
"""


@pytest.mark.parametrize("code", PROMISED.split())
def test_what_is_promised_has_a_pack_that_shows_it_and_one_that_has_it_not(code: str) -> None:
    assert (ROOT / code / "bad" / "rules.yaml").is_file()
    assert (ROOT / code / "good" / "rules.yaml").is_file()


def test_codes_of_lints_are_their_own() -> None:
    assert len({each.code for each in LINTS}) == len(LINTS)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kind", ["bad", "good"])
def test_the_packs_are_small_enough_to_be_read_at_a_glance(code: str, kind: str) -> None:
    files = (ROOT / code / kind).glob("*.yaml")

    assert sum(len(each.read_text("utf-8").splitlines()) for each in files) <= MOST_LINES


ROLE_WITHOUT_RULES: Final = """\
roles:
  agent: {label: {zh: 客服代表, en: agent}, source: M-01}
  trainer: {label: {zh: 培训师, en: trainer}, source: M-01}
populations:
  agents: {is: "role == 'agent'"}
"""


def test_a_role_of_which_no_rule_says_anything_is_no_finding(shelf: Shelf) -> None:
    rules = """\
basic_pays:
  base:
    {label: {zh: 基本工资, en: pay}, for: agents, amount: pay, payroll_code: A01, source: M-02}
facts:
  pay: {label: {zh: 基本工资, en: basic pay}, unit: money, range: '[CNY 0..CNY 9000]'}
"""
    shelf.pack(rules)
    shelf.put("sample", roles=ROLE_WITHOUT_RULES)

    assert shelf.found() == []


STOP: Final = "{left: {label: {zh: 离职, en: left}, if: '%s', when: after_use}}"
ACCOUNT: Final = """\
facts:
  granted: {label: {zh: 奖励, en: grant}, unit: money, range: '[CNY 0..CNY 900]'}
figures:
  grant:
    {for: agents, label: {zh: 奖励, en: grant}, is: granted, round: {to: 0.01, mode: half_up},
     source: M-02}
accounts:
  due:
    label: {zh: 待发奖励, en: grant to be paid}
    for: agents
    unit: money
    posted: grant
    use_over: 3 periods
    usable: next_period
    lapse: never
    source: M-02
basic_pays:
  paid:
    {label: {zh: 奖励, en: paid}, for: agents, amount: due_used, payroll_code: A01, source: M-02}
"""


@pytest.mark.parametrize(
    ("old", "new", "is_told"),
    [
        ("lapse: never", "lapse: never", True),
        ("lapse: never", "lapse: 6 periods", False),
        ("3 periods\n    usable: next_period", "1 period\n    usable: same_period", False),
        ("3 periods\n    usable: next_period", "1 period\n    usable: next_period", True),
        ("lapse: never", f"lapse: never\n    stop_on: {STOP % 'known(ended_on)'}", False),
        ("lapse: never", f"lapse: never\n    stop_on: {STOP % 'no'}", True),
    ],
)
def test_a_grant_ends_by_a_stop_that_may_hit_by_lapsing_or_by_its_use(
    shelf: Shelf, old: str, new: str, is_told: bool
) -> None:
    shelf.pack(ACCOUNT.replace(old, new))

    assert ("grant-without-stop" in [code for code, _ in shelf.found()]) is is_told


WINDOW: Final = """\
figures:
  recent:
    for: agents
    unit: points
    is: coalesce({}, 0)
    round: {{to: 0.01, mode: half_up}}
    source: M-02
bonuses:
  bonus:
    for: agents
    payroll_code: B01
    columns: [{{recent: recent}}]
    table: {{hit: first, rows: [['>= 80', CNY 300]], otherwise: CNY 0}}
    source: M-03
"""


@pytest.mark.parametrize(
    ("written", "needs"),
    [
        ("previous(score)", "score × 1"),
        ("mean_last(score, 6)", "score × 5"),
        ("mean_last(score, 6, at_least=2)", "score × 5"),
        ("mean_last(score, 6, at_least=1)", None),
        ("mean_last(score, 1)", None),
        ("streak(score >= 80)", "streak(score >= 80) × 1"),
        ("streak(score >= 80, at_least=1)", None),
        ("mean_last(score, 3) + min_last(score, 6)", "score × 5"),
    ],
)
def test_what_a_first_period_needs_of_those_before_is_told_once(
    shelf: Shelf, written: str, needs: str | None
) -> None:
    shelf.pack(WINDOW.format(written))
    _, found = shelf.check()

    told = [each.args["needs"] for each in found if each.code == "window-without-opening"]
    assert told == ([] if needs is None else [needs])
