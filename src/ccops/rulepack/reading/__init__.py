"""Reading: the one way from nodes to rule classes, by what each class says of its fields."""

from __future__ import annotations
