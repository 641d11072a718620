"""Facts everybody has by himself are called something in every language."""

from __future__ import annotations

import pytest

from ccops.facts import FactDeclaration, employee_facts
from ccops.messages import LOCALES

FACTS = employee_facts(roles=frozenset({"agent"}))


@pytest.mark.parametrize("fact", FACTS, ids=lambda each: each.name)
def test_a_fact_has_a_name_for_people(fact: FactDeclaration) -> None:
    told = {locale: fact.label.in_locale(locale) for locale in LOCALES}

    assert all(told.values())
    assert fact.name not in told.values() or told["en"] == fact.name
    assert told["en"].isascii()
    assert not told["zh_CN"].isascii()
    assert not told["zh_TW"].isascii()


def test_traditional_characters_are_traditional() -> None:
    by_name = {each.name: each.label for each in FACTS}

    assert by_name["role"].in_locale("zh_TW") == "職務"
    assert by_name["contract_hours_day"].in_locale("zh_CN") == "合同日工时"
    assert by_name["contract_hours_day"].in_locale("en") == "contract hours a day"
