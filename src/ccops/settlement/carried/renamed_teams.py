"""Teams with another name: they go on with what earlier periods left under the old one.

A team is its id. One that is merged into another leaves it nothing: rates cannot be added, and
the team that goes on keeps its own past. A new team has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from ccops.errors import DataError
from ccops.facts import GroupKind, packed
from ccops.messages import Diagnostic, nearest
from ccops.settlement.carried.closing import GroupPast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.facts import PastLots, PastValues
    from ccops.settlement.carried.closing import Closing


def renamed_teams_of(given: object) -> Mapping[str, str]:
    """Return the old names of teams by their new ones, as ``period.yaml`` says them.

    Raises ``DataError`` for anything but a mapping of names.
    """
    if isinstance(given, Mapping) and all(given.values()):
        found = {str(new): str(old) for new, old in given.items()}
        if len(set(found.values())) == len(found):
            return found
    raise DataError((Diagnostic(code="renamed-teams-shape"),))


def with_teams_renamed(closing: Closing, names: Mapping[str, str]) -> Closing:
    """Return a closing in which teams stand under their new names.

    A closing that says nothing of teams stays as it is, and so does one that has them under their
    new names. Raises ``DataError`` for an old name it
    does not have, and for a new one that has a past of its own.
    """
    past = closing.groups.get(GroupKind.TEAM)
    if past is None or not names:
        return closing
    problems = tuple(_problems(past, names))
    if problems:
        raise DataError(problems)
    new = {old: name for name, old in names.items() if old in past.ids}
    ids = [new.get(each, each) for each in past.ids]
    order = sorted(range(len(ids)), key=ids.__getitem__)
    places = {row: place for place, row in enumerate(order)}
    renamed = GroupPast(
        ids=tuple(sorted(ids)),
        values=tuple(_moved_values(each, places) for each in past.values),
        accounts=tuple(_moved_lots(each, places) for each in past.accounts),
    )
    return attrs.evolve(closing, groups={**closing.groups, GroupKind.TEAM: renamed})


def _problems(past: GroupPast, names: Mapping[str, str]) -> Iterator[Diagnostic]:
    for new, old in names.items():
        if old not in past.ids and new not in past.ids:
            told = {"team": new, "was": old, "near": nearest(old, past.ids) or "-"}
            yield Diagnostic(code="renamed-team-unknown", args=told)
        if {old, new} <= set(past.ids) and new not in names.values():
            yield Diagnostic(code="renamed-team-taken", args={"team": new, "was": old})


def _moved_values(past: PastValues, places: Mapping[int, int]) -> PastValues:
    pairs = zip((places[row] for row in past.rows), past.column.sequence(), strict=True)
    ordered = sorted(pairs, key=lambda each: each[0])
    column = packed(past.column.type, past.column.carrier, [cell for _, cell in ordered])
    return attrs.evolve(past, rows=[row for row, _ in ordered], column=column)


def _moved_lots(past: PastLots, places: Mapping[int, int]) -> PastLots:
    return attrs.evolve(
        past,
        lots={places[row]: lots for row, lots in past.lots.items()},
        unknown={places[row]: why for row, why in past.unknown.items()},
    )
