"""What several reports have in common: cells of lists and lines, feet, signatures, reasons."""
