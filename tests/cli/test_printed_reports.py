from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest

from ccops.reports.formats import fonts
from tests.cli.people import two_settled

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

WORD = "grün"


def _words(demo: Path, *more: str | Path) -> tuple[str | Path, ...]:
    people = (word for each in two_settled(demo) for word in ("--employee", each))
    return ("report", demo / "settlement", "--pack", "telecom-7x24", *people, *more)


def test_pdf_holds_every_statement_as_a_bookmark(run: Run, demo: Path, tmp_path: Path) -> None:
    ran = run(*_words(demo, "--format", "pdf", "-o", tmp_path / "all.pdf"))

    assert ran.code == 0, ran.err
    with pikepdf.open(tmp_path / "all.pdf") as made, made.open_outline() as outline:
        assert [each.title for each in outline.root] == list(two_settled(demo))


def test_each_person_has_a_file(run: Run, demo: Path, tmp_path: Path) -> None:
    ran = run(*_words(demo, "--format", "pdf", "--each", "-o", tmp_path / "out", "--json"))

    assert ran.json["files"] == 2
    assert sorted(each.name for each in (tmp_path / "out").iterdir()) == [
        f"statement-{each}.pdf" for each in two_settled(demo)
    ]


def test_passwords_lock_and_are_never_printed(run: Run, demo: Path, tmp_path: Path) -> None:
    passwords = tmp_path / "passwords.csv"
    first, second = two_settled(demo)
    rows = f"employee_id,password\n{first},{WORD}\n{second},Zwei\n"
    passwords.write_text(rows, encoding="utf-8")

    ran = run(
        *_words(demo, "--format", "pdf", "--each", "--passwords", passwords),
        "-o", tmp_path / "out", "--json",
    )  # fmt: skip

    assert ran.code == 0, ran.err
    assert WORD not in ran.out + ran.err
    with pikepdf.open(tmp_path / "out" / f"statement-{first}.pdf", password=WORD) as made:
        assert made.is_encrypted


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("employee_id,password\nFIRST,secret\n", "no password for SECOND"),
        ("employee_id,password\nFIRST,secret\nSECOND,\n", "no password for SECOND"),
        ("employee_id,password\nFIRST,secret\nFIRST,secret\n", "FIRST twice"),
        ("id,key\nFIRST,secret\n", "needs the columns employee_id, password"),
    ],
    ids=["without", "empty", "twice", "columns"],
)
def test_passwords_that_do_not_serve_stop_before_anything_is_written(
    run: Run, demo: Path, tmp_path: Path, file: str, told: str
) -> None:
    passwords = tmp_path / "passwords.csv"
    first, second = two_settled(demo)
    file, told = (each.replace("FIRST", first).replace("SECOND", second) for each in (file, told))
    passwords.write_text(file, encoding="utf-8")

    ran = run(
        *_words(demo, "--format", "pdf", "--each", "--passwords", passwords),
        "-o", tmp_path / "out",
    )  # fmt: skip

    assert ran.code == 2
    assert told in ran.err
    assert "secret" not in ran.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "more",
    [("--format", "pdf"), ("--format", "html", "--each"), ("--format", "pdf-a", "--each")],
    ids=["one-file", "no-pdf", "archive"],
)
def test_passwords_are_for_a_pdf_a_person(
    run: Run, demo: Path, tmp_path: Path, more: tuple[str, ...]
) -> None:
    passwords = tmp_path / "passwords.csv"
    passwords.write_text("employee_id,password\n", encoding="utf-8")

    ran = run(*_words(demo, *more, "--passwords", passwords, "-o", tmp_path / "out"))

    assert ran.code == 2
    assert "--each" in ran.err


def test_report_that_is_one_document_is_not_split(run: Run, demo: Path, tmp_path: Path) -> None:
    ran = run(*_words(demo, "--kind", "floor", "--each", "-o", tmp_path / "out"))

    assert ran.code == 2
    assert "one document" in ran.err


def test_file_is_no_folder_to_write_to(run: Run, demo: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    ran = run(*_words(demo, "--each", "-o", tmp_path / "file"))

    assert ran.code == 2


def test_templates_of_a_center_are_taken_first(run: Run, demo: Path, tmp_path: Path) -> None:
    (tmp_path / "letterhead.html.j2").write_text("Blue Sky", encoding="utf-8")

    run(*_words(demo, "--templates", tmp_path, "-o", tmp_path / "x.html"))

    assert "Blue Sky" in (tmp_path / "x.html").read_text(encoding="utf-8")


def test_templates_are_written_to_start_from_and_never_over_what_is_there(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "own.css").touch()
    (tmp_path / "letterhead.typ").write_text("mine", encoding="utf-8")

    ran = run("templates", tmp_path, "--json")

    assert {"report.typ", "report.docx", "letterhead.html.j2"} <= set(ran.json["files"])
    assert (tmp_path / "letterhead.typ").read_text(encoding="utf-8") == "mine"


def test_written_templates_lay_reports_out_as_before(run: Run, demo: Path, tmp_path: Path) -> None:
    run("templates", tmp_path / "own")

    for form in ("html", "pdf", "docx"):
        run(*_words(demo, "--format", form, "-o", tmp_path / f"a.{form}"))
        words = _words(demo, "--format", form, "--templates", tmp_path / "own")
        run(*words, "-o", tmp_path / f"b.{form}")
        assert (tmp_path / f"a.{form}").read_bytes() == (tmp_path / f"b.{form}").read_bytes()


@pytest.mark.parametrize(
    ("locale", "told"), [("en", "fonts-noto-cjk"), ("zh_CN", "没有安装中文字体")]
)
def test_machine_without_a_chinese_font_is_told_and_nothing_is_written(
    run: Run, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locale: str, told: str
) -> None:
    monkeypatch.setattr(fonts, "_families", lambda _: frozenset({"Libertinus Serif"}))

    words = _words(demo, "--format", "pdf", "--input", demo / "input", "--locale", locale)
    ran = run(*words, "-o", tmp_path / "all.pdf")

    assert ran.code == 1
    assert told in ran.err
    assert not (tmp_path / "all.pdf").exists()


def test_wrong_template_is_told(run: Run, demo: Path, tmp_path: Path) -> None:
    (tmp_path / "report.typ").write_text("#nothing", encoding="utf-8")

    words = _words(demo, "--format", "pdf", "--templates", tmp_path)
    ran = run(*words, "-o", tmp_path / "all.pdf")

    assert ran.code == 1
    assert "unknown variable: nothing" in ran.err
