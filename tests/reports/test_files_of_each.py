"""A file a person: no two people's are one on any system."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.reports import write_each
from ccops.reports.formats.each import file_names
from tests import loaded
from tests.reports.test_verified_statement import _HIRED

if TYPE_CHECKING:
    from pathlib import Path

#: Signs that some system takes for one another, and such as are written otherwise in names.
_SIGNS = "eEéÉe\u0301ßssSſKk\u212aıİiIΣσς%2Ff~1/\\.: \u202e😀"
_IDS = st.one_of(st.text(_SIGNS, max_size=4), st.text(max_size=4))


@given(st.lists(_IDS, min_size=2, max_size=12, unique=True))
def test_no_two_ids_have_a_name_that_some_system_takes_for_one(ids: list[str]) -> None:
    names = file_names(ids)

    assert list(names) == ids
    for fold in (str.lower, str.upper, str.casefold):
        assert len({fold(each) for each in names.values()}) == len(ids)


@given(st.lists(_IDS, min_size=1, max_size=8, unique=True))
def test_names_are_of_letters_and_few_signs_and_never_depend_on_the_order(ids: list[str]) -> None:
    names = file_names(ids)

    assert file_names(reversed(ids)) == names
    assert all(sign.isalnum() or sign in "%_-~" for each in names.values() for sign in each)


@pytest.mark.parametrize(
    ("ids", "wanted"),
    [
        (["E1", "E2", "张三"], ["E1", "E2", "张三"]),
        (["\u1f60", "\u202e", " 2E"], ["ὠ", "%E2%80%AE", "%202E"]),
        (["\U0001f600", "\u1f600"], ["%F0%9F%98%80", "ὠ0"]),
        (["a~b", "a%7Eb"], ["a%7Eb", "a%257Eb"]),
    ],
)
def test_an_id_that_nobody_shares_stands_as_it_is_written(
    ids: list[str], wanted: list[str]
) -> None:
    assert list(file_names(ids).values()) == wanted


def test_people_whose_ids_differ_by_large_and_small_letters_have_files_of_their_own(
    tmp_path: Path,
) -> None:
    center = loaded.center()
    people = [{"employee_id": each, **_HIRED} for each in ("E1", "e1", "E2")]
    decided = {"standard_days": 19, "award_themes": []}
    month = center.month("2026-10", employees=people, decisions=decided)
    settlement = month.settle(month.facts({}))
    report = center.report("statement", settlement, locale="en")

    written = list(write_each(report, tmp_path, "html"))

    assert len({each.name.casefold() for each in written}) == len(people)
    assert "statement-E2.html" in {each.name for each in written}
    shown = [center.verify(each)[0].statement.employee for each in written]
    assert shown == ["E1", "E2", "e1"]
