"""A pack with twenty mistakes shows exactly those, each where it stands; nothing of it loads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ccops.errors import RulePackError
from ccops.hooks import gather
from ccops.messages import LOCALES, Diagnostic, Severity, has_message, sorted_diagnostics
from ccops.rulepack import check, load

BROKEN = Path(__file__).parents[1] / "packs" / "broken"
CATALOG = gather(()).catalog

#: Code, file, line, column, and the text that begins there.
MISTAKES = [
    ("table-gap", "bonuses.yaml", 8, 7, "hit: unique"),
    ("table-overlap", "bonuses.yaml", 22, 13, "[75..85)"),
    ("table-row-shadowed", "bonuses.yaml", 34, 13, ">= 80"),
    ("table-seam", "bonuses.yaml", 46, 13, "[80..84.99]"),
    ("not-monotone", "bonuses.yaml", 56, 7, "hit: first"),
    ("quotas-over-100", "bonuses.yaml", 72, 13, "<= 110%"),
    ("pay-line-may-be-missing", "bonuses.yaml", 108, 13, "extra_due"),
    ("unused-name", "facts.yaml", 7, 3, "shoe_size:"),
    ("unknown-name", "figures.yaml", 5, 18, "qualty"),
    ("unit-clash", "figures.yaml", 11, 9, "night_rate * nights + nights"),
    ("cycle", "figures.yaml", 13, 3, "first_leg:"),
    ("rounding-missing", "figures.yaml", 28, 9, "weight * quality"),
    ("populations-overlap", "figures.yaml", 36, 12, "full_time"),
    ("key-unknown", "figures.yaml", 45, 5, "sorce:"),
    ("yaml-duplicate-key", "figures.yaml", 51, 5, "unit: money"),
    ("accepts-nothing", "figures.yaml", 59, 9, "code: not-monotone"),
    ("parameter-before-first", "parameters.yaml", 6, 3, "day_rate:"),
    ("source-missing", "parameters.yaml", 8, 3, "cap:"),
    ("reading-unknown", "ranks.yaml", 7, 64, "middle:"),
    ("weights-not-100", "scorecards.yaml", 2, 3, "work_form:"),
]
WARNINGS = {"unused-name"}


def place(finding: Diagnostic) -> tuple[str, str, int, int]:
    assert finding.span is not None
    file = finding.span.file.removeprefix("broken/")
    return finding.code, file, finding.span.line, finding.span.column


def test_check_shows_the_twenty_mistakes_and_nothing_else() -> None:
    _, found = check(BROKEN, CATALOG)

    assert [place(each) for each in found] == [row[:4] for row in MISTAKES]
    assert found == sorted_diagnostics(found)


@pytest.mark.parametrize(("code", "file", "line", "column", "text"), MISTAKES)
def test_each_place_is_where_the_mistake_stands(
    code: str, file: str, line: int, column: int, text: str
) -> None:
    written = (BROKEN / file).read_text(encoding="utf-8").splitlines()[line - 1]

    assert written[column - 1 :].startswith(text)
    assert re.search(rf"# \d+ .*{code}$", written), "the comment on the line names the mistake"


def test_the_comments_count_to_twenty() -> None:
    texts = [each.read_text(encoding="utf-8") for each in BROKEN.glob("*.yaml")]
    numbers = [int(number) for text in texts for number in re.findall(r"  # (\d+) ", text)]

    assert sorted(numbers) == list(range(1, 21))


def test_the_one_mistake_that_costs_nobody_anything_is_a_warning() -> None:
    _, found = check(BROKEN, CATALOG)

    assert {each.code for each in found if each.severity is not Severity.ERROR} == WARNINGS


def test_load_raises_with_the_same_and_nothing_is_half_loaded() -> None:
    pack, found = check(BROKEN, CATALOG)

    with pytest.raises(RulePackError) as caught:
        load(BROKEN, CATALOG)

    assert caught.value.diagnostics == found
    assert pack is None


def test_checking_again_says_the_same() -> None:
    assert check(BROKEN, CATALOG) == check(BROKEN, CATALOG)


@pytest.mark.parametrize("code", [row[0] for row in MISTAKES])
def test_each_mistake_has_words(code: str) -> None:
    _, found = check(BROKEN, CATALOG)
    (finding,) = (each for each in found if each.code == code)

    assert has_message(code)
    assert len({finding.text(locale) for locale in LOCALES}) == len(LOCALES)
    assert all("{" not in finding.text(locale) for locale in LOCALES)
