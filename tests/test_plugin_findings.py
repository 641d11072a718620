"""What plugins find about a pack counts as what the library finds: told, sorted, accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import pytest

from ccops.center import Center, check_pack, load_pack
from ccops.errors import RulePackError
from ccops.hooks import hookimpl
from ccops.messages import Diagnostic, Label, Severity
from tests.copies import pickled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ccops.rulepack import Pack

ACCEPT = "accept: [{code: too-quiet, because: a night line}], "
PACK = """\
pack:
  {id: sample, version: 1, zone: Asia/Shanghai, currency: CNY, locale: en,
   effective: 2026-01-01, jurisdiction: none, default_calendar: month}
calendars: {month: {}}
facts: {due: {unit: money, range: '[CNY 0..CNY 9000]'}}
basic_pays:
  basic_pay:
    {label: basic pay, for: employees, amount: due, ACCEPTpayroll_code: A01, source: M-01}
"""


@attrs.frozen
class Quiet:
    """Finds every basic pay too quiet."""

    severity: Severity

    @hookimpl
    def ccops_check_pack(self, pack: Pack) -> Sequence[Diagnostic]:
        listed = pack.rules.section("basic_pays")
        return [
            Diagnostic(code="too-quiet", severity=self.severity, span=each.origin.span)
            for each in listed
        ]


def a_pack(folder: Path, accept: str = "") -> Path:
    (folder / "pack.yaml").write_text(PACK.replace("ACCEPT", accept), encoding="utf-8")
    return folder


def test_checking_a_pack_asks_plugins(tmp_path: Path) -> None:
    _, found = check_pack(a_pack(tmp_path), plugins=[Quiet(Severity.WARNING)])

    assert [(each.code, each.severity) for each in found] == [("too-quiet", Severity.WARNING)]


def test_a_finding_of_a_plugin_speaks_in_its_own_words() -> None:
    finding = Diagnostic(
        code="too-quiet",
        severity=Severity.WARNING,
        words=Label(zh="底薪偏低", en="the basic pay is low"),
        advice=Label(zh="请核对", en="see whether it is meant"),
    )

    assert pickled(finding) == finding
    assert finding.render("zh_CN") == "警告: 底薪偏低 [too-quiet]\n    请核对"
    assert finding.to_dict("en")["hint"] == "see whether it is meant"
    assert finding != attrs.evolve(finding, words=None)


def test_an_error_of_a_plugin_stops_a_pack(tmp_path: Path) -> None:
    folder, plugins = a_pack(tmp_path), [Quiet(Severity.ERROR)]

    for opens in (load_pack, Center.open):
        with pytest.raises(RulePackError) as caught:
            opens(folder, plugins=plugins)
        assert [each.code for each in caught.value.diagnostics] == ["too-quiet"]


def test_what_a_plugin_warns_of_may_be_accepted(tmp_path: Path) -> None:
    pack, (finding,) = check_pack(a_pack(tmp_path, ACCEPT), plugins=[Quiet(Severity.WARNING)])

    assert pack is not None
    assert finding.is_accepted


def test_an_error_of_a_plugin_cannot_be_accepted(tmp_path: Path) -> None:
    _, found = check_pack(a_pack(tmp_path, ACCEPT), plugins=[Quiet(Severity.ERROR)])

    assert [each.code for each in found] == ["too-quiet", "accept-not-possible"]


def test_without_the_plugin_its_accept_accepts_nothing(tmp_path: Path) -> None:
    _, found = check_pack(a_pack(tmp_path, ACCEPT))

    assert [each.code for each in found] == ["accepts-nothing"]
