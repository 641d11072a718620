"""From records, rulings and the host to the facts of a month, and what the pack asks for."""
