"""What ``pack check --format sarif`` prints, held against the published schema of the standard."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import validators

ROOT = Path(__file__).parents[2]
#: A folder of published JSON Schemas; ``make schema-check`` installs one and names it here.
SCHEMAS = os.environ.get("CCOPS_SCHEMAS", "")
#: Two wordings of the standard that its readers have: before it was passed, and after.
WORDINGS = ("sarif-2.1.0-rtm.5.json", "sarif-2.1.0.json")
PACKS = (
    "rulepacks/base",
    "rulepacks/telecom-7x24",
    "tests/packs/broken",
    "tests/packs/lints/cn-12/bad",
    "tests/packs/lints/table-gap/bad",
)


def _validator(wording: str) -> Any:
    if not SCHEMAS:
        pytest.skip("CCOPS_SCHEMAS names no folder of schemas; see make schema-check")
    schema = json.loads((Path(SCHEMAS) / wording).read_text(encoding="utf-8"))
    return validators.validator_for(schema)(schema)


def _sarif_of(pack: str) -> Any:
    words = ("pack", "check", str(ROOT / pack), "--format", "sarif")
    command = [sys.executable, "-c", "from ccops.cli import main; main()", *words]
    return json.loads(subprocess.run(command, capture_output=True, check=False).stdout)


@pytest.mark.parametrize("pack", PACKS)
def test_sarif_is_what_its_schema_says(pack: str) -> None:
    standards = [_validator(wording) for wording in WORDINGS]

    log = _sarif_of(pack)

    assert [each.message for one in standards for each in one.iter_errors(log)] == []


@pytest.mark.parametrize("wording", WORDINGS)
def test_the_schema_would_tell_of_a_line_that_is_none(wording: str) -> None:
    standard = _validator(wording)
    log = _sarif_of("tests/packs/broken")
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    place["region"]["startLine"] = 0

    assert not standard.is_valid(log)
