from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.editor.language_server import LanguageServer

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(
    [*ROOT.glob("rulepacks/*/**/*.yaml"), *ROOT.glob("examples/data/service-level/*.yaml")]
)
BROKEN = sorted([*ROOT.glob("tests/packs/**/*.yaml"), *ROOT.glob("examples/data/broken/*.yaml")])
#: What a schema sees in the broken packs. The rest is out of its reach: it reads no formula and
#: no cell, follows no name into another file, and counts neither weights nor quotas.
SEEN = {
    "tests/packs/broken/figures.yaml": ["Map keys must be unique", "Property sorce is not"],
    "tests/packs/broken/parameters.yaml": ['Missing property "source"'],
}


def _id(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _told(editor: LanguageServer, path: Path) -> list[str]:
    found = editor.problems(path.as_uri(), path.read_text(encoding="utf-8"))
    return [each["message"] for each in found]


@pytest.mark.parametrize("path", SHIPPED, ids=_id)
def test_nothing_is_underlined_in_a_shipped_pack(editor: LanguageServer, path: Path) -> None:
    assert _told(editor, path) == []


@pytest.mark.parametrize(
    "path", [each for each in SHIPPED if "telecom-7x24" in each.parts], ids=_id
)
def test_nothing_is_underlined_by_the_schema_of_the_pack_itself(
    pack_editor: LanguageServer, path: Path
) -> None:
    assert _told(pack_editor, path) == []


@pytest.mark.parametrize("name", sorted(SEEN))
def test_a_mistake_in_a_broken_pack_is_underlined(editor: LanguageServer, name: str) -> None:
    told = _told(editor, ROOT / name)

    for words in SEEN[name]:
        assert any(words in each for each in told), told


def test_a_mistake_is_underlined_where_it_stands(editor: LanguageServer) -> None:
    text = "ranks:\n  月度名次:\n    ties: share_bset\n"

    found = editor.problems("file:///where/ranks.yaml", text)

    (ties,) = [each for each in found if "Valid values" in each["message"]]
    assert ties["range"]["start"] == {"line": 2, "character": 10}


def test_a_key_is_explained_in_both_languages(editor: LanguageServer) -> None:
    path = ROOT / "rulepacks/telecom-7x24/bonus.yaml"
    _told(editor, path)

    lines = path.read_text(encoding="utf-8").splitlines()
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
