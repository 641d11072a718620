"""Packs and plugins without a center: found, loaded, checked, begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.hooks import PluginChoice, Plugins
    from ccops.messages import Diagnostic
    from ccops.rulepack import Pack

    Findings = tuple[Diagnostic, ...]


def find_plugins(plugins: PluginChoice = "installed") -> Plugins:
    """Return what plugins bring: packs, adapters, reports, renderers, and what is broken."""
    from ccops.hooks import gather

    return gather(plugins)


def load_pack(ref: str | Path, *, plugins: PluginChoice = ()) -> Pack:
    """Return a pack without opening a center. Raises ``RulePackError`` with every finding."""
    from ccops.hooks import gather
    from ccops.rulepack import load

    gathered = gather(plugins)
    return load(ref, gathered.catalog, also=gathered.further_check)


def check_pack(ref: str | Path, *, plugins: PluginChoice = ()) -> tuple[Pack | None, Findings]:
    """Return a pack and every finding about it, errors and warnings."""
    from ccops.hooks import gather
    from ccops.rulepack import check

    gathered = gather(plugins)
    return check(ref, gathered.catalog, also=gathered.further_check)


def start_plugin(name: str, into: Path) -> tuple[Path, ...]:
    """Write a plugin to begin with into ``into / "ccops-NAME"``, and return its files.

    Raises ``DataError`` for a name no plugin may have or that is taken, and for a folder that is
    not empty.
    """
    from ccops.hooks import start_plugin as started

    return started(name, into, plugins=find_plugins())
