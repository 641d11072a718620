"""The month put together: settled from all that is handed in, stored, read back, verified."""
