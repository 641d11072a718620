"""Forms to be signed on paper: each on a page, and what is signed with the places to sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ccops.reports import SignatureBlock
from tests.read_back.months import PACKS, shown
from tests.reports.papers import needs_chinese, needs_poppler, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.messages import Locale


@needs_poppler
@needs_chinese
@pytest.mark.parametrize("locale", ["en", "zh_CN"])
@pytest.mark.parametrize("pack", PACKS)
def test_an_appraisal_is_one_page_with_its_signatures(
    tmp_path: Path, pack: str, locale: Locale
) -> None:
    report = shown(pack).reports(locale)["appraisal"]
    sections = report.document.sections
    made = report.rendered("pdf")

    assert text_of(made, tmp_path).count("\f") == len(sections)  # one behind every page
    for number, section in enumerate(sections, 1):
        text = text_of(made, tmp_path, "-f", str(number), "-l", str(number))
        (block,) = (each for each in section.parts if isinstance(each, SignatureBlock))
        assert section.id in text
        assert all(each.role in text for each in block.signatures)
