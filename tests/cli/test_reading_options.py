"""What is said of how files are read: the zone, the language, how many rows may be put aside."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

PACK: Final = "telecom-7x24"
ADAPTER: Final = ("--adapter", "asterisk-queue-log")
#: 1:15 and 1:45 in the hour that comes twice in New York, and an hour later by no clock.
FIRST: Final = 1_793_510_100
LOG: Final = "".join(
    f"{FIRST + after}|{number}|sales|NONE|ENTERQUEUE||0|1\n"
    f"{FIRST + after + 9}|{number}|sales|NONE|ABANDON|1|1|9\n"
    for number, after in enumerate((0, 1_800, 3_600, 5_400))
)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    (tmp_path / "queue_log").write_text(LOG)
    return tmp_path / "queue_log"


@pytest.mark.parametrize(
    ("zone", "half_hours"),
    [
        (
            "America/New_York",
            ["01:00:00-04:00", "01:30:00-04:00", "01:00:00-05:00", "01:30:00-05:00"],
        ),
        (
            "Asia/Kathmandu",
            ["11:00:00+05:45", "11:30:00+05:45", "12:00:00+05:45", "12:30:00+05:45"],
        ),
    ],
)
@pytest.mark.parametrize("more", [(), ("--contracts",)])
def test_half_hours_are_told_by_the_clock_that_was_asked_for(
    run: Run, log: Path, zone: str, half_hours: list[str], more: tuple[str, ...]
) -> None:
    ran = run(
        "kpi", "--pack", PACK, *ADAPTER, log, "--zone", zone, "--by", "half_hour", "--json", *more
    )

    assert ran.code == 0, ran.err
    rows = ran.json["volumes" if more else "rows"]
    assert {row["group"]["half_hour"] for row in rows} == {
        f"2026-11-01T{each}" for each in half_hours
    }


def test_records_are_told_by_the_clock_they_were_read_by(
    run: Run, log: Path, tmp_path: Path
) -> None:
    zone = ("--zone", "America/New_York")
    kept = tmp_path / "kept"
    assert run("read", *ADAPTER, *zone, log, "--format", "jsonl", "-o", kept).code == 0
    verb = ("kpi", "--pack", PACK, "--records", kept, "--by", "half_hour")

    ran, by_the_pack = run(*verb, *zone), run(*verb)

    assert [line for line in ran.out.splitlines() if line.startswith("half_hour")] == [
        f"half_hour=2026-11-01T{each}"
        for each in ("01:00:00-04:00", "01:30:00-04:00", "01:00:00-05:00", "01:30:00-05:00")
    ]
    assert by_the_pack.code == 1


@pytest.mark.parametrize("more", [(), ("--contracts",), ("--attributions",)])
def test_indicators_are_told_in_the_language_asked_for(
    run: Run, log: Path, more: tuple[str, ...]
) -> None:
    verb = ("kpi", "--pack", PACK, *ADAPTER, log, *more)

    asked = run(*verb, "--locale", "zh_CN")

    assert asked == run(*verb, locale="zh_CN")
    assert asked.out != run(*verb).out
    refused = run(*verb, "--locale", "zh_CN", "--leave", log)
    assert "说明 --roster 上谁休假" in refused.err


#: Two lines of a hundred are none.
@pytest.mark.parametrize(
    ("limit", "code"), [("1%", 1), ("2%", 0), ("1/50", 0), ("0.019", 1), ("0%", 1), ("100 %", 0)]
)
@pytest.mark.parametrize("verb", ["read", "kpi"])
def test_rows_put_aside_above_a_limit_are_an_error(
    run: Run, tmp_path: Path, verb: str, limit: str, code: int
) -> None:
    log = tmp_path / "queue_log"
    log.write_text(LOG * 12 + "no line\nnor this\n" + "".join(LOG.splitlines(True)[:2]))
    more = ("--format", "jsonl", "-o", tmp_path / "kept") if verb == "read" else ()

    ran = run(verb, "--pack", PACK, *ADAPTER, log, *more, "--quarantine-limit", limit)

    assert ran.code == code, ran.err
    assert ("[quarantine-limit]" in ran.err) is bool(code)


@pytest.mark.parametrize("limit", ["much", "-1%", "101%", "2", "1/0", "nan"])
@pytest.mark.parametrize(
    ("locale", "told"),
    [("en", "is no share from"), ("zh_CN", "之间的比例"), ("zh_TW", "之間的比例")],
)
def test_a_limit_that_is_no_share_is_wrong_usage(
    run: Run, log: Path, limit: str, locale: str, told: str
) -> None:
    verb = ("kpi", "--pack", PACK, *ADAPTER, log)

    ran = run(*verb, "--quarantine-limit", limit, locale=locale)

    assert (ran.code, told in ran.err) == (2, True)


def test_a_month_and_what_is_asked_of_it_may_put_more_rows_aside(
    run: Run, demo: Path, tmp_path: Path
) -> None:
    folder, made = tmp_path / "input", tmp_path / "made"
    shutil.copytree(demo / "input", folder)
    log = folder / "calls" / "queue_log"
    lines = log.read_text().splitlines(keepends=True)
    log.write_text("".join(lines[:300]) + "no line\n" * 20)
    month = ("--pack", PACK, "--period", "2026-10", "--input", folder, *ADAPTER)
    limit = ("--quarantine-limit", "10%")

    refused = run("settle", *month, "-o", made)
    settled = run("settle", *month, *limit, "-o", made)
    learned = run("learning", *month, *limit)
    explained = run(
        "explain",
        made,
        "E001",
        "monthly_bonus",
        "--pack",
        PACK,
        "--records",
        folder,
        *ADAPTER,
        *limit,
    )

    assert (refused.code, "[quarantine-limit]" in refused.err) == (1, True)
    assert (settled.code, learned.code) == (0, 0), settled.err + learned.err
    assert "[quarantine-limit]" not in explained.err
