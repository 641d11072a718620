"""The page of the report calendar: what is missing, late, due, and lies in the archives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.organization import ReportCalendar, ReportState
from ccops.reports.document.kinds import PageKind
from ccops.reports.document.model import Document, Paragraph, Section, Tone
from ccops.reports.document.words import Words
from ccops.reports.parts.list_cells import cell_of
from ccops.reports.parts.row_tables import RowTables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.organization import ArchiveList, OwedReport
    from ccops.reports.document.model import Part

_KEYS: Final = (
    "report",
    "period",
    "who",
    "to",
    "due",
    "by",
    "state",
    "handed_in",
    "handed_in_at",
    "days_late",
)
_REPORTS: Final = (
    "report",
    "who",
    "to",
    "every",
    "count",
    "due",
    "by",
    "on_time",
    "came_late",
    "missing",
    "made_by",
)
_ARCHIVED: Final = ("item", "since", "keep_until", "backed_up_on", "until", "state")
#: The verb that makes a report of the library, by the name of the report.
MADE_BY: Final[Mapping[str, str]] = {
    "daily": "ccops operations --span day",
    "weekly": "ccops operations --span week",
    "monthly": "ccops operations",
    "quality": "ccops quality",
    "attrition": "ccops report --kind attrition",
    "client": "ccops report --kind client",
    "floor": "ccops report --kind floor",
    "learning": "ccops learning",
    "approval": "ccops report --kind approval",
    "appraisal": "ccops report --kind appraisal",
}
#: The lists of the page: their heads, and the states in them.
_LISTS: Final[Mapping[str, tuple[ReportState, ...]]] = {
    "missing": (ReportState.MISSING, ReportState.NOBODY),
    "late": (ReportState.LATE, ReportState.UNCLEAR),
    "due": (ReportState.DUE,),
}
#: The findings that say no more than the lists do.
_LISTED: Final = frozenset(
    {"report-missing", "report-late", "report-time-unclear", "report-nobody"}
)


def _build(calendar: ReportCalendar, *, locale: str, names: Mapping[str, str]) -> Document:
    labels = calendar.labels
    words = Words.of(locale, labels.get("words"))
    tables = RowTables(words=words, names=names, posts=labels.get("roles", {}))
    made = _Page(calendar=calendar, words=words, tables=tables)
    return Document(
        kind="report_calendar",
        title=words.say("calendar", period=calendar.period),
        subtitle=made.on,
        locale=locale,
        sections=tuple(made.sections()),
        foot=(words.say("learning-foot"),),
    )


#: Which reports are missing, late and due.
REPORT_CALENDAR: Final = PageKind(name="reports-due", about=ReportCalendar, page=_build)


@attrs.frozen(kw_only=True, eq=False)
class _Page:
    """The page in the making."""

    calendar: ReportCalendar
    words: Words
    tables: RowTables

    @property
    def on(self) -> str:
        """As of which day."""
        day = cell_of(self.calendar.on, self.words).text
        return self.words.say("learning-on", day=day)

    def sections(self) -> Iterator[Section]:
        """Yield the parts of the page; recipients outside the center stand by themselves."""
        yield self._section("findings", self._findings())
        for name, states in _LISTS.items():
            yield self._section(name, self._list(name, states, external=False))
        outside = self._list("external", tuple(ReportState), external=True)
        yield self._section("external", outside)
        yield self._section("all", self._all())
        for archive in self.calendar.archives:
            yield self._archive(archive)

    def _section(self, name: str, parts: Iterator[Part]) -> Section:
        found = tuple(parts) or (Paragraph(text=self.words.say("list-empty"), tone=Tone.MUTED),)
        return Section(id=name, title=self.words.say(f"calendar-{name}"), parts=found)

    def _findings(self) -> Iterator[Part]:
        """Yield what is told of reports that stand in none of the lists."""
        for each in self.calendar.diagnostics:
            if each.code not in _LISTED:
                yield Paragraph(text=each.text(self.words.locale), tone=Tone.PROVISIONAL)

    def _list(
        self, name: str, states: tuple[ReportState, ...], *, external: bool
    ) -> Iterator[Part]:
        rows = [
            {"report": self.words.label(listed.label, listed.name), **each.cells()}
            for listed in self.calendar.reports
            for each in listed.of(*states)
            if each.external is external
        ]
        if rows:
            yield self.tables.table(name, self.on, rows, _KEYS)

    def _all(self) -> Iterator[Part]:
        """Yield who owes which report: one row a report, with its next day."""
        rows: list[Mapping[str, object]] = []
        for listed in self.calendar.reports:
            ahead = next(iter(listed.of(ReportState.DUE, ReportState.LATER)), None)
            rows.append(
                {
                    "report": self.words.label(listed.label, listed.name),
                    "who": listed.roles,
                    "to": listed.to,
                    "every": self.words.say(f"every-{listed.every}"),
                    "count": len(listed.entries),
                    **_next(ahead or next(iter(listed.entries), None)),
                    "on_time": len(listed.of(ReportState.ON_TIME)),
                    "came_late": len(listed.of(ReportState.LATE)),
                    "missing": len(listed.of(ReportState.MISSING)),
                    "made_by": MADE_BY.get(listed.made_by),
                }
            )
        if rows:
            yield self.tables.table("all", self.on, rows, _REPORTS)

    def _archive(self, archive: ArchiveList) -> Section:
        rows = [{"item": self._item(each.item), **each.cells()} for each in archive.entries]
        parts: tuple[Part, ...] = (
            (self.tables.table(archive.name, self.on, rows, _ARCHIVED),)
            if rows
            else (Paragraph(text=self.words.say("list-empty"), tone=Tone.MUTED),)
        )
        return Section(
            id=archive.name,
            title=self.words.head(archive.label, archive.name),
            note=self.words.label(archive.place),
            parts=parts,
        )

    def _item(self, item: str) -> str:
        """Return what lies in an archive; a report by its label, with its period."""
        name, _, period = item.partition("/")
        listed = next((each for each in self.calendar.reports if each.name == name), None)
        if listed is None or not period:
            return item
        return f"{self.words.label(listed.label, name)} {period}"


def _next(entry: OwedReport | None) -> Mapping[str, object]:
    cells = {} if entry is None else entry.cells()
    return {key: cells.get(key) for key in ("due", "by")}
