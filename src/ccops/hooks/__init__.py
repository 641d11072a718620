"""Plugins: the hooks, what the library brings by them, and the frozen catalog they make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.doors import opened_later
from ccops.hooks.builtin import BuiltIn, bundled_packs
from ccops.hooks.plugins import PluginChoice, PluginInfo, Plugins, gather
from ccops.hooks.specs import CcopsSpec, hookimpl

if TYPE_CHECKING:
    from ccops.hooks.starting import plugin_template, start_plugin
else:
    __getattr__ = opened_later(__name__, {"starting": ("plugin_template", "start_plugin")})

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
