"""The people of a sample center: who works there, in which team, and how good each is.

Every person is invented. Seats decide how many agents there are (S1-26, S1-35). With 40 seats:
30 are on the round R, W, off, off, which takes 4 teams of 30; the other 10 are filled by day on
C, 5 days of 7, which takes 10 x 7 / 5 = 14. So 134 agents are rostered at a time, R and W with 30
each cover the 24 hours, R and C fill the 40 seats by day. One more is on maternity leave and one
joins in the middle of the month, in the place of one who left: 136.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING, Final

import attrs

from ccops.testing.sample_draws import bell, one_of
from ccops.testing.sample_names import invented_names

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ccops.testing.sample_days import SampleDays

#: The teams on the round of R, W, off, off, and the team of the day.
ROUND_TEAMS: Final = ("A", "B", "C", "D")
DAY_TEAM: Final = "E"
#: A center with fewer seats has not enough people for what happens in the month.
LEAST_SEATS: Final = 8
#: With fewer, half of the seats are filled round the clock, with more three quarters.
_SMALL: Final = 12
_LINES: Final = ("phone", "phone", "phone", "mail_fax", "sms_chat")
_WEEK: Final = 7
_WORKING_WEEK: Final = 5


class Story(enum.Enum):
    """What is special about somebody this month."""

    USUAL = "usual"
    PROBATION = "probation"
    JOINER = "joiner"  # hired in the middle of the attendance period, on probation
    RESIGNED = "resigned"  # left in the attendance period, after a notice period without a miss
    ENDED = "ended"  # ended by the center for performance, in the attendance period
    IN_NOTICE = "in_notice"  # leaves after the month; misses one shift without permission
    LEAVING = "leaving"  # in the notice period of a month before, and leaves in this one
    MATERNITY = "maternity"  # on leave all month
    ABSENT_THREE = "absent_three"  # one sick shift and two of personal leave
    ABSENT_HALF = "absent_half"  # two sick shifts and half of one: 2.5
    PART_TIME = "part_time"
    TEAM_MOVE = "team_move"  # from team A to team C, in the seat of the one who resigned
    PROMOTED = "promoted"  # an agent until then, a team lead on the last day of the period


#: A post: its role, its team, and what is special about who holds it.
Post = tuple[str, str, Story]

#: On which day of the attendance period, from 0, a story turns.
TURN_OF: Final = {
    Story.ENDED: 19,
    Story.JOINER: 20,
    Story.PROMOTED: 23,
    Story.RESIGNED: 24,
    Story.TEAM_MOVE: 25,
    Story.IN_NOTICE: 14,
}
_STORIES: Final = {
    "A": (Story.TEAM_MOVE, Story.PROBATION),
    "B": (Story.ENDED, Story.ABSENT_THREE, Story.PROBATION),
    "C": (Story.RESIGNED, Story.ABSENT_HALF, Story.IN_NOTICE),
    "D": (Story.PROMOTED, Story.PROBATION),
    DAY_TEAM: (Story.PART_TIME, Story.PART_TIME, Story.PROBATION),
}
#: Who reads another language than the center writes in.
_READS_ENGLISH: Final = frozenset({Story.JOINER, Story.ABSENT_THREE})
_GOOD: Final = frozenset({Story.ABSENT_THREE, Story.ABSENT_HALF, Story.PROMOTED, Story.IN_NOTICE})
#: How long a new agent learns before the first call, and is on probation; how long a notice is.
_LEARNING: Final = dt.timedelta(days=3)
PROBATION: Final = dt.timedelta(days=91)
_NOTICE: Final = dt.timedelta(days=30)


@attrs.frozen(kw_only=True)
class Skill:
    """How somebody works.

    ``talk_seconds`` is the mean of a conversation, ``order_errors`` those in a thousand work
    orders, ``slips`` those in a hundred monitored calls, ``discipline`` hundredths of a point.
    """

    talk_seconds: int
    order_errors: int
    slips: int
    discipline: int


@attrs.frozen(kw_only=True)
class Person:
    """Somebody of the sample center. ``turn`` shifts the rest days of those on C."""

    employee_id: str
    name: str
    role: str
    team: str
    story: Story
    line: str
    hired_on: dt.date
    basic_pay: int
    skill: Skill
    turn: int
    alias: str = ""
    calls_from: dt.date | None = None
    calls_until: dt.date | None = None
    probation_until: dt.date | None = None
    notice_from: dt.date | None = None
    ended_on: dt.date | None = None
    end_reason: str = ""
    away_from: dt.date | None = None
    away_until: dt.date | None = None

    @property
    def is_agent(self) -> bool:
        """Whether the person begins the month as an agent."""
        return self.role == "agent"

    @property
    def hours_day(self) -> int:
        """The contract hours of a day."""
        return 4 if self.story is Story.PART_TIME else 8

    @property
    def locale(self) -> str:
        """The language of his own, nothing for that of the center."""
        return "en" if self.story in _READS_ENGLISH else ""

    def is_employed(self, day: dt.date) -> bool:
        """Say whether the person is employed on a day; the last day belongs to it."""
        return self.hired_on <= day and (self.ended_on is None or day <= self.ended_on)

    def takes_calls(self, day: dt.date) -> bool:
        """Say whether the person answers calls in a shift that starts on a day."""
        since, until = self.calls_from or self.hired_on, self.calls_until or day
        return bool(self.alias) and since <= day <= until


def make_people(chance: random.Random, days: SampleDays, seats: int) -> tuple[Person, ...]:
    """Return everybody: manager, QA trainers, leads, agents, by staff number.

    Raises ``ValueError`` for fewer than 8 seats.
    """
    if seats < LEAST_SEATS:
        raise ValueError(f"a sample center has at least {LEAST_SEATS} seats, not {seats}")
    return people_of(chance, days, tuple(_posts(seats)), basic_pay=_basic_pay)


def people_of(
    chance: random.Random,
    days: SampleDays,
    posts: Sequence[Post],
    *,
    basic_pay: Callable[[random.Random, str], int],
    on_the_phone: frozenset[str] = frozenset({"agent"}),
) -> tuple[Person, ...]:
    """Return who holds each post: role, team and story. One of them is ended by the center.

    ``on_the_phone`` are the roles that take calls, ``basic_pay`` says what a role earns in yuan.
    """
    names = invented_names(chance, len(posts))
    number = 1_000
    people: list[Person] = []
    for turn, ((role, team, story), name) in enumerate(zip(posts, names, strict=True)):
        number += 1 + chance.randrange(6)
        person = Person(
            employee_id=f"{number:06}",
            name=name,
            role=role,
            team=team,
            story=story,
            line=one_of(chance, _LINES) if role == "agent" else "phone",
            hired_on=days.day(-400 - chance.randrange(2_400)),
            basic_pay=basic_pay(chance, role),
            skill=make_skill(chance, is_good=story in _GOOD),
            turn=turn,
        )
        person = _with_dates(chance, person, days)
        people.append(_with_alias(person, turn) if role in on_the_phone else person)
    return _with_handed_on_alias(people)


def budget_of(people: Iterable[Person], percent: int) -> str:
    """Return a budget for the pay of a month: so much of all basic pay, in whole thousands."""
    yuan = sum(each.basic_pay for each in people) * percent // 100_000 * 1_000
    return f"CNY {yuan}"


def _posts(seats: int) -> Iterator[Post]:
    """Yield role, team and story of every post."""
    round_seats = seats * 3 // 4 if seats >= _SMALL else seats // 2
    day_posts = (seats - round_seats) * _WEEK // _WORKING_WEEK
    yield "center_manager", DAY_TEAM, Story.USUAL
    for _ in range(3):
        yield "qa_trainer", DAY_TEAM, Story.USUAL
    for team in (*ROUND_TEAMS, DAY_TEAM, DAY_TEAM):
        yield "team_lead", team, Story.USUAL
    for team in (*ROUND_TEAMS, DAY_TEAM):
        count = day_posts if team == DAY_TEAM else round_seats
        stories = _STORIES[team]
        for story in (*stories, *(Story.USUAL,) * (count - len(stories))):
            yield "agent", team, story
    yield "agent", "B", Story.MATERNITY
    yield "agent", "B", Story.JOINER


def _basic_pay(chance: random.Random, role: str) -> int:
    """Return a basic pay in yuan."""
    if role == "center_manager":
        return 8_800
    if role != "agent":
        return 5_000 + 100 * chance.randrange(8)
    return 3_200 + 40 * chance.randrange(16)


def make_skill(chance: random.Random, *, is_good: bool) -> Skill:
    """Return a skill; one ability, 0 to 100, lies behind all of it."""
    ability = bell(chance, 72, 92) if is_good else bell(chance, 0, 100)
    return Skill(
        talk_seconds=305 - ability * 7 // 5 + bell(chance, -20, 20),
        order_errors=max(2, 75 - ability * 3 // 5 + bell(chance, -15, 15)),
        slips=max(5, 250 - ability * 5 // 2 + bell(chance, -40, 40)),
        discipline=min(10_000, 4_000 + ability * 50 + 50 * bell(chance, -24, 24)),
    )


def _with_dates(chance: random.Random, person: Person, days: SampleDays) -> Person:
    """Return somebody with the dates of the story."""
    turn = days.day(TURN_OF.get(person.story, 0))
    match person.story:
        case Story.PROBATION:
            hired = days.day(-20 - chance.randrange(30))
            return attrs.evolve(person, hired_on=hired, probation_until=hired + PROBATION)
        case Story.JOINER:
            learned = turn + _LEARNING
            joined = attrs.evolve(person, hired_on=turn, calls_from=learned)
            return attrs.evolve(joined, probation_until=turn + PROBATION)
        case Story.RESIGNED:
            return _leaving(person, days.day(-6), turn, "resignation")
        case Story.ENDED:
            return _leaving(person, None, turn, "performance")
        case Story.IN_NOTICE:
            return _leaving(person, turn, turn + _NOTICE, "resignation")
        case Story.MATERNITY:
            return attrs.evolve(person, away_from=days.day(-40), away_until=days.day(117))
        case Story.PROMOTED:
            return attrs.evolve(person, calls_until=turn - dt.timedelta(days=1))
        case _:
            return person


def _leaving(person: Person, notice: dt.date | None, ends: dt.date, reason: str) -> Person:
    return attrs.evolve(person, notice_from=notice, ended_on=ends, end_reason=reason)


def _with_alias(person: Person, turn: int) -> Person:
    """Return somebody with a telephone: half of them a line of their own, half a login."""
    if person.story is Story.MATERNITY:
        return person
    is_login = turn % 2 == 1 or person.story is Story.ENDED
    alias = f"Agent/{2_000 + turn}" if is_login else f"PJSIP/{person.employee_id}"
    return attrs.evolve(person, alias=alias)


def _with_handed_on_alias(people: list[Person]) -> tuple[Person, ...]:
    """Return the people, the joiner with the login of the one who was ended."""
    login = next(each.alias for each in people if each.story is Story.ENDED)
    return tuple(
        attrs.evolve(each, alias=login) if each.story is Story.JOINER else each for each in people
    )
