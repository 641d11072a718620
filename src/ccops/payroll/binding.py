"""Binding: a map and a shape held against a settlement; columns, or all that does not fit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from ccops.messages import Diagnostic, Text, nearest
from ccops.payroll.columns import KEY, LINE_FIELDS, PERIOD_FIELDS, Column, ColumnMaker
from ccops.payroll.people import EMPLOYEE_COLUMNS
from ccops.payroll.shapes import PayrollShape, RowsOf, ShapeColumn, TakenFrom

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.payroll.payroll_map import PayrollMap
    from ccops.payroll.people import People
    from ccops.settlement import Settlement


@attrs.frozen(kw_only=True, eq=False)
class Bound:
    """The columns of a file, what of the employees table they need, and the codes handed on.

    ``codes`` are in the order of the pack, each with its label.
    """

    columns: tuple[Column, ...]
    needs: tuple[str, ...]
    codes: Mapping[str, str]


def bind(
    settlement: Settlement,
    payroll_map: PayrollMap,
    shape: PayrollShape,
    *,
    people: People,
    locale: str,
) -> tuple[Bound, tuple[Diagnostic, ...]]:
    """Return the columns of a file and everything in which map, shape and pack do not fit."""
    binder = _Binder(settlement, payroll_map, shape, locale)
    bound = binder.bound(people)
    return bound, tuple(binder.findings)


class _Binder:
    def __init__(
        self, settlement: Settlement, payroll_map: PayrollMap, shape: PayrollShape, locale: str
    ) -> None:
        self.findings: list[Diagnostic] = []
        self._settlement = settlement
        self._map = payroll_map
        self._shape = shape
        lines = settlement.rules.plan.lines
        self._labels = {each.code: each.label.in_locale(locale) or each.figure for each in lines}
        self._code_of = {each.figure: each.code for each in lines}

    def bound(self, people: People) -> Bound:
        self._check_codes()
        left_out = {each.value for each in self._map.leave_out}
        codes = {code: label for code, label in self._labels.items() if code not in left_out}
        maker = ColumnMaker(
            settlement=self._settlement,
            people=people,
            pay_names={code.value: name.value for code, name in self._map.codes.items()},
            labels=self._labels,
        )
        wanted = tuple(self._wanted())
        columns = [self._column(maker, each) for each in wanted]
        given = {each.header for each in wanted if each.taken_from is TakenFrom.GIVEN}
        for header, text in self._map.constants.items():
            if header.value not in given:
                columns.append(maker.of_text(header.value, text.value))
        self._check_all_handed_on([each for each in columns if each is not None], codes)
        needs = (each.name for each in wanted if each.taken_from is TakenFrom.EMPLOYEE)
        return Bound(
            columns=tuple(each for each in columns if each is not None),
            needs=tuple(each for each in needs if each != KEY),
            codes=codes,
        )

    # -- which columns ----------------------------------------------------------------------

    def _wanted(self) -> Iterator[ShapeColumn]:
        """Yield the columns of the map, or of the shape where the map has none."""
        if self._map.columns and not self._shape.takes_columns:
            self._find("export-columns-fixed", self._map.columns[0][0], shape=self._shape.name)
        elif self._map.columns:
            for name, header in self._map.columns:
                found = self._taken_from(name)
                if found is not None:
                    yield ShapeColumn(header.value, *found)
            return
        elif not self._shape.columns:
            self._find("export-columns-absent", self._map.shape, shape=self._shape.name)
        yield from self._shape.columns

    def _taken_from(self, name: Text) -> tuple[TakenFrom, str] | None:
        """Return where a column of the map is taken from, or ``None`` for a name of nothing."""
        text = name.value
        by_employee = self._shape.rows is RowsOf.EMPLOYEES
        if text in EMPLOYEE_COLUMNS or text == KEY:
            return TakenFrom.EMPLOYEE, text
        if text in (PERIOD_FIELDS if by_employee else LINE_FIELDS):
            return TakenFrom.LINE, text
        if by_employee and (text in self._code_of or text in self._labels):
            return TakenFrom.CODE, self._code_of.get(text, text)
        if self._settlement.has_name(text):
            return TakenFrom.FIGURE, text
        if by_employee and text == "total":
            return TakenFrom.TOTAL, text
        self._find("export-column-unknown", name, name=text, nearest=self._nearest(text) or "-")
        return None

    def _nearest(self, text: str) -> str:
        plan = self._settlement.results.plan
        by_employee = self._shape.rows is RowsOf.EMPLOYEES
        own = (*self._labels, *PERIOD_FIELDS, "total") if by_employee else LINE_FIELDS
        facts = self._settlement.rules.facts
        return nearest(text, (KEY, *EMPLOYEE_COLUMNS, *own, *plan.definitions.by_name, *facts))

    def _column(self, maker: ColumnMaker, wanted: ShapeColumn) -> Column | None:
        header, name = wanted.header, wanted.name
        match wanted.taken_from:
            case TakenFrom.LINE if self._shape.rows is RowsOf.EMPLOYEES and name in PERIOD_FIELDS:
                return maker.of_period(header, name)
            case TakenFrom.LINE if name != KEY:
                return maker.of_line(header, name)
            case TakenFrom.LINE | TakenFrom.EMPLOYEE:
                return maker.of_key(header) if name == KEY else maker.of_employee(header, name)
            case TakenFrom.FIGURE:
                return maker.of_figure(header, name)
            case TakenFrom.CODE:
                return maker.of_code(header, name)
            case TakenFrom.TOTAL:
                return maker.of_total(header)
            case TakenFrom.TEXT:
                return maker.of_text(header, name)
            case _:
                return self._given(maker, header, name)

    def _given(self, maker: ColumnMaker, header: str, name: str) -> Column | None:
        """Return a column that the map has to give the text of."""
        for each, text in self._map.constants.items():
            if each.value == header:
                return maker.of_text(header, text.value)
        self._find("export-constant-absent", self._map.shape, shape=self._shape.name, name=name)
        return None

    # -- what has to hold -------------------------------------------------------------------

    def _check_codes(self) -> None:
        """Report names of pay codes the pack has not, and codes the map forgets to name."""
        for key, named in (("codes", tuple(self._map.codes)), ("leave_out", self._map.leave_out)):
            for each in named:
                if each.value not in self._labels:
                    near = nearest(each.value, self._labels) or "-"
                    self._find("export-code-unknown", each, key=key, code=each.value, nearest=near)
        known = {each.value for each in (*self._map.codes, *self._map.leave_out)}
        for code, label in self._labels.items() if self._map.codes else ():
            if code not in known:
                self._find("export-code-unnamed", Text(""), code=code, label=label)

    def _check_all_handed_on(self, columns: list[Column], codes: Mapping[str, str]) -> None:
        """Report a file without a key, and pay that it would drop or hand on twice."""
        if columns and not any(each.field == KEY for each in columns):
            self._find("export-no-key", self._map.shape, key=KEY)
        if self._shape.rows is RowsOf.LINES:
            return
        there = [each.code for each in columns if each.code]
        for code, label in codes.items():
            if columns and code not in there:
                self._find("export-line-dropped", Text(""), code=code, label=label)
        for code in dict.fromkeys(there):
            if there.count(code) > 1:
                headers = ", ".join(each.header for each in columns if each.code == code)
                self._find("export-code-twice", self._place(code), code=code, headers=headers)
            if code not in codes:
                self._find("export-left-out", self._place(code), code=code)

    def _place(self, code: str) -> Text:
        """Return where the last column of a pay code is asked for."""
        found = (name for name, _ in self._map.columns if self._code(name.value) == code)
        return next(reversed(tuple(found)), Text(""))

    def _code(self, name: str) -> str:
        return self._code_of.get(name, name)

    def _find(self, code: str, at: Text, /, **told: object) -> None:
        self.findings.append(Diagnostic(code=code, span=at.span, args=told))
