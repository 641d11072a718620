"""Answers the playground: the files of a pack and of a month in; findings, amounts, reasons out.

It runs in the browser, beside an unchanged ccops. Questions and answers are JSON text.
"""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any, Final

import attrs

import ccops
from ccops.adapters import InputNames, read_inputs
from ccops.errors import DataError, RulePackError, SettlementError, UnknownNameError
from ccops.facts import LabelledIds, row_span
from ccops.messages import has_errors, severity_words, sorted_diagnostics
from ccops.settlement.words.writing import write_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from ccops.messages import Diagnostic, Locale

#: The tables of the month; every other file is one of the pack.
MONTH_FILES: Final = ("employees.csv", "facts.csv")
_PACK: Final = "my-center"
_MONTH: Final = "month"
_INDENT: Final = "  "


class Playground:
    """A folder to work in, and the month settled last, of which explanations are asked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._settled: ccops.Settlement | None = None

    def settle(self, asked: str) -> str:
        """Return what follows from ``files``: ``diagnostics``, ``questions`` and a ``table``.

        Asked are ``files``, ``readings`` of questions, a ``period`` and a ``locale``. The table
        is ``null`` where an error is in the way, and ``refused`` says why nothing was tried.
        """
        given = json.loads(asked)
        locale: Locale = given["locale"]
        self._settled = None
        self._write(given["files"])
        answer: dict[str, Any] = {"questions": [], "table": None, "refused": ""}
        found: list[Diagnostic] = []
        try:
            center = ccops.Center.open(self._folder / _PACK)
            found += center.pack.diagnostics
            answer["questions"] = [*_questions(center.pack, locale)]
            center = center.with_choices(**_taken(center.pack, given["readings"]))
            self._settled = self._month(center, given["period"], found)
            answer["table"] = _table(self._settled, center.pack, locale)
        except (DataError, RulePackError, SettlementError) as error:
            found += error.diagnostics
        except (UnknownNameError, ValueError) as error:
            answer["refused"] = str(error)
        told = [_told(each, locale) for each in sorted_diagnostics(found)]
        return json.dumps({**answer, "diagnostics": told}, ensure_ascii=False)

    def explain(self, asked: str) -> str:
        """Return why an ``employee`` has what he has of a ``figure``: lines with their depths."""
        given = json.loads(asked)
        if self._settled is None:
            return "[]"
        told = self._settled.explain(given["employee"], given["figure"], locale=given["locale"])
        lines = [(len(each) - len(each.lstrip(" ")), each.strip()) for each in told.lines()]
        return json.dumps([(n // len(_INDENT), text) for n, text in lines], ensure_ascii=False)

    def _write(self, files: Mapping[str, str]) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        for name, text in files.items():
            path = self._folder / (_MONTH if name in MONTH_FILES else _PACK) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def _month(
        self, center: ccops.Center, period: str, found: list[Diagnostic]
    ) -> ccops.Settlement:
        """Return the month settled, and put what is worth knowing among what was found."""
        inputs, problems = read_inputs(self._folder / _MONTH, names=_names(center.pack, period))
        given, more = inputs.facts()
        if has_errors((*problems, *more)):
            raise DataError((*problems, *more))
        month = center.month(period, employees=inputs.sourced("employees"))
        try:
            facts = month.facts().joined(given.employees)
        except DataError as error:
            rows = inputs.sourced("facts")
            raise DataError(tuple(_at_row(each, rows) for each in error.diagnostics)) from error
        settled = month.settle(facts)
        found += (*problems, *more, *settled.diagnostics)
        return settled


def _at_row(found: Diagnostic, rows: Sequence[Mapping[str, str]]) -> Diagnostic:
    """Return a finding about somebody's fact at the row he has in the table."""
    who = found.args.get("employee", "")
    own = [row for row in rows if who and row.get("employee_id") == who]
    return attrs.evolve(found, span=row_span(own[0])) if own and found.span is None else found


def _names(pack: ccops.Pack, period: str) -> InputNames:
    rules = pack.rules_of(period)
    labels = LabelledIds.of({each.name: each.label for each in rules.section("facts")})
    return InputNames(fact_labels=labels, currency=pack.currency)


def _questions(pack: ccops.Pack, locale: Locale) -> Iterator[dict[str, Any]]:
    """Yield the questions that nobody has decided, with their readings."""
    for name, choice in pack.choices.items():
        if choice.chosen.value == "open":
            readings = [{"id": id_, "text": each.value} for id_, each in choice.readings.items()]
            yield {"id": name, "asks": choice.asks.in_locale(locale), "readings": readings}


def _taken(pack: ccops.Pack, asked: Mapping[str, str]) -> dict[str, str]:
    """Return a reading for every open question: the one asked for, or the first."""
    return {
        name: asked[name] if asked.get(name) in choice.readings else next(iter(choice.readings))
        for name, choice in pack.choices.items()
        if choice.chosen.value == "open"
    }


def _table(settled: ccops.Settlement, pack: ccops.Pack, locale: Locale) -> dict[str, Any]:
    """Return the figures of the rules that the visitor sees, one row a person."""
    rules = {each.name for section in pack.rules.sections.values() for each in section}
    shown = {
        name: figures[0].label.in_locale(locale) or name
        for name, figures in settled.results.plan.definitions.by_name.items()
        if name in rules and _is_own(figures[0].origin.span)
    }
    rows = [
        {"employee": who, "cells": [_cell(settled, who, name, locale) for name in shown]}
        for who in settled.employees
    ]
    return {"figures": [{"id": id_, "label": label} for id_, label in shown.items()], "rows": rows}


def _is_own(span: Any) -> bool:  # noqa: ANN401 - a place, or none
    return span is not None and span.file.startswith(f"{_PACK}/")


def _cell(settled: ccops.Settlement, who: str, name: str, locale: Locale) -> dict[str, Any]:
    value = settled.value(who, name)
    row = settled.row_of(who)
    return {
        "text": write_value(value, settled.unit_of(name), locale=locale),
        "has_line": settled.results.column_at(name, row) is not None,
        "is_provisional": settled.is_provisional(name, row),
    }


def _told(found: Diagnostic, locale: Locale) -> dict[str, Any]:
    """Return a finding with the file as the page calls it; empty for one of another pack."""
    span = found.span
    is_pack = span is not None and span.file.startswith(f"{_PACK}/")
    name = span.file.removeprefix(f"{_PACK}/") if span is not None else ""
    return {
        **found.to_dict(locale),
        "called": severity_words(found.severity, locale),
        "file": name if is_pack or name in MONTH_FILES else "",
        "place": str(span or "").removeprefix(f"{_PACK}/"),
    }
