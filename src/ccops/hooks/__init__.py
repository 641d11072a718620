"""Plugins: the hooks, what the library brings by them, and the frozen catalog they make."""

from __future__ import annotations

from ccops.hooks.builtin import BuiltIn, bundled_packs
from ccops.hooks.plugins import PluginChoice, PluginInfo, Plugins, gather
from ccops.hooks.specs import CcopsSpec, hookimpl

__all__ = [
    "BuiltIn",
    "CcopsSpec",
    "PluginChoice",
    "PluginInfo",
    "Plugins",
    "bundled_packs",
    "gather",
    "hookimpl",
]
