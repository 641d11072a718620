"""``ccops demo`` of the packs beside the one it takes without ``--pack``."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pikepdf
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Ran, Run

PACK = "insurance-hotline"
DIRECTOR = ("--by", "Director Sun", "--role", "center_director")
MANAGER = ("--by", "Manager Li", "--role", "center_manager")


@pytest.fixture(scope="module")
def insured(run: Run, tmp_path_factory: pytest.TempPathFactory) -> tuple[Ran, Path]:
    """The demo of an insurance hotline, and the folder it was written to."""
    folder = tmp_path_factory.mktemp("insured")
    return run("demo", "--pack", PACK, "-o", folder, "--locale", "en", "--json"), folder


def test_the_demo_of_an_insurance_hotline_settles_every_post(insured: tuple[Ran, Path]) -> None:
    ran, folder = insured

    assert ran.code == 0, ran.err
    assert ran.json["final"] is True
    assert ran.json["pack"] == PACK
    assert {each.name for each in folder.glob("*.html")} >= {
        "statements-en.html", "bonus-notices-en.html", "approval-en.html",
        "appraisals-en.html", "floor-en.html", "kpi-en.html", "learning-en.html",
    }  # fmt: skip
    page = (folder / "statements-en.html").read_text("utf-8")
    for line in (
        "bonus of team leads",
        "bonus of shift supervisors",
        "monthly score of a qa trainer",
        "points of the item × the lowest of (most that counts; monitoring done)",
    ):
        assert line in page.casefold()
    assert "item_points" not in page


def test_the_director_assesses_and_the_manager_approves(
    run: Run, insured: tuple[Ran, Path]
) -> None:
    month = insured[1] / "settlement"
    calendar = insured[1] / "input" / "calendar.csv"
    steps = [
        ("assess", "2026-11-02", MANAGER),
        ("assess", "2026-11-02", DIRECTOR),
        ("publish", "2026-11-03", DIRECTOR),
        ("approve", "2026-11-10", DIRECTOR),
        ("approve", "2026-11-10", MANAGER),
    ]

    codes = [
        run(verb, month, "--pack", PACK, "--on", on, "--calendar", calendar, *who).code
        for verb, on, who in steps
    ]

    assert codes == [1, 0, 0, 1, 0]


# -- the months keep the rules of their packs -----------------------------------------------------


def findings(run: Run, verb: str, pack: str, folder: Path) -> Counter[str]:
    """Return the codes of what a verb of lists finds in the month of a demo."""
    ran = run(
        verb, "--pack", pack, "--period", "2026-10", "--input", folder / "input",
        "--adapter", "asterisk-queue-log",
        *(() if verb == "discipline" else ("--since", "2026-10-01")),
    )  # fmt: skip
    assert ran.code == 0, ran.err
    return Counter(re.findall(r"\[([a-z-]+)\]$", ran.err, re.MULTILINE))


def test_the_insurance_hotline_is_organized_as_its_pack_asks(
    run: Run, insured: tuple[Ran, Path]
) -> None:
    assert findings(run, "organization", PACK, insured[1]) == Counter()


def test_the_outsourced_center_is_but_for_a_post_that_fell_vacant(
    run: Run, outsourced_demo: tuple[Ran, Path]
) -> None:
    ran, folder = outsourced_demo

    assert ran.code == 0, ran.err
    assert ran.json["final"] is True
    assert findings(run, "organization", "outsourced", folder) == Counter({"post-vacant": 1})


CONTRACTS = {
    "bank_contract": "bank",
    "broadband_contract": "broadband",
    "travel_contract": "travel",
}


def test_each_client_gets_files_that_hold_nothing_of_another(
    run: Run, outsourced_demo: tuple[Ran, Path], tmp_path: Path
) -> None:
    """Forwarding one may not tell a client the prices of another."""
    _, folder = outsourced_demo
    index = (folder / "index.html").read_text("utf-8")
    each = tmp_path / "each"
    again = run(
        "report", folder / "settlement", "--pack", "outsourced", "--kind", "client", "--each",
        "-o", each, "--locale", "en", "--json",
    )  # fmt: skip

    assert not [*folder.glob("client-*"), *folder.glob("invoices-*")]
    for contract, named in CONTRACTS.items():
        pages = [
            folder / "clients" / f"client-{contract}.html",
            folder / "clients" / f"invoice-{contract}.txt",
            each / f"client-{contract}.html",
        ]
        assert all(f'href="clients/{page.name}"' in index for page in pages[:2])
        for page in pages:
            text = re.sub(r"<style.*?</style>", "", page.read_text("utf-8"), flags=re.DOTALL)
            assert named in text.casefold()
            others = [*(CONTRACTS.keys() - {contract}), *(set(CONTRACTS.values()) - {named})]
            assert not [other for other in others if other in text.casefold()]
        assert f'href="clients/client-{contract}.pdf"' in index
        with pikepdf.open(folder / "clients" / f"client-{contract}.pdf") as paper:
            headings = str(paper.open_outline().root).casefold()
        assert named in headings
        assert not [other for other in {*CONTRACTS.values()} - {named} if other in headings]
    assert again.json["subjects"] == again.json["files"] == len(CONTRACTS)


@pytest.mark.parametrize("pack", [PACK, "outsourced"])
def test_reports_are_handed_in_some_late_and_one_is_missing(
    run: Run, insured: tuple[Ran, Path], outsourced_demo: tuple[Ran, Path], pack: str
) -> None:
    folder = insured[1] if pack == PACK else outsourced_demo[1]

    found = findings(run, "reports-due", pack, folder)

    assert found["report-missing"] == 1
    assert found["report-late"] > 1
    assert set(found) <= {"report-missing", "report-late", "report-nobody"}


@pytest.mark.parametrize("pack", [PACK, "outsourced"])
def test_violations_are_of_conducts_the_pack_knows(
    run: Run, insured: tuple[Ran, Path], outsourced_demo: tuple[Ran, Path], pack: str
) -> None:
    folder = insured[1] if pack == PACK else outsourced_demo[1]

    assert findings(run, "discipline", pack, folder)["unknown-conduct"] == 0
    assert "oral warning" in (folder / "discipline-en.txt").read_text("utf-8")
