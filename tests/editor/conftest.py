from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ccops.center import find_plugins, load_pack
from ccops.rulepack.schema.packs import schema_of
from tests.editor.language_server import LanguageServer

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The command of a yaml-language-server; ``make schema-check`` installs one and names it here.
SERVER = os.environ.get("CCOPS_YAML_SERVER", "")


@pytest.fixture(scope="session")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageServer]:
    """An editor that knows the schema of every pack."""
    yield from _editor(tmp_path_factory.mktemp("editor"), pack="")


@pytest.fixture(scope="session")
def pack_editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageServer]:
    """An editor that knows the names of one pack too."""
    yield from _editor(tmp_path_factory.mktemp("pack-editor"), pack="telecom-7x24")


def _editor(folder: Path, *, pack: str) -> Iterator[LanguageServer]:
    if not SERVER:
        pytest.skip("CCOPS_YAML_SERVER names no yaml-language-server; see make schema-check")
    schema = schema_of(find_plugins(()).catalog, load_pack(pack) if pack else None)
    path = folder / "pack.schema.json"
    path.write_text(json.dumps(schema, ensure_ascii=False), encoding="utf-8")
    with LanguageServer(Path(SERVER).resolve(), path) as server:
        yield server
