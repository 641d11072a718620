"""A month settled twice: what came out otherwise, why, and what is still to be paid of it."""
