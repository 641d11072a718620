"""Words and translations: what things are called, which changes no figure."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import pytest

from ccops.center import find_plugins, load_pack
from ccops.errors import RulePackError
from ccops.messages import has_errors
from ccops.rulepack import Readings, load
from ccops.rulepack.text.nodes import MapNode, mappings_in, walk
from tests.loaded import pack

if TYPE_CHECKING:
    from pathlib import Path

_PACKS = ("base", "telecom-7x24", "insurance-hotline", "outsourced")
_HEAD = """
pack: {id: small, version: 1, extends: base, zone: Asia/Shanghai, currency: CNY, locale: zh_CN,
  effective: 2026-01-01, jurisdiction: cn, default_calendar: natural}
calendars: {natural: {}}
"""
_POPULATION = """
populations:
  everybody: {label: {zh: 全体人员, en: everybody}, is: hired_on >= period_start}
"""
_TRANSLATED = """
translations:
  zh_TW:
    words:
      全体人员: 全體人員
"""


def _small(folder: Path, *texts: str) -> Path:
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_label_is_read_as_if_its_translation_stood_beside_it(tmp_path: Path) -> None:
    opened = load_pack(_small(tmp_path / "small", _HEAD, _POPULATION, _TRANSLATED))

    assert opened.rules.by_name("populations")["everybody"].label.in_locale("zh_TW") == "全體人員"
    assert opened.rules.by_name("populations")["everybody"].label.in_locale("zh_CN") == "全体人员"


def test_a_label_that_has_its_own_keeps_it(tmp_path: Path) -> None:
    own = _POPULATION.replace("zh: 全体人员,", "zh: 全体人员, zh_TW: 所有同仁,")
    opened = load_pack(_small(tmp_path / "small", _HEAD, own, _TRANSLATED))

    assert opened.rules.by_name("populations")["everybody"].label.in_locale("zh_TW") == "所有同仁"


def test_names_are_no_part_of_the_digest(tmp_path: Path) -> None:
    word = "words:\n  vip: {label: {zh: 贵宾, en: VIP}}\n"
    plain = load_pack(_small(tmp_path / "small", _HEAD, _POPULATION))
    named = load_pack(_small(tmp_path / "named", _HEAD, _POPULATION, _TRANSLATED, word))

    assert named.digest == plain.digest


def test_labels_of_the_parent_are_translated_by_the_parent(tmp_path: Path) -> None:
    opened = load_pack(_small(tmp_path / "small", _HEAD, _POPULATION, _TRANSLATED))
    label = opened.rules.by_name("indicators")["complaints_registered"].label

    assert label == pack("base").rules.by_name("indicators")["complaints_registered"].label
    assert label.in_locale("zh_TW") == "投訴量"


def test_a_translation_that_is_no_text_is_refused(tmp_path: Path) -> None:
    wrong = _TRANSLATED.replace("全體人員", "[全體人員]")
    with pytest.raises(RulePackError):
        load_pack(_small(tmp_path / "small", _HEAD, _POPULATION, wrong))


def test_labels_are_looked_up_when_one_is_asked_for(tmp_path: Path) -> None:
    folder = _small(tmp_path / "small", _HEAD, _POPULATION, _TRANSLATED)
    later = load(folder, find_plugins(()).catalog, readings=Readings.LATER)
    label = later.rules.by_name("populations")["everybody"].label

    assert later.document.get("translations") is None
    assert label == load_pack(folder).rules.by_name("populations")["everybody"].label
    assert copy.deepcopy(label).zh_TW == "全體人員"
    assert later.traditional_texts["全体人员"] == "全體人員"
    assert later.digest == load_pack(folder).digest


def test_wrong_translations_left_unread_are_told_with_the_rest_of_the_check(
    tmp_path: Path,
) -> None:
    wrong = _TRANSLATED.replace("全體人員", "[全體人員]")
    folder = _small(tmp_path / "small", _HEAD, _POPULATION, wrong)
    later = load(folder, find_plugins(()).catalog, readings=Readings.LATER)
    with pytest.raises(RulePackError) as refused:
        load_pack(folder)

    assert {each.code for each in later.diagnostics} >= {
        each.code for each in refused.value.diagnostics
    }
    assert has_errors(later.diagnostics)


def test_an_edited_translation_is_another_label(tmp_path: Path) -> None:
    folder = _small(tmp_path / "small", _HEAD, _POPULATION, _TRANSLATED)
    before = load_pack(folder).rules.by_name("populations")["everybody"].label
    (folder / "2.yaml").write_text(_TRANSLATED.replace("全體人員", "所有同仁"), encoding="utf-8")
    after = load_pack(folder).rules.by_name("populations")["everybody"].label

    assert (before.zh_TW, after.zh_TW) == ("全體人員", "所有同仁")
    assert before != after


@pytest.mark.parametrize("ref", _PACKS)
def test_every_label_of_a_pack_has_traditional_characters(ref: str) -> None:
    labels = [each for each in mappings_in(pack(ref).document) if "zh" in each]
    found = [
        each.text_of("zh")
        for each in labels
        if "zh_TW" not in each and _is_simplified(each.text_of("zh"))
    ]

    assert labels
    assert found == []


def _is_simplified(text: str) -> bool:
    chinese = (each for each in text if "\u3400" <= each <= "\u9fff")
    return any(not each.encode("big5", errors="ignore") for each in chinese)


#: Words that only records hold: queues, levels, topics, what somebody did in the knowledge base.
_OF_RECORDS = {
    *("billing", "browse", "claims", "faults", "orders", "roaming", "service"),
    *("junior", "trainee"),
    *("claim_papers", "claim_progress", "policy", "renewal", "rescue", "surrender"),
    *("booking", "card_loss", "credit_limit", "itinerary", "repayment", "ticket_change"),
}


@pytest.mark.parametrize("ref", _PACKS)
def test_no_word_of_a_pack_is_left_over(ref: str) -> None:
    document = pack(ref).document
    rules = [
        node
        for key, node in document.entries
        if key.text not in ("words", "translations", "cases")
    ]
    written = " ".join(getattr(each, "text", "") for node in rules for each in walk(node))
    words = document.get("words")
    listed = words.keys if isinstance(words, MapNode) else ()

    assert [each for each in listed if each not in written and each not in _OF_RECORDS] == []
