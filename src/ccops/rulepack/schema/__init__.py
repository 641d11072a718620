"""Schema: what an editor may know of packs, from what the reader reads by."""

from __future__ import annotations
