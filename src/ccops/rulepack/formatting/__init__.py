"""Formatting: the one way a pack is written, with its comments and order kept."""

from __future__ import annotations
