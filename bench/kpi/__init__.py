"""Indicators at any size: one month of calls, and the ways of counting it side by side."""
