"""The report model: what a report says, as frozen data. Renderers only lay it out.

Every value is there twice: as a value, for machines, and as the text of the report's locale.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any

import attrs

from ccops.reports.document.charts import Chart
from ccops.reports.document.plain import plain_object
from ccops.reports.document.tables import Cell, Column, ColumnKind, Table, Tone
from ccops.reports.document.workings import Workings

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Attachment",
    "Cell",
    "Column",
    "ColumnKind",
    "Document",
    "Fact",
    "Facts",
    "Frame",
    "Layout",
    "Look",
    "Paragraph",
    "Part",
    "Section",
    "Shown",
    "Signature",
    "SignatureBlock",
    "Step",
    "Table",
    "Tone",
    "Unfolding",
]


class Look(enum.Enum):
    """How facts are laid out: a list, large figures side by side, or room to write in."""

    LIST = "list"
    TILES = "tiles"
    SPACE = "space"


class Layout(enum.Enum):
    """How a document is laid out: one after another, or each section on pages of its own."""

    FLOW = "flow"
    PAGES = "pages"


@attrs.frozen(kw_only=True)
class Paragraph:
    """A few sentences."""

    text: str
    tone: Tone = Tone.PLAIN


@attrs.frozen(kw_only=True)
class Fact:
    """One label and what stands beside it."""

    label: str
    value: Cell


@attrs.frozen(kw_only=True)
class Facts:
    """Labels with their values, under an optional heading."""

    facts: tuple[Fact, ...]
    title: str = ""
    look: Look = Look.LIST


@attrs.frozen(kw_only=True)
class Step:
    """One step of an explanation: a value, why it is what it is, and what it was made from."""

    label: str
    value: str
    notes: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()


@attrs.frozen(kw_only=True)
class Unfolding:
    """The explanation of one value; a cell with ``explain`` equal to ``id`` points here."""

    id: str
    step: Step


@attrs.frozen(kw_only=True)
class Signature:
    """A place to sign: who signs, and what is known already."""

    role: str
    name: str = ""


@attrs.frozen(kw_only=True)
class SignatureBlock:
    """The places to sign, side by side; ``day`` is the word before the date of each."""

    signatures: tuple[Signature, ...]
    day: str


@attrs.frozen(kw_only=True)
class Attachment:
    """Data that a document carries along for programs; people are shown nothing of it."""

    id: str
    media_type: str
    text: str


#: What people are shown.
Shown = Paragraph | Facts | Table | Chart | Unfolding | SignatureBlock
Part = Shown | Attachment


@attrs.frozen(kw_only=True)
class Frame:
    """What stands around a section that is in another language than its document."""

    locale: str
    title: str
    subtitle: str = ""
    foot: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Section:
    """A part of a document under a heading. ``note`` is said small under the heading.

    ``frame`` is what the document says in the language of the person the section is for, where
    that is not the language of the document.
    ``level`` is 1 for a chapter, 2 for a section of the chapter before it.
    """

    id: str
    title: str
    parts: tuple[Part, ...]
    note: str = ""
    frame: Frame | None = None
    level: int = 1

    @property
    def shown(self) -> tuple[Shown, ...]:
        """The parts that people are shown."""
        return tuple(each for each in self.parts if not isinstance(each, Attachment))

    @property
    def annexed(self) -> tuple[Shown, ...]:
        """The parts that people are shown where nothing unfolds: explanations are an annex.

        They stand behind the signatures, and before what is said there.
        """
        shown = self.shown
        ends = [at for at, each in enumerate(shown, 1) if isinstance(each, SignatureBlock)]
        ends = ends or [at for at, each in enumerate(shown, 1) if isinstance(each, Unfolding)]
        end = ends[-1] if ends else 0
        told = tuple(each for each in shown if isinstance(each, Unfolding))
        form, behind = shown[:end], shown[end:]
        return (*_forms(form), *told, *_forms(behind))


def _forms(parts: tuple[Shown, ...]) -> Iterator[Shown]:
    return (each for each in parts if not isinstance(each, Unfolding))


@attrs.frozen(kw_only=True)
class Document:
    """A report. ``foot`` stands once at the end; a section may have a language of its own.

    ``workings`` are what its figures were worked out from, for renderers whose readers recompute:
    a cell that follows from them says which figure it shows. Others tell it by unfoldings.
    ``contents`` is the title of its table of contents, where it is long enough for one.
    """

    kind: str
    title: str
    locale: str
    sections: tuple[Section, ...]
    subtitle: str = ""
    layout: Layout = Layout.FLOW
    foot: tuple[str, ...] = ()
    workings: Workings | None = None
    contents: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the document as plain JSON data; every part says what it is in ``part``."""
        return {"schema": "ccops.report/1", **plain_object(self)}
