"""Helpers of these pages: parts that are made from the code, so that they cannot fall behind."""

from __future__ import annotations
