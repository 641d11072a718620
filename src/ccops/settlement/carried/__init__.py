"""What one period leaves to the next: closings, openings, lots, and what of them is read back."""
