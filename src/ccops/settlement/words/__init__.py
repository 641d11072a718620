"""What a settlement tells people, in their language: values, lots, groups, careers, invoices."""
