from __future__ import annotations

from fractions import Fraction

import pytest

from ccops.messages import Text
from ccops.rules import (
    Name,
    Node,
    Reference,
    addends,
    check_formula,
    children,
    constants,
    evaluator,
    lowered,
    references,
)
from ccops.rules.expressions import weight
from ccops.rules.formulas import Formula, Program
from ccops.rules.lowering import Lowering
from ccops.values import WHOLE, Missing, Scalar, Type, Unit
from tests.copies import pickled

_COUNTS = {
    each: Name(name=each, type=Type(Unit.COUNT), carrier=WHOLE, optional=True) for each in "abc"
}
_HOURS = Scalar(Unit.COUNT, Fraction(8))
SCOPE = {
    **_COUNTS,
    "hours": Name(name="hours", type=Type(Unit.COUNT), carrier=WHOLE, constant=_HOURS),
}


def checked(text: str) -> Node:
    node, problems = check_formula(Text(text), scope=SCOPE)
    assert node is not None, problems
    return node


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("c + a * b - a", "cab"),
        ("b if known(a) and a > 1 else c", "abc"),
        ("coalesce(a, -b, c)", "abc"),
        ("not (a in (b, c))", "abc"),
        ("1", ""),
    ],
)
def test_a_formula_reads_its_names_once_in_written_order(text: str, read: str) -> None:
    assert [each.name for each in references(checked(text))] == list(read)


def test_a_formula_lists_its_parameters_once() -> None:
    found = constants(checked("a * hours + hours * 3"))

    assert [each.name for each in found] == ["hours"]


def test_a_parameter_with_the_other_sign_is_listed_as_it_stands_in_the_pack() -> None:
    (found,) = constants(checked("a - -hours"))

    assert found.value == 8


def test_a_typed_function_of_the_library_runs_wherever_lowered_source_does() -> None:
    days = Name(name="day", type=Type(Unit.DATE), carrier=WHOLE)
    node, problems = check_formula(Text("months_between(day, day) + 3"), scope={"day": days})
    assert node is not None, problems

    assert evaluator(lowered(node, {"day": "x"}), ("x",))(739_000) == 3


def test_a_sum_is_taken_apart_into_its_terms() -> None:
    terms = addends(checked("a + b * c + (3 + hours)"))

    assert [[each.name for each in references(term)] for term in terms] == [
        ["a"],
        ["b", "c"],
        [],
        [],
    ]
    assert len(addends(checked("a - b"))) == 1


def test_every_node_is_reached_through_children() -> None:
    waiting, seen = [checked("coalesce(a, b) if not (a > 1 and known(c)) else -c")], 0
    while waiting:
        node = waiting.pop()
        seen += 1
        waiting.extend(children(node))

    assert seen == weight(checked("coalesce(a, b) if not (a > 1 and known(c)) else -c")) == 13


def test_a_node_that_stands_in_two_places_weighs_twice() -> None:
    assert weight(checked("1 < a < 3")) == 7
    assert weight(checked("min(a, b)")) == 3


def test_lowered_source_can_be_run_over_other_variables() -> None:
    source = lowered(checked("a * 2 > b"), {"a": "x", "b": "y"})

    run = evaluator(source, ("x", "y"))

    assert run(3, 5) is True
    assert run(3, Missing.NO_RECORDS) is Missing.NO_RECORDS


def test_lowered_source_may_use_further_names_and_no_others() -> None:
    assert evaluator("double(x)", ("x",), {"double": lambda x: 2 * x})(4) == 8
    with pytest.raises(NameError):
        evaluator("open(x)", ("x",))("/dev/null")


def test_a_flag_is_no_number_and_a_number_no_flag() -> None:
    flag = checked("a > 1")
    lowering = Lowering({"a": "v0"})

    with pytest.raises(AssertionError, match="is no number"):
        lowering.number(flag)
    with pytest.raises(AssertionError, match="is no flag, word or date"):
        lowering.plain(checked("a + 1"))


def test_a_reference_remembers_that_its_value_is_proven_to_be_there() -> None:
    node = checked("known(a) and a > 1")

    assert [each.known for each in _all_references(node)] == [False, True]


def _all_references(node: Node) -> list[Reference]:
    below = [found for each in children(node) for found in _all_references(each)]
    return [node, *below] if isinstance(node, Reference) else below


def test_the_terms_of_a_sum_run_by_themselves() -> None:
    formula = Formula(node=checked("a * 2 + hours"))

    assert [term.inputs for term in formula.terms] == [("a",), ()]
    assert [term.careful(*[3 for _ in term.inputs]) for term in formula.terms] == [6, 8]


def test_a_program_pickles_as_its_source() -> None:
    program = Program(
        careful_source="x if x.__class__ is M else twice(x)",
        quick_source="twice(x)",
        variables=("x",),
        names={"twice": abs},
    )

    again = pickled(program)

    assert again.careful(Missing.NO_RECORDS) is Missing.NO_RECORDS
    assert again.careful(-4) == again.quick(-4) == 4
