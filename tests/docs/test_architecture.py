from __future__ import annotations

import importlib
import re
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ROOT: Final = Path(__file__).parents[2]
_SVG: Final = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def architecture() -> Iterator[ModuleType]:
    """The module that draws, imported as Sphinx imports it."""
    folder = str(ROOT / "docs" / "_ext")
    sys.path.insert(0, folder)
    try:
        yield importlib.import_module("architecture")
    finally:
        sys.path.remove(folder)


def _contracts() -> dict[str, list[list[str]]]:
    """Return the floors of the contract, read here once more: package, floor, rooms."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    return {
        each["containers"][0]: [re.findall(r"\w+", layer) for layer in each["layers"]]
        for each in told["contracts"]
        if each["type"] == "layers"
    }


def _drawings(architecture: ModuleType) -> list[ET.Element]:
    svgs = re.findall(r"<svg.*?</svg>", architecture.render(), re.DOTALL)
    return [ET.fromstring(each.replace("<svg", f'<svg xmlns="{_SVG[1:-1]}"', 1)) for each in svgs]  # noqa: S314


def _floors(drawing: ET.Element) -> list[tuple[str, list[str]]]:
    """Return the floors of a drawing: the number and the names that stand on it."""
    return [
        (
            floor.findtext(f"{_SVG}text[@class='number']", ""),
            [each.text or "" for each in floor.iter(f"{_SVG}text") if each.get("class") == "name"],
        )
        for floor in drawing.iter(f"{_SVG}g")
        if floor.get("class") == "floor"
    ]


def test_every_room_of_the_contract_stands_on_its_floor(architecture: ModuleType) -> None:
    contracts = _contracts()
    wide, narrow, *insides = _drawings(architecture)

    library = contracts.pop("ccops")
    expected = [(str(len(library) - 1 - n), rooms) for n, rooms in enumerate(library)]
    assert _floors(wide) == expected
    assert _floors(narrow) == expected
    assert [[rooms for _, rooms in _floors(each)] for each in insides] == [
        contracts[name] for name in sorted(contracts)
    ]


def test_every_room_is_a_folder_or_module_of_the_library() -> None:
    for container, floors in _contracts().items():
        folder = ROOT / "src" / Path(*container.split("."))
        for room in (each for rooms in floors for each in rooms):
            assert (folder / room).is_dir() or (folder / f"{room}.py").is_file(), room


def test_a_room_that_nobody_named_cannot_be_drawn(
    architecture: ModuleType, tmp_path: Path
) -> None:
    pyproject = tmp_path / "pyproject.toml"
    written = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    pyproject.write_text(written.replace('"testing",\n', '"testing | cellar",\n', 1), "utf-8")
    library, *_ = architecture.buildings(pyproject)

    with pytest.raises(KeyError, match="cellar"):
        architecture.draw(library, width=640, kind="wide")


def test_rooms_are_named_in_both_languages_and_no_others_are(architecture: ModuleType) -> None:
    rooms = {
        f"{container}.{room}".removeprefix("ccops.")
        for container, floors in _contracts().items()
        for names in floors
        for room in names
    }

    assert set(architecture.NAMES) == rooms
    for en, zh in architecture.NAMES.values():
        assert en.isascii()
        assert re.search(r"[\u4e00-\u9fff]", zh)


def test_what_stands_in_a_room_fits_into_it(architecture: ModuleType) -> None:
    """Fourteen pixels of a fixed-width letter are eight and a half wide, a Chinese one twelve."""
    for drawing in _drawings(architecture):
        for room in drawing.iter(f"{_SVG}g"):
            if room.get("class") == "room":
                box = room.find(f"{_SVG}rect")
                assert box is not None
                inside = int(box.get("width", "0"))
                for text in room.iter(f"{_SVG}text"):
                    told = text.text or ""
                    each = {"name": 9, None: 12 if text.get("lang") == "zh" else 7}
                    assert len(told) * each[text.get("class")] <= inside, told


def test_the_table_of_the_page_has_every_room_on_its_floor() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (\d+) \| ([^|]+) \|", page, re.MULTILINE))
    library = _contracts()["ccops"]

    told = {int(floor): re.findall(r"`(\w+)`", rooms) for floor, rooms in rows.items()}
    assert told == {len(library) - 1 - n: rooms for n, rooms in enumerate(library)}
