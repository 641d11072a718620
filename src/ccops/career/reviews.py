"""Who goes up, stays or goes down in a month, why, from when, and what others still lack."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ccops.career.gaps import Bound, Gap
from ccops.career.outcomes import Proposal, TrialOutcome
from ccops.career.times_in_level import LevelTime
from ccops.frozen import frozen
from ccops.messages import Label
from ccops.values import Missing, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterable


@frozen(kw_only=True)
class Need:
    """A condition by its code that does not hold yet, holds no more, or hits."""

    code: str
    level: str
    label: Label
    gaps: tuple[Gap, ...] = ()


@frozen(kw_only=True)
class Standing:
    """How somebody stands on a ladder at the end of a period.

    ``proposal`` is ``None`` in a period without a review; ``lacks`` are the needs of the levels
    above that do not hold yet, ``reasons`` what leads down, out, or keeps him where he is.
    ``trial_from`` and ``trial_until`` are the days of the trial that runs or begins,
    ``pay_from`` the day from which the level ``target`` is paid. ``reserve`` are the levels on
    whose reserve list he is, ``posts`` those he may take.
    """

    employee: str
    level: str | Missing
    proposal: Proposal | Missing | None
    target: str | None = None
    reasons: tuple[Need, ...] = ()
    lacks: tuple[Need, ...] = ()
    trial: TrialOutcome | None = None
    trial_level: str | None = None
    trial_from: dt.date | None = None
    trial_until: dt.date | None = None
    pay_from: dt.date | None = None
    reserve: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()


@frozen(kw_only=True)
class LadderReview:
    """One ladder in a period: whether it is reviewed, when next, and how everybody stands.

    ``agreed`` is where it is agreed that a step down lowers pay; ``times`` how long each level
    took those who went up from it.
    """

    ladder: str
    label: Label
    is_due: bool
    next_review: str
    standings: tuple[Standing, ...]
    levels: tuple[tuple[str, Label], ...] = ()
    posts: tuple[tuple[str, Label], ...] = ()
    agreed: str = ""
    times: tuple[LevelTime, ...] = ()


@frozen(kw_only=True)
class LastPlace:
    """Somebody with whom it does not stand at ``clear``: his stage, and the days of a training."""

    employee: str
    stage: str
    months: int
    training_from: dt.date | None = None
    training_until: dt.date | None = None


@frozen(kw_only=True)
class LastPlaces:
    """What a rule of last places comes to in a period."""

    rule: str
    label: Label
    entries: tuple[LastPlace, ...]


@frozen(kw_only=True)
class Careers:
    """Every ladder and every rule of last places of a pack, as it stands in a period."""

    period: str
    ladders: tuple[LadderReview, ...] = ()
    last_places: tuple[LastPlaces, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data: dates as text, an exact number as two whole ones."""
        return {
            "schema": "ccops.careers/1",
            "period": self.period,
            "ladders": {each.ladder: _ladder(each) for each in self.ladders},
            "last_places": {
                each.rule: [_plain_fields(entry) for entry in each.entries]
                for each in self.last_places
            },
        }


def _ladder(review: LadderReview) -> dict[str, Any]:
    return {
        "label": review.label.to_dict(),
        "due": review.is_due,
        "next_review": review.next_review,
        "agreed": review.agreed,
        "levels": {name: label.to_dict() for name, label in review.levels},
        "posts": {name: label.to_dict() for name, label in review.posts},
        "times": [_plain_fields(each) for each in review.times],
        "people": [_standing(each) for each in review.standings],
    }


def _standing(standing: Standing) -> dict[str, Any]:
    plain = _plain_fields(standing)
    plain["reasons"] = [_need(each) for each in standing.reasons]
    plain["lacks"] = [_need(each) for each in standing.lacks]
    return plain


def _need(need: Need) -> dict[str, Any]:
    return {
        "code": need.code,
        "level": need.level,
        "label": need.label.to_dict(),
        "gaps": [_gap(each) for each in need.gaps],
    }


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "kind": gap.kind.value,
        "bounds": [_bound(each) for each in gap.bounds],
        "have": _plain(gap.have),
        "short": _plain(gap.short),
        "more": gap.more,
        "missing": gap.missing,
    }


def _bound(bound: Bound) -> dict[str, Any]:
    return {
        "name": bound.name,
        "label": bound.label.to_dict(),
        "operator": bound.operator,
        "limit": _plain(bound.limit),
    }


def _plain_fields(thing: Any) -> dict[str, Any]:  # noqa: ANN401 - a row of any of these lists
    fields: Iterable[str] = (each.name for each in type(thing).__attrs_attrs__)
    return {name: _plain(getattr(thing, name)) for name in fields}


def _plain(value: object) -> object:
    match value:
        case dt.date():
            return value.isoformat()
        case Fraction():
            return [value.numerator, value.denominator]
        case Scalar():
            money = {"currency": value.currency} if value.currency else {}
            return {"unit": value.unit.value, "value": _plain(value.value), **money}
        case Missing():
            return {"missing": value.value}
        case Proposal() | TrialOutcome():
            return value.value
        case tuple():
            return [_plain(each) for each in value if not isinstance(each, Need)]
        case _:
            return value
