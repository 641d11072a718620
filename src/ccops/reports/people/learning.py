"""The learning report: what is due, studied, coached and looked up, for whoever leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

import attrs

from ccops.learning import DueList, DueState, Learning
from ccops.messages import Label
from ccops.reports.document.kinds import PageKind
from ccops.reports.document.model import (
    Column,
    ColumnKind,
    Document,
    Fact,
    Facts,
    Paragraph,
    Part,
    Section,
    Table,
    Tone,
)
from ccops.reports.document.tables import text_cell
from ccops.reports.document.words import Words
from ccops.reports.parts.list_cells import cell_of, name_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ccops.learning import AgeingList, SampleList, StudyList, TopList
    from ccops.messages import Diagnostic
    from ccops.reports.document.tables import Cell

#: Columns that hold no text, by their key.
_KINDS: Final = {
    "last": ColumnKind.DATE,
    "opened_on": ColumnKind.DATE,
    "joined_on": ColumnKind.DATE,
    "passed_on": ColumnKind.DATE,
    "live_since": ColumnKind.DATE,
    "due": ColumnKind.DATE,
    "day": ColumnKind.DATE,
    "overdue_by": ColumnKind.NUMBER,
    "place": ColumnKind.NUMBER,
    "count": ColumnKind.NUMBER,
    "calls": ColumnKind.NUMBER,
    "finished": ColumnKind.NUMBER,
    "late": ColumnKind.NUMBER,
    "tests": ColumnKind.NUMBER,
    "missed": ColumnKind.NUMBER,
    "calls_needed": ColumnKind.NUMBER,
    "drawn": ColumnKind.NUMBER,
    "heard": ColumnKind.NUMBER,
    "base": ColumnKind.NUMBER,
    "calls_due": ColumnKind.NUMBER,
    "scorers": ColumnKind.NUMBER,
    "share": ColumnKind.PERCENT,
    "raised_on": ColumnKind.DATE,
    "answer_by": ColumnKind.DATE,
    "done_on": ColumnKind.DATE,
    "progress": ColumnKind.PERCENT,
    "last_result": ColumnKind.PERCENT,
}
#: Columns whose cells are words of the catalogs.
_WORDED: Final = frozenset({"state", "raised", "outcome", "short_of"})
#: Columns that hold somebody's id.
_PEOPLE: Final = frozenset({"coach", "scored", "evaluator", "owner"})
_Row = tuple[str, Mapping[str, object]]


def _build(learning: Learning, *, locale: str, names: Mapping[str, str]) -> Document:
    labels = learning.labels
    words = Words.of(locale, labels.get("words"))
    made = _Report(
        learning=learning,
        words=words,
        names=names,
        forms=labels.get("scorecards", {}),
        aims={**labels.get("contracts", {}), **labels.get("targets", {})},
    )
    return Document(
        kind="learning",
        title=words.say("learning", period=learning.period),
        subtitle=words.say("learning-on", day=cell_of(learning.on, words).text),
        locale=locale,
        sections=tuple(made.sections()),
        foot=(words.say("learning-foot"),),
    )


#: What is due, studied, coached and looked up.
LEARNING: Final = PageKind(name="learning", about=Learning, page=_build)


def quality_sections(
    learning: Learning, words: Words, names: Mapping[str, str], forms: Mapping[str, Label]
) -> Iterator[Section]:
    """Yield what is monitored by whom, how scorers agree, what is disputed, and what is done."""
    made = _Report(learning=learning, words=words, names=names, forms=forms, aims={})
    yield from made.quality()


@attrs.frozen(kw_only=True, eq=False)
class _Report:
    """The report in the making."""

    learning: Learning
    words: Words
    names: Mapping[str, str]
    forms: Mapping[str, Label]
    aims: Mapping[str, Label]

    def sections(self) -> Iterator[Section]:
        learning = self.learning
        for due in learning.due_lists:
            yield self._section(due.name, due.label, self._due(due))
        for process in learning.processes:
            rows = [(self._aim(each.target), each.cells()) for each in process.served]
            yield self._section(
                process.name, process.label, self._list(process.name, "target", rows)
            )
        for top in learning.top_lists:
            yield self._section(top.name, top.label, self._top(top))
        for calls in learning.long_calls:
            rows = [(x.agent, {"topic": x.topic, **x.cells()}) for x in calls.entries]
            yield self._section(calls.name, calls.label, self._list(calls.name, "employee", rows))
        for study in learning.studies:
            yield self._section(study.name, study.label, self._study(study))
        for effect in learning.effects:
            rows = [(each.employee, without(each.cells(), "employee")) for each in effect.entries]
            yield self._section(
                effect.name, effect.label, self._list(effect.name, "employee", rows)
            )
        for plan in learning.plans:
            rows = [(each.employee, each.cells()) for each in plan.entries]
            yield self._section(plan.name, plan.label, self._list(plan.name, "employee", rows))
        yield from self.quality()
        yield from self._casework()
        if learning.diagnostics:
            yield Section(
                id="findings",
                title=self.words.say("learning-findings"),
                parts=tuple(
                    Paragraph(text=self._finding(each), tone=Tone.PROVISIONAL)
                    for each in learning.diagnostics
                ),
            )

    def quality(self) -> Iterator[Section]:
        """Yield what is monitored by whom, how scorers agree, and what is disputed."""
        for sample in self.learning.samples:
            monitors = {self._monitor(sample, key): row for key, row in sample.monitors().items()}
            parts = self._tables(sample.name, {"monitor": monitors, "employee": sample.people()})
            yield self._section(sample.name, sample.label, parts)
        for each in self.learning.calibrations:
            forms = {self._form(name): row for name, row in each.forms.items()}
            listed = {"form": forms, "contact": each.contacts, "scorer": each.scorers}
            yield self._section(each.name, each.label, self._tables(each.name, listed))
        for dispute in self.learning.disputes:
            parts = self._tables(dispute.name, {"evaluation": dispute.entries})
            yield self._section(dispute.name, dispute.label, parts)
        for actions in self.learning.actions:
            parts = self._tables(actions.name, {"action": actions.entries})
            yield self._section(actions.name, actions.label, parts)

    def _monitor(self, sample: SampleList, key: str) -> str:
        """Return who monitors: what his group is called, his number, and his name."""
        group, _, who = key.partition("/")
        called = self.words.label(sample.called.get(group, Label()), group)
        return " ".join(each for each in (called, who, self.names.get(who, "")) if each)

    def _form(self, name: str) -> str:
        label = self.forms.get(name)
        return name if label is None else self.words.label(label, name)

    def _tables(
        self, name: str, listed: Mapping[str, Mapping[str, Mapping[str, object]]]
    ) -> Iterator[Part]:
        """Yield a table for each kind of subject a list is about."""
        for subject, rows in listed.items():
            yield from self._list(f"{name}-{subject}", subject, list(rows.items()))

    def _casework(self) -> Iterator[Section]:
        for ageing in self.learning.ageing:
            yield self._section(ageing.name, ageing.label, self._ageing(ageing))
        for listed in self.learning.listed:
            rows = [(each.subject, each.cells()) for each in listed.entries]
            heads = self._heads(listed.heads)
            table = self._list(listed.name, listed.by, rows, heads)
            yield self._section(listed.name, listed.label, table)
        for gate in self.learning.gates:
            rows = [(each.subject, each.cells()) for each in gate.entries]
            yield self._section(gate.name, gate.label, self._list(gate.name, "employee", rows))

    def _heads(self, labels: Mapping[str, Label]) -> dict[str, str]:
        """Return what the columns of records are called in the words of the report."""
        return {name: label.in_locale(self.words.locale) for name, label in labels.items()}

    def _ageing(self, ageing: AgeingList) -> Iterator[Part]:
        """Yield what is open, the oldest first, and how many there are in each bucket."""
        rows = [(each.subject, each.cells()) for each in ageing.entries]
        yield from self._list(ageing.name, ageing.by, rows, self._heads(ageing.heads))
        counts = (
            Fact(label=name, value=cell_of(count, self.words))
            for name, count in ageing.buckets.items()
        )
        yield Facts(facts=tuple(counts))
        if ageing.untold:
            text = self.words.say("list-untold", count=ageing.untold)
            yield Paragraph(text=text, tone=Tone.PROVISIONAL)

    def _section(self, name: str, label: Label, parts: Iterable[Part]) -> Section:
        found = tuple(parts) or (Paragraph(text=self.words.say("list-empty"), tone=Tone.MUTED),)
        return Section(id=name, title=self.words.head(label, name), parts=found)

    def _list(
        self,
        name: str,
        subject: str,
        rows: Sequence[_Row],
        heads: Mapping[str, str] | None = None,
    ) -> Iterator[Table]:
        """Yield the table of a list, none where it is empty; ``heads`` are what is not a word."""
        if not rows:
            return
        keys = (subject, *rows[0][1])
        named = heads or {}
        titles = {key: named.get(key) or self.words.say(f"list-{key}") for key in keys}
        yield Table(
            id=f"{name}-table",
            caption=self.words.say("learning-on", day=cell_of(self.learning.on, self.words).text),
            columns=tuple(
                Column(
                    id=key,
                    title=titles[key],
                    kind=_KINDS.get(key, ColumnKind.TEXT),
                )
                for key in keys
            ),
            rows=tuple(
                (
                    name_cell(who, self.names),
                    *(self._cell(*each, is_named=each[0] in named) for each in cells.items()),
                )
                for who, cells in rows
            ),
        )

    def _cell(self, key: str, value: object, *, is_named: bool = False) -> Cell:
        """Return a cell; one of a column that is named by its records is shown as it is."""
        if is_named:
            return cell_of(value, self.words)
        if key in _WORDED and value is not None:
            return cell_of(self._word(key, str(value)), self.words)
        if key == "last" and value is None:
            return text_cell(self.words.say("due-never"), tone=Tone.MISSING)
        if key in _PEOPLE:
            return name_cell(str(value), self.names)
        return cell_of(value, self.words)

    def _word(self, key: str, value: str) -> str:
        match key:
            case "raised":
                return self.words.say(f"raised-{value}")
            case "short_of":
                return self.words.say(f"short-of-{value}")
            case "outcome":
                return self.words.say(f"outcome-{value}")
            case _:
                return self.words.say(f"state-{value}")

    def _aim(self, name: str) -> str:
        return self.words.label(self.aims.get(name, Label()), name)

    def _finding(self, found: Diagnostic) -> str:
        """Return a finding in words, the targets in it by their labels."""
        args = dict(found.args)
        if "targets" in args:
            named = map(self._aim, str(args["targets"]).split(", "))
            args["targets"] = self.words.say("listed").join(named)
        return attrs.evolve(found, args=args).text(self.words.locale)

    def _due(self, due: DueList) -> Iterator[Part]:
        """Yield who and what is overdue or due, and how many are not yet."""
        listed = [
            (each.subject, without(each.cells(), "since"))
            for each in due.entries
            if each.state is not DueState.LATER
        ]
        yield from self._list(due.name, due.per, listed)
        counts = {state.value: len(due.of(state)) for state in DueState}
        yield Paragraph(text=self.words.say("due-counts", **counts), tone=Tone.MUTED)

    def _top(self, top: TopList) -> Iterator[Part]:
        heads = {name: self.words.head(label, name) for name, label in top.columns.items()}
        rows = [(self._listed(x.subject, top.titles), x.cells()) for x in top.entries]
        yield from self._list(top.name, top.by, rows, heads)
        if top.totals:
            facts = (
                Fact(label=self.words.head(label, name), value=cell_of(value, self.words))
                for name, (label, value) in top.totals.items()
            )
            yield Facts(facts=tuple(facts))

    def _listed(self, subject: str, titles: Mapping[str, str]) -> str:
        """Return what people call the subject of a list: its title with its id, or its word."""
        title = titles.get(subject, "")
        return f"{title} {subject}" if title else self.words.value(subject)

    def _study(self, study: StudyList) -> Iterator[Part]:
        rows = [(each.employee, each.cells()) for each in study.entries]
        yield from self._list(study.name, "employee", rows)
        began = cell_of(study.began, self.words).text
        yield Paragraph(text=self.words.say("study-began", day=began), tone=Tone.MUTED)


def without(cells: Mapping[str, object], name: str) -> dict[str, object]:
    """Return the cells of a row but one."""
    return {key: each for key, each in cells.items() if key != name}
