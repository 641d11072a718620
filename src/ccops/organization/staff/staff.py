"""Who is on the staff of a center on a day, in which posts, and to whom he answers (S4-01)."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

import attrs

from ccops.facts import Assignment, Employee, assignments_by_employee, state_at
from ccops.organization.posts.roles import RoleRule

if TYPE_CHECKING:
    from ccops.facts import EmployeeState

_ENDED: Final = "ended"
_Own = tuple[Assignment, ...]


@attrs.frozen(kw_only=True)
class Person:
    """Somebody on the staff on a day: his posts, the first of them his role, and his team.

    ``superiors`` are those the staff list names: none where his post says it.
    """

    employee: str
    posts: tuple[str, ...]
    team: str
    superiors: tuple[str, ...]
    employment_type: str
    contract_hours_day: dt.timedelta | None

    @property
    def role(self) -> str:
        """The post he was hired or promoted to."""
        return self.posts[0]


class LineState(enum.Enum):
    """How it stands with whom somebody answers to.

    ``HEAD``: to nobody, his post is the head. ``VACANT``: nobody holds the post above.
    ``NO_LEAD``: nobody in it leads his team. ``SEVERAL``: more than one does. ``UNCLEAR``: more
    than one holds it, none of them in his team. ``LOOP``: the line leads back to him.
    ``GONE``: the superior he was given is not on the staff. ``NO_POST``: the pack has not his
    role.
    """

    ANSWERS = "answers"
    HEAD = "head"
    VACANT = "vacant"
    NO_LEAD = "no_lead"
    SEVERAL = "several"
    UNCLEAR = "unclear"
    LOOP = "loop"
    GONE = "gone"
    NO_POST = "no_post"


@attrs.frozen(kw_only=True)
class Line:
    """To whom somebody answers on a day.

    ``superior`` is empty where there is none or more than one; ``among`` are these, and ``post``
    the role above. ``assigned``: the staff list says so, not role and team.
    """

    employee: str
    role: str
    team: str
    state: LineState
    post: str = ""
    superior: str = ""
    among: tuple[str, ...] = ()
    assigned: bool = False

    def cells(self) -> dict[str, object]:
        """Return what stands in its row, by column."""
        return {
            "role": self.role,
            "team": self.team,
            "superior": self.superior or None,
            "post": self.post or None,
            "state": self.state.value,
            "among": self.among,
        }


def staff_on(
    employees: Iterable[Employee], assignments: Iterable[Assignment], day: dt.date
) -> tuple[Person, ...]:
    """Return everybody who is employed on a day, as the dated assignments have him then."""
    own = assignments_by_employee(assignments)
    found = (_person(each, own.get(each.employee_id, ()), day) for each in employees)
    return tuple(each for each in found if each is not None)


def _person(employee: Employee, own: _Own, day: dt.date) -> Person | None:
    state: EmployeeState = state_at(employee, own, day)
    if state.status == _ENDED:
        return None
    others = (each for each in state.second_posts if each != state.role)
    return Person(
        employee=employee.employee_id,
        posts=(state.role, *others),
        team=state.team,
        superiors=state.superiors,
        employment_type=state.employment_type,
        contract_hours_day=state.contract_hours_day,
    )


@attrs.frozen(kw_only=True, eq=False, slots=False)
class Staff:
    """The staff of a center on a day, with the roles that say who stands above whom."""

    people: tuple[Person, ...]
    roles: Mapping[str, RoleRule]

    @classmethod
    def on(
        cls,
        day: dt.date,
        *,
        employees: Sequence[Employee],
        assignments: Sequence[Assignment],
        roles: Iterable[RoleRule],
    ) -> Staff:
        """Return the staff of a day."""
        people = staff_on(employees, assignments, day)
        return cls(people=people, roles={each.name: each for each in roles})

    @cached_property
    def by_id(self) -> Mapping[str, Person]:
        """The people by staff number."""
        return {each.employee: each for each in self.people}

    @cached_property
    def holders(self) -> Mapping[str, tuple[Person, ...]]:
        """Who holds each post, also as his second; a post nobody holds is not there."""
        found: dict[str, list[Person]] = {}
        for person in self.people:
            for post in person.posts:
                found.setdefault(post, []).append(person)
        return {post: tuple(people) for post, people in found.items()}

    @cached_property
    def lines(self) -> Mapping[str, Line]:
        """To whom everybody answers, by staff number."""
        found = {each.employee: self._line(each) for each in self.people}
        for employee in _in_loops(found):
            found[employee] = attrs.evolve(
                found[employee], state=LineState.LOOP, among=(found[employee].superior,)
            )
        return found

    @cached_property
    def led(self) -> Mapping[str, tuple[Person, ...]]:
        """Who answers to each superior, by the superior's staff number."""
        found: dict[str, list[Person]] = {}
        for person in self.people:
            line = self.lines[person.employee]
            if line.superior:
                found.setdefault(line.superior, []).append(person)
        return {superior: tuple(people) for superior, people in found.items()}

    def above(self, employee: str) -> Iterator[str]:
        """Yield the superiors of somebody, nearest first; a loop is gone through once."""
        seen = {employee}
        line = self.lines.get(employee)
        while line is not None and line.superior and line.superior not in seen:
            seen.add(line.superior)
            yield line.superior
            line = self.lines.get(line.superior)

    def _line(self, person: Person) -> Line:
        line = Line(
            employee=person.employee,
            role=person.role,
            team=person.team,
            state=LineState.NO_POST,
        )
        if len(person.superiors) > 1:
            return attrs.evolve(
                line, state=LineState.SEVERAL, among=person.superiors, assigned=True
            )
        if person.superiors:
            return self._assigned(line, person.superiors[0])
        if person.role not in self.roles:
            return line
        post = self._post_above(person)
        if post is None:
            return attrs.evolve(line, state=LineState.HEAD)
        return self._by_post(attrs.evolve(line, post=post), person, self.holders.get(post, ()))

    def _assigned(self, line: Line, superior: str) -> Line:
        """Return the line to the superior the staff list names."""
        if superior == line.employee:
            return attrs.evolve(line, state=LineState.LOOP, among=(superior,), assigned=True)
        above = self.by_id.get(superior)
        if above is None:
            return attrs.evolve(line, state=LineState.GONE, among=(superior,), assigned=True)
        return attrs.evolve(
            line, state=LineState.ANSWERS, post=above.role, superior=superior, assigned=True
        )

    def _post_above(self, person: Person) -> str | None:
        """Return the post above somebody: above the highest of those he holds in one line."""
        seen: set[str] = set()
        above = _superior(self.roles.get(person.role))
        while above is not None and above in person.posts and above not in seen:
            seen.add(above)
            above = _superior(self.roles.get(above))
        return above

    def _by_post(self, line: Line, person: Person, holders: Sequence[Person]) -> Line:
        """Return the line to whoever holds the post above: in the same team, or alone in it."""
        others = [each for each in holders if each.employee != person.employee]
        own = tuple(each.employee for each in others if each.team == person.team)
        if len(own) == 1:
            return attrs.evolve(line, state=LineState.ANSWERS, superior=own[0])
        if own:
            return attrs.evolve(line, state=LineState.SEVERAL, among=own)
        if not others:
            return attrs.evolve(line, state=LineState.VACANT)
        among = tuple(each.employee for each in others)
        rule = self.roles.get(line.post)
        if rule is not None and rule.leads_team:
            return attrs.evolve(line, state=LineState.NO_LEAD, among=among)
        if len(among) == 1:
            return attrs.evolve(line, state=LineState.ANSWERS, superior=among[0])
        return attrs.evolve(line, state=LineState.UNCLEAR, among=among)


def _superior(role: RoleRule | None) -> str | None:
    return role.reports_to[0].value if role is not None and role.reports_to else None


def _in_loops(lines: Mapping[str, Line]) -> Iterator[str]:
    """Yield everybody whose line leads back to himself."""
    for start in lines:
        seen: set[str] = set()
        at = lines[start].superior
        while at and at not in seen and at in lines and at != start:
            seen.add(at)
            at = lines[at].superior
        if at == start:
            yield start
