"""The promotion review: who goes up, stays or goes down, what is missing, who is in reserve."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Final

import attrs

from ccops.career import LadderReview, LastPlaces, Proposal
from ccops.messages import format_date, message
from ccops.reports.document.model import (
    Cell,
    Column,
    ColumnKind,
    Document,
    Paragraph,
    Part,
    Section,
    Table,
    Tone,
    Unfolding,
)
from ccops.reports.document.tables import text_cell
from ccops.reports.document.words import Words
from ccops.reports.parts.foot import foot_of
from ccops.reports.parts.list_cells import cell_of, name_cell
from ccops.reports.parts.readings import Readings
from ccops.reports.parts.signing import month_signatures
from ccops.reports.parts.unfolding import Told, Unfolder
from ccops.reports.people.promotion_levels import levels_table
from ccops.settlement import Settlement
from ccops.settlement.lists.careers import careers_of
from ccops.settlement.words.career_words import need_text, trial_text
from ccops.values import Missing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from ccops.career import LastPlace, Need, Standing
    from ccops.plan import Trace

#: Proposals in the order in which they are told; those that are missing come after them.
_MOVES: Final = (Proposal.PROMOTE, Proposal.DEMOTE, Proposal.STAND_BY, Proposal.REVIEW)
#: What stands between the name of a level and what it asks.
_AROUND: Final = " :："


@attrs.frozen
class PromotionKind:
    """Every ladder and every rule of last places of a pack, for whoever decides about them."""

    name: str = "promotion"
    about: ClassVar[type] = Settlement

    def build(
        self,
        settlement: Settlement,
        *,
        locale: str,
        names: Mapping[str, str],
        subjects: Sequence[str] | None = None,
    ) -> Document:
        """Return the review. Raises ``UnknownNameError`` for a stranger."""
        words = Words.of(locale)
        wanted = settlement.employees if subjects is None else tuple(subjects)
        for each in wanted:
            settlement.row_of(each)
        careers = careers_of(settlement, (), ())
        made = _Review(settlement, words, names, frozenset(wanted))
        sections = [made.ladder(each) for each in careers.ladders]
        sections += [made.last_places(each) for each in careers.last_places]
        return Document(
            kind=self.name,
            title=words.say("promotion", period=settlement.period),
            locale=locale,
            sections=tuple(sections),
            foot=foot_of(settlement, words),
        )


PROMOTION: Final = PromotionKind()


@attrs.frozen(eq=False)
class _Review:
    """The review in the making; ``wanted`` are the employees reviewed."""

    settlement: Settlement
    words: Words
    names: Mapping[str, str]
    wanted: frozenset[str]

    def _say(self, key: str, **told: object) -> str:
        return message(key, told, locale=self.words.locale)

    def _day(self, day: dt.date | None) -> Cell:
        if day is None:
            return Cell(text="")
        return Cell(text=format_date(day, locale=self.words.locale), value=day)

    # -- ladders ----------------------------------------------------------------------------

    def ladder(self, review: LadderReview) -> Section:
        """Return one ladder: whether it is reviewed, who moves, who stays, who is in reserve."""
        key = "careers-review" if review.is_due else "careers-no-review"
        label = self.words.head(review.label, review.ladder)
        told = {"period": self.settlement.period, "next": review.next_review}
        return Section(
            id=review.ladder,
            title=label,
            note=self._say(key, label=label, **told),
            parts=tuple(self._parts(review)),
        )

    def _to_enter(self, review: LadderReview) -> Iterator[Part]:
        """Yield the levels after a passed trial that nobody has entered yet."""
        for each in self.settlement.diagnostics:
            told = each.args
            is_of_it = each.code == "trial-passed" and told["ladder"] == review.ladder
            if is_of_it and told["employee"] in self.wanted:
                yield Paragraph(text=each.text(self.words.locale), tone=Tone.PROVISIONAL)

    def _parts(self, review: LadderReview) -> Iterator[Part]:
        standings = [each for each in review.standings if each.employee in self.wanted]
        if not standings:
            yield Paragraph(text=self.words.say("list-empty"), tone=Tone.MUTED)
            return
        if not review.is_due:
            yield from self._until_the_next(review, standings)
        yield from self._to_enter(review)
        moving = [each for each in standings if each.proposal in _MOVES]
        for proposal in _MOVES:
            listed = [each for each in moving if each.proposal is proposal]
            if listed:
                yield self._moves(review, proposal, listed)
        yield from self._agreed(review, moving)
        stays = [each for each in standings if each.proposal not in _MOVES]
        if stays:
            yield self._stays(review, stays)
        yield from self._reserve(review, standings)
        yield month_signatures(self.settlement, self.words)
        yield from (self._unfolding(review, each.employee) for each in moving)
        traces = (self._trace(review, each.employee) for each in moving)
        yield from Readings(self.settlement, self.words).facts(traces)

    def _until_the_next(
        self, review: LadderReview, standings: Sequence[Standing]
    ) -> Iterator[Part]:
        """Yield when somebody may move again, and how many stand where until then."""
        yield Paragraph(text=self.words.say("promotion-between", next=review.next_review))
        yield levels_table(review, standings, self.settlement, self.words)

    def _agreed(self, review: LadderReview, moving: Sequence[Standing]) -> Iterator[Paragraph]:
        """Yield where it is agreed that a step down lowers pay, if anybody takes one."""
        if review.agreed and any(each.proposal is Proposal.DEMOTE for each in moving):
            yield Paragraph(text=self._say("careers-agreed", agreed=review.agreed))

    def _moves(
        self, review: LadderReview, proposal: Proposal, standings: Sequence[Standing]
    ) -> Table:
        """Return those of whom one thing is proposed, with the days that follow from it."""
        say, days = self.words.say, ColumnKind.DATE
        return Table(
            id=f"{review.ladder}-{proposal.value}",
            caption=say(f"promotion-{proposal.value}"),
            columns=(
                Column(id="employee", title=say("list-employee")),
                Column(id="level", title=say("list-level")),
                Column(id="target", title=say("promotion-target")),
                Column(id="trial_from", title=say("promotion-trial-from"), kind=days),
                Column(id="trial_until", title=say("promotion-trial-until"), kind=days),
                Column(id="pay_from", title=say("promotion-pay-from"), kind=days),
                Column(id="why", title=say("promotion-why")),
            ),
            rows=tuple(
                (
                    name_cell(each.employee, self.names),
                    self._level(review, each),
                    attrs.evolve(
                        text_cell(self._called(review, each.target or "")),
                        explain=self._why(review, each.employee),
                    ),
                    *map(self._day, (each.trial_from, each.trial_until, each.pay_from)),
                    text_cell(self._needs(review, each.reasons)),
                )
                for each in standings
            ),
        )

    def _stays(self, review: LadderReview, standings: Sequence[Standing]) -> Table:
        """Return those who stay, with what they still lack and what keeps them."""
        say = self.words.say
        return Table(
            id=f"{review.ladder}-stays",
            caption=say("promotion-hold" if review.is_due else "promotion-stands"),
            columns=(
                Column(id="employee", title=say("list-employee")),
                Column(id="level", title=say("list-level")),
                Column(id="lacks", title=say("promotion-lacks")),
                Column(id="why", title=say("promotion-why")),
            ),
            rows=tuple(
                (
                    name_cell(each.employee, self.names),
                    self._level(review, each),
                    text_cell(self._needs(review, each.lacks)),
                    text_cell(self._kept(review, each)),
                )
                for each in standings
            ),
        )

    def _kept(self, review: LadderReview, standing: Standing) -> str:
        """Return what keeps somebody: reasons, a trial that runs, an input that is missing."""
        rules = self.settlement.rules.careers.ladders
        rule = next(each for each in rules if each.name == review.ladder)
        told = [self._needs(review, standing.reasons)]
        if standing.trial_from is not None:
            told.append(trial_text(standing, rule.labels, locale=self.words.locale))
        if isinstance(standing.proposal, Missing):
            told.append(self._say(f"missing-{standing.proposal.value}"))
        return self.words.say("listed").join(filter(None, told))

    def _needs(self, review: LadderReview, needs: Sequence[Need]) -> str:
        """Return needs in words, those of a level behind its name, which is told once."""
        told: dict[str, list[str]] = {}
        for each in needs:
            level = self._called(review, each.level)
            text = need_text(each, locale=self.words.locale)
            told.setdefault(level, []).append(text.removeprefix(level).lstrip(_AROUND))
        joined = self.words.say("listed")
        return joined.join(
            self._say("careers-need", label=level, gaps=joined.join(texts))
            for level, texts in told.items()
        )

    def _level(self, review: LadderReview, standing: Standing) -> Cell:
        level = standing.level
        if isinstance(level, Missing):
            return cell_of(level, self.words)
        return text_cell(self._called(review, level))

    def _called(self, review: LadderReview, level: str) -> str:
        found = dict(review.levels).get(level)
        return level if found is None else self.words.label(found, level)

    def _reserve(self, review: LadderReview, standings: Sequence[Standing]) -> Iterator[Table]:
        """Yield who is on the reserve list of each level, and who may take which post."""
        say = self.words.say
        posts = {name: self.words.label(label, name) for name, label in review.posts}
        listed: dict[str, list[str]] = {}
        for each in standings:
            for name in each.reserve:
                listed.setdefault(self._called(review, name), []).append(each.employee)
            for name in each.posts:
                listed.setdefault(posts.get(name, name), []).append(each.employee)
        if listed:
            yield Table(
                id=f"{review.ladder}-reserve",
                caption=say("promotion-reserve"),
                columns=(
                    Column(id="level", title=say("promotion-for")),
                    Column(id="people", title=say("approval-count"), kind=ColumnKind.NUMBER),
                    Column(id="who", title=say("list-employee")),
                ),
                rows=tuple(
                    (
                        text_cell(level),
                        Cell(text=str(len(who)), value=len(who)),
                        text_cell(say("listed").join(who)),
                    )
                    for level, who in listed.items()
                ),
            )

    def _why(self, review: LadderReview, employee: str) -> str:
        return f"why-{employee}-{review.ladder}"

    def _unfolding(self, review: LadderReview, employee: str) -> Unfolding:
        unfolder = Unfolder(settlement=self.settlement, words=self.words)
        trace = self._trace(review, employee)
        label = f"{employee} {unfolder.label(trace)}"
        step = unfolder.explanation(trace, label, Told())
        target = self.settlement.value(employee, trace.name)
        value = self._called(review, target) if isinstance(target, str) else step.value
        return Unfolding(id=self._why(review, employee), step=attrs.evolve(step, value=value))

    def _trace(self, review: LadderReview, employee: str) -> Trace:
        return self.settlement.trace(employee, f"{review.ladder}_target")

    # -- last places ------------------------------------------------------------------------

    def last_places(self, places: LastPlaces) -> Section:
        """Return with whom it does not stand at nothing, and the days of trainings."""
        listed = [each for each in places.entries if each.employee in self.wanted]
        empty = Paragraph(text=self.words.say("list-empty"), tone=Tone.MUTED)
        return Section(
            id=places.rule,
            title=self.words.head(places.label, places.rule),
            parts=(self._places(places, listed),) if listed else (empty,),
        )

    def _places(self, places: LastPlaces, listed: Sequence[LastPlace]) -> Table:
        say, days = self.words.say, ColumnKind.DATE
        return Table(
            id=f"{places.rule}-table",
            caption=say("promotion-last-places"),
            columns=(
                Column(id="employee", title=say("list-employee")),
                Column(id="stage", title=say("list-state")),
                Column(id="months", title=say("promotion-months"), kind=ColumnKind.NUMBER),
                Column(id="first", title=say("promotion-training-from"), kind=days),
                Column(id="last", title=say("promotion-training-until"), kind=days),
            ),
            rows=tuple(
                (
                    name_cell(each.employee, self.names),
                    text_cell(say(f"stage-{each.stage}")),
                    Cell(text=str(each.months), value=each.months),
                    self._day(each.training_from),
                    self._day(each.training_until),
                )
                for each in listed
            ),
        )
