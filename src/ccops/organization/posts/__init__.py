"""Posts: which there are, who stands above whom, how many one leads, what they may decide."""

from __future__ import annotations
