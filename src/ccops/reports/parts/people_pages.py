"""Pages of people: a document of one section a person, as letters and forms are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.reports.document.model import Document, Layout
from ccops.reports.parts.foot import foot_of, pack_told
from ccops.reports.parts.working_out import workings_behind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ccops.reports.document.model import Section
    from ccops.reports.document.words import Words
    from ccops.settlement import Settlement


def people_pages(
    settlement: Settlement,
    words: Words,
    sections: Sequence[Section],
    names: Mapping[str, str],
    *,
    kind: str,
    title: str,
) -> Document:
    """Return the document of some people's pages; ``title`` is a key of the catalogs."""
    return Document(
        kind=kind,
        title=words.say(title, period=settlement.period),
        subtitle=words.say("statement-subtitle", **pack_told(settlement)),
        locale=words.locale,
        layout=Layout.PAGES,
        sections=tuple(sections),
        foot=foot_of(settlement, words),
        workings=workings_behind(settlement, words, sections, names) if sections else None,
    )
