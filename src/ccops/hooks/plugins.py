"""From plugins to one frozen catalog; a broken plugin is told by name and the rest load."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final, Literal

import attrs
import pluggy

from ccops import __version__
from ccops.errors import PluginError, UnknownNameError
from ccops.frozen import frozen
from ccops.hooks.builtin import BuiltIn, bundled_packs
from ccops.hooks.policies import policies_by_section
from ccops.hooks.specs import PROJECT, CcopsSpec
from ccops.messages import Diagnostic, Severity, nearest
from ccops.rulepack import Catalog, Pack
from ccops.values.canonical import canonical_json, digest

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.adapters import ContactAdapter, SampleInput
    from ccops.kpi import RecordKind
    from ccops.payroll import PayrollShape
    from ccops.reports import Renderer, ReportKind
    from ccops.rulepack.readings import FurtherCheck
    from ccops.rules import TypedFunction
    from ccops.worktime import WorkCalendarSource

#: The hooks that bring what a pack can name.
_NAMED_BY_PACKS: Final = frozenset(
    {
        "ccops_calendars",
        "ccops_functions",
        "ccops_policies",
        "ccops_record_kinds",
        "ccops_rulepacks",
    }
)
#: Which plugins: modules or objects, or every one installed.
PluginChoice = Sequence[object] | Literal["installed"]


@frozen
class _Module:
    """A plugin that is a module, as it is pickled."""

    name: str


@frozen
class PluginInfo:
    """A plugin that was asked: its name, version, and what it brings."""

    name: str
    version: str
    brings: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


@frozen(kw_only=True, eq=False)
class Plugins:
    """The catalog and all else plugins bring: adapters, reports, renderers, sample months.

    The catalog is made at once. The others are asked for when somebody first needs one, so that
    a host that only settles loads none; asking raises ``PluginError`` where a plugin fails or two
    bring the same name.
    """

    catalog: Catalog
    infos: tuple[PluginInfo, ...]
    diagnostics: tuple[Diagnostic, ...]
    _manager: pluggy.PluginManager = attrs.field(repr=False)
    _choice: PluginChoice = attrs.field(default=(), repr=False)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle which plugins they are: another process gathers them again."""
        if isinstance(self._choice, str):
            return gather, (self._choice,)
        return _gathered, tuple(_named_module(each) for each in self._choice)

    @cached_property
    def adapters(self) -> Mapping[str, ContactAdapter]:
        """The adapters that read telephony records, by name."""
        return _named(_asked(self._manager, self.infos, "ccops_contact_adapters"), "adapter")

    def adapter(self, name: str) -> ContactAdapter:
        """Return an adapter. Raises ``UnknownNameError`` for one that nobody brings."""
        found = self.adapters.get(name)
        if found is None:
            raise UnknownNameError("adapter", name, nearest(name, self.adapters))
        return found

    @cached_property
    def reports(self) -> Mapping[str, ReportKind]:
        """The kinds of reports, by name."""
        return _named(_asked(self._manager, self.infos, "ccops_reports"), "report")

    def reports_of(self, about: type) -> Mapping[str, ReportKind]:
        """Return the kinds of reports of one thing, ``Settlement`` say, by name."""
        return {name: each for name, each in self.reports.items() if each.about is about}

    def report(self, name: str) -> ReportKind:
        """Return a kind of report. Raises ``UnknownNameError`` for one that nobody brings."""
        found = self.reports.get(name)
        if found is None:
            raise UnknownNameError("report", name, nearest(name, self.reports))
        return found

    @cached_property
    def renderers(self) -> Mapping[str, Renderer]:
        """The renderers of reports, by format, with the library's own templates."""
        return _named(_asked(self._manager, self.infos, "ccops_renderers"), "renderer")

    def renderers_of(self, pack: Pack) -> Mapping[str, Renderer]:
        """Return the renderers, by format; they look into the templates for a pack first."""
        from ccops.reports import looking_in

        folders = self.templates_of(pack)
        return {name: looking_in(each, folders) for name, each in self.renderers.items()}

    def templates_of(self, pack: Pack) -> tuple[Path, ...]:
        """Return the folders of templates plugins have for a pack, the last plugin's first."""
        answers = _asked(self._manager, self.infos, "ccops_templates", pack=pack)
        return tuple(each for _, listed in reversed(answers) for each in listed)

    @cached_property
    def own_kinds(self) -> tuple[RecordKind, ...]:
        """The record kinds that are not the library's own: each is an input file of its name.

        Raises ``PluginError`` for one that has the name of another input file.
        """
        from ccops.adapters import INPUT_FILES

        answers = _asked(self._manager, self.infos[1:], "ccops_record_kinds")
        for info, listed in answers:
            for each in listed:
                if each.name in INPUT_FILES:
                    problem = f"the record kind {each.name!r} has the name of an input file"
                    raise PluginError(str(info), problem)
        return tuple(each for _, listed in answers for each in listed)

    @cached_property
    def payroll_shapes(self) -> Mapping[str, PayrollShape]:
        """The shapes of payroll files, by name."""
        return _named(_asked(self._manager, self.infos, "ccops_payroll_maps"), "payroll shape")

    @cached_property
    def sample_months(self) -> Mapping[str, SampleInput]:
        """The months that show packs, by pack id."""
        return _named(_asked(self._manager, self.infos, "ccops_sample_months"), "sample month")

    def proves(self, folder: Path) -> bool:
        """Say whether the library brings the pack in a folder, and plugins nothing it may name.

        Under all of its readings such a pack was checked before it was published.
        """
        added = frozenset().union(*(each.brings for each in self.infos[1:]))
        is_ours = folder.resolve() in {each.resolve() for each in bundled_packs().values()}
        return is_ours and added.isdisjoint(_NAMED_BY_PACKS)

    @property
    def further_check(self) -> FurtherCheck | None:
        """What asks plugins about a pack; ``None`` where none has anything to say of packs."""
        asked = any("ccops_check_pack" in each.brings for each in self.infos)
        return self.check_pack if asked else None

    def check_pack(self, pack: Pack) -> tuple[Diagnostic, ...]:
        """Return what plugins find about a pack. Raises ``PluginError`` where one fails."""
        answers = _asked(self._manager, self.infos, "ccops_check_pack", pack=pack)
        return tuple(each for _, listed in answers for each in listed)

    def add_verbs(self, group: object) -> None:
        """Let plugins add their verbs to the command line.

        Raises ``PluginError`` where one fails.
        """
        _asked(self._manager, self.infos, "ccops_cli", group=group)


def gather(plugins: PluginChoice = ()) -> Plugins:
    """Return what the library and the plugins bring.

    Raises ``PluginError`` where two plugins bring the same name, a plugin fails when it is
    asked, or one given as an object does not fit the hooks.
    """
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(CcopsSpec)
    manager.register(BuiltIn(), name=PROJECT)
    problems: list[Diagnostic] = []
    infos = [PluginInfo(PROJECT, _version(PROJECT), _brings(manager, PROJECT))]
    chosen = _chosen(plugins)
    if chosen == "installed":
        infos.extend(_register_installed(manager, problems))
    else:
        infos.extend(_register(manager, plugin) for plugin in chosen)
    catalog = _catalog(manager, infos)
    return Plugins(
        catalog=catalog,
        infos=tuple(infos),
        diagnostics=tuple(problems),
        manager=manager,
        choice=chosen,
    )


def _chosen(plugins: object) -> PluginChoice:
    """Return what was asked for; a name in place of a plugin would otherwise bring nothing."""
    if isinstance(plugins, str):
        if plugins != "installed":
            raise PluginError(plugins, "a name chooses nothing; say 'installed', or [module]")
        return "installed"
    if not isinstance(plugins, Iterable):
        name = getattr(plugins, "__name__", type(plugins).__name__)
        raise PluginError(name, "plugins are handed over in a list: [module]")
    chosen = tuple(plugins)
    for each in chosen:
        if isinstance(each, str) or each is None:
            raise PluginError(str(each), "no module or object; import it, and hand it over")
    return chosen


def _gathered(*plugins: object) -> Plugins:
    """Return what plugins bring that were pickled, modules by name."""
    return gather(
        [import_module(each.name) if isinstance(each, _Module) else each for each in plugins]
    )


def _named_module(plugin: object) -> object:
    return _Module(plugin.__name__) if isinstance(plugin, ModuleType) else plugin


def _catalog(manager: pluggy.PluginManager, infos: Sequence[PluginInfo]) -> Catalog:
    kinds: Mapping[str, RecordKind] = _named(
        _asked(manager, infos, "ccops_record_kinds"), "record kind"
    )
    policies = _unique(
        (
            (info, each.section, each)
            for info, listed in _asked(manager, infos, "ccops_policies")
            for each in listed
        ),
        "policy section",
    )
    packs: Mapping[str, Path] = _unique(
        (
            (info, name, place)
            for info, found in _asked(manager, infos, "ccops_rulepacks")
            for name, place in found.items()
        ),
        "rule pack",
    )
    functions = _functions(manager, infos)
    calendars: Mapping[str, WorkCalendarSource] = _named(
        _asked(manager, infos, "ccops_calendars"), "work calendar"
    )
    named = [[each.name, each.version] for each in infos]
    written = [[each.signature, *each.promises] for each in functions.values()]
    return Catalog(
        record_kinds=kinds,
        policies=policies_by_section(policies),
        packs=packs,
        functions=functions,
        work_calendars=calendars,
        digest=digest(canonical_json(sorted([*named, *written]))),
    )


def _functions(
    manager: pluggy.PluginManager, infos: Sequence[PluginInfo]
) -> Mapping[str, TypedFunction]:
    answers = _asked(manager, infos, "ccops_functions")
    for info, listed in answers:
        for each in listed:
            _check_function(info, each)
    return _named(answers, "function")


def _check_function(info: PluginInfo, function: TypedFunction) -> None:
    import pickle

    from ccops.rules import FUNCTIONS
    from ccops.rules.windows import WINDOWS

    if function.name in FUNCTIONS or function.name in WINDOWS:
        raise PluginError(str(info), f"the function {function.name!r} is there already")
    try:
        pickle.dumps(function)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        problem = f"the function {function.name!r} cannot be pickled; define it in a module"
        raise PluginError(str(info), problem) from error


def _register(manager: pluggy.PluginManager, plugin: object) -> PluginInfo:
    name = getattr(plugin, "__name__", type(plugin).__name__)
    try:
        _add(manager, plugin, name)
    except (ValueError, pluggy.PluginValidationError) as error:
        raise PluginError(name, str(error)) from error
    version = _version(name.split(".")[0].replace("_", "-"))
    return PluginInfo(name, version, _brings(manager, name))


def _add(manager: pluggy.PluginManager, plugin: object, name: str) -> None:
    """Register a plugin. Raises ``ValueError`` where it does not fit the hooks, or has none."""
    manager.register(plugin, name=name)
    manager.check_pending()
    if not manager.get_hookcallers(plugin):
        raise ValueError("brings nothing: none of its functions is marked with hookimpl")


def _register_installed(
    manager: pluggy.PluginManager, problems: list[Diagnostic]
) -> list[PluginInfo]:
    """Register every installed plugin, one by one; what fails becomes a finding."""
    from importlib import metadata

    infos = []
    for point in sorted(metadata.entry_points(group=PROJECT), key=lambda each: each.name):
        version = point.dist.version if point.dist else "-"
        try:
            plugin = point.load()
            _add(manager, plugin, point.name)
        except Exception as error:  # noqa: BLE001 - a stranger's code may raise anything
            if manager.has_plugin(point.name):
                manager.unregister(name=point.name)
            arguments = {"plugin": point.name, "version": version, "problem": str(error)}
            problems.append(
                Diagnostic(code="plugin-broken", severity=Severity.WARNING, args=arguments)
            )
        else:
            infos.append(PluginInfo(point.name, version, _brings(manager, point.name)))
    return infos


def _brings(manager: pluggy.PluginManager, name: str) -> tuple[str, ...]:
    callers = manager.get_hookcallers(manager.get_plugin(name)) or []
    return tuple(sorted(each.name for each in callers))


def _version(distribution: str) -> str:
    if distribution == PROJECT:
        return __version__
    from importlib import metadata  # it is slow to load, and only plugins need it

    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "-"


def _asked(
    manager: pluggy.PluginManager, infos: Sequence[PluginInfo], hook: str, **arguments: object
) -> list[tuple[PluginInfo, Any]]:
    """Return what each plugin answers to a hook, the library first, then as they were given."""
    found: list[tuple[PluginInfo, Any]] = []
    for info in infos:
        if hook not in info.brings:
            continue
        others = [each for name, each in manager.list_name_plugin() if name != info.name]
        try:
            answers = manager.subset_hook_caller(hook, remove_plugins=others)(**arguments)
        except Exception as error:  # a stranger's code may raise anything
            raise PluginError(str(info), f"{hook} failed: {error!r}") from error
        found.extend((info, each) for each in answers)
    return found


def _named(answers: Sequence[tuple[PluginInfo, Any]], what: str) -> Mapping[str, Any]:
    return _unique(((info, each.name, each) for info, listed in answers for each in listed), what)


def _unique(brought: Iterable[tuple[PluginInfo, str, Any]], what: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for info, name, value in brought:
        if name in found:
            raise PluginError(str(info), f"brings the {what} {name!r}, which is there already")
        found[name] = value
    return found
