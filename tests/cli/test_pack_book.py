"""``ccops pack book``: the rules of a pack as a booklet, on the screen or in a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]


def test_the_format_is_that_of_the_file(run: Run, tmp_path: Path) -> None:
    told = run("pack", "book", "base", "--locale", "zh_TW", "-o", tmp_path / "rules.md")

    assert (told.code, told.out.strip()) == (0, str(tmp_path / "rules.md"))
    text = (tmp_path / "rules.md").read_text(encoding="utf-8")
    assert "制度手冊" in text.splitlines()[0]


@pytest.mark.parametrize(("form", "start"), [("pdf", b"%PDF"), ("docx", b"PK"), ("html", b"<!")])
def test_it_is_written_for_paper_and_for_the_screen(
    run: Run, tmp_path: Path, form: str, start: bytes
) -> None:
    file = tmp_path / f"rules.{form}"

    assert run("pack", "book", "base", "-o", file).code == 0
    assert file.read_bytes().startswith(start)


def test_without_a_file_it_is_shown(run: Run) -> None:
    form = ("--format", "md", "--locale", "en", "--on", "2023-05-01")
    told = run("pack", "book", "base", *form)

    assert told.out.startswith("# shared rules: rule book\n")
    assert "- Amounts and limits as of: May 1, 2023" in told.out


def test_what_was_written_is_told_as_data(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "rules.html"
    told = run("pack", "book", "base", "--json", "-o", file).json

    assert told["schema"].startswith("ccops.pack-book/")
    assert (told["pack"], told["format"], told["file"]) == ("base", "html", str(file))


def test_a_form_nobody_writes_and_a_day_before_the_pack_are_refused(run: Run) -> None:
    assert run("pack", "book", "base", "--format", "odt").code == 2
    assert run("pack", "book", "base", "--on", "1999-01-01").code == 1
    assert "pack-not-yet" in run("pack", "book", "base", "--on", "1999-01-01").err


def test_who_signed_since_the_publication_stands_on_the_last_page(
    run: Run, tmp_path: Path
) -> None:
    pack = tmp_path / "own"
    pack.mkdir()
    head = (ROOT / "examples" / "data" / "referral" / "pack.yaml").read_text(encoding="utf-8")
    days = "consulted_on: 2026-09-01, published_on: 2026-09-15, acknowledged_by: 2026-09-30"
    adopted = head.replace("pack:\n", f"pack:\n  adopted: {{{days}}}\n", 1)
    own = adopted[: adopted.index("facts:")]
    (pack / "pack.yaml").write_text(own, encoding="utf-8")
    events = tmp_path / "events.csv"
    events.write_text(
        "event_id,employee_id,at,kind\n"
        "1,E1,2026-09-10 10:00,acknowledgement\n"
        "2,E1,2026-09-21 10:00,acknowledgement\n"
        "3,E1,2026-09-25 10:00,acknowledgement\n"
        "4,E2,2026-09-14 10:00,acknowledgement\n"
        "5,E3,2026-09-22 10:00,praise\n",
        encoding="utf-8",
    )

    told = run("pack", "book", pack, "--format", "md", "--locale", "en", "--signed", events)

    last = told.out[told.out.index("Signed by") :]
    assert last.startswith("Signed by 1 person")
    assert "| E1 | September 21, 2026 |" in last
    assert "E2" not in last


def test_a_wrong_row_of_signatures_is_refused(run: Run, tmp_path: Path) -> None:
    events = tmp_path / "events.csv"
    events.write_text("event_id,employee_id,at,kind\n1,E1,soon,acknowledgement\n", "utf-8")

    told = run("pack", "book", "base", "--format", "md", "--signed", events)

    assert told.code == 1
    assert "soon" in told.err
