"""From a table as it is written to a table: cells, constants and the hit policy read.

Whether rows overlap or leave gaps is asked of the table afterwards (``check_table``).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from ccops.messages import Diagnostic, Severity, Span, Text, nearest, worded
from ccops.rules.cells import CellTest, parse_cell
from ccops.rules.columns import OutputColumn, TableColumn, write_scalar
from ccops.rules.outcomes import SEPARATOR
from ccops.rules.quotas import SliceReader
from ccops.rules.tables import ORDERED, Collect, HitPolicy, Table, TableRow, TableText
from ccops.values import NUMERIC, Scalar, Unit, parse_scalar, respelled_amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

#: No names: a table that reads no parameters.
NO_NAMES: Final[Mapping[str, Scalar]] = {}


def read_table(
    text: TableText,
    *,
    columns: Sequence[TableColumn],
    outputs: Sequence[OutputColumn],
    names: Mapping[str, Scalar] = NO_NAMES,
) -> tuple[Table | None, tuple[Diagnostic, ...]]:
    """Return the table of a text, or every finding about its cells, outputs and policy.

    ``names`` are the parameters that cells and outputs may name. What is only told (shares that
    leave something over) comes with the table.
    """
    problems = list(_policy_problems(text, outputs))
    reader = _Reader(text, tuple(columns), tuple(outputs), names)
    rows = tuple(reader.row(number, cells) for number, cells in enumerate(text.rows, 1))
    otherwise = None if text.otherwise is None else reader.constants(text.otherwise, text.span)
    priorities = reader.priorities(rows, otherwise or ()) if text.hit in ORDERED else ()
    if not rows:
        problems.append(Diagnostic(code="table-no-rows", span=text.span))
    problems.extend(reader.problems)
    if any(each.severity is Severity.ERROR for each in problems):
        return None, tuple(problems)
    table = Table(
        columns=reader.columns,
        outputs=reader.outputs,
        rows=rows,
        hit=text.hit,
        collect=text.collect,
        priorities=priorities,
        otherwise=otherwise,
        span=text.span,
    )
    unasked = tuple(_unasked(table))
    return (None if unasked else table), (*problems, *unasked)


class _Reader:
    """Reads the rows of one table; collects findings and goes on."""

    def __init__(
        self,
        text: TableText,
        columns: tuple[TableColumn, ...],
        outputs: tuple[OutputColumn, ...],
        names: Mapping[str, Scalar],
    ) -> None:
        self.text = text
        self.columns = columns
        self.outputs = outputs
        self.problems: list[Diagnostic] = []
        self._names = names
        self._given = 0 if text.collect is Collect.COUNT else len(outputs)
        slices = SliceReader(text, columns, names)
        self._slices = {at: slices for at, each in enumerate(columns) if each.quotas}
        self.problems.extend(slices.problems)

    def row(self, number: int, cells: tuple[Text, ...]) -> TableRow:
        span = next((cell.span for cell in cells), self.text.span)
        wanted = len(self.columns) + self._given
        if len(cells) != wanted:
            args: dict[str, object] = {"row": number, "wanted": wanted, "found": len(cells)}
            self.problems.append(Diagnostic(code="table-row-width", span=span, args=args))
            return TableRow(tests=(), outputs=(), span=span)
        tests = self.tests(number - 1, cells[: len(self.columns)])
        given = self.constants(cells[len(self.columns) :], span) if self._given else ()
        return TableRow(tests=tests, outputs=given, span=span)

    def tests(self, row: int, cells: tuple[Text, ...]) -> tuple[CellTest, ...]:
        found: list[CellTest] = []
        for at, (cell, column) in enumerate(zip(cells, self.columns, strict=True)):
            if at in self._slices:
                found.extend(self._slices[at].test(row, at))
                continue
            test, problems = parse_cell(cell, column, names=self._names)
            self.problems.extend(problems)
            if test is not None:
                found.append(test)
        return tuple(found)

    def constants(self, cells: tuple[Text, ...], span: Span | None) -> tuple[Scalar, ...]:
        if len(cells) != len(self.outputs):
            args: dict[str, object] = {"wanted": len(self.outputs), "found": len(cells)}
            self.problems.append(Diagnostic(code="table-otherwise-width", span=span, args=args))
            return ()
        return tuple(
            found
            for cell, output in zip(cells, self.outputs, strict=True)
            if (found := self.constant(cell, output)) is not None
        )

    def constant(self, cell: Text, output: OutputColumn) -> Scalar | None:
        found = read_constant(cell, output, self._names)
        if isinstance(found, Diagnostic):
            self.problems.append(found)
            return None
        return found

    def priorities(
        self, rows: Sequence[TableRow], otherwise: tuple[Scalar, ...]
    ) -> tuple[Scalar, ...]:
        """Return the declared order of the first output's values; it must name each once.

        Where one row decides, what no row gives has its place in the order too.
        """
        texts = self.text.priorities
        if not texts or not self.outputs:
            return ()
        found = [self.constant(each, self.outputs[0]) for each in texts]
        listed = [each for each in found if each is not None]
        if len(listed) == len(texts):
            given = dict.fromkeys(row.outputs[0] for row in rows if row.outputs)
            self.problems.extend(self._order_problems(listed, given, otherwise[:1]))
        return tuple(listed)

    def _order_problems(
        self, listed: list[Scalar], given: Iterable[Scalar], otherwise: tuple[Scalar, ...]
    ) -> Iterator[Diagnostic]:
        counted = Counter(listed)
        known = {*given, *otherwise}
        for text, scalar in zip(self.text.priorities, listed, strict=True):
            args = {"value": write_scalar(scalar)}
            if counted[scalar] > 1:
                counted[scalar] = 0
                yield Diagnostic(code="priority-twice", span=text.span, args=args)
            elif scalar not in known:
                warning = Severity.WARNING
                yield Diagnostic(
                    code="priority-unused", severity=warning, span=text.span, args=args
                )
        span = self.text.priorities[0].span
        wanted = (*given, *(otherwise if self.text.hit is HitPolicy.PRIORITY else ()))
        for scalar in dict.fromkeys(wanted):
            if scalar not in counted:
                args = {"value": write_scalar(scalar)}
                yield Diagnostic(code="priority-not-listed", span=span, args=args)


def read_constant(
    cell: Text, output: OutputColumn, names: Mapping[str, Scalar] = NO_NAMES
) -> Scalar | Diagnostic:
    """Return what an output cell gives: a constant of its unit, or the parameter it names."""
    written = cell.value.strip()
    if output.type.unit is Unit.WORD:
        return _word(cell, written.strip("'\""), output)
    named = names.get(written)
    scalar = named or parse_scalar(written, unit=output.type.unit)
    is_right = scalar is not None and scalar.unit is output.type.unit
    if scalar is not None and is_right and scalar.currency in ("", output.currency):
        return scalar
    found = named or parse_scalar(written)
    wanted = f"{output.type.unit.value} {output.currency}".strip()
    got = f"{found.unit.value} {found.currency}".strip() if found else "-"
    meant = respelled_amount(written, output.currency) if output.currency else ""
    args = {"cell": written[:60], "column": output.name, "wanted": wanted, "found": got}
    if found is None and not meant and names and written.isidentifier():
        args = {"name": written[:60], "near": nearest(written, names) or "-"}
        return Diagnostic(code="unknown-name", span=cell.span, args=args)
    code = "table-output-unit" if found else "table-output-not-understood"
    args["instead"] = meant or (wanted if found else worded("word-constant-forms"))
    return Diagnostic(code=code, span=cell.span, args=args)


def _word(cell: Text, word: str, output: OutputColumn) -> Scalar | Diagnostic:
    known = output.type.words
    if known is None or word in known:
        return Scalar(Unit.WORD, word)
    near = nearest(word, known) or ", ".join(sorted(known))
    args = {"cell": word[:60], "column": output.name, "word": word[:60], "near": near}
    return Diagnostic(code="cell-unknown-word", span=cell.span, args=args)


def _policy_problems(text: TableText, outputs: Sequence[OutputColumn]) -> Iterator[Diagnostic]:
    """Yield what the hit policy lacks, has too much, or cannot do with the outputs."""
    args = {"hit": text.hit.value}
    is_collect = text.hit is HitPolicy.COLLECT
    if is_collect is (text.collect is None):
        code = "collect-missing" if is_collect else "collect-not-asked"
        yield Diagnostic(code=code, span=text.span, args=args)
        return
    if (text.hit in ORDERED) is not bool(text.priorities):
        code = "priorities-not-asked" if text.priorities else "priorities-missing"
        yield Diagnostic(code=code, span=text.span, args=args)
    yield from _output_problems(text, outputs)


def _output_problems(text: TableText, outputs: Sequence[OutputColumn]) -> Iterator[Diagnostic]:
    wanted, fits = _wanted_outputs(text)
    how = text.hit.value if text.collect is None else f"{text.hit.value}, {text.collect.value}"
    for output in outputs:
        if output.type.unit not in fits:
            args = {"hit": how, "wanted": worded(wanted), "column": output.name}
            args["found"] = output.type.unit.value
            yield Diagnostic(code="hit-output-unit", span=text.span, args=args)
    if text.collect is Collect.COUNT and len(outputs) > 1:
        yield Diagnostic(code="collect-count-one", span=text.span)
    if wanted == "word-words":
        at = -len(outputs)
        for cell in (cell for row in text.rows for cell in row[at:]):
            if SEPARATOR.strip() in cell.value:
                args = {"cell": cell.value[:60]}
                yield Diagnostic(code="list-word-comma", span=cell.span, args=args)


def _wanted_outputs(text: TableText) -> tuple[str, frozenset[Unit]]:
    """Return what outputs must be under a policy: the word for it, and the units."""
    if text.hit in (HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER):
        return "word-words", frozenset({Unit.WORD})
    match text.collect:
        case Collect.LIST:
            return "word-words", frozenset({Unit.WORD})
        case Collect.COUNT:
            return "word-a-count", frozenset({Unit.COUNT})
        case Collect.SUM:
            return "word-numbers", NUMERIC
        case Collect.MIN | Collect.MAX:
            return "word-numbers-or-dates", NUMERIC | {Unit.DATE}
        case _:
            return "", frozenset(Unit)


def _unasked(table: Table) -> Iterator[Diagnostic]:
    """Yield the columns that may be missing while no cell says what happens then."""
    for index, column in enumerate(table.columns):
        if column.may_miss and not table.asks_missing(index):
            args = {"column": column.name}
            yield Diagnostic(code="table-missing-unhandled", span=table.span, args=args)
