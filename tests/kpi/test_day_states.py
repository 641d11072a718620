"""States kept day by day: what came late or was corrected changes its days, and nothing else."""

from __future__ import annotations

import datetime as dt
import sys
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.errors import DataError, MissingExtraError, ReadError
from ccops.kpi import (
    DayStates,
    Indicator,
    Measured,
    Records,
    StateFolder,
    TableForm,
    measure,
    renew_states,
    rows_at_most,
    share_at_most,
)
from ccops.kpi.days import split_by_day
from ccops.values import Missing, PeriodDays, Scalar, Unit
from tests.laws import tried

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from ccops.kpi import RecordKind
    from tests.kpi.conftest import Build

pytest.importorskip("duckdb", reason="states in Parquet need the extra duckdb")

P95: Final = Scalar(Unit.NUMBER, Fraction(95))
UNKNOWN: Final = Missing.NOT_MEASURED
FIRST: Final = 739_901
FORMS: Final = pytest.mark.parametrize("form", list(TableForm), ids=lambda form: form.value)
ROW: Final = st.fixed_dictionaries(
    {
        "team": st.sampled_from(["a", "b", "", "two\nlines"]),
        "who": st.sampled_from(["E1", UNKNOWN, Missing.NO_RECORDS]),
        "day": st.integers(FIRST, FIRST + 3),
        "slot": st.integers(0, 1),
        "outcome": st.sampled_from(["served", "left", "open"]),
        "wait": st.sampled_from([0, 4_000, 5_000, 20_000, 20_001, 2**40]),
        "talk": st.one_of(st.integers(0, 5), st.just(UNKNOWN)),
    }
)
#: By the id of a record: a later row is its correction, none takes it back.
CHANGES: Final = st.lists(
    st.dictionaries(st.integers(0, 7), st.none() | ROW, max_size=5), min_size=1, max_size=4
)


def indicators(build: Build) -> tuple[Indicator, ...]:
    served = "outcome == 'served'"
    return build.indicators(
        build.rule("offered", count="yes"),
        build.rule("within", ratio=(f"{served} and wait <= limit", "outcome != 'open'")),
        build.rule("asa", mean="wait", where=served),
        build.rule("talk", total="talk", where=served),
        build.rule("longest", maximum="wait", where="outcome == 'left'"),
        build.rule("p95", percentile=("wait", P95), where=served),
        build.rule("shares", share_total=("talk", "wait + limit")),
    )


@attrs.frozen(eq=False)
class Days:
    """Records by day, each day marked by what its rows say."""

    records: Records

    @property
    def kind(self) -> RecordKind:
        return self.records.kind

    @property
    def marks(self) -> Mapping[str, str]:
        return {day: repr(list(part.rows())) for day, part in split_by_day(self.records).items()}

    def parts(self, days: Sequence[str]) -> Iterable[tuple[str, Records]]:
        found = split_by_day(self.records)
        return [(day, found[day]) for day in days]


def told(measured: Measured) -> dict[tuple[str, str], object]:
    """Return every value that is one, by indicator and group."""
    return {
        (name, repr(key)): measured.value(name, key)
        for name in measured.indicators
        for key in measured.keys
    }


@FORMS
@pytest.mark.parametrize("by", [(), ("team",), ("who", "slot"), ("all", "day")], ids=repr)
@tried(12)
@given(changes=CHANGES)
def test_days_renewed_are_the_whole_measured_at_once(
    build: Build,
    form: TableForm,
    by: tuple[str, ...],
    changes: list[dict[int, dict[str, Any] | None]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    chosen, path = indicators(build), tmp_path_factory.mktemp("kept") / "states"
    rows: dict[int, dict[str, Any]] = {}
    marks: Mapping[str, str] = {}
    for change in changes:
        rows |= {each: row for each, row in change.items() if row is not None}
        for each in (each for each, row in change.items() if row is None):
            rows.pop(each, None)
        source = Days(build.records(*rows.values()))

        made = renew_states(path, [(source, chosen)], by=by, form=form)
        kept = StateFolder.open(path).states(source.kind, made.nothing["visit"])

        assert told(kept.within()) == told(measure(source.records, chosen, by=by))
        assert set(made.measured["visit"]) == {
            day for day, mark in source.marks.items() if marks.get(day) != mark
        }
        assert set(made.dropped["visit"]) == set(marks) - set(source.marks)
        marks = source.marks


@tried(50)
@given(rows=st.lists(ROW, max_size=9), first=st.integers(0, 4), days=st.integers(0, 3))
def test_any_days_come_to_what_their_records_come_to(
    build: Build, rows: list[dict[str, Any]], first: int, days: int
) -> None:
    chosen, records = indicators(build), build.records(*rows)
    begins = dt.date.fromordinal(FIRST + first - 1)
    period = PeriodDays(begins, begins + dt.timedelta(days=days))

    states = DayStates.of(records, chosen, by=("team",))

    wanted = measure(records.within(period), chosen, by=("team",))
    assert told(states.within(period)) == told(wanted)


@FORMS
def test_the_same_records_write_nothing_and_the_same_bytes(
    build: Build, form: TableForm, tmp_path: Path
) -> None:
    source = Days(build.records({"day": FIRST}, {"day": FIRST + 1, "team": "b"}))
    paths = [tmp_path / "one", tmp_path / "other"]
    for path in paths:
        renew_states(path, [(source, indicators(build))], by=["team"], form=form)
    before = (paths[0] / "states.json").stat().st_mtime_ns

    again = renew_states(paths[0], [(source, indicators(build))], by=["team"], form=form)

    assert again.measured == again.dropped == {"visit": ()}
    assert (paths[0] / "states.json").stat().st_mtime_ns == before
    files = [
        {each.relative_to(path): each.read_bytes() for each in path.rglob("*") if each.is_file()}
        for path in paths
    ]
    assert files[0] == files[1]


def test_a_folder_keeps_its_form(build: Build, tmp_path: Path) -> None:
    chosen = indicators(build)
    renew_states(tmp_path / "s", [(Days(build.records({})), chosen)], form=TableForm.JSONL)

    made = renew_states(tmp_path / "s", [(Days(build.records({}, {})), chosen)])

    assert made.folder.form is TableForm.JSONL


def test_other_definitions_or_groups_are_measured_anew_and_never_mixed(
    build: Build, tmp_path: Path
) -> None:
    source = Days(build.records({"day": FIRST}, {"day": FIRST + 1}))
    within = build.rule("within", count="wait <= limit")
    slower = build.indicators(build.rule("within", count="wait <= limit + limit"))
    renew_states(tmp_path / "s", [(source, build.indicators(within))], by=["team"])
    folder = StateFolder.open(tmp_path / "s")

    for chosen, by in ((slower, ("team",)), (build.indicators(within), ())):
        nothing = measure(build.records(), chosen, by=by)
        with pytest.raises(ReadError) as refused:
            folder.states(source.kind, nothing)
        assert [each.code for each in refused.value.diagnostics] == ["states-otherwise"]
    made = renew_states(tmp_path / "s", [(source, slower)], by=["team"])

    assert made.measured["visit"] == ("2026-10-12", "2026-10-13")
    assert (
        made.folder.states(source.kind, made.nothing["visit"]).within().value("within", "a") == 2
    )


def test_an_indicator_made_of_the_same_tallies_is_answered(build: Build, tmp_path: Path) -> None:
    source = Days(build.records({"wait": 1_000}, {"wait": 3_000}))
    mean = build.indicators(build.rule("asa", mean="wait"))
    renew_states(tmp_path / "s", [(source, mean)])
    renamed = measure(build.records(), build.indicators(build.rule("speed", mean="wait")))

    found = StateFolder.open(tmp_path / "s").states(source.kind, renamed).within()

    assert found.value("speed", ()) == (2_000, 1)


def test_thresholds_changed_afterwards_are_answered_from_states(
    build: Build, tmp_path: Path
) -> None:
    waits = [4_000, 5_000, 20_000, 20_400, 21_000]
    rows = [{"wait": wait, "day": FIRST + place % 2} for place, wait in enumerate(waits)]
    source = Days(build.records(*rows))
    chosen = build.indicators(build.rule("p95", percentile=("wait", P95)))
    made = renew_states(tmp_path / "s", [(source, chosen)], by=["day"])

    month = made.folder.states(source.kind, made.nothing["visit"]).within().regrouped(())

    state = month.state("p95", ())
    assert [rows_at_most(chosen[0], state, limit) for limit in (4_000, 20_000, 21_000)] == [
        1,
        3,
        5,
    ]
    assert share_at_most(chosen[0], state, 5_000) == (2, 5)


def test_only_days_asked_about_are_looked_at(build: Build, tmp_path: Path) -> None:
    chosen, path = indicators(build), tmp_path / "s"
    both = build.records({"day": FIRST}, {"day": FIRST + 1})
    later = build.records({"day": FIRST + 1}, {"day": FIRST + 1}, {"day": FIRST + 2})
    day = dt.date.fromordinal(FIRST + 1)
    renew_states(path, [(Days(both), chosen)])

    made = renew_states(path, [(Days(later), chosen)], days=PeriodDays(day, day))

    found = made.folder.states(both.kind, made.nothing["visit"])
    assert {name: each.value("offered", ()) for name, each in found.days.items()} == {
        "2026-10-12": 1,
        "2026-10-13": 2,
    }
    other = build.indicators(build.rule("offered", count="wait > limit"))
    with pytest.raises(ReadError, match="states-otherwise"):
        renew_states(path, [(Days(later), other)], days=PeriodDays(day, day))


def test_kinds_without_records_are_dropped_but_for_days_nobody_asked_about(
    build: Build, tmp_path: Path
) -> None:
    day = dt.date.fromordinal(FIRST)
    for days, left in ((PeriodDays(day, day), ["2026-10-13"]), (None, None)):
        source = Days(build.records({"day": FIRST}, {"day": FIRST + 1}))
        renew_states(tmp_path / "s", [(source, indicators(build))])

        folder = renew_states(tmp_path / "s", [], days=days).folder

        assert [list(each.days) for each in folder.kinds.values()] == ([left] if left else [])


def test_a_folder_without_states_or_with_broken_ones_is_refused(
    build: Build, tmp_path: Path
) -> None:
    with pytest.raises(ReadError, match="states-absent"):
        StateFolder.open(tmp_path)
    (tmp_path / "s").mkdir()
    for written in ("{", '{"schema": "other/1"}'):
        (tmp_path / "s" / "states.json").write_text(written)
        with pytest.raises(ReadError, match="file-damaged"):
            StateFolder.open(tmp_path / "s")

    source = Days(build.records({}))
    made = renew_states(tmp_path / "t", [(source, indicators(build))])
    next((tmp_path / "t").rglob("*.parquet")).write_bytes(b"PAR1")
    with pytest.raises(ReadError, match="file-damaged"):
        made.folder.states(source.kind, made.nothing["visit"])


def test_a_group_that_is_not_asked_by_is_refused(build: Build, tmp_path: Path) -> None:
    chosen = build.indicators(build.rule("offered", count="yes", by=("team",)))

    with pytest.raises(DataError, match="indicator-not-by"):
        renew_states(tmp_path / "s", [(Days(build.records({})), chosen)], by=["slot"])
    assert not (tmp_path / "s").exists()


def test_numbers_beyond_64_bits_are_refused(build: Build, tmp_path: Path) -> None:
    source = Days(build.records({"wait": 2**62}, {"wait": 2**62}))
    total = build.indicators(build.rule("waited", total="wait"))

    with pytest.raises(OverflowError, match="64 bits"):
        renew_states(tmp_path / "s", [(source, total)])
    assert list(tmp_path.iterdir()) == []


def test_without_the_extra_states_are_lines_of_json(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    source = [(Days(build.records({})), indicators(build))]

    with pytest.raises(MissingExtraError, match="duckdb"):
        renew_states(tmp_path / "s", source)
    made = renew_states(tmp_path / "s", source, form=TableForm.JSONL)

    assert made.measured == {"visit": ("2024-04-24",)}
