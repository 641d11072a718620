"""Aims: targets, what is watched together, goals, and the limits they share."""

from __future__ import annotations
