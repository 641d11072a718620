"""From the text of a formula to Python's syntax tree, within limits, with places in characters.

Only the syntax of Python is borrowed. What may stand in a formula is a list of node types;
everything else is a diagnostic, and nothing is ever evaluated here.
"""

from __future__ import annotations

import ast
import functools
import re
from typing import Final

import attrs

from ccops.messages import Diagnostic, Span, Text

LONGEST: Final = 2_000
MOST_NODES: Final = 400
DEEPEST: Final = 40

#: What Python's parser only warns of: a backslash in a word, and letters on the heels of a number
#: (``30min``, ``1if x``). Warning is global state, so these are refused before it reads them.
_WORD: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
_DOUBTFUL: Final = re.compile(r"\\|(?<!\w)[0-9][0-9.]*[^\W\d]\w*")

_ALLOWED: Final = (
    ast.Expression, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Name,
    ast.Constant, ast.Call, ast.Tuple, ast.Load, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.USub,
    ast.And, ast.Or, ast.Not, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In,
    ast.NotIn,
)  # fmt: skip


@attrs.frozen
class Source:
    """The text of a formula on one line, and where it stands."""

    text: str
    span: Span | None

    def place(self, node: ast.AST) -> Span | None:
        """Return where a node stands; Python counts bytes, a reader counts characters."""
        if self.span is None:
            return None
        offset = getattr(node, "col_offset", 1) - 1
        characters = len(self.text.encode()[: max(offset, 0)].decode(errors="ignore"))
        return self.span.shifted(characters)

    def written(self, node: ast.expr) -> str:
        """Return the text of a node as it was written."""
        return ast.get_source_segment(f"({self.text})", node) or ""


@functools.lru_cache(maxsize=4_096)
def parse_formula(text: Text) -> tuple[ast.expr | None, Source, tuple[Diagnostic, ...]]:
    """Return the syntax tree of a formula, or what is wrong with its text."""
    source = Source(" ".join(text.value.splitlines()), text.span)
    if len(source.text) > LONGEST:
        return None, source, (_problem("formula-too-long", text.span, limit=LONGEST),)
    if not source.text.strip():
        return None, source, (_problem("formula-empty", text.span),)
    doubtful = _doubtful(source)
    if doubtful:
        return None, source, doubtful
    try:
        # the parentheses let a formula begin with spaces, as folded YAML text does
        tree = ast.parse(f"({source.text})", mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return None, source, (_syntax_problem(error, source),)
    found = _limits(tree, source) or _not_allowed(tree, source)
    return (None if found else tree.body), source, found


def _problem(code: str, span: Span | None, **arguments: object) -> Diagnostic:
    return Diagnostic(code=code, span=span, args={k: str(v) for k, v in arguments.items()})


def _doubtful(source: Source) -> tuple[Diagnostic, ...]:
    hidden = _WORD.sub(lambda word: re.sub(r"[^\\]", " ", word[0]), source.text)
    return tuple(
        _problem(
            "formula-not-allowed",
            source.span.shifted(found.start()) if source.span else None,
            what=found[0][:60],
        )
        for found in _DOUBTFUL.finditer(hidden)
    )


def _syntax_problem(error: Exception, source: Source) -> Diagnostic:
    offset = getattr(error, "offset", None) or 2
    span = source.span.shifted(max(0, min(offset - 2, len(source.text)))) if source.span else None
    return _problem("formula-syntax", span, formula=source.text[:80])


def _limits(tree: ast.Expression, source: Source) -> tuple[Diagnostic, ...]:
    count, waiting = 0, [(tree.body, 1)]
    while waiting:
        node, depth = waiting.pop()
        count += 1
        if count > MOST_NODES:
            return (_problem("formula-too-large", source.span, limit=MOST_NODES),)
        if depth > DEEPEST:
            return (_problem("formula-too-deep", source.span, limit=DEEPEST),)
        below = (each for each in ast.iter_child_nodes(node) if isinstance(each, ast.expr))
        waiting.extend((each, depth + 1) for each in below)
    return ()


def _not_allowed(tree: ast.Expression, source: Source) -> tuple[Diagnostic, ...]:
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, _ALLOWED):
            what = type(node).__name__
            written = source.written(node) if isinstance(node, ast.expr) else what
            place = source.place(node) if hasattr(node, "col_offset") else source.span
            found.append(_problem("formula-not-allowed", place, what=written[:60] or what))
    return tuple(found)
