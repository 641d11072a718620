from __future__ import annotations

import contextlib
import importlib
import io
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

import ccops
from ccops.center import find_plugins
from ccops.rulepack.ruleset import sections_of
from ccops.rules import FUNCTIONS, pack_fields
from ccops.rules.windows import WINDOWS
from tests import loaded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ROOT: Final = Path(__file__).parents[2]
DOCS: Final = ROOT / "docs"
PAGES: Final = sorted(
    [*ROOT.glob("*.md"), ROOT / "examples" / "README.md", *ROOT.glob("plugins/*/README.md")]
    + [each for each in DOCS.rglob("*.md") if "_build" not in each.parts]
)
_LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
_INCLUDE = re.compile(r"```\{literalinclude\} (\S+)")
_FENCE = re.compile(r"```.*?```", re.DOTALL)
_ID = re.compile(r"`([a-z][a-z0-9_]*)`")

#: A class whose figures are worked out in the example of the function that it calls.
_USED_BELOW: Final = {"a-kind-of-award-that-no-section-has"}


@pytest.fixture
def made() -> Iterator[dict[str, ModuleType]]:
    """The modules that make parts of the pages, imported as Sphinx imports them."""
    folder = str(DOCS / "_ext")
    sys.path.insert(0, folder)
    names = ("pack_format", "checks", "diagnostics", "indicators", "input_files", "functions")
    try:
        yield {name: importlib.import_module(name) for name in names}
    finally:
        sys.path.remove(folder)


@pytest.mark.parametrize("page", PAGES, ids=lambda each: each.relative_to(ROOT).as_posix())
def test_local_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = [*_LINK.findall(_FENCE.sub("", text)), *_INCLUDE.findall(text)]
    local = [each for each in targets if "://" not in each and not each.startswith("#")]
    dead = [each for each in local if not _exists(page.parent / each.partition("#")[0])]
    assert not dead


def _exists(target: Path) -> bool:
    """Say whether a target is there; pages of the documentation may be named without suffix."""
    return target.exists() or target.with_name(f"{target.name}.md").exists()


def test_every_function_is_told_with_its_signature_in_both_languages(
    made: dict[str, ModuleType],
) -> None:
    _, _, *rows = made["functions"].render().splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]

    assert [each[0] for each in cells] == [f"`{each.signature}`" for each in FUNCTIONS.values()]
    for (_, *told), function in zip(cells, FUNCTIONS.values(), strict=True):
        en, zh, missing_en, missing_zh, example = told
        assert (en, zh) == (function.label.en, function.label.zh)
        assert missing_en.isascii()
        assert not missing_zh.isascii()
        assert function.example is not None
        assert example.startswith(f"`{function.example.formula}` is {function.example.result}")


def test_every_change_on_the_map_has_an_example_that_runs() -> None:
    page = (DOCS / "how-to" / "where-a-change-goes.md").read_text(encoding="utf-8")
    mapped = re.findall(r"^\| \[([^\]]+)\]\(#([^)]+)\) \|", page, re.MULTILINE)
    sections = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    by_anchor = {
        re.sub(r"[^a-z -]", "", each.lower()).replace(" ", "-"): each for each in sections
    }

    assert {anchor for _, anchor in mapped} == set(by_anchor)
    for anchor, heading in by_anchor.items():
        blocks = "".join(re.findall(r"```python\n(.*?)```", sections[heading], re.DOTALL))
        assert "assert " in blocks or anchor in _USED_BELOW, heading


def test_every_window_is_on_its_page() -> None:
    page = (DOCS / "reference" / "windows.md").read_text(encoding="utf-8")
    assert {each for each in WINDOWS if f"`{each}(" in page} == set(WINDOWS)


def test_pack_format_has_every_section_and_key(made: dict[str, ModuleType]) -> None:
    text = made["pack_format"].render()
    for section, rule in sections_of(find_plugins(()).catalog).items():
        assert f"## `{section}`\n" in text, section
        for key, (_, spec) in pack_fields(rule).items():
            assert f"| `{key}`" in text, f"{section}.{key}"
            assert made["pack_format"].written(spec), f"{section}.{key}"


def test_diagnostics_has_every_code_in_both_languages(made: dict[str, ModuleType]) -> None:
    page = made["diagnostics"]
    text = page.render()
    for room in page.ROOMS:
        chinese = page.catalog(room, "zh_CN")
        for code in page.codes(room):
            assert f"| [`{code}`]" in text, code
            assert chinese.get(code), f"{code} has no Chinese words"


def test_every_check_has_a_page_with_both_rules(made: dict[str, ModuleType]) -> None:
    page = made["checks"]
    index = page.render()
    for code in page.codes():
        text = page.render_page(code)
        assert f"(check-{code})=\n# `{code}`\n" in text
        assert text.count("```yaml") == 2
        assert f"# <- {code}\n" in text
        assert f"| [`{code}`]({code}.md) |" in index


def test_codes_written_in_the_code_have_words(made: dict[str, ModuleType]) -> None:
    page = made["diagnostics"]
    known = {code for room in page.ROOMS for code in page.codes(room)}
    written: set[str] = set()
    for file in (ROOT / "src").rglob("*.py"):
        written.update(re.findall(r'Diagnostic\(\s*code="([a-z-]+)"', file.read_text("utf-8")))
    assert written - known == set()


def test_indicators_has_every_indicator_of_the_bundled_packs(made: dict[str, ModuleType]) -> None:
    text = made["indicators"].render()
    for pack in made["indicators"].packs():
        for rule in pack.rules.section("indicators"):
            assert f"| `{rule.name}` |" in text


def test_input_files_has_every_column(made: dict[str, ModuleType]) -> None:
    text = made["input_files"].render()
    for name, file in made["input_files"].INPUT_FILES.items():
        assert f"## `{name}`\n" in text
        for column in file.columns:
            assert f"| `{column}`" in text, f"{name}.{column}"


def _named_in_packs() -> Iterator[tuple[str, str]]:
    """Yield the ids of roles, indicators, ranks and policies of the bundled packs."""
    catalog = find_plugins(()).catalog
    for name in catalog.packs:
        rules = ccops.load_pack(name).rules
        for section in ("roles", "indicators", "ranks", *catalog.policies):
            for rule in rules.section(section):
                yield f"{name}: {section}", rule.name


def test_glossary_has_the_ids_of_bundled_packs() -> None:
    known = set(_ID.findall((DOCS / "glossary.md").read_text(encoding="utf-8")))
    absent = sorted({f"{where}.{name}" for where, name in _named_in_packs() if name not in known})
    assert not absent


def test_glossary_has_one_row_for_each_id() -> None:
    rows = re.findall(
        r"^\|[^|]*\|[^|]*\| `(\w+)` \|", (DOCS / "glossary.md").read_text(), re.MULTILINE
    )
    assert len(rows) == len(set(rows))


def test_readme_shows_lines_of_the_explanation_it_prints() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```python\n(.*?)```\n\nIt prints.*?```text\n(.*?)```", text, re.DOTALL)
    assert block is not None
    code, shown = block.groups()
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - the block readers will run
    lines = printed.getvalue().splitlines()
    absent = [each for each in shown.splitlines() if not any(each in line for line in lines)]
    assert not absent


def test_readme_shows_the_bonus_as_the_pack_has_it() -> None:
    pack = loaded.pack()
    written = (pack.places[0] / "bonus.yaml").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"```yaml\n(.*?)```", readme, re.DOTALL)
    assert shown is not None
    assert [each for each in shown[1].splitlines() if each not in written.splitlines()] == []
