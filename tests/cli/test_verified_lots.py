"""Statements with lots and a correction: what is said of them follows, or the file is refused."""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.loaded import center

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from tests.cli.conftest import Run

#: A note of each kind, and what somebody might write in its place.
FORGED: Final[Mapping[str, tuple[str, str, str]]] = {
    "what is left of a lot": (r"2026-09 .*; used 0h, left \d+h", r"left \d+h", "left 40h"),
    "where a lot is from": (r"2026-04 .*: 4h; used 0h, left 0h", "2026-04", "2026-08"),
    "until when it may be used": ("  usable up to 2026-10-10", "2026-10-10", "2026-12-10"),
    "how much of it lapsed": ("  4h lapsed", "4h", "3h"),
    "the lot of a correction": ("correction of 2026-09, .*", "used .*,", "used CN¥1.00,"),
    "which settlement it came of": ("correction of 2026-09, .*", "became ....", "became 0123"),
    "a line that was put right": ("  .*120.00, because this was put right: .*", "120", "20"),
}
LOCALES: Final = ("en", "zh_CN", "zh_TW")


def corrected(demo: Path) -> str:
    """Return the one of the demo who has a correction, and lots of his hours."""
    facts = json.loads((demo / "settlement" / "facts.json").read_bytes())
    (who,) = (who for each in facts["corrections"] for who in each["lines"])
    return str(who)


def printed(run: Run, demo: Path, path: Path, locale: str = "en") -> str:
    """Return his statement as it is written."""
    ran = run("report", demo / "settlement", "--pack", "telecom-7x24", "--locale", locale,
              "--employee", corrected(demo), "-o", path)  # fmt: skip
    assert ran.code == 0, ran.err
    return path.read_text(encoding="utf-8") if path.suffix != ".pdf" else ""


@pytest.fixture(scope="module")
def written(demo: Path, run: Run, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """His statement in English, by form."""
    folder = tmp_path_factory.mktemp("statement")
    return {form: printed(run, demo, folder / f"x.{form}") for form in ("html", "json")}


def is_right(text: str) -> bool:
    (found,) = center(plugins="installed").verify(text.encode())
    assert found.verification.is_right
    return found.is_right


def in_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def notes_of(document: dict[str, Any]) -> list[str]:
    def below(step: dict[str, Any]) -> Iterator[str]:
        yield from step["notes"]
        for each in step["steps"]:
            yield from below(each)

    parts = document["sections"][0]["parts"]
    steps = (part["step"] for part in parts if part["part"] == "unfolding")
    return [note for step in steps for note in below(step)]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("form", ["html", "json", "pdf"])
def test_what_was_written_of_lots_is_right(
    run: Run, demo: Path, tmp_path: Path, form: str, locale: str
) -> None:
    printed(run, demo, tmp_path / f"x.{form}", locale)

    (found,) = center(plugins="installed").verify(tmp_path / f"x.{form}")

    assert found.is_right, str(found)


@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_word_of_a_lot_is_told(written: Mapping[str, str], forged: str) -> None:
    note, old, new = FORGED[forged]
    said = next(each for each in notes_of(json.loads(written["json"])) if re.fullmatch(note, each))
    instead = re.sub(old, new, said)
    assert instead != said

    for form, as_written in (("json", in_json), ("html", escape)):
        text = written[form]
        assert as_written(said) in text
        assert not is_right(text.replace(as_written(said), as_written(instead), 1))


def test_a_lot_that_nobody_had_is_told(written: Mapping[str, str]) -> None:
    page = written["html"]
    lapsed = re.search(r"<li>\s*4h lapsed</li>", page)
    assert lapsed is not None

    assert is_right(page)
    assert not is_right(page.replace(lapsed[0], lapsed[0] * 2))
    assert not is_right(page.replace(lapsed[0], ""))


def _left(notes: dict[str, Any]) -> None:
    notes["became"]["comp_time"]["lots"][0][5] = 1


def _line(notes: dict[str, Any]) -> None:
    notes["corrections"][0]["lines"][0][1] = 1


@pytest.mark.parametrize("change", [_left, _line])
def test_what_is_attested_of_lots_is_under_the_seal(
    written: Mapping[str, str], change: Callable[[dict[str, Any]], None]
) -> None:
    """Who writes another lot into the data as well comes to another seal."""
    data = json.loads(written["json"])
    (carried,) = (x for x in data["sections"][0]["parts"] if x["part"] == "attachment")
    attestation = json.loads(carried["text"])
    change(attestation["notes"])
    carried["text"] = json.dumps(attestation)

    (found,) = center(plugins="installed").verify(json.dumps(data).encode())

    assert not found.verification.is_covered
    assert not found.is_right
