"""Formulas in words: what a written formula asks and works out, as people would say it."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Callable, Collection, Sequence
from typing import Final

import attrs

from ccops.messages import Text, message
from ccops.reports.document.words import Words
from ccops.rules.parsing import KEPT_FORMULAS, Source, parse_formula

#: How strongly what is said binds; what is weaker than its place stands in brackets.
_CHOICE, _OR, _AND, _NOT, _COMPARED, _SUM, _PRODUCT, _ATOM = range(8)
_COMPARED_BY: Final = {
    ast.GtE: "at_least", ast.Gt: "above", ast.LtE: "at_most", ast.Lt: "below",
    ast.Eq: "equal", ast.NotEq: "unequal", ast.In: "among", ast.NotIn: "not_among",
}  # fmt: skip
_ORDERED: Final = (ast.GtE, ast.Gt, ast.LtE, ast.Lt)
_JOINED_BY: Final = {ast.And: ("and", _AND), ast.Or: ("or", _OR)}
_SIGNS: Final = {
    ast.Add: ("+", _SUM), ast.Sub: ("−", _SUM),
    ast.Mult: ("×", _PRODUCT), ast.Div: ("÷", _PRODUCT),
}  # fmt: skip
#: Functions of a formula with words of their own, by how many values they take.
_CALLED: Final = frozenset({
    "known", "coalesce", "min", "max", "clamp", "abs",
    "previous", "mean_last", "sum_last", "min_last", "count_last", "streak",
})  # fmt: skip
_NAME: Final = re.compile(r"[^\W\d]\w*")
_FLAGS: Final = frozenset({"yes", "no"})
_DIRECTIONS: Final = ("asc", "desc")


@functools.lru_cache(maxsize=KEPT_FORMULAS)
def formula_in_words(
    formula: str,
    named: tuple[tuple[str, str], ...],
    words: Words,
    dates: frozenset[str] = frozenset(),
) -> str:
    """Return a formula, or a key of a rank, in words; ``named`` is what its names are called.

    ``dates`` are those of its names that are days: they are before or after, not less or more.
    Statements of many people tell the same formulas, so what was told is kept.
    """
    called = dict(named)
    told = FormulaWords(
        words=words,
        called=lambda name: called.get(name, name),
        function=lambda name: called.get(name, name),
        word=lambda name: called[name] if called.get(name, name) != name else words.word(name),
        is_date=dates.__contains__,
    )
    return told.key(formula)


def unless_voided(formula: str, reads: Collection[str]) -> str:
    """Return what a formula gives unless a condition voids it, of which nothing is read.

    >>> unless_voided("no_pay if is_new or is_away else rate * share", {"rate", "share"})
    'rate * share'
    """
    return _unless_voided(formula, frozenset(reads))


@functools.lru_cache(maxsize=KEPT_FORMULAS)
def _unless_voided(formula: str, reads: frozenset[str]) -> str:
    tree, source, _ = parse_formula(Text(formula))
    while isinstance(tree, ast.IfExp):
        names = {each.id for each in ast.walk(tree.test) if isinstance(each, ast.Name)}
        if names & reads:
            break
        tree = tree.orelse
    return formula if tree is None else source.written(tree)


def _no_date(name: str) -> bool:
    del name
    return False


@attrs.frozen(kw_only=True)
class FormulaWords:
    """Tells formulas: ``called`` is what people call a name, ``word`` what they call a word.

    ``function`` is what they call a function that a plugin brings; ``is_date`` says which names
    are days.
    """

    words: Words
    called: Callable[[str], str]
    word: Callable[[str], str]
    function: Callable[[str], str] = str
    is_date: Callable[[str], bool] = _no_date

    def told(self, formula: str) -> str:
        """Return a formula in words; what is none as it is written, with labels."""
        tree, source, _ = parse_formula(Text(formula))
        if tree is None:
            return _NAME.sub(lambda found: self.called(found[0]), formula)
        return self._told(tree, source)[0]

    def key(self, key: str) -> str:
        """Return a key of a rank in words: ``score desc``, from the highest down."""
        formula, _, direction = key.rpartition(" ")
        if direction not in _DIRECTIONS:
            return self.told(key)
        return self._say(f"ordered_{direction}", value=self.told(formula))

    def _say(self, key: str, /, **told: str) -> str:
        return self.words.say(f"formula-{key}", **told)

    def _told(self, node: ast.expr, source: Source) -> tuple[str, int]:
        """Return a part of a formula in words, and how strongly they bind."""
        match node:
            case ast.UnaryOp():
                return self._unary(node, source)
            case ast.BinOp():
                return self._arithmetic(node, source)
            case ast.BoolOp():
                return self._joined(node, source)
            case ast.Compare():
                return self._compared(node, source)
            case ast.IfExp():
                return self._choice(node, source), _CHOICE
            case _:
                return self._atom(node, source), _ATOM

    def _atom(self, node: ast.expr, source: Source) -> str:
        match node:
            case ast.Name():
                return self._name(node.id)
            case ast.Constant(value=str(word)):
                return self._say("word", word=self.word(word))
            case ast.Tuple():
                words = (self._told(each, source)[0] for each in node.elts)
                return self._say("among_words").join(words)
            case ast.Call():
                return self._call(node, source)
            case _:
                return source.written(node)

    def _unary(self, node: ast.UnaryOp, source: Source) -> tuple[str, int]:
        if isinstance(node.op, ast.Not):
            return self._negated(node.operand, source), _NOT
        return f"−{self._inside(node.operand, source, _PRODUCT)}", _PRODUCT

    def _inside(self, node: ast.expr, source: Source, least: int) -> str:
        text, binds = self._told(node, source)
        return text if binds >= least else self._say("brackets", inside=text)

    def _name(self, name: str) -> str:
        if name in _FLAGS:
            return message(name, {}, locale=self.words.locale)
        return self.called(name)

    def _negated(self, node: ast.expr, source: Source) -> str:
        match node:
            case ast.Call(func=ast.Name(id="known"), args=[only]):
                return self._say("unknown", value=self._told(only, source)[0])
            case ast.Name():
                return self._say("not", what=self._name(node.id))
            case _:
                return self._say("not_all", what=self._told(node, source)[0])

    def _arithmetic(self, node: ast.BinOp, source: Source) -> tuple[str, int]:
        sign, binds = _SIGNS[type(node.op)]
        left = self._inside(node.left, source, binds)
        return f"{left} {sign} {self._inside(node.right, source, binds + 1)}", binds

    def _joined(self, node: ast.BoolOp, source: Source) -> tuple[str, int]:
        key, binds = _JOINED_BY[type(node.op)]
        parts = (self._inside(each, source, binds + 1) for each in node.values)
        return self._say(key).join(parts), binds

    def _compared(self, node: ast.Compare, source: Source) -> tuple[str, int]:
        values = [node.left, *node.comparators]
        pairs = zip(values, node.ops, values[1:], strict=False)
        told = [self._pair(left, sign, right, source) for left, sign, right in pairs]
        return self._say("and").join(told), _COMPARED if len(told) == 1 else _AND

    def _pair(self, left: ast.expr, sign: ast.cmpop, right: ast.expr, source: Source) -> str:
        first, second = (self._inside(each, source, _SUM) for each in (left, right))
        key = _COMPARED_BY[type(sign)]
        is_dated = any(
            isinstance(each, ast.Name) and self.is_date(each.id) for each in (left, right)
        )
        if is_dated and isinstance(sign, _ORDERED):
            key = f"date_{key}"
        return self._say(key, left=first, right=second)

    def _choice(self, node: ast.IfExp, source: Source) -> str:
        return self._say(
            "choice",
            test=self._told(node.test, source)[0],
            then=self._inside(node.body, source, _OR),
            otherwise=self._inside(node.orelse, source, _OR),
        )

    def _listed(self, nodes: Sequence[ast.expr], source: Source) -> str:
        return self.words.say("listed").join(self._told(each, source)[0] for each in nodes)

    def _call(self, node: ast.Call, source: Source) -> str:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name not in _CALLED:
            given = self._listed(node.args, source)
            return self._say("call", function=self.function(name), given=given)
        told = {f"v{number}": self._told(each, source)[0] for number, each in enumerate(node.args)}
        said = self._say(name, **told, listed=self._listed(node.args, source))
        return f"{said}{self._options(node, source)}"

    def _options(self, node: ast.Call, source: Source) -> str:
        """Return what a window adds: how many periods are needed, and which are left out."""
        options = {each.arg or "": self._told(each.value, source)[0] for each in node.keywords}
        return "".join(self._say(f"window_{name}", value=told) for name, told in options.items())
