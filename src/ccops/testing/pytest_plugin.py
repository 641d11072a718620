"""Collects the cases of rule packs as tests: one item a case, at its file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ccops.messages import Diagnostic
    from ccops.rulepack.cases import Case, CaseResult, CaseRunner

    #: What runs the cases of a pack, its cases, and what is wrong with how they are written.
    Loaded = tuple[CaseRunner, tuple[Case, ...], tuple[Diagnostic, ...]]

_PACK_FILE: Final = "pack.yaml"
_FOLDER: Final = "cases"
#: The packs of a session by folder: each is loaded once, however many files of cases it has.
_PACKS: Final = pytest.StashKey["dict[Path, Loaded]"]()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect ``PACK/cases/*.yaml`` where ``PACK`` holds a ``pack.yaml``."""
    is_case = file_path.suffix == ".yaml" and file_path.parent.name == _FOLDER
    if is_case and (file_path.parent.parent / _PACK_FILE).is_file():
        return CaseFile.from_parent(parent, path=file_path)
    return None


class CaseFile(pytest.File):
    """A file of cases."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield an item for each case of the file.

        Raises ``CollectError`` with every finding about the pack or about the cases of the file.
        """
        from ccops.errors import RulePackError

        folder = self.path.parent.parent
        try:
            runner, cases, problems = _loaded(self.config, folder)
        except RulePackError as error:
            raise self.CollectError(str(error)) from None
        shown = f"{folder.resolve().name}/{self.path.relative_to(folder).as_posix()}"
        own = [each for each in problems if each.span is None or each.span.file == shown]
        if own:
            raise self.CollectError("\n".join(map(str, own)))
        for case in cases:
            if case.span.file == shown:
                yield CaseItem.from_parent(self, name=case.name, runner=runner, case=case)


class CaseItem(pytest.Item):
    """One worked case."""

    def __init__(
        self, *, name: str, parent: pytest.Collector, runner: CaseRunner, case: Case
    ) -> None:
        super().__init__(name, parent)
        self._runner = runner
        self._case = case

    def runtest(self) -> None:
        """Run the case; differences are a failure that lists them."""
        result = self._runner.run(self._case)
        if not result.passed:
            pytest.fail(_told(result), pytrace=False)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Say where the case stands."""
        return self.path, self._case.span.line - 1, self.name


def _loaded(config: pytest.Config, folder: Path) -> Loaded:
    from ccops.center import load_pack
    from ccops.rulepack.cases import CaseRunner, read_cases

    packs = config.stash.setdefault(_PACKS, {})
    if folder not in packs:
        pack = load_pack(folder, plugins="installed")
        packs[folder] = (CaseRunner(pack), *read_cases(pack))
    return packs[folder]


def _told(result: CaseResult) -> str:
    """Return the place of a case, why it should hold, and what came out otherwise."""
    case = result.case
    lines = [f"{case.span}: {case.name}: {case.because.in_locale('en')} ({case.source})"]
    lines.extend([result.problem] if result.problem else [])
    lines.extend(
        f"  {each.employee} {each.what}: expected {each.expected}, found {each.found}"
        for each in result.differences
    )
    return "\n".join(lines)
