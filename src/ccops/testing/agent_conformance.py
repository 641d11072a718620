"""What every reader of the states of agents has to keep, as tests a plugin inherits.

::

    class TestMyAgents(AgentConformance):
        adapter = MyAgentEvents()
        carries = frozenset({"aux", "acw", "open"})
        broken = ("no such line",)

        def lines(self, days):
            return [my_line(span) for day in days for span in day.spans]

``lines`` writes what agents do as the system of the vendor would. pytest collects the class;
nothing here imports it.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Final

from ccops.adapters import AtEnd, Intake
from ccops.testing.privacy_conformance import PrivacyConformance
from ccops.testing.scripted_agents import AgentDay, AgentScript, agent_scripts
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_HALF_HOUR_MS: Final = 1_800_000
#: Agent, state, reason, begin, how long: nothing where it is not known.
Span = tuple[str, str, str, int, int | None]


class AgentConformance(PrivacyConformance):
    """The invariants of states of agents; say ``adapter``, ``carries``, ``broken``, ``lines``.

    ``carries`` are the needs of scripts that the source can tell
    (``ccops.testing.scripted_agents``). ``reasons`` are the words in which it gives a reason of
    the scripts, where those are other.
    """

    carries: ClassVar[frozenset[str]] = frozenset()
    reasons: ClassVar[Mapping[str, str]] = {}

    def lines(self, days: Sequence[AgentDay]) -> Sequence[str]:
        """Return the lines in which the vendor's system writes what agents do, in its order."""
        raise NotImplementedError

    @classmethod
    def scripts(cls) -> tuple[AgentScript, ...]:
        """Return the scripts that the source can tell."""
        return tuple(each for each in agent_scripts() if each.needs <= cls.carries)

    @classmethod
    def written(cls) -> tuple[AgentDay, ...]:
        """Return what all agents of these scripts do."""
        return tuple(day for each in cls.scripts() for day in each.days)

    def _whole(self) -> Sequence[str]:
        return self.lines(self.written())

    def _least(self) -> int:
        return len(self.written())

    # ---- what is read is what was written -----------------------------------------------------

    def test_each_agent_is_read_as_he_was_written(self) -> None:
        """State, reason, begin and end: midnight and clock changes included."""
        for script in self.scripts():
            found = _joined(self._read(self.lines(script.days)))
            assert found == self._expected(script.days), f"{script.name}: {found}"

    def test_all_agents_together_are_read_as_they_were_written(self) -> None:
        """One source with everybody in it."""
        assert _joined(self._read(self._whole())) == self._expected(self.written())

    def test_what_is_after_call_work_is_known_where_the_source_tells_of_it(self) -> None:
        """Yes or no; of a source that tells of none nobody knows what of being ready was."""
        told = self._read(self._whole())["agent_state"].columns
        pairs = zip(told["state"], told["after_call"], strict=True)
        for state, after in pairs:
            known: object = state == "acw" if "acw" in self.carries else Missing.NOT_MEASURED
            assert after is known, f"{state}: after-call work {after}, not {known}"

    def test_every_part_lies_in_one_half_hour(self) -> None:
        """Of the local clock; what went on from one to the next says so."""
        told = self._read(self._whole())["agent_state"]
        for row in map(told.row, range(len(told))):
            began, lasted = row["started_ms"], row["duration"]
            if isinstance(began, int) and isinstance(lasted, int):
                assert began // _HALF_HOUR_MS == (began + lasted - 1) // _HALF_HOUR_MS, row
                assert row["continued"] is False or began % _HALF_HOUR_MS == 0, row

    def test_nobody_is_in_two_states_at_once(self) -> None:
        """Two calls at once are not double time."""
        told = self._read(self._whole())["agent_state"].columns
        spans: defaultdict[object, list[tuple[int, int]]] = defaultdict(list)
        columns = (told[name] for name in ("agent", "started_ms", "duration"))
        for agent, began, lasted in zip(*columns, strict=True):
            if isinstance(began, int) and isinstance(lasted, int):
                spans[agent].append((began, began + lasted))
        for agent, listed in spans.items():
            listed.sort()
            for (_, ended), (begun, _) in pairwise(listed):
                assert ended <= begun, f"{agent} twice at {begun}"

    def test_who_is_there_at_the_end_is_listed(self) -> None:
        """With no duration, or carried to the next read."""
        stay = {day.agent for day in self.written() if day.is_open}
        intake = self._read(self._whole())
        assert {each.agent for each in intake.report.open_agents} == stay
        told = intake["agent_state"].columns
        ends = zip(told["agent"], told["ended_by"], strict=True)
        assert {agent for agent, ended_by in ends if ended_by == "open"} == stay
        carried = self._read(self._whole(), at_end=AtEnd.CARRY)
        assert "open" not in carried["agent_state"].columns["ended_by"]

    def _expected(self, days: Iterable[AgentDay]) -> list[Span]:
        told = (
            (
                day.agent,
                span.state,
                self.reasons.get(span.reason, span.reason),
                span.began_ms,
                None if span.ended_ms is None else span.ended_ms - span.began_ms,
            )
            for day in days
            for span in day.spans
        )
        return sorted(told, key=repr)


def _joined(intake: Intake) -> list[Span]:
    """Return the states that were read, with what went on over a half-hour as one."""
    told = intake["agent_state"].columns
    names = ("agent", "started_ms", "state", "reason", "duration", "continued")
    found: list[Span] = []
    for agent, began, state, why, lasts, continued in sorted(
        zip(*(told[name] for name in names), strict=True), key=lambda row: (str(row[0]), row[1])
    ):
        lasted = lasts if isinstance(lasts, int) else None
        reason = why if isinstance(why, str) else ""
        begun = began if isinstance(began, int) else -1
        before = found[-1][4] if found else None
        if continued and lasted is not None and before is not None:
            found[-1] = (*found[-1][:4], before + lasted)
        else:
            found.append((str(agent), str(state), reason, begun, lasted))
    return sorted(found, key=repr)
