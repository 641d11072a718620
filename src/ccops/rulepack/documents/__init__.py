"""Documents: the files of a pack as one, over those of the packs it extends."""

from __future__ import annotations
