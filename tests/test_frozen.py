"""Classes made by ``ccops.frozen`` compare, hash and show as those of attrs do."""

from __future__ import annotations

import pickle
from collections.abc import Mapping

import attrs
from hypothesis import given
from hypothesis import strategies as st

from ccops.frozen import frozen
from tests.test_layout import printed_by


@frozen(kw_only=True)
class Ours:
    name: str
    amounts: tuple[int, ...] = ()
    noted: Mapping[str, int] = attrs.field(factory=dict[str, int], eq=False, repr=False)


@attrs.frozen(kw_only=True)
class Theirs:
    name: str
    amounts: tuple[int, ...] = ()
    noted: Mapping[str, int] = attrs.field(factory=dict[str, int], eq=False, repr=False)


@frozen
class Further(Ours):
    more: int = 0


@frozen
class Itself:
    name: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Itself)

    def __hash__(self) -> int:
        return 7

    def __repr__(self) -> str:
        return "itself"


@frozen(eq=False)
class One:
    name: str


@frozen
class Nothing:
    pass


NAMES = st.sampled_from(["", "a", "b"])
VALUES = st.fixed_dictionaries(
    {
        "name": NAMES,
        "amounts": st.lists(st.integers(0, 1), max_size=2).map(tuple),
        "noted": st.dictionaries(NAMES, st.integers(0, 1), max_size=1),
    }
)


@given(VALUES, VALUES)
def test_they_are_equal_where_those_of_attrs_are(
    one: Mapping[str, object], other: Mapping[str, object]
) -> None:
    ours, theirs = (
        [kind(**each) for each in (one, other)]  # type: ignore[arg-type] # the values fit
        for kind in (Ours, Theirs)
    )
    assert (ours[0] == ours[1]) is (theirs[0] == theirs[1])
    assert (ours[0] != ours[1]) is (theirs[0] != theirs[1])
    assert ours[0] != ours[1] or hash(ours[0]) == hash(ours[1])


@given(VALUES)
def test_they_are_shown_as_those_of_attrs_and_pickled(values: Mapping[str, object]) -> None:
    ours = Ours(**values)  # type: ignore[arg-type] # the values fit
    theirs = Theirs(**values)  # type: ignore[arg-type] # as above
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert pickle.loads(pickle.dumps(ours)) == ours  # noqa: S301 - our own
    assert attrs.asdict(ours) == attrs.asdict(theirs)


def are_equal(one: object, other: object) -> bool:
    return one == other


def test_an_instance_of_another_class_is_never_equal() -> None:
    assert Ours(name="a") != Further(name="a")
    assert Further(name="a", more=1) != Further(name="a")
    assert are_equal(Nothing(), Nothing())
    assert not are_equal(Nothing(), One("a"))


def test_what_a_class_says_of_itself_stays() -> None:
    assert Itself("a") == Itself("b")
    assert (hash(Itself("a")), repr(Itself("a"))) == (7, "itself")
    assert One("a") != One("a")


def test_a_pack_is_opened_with_such_classes_alone() -> None:
    assert printed_by(_WRITTEN_OUT) == frozenset()


#: Prints the frozen classes whose methods attrs has written out.
_WRITTEN_OUT = """
import sys
import ccops

ccops.Center.open("telecom-7x24")
for name, module in list(sys.modules.items()):
    for each in list(vars(module).values()) if name.startswith("ccops.") else ():
        if isinstance(each, type) and each.__module__ == name and "__attrs_props__" in vars(each):
            shown = getattr(vars(each).get("__repr__"), "__code__", None)
            if each.__attrs_props__.is_frozen and shown and "attrs" in shown.co_filename:
                print(f"{name}.{each.__qualname__}")
"""
