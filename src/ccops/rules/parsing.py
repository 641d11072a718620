"""From the text of a formula to Python's syntax tree, within limits, with places in characters.

Only the syntax of Python is borrowed. What may stand in a formula is a list of node types;
everything else is a diagnostic, and nothing is ever evaluated here.
"""

from __future__ import annotations

import ast
import functools
import re
from typing import TYPE_CHECKING, Any, Final

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Span, Text
from ccops.values import half_width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

LONGEST: Final = 2_000
#: Of how many formulas the trees are kept: as many as a file of a pack can hold.
KEPT_FORMULAS: Final = 16_384
MOST_NODES: Final = 400
DEEPEST: Final = 40

#: What Python's parser only warns of: a backslash in a word, and letters on the heels of a number
#: (``30min``, ``1if x``). Warning is global state, so these are refused before it reads them.
_WORD: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
_HALVES: Final = re.compile(r"[()'\"#]")
_WHITE: Final = re.compile(r"[^\S\t]")
_DOUBTFUL: Final = re.compile(r"\\|(?<!\w)[0-9][0-9.]*[^\W\d]\w*")

#: Constants with a unit, which have to be parameters: ``70%``, ``90 d``, ``CNY 500``.
_UNITED: Final = re.compile(
    r"(?<![\w.])(?:[0-9][0-9.]*(?:%| (?:d|h|min|s|ms)\b)|[A-Z]{3} [0-9][0-9.]*)"
)
#: Signs and words of other languages, and what is meant; looked for where nothing else is known.
_FOREIGN: Final[Mapping[str, str]] = {
    "&&": "and", "||": "or", "<>": "!=", "=>": ">=", "=<": "<=", "===": "==", "!": "not",
    "=": "==", "AND": "and", "OR": "or", "NOT": "not", "且": "and", "并且": "and", "而且": "and",
    "和": "and", "或": "or", "或者": "or", "非": "not", "不是": "not", "等于": "==",
    "大于": ">", "小于": "<",
}  # fmt: skip


def _alone(sign: str) -> str:
    """Return a pattern for a sign or word that is no part of a longer one."""
    if sign.isalpha():
        return rf"(?<!\w){sign}(?!\w)"
    return rf"(?<![<>=!&|]){re.escape(sign)}(?![<>=&|])"


_FOREIGN_SIGN: Final = re.compile("|".join(map(_alone, _FOREIGN)))

_OPERATORS: Final = frozenset({
    ast.Add, ast.Sub, ast.Mult, ast.Div, ast.USub, ast.And, ast.Or, ast.Not, ast.Eq, ast.NotEq,
    ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn,
})  # fmt: skip
#: What may stand in a formula, and the expressions in each.
_PARTS: Final[Mapping[type[ast.expr], Callable[[Any], list[ast.expr]]]] = {
    ast.Name: lambda _: [],
    ast.Constant: lambda _: [],
    ast.BinOp: lambda node: [node.left, node.right],
    ast.UnaryOp: lambda node: [node.operand],
    ast.BoolOp: lambda node: node.values,
    ast.Compare: lambda node: [node.left, *node.comparators],
    ast.IfExp: lambda node: [node.test, node.body, node.orelse],
    ast.Tuple: lambda node: node.elts,
    ast.Call: lambda node: [node.func, *node.args, *(each.value for each in node.keywords)],
}


@frozen
class Source:
    """The text of a formula on one line, and how it was written."""

    text: str
    original: Text

    def at(self, character: int) -> Span | None:
        """Return where a character stands."""
        return self.original.place(character)

    def place(self, node: ast.AST) -> Span | None:
        """Return where a node stands; Python counts bytes, a reader counts characters."""
        if self.original.span is None:
            return None
        offset = max(getattr(node, "col_offset", 1) - 1, 0)
        if not self.text.isascii():
            offset = len(self.text.encode()[:offset].decode(errors="ignore"))
        return self.at(offset)

    def written(self, node: ast.expr) -> str:
        """Return the text of a node as it was written."""
        encoded = self.text.encode()
        # a list without brackets of its own takes those around the formula
        start = max(node.col_offset - 1, 0)
        return encoded[start : (node.end_col_offset or 0) - 1].decode(errors="ignore")


@functools.lru_cache(maxsize=KEPT_FORMULAS)
def parse_formula(text: Text) -> tuple[ast.expr | None, Source, tuple[Diagnostic, ...]]:
    """Return the syntax tree of a formula, or what is wrong with its text."""
    source = Source(_on_one_line(text.value), text)
    if len(source.text) > LONGEST:
        return None, source, (_problem("formula-too-long", text.span, limit=LONGEST),)
    if not source.text.strip():
        return None, source, (_problem("formula-empty", text.span),)
    refused = (*_full_width(source), *_doubtful(source)) or _unfinished(source)
    if refused:
        return None, source, refused
    try:
        # the parentheses let a formula begin with spaces, as folded YAML text does; those
        # of the formula itself are in pairs, so none of them closes these
        tree = ast.parse(f"({source.text})", mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return None, source, (_syntax_problem(error, source),)
    found = _found_in(tree.body, source)
    return (None if found else tree.body), source, found


def _problem(code: str, span: Span | None, **arguments: object) -> Diagnostic:
    return Diagnostic(code=code, span=span, args={k: str(v) for k, v in arguments.items()})


def _on_one_line(text: str) -> str:
    """Return the text with a plain space for all white space, every character at its place."""
    return _WHITE.sub(" ", text)


def _outside_words(text: str) -> str:
    """Return a formula with spaces for what stands in quotes, but for backslashes."""
    return _WORD.sub(lambda word: re.sub(r"[^\\]", " ", word[0]), text)


def _full_width(source: Source) -> tuple[Diagnostic, ...]:
    if source.text.isascii():
        return ()
    return tuple(
        _problem("formula-full-width", source.at(index), sign=sign, instead=instead)
        for index, sign, instead in _typed_in_chinese(_outside_words(source.text))
    )


def _typed_in_chinese(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the signs of Chinese writing in a formula, and what should stand there."""
    for index, sign in enumerate(text):
        instead = half_width(sign)
        if not sign.isascii() and instead.isascii() and not instead.isalpha() and instead != "_":
            yield index, sign, instead


def _doubtful(source: Source) -> tuple[Diagnostic, ...]:
    text = _outside_words(source.text)
    return tuple(
        _problem("formula-not-allowed", source.at(found.start()), what=found[0][:60])
        for pattern in (_UNITED, _DOUBTFUL)
        for found in pattern.finditer(text)
    )


def _unfinished(source: Source) -> tuple[Diagnostic, ...]:
    """Return the first bracket or quote without its other half, or what begins a comment."""
    opened: list[int] = []
    for found in _HALVES.finditer(_outside_words(source.text)):
        if found[0] == "(":
            opened.append(found.start())
        elif found[0] == ")" and opened:
            opened.pop()
        else:
            return (_unread(source, found.start()),)
    return (_unread(source, opened[-1]),) if opened else ()


def _unread(source: Source, character: int) -> Diagnostic:
    return _problem("formula-syntax", source.at(character), formula=source.text[:80])


def _syntax_problem(error: Exception, source: Source) -> Diagnostic:
    foreign = _FOREIGN_SIGN.search(_outside_words(source.text))
    if foreign is not None:
        told = {"sign": foreign[0], "instead": _FOREIGN[foreign[0]]}
        return _problem("formula-sign", source.at(foreign.start()), **told)
    offset = getattr(error, "offset", None) or 2
    return _unread(source, max(0, min(offset - 2, len(source.text))))


def _found_in(tree: ast.expr, source: Source) -> tuple[Diagnostic, ...]:
    """Return what is too much, or everything that has no place in a formula."""
    found = []
    count, waiting = 0, [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        count += 1
        if count > MOST_NODES:
            return (_problem("formula-too-large", source.original.span, limit=MOST_NODES),)
        if depth > DEEPEST:
            return (_problem("formula-too-deep", source.original.span, limit=DEEPEST),)
        below = _below(node, source)
        if below is None:
            found.append(_not_allowed(node, source))
        waiting.extend((each, depth + 1) for each in below or ())
    return tuple(found)


def _not_allowed(node: ast.expr, source: Source) -> Diagnostic:
    what = source.written(node)[:60] or type(node).__name__
    return _problem("formula-not-allowed", source.place(node), what=what)


def _below(node: ast.expr, source: Source) -> list[ast.expr] | None:
    """Return the expressions in one that may stand in a formula, or ``None``: it may not."""
    parts = _PARTS.get(type(node))
    if parts is None or not _OPERATORS.issuperset(map(type, _operators(node))):
        return None
    if isinstance(node, ast.Call) and not all(each.arg for each in node.keywords):
        return None
    if isinstance(node, ast.Constant) and not _is_plain(node, source):
        return None
    return parts(node)


def _is_plain(node: ast.Constant, source: Source) -> bool:
    """Return whether a word stands in one pair of quotes, not two words run together."""
    return not isinstance(node.value, str) or source.written(node)[1:-1] == node.value


def _operators(node: ast.expr) -> Sequence[ast.AST]:
    match node:
        case ast.BinOp() | ast.UnaryOp():
            return (node.op,)
        case ast.Compare():
            return node.ops
        case _:
            return ()
