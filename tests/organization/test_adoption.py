"""Whether the rules were published in time, and who has not signed to have read them (S2-14)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import pytest

import ccops
from ccops.center import Center
from ccops.messages import LOCALES
from ccops.rulepack import MonthUse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ccops.messages import Diagnostic

_PACK: Final = """
pack:
  {{id: small, version: 1, extends: base, zone: Asia/Shanghai, currency: CNY, locale: zh_CN,
   effective: 2026-10-01, jurisdiction: cn, default_calendar: natural,
   adopted: {{consulted_on: 2026-09-01, published_on: {published}, acknowledged_by: {by}}}}}
calendars: {{natural: {{}}}}
roles: {{agent: {{label: {{zh: 客服, en: agent}}, source: S1-05}}}}
"""
_ABOUT: Final = {"rules-unpublished", "acknowledgements-not-told", "rules-unacknowledged"}
_PERSON: Final = {
    "team": "A", "role": "agent", "hired_on": "2020-01-01", "employment_type": "full_time",
}  # fmt: skip


def _center(folder: Path, *, published: str = "2026-09-15", by: str = "2026-09-30") -> Center:
    (folder / "pack.yaml").write_text(_PACK.format(published=published, by=by), encoding="utf-8")
    return Center.open(folder)


def _signed(*who: str, on: str = "2026-09-20") -> list[dict[str, str]]:
    return [
        {"event_id": f"V{n}", "employee_id": each, "at": on, "kind": "acknowledgement"}
        for n, each in enumerate(who)
    ]


def _told(
    center: Center, rows: Sequence[Mapping[str, str]] | None, on: dt.date
) -> list[Diagnostic]:
    people = [{**_PERSON, "employee_id": each} for each in ("A1", "A2")]
    month = center.month("2026-10", employees=people, use=MonthUse.LISTS)
    sources = [] if rows is None else [ccops.source("events", rows)]
    found = month.report_calendar(*sources, on=on).diagnostics
    return [each for each in found if each.code in _ABOUT]


def test_who_has_not_signed_by_the_day_is_told(tmp_path: Path) -> None:
    (found,) = _told(_center(tmp_path), _signed("A1"), dt.date(2026, 10, 31))

    assert (found.code, found.args["names"], found.args["count"]) == (
        "rules-unacknowledged", "A2", "1",
    )  # fmt: skip
    assert all("{" not in found.text(locale) for locale in LOCALES)


@pytest.mark.parametrize(
    ("rows", "on"),
    [
        (_signed("A1", "A2"), dt.date(2026, 10, 31)),  # everybody has
        (_signed("A1"), dt.date(2026, 9, 30)),  # the last day is not over
    ],
)
def test_nothing_is_told_where_nothing_is_overdue(
    tmp_path: Path, rows: list[dict[str, str]], on: dt.date
) -> None:
    assert _told(_center(tmp_path), rows, on) == []


def test_a_signature_from_before_the_publication_is_none(tmp_path: Path) -> None:
    rows = _signed("A1", on="2026-09-14") + _signed("A2")
    (found,) = _told(_center(tmp_path), rows, dt.date(2026, 10, 31))

    assert found.args["names"] == "A1"


def test_without_any_events_one_warning_says_that_nobody_knows(tmp_path: Path) -> None:
    (found,) = _told(_center(tmp_path), None, dt.date(2026, 10, 31))

    assert found.code == "acknowledgements-not-told"


def test_rules_that_hold_and_are_not_published_yet_are_told(tmp_path: Path) -> None:
    center = _center(tmp_path, published="2026-11-15", by="2026-11-30")
    (found,) = _told(center, _signed("A1"), dt.date(2026, 10, 31))

    assert found.code == "rules-unpublished"
    late = [each for each in center.pack.diagnostics if each.code == "rules-published-late"]
    assert [each.args["published"] for each in late] == ["2026-11-15"]


def test_a_pack_that_was_published_before_it_holds_has_no_finding(tmp_path: Path) -> None:
    codes = {each.code for each in _center(tmp_path).pack.diagnostics}

    assert codes.isdisjoint({"rules-published-late", "cn-19"})


def test_the_last_page_lists_who_has_signed(tmp_path: Path) -> None:
    book = _center(tmp_path).rule_book(locale="en", signed={"A1": dt.date(2026, 9, 20)})
    text = str(book.render("md"))

    assert "Signed by 1 person" in text
    assert "| A1 | September 20, 2026 |" in text
