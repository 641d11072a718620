from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Collection

    from tests.editor.language_server import LanguageServer

ROOT = Path(__file__).parents[2]
#: Written into by ``ccops pack new`` before it is YAML; and a policy only a plugin's schema knows.
FILLED = ("insurance-hotline", "outsourced", "telecom-7x24")
NOT_YET = {
    *(ROOT / f"src/ccops/rulepack/starting/starters/{each}/cases/bonus.yaml" for each in FILLED),
    ROOT / "examples/data/referral/pack.yaml",
}
SHIPPED = sorted(
    {
        *ROOT.glob("rulepacks/*/**/*.yaml"),
        *ROOT.glob("src/ccops/rulepack/**/starters/**/*.yaml"),
        *ROOT.glob("examples/data/service-level/*.yaml"),
        *ROOT.glob("examples/data/as-printed/*.yaml"),
        *ROOT.glob("examples/data/referral/*.yaml"),
        *ROOT.glob("examples/data/training/*.yaml"),
        *ROOT.glob("examples/data/outside-forms/*/*.yaml"),
    }
    - NOT_YET
)
BROKEN = sorted([*ROOT.glob("tests/packs/**/*.yaml"), *ROOT.glob("examples/data/broken/*.yaml")])
#: What an editor sees in the packs that are there to show mistakes: keys nobody knows, keys that
#: lack, words that are none. All else is out of its reach, for a schema reads one file: it follows
#: no name, reads no formula and no cell, adds up no weights, and knows no days and no parent.
SEEN = {
    "tests/packs/broken/figures.yaml": ["Map keys must be unique", "Property sorce is not"],
    "tests/packs/broken/parameters.yaml": ['Missing property "source"'],
    "tests/packs/lints/source-missing/bad/rules.yaml": ['Missing property "source"'],
}


def _id(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _underlined(editor: LanguageServer, paths: Collection[Path]) -> dict[str, list[str]]:
    """Return the mistakes of files that have some, by the file."""
    texts = {each.as_uri(): each.read_text(encoding="utf-8") for each in paths}
    told = editor.all_problems(texts)
    found = {_id(each): told[each.as_uri()] for each in paths}
    return {name: [each["message"] for each in some] for name, some in found.items() if some}


def test_nothing_is_underlined_in_a_shipped_pack(editor: LanguageServer) -> None:
    assert SHIPPED
    assert _underlined(editor, SHIPPED) == {}


def test_nothing_is_underlined_by_the_schema_of_the_pack_itself(
    pack_editor: LanguageServer,
) -> None:
    own = [each for each in SHIPPED if "telecom-7x24" in each.parts]

    assert own
    assert _underlined(pack_editor, own) == {}


def test_what_a_schema_can_see_in_broken_packs_is_underlined(editor: LanguageServer) -> None:
    seen = _underlined(editor, BROKEN)

    assert set(seen) == set(SEEN)
    for name, wanted in SEEN.items():
        assert len(seen[name]) == len(wanted)
        assert all(any(words in each for each in seen[name]) for words in wanted), seen[name]


def test_a_mistake_is_underlined_where_it_stands(editor: LanguageServer) -> None:
    text = "ranks:\n  月度名次:\n    ties: share_bset\n"

    found = editor.problems("file:///where/ranks.yaml", text)

    (ties,) = [each for each in found if "Valid values" in each["message"]]
    assert ties["range"]["start"] == {"line": 2, "character": 10}


def test_a_key_is_explained_in_both_languages(editor: LanguageServer) -> None:
    path = ROOT / "rulepacks/telecom-7x24/bonus.yaml"
    text = path.read_text(encoding="utf-8")
    editor.problems(path.as_uri(), text)

    lines = text.splitlines()
    number = lines.index("    table:")
    assert "表 · the table" in editor.hover(path.as_uri(), number, 6)


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("ranks:\n  r:\n    ties: \n", {"share_best", "share_worst", "dense"}),
        ("bonuses:\n  b:\n    for: \n", {"agents", "leads", "employees"}),
        ("bonuses:\n  b:\n    pay\n", {"payroll_code", "eligibility"}),
        ("bon\n", {"bonuses", "parameters"}),
    ],
    ids=["word", "name", "key", "section"],
)
def test_what_may_stand_here_is_offered(
    pack_editor: LanguageServer, text: str, offered: set[str]
) -> None:
    uri = f"file:///offered/{len(text)}.yaml"
    pack_editor.problems(uri, text)
    last = text.splitlines()[-1]

    found = pack_editor.completions(uri, text.count("\n") - 1, len(last))

    assert offered <= set(found)
