"""The front door: a center with its pack and plugins, opened once, asked for months.

Each method imports what it needs, so that naming a center costs a host nothing.
"""

from __future__ import annotations

from ccops.center.front import Center
from ccops.center.loading import check_pack, find_plugins, load_pack, start_plugin
from ccops.center.month import CenterMonth

__all__ = ["Center", "CenterMonth", "check_pack", "find_plugins", "load_pack", "start_plugin"]
