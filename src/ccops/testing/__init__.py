"""Helpers for tests of packs and plugins; pytest and hypothesis are imported only where used."""

from __future__ import annotations
