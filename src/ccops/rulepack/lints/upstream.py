"""What lies behind a figure: everything it reads, and what these are about."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.plan import FigureStep, Key, MembersStep, RankStep, TableStep, TotalStep

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ccops.facts import FactRule
    from ccops.kpi import IndicatorRule
    from ccops.plan import Plan

_WORD: Final = re.compile(r"[^\W\d_]+")


class Theme(enum.Enum):
    """What a fact is about, as far as rules on pay must know."""

    TALK = "talk"
    QUALITY = "quality"
    DISCIPLINE = "discipline"
    ABSENCE = "absence"


#: The terms of the glossary by which a host's own facts say what they are about.
_TERMS: Final[Mapping[Theme, frozenset[str]]] = {
    Theme.TALK: frozenset({"talk", "handle", "aht", "att"}),
    Theme.QUALITY: frozenset({"quality", "qa", "accuracy", "error", "errors"}),
    Theme.DISCIPLINE: frozenset({"violation", "violations", "discipline", "breach", "breaches"}),
    Theme.ABSENCE: frozenset({"absence", "absent", "absences", "late", "absenteeism"}),
}
_CHINESE_TERMS: Final[Mapping[Theme, tuple[str, ...]]] = {
    Theme.TALK: ("通话时长", "处理时长"),
    Theme.QUALITY: ("质检", "质量", "准确", "差错"),
    Theme.DISCIPLINE: ("违规", "违纪", "纪律"),
    Theme.ABSENCE: ("缺勤", "旷工", "迟到", "早退"),
}
#: The columns of contacts that hold time spent on one.
_TALK_COLUMNS: Final = frozenset({"talk", "talk_hold", "hold", "acw", "handle"})


def walk_back(plan: Plan, name: str) -> tuple[tuple[str, ...], frozenset[Key]]:
    """Return the names of all that a figure follows from, nearest first, and by which figures."""
    waiting = [step.key for step in plan.steps_of(name)]
    figures, seen, found = plan.figures, set(waiting), dict.fromkeys((name,))
    for key in waiting:  # grows while it is walked
        step = figures.get(key)
        for read, figure in reads_of(plan, step) if step is not None else ():
            found.setdefault(read)
            if figure is not None and figure not in seen:
                seen.add(figure)
                waiting.append(figure)
    return tuple(found), frozenset(seen)


@frozen(eq=False)
class Followed:
    """The figures that follow from some facts or figures.

    ``since`` are their names with the place in the plan of the first that bears it, -1 for the
    names they follow from; ``places`` those of all figures, ``figures`` are they themselves.
    """

    since: Mapping[str, int]
    places: Mapping[Key, int]
    figures: frozenset[Key]

    def holds_for(self, key: Key, step: FigureStep) -> bool:
        """Say whether a figure at its place follows, or does not, also as it reads now."""
        place = self.places[key]
        joins = any(self.since.get(each, place) < place for each in names_read(step))
        return joins is (key in self.figures)


def follow(reading: Iterable[tuple[Key, frozenset[str]]], names: Iterable[str]) -> Followed:
    """Return the figures that follow from some facts or figures.

    ``reading`` are the figures in the order of the plan, with the names that each reads.
    """
    since, places, figures = dict.fromkeys(names, -1), dict[Key, int](), set[Key]()
    for place, (key, read) in enumerate(reading):  # each stands behind what it reads
        places[key] = place
        if not read.isdisjoint(since):
            since.setdefault(key.name, place)
            figures.add(key)
    return Followed(since, places, frozenset(figures))


def leaves(plan: Plan, key: Key) -> tuple[FigureStep | str, ...]:
    """Return what a figure follows from in the end: facts by name, and ranks."""
    waiting, seen = [key], {key}
    found: dict[str, FigureStep | str] = {}
    for each in waiting:
        step = plan.figures.get(each)
        if step is None or isinstance(step, RankStep):
            found[each.name] = step or each.name
            continue
        for read, figure in reads_of(plan, step):
            if figure is None:
                found[read] = read
            elif figure not in seen:
                seen.add(figure)
                waiting.append(figure)
    return tuple(found.values())


def reads_of(plan: Plan, step: FigureStep) -> tuple[tuple[str, Key | None], ...]:
    """Return the names a step reads, each with the figure that gives it, ``None`` for a fact."""
    besides = _read_besides(plan, step)
    return (*((each.name, each.figure) for each in step.readings.values()), *besides)


def _read_besides(plan: Plan, step: FigureStep) -> tuple[tuple[str, Key | None], ...]:
    """Return what a step reads beside the cells of its own row."""
    match step:
        case TableStep(rank=str(rank)):
            return tuple((rank, each.key) for each in plan.steps_of(rank))
        case MembersStep():
            return ((step.member_figure.name, step.member_figure.figure),)
        case TotalStep():
            return tuple((part.name, part) for part in step.parts)
        case _:
            return ()


def names_read(step: FigureStep) -> frozenset[str]:
    """Return the names a step reads, whoever gives them."""
    names = {each.name for each in step.readings.values()}
    match step:
        case TableStep(rank=str(rank)):
            names.add(rank)
        case MembersStep():
            names.add(step.member_figure.name)
        case TotalStep():
            names.update(part.name for part in step.parts)
    return frozenset(names)


def measured_themes(rule: IndicatorRule) -> frozenset[Theme]:
    """Return what an indicator is about."""
    return frozenset(_measured(rule))


def given_themes(rule: FactRule) -> frozenset[Theme]:
    """Return what a fact of the host is about, by its name and label."""
    return frozenset(_given(rule))


def _measured(rule: IndicatorRule) -> Iterator[Theme]:
    kind, words = rule.over.value, _words(rule)
    if kind == "evaluation" or (kind == "activity" and "errors" in words):
        yield Theme.QUALITY
    if kind == "event" and "violation" in words:
        yield Theme.DISCIPLINE
    if kind == "leave_day" or (kind == "worked_shift" and words & {"late", "early", "missed"}):
        yield Theme.ABSENCE
    if kind in ("handle_segment", "contact", "queue_visit") and _TALK_COLUMNS & _values(rule):
        yield Theme.TALK


def _words(rule: IndicatorRule) -> frozenset[str]:
    texts = [rule.where, rule.count]
    written = " ".join(each.value for each in texts if each is not None)
    return frozenset(re.findall(r"\w+", written)) | _values(rule)


def _values(rule: IndicatorRule) -> frozenset[str]:
    """Return the words of what is added up, averaged or compared."""
    texts = [rule.total, rule.mean, rule.maximum, rule.minimum]
    for parts in (rule.ratio, rule.share_total):
        texts += [parts.of, parts.over] if parts is not None else []
    texts += [rule.percentile.of] if rule.percentile is not None else []
    written = " ".join(each.value for each in texts if each is not None)
    return frozenset(re.findall(r"\w+", written))


def _given(rule: FactRule) -> Iterator[Theme]:
    words = frozenset(_WORD.findall(rule.name.lower()))
    for theme, terms in _TERMS.items():
        if words & terms or any(each in rule.label.zh for each in _CHINESE_TERMS[theme]):
            yield theme
