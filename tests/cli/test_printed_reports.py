from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pikepdf
import pytest

from ccops.cli.stored import open_settlement
from ccops.reports.formats import fonts
from ccops.reports.formats.pdf.locking import locked
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


# -- verifying what was printed -------------------------------------------------------------------


@pytest.fixture(scope="module")
def locked_statement(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A statement that opens with a password."""
    first, _ = two_settled(demo)
    center, settlement = open_settlement(demo / "settlement", "telecom-7x24")
    report = center.report("statement", settlement, locale="en", subjects=[first])
    path = tmp_path_factory.mktemp("locked") / "statement.pdf"
    path.write_bytes(locked(report.rendered("pdf"), WORD))
    return path


def test_locked_statement_is_verified_by_the_password_of_a_file(
    run: Run, locked_statement: Path, tmp_path: Path
) -> None:
    (tmp_path / "word").write_text(f"{WORD}\nno more\n", encoding="utf-8")
    words = ("verify", locked_statement, "--pack", "telecom-7x24")

    ran = run(*words, "--password-file", tmp_path / "word")

    assert (ran.code, ran.err) == (0, "")
    assert WORD not in ran.out


def test_locked_statement_is_verified_by_a_password_that_is_asked_for(
    run: Run, locked_statement: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def typed(prompt: str) -> str:
        asked.append(prompt)
        return WORD

    monkeypatch.setattr("click.termui.hidden_prompt_func", typed)

    ran = run("verify", locked_statement, "--pack", "telecom-7x24", "--password", locale="zh_CN")

    assert ran.code == 0, ran.err
    assert WORD not in ran.out + ran.err
    assert asked == ["PDF 的密码: "]


@pytest.mark.parametrize(
    ("locale", "told"), [("en", "--password-file"), ("zh_CN", "要用密码打开"), ("zh_TW", "開啟")]
)
def test_locked_statement_without_a_password_says_how_to_give_it(
    run: Run, locked_statement: Path, locale: str, told: str
) -> None:
    ran = run("verify", locked_statement, "--pack", "telecom-7x24", locale=locale)

    assert ran.code == 1
    assert told in ran.err
    assert "--password" in ran.err


def test_file_without_a_password_is_refused(
    run: Run, locked_statement: Path, tmp_path: Path
) -> None:
    (tmp_path / "word").write_text("\n", encoding="utf-8")

    ran = run("verify", locked_statement, "--pack", "telecom-7x24",
              "--password-file", tmp_path / "word")  # fmt: skip

    assert ran.code == 2
    assert "no password in its first line" in ran.err


def test_page_with_a_letterhead_is_verified_with_its_templates(
    run: Run, demo: Path, tmp_path: Path
) -> None:
    (tmp_path / "letterhead.html.j2").write_text("<h1>Blue Sky</h1>", encoding="utf-8")
    page = tmp_path / "x.html"
    run(*_words(demo, "--templates", tmp_path, "-o", page))
    words = ("verify", page, "--pack", "telecom-7x24", "--employee", two_settled(demo)[0])

    right = run(*words, "--templates", tmp_path)
    refused = run(*words)

    assert (right.code, right.err) == (0, "")
    assert refused.code == 1
    assert "Blue Sky" in refused.out
    assert "--templates" in refused.out


@pytest.mark.parametrize("file", ["statements-zh_CN.html", "statements-en.html"])
def test_every_statement_of_the_demo_is_right(run: Run, demo: Path, file: str) -> None:
    """Some of its people have lots of earlier months, and one a correction paid later."""
    ran = run("verify", demo / file, "--pack", "telecom-7x24", "--json")

    assert ran.code == 0, ran.out + ran.err
    told = json.loads(ran.out)["statements"]
    assert told
    assert all(each["right"] for each in told)
