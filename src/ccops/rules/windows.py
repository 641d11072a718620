"""Windows: calls that look at earlier periods, as they are written in a formula.

``mean_last(monthly_score, 3, at_least=2, skip=protected_month)``. Here a call is only read and
given its canonical text, which is the name of the figure it becomes; what it reads, and whether
that makes sense, is found out where a plan is built.
"""

from __future__ import annotations

import ast
import copy
import enum
import functools
import re
from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from ccops.frozen import frozen
from ccops.rules.parsing import KEPT_FORMULAS, Source

#: How many periods a window may cover: five years of months.
LONGEST_WINDOW: Final = 60
_WHOLE: Final = re.compile(r"[0-9]{1,9}")
_NO_NAMES: Final[Mapping[str, str]] = {}


class WindowKind(enum.Enum):
    """What a window gives."""

    PREVIOUS = "previous"
    MEAN = "mean_last"
    SUM = "sum_last"
    LEAST = "min_last"
    COUNT = "count_last"
    STREAK = "streak"

    @property
    def signature(self) -> str:
        """How the call is written, for people."""
        return _SIGNATURES[self]

    @property
    def has_length(self) -> bool:
        """Whether the call says over how many periods it goes."""
        return self not in (WindowKind.PREVIOUS, WindowKind.STREAK)

    @property
    def wants_flag(self) -> bool:
        """Whether it counts periods in which a condition holds."""
        return self in (WindowKind.COUNT, WindowKind.STREAK)


_SIGNATURES: Final[Mapping[WindowKind, str]] = {
    WindowKind.PREVIOUS: "previous(name)",
    WindowKind.MEAN: "mean_last(value, periods, at_least=…, skip=…)",
    WindowKind.SUM: "sum_last(value, periods, at_least=…, skip=…)",
    WindowKind.LEAST: "min_last(value, periods, at_least=…, skip=…)",
    WindowKind.COUNT: "count_last(condition, periods, at_least=…, skip=…)",
    WindowKind.STREAK: "streak(condition, at_least=…, skip=…)",
}
#: The windows by the word that calls them.
WINDOWS: Final[Mapping[str, WindowKind]] = {each.value: each for each in WindowKind}


@frozen(kw_only=True)
class WindowCall:
    """One call as it is written; ``length`` and ``at_least`` are whole numbers or parameters.

    ``argument`` and ``skip`` are canonical texts, and nodes to say where they stand.
    """

    kind: WindowKind
    argument: str
    length: str = ""
    at_least: str = ""
    skip: str = ""
    argument_at: ast.expr = attrs.field(eq=False, repr=False)
    length_at: ast.expr | None = attrs.field(default=None, eq=False, repr=False)
    at_least_at: ast.expr | None = attrs.field(default=None, eq=False, repr=False)
    skip_at: ast.expr | None = attrs.field(default=None, eq=False, repr=False)

    @property
    def text(self) -> str:
        """The canonical text of the call: the name of the figure it becomes."""
        parts = [self.argument, self.length]
        parts.append(f"at_least={self.at_least}" if self.at_least else "")
        parts.append(f"skip={self.skip}" if self.skip else "")
        return f"{self.kind.value}({', '.join(filter(None, parts))})"


@frozen(kw_only=True)
class WindowProblem:
    """Something wrong with a call as it is written, and where."""

    code: str
    at: ast.AST
    arguments: Mapping[str, object] = attrs.field(factory=dict[str, object])


def is_window(tree: ast.AST) -> bool:
    """Say whether a node of a formula calls a window."""
    return isinstance(tree, ast.Call) and _word(tree) in WINDOWS


def may_hold_windows(formula: str) -> bool:
    """Say whether a text names a window anywhere, as a formula that calls one does."""
    return any(word in formula for word in WINDOWS)


def outermost_windows(tree: ast.AST) -> Iterator[ast.Call]:
    """Yield the calls of windows in a formula that stand in no other, in written order."""
    if isinstance(tree, ast.Call) and is_window(tree):
        yield tree
        return
    for below in ast.iter_child_nodes(tree):
        yield from outermost_windows(below)


def read_window(
    tree: ast.Call, source: Source, *, renamed: Mapping[str, str] = _NO_NAMES
) -> tuple[WindowCall | None, tuple[WindowProblem, ...]]:
    """Return a call as it is written, or everything that is wrong with its form.

    ``renamed`` gives names other words, to find what the call was called before.
    """
    return _read_window(tree, source, tuple(renamed.items()))


@functools.lru_cache(maxsize=KEPT_FORMULAS)
def _read_window(
    tree: ast.Call, source: Source, renaming: tuple[tuple[str, str], ...]
) -> tuple[WindowCall | None, tuple[WindowProblem, ...]]:
    renamed, kind = dict(renaming), WINDOWS[_word(tree)]
    options = {each.arg or "**": each.value for each in tree.keywords}
    problems = [*_wrong_form(tree, kind), *_wrong_options(tree, kind), *_nested(tree)]
    if problems:
        return None, tuple(problems)
    length = tree.args[1] if kind.has_length else None
    least, skip = options.get("at_least"), options.get("skip")
    for each in (length, least):
        if each is not None and not _is_whole_or_name(each, source):
            told = {"written": source.written(each)[:60], "most": LONGEST_WINDOW}
            problems.append(WindowProblem(code="window-length", at=each, arguments=told))
    if problems:
        return None, tuple(problems)
    call = WindowCall(
        kind=kind,
        argument=canonical_text(tree.args[0], source, renamed=renamed),
        length=canonical_text(length, source) if length is not None else "",
        at_least=canonical_text(least, source) if least is not None else "",
        skip=canonical_text(skip, source, renamed=renamed) if skip is not None else "",
        argument_at=tree.args[0],
        length_at=length,
        at_least_at=least,
        skip_at=skip,
    )
    return call, ()


def canonical_text(
    tree: ast.expr, source: Source, *, renamed: Mapping[str, str] = _NO_NAMES
) -> str:
    """Return an expression in its one spelling; numbers stay as they are written."""
    spelled = _Spelled(source, renamed).visit(copy.deepcopy(tree))
    return ast.unparse(spelled)


class _Spelled(ast.NodeTransformer):
    """Puts numbers back as they are written: a float would lose digits."""

    def __init__(self, source: Source, renamed: Mapping[str, str]) -> None:
        self._source = source
        self._renamed = renamed

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        """Return a number as a name that is spelled like it."""
        if isinstance(node.value, str):
            return node
        return ast.Name(id=self._source.written(node), ctx=ast.Load())

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Return a name, or the one it had before."""
        return ast.Name(id=self._renamed.get(node.id, node.id), ctx=ast.Load())


def _word(tree: ast.Call) -> str:
    return tree.func.id if isinstance(tree.func, ast.Name) else ""


def _wrong_form(tree: ast.Call, kind: WindowKind) -> Iterator[WindowProblem]:
    if len(tree.args) != 1 + kind.has_length:
        told = {"name": kind.value, "signature": kind.signature}
        yield WindowProblem(code="wrong-arguments", at=tree, arguments=told)


def _wrong_options(tree: ast.Call, kind: WindowKind) -> Iterator[WindowProblem]:
    known = () if kind is WindowKind.PREVIOUS else ("at_least", "skip")
    for each in tree.keywords:
        if each.arg not in known:
            told = {"name": each.arg or "**", "signature": kind.signature}
            yield WindowProblem(code="window-option", at=each.value, arguments=told)


def _nested(tree: ast.Call) -> Iterator[WindowProblem]:
    inside = [*tree.args, *(each.value for each in tree.keywords)]
    for part in inside:
        for found in outermost_windows(part):
            told = {"outer": _word(tree), "inner": _word(found)}
            yield WindowProblem(code="window-nested", at=found, arguments=told)


def _is_whole_or_name(tree: ast.expr, source: Source) -> bool:
    if isinstance(tree, ast.Name):
        return tree.id not in ("yes", "no")
    return isinstance(tree, ast.Constant) and bool(_WHOLE.fullmatch(source.written(tree)))
