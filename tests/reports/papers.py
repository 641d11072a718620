"""What the tests of printed reports share: hostile texts, small documents, the text of a PDF."""

from __future__ import annotations

import shutil
import subprocess
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pytest

from ccops.reports import (
    Cell,
    Chart,
    ChartKind,
    Column,
    ColumnKind,
    Document,
    Fact,
    Facts,
    Layout,
    Paragraph,
    Section,
    Series,
    Signature,
    SignatureBlock,
    Step,
    Table,
    Unfolding,
)
from ccops.reports.formats import fonts

if TYPE_CHECKING:
    from pathlib import Path

#: Texts that are markup somewhere: of typst, of Word, of Jinja, of a spreadsheet.
HOSTILE: Final = (
    "#sys.inputs",
    "#panic(1)",
    "*bold* _soft_ $x$ @ref <label>",
    "= no heading",
    "{{ 7 * 7 }} {% for x in y %}",
    "<w:p>a</w:p> & b",
    '"] }) evil',
    "\\u{41} // no comment",
    "=1+1",
)
needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext of poppler is not installed"
)


needs_chinese = pytest.mark.skipif(
    not fonts.found_families("zh_CN"), reason="no Chinese font is installed"
)


def document(*parts: Any, title: str = "title", **more: Any) -> Document:
    """Return a document of one section."""
    section = Section(id="one", title=title, parts=parts)
    given: dict[str, Any] = {"kind": "test", "locale": "en", "sections": (section,), **more}
    return Document(title=title, **given)


def pages(*titles: str, **more: Any) -> Document:
    """Return a document with a page a title."""
    sections = tuple(
        Section(id=each, title=each, parts=(Paragraph(text=f"of {each}"),)) for each in titles
    )
    return document(sections=sections, layout=Layout.PAGES, **more)


def chart(kind: ChartKind = ChartKind.BARS, *, label: str = "Mon") -> Chart:
    """Return a chart of three values, one of them not known."""
    series = Series(name=label, values=(Decimal(3), None, Decimal(10)), texts=("3", "–", "10"))
    table = Table(
        id="t",
        caption=f"table of {label}",
        columns=(Column(id="x", title=label), Column(id="y", title="y", kind=ColumnKind.NUMBER)),
        rows=((Cell(text=label), Cell(text="3")),),
    )
    return Chart(
        id="c",
        title=label,
        kind=kind,
        labels=(label, "b", "c"),
        series=(series,),
        table=table,
        ticks=((Decimal(0), "none"), (Decimal(10), "all of it")),
    )


def everything(text: str) -> Document:
    """Return a document in which a text stands wherever one may stand."""
    cell = Cell(text=text, note=text, explain=text)
    return document(
        Paragraph(text=text),
        Facts(facts=(Fact(label=text, value=cell),), title=text),
        Table(
            id=text,
            caption=text,
            columns=(Column(id="a", title=text),),
            rows=((cell,),),
            foot=((cell,),),
        ),
        Unfolding(id=text, step=Step(label=text, value=text, notes=(text,))),
        SignatureBlock(signatures=(Signature(role=text, name=text),), day=text),
        title=text,
        subtitle=text,
        foot=(text,),
    )


def text_of(pdf: bytes, tmp_path: Path, *options: str) -> str:
    """Return the text of a PDF as poppler reads it."""
    path = tmp_path / "read.pdf"
    path.write_bytes(pdf)
    command = ["pdftotext", *options, str(path), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
