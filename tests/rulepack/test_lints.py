"""What a pack is checked for: each code in a pack that has it, and in one that has it not.

``tests/packs/lints/CODE/bad`` has the finding on the line that says ``# <- CODE`` and no other
but those its lines name; ``good`` is the same rule as it should be, and has none at all.
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
    assert sorted(map(place, found)) == announced
    assert code in {each for each, _, _ in announced}


@pytest.mark.parametrize("code", CODES)
def test_the_same_rule_as_it_should_be_has_no_finding(code: str, catalog: Catalog) -> None:
    pack, found = check(ROOT / code / "good", catalog)

    assert [each.render() for each in found] == []
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


def test_codes_of_lints_are_their_own() -> None:
    assert len({each.code for each in LINTS}) == len(LINTS)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kind", ["bad", "good"])
def test_the_packs_are_small_enough_to_be_read_at_a_glance(code: str, kind: str) -> None:
    files = (ROOT / code / kind).glob("*.yaml")

    assert sum(len(each.read_text("utf-8").splitlines()) for each in files) <= MOST_LINES
