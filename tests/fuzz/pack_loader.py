"""Fuzzes the loading of packs under atheris: ``make fuzz``.

Every input is a handful of edits of one file of a real pack. A traceback, or a check that takes a
second longer than that of the pack as it is, ends the run and leaves the input behind.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["ccops", "yaml"]):
    from ccops.hooks import gather
    from ccops.messages import LOCALES, has_errors
    from ccops.rulepack import check
    from ccops.testing.mutations import Edit, EditKind, edited, words_of

ROOT = Path(__file__).parents[2]
PACKS = [
    ROOT / "rulepacks/base",
    ROOT / "tests/packs/bank-week",
    ROOT / "tests/packs/broken",
    ROOT / "rulepacks/telecom-7x24",
]
MOST_SECONDS_MORE = 1.0
MOST_EDITS = 4
CATALOG = gather(()).catalog


class Shelf:
    """A pack in a folder of its own, one file of which is edited at a time."""

    def __init__(self, pack: Path, folder: Path) -> None:
        self.folder = folder / pack.name
        shutil.copytree(pack, self.folder)
        files = sorted(self.folder.rglob("*.yaml"))
        self.texts = {each: each.read_text(encoding="utf-8") for each in files}
        self.words = words_of("\n".join(self.texts.values()))
        self.usual = self.seconds()

    def seconds(self) -> float:
        """Check the pack as it lies there, and return the processor time it took."""
        start = time.process_time()
        pack, found = check(self.folder, CATALOG)
        took = time.process_time() - start
        if (pack is None) is not has_errors(found):
            raise AssertionError("a pack loads just where there is no error")
        for each in found:
            for locale in LOCALES:
                each.render(locale)
        return took


def one_input(data: bytes) -> None:
    """Check one mutant."""
    draw = atheris.FuzzedDataProvider(data)
    shelf = SHELVES[draw.ConsumeIntInRange(0, len(SHELVES) - 1)]
    files = sorted(shelf.texts)
    file = files[draw.ConsumeIntInRange(0, len(files) - 1)]
    kinds = list(EditKind)
    edits = [
        Edit(
            kinds[draw.ConsumeIntInRange(0, len(kinds) - 1)],
            draw.ConsumeIntInRange(0, 9_999),
            draw.ConsumeIntInRange(0, 9_999),
        )
        for _ in range(draw.ConsumeIntInRange(1, MOST_EDITS))
    ]
    text = edited(shelf.texts[file], edits, words=shelf.words)
    file.write_text(text, encoding="utf-8", newline="")
    try:
        took = shelf.seconds()
    finally:
        file.write_text(shelf.texts[file], encoding="utf-8")
    if took > shelf.usual + MOST_SECONDS_MORE:
        raise AssertionError(f"{took:.1f} s, {shelf.usual:.1f} s as it is:\n{text}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        SHELVES = [Shelf(pack, Path(place)) for pack in PACKS]
        atheris.Setup(sys.argv, one_input)
        atheris.Fuzz()
