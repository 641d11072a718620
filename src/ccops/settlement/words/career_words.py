"""Careers told to people: who goes up or down from when, and what others still lack."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import attrs

from ccops.career import Proposal, TrialOutcome
from ccops.career.gaps import Bound, Gap, GapKind
from ccops.frozen import frozen
from ccops.messages import Label, Locale, format_date, message
from ccops.settlement.words.writing import approximate, write_scalar
from ccops.values import Missing, Scalar, Unit, decimal_digits

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from ccops.career import Careers, LadderReview, LastPlace, LevelTime, Need, Standing

_BOUNDS: Final = {
    ">=": "at_least",
    ">": "more_than",
    "<=": "at_most",
    "<": "less_than",
    "==": "equal",
    "!=": "unlike",
}
#: What is left around a gap whose label is not said again.
_AROUND: Final = " :："
#: How many words of a list stand between two others.
_DIGITS: Final = 2


def gap_text(gap: Gap, label: Label, *, locale: Locale) -> str:
    """Return what is missing in words: ``two more months with a monthly score of at least 85``.

    ``label`` is that of the need, for what has no words of its own.
    """
    return _Words(locale).gap(gap, label)


def need_text(need: Need, *, locale: Locale) -> str:
    """Return a need that does not hold, with everything it lacks."""
    return _Words(locale).need(need)


def trial_text(standing: Standing, levels: Mapping[str, Label], *, locale: Locale) -> str:
    """Return the trial somebody is on, and from when the level on trial is paid."""
    words = _Words(locale)
    called = {name: label.in_locale(locale) for name, label in levels.items()}
    return words.listed(words.trial(standing, called))


def careers_text(careers: Careers, *, locale: Locale, names: Mapping[str, str]) -> str:
    """Return careers as lines of text; ``names`` are those of employees by id."""
    return "\n".join(_Words(locale, names).lines(careers))


@frozen(eq=False)
class _Words:
    locale: Locale
    names: Mapping[str, str] | None = None

    def _say(self, key: str, **told: object) -> str:
        return message(key, told, locale=self.locale)

    def _called(self, label: Label) -> str:
        return label.in_locale(self.locale)

    def _person(self, employee: str) -> str:
        name = (self.names or {}).get(employee, "")
        return f"{employee} {name}".strip()

    def _day(self, day: dt.date) -> str:
        return format_date(day, locale=self.locale)

    # -- lists ----------------------------------------------------------------------------------

    def lines(self, careers: Careers) -> Iterator[str]:
        """Yield every list, the ladders first."""
        for review in careers.ladders:
            yield from self._ladder(review, careers.period)
        for places in careers.last_places:
            yield self._say("careers-last-places", label=self._called(places.label))
            for entry in places.entries:
                yield "  " + self._last_place(entry)

    def _ladder(self, review: LadderReview, period: str) -> Iterator[str]:
        key = "careers-review" if review.is_due else "careers-no-review"
        label, ahead = self._called(review.label), review.next_review
        yield self._say(key, label=label, period=period, next=ahead)
        levels = {name: self._called(each) for name, each in review.levels}
        posts = {name: self._called(each) for name, each in review.posts}
        for standing in review.standings:
            yield "  " + self._standing(standing, levels)
            yield from (f"    {line}" for line in self._details(standing, review, levels, posts))
        for each in review.times:
            yield "  " + self._time(each, levels)

    def _standing(self, standing: Standing, levels: Mapping[str, str]) -> str:
        level = standing.level
        told = {
            "employee": self._person(standing.employee),
            "level": levels.get(level, level) if isinstance(level, str) else self._missing(level),
            "target": levels.get(standing.target or "", standing.target or ""),
        }
        match standing.proposal:
            case Proposal.REVIEW:
                return self._say("careers-review-person", **told)
            case Proposal():
                return self._say(f"careers-{standing.proposal.value}", **told)
            case Missing():
                return self._say("careers-unknown", why=self._missing(standing.proposal), **told)
            case _:
                return self._say("careers-stands", **told)

    def _details(
        self,
        standing: Standing,
        review: LadderReview,
        levels: Mapping[str, str],
        posts: Mapping[str, str],
    ) -> Iterator[str]:
        yield from self.trial(standing, levels)
        if standing.proposal is Proposal.DEMOTE and review.agreed:
            yield self._say("careers-agreed", agreed=review.agreed)
        yield from (self._say("careers-because", need=self.need(x)) for x in standing.reasons)
        yield from (self._say("careers-lacks", need=self.need(x)) for x in standing.lacks)
        for name in standing.reserve:
            yield self._say("careers-reserve", level=levels.get(name, name))
        for name in standing.posts:
            yield self._say("careers-post", post=posts.get(name, name))

    def listed(self, texts: Iterable[str]) -> str:
        """Return texts one behind the other."""
        return self._say("careers-and").join(texts)

    def trial(self, standing: Standing, levels: Mapping[str, str]) -> Iterator[str]:
        """Yield the trial that runs or begins, and from when pay moves."""
        first, last = standing.trial_from, standing.trial_until
        if first is not None and last is not None:
            days = {"first": self._day(first), "last": self._day(last)}
            level = standing.trial_level or ""
            outcome = standing.trial or TrialOutcome.NO_TRIAL
            told = {"level": levels.get(level, level), **days}
            yield self._say(f"careers-trial-{outcome.value}", **told)
        if standing.pay_from is not None:
            yield self._say("careers-pay", day=self._day(standing.pay_from))

    def _time(self, time: LevelTime, levels: Mapping[str, str]) -> str:
        told = {
            "level": levels.get(time.level, time.level),
            "reached": time.reached,
            "waiting": time.waiting,
            "beyond": time.beyond,
            "least": time.least,
        }
        if time.median is None:
            return self._say("careers-time-unknown", **told)
        days = self._value(Scalar(Unit.QUANTITY, time.median))
        return self._say("careers-time", days=days, **told)

    def _last_place(self, entry: LastPlace) -> str:
        told = {"employee": self._person(entry.employee), "months": entry.months}
        line = self._say(f"careers-place-{entry.stage}", **told)
        first, last = entry.training_from, entry.training_until
        if first is None or last is None:
            return line
        days = self._say("careers-training", first=self._day(first), last=self._day(last))
        return f"{line} {days}"

    # -- what is missing ------------------------------------------------------------------------

    def need(self, need: Need) -> str:
        """Return a need with everything it lacks."""
        label = self._called(need.label)
        told = [each for each in need.gaps if each.kind is not GapKind.OTHER]
        if not told:  # nothing is known of it but that it does not hold
            return label
        gaps = self.listed(self.gap(self._named_once(each, label), need.label) for each in told)
        return self._say("careers-need", label=label, gaps=gaps)

    def _named_once(self, gap: Gap, label: str) -> Gap:
        """Return a gap without the label of what it is about, where its need is called so."""
        bounds = tuple(
            attrs.evolve(each, label=Label()) if label.endswith(self._called(each.label)) else each
            for each in gap.bounds
        )
        return attrs.evolve(gap, bounds=bounds)

    def gap(self, gap: Gap, label: Label) -> str:
        """Return one thing that is missing."""
        return self._gap(gap, label).strip(_AROUND)

    def _gap(self, gap: Gap, label: Label) -> str:
        bounds = self.listed(map(self._bound, gap.bounds))
        match gap.kind:
            case GapKind.MONTHS:
                key = "gap-month" if gap.more == 1 else "gap-months"
                return self._say(key, more=gap.more, bounds=bounds)
            case GapKind.VALUE:
                return self._value_gap(gap, bounds)
            case GapKind.FLAG:
                (bound,) = gap.bounds
                wanted = bound.limit is not None and bound.limit.value is True
                key = "gap-flag" if wanted else "gap-no-flag"
                return self._say(key, bounds=self._called(bound.label))
            case GapKind.UNKNOWN:
                named = self._called(gap.bounds[0].label if gap.bounds else label)
                return self._say("gap-unknown", label=named, why=self._why(gap))
            case GapKind.UNKNOWN_MONTHS:
                return self._say("gap-unknown-months", bounds=bounds, why=self._why(gap))
            case GapKind.OTHER:
                return self._say("gap-other", label=self._called(label))

    def _why(self, gap: Gap) -> str:
        return self._say(f"missing-{gap.missing}") if gap.missing else "-"

    def _value_gap(self, gap: Gap, bounds: str) -> str:
        have = "-" if gap.have is None else self._value(gap.have)
        if gap.short is None or gap.have is None:
            return self._say("gap-value-only", bounds=bounds, have=have)
        short = self._value(Scalar(gap.have.unit, gap.short, gap.have.currency))
        over = gap.bounds[0].operator in ("<=", "<")
        return self._say(
            "gap-over" if over else "gap-short", bounds=bounds, have=have, short=short
        )

    def _bound(self, bound: Bound) -> str:
        label = self._called(bound.label)
        if bound.limit is None:
            return label
        if bound.limit.unit is Unit.FLAG:
            wanted = bound.limit.value is True
            return self._say("bound-flag" if wanted else "bound-no-flag", label=label)
        limit = self._value(bound.limit)
        return self._say(f"bound-{_BOUNDS[bound.operator]}", label=label, limit=limit)

    def _value(self, scalar: Scalar) -> str:
        """Return a value as people write it; one without an end in decimals is cut."""
        unit = scalar.unit
        exact = isinstance(scalar.value, bool | str) or unit in (Unit.DATE, Unit.FLAG, Unit.WORD)
        if exact or unit is Unit.DURATION or decimal_digits(scalar.number) is not None:
            return write_scalar(scalar, locale=self.locale)
        if unit is Unit.RATIO:
            return f"≈ {approximate(scalar.number * 100, _DIGITS)}%"
        return f"≈ {approximate(scalar.number, _DIGITS)}"

    def _missing(self, missing: Missing) -> str:
        return self._say(f"missing-{missing.value}")
