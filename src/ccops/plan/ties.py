"""Money split among people who share a place: equal parts of what the table pays at their places.

The parts are rounded down; what is left stays with the center (domain 2.7).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.frozen import frozen
from ccops.plan.steps import RANK_PARTS, Key, RankStep, Reading, TableStep
from ccops.plan.traces import TracedShare, TracedValue
from ccops.rules.ranks import TiesPay, occupied_places, split_tied
from ccops.values import Cell, Missing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ccops.plan.reading import Reader
    from ccops.plan.results import Members, Results
    from ccops.rules.ranks import Ties

    Cells = Sequence[Cell | Missing]


@frozen(kw_only=True)
class TiedShare:
    """The places people take up together, what the table pays at each, and the parts of it.

    Amounts are in minor units; ``rest`` is what stays with the center.
    """

    places: tuple[int, ...]
    amounts: tuple[int, ...]
    each: int
    rest: int


def split_amounts(step: TableStep, reader: Reader, members: Members, cells: Cells) -> Cells:
    """Return what a table pays, with equal parts for those who share a place."""
    reading = tied_reading(step)
    if reading is None:
        return cells
    rank = reader.figures[_rank_key(step)].step
    tied = reader.places(reading, members).sequence()
    inputs = [_input(step, name, reader, members) for name in step.inputs]
    found = list(cells)
    for position, people in enumerate(tied):
        if isinstance(people, int) and people > 1 and isinstance(rank, RankStep):
            own = dict(zip(step.inputs, (each[position] for each in inputs), strict=True))
            share = tied_share(step, own, people, rank.spec.ties)
            found[position] = found[position] if share is None else share.each
    return found


def traced_share(step: TableStep, results: Results, row: int) -> TracedShare | None:
    """Return the parts of those who share somebody's place; ``None`` where nobody does."""
    share = _share_of(step, results, row)
    if share is None:
        return None
    each, rest, *amounts = (
        TracedValue(cell=cell, type=step.type, carrier=step.carrier)
        for cell in (share.each, share.rest, *share.amounts)
    )
    return TracedShare(places=share.places, amounts=tuple(amounts), each=each, rest=rest)


def _share_of(step: TableStep, results: Results, row: int) -> TiedShare | None:
    reading = tied_reading(step)
    if reading is None:
        return None
    people = results.cell(reading, row)
    rank = results.figures[_rank_key(step)].step
    if not isinstance(people, int) or people < 2 or not isinstance(rank, RankStep):  # noqa: PLR2004 - with oneself
        return None
    own: dict[str, Cell | Missing] = {}
    for name in step.inputs:
        cell = results.cell(step.readings[name], row)
        if not isinstance(cell, Cell | Missing):
            return None
        own[name] = cell
    return tied_share(step, own, people, rank.spec.ties)


def tied_share(
    step: TableStep, inputs: Mapping[str, Cell | Missing], people: int, ties: Ties
) -> TiedShare | None:
    """Return what so many people get who share a place, each with the same inputs.

    ``None`` where the place is not known, or an input that the table needs.
    """
    place = inputs[_place_inputs(step)[0]]
    if not isinstance(place, int) or place < 1:
        return None
    places = occupied_places(place, people, ties)
    amounts = [_amount_at(step, inputs, each) for each in places]
    known = tuple(each for each in amounts if isinstance(each, int))
    if len(known) < len(amounts):
        return None
    each, rest = split_tied(known)
    return TiedShare(places=places, amounts=known, each=each, rest=rest)


def tied_reading(step: TableStep) -> Reading | None:
    """Return where a table that splits finds how many share a place; ``None`` for others."""
    if step.rule.ties_pay is not TiesPay.SPLIT or step.rank is None:
        return None
    return Reading(step.rank + RANK_PARTS[2], _rank_key(step))


def _amount_at(
    step: TableStep, inputs: Mapping[str, Cell | Missing], place: int
) -> Cell | Missing:
    moved = {**inputs, **dict.fromkeys(_place_inputs(step), place)}
    hit = step.program.careful(*(moved[name] for name in step.inputs))
    return hit if isinstance(hit, Missing) else step.cell_of(hit)


def _place_inputs(step: TableStep) -> list[str]:
    """Return the inputs that are places of the table's rank."""
    return [name for name in step.inputs if step.readings[name].name == step.rank]


def _rank_key(step: TableStep) -> Key:
    key = step.readings[_place_inputs(step)[0]].figure
    if key is None:
        raise LookupError(step.key.name)
    return key


def _input(step: TableStep, name: str, reader: Reader, members: Members) -> Cells:
    reading = step.readings[name]
    if reading.figure is not None and reading.figure.name == step.rank:
        return reader.places(reading, members).sequence()
    return reader.cells(reading, members)
