"""The settlement itself: figures, reasons, manifest, and the invoices that rest on it."""
