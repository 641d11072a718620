"""Tables of lists: rows of cells by key, under heads of the catalogs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import Label
from ccops.reports.document.model import Column, ColumnKind, Table, Tone
from ccops.reports.document.tables import text_cell
from ccops.reports.document.words import Words
from ccops.reports.parts.list_cells import cell_of, name_cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.reports.document.tables import Cell

_DAYS: Final = frozenset({"due", "handed_in", "first", "last", "since", "keep_until", "until"})
_NUMBERS: Final = frozenset(
    {
        "asked",
        "came_late",
        "missing",
        "on_time",
        "count",
        "days_late",
        "leads",
        "members",
        "leads_needed",
        "out_of_place",
        "over",
        "shown",
        "vacant",
        "wanted",
    }
)
#: Columns that hold posts or their departments, and those that hold people.
_POSTS: Final = frozenset({"role", "post", "to", "department"})
_PEOPLE: Final = frozenset(
    {"employee", "who", "superior", "handed_in_by", "holders", "among", "stood_in_by", "owners"}
)


@attrs.frozen(kw_only=True, eq=False)
class RowTables:
    """Makes tables of rows: posts under what people call them, people with their names."""

    words: Words
    names: Mapping[str, str]
    posts: Mapping[str, Label]

    def table(
        self, name: str, caption: str, rows: Sequence[Mapping[str, object]], keys: Sequence[str]
    ) -> Table:
        """Return a table of some cells of rows."""
        return Table(
            id=f"{name}-table",
            caption=caption,
            columns=tuple(map(self._column, keys)),
            rows=tuple(tuple(self._cell(key, row.get(key)) for key in keys) for row in rows),
        )

    def post(self, post: str) -> str:
        """Return what people call a post; its id where nobody calls it anything."""
        label = self.posts.get(post)
        return post if label is None else self.words.label(label, post)

    def _column(self, key: str) -> Column:
        kind = ColumnKind.DATE if key in _DAYS else ColumnKind.TEXT
        kind = ColumnKind.NUMBER if key in _NUMBERS else kind
        return Column(id=key, title=self.words.say(f"list-{key}"), kind=kind)

    def _cell(self, key: str, value: object) -> Cell:
        if value in (None, ()):
            return cell_of(None, self.words)
        if key == "state":
            tone = Tone.PROVISIONAL if value in TROUBLED else Tone.PLAIN
            return text_cell(self.words.say(f"state-{value}"), tone=tone)
        if key in _POSTS or key in _PEOPLE:
            return self._named(value if isinstance(value, tuple) else (value,))
        return cell_of(value, self.words)

    def _named(self, values: Sequence[object]) -> Cell:
        """Return posts and people as they are called; one person with his name beneath."""
        texts = [self._called(str(each)) for each in values]
        if len(texts) == 1 and str(values[0]) in self.names:
            return name_cell(str(values[0]), self.names)
        return text_cell(self.words.say("listed").join(texts))

    def _called(self, value: str) -> str:
        if value in ("everybody", "superior", "center", "client"):
            return self.words.say(f"recipient-{value}")
        called = self.post(value)
        return self.words.value(value) if called == value else called


#: The states that somebody has to look into.
TROUBLED: Final = frozenset(
    {
        "destroyed_early",
        "gone",
        "impossible",
        "kept_too_long",
        "late",
        "loop",
        "missing",
        "no_lead",
        "no_plan",
        "no_post",
        "nobody",
        "not_copied",
        "not_shown",
        "partly",
        "several",
        "too_few",
        "too_few_leads",
        "too_many",
        "too_many_leads",
        "unclear",
        "vacant",
    }
)
