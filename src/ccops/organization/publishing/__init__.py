"""Publishing: what of a month is made public, to whom, by when, and whether it was."""

from __future__ import annotations
