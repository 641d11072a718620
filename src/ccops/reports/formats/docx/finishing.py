"""What a template of Word cannot say: widths of columns, a page on its side, fonts for Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: The style of the tables in the library's template that hold tables of a document.
_STYLE: Final = "Lines"
#: With more columns a table is written small.
_SMALL_FROM: Final = 9
_RUNNING: Final = frozenset({"TableText", "TableHead", "TableTotal"})
#: What Word draws Chinese with; another that is there stands in where one is not.
_CHINESE: Final = {
    "en": ("Microsoft YaHei", "en-GB", "zh-CN"),
    "zh_CN": ("Microsoft YaHei", "zh-CN", "zh-CN"),
    "zh_TW": ("Microsoft JhengHei", "zh-TW", "zh-TW"),
}


def turn_pages(docx: Any) -> None:  # noqa: ANN401 - a document of python-docx, which is untyped
    """Turn every page on its side."""
    for section in docx.sections:
        section.page_width, section.page_height = section.page_height, section.page_width
        section.orientation = 1


def widen_columns(docx: Any, tables: Sequence[Sequence[int]]) -> None:  # noqa: ANN401
    """Give the columns of tables their share of the page.

    Nothing is done where a center's template has other tables in that style than the document.
    """
    from docx.shared import Emu

    shown = [each for each in docx.tables if each.style is not None and each.style.name == _STYLE]
    if len(shown) != len(tables):
        return
    page = docx.sections[0]
    room = page.page_width - page.left_margin - page.right_margin
    for table, shares in zip(shown, tables, strict=True):
        table.autofit = False
        _widen(table._tbl, [Emu(room * share // sum(shares)) for share in shares])  # noqa: SLF001
        if len(shares) >= _SMALL_FROM:
            _write_small(table._tbl.iter())  # noqa: SLF001 - python-docx has no other way


def _widen(table: Any, widths: Sequence[int]) -> None:  # noqa: ANN401
    """Write widths into the cells of a table and its grid, of which a template has one column."""
    grid = table.tblGrid
    for _ in range(len(grid.gridCol_lst), len(widths)):
        grid.add_gridCol()
    for column, width in zip(grid.gridCol_lst, widths, strict=False):
        column.w = width
    for row in table.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=False):
            cell.width = width


def _write_small(elements: Iterable[Any]) -> None:
    from docx.oxml.ns import qn

    for each in elements:
        if each.tag == qn("w:pStyle") and each.get(qn("w:val")) in _RUNNING:
            each.set(qn("w:val"), "TableSmall")


def draw_chinese(docx: Any, locale: str) -> None:  # noqa: ANN401
    """Name the font for Chinese and the language where the template does not."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    family, language, eastern = _CHINESE[locale]
    for each in docx.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr"):
        fonts = each.find(qn("w:rFonts"))
        if fonts is not None and fonts.get(qn("w:eastAsia")) is None:
            fonts.set(qn("w:eastAsia"), family)
            spoken = OxmlElement("w:lang")
            spoken.set(qn("w:val"), language)
            spoken.set(qn("w:eastAsia"), eastern)
            each.append(spoken)
