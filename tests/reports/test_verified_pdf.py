"""Statements on paper are verified: by the file they carry, and by what their tables show."""

from __future__ import annotations

import re
import sys
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import pikepdf
import pytest

from ccops.errors import DataError, MissingExtraError
from ccops.messages import message
from ccops.reports import Attachment, PdfRenderer, write_each
from ccops.reports.formats.pdf.locking import locked
from ccops.reports.formats.pdf.reading import _Font, _Marks, read_pdf
from tests import loaded
from tests.reports.papers import document, needs_chinese, pages
from tests.reports.test_verified_statement import _FACTS, _HIRED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ccops.center import Center
    from ccops.messages import Locale
    from ccops.settlement import Settlement

#: So many texts are written over, one at a time.
_SOME: Final = 5
_WORDS: Final = re.compile("[a-z]{4}")
LOCALES: Final[tuple[Locale, ...]] = ("zh_CN", "zh_TW", "en")


@pytest.fixture(scope="module")
def center() -> Center:
    return loaded.center()


def _settled(center: Center, ids: tuple[str, ...]) -> Settlement:
    people = [{"employee_id": each, **_HIRED} for each in ids]
    decided = {"standard_days": 19, "award_themes": []}
    month = center.month("2026-10", employees=people, decisions=decided)
    return month.settle(month.facts({each["employee_id"]: _FACTS for each in people}))


@pytest.fixture(scope="module")
def settlement(center: Center) -> Settlement:
    return _settled(center, ("E2", "E1", "<E/3>"))


@pytest.fixture(scope="module")
def made(center: Center, settlement: Settlement) -> bytes:
    return center.report("statement", settlement, locale="en").rendered("pdf")


@needs_chinese
@pytest.mark.parametrize("form", ["pdf", "pdf-a"])
@pytest.mark.parametrize("locale", LOCALES)
def test_what_was_printed_is_right(
    center: Center, settlement: Settlement, form: str, locale: str
) -> None:
    printed = center.report("statement", settlement, locale=locale).rendered(form)

    found = center.verify(printed, seal=settlement.seal)

    assert [each.statement.employee for each in found] == list(settlement.employees)
    assert all(each.is_right for each in found)
    assert {each.statement.locale for each in found} == {locale}
    assert all("1,700.00" in str(each.statement.rows) for each in found)


def test_a_file_a_person_is_verified_alone(
    center: Center, settlement: Settlement, tmp_path: Path
) -> None:
    report = center.report("statement", settlement, locale="en")

    for path in write_each(report, tmp_path, "pdf"):
        (found,) = center.verify(path, seal=settlement.seal)
        assert found.is_right


def _edited(pdf: bytes, change: Callable[[list[Any]], None]) -> bytes:
    """Return a PDF whose first page shows other texts, as an editor of PDFs leaves it."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        page = opened.pages[0]
        instructions = list(pikepdf.parse_content_stream(page))
        change(instructions)
        page.Contents = opened.make_stream(pikepdf.unparse_content_stream(instructions))
        written = BytesIO()
        opened.save(written)
    return written.getvalue()


def _fonts(pdf: bytes) -> dict[str, _Font]:
    with pikepdf.open(BytesIO(pdf)) as opened:
        fonts = opened.pages[0].Resources.Font
        return {str(name): _Font.of(font.ToUnicode.read_bytes()) for name, font in fonts.items()}


def _texts_of(pdf: bytes) -> list[str]:
    """Return the texts of the first page, run by run as they are drawn."""
    read, font, found = _fonts(pdf), _Font(), list[str]()
    with pikepdf.open(BytesIO(pdf)) as opened:
        each: Any
        for each in pikepdf.parse_content_stream(opened.pages[0]):
            operands, operator = each
            if str(operator) == "Tf":
                font = read[str(operands[0])]
            elif str(operator) == "TJ":
                strings = (bytes(x) for x in operands[0] if isinstance(x, pikepdf.String))
                found.append(font.text(b"".join(strings)))
    return found


def _overwrite(pdf: bytes, old: str, new: str) -> bytes:
    """Write another amount over one, in its own font."""
    read = _fonts(pdf)

    def change(instructions: list[Any]) -> None:
        font = _Font()
        for at, (operands, operator) in enumerate(instructions):
            if str(operator) == "Tf":
                font = read[str(operands[0])]
            if str(operator) != "TJ":
                continue
            codes = b"".join(bytes(x) for x in operands[0] if isinstance(x, pikepdf.String))
            if font.text(codes) == old:
                by_sign = {sign: code for code, sign in font.meanings.items()}
                other = b"".join(by_sign[sign].to_bytes(font.width) for sign in new)
                shown = pikepdf.Array([pikepdf.String(other)])
                instructions[at] = pikepdf.ContentStreamInstruction([shown], operator)

    return _edited(pdf, change)


def test_an_amount_that_was_written_over_is_told_beside_the_right_one(
    center: Center, made: bytes
) -> None:
    who = center.verify(made)[0].statement.employee

    found = center.verify(_overwrite(made, "1,700.00", "7,100.00"), employees=[who])[0]

    assert not found.is_right
    assert found.verification.is_right
    assert {shown[-1] for shown, _ in found.differences} == {"7,100.00"}
    assert {follows[-1] for _, follows in found.differences} == {"1,700.00"}


@pytest.mark.parametrize("old", ["E1", "2026-10", "Lines of the month"])
def test_what_was_written_over_above_the_lines_is_told(
    center: Center, settlement: Settlement, old: str
) -> None:
    alone = center.report("statement", settlement, locale="en", subjects=["E1"]).rendered("pdf")
    new = old.replace("E1", "1E").replace("-10", "-02").replace("Lines", "Lies")

    (found,) = center.verify(_overwrite(alone, old, new))

    ((shown, follows),) = found.differences
    assert not found.is_right
    assert "".join(new.split()) in "".join("".join(shown).split())
    assert "".join(old.split()) in "".join("".join(follows).split())


@pytest.fixture(scope="module")
def alone(center: Center, settlement: Settlement) -> bytes:
    """One statement, which is right."""
    return center.report("statement", settlement, locale="en", subjects=["E1"]).rendered("pdf")


@pytest.fixture(scope="module")
def explained(center: Center, alone: bytes) -> list[str]:
    """Some texts of its explanations on the first page that stand there once, and the last."""
    (right,) = center.verify(alone)
    assert right.is_right
    texts = _texts_of(alone)
    start = next(at for at, text in enumerate(texts) if text == "How each line came about")
    told = "".join(right.statement.explained.split())
    once = (x for x in texts[start + 1 :] if _WORDS.search(x) and texts.count(x) == 1)
    found = [x for x in once if "".join(x.split()) in told]
    assert len(found) > _SOME
    return [*found[:: len(found) // _SOME], found[-1]]


def test_a_changed_word_of_an_explanation_on_paper_is_told(
    center: Center, alone: bytes, explained: list[str]
) -> None:
    for text in explained:
        (found,) = center.verify(_overwrite(alone, text, text[::-1]))
        assert found.verification.is_right
        assert not found.is_right, text
        assert "on paper does not say what follows" in str(found)


def test_what_was_added_to_an_explanation_on_paper_is_told(
    center: Center, alone: bytes, explained: list[str]
) -> None:
    """Nothing stands between two sentences that should be there, and nothing behind the last."""
    for text in explained:
        for more in (text + text, text + text[:4], text[:4] + text):
            (found,) = center.verify(_overwrite(alone, text, more))
            assert found.verification.is_right
            assert not found.is_right, more
            assert "on paper does not say what follows" in str(found)


def test_explanations_that_were_taken_off_the_paper_are_missed(
    center: Center, alone: bytes
) -> None:
    (found,) = center.verify(_overwrite(alone, "How each line came about", "How it came about"))

    assert found.verification.is_right
    assert not found.is_right


def test_data_that_was_changed_is_not_covered(center: Center, made: bytes) -> None:
    with pikepdf.open(BytesIO(made)) as opened:
        name, each = next(iter(opened.attachments.items()))
        data = each.get_file().read_bytes().replace(b"1700", b"7100")
        opened.attachments[name] = pikepdf.AttachedFileSpec(
            opened, data, filename=name, description=each.description
        )
        written = BytesIO()
        opened.save(written)

    found = center.verify(written.getvalue())

    assert [each.is_right for each in found] == [False, True, True]
    assert not found[0].verification.is_covered


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"%PDF-1.7 no more", "statement-unreadable"), (None, "statement-none")],
    ids=["broken", "no statement"],
)
def test_what_is_no_statement_is_refused(center: Center, data: bytes | None, code: str) -> None:
    with pytest.raises(DataError) as caught:
        center.verify(data or PdfRenderer().render(pages("E1")))

    assert [each.code for each in caught.value.diagnostics] == [code]


@pytest.mark.parametrize(
    ("password", "code"), [("", "statement-locked"), ("Secret", "statement-password")]
)
def test_a_statement_that_is_locked_is_refused(
    center: Center, made: bytes, password: str, code: str
) -> None:
    with pytest.raises(DataError, match="password") as caught:
        center.verify(locked(made, "secret"), password=password)

    assert [each.code for each in caught.value.diagnostics] == [code]
    assert "ecret" not in str(caught.value)


def test_a_statement_that_is_locked_is_verified_with_its_password(
    center: Center, settlement: Settlement, made: bytes
) -> None:
    key = "secret"

    found = center.verify(locked(made, key), password=key, seal=settlement.seal)

    assert all(each.is_right for each in found)


@needs_chinese
@pytest.mark.parametrize("locale", LOCALES)
def test_a_colleague_s_statement_is_not_one_s_own(
    center: Center, settlement: Settlement, locale: Locale
) -> None:
    """Another number in every place of the paper and of the file it carries."""
    alone = center.report("statement", settlement, locale=locale, subjects=["E1"])
    printed = _overwrite(alone.rendered("pdf"), "E1", "1E")
    with pikepdf.open(BytesIO(printed)) as opened:
        ((name, each),) = opened.attachments.items()
        data = each.get_file().read_bytes().replace(b'"E1"', b'"1E"')
        opened.attachments[name] = pikepdf.AttachedFileSpec(
            opened, data, filename=name, description=each.description.replace("E1", "1E")
        )
        written = BytesIO()
        opened.save(written)

    (found,) = center.verify(written.getvalue(), seal=settlement.seal)

    assert found.statement.employee == "1E"
    assert found.is_own
    assert not found.is_right
    assert not found.verification.is_covered
    told = {"named": settlement.seal, "found": found.verification.seal}
    assert message("report-verify-not-covered", told, locale=locale) in str(found)


@pytest.mark.parametrize("locale", LOCALES)
def test_how_paper_looks_is_said_not_to_be_checked(
    center: Center, settlement: Settlement, made: bytes, locale: Locale
) -> None:
    found = center.verify(made, employees=settlement.employees[:1], locale=locale)[0]

    assert found.foreign is None
    assert message("report-verify-paper", {}, locale=locale) in str(found)


def test_a_file_of_many_statements_carries_none(center: Center) -> None:
    many = _settled(center, tuple(f"E{number:02}" for number in range(21)))

    with pytest.raises(DataError) as caught:
        center.verify(center.report("statement", many, locale="en").rendered("pdf"))

    assert [each.code for each in caught.value.diagnostics] == ["statement-none"]


def test_an_archive_that_may_not_carry_files_carries_none() -> None:
    data = Attachment(id="data", media_type="application/json", text="{}")
    made = document(data)

    carried = [
        read_pdf(PdfRenderer(standard=each).render(made)).files for each in ("", "a-3b", "a-2b")
    ]

    assert carried == [{"data": "{}"}, {"data": "{}"}, {}]


def test_the_missing_extra_is_told(
    center: Center, made: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pikepdf", None)

    with pytest.raises(MissingExtraError, match=r"ccops\[pdf\]"):
        center.verify(made)


def test_a_pdf_without_structure_has_no_sections() -> None:
    with pikepdf.new() as empty:
        empty.add_blank_page()
        written = BytesIO()
        empty.save(written)

    assert read_pdf(written.getvalue()).sections == ()


# -- signs ----------------------------------------------------------------------------------------


def test_a_font_tells_single_signs_and_runs_of_them() -> None:
    font = _Font.of(
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange "
        b"1 beginbfchar <0001> <5DE5> endbfchar 1 beginbfrange <0002> <0004> <0030> endbfrange"
    )

    assert font.text(b"\x00\x01\x00\x02\x00\x04\x00\x09") == "工02\ufffd"


def test_a_font_without_a_table_tells_nothing() -> None:
    assert _Font().text(b"ab") == "\ufffd\ufffd"


def test_words_stand_for_the_signs_inside_them() -> None:
    marks = _Marks()

    said = marks.begin(pikepdf.Dictionary(MCID=4))
    inner = marks.begin(pikepdf.Dictionary(ActualText="fi"))

    assert (said, inner, marks.number, marks.is_said) == ("", "fi", 4, True)
    marks.end()
    assert (marks.number, marks.is_said) == (4, False)
    marks.end()
    marks.end()
    assert marks.number == -1
