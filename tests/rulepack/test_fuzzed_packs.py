"""Real packs after slips of the hand: every check ends with findings or a pack, never a crash."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st

from ccops.hooks import gather
from ccops.messages import LOCALES, has_errors, sorted_diagnostics
from ccops.rulepack import check
from ccops.testing.mutations import Edit, EditKind, edited, words_of
from tests.laws import tried

ROOT = Path(__file__).parents[2]
CATALOG = gather(()).catalog
#: Real packs, and how many mutants of each are checked here; `make fuzz` goes on for minutes.
PACKS = {
    ROOT / "rulepacks/base": 30,
    ROOT / "tests/packs/bank-week": 40,
    ROOT / "tests/packs/broken": 40,
    ROOT / "rulepacks/telecom-7x24": 8,
}
EDITS = st.lists(
    st.builds(Edit, st.sampled_from(EditKind), st.integers(0, 9_999), st.integers(0, 9_999)),
    min_size=1,
    max_size=3,
)


def files_of(pack: Path) -> list[Path]:
    return sorted(each.relative_to(pack) for each in pack.rglob("*.yaml"))


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_a_mutated_pack_loads_or_is_refused(pack: Path, tmp_path: Path) -> None:
    texts = {each: (pack / each).read_text(encoding="utf-8") for each in files_of(pack)}
    words = words_of("\n".join(texts.values()))
    folder = tmp_path / pack.name
    shutil.copytree(pack, folder)

    @tried(
        PACKS[pack],
        phases=(Phase.generate,),  # a mutant that fails is small as it is, and each try is slow
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(name=st.sampled_from(sorted(texts)), edits=EDITS)
    def holds(name: Path, edits: list[Edit]) -> None:
        (folder / name).write_text(
            edited(texts[name], edits, words=words), encoding="utf-8", newline=""
        )
        try:
            loaded, found = check(folder, CATALOG)
        finally:
            (folder / name).write_text(texts[name], encoding="utf-8")

        assert (loaded is None) is has_errors(found)
        assert len(found) <= 200
        assert found == sorted_diagnostics(found)
        assert all(each.render(locale) for each in found for locale in LOCALES)

    holds()
