from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


def test_fmt_and_migrate_say_what_they_did(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "p"
    folder.mkdir()
    (folder / "pack.yaml").write_text("pack:\n    id:  x\n", encoding="utf-8")

    checked = run("pack", "fmt", "--check", folder, "--json")
    assert checked.code == 1
    assert checked.json["changed"] == [str(folder / "pack.yaml")]
    assert run("pack", "fmt", folder, locale="zh_CN").out.startswith("已排版：")
    assert (folder / "pack.yaml").read_text(encoding="utf-8") == "pack:\n  id: x\n"
    assert run("pack", "fmt", "--check", folder).code == 0
    migrated = run("pack", "migrate", folder, "--check", "--json")
    assert (migrated.code, migrated.json["steps"]) == (0, [])


def test_fmt_leaves_a_file_with_mistakes_alone_and_shows_them(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "pack.yaml"
    path.write_text("pack:\n    id: [80..85)\n", encoding="utf-8")

    ran = run("pack", "fmt", tmp_path)

    assert ran.code == 1
    assert "[cell-unquoted]" in ran.out
    assert path.read_text(encoding="utf-8") == "pack:\n    id: [80..85)\n"


def test_diff_says_what_another_reading_moves(run: Run) -> None:
    ran = run(
        "pack",
        "diff",
        "telecom-7x24",
        "telecom-7x24",
        "--choose",
        "bonus_reading=slices",
        "--json",
    )

    assert ran.code == 1
    assert ran.json["schema"] == "ccops.pack-diff/1"
    assert ran.json["pay_lines"] == [
        "monthly_bonus",
        "star_pay",
        "correction",
        "correction_recovered",
    ]
    assert run("pack", "diff", "base", "base", locale="zh_CN").out.endswith("两个规则包完全相同\n")
