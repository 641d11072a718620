"""Duties of a post and what shows that they are done; classes of risks and their plans."""

from __future__ import annotations
