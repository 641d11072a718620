"""Small packs written to disk, and a catalog that knows them by id."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest

from ccops.hooks import gather
from ccops.rulepack import Catalog, Pack, check

if TYPE_CHECKING:
    from ccops.messages import Diagnostic

HEAD = """\
pack:
  id: {id}
  version: 1
  zone: Asia/Shanghai
  currency: CNY
  locale: zh_CN
  effective: {effective}
  jurisdiction: none
  default_calendar: month
calendars:
  month: {{cutoff_day: {cutoff}}}
"""
ROLES = """\
roles:
  agent: {label: agent, source: M-01}
populations:
  agents: {is: "role == 'agent'"}
facts:
  score: {unit: points, range: '[0..100]', step: 0.01}
"""


@attrs.define
class Shelf:
    """A folder of packs."""

    folder: Path
    catalog: Catalog

    def put(self, id_: str, **files: str) -> Path:
        """Write a pack; files are named without their ending. Returns its folder."""
        place = self.folder / id_
        place.mkdir(exist_ok=True)
        for name, text in files.items():
            (place / f"{name}.yaml").write_text(text, encoding="utf-8")
        packs = {**self.catalog.packs, id_: place}
        self.catalog = attrs.evolve(self.catalog, packs=packs)
        return place

    def pack(
        self, rules: str, *, effective: str = "2026-01-01", cutoff: int = 31, **files: str
    ) -> Path:
        """Write the pack ``sample``: a head, a role and a fact, and the rules given."""
        head = HEAD.format(id="sample", effective=effective, cutoff=cutoff)
        return self.put("sample", pack=head, roles=ROLES, rules=rules, **files)

    def check(self, ref: str | Path = "sample") -> tuple[Pack | None, tuple[Diagnostic, ...]]:
        """Check a pack by id or folder."""
        return check(ref, self.catalog)

    def found(self, ref: str | Path = "sample") -> list[tuple[str, str]]:
        """Return the findings about a pack: code, and where without the file."""
        _, found = self.check(ref)
        return [
            (each.code, f"{each.span.line}:{each.span.column}" if each.span else "-")
            for each in found
        ]


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return gather(()).catalog


@pytest.fixture
def shelf(tmp_path: Path, catalog: Catalog) -> Shelf:
    return Shelf(folder=tmp_path, catalog=catalog)
