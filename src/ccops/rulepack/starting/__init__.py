"""Starting: a small pack to begin with."""

from __future__ import annotations
