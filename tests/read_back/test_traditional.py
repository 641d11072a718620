"""Traditional characters: what the library and its packs say in zh_TW has no simplified ones.

Big5 has every traditional character and none that is simplified alone, so it tells them apart.
Pages that list what people wrote into records show it as they wrote it, and are left out.
"""

from __future__ import annotations

from typing import Final

import pytest

from ccops.reports.formats.markdown import MARKDOWN
from tests.read_back.months import PACKS, shown

#: What is written in records stands on these: topics of orders, what was seen on a patrol.
_OF_RECORDS: Final = frozenset({"learning", "quality"})


def simplified_in(text: str) -> str:
    """Return the Chinese characters of a text that no traditional text has."""
    chinese = dict.fromkeys(each for each in text if "\u3400" <= each <= "\u9fff")
    return "".join(each for each in chinese if not each.encode("big5", errors="ignore"))


def test_simplified_characters_are_told_apart() -> None:
    assert simplified_in("绩效獎金、班次 · team") == "绩"


@pytest.mark.parametrize("pack", PACKS)
def test_no_report_has_simplified_characters(pack: str) -> None:
    month = shown(pack)
    found: dict[str, str] = {}
    for kind, report in month.reports("zh_TW").items():
        text = str(MARKDOWN.render(report.document))
        for name in month.found.names.values():
            text = text.replace(name, "")
        if kind not in _OF_RECORDS and simplified_in(text):
            found[kind] = simplified_in(text)

    assert {"statement", "monthly", "rule-book"} <= month.reports("zh_TW").keys()
    assert found == {}
