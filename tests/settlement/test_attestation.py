"""Attestations: what one employee's pay follows from, of which nothing can be changed."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.errors import DataError, UnknownNameError
from ccops.settlement import Attestation, InputKind, verified
from ccops.settlement.attested.own_digests import OwnDigests, leaf_of, root_of
from ccops.settlement.attested.seal import seal_over

if TYPE_CHECKING:
    from collections.abc import Callable

    from ccops.settlement import Settlement


def _data(settlement: Settlement, employee: str) -> dict[str, Any]:
    return dict(json.loads(settlement.attestation(employee).to_json()))


def _ranked(settlement: Settlement) -> str:
    """Return somebody with a place that pays something."""
    size = len(settlement.employees)
    found = (settlement.employees[row] for row in range(size))
    return next(
        who
        for who in found
        if settlement.value(who, "month_rank") == 1 and settlement.value(who, "monthly_bonus")
    )


def test_everybody_s_lines_follow_from_what_his_statement_carries(settlement: Settlement) -> None:
    for employee in settlement.employees:
        attestation = Attestation.from_dict(_data(settlement, employee))
        found = verified(attestation, settlement.rules)

        assert found.settlement == settlement.digest
        assert found.seal == settlement.seal
        assert [each for each in found.amounts if not each.is_same] == []
        own = [each for each in settlement.lines() if each.employee_id == employee]
        assert list(found.alone.lines()) == own


def test_places_are_attested_with_their_size_and_who_shares_them(settlement: Settlement) -> None:
    employee = _ranked(settlement)
    inputs = settlement.attestation(employee).inputs
    value = settlement.value

    assert inputs["figure month_rank ranked_agents"] == value(employee, "month_rank")
    assert inputs["size month_rank ranked_agents"] == value(employee, "month_rank_size")
    assert inputs["tied month_rank ranked_agents"] == value(employee, "month_rank_tied")
    assert inputs["open month_rank ranked_agents"] is False


def test_an_attestation_names_nobody_else(settlement: Settlement) -> None:
    for employee in settlement.employees:
        text = settlement.attestation(employee).to_json().decode()

        assert [each for each in settlement.employees if f'"{each}"' in text] == [employee]


def test_another_place_is_another_settlement_and_pays_otherwise(settlement: Settlement) -> None:
    data = _data(settlement, _ranked(settlement))
    data["inputs"]["figure month_rank ranked_agents"] = 40
    data["inputs"]["size month_rank ranked_agents"] = 40

    found = verified(Attestation.from_dict(data), settlement.rules)

    assert not found.is_covered
    assert not found.is_right
    assert "monthly_bonus" in {each.figure for each in found.amounts if not each.is_same}


def test_each_single_input_is_covered(settlement: Settlement) -> None:
    """Whatever stands there, anything else leads to another digest."""
    employee = settlement.employees[0]
    whole = _data(settlement, employee)
    for own in whole["inputs"]:
        data = copy.deepcopy(whole)
        data["inputs"][own] = _other(data["inputs"][own])
        try:
            found = verified(Attestation.from_dict(data), settlement.rules)
        except DataError:
            continue  # no value of that input at all
        assert not found.is_covered, own


def _other(value: Any) -> Any:
    if isinstance(value, dict):
        return {"missing": "no_history" if value["missing"] != "no_history" else "not_measured"}
    return {"missing": "not_employed"}


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data["manifest"].update(revision=2),
        lambda data: data.update(said="sha256:" + "0" * 64),
        lambda data: data.update(salt="0" * 64),
        lambda data: data["way"].pop(),
        lambda data: data["inputs"].pop("fact role"),
        lambda data: data.update(seal="sha256:" + "0" * 64),
        lambda data: data.update(people=data["people"] + 1),
        lambda data: data.update(people=True),
        lambda data: data.update(people="2"),
        lambda data: data["notes"].update(early=[]),
    ],
    ids=["manifest", "said", "salt", "way", "input", "seal", "people", "flag", "text", "notes"],
)
def test_nothing_else_can_be_changed_either(
    settlement: Settlement, change: Callable[[dict[str, Any]], object]
) -> None:
    data = _data(settlement, settlement.employees[0])
    change(data)
    try:
        found = verified(Attestation.from_dict(data), settlement.rules)
    except DataError:
        return  # refused
    assert not found.is_right


def test_an_amount_that_does_not_follow_is_told(settlement: Settlement) -> None:
    data = _data(settlement, settlement.employees[0])
    data["amounts"]["basic_pay"] = "9999.00"

    found = verified(Attestation.from_dict(data), settlement.rules)

    assert found.is_covered
    assert [each.figure for each in found.amounts if not each.is_same] == ["basic_pay"]


def test_an_input_the_pack_does_not_have_is_refused(settlement: Settlement) -> None:
    data = _data(settlement, settlement.employees[0])
    data["inputs"]["fact shoe_size"] = 44

    with pytest.raises(DataError) as caught:
        verified(Attestation.from_dict(data), settlement.rules)

    assert [each.code for each in caught.value.diagnostics] == ["attestation-unreadable"]


def test_a_place_that_is_not_attested_is_not_guessed(settlement: Settlement) -> None:
    data = _data(settlement, _ranked(settlement))
    del data["inputs"]["figure month_rank ranked_agents"]

    with pytest.raises(DataError):
        verified(Attestation.from_dict(data), settlement.rules)


@pytest.mark.parametrize("data", [None, {}, [], {"schema": "ccops.attestation/3"}, "text", 7])
def test_other_data_are_refused(data: object) -> None:
    with pytest.raises(DataError) as caught:
        Attestation.from_dict(data)

    assert [each.code for each in caught.value.diagnostics] == ["attestation-unreadable"]


@pytest.mark.parametrize("version", [1, 2])
def test_an_attestation_of_an_earlier_version_is_refused_as_such(version: int) -> None:
    with pytest.raises(DataError) as caught:
        Attestation.from_dict({"schema": f"ccops.attestation/{version}"})

    assert [each.code for each in caught.value.diagnostics] == ["attestation-earlier"]


def test_whose_the_inputs_are_is_covered(settlement: Settlement) -> None:
    """Nobody hands out a colleague's inputs as somebody else's."""
    data = _data(settlement, settlement.employees[0])
    data["employee"] = settlement.employees[1]

    found = verified(Attestation.from_dict(data), settlement.rules)

    assert [each for each in found.amounts if not each.is_same] == []
    assert not found.is_covered


def test_nobody_is_attested_who_is_not_there(settlement: Settlement) -> None:
    with pytest.raises(UnknownNameError):
        settlement.attestation("nobody")


def test_earlier_months_are_among_the_inputs(settlement: Settlement) -> None:
    attestation = Attestation.from_dict(_data(settlement, _ranked(settlement)))
    found = verified(attestation, settlement.rules)
    past = {(e.name, e.ago) for e in found.inputs if e.kind is InputKind.PAST}

    assert ("monthly_score", 1) in past


def test_statements_over_other_people_are_not_under_the_seal(settlement: Settlement) -> None:
    """Whoever makes up a tree of his own, and all else as it was, comes to another seal."""
    employee = settlement.employees[0]
    data = _data(settlement, employee)
    first = attrs.evolve(settlement.own_digests, digests=(b"x" * 32,) * len(settlement.employees))
    root = root_of(leaf_of(first.salt(0), first.digests[0]), first.way(0))
    forged = seal_over(settlement=settlement.digest, statements=root, people=data["people"])
    data |= {"way": [[side, x.hex()] for side, x in first.way(0)], "seal": forged}

    found = verified(Attestation.from_dict(data), settlement.rules)

    assert found.settlement == settlement.digest
    assert not found.is_covered
    assert forged != settlement.seal


def test_settling_and_closing_make_no_tree(
    settlement: Settlement, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred thousand people are settled by columns; their statements come when asked for."""
    monkeypatch.setattr(OwnDigests, "of", None)
    again = attrs.evolve(settlement)

    assert again.closing.settlement_digest == settlement.digest
    assert settlement.digest.encode() in again.to_json()
    with pytest.raises(TypeError):
        _ = again.seal


def test_the_seal_holds_what_the_settlement_says_and_every_statement(
    settlement: Settlement,
) -> None:
    root, people = settlement.own_digests.root, len(settlement.employees)
    seal = seal_over(settlement=settlement.digest, statements=root, people=people)

    assert settlement.seal == seal
    others = (
        seal_over(settlement=settlement.closing.digest, statements=root, people=people),
        seal_over(settlement=settlement.digest, statements=bytes(32), people=people),
        seal_over(settlement=settlement.digest, statements=root, people=people + 1),
    )
    assert len({seal, *others}) == len(others) + 1


# -- the tree -------------------------------------------------------------------------------------


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=40))
def test_every_leaf_leads_to_the_root(digests: list[bytes]) -> None:
    ids = tuple(f"E{row:03}" for row in range(len(digests)))
    tree = OwnDigests(ids, tuple(digests))
    for row, digest in enumerate(digests):
        assert root_of(leaf_of(tree.salt(row), digest), tree.way(row)) == tree.root
        assert len(tree.way(row)) <= max(1, len(digests) - 1).bit_length()


@given(
    st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=20),
    st.data(),
)
def test_any_other_leaf_gives_another_root(digests: list[bytes], data: st.DataObject) -> None:
    ids = tuple(f"E{row:03}" for row in range(len(digests)))
    tree = OwnDigests(ids, tuple(digests))
    row = data.draw(st.integers(0, len(digests) - 1))
    other = data.draw(st.binary(min_size=32, max_size=32).filter(lambda x: x != digests[row]))

    assert root_of(leaf_of(tree.salt(row), other), tree.way(row)) != tree.root


_IDS = st.text(st.characters(codec="utf-8"), max_size=12)


@given(st.lists(_IDS, min_size=2, max_size=8, unique=True), st.binary(max_size=16))
def test_nobody_has_the_digest_of_somebody_else(ids: list[str], note: bytes) -> None:
    """Not even where what stands behind an id goes on as another does."""
    longest = max(ids, key=len)
    tails = {
        row: longest.removeprefix(each).encode() + note if longest.startswith(each) else note
        for row, each in enumerate(ids)
    }
    for notes in (dict.fromkeys(range(len(ids)), note), tails):
        made = OwnDigests.of(ids, (), notes)
        assert len(set(made.digests)) == len(ids)


def test_people_with_the_same_inputs_have_other_leaves() -> None:
    tree = OwnDigests(("E1", "E2"), (b"x" * 32, b"x" * 32))

    (_, other) = tree.way(0)[0]
    assert other != leaf_of(tree.salt(0), b"x" * 32)


def test_nobody_at_all_has_a_root_too() -> None:
    assert len(OwnDigests((), ()).root) == 32
