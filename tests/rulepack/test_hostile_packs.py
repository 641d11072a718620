"""A whole pack from a stranger is refused by its findings: no crash, no hang, nothing run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ccops.messages import LOCALES

if TYPE_CHECKING:
    from tests.rulepack.conftest import Shelf

MANY = 3_000


def figure(formula: str) -> str:
    return (
        f'figures:\n  a: {{for: agents, is: "{formula}", unit: points, round: none, source: M}}\n'
    )


def figures(formula: str, number: int = MANY) -> str:
    rows = (
        f"  f{each}: {{for: agents, is: {formula.format(each, (each + 1) % number)}, "
        "unit: points, round: none, source: M}\n"
        for each in range(number)
    )
    return "figures:\n" + "".join(rows)


def table(rows: int) -> str:
    listed = "".join(f"        - ['>= {number}', CNY 1]\n" for number in range(rows))
    return (
        "bonuses:\n  b:\n    label: b\n    for: agents\n    payroll_code: B\n    source: M\n"
        f"    columns: [{{a: score}}]\n    table:\n      hit: first\n      rows:\n{listed}"
    )


ALIASES = "\n".join(
    ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 20)]
)
CHAIN = "populations:\n" + "".join(f"  p{n}: {{within: p{n + 1}}}\n" for n in range(MANY))
CIRCLE = "populations:\n  p: {within: q}\n  q: {within: r}\n  r: {within: p}\n"
DEFINITIONS = "figures:\n  a:\n" + MANY * (
    "  - {for: agents, is: score, unit: points, round: none, source: M}\n"
)


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        (figure("(" * 900 + "score" + ")" * 900), "formula-syntax"),
        (figure("not " * 300 + "score"), "formula-too-deep"),
        (figure("-" * 1_900 + "score"), "formula-too-deep"),
        (figure("+".join(["score"] * 5_000)), "formula-too-long"),
        (figure("score in (" + "1," * 450 + ")"), "formula-too-large"),
        (figure("(yes == " * 30 + "yes" + " == yes)" * 30), "formula-unfolds"),
        (figure("9 ** 9 ** 9 ** 9"), "formula-not-allowed"),
        (figure("'a' * 99999999"), "unit-clash"),
        (figure("score.__class__.__mro__"), "formula-not-allowed"),
        (figure("__import__('os').system('true')"), "formula-not-allowed"),
        (figure("(lambda: score)()"), "formula-not-allowed"),
        (figure("[score for x in (1, 2)]"), "formula-not-allowed"),
        (figure("(score := 1)"), "formula-not-allowed"),
        (figure("f'{score}'"), "formula-not-allowed"),
        (figure("score + 1e999999"), "formula-not-allowed"),
        (figure("score + " + "9" * 1_900), "formula-not-allowed"),
        (figure("open('/etc/passwd')"), "unknown-function"),
        (figure("score\\0"), "yaml-control-character"),
        ("figures: " + "[" * 30_000, "yaml-too-deep"),
        ("figures: " + "{a: " * 30_000, "yaml-too-deep"),
        (ALIASES, "yaml-alias"),
        ("a: " + "x" * 5_000_000, "yaml-too-large"),
        ("figures: \x00", "yaml-control-character"),
        ("figures:\n" + "  a: 1\n" * MANY, "yaml-too-many"),
        ("---\n" * 10_000, "yaml-documents"),
        ("facts: {x: {unit: points, range: '[" + "0" * 900_000 + "..'}}", "range-wrong"),
        ("calendars: {q: {cutoff_day: 999999999999999}}", "calendar-wrong"),
        (figures("absent_{0}"), "unknown-name"),
        (figures("f{1}"), "cycle"),
        (CHAIN, "populations-too-deep"),
        (CIRCLE, "cycle"),
        (DEFINITIONS, "definitions-too-many"),
        (table(5_000), "table-too-long"),
    ],
    ids=lambda value: value.replace(" ", "")[-60:] if isinstance(value, str) else None,
)
def test_a_hostile_pack_is_refused(shelf: Shelf, rules: str, code: str) -> None:
    shelf.pack(rules)

    pack, found = shelf.check()

    assert pack is None
    assert code in {each.code for each in found}
    assert len(found) <= 200
    assert all("{" not in found[0].text(locale) for locale in LOCALES)


def test_thousands_of_rules_are_a_pack_like_any_other(shelf: Shelf) -> None:
    shelf.pack(figures("score + {0}", MANY), more=figures("score - {0}", 10).replace(" f", " g"))

    pack, found = shelf.check()

    assert pack is not None
    assert {each.code for each in found} == {"unused-name", "more-findings"}


def test_a_file_that_cannot_be_opened_is_a_finding(shelf: Shelf) -> None:
    folder = shelf.pack("facts: {}")
    (folder / "gone.yaml").symlink_to(folder / "nowhere.yaml")
    (folder / "loop.yaml").symlink_to(folder / "loop.yaml")

    pack, found = shelf.check()

    assert pack is None
    assert [str(each.span) for each in found if each.code == "file-unreadable"] == [
        "sample/gone.yaml:1:1",
        "sample/loop.yaml:1:1",
    ]


def test_a_circle_of_populations_is_told_once(shelf: Shelf) -> None:
    shelf.pack(CIRCLE + "  inside: {within: q}\n")

    assert [each for each in shelf.found() if each[0] != "unused-name"] == [("cycle", "2:15")]


def test_a_file_whose_ending_is_written_large_is_read_as_well(shelf: Shelf) -> None:
    folder = shelf.pack("facts: {}")
    (folder / "MORE.YAML").write_text("nonsense: {}", encoding="utf-8")

    assert ("section-unknown", "1:1") in shelf.found()
