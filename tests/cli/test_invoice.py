"""Invoices and their reconciliation with pay on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Ran

PACK = "outsourced"
ADAPTER = "asterisk-queue-log"


@pytest.fixture
def outsourced(outsourced_demo: tuple[Ran, Path]) -> Path:
    """The folder of the demo of an outsourced center."""
    ran, folder = outsourced_demo
    assert ran.code == 0, ran.err
    assert ran.json["final"]
    return folder


@pytest.mark.parametrize(
    ("locale", "words", "terms"),
    [
        ("en", "half up", "60,000.00 a month with 20,000 included"),
        ("zh_CN", "四舍五入", "每差 1%（不足按一步）扣收费合计的 0.5%，至多 10%"),
    ],
)
def test_every_invoice_is_shown_with_its_total(
    run: Any, outsourced: Path, locale: str, words: str, terms: str
) -> None:
    ran = run("invoice", outsourced / "settlement", "--pack", PACK, "--locale", locale)

    assert ran.code == 0, ran.err
    assert words in ran.out
    assert "US$" in ran.out or "$" in ran.out
    assert "bank_contract" not in ran.out
    assert terms in ran.out


def test_the_lines_of_the_data_add_up_to_the_total(run: Any, outsourced: Path) -> None:
    ran = run("invoice", outsourced / "settlement", "--pack", PACK, "--json")

    for each in ran.json["invoices"]:
        cents = [int(line["amount"].replace(".", "")) for line in each["lines"]]
        assert sum(cents) == int(each["total"].replace(".", ""))
    assert [each["currency"] for each in ran.json["invoices"]] == ["CNY", "CNY", "USD"]


def test_a_contract_is_asked_for_by_name(run: Any, outsourced: Path) -> None:
    settlement = outsourced / "settlement"
    one = run("invoice", settlement, "--pack", PACK, "--contract", "travel_contract", "--json")
    other = run("invoice", settlement, "--pack", PACK, "--contract", "travle_contract")

    assert [each["project"] for each in one.json["invoices"]] == ["travel"]
    assert other.code == 1
    assert "travel_contract" in other.err


def test_a_line_is_explained_down_to_the_lines_of_the_log(run: Any, outsourced: Path) -> None:
    ran = run(
        "explain", outsourced / "settlement", "--project", "bank", "bank_contract_fee_calls",
        "--pack", PACK, "--records", outsourced / "input", "--adapter", ADAPTER, "--locale", "en",
    )  # fmt: skip

    assert ran.code == 0, ran.err
    assert "project bank" in ran.out
    assert "queue_log:" in ran.out


def test_pay_and_invoices_of_the_demo_are_even(run: Any, outsourced: Path) -> None:
    ran = run(
        "reconcile", outsourced / "settlement", "--pack", PACK,
        "--records", outsourced / "input", "--adapter", ADAPTER, "--json",
    )  # fmt: skip

    assert ran.code == 0, ran.err
    assert (ran.json["even"], ran.json["indicators"]) == (True, ["answered", "sales_amount"])


def test_it_fails_where_the_calls_are_others(run: Any, outsourced: Path, tmp_path: Path) -> None:
    folder = tmp_path / "input"
    folder.mkdir()
    for each in (outsourced / "input").glob("*"):
        if each.is_file():
            (folder / each.name).write_bytes(each.read_bytes())
    rows = (folder / "sales.csv").read_text(encoding="utf-8").splitlines()
    (folder / "sales.csv").write_text("\n".join(rows[:-3]) + "\n", encoding="utf-8")
    (folder / "calls").mkdir()
    log = outsourced / "input" / "calls" / "queue_log"
    (folder / "calls" / "queue_log").write_bytes(log.read_bytes())
    ran = run(
        "reconcile", outsourced / "settlement", "--pack", PACK,
        "--records", folder, "--adapter", ADAPTER, "--locale", "en",
    )  # fmt: skip

    assert ran.code == 1
    assert "do not rest on the same values" in ran.out


def test_a_center_without_clients_sends_no_invoice(run: Any, demo: Path) -> None:
    ran = run("invoice", demo / "settlement", "--pack", "telecom-7x24", "--locale", "en")

    assert ran.code == 0
    assert "no client contract" in ran.out


def test_dispatched_staff_are_exported_by_employer(
    run: Any, outsourced: Path, tmp_path: Path
) -> None:
    out = tmp_path / "pay"
    ran = run(
        "export", outsourced / "settlement", "--pack", PACK, "--split-by", "employer",
        "--input", outsourced / "input", "--draft", "-o", out / "pay.csv",
    )  # fmt: skip

    assert ran.code == 0, ran.err
    assert len(list(out.iterdir())) == 3


def test_a_rota_is_made_and_one_handed_in_is_checked(
    run: Any, outsourced: Path, tmp_path: Path
) -> None:
    asked = ("--pack", PACK, "--period", "2026-10", "--input")
    made = run("rota", "saturday_duty", *asked, outsourced / "input", "--json")
    folder = tmp_path / "input"
    folder.mkdir()
    for each in ("employees.csv", "assignments.csv"):
        (folder / each).write_bytes((outsourced / "input" / each).read_bytes())
    rows = [f"saturday_duty,{x['day']},{x['employee_id']},no" for x in made.json["turns"]]
    table = "\n".join(["rota,date,employee_id,logged", *rows])
    (folder / "rotas.csv").write_text(f"{table}\n", encoding="utf-8")
    checked = run("rota", "saturday_duty", *asked, folder, "--locale", "en")

    assert (made.code, len(made.json["turns"])) == (0, 5)
    assert checked.code == 1
    assert "nobody wrote up the turn" in checked.err + checked.out
