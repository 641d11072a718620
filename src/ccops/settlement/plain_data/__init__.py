"""Cells, columns, lots and runs as plain JSON data and its digests: exact, without floats."""
