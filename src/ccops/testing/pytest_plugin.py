"""Collects the cases of rule packs as tests: one item a case, at its file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ccops.rulepack import Case, CaseResult, Pack

_PACK_FILE = "pack.yaml"
_FOLDER = "cases"


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect ``PACK/cases/*.yaml`` where ``PACK`` holds a ``pack.yaml``."""
    is_case = file_path.suffix == ".yaml" and file_path.parent.name == _FOLDER
    if is_case and (file_path.parent.parent / _PACK_FILE).is_file():
        return CaseFile.from_parent(parent, path=file_path)
    return None


class CaseFile(pytest.File):
    """A file of cases."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield an item for each case of the file."""
        from ccops.center import load_pack
        from ccops.rulepack import read_cases

        folder = self.path.parent.parent
        pack = load_pack(folder, plugins="installed")
        cases, problems = read_cases(pack)
        if problems:
            raise self.CollectError("\n".join(map(str, problems)))
        shown = f"{folder.name}/{self.path.relative_to(folder).as_posix()}"
        for case in cases:
            if case.span.file == shown:
                yield CaseItem.from_parent(self, name=case.name, pack=pack, case=case)


class CaseItem(pytest.Item):
    """One worked case."""

    def __init__(self, *, name: str, parent: pytest.Collector, pack: Pack, case: Case) -> None:
        super().__init__(name, parent)
        self._pack = pack
        self._case = case

    def runtest(self) -> None:
        """Run the case; differences are a failure that lists them."""
        from ccops.rulepack import run_case

        result = run_case(self._pack, self._case)
        if not result.passed:
            pytest.fail(_told(result), pytrace=False)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Say where the case stands."""
        return self.path, self._case.span.line - 1, self.name


def _told(result: CaseResult) -> str:
    lines = [result.problem] if result.problem else []
    lines.extend(
        f"{each.employee} {each.what}: expected {each.expected}, found {each.found}"
        for each in result.differences
    )
    return "\n".join(lines)
