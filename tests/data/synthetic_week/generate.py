"""Write a synthetic week of a call center as queue_log, and what is true of it.

The log is drawn with a fixed seed. The truth is computed by SQL over what was drawn, not by
reading the log: two programs that share nothing but the calls. Run it with the folder to write
to; the committed files are its output.

The week is 2026-10-26 to 2026-11-01 in New York; on the last day the clock goes back at 02:00.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

SEED: Final = 20_261_101
CALLS: Final = 5_200
MONDAY: Final = 1_792_987_200  # 2026-10-26 00:00 in New York, four hours behind UTC
CLOCK_CHANGE: Final = 1_793_512_800  # 2026-11-01 06:00 UTC: five hours from here on
WEEK: Final = 7 * 86_400 + 3_600
RESTART: Final = MONDAY + 3 * 86_400 + 3 * 3_600 + 1_800
QUEUES: Final = ("sales", "service", "claims", "vip")
AGENTS: Final = tuple(f"Agent/{number}" for number in range(1101, 1141))
#: Takes the calls whose end the log does not show.
LATE_AGENT: Final = "Agent/1199"
#: How many of a hundred calls begin in each hour of the day.
HOURS: Final = (1, 1, 1, 1, 1, 1, 2, 3, 6, 8, 9, 8, 6, 7, 8, 8, 7, 6, 5, 4, 3, 2, 1, 1)
EXITS: Final = {
    "ABANDON": ("abandoned", "{position}|{position}|{wait}"),
    "EXITWITHTIMEOUT": ("timeout", "{position}|{position}|{wait}"),
    "EXITEMPTY": ("exit_empty", "{position}|{position}|{wait}"),
    "EXITWITHKEY": ("exit_key", "5|{position}|{position}|{wait}"),
    "WITHDRAW": ("withdrawn", "{position}|{position}|{wait}|closing"),
}


class Visit(NamedTuple):
    """One stay in one queue, as it is true."""

    contact: str
    queue: str
    entered: int
    outcome: str
    wait: int | None
    agent: str | None
    talk: int | None
    transferred: int


class Week:
    """Draws calls; gathers the lines of the log and the visits that are true."""

    def __init__(self) -> None:
        self.random = random.Random(SEED)
        self.lines: list[tuple[int, str]] = []
        self.visits: list[Visit] = []
        self.free = dict.fromkeys(AGENTS, 0)
        self.number = 0

    def say(self, second: int, callid: str, queue: str, agent: str, event: str) -> None:
        self.lines.append((second, f"{second}|{callid}|{queue}|{agent}|{event}"))

    def callid(self, second: int) -> str:
        self.number += 1
        return f"{second - self.random.randint(3, 40)}.{self.number}"

    def enter(self, second: int, callid: str, queue: str) -> None:
        caller = f"1212555{self.random.randint(0, 9_999):04}"
        self.say(second, callid, queue, "NONE", f"ENTERQUEUE||{caller}|1")

    def agent_at(self, second: int) -> str:
        free = [agent for agent in AGENTS if self.free[agent] <= second]
        return self.random.choice(free)

    def wait(self) -> int:
        return min(600, int(self.random.expovariate(1 / 22)))

    # ---- what can happen to a call --------------------------------------------------------

    def answer(self, entered: int, callid: str, queue: str, wait: int) -> tuple[str, int]:
        """Write the offers and the answer; return the agent and the second of the answer."""
        connected = entered + wait
        agent = self.agent_at(connected)
        if wait > 18 and self.random.random() < 0.25:
            other = self.random.choice([each for each in AGENTS if each != agent])
            self.say(entered + 16, callid, queue, other, "RINGNOANSWER|15000")
        ring = min(wait, self.random.randint(1, 9))
        self.say(connected, callid, queue, agent, f"CONNECT|{wait}|{callid}9|{ring}")
        return agent, connected

    def talk(self, agent: str, connected: int) -> int:
        seconds = self.random.randint(0, 9) if self.random.random() < 0.05 else 0
        seconds = seconds or int(self.random.gammavariate(2, 90)) + 10
        self.free[agent] = connected + seconds + 120
        return seconds

    def answered(self, entered: int, callid: str, queue: str) -> None:
        wait = self.wait()
        agent, connected = self.answer(entered, callid, queue, wait)
        talk = self.talk(agent, connected)
        event = self.random.choice(("COMPLETECALLER", "COMPLETEAGENT"))
        self.say(connected + talk, callid, queue, agent, f"{event}|{wait}|{talk}|1")
        self.visits.append(Visit(callid, queue, entered, "answered", wait, agent, talk, 0))

    def left(self, entered: int, callid: str, queue: str) -> int:
        event = self.random.choices(tuple(EXITS), weights=(78, 12, 4, 4, 2))[0]
        outcome, written = EXITS[event]
        wait = 120 if outcome == "timeout" else self.wait()
        told = written.format(position=self.random.randint(1, 5), wait=wait)
        self.say(entered + wait, callid, queue, "NONE", f"{event}|{told}")
        self.visits.append(Visit(callid, queue, entered, outcome, wait, None, None, 0))
        if outcome == "timeout":  # into another queue, in the same second
            other = self.random.choice([each for each in QUEUES if each != queue])
            self.enter(entered + wait, callid, other)
            self.answered(entered + wait, callid, other)
        return entered + wait

    def handed_on(self, entered: int, callid: str, queue: str) -> None:
        """Transfer a call: out of the center, into a queue, or through the agent's own call."""
        wait = self.wait()
        agent, connected = self.answer(entered, callid, queue, wait)
        talk = self.talk(agent, connected) + 5
        end = connected + talk
        other = self.random.choice([each for each in QUEUES if each != queue])
        self.visits.append(Visit(callid, queue, entered, "answered", wait, agent, talk, 1))
        match self.random.choice(("out", "blind", "bridge", "consult")):
            case "out":
                self.say(end, callid, queue, agent, f"BLINDTRANSFER|900|out|{wait}|{talk}|1")
            case "blind":
                self.say(end, callid, queue, agent, f"BLINDTRANSFER|77|q|{wait}|{talk}|1")
                self.enter(end + 1, callid, other)
                self.answered(end + 1, callid, other)
            case "bridge":
                told = f"BRIDGE|b1|{wait}|{talk}|1"
                self.say(end, callid, queue, agent, f"ATTENDEDTRANSFER|{told}")
            case _:
                self.consult(end, callid, queue, (agent, wait, talk), other)

    def consult(
        self, end: int, callid: str, queue: str, how: tuple[str, int, int], other: str
    ) -> None:
        agent, wait, talk = how
        own = self.callid(end)
        self.say(end - 1, own, other, "NONE", f"ENTERQUEUE||{agent[-4:]}|1")
        self.say(end, own, queue, agent, f"ATTENDEDTRANSFER|APP|Queue|{wait}|{talk}|1")
        waited = self.wait() + 2
        second, connected = self.answer(end - 1, callid, other, waited)
        talked = self.talk(second, connected)
        self.say(connected + talked, callid, other, second, f"COMPLETEAGENT|{waited}|{talked}|1")
        visit = Visit(callid, other, end - 1, "answered", waited, second, talked, 0)
        self.visits.append(visit)

    def lost(self) -> None:
        """Two calls that a restart cuts off: one waits, one talks."""
        waiting, talking = self.callid(RESTART - 30), self.callid(RESTART - 90)
        self.enter(RESTART - 30, waiting, "service")
        self.visits.append(
            Visit(waiting, "service", RESTART - 30, "system_failure", None, None, None, 0)
        )
        self.unfinished(RESTART - 90, talking, "sales", 12)
        self.say(RESTART, "NONE", "NONE", "NONE", "QUEUESTART|")

    def unfinished(self, entered: int, callid: str, queue: str, wait: int) -> None:
        self.enter(entered, callid, queue)
        self.say(entered + wait, callid, queue, LATE_AGENT, f"CONNECT|{wait}|{callid}9|3")
        self.visits.append(Visit(callid, queue, entered, "answered", wait, LATE_AGENT, None, 0))

    def edges(self) -> None:
        """A call that began in an earlier file, and two that the log does not see end."""
        self.say(MONDAY + 30, f"{MONDAY - 200}.0", "vip", AGENTS[0], "COMPLETECALLER|40|150|1")
        began = MONDAY + 30 - 150 - 40
        self.visits.append(
            Visit(f"{MONDAY - 200}.0", "vip", began, "answered", 40, AGENTS[0], 150, 0)
        )
        last = MONDAY + WEEK
        waiting, talking = self.callid(last - 5), self.callid(last - 60)
        self.enter(last - 5, waiting, "claims")
        self.visits.append(Visit(waiting, "claims", last - 5, "open", None, None, None, 0))
        self.unfinished(last - 60, talking, "claims", 7)

    def side_events(self) -> None:
        for number in range(300):
            second = MONDAY + self.random.randrange(7 * 86_400)
            agent = self.random.choice(AGENTS)
            event = self.random.choice(
                ("PAUSE|lunch", "UNPAUSE|lunch", "WRAPUPSTART|30", "SEEN|x")
            )
            self.say(second, "NONE", self.random.choice(QUEUES), agent, f"{event}{number}")

    def draw(self) -> None:
        hours = self.random.choices(range(24), weights=HOURS, k=CALLS - 60)
        starts = [
            MONDAY
            + self.random.randrange(7) * 86_400
            + hour * 3_600
            + self.random.randrange(3_600)
            for hour in hours
        ]
        starts += [CLOCK_CHANGE - 3_600 + self.random.randrange(7_200) for _ in range(60)]
        for entered in sorted(starts):
            callid, queue = self.callid(entered), self.random.choice(QUEUES)
            if abs(entered - RESTART) < 3_600:
                continue  # nobody is on the line then but those that are lost
            self.enter(entered, callid, queue)
            fate = self.random.random()
            if fate < 0.84:
                self.answered(entered, callid, queue)
            elif fate < 0.95:
                self.left(entered, callid, queue)
            else:
                self.handed_on(entered, callid, queue)
        self.lost()
        self.edges()
        self.side_events()


def log_of(week: Week) -> tuple[str, dict[str, int]]:
    """Return the log, with what goes wrong in real ones, and how many rows of each there are."""
    ordered = [line for _, line in sorted(week.lines, key=lambda each: each[0])]
    repeated = sorted(week.random.sample(range(2_000, len(ordered) - 100), 40), reverse=True)
    for at in repeated:
        ordered.insert(at + week.random.randint(1, 4), ordered[at])
    broken = ("", "garbage", "1793000000|only|three", "NULL|a|b|c|CONNECT|1|2|3")
    late = (f"{MONDAY + 90_000}|x.1|we|ird|NONE|ENTERQUEUE||12125550000|1",)
    for at, line in enumerate((*broken, *late)):
        ordered.insert(5_000 + at * 777, line)
    counts = {
        "rows_in": len(ordered),
        "duplicate": len(repeated),
        "ignored": 1,
        "quarantined": len(broken) - 1 + len(late),
    }
    counts["accepted"] = counts["rows_in"] - sum(
        counts[each] for each in ("duplicate", "ignored", "quarantined")
    )
    return "".join(f"{line}\n" for line in ordered), counts


# ---- the truth, by SQL ------------------------------------------------------------------------

FIGURES: Final = """
    COUNT(*) AS offered,
    SUM(outcome = 'answered') AS answered,
    SUM(outcome = 'abandoned') AS abandoned,
    SUM(outcome = 'answered' AND wait <= 20) AS within_20,
    COALESCE(SUM(talk), 0) AS talk,
    COALESCE(SUM(CASE WHEN outcome = 'answered' THEN wait END), 0) AS wait,
    MAX(CASE WHEN outcome = 'answered' THEN wait END) AS longest_wait,
    SUM(transferred) AS transfers
"""
LOCAL: Final = """
    CREATE VIEW local AS SELECT *,
        entered - CASE WHEN entered < 1793512800 THEN 14400 ELSE 18000 END AS clock
    FROM visit;
    CREATE VIEW placed AS SELECT *,
        date(clock, 'unixepoch') AS day, entered - clock % 1800 AS half_hour, 'all' AS every
    FROM local;
"""
GROUPED: Final = "SELECT {key} AS name, {figures} FROM placed WHERE {key} NOTNULL GROUP BY {key}"
P95: Final = """
    SELECT wait FROM placed WHERE outcome = 'answered' AND {key} IS ? ORDER BY wait
    LIMIT 1 OFFSET (
        SELECT MAX((95 * COUNT(*) + 99) / 100 - 1, 0) FROM placed
        WHERE outcome = 'answered' AND {key} IS ?
    )
"""


def truth_of(visits: Sequence[Visit]) -> dict[str, object]:
    """Return every figure of the week, by SQL."""
    database = sqlite3.connect(":memory:")
    database.row_factory = sqlite3.Row
    database.execute("CREATE TABLE visit (" + ", ".join(Visit._fields) + ")")
    database.executemany("INSERT INTO visit VALUES (?, ?, ?, ?, ?, ?, ?, ?)", visits)
    database.executescript(LOCAL)
    grouped = {
        name: _figures(database, key)
        for name, key in (
            ("queue", "queue"),
            ("half_hour", "half_hour"),
            ("day", "day"),
            ("agent", "agent"),
        )
    }
    outcomes = database.execute("SELECT outcome, COUNT(*) AS n FROM visit GROUP BY outcome")
    return {
        "about": "seconds; waits and their 95th percentile (nearest rank) are of answered visits",
        "totals": _figures(database, "every")["all"],
        "outcomes": {row["outcome"]: row["n"] for row in outcomes},
        **grouped,
    }


def _figures(database: sqlite3.Connection, key: str) -> dict[str, dict[str, int | None]]:
    found: dict[str, dict[str, int | None]] = {}
    for row in database.execute(GROUPED.format(key=key, figures=FIGURES)).fetchall():
        figures = dict(row)
        name = figures.pop("name")
        p95 = database.execute(P95.format(key=key), (name, name)).fetchone()
        found[str(name)] = {**figures, "p95_wait": p95["wait"] if p95 else None}
    return found


def main() -> None:
    """Write ``queue_log`` and ``truth.json`` into a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    week = Week()
    week.draw()
    log, counts = log_of(week)
    truth = {**truth_of(week.visits), "rows": counts}
    (folder / "queue_log").write_text(log, encoding="utf-8", newline="\n")
    text = json.dumps(truth, indent=None, separators=(",", ":"), sort_keys=True)
    (folder / "truth.json").write_text(f"{text}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
