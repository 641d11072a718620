"""Packs as large as packs get: near one megabyte of one kind of rule, dates or readings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

HEAD: Final = """\
pack:
  id: large
  version: 1
  zone: Asia/Shanghai
  currency: CNY
  locale: en
  effective: 2022-10-01
  jurisdiction: none
  default_calendar: month
  label: large
calendars:
  month: {label: month}
roles:
  agent: {label: agent, source: M}
populations:
  agents: {label: agents, is: "role == 'agent'"}
facts:
  score: {label: score, unit: points, range: '[0..100]', step: 0.01}
"""
_TOGETHER: Final = 24


def write_pack(folder: Path, rules: str) -> int:
    """Write a pack of a head and some rules; return how many bytes the rules have."""
    (folder / "pack.yaml").write_text(HEAD, encoding="utf-8")
    (folder / "rules.yaml").write_text(rules, encoding="utf-8")
    return len(rules.encode())


def _figure(name: str, formula: str) -> str:
    said = "unit: points, round: none, source: M"
    return f"  {name}: {{for: agents, label: {name}, is: {formula}, {said}}}\n"


def _figures(formulas: Iterable[str]) -> str:
    """Return figures, and others that read them all, so that none is unused."""
    listed = list(formulas)
    written = [_figure(f"f{number}", each) for number, each in enumerate(listed)]
    before = "score"
    for first in range(0, len(listed), _TOGETHER):
        names = [f"f{at}" for at in range(first, min(len(listed), first + _TOGETHER))]
        written.append(_figure(f"sum_{first}", " + ".join((*names, before))))
        before = f"sum_{first}"
    return "figures:\n" + "".join(written)


def _parameter(name: str, changes: Iterable[int]) -> str:
    months = (f"{2023 + at // 12}-{at % 12 + 1:02}-01: {at + 2}" for at in changes)
    values = ", ".join(("2022-10-01: 1", *months))
    return f"  {name}: {{unit: number, label: {name}, values: {{{values}}}, source: M}}\n"


def _choice(name: str, readings: int = 2) -> str:
    listed = ", ".join(f"r{at}: x" for at in range(readings))
    decided = "chosen: r0, by: A, on: 2026-01-01, source: M"
    return f"  {name}: {{asks: x, readings: {{{listed}}}, {decided}}}\n"


def plain_rules(number: int) -> str:
    """Return figures that read a fact."""
    return _figures(f"score + {at}" for at in range(number))


def dated_parameters(number: int) -> str:
    """Return parameters that change once, in 46 periods, each read by one figure."""
    written = "".join(_parameter(f"p{at}", (at % 46,)) for at in range(number))
    return f"parameters:\n{written}" + _figures(f"score + p{at}" for at in range(number))


def dated_chain(number: int) -> str:
    """Return a parameter that changes 46 times, read at the head of a chain of figures."""
    chain = (f"f{at} - 1" for at in range(number - 1))
    return "parameters:\n" + _parameter("p", range(46)) + _figures(("score + p", *chain))


def dated_end(number: int) -> str:
    """Return a parameter that changes 46 times, read at the end of a chain of figures."""
    chain = (f"f{at} - 1" for at in range(number - 2))
    end = f"f{number - 2} + p"
    return "parameters:\n" + _parameter("p", range(46)) + _figures(("score", *chain, end))


def choices(number: int) -> str:
    """Return choices, each of which one figure depends on."""
    written = "".join(_choice(f"c{at}") for at in range(number))
    return f"choices:\n{written}" + _figures(
        f"{{by: c{at}, r0: score, r1: score + 1}}" for at in range(number)
    )


def one_choice(number: int) -> str:
    """Return one choice with many readings."""
    readings = ", ".join(f"r{at}: score + {at}" for at in range(number))
    return "choices:\n" + _choice("c", number) + _figures((f"{{by: c, {readings}}}",))


def windows(number: int) -> str:
    """Return figures that look back, each with windows of its own."""
    return _figures(f'"mean_last(score, {at % 11 + 2})"' for at in range(number))


def tables(number: int) -> str:
    """Return bonuses by tables of twenty rows."""
    rows = "".join(f"        - ['>= {100 - at * 5}', CNY {20 - at}]\n" for at in range(20))
    return "bonuses:\n" + "".join(
        f"  b{at}:\n    label: b{at}\n    for: agents\n    payroll_code: b{at}\n    source: M\n"
        "    columns: [{a: score}]\n    better: {a: higher}\n    table:\n      hit: first\n"
        f"      rows:\n{rows}      otherwise: CNY 0\n"
        for at in range(number)
    )


def indicators(number: int) -> str:
    """Return indicators with a constant each, which changes once in 46 periods."""
    dated = "".join(_parameter(f"p{at}", (at % 46,)) for at in range(number))
    said = "mean: score, required: yes, better: higher, by: [employee], source: M"
    return f"parameters:\n{dated.replace('number', 'points')}indicators:\n" + "".join(
        f"  i{at}: {{label: i{at}, over: evaluation, where: score > p{at}, {said}}}\n"
        for at in range(number)
    )


#: What is measured: what a shape is called, how it is written, and how many there are of it.
SHAPES: Final[tuple[tuple[str, Callable[[int], str], int], ...]] = (
    ("rules", plain_rules, 8_000),
    ("parameters dated once, each read", dated_parameters, 5_000),
    ("rules behind a parameter of 46 dates", dated_chain, 3_000),
    ("rules, one reads a parameter of 46 dates", dated_end, 3_000),
    ("choices, each read", choices, 4_000),
    ("readings of one choice", one_choice, 5_000),
    ("windows", windows, 5_000),
    ("tables of 20 rows, order proven", tables, 900),
    ("indicators with a dated constant", indicators, 1_500),
)
