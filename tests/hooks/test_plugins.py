"""Plugins: what they bring, what goes wrong with them, and that the library is one of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import attrs
import pytest

from ccops.center import Center, check_pack, load_pack
from ccops.errors import PluginError, RulePackError
from ccops.hooks import BuiltIn, bundled_packs, gather, hookimpl
from ccops.messages import Diagnostic, Label, Origin, Severity, Text
from ccops.plan import Definition, PayLine, RowFigure, Surroundings
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.testing.builders import an_employee_row
from ccops.values import Money, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ccops.rulepack import Pack


@attrs.frozen(kw_only=True)
class MealPolicy:
    """A meal for each night worked: a kind of pay no room of the library knows."""

    section: ClassVar[str] = "meals"

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    amount: Text = pack_field(Shape.NAME, of="parameter", zh="单价", en="the price of a meal")
    payroll_code: Text = pack_field(Shape.TEXT, zh="工资项代码", en="the code for payroll")
    origin: Origin = origin_field()

    def figures(self, around: Surroundings) -> tuple[Definition, ...]:
        assert around.currency == "CNY"
        return (
            RowFigure(
                name=self.name,
                population=Text("agents"),
                label=self.label,
                origin=self.origin,
                policy=self.name,
                formula=Text(f"nights_worked * {self.amount.value}"),
                unit=Unit.MONEY,
            ),
        )

    def lines(self) -> tuple[PayLine, ...]:
        code = self.payroll_code.value
        return (PayLine(figure=self.name, code=code, label=self.label, origin=self.origin),)

    def check(self, around: Surroundings) -> tuple[Diagnostic, ...]:  # noqa: ARG002 - as every policy
        return ()


class Meals:
    @hookimpl
    def ccops_policies(self) -> Sequence[type[Any]]:
        return (MealPolicy,)


class Misspelt:
    @hookimpl
    def ccops_polices(self) -> Sequence[type[Any]]:
        return ()


class Twice:
    @hookimpl
    def ccops_rulepacks(self) -> Mapping[str, Path]:
        return {"telecom-7x24": Path("elsewhere")}


class Breaks:
    @hookimpl
    def ccops_reports(self) -> Sequence[Any]:
        raise OSError("no disk")


class Strict:
    def __init__(self, severity: Severity) -> None:
        self.severity = severity

    @hookimpl
    def ccops_check_pack(self, pack: Pack) -> Sequence[Diagnostic]:
        return (Diagnostic(code="unused-name", severity=self.severity, args={"name": pack.id}),)


@pytest.fixture
def with_meals(tmp_path: Path) -> Path:
    folder = tmp_path / "acme"
    folder.mkdir()
    (folder / "pack.yaml").write_text(
        "pack: {id: acme, version: 1, extends: telecom-7x24, label: {zh: 某中心, en: Acme},"
        " zone: Asia/Shanghai, currency: CNY, locale: en, effective: 2024-01-01,"
        " jurisdiction: cn, default_calendar: attendance}\n",
        "utf-8",
    )
    (folder / "meals.yaml").write_text(
        "parameters:\n"
        "  meal_price: {label: {zh: 餐价, en: price of a meal}, unit: money,"
        " values: {2024-01-01: CNY 12.50}, source: H-1}\n"
        "meals:\n"
        "  night_meal: {label: {zh: 夜餐, en: night meal}, amount: meal_price,"
        " payroll_code: M01, source: H-1}\n",
        "utf-8",
    )
    return folder


def an_installed_plugin(folder: Path, name: str, source: str, *, version: str = "1.2") -> None:
    """Put a project with an entry point of ccops into a folder of the import path."""
    module = name.replace("-", "_")
    (folder / f"{module}.py").write_text(source, "utf-8")
    info = folder / f"{module}-{version}.dist-info"
    info.mkdir()
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    (info / "METADATA").write_text(metadata, "utf-8")
    (info / "entry_points.txt").write_text(f"[ccops]\n{name} = {module}\n", "utf-8")


# -- objects ------------------------------------------------------------------------------------


def test_without_plugins_there_is_only_what_the_library_brings() -> None:
    found = gather()

    assert [each.name for each in found.infos] == ["ccops"]
    assert set(found.catalog.packs) == set(bundled_packs())
    assert {"bonuses", "allowances", "statements"} <= set(found.catalog.policies)
    assert {"contact", "queue_visit", "evaluation"} <= set(found.catalog.record_kinds)
    assert "csv-map" in found.adapters
    assert found.diagnostics == ()


def test_the_library_registers_as_any_plugin_does() -> None:
    hooks = {name for name in dir(BuiltIn) if getattr(getattr(BuiltIn, name), "ccops_impl", None)}

    assert set(gather().infos[0].brings) == hooks
    assert {"ccops_policies", "ccops_reports", "ccops_rulepacks"} <= hooks


def test_a_misspelt_hook_is_refused_by_name() -> None:
    with pytest.raises(PluginError, match="ccops_polices") as found:
        gather([Misspelt()])

    assert found.value.plugin == "Misspelt"


def test_what_is_brought_twice_is_refused() -> None:
    with pytest.raises(PluginError, match="rule pack 'telecom-7x24'") as found:
        gather([Twice()])

    assert found.value.plugin == "Twice -"


def test_the_same_plugin_twice_is_refused() -> None:
    with pytest.raises(PluginError):
        gather([Meals(), Meals()])


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("instaled", "plugin instaled: a name chooses nothing; say 'installed', or [module]"),
        (["acme"], "plugin acme: no module or object; import it, and hand it over"),
        (
            [object()],
            "plugin object: brings nothing: none of its functions is marked with hookimpl",
        ),
        ([None], "plugin None: no module or object"),
        (Meals(), "plugin Meals: plugins are handed over in a list"),
        (json, "plugin json: plugins are handed over in a list"),
        (None, "plugin NoneType: plugins are handed over in a list"),
    ],
)
def test_what_is_no_plugin_is_refused_and_not_taken_for_none(given: Any, told: str) -> None:
    with pytest.raises(PluginError) as found:
        Center.open("base", plugins=given)

    assert str(found.value).startswith(told)


def test_a_plugin_that_fails_when_asked_is_named() -> None:
    plugins = gather([Meals(), Breaks()])

    with pytest.raises(PluginError, match="ccops_reports failed") as found:
        _ = plugins.reports

    assert found.value.plugin == "Breaks -"
    assert isinstance(found.value.__cause__, OSError)


def test_gathering_leaves_nothing_behind() -> None:
    with_plugin = gather([Meals()])

    assert "meals" in with_plugin.catalog.policies
    assert "meals" not in gather().catalog.policies
    assert with_plugin.catalog.digest != gather().catalog.digest
    assert gather().catalog.digest == gather().catalog.digest


# -- installed plugins --------------------------------------------------------------------------


def test_a_broken_plugin_is_told_with_its_version_and_the_rest_load(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_installed_plugin(tmp_path, "acme-broken", "raise RuntimeError('no licence')\n")
    an_installed_plugin(
        tmp_path,
        "acme-misspelt",
        "import ccops\n@ccops.hookimpl\ndef ccops_reprots():\n    return ()\n",
        version="0.9",
    )
    an_installed_plugin(
        tmp_path,
        "acme-packs",
        "import pathlib\nimport ccops\n@ccops.hookimpl\ndef ccops_rulepacks():\n"
        "    return {'acme': pathlib.Path('acme')}\n",
    )
    monkeypatch.syspath_prepend(str(tmp_path))

    found = gather("installed")

    told = {each.args["plugin"]: each for each in found.diagnostics}
    assert set(told) == {"acme-broken", "acme-misspelt"}
    assert {each.code for each in found.diagnostics} == {"plugin-broken"}
    assert (told["acme-broken"].args["version"], told["acme-broken"].severity) == (
        "1.2",
        Severity.WARNING,
    )
    assert "no licence" in told["acme-broken"].args["problem"]
    assert "ccops_reprots" in told["acme-misspelt"].args["problem"]
    assert "acme" in found.catalog.packs
    assert "acme-packs 1.2" in [str(each) for each in found.infos]


# -- templates ----------------------------------------------------------------------------------


class Letterhead:
    @hookimpl
    def ccops_templates(self, pack: Pack) -> Sequence[Path]:
        return (Path("ours"),) if pack.id == "telecom-7x24" else ()


def test_templates_are_asked_for_by_pack() -> None:
    plugins = gather([Letterhead()])

    assert plugins.templates_of(load_pack("telecom-7x24")) == (Path("ours"),)
    assert plugins.templates_of(load_pack("base")) == ()


# -- a policy of a plugin in a pack -------------------------------------------------------------


def test_a_policy_of_a_plugin_is_a_section_of_packs(with_meals: Path) -> None:
    center = Center.open(with_meals, plugins=[Meals()])
    month = center.month(
        "2026-10",
        employees=[an_employee_row("E1"), an_employee_row("E2")],
        decisions={"award_themes": []},
    )

    settlement = month.settle(month.facts({"E1": {"nights_worked": 3}}))

    assert settlement.value("E1", "night_meal") == Money("CNY", "37.50")
    assert ("E1", "M01", "37.50") in [
        (each.employee_id, each.pay_code, str(each.amount)) for each in settlement.lines()
    ]
    text = str(settlement.explain("E1", "night_meal", locale="en"))
    assert "H-1" in text
    assert "night meal" in text


def test_without_its_plugin_the_section_is_unknown(with_meals: Path) -> None:
    _, found = check_pack(with_meals)

    errors = [each for each in found if each.severity is Severity.ERROR]
    assert [(each.code, each.args["name"]) for each in errors] == [("section-unknown", "meals")]
    with pytest.raises(RulePackError):
        load_pack(with_meals)


def test_a_mistake_in_a_plugins_section_is_told_like_any_other(with_meals: Path) -> None:
    path = with_meals / "meals.yaml"
    path.write_text(path.read_text("utf-8").replace("payroll_code", "payrol_code"), "utf-8")

    with pytest.raises(RulePackError) as found:
        Center.open(with_meals, plugins=[Meals()])

    codes = {each.code for each in found.value.diagnostics}
    assert "key-unknown" in codes
    assert all(each.span for each in found.value.diagnostics if each.code == "key-unknown")


def test_a_pack_checked_under_other_plugins_is_refused(with_meals: Path) -> None:
    pack = load_pack(with_meals, plugins=[Meals()])

    with pytest.raises(RulePackError) as found:
        Center.open(pack)

    assert [each.code for each in found.value.diagnostics] == ["pack-other-catalog"]
    assert Center.open(pack, plugins=[Meals()]).pack is pack


def test_a_plugin_may_refuse_a_pack() -> None:
    with pytest.raises(RulePackError) as found:
        Center.open("telecom-7x24", plugins=[Strict(Severity.ERROR)])

    assert found.value.diagnostics[0].args["name"] == "telecom-7x24"
    assert Center.open("telecom-7x24", plugins=[Strict(Severity.WARNING)]).pack.id
