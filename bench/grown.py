"""A pack that grows: as many rules as asked for, in files of a hundred, all of one kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_PACK: Final = """\
pack:
  id: thousand-rules
  version: 1
  zone: Asia/Shanghai
  currency: CNY
  locale: en
  effective: 2022-10-01
  jurisdiction: cn
  default_calendar: attendance
  label: {zh: 一千条规则, en: a thousand rules}
calendars:
  attendance: {label: {zh: 自然月, en: calendar month}}
roles:
  agent: {label: {zh: 座席, en: agent}, source: B-0}
"""
_FACTS: Final = """\
facts:
  score: {label: {zh: 得分, en: score}, unit: points, range: '[0..100]', step: 0.01}
"""


def write_grown(folder: Path, *, rules: int) -> None:
    """Write a pack of so many hundreds of row figures, ten by ten in a chain, behind one fact."""
    (folder / "pack.yaml").write_text(_PACK, encoding="utf-8")
    (folder / "facts.yaml").write_text(_FACTS, encoding="utf-8")
    for part in range(0, rules, 100):
        figures = "".join(_figure(number) for number in range(part, part + 100))
        path = folder / f"figures-{part:04}.yaml"
        path.write_text(f"figures:\n{figures}", encoding="utf-8")


def _figure(number: int) -> str:
    before = f"figure_{number - 1}" if number % 10 else "score"
    return f"""\
  figure_{number}:
    for: employees
    label: {{zh: 指标 {number}, en: figure {number}}}
    unit: points
    is: 0.5 * {before} + 0.5 * score if score >= {number % 100} else {before}
    range: '[0..100]'
    round: {{to: 0.01, mode: half_up}}
    source: B-{number}
"""
