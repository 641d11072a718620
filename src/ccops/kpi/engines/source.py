"""The source of one accumulator: every tally of a layout in one loop over the columns.

Conditions are asked once for all tallies that share them, in written order, nested as one
would by hand; words of one column are asked as a chain. The source holds no text of a pack
but its words, quoted by ``repr``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import attrs

from ccops.frozen import frozen
from ccops.kpi.conditions import compared_word
from ccops.kpi.states import NOTHING, Layout
from ccops.kpi.tallies import Tally, TallyKind, canonical
from ccops.rules import Node, lowered, references
from ccops.rules.expressions import Arithmetic, Call, Constant, Reference, every_node
from ccops.values import Type, Unit

_STEP: Final = "    "
_MISSES: Final = "x.__class__ is M"


@frozen(kw_only=True)
class Variables:
    """Which variable holds which column, and in which columns nothing is missing."""

    names: Mapping[str, str]
    present: frozenset[str]

    def lowered(self, node: Node) -> str:
        """Return the source of a tree."""
        return lowered(node, self.names, present=self.present)

    def may_lack(self, node: Node) -> bool:
        """Say whether a tree may come to a missing value in these columns."""
        if not node.may_miss:
            return False
        if any(each.name not in self.present for each in references(node)):
            return True
        return any(map(_may_lose, every_node(node)))


def _may_lose(node: Node) -> bool:
    """Say whether a node may come to a missing value although nothing below it is missing."""
    match node:
        case Arithmetic(operator="/"):
            return not node.safe
        case Call():
            return node.function.may_miss
        case _:
            return False


@attrs.define
class _Branch:
    """The tallies under one condition, and the branches below it."""

    test: Node
    tallies: list[Tally] = attrs.field(factory=list[Tally])
    below: dict[str, _Branch] = attrs.field(factory=dict[str, "_Branch"])

    def every(self) -> Iterator[Tally]:
        """Yield the tallies of the branch and of those below it."""
        yield from self.tallies
        for each in self.below.values():
            yield from each.every()


def accumulator_source(
    layout: Layout, variables: Variables, *, slow: Sequence[str], fast: str | None
) -> str:
    """Return the source of ``fold(columns)``, which returns the states.

    ``fast`` is the group column that changes most, ``slow`` the others: the states of one
    slow group are found again only when it changes. Without groups there is one state; with
    one, a dictionary of states; with several, one such dictionary for each slow group.
    """
    blank = _blank(layout)
    lines = [f"{_STEP}for {','.join(variables.names.values())}, in zip(*columns):"]
    if fast is None:
        head = [f"{_STEP}s={blank}"]
    else:
        head = [f"{_STEP}inner={{}}"]
        if slow:
            head = [f"{_STEP}outer={{}}", *(f"{_STEP}{last}=U" for _, last in _last(slow))]
            lines += _indented(_found_again(variables, slow), 2)
        lines += _indented(_entered("s", "inner", variables.names[fast], blank), 2)
    lines += _indented(_body(_tree(layout), layout, variables) or ["pass"], 2)
    result = "s" if fast is None else "outer" if slow else "inner"
    return "\n".join(["def fold(columns):", *head, *lines, f"{_STEP}return {result}"])


def _blank(layout: Layout) -> str:
    cells = ["0"] * len(layout.sums) + [str(NOTHING)] * len(layout.maxima)
    return f"[{','.join([*cells, *['{}'] * len(layout.spreads)])}]"


def _last(slow: Sequence[str]) -> list[tuple[str, str]]:
    return [(column, f"last{number}") for number, column in enumerate(slow)]


def _found_again(variables: Variables, slow: Sequence[str]) -> list[str]:
    pairs = [(variables.names[column], last) for column, last in _last(slow)]
    changed = " or ".join(f"{new}!={last}" for new, last in pairs)
    key = ",".join(new for new, _ in pairs)
    key = f"({key})" if len(pairs) > 1 else key
    return [
        f"if {changed}:",
        *_indented(_entered("inner", "outer", key, "{}"), 1),
        *_indented([f"{last}={new}" for new, last in pairs], 1),
    ]


def _entered(target: str, mapping: str, key: str, blank: str) -> list[str]:
    return [
        f"try:{target}={mapping}[{key}]",
        f"except KeyError:{target}={mapping}[{key}]={blank}",
    ]


def _indented(lines: Sequence[str], steps: int) -> list[str]:
    return [_STEP * steps + line for line in lines]


# -- conditions -----------------------------------------------------------------------------


def _tree(layout: Layout) -> _Branch:
    root = _Branch(Constant(type=Type(Unit.FLAG), value=True))
    for tally in layout.tallies:
        if tally.kind is TallyKind.LACKING:
            continue
        branch = root
        for test in tally.conditions:
            branch = branch.below.setdefault(canonical(test), _Branch(test))
        branch.tallies.append(tally)
    return root


def _body(branch: _Branch, layout: Layout, variables: Variables) -> list[str]:
    lines = _updates(branch.tallies, layout, variables)
    for chain in _chains(branch.below.values(), variables):
        word = "if"
        for each in chain:
            lines += _tested(word, each, layout, variables)
            word = "elif"
    return lines


def _chains(branches: Iterable[_Branch], variables: Variables) -> list[list[_Branch]]:
    """Return the branches in chains; those of a chain exclude each other."""
    chains: dict[str, list[_Branch]] = {}
    for each in branches:
        compared = compared_word(each.test, "==")
        if compared is None or variables.may_lack(each.test):
            chains[f"{len(chains)} "] = [each]
        else:
            chains.setdefault(compared[0], []).append(each)
    return list(chains.values())


def _tested(word: str, branch: _Branch, layout: Layout, variables: Variables) -> list[str]:
    code = variables.lowered(branch.test)
    body = _indented(_body(branch, layout, variables), 1)
    if not variables.may_lack(branch.test):
        return [f"{word} {code}:", *body]
    noted = _noted(tuple(branch.every()), layout)
    return [f"x={code}", f"if {_MISSES}:", *_indented(noted, 1), "elif x:", *body]


def _noted(tallies: Sequence[Tally], layout: Layout) -> list[str]:
    """Return what counts a row that does not say what some tallies need."""
    slots = [layout.lacking_slot(each) for each in tallies]
    return [f"s[{slot}]+=1" for slot in slots if slot is not None] or ["pass"]


# -- values ---------------------------------------------------------------------------------


def _updates(tallies: Sequence[Tally], layout: Layout, variables: Variables) -> list[str]:
    """Return what adds a row to tallies without further conditions; each value made once."""
    lines: list[str] = []
    by_value: dict[str, tuple[Node, list[Tally]]] = {}
    for tally in tallies:
        if tally.value is None:
            lines.append(f"s[{layout.slots[tally.key]}]+=1")
        elif tally.over is not None:
            lines += _share(tally, tally.value, tally.over, layout, variables)
        else:
            by_value.setdefault(canonical(tally.value), (tally.value, []))[1].append(tally)
    for value, group in by_value.values():
        lines += _valued(value, group, layout, variables)
    return lines


def _valued(
    value: Node, tallies: Sequence[Tally], layout: Layout, variables: Variables
) -> list[str]:
    name, made = "x", [f"x={variables.lowered(value)}"]
    if isinstance(value, Reference):
        name, made = variables.names[value.name], []
    added = [line for each in tallies for line in _added(each, name, layout)]
    if not variables.may_lack(value):
        return [*made, *added]
    noted = _noted(tallies, layout)
    asked = f"if {name}.__class__ is M:"
    return [*made, asked, *_indented(noted, 1), "else:", *_indented(added, 1)]


def _added(tally: Tally, name: str, layout: Layout) -> list[str]:
    slot = layout.slots[tally.key]
    match tally.kind:
        case TallyKind.SUM:
            return [f"s[{slot}]+={name}"]
        case TallyKind.MAXIMUM:
            return [f"if {name}>s[{slot}]:s[{slot}]={name}"]
        case _:
            return [f"h=s[{slot}]", f"y={_mark(name, tally.step)}", "h[y]=h.get(y,0)+1"]


def _mark(name: str, step: int | None) -> str:
    """Return twice the whole steps of a value, one more where anything is left over."""
    return name if step is None else f"{name}//{step}-(-{name}//{step})"


def _share(
    tally: Tally, value: Node, over: Node, layout: Layout, variables: Variables
) -> list[str]:
    slot = layout.slots[tally.key]
    lines = [f"x={variables.lowered(value)}", f"y={variables.lowered(over)}"]
    added = [f"h=s[{slot}]", "h[y]=h.get(y,0)+x"]
    if not (variables.may_lack(value) or variables.may_lack(over)):
        return [*lines, *added]
    asked = f"if {_MISSES} or y.__class__ is M:"
    return [*lines, asked, *_indented(_noted((tally,), layout), 1), "else:", *_indented(added, 1)]
