"""What is wrong with publications, said without any data."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.messages import Diagnostic, nearest
from ccops.plan import Plan, RankFigure
from ccops.values import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ccops.messages import Text
    from ccops.organization.publishing.publications import DueRule, PublicationRule

#: So many days after the end of a period nothing is published in time any more.
MOST_DAYS: Final = 366


@frozen(kw_only=True, eq=False)
class PublicationNames:
    """What a publication can name: the plan's figures, populations, calendars, decisions.

    ``decisions`` are those of a period with the unit each is declared in.
    """

    plan: Plan
    calendars: Collection[str]
    decisions: Mapping[str, Unit]


def check_publications(
    publications: Iterable[PublicationRule], names: PublicationNames
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the publications of a pack.

    Names of nothing (``unknown-population``, ``unknown-name``, ``unknown-calendar``,
    ``unknown-decision``), a figure nobody shown has (``publication-no-line``), an order that is
    no rank (``publication-no-rank``), a share without a rank or beyond everybody
    (``publication-top``), a day that cannot be told (``publication-due``, ``publication-date``).
    """
    return tuple(each for rule in publications for each in _problems(rule, names))


def _problems(rule: PublicationRule, names: PublicationNames) -> Iterator[Diagnostic]:
    chains = names.plan.definitions.lineage.chains
    if rule.population.value not in chains:
        yield _unknown("unknown-population", rule.population, chains)
    else:
        yield from _unknown_figures(rule, names.plan)
        yield from _no_rank(rule, names.plan)
    yield from _wrong_top(rule)
    yield from _wrong_due(rule, rule.due, names)
    for text in (rule.date, rule.due.decided):
        yield from _wrong_decision(text, names)


def _unknown_figures(rule: PublicationRule, plan: Plan) -> Iterator[Diagnostic]:
    known = (*plan.definitions.by_name, *plan.facts)
    for text in rule.shows:
        if text.value not in known:
            yield _unknown("unknown-name", text, known)
        elif text.value not in plan.facts and not _has_lines(text.value, rule, plan):
            told = {"name": text.value, "population": rule.population.value}
            yield Diagnostic(code="publication-no-line", span=text.span, args=told)


def _has_lines(name: str, rule: PublicationRule, plan: Plan) -> bool:
    """Say whether a figure is defined for the people shown, for some of them or around them.

    Where it is unknown what a population lies within, that is told by itself.
    """
    lineage, shown = plan.definitions.lineage, rule.population.value
    around = [each.population.value for each in plan.definitions.by_name.get(name, ())]
    if any(map(lineage.is_open, (shown, *around))):
        return True
    return any(lineage.related(each, shown) for each in around)


def _no_rank(rule: PublicationRule, plan: Plan) -> Iterator[Diagnostic]:
    if rule.rank is None:
        return
    definitions = plan.definitions
    ranks = {
        each.name
        for listed in definitions.by_name.values()
        for each in listed
        if isinstance(each, RankFigure)
    }
    if rule.rank.value not in {*definitions.by_name, *plan.facts}:
        yield _unknown("unknown-name", rule.rank, ranks)
    elif rule.rank.value not in ranks:
        told = {"name": rule.rank.value, "ranks": ", ".join(sorted(ranks)) or "-"}
        yield Diagnostic(code="publication-no-rank", span=rule.rank.span, args=told)
    elif not _has_lines(rule.rank.value, rule, plan):
        told = {"name": rule.rank.value, "population": rule.population.value}
        yield Diagnostic(code="publication-no-line", span=rule.rank.span, args=told)


def _wrong_top(rule: PublicationRule) -> Iterator[Diagnostic]:
    if rule.top is not None and (rule.rank is None or not 0 < rule.top.number <= 1):
        told = {"name": rule.name}
        yield Diagnostic(code="publication-top", span=rule.origin.span, args=told)


def _wrong_due(
    rule: PublicationRule, due: DueRule, names: PublicationNames
) -> Iterator[Diagnostic]:
    is_counted = due.days is not None and due.kind is not None and 0 <= due.days <= MOST_DAYS
    counts = (due.days, due.kind, due.calendar)
    is_decided = due.decided is not None and counts == (None, None, None)
    if not is_decided and (due.decided is not None or not is_counted):
        told = {"name": rule.name, "most": MOST_DAYS}
        yield Diagnostic(code="publication-due", span=due.origin.span, args=told)
    if due.calendar is not None and due.calendar.value not in names.calendars:
        yield _unknown("unknown-calendar", due.calendar, names.calendars)


def _wrong_decision(text: Text | None, names: PublicationNames) -> Iterator[Diagnostic]:
    if text is None:
        return
    unit = names.decisions.get(text.value)
    if unit is None:
        yield _unknown("unknown-decision", text, names.decisions)
    elif unit is not Unit.DATE:
        told = {"name": text.value, "unit": unit.value}
        yield Diagnostic(code="publication-date", span=text.span, args=told)


def _unknown(code: str, text: Text, known: Iterable[str]) -> Diagnostic:
    near = nearest(text.value, known) or "-"
    return Diagnostic(code=code, span=text.span, args={"name": text.value, "near": near})
