"""What agents do, said in words of several kinds, in any order and in pieces."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from ccops.adapters import (
    NOBODY,
    AtEnd,
    GatheringAdapter,
    Intake,
    OpenState,
    Part,
    ReadOptions,
    Row,
    Source,
    joined_intake,
    json_rows,
)
from ccops.contacts import AgentAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ccops.adapters import ContactWriter, SourceNames, Standing

_TEN = 1_791_338_400_000
_DAY_MS = 86_400_000
_STATUSES: dict[str, Standing] = {"ready": ("available", ""), "lunch": ("aux", "lunch")}


class Words(GatheringAdapter):
    name = "words"
    description = "words about agents"
    tells_words = True

    def rows(self, source: Source, names: SourceNames, options: ReadOptions) -> Iterator[Row]:
        return json_rows(source, names, options)

    def part(self, row: Row, _options: ReadOptions, /) -> Part:
        number, at_ms, agent, kind, word = (row.data[name] for name in "narkw")
        told = (agent, kind, word)
        row_id = f"{number:05}"
        return Part(
            contact="", agent=agent, row=row_id, at_ms=_TEN + at_ms, told=told, place=row.place
        )

    def alone(self, part: Part, writer: ContactWriter) -> None:
        assert writer.words is not None
        agent, kind, word = part.told
        writer.words.say(agent, kind, word, part.at_ms, part.place)

    def standing(self, words: Mapping[str, str], /) -> Standing:
        if words.get("call"):
            return "on_contact", ""
        return _STATUSES.get(words.get("status", ""), NOBODY)


_MOMENTS = st.tuples(
    st.integers(0, _DAY_MS // 2),
    st.sampled_from(["1101", "1102", "1103"]),
    st.sampled_from([("status", "ready"), ("status", "lunch"), ("status", ""), ("call", "x")])
    | st.just(("call", "")),
)
_LOGS = st.lists(_MOMENTS, max_size=30, unique_by=lambda each: each[0])


def lines(log: Sequence[tuple[int, str, tuple[str, str]]]) -> list[str]:
    return [
        json.dumps({"n": number, "a": at, "r": agent, "k": kind, "w": word})
        for number, (at, agent, (kind, word)) in enumerate(log)
    ]


def read(told: Sequence[str], **options: Any) -> Intake:
    given_ = {"zone": "Asia/Shanghai", "quarantine_limit": Fraction(1), **options}
    return Words().read([Source(name="words", lines=tuple(told))], ReadOptions(**given_))


def spans(intake: Intake) -> list[tuple[Any, ...]]:
    records = intake["agent_state"]
    names = ("agent", "started_ms", "state", "reason", "duration", "ended_by")
    return sorted(zip(*(records.columns[name] for name in names), strict=True), key=repr)


@given(_LOGS, st.randoms())
def test_words_may_come_in_any_order(log: list[Any], chance: Any) -> None:
    told = lines(log)
    turned = list(told)
    chance.shuffle(turned)
    assert spans(read(turned)) == spans(read(told))


@given(_LOGS, st.integers(0, 30), st.randoms())
def test_a_read_may_be_cut_anywhere(log: list[Any], cut: int, chance: Any) -> None:
    told = lines(log)
    chance.shuffle(told)
    first = read(told[:cut], at_end=AtEnd.CARRY)
    assert first.state is not None
    stored = OpenState.from_dict(json.loads(json.dumps(first.state.to_dict())))
    second = read(told[cut:], resume=stored)
    assert spans(joined_intake([first, second])) == spans(read(told))


@given(_LOGS)
def test_the_same_words_again_are_duplicates(log: list[Any]) -> None:
    told = lines(log)
    again = read([*told, *reversed(told)])
    assert again.report.duplicate == len(told)
    assert spans(again) == spans(read(told))


@given(_LOGS)
def test_nobody_is_in_two_states_at_once_whatever_his_names(log: list[Any]) -> None:
    aliases = tuple(AgentAlias(alias=each, employee_id="E1") for each in ("1101", "1102"))
    told = spans(read(lines(log), aliases=aliases))
    for before, after in pairwise(told):
        if before[0] == after[0] and isinstance(before[4], int):
            assert before[1] + before[4] <= after[1]


def test_a_word_a_day_behind_the_newest_two_is_told_and_one_before_it_is_late() -> None:
    ahead = [(_DAY_MS * 3, "1101", ("call", "x")), (_DAY_MS * 3 + 1, "1101", ("call", ""))]
    log = [(5, "1101", ("status", "ready")), *ahead]
    (late,) = lines([(4, "1101", ("status", "lunch"))])
    intake = read([*lines(log), late.replace('"n": 0', '"n": 9')])
    assert intake.report.counts == {"row-late": 1}


def test_one_word_far_ahead_makes_nothing_late() -> None:
    log = [
        (5, "1101", ("status", "ready")),
        (_DAY_MS * 300, "1101", ("call", "x")),
        (4, "1101", ("status", "lunch")),
    ]
    assert read(lines(log)).report.ignored == 0


def test_the_words_of_one_agent_make_nobody_else_late() -> None:
    log = [
        (_DAY_MS * 3, "1101", ("status", "ready")),
        (_DAY_MS * 3 + 1, "1101", ("status", "lunch")),
        (4, "1102", ("status", "lunch")),
    ]
    assert read(lines(log)).report.ignored == 0


def test_the_same_row_with_other_content_is_put_aside() -> None:
    (one,) = lines([(5, "1101", ("status", "ready"))])
    report = read([one, one.replace("ready", "lunch")]).report
    assert report.counts == {"key-conflict": 1}
