"""Cards: what a rule is, in words; what it reads and moves; what differs between two packs."""

from __future__ import annotations
