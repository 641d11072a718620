"""A pack that is loaded again: whatever was read before, it is what its files say now."""

from __future__ import annotations

import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from ccops.messages import Diagnostic, Severity
from ccops.rulepack import Readings, check, load
from ccops.rulepack.documents.known_files import LARGEST
from ccops.rulepack.loading import forget
from tests.laws import tried

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hypothesis.strategies import DataObject

    from ccops.rulepack import Catalog, Pack
    from tests.rulepack.conftest import Shelf

ROOT: Final = Path(__file__).parents[2]
QUIET: Final = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
PACKS: Final = ("tests/packs/bank-week", "tests/packs/four-lines", "tests/packs/quarterly-star")
FIGURES: Final = """\
figures:
  pay:
    for: agents
    unit: points
    round: none
    source: M
    is: {by: size, small: score, large: score + score}
choices:
  size:
    asks: how much
    readings: {small: 1 point, large: 2 points}
    chosen: small
    by: the head
    on: 2026-01-01
    source: M
"""
WRONG: Final = FIGURES.replace("large: score + score", "large: scores + score")


@pytest.fixture(autouse=True)
def _nothing_known() -> Iterator[None]:
    """Begin as a process does, and leave as little."""
    forget()
    yield
    forget()


def told(folder: Path, catalog: Catalog) -> tuple[object, ...]:
    """Return all that a check says of a pack, and what the pack is."""
    pack, found = check(folder, catalog)
    if pack is None:
        return (found,)
    return (found, pack.digest, pack.rules.count, dict(pack.readings), pack.cases_read[1])


def anew(folder: Path, catalog: Catalog) -> tuple[object, ...]:
    forget()
    return told(folder, catalog)


@pytest.mark.parametrize("pack", PACKS)
def test_after_any_edits_a_pack_is_told_as_if_it_were_read_first(
    pack: str, tmp_path: Path, catalog: Catalog
) -> None:
    folder = tmp_path / "pack"

    @tried(12, suppress_health_check=QUIET)
    @given(data=st.data())
    def holds(data: DataObject) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(ROOT / pack, folder)
        seen = [told(folder, catalog)]
        for _ in range(2):
            edit(data, folder)
            seen.append(told(folder, catalog))
            assert told(folder, catalog) == seen[-1]
        assert anew(folder, catalog) == seen[-1]

    holds()


def edit(data: DataObject, folder: Path) -> None:
    """Change one file as somebody might who writes a pack, also so that it does not load."""
    path = data.draw(st.sampled_from(sorted(folder.rglob("*.yaml"))))
    lines = path.read_text(encoding="utf-8").splitlines()
    at = data.draw(st.integers(0, max(0, len(lines) - 1)))
    match data.draw(st.sampled_from(("remark", "number", "without", "twice"))):
        case "remark":
            lines.insert(at, "# 手册第二部分")
        case "number":
            lines[at : at + 1] = [
                re.sub(r"\d+", "7", each, count=1) for each in lines[at : at + 1]
            ]
        case "without":
            del lines[at : at + 1]
        case _:
            lines[at:at] = lines[at : at + 1]
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")


def test_equal_files_of_two_folders_are_told_by_their_own_names(shelf: Shelf) -> None:
    shelf.pack(WRONG)
    one = shelf.folder / "sample"
    other = shutil.copytree(one, shelf.folder / "other")
    elsewhere = shutil.copytree(one, shelf.folder / "deeper" / "sample")

    found = [check(each, shelf.catalog)[1] for each in (one, other, elsewhere)]

    files = [{each.span.file.split("/")[0] for each in listed if each.span} for listed in found]
    assert files == [{"sample"}, {"other"}, {"sample"}]
    assert found[0] == found[2]
    assert [each.code for each in found[0]] == [each.code for each in found[1]]


def test_a_parent_that_changes_is_read_again(shelf: Shelf) -> None:
    parent = shelf.pack(
        "parameters:\n  rate: {unit: number, values: {2026-01-01: 1}, source: M}\n"
    )
    rate = (
        "figures:\n  pay: {for: agents, is: score * rate, unit: points, round: none, source: M}\n"
    )
    head = "pack: {id: child, version: 1, extends: sample}\n"
    shelf.put("child", pack=head, pay=rate)
    before = load("child", shelf.catalog)

    for path in parent.glob("*.yaml"):
        path.write_text(path.read_text("utf-8").replace("01: 1}", "01: 2}"), "utf-8")
    after = load("child", shelf.catalog)

    assert before.digest != after.digest
    assert before.diagnostics == after.diagnostics


def test_what_another_pack_keeps_is_none_of_its_children(shelf: Shelf) -> None:
    """The same rules of one parent stand in two packs, under other names beside them."""
    shelf.pack(FIGURES)
    heads = {each: f"pack: {{id: {each}, version: 1, extends: sample}}\n" for each in ("a", "b")}
    shelf.put("a", pack=heads["a"])
    large = "answers:\n  size: {takes: large, by: Li Min, on: 2026-02-01}\n"
    shelf.put("b", pack=heads["b"], answers=large)

    packs = [load(each, shelf.catalog) for each in ("a", "b", "sample")]

    assert [each.readings["size"] for each in packs] == ["small", "large", "small"]
    assert [each.id for each in packs] == ["a", "b", "sample"]


def test_cases_are_read_as_they_stand_when_they_are_asked_for(shelf: Shelf) -> None:
    case = "cases:\n  one: {subjects: [], expect: {}}\n"
    folder = shelf.put("sample", cases=case)
    shelf.pack(FIGURES)
    first = load("sample", shelf.catalog).cases_read

    (folder / "cases.yaml").write_text(case.replace("one", "two"), "utf-8")
    second = load("sample", shelf.catalog).cases_read

    assert first[0] is not second[0]
    assert [each.get("cases") is not None for each in (first[0], second[0])] == [True, True]


def test_a_pack_read_for_later_is_told_under_the_readings_it_was_given(shelf: Shelf) -> None:
    """Nothing is said of one reading because it is known of another one."""
    shelf.pack(WRONG)
    taken = load("sample", shelf.catalog, readings=Readings.LATER)
    assert not any(each.severity is Severity.ERROR for each in taken.diagnostics)

    again = load("sample", shelf.catalog, readings=Readings.LATER)
    other, problems = again.reread({"size": "large"})

    assert other is not None
    assert not problems
    assert "unknown-name" in {each.code for each in other.diagnostics}
    assert again.diagnostics == taken.diagnostics


def test_what_is_checked_as_taken_is_not_all_that_is_checked(shelf: Shelf) -> None:
    shelf.pack(WRONG)

    load("sample", shelf.catalog, readings=Readings.TAKEN)
    pack, found = check("sample", shelf.catalog)

    assert pack is None
    assert "unknown-name" in {each.code for each in found}


def test_a_further_check_is_asked_each_time(shelf: Shelf) -> None:
    shelf.pack(FIGURES)
    asked: list[str] = []

    def also(pack: Pack) -> tuple[Diagnostic, ...]:
        asked.append(pack.id)
        args = {"time": len(asked)}
        return (Diagnostic(code="of-a-plugin", severity=Severity.WARNING, args=args),)

    counted = [load("sample", shelf.catalog, also=also).diagnostics for _ in range(2)]
    quiet = load("sample", shelf.catalog).diagnostics

    times = [
        [str(each.args["time"]) for each in listed if each.code == "of-a-plugin"]
        for listed in (*counted, quiet)
    ]
    assert times == [["1"], ["2"], []]


def test_another_catalog_has_another_verdict(shelf: Shelf) -> None:
    said = "total: 1, better: higher, by: [queue], source: M"
    shelf.pack(f"indicators:\n  calls: {{over: queue_visit, {said}}}\n")
    kinds = {k: each for k, each in shelf.catalog.record_kinds.items() if k != "queue_visit"}
    without = attrs.evolve(shelf.catalog, record_kinds=kinds)

    listed = [check("sample", each)[1] for each in (shelf.catalog, without, shelf.catalog)]

    unknown = [[each.code for each in found if "records" in each.code] for found in listed]
    assert unknown == [[], ["indicator-unknown-records"], []]


def test_a_file_that_is_large_is_read_each_time(shelf: Shelf) -> None:
    remarks = "# remark\n" * (LARGEST // 9 + 1)
    shelf.pack(remarks + WRONG)

    first, second = (check("sample", shelf.catalog)[1] for _ in range(2))

    assert first == second
    assert len(remarks) > LARGEST


def test_threads_that_load_are_told_what_each_folder_says(shelf: Shelf) -> None:
    texts = {
        f"pack-{number}": FIGURES.replace("score + score", f"score * {number}")
        if number % 3
        else WRONG
        for number in range(1, 9)
    }
    for name, text in texts.items():
        shelf.pack(text)
        shutil.copytree(shelf.folder / "sample", shelf.folder / "all" / name / "sample")
    folders = [shelf.folder / "all" / name / "sample" for name in texts]
    expected = [anew(each, shelf.catalog) for each in folders]
    forget()

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda each: told(each, shelf.catalog), folders * 3))

    assert found == expected * 3
