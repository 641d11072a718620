from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
import pytest

import ccops
from ccops.cli.app import cli
from ccops.cli.group import LazyGroup
from ccops.hooks import CcopsSpec

if TYPE_CHECKING:
    from collections.abc import Iterator

REFERENCE: Final = Path(__file__).parents[2] / "docs" / "reference"


def _page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def _hooks() -> list[str]:
    return sorted(name for name in vars(CcopsSpec) if name.startswith("ccops_"))


@pytest.mark.parametrize("name", _hooks())
def test_hook_is_documented_with_its_arguments(name: str) -> None:
    arguments = list(inspect.signature(getattr(CcopsSpec, name)).parameters)[1:]
    assert f"## `{name}({', '.join(arguments)})`\n" in _page("hooks.md")


def test_page_of_hooks_has_no_others() -> None:
    assert sorted(re.findall(r"^## `(ccops_\w+)", _page("hooks.md"), re.MULTILINE)) == _hooks()


def _verbs(group: click.Group, path: str = "ccops") -> Iterator[tuple[str, click.Command]]:
    """Yield the verbs of the library; those of plugins stand on their own pages."""
    context = click.Context(group)
    own = group.list_commands(context)
    if isinstance(group, LazyGroup):
        own = LazyGroup.list_commands(group, context)
    for name in own:
        found = group.get_command(context, name)
        assert found is not None, name
        if isinstance(found, click.Group):
            yield from _verbs(found, f"{path} {name}")
        else:
            yield f"{path} {name}", found


VERBS: Final = dict(_verbs(cli))


def _section(verb: str) -> str:
    """Return what the page says about a verb; empty where it has no heading of its own."""
    found = re.search(
        rf"^## `{verb}[^`]*`\n(.*?)(?=^## |\Z)", _page("command-line.md"), re.MULTILINE | re.DOTALL
    )
    return found[0] if found else ""


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_verb_is_documented_with_every_option(verb: str) -> None:
    section = _section(verb)
    assert section, f"{verb} has no section"
    for parameter in VERBS[verb].params:
        for name in parameter.opts if isinstance(parameter, click.Option) else ():
            assert re.search(rf"`{name}[ `]", section), f"{verb} {name}"


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_verb_is_documented_with_its_arguments(verb: str) -> None:
    heading = _section(verb).splitlines()[0]
    for parameter in VERBS[verb].params:
        if isinstance(parameter, click.Argument):
            assert str(parameter.human_readable_name).upper().rstrip(".") in heading


def test_page_of_the_command_line_has_no_other_verbs() -> None:
    listed = re.findall(r"^## `(ccops[a-z -]*[a-z])", _page("command-line.md"), re.MULTILINE)
    assert sorted(listed) == sorted(VERBS)


def test_every_exit_code_is_documented() -> None:
    rows = re.findall(r"^\| (\d) \|", _page("command-line.md"), re.MULTILINE)
    assert rows == ["0", "1", "2", "3"]


def test_public_names_have_words() -> None:
    for name in ccops.__all__:
        assert (getattr(ccops, name).__doc__ or "").strip(), name
