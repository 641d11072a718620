from __future__ import annotations

import gzip
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from ccops_asterisk import QueueLogAdapter
from hypothesis import given
from hypothesis import strategies as st

from ccops.adapters import AtEnd, Intake, ReadOptions, Source, Strictness, joined_intake
from ccops.errors import ReadError
from ccops.values import Missing

if TYPE_CHECKING:
    from pathlib import Path

Read = Callable[..., Intake]
T = 1_792_990_000
ADAPTER = QueueLogAdapter()


def a_call(number: int, after: int, *, talk: int = 30) -> list[str]:
    second, call = T + after, f"{T + after}.{number}"
    return [
        f"{second}|{call}|sales|NONE|ENTERQUEUE||1390000{number:04}|1",
        f"{second + 5}|{call}|sales|Agent/{number % 7}|CONNECT|5|{call}9|4",
        f"{second + 5 + talk}|{call}|sales|Agent/{number % 7}|COMPLETECALLER|5|{talk}|1",
    ]


def a_log(calls: int, *, apart: int = 11) -> list[str]:
    lines = [line for number in range(calls) for line in a_call(number, number * apart)]
    return sorted(lines, key=lambda line: line[:10])


def options(**given: Any) -> ReadOptions:
    plain: dict[str, Any] = {"zone": "Asia/Shanghai", "quarantine_limit": Fraction(1)}
    return ReadOptions(**{**plain, **given})


def visits(intake: Intake) -> list[tuple[object, ...]]:
    columns = intake["queue_visit"].columns
    names = ("contact_id", "visit_no", "outcome", "wait", "talk_hold", "entered_ms")
    return sorted(zip(*(columns[name] for name in names), strict=True), key=str)


def write(path: Path, lines: list[str]) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("garbage", "row-fields"),
        (f"{T}|1.1|sales", "row-fields"),
        ("NULL|1.1|sales|NONE|ENTERQUEUE||139|1", "time-unreadable"),
        ("0|1.1|sales|NONE|ENTERQUEUE||139|1", "time-unreadable"),
        ("99999999999999|1.1|sales|NONE|ENTERQUEUE||139|1", "time-unreadable"),
        (f"{T}|NONE|sales|NONE|ENTERQUEUE||139|1", "row-unreadable"),
        (f"{T}|1.1|sales|Agent/1|CONNECT|--5|1.2|3", "row-unreadable"),
        (f"{T}|1.1|sales|Agent/1|CONNECT|-5s|1.2|3", "row-unreadable"),
        (f"{T}|1.1|sales|Agent/1|CONNECT|five|1.2|3", "row-unreadable"),
        (f"{T}|1.1|sales|Agent/1|RINGNOANSWER|1e3", "row-unreadable"),
        (f"{T}|1.1|sales|Agent/1|CONNECT|6_0|1.2|3", "row-unreadable"),
        (f"{T}|1.1|sales|Agent/1|CONNECT| 60 |1.2|3", "row-unreadable"),
        (f"{T}|1.1|sales|Agent/1|CONNECT|+6|1.2|3", "row-unreadable"),
        (f"{T}|1.1|sales|Agent/1|CONNECT|5|1.2|６", "row-unreadable"),
        (f"{T}|1.1|sales|Agent/1|COMPLETECALLER|5|６０|1", "row-unreadable"),
        (f"{T}|1.1|sales|Agent/1|COMPLETECALLER|5|6_0|1", "row-unreadable"),
        (f"{T}|1.1|sales|NONE|ABANDON|1|1|٣", "row-unreadable"),
        (f"{T}|1.1|sales|Agent/1|RINGNOANSWER|1_000", "row-unreadable"),
        (f"{T}|1.1|sales|Agent/1|COMPLETECALLER|5|{'9' * 30}|1", "number-too-large"),
        (f"{T}|1.1|sales|Agent/1|COMPLETECALLER|5|{'9' * 5_000}|1", "number-too-large"),
        (f"{T}|1.1|sales|Agent/1|CONNECT|1000000001|1.2|3", "number-too-large"),
        (f"{T}|1.1|sales|Agent/1|CONNECT|5|1.2|{'9' * 30}", "number-too-large"),
        (f"{T}|1.1|sales|NONE|ABANDON|1|1|{'9' * 30}", "number-too-large"),
        (f"{T}|1.1|sales|Agent/1|RINGNOANSWER|1000000000001", "number-too-large"),
        ("17_92990000|1.1|sales|NONE|ENTERQUEUE||139|1", "time-unreadable"),
        (f" {T}|1.1|sales|NONE|ENTERQUEUE||139|1", "time-unreadable"),
        ("１７９２９９００００|1.1|sales|NONE|ENTERQUEUE||139|1", "time-unreadable"),
        (f"{'9' * 5_000}|1.1|sales|NONE|ENTERQUEUE||139|1", "time-unreadable"),
        (f"{T}|1.1|we|ird|NONE|ENTERQUEUE||139|1", "row-unreadable"),
        (f"{T}|1.1|sales|NONE|+8613900001234|x", "row-unreadable"),
        ("\0\0\0\0", "row-fields"),
    ],
)
def test_a_broken_line_goes_to_quarantine_with_its_number(read: Read, row: str, code: str) -> None:
    intake = read(*a_call(1, 0), row)

    assert (intake.report.accepted, intake.report.quarantined) == (3, 1)
    (example,) = intake.report.examples
    assert (example.code, example.span and example.span.line) == (code, 4)
    assert "139" not in example.args["row"]


@pytest.mark.parametrize(
    ("rest", "outcome", "wait", "talk"),
    [
        (
            ("Agent/1|CONNECT|-20|1.2|3", "Agent/1|COMPLETEAGENT|-20|30|1"),
            "answered",
            None,
            30_000,
        ),
        (("Agent/1|CONNECT|5|1.2|3", "Agent/1|COMPLETEAGENT|5|-30|1"), "answered", 5_000, None),
        (
            ("Agent/1|CONNECT|5|1.2|3", "Agent/1|BLINDTRANSFER|8|x|5|-30|1"),
            "answered",
            5_000,
            None,
        ),
        (("Agent/1|RINGNOANSWER|-4", "NONE|ABANDON|1|1|5"), "abandoned", 5_000, None),
        (("Agent/1|RINGNOANSWER|4", "NONE|ABANDON|1|1|-5"), "abandoned", None, None),
    ],
)
def test_a_time_below_nothing_is_not_known_and_the_call_stays(
    read: Read, rest: tuple[str, str], outcome: str, wait: int | None, talk: int | None
) -> None:
    """A clock was put back while the call lasted."""
    first, second = rest
    intake = read(
        f"{T}|{T}.1|sales|NONE|ENTERQUEUE||139|1",
        f"{T + 5}|{T}.1|sales|{first}",
        f"{T + 9}|{T}.1|sales|{second}",
    )

    (visit,) = visits(intake)
    told = tuple(None if isinstance(each, Missing) else each for each in visit[2:5])
    assert told == (outcome, wait, talk)
    assert intake.report.accepted == 3
    assert intake.report.counts["duration-negative"] == 1


@pytest.mark.parametrize(
    ("event", "offered", "code"),
    [
        ("RINGNOANSWER|14400000", 1, ""),
        ("RINGNOANSWER|14400001", 1, "ring-long"),
        ("RINGNOANSWER|13800000000", 1, "ring-long"),
        ("RINGCANCELED|13800000000", 1, "ring-long"),
        ("CONNECT|9|1.2|14400", 1, ""),
        ("CONNECT|9|1.2|14401", 0, "ring-long"),
    ],
)
def test_a_telephone_that_rang_for_hours_rang_nobody_knows_how_long(
    read: Read, event: str, offered: int, code: str
) -> None:
    """Eleven digits where milliseconds should stand: half a year of ringing."""
    intake = read(
        f"{T}|{T}.1|sales|NONE|ENTERQUEUE||139|1",
        f"{T + 9}|{T}.1|sales|Agent/1|{event}",
    )

    assert intake.report.counts == ({code: 1} if code else {})
    offers = intake["offer"]
    assert len(offers) == offered
    if code and offered:
        assert offers.columns["ring_ms"][0] is Missing.NOT_MEASURED
        assert offers.columns["offered_ms"][0] == (T + 9) * 1_000
    assert intake.report.accepted == 2


def test_strict_reading_stops_at_the_first_broken_line() -> None:
    source = Source(name="queue_log", lines=(*a_call(1, 0), "garbage", "more"))

    with pytest.raises(ReadError, match="queue_log:4"):
        ADAPTER.read([source], options(strictness=Strictness.STRICT))


def test_too_much_in_quarantine_stops_the_read() -> None:
    source = Source(name="queue_log", lines=(*a_call(1, 0), "garbage"))

    with pytest.raises(ReadError) as refused:
        ADAPTER.read([source], options(quarantine_limit=Fraction(1, 5)))

    assert refused.value.diagnostics[0].code == "quarantine-limit"


@pytest.mark.parametrize(
    "broken",
    [
        "garbage",
        f"{T}|1.1|sales",
        "0|1.1|sales|NONE|ENTERQUEUE||139|1",
        f"{T}|1.1|sales|Agent/1|CONNECT|five|1.2|3",
        f"{T}|1.1|sales|Agent/1|COMPLETECALLER|5|{'9' * 30}|1",
    ],
)
def test_broken_lines_that_repeat_are_broken_and_not_duplicates(read: Read, broken: str) -> None:
    lines = (*a_call(1, 0), *[broken] * 100)

    report = read(*lines).report

    assert (report.accepted, report.duplicate, report.quarantined) == (3, 0, 100)
    with pytest.raises(ReadError) as refused:
        read(*lines, quarantine_limit=Fraction(1, 10))
    assert refused.value.diagnostics[0].code == "quarantine-limit"


def test_broken_lines_that_repeat_in_later_batches_are_broken() -> None:
    source = Source(name="queue_log", lines=(*a_log(40), *["garbage"] * 50, *a_log(40)))

    batches = list(ADAPTER.read_batches([source], options(batch_rows=7)))

    report = joined_intake(batches).report
    assert (report.accepted, report.duplicate, report.quarantined) == (120, 120, 50)


def test_blank_lines_are_ignored_each(read: Read) -> None:
    report = read(*a_call(1, 0), "", "", "  ", "  ").report

    assert (report.accepted, report.duplicate, report.ignored) == (3, 0, 4)


def test_a_second_far_ahead_does_not_hide_what_the_next_read_brings() -> None:
    lines = a_log(5)
    ahead = f"{'9' * 14}|1.1|sales|NONE|ENTERQUEUE||139|1"
    one = ADAPTER.read(
        [Source(name="queue_log.1", lines=(*lines[:3], ahead))], options(at_end=AtEnd.CARRY)
    )

    two = ADAPTER.read(
        [Source(name="queue_log", lines=tuple(lines[3:]))], options(resume=one.state)
    )

    assert (two.report.accepted, two.report.duplicate) == (12, 0)


@pytest.mark.parametrize("cut", ["short", "damaged", "plain"])
def test_a_packed_log_that_is_not_whole_stops_the_read(tmp_path: Path, cut: str) -> None:
    packed = gzip.compress("".join(f"{line}\n" for line in a_log(2_000)).encode())
    data = {
        "short": packed[: len(packed) // 2],
        "damaged": packed[:5_000] + bytes(500) + packed[5_500:],
        "plain": b"no archive",
    }
    path = tmp_path / "queue_log.1.gz"
    path.write_bytes(data[cut])

    with pytest.raises(ReadError) as refused:
        ADAPTER.read([path], options())

    (found,) = refused.value.diagnostics
    assert (found.code, found.args["file"]) == ("file-packing", path.as_posix())


def test_the_zone_is_never_guessed() -> None:
    with pytest.raises(ReadError) as refused:
        ADAPTER.read([], options(zone="Asia/Shangai"))

    assert refused.value.diagnostics[0].args["nearest"] == "Asia/Shanghai"


def test_an_empty_log_is_read() -> None:
    intake = ADAPTER.read([Source(name="queue_log")], options())

    assert (intake.report.rows_in, len(intake["queue_visit"])) == (0, 0)


def test_a_broken_line_changes_nothing_of_its_call(read: Read) -> None:
    entered, connected, completed = a_call(1, 0)
    broken = connected.replace("CONNECT|5", "CONNECT|x")

    assert visits(read(entered, broken, connected, completed)) == visits(read(*a_call(1, 0)))


def test_a_line_out_of_its_encoding_is_put_aside(tmp_path: Path) -> None:
    good = "\n".join(a_call(1, 0)).encode()
    (tmp_path / "queue_log").write_bytes(good + b"\n\xb2\xe2|\xff\n")

    report = ADAPTER.read([tmp_path / "queue_log"], options()).report

    assert (report.accepted, report.quarantined, report.counts["row-encoding"]) == (3, 1, 1)


def test_queues_may_have_chinese_names(tmp_path: Path) -> None:
    lines = [line.replace("sales", "投保咨询") for line in a_call(1, 0)]
    (tmp_path / "queue_log").write_text("\n".join(lines), encoding="gb18030")

    intake = ADAPTER.read([tmp_path / "queue_log"], options(encoding="gb18030"))

    assert list(intake["queue_visit"].columns["queue"]) == ["投保咨询"]


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("suffix", ["", ".gz"], ids=["plain", "packed"])
def test_line_ends_and_packing_make_no_difference(
    tmp_path: Path, ending: str, suffix: str
) -> None:
    data = ("\ufeff" + ending.join([*a_log(5), ""])).encode()
    path = tmp_path / f"queue_log{suffix}"
    path.write_bytes(gzip.compress(data) if suffix else data)

    intake = ADAPTER.read([path], options())

    assert len(intake["queue_visit"]) == 5
    assert intake.report.rows_in == 15


def test_duplicates_are_counted_and_change_nothing(read: Read) -> None:
    lines = a_log(20)
    twice = [line for line in lines for _ in range(2)]

    intake = read(*twice)

    assert (intake.report.accepted, intake.report.duplicate) == (60, 60)
    assert visits(intake) == visits(read(*lines))


def test_a_file_read_twice_is_read_once(tmp_path: Path) -> None:
    first = write(tmp_path / "queue_log", a_log(200))
    second = write(tmp_path / "copy", a_log(210))

    intake = ADAPTER.read([first, second], options())

    assert (intake.report.accepted, intake.report.duplicate) == (630, 600)
    assert visits(intake) == visits(ADAPTER.read([second], options()))


def test_a_table_dumped_twice_is_read_once(read: Read) -> None:
    lines = a_log(300)

    intake = read(*lines, *lines, batch_rows=10)

    assert (intake.report.accepted, intake.report.duplicate) == (900, 900)


def test_late_lines_are_put_in_order(read: Read) -> None:
    lines = a_log(50)
    late = [line for at, line in enumerate(lines) if at % 10 != 3]
    late += [line for at, line in enumerate(lines) if at % 10 == 3]

    intake = read(*late)

    assert visits(intake) == visits(read(*lines))
    assert not intake.report.counts


def test_rotated_logs_are_read_in_the_order_of_their_time(tmp_path: Path) -> None:
    lines = a_log(60)
    newer = write(tmp_path / "queue_log", lines[90:])
    older = write(tmp_path / "queue_log.1", lines[:90])

    intake = ADAPTER.read([newer, older], options())

    assert visits(intake) == visits(
        ADAPTER.read([Source(name="l", lines=tuple(lines))], options())
    )
    assert not intake.report.counts


def test_references_name_the_file_of_the_line(tmp_path: Path) -> None:
    lines = a_call(1, 0)
    newer = write(tmp_path / "queue_log", lines[1:])
    older = write(tmp_path / "queue_log.1", lines[:1])

    intake = ADAPTER.read([newer, older], options())

    assert list(intake["queue_visit"].columns["source_ref"]) == [f"{older.as_posix()}:1"]
    assert list(intake["handle_segment"].columns["source_ref"]) == [f"{newer.as_posix()}:1"]


@given(cut=st.integers(0, 90), again=st.integers(0, 30))
def test_a_growing_log_can_be_read_piece_by_piece(cut: int, again: int) -> None:
    """The second read sees some lines once more, as of a file that is read again."""
    lines = a_log(30)
    first = Source(name="queue_log", lines=tuple(lines[:cut]))
    rest = Source(name="queue_log", lines=tuple(lines[max(0, cut - again) :]))

    one = ADAPTER.read([first], options(at_end=AtEnd.CARRY))
    assert one.state is not None
    two = ADAPTER.read([rest], options(resume=type(one.state).from_dict(one.state.to_dict())))

    whole = ADAPTER.read([Source(name="queue_log", lines=tuple(lines))], options())
    assert visits(joined_intake([one, two])) == visits(whole)
    assert two.report.duplicate == min(cut, again)


def test_what_is_carried_is_named_by_its_place_in_the_first_file() -> None:
    lines = a_call(1, 0)
    one = ADAPTER.read(
        [Source(name="queue_log.1", lines=tuple(lines[:2]))], options(at_end=AtEnd.CARRY)
    )
    two = ADAPTER.read(
        [Source(name="queue_log", lines=tuple(lines[2:]))], options(resume=one.state)
    )

    assert [each.contact_id for each in one.report.open_contacts] == [f"{T}.1"]
    assert len(one["queue_visit"]) == 0
    assert list(two["queue_visit"].columns["source_ref"]) == ["queue_log.1:1"]
    assert list(two["handle_segment"].columns["source_ref"]) == ["queue_log.1:2"]


def test_a_line_still_being_written_waits_for_the_next_read(tmp_path: Path) -> None:
    lines = a_call(1, 0)
    path = tmp_path / "queue_log"
    path.write_text("\n".join(lines)[:-4], encoding="utf-8")

    one = ADAPTER.read([path], options(at_end=AtEnd.CARRY))
    write(path, lines)
    two = ADAPTER.read([path], options(resume=one.state))

    assert (one.report.rows_in, two.report.accepted, two.report.duplicate) == (2, 1, 2)
    assert list(two["queue_visit"].columns["talk_hold"]) == [30_000]


def test_the_state_of_another_adapter_is_refused() -> None:
    state = ADAPTER.read([], options(at_end=AtEnd.CARRY)).state
    assert state is not None
    foreign = type(state)(adapter="other", format=state.format, data=state.data)

    with pytest.raises(ReadError):
        ADAPTER.read([], options(resume=foreign))


@pytest.mark.parametrize("batch_rows", [1, 7, 50, 10_000])
def test_batches_add_up_to_the_whole(batch_rows: int) -> None:
    source = Source(name="queue_log", lines=(*a_log(40), "garbage", *a_log(3)))

    batches = list(ADAPTER.read_batches([source], options(batch_rows=batch_rows)))

    whole = ADAPTER.read([source], options())
    assert visits(joined_intake(batches)) == visits(whole)
    joined = joined_intake(batches).report
    assert (joined.rows_in, joined.accepted, joined.duplicate, joined.quarantined) == (
        whole.report.rows_in,
        whole.report.accepted,
        whole.report.duplicate,
        whole.report.quarantined,
    )
    assert batch_rows > 1_000 or len(batches) > 1


def test_a_read_can_go_on_from_any_batch() -> None:
    source = Source(name="queue_log", lines=tuple(a_log(400)))
    batches = ADAPTER.read_batches([source], options(batch_rows=300))
    first = next(batches)

    second = ADAPTER.read([source], options(resume=first.state))

    assert visits(joined_intake([first, second])) == visits(ADAPTER.read([source], options()))


@given(st.randoms(use_true_random=False))
def test_every_row_is_accounted_for_and_every_visit_has_one_outcome(random: object) -> None:
    shuffled = [*a_log(12), *a_log(4), "garbage", ""]
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random

    intake = ADAPTER.read([Source(name="queue_log", lines=tuple(shuffled))], options())

    report = intake.report
    assert report.rows_in == len(shuffled)
    assert (report.duplicate, report.quarantined, report.ignored) == (12, 1, 1)
    entries = report.rows_by_type["ENTERQUEUE"]
    assert entries == 12 == len(intake["queue_visit"])
