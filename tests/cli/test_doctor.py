from __future__ import annotations

from importlib import metadata
from typing import TYPE_CHECKING, Any

import pytest

from ccops.reports.formats import fonts

if TYPE_CHECKING:
    from tests.cli.conftest import Ran, Run


def _found(ran: Ran, topic: str) -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in ran.json["findings"] if each["topic"] == topic}


def test_extras_are_those_of_the_project_with_their_versions(run: Run) -> None:
    extras = _found(run("doctor", "--json"), "extra")

    assert {"cli", "html", "pdf", "docx", "charts", "cn"} <= set(extras)
    assert "all" not in extras
    assert f"click {metadata.version('click')}" in extras["cli"]["libraries"]


def test_lacking_extra_is_told_with_how_to_get_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = metadata.version

    def version(name: str) -> str:
        if name == "typst":
            raise metadata.PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr(metadata, "version", version)

    ran = run("doctor")

    assert "- extra pdf is not installed (typst): pip install 'ccops[pdf]'" in ran.out


@pytest.mark.parametrize(
    ("locale", "told"), [("en", "fonts-noto-cjk"), ("zh_CN", "没有安装中文字体")]
)
def test_machine_without_a_chinese_font_is_told_what_to_install(
    run: Run, monkeypatch: pytest.MonkeyPatch, locale: str, told: str
) -> None:
    monkeypatch.setattr(fonts, "_families", lambda _: frozenset({"Libertinus Serif"}))

    ran = run("doctor", "--locale", locale)

    assert ran.code == 1
    assert told in ran.out
    assert "! " in ran.out


def test_font_that_is_found_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_families", lambda _: frozenset({"SimHei", "Microsoft YaHei"}))

    found = _found(run("doctor", "--json"), "font")

    assert {each["family"] for each in found.values()} == {"Microsoft YaHei"}


def test_plugin_that_cannot_be_loaded_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = metadata.EntryPoint(name="broken", value="no_such_module", group="ccops")
    real = metadata.entry_points
    monkeypatch.setattr(metadata, "entry_points", lambda **given: [*real(**given), broken])

    ran = run("doctor", "--json")

    assert ran.code == 1
    plugin = _found(ran, "plugin")["broken"]
    assert plugin["state"] == "wrong"
    assert "no_such_module" in plugin["problem"]


def test_years_of_a_pack_are_looked_up_too(run: Run) -> None:
    calendars = _found(run("doctor", "--pack", "telecom-7x24", "--json"), "calendar")

    assert {"cn", "telecom-7x24"} <= set(calendars)


@pytest.mark.parametrize("locale", ["en", "zh_CN", "zh_TW"])
def test_every_word_is_in_the_catalogs(run: Run, locale: str) -> None:
    ran = run("doctor", "--locale", locale, "--pack", "telecom-7x24")

    assert "doctor-" not in ran.out
    assert "{" not in ran.out
