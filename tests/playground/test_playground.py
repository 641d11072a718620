from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.playground.visitor import Visitor
from tests.read_back import browser

if TYPE_CHECKING:
    from tests.read_back.browser import Page

_AUDIT: Final = (Path(__file__).parents[1] / "read_back" / "audit.js").read_text(encoding="utf-8")


def _elsewhere(page: Page, site: str) -> list[str]:
    return [each for each in page.requests if not each.startswith((f"{site}/", "data:"))]


def test_nothing_is_loaded_before_the_button_is_pressed(site: str) -> None:
    with browser.started() as chromium:
        visitor = Visitor(page=chromium.page(), site=site)

        visitor.come()

        assert visitor.state == "idle"
        assert not [each for each in visitor.page.requests if "runtime" in each]
        assert _elsewhere(visitor.page, site) == []


def test_a_month_is_settled_in_the_browser(visitor: Visitor) -> None:
    assert visitor.amount("E01", "monthly_score") == "97.60"
    assert visitor.amount("E01", "monthly_bonus") == "CN¥500.00"
    assert visitor.amount("E12", "handed_to_payroll") == "CN¥4,800.00"
    assert visitor.status == "Settled. Errors: 0, warnings: 6."


def test_an_explanation_unfolds_down_to_what_was_handed_in(visitor: Visitor) -> None:
    folded = visitor.explanation("E04", "monthly_bonus")
    assert "monthly bonus (monthly_bonus) = CN¥100.00" in folded
    assert "weight of quality" not in " ".join(folded)

    told = visitor.unfold()

    assert "parameter weight of quality (weight_quality): 60% [assumed]" in told
    assert "quality score (quality) = 88.00" in told


def test_a_mistake_is_told_at_its_line_and_column_and_mended(visitor: Visitor) -> None:
    visitor.write("score.yaml", "weight_quality * quality", "weight_quality * qality")

    (told,) = visitor.findings()
    assert told.startswith("score.yaml:21:26 error: there is no qality here [unknown-name]")
    assert "did you mean quality?" in told
    assert visitor.amount("E01", "monthly_bonus") == ""
    assert visitor.point_at("score.yaml:21:26") == "qality"

    visitor.write("score.yaml", "qality", "quality")

    assert visitor.findings() == []
    assert visitor.amount("E01", "monthly_bonus") == "CN¥500.00"


def test_a_place_behind_chinese_words_is_found(visitor: Visitor) -> None:
    wrong = "label: {zh: 月度得分𠮷, en: monthly score}, unti: points"
    visitor.write(
        "score.yaml", "label: {zh: 月度得分, en: monthly score}\n    unit: points", wrong
    )

    place = visitor.findings()[0].split()[0]

    assert place.startswith("score.yaml:19:")
    assert visitor.point_at(place) in wrong


def test_a_wrong_fact_is_told_at_its_row(visitor: Visitor) -> None:
    visitor.write("facts.csv", "E02,91.5", "E02,191.5")

    (told,) = visitor.findings()
    assert told.startswith("facts.csv:3:1 error: E02: quality is 191.5, outside [0..100]")


def test_another_reading_pays_another_amount(visitor: Visitor) -> None:
    assert visitor.amount("E09", "monthly_bonus") == "CN¥100.00"

    visitor.choose("bonus_reading", "slices")

    assert visitor.amount("E09", "monthly_bonus") == "CN¥300.00"


def test_a_missing_fact_is_not_zero(visitor: Visitor) -> None:
    visitor.write("facts.csv", "E02,91.5,", "E02,,")

    assert visitor.cell("E02", "monthly_score") == "missing: not measured"
    assert visitor.cell("E01", "monthly_bonus").endswith(" provisional")
    assert "provisional" not in visitor.cell("E01", "monthly_score")


def test_findings_and_explanations_speak_chinese(visitor: Visitor) -> None:
    visitor.speak("zh_CN")

    assert visitor.status == "已结算。错误 0 个，警告 6 个。"
    assert any("尚未决定" in each or "未定" in each for each in visitor.findings("warning"))
    assert "月度奖金 (monthly_bonus) = ¥500.00" in visitor.explanation("E01", "monthly_bonus")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_it_is_read_on_a_phone_and_a_desk_by_ear_and_in_the_dark(
    visitor: Visitor, width: int, scheme: str
) -> None:
    """Heads, names and contrast; what the theme of the pages does around it is not ours."""
    visitor.explanation("E01", "monthly_bonus")
    visitor.unfold()
    visitor.page.look(width=width, scheme=scheme)
    visitor.page.run(f"document.documentElement.dataset.theme = '{scheme}'")

    told: list[str] = visitor.page.run(_AUDIT)
    own: str = visitor.page.run("document.querySelector('#ccops-playground').outerHTML")

    found = [each for each in told if each.partition(": ")[2] in own]
    assert found == [], found
    assert [each for each in told if each.startswith("scrolls sideways")] == []


def test_files_are_turned_by_arrow_keys_and_an_amount_is_left_by_escape(visitor: Visitor) -> None:
    active = "document.activeElement"
    visitor.page.run("document.querySelector('[role=tab]').focus()")
    visitor.page.run(
        f"{active}.dispatchEvent(new KeyboardEvent('keydown', {{key: 'End', bubbles: true}}))"
    )
    assert visitor.page.run(f"{active}.textContent") == "pay.yaml"
    assert visitor.page.run(f"{active}.getAttribute('aria-selected')") == "true"

    visitor.explanation("E03", "monthly_score")
    visitor.page.wait(f"{active}.className === 'playground-why'")
    visitor.page.run(
        f"{active}.dispatchEvent(new KeyboardEvent('keydown', {{key: 'Escape', bubbles: true}}))"
    )
    assert visitor.page.run(f"{active}.dataset.employee") == "E03"


def test_nothing_is_asked_of_any_other_place_and_nothing_complains(loaded: Visitor) -> None:
    asked = loaded.page.requests

    assert any(each.endswith("pyodide.asm.wasm") for each in asked)
    assert any(each.endswith("libraries.zip") for each in asked)
    assert _elsewhere(loaded.page, loaded.site) == []
    complaints = [each for each in loaded.page.problems if json.loads(each).get("type") != "log"]
    assert complaints == []
