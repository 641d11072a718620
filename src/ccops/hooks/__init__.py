"""Plugins: the hooks, what the library brings by them, and the frozen catalog they make."""

from __future__ import annotations

from ccops.hooks.builtin import BuiltIn, bundled_packs
from ccops.hooks.plugins import PluginChoice, PluginInfo, Plugins, gather
from ccops.hooks.specs import CcopsSpec, hookimpl
from ccops.hooks.starting import plugin_template, start_plugin

__all__ = [
    "BuiltIn",
    "CcopsSpec",
    "PluginChoice",
    "PluginInfo",
    "Plugins",
    "bundled_packs",
    "gather",
    "hookimpl",
    "plugin_template",
    "start_plugin",
]
