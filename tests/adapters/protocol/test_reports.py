from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from ccops.adapters import (
    OpenState,
    Pseudonyms,
    ReadOptions,
    ReadReport,
    ReadTally,
    SourceNames,
    SourceRefs,
    joined_reports,
    masked,
    shape_of,
)
from ccops.errors import ReadError
from ccops.messages import Span
from tests.copies import pickled

PLACE = Span("log", 3, 1)


def a_tally(**options: Any) -> ReadTally:
    plain: dict[str, Any] = {"zone": "UTC", "quarantine_limit": Fraction(1)}
    return ReadTally(ReadOptions(**{**plain, **options}))


def test_rows_add_up() -> None:
    tally = a_tally()
    tally.rows_in, tally.duplicate = 10, 2
    tally.ignore("row-blank")
    tally.quarantine("row-fields", PLACE, "a|b")
    tally.flag("clock-skew", PLACE)

    report = tally.report()

    assert (report.accepted, report.duplicate, report.ignored, report.quarantined) == (6, 2, 1, 1)
    assert report.counts == {"clock-skew": 1, "row-blank": 1, "row-fields": 1}
    assert report.quarantine_share == Fraction(1, 10)


def test_a_report_that_does_not_add_up_cannot_be() -> None:
    with pytest.raises(ValueError, match="10 rows in, but 9"):
        ReadReport(rows_in=10, accepted=9)


def test_only_the_first_examples_are_kept() -> None:
    tally = a_tally(examples=2)
    tally.rows_in = 5
    for _ in range(5):
        tally.quarantine("row-fields", PLACE, "x")

    assert len(tally.report().examples) == 2


def test_the_limit_is_over_all_batches() -> None:
    tally = a_tally(quarantine_limit=Fraction(1, 4))
    tally.rows_in = 8
    tally.quarantine("row-fields", PLACE, "x")
    tally.report()
    tally.rows_in = 2
    tally.quarantine("row-fields", PLACE, "x")
    tally.report()
    tally.rows_in = 1
    tally.quarantine("row-fields", PLACE, "x")

    with pytest.raises(ReadError, match="3 of 11"):
        tally.report()


@pytest.mark.parametrize(
    ("limit", "told"),
    [(Fraction(0), "0.0%"), (Fraction(1, 100), "1.0%"), (Fraction(1, 3), "33.3%")],
)
def test_the_limit_is_told_as_a_percentage(limit: Fraction, told: str) -> None:
    tally = a_tally(quarantine_limit=limit)
    tally.rows_in = 1
    tally.quarantine("row-fields", PLACE, "x")

    with pytest.raises(ReadError) as refused:
        tally.report()

    assert refused.value.diagnostics[0].args["limit"] == told


def test_batches_join_into_one_report() -> None:
    one = ReadReport(rows_in=2, accepted=1, duplicate=1, counts={"a": 1}, rows_by_type={"X": 2})
    two = ReadReport(rows_in=1, accepted=1, counts={"a": 2}, unmapped_agents=("z",))

    joined = joined_reports([one, two])

    assert (joined.rows_in, joined.accepted, joined.duplicate) == (3, 2, 1)
    assert (joined.counts, joined.rows_by_type) == ({"a": 3}, {"X": 2})
    assert joined.unmapped_agents == ("z",)
    assert joined_reports([]).rows_in == 0


def test_reports_travel() -> None:
    report = ReadReport(rows_in=1, accepted=1, counts={"a": 1})

    assert pickled(report) == report
    assert report.to_dict()["counts"] == {"a": 1}


def test_states_are_stored_and_restored() -> None:
    state = OpenState(adapter="a", format=1, data={"x": 1})

    assert OpenState.from_dict(state.to_dict()) == state
    with pytest.raises(ValueError, match="no stored state"):
        OpenState.from_dict({"adapter": "a"})


@pytest.mark.parametrize("share", [Fraction(-1), Fraction(3, 2)])
def test_a_limit_is_a_share(share: Fraction) -> None:
    with pytest.raises(ValueError, match="share from 0 to 1"):
        ReadOptions(zone="UTC", quarantine_limit=share)


@pytest.mark.parametrize("key", [b"", b"x" * 65])
def test_a_key_has_a_length(key: bytes) -> None:
    with pytest.raises(ValueError, match="1 to 64 bytes"):
        ReadOptions(zone="UTC", pseudonym_key=key)


def test_the_key_is_not_shown() -> None:
    assert "secret" not in repr(ReadOptions(zone="UTC", pseudonym_key=b"secret"))


def test_pseudonyms_depend_on_the_key_alone() -> None:
    one, same, other = Pseudonyms(b"k"), Pseudonyms(b"k"), Pseudonyms(b"other")

    assert one.of("139") == same.of("139") == one.of("139")
    assert len({one.of("139"), one.of("138"), other.of("139")}) == 3


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("lunch", "lunch"),
        ("+86 139-0000 0000", "*"),
        ("(0755) 8888 9999|3", "(*|3"),
        ("ext 1101", "ext 1101"),
        ("", ""),
    ],
)
def test_numbers_are_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_the_shape_of_a_row_says_nothing_of_it() -> None:
    assert shape_of("1717|张三|+86 139") == "9999|xx|+99 999"
    assert len(shape_of("1" * 500)) == 121


def test_references_are_written_on_demand() -> None:
    names = SourceNames()
    first, second = names.base("a"), names.base("b")

    references = SourceRefs(names, [first + 1, second + 70, names.place("a:9")])

    assert list(references) == ["a:1", "b:70", "a:9"]
    assert references[-1] == "a:9"
    assert list(references[1:]) == ["b:70", "a:9"]
    assert references == ["a:1", "b:70", "a:9"]
    assert names.base("a") == first
