"""Nothing can be documented by its name alone: what stands on the pages says something of it."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
import pytest

import ccops
from ccops.center import find_plugins
from ccops.hooks import CcopsSpec
from tests.docs.test_pages import made
from tests.docs.test_reference import VERBS, _page, _section

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

__all__ = ["made"]

ROOT: Final = Path(__file__).parents[2]
_CODE: Final = re.compile(r"`[^`]*`")
_WORD: Final = re.compile(r"[A-Za-z]{2,}")
#: What is less than a clause of a sentence.
_TOO_SHORT: Final = 3


def _words(text: str) -> int:
    """Return how many words of prose there are, code left out."""
    return len(_WORD.findall(_CODE.sub("", text)))


def _hook_sections() -> dict[str, str]:
    section = r"^## `(ccops_\w+)\([^)]*\)`\n(.*?)(?=^## |\Z)"
    return dict(re.findall(section, _page("hooks.md"), re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("hook", sorted(n for n in vars(CcopsSpec) if n.startswith("ccops_")))
def test_a_hook_says_what_it_brings_and_when_it_is_asked(hook: str) -> None:
    told = _hook_sections()[hook]

    assert _words(told) >= 10
    assert "Asked" in told or "asked" in told
    arguments = list(inspect.signature(getattr(CcopsSpec, hook)).parameters)[1:]
    assert [each for each in arguments if f"`{each}`" not in told] == []


def test_every_hook_is_used_by_the_template_or_shown_on_a_page() -> None:
    shown = [
        *ROOT.glob("plugins/*/src/**/*.py"),
        *ROOT.glob("examples/*.py"),
        *(ROOT / "docs").glob("how-to/*.md"),
    ]
    text = "\n".join(each.read_text(encoding="utf-8") for each in shown)
    absent = [name for name in _hook_sections() if f"def {name}(" not in text]
    assert absent == []


def _options(verb: str) -> Iterator[tuple[str, str]]:
    """Yield the options of a verb, with the line of the page that tells of each."""
    lines = _section(verb).splitlines()[1:]
    for parameter in VERBS[verb].params:
        for name in parameter.opts if isinstance(parameter, click.Option) else ():
            told = [each for each in lines if re.search(rf"`{name}[ `]", each)]
            rows = [each for each in told if each.startswith("|")]
            yield name, (rows or told)[0]


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_a_verb_says_what_it_does_and_each_option_what_it_is_for(verb: str) -> None:
    section = _section(verb)
    prose = "\n".join(each for each in section.splitlines()[1:] if not each.startswith("|"))

    assert _words(prose) >= _TOO_SHORT
    for name, line in _options(verb):
        told = line.split("|", 2)[2] if line.startswith("|") else line
        is_json = name == "--json"  # what it prints is said once for all verbs
        assert is_json or _words(told) or "`" in told, f"{verb} {name}"


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_the_page_gives_a_verb_no_option_that_it_has_not(verb: str) -> None:
    own = {name for each in VERBS[verb].params for name in (*each.opts, *each.secondary_opts)}
    rows = re.findall(r"^\| ((?:`-[^`]*`(?:, )?)+)", _section(verb), re.MULTILINE)
    told = {name.split()[0] for row in rows for name in re.findall(r"`([^`]+)`", row)}

    assert told - own == set()


def _given_codes() -> Iterator[tuple[str, str]]:
    """Yield the codes that the source hands to diagnostics, wherever their words are kept."""
    for file in sorted((ROOT / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Diagnostic"):
                for each in node.keywords:
                    if each.arg == "code" and isinstance(each.value, ast.Constant):
                        yield str(each.value.value), file.name


def test_no_diagnostic_keeps_its_words_where_the_page_does_not_look(
    made: dict[str, ModuleType],
) -> None:
    page = made["diagnostics"]
    listed = {code for room in page.ROOMS for code in page.codes(room)}

    assert sorted(each for each in _given_codes() if each[0] not in listed) == []


def test_no_message_with_a_hint_is_left_off_the_page(made: dict[str, ModuleType]) -> None:
    """Only findings have hints, so a room that the page leaves out must have none."""
    page = made["diagnostics"]

    assert set(page.ROOMS) | page.OTHER_ROOMS == page.rooms()
    for room in page.OTHER_ROOMS:
        assert [each for each in page.catalog(room, "en") if each.endswith(".hint")] == [], room


def test_every_indicator_has_a_row_of_its_own_pack_with_nothing_left_out(
    made: dict[str, ModuleType],
) -> None:
    text = made["indicators"].render()
    for name in find_plugins(()).catalog.packs:
        pack = ccops.load_pack(name)
        section = re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
        rows = {} if section is None else _rows(section[1])
        own = [
            each
            for each in pack.rules.section("indicators")
            if each.origin.span is not None and each.origin.span.file.split("/")[-2] == name
        ]
        assert set(rows) >= {each.name for each in own}
        for rule in own:
            chinese, english, over, measured, unit, better, by, source = rows[rule.name]
            assert (chinese, english) == (rule.label.zh, rule.label.en)
            assert all((over, measured, unit, better, source)), rule.name
            assert by == ", ".join(each.value for each in rule.by)


def _rows(text: str) -> dict[str, list[str]]:
    """Return the rows of a table of indicators by id; a formula may hold bars in quotes."""
    found = {}
    for line in text.splitlines():
        cells = [each.strip() for each in line.strip("|").split(" | ")]
        if len(cells) == 9 and cells[0].startswith("`"):
            found[cells[0].strip("`")] = cells[1:]
    return found
