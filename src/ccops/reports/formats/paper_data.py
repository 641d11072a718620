"""A document as the plain data that the templates of paper lay out: texts, no values."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, assert_never

import attrs

from ccops.reports.document.charts import Chart
from ccops.reports.document.model import (
    Attachment,
    Cell,
    ColumnKind,
    Document,
    Facts,
    Frame,
    Layout,
    Paragraph,
    Section,
    Shown,
    SignatureBlock,
    Step,
    Table,
    Unfolding,
)
from ccops.reports.document.words import Words
from ccops.reports.formats.widths import stands_whole, widths_of

if TYPE_CHECKING:
    from collections.abc import Mapping

#: A table of more columns is laid across a page turned on its side.
_UPRIGHT: Final = 9
#: What stands between notes that share a line, in any language.
_BETWEEN: Final = " · "
_REGIONS: Final = {"en": ("en", "GB"), "zh_CN": ("zh", "CN"), "zh_TW": ("zh", "TW")}


@attrs.frozen(kw_only=True)
class PlainDocument:
    """Turns a document into data for the template.

    ``words`` are those of its locale; ``drawn`` draws a chart; ``depth`` is how many
    levels of steps an explanation shows beneath its first, which is said with what it was made
    from.
    """

    words: Words
    drawn: Callable[[Chart], object]
    depth: int = 0

    def head(self, document: Document) -> dict[str, Any]:
        """Return what is said of a document as a whole."""
        return {
            **_framed(document, self.words),
            "pages": document.layout is Layout.PAGES and bool(document.sections),
            "wide": any(len(each.columns) > _UPRIGHT for each in _tables(document)),
            "contents": document.contents,
        }

    def section(self, section: Section) -> dict[str, Any]:
        """Return what a section says."""
        shown = section.annexed
        unfoldings = (each for each in shown if isinstance(each, Unfolding))
        marks = {each.id: f"[{number}]" for number, each in enumerate(unfoldings, 1)}
        charts = [each for each in shown if isinstance(each, Chart)]
        parts = [self._part(each, marks) for each in shown]
        return {
            "id": section.id,
            "title": section.title,
            "level": section.level,
            "note": section.note,
            "frame": section.frame and _framed(section.frame, Words.of(section.frame.locale)),
            "parts": _with_first(parts),
            "data": [_table(each.table, marks) for each in charts],
            "files": [_file(each) for each in section.parts if isinstance(each, Attachment)],
        }

    def _part(self, part: Shown, marks: Mapping[str, str]) -> dict[str, Any]:
        match part:
            case Paragraph():
                return {"part": "paragraph", "text": part.text, "tone": part.tone.value}
            case Facts():
                return _facts(part, marks)
            case Table():
                return _table(part, marks)
            case Chart():
                return {"part": "chart", "title": part.title, "drawing": self.drawn(part)}
            case Unfolding():
                step = _step(part.step, self.depth)
                return {"part": "unfolding", "mark": marks[part.id], "step": step}
            case SignatureBlock():
                return _signatures(part)
            case _:
                assert_never(part)


def _framed(frame: Document | Frame, words: Words) -> dict[str, Any]:
    """Return what stands around a document, or around a section in another language."""
    language, region = _REGIONS[words.locale]
    return {
        "title": frame.title,
        "subtitle": frame.subtitle,
        "language": language,
        "region": region,
        "foot": list(frame.foot),
        "words": {"why": words.say("why"), "data": words.say("chart-data")},
    }


def _tables(document: Document) -> list[Table]:
    parts = (part for section in document.sections for part in section.parts)
    shown = (part.table if isinstance(part, Chart) else part for part in parts)
    return [each for each in shown if isinstance(each, Table)]


def _with_first(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Say which explanation is the first of several: a heading stands over it."""
    before = ""
    for each in parts:
        if each["part"] == "unfolding":
            each["first"] = before != "unfolding"
        before = each["part"]
    return parts


def _facts(part: Facts, marks: Mapping[str, str]) -> dict[str, Any]:
    facts = [{"label": each.label, "value": _cell(each.value, marks)} for each in part.facts]
    return {"part": "facts", "title": part.title, "look": part.look.value, "facts": facts}


def _table(table: Table, marks: Mapping[str, str]) -> dict[str, Any]:
    return {
        "part": "table",
        "caption": table.caption,
        "heads": [each.title for each in table.columns],
        "right": [each.kind not in {ColumnKind.TEXT, ColumnKind.DATE} for each in table.columns],
        "widths": widths_of(table),
        "whole": stands_whole(table),
        "rows": [[_cell(cell, marks) for cell in row] for row in table.rows],
        "foot": [[_cell(cell, marks) for cell in row] for row in table.foot],
    }


def _cell(cell: Cell, marks: Mapping[str, str]) -> dict[str, str]:
    mark = marks.get(cell.explain, "")
    return {
        "text": cell.text,
        "note": cell.note,
        "tone": cell.tone.value,
        "mark": mark,
        "link": cell.link,
    }


def _step(step: Step, depth: int) -> dict[str, Any]:
    made = [] if depth else [f"{each.label} {each.value}" for each in step.steps]
    return {
        "label": step.label,
        "value": step.value,
        "notes": _BETWEEN.join(step.notes),
        "made": _BETWEEN.join(made),
        "steps": [_step(each, depth - 1) for each in step.steps] if depth else [],
    }


def _file(attachment: Attachment) -> dict[str, str]:
    return {"id": attachment.id, "type": attachment.media_type, "text": attachment.text}


def _signatures(block: SignatureBlock) -> dict[str, Any]:
    return {
        "part": "signatureblock",
        "day": block.day,
        "signatures": [{"role": each.role, "name": each.name} for each in block.signatures],
    }
