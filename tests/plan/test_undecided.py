"""What is left of a plan without what reads names that stand for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ccops.messages import Text
from ccops.plan import CENTER, EVERYBODY, Gathering, MembersFigure, TotalFigure
from ccops.plan.undecided import without_names
from ccops.testing.plans import a_figure, a_population

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccops.plan import Definition

AGENTS = a_population("agents", "role == 'agent'")
LEADS = a_population("leads", "role == 'lead'")
PAID = a_population("paid", "work > 0")
POPULATIONS = {each.name: each for each in (AGENTS, LEADS, PAID)}


def names(figures: Iterable[Definition]) -> set[tuple[str, str]]:
    return {(each.name, each.population.value) for each in figures}


def left_out(*figures: Definition) -> set[tuple[str, str]]:
    return names(without_names(figures, POPULATIONS, {"open"}).left_out)


def test_what_reads_it_and_what_follows_from_that_is_left_out() -> None:
    figures = (
        a_figure("work", "calls + 1"),
        a_figure("share", "work / open"),
        a_figure("more", "share + 1"),
        a_figure("before", "previous(share)"),
        a_figure("other", "work + 1"),
    )

    assert left_out(*figures) == {(x, EVERYBODY) for x in ("share", "more", "before")}


def test_a_figure_of_other_people_with_the_same_name_stays() -> None:
    figures = (
        a_figure("score", "open", of="leads"),
        a_figure("score", "calls", of="agents"),
        a_figure("bonus", "score", of="leads"),
        a_figure("bonus", "score", of="agents"),
    )

    assert left_out(*figures) == {("score", "leads"), ("bonus", "leads")}


def test_who_belongs_to_a_population_may_rest_on_it() -> None:
    figures = (a_figure("work", "open"), a_figure("line", "calls", of="paid"))

    found = without_names(figures, POPULATIONS, {"open"})

    assert names(found.left_out) == {("work", EVERYBODY), ("line", "paid")}
    assert set(found.populations) == {"agents", "leads"}


@pytest.mark.parametrize("where", [None, Text("line > 0")])
def test_members_and_totals_are_left_out_with_what_they_add(where: Text | None) -> None:
    total = TotalFigure(name="total", population=Text(EVERYBODY), adds=(Text("line"),))
    mean = MembersFigure(
        name="mean",
        population=Text("leads"),
        gathering=Gathering.COUNT,
        over=CENTER,
        figure=Text("line" if where is None else "calls_made"),
        of=Text("agents"),
        where=where,
    )
    figures = (a_figure("calls_made", "calls"), a_figure("line", "open", of="agents"), total)

    assert {name for name, _ in left_out(*figures, mean)} == {"line", "total", "mean"}


def test_without_such_names_all_stays() -> None:
    figures = (a_figure("work", "calls"),)

    assert without_names(figures, POPULATIONS, {"open"}).left_out == ()
