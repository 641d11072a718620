"""The page of a center's organization: who answers to whom, posts, spans, duties not shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.organization import DutyState, Organization
from ccops.reports.document.kinds import PageKind
from ccops.reports.document.model import Document, Paragraph, Section, Tone
from ccops.reports.document.words import Words
from ccops.reports.parts.list_cells import cell_of
from ccops.reports.parts.row_tables import RowTables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.organization import DutyList, SpanList
    from ccops.reports.document.model import Part

_LINES: Final = ("employee", "role", "team", "superior", "state", "among")
_POSTS: Final = (
    "role",
    "department",
    "holders",
    "count",
    "wanted",
    "vacant",
    "over",
    "stood_in_by",
)
_SPANS: Final = ("who", "members", "state", "leads", "leads_needed", "sizes", "out_of_place")
_DUTIES: Final = ("duty", "role", "who", "asked", "shown", "state", "not_shown")
_RIGHTS: Final = ("entitlement", "kept_by")
_RISKS: Final = ("risk", "owners", "plans", "count", "last", "state")
#: So many days are told that a duty is not shown for; more are counted.
_MOST_LABELS: Final = 4
#: Duties told of one by one; all others are only counted.
_TOLD: Final = (DutyState.NOT_SHOWN, DutyState.PARTLY, DutyState.NOBODY, DutyState.UNKNOWN)


def _build(organization: Organization, *, locale: str, names: Mapping[str, str]) -> Document:
    labels = organization.labels
    words = Words.of(locale, labels.get("words"))
    departments = labels.get("departments", {})
    posts = {**departments, **{each.role: each.label for each in organization.posts}}
    tables = RowTables(words=words, names=names, posts=posts)
    made = _Page(organization=organization, words=words, tables=tables)
    return Document(
        kind="organization",
        title=words.say("organization", period=organization.period),
        subtitle=made.on,
        locale=locale,
        sections=tuple(made.sections()),
        foot=(words.say("learning-foot"),),
    )


#: Lines, posts, spans, duties not shown.
ORGANIZATION: Final = PageKind(name="organization", about=Organization, page=_build)


@attrs.frozen(kw_only=True, eq=False)
class _Page:
    """The page in the making."""

    organization: Organization
    words: Words
    tables: RowTables

    @property
    def on(self) -> str:
        """As of which day."""
        day = cell_of(self.organization.on, self.words).text
        return self.words.say("learning-on", day=day)

    def sections(self) -> Iterator[Section]:
        """Yield the parts of the page."""
        yield self._section("findings", self._findings())
        yield self._section("lines", self._lines())
        yield self._section("posts", self._posts())
        for span in self.organization.spans:
            yield Section(
                id=span.name,
                title=self.words.head(span.label, span.name),
                parts=tuple(self._span(span)),
            )
        yield self._section("duties", self._duties())
        if self.organization.risks:
            yield self._section("risks", self._risks())
        if self.organization.rights:
            yield self._section("rights", self._rights())

    def _section(self, name: str, parts: Iterator[Part]) -> Section:
        found = tuple(parts) or (Paragraph(text=self.words.say("list-empty"), tone=Tone.MUTED),)
        return Section(id=name, title=self.words.say(f"organization-{name}"), parts=found)

    def _findings(self) -> Iterator[Part]:
        for each in self.organization.diagnostics:
            yield Paragraph(text=each.text(self.words.locale), tone=Tone.PROVISIONAL)

    def _lines(self) -> Iterator[Part]:
        rows = [{"employee": x.employee, **x.cells()} for x in self.organization.lines]
        if rows:
            yield self.tables.table("lines", self.on, rows, _LINES)

    def _posts(self) -> Iterator[Part]:
        rows = [{"role": x.role, **x.cells()} for x in self.organization.posts]
        if rows:
            yield self.tables.table("posts", self.on, rows, _POSTS)

    def _span(self, span: SpanList) -> Iterator[Part]:
        rows = [{"who": x.subject, **x.cells()} for x in span.entries]
        yield self.tables.table(span.name, self.on, rows, _SPANS)

    def _duties(self) -> Iterator[Part]:
        """Yield the duties that are not shown, and how many there are in each state."""
        duties = self.organization.duties
        rows = [row for duty in duties for row in self._duty(duty)]
        if rows:
            yield self.tables.table("duties", self.on, rows, _DUTIES)
        for state in DutyState:
            count = sum(len(each.of(state)) for each in duties)
            if count:
                told = {"state": self.words.say(f"state-{state.value}"), "count": count}
                yield Paragraph(text=self.words.say("state-count", **told), tone=Tone.MUTED)

    def _duty(self, duty: DutyList) -> Iterator[Mapping[str, object]]:
        label = self.words.label(duty.label, duty.name)
        for each in duty.of(*_TOLD):
            who = {"duty": label, "role": duty.role, "who": each.who or None}
            yield {**who, **each.cells(), "not_shown": self._few(each.not_shown)}

    def _few(self, labels: tuple[str, ...]) -> tuple[str, ...]:
        """Return the first of many labels, and how many more there are."""
        more = len(labels) - _MOST_LABELS
        if more <= 0:
            return labels
        return (*labels[:_MOST_LABELS], self.words.say("list-more", count=more))

    def _rights(self) -> Iterator[Part]:
        say = self.words.label
        rows = [
            {
                "entitlement": say(each.label, each.name),
                "kept_by": tuple(say(label, rule) for rule, label in each.kept_by.items()),
            }
            for each in self.organization.rights
        ]
        yield self.tables.table("rights", self.on, rows, _RIGHTS)

    def _risks(self) -> Iterator[Part]:
        rows = [
            {"risk": self.words.label(each.label, each.name), **each.cells()}
            for each in self.organization.risks
        ]
        yield self.tables.table("risks", self.on, rows, _RISKS)
