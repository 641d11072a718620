"""A PDF read back: the rows of its tables as they are shown, and the files it carries.

What is shown is read as programs read it that read aloud: by the structure that tells what is a
table, a row and a cell, and the text that each of them marks on the pages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pikepdf import Pdf

#: The texts of a row, cell by cell.
Texts = tuple[str, ...]
#: Where paper says which explanation is about a value.
_REFERENCE: Final = re.compile(r"\[\d+\]")
_OPERATORS: Final = "BDC BMC EMC Tf Tj TJ"
_WIDTH: Final = re.compile(rb"begincodespacerange\s*<([0-9A-Fa-f]+)>")
_CHARS: Final = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES: Final = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_PAIR: Final = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_TRIPLE: Final = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


@attrs.frozen(kw_only=True)
class ReadSection:
    """What stands below one main heading.

    ``head`` is all the text before the rows of the first table, its heads with it; ``rows`` are
    those of all tables, without their heads; ``below`` is the text below each smaller heading, by
    its words. ``language`` is that of the section.
    """

    title: str
    language: str
    head: str
    rows: tuple[Texts, ...]
    below: Mapping[str, str] = attrs.field(factory=dict[str, str])


@attrs.frozen(kw_only=True)
class ReadPdf:
    """What is read out of a PDF.

    ``files`` are the texts of the files it carries, each under what it is described by, in the
    order of their names.
    """

    sections: tuple[ReadSection, ...]
    files: Mapping[str, str]


def read_pdf(data: bytes, *, password: str = "") -> ReadPdf:
    """Return what stands in a PDF; one that tells nothing of its structure has no sections.

    Raises ``PermissionError`` for one that opens with another password, ``ValueError`` for what is
    no PDF, ``MissingExtraError`` without the extra ``pdf``.
    """
    try:
        import pikepdf
    except ImportError as error:
        raise MissingExtraError("pdf") from error
    try:
        with pikepdf.open(BytesIO(data), password=password) as opened:
            return ReadPdf(sections=tuple(_sections(opened)), files=dict(_files(opened)))
    except pikepdf.PasswordError as error:
        raise PermissionError(str(error)) from error
    except pikepdf.PdfError as error:
        raise ValueError(str(error)) from error


def _files(opened: Pdf) -> Iterator[tuple[str, str]]:
    for _, each in sorted(opened.attachments.items()):
        yield each.description, each.get_file().read_bytes().decode("utf-8")


# -- sections -------------------------------------------------------------------------------------


def _sections(opened: Pdf) -> Iterator[ReadSection]:
    """Yield what stands below each main heading."""
    root = opened.Root.get("/StructTreeRoot")
    if root is None:
        return
    pages, language = _Pages(), str(opened.Root.get("/Lang", ""))
    section: list[Any] = []
    for element in _leading(root):
        if element.S == "/H1":
            yield from _section(section, pages, language)
            section = []
        section.append(element)
    yield from _section(section, pages, language)


def _leading(root: Any) -> Iterator[Any]:  # noqa: ANN401 - of pikepdf
    """Yield the elements that stand side by side with the main headings."""
    for each in _kids(root):
        if _is_element(each):
            yield from _leading(each) if each.S in {"/Document", "/Part", "/Sect"} else (each,)


def _section(elements: list[Any], pages: _Pages, language: str) -> Iterator[ReadSection]:
    """Yield a section of a heading and what follows it; nothing where there is no heading."""
    if not elements or elements[0].S != "/H1":
        return
    heading, *others = elements
    head: list[str] = []
    rows: list[Texts] = []
    for element in others:
        tables = [element] if element.S == "/Table" else list(_below(element, {"/Table"}))
        if not rows:
            before = _below(element, {"/THead"}) if tables else (element,)
            head.extend(text for each in before for text in pages.texts_of(each))
        rows.extend(row for table in tables for row in _rows(table, pages))
    told = [str(each.Lang) for each in elements if "/Lang" in each]
    yield ReadSection(
        title=str(heading.get("/T", "")),
        language=told[0] if told else language,
        head=" ".join(head),
        rows=tuple(rows),
        below=_below_headings(others, pages),
    )


def _below_headings(elements: list[Any], pages: _Pages) -> dict[str, str]:
    """Return the text below each heading of the second rank."""
    found: dict[str, list[str]] = {}
    own: list[str] = []
    for element in elements:
        texts = [*pages.texts_of(element)]
        if element.S == "/H2":
            own = found.setdefault(" ".join(texts).strip(), [])
        else:
            own.extend(texts)
    return {heading: " ".join(texts) for heading, texts in found.items()}


def _rows(table: Any, pages: _Pages) -> Iterator[Texts]:  # noqa: ANN401 - of pikepdf
    for group in _below(table, {"/THead", "/TR"}):
        if group.S == "/TR":
            cells = _below(group, {"/TH", "/TD"})
            yield tuple(" ".join(pages.texts_of(each)) for each in cells)


def _below(element: Any, kinds: set[str]) -> Iterator[Any]:  # noqa: ANN401 - of pikepdf
    """Yield the elements of some kinds below one, but not those below each other."""
    for each in _kids(element):
        if _is_element(each):
            if each.get("/S") in kinds:
                yield each
            else:
                yield from _below(each, kinds)


def _kids(element: Any) -> Iterator[Any]:  # noqa: ANN401 - of pikepdf
    import pikepdf

    kids = element.get("/K", ())
    yield from kids if isinstance(kids, pikepdf.Array | tuple) else (kids,)


def _is_element(kid: Any) -> bool:  # noqa: ANN401 - of pikepdf
    import pikepdf

    return isinstance(kid, pikepdf.Dictionary) and "/S" in kid


# -- the text of pages ----------------------------------------------------------------------------


class _Pages:
    """The texts of pages by the number they are marked with; each page and font is read once."""

    def __init__(self) -> None:
        self._pages: dict[tuple[int, int], Mapping[int, str]] = {}
        self._fonts: dict[tuple[int, int], _Font] = {}

    def texts_of(self, element: Any) -> Iterator[str]:  # noqa: ANN401 - of pikepdf
        """Yield the texts of an element, without what refers to an explanation."""
        for each in _kids(element):
            if _is_element(each):
                yield from self.texts_of(each)
            else:
                text = self._marked(each, element)
                if not _REFERENCE.fullmatch(text.strip()):
                    yield text

    def _marked(self, kid: Any, element: Any) -> str:  # noqa: ANN401 - of pikepdf
        page, number = element.get("/Pg"), kid
        if not isinstance(kid, int):
            page, number = kid.get("/Pg", page), kid.get("/MCID", -1)
        return "" if page is None else self._of(page).get(int(number), "")

    def _of(self, page: Any) -> Mapping[int, str]:  # noqa: ANN401 - of pikepdf
        if page.objgen not in self._pages:
            self._pages[page.objgen] = self._read(page)
        return self._pages[page.objgen]

    def _read(self, page: Any) -> Mapping[int, str]:  # noqa: ANN401 - of pikepdf
        import pikepdf

        fonts = page.get("/Resources", {}).get("/Font", {})
        found, marks, font = dict[int, str](), _Marks(), _Font()
        for instruction in pikepdf.parse_content_stream(page, _OPERATORS):
            operands, operator = instruction.operands, str(instruction.operator)
            if operator == "Tf":
                font = self._font(fonts[operands[0]])
            elif operator == "EMC":
                marks.end()
            elif operator in {"BDC", "BMC"}:
                said = marks.begin(operands[1] if operator == "BDC" else None)
                found[marks.number] = found.get(marks.number, "") + said
            elif not marks.is_said:
                shown = operands[0] if operator == "TJ" else operands
                text = "".join(font.text(bytes(x)) for x in shown if isinstance(x, pikepdf.String))
                found[marks.number] = found.get(marks.number, "") + text
        return found

    def _font(self, font: Any) -> _Font:  # noqa: ANN401 - of pikepdf
        if font.objgen not in self._fonts:
            told = font.get("/ToUnicode")
            self._fonts[font.objgen] = _Font() if told is None else _Font.of(told.read_bytes())
        return self._fonts[font.objgen]


class _Marks:
    """Which mark the text stands in: its number, and whether what it says was told in words."""

    def __init__(self) -> None:
        self._open: list[tuple[int, bool]] = [(-1, False)]

    @property
    def number(self) -> int:
        """The number of the innermost mark that has one; -1 outside."""
        return self._open[-1][0]

    @property
    def is_said(self) -> bool:
        """Whether an outer mark has said in words what its signs mean."""
        return self._open[-1][1]

    def begin(self, properties: Any) -> str:  # noqa: ANN401 - of pikepdf
        """Enter a mark; return what it says of its signs in words, if anything."""
        import pikepdf

        number, is_said = self._open[-1]
        words = ""
        if isinstance(properties, pikepdf.Dictionary):
            number = int(properties.get("/MCID", number))
            if not is_said and "/ActualText" in properties:
                words, is_said = str(properties.ActualText), True
        self._open.append((number, is_said))
        return words

    def end(self) -> None:
        """Leave the innermost mark."""
        if len(self._open) > 1:
            self._open.pop()


@attrs.frozen
class _Font:
    """What the codes of a font mean, and how many bytes each has."""

    meanings: Mapping[int, str] = attrs.field(factory=dict[int, str])
    width: int = 1

    @classmethod
    def of(cls, table: bytes) -> _Font:
        """Return a font by its table of meanings."""
        width = _WIDTH.search(table)
        meanings: dict[int, str] = {}
        for block in _CHARS.findall(table):
            meanings |= {int(code, 16): _utf16(text) for code, text in _PAIR.findall(block)}
        for block in _RANGES.findall(table):
            for first, last, text in _TRIPLE.findall(block):
                begin = _utf16(text)
                for step in range(int(last, 16) - int(first, 16) + 1):
                    sign = begin[:-1] + chr(ord(begin[-1]) + step)
                    meanings[int(first, 16) + step] = sign
        return cls(meanings, len(width[1]) // 2 if width else 1)

    def text(self, codes: bytes) -> str:
        """Return what a run of codes means; a code without a meaning is told as such."""
        cut = (codes[at : at + self.width] for at in range(0, len(codes), self.width))
        return "".join(self.meanings.get(int.from_bytes(each), "\ufffd") for each in cut)


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be")
